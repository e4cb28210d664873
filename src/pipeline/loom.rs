//! Makes the rows of blocks, or takes them over from the last run.
//!
//! A block that the last run had with the same reports at the same places is taken as it lies. Of one
//! that changed, the rows of the reports that did not are cut out of the old blocks, and only the
//! others are made of reports. Both give the same bytes, for those follow from the rows alone.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Arc, Mutex, PoisonError};

use arrow_array::cast::AsArray;
use arrow_array::types::UInt16Type;
use arrow_array::{ArrayRef, RecordBatch, StringArray};

use crate::dataset::store::Store;
use crate::dataset::{BlockKey, BlockRows, DatasetError, Encoded, Encoder, Kept, Recalled, SnapshotWriter, Stretch};
use crate::document::Script;
use crate::report::{Metadata, Origin, Report, SectionCode};
use crate::rows::tables::Table;
use crate::rows::{Batches, RowsError, TableBatch};
use crate::source::SourceFormat;

use super::blocks::{Block, Member, Rows};
use super::memory::Memory;
use super::stamp::Stamp;
use super::{ReadDocument, RunError};

/// A block's rows, encoded.
pub(super) enum Woven {
    /// As the last run kept them.
    Same(Kept),
    /// New or changed.
    New(Encoded),
}

/// Makes rows, on all threads.
pub(super) struct Loom<'a, R> {
    reader: &'a R,
    stamp: Stamp,
    memory: &'a Memory,
    encoder: Arc<Encoder>,
    store: Arc<Store>,
    /// Builders that wait for work.
    idle: Mutex<Vec<Batches>>,
}

impl<'a, R: ReadDocument> Loom<'a, R> {
    pub(super) fn new(reader: &'a R, stamp: Stamp, memory: &'a Memory, writer: &SnapshotWriter) -> Self {
        Self { reader, stamp, memory, encoder: writer.encoder(), store: writer.store(), idle: Mutex::default() }
    }

    /// Hashes of all that decides the rows of a block.
    pub(super) fn key(&self, block: &Block) -> BlockKey {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&self.stamp.page);
        hasher.update(&block.year.map_or(i32::MIN, i32::from).to_le_bytes());
        for member in &block.members {
            hasher.update(&member.identity.to_bytes());
            hasher.update(&(member.source_uri.len() as u64).to_le_bytes());
            hasher.update(member.source_uri.as_bytes());
        }
        let short = |hasher: &blake3::Hasher| {
            let mut key = [0; 16];
            key.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
            key
        };
        let page = short(&hasher);
        BlockKey { page, told: short(hasher.update(&self.stamp.told)) }
    }

    /// Encodes a block or finds it in what the last run kept.
    pub(super) fn weave(&self, block: &Block, key: &BlockKey) -> Result<Woven, RunError> {
        let (memory, encoder, store) = (self.memory, &self.encoder, &self.store);
        if let Some(kept) = memory.block_of(&key.told) {
            return Ok(Woven::Same(kept.clone()));
        }
        let mut rows = BlockRows::new();
        let mut old: HashMap<(u32, Table), Recalled> = HashMap::new();
        let mut at = 0;
        while at < block.members.len() {
            let member = &block.members[at];
            match &member.rows {
                Rows::Fresh(_) => {
                    let fresh = block.members[at..].iter().map_while(|m| match &m.rows {
                        Rows::Fresh(report) => Some(report.as_ref()),
                        Rows::Old(_) => None,
                    });
                    let (made, count) = self.make(fresh)?;
                    for TableBatch { table, batch, .. } in made {
                        rows.entry(table).or_default().push(Stretch::New(batch));
                    }
                    at += count;
                }
                Rows::Old(number) => {
                    let kept = memory.block(*number).ok_or(RunError::Cache)?;
                    let same = |m: &&Member| matches!(m.rows, Rows::Old(other) if other == *number);
                    let members: Vec<&Member> = block.members[at..].iter().take_while(same).collect();
                    let ids: Vec<String> = members.iter().map(|m| format!("{:016x}", m.identity.id)).collect();
                    // Sections are looked into where they are told anew.
                    let recall = |table| match memory.is_retold && table == Table::Sections {
                        true => encoder.decode(store, kept, table),
                        false => encoder.recall(store, kept, table),
                    };
                    let mut of_table = |table, ids: &[String]| -> Result<Vec<Stretch>, RunError> {
                        let recalled = match old.entry((*number, table)) {
                            Entry::Occupied(entry) => entry.into_mut(),
                            Entry::Vacant(entry) => entry.insert(recall(table)?),
                        };
                        Ok(recalled.of_reports(ids))
                    };
                    let holds =
                        |table: &Table| table.is_partitioned() && !(memory.is_retold && BlockKey::TOLD.contains(table));
                    for table in Table::ALL.into_iter().filter(holds) {
                        let stretches = of_table(table, &ids)?;
                        rows.entry(table).or_default().extend(match table {
                            Table::Reports => at_places(stretches, members.iter().map(|m| m.source_uri.as_str()))?,
                            _ => stretches,
                        });
                    }
                    if memory.is_retold {
                        for id in &ids {
                            for sections in of_table(Table::Sections, std::slice::from_ref(id))? {
                                let Stretch::New(sections) = sections else { return Err(RunError::Cache) };
                                for TableBatch { table, batch, .. } in self.retell(id, block.year, &sections)? {
                                    rows.entry(table).or_default().push(Stretch::New(batch));
                                }
                            }
                        }
                    }
                    at += members.len();
                }
            }
        }
        Ok(Woven::New(encoder.block(&rows)?))
    }

    /// The rows that the lexicon decides, made again from the sections of a report.
    fn retell(&self, id: &str, year: Option<i16>, sections: &RecordBatch) -> Result<Vec<TableBatch>, RunError> {
        let column = |name| sections.column_by_name(name).ok_or(RunError::Cache);
        let codes = column("section")?.as_dictionary_opt::<UInt16Type>().ok_or(RunError::Cache)?;
        let codes = codes.downcast_dict::<StringArray>().ok_or(RunError::Cache)?;
        let texts = column("text")?.as_string_opt::<i32>().ok_or(RunError::Cache)?;
        let mut told = Vec::new();
        for (code, text) in codes.into_iter().zip(texts).filter_map(|(code, text)| code.zip(text)) {
            let code = SectionCode::ALL.into_iter().find(|c| c.code() == code).ok_or(RunError::Cache)?;
            told.push(self.reader.retell(code, text, year).ok_or(RunError::Cache)?);
        }
        let origin = Origin {
            report_id: id.to_owned(),
            source_uri: String::new(),
            url: None,
            format: SourceFormat::Text,
            encoding: "",
            script: Script::Hans,
        };
        let report = Report {
            origin,
            metadata: Metadata { report_year: year, ..Metadata::default() },
            edition: None,
            char_count: 0,
            cells: Vec::new(),
            sections: told,
            findings: Vec::new(),
        };
        let (mut made, _) = self.make(std::iter::once(&report))?;
        made.retain(|rows| BlockKey::TOLD.contains(&rows.table));
        Ok(made)
    }

    /// Rows of reports of one year; gives how many there were.
    fn make<'r>(&self, reports: impl Iterator<Item = &'r Report>) -> Result<(Vec<TableBatch>, usize), RowsError> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut batches = idle.unwrap_or_else(|| Batches::new(self.reader.forms(), &self.reader.names()));
        let mut count = 0;
        for report in reports {
            batches.push(report);
            count += 1;
        }
        let made = batches.finish()?;
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(batches);
        Ok((made, count))
    }
}

/// Rows of reports with the places where their documents stand now.
fn at_places<'a>(rows: Vec<Stretch>, mut places: impl Iterator<Item = &'a str>) -> Result<Vec<Stretch>, RunError> {
    let wrong = |e: arrow_schema::ArrowError| DatasetError::Encode(e.into());
    let put = |rows: Stretch| {
        let Stretch::New(rows) = rows else { return Err(RunError::Cache) };
        let at = rows.schema().index_of("source_uri").map_err(wrong)?;
        let mut columns: Vec<ArrayRef> = rows.columns().to_vec();
        columns[at] = Arc::new(StringArray::from_iter_values(places.by_ref().take(rows.num_rows())));
        Ok(Stretch::New(RecordBatch::try_new(rows.schema(), columns).map_err(wrong)?))
    };
    rows.into_iter().map(put).collect()
}
