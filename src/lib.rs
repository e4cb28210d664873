//! gongkai turns government-information-disclosure annual reports into a Parquet dataset.
//!
//! The data goes one way: [`source`] → [`document`] → [`report`] (with [`narrative`]) →
//! [`rows`] → [`dataset`] → [`derive`]. Each stage knows its input and output types and nothing
//! else. [`reader`] is the pure function from bytes to report, [`pipeline`] runs it over many
//! documents, [`config`] and [`cli`] say which.

mod civil;
pub mod cli;
pub mod config;
pub mod dataset;
pub mod derive;
pub mod document;
pub mod narrative;
pub mod pipeline;
pub mod reader;
pub mod report;
pub mod rows;
pub mod source;
pub mod synth;
