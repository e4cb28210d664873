//! How a forms file becomes [`Forms`].

use std::collections::{BTreeMap, HashMap};

use toml::Spanned;

use super::error::{FormsError, Lines};
use super::index::Index;
use super::raw::{FormsFile, TableFile};
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
            .into_iter()
            .map(|t| Self::table(t, &with_tables, &mut interner, lines))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Self { editions, tables, around: file.around, codes: interner.codes })
    }

    fn table(
        file: TableFile,
        editions: &[i16],
        interner: &mut Interner,
        lines: Lines<'_>,
    ) -> Result<Table, FormsError> {
        let index = Index::of(&file, lines)?;
        let columns: Vec<Column> = file
            .column
            .into_iter()
            .map(|c| Column { code: interner.intern(c.code.get_ref()), labels: c.labels, unit: c.unit.into() })
            .collect();
        let column = |at: usize, code: &String| index.find(&index.columns, "column", at, code, lines);
        let row = |at: usize, code: &String| index.find(&index.rows, "row", at, code, lines);
        let mut rows = Vec::with_capacity(file.row.len());
        for r in &file.row {
            let at = r.code.span().start;
            if r.labels.is_empty() {
                let problem = format!("the row {:?} has no label", r.code.get_ref());
                return Err(lines.error(at, problem, "write the words that the form prints before its figures"));
            }
            let mut by_edition = BTreeMap::new();
            if r.columns.is_empty() && !r.optional {
                let of_table = if file.editions.is_empty() { editions } else { &file.editions };
                let served = if r.editions.is_empty() { of_table } else { &r.editions };
                // A list has one figure a row; its further columns stand on some pages only.
                let width = if file.arrangement == Arrangement::List { 1 } else { columns.len() };
                for &edition in served {
                    by_edition.insert(edition, (0..width).collect());
                }
            }
            for (edition, codes) in &r.columns {
                let edition = edition.parse().map_err(|_| {
                    lines.error(at, format!("{edition:?} is no edition"), "name it by a year, such as \"2021\"")
                })?;
                by_edition.insert(edition, codes.iter().map(|c| column(at, c)).collect::<Result<_, _>>()?);
            }
            let units = r
                .units
                .iter()
                .map(|(code, unit)| Ok((column(at, code)?, Unit::from(*unit))))
                .collect::<Result<_, FormsError>>()?;
            rows.push(Row {
                code: interner.intern(r.code.get_ref()),
                labels: r.labels.clone(),
                exact: r.exact.clone(),
                columns: by_edition,
                units,
                heads: r.heads.iter().map(|c| row(at, c)).collect::<Result<_, _>>()?,
                under: r.under.as_ref().map(|c| row(at, c)).transpose()?,
            });
        }
        let identities = file
            .identity
            .iter()
            .map(|i| {
                let members = |codes: &Spanned<Vec<String>>| {
                    let at = codes.span().start;
                    if codes.get_ref().is_empty() {
                        let problem = "a sum has nothing on one of its sides".to_owned();
                        return Err(lines.error(at, problem, "name the columns or rows that are added"));
                    }
                    let member = |code: &String| match i.kind {
                        IdentityKind::AcrossColumns => column(at, code),
                        IdentityKind::AcrossRows => row(at, code),
                    };
                    codes.get_ref().iter().map(member).collect::<Result<Vec<_>, _>>()
                };
                Ok(Identity {
                    check: check_name(&i.check, lines)?,
                    kind: i.kind,
                    total: members(&i.total)?,
                    addends: members(&i.addends)?,
                })
            })
            .collect::<Result<_, FormsError>>()?;
        Ok(Table {
            code: interner.intern(file.code.get_ref()),
            arrangement: file.arrangement,
            whole: rows.iter().all(|r: &Row| r.columns.values().all(|c| c.len() == columns.len())),
            columns,
            rows,
            furniture: file.furniture,
            caption: file.caption,
            identities,
        })
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
