//! Arrow schemas made from the tables' definitions.
//!
//! Two for each table: the one stored in files (plain strings, which every reader understands)
//! and the one of batches in memory (codes as dictionary keys, a quarter of the size).

use std::collections::HashMap;
use std::sync::Arc;

use arrow_schema::{DataType, Field, Schema, SchemaRef};

use super::tables::{Column, Kind, Table, definition};

/// Name of the element field of lists, as Parquet prescribes it.
pub(super) const ELEMENT: &str = "element";

/// The schema stored in the table's files, with description and unit as field metadata.
pub fn file_schema(table: Table) -> SchemaRef {
    let definition = definition(table);
    let fields: Vec<Field> = definition.columns.iter().map(|c| field(c, file_type(c.kind))).collect();
    let metadata = HashMap::from([("description".to_owned(), definition.description.to_owned())]);
    Arc::new(Schema::new(fields).with_metadata(metadata))
}

/// The schema of the table's batches in memory.
pub fn batch_schema(table: Table) -> SchemaRef {
    let fields: Vec<Field> =
        definition(table).columns.iter().map(|c| Field::new(c.name, batch_type(c.kind), c.nullable)).collect();
    Arc::new(Schema::new(fields))
}

fn field(column: &Column, data_type: DataType) -> Field {
    let mut metadata = HashMap::from([("description".to_owned(), column.description.to_owned())]);
    if !column.unit.is_empty() {
        metadata.insert("unit".to_owned(), column.unit.to_owned());
    }
    Field::new(column.name, data_type, column.nullable).with_metadata(metadata)
}

fn file_type(kind: Kind) -> DataType {
    match kind {
        Kind::Code(_) | Kind::Text => DataType::Utf8,
        Kind::TextList => DataType::List(Arc::new(list_element())),
        Kind::Int16 => DataType::Int16,
        Kind::Int32 => DataType::Int32,
        Kind::Int64 => DataType::Int64,
        Kind::Float64 => DataType::Float64,
        Kind::Date => DataType::Date32,
    }
}

fn batch_type(kind: Kind) -> DataType {
    match kind {
        Kind::Code(_) => DataType::Dictionary(Box::new(DataType::UInt16), Box::new(DataType::Utf8)),
        other => file_type(other),
    }
}

/// The element field of a list of strings.
pub(crate) fn list_element() -> Field {
    Field::new(ELEMENT, DataType::Utf8, false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_says_what_it_is_in_one_sentence() {
        for table in Table::ALL {
            let schema = file_schema(table);
            for field in schema.fields() {
                let text = &field.metadata()["description"];
                assert!(text.ends_with('.') && text.len() > 10, "{}.{}: {text}", table.name(), field.name());
            }
        }
    }

    #[test]
    fn tables_have_the_names_of_the_contract_and_no_column_twice() {
        let names: Vec<&str> = Table::ALL.into_iter().map(Table::name).collect();
        assert_eq!(
            names,
            [
                "reports",
                "cells",
                "applications",
                "disclosures",
                "reviews",
                "indicators",
                "sections",
                "sentences",
                "themes",
                "statements",
                "findings",
                "rejects"
            ]
        );
        for table in Table::ALL {
            let mut columns: Vec<&str> = definition(table).columns.iter().map(|c| c.name).collect();
            let count = columns.len();
            columns.sort_unstable();
            columns.dedup();
            assert_eq!(columns.len(), count, "{}", table.name());
            assert!(!columns.contains(&"report_year"), "the year is a directory");
        }
    }
}
