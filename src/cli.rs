//! The command line: what can be asked, and how the answer becomes an exit status.

mod arguments;
mod progress;
mod run;
mod stop;
mod synth;
mod themes;

use std::process::ExitCode;

use clap::Parser;
use tracing_subscriber::EnvFilter;

use arguments::{Cli, Command};

use crate::config::ConfigError;

/// Exit status of a run that failed; the published dataset is what it was.
const FAILED: u8 = 1;
/// Exit status of wrong usage or a wrong pipeline file.
const WRONG_USAGE: u8 = 2;

/// Parses the arguments, does what they ask, and gives the exit status: 0 done, 1 failed, 2 wrong
/// usage or a wrong pipeline file.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    log_to_stderr();
    let result = match cli.command {
        Command::Run(arguments) => run::run(&arguments),
        Command::Synth(arguments) => synth::run(&arguments),
        Command::Themes(command) => themes::run(&command),
        Command::Dictionary => {
            print!("{}", crate::rows::dictionary::markdown());
            Ok(())
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            let wrong_usage = error.is::<ConfigError>() || error.is::<themes::UsageError>();
            ExitCode::from(if wrong_usage { WRONG_USAGE } else { FAILED })
        }
    }
}

/// Log lines go to standard error; `RUST_LOG` says how many.
fn log_to_stderr() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false).init();
}
