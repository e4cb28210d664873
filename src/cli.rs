//! The command line: what can be asked, and how the answer becomes an exit status.

mod arguments;
mod doctor;
mod inspect;
mod lines;
mod log;
mod manage_arguments;
mod metrics;
mod out;
mod progress;
mod run;
mod snapshots;
mod statements;
mod stop;
mod summary;
mod synth;
mod themes;
mod verify;

use std::io::Write;
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
        Command::Statements(command) => statements::run(&command),
        Command::Completions { shell } => print(|text| {
            clap_complete::generate(shell, &mut Cli::command(), "gongkai", text);
            Ok(())
        }),
        Command::Man => print(|text| Ok(clap_mangen::Man::new(Cli::command()).render(text)?)),
        Command::Dictionary => print(dictionary),
    };
    status(result.map(|()| ExitCode::SUCCESS))
}

/// The exit status of what was asked; an error is told first.
fn status(result: anyhow::Result<ExitCode>) -> ExitCode {
    result.unwrap_or_else(|error| {
        out::say(&format!("error: {}", told(&error)));
        ExitCode::from(if is_wrong_usage(&error) { WRONG_USAGE } else { FAILED })
    })
}

/// An error with its causes. Most messages hold their cause already; it is not said again.
fn told(error: &anyhow::Error) -> String {
    let mut told = error.to_string();
    for cause in error.chain().skip(1).map(ToString::to_string) {
        if !told.contains(&cause) {
            told += ": ";
            told += &cause;
        }
    }
    told
}

fn is_wrong_usage(error: &anyhow::Error) -> bool {
    error.is::<ConfigError>()
        || error.is::<inspect::NotOneDocument>()
        || error.is::<inspect::NotNamed>()
        || error.is::<inspect::NoSuchDocument>()
        || error.is::<synth::WrongOptions>()
        || error.is::<lines::UsageError>()
}

/// Prints a text that is made in one go.
fn print(make: impl FnOnce(&mut Vec<u8>) -> anyhow::Result<()>) -> anyhow::Result<()> {
    let mut text = Vec::new();
    make(&mut text)?;
    let mut out = out::Out::open();
    out.write_all(&text)?;
    Ok(out.flush()?)
}

/// The data dictionary of the built-in definitions.
fn dictionary(text: &mut Vec<u8>) -> anyhow::Result<()> {
    let reader = Reader::builtin()?;
    let package = Batches::new(reader.forms(), &reader.names()).package();
    text.extend(crate::rows::dictionary::markdown(&package, reader.forms()).into_bytes());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_is_said_once() {
        let cause = std::io::Error::other("no such file");
        let error = anyhow::Error::new(cause).context("cannot read a: no such file; give another");
        assert_eq!(told(&error), "cannot read a: no such file; give another");
        let error = anyhow::Error::msg("disk full").context("metrics cannot be written");
        assert_eq!(told(&error), "metrics cannot be written: disk full");
    }
}
