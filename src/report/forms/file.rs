//! The forms file: what it may hold, and how it becomes [`Forms`].

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;

use super::{Arrangement, Column, Edition, Forms, Identity, IdentityKind, Row, Table};
use crate::report::{Code, Unit};

/// The forms that ship with the crate.
pub(super) const BUILTIN: &str = include_str!("../../../pipelines/forms.toml");

/// Why a forms file is refused.
#[derive(Debug, thiserror::Error)]
pub enum FormsError {
    /// Not TOML, or keys and types that the forms do not have.
    #[error("forms: {0}")]
    Syntax(#[from] toml::de::Error),
    /// A name that is defined nowhere.
    #[error("forms: table {table:?} names {what} {name:?}, which it does not define")]
    Unknown {
        /// Table.
        table: String,
        /// "column", "row" or "edition".
        what: &'static str,
        /// The name.
        name: String,
    },
    /// A check that the dataset does not know.
    #[error("forms: identity {0:?} is none of {known}", known = SUMS.join(", "))]
    Check(String),
    /// A row, column or table without a label or with a code used twice.
    #[error("forms: {0}")]
    Structure(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FormsFile {
    #[allow(dead_code, reason = "the version is for readers and enters the settings hash with the text")]
    version: String,
    #[serde(default)]
    comparison: Vec<String>,
    #[serde(default)]
    own_line: Vec<String>,
    #[serde(default)]
    earlier_line: Vec<String>,
    #[serde(default)]
    titles: Vec<String>,
    #[serde(default)]
    attachment: Vec<String>,
    #[serde(default)]
    other_bodies: Vec<String>,
    #[serde(default)]
    continued: Vec<String>,
    #[serde(default)]
    in_pairs: Vec<String>,
    #[serde(default)]
    in_brackets: Vec<String>,
    edition: Vec<EditionFile>,
    table: Vec<TableFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EditionFile {
    code: i16,
    from: i16,
    to: i16,
    marks: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TableFile {
    code: String,
    arrangement: Arrangement,
    #[serde(default)]
    editions: Vec<i16>,
    #[serde(default)]
    furniture: Vec<String>,
    #[serde(default)]
    caption: Vec<String>,
    column: Vec<ColumnFile>,
    row: Vec<RowFile>,
    #[serde(default)]
    identity: Vec<IdentityFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ColumnFile {
    code: String,
    labels: Vec<String>,
    #[serde(default)]
    unit: UnitFile,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RowFile {
    code: String,
    labels: Vec<String>,
    #[serde(default)]
    exact: Vec<String>,
    #[serde(default)]
    columns: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    editions: Vec<i16>,
    #[serde(default)]
    units: BTreeMap<String, UnitFile>,
    #[serde(default)]
    heads: Vec<String>,
    #[serde(default)]
    under: Option<String>,
    #[serde(default)]
    optional: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct IdentityFile {
    check: String,
    kind: IdentityKind,
    total: Vec<String>,
    addends: Vec<String>,
}

#[derive(Deserialize, Default, Clone, Copy)]
#[serde(rename_all = "snake_case")]
enum UnitFile {
    #[default]
    Count,
    #[serde(rename = "cny_10k")]
    Cny10k,
    Cny,
    Unstated,
}

impl From<UnitFile> for Unit {
    fn from(unit: UnitFile) -> Self {
        match unit {
            UnitFile::Count => Unit::Count,
            UnitFile::Cny10k => Unit::Cny10k,
            UnitFile::Cny => Unit::Cny,
            UnitFile::Unstated => Unit::Unstated,
        }
    }
}

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
        let file: FormsFile = toml::from_str(text)?;
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
            .map(|t| Self::table(t, &with_tables, &mut interner))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Self {
            editions,
            tables,
            comparison: file.comparison,
            own_line: file.own_line,
            earlier_line: file.earlier_line,
            titles: file.titles,
            attachment: file.attachment,
            other_bodies: file.other_bodies,
            continued: file.continued,
            in_pairs: file.in_pairs,
            in_brackets: file.in_brackets,
            codes: interner.codes,
        })
    }

    fn table(file: TableFile, editions: &[i16], interner: &mut Interner) -> Result<Table, FormsError> {
        let name = file.code.clone();
        let columns: Vec<Column> = file
            .column
            .into_iter()
            .map(|c| Column { code: interner.intern(&c.code), labels: c.labels, unit: c.unit.into() })
            .collect();
        let column_index: HashMap<String, usize> =
            columns.iter().enumerate().map(|(i, c)| (interner.codes[usize::from(c.code.0)].clone(), i)).collect();
        let row_index: HashMap<String, usize> = file.row.iter().enumerate().map(|(i, r)| (r.code.clone(), i)).collect();
        if column_index.len() != columns.len() || row_index.len() != file.row.len() {
            return Err(FormsError::Structure(format!("table {name:?} uses a row or column code twice")));
        }
        let column = |code: &String| {
            column_index.get(code).copied().ok_or_else(|| FormsError::Unknown {
                table: name.clone(),
                what: "column",
                name: code.clone(),
            })
        };
        let row = |code: &String| {
            row_index.get(code).copied().ok_or_else(|| FormsError::Unknown {
                table: name.clone(),
                what: "row",
                name: code.clone(),
            })
        };
        let mut rows = Vec::with_capacity(file.row.len());
        for r in &file.row {
            if r.labels.is_empty() {
                return Err(FormsError::Structure(format!("row {:?} of table {name:?} has no label", r.code)));
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
                let edition = edition.parse().map_err(|_| FormsError::Unknown {
                    table: name.clone(),
                    what: "edition",
                    name: edition.clone(),
                })?;
                by_edition.insert(edition, codes.iter().map(column).collect::<Result<_, _>>()?);
            }
            let units = r
                .units
                .iter()
                .map(|(code, unit)| Ok((column(code)?, Unit::from(*unit))))
                .collect::<Result<_, FormsError>>()?;
            rows.push(Row {
                code: interner.intern(&r.code),
                labels: r.labels.clone(),
                exact: r.exact.clone(),
                columns: by_edition,
                units,
                heads: r.heads.iter().map(row).collect::<Result<_, _>>()?,
                under: r.under.as_ref().map(row).transpose()?,
            });
        }
        let identities = file
            .identity
            .iter()
            .map(|i| {
                let member = |code: &String| match i.kind {
                    IdentityKind::AcrossColumns => column(code),
                    IdentityKind::AcrossRows => row(code),
                };
                Ok(Identity {
                    check: check_name(&i.check)?,
                    kind: i.kind,
                    total: i.total.iter().map(member).collect::<Result<_, _>>()?,
                    addends: i.addends.iter().map(member).collect::<Result<_, _>>()?,
                })
            })
            .collect::<Result<_, FormsError>>()?;
        Ok(Table {
            code: interner.intern(&file.code),
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

fn check_name(name: &str) -> Result<&'static str, FormsError> {
    SUMS.into_iter().find(|&known| known == name).ok_or_else(|| FormsError::Check(name.to_owned()))
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
        let code = self.codes.len() as u16;
        self.codes.push(text.to_owned());
        self.index.insert(text.to_owned(), code);
        Code(code)
    }
}
