//! The strings behind every kind of code, made once for a run and shared by all batches.

use crate::document::Script;
use crate::narrative::{Role, Stance};
use crate::report::forms::Forms;
use crate::report::{Code, Derivation, SectionCode, Severity, Status, Unit};
use crate::source::{RejectReason, SourceFormat};

use super::Names;
use super::columns::{Codebook, codebook};
use super::tables::Codes;

/// Stands for an index that the names do not have, which only a wrong lexicon brings about.
const UNKNOWN: &str = "unknown";

/// Code books by kind of code.
pub(super) struct Codebooks {
    pub(super) forms: Codebook,
    /// Code of the table of indicators and of its two columns, if the forms have them.
    pub(super) indicators: [Option<Code>; 3],
    pub(super) units: Codebook,
    pub(super) statuses: Codebook,
    pub(super) derivations: Codebook,
    pub(super) sections: Codebook,
    pub(super) roles: Codebook,
    pub(super) stances: Codebook,
    pub(super) severities: Codebook,
    pub(super) formats: Codebook,
    pub(super) scripts: Codebook,
    pub(super) reasons: Codebook,
    pub(super) themes: Codebook,
    pub(super) rules: Codebook,
    pub(super) metrics: Codebook,
}

// Each list stands in the order of its enum's declaration: the key of a code is its discriminant.
const UNITS: [Unit; 4] = [Unit::Count, Unit::Cny10k, Unit::Cny, Unit::Unstated];
const ROLES: [Role; 3] = [Role::Problem, Role::Measure, Role::None];
const STANCES: [Stance; 2] = [Stance::Problem, Stance::Measure];
const SEVERITIES: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Info];
const FORMATS: [SourceFormat; 5] =
    [SourceFormat::Text, SourceFormat::Html, SourceFormat::Docx, SourceFormat::Xlsx, SourceFormat::Pdf];
const SCRIPTS: [Script; 2] = [Script::Hans, Script::Hant];

impl Codebooks {
    pub(super) fn new(forms: &Forms, names: &Names) -> Self {
        let known = |names: &[String]| codebook(names.iter().map(String::as_str).chain(std::iter::once(UNKNOWN)));
        Self {
            forms: codebook((0..forms.codes_len()).map(|i| forms.code(Code(i as u16)))),
            indicators: ["indicators", "value", "cumulative"].map(|code| forms.find(code)),
            units: codebook(UNITS.map(Unit::code)),
            statuses: codebook(Status::ALL.map(Status::code)),
            derivations: codebook(Derivation::ALL.map(Derivation::code)),
            sections: codebook(SectionCode::ALL.map(SectionCode::code)),
            roles: codebook(ROLES.map(Role::code)),
            stances: codebook(STANCES.map(Stance::code)),
            severities: codebook(SEVERITIES.map(Severity::code)),
            formats: codebook(FORMATS.map(SourceFormat::code)),
            scripts: codebook(SCRIPTS.map(Script::code)),
            reasons: codebook(RejectReason::ALL.map(RejectReason::code)),
            themes: known(&names.themes),
            rules: known(&names.rules),
            metrics: known(&names.metrics),
        }
    }
}

impl Codebooks {
    /// The codes of a column, where all of them are known beforehand.
    pub(super) fn book(&self, codes: Codes) -> Option<&Codebook> {
        Some(match codes {
            Codes::Open => return None,
            Codes::Forms => &self.forms,
            Codes::Units => &self.units,
            Codes::Statuses => &self.statuses,
            Codes::Derivations => &self.derivations,
            Codes::Sections => &self.sections,
            Codes::Roles => &self.roles,
            Codes::Stances => &self.stances,
            Codes::Severities => &self.severities,
            Codes::Formats => &self.formats,
            Codes::Scripts => &self.scripts,
            Codes::Reasons => &self.reasons,
            Codes::Themes => &self.themes,
            Codes::Rules => &self.rules,
            Codes::Metrics => &self.metrics,
        })
    }
}

/// The key of a name; that of `unknown` if the names do not have it.
pub(super) fn name_key(book: &Codebook, index: u16) -> u16 {
    let unknown = arrow_array::Array::len(book.as_ref()).saturating_sub(1);
    index.min(u16::try_from(unknown).unwrap_or(u16::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_discriminants() {
        fn all<T: Copy>(list: &[T], key: impl Fn(T) -> usize) {
            assert!(list.iter().enumerate().all(|(i, &code)| key(code) == i));
        }
        all(&UNITS, |c| c as usize);
        all(&Status::ALL, |c| c as usize);
        all(&Derivation::ALL, |c| c as usize);
        all(&SectionCode::ALL, |c| c as usize);
        all(&ROLES, |c| c as usize);
        all(&STANCES, |c| c as usize);
        all(&SEVERITIES, |c| c as usize);
        all(&FORMATS, |c| c as usize);
        all(&SCRIPTS, |c| c as usize);
        all(&RejectReason::ALL, |c| c as usize);
    }

    #[test]
    fn an_index_beyond_the_names_is_unknown() {
        let names = Names { themes: vec!["staffing_shortage".to_owned()], ..Names::default() };
        let books = Codebooks::new(&Forms::builtin().unwrap(), &names);
        let name = |i| books.themes.value(usize::from(name_key(&books.themes, i)));
        assert_eq!((name(0), name(1), name(7)), ("staffing_shortage", UNKNOWN, UNKNOWN));
    }
}
