//! The official forms as data: tables, rows, columns, labels, editions, identities.
//!
//! Read from `pipelines/forms.toml`. Codes are interned so that a cell carries three small numbers.

mod error;
mod file;
mod index;
mod raw;

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;

pub use self::error::FormsError;
use super::{Code, Unit};

/// All forms, checked and indexed.
#[derive(Debug, Clone)]
pub struct Forms {
    /// Editions in ascending order.
    pub editions: Vec<Edition>,
    /// Tables in report order.
    pub tables: Vec<Table>,
    /// What tells whose figures a table's are.
    pub around: Around,
    codes: Vec<String>,
}

/// Words around a table and in its cells that tell whose figures they are; a list that a forms file leaves out is empty.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Around {
    /// Words that announce an earlier year's table beside the report's own.
    pub comparison: Vec<String>,
    /// Words that announce an example of a filled form.
    pub examples: Vec<String>,
    /// Words beside these that say the example ends there.
    pub examples_end: Vec<String>,
    /// Names of a column that numbers a table's rows.
    pub ordinals: Vec<String>,
    /// Names of a column that holds units, ...
    pub units: Vec<String>,
    /// ... and what stands in it where things are counted, or where a sum has the form's own unit.
    pub counted: Vec<String>,
    /// Words of instructions that stand in brackets behind a row's label.
    pub instructions: Vec<String>,
    /// Names of a last column that holds remarks.
    pub remarks: Vec<String>,
    /// Words in the name of a line of figures that make it the report's year's.
    pub own_line: Vec<String>,
    /// Words in the name of a line of figures that make it an earlier year's.
    pub earlier_line: Vec<String>,
    /// Words that make a line the title of a report.
    pub titles: Vec<String>,
    /// Words that an attachment begins with.
    pub attachment: Vec<String>,
    /// Words of an attachment's title that say it is about other bodies than the report's.
    pub other_bodies: Vec<String>,
    /// Words above a table that say it is about another matter than disclosure, unless one of `own_matters` stands
    /// there too.
    pub other_matters: Vec<String>,
    /// Words of disclosure.
    pub own_matters: Vec<String>,
    /// Words above a table that say it is about matters of every kind.
    pub all_matters: Vec<String>,
    /// What the names of bodies beneath a government end with.
    pub lower_bodies: Vec<String>,
    /// What a government's name ends with.
    pub government: String,
    /// What the titles of tables end with.
    pub captions: Vec<String>,
    /// Words that stand above a part of a table that goes on.
    pub continued: Vec<String>,
    /// Words that say that of two figures in a cell the second is an earlier year's.
    pub in_pairs: Vec<String>,
    /// Words before the year whose figures stand in brackets behind the report's.
    pub in_brackets: Vec<String>,
}

/// An edition of the form.
#[derive(Debug, Clone)]
pub struct Edition {
    /// Year it came into force; the contract's `edition`.
    pub code: i16,
    /// First report year it serves.
    pub from: i16,
    /// Last report year it serves.
    pub to: i16,
    /// Labels that only this edition prints.
    pub marks: Vec<String>,
}

/// One table of the form.
#[derive(Debug, Clone)]
pub struct Table {
    /// Code of the table.
    pub code: Code,
    /// How figures stand to labels.
    pub arrangement: Arrangement,
    /// Columns in form order, all editions.
    pub columns: Vec<Column>,
    /// Rows in form order, all editions.
    pub rows: Vec<Row>,
    /// Words of the table that are neither row nor column.
    pub furniture: Vec<String>,
    /// Words that its heading or caption holds, by which it is told where its header is gone.
    pub caption: Vec<String>,
    /// Sums that hold in a correct table.
    pub identities: Vec<Identity>,
    /// Whether every row has every column.
    pub whole: bool,
}

/// How figures stand to labels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Arrangement {
    /// Each row has its label at its left.
    Rows,
    /// All rows stand in one line of figures under a shared header.
    Line,
    /// A list of indicators: each row has its label, its unit and its figure.
    List,
}

/// A column of a table.
#[derive(Debug, Clone)]
pub struct Column {
    /// Code of the column.
    pub code: Code,
    /// Wordings, the form's own first.
    pub labels: Vec<String>,
    /// Unit of its figures where the page names none.
    pub unit: Unit,
}

/// A row of a table.
#[derive(Debug, Clone)]
pub struct Row {
    /// Code of the row.
    pub code: Code,
    /// Wordings, the form's own first.
    pub labels: Vec<String>,
    /// Short wordings that are taken only as they are written.
    pub exact: Vec<String>,
    /// Columns (indices into [`Table::columns`]) by edition; an edition without the row is missing.
    pub columns: BTreeMap<i16, Vec<usize>>,
    /// Units of single columns that the form itself prints, by column index.
    pub units: HashMap<usize, Unit>,
    /// Rows (indices) that this row's label heads in another edition.
    pub heads: Vec<usize>,
    /// The row (index) whose group it belongs to, where rows of two groups have the same label.
    pub under: Option<usize>,
}

/// A sum that holds in a correct table: the sum of `total` equals the sum of `addends`.
#[derive(Debug, Clone)]
pub struct Identity {
    /// Name of the check that reports its failure.
    pub check: &'static str,
    /// Whether it adds columns in each row, or rows in each column.
    pub kind: IdentityKind,
    /// Indices of columns or rows.
    pub total: Vec<usize>,
    /// Indices of columns or rows.
    pub addends: Vec<usize>,
}

/// Direction of an identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentityKind {
    /// Holds in each row; members are columns.
    AcrossColumns,
    /// Holds in each column; members are rows.
    AcrossRows,
}

impl Forms {
    /// The text of a code; `""` for a code of other forms.
    pub fn code(&self, code: Code) -> &str {
        self.codes.get(usize::from(code.0)).map_or("", String::as_str)
    }

    /// The number of interned codes: codes are `0..codes_len()`.
    pub fn codes_len(&self) -> usize {
        self.codes.len()
    }

    /// The code with this text.
    pub fn find(&self, text: &str) -> Option<Code> {
        self.codes.iter().position(|c| c == text).and_then(|i| u16::try_from(i).ok()).map(Code)
    }

    /// The table with this code.
    pub fn table_by_code(&self, text: &str) -> Option<&Table> {
        self.tables.iter().find(|t| self.code(t.code) == text)
    }

    /// The edition that serves a report year.
    pub fn edition_for_year(&self, year: i16) -> Option<i16> {
        self.editions.iter().find(|e| (e.from..=e.to).contains(&year)).map(|e| e.code)
    }
}

impl Table {
    /// Whether a column is the sum of others in each row.
    pub fn is_total(&self, column: usize) -> bool {
        self.identities.iter().any(|i| i.kind == IdentityKind::AcrossColumns && i.total.contains(&column))
    }

    /// The sum in which every column of a row stands, if the form has one.
    pub fn whole_sum(&self) -> Option<&Identity> {
        let width = self.columns.len();
        let is_whole = |i: &&Identity| i.total.len() + i.addends.len() == width;
        self.identities.iter().filter(|i| i.kind == IdentityKind::AcrossColumns).find(is_whole)
    }
}

impl Row {
    /// Unit of a column in this row where the page names none.
    pub fn unit(&self, column: usize, table: &Table) -> Unit {
        self.units.get(&column).copied().unwrap_or(table.columns[column].unit)
    }
}

#[cfg(test)]
mod tests {
    use super::file::BUILTIN;
    use super::*;

    #[test]
    fn the_shipped_forms_have_the_cells_of_the_contract() {
        let forms = Forms::builtin().unwrap();
        let count = |table: &str, edition: i16| -> usize {
            let table = forms.table_by_code(table).unwrap();
            table.rows.iter().filter_map(|r| r.columns.get(&edition)).map(Vec::len).sum()
        };
        assert_eq!((count("disclosures", 2019), count("disclosures", 2021)), (22, 10));
        assert_eq!((count("applications", 2019), count("applications", 2021)), (23 * 7, 25 * 7));
        assert_eq!((count("reviews", 2019), count("reviews", 2021)), (15, 15));
    }

    #[test]
    fn an_unknown_key_is_refused_with_its_line() {
        let text = BUILTIN.replacen("arrangement = \"rows\"", "arrangement = \"rows\"\nheight = 3", 1);
        let error = Forms::from_toml(&text).unwrap_err().to_string();
        assert!(error.contains("height") && error.contains("line"), "{error}");
    }

    /// Rows, columns and tables go by numbers of one byte, and a sum without members cannot be judged.
    #[test]
    fn what_the_program_cannot_number_is_refused_with_its_line() {
        let line = |text: &str, part: &str| 1 + text[..text.find(part).unwrap()].matches('\n').count();
        let rows = |count: usize| -> String {
            (0..count).map(|n| format!("[[table.row]]\ncode = \"r{n}\"\nlabels = [\"行{n}\"]\n")).collect()
        };
        let columns = |count: usize| -> String {
            (0..count).map(|n| format!("[[table.column]]\ncode = \"c{n}\"\nlabels = [\"列{n}\"]\n")).collect()
        };
        let table = |columns: &str, rows: &str, more: &str| {
            format!(
                "version = \"1\"\n[[edition]]\ncode = 2021\nfrom = 2021\nto = 9999\nmarks = []\n\
                 [[table]]\ncode = \"t\"\narrangement = \"rows\"\n{columns}{rows}{more}"
            )
        };
        let (column, row) = (columns(1), rows(1));
        let sum =
            "[[table.identity]]\ncheck = \"row_sum\"\nkind = \"across_columns\"\ntotal = []\naddends = [\"c0\"]\n";
        Forms::from_toml(&table(&columns(100), &rows(250), "")).unwrap();
        for (text, part, says) in [
            (table(&column, &rows(300), ""), "\"r250\"", "more than 250 rows"),
            (table(&columns(300), &row, ""), "\"c100\"", "more than 100 columns"),
            (table(&column, &row, sum), "[]\naddends", "nothing on one of its sides"),
            (table(&column, &row, &row.replace("行0", "行甲")), "\"r0\"\nlabels = [\"行甲", "stands twice"),
            (table("column = []\n", &row, ""), "\"t\"", "has no column"),
        ] {
            let error = Forms::from_toml(&text).unwrap_err();
            assert!(error.problem.contains(says), "{error}");
            assert_eq!(error.line, line(&text, part), "{error}");
            assert!(!error.hint.is_empty());
        }
    }

    #[test]
    fn an_identity_over_an_unknown_row_is_refused() {
        let text = BUILTIN.replacen("total = [\"received_new\"", "total = [\"received_old\"", 1);
        let error = Forms::from_toml(&text).unwrap_err().to_string();
        assert!(error.contains("received_old"), "{error}");
    }
}
