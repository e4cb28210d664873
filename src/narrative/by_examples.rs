//! What labelled examples tell of a number that no claim has words for.

use std::collections::BTreeSet;
use std::ops::{Range, RangeInclusive};

use super::aside::Asides;
use super::brackets::Brackets;
use super::counted::{self, Counted, Shared, Stretch};
use super::heard::Heard;
use super::matcher::Hit;
use super::meant::{Decision, Meant, Time};
use super::reading::Reading;
use super::shared;
use super::sieve::Marks;
use super::statements::wording::{Wording, begins};
use super::statements::{Bounds, Setting, Signs, StatementRules};
use super::surroundings::{Surroundings, ours, strayed};
use super::taught::{Around, NumberExample, NumberOpinion};

/// Characters that are listened to in the number's own clause, before that clause, and behind the number.
const BEFORE: usize = 40;
const EARLIER: usize = 60;
const BEHIND: usize = 12;
/// Characters of a clause that are listened to behind a word for none in it.
const DENIED: usize = 24;

/// The metric that examples tell of a number, if it may be that metric's: its measure word, and whose it is.
pub(super) fn metric(
    reading: &Reading<'_>,
    opinion: &NumberOpinion,
    told: &Surroundings,
    number: &Counted,
    (time, own_year): (Time, bool),
) -> Option<Decision> {
    let Reading { rules, text, scope, setting, .. } = *reading;
    let earlier = time.earlier(rules, told);
    let may = |bounds: &Bounds| {
        told.allow(bounds, scope, earlier, own_year)
            && ![&told.around, &told.strayed].into_iter().any(|lists| lists.meets(&bounds.unless))
            && !told.around.meets(&bounds.untaught)
            && !reading.all.meets(&bounds.nowhere)
            && bounds.is_about(reading.all, &setting)
    };
    // most numbers can be none of any metric, and that costs less to tell; of one that stands alone there is nothing to hear
    if number.stands_alone(text) || !rules.all_bounds().any(may) {
        return None;
    }
    let metric = opinion.metric(&around(text, setting, number))?;
    if !rules.bounds(metric).is_some_and(may) {
        return None;
    }
    let ahead = text.get(..number.own.0 as usize).unwrap_or_default();
    let own = text.get(ahead.len()..).unwrap_or_default();
    let blanks = own.chars().take_while(|c| c.is_whitespace()).count();
    let clause = (ahead.chars().count() + blanks) as u32;
    let start = clause.max(number.from.saturating_sub(BEFORE as u32)).min(number.from);
    Some((Meant { metric, alone: false, taught: true }, start, number.hit.end))
}

/// Whether a sentence begins with the name of a place or an office, which may be another than the publisher: the names of
/// publishers are not known here.
pub(super) fn begins_with_a_body(wording: &Wording, text: &str) -> bool {
    /// Characters of such a name before its ending.
    const NAME: RangeInclusive<usize> = 2..=5;
    let mut ends = text.char_indices().map(|(at, _)| at).enumerate().skip(*NAME.start());
    let is_name = |name: &str| !wording.no_name.iter().any(|no| name.contains(no.as_str()));
    ends.by_ref().take_while(|(chars, _)| NAME.contains(chars)).any(|(_, at)| {
        let (name, rest) = text.split_at(at);
        let behind = wording.bodies.iter().find_map(|body| rest.strip_prefix(body.as_str()));
        behind.is_some_and(|behind| is_name(name) && !begins(behind, &wording.name_goes_on))
    })
}

/// Words for none that a sentence is asked about; one of more has lost its stops.
const MOST_NILS: usize = 32;

/// A word for none, in bytes and characters, and the clause that it stands in, in bytes.
#[derive(Debug, Clone)]
struct Nil {
    word: Range<usize>,
    from: u32,
    clause: Range<usize>,
}

/// The words of a sentence that may say there is none of something.
fn nils(text: &str, hits: &[Heard]) -> impl Iterator<Item = Nil> {
    hits.iter().filter(|hit| hit.is(Signs::DENIES)).map(|word| {
        let bytes = word.byte_start as usize..word.byte_end as usize;
        let clauses = || hits.iter().filter(|hit| hit.is(Signs::CLAUSE));
        let start = clauses().map(|mark| mark.byte_end as usize).filter(|&end| end <= bytes.start).max();
        let end = clauses().map(|mark| mark.byte_start as usize).filter(|&start| start >= bytes.end).min();
        Nil { from: word.start, clause: start.unwrap_or(0)..end.unwrap_or(text.len()), word: bytes }
    })
}

/// Reads what a sentence has none of, in the eyes of examples: `claims` is told the metric and the characters of the evidence.
pub(super) fn zeros(
    reading: &Reading<'_>,
    opinion: &NumberOpinion,
    asides: &Asides,
    mut claims: impl FnMut(u16, (u32, u32)),
) {
    let Reading { rules, text, hits, setting, .. } = *reading;
    for nil in nils(text, hits).take(MOST_NILS) {
        let around = around_nil(text, setting, &nil);
        let mut metrics = opinion.metrics(&around).peekable();
        let years_off = metrics.peek().and_then(|_| ours(reading, asides, nil.word.start));
        let Some(years_off) = years_off else { continue };
        for metric in metrics {
            let Some(bounds) = rules.bounds(metric) else { continue };
            let within = |hit: &&Heard| nil.clause.contains(&(hit.byte_start as usize));
            let mut heard = hits.iter().filter(within);
            let is_untaught = heard.any(|hit| reading.lists(hit).meets(&bounds.untaught));
            if bounds.allow_year(-years_off)
                && bounds.is_about(reading.all, &setting)
                && !is_untaught
                && !strayed(reading, nil.word.start, &bounds.unless)
                && !reading.all.meets(&bounds.nowhere)
            {
                let chars = |bytes: Range<usize>| text[bytes].chars().count() as u32;
                let start = nil.from - chars(nil.clause.start..nil.word.start);
                claims(metric, (start, nil.from + chars(nil.word.start..nil.clause.end)));
            }
        }
    }
}

/// What stands around a word for none.
fn around_nil<'a>(text: &'a str, setting: Setting<'a>, nil: &Nil) -> Around<'a> {
    Around::new([
        ('(', last(&text[nil.clause.start..nil.word.start], BEFORE)),
        (')', first(&text[nil.word.start..nil.clause.end], DENIED)),
        ('[', last(&text[..nil.clause.start], EARLIER)),
        ('#', section(setting)),
        ('0', "0"),
    ])
}

/// Letters of the section, or of the matter that the sentences before speak of, that tell it from others.
fn section<'a>(setting: Setting<'a>) -> &'a str {
    let section = if setting.topic.is_empty() { setting.section } else { setting.topic };
    section.get(..2).unwrap_or_default()
}

/// The numbers of a sentence as examples: `metrics` is told where each stands, in characters, and its value; also words
/// that may say there is none.
pub(super) fn of(
    rules: &StatementRules,
    text: &str,
    (marks, hits): (&Marks, &[Hit]),
    setting: Setting<'_>,
    mut metrics: impl FnMut(Range<u32>, f64) -> BTreeSet<String>,
    examples: &mut Vec<NumberExample>,
) {
    let hits = Heard::all(rules, hits, marks);
    let mut numbers = counted::numbers(rules, text, &hits, &Brackets::new(text));
    shared::find(rules, text, &hits, &mut numbers);
    examples.extend(numbers.iter().map(|number| {
        let counts = metrics(number.from..number.hit.end, number.value);
        NumberExample::new(&around(text, setting, number), counts)
    }));
    examples.extend(nils(text, &hits).take(MOST_NILS).map(|nil| {
        let counts = metrics(nil.from..nil.from + text[nil.word.clone()].chars().count() as u32, 0.0);
        NumberExample::new(&around_nil(text, setting, &nil), counts)
    }));
}

/// What stands around a number.
fn around<'a>(text: &'a str, setting: Setting<'a>, number: &Counted) -> Around<'a> {
    let stretch = |(from, until): Stretch| text.get(from as usize..until as usize).unwrap_or_default();
    let own = stretch((number.own.0, number.byte_start));
    let further = match number.shared {
        Shared::Nothing => "",
        Shared::Member { item, .. } => stretch(item),
        Shared::Change { old, .. } => stretch(old),
    };
    let behind = stretch((number.hit.byte_start, number.own.1.min(text.len() as u32)));
    Around::new([
        ('<', last(own, BEFORE)),
        ('<', last(further, BEFORE)),
        ('>', first(behind, BEHIND)),
        ('^', last(stretch((0, number.own.0)), EARLIER)),
        ('#', section(setting)),
    ])
}

fn first(text: &str, chars: usize) -> &str {
    text.char_indices().nth(chars).map_or(text, |(at, _)| &text[..at])
}

fn last(text: &str, chars: usize) -> &str {
    text.char_indices().rev().nth(chars).map_or(text, |(at, c)| &text[at + c.len_utf8()..])
}

#[cfg(test)]
mod tests {
    use crate::narrative::{Desk, Lexicon, Narrator, Scope, Segmenter, StatementRules, Weights};

    const RULES: &str = r#"
        [frames]
        past = ["往年"]
        cumulative = []
        current = []
        part = ["其中"]
        earlier = ["去年"]
        others = ["邻县"]
        disowned = ["另行统计"]
        denies = ["未", "零"]
        nil = ["今年为零"]
        [wording]
        marks = ["。"]
        bodies = ["镇", "分局"]
        no_name = ["我", "全"]
        name_goes_on = ["政府"]
        [[metric]]
        code = "trainings"
        unit = "count"
        measure = ["场"]
        unless = ["参加"]
        nowhere = ["消防"]
        untaught = ["模拟"]
        about = ["讲"]
        matter = ["条例", "开讲"]
        sections = ["problems"]
        [[metric.claim]]
        before = [["培训"]]
        [[metric]]
        code = "visits"
        unit = "count"
        measure = ["场", "人"]
        part = true
        [[metric.claim]]
        before = [["接待"]]
    "#;
    /// `讲` before a number speaks for trainings, `访` for visits; behind a word for none `讲` speaks for both.
    const WEIGHTS: &str = "weights 1\nstep 1\ncolumn trainings * -1\ncolumn visits * -1\n\n\
        <讲\t1\t0:9 1:-9\n<访\t1\t0:-9 1:9\n)讲\t1\t0:9 1:9\n";

    fn read(rules: &str, text: &str) -> Vec<(String, f64, String)> {
        let lexicon = "[[theme]]\ncode = \"a\"\n[[theme.problem]]\nrule = \"r\"\nphrases = [\"无此说法\"]\n";
        let narrator = Narrator::new(
            Lexicon::from_toml(lexicon).unwrap(),
            StatementRules::from_toml(rules).unwrap(),
            Segmenter::new(""),
        );
        let narrator = narrator.unwrap().taught_numbers(Weights::from_text(WEIGHTS).unwrap());
        let scope = Scope { year: Some(2022), ..Scope::default() };
        let sentences = narrator.read_with(&mut Desk::default(), text, text, scope).sentences;
        let found = sentences.into_iter().flat_map(|sentence| sentence.statements);
        let evidence = |start: u32, end: u32| text.chars().skip(start as usize).take((end - start) as usize).collect();
        let name = |metric| narrator.statements().metric_name(metric).to_owned();
        found.map(|found| (name(found.metric), found.value, evidence(found.start, found.end))).collect()
    }

    fn taught(text: &str) -> Vec<(String, f64, String)> {
        read(&format!("[examples]\ntrust = 0.5\n{RULES}"), text)
    }

    #[test]
    fn a_number_that_no_claim_knows_is_told_by_examples() {
        let told = |metric: &str, value, evidence: &str| (metric.to_owned(), value, evidence.to_owned());
        assert_eq!(taught("入夏以来，夜话讲条例3场。"), [told("trainings", 3.0, "夜话讲条例3场")]);
        assert_eq!(taught("来访90人。"), [told("visits", 90.0, "来访90人")]);
        assert_eq!(taught("培训4场，来访5场。"), [told("trainings", 4.0, "培训4场"), told("visits", 5.0, "来访5场")]);
        assert_eq!(
            taught("全年未曾开讲，一如既往。"),
            [told("trainings", 0.0, "全年未曾开讲"), told("visits", 0.0, "全年未曾开讲")]
        );
        for text in ["我们全镇夜话讲条例3场。", "某某镇政府夜话讲条例3场。", "镇上夜话讲条例3场。"]
        {
            assert_eq!(taught(text).len(), 1, "{text}");
        }
        assert_eq!(read(RULES, "夜话讲条例3场。"), [], "only where the rules ask for it");
        // A word for none that stands for a number ends it.
        assert_eq!(taught("去年来访3人，今年为零。"), [told("visits", 0.0, "今年为零")]);
        // What a claim says goes before, wherever it stands.
        assert_eq!(taught("夜话讲条例3场，培训4场。"), [told("trainings", 4.0, "培训4场")]);
    }

    #[test]
    fn whose_number_it_is_and_of_which_year_examples_do_not_decide() {
        for text in [
            "夜话讲条例3人。",
            "夜话讲条例3次。",
            "往年夜话讲条例3场。",
            "去年夜话讲条例3场。",
            "2021年夜话讲条例3场。",
            "邻县夜话讲条例3场。",
            "办班若干，其中夜话讲条例3场。",
            "夜话讲条例3场，另行统计。",
            "参加夜话讲条例3场。",
            "模拟夜话讲条例3场。",
            "夜话讲条例3场，讲消防。",
            "夜话讲故事3场。",
            "永安镇夜话讲条例3场。",
            "办班3场。",
        ] {
            assert_eq!(taught(text), [], "{text}");
        }
        for text in ["永安镇未曾开讲。", "邻县未曾开讲。", "2021年未曾开讲。", "往年未曾开讲。"]
        {
            assert_eq!(taught(text), [], "{text}");
        }
        let zeros = |text: &str| taught(text).into_iter().map(|(metric, ..)| metric).collect::<Vec<_>>();
        assert_eq!(zeros("未曾模拟开讲。"), ["visits"]);
        assert_eq!(zeros("消防未曾开讲。"), ["visits"]);
    }
}
