//! `gongkai synth`.

use anyhow::{Context, bail};

use crate::synth::{self, SynthOptions};

use super::arguments::SynthArguments;

pub(super) fn run(arguments: &SynthArguments) -> anyhow::Result<()> {
    if arguments.reports == 0 {
        bail!("--reports 0 writes nothing; give 1 or more");
    }
    let defaults = SynthOptions::default();
    let options = SynthOptions {
        reports: arguments.reports,
        seed: arguments.seed,
        layouts: if arguments.layout.is_empty() { defaults.layouts.clone() } else { arguments.layout.clone() },
        editions: if arguments.edition.is_empty() { defaults.editions.clone() } else { arguments.edition.clone() },
        noise: arguments.noise,
        ..defaults
    };
    let written = synth::generate(options, &arguments.output)
        .with_context(|| format!("nothing more was written to {}", arguments.output.display()))?;
    println!("{} reports, {} bytes", written.reports, written.bytes);
    println!("Reports  {}", arguments.output.join("reports").display());
    println!("Truth    {}", arguments.output.join("truth").display());
    Ok(())
}
