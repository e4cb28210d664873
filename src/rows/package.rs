//! The tables as a Frictionless data package describes them, made from the tables' definitions.
//!
//! The one machine-readable description: `datapackage.json` of every snapshot and
//! `docs/dictionary.md` both come from it. Property names are those of the Data Package and Table
//! Schema standards; `unit` and `sqlType` are additions of ours, which the standards permit.

use serde::Serialize;

use super::tables::{Codes, Column, Kind, Table, definition};

/// All tables.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Package {
    /// In the contract's order.
    pub tables: Vec<TableSchema>,
}

/// One table; a Table Schema.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TableSchema {
    /// Which table; its name stands at the resource, not in the schema.
    #[serde(skip)]
    pub table: Table,
    /// One sentence: what one row is.
    #[serde(skip)]
    pub description: &'static str,
    /// Columns in file order, then `report_year`.
    pub fields: Vec<Field>,
    /// Columns that tell any two rows apart.
    #[serde(skip_serializing_if = "<[&str]>::is_empty")]
    pub primary_key: &'static [&'static str],
    /// Where `report_id` leads.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub foreign_keys: Vec<ForeignKey>,
}

/// One column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Field {
    /// Name in the dataset.
    pub name: &'static str,
    /// Type as Table Schema names it.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// Type as SQL users know it.
    pub sql_type: &'static str,
    /// Unit of its figures.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub unit: &'static str,
    /// One sentence: what a value means.
    pub description: &'static str,
    /// What values must satisfy.
    #[serde(skip_serializing_if = "Constraints::is_none")]
    pub constraints: Constraints,
}

/// What the values of a column must satisfy.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Constraints {
    /// No value is NULL.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub required: bool,
    /// The codes it can hold.
    #[serde(rename = "enum", skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<String>,
}

impl Constraints {
    fn is_none(&self) -> bool {
        !self.required && self.codes.is_empty()
    }
}

/// A column whose values stand in another table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ForeignKey {
    fields: &'static [&'static str],
    reference: Reference,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Reference {
    resource: &'static str,
    fields: &'static [&'static str],
}

const REPORT_ID: &[&str] = &["report_id"];
const REPORT_YEAR: Field = Field {
    name: "report_year",
    kind: "integer",
    sql_type: "INTEGER",
    unit: "",
    description: "The year the report is about; the name of the directory, NULL where it cannot be told.",
    constraints: Constraints { required: false, codes: Vec::new() },
};

/// Describes all tables; `codes` gives the codes of a column where they are known.
pub fn package(codes: &dyn Fn(Codes) -> Option<Vec<String>>) -> Package {
    Package { tables: Table::ALL.map(|table| schema(table, codes)).into() }
}

fn schema(table: Table, codes: &dyn Fn(Codes) -> Option<Vec<String>>) -> TableSchema {
    let definition = definition(table);
    let codes = |column: &Column| match column.kind {
        Kind::Code(of) => codes(of).unwrap_or_default(),
        _ => Vec::new(),
    };
    let mut fields: Vec<Field> = definition.columns.iter().map(|c| field(c, codes(c))).collect();
    let mut foreign_keys = Vec::new();
    if table.is_partitioned() {
        fields.push(REPORT_YEAR);
        if table != Table::Reports {
            let reference = Reference { resource: Table::Reports.name(), fields: REPORT_ID };
            foreign_keys.push(ForeignKey { fields: REPORT_ID, reference });
        }
    }
    TableSchema { table, description: definition.description, fields, primary_key: definition.key, foreign_keys }
}

fn field(column: &Column, codes: Vec<String>) -> Field {
    Field {
        name: column.name,
        kind: match column.kind {
            Kind::Code(_) | Kind::Text => "string",
            Kind::TextList => "array",
            Kind::Int16 | Kind::Int32 | Kind::Int64 => "integer",
            Kind::Float64 => "number",
            Kind::Date => "date",
        },
        sql_type: column.kind.sql_name(),
        unit: column.unit,
        description: column.description,
        constraints: Constraints { required: !column.nullable, codes },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whoever adds a column of codes says where they are listed; those of these columns nobody lists.
    #[test]
    fn columns_of_codes_have_a_list_or_are_known_to_have_none() {
        let open = ["report_id", "encoding", "publisher_kind", "admin_level", "check"];
        for table in Table::ALL {
            for column in definition(table).columns {
                let Kind::Code(codes) = column.kind else { continue };
                let is_listed = codes != Codes::Open;
                let is_open = open.contains(&column.name);
                assert!(is_listed != is_open, "{}.{}", table.name(), column.name);
            }
        }
    }
}
