//! What a forms file may hold, key by key.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::{Around, Arrangement, IdentityKind};
use crate::report::Unit;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FormsFile {
    #[allow(dead_code, reason = "the version is for readers and enters the settings hash with the text")]
    pub(super) version: String,
    #[serde(default)]
    pub(super) around: Around,
    pub(super) edition: Vec<EditionFile>,
    pub(super) table: Vec<TableFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EditionFile {
    pub(super) code: i16,
    pub(super) from: i16,
    pub(super) to: i16,
    pub(super) marks: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TableFile {
    pub(super) code: Spanned<String>,
    pub(super) arrangement: Arrangement,
    #[serde(default)]
    pub(super) editions: Vec<i16>,
    #[serde(default)]
    pub(super) furniture: Vec<String>,
    #[serde(default)]
    pub(super) caption: Vec<String>,
    pub(super) column: Vec<ColumnFile>,
    pub(super) row: Vec<RowFile>,
    #[serde(default)]
    pub(super) identity: Vec<IdentityFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ColumnFile {
    pub(super) code: Spanned<String>,
    pub(super) labels: Vec<String>,
    #[serde(default)]
    pub(super) unit: UnitFile,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RowFile {
    pub(super) code: Spanned<String>,
    pub(super) labels: Vec<String>,
    #[serde(default)]
    pub(super) exact: Vec<String>,
    #[serde(default)]
    pub(super) columns: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub(super) editions: Vec<i16>,
    #[serde(default)]
    pub(super) units: BTreeMap<String, UnitFile>,
    #[serde(default)]
    pub(super) heads: Vec<String>,
    #[serde(default)]
    pub(super) under: Option<String>,
    #[serde(default)]
    pub(super) optional: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct IdentityFile {
    pub(super) check: Spanned<String>,
    pub(super) kind: IdentityKind,
    pub(super) total: Spanned<Vec<String>>,
    pub(super) addends: Spanned<Vec<String>>,
}

#[derive(Deserialize, Default, Clone, Copy)]
#[serde(rename_all = "snake_case")]
pub(super) enum UnitFile {
    #[default]
    Count,
    #[serde(rename = "cny_10k")]
    Cny10k,
    Cny,
    Unstated,
}

impl From<UnitFile> for Unit {
    fn from(unit: UnitFile) -> Self {
        match unit {
            UnitFile::Count => Unit::Count,
            UnitFile::Cny10k => Unit::Cny10k,
            UnitFile::Cny => Unit::Cny,
            UnitFile::Unstated => Unit::Unstated,
        }
    }
}
