//! `[wording]` of the statement rules: small words that are looked at where they stand, right before or behind a
//! number or a year.

use serde::Deserialize;

/// Small words by what they say. All are matched as they are written.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(in crate::narrative) struct Wording {
    /// Before a year that is compared with: `较2021年`.
    pub(in crate::narrative) compared: Vec<String>,
    /// Behind it: `与2021年相比`.
    pub(in crate::narrative) comparing: Vec<String>,
    /// Before the year that applications are carried over to.
    pub(in crate::narrative) carried_to: Vec<String>,
    /// Behind the year that they come from.
    pub(in crate::narrative) carried_from: Vec<String>,
    /// What the words for the year before begin with: 上, 去.
    pub(in crate::narrative) year_before: Vec<String>,
    /// Last characters of a subject in front of them: 我局去年.
    pub(in crate::narrative) subject_ends: Vec<String>,
    /// Behind them: not in that year, but at its end or since.
    pub(in crate::narrative) not_in_year: Vec<String>,
    /// In their clause: that year is not what the clause and the next tell of.
    pub(in crate::narrative) no_account: Vec<String>,
    /// Between the years of a longer time: `2019年至2022年`.
    pub(in crate::narrative) to_year: Vec<String>,
    /// Before a year up to which is counted: `截至2022年`.
    pub(in crate::narrative) until_year: Vec<String>,
    /// What `to_year` begins there: 截 of 截至.
    pub(in crate::narrative) as_of: Vec<String>,
    /// Between the numbers of a list.
    pub(in crate::narrative) number_joints: Vec<String>,
    /// Between the things of a list, single characters.
    pub(in crate::narrative) item_joints: Vec<String>,
    /// All that a clause holds that goes on with the one before: `，全年共43件`; single characters.
    pub(in crate::narrative) goes_on: Vec<String>,
    /// Right before a number that tells a difference.
    pub(in crate::narrative) differs: Vec<String>,
    /// What may stand between a word of change and its number, single characters.
    pub(in crate::narrative) near_change: Vec<String>,
    /// What may stand between the number that is replaced and the word of change, single characters.
    pub(in crate::narrative) before_change: Vec<String>,
    /// What may stand between several numbers that are replaced, single characters.
    pub(in crate::narrative) replaced_joints: Vec<String>,
    /// Before the number that is replaced: 由.
    pub(in crate::narrative) from: Vec<String>,
    /// Verbs that such a clause may have: `，全年仅发布7篇`.
    pub(in crate::narrative) verbs: Vec<String>,
    /// What tells its year.
    pub(in crate::narrative) years: Vec<String>,
    /// What tells of the number before it that it is not the year's: 上半年, 去年.
    pub(in crate::narrative) other_times: Vec<String>,
    /// Marks that end a clause or an item.
    pub(in crate::narrative) marks: Vec<String>,
    /// What names of places and offices end with that a sentence may begin with: 永安镇发布3条.
    pub(in crate::narrative) bodies: Vec<String>,
    /// Characters that such a name does not have.
    pub(in crate::narrative) no_name: Vec<String>,
    /// What shows behind such an ending that the name goes on: 市 of 市政府.
    pub(in crate::narrative) name_goes_on: Vec<String>,
    /// One thing, where it is denied: 一 of 没有一件.
    pub(in crate::narrative) one: Vec<String>,
    /// What denies it.
    pub(in crate::narrative) denials: Vec<String>,
    /// Right before the sum of the numbers before it: 共计.
    pub(in crate::narrative) sums: Vec<String>,
    /// The same, where each of them counts another part of one whole.
    pub(in crate::narrative) totals: Vec<String>,
    /// Right before a number that each of several has: 各.
    pub(in crate::narrative) apiece: Vec<String>,
}

/// Whether a text ends with one of the words.
pub(in crate::narrative) fn ends(text: &str, words: &[String]) -> bool {
    words.iter().any(|word| text.ends_with(word.as_str()))
}

/// Whether a text begins with one of the words.
pub(in crate::narrative) fn begins(text: &str, words: &[String]) -> bool {
    words.iter().any(|word| text.starts_with(word.as_str()))
}

/// Whether a text holds one of the words.
pub(in crate::narrative) fn holds(text: &str, words: &[String]) -> bool {
    words.iter().any(|word| text.contains(word.as_str()))
}

/// Whether a text consists of digits and of words of one character.
pub(in crate::narrative) fn is_made_of(text: &str, words: &[String]) -> bool {
    text.chars().all(|c| c.is_ascii_digit() || is_word(c, words))
}

/// Whether a character is one of the words.
pub(in crate::narrative) fn is_word(c: char, words: &[String]) -> bool {
    words.iter().any(|word| word.strip_prefix(c) == Some(""))
}
