//! gongkai turns government-information-disclosure annual reports into a Parquet dataset.
//!
//! The data goes one way: [`source`] → [`document`] → [`report`] (with [`narrative`]) →
//! `rows` → `dataset` → `derive`. Each stage knows its input and output types and nothing else.

pub mod document;
pub mod narrative;
pub mod reader;
pub mod report;
pub mod source;
