//! The dataset's tables as data: names, types, units and meanings of every column.
//!
//! This is the one place that says what a column is. The Arrow schemas, the Parquet field
//! metadata and `docs/dictionary.md` are made from it.

mod definitions;

pub use definitions::definition;

/// A table of the dataset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Table {
    /// One row a report.
    Reports,
    /// One row for every cell of a report's form.
    Cells,
    /// Table 三, one row for each (report, row).
    Applications,
    /// Table 二, one row for each (report, item).
    Disclosures,
    /// Table 四, one row for each (report, route).
    Reviews,
    /// The sheet of 2014, one row for each (report, indicator).
    Indicators,
    /// One row for each section of a report.
    Sections,
    /// One row for each sentence of the narrative.
    Sentences,
    /// One row for each (sentence, theme).
    Themes,
    /// One row for each number claimed in the narrative.
    Statements,
    /// One row for each thing that does not add up.
    Findings,
    /// One row for each document that yielded no report.
    Rejects,
}

impl Table {
    /// All tables in the contract's order.
    pub const ALL: [Table; 12] = [
        Table::Reports,
        Table::Cells,
        Table::Applications,
        Table::Disclosures,
        Table::Reviews,
        Table::Indicators,
        Table::Sections,
        Table::Sentences,
        Table::Themes,
        Table::Statements,
        Table::Findings,
        Table::Rejects,
    ];

    /// Name of the table and of its directory in a snapshot.
    pub fn name(self) -> &'static str {
        definition(self).name
    }

    /// Whether its files lie in directories by `report_year`.
    pub fn is_partitioned(self) -> bool {
        self != Table::Rejects
    }

    /// The table with this name.
    pub fn find(name: &str) -> Option<Table> {
        Table::ALL.into_iter().find(|t| t.name() == name)
    }
}

/// What a table holds.
#[derive(Debug, Clone, Copy)]
pub struct TableDefinition {
    /// Name in the dataset.
    pub name: &'static str,
    /// One sentence: what one row is.
    pub description: &'static str,
    /// Columns in file order; `report_year` is the directory, not a column.
    pub columns: &'static [Column],
    /// Columns that tell any two rows apart; empty where rows may be alike.
    pub key: &'static [&'static str],
}

/// What a column holds.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Name in the dataset.
    pub name: &'static str,
    /// Type of its values.
    pub kind: Kind,
    /// Whether it may be NULL.
    pub nullable: bool,
    /// Unit of its figures; empty where it has none.
    pub unit: &'static str,
    /// One sentence: what a value means.
    pub description: &'static str,
}

/// Type of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A string out of few; built as dictionary keys, stored as a string.
    Code(Codes),
    /// Free text.
    Text,
    /// A list of short strings.
    TextList,
    /// 16-bit integer.
    Int16,
    /// 32-bit integer.
    Int32,
    /// 64-bit integer.
    Int64,
    /// Double.
    Float64,
    /// Calendar date.
    Date,
}

/// Which codes a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Codes {
    /// Those that documents bring along, or that only one stage knows.
    Open,
    /// Tables, rows and columns of the forms.
    Forms,
    /// Units of figures.
    Units,
    /// How a cell was read.
    Statuses,
    /// How an inferred figure was derived.
    Derivations,
    /// Sections of a report.
    Sections,
    /// What a sentence does.
    Roles,
    /// Problem or measure.
    Stances,
    /// How grave a finding is.
    Severities,
    /// Kinds of files.
    Formats,
    /// Scripts.
    Scripts,
    /// Why a document was rejected.
    Reasons,
    /// Themes of the lexicon.
    Themes,
    /// Rules of the lexicon.
    Rules,
    /// Metrics of statements.
    Metrics,
}

impl Kind {
    /// The type as SQL users know it.
    pub fn sql_name(self) -> &'static str {
        match self {
            Kind::Code(_) | Kind::Text => "VARCHAR",
            Kind::TextList => "VARCHAR[]",
            Kind::Int16 => "SMALLINT",
            Kind::Int32 => "INTEGER",
            Kind::Int64 => "BIGINT",
            Kind::Float64 => "DOUBLE",
            Kind::Date => "DATE",
        }
    }
}
