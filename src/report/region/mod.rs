//! Which place a report is about: the divisions of GB/T 2260 and the way to one of them.
//!
//! A name alone often does not settle it (朝阳区 is in 北京市 and in 长春市), and a report names many
//! places besides its own. So the list of names is one thing ([`divisions`], [`names`]) and the weighing of
//! the [`evidence`] another ([`mod@resolve`]).

pub mod division;
pub mod divisions;
pub mod evidence;
pub mod names;
pub mod resolve;

pub use division::{Division, Level};
pub use divisions::Divisions;
pub use evidence::{Evidence, RegionWords};
pub use resolve::resolve;
