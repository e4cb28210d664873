//! The numbers of a table's columns and rows by their codes.

use std::collections::HashMap;

use toml::Spanned;

use super::error::{FormsError, Lines};
use super::raw::TableFile;

/// Most rows and columns of a table. Labels and figures that are compared carry their numbers in one byte, a carried
/// figure two for each column.
const MOST_ROWS: usize = 250;
const MOST_COLUMNS: usize = 100;

/// Places of a table's columns and rows by their codes.
pub(super) struct Index {
    pub(super) columns: HashMap<String, usize>,
    pub(super) rows: HashMap<String, usize>,
}

impl Index {
    /// Refuses tables that are empty or too large, and codes that stand twice.
    pub(super) fn of(table: &TableFile, lines: Lines<'_>) -> Result<Self, FormsError> {
        let name = table.code.get_ref();
        let numbered = |codes: &mut dyn Iterator<Item = &Spanned<String>>, what: &str, most: usize| {
            let mut index = HashMap::new();
            for (number, code) in codes.enumerate() {
                let at = code.span().start;
                if number == most {
                    let problem = format!("the table {name:?} has more than {most} {what}s");
                    return Err(lines.error(at, problem, "leave some out or part the table"));
                }
                if index.insert(code.get_ref().clone(), number).is_some() {
                    let problem = format!("the {what} {:?} stands twice in the table {name:?}", code.get_ref());
                    return Err(lines.error(at, problem, "give each a code of its own"));
                }
            }
            match index.is_empty() {
                true => {
                    let problem = format!("the table {name:?} has no {what}");
                    Err(lines.error(table.code.span().start, problem, "describe at least one"))
                }
                false => Ok(index),
            }
        };
        Ok(Self {
            columns: numbered(&mut table.column.iter().map(|c| &c.code), "column", MOST_COLUMNS)?,
            rows: numbered(&mut table.row.iter().map(|r| &r.code), "row", MOST_ROWS)?,
        })
    }

    /// The place of a code that is named at this offset.
    pub(super) fn find(
        &self,
        places: &HashMap<String, usize>,
        what: &str,
        at: usize,
        code: &str,
        lines: Lines<'_>,
    ) -> Result<usize, FormsError> {
        places.get(code).copied().ok_or_else(|| {
            let mut known: Vec<&str> = places.keys().map(String::as_str).collect();
            known.sort_unstable();
            let problem = format!("no {what} of the table is named {code:?}");
            lines.error(at, problem, &format!("its {what}s are {}", known.join(", ")))
        })
    }
}
