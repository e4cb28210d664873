//! Report stage: a document's blocks become a report with a status for every cell.
//!
//! Output: [`Report`]. Pure: no I/O, no clock, no panic.

pub(crate) mod across;
pub(crate) mod assemble;
pub(crate) mod canon;
pub(crate) mod checks;
mod date;
pub(crate) mod definition;
mod derivation;
pub(crate) mod figure;
pub mod forms;
pub(crate) mod items;
pub(crate) mod metadata;
pub(crate) mod narrative_text;
mod paragraphs;
pub(crate) mod region;
mod second;
pub(crate) mod sections;
mod sums;
pub(crate) mod tables;
mod trust;

pub use self::date::Date;
pub use self::derivation::Derivation;

/// Everything read from one document.
#[derive(Debug, Clone)]
pub struct Report {
    /// Which document it was read from.
    pub origin: Origin,
    /// Title, publisher, year, place.
    pub metadata: Metadata,
    /// Edition of the official form (2014, 2019, 2021); `None` when no evidence tells.
    pub edition: Option<i16>,
    /// Characters of the document's text.
    pub char_count: u32,
    /// One entry for every cell of the form, in form order, then rows of other editions.
    pub cells: Vec<Cell>,
    /// The narrative, in document order.
    pub sections: Vec<Section>,
    /// What does not add up.
    pub findings: Vec<Finding>,
}

/// The document a report was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The first 16 hex digits of the BLAKE3 hash of the document's bytes.
    pub report_id: String,
    /// Where the document stands.
    pub source_uri: String,
    /// Where the page was found, as its corpus says.
    pub url: Option<String>,
    /// Kind of file.
    pub format: crate::source::SourceFormat,
    /// Character encoding, e.g. `utf-8`.
    pub encoding: &'static str,
    /// Script of the page.
    pub script: crate::document::Script,
}

/// Who published the report, when, about which year, for which place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Metadata {
    /// Title as found.
    pub title: Option<String>,
    /// Publishing agency in simplified characters, as the title names it.
    pub publisher: Option<String>,
    /// `government | department | office | town | subdistrict | institution | other`.
    pub publisher_kind: Option<&'static str>,
    /// `national | province | prefecture | county | township`.
    pub admin_level: Option<&'static str>,
    /// GB/T 2260, six digits, of the county or else the prefecture or province.
    pub region_code: Option<String>,
    /// Province, as GB/T 2260 names it.
    pub province: Option<String>,
    /// Prefecture, as GB/T 2260 names it.
    pub prefecture: Option<String>,
    /// County, as GB/T 2260 names it.
    pub county: Option<String>,
    /// The year the report is about.
    pub report_year: Option<i16>,
    /// The day it was published.
    pub published_on: Option<Date>,
    /// The day it was signed, where a signature line stands at its end.
    pub signed_on: Option<Date>,
    /// The year of the statistics period that the text states.
    pub period_year: Option<i16>,
    /// The year that the title states.
    pub title_year: Option<i16>,
    /// 索引号.
    pub index_number: Option<String>,
}

/// One cell of the form. Codes are the contract's; see the forms definition.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// Table code index into [`forms::Forms`].
    pub table: Code,
    /// Row code.
    pub row: Code,
    /// Column code.
    pub col: Code,
    /// The figure; `Some` only where `status` is reported or inferred.
    pub value: Option<f64>,
    /// `count | cny_10k | cny | unstated`.
    pub unit: Unit,
    /// How sure.
    pub status: Status,
    /// Text as found.
    pub raw: Option<String>,
    /// How an inferred value was derived.
    pub rule: Option<Derivation>,
    /// Where it stands; `None` if absent.
    pub place: Option<Place>,
}

/// An interned code of the forms definition; resolve with [`forms::Forms::code`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Code(pub u16);

/// Unit of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Things counted.
    Count,
    /// 10,000 yuan.
    Cny10k,
    /// Yuan.
    Cny,
    /// The form and the page name none.
    Unstated,
}

impl Unit {
    /// The contract's code.
    pub fn code(self) -> &'static str {
        match self {
            Unit::Count => "count",
            Unit::Cny10k => "cny_10k",
            Unit::Cny => "cny",
            Unit::Unstated => "unstated",
        }
    }
}

/// Status of a cell; see the dataset contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// A number stands in this cell, its position certain.
    Reported,
    /// The cell stands there empty or with a mark for nothing.
    Blank,
    /// Every reading that satisfies the form's identities gives this figure.
    Inferred,
    /// Numbers stand in this row, but readings disagree about this cell, or none fits.
    Ambiguous,
    /// Text that is no number.
    Invalid,
    /// The row or the table is not in the document.
    Absent,
}

impl Status {
    /// All statuses in the contract's order.
    pub const ALL: [Status; 6] =
        [Status::Reported, Status::Blank, Status::Inferred, Status::Ambiguous, Status::Invalid, Status::Absent];

    /// Whether a cell of this status claims a figure.
    pub fn is_claimed(self) -> bool {
        matches!(self, Status::Reported | Status::Inferred)
    }

    /// The contract's code.
    pub fn code(self) -> &'static str {
        match self {
            Status::Reported => "reported",
            Status::Blank => "blank",
            Status::Inferred => "inferred",
            Status::Ambiguous => "ambiguous",
            Status::Invalid => "invalid",
            Status::Absent => "absent",
        }
    }
}

/// Where something stands in its document. `Display` gives the contract's `place`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// Line from 1.
    Line(u32),
    /// Table, row and cell, each from 1.
    Grid {
        /// Table in the document.
        table: u32,
        /// Row in the table.
        row: u32,
        /// Written cell in the row.
        cell: u32,
    },
    /// Page and line on it, each from 1.
    PageLine {
        /// Page of the document.
        page: u32,
        /// Line on the page.
        line: u32,
    },
    /// Page, table, row and cell, each from 1.
    PageGrid {
        /// Page of the document.
        page: u32,
        /// Table on the page; one that goes on from the page before is its first.
        table: u32,
        /// Row of the table on this page.
        row: u32,
        /// Cell in the row.
        cell: u32,
    },
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Place::Line(n) => write!(f, "line {n}"),
            Place::Grid { table, row, cell } => write!(f, "table {table}, row {row}, cell {cell}"),
            Place::PageLine { page, line } => write!(f, "page {page}, line {line}"),
            Place::PageGrid { page, table, row, cell } => {
                write!(f, "page {page}, table {table}, row {row}, cell {cell}")
            }
        }
    }
}

/// Sections of the report form; the contract's `section` codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SectionCode {
    /// Before the first heading.
    Preface,
    /// 一、总体情况.
    Overview,
    /// 二、主动公开政府信息情况.
    Disclosures,
    /// 三、收到和处理政府信息公开申请情况.
    Applications,
    /// 四、政府信息公开行政复议、行政诉讼情况.
    Reviews,
    /// 五、存在的主要问题及改进情况.
    Problems,
    /// 六、其他需要报告的事项.
    OtherMatters,
    /// A section of another edition that matches none.
    Other,
}

impl SectionCode {
    /// All sections in form order.
    pub const ALL: [SectionCode; 8] = [
        SectionCode::Preface,
        SectionCode::Overview,
        SectionCode::Disclosures,
        SectionCode::Applications,
        SectionCode::Reviews,
        SectionCode::Problems,
        SectionCode::OtherMatters,
        SectionCode::Other,
    ];

    /// The contract's code.
    pub fn code(self) -> &'static str {
        match self {
            SectionCode::Preface => "preface",
            SectionCode::Overview => "overview",
            SectionCode::Disclosures => "disclosures",
            SectionCode::Applications => "applications",
            SectionCode::Reviews => "reviews",
            SectionCode::Problems => "problems",
            SectionCode::OtherMatters => "other_matters",
            SectionCode::Other => "other",
        }
    }
}

/// One section's narrative, tables left out. A section code occurs once in a report.
#[derive(Debug, Clone)]
pub struct Section {
    /// Which section.
    pub code: SectionCode,
    /// Heading as found; `None` for the preface.
    pub heading: Option<String>,
    /// Narrative as found, paragraphs joined by `\n`; those that a page's margin broke into lines are whole again.
    pub text: String,
    /// The same in simplified characters where it differs, byte-aligned with `text`.
    pub hans: Option<String>,
    /// Its sentences in order, with their tokens.
    pub narrative: crate::narrative::Narrative,
}

/// Something that does not add up, or that a careful reader should know.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Code of the check, e.g. `row_sum`.
    pub check: &'static str,
    /// How grave.
    pub severity: Severity,
    /// Table it is about.
    pub table: Option<Code>,
    /// Row it is about.
    pub row: Option<Code>,
    /// Column it is about.
    pub col: Option<Code>,
    /// What should stand there.
    pub expected: Option<String>,
    /// What stands there.
    pub found: Option<String>,
    /// One plain sentence.
    pub message: String,
}

/// Severity of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// A figure cannot be right.
    Error,
    /// Something is missing or doubtful.
    Warning,
    /// Good to know.
    Info,
}

impl Severity {
    /// The contract's code.
    pub fn code(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
        }
    }
}
