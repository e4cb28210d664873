//! `gongkai themes discover`: what a dataset says that the lexicon does not know.

use std::io::Write;

use crate::dataset::CURRENT;
use crate::derive::discover;

use super::super::arguments::DiscoverArguments;
use super::super::lines::UsageError;
use super::reader;

pub(super) fn run(arguments: &DiscoverArguments, out: &mut impl Write) -> anyhow::Result<()> {
    let reader = reader(&arguments.lexicon)?;
    // The directory of a dataset stands for its current snapshot.
    let places = [arguments.dataset.clone(), arguments.dataset.join(CURRENT)];
    let Some(snapshot) = places.iter().find(|place| place.join("sentences").is_dir()) else {
        let dataset = arguments.dataset.display();
        let why = format!("{dataset} is no snapshot of a dataset: it has no folder sentences; try output/current");
        return Err(UsageError(why).into());
    };
    let found = discover::discover(snapshot, reader.narrator())?;
    Ok(write!(out, "{}", found.top(arguments.top))?)
}
