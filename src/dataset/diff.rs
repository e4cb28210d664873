//! What two snapshots do not have in common: reports that came, went, or changed a figure.
//!
//! Partitions whose files have the same hashes are not read. Of the others, each report's cells are
//! first boiled down to a hash; only those of reports whose hashes differ are held side by side.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

use arrow_array::cast::AsArray;
use arrow_array::types::Float64Type;
use arrow_array::{Array, RecordBatch, StringArray};
use parquet::errors::ParquetError;

use crate::rows::tables::Table;

use super::manifest::Manifest;
use super::read_back::{column, each_batch};
use super::{DatasetError, Snapshot};

/// The difference between two snapshots; reports go by their `source_uri`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Difference {
    /// Reports that only the second has.
    pub came: BTreeSet<String>,
    /// Reports that only the first has.
    pub went: BTreeSet<String>,
    /// Reports whose bytes differ.
    pub rewritten: BTreeSet<String>,
    /// Reports with a cell that differs.
    pub figures: BTreeMap<String, FigureChange>,
}

/// Cells of one report that differ, by table, row and column.
pub type FigureChange = BTreeMap<[String; 3], CellChange>;

/// A cell in the first and in the second snapshot, as `value (status)`; `None` where it is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellChange {
    /// In the first.
    pub before: Option<String>,
    /// In the second.
    pub after: Option<String>,
}

/// Compares two snapshots.
///
/// # Errors
/// [`DatasetError`] names the file that cannot be read.
pub fn diff(before: &Snapshot, after: &Snapshot) -> Result<Difference, DatasetError> {
    let sides = [(before, before.manifest()?), (after, after.manifest()?)];
    let [first, second] = [files_by_year(&sides[0].1), files_by_year(&sides[1].1)];
    let shared: BTreeSet<&str> =
        first.iter().filter(|(year, files)| second.get(*year) == Some(files)).map(|(year, _)| *year).collect();
    let [a, b] = [Side::new(&sides[0], &shared), Side::new(&sides[1], &shared)];
    let (mut old, mut new) = (a.reports()?, b.reports()?);

    let mut difference = Difference {
        came: new.keys().filter(|uri| !old.contains_key(*uri)).cloned().collect(),
        went: old.keys().filter(|uri| !new.contains_key(*uri)).cloned().collect(),
        ..Difference::default()
    };
    old.retain(|uri, _| !difference.went.contains(uri));
    new.retain(|uri, _| !difference.came.contains(uri));
    difference.rewritten = old.iter().filter(|(uri, id)| new[*uri] != **id).map(|(uri, _)| uri.clone()).collect();

    let (old_cells, new_cells) = (a.hashes()?, b.hashes()?);
    let changed: Vec<(&String, &String)> =
        old.iter().filter(|(uri, id)| old_cells.get(*id) != new_cells.get(&new[*uri])).collect();
    let by_id = |ids: &mut dyn Iterator<Item = (String, String)>| ids.collect::<HashMap<String, String>>();
    let old_ids = by_id(&mut changed.iter().map(|(uri, id)| ((*id).clone(), (*uri).clone())));
    let new_ids = by_id(&mut changed.iter().map(|(uri, _)| (new[*uri].clone(), (*uri).clone())));
    a.cells(&old_ids, |uri, at, value| {
        let cell = CellChange { before: Some(value), after: None };
        difference.figures.entry(uri).or_default().insert(at, cell);
    })?;
    b.cells(&new_ids, |uri, at, value| {
        let cells = difference.figures.entry(uri).or_default();
        cells.entry(at).or_insert(CellChange { before: None, after: None }).after = Some(value);
    })?;
    difference.figures.retain(|_, cells| {
        cells.retain(|_, cell| cell.before != cell.after);
        !cells.is_empty()
    });
    Ok(difference)
}

/// The hashes of the files of `reports` and `cells`, by the directory of their year.
fn files_by_year(manifest: &Manifest) -> BTreeMap<&str, Vec<(&str, &str)>> {
    let mut years: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    for file in &manifest.files {
        if let [table, year, _] = file.path.split('/').collect::<Vec<_>>()[..]
            && [Table::Reports, Table::Cells].iter().any(|t| t.name() == table)
        {
            years.entry(year).or_default().push((&file.path, &file.blake3));
        }
    }
    years
}

/// One snapshot without the years that are the same in both.
struct Side<'a> {
    snapshot: &'a Snapshot,
    reports: Vec<&'a str>,
    cells: Vec<&'a str>,
}

const CELLS: [&str; 6] = ["report_id", "table", "row", "col", "value", "status"];

impl<'a> Side<'a> {
    fn new((snapshot, manifest): &'a (&Snapshot, Manifest), shared: &BTreeSet<&str>) -> Self {
        let files = |table: Table| {
            let own = |path: &&str| path.split('/').next() == Some(table.name());
            let paths = manifest.files.iter().map(|f| f.path.as_str()).filter(own);
            paths.filter(|p| p.split('/').nth(1).is_none_or(|year| !shared.contains(year))).collect()
        };
        Self { snapshot, reports: files(Table::Reports), cells: files(Table::Cells) }
    }

    /// Ids by place.
    fn reports(&self) -> Result<HashMap<String, String>, DatasetError> {
        let mut reports = HashMap::new();
        for file in &self.reports {
            each_batch(&self.snapshot.path.join(file), &["report_id", "source_uri"], |batch| {
                let pairs = text(batch, "report_id")?.iter().zip(text(batch, "source_uri")?);
                reports.extend(pairs.filter_map(|(id, uri)| Some((uri?.to_owned(), id?.to_owned()))));
                Ok(())
            })?;
        }
        Ok(reports)
    }

    /// A hash of each report's cells.
    fn hashes(&self) -> Result<HashMap<String, u64>, DatasetError> {
        let mut hashes: HashMap<String, u64> = HashMap::new();
        self.each_cell(|id, at, value| {
            let mut hasher = DefaultHasher::new();
            (at, value).hash(&mut hasher);
            // Cells stand in the order of the form, whose place each of them holds: a sum will do.
            match hashes.get_mut(id) {
                Some(hash) => *hash = hash.wrapping_add(hasher.finish()),
                None => drop(hashes.insert(id.to_owned(), hasher.finish())),
            }
        })?;
        Ok(hashes)
    }

    /// The cells of some reports, whose places are given by id.
    fn cells(
        &self,
        ids: &HashMap<String, String>,
        mut take: impl FnMut(String, [String; 3], String),
    ) -> Result<(), DatasetError> {
        if ids.is_empty() {
            return Ok(());
        }
        self.each_cell(|id, at, (value, status)| {
            if let Some(uri) = ids.get(id) {
                let value =
                    value.map_or_else(|| format!("({status})"), |v| format!("{} ({status})", f64::from_bits(v)));
                take(uri.clone(), at.map(str::to_owned), value);
            }
        })
    }

    fn each_cell(&self, mut take: impl FnMut(&str, [&str; 3], (Option<u64>, &str))) -> Result<(), DatasetError> {
        for file in &self.cells {
            each_batch(&self.snapshot.path.join(file), &CELLS, |batch| {
                let text = |name| text(batch, name);
                let (ids, status) = (text("report_id")?, text("status")?);
                let at = [text("table")?, text("row")?, text("col")?];
                let values = column(batch, "value")?.as_primitive_opt::<Float64Type>().ok_or_else(|| other("value"))?;
                for row in 0..batch.num_rows() {
                    let value = (!values.is_null(row)).then(|| values.value(row).to_bits());
                    take(ids.value(row), at.map(|c| c.value(row)), (value, status.value(row)));
                }
                Ok(())
            })?;
        }
        Ok(())
    }
}

/// A column of strings.
fn text<'a>(batch: &'a RecordBatch, name: &str) -> Result<&'a StringArray, ParquetError> {
    column(batch, name)?.as_string_opt::<i32>().ok_or_else(|| other(name))
}

/// A column that is not what this program writes.
fn other(name: &str) -> ParquetError {
    ParquetError::General(format!("its column {name} is of another type than this program writes"))
}
