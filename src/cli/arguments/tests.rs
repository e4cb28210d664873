//! The manual says what there is.

use super::*;

#[test]
fn arguments_are_consistent() {
    use clap::CommandFactory;
    Cli::command().debug_assert();
}

/// The match has no wildcard: a new format asks for its word here and in the help.
#[test]
fn the_help_of_run_names_every_format_among_the_inputs() {
    use crate::source::SourceFormat::{self, Docx, Html, Pdf, Text, Xlsx};
    use clap::CommandFactory;
    let help = Cli::command().find_subcommand_mut("run").unwrap().render_long_help().to_string();
    let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
    let inputs = help.split("Inputs: ").nth(1).and_then(|rest| rest.split("corpora").next()).unwrap();
    let word = |format: SourceFormat| match format {
        Text => "text",
        Html => "HTML",
        Docx => "docx",
        Xlsx => "xlsx",
        Pdf => "PDF",
    };
    for format in [Text, Html, Docx, Xlsx, Pdf] {
        assert!(inputs.contains(word(format)), "{} is missing in: {inputs}", format.code());
    }
    let refused = help.split("Scanned").nth(1).and_then(|rest| rest.split("rejects").next()).unwrap();
    assert!(!refused.contains("PDF"), "{refused}");
}

/// What a command is for and how it is used stands in the comment of its arguments.
#[test]
fn the_help_of_each_command_is_its_manual() {
    use clap::CommandFactory;
    for (command, words) in [
        ("run", "leaves OUTPUT/current as it was"),
        ("inspect", "Signs in the tables: 12 reported"),
        ("verify", "the years of the partitions"),
        ("doctor", "one line for each thing"),
        ("synth", "OUTPUT/truth/cells.csv"),
    ] {
        let help = Cli::command().find_subcommand_mut(command).unwrap().render_long_help().to_string();
        let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(help.contains(words), "{words} is missing in {help}");
    }
}
