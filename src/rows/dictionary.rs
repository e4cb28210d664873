//! The data dictionary, `docs/dictionary.md`, made from the description that `datapackage.json`
//! carries and from the forms.

use std::fmt::Write;

use super::package::{Field, Package};
use crate::report::forms::{Forms, Row, Table};
use crate::report::{Code, Derivation};

const HEAD: &str = "\
# Data dictionary

Every table and column of the dataset, as `datapackage.json` in every snapshot describes them. Made
from the definitions in `src/rows/tables` by `gongkai dictionary`; a test fails when it is stale.

All tables but `rejects` also have `report_year` (INTEGER, the year the report is about, NULL where
it cannot be told): it is the name of the directory, not a column of the files. Join tables on
`report_id`.

`gongkai inspect FILE --json` prints the rows that one document adds: an object with a key for each
table, each a list of rows whose keys are these columns, with `report_year` first.
";

const CODES: &str = "
## Codes of the forms

What `row` and `col` stand for, by `table`: the form's own wording, and the editions that print it. The wide tables have
the codes of columns as their columns. From `pipelines/forms.toml`, which has the other wordings met on pages, too.
";

const RULES: &str = "
## Rules of inferred values

What `rule` in `cells` says of a figure whose place or digits the page has lost. A lost cell counts as zero.

| rule | the figure |
| --- | --- |
";

/// More codes than this are left to the section on the forms.
const MOST_CODES: usize = 24;

/// The dictionary as Markdown.
pub fn markdown(package: &Package, forms: &Forms) -> String {
    let mut out = HEAD.to_owned();
    for table in &package.tables {
        // Writing to a String never fails.
        let _ = write!(
            out,
            "\n## {}\n{}{}\n\n| column | type | NULL | unit | meaning |\n| --- | --- | --- | --- | --- |\n",
            table.table.name(),
            table.description,
            match table.primary_key {
                [] => String::new(),
                key => format!(" Key: {}.", key.join(", ")),
            },
        );
        for field in table.fields.iter().filter(|f| f.name != "report_year") {
            let null = if field.constraints.required { "no" } else { "yes" };
            let _ = writeln!(
                out,
                "| {} | {} | {null} | {} | {}{} |",
                field.name,
                field.sql_type,
                field.unit,
                field.description,
                codes(field, forms)
            );
        }
    }
    out.push_str(RULES);
    for rule in Derivation::ALL {
        let _ = writeln!(out, "| {rule} | {} |", rule.meaning());
    }
    out.push_str(CODES);
    for table in &forms.tables {
        write_codes(&mut out, table, forms);
    }
    out
}

/// The rows of a form's table and its columns.
fn write_codes(out: &mut String, table: &Table, forms: &Forms) {
    let wording = |labels: &[String]| labels.first().map(String::as_str).unwrap_or_default().replace('|', "\\|");
    let _ = write!(out, "\n### {}\n\n| row | wording | editions |\n| --- | --- | --- |\n", forms.code(table.code));
    for row in &table.rows {
        let editions: Vec<String> = editions(row).map(|edition| edition.to_string()).collect();
        let _ = writeln!(out, "| {} | {} | {} |", forms.code(row.code), wording(&row.labels), editions.join(", "));
    }
    let _ = write!(out, "\n| col | wording | editions |\n| --- | --- | --- |\n");
    for (at, column) in table.columns.iter().enumerate() {
        let of_column = |row: &&Row| row.columns.values().any(|columns| columns.contains(&at));
        let mut editions: Vec<i16> = table.rows.iter().filter(of_column).flat_map(editions_with(at)).collect();
        editions.sort_unstable();
        editions.dedup();
        let editions: Vec<String> = editions.iter().map(ToString::to_string).collect();
        let (code, label): (Code, String) = (column.code, wording(&column.labels));
        let _ = writeln!(out, "| {} | {label} | {} |", forms.code(code), editions.join(", "));
    }
}

fn editions(row: &Row) -> impl Iterator<Item = i16> {
    row.columns.keys().copied()
}

/// The editions in which a row has a column.
fn editions_with(column: usize) -> impl Fn(&Row) -> Vec<i16> {
    move |row| {
        row.columns.iter().filter(|(_, columns)| columns.contains(&column)).map(|(&edition, _)| edition).collect()
    }
}

fn codes(field: &Field, forms: &Forms) -> String {
    match field.constraints.codes.as_slice() {
        [] => String::new(),
        codes if codes.len() > MOST_CODES && forms.find(&codes[0]).is_none() => {
            format!(" One of {} codes.", codes.len())
        }
        codes if codes.len() > MOST_CODES => " One of the [codes of the forms](#codes-of-the-forms).".to_owned(),
        codes => format!(" Codes: {}.", codes.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use crate::pipeline::ReadDocument;
    use crate::reader::Reader;
    use crate::rows::Batches;

    #[test]
    fn the_committed_dictionary_is_current() {
        let committed = include_str!("../../docs/dictionary.md");
        let reader = Reader::builtin().unwrap();
        let package = Batches::new(reader.forms(), &reader.names()).package();
        assert!(
            committed == super::markdown(&package, reader.forms()),
            "docs/dictionary.md is stale; run `gongkai dictionary > docs/dictionary.md`"
        );
    }
}
