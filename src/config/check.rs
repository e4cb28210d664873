//! Values that a pipeline file may spell but that cannot work, each refused with its line and what to do.

use std::path::Path;

use toml::de::{DeTable, DeValue};

use super::{ConfigError, MAX_JOBS, Pipeline};

/// Most documents of a chunk: four chunks are held in memory at a time.
const MAX_CHUNK: usize = 16_384;
/// Most archives inside one another that are opened; each level takes buffers of its own.
const MAX_NESTED: u32 = 16;

/// Where the values of a pipeline file stand.
pub(super) struct Places<'t> {
    path: &'t Path,
    text: &'t str,
}

impl<'t> Places<'t> {
    pub(super) fn of(path: &'t Path, text: &'t str) -> Self {
        Self { path, text }
    }

    /// The refusal of a value, by the tables around it and its key.
    fn refuse(&self, keys: &[&str], problem: &str, mend: &str) -> ConfigError {
        let name = keys.last().copied().unwrap_or_default();
        ConfigError::wrong(self.path, self.text, self.offset(keys), &format!("{name} {problem}"), mend)
    }

    /// Where a value begins; the file's beginning for one that it leaves out.
    fn offset(&self, keys: &[&str]) -> usize {
        let Ok(file) = DeTable::parse(self.text) else { return 0 };
        let mut at = 0;
        let mut table = Some(file.get_ref());
        for key in keys {
            let value = table.and_then(|t| t.iter().find(|(name, _)| name.get_ref() == key).map(|(_, value)| value));
            let Some(value) = value else { return at };
            at = value.span().start;
            table = match value.get_ref() {
                DeValue::Table(table) => Some(table),
                _ => None,
            };
        }
        at
    }
}

/// Refuses values that cannot work. `documents` is the size of a chunk as the file has it.
pub(super) fn values(pipeline: &Pipeline, documents: usize, places: &Places<'_>) -> Result<(), ConfigError> {
    run(pipeline, documents, places)?;
    source(pipeline, places)?;
    let zeros = [
        (["pdf", "max_pages"], pipeline.pdf.max_pages == 0),
        (["pdf", "max_unpacked"], pipeline.pdf.max_unpacked == 0),
    ];
    if let Some((keys, _)) = zeros.iter().find(|(_, is_zero)| *is_zero) {
        return Err(places.refuse(keys, "is 0, so that every PDF file would be rejected", ONE));
    }
    if let Err((key, problem)) = pipeline.parquet.check() {
        return Err(places.refuse(&["parquet", key], &problem, "correct it or leave it out"));
    }
    if pipeline.output.as_os_str().is_empty() {
        return Err(places.refuse(&["output", "directory"], "is empty", "name a folder, such as \"output\""));
    }
    Ok(())
}

const ONE: &str = "give 1 or more, or leave it out";

fn run(pipeline: &Pipeline, documents: usize, places: &Places<'_>) -> Result<(), ConfigError> {
    if !(1..=MAX_CHUNK).contains(&documents) {
        let mend = format!("give a number from 1 to {MAX_CHUNK}");
        return Err(places.refuse(&["run", "chunk_documents"], "is out of range", &mend));
    }
    if pipeline.jobs > usize::from(MAX_JOBS) {
        let mend = format!("give a number from 1 to {MAX_JOBS}, or 0 for one for each core");
        return Err(places.refuse(&["run", "jobs"], "is out of range", &mend));
    }
    if pipeline.max_reject_share.is_some_and(|share| !(0.0..=1.0).contains(&share)) {
        return Err(places.refuse(&["run", "max_reject_share"], "is out of range", "give a number from 0 to 1"));
    }
    Ok(())
}

fn source(pipeline: &Pipeline, places: &Places<'_>) -> Result<(), ConfigError> {
    let (limits, columns, extensions) =
        (&pipeline.source.limits, &pipeline.source.columns, &pipeline.source.extensions);
    let zeros = [
        ("max_bytes", limits.document_bytes == 0, "every document"),
        ("archive_members", limits.archive_members == 0, "every archive"),
        ("unpack_ratio", limits.unpack_ratio == 0, "what is compressed"),
    ];
    if let Some((key, _, what)) = zeros.iter().find(|(_, is_zero, _)| *is_zero) {
        let problem = format!("is 0, so that {what} would be rejected");
        return Err(places.refuse(&["source", key], &problem, ONE));
    }
    if limits.nested_archives > MAX_NESTED {
        let mend = format!("give a number from 0 to {MAX_NESTED}");
        return Err(places.refuse(&["source", "nested_archives"], "is out of range", &mend));
    }
    for (key, list) in [("text_extensions", &extensions.text), ("html_extensions", &extensions.html)] {
        if let Some(odd) = list.iter().find(|e| e.is_empty() || e.contains(['.', '/', '*'])) {
            let problem = format!("has {odd:?}, which no file name ends in");
            return Err(places.refuse(&["source", key], &problem, "write the ending alone, without a dot: \"txt\""));
        }
    }
    for (key, name) in [("text", &columns.text), ("html", &columns.html)] {
        if name.is_empty() {
            let mend = "name a column, or leave it out";
            return Err(places.refuse(&["source", "corpus", key], "is empty", mend));
        }
    }
    if columns.text == columns.html {
        let problem = "names the column of `html` too";
        let mend = "give texts and pages columns of their own";
        return Err(places.refuse(&["source", "corpus", "text"], problem, mend));
    }
    Ok(())
}
