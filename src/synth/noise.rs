//! What publishers and pages do to a report, and how often.

use std::str::FromStr;

/// How often each kind of noise happens, as a share of reports from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Noise {
    /// The publisher printed a total wrong; the truth is what is printed.
    pub slips: f64,
    /// The publisher left zeros blank, or put a mark for nothing in their place.
    pub blanks: f64,
    /// A few labels have one character changed or lost.
    pub typos: f64,
    /// Labels are split over lines or by blanks: 商业 / 企业.
    pub split_labels: f64,
    /// Brackets, commas, ordinals and quotes change from label to label.
    pub punctuation: f64,
    /// Column headers of a table are cut short or gone.
    pub missing_headers: f64,
    /// Navigation stands before and after the report.
    pub navigation: f64,
    /// Page marks such as `— 3 —` stand between paragraphs and rows.
    pub page_marks: f64,
    /// The page is in traditional characters.
    pub traditional: f64,
    /// The file is in GB18030, UTF-16 or Big5, or has a byte order mark.
    pub encodings: f64,
    /// Share of zero cells, not of reports, that vanish in [`super::Layout::DroppedBlanks`].
    pub lost_cells: f64,
}

impl Noise {
    /// Nothing but the layout.
    pub const NONE: Noise = Noise {
        slips: 0.0,
        blanks: 0.0,
        typos: 0.0,
        split_labels: 0.0,
        punctuation: 0.0,
        missing_headers: 0.0,
        navigation: 0.0,
        page_marks: 0.0,
        traditional: 0.0,
        encodings: 0.0,
        lost_cells: 0.5,
    };

    /// As often as on real pages, roughly.
    pub const LIGHT: Noise = Noise {
        slips: 0.05,
        blanks: 0.15,
        typos: 0.1,
        split_labels: 0.2,
        punctuation: 0.1,
        missing_headers: 0.05,
        navigation: 0.6,
        page_marks: 0.05,
        traditional: 0.05,
        encodings: 0.05,
        lost_cells: 0.5,
    };

    /// Much on every page.
    pub const HEAVY: Noise = Noise {
        slips: 0.3,
        blanks: 0.5,
        typos: 0.5,
        split_labels: 0.5,
        punctuation: 0.5,
        missing_headers: 0.4,
        navigation: 0.8,
        page_marks: 0.4,
        traditional: 0.3,
        encodings: 0.3,
        lost_cells: 0.7,
    };
}

/// A name that is no noise level.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no noise level {0:?}; there are none, light, heavy")]
pub struct UnknownNoise(pub String);

impl FromStr for Noise {
    type Err = UnknownNoise;

    fn from_str(text: &str) -> Result<Self, UnknownNoise> {
        match text {
            "none" => Ok(Noise::NONE),
            "light" => Ok(Noise::LIGHT),
            "heavy" => Ok(Noise::HEAVY),
            _ => Err(UnknownNoise(text.to_owned())),
        }
    }
}
