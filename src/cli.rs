//! The command line: what can be asked, and how the answer becomes an exit status.

mod arguments;
mod doctor;
mod inspect;
mod log;
mod manage_arguments;
mod metrics;
mod progress;
mod run;
mod snapshots;
mod stop;
mod summary;
mod synth;
mod themes;
mod verify;

use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use arguments::{Cli, Command};

use crate::config::ConfigError;
use crate::pipeline::ReadDocument;
use crate::reader::Reader;
use crate::rows::Batches;

/// Exit status of a run that failed; the published dataset is what it was.
const FAILED: u8 = 1;
/// Exit status of wrong usage or a wrong pipeline file.
const WRONG_USAGE: u8 = 2;

/// Parses the arguments, does what they ask, and gives the exit status: 0 done, 1 failed, 2 wrong
/// usage or a wrong pipeline file.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    log::to_stderr(cli.log_format);
    let result = match cli.command {
        Command::Inspect(arguments) => return status(inspect::run(&arguments)),
        Command::Run(arguments) => run::run(&arguments),
        Command::Snapshots(arguments) => snapshots::run(&arguments),
        Command::Verify(arguments) => verify::run(&arguments),
        Command::Doctor(arguments) => doctor::run(&arguments),
        Command::Synth(arguments) => synth::run(&arguments),
        Command::Themes(command) => themes::run(&command),
        Command::Completions { shell } => {
            clap_complete::generate(shell, &mut Cli::command(), "gongkai", &mut std::io::stdout());
            Ok(())
        }
        Command::Man => clap_mangen::Man::new(Cli::command()).render(&mut std::io::stdout()).map_err(Into::into),
        Command::Dictionary => dictionary(),
    };
    status(result.map(|()| ExitCode::SUCCESS))
}

/// The exit status of what was asked; an error is told first.
fn status(result: anyhow::Result<ExitCode>) -> ExitCode {
    result.unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::from(if is_wrong_usage(&error) { WRONG_USAGE } else { FAILED })
    })
}

fn is_wrong_usage(error: &anyhow::Error) -> bool {
    error.is::<ConfigError>()
        || error.is::<inspect::NotOneDocument>()
        || error.is::<inspect::NotNamed>()
        || error.is::<inspect::NoSuchDocument>()
        || error.is::<themes::UsageError>()
}

/// Prints the data dictionary of the built-in definitions.
fn dictionary() -> anyhow::Result<()> {
    let reader = Reader::builtin()?;
    let package = Batches::new(reader.forms(), &reader.names()).package();
    print!("{}", crate::rows::dictionary::markdown(&package, reader.forms()));
    Ok(())
}
