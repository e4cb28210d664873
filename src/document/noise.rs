//! The rules for injected strings as data: read from TOML, checked, put in order for matching.

use serde::Deserialize;
use toml::Spanned;

/// How to know strings that a hacked site put into its pages.
#[derive(Debug, Clone)]
pub struct NoiseRules {
    /// The keywords: strong and weak terms.
    pub(super) keywords: Terms,
    /// The keywords, and the genuine words that they may be part of.
    pub(super) terms: Terms,
    pub(super) endings: Vec<String>,
    pub(super) bracketed: Vec<String>,
    pub(super) place_marks: String,
    pub(super) min_repeats: usize,
    pub(super) max_gap: usize,
    pub(super) max_brand: usize,
}

/// Why a noise file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("noise rules, line {line}: {message}; {hint}")]
pub struct NoiseError {
    /// Line in the file, from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    min_repeats: Spanned<usize>,
    max_gap: usize,
    max_brand: usize,
    place_marks: String,
    strong: Vec<Spanned<String>>,
    weak: Vec<Spanned<String>>,
    endings: Vec<Spanned<String>>,
    bracketed: Vec<String>,
    genuine: Vec<Spanned<String>>,
}

const BUILTIN: &str = include_str!("../../pipelines/noise.toml");

impl NoiseRules {
    /// The rules that come with the program.
    pub fn builtin() -> Self {
        Self::from_toml(BUILTIN).unwrap_or_else(|_| Self::none())
    }

    /// Rules that find nothing.
    pub fn none() -> Self {
        Self {
            keywords: Terms::new(Vec::new()),
            terms: Terms::new(Vec::new()),
            endings: Vec::new(),
            bracketed: Vec::new(),
            place_marks: String::new(),
            min_repeats: 2,
            max_gap: 0,
            max_brand: 0,
        }
    }

    /// Reads rules; `pipelines/noise.toml` says what the fields mean.
    pub fn from_toml(text: &str) -> Result<Self, NoiseError> {
        let line_of = |at: usize| 1 + text.bytes().take(at).filter(|&byte| byte == b'\n').count();
        let fail =
            |at: usize, message: String, hint: &str| NoiseError { line: line_of(at), message, hint: hint.to_owned() };
        let file: File = toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            let hint = "compare with the fields of pipelines/noise.toml";
            fail(at, error.message().trim().replace('\n', " "), hint)
        })?;
        if *file.min_repeats.get_ref() < 2 {
            let message = "min_repeats is below 2".to_owned();
            let hint = "a string that stands once cannot be told from a genuine one";
            return Err(fail(file.min_repeats.span().start, message, hint));
        }
        let lists = [&file.strong, &file.weak, &file.genuine];
        for word in lists.into_iter().flatten() {
            let letters = word.get_ref();
            if letters.chars().nth(1).is_none() || letters.contains(char::is_whitespace) {
                let message = format!("\"{letters}\" has less than two letters or holds a blank");
                return Err(fail(word.span().start, message, "write a whole word, without blanks"));
            }
            if letters.contains(|c: char| c.is_ascii_uppercase()) {
                let message = format!("\"{letters}\" holds capital letters");
                let hint = "write small letters; they match both";
                return Err(fail(word.span().start, message, hint));
            }
        }
        for word in &file.weak {
            if file.strong.iter().any(|strong| strong.get_ref() == word.get_ref()) {
                let message = format!("\"{}\" is both strong and weak", word.get_ref());
                return Err(fail(word.span().start, message, "keep it in one list"));
            }
        }
        let kinds = [(file.strong, TermKind::Strong), (file.weak, TermKind::Weak), (file.genuine, TermKind::Genuine)];
        let terms: Vec<(String, TermKind)> = kinds
            .into_iter()
            .flat_map(|(words, kind)| words.into_iter().map(move |word| (word.into_inner(), kind)))
            .collect();
        let mut keywords = terms.clone();
        keywords.retain(|(_, kind)| *kind != TermKind::Genuine);
        let mut endings: Vec<String> = file.endings.into_iter().map(Spanned::into_inner).collect();
        endings.sort_by_key(|ending| std::cmp::Reverse(ending.len()));
        Ok(Self {
            keywords: Terms::new(keywords),
            terms: Terms::new(terms),
            endings,
            bracketed: file.bracketed,
            place_marks: file.place_marks,
            min_repeats: file.min_repeats.into_inner(),
            max_gap: file.max_gap,
            max_brand: file.max_brand,
        })
    }
}

/// What a term says about the string it is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TermKind {
    Strong,
    Weak,
    Genuine,
}

/// Where a term stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hit {
    pub start: usize,
    pub end: usize,
    pub term: usize,
    pub kind: TermKind,
}

/// Terms, found in one pass: most places are ruled out by two look-ups in small tables.
#[derive(Debug, Clone)]
pub(super) struct Terms {
    /// Terms sorted by their first character, longer ones first.
    terms: Vec<(String, TermKind)>,
    /// The characters that a term has first.
    firsts: CodeSet,
    /// The characters that a term has second.
    seconds: CodeSet,
    buckets: std::collections::HashMap<char, std::ops::Range<usize>>,
}

impl Terms {
    fn new(mut terms: Vec<(String, TermKind)>) -> Self {
        let first = |term: &str| term.chars().next().unwrap_or_default();
        terms.sort_by(|(a, _), (b, _)| {
            (first(a), std::cmp::Reverse(a.len()), a).cmp(&(first(b), std::cmp::Reverse(b.len()), b))
        });
        let (mut firsts, mut seconds) = (CodeSet::default(), CodeSet::default());
        let mut buckets = std::collections::HashMap::new();
        for (index, (term, _)) in terms.iter().enumerate() {
            let second = term.chars().nth(1).unwrap_or_default();
            for case in [char::to_ascii_lowercase, char::to_ascii_uppercase] {
                seconds.insert(case(&second));
                let first = case(&first(term));
                firsts.insert(first);
                buckets.entry(first).or_insert(index..index).end = index + 1;
            }
        }
        Self { terms, firsts, seconds, buckets }
    }

    /// The terms in a text, the leftmost first and of these the longest, none overlapping.
    pub(super) fn find(&self, text: &str) -> Vec<Hit> {
        let bytes = text.as_bytes();
        let mut hits = Vec::new();
        let mut rest = bytes;
        while !rest.is_empty() {
            let (code, behind) = code_of(rest);
            if self.firsts.contains(code)
                && self.seconds.contains(code_of(behind).0)
                && let Some(hit) = self.match_at(text, bytes.len() - rest.len())
            {
                rest = &bytes[hit.end..];
                hits.push(hit);
            } else {
                rest = behind;
            }
        }
        hits
    }

    fn match_at(&self, text: &str, at: usize) -> Option<Hit> {
        let rest = text.get(at..)?;
        let bucket = self.buckets.get(&rest.chars().next()?)?;
        let found = bucket.clone().find(|&index| {
            let term = self.terms[index].0.as_bytes();
            rest.as_bytes().get(..term.len()).is_some_and(|letters| letters.eq_ignore_ascii_case(term))
        })?;
        let (term, kind) = &self.terms[found];
        Some(Hit { start: at, end: at + term.len(), term: found, kind: *kind })
    }
}

/// What tells the character that bytes begin with from most others, and what stands behind it: the last two bytes of
/// three, which ideographs have, or the one byte of ASCII; 0 for characters that no term begins with.
#[inline]
fn code_of(bytes: &[u8]) -> (u16, &[u8]) {
    match bytes {
        &[0xE0..=0xEF, second, third, ref behind @ ..] => (u16::from_le_bytes([second, third]), behind),
        &[ascii @ 0..=0x7F, ref behind @ ..] => (u16::from(ascii), behind),
        [_, behind @ ..] => (0, behind),
        [] => (0, bytes),
    }
}

/// A set of characters by their codes, small enough to stay in the cache. It may hold a few more than were put in.
#[derive(Clone)]
struct CodeSet(Box<[u64; 1024]>);

impl Default for CodeSet {
    fn default() -> Self {
        Self(Box::new([0; 1024]))
    }
}

impl std::fmt::Debug for CodeSet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let codes: u32 = self.0.iter().map(|word| word.count_ones()).sum();
        write!(f, "CodeSet({codes} codes)")
    }
}

impl CodeSet {
    fn insert(&mut self, c: char) {
        let (code, _) = code_of(c.encode_utf8(&mut [0; 4]).as_bytes());
        if code != 0 {
            self.0[usize::from(code >> 6)] |= 1 << (code & 63);
        }
    }

    #[inline]
    fn contains(&self, code: u16) -> bool {
        self.0[usize::from(code >> 6)] >> (code & 63) & 1 != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_builtin_rules_are_sound() {
        assert!(NoiseRules::from_toml(BUILTIN).is_ok(), "{:?}", NoiseRules::from_toml(BUILTIN));
    }

    #[test]
    fn errors_name_the_line_and_what_to_do() {
        let error = |from: &str, to: &str| NoiseRules::from_toml(&BUILTIN.replacen(from, to, 1)).unwrap_err();
        let line_of = |what: &str| 1 + BUILTIN[..BUILTIN.find(what).unwrap()].matches('\n').count();
        let unknown = error("max_gap =", "max_gab =");
        assert_eq!(unknown.line, line_of("max_gap ="));
        assert!(unknown.to_string().contains("max_gab"), "{unknown}");
        let blank = error("\"葡京\"", "\"葡 京\"");
        assert_eq!(blank.line, line_of("\"葡京\""));
        assert!(blank.hint.contains("without blanks"));
        assert!(error("\"葡京\"", "\"娱乐\"").message.contains("both strong and weak"));
        assert!(error("min_repeats = 2", "min_repeats = 1").message.contains("below 2"));
        assert!(error("\"betway\"", "\"Betway\"").hint.contains("small letters"));
        assert_eq!(error("max_gap = 10", "max_gap = = 10").line, line_of("max_gap ="));
    }

    #[test]
    fn the_longest_term_wins() {
        let rules = NoiseRules::builtin();
        let kinds: Vec<_> = rules.terms.find("体育彩票,体育BET365,😀é澳门").iter().map(|hit| hit.kind).collect();
        use TermKind::*;
        assert_eq!(kinds, [Genuine, Weak, Strong, Weak]);
    }
}
