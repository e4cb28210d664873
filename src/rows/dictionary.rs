//! The data dictionary, `docs/dictionary.md`, made from the description that `datapackage.json`
//! carries.

use std::fmt::Write;

use super::package::{Field, Package};

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

/// More codes than this are left to `datapackage.json`.
const MOST_CODES: usize = 24;

/// The dictionary as Markdown.
pub fn markdown(package: &Package) -> String {
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
                codes(field)
            );
        }
    }
    out
}

fn codes(field: &Field) -> String {
    match field.constraints.codes.as_slice() {
        [] => String::new(),
        codes if codes.len() > MOST_CODES => format!(" One of {} codes.", codes.len()),
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
            committed == super::markdown(&package),
            "docs/dictionary.md is stale; run `gongkai dictionary > docs/dictionary.md`"
        );
    }
}
