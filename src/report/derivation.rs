//! The rules by which a figure is inferred whose place or digits a page has lost.

use std::fmt;

/// How an inferred figure was derived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Derivation {
    /// All readings of the row are zeros.
    AllZero,
    /// All readings that the row's own sum allows agree.
    RowSum,
    /// All readings that the sums of the whole table allow agree.
    TableSums,
    /// All orders of the columns in which table four adds up agree.
    ReviewSum,
    /// There is one reading only, without any sum.
    OnlyReading,
    /// A zero in one cell that is merged over several rows.
    MergedZero,
    /// The figures of a row without a label, where one row is left that they can be.
    RowLeftOver,
    /// Digits on both sides of a line's end that row and column prove to be one figure.
    BrokenFigure,
}

impl Derivation {
    /// All of them, in the order of their declaration.
    pub const ALL: [Derivation; 8] = [
        Derivation::AllZero,
        Derivation::RowSum,
        Derivation::TableSums,
        Derivation::ReviewSum,
        Derivation::OnlyReading,
        Derivation::MergedZero,
        Derivation::RowLeftOver,
        Derivation::BrokenFigure,
    ];

    /// The code in the dataset.
    pub fn code(self) -> &'static str {
        match self {
            Derivation::AllZero => "all_zero",
            Derivation::RowSum => "row_sum",
            Derivation::TableSums => "table_sums",
            Derivation::ReviewSum => "review_sum",
            Derivation::OnlyReading => "only_reading",
            Derivation::MergedZero => "merged_zero",
            Derivation::RowLeftOver => "row_left_over",
            Derivation::BrokenFigure => "broken_figure",
        }
    }

    /// What it says, for the data dictionary.
    pub fn meaning(self) -> &'static str {
        match self {
            Derivation::AllZero => "All readings of the row are zeros.",
            Derivation::RowSum => "All readings that the row's own sum allows agree on the figure.",
            Derivation::TableSums => "All readings that the sums of the whole table allow agree on it.",
            Derivation::ReviewSum => "All orders of the columns in which table reviews adds up agree on it.",
            Derivation::OnlyReading => "The digits can be read in one way only; no sum tells more.",
            Derivation::MergedZero => "A zero in one cell that is merged over several rows.",
            Derivation::RowLeftOver => "Figures without a label, where one row is left that they can be.",
            Derivation::BrokenFigure => {
                "Digits on both sides of a line's end that row and column prove to be one figure."
            }
        }
    }
}

impl fmt::Display for Derivation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
