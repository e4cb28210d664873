//! A document's blocks as one stream of cells.
//!
//! Flattened text is a grid whose cell borders are uncertain: lines, runs of blanks, tabs and pipes
//! all separate items; only pipes and real tables draw *walls*, so that an empty cell is seen.

mod blanks;
mod cutter;
mod even;
mod marks;
mod merged;
mod pipes;
pub mod places;
mod separated;
mod stream;
#[cfg(test)]
mod tests;
mod walls;

pub use cutter::{SENTENCE_GOES_ON, cut};
pub use marks::is_page_mark;
pub use stream::{Item, Stream};
