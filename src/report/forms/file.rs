//! How a forms file becomes [`Forms`].

use std::collections::{BTreeMap, HashMap};

use toml::Spanned;

use super::error::{FormsError, Lines};
use super::index::Index;
use super::raw::{FormsFile, IdentityFile, RowFile, TableFile};
use super::{Arrangement, Column, Edition, Forms, Identity, IdentityKind, Row, Table};
use crate::report::{Code, Unit};

/// The forms that ship with the crate.
pub(super) const BUILTIN: &str = include_str!("../../../pipelines/forms.toml");

/// Most tables of a file; labels carry their table's number in one byte.
const MOST_TABLES: usize = 100;

impl Forms {
    /// The forms that ship with the crate.
    ///
    /// # Errors
    /// Never for the shipped file, which a test reads.
    pub fn builtin() -> Result<Self, FormsError> {
        Self::from_toml(BUILTIN)
    }

    /// Reads and checks a forms file.
    ///
    /// # Errors
    /// [`FormsError`] names the line or the name that is wrong.
    pub fn from_toml(text: &str) -> Result<Self, FormsError> {
        let lines = Lines(text);
        let file: FormsFile = toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            lines.error(at, error.message().trim().replace('\n', " "), "compare with the keys of pipelines/forms.toml")
        })?;
        if let Some(table) = file.table.get(MOST_TABLES) {
            let problem = format!("there are more than {MOST_TABLES} tables");
            return Err(lines.error(table.code.span().start, problem, "leave some out"));
        }
        let mut interner = Interner::default();
        let editions: Vec<Edition> = file
            .edition
            .into_iter()
            .map(|e| Edition { code: e.code, from: e.from, to: e.to, marks: e.marks })
            .collect();
        // Tables that name no editions are those of the forms of 2019 and later.
        let with_tables: Vec<i16> = editions.iter().map(|e| e.code).filter(|&c| c >= 2019).collect();
        let tables = file
            .table
            .iter()
            .map(|table| TableReader::of(table, &with_tables, lines)?.read(&mut interner))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Self { editions, tables, around: file.around, codes: interner.codes })
    }
}

/// A table of the file on its way to one of the forms.
struct TableReader<'a> {
    file: &'a TableFile,
    index: Index,
    /// Editions that its rows are in, unless they name others.
    editions: &'a [i16],
    lines: Lines<'a>,
}

impl<'a> TableReader<'a> {
    fn of(file: &'a TableFile, editions: &'a [i16], lines: Lines<'a>) -> Result<Self, FormsError> {
        let editions = if file.editions.is_empty() { editions } else { &file.editions };
        Ok(Self { file, index: Index::of(file, lines)?, editions, lines })
    }

    fn read(&self, interner: &mut Interner) -> Result<Table, FormsError> {
        let file = self.file;
        let columns: Vec<Column> = file
            .column
            .iter()
            .map(|c| Column { code: interner.intern(c.code.get_ref()), labels: c.labels.clone(), unit: c.unit.into() })
            .collect();
        let rows = file.row.iter().map(|row| self.row(row, interner)).collect::<Result<Vec<Row>, _>>()?;
        Ok(Table {
            code: interner.intern(file.code.get_ref()),
            arrangement: file.arrangement,
            whole: rows.iter().all(|row| row.columns.values().all(|c| c.len() == columns.len())),
            columns,
            rows,
            furniture: file.furniture.clone(),
            caption: file.caption.clone(),
            identities: file.identity.iter().map(|i| self.identity(i)).collect::<Result<_, _>>()?,
        })
    }

    fn row(&self, file: &RowFile, interner: &mut Interner) -> Result<Row, FormsError> {
        let at = file.code.span().start;
        if file.labels.is_empty() {
            let problem = format!("the row {:?} has no label", file.code.get_ref());
            return Err(self.lines.error(at, problem, "write the words that the form prints before its figures"));
        }
        let units = file.units.iter().map(|(code, unit)| Ok((self.column_of(at, code)?, Unit::from(*unit))));
        Ok(Row {
            code: interner.intern(file.code.get_ref()),
            labels: file.labels.clone(),
            exact: file.exact.clone(),
            columns: self.columns_by_edition(file)?,
            units: units.collect::<Result<_, FormsError>>()?,
            heads: file.heads.iter().map(|code| self.row_of(at, code)).collect::<Result<_, _>>()?,
            under: file.under.as_ref().map(|code| self.row_of(at, code)).transpose()?,
        })
    }

    /// The columns of a row in each edition that has it.
    fn columns_by_edition(&self, row: &RowFile) -> Result<BTreeMap<i16, Vec<usize>>, FormsError> {
        let at = row.code.span().start;
        let mut columns = BTreeMap::new();
        if row.columns.is_empty() && !row.optional {
            let editions = if row.editions.is_empty() { self.editions } else { &row.editions };
            // A list has one figure a row; its further columns stand on some pages only.
            let width = if self.file.arrangement == Arrangement::List { 1 } else { self.file.column.len() };
            columns.extend(editions.iter().map(|&edition| (edition, (0..width).collect::<Vec<usize>>())));
        }
        for (edition, codes) in &row.columns {
            let edition = edition.parse().map_err(|_| {
                self.lines.error(at, format!("{edition:?} is no edition"), "name it by a year, such as \"2021\"")
            })?;
            columns.insert(edition, codes.iter().map(|code| self.column_of(at, code)).collect::<Result<_, _>>()?);
        }
        Ok(columns)
    }

    fn identity(&self, file: &IdentityFile) -> Result<Identity, FormsError> {
        let members = |codes: &Spanned<Vec<String>>| {
            let at = codes.span().start;
            if codes.get_ref().is_empty() {
                let problem = "a sum has nothing on one of its sides".to_owned();
                return Err(self.lines.error(at, problem, "name the columns or rows that are added"));
            }
            let member = |code: &String| match file.kind {
                IdentityKind::AcrossColumns => self.column_of(at, code),
                IdentityKind::AcrossRows => self.row_of(at, code),
            };
            codes.get_ref().iter().map(member).collect::<Result<Vec<_>, _>>()
        };
        Ok(Identity {
            check: check_name(&file.check, self.lines)?,
            kind: file.kind,
            total: members(&file.total)?,
            addends: members(&file.addends)?,
        })
    }

    fn column_of(&self, at: usize, code: &str) -> Result<usize, FormsError> {
        self.index.find(&self.index.columns, "column", at, code, self.lines)
    }

    fn row_of(&self, at: usize, code: &str) -> Result<usize, FormsError> {
        self.index.find(&self.index.rows, "row", at, code, self.lines)
    }
}

/// Checks that an identity may be reported by.
const SUMS: [&str; 5] = ["row_sum", "column_balance", "outcome_sum", "review_sum", "indicator_sum"];

fn check_name(name: &Spanned<String>, lines: Lines<'_>) -> Result<&'static str, FormsError> {
    SUMS.into_iter().find(|&known| known == name.get_ref()).ok_or_else(|| {
        let problem = format!("no check of sums is named {:?}", name.get_ref());
        lines.error(name.span().start, problem, &format!("known are {}", SUMS.join(", ")))
    })
}

#[derive(Default)]
struct Interner {
    codes: Vec<String>,
    index: HashMap<String, u16>,
}

impl Interner {
    fn intern(&mut self, text: &str) -> Code {
        if let Some(&known) = self.index.get(text) {
            return Code(known);
        }
        // Far fewer than its numbers: the sizes of tables are bounded.
        let code = self.codes.len() as u16;
        self.codes.push(text.to_owned());
        self.index.insert(text.to_owned(), code);
        Code(code)
    }
}
