//! The data dictionary, `docs/dictionary.md`, made from the tables' definitions.

use std::fmt::Write;

use super::tables::{Kind, Table, definition};

const HEAD: &str = "\
# Data dictionary

Every table and column of the dataset. Made from the definitions in `src/rows/tables` by
`gongkai dictionary`; a test fails when it is stale.

All tables but `rejects` also have `report_year` (INTEGER, the year the report is about, NULL where
it cannot be told): it is the name of the directory, not a column of the files. Join tables on
`report_id`.

`gongkai inspect FILE --json` prints the rows that one document adds: an object with a key for each
table, each a list of rows whose keys are these columns, with `report_year` first.
";

/// The dictionary as Markdown.
pub fn markdown() -> String {
    let mut out = HEAD.to_owned();
    for table in Table::ALL {
        let definition = definition(table);
        // Writing to a String never fails.
        let _ = write!(
            out,
            "\n## {}\n{}\n\n| column | type | NULL | unit | meaning |\n| --- | --- | --- | --- | --- |\n",
            definition.name, definition.description
        );
        for column in definition.columns {
            let null = match column.nullable {
                true => "yes",
                false => "no",
            };
            let kind = match column.kind {
                Kind::Code => "VARCHAR (code)".to_owned(),
                other => other.sql_name().to_owned(),
            };
            let _ = writeln!(out, "| {} | {kind} | {null} | {} | {} |", column.name, column.unit, column.description);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_committed_dictionary_is_current() {
        let committed = include_str!("../../docs/dictionary.md");
        assert!(
            committed == super::markdown(),
            "docs/dictionary.md is stale; run `gongkai dictionary > docs/dictionary.md`"
        );
    }
}
