//! `datapackage.json`: a snapshot described for machines, after the Frictionless Data Package
//! standard: tables, columns, types, units, code lists, keys, and where it all comes from.

use serde_json::{Map, Value, json};

use crate::rows::package::{Package, TableSchema};

use super::manifest::Manifest;

/// The snapshot's description; the same for the same inputs and settings.
pub(super) fn describe(package: &Package, manifest: &Manifest) -> Result<String, serde_json::Error> {
    let resources =
        package.tables.iter().map(|table| resource(table, manifest)).collect::<Result<Vec<_>, serde_json::Error>>()?;
    let described = json!({
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "gongkai",
        "title": "Annual reports on government information disclosure (政府信息公开工作年度报告)",
        "description": "The official tables cell by cell with a status for each, the narrative with tokens and themes, and every sum that does not add up. Every row leads back to its report by report_id, every report to its document by source_uri.",
        "version": manifest.gongkai_version,
        "licenses": [{
            "name": "Apache-2.0",
            "title": "Apache License 2.0, for the schema, the code lists and the program; the reports themselves are official documents of the agencies that published them",
            "path": "https://www.apache.org/licenses/LICENSE-2.0",
        }],
        "sources": [{ "title": "Annual reports published by the agencies; see reports.source_uri and reports.publisher" }],
        "provenance": {
            "program": format!("gongkai {}", manifest.gongkai_version),
            "documents": manifest.facts.documents,
            "settings": manifest.facts.settings,
            "definitions": manifest.facts.definitions,
        },
        "resources": resources,
    });
    Ok(serde_json::to_string_pretty(&described)? + "\n")
}

fn resource(table: &TableSchema, manifest: &Manifest) -> Result<Value, serde_json::Error> {
    let name = table.table.name();
    let files: Vec<_> = manifest.files.iter().filter(|f| f.path.split('/').next() == Some(name)).collect();
    let mut resource = Map::new();
    resource.insert("name".to_owned(), json!(name));
    resource.insert("description".to_owned(), json!(table.description));
    resource.insert("path".to_owned(), files.iter().map(|f| json!(f.path)).collect());
    resource.insert("format".to_owned(), json!("parquet"));
    resource.insert("mediatype".to_owned(), json!("application/vnd.apache.parquet"));
    resource.insert("bytes".to_owned(), json!(files.iter().map(|f| f.bytes).sum::<u64>()));
    resource.insert("rows".to_owned(), json!(files.iter().map(|f| f.rows).sum::<u64>()));
    resource.insert("schema".to_owned(), serde_json::to_value(table)?);
    Ok(Value::Object(resource))
}
