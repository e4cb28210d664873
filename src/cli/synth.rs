//! `gongkai synth`.

use std::io::Write;

use anyhow::Context;

use crate::synth::{self, SynthError, SynthOptions};

use super::arguments::SynthArguments;
use super::out::Out;

/// Options that leave nothing to write, or a folder that cannot be written to.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct WrongOptions(String);

pub(super) fn run(arguments: &SynthArguments) -> anyhow::Result<()> {
    let defaults = SynthOptions::default();
    let options = SynthOptions {
        reports: arguments.reports,
        seed: arguments.seed,
        layouts: if arguments.layout.is_empty() { defaults.layouts.clone() } else { arguments.layout.clone() },
        editions: if arguments.edition.is_empty() { defaults.editions.clone() } else { arguments.edition.clone() },
        noise: arguments.noise,
        ..defaults
    };
    let written = match synth::generate(options, &arguments.output) {
        Err(error @ (SynthError::NoLayout | SynthError::NoYear { .. } | SynthError::NotEmpty(_))) => {
            return Err(WrongOptions(error.to_string()).into());
        }
        written => written.with_context(|| format!("nothing more was written to {}", arguments.output.display()))?,
    };
    let mut out = Out::open();
    writeln!(out, "{} reports, {} bytes", written.reports, written.bytes)?;
    writeln!(out, "Reports  {}", arguments.output.join("reports").display())?;
    writeln!(out, "Truth    {}", arguments.output.join("truth").display())?;
    Ok(out.flush()?)
}
