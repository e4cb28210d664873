//! Dataset stage: rows become Parquet files in a snapshot, which is published in one step.
//!
//! Input: blocks of rows in source order. Output: a directory `snapshots/<id>` and the link
//! `current` that points at it. Nobody ever sees half a snapshot: it grows in `snapshots/….tmp`,
//! is brought to disk, renamed, and only then linked. A run that fails, is stopped or killed
//! leaves `current` as it was; the next run removes what it left.
//!
//! Blocks are kept from run to run in [`store`]; files are put together from them, or linked to those of the last
//! snapshot where they would come out the same.

mod amend;
mod assemble;
mod blocks;
pub(crate) mod bytes;
mod clock;
mod diff;
mod encode;
mod error;
mod hashed;
mod layout;
mod links;
mod lock;
mod manifest;
mod package;
mod properties;
mod publish;
mod read_back;
mod snapshots;
pub mod store;
mod verify;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ::bytes::Bytes;
use rayon::prelude::*;

use crate::rows::TableBatch;
use crate::rows::package::Package;
use crate::rows::tables::Table;

pub use amend::{Amendments, ExtraFinding};
pub use assemble::FileRecord;
pub use blocks::{BlockKey, BlockRows, Encoded, Kept, Recalled};
use clock::Moment;
pub use diff::{CellChange, Difference, FigureChange, diff};
use encode::Fragment;
pub use encode::{Encoder, OldRows, Stretch};
pub use error::DatasetError;
pub use layout::{CACHE, CURRENT, DATAPACKAGE, MANIFEST, SNAPSHOTS, UNKNOWN_YEAR};
pub(crate) use layout::{owner, place_of};
use links::Links;
use lock::RunLock;
pub use manifest::{Manifest, RunFacts, TableRows};
pub use properties::ParquetSettings;
pub use snapshots::{Snapshot, Snapshots};
use store::{Spot, Store};
pub use verify::{Problem, Verdict, verify};

/// An output directory that is this run's alone, cleared of what a dead one left.
pub struct Workplace {
    output: PathBuf,
    store: Store,
    links: Links,
    lock: RunLock,
}

impl Workplace {
    /// Takes an output directory, which is made if need be. Gives what the last run had
    /// [`SnapshotWriter::finish`] remember.
    ///
    /// # Errors
    /// [`DatasetError::Busy`] while another run writes there; [`DatasetError::Foreign`] where `current` is
    /// somebody's; [`DatasetError::Io`] for a directory that cannot be written.
    pub fn take(output: &Path) -> Result<(Self, Option<Bytes>), DatasetError> {
        publish::check_current(output)?;
        let snapshots = layout::snapshots(output);
        fs::create_dir_all(&snapshots).map_err(DatasetError::io("create", &snapshots))?;
        let lock = RunLock::take(output)?;
        publish::remove_leftovers(output)?;
        let (store, memory) = Store::open(output)?;
        let kept = memory.and_then(Links::split);
        let (links, memory) = kept.map_or((Links::default(), None), |(links, memory)| (links, Some(memory)));
        Ok((Self { output: output.to_owned(), store, links, lock }, memory))
    }
}

/// The year of the first reports (the regulations came into force in May 2008). Its directory holds a file without
/// rows where a snapshot knows no year at all.
const FIRST_YEAR: i16 = 2008;

/// Writes one snapshot. Dropped before [`SnapshotWriter::finish`], it removes what it wrote.
pub struct SnapshotWriter {
    output: PathBuf,
    unfinished: PathBuf,
    settings: ParquetSettings,
    package: Package,
    encoder: Arc<Encoder>,
    store: Arc<Store>,
    links: Links,
    files: BTreeMap<(Table, Option<i16>), Vec<Piece>>,
    published: bool,
    _lock: RunLock,
}

/// What a file is made of.
enum Piece {
    /// Rows of a block in the store.
    Block(Arc<Block>),
    /// Rows of a block with what only the whole dataset tells, in the store as well.
    Amended(AmendedKey, Spot),
    /// Rows that are kept nowhere.
    Loose(Bytes),
}

/// A hash of a block's rows in one table and of what is added to them.
type AmendedKey = [u8; 16];

/// Amended rows before they are in the store for this run.
enum Rows {
    Kept(Spot),
    New(Vec<u8>),
}

/// A block that the snapshot holds.
struct Block {
    kept: Kept,
    key: BlockKey,
    /// Its reports in order.
    ids: Vec<u64>,
}

/// A snapshot that is in place and current.
#[derive(Debug, Clone)]
pub struct Published {
    /// Its directory.
    pub path: PathBuf,
    /// What it says about itself.
    pub manifest: Manifest,
    /// Files that it shares with the last one.
    pub linked: usize,
}

impl SnapshotWriter {
    /// Begins a snapshot.
    ///
    /// # Errors
    /// [`DatasetError::Io`] for a directory that cannot be written; [`DatasetError::Settings`]
    /// for wrong settings.
    pub fn begin(workplace: Workplace, settings: &ParquetSettings, package: Package) -> Result<Self, DatasetError> {
        let Workplace { output, store, links, lock } = workplace;
        let encoder = Arc::new(Encoder::new(&package, settings)?);
        let name = format!("{}.{}", Moment::now().compact(), layout::UNFINISHED);
        let unfinished = layout::snapshots(&output).join(name);
        fs::create_dir(&unfinished).map_err(DatasetError::io("create", &unfinished))?;
        Ok(Self {
            output,
            unfinished,
            settings: settings.clone(),
            package,
            encoder,
            store: Arc::new(store),
            links,
            files: BTreeMap::new(),
            published: false,
            _lock: lock,
        })
    }

    /// Encodes blocks, on any thread.
    pub fn encoder(&self) -> Arc<Encoder> {
        Arc::clone(&self.encoder)
    }

    /// Where blocks are kept; on any thread.
    pub fn store(&self) -> Arc<Store> {
        Arc::clone(&self.store)
    }

    /// Adds a kept block of a year; `ids` are its reports.
    pub fn add(&mut self, year: Option<i16>, kept: Kept, key: BlockKey, ids: Vec<u64>) {
        let block = Arc::new(Block { kept, key, ids });
        for table in Table::ALL.into_iter().filter(|t| t.is_partitioned()) {
            self.files.entry((table, year)).or_default().push(Piece::Block(Arc::clone(&block)));
        }
    }

    /// Adds rows that stand in no block.
    ///
    /// # Errors
    /// [`DatasetError::Encode`] for a defect of this program.
    pub fn write(&mut self, batches: Vec<TableBatch>) -> Result<(), DatasetError> {
        for TableBatch { table, year, batch } in batches {
            let fragment = self.encoder.pressed(|press| self.encoder.encode(table, &[Stretch::New(batch)], press));
            let fragment = fragment.map_err(DatasetError::Encode)?;
            self.files.entry((table, year)).or_default().push(Piece::Loose(fragment.to_bytes().into()));
        }
        Ok(())
    }

    /// Ends all files, writes the manifest, makes the snapshot the current one, and remembers what
    /// `memory` says for the next run.
    ///
    /// # Errors
    /// [`DatasetError`] names the file; `current` is then what it was.
    pub fn finish(
        mut self,
        facts: RunFacts,
        amendments: &Amendments,
        memory: &[u8],
    ) -> Result<Published, DatasetError> {
        self.fill_empty_tables();
        self.store.flush()?;
        self.amend(amendments)?;
        self.store.flush()?;
        let (links, linked) = self.make_files()?;
        self.sync_data(&links)?;

        let files = links.files.values().flat_map(|(_, records)| records.iter().cloned()).collect();
        let mut manifest = Manifest::new(facts, count_rows(&links), files);
        let described = package::describe(&self.package, &manifest)?;
        manifest.datapackage_blake3 = blake3::hash(described.as_bytes()).to_hex().to_string();
        self.write_file(DATAPACKAGE, &described)?;
        let now = Moment::now();
        manifest.created_at = now.iso();
        manifest.id = snapshots::next_id(&self.output, now, &manifest.content_hash()?)?;
        self.write_file(MANIFEST, &manifest.to_json()?)?;
        publish::sync(&self.unfinished)?;
        publish::publish(&self.output, &self.unfinished, &manifest.id)?;
        self.published = true;
        self.remember(Links { snapshot: manifest.id.clone(), ..links }, memory);
        Ok(Published { path: layout::snapshots(&self.output).join(&manifest.id), manifest, linked })
    }

    /// The snapshot is out; what is remembered only spares the next run work.
    fn remember(&self, links: Links, memory: &[u8]) {
        let needed = self.packs();
        if let Err(error) = self.store.finish(&[&links.to_bytes(), memory], |pack| needed.contains(&pack)) {
            tracing::warn!("the next run will read everything again: {error}");
        }
    }

    /// Packs that the snapshot's pieces lie in.
    fn packs(&self) -> BTreeSet<u32> {
        let pack = |piece: &Piece| match piece {
            Piece::Block(block) => Some(block.kept.spot.pack()),
            Piece::Amended(_, spot) => Some(spot.pack()),
            Piece::Loose(_) => None,
        };
        self.files.values().flatten().filter_map(pack).collect()
    }

    /// Gives every table a file in a year, so that queries over it work before it has rows: readers tell the type
    /// of `report_year` from the names of a table's directories, and take it for text where no year is known.
    fn fill_empty_tables(&mut self) {
        let known = self.files.keys().find_map(|&(_, year)| year).or(Some(FIRST_YEAR));
        for table in Table::ALL {
            let year = known.filter(|_| table.is_partitioned());
            let mut years = self.files.keys().filter(|(t, _)| *t == table);
            if !years.any(|(_, y)| year.is_none() || y.is_some()) {
                self.files.entry((table, year)).or_default();
            }
        }
    }

    /// Makes or links the files of all tables and years; gives them with how many were linked.
    fn make_files(&self) -> Result<(Links, usize), DatasetError> {
        let made = self
            .files
            .par_iter()
            .map(|(&place, pieces)| {
                let stamp = links::stamp(place.0, &self.package, &self.settings)?;
                let recipe = links::recipe(&stamp, place, pieces);
                let old = self.links.reuse(&self.output, &self.unfinished, place, &recipe);
                let is_linked = old.is_some();
                let records = match old {
                    Some(records) => records,
                    None => self.make(place, pieces)?,
                };
                Ok((place, recipe, records, is_linked))
            })
            .collect::<Result<Vec<_>, DatasetError>>()?;
        let linked = made.iter().filter(|(.., is_linked)| *is_linked).map(|(_, _, records, _)| records.len()).sum();
        let files = made.into_iter().map(|(place, recipe, records, _)| (place, (recipe, records))).collect();
        let amended = self.files.values().flatten().filter_map(|piece| match piece {
            Piece::Amended(key, spot) => Some((*key, *spot)),
            _ => None,
        });
        Ok((Links { snapshot: String::new(), files, amended: amended.collect() }, linked))
    }

    fn make(&self, place: (Table, Option<i16>), pieces: &[Piece]) -> Result<Vec<FileRecord>, DatasetError> {
        let store = &*self.store;
        let fragments = pieces.iter().map(|piece| match piece {
            Piece::Block(block) => block.kept.fragment(store, place.0),
            Piece::Amended(_, spot) => Fragment::from_bytes(&store.block(*spot)?).map_err(DatasetError::Encode),
            Piece::Loose(bytes) => Fragment::from_bytes(bytes).map_err(DatasetError::Encode),
        });
        let records = assemble::assemble(&self.encoder, &self.settings, &self.unfinished, place, fragments)?;
        // The disk writes while others assemble.
        records.iter().try_for_each(|record| publish::sync(&self.unfinished.join(&record.path)))?;
        Ok(records)
    }

    /// Puts rows to which something is added in place of those of their blocks. They are kept like blocks:
    /// what is added depends on few other reports, so the next run mostly finds them again.
    fn amend(&mut self, amendments: &Amendments) -> Result<(), DatasetError> {
        let packs = self.packs();
        let places: Vec<_> = self.files.keys().copied().filter(|(t, _)| Amendments::TABLES.contains(t)).collect();
        for place in places {
            let pieces = self.files.remove(&place).unwrap_or_default();
            let amend = |piece: &Piece| match piece {
                Piece::Block(block) if amendments.concern(place.0, &block.ids) => {
                    self.amended(place.0, block, amendments).map(Some)
                }
                _ => Ok(None),
            };
            let amended = pieces.par_iter().map(amend).collect::<Result<Vec<_>, DatasetError>>()?;
            let store = &self.store;
            let put = |(piece, amended): (Piece, Option<(AmendedKey, Rows)>)| match amended {
                None => Ok(piece),
                Some((key, Rows::Kept(spot))) if packs.contains(&spot.pack()) => Ok(Piece::Amended(key, spot)),
                // No block needs that pack any more.
                Some((key, Rows::Kept(spot))) => {
                    Ok(Piece::Amended(key, store.block(spot).and_then(|b| store.append(&b))?))
                }
                Some((key, Rows::New(bytes))) => Ok(Piece::Amended(key, store.append(&bytes)?)),
            };
            let pieces = pieces.into_iter().zip(amended).map(put).collect::<Result<Vec<_>, DatasetError>>()?;
            self.files.insert(place, pieces);
        }
        Ok(())
    }

    /// A block's rows in a table with what is added to them, as the last run kept them or encoded now.
    fn amended(&self, table: Table, block: &Block, added: &Amendments) -> Result<(AmendedKey, Rows), DatasetError> {
        let mut hasher = blake3::Hasher::new();
        hasher.update(table.name().as_bytes()).update(block.key.of(table)).update(added.hash(&block.ids).as_bytes());
        let mut key = AmendedKey::default();
        hasher.finalize_xof().fill(&mut key);
        if let Some(spot) = self.links.amended.get(&key) {
            return Ok((key, Rows::Kept(*spot)));
        }
        let rows = self.encoder.rows(table, &block.kept.fragment(&self.store, table)?);
        let rows = rows.and_then(|rows| added.apply(table, rows, &block.ids));
        let fragment = rows
            .and_then(|rows| self.encoder.pressed(|press| self.encoder.encode(table, &[Stretch::New(rows)], press)));
        Ok((key, Rows::New(fragment.map_err(DatasetError::Encode)?.to_bytes())))
    }

    fn write_file(&self, name: &str, text: &str) -> Result<(), DatasetError> {
        let path = self.unfinished.join(name);
        fs::write(&path, text).map_err(DatasetError::io("write", &path))?;
        publish::sync(&path)
    }

    /// Brings the directories to disk; their files are there, those that are linked since the last run.
    fn sync_data(&self, links: &Links) -> Result<(), DatasetError> {
        let mut paths: Vec<PathBuf> = Vec::new();
        for &(table, year) in links.files.keys() {
            paths.push(self.unfinished.join(layout::table_directory(table, year)));
        }
        paths.extend(Table::ALL.map(|t| self.unfinished.join(t.name())));
        publish::sync_all(&paths)
    }
}

fn count_rows(links: &Links) -> BTreeMap<String, TableRows> {
    let mut counts: BTreeMap<String, TableRows> = BTreeMap::new();
    for (&(table, year), (_, records)) in &links.files {
        let rows: u64 = records.iter().map(|r| r.rows).sum();
        let count = counts.entry(table.name().to_owned()).or_default();
        count.total += rows;
        if table.is_partitioned() && rows > 0 {
            let year = year.map_or_else(|| manifest::UNKNOWN.to_owned(), |y| y.to_string());
            count.by_year.insert(year, rows);
        }
    }
    counts
}

impl Drop for SnapshotWriter {
    fn drop(&mut self) {
        if !self.published {
            // What cannot be removed now, the next run removes.
            let _ = fs::remove_dir_all(&self.unfinished);
        }
    }
}
