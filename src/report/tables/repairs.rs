//! What printing and conversion did to a page's cells is undone before its rows are told: one repair after the other,
//! each on what the one before it left. On most pages none has anything to do.

use super::super::forms::Forms;
use super::super::items::Stream;
use super::labels::{LabelIndex, Labelled};
use super::{
    beside, broken, noted, numbered, numerals, ordinals, own_year, paired, side_columns, spaced, stacked, surplus,
    torn, turned,
};
use crate::document::Document;

/// What repairs may look at besides the cells.
pub struct Setting<'a> {
    pub document: &'a Document,
    pub forms: &'a Forms,
    pub index: &'a LabelIndex,
    /// The year that the report is on.
    pub year: Option<i16>,
}

/// Gives the cells as they should have stood, or `None` where nothing is amiss.
type OfCells = fn(&Setting<'_>, &Stream) -> Option<Stream>;
/// The same where it must be known which cells are labels.
type OfLabels = fn(&Setting<'_>, &Stream, &Labelled) -> Option<Stream>;

const OF_CELLS: [OfCells; 8] = [
    |on, stream| side_columns::without(on.document, stream, on.index, on.forms),
    |on, stream| paired::told(on.document, stream, on.forms, on.year),
    |on, stream| own_year::only(on.document, stream, on.forms, on.index, on.year),
    |on, stream| stacked::part(on.document, stream, on.index),
    |on, stream| broken::joined(on.document, stream),
    |on, stream| numerals::spelt(on.document, stream, on.forms),
    |on, stream| turned::upright(stream, on.index, on.forms),
    |on, stream| beside::part(stream, on.forms),
];

const OF_LABELS: [OfLabels; 6] = [
    |on, stream, labelled| noted::without(on.document, stream, labelled, (on.forms, on.index)),
    |on, stream, labelled| surplus::without(on.document, stream, labelled, (on.forms, on.index)),
    |on, stream, labelled| ordinals::without(on.document, stream, labelled, on.forms),
    |on, stream, labelled| numbered::without(on.document, stream, labelled, on.forms),
    |on, stream, labelled| spaced::fill(stream, labelled, on.forms),
    |on, stream, labelled| torn::mend(on.document, stream, labelled, on.index),
];

/// The cells after all repairs, where there were any, and their labels.
pub fn all(on: &Setting<'_>, stream: &Stream) -> (Option<Stream>, Labelled) {
    let mut repaired: Option<Stream> = None;
    for repair in OF_CELLS {
        repaired = repair(on, repaired.as_ref().unwrap_or(stream)).or(repaired);
    }
    let mut labelled = Labelled::of(repaired.as_ref().unwrap_or(stream), on.index);
    for repair in OF_LABELS {
        if let Some(next) = repair(on, repaired.as_ref().unwrap_or(stream), &labelled) {
            labelled = Labelled::of(&next, on.index);
            repaired = Some(next);
        }
    }
    (repaired, labelled)
}
