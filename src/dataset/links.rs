//! Which files of the last snapshot would come out the same, and can be shared with it.
//!
//! A *recipe* is a hash of all that decides a file's bytes. A file with the same recipe is linked,
//! after its bytes were compared with their hash: a file that was damaged on disk is made anew.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::Path;

use bytes::Bytes;

use crate::rows::package::Package;
use crate::rows::tables::Table;

use super::bytes::{Reader, Writer};
use super::layout::{snapshots, table_directory};
use super::store::Spot;
use super::{AmendedKey, DatasetError, FileRecord, ParquetSettings, Piece};

/// A hash of all that decides the bytes of a table and year.
pub(super) type Recipe = blake3::Hash;

/// The files of a snapshot with their recipes.
#[derive(Debug, Default)]
pub(super) struct Links {
    pub(super) snapshot: String,
    pub(super) files: BTreeMap<(Table, Option<i16>), (Recipe, Vec<FileRecord>)>,
    /// Rows with something added to them, and where they are kept.
    pub(super) amended: BTreeMap<AmendedKey, Spot>,
}

/// What the recipes of all files of a table have in common.
pub(super) fn stamp(table: Table, package: &Package, settings: &ParquetSettings) -> Result<blake3::Hash, DatasetError> {
    let schema = package.tables.iter().find(|t| t.table == table);
    let said = serde_json::to_vec(&(env!("CARGO_PKG_VERSION"), schema, settings))?;
    Ok(blake3::hash(&said))
}

/// The recipe of a table and year.
pub(super) fn recipe(stamp: &blake3::Hash, (table, year): (Table, Option<i16>), pieces: &[Piece]) -> Recipe {
    let mut hasher = blake3::Hasher::new();
    hasher.update(stamp.as_bytes());
    hasher.update(table_directory(table, year).as_os_str().as_encoded_bytes());
    for piece in pieces {
        match piece {
            Piece::Block(block) => hasher.update(&[0]).update(block.key.of(table)),
            Piece::Amended(key, _) => hasher.update(&[2]).update(key),
            Piece::Loose(bytes) => hasher.update(&[1]).update(blake3::hash(bytes).as_bytes()),
        };
    }
    hasher.finalize()
}

impl Links {
    /// Links the files of a table and year into a new snapshot; `None` if they have to be made.
    pub(super) fn reuse(
        &self,
        output: &Path,
        unfinished: &Path,
        place: (Table, Option<i16>),
        recipe: &Recipe,
    ) -> Option<Vec<FileRecord>> {
        let (old, records) = self.files.get(&place)?;
        let last = snapshots(output).join(&self.snapshot);
        if old != recipe || !records.iter().all(|record| is_whole(&last, record)) {
            return None;
        }
        let directory = unfinished.join(table_directory(place.0, place.1));
        fs::create_dir_all(&directory).ok()?;
        for record in records {
            if fs::hard_link(last.join(&record.path), unfinished.join(&record.path)).is_err() {
                // A disk without hard links, or too many of them: the files are made instead.
                fs::remove_dir_all(&directory).ok()?;
                return None;
            }
        }
        Some(records.clone())
    }

    /// As bytes, to stand in front of what else is remembered.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut out = Writer::default();
        out.text(&self.snapshot);
        out.u32(self.files.len() as u32);
        for ((table, year), (recipe, records)) in &self.files {
            out.text(table.name());
            out.text(&year.map_or_else(String::new, |y| y.to_string()));
            out.raw(recipe.as_bytes());
            out.u32(records.len() as u32);
            for record in records {
                out.text(&record.path);
                out.u64(record.rows);
                out.u64(record.bytes);
                out.text(&record.blake3);
            }
        }
        out.u32(self.amended.len() as u32);
        for (key, spot) in &self.amended {
            out.raw(key);
            spot.write(&mut out);
        }
        out.into_bytes()
    }

    /// Reads what [`Links::to_bytes`] made; gives what stands behind it.
    pub(super) fn split(bytes: Bytes) -> Option<(Self, Bytes)> {
        let mut from = Reader::new(&bytes);
        let mut links = Self { snapshot: from.text()?.to_owned(), ..Self::default() };
        for _ in 0..from.u32()? {
            let table = Table::find(from.text()?)?;
            let year = from.text()?;
            let year = if year.is_empty() { None } else { Some(year.parse().ok()?) };
            let recipe = Recipe::from_bytes(from.raw(blake3::OUT_LEN)?.try_into().ok()?);
            let mut records = Vec::new();
            for _ in 0..from.u32()? {
                let path = from.text()?.to_owned();
                let (rows, bytes) = (from.u64()?, from.u64()?);
                records.push(FileRecord { path, rows, bytes, blake3: from.text()?.to_owned() });
            }
            links.files.insert((table, year), (recipe, records));
        }
        for _ in 0..from.u32()? {
            links.amended.insert(from.raw(16)?.try_into().ok()?, Spot::read(&mut from)?);
        }
        let end = from.at();
        Some((links, bytes.slice(end..)))
    }
}

fn is_whole(snapshot: &Path, record: &FileRecord) -> bool {
    let mut hasher = blake3::Hasher::new();
    let read = File::open(snapshot.join(&record.path)).and_then(|mut file| std::io::copy(&mut file, &mut hasher));
    read.is_ok_and(|bytes| bytes == record.bytes) && hasher.finalize().to_hex().as_str() == record.blake3
}
