//! The tables themselves.

use super::{Codes, Column, Kind, Table, TableDefinition};

const fn required(name: &'static str, kind: Kind, unit: &'static str, description: &'static str) -> Column {
    Column { name, kind, nullable: false, unit, description }
}

const fn optional(name: &'static str, kind: Kind, unit: &'static str, description: &'static str) -> Column {
    Column { name, kind, nullable: true, unit, description }
}

const REPORT_ID: Column = required(
    "report_id",
    Kind::Code(Codes::Open),
    "",
    "The report; the first 16 hex digits of the BLAKE3 hash of the document's bytes.",
);
const SECTION: Column = required(
    "section",
    Kind::Code(Codes::Sections),
    "",
    "The section: preface, overview, disclosures, applications, reviews, problems, other_matters or other.",
);
const SENTENCE: Column = required("sentence", Kind::Int32, "", "Number of the sentence within its section, from 0.");
const START: Column = required(
    "start",
    Kind::Int32,
    "characters",
    "Where the evidence starts in the sentence, in Unicode characters from 0.",
);
const END: Column = required("end", Kind::Int32, "characters", "Where the evidence ends in the sentence, exclusive.");

/// What a table holds.
pub fn definition(table: Table) -> &'static TableDefinition {
    match table {
        Table::Reports => &REPORTS,
        Table::Cells => &CELLS,
        Table::Applications => &APPLICATIONS,
        Table::Disclosures => &DISCLOSURES,
        Table::Reviews => &REVIEWS,
        Table::Indicators => &INDICATORS,
        Table::Sections => &SECTIONS,
        Table::Sentences => &SENTENCES,
        Table::Themes => &THEMES,
        Table::Statements => &STATEMENTS,
        Table::Findings => &FINDINGS,
        Table::Rejects => &REJECTS,
    }
}

static REPORTS: TableDefinition = TableDefinition {
    name: "reports",
    description: "One row for each report: where it came from, who published it, when, for which place, and how well it could be read.",
    key: &["report_id"],
    columns: &[
        Column { kind: Kind::Text, ..REPORT_ID },
        required(
            "source_uri",
            Kind::Text,
            "",
            "Where the document stands: path relative to the input root, with #row in a corpus and !/member in an archive.",
        ),
        required(
            "duplicate_uris",
            Kind::TextList,
            "",
            "Further places where the same bytes were found, in source order; an empty list mostly.",
        ),
        optional("url", Kind::Text, "", "Where the page was found, as its corpus says; NULL for files."),
        required("source_format", Kind::Code(Codes::Formats), "", "Kind of file: text, html, docx, pdf or xlsx."),
        required(
            "encoding",
            Kind::Code(Codes::Open),
            "",
            "Character encoding of the document, such as utf-8, gb18030 or big5.",
        ),
        required(
            "script",
            Kind::Code(Codes::Scripts),
            "",
            "Chinese script of the document: hans (simplified) or hant (traditional).",
        ),
        optional("title", Kind::Text, "", "Title of the report as found."),
        optional(
            "publisher",
            Kind::Text,
            "",
            "Publishing agency in simplified characters, as the report's title names it, else as its text or page data do.",
        ),
        optional(
            "publisher_kind",
            Kind::Code(Codes::Open),
            "",
            "Kind of agency: government, department, office, town, subdistrict, institution or other.",
        ),
        optional(
            "admin_level",
            Kind::Code(Codes::Open),
            "",
            "Administrative level of the agency: national, province, prefecture, county or township.",
        ),
        optional(
            "region_code",
            Kind::Text,
            "",
            "GB/T 2260 code, six digits, of the county or else the prefecture or province.",
        ),
        optional("province", Kind::Text, "", "Province as GB/T 2260 names it."),
        optional("prefecture", Kind::Text, "", "Prefecture as GB/T 2260 names it."),
        optional("county", Kind::Text, "", "County as GB/T 2260 names it."),
        optional("published_on", Kind::Date, "", "The day the report was published."),
        optional("index_number", Kind::Text, "", "Index number (索引号) of the page."),
        optional(
            "edition",
            Kind::Int16,
            "",
            "Edition of the official form, named by the year it came into force: 2014, 2019 or 2021.",
        ),
        required("char_count", Kind::Int32, "characters", "Length of the document's text."),
        required("reported_cells", Kind::Int32, "cells", "Cells of its form with status reported."),
        required("blank_cells", Kind::Int32, "cells", "Cells of its form with status blank."),
        required("inferred_cells", Kind::Int32, "cells", "Cells of its form with status inferred."),
        required("ambiguous_cells", Kind::Int32, "cells", "Cells of its form with status ambiguous."),
        required("invalid_cells", Kind::Int32, "cells", "Cells of its form with status invalid."),
        required("absent_cells", Kind::Int32, "cells", "Cells of its form with status absent."),
        required("errors", Kind::Int32, "findings", "Findings of severity error."),
        required("warnings", Kind::Int32, "findings", "Findings of severity warning."),
    ],
};

static CELLS: TableDefinition = TableDefinition {
    name: "cells",
    description: "One row for every cell of the report's form, with a status that says whether and how surely it was read.",
    key: &["report_id", "table", "row", "col"],
    columns: &[
        REPORT_ID,
        required(
            "table",
            Kind::Code(Codes::Forms),
            "",
            "Table of the form: disclosures, applications, reviews or indicators.",
        ),
        required("row", Kind::Code(Codes::Forms), "", "Row of the table, by the code that the wide tables use."),
        required("col", Kind::Code(Codes::Forms), "", "Column of the table, by the code that the wide tables use."),
        optional("value", Kind::Float64, "see unit", "The figure; NULL unless status is reported or inferred."),
        required(
            "unit",
            Kind::Code(Codes::Units),
            "",
            "Unit of the figure: count, cny_10k (10,000 yuan), cny or unstated.",
        ),
        required(
            "status",
            Kind::Code(Codes::Statuses),
            "",
            "How the cell was read: reported, blank, inferred, ambiguous, invalid or absent.",
        ),
        optional("raw", Kind::Text, "", "Text of the cell as found; NULL if none stands there."),
        optional(
            "rule",
            Kind::Code(Codes::Derivations),
            "",
            "How an inferred value was derived; NULL for other statuses.",
        ),
        optional(
            "place",
            Kind::Text,
            "",
            "Where the cell stands in the document, such as `line 42` or `table 2, row 5, cell 3`; NULL if absent.",
        ),
    ],
};

static APPLICATIONS: TableDefinition = TableDefinition {
    name: "applications",
    description: "Table 三, applications received and handled: one row for each report and row of the form, one column for each kind of applicant.",
    key: &["report_id", "row"],
    columns: &[
        REPORT_ID,
        required("row", Kind::Code(Codes::Forms), "", "Row of the form, such as received_new or granted."),
        optional("natural_person", Kind::Int64, "applications", "Applications by natural persons (自然人)."),
        optional("commercial", Kind::Int64, "applications", "Applications by commercial enterprises (商业企业)."),
        optional("research", Kind::Int64, "applications", "Applications by research institutions (科研机构)."),
        optional(
            "public_welfare",
            Kind::Int64,
            "applications",
            "Applications by public welfare organisations (社会公益组织).",
        ),
        optional(
            "legal_service",
            Kind::Int64,
            "applications",
            "Applications by legal service institutions (法律服务机构).",
        ),
        optional("other_org", Kind::Int64, "applications", "Applications by other organisations (其他)."),
        optional("total", Kind::Int64, "applications", "The total as printed (总计)."),
    ],
};

static DISCLOSURES: TableDefinition = TableDefinition {
    name: "disclosures",
    description: "Table 二, information disclosed on the agency's own initiative: one row for each report and item of the form.",
    key: &["report_id", "item"],
    columns: &[
        REPORT_ID,
        required(
            "item",
            Kind::Code(Codes::Forms),
            "",
            "Item of the form: rules, normative_documents, licensing, other_services, penalties, coercion, fees or procurement.",
        ),
        optional("made", Kind::Int64, "documents", "Documents made this year (本年新制作数量, 本年制发件数)."),
        optional(
            "published",
            Kind::Int64,
            "documents",
            "Documents newly published this year (本年新公开数量); edition 2019.",
        ),
        optional(
            "public_total",
            Kind::Int64,
            "documents",
            "All documents open to the public (对外公开总数量); edition 2019.",
        ),
        optional("repealed", Kind::Int64, "documents", "Documents repealed this year (本年废止件数); edition 2021."),
        optional("in_force", Kind::Int64, "documents", "Documents in force (现行有效件数); edition 2021."),
        optional("previous_items", Kind::Int64, "items", "Items of the year before (上一年项目数量); edition 2019."),
        optional("change", Kind::Int64, "items", "Items added or dropped this year (本年增/减); edition 2019."),
        optional("decisions", Kind::Int64, "decisions", "Decisions taken this year (处理决定数量)."),
        optional("items", Kind::Int64, "items", "Procurement projects (采购项目数量); edition 2019."),
        optional(
            "amount",
            Kind::Float64,
            "see amount_unit",
            "Money: fees charged this year (本年收费金额) or procurement in all (采购总金额).",
        ),
        optional(
            "amount_unit",
            Kind::Code(Codes::Units),
            "",
            "Unit of amount: cny_10k (10,000 yuan), cny or unstated; NULL for items without an amount.",
        ),
    ],
};

static REVIEWS: TableDefinition = TableDefinition {
    name: "reviews",
    description: "Table 四, administrative reviews and litigation: one row for each report and route.",
    key: &["report_id", "route"],
    columns: &[
        REPORT_ID,
        required(
            "route",
            Kind::Code(Codes::Forms),
            "",
            "Route: review (行政复议), litigation_direct (未经复议直接起诉) or litigation_after_review (复议后起诉).",
        ),
        optional("upheld", Kind::Int64, "cases", "Result upheld (结果维持)."),
        optional("corrected", Kind::Int64, "cases", "Result corrected (结果纠正)."),
        optional("other", Kind::Int64, "cases", "Other result (其他结果)."),
        optional("pending", Kind::Int64, "cases", "Not concluded (尚未审结)."),
        optional("total", Kind::Int64, "cases", "The total as printed (总计)."),
    ],
};

static INDICATORS: TableDefinition = TableDefinition {
    name: "indicators",
    description: "The statistics sheet of the edition 2014 (政府信息公开情况统计表): one row for each report and indicator.",
    key: &["report_id", "indicator"],
    columns: &[
        REPORT_ID,
        required(
            "indicator",
            Kind::Code(Codes::Forms),
            "",
            "Indicator of the sheet, such as proactive_total or answered_granted.",
        ),
        optional("value", Kind::Float64, "see unit", "The figure of the report year."),
        required("unit", Kind::Code(Codes::Units), "", "Unit of the figures: count, cny_10k (10,000 yuan) or cny."),
        optional(
            "cumulative",
            Kind::Float64,
            "see unit",
            "The figure of all years (历年累计), which some provinces print beside that of the year.",
        ),
    ],
};

static SECTIONS: TableDefinition = TableDefinition {
    name: "sections",
    description: "One row for each section of a report, with its narrative.",
    key: &["report_id", "section"],
    columns: &[
        REPORT_ID,
        SECTION,
        optional("heading", Kind::Text, "", "Heading as found; NULL for the preface."),
        required("text", Kind::Text, "", "The narrative as found, tables left out, paragraphs joined by newlines."),
    ],
};

static SENTENCES: TableDefinition = TableDefinition {
    name: "sentences",
    description: "One row for each sentence of the narrative.",
    key: &["report_id", "section", "sentence"],
    columns: &[
        REPORT_ID,
        SECTION,
        SENTENCE,
        required("text", Kind::Text, "", "The sentence as found."),
        required("tokens", Kind::TextList, "", "Its words as jieba cuts them, in simplified characters."),
        required("role", Kind::Code(Codes::Roles), "", "Whether it states a problem, a measure, or none of both."),
    ],
};

static THEMES: TableDefinition = TableDefinition {
    name: "themes",
    description: "One row for each theme found in a sentence.",
    key: &["report_id", "section", "sentence", "theme", "stance", "start", "end", "rule"],
    columns: &[
        REPORT_ID,
        SECTION,
        SENTENCE,
        required("theme", Kind::Code(Codes::Themes), "", "The recurring topic, such as staffing_shortage."),
        required(
            "stance",
            Kind::Code(Codes::Stances),
            "",
            "Whether the sentence states the theme as a problem or as a measure against it.",
        ),
        required("evidence", Kind::Text, "", "The words that decided it, as they stand in the sentence."),
        START,
        END,
        required("rule", Kind::Code(Codes::Rules), "", "Name of the rule in the lexicon of themes."),
    ],
};

static STATEMENTS: TableDefinition = TableDefinition {
    name: "statements",
    description: "One row for each number claimed in the narrative.",
    key: &["report_id", "section", "sentence", "metric", "start", "end", "value"],
    columns: &[
        REPORT_ID,
        SECTION,
        SENTENCE,
        required("metric", Kind::Code(Codes::Metrics), "", "What is counted, such as applications_received."),
        required("value", Kind::Float64, "see unit", "The number claimed."),
        required("unit", Kind::Code(Codes::Units), "", "Unit of the number: count or cny."),
        required("evidence", Kind::Text, "", "The words that claim it, as they stand in the sentence."),
        START,
        END,
    ],
};

static FINDINGS: TableDefinition = TableDefinition {
    name: "findings",
    description: "One row for each thing that does not add up, or that a careful reader should know.",
    key: &[],
    columns: &[
        REPORT_ID,
        required(
            "check",
            Kind::Code(Codes::Open),
            "",
            "Name of the check, such as row_sum, edition_mismatch or missing_table; pipelines/checks.toml explains each.",
        ),
        required("severity", Kind::Code(Codes::Severities), "", "How grave: error, warning or info."),
        optional("table", Kind::Code(Codes::Forms), "", "Table of the form that it is about."),
        optional("row", Kind::Code(Codes::Forms), "", "Row of the form that it is about."),
        optional("col", Kind::Code(Codes::Forms), "", "Column of the form that it is about."),
        optional("expected", Kind::Text, "", "What should stand there, as text."),
        optional("found", Kind::Text, "", "What stands there, as text."),
        required("message", Kind::Text, "", "The finding in one sentence."),
    ],
};

static REJECTS: TableDefinition = TableDefinition {
    name: "rejects",
    description: "One row for each document that yielded no report, with the reason.",
    key: &[],
    columns: &[
        required(
            "source_uri",
            Kind::Text,
            "",
            "Where the document stands: path relative to the input root, with #row in a corpus and !/member in an archive.",
        ),
        required(
            "reason",
            Kind::Code(Codes::Reasons),
            "",
            "unreadable, unsupported_format, encrypted, empty, not_a_report, too_large or decode_error.",
        ),
        required("detail", Kind::Text, "", "One sentence: what was found and what to do about it."),
        required("byte_len", Kind::Int64, "bytes", "Size of the document."),
    ],
};
