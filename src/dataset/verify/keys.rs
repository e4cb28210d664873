//! Keys: every report once, every row with a report of its own year, in the reports' order, and
//! no two rows of a report alike.

use std::collections::hash_map::{DefaultHasher, Entry};
use std::collections::{HashMap, HashSet};
use std::hash::{Hash, Hasher};
use std::path::Path;

use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int32Type};
use arrow_array::{Array, Float64Array, Int32Array, RecordBatch, StringArray};
use arrow_schema::DataType;
use parquet::errors::ParquetError;
use rayon::prelude::*;

use crate::rows::tables::{Table, definition};

use super::super::assemble::FileRecord;
use super::super::read_back::{column, each_batch};
use super::{Problem, place};

/// Problems named of one file; a torn file would bring thousands.
const MOST_PROBLEMS: usize = 5;

/// Year and place within it of every report, by id.
type Reports = HashMap<u64, (Option<i16>, u32)>;

pub(super) fn check(snapshot: &Path, files: &[&FileRecord]) -> Vec<Problem> {
    let (mut reports, mut problems) = (Reports::new(), Vec::new());
    let mut next: HashMap<Option<i16>, u32> = HashMap::new();
    for file in files {
        if let Some((Table::Reports, year)) = place(&file.path) {
            let next = next.entry(year).or_default();
            let mut few = Few::of(file);
            few.read(snapshot, &["report_id"], |batch, few| {
                for id in column(batch, "report_id")?.as_string::<i32>().iter().flatten() {
                    match number(id).map(|id| reports.entry(id)) {
                        None => few.add(format!("report_id {id} is not 16 hex digits")),
                        Some(Entry::Occupied(_)) => few.add(format!("report {id} stands twice")),
                        Some(Entry::Vacant(entry)) => drop(entry.insert((year, *next))),
                    }
                    *next += 1;
                }
                Ok(())
            });
            problems.append(&mut few.problems);
        }
    }
    // The files of a table and year continue one another.
    let groups: Vec<&[&FileRecord]> =
        files.chunk_by(|a, b| place(&a.path).is_some() && place(&a.path) == place(&b.path)).collect();
    let found: Vec<Vec<Problem>> = groups.par_iter().map(|files| table(snapshot, files, &reports)).collect();
    problems.extend(found.into_iter().flatten());
    problems
}

/// The rows of one table and year.
fn table(snapshot: &Path, files: &[&FileRecord], reports: &Reports) -> Vec<Problem> {
    let Some((table, year)) = files.first().and_then(|f| place(&f.path)) else {
        return Vec::new();
    };
    let key = definition(table).key;
    let of_reports = table != Table::Reports && table != Table::Rejects;
    let mut columns: Vec<&str> = key.to_vec();
    if columns.is_empty() && of_reports {
        columns.push("report_id");
    }
    let (mut last, mut seen, mut problems) = (Last::default(), HashSet::new(), Vec::new());
    for file in files {
        let mut few = Few::of(file);
        few.read(snapshot, &columns, |batch, few| {
            let owners = column(batch, columns[0])?.as_string::<i32>();
            let rest = columns[1..].iter().map(|c| Values::of(batch, c)).collect::<Result<Vec<_>, _>>()?;
            for row in 0..batch.num_rows() {
                let owner = owners.value(row);
                if last.owner.as_deref() != Some(owner) {
                    seen.clear();
                    last.owner = Some(owner.to_owned());
                    if of_reports {
                        last.at = belongs(owner, year, reports, last.at, few);
                    }
                } else if columns.len() == 1 && !key.is_empty() {
                    few.add(format!("{} {owner} stands twice", columns[0]));
                }
                if !rest.is_empty() && !seen.insert(hash(&rest, row)) {
                    few.add(format!("two rows of {owner} have the same {}", columns[1..].join(", ")));
                }
            }
            Ok(())
        });
        problems.append(&mut few.problems);
    }
    problems
}

/// The owner of the last row and its place among the reports of the year.
#[derive(Default)]
struct Last {
    owner: Option<String>,
    at: Option<u32>,
}

/// Looks a report up; gives its place among the reports of its year.
fn belongs(id: &str, year: Option<i16>, reports: &Reports, last: Option<u32>, few: &mut Few<'_>) -> Option<u32> {
    match number(id).and_then(|id| reports.get(&id)) {
        None => few.add(format!("report {id} is not in the table reports")),
        Some((other, _)) if *other != year => few.add(format!("report {id} belongs to another year")),
        Some((_, at)) => {
            if last.is_some_and(|last| last >= *at) {
                few.add(format!("report {id} stands out of order"));
            }
            return Some(*at);
        }
    }
    last
}

fn number(id: &str) -> Option<u64> {
    (id.len() == 16).then(|| u64::from_str_radix(id, 16).ok())?
}

/// The first few problems of one file.
struct Few<'a> {
    file: &'a FileRecord,
    problems: Vec<Problem>,
}

impl<'a> Few<'a> {
    fn of(file: &'a FileRecord) -> Self {
        Self { file, problems: Vec::new() }
    }

    fn add(&mut self, what: String) {
        if self.problems.len() < MOST_PROBLEMS {
            self.problems.push(Problem::new(&self.file.path, what));
        }
    }

    fn read(
        &mut self,
        snapshot: &Path,
        columns: &[&str],
        mut take: impl FnMut(&RecordBatch, &mut Self) -> Result<(), ParquetError>,
    ) {
        if columns.is_empty() {
            return;
        }
        let path = snapshot.join(&self.file.path);
        if let Err(error) = each_batch(&path, columns, |batch| take(batch, self)) {
            self.add(error.to_string());
        }
    }
}

/// A column of a key.
enum Values<'a> {
    Text(&'a StringArray),
    Whole(&'a Int32Array),
    Double(&'a Float64Array),
}

impl<'a> Values<'a> {
    fn of(batch: &'a RecordBatch, name: &str) -> Result<Self, ParquetError> {
        let array = column(batch, name)?;
        match array.data_type() {
            DataType::Utf8 => Ok(Self::Text(array.as_string())),
            DataType::Int32 => Ok(Self::Whole(array.as_primitive::<Int32Type>())),
            DataType::Float64 => Ok(Self::Double(array.as_primitive::<Float64Type>())),
            other => Err(ParquetError::General(format!("a key of type {other}"))),
        }
    }
}

fn hash(values: &[Values<'_>], row: usize) -> u64 {
    let mut hasher = DefaultHasher::new();
    for value in values {
        match value {
            Values::Text(array) => array.value(row).hash(&mut hasher),
            Values::Whole(array) => array.value(row).hash(&mut hasher),
            Values::Double(array) => array.value(row).to_bits().hash(&mut hasher),
        }
    }
    hasher.finish()
}
