//! 索引号: the number under which a page stands in its site's catalogue.

use super::rules::MetadataRules;

/// The number at the start of a label's value; `None` for placeholders, labels and prose.
pub fn clean<'a>(value: &'a str, rules: &MetadataRules) -> Option<&'a str> {
    let end = value.find(|c: char| c.is_whitespace() || "|｜，,；;【】".contains(c)).unwrap_or(value.len());
    let word = value.get(..end)?.trim_matches(['*', '"', '“', '”']);
    let word = word.trim_start_matches('/').trim_end_matches(['/', '。']);
    let digits = word.chars().filter(|c| super::dates::digit(*c).is_some()).count();
    let han = word.chars().filter(|c| crate::report::canon::is_han(*c)).count();
    let label = word.contains([':', '：']);
    let prose = han > 6 || word.contains('年') || word.chars().count() > 60;
    let nothing = rules.labels.placeholders.iter().any(|p| p == word);
    let date = super::dates::date_at(word).is_some_and(|(_, len)| len == word.len());
    (digits >= 3 && !date && !label && !prose && !nothing).then_some(word)
}
