//! The narrator: everything needed to read a section's prose, built once and shared.

use std::collections::BTreeSet;
use std::ops::Range;

use super::candidate::Candidate;
use super::claim;
use super::error::DefinitionError;
use super::lexicon::Lexicon;
use super::matcher::{Hits, Scanner};
use super::role::role;
use super::scene::Scene;
use super::scope::Scope;
use super::segment::Segmenter;
use super::sieve::Marks;
use super::statements::{Setting, StatementRules};
use super::tag::{self, Findings};
use super::taught::{Heard, NumberExample, NumberOpinion, Opinion, Weights};
use super::{Narrative, Sentence, by_examples, sentence};

/// More hits than this in one sentence are read in parts, so that the work stays linear even
/// in a page that has lost its punctuation.
const MOST_HITS: usize = 256;

/// Reads the prose of sections: sentences, tokens, themes, statements.
#[derive(Debug)]
pub struct Narrator {
    lexicon: Lexicon,
    statements: StatementRules,
    segmenter: Segmenter,
    scanner: Scanner,
    opinion: Option<Opinion>,
    numbers: Option<NumberOpinion>,
}

impl Narrator {
    /// The narrator with the definitions compiled into the program.
    ///
    /// # Errors
    /// Only if those definitions are broken, which a test rules out.
    pub fn builtin() -> Result<Self, DefinitionError> {
        let lexicon = Lexicon::from_toml(include_str!("../../pipelines/themes.toml"))?;
        let statements = StatementRules::from_toml(include_str!("../../pipelines/statements.toml"))?;
        let weights = Weights::from_text(include_str!("../../pipelines/weights.txt"))?;
        let segmenter = Segmenter::new(include_str!("../../pipelines/dictionary.txt"));
        let numbers = Weights::from_text(include_str!("../../pipelines/statement_weights.txt"))?;
        Ok(Self::new(lexicon, statements, segmenter)?.taught(weights).taught_numbers(numbers))
    }

    /// A narrator with definitions of one's own.
    ///
    /// # Errors
    /// If the words play more different parts than can be told apart.
    pub fn new(lexicon: Lexicon, statements: StatementRules, segmenter: Segmenter) -> Result<Self, DefinitionError> {
        let scanner = Scanner::new(&lexicon, &statements)?;
        Ok(Narrator { lexicon, statements, segmenter, scanner, opinion: None, numbers: None })
    }

    /// The same narrator with what examples have taught, where its lexicon asks for that.
    #[must_use]
    pub fn taught(self, weights: Weights) -> Self {
        Self { opinion: Opinion::new(&self.lexicon, weights), ..self }
    }

    /// The same narrator with what labelled numbers have taught, where its statement rules ask for that.
    #[must_use]
    pub fn taught_numbers(self, weights: Weights) -> Self {
        let rules = &self.statements;
        let numbers = rules.trust().map(|trust| NumberOpinion::new(weights, |code| rules.metric_of(code), trust));
        Self { numbers, ..self }
    }

    /// The themes and rules that tags refer to.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// The metrics that statements refer to.
    pub fn statements(&self) -> &StatementRules {
        &self.statements
    }

    /// The segmenter, to cut other text with the same dictionary.
    pub fn segmenter(&self) -> &Segmenter {
        &self.segmenter
    }

    /// Reads one section; `hans` is `text` in simplified characters, byte-aligned (the same
    /// string for simplified pages). A twin that is not aligned is not used.
    pub fn read(&self, text: &str, hans: &str) -> Narrative {
        self.read_year(text, hans, None)
    }

    /// As [`Narrator::read`], knowing the year the report is about: numbers of other years are
    /// then told apart with certainty. Without it the latest year in the text stands in.
    pub fn read_year(&self, text: &str, hans: &str, report_year: Option<i16>) -> Narrative {
        self.read_with(&mut Desk::default(), text, hans, Scope { year: report_year, ..Scope::default() })
    }

    /// As [`Narrator::read_year`], knowing all about the report that there is to know, and with
    /// buffers kept from section to section.
    pub fn read_with(&self, desk: &mut Desk, text: &str, hans: &str, scope: Scope) -> Narrative {
        let hans = if aligned(text, hans) { hans } else { text };
        let scope = scope.or_from(hans);
        let mut tokens = self.segmenter.tokens(hans);
        let mut narrative = Narrative::default();
        let (mut tagged, mut claimed) = (BTreeSet::new(), BTreeSet::new());
        let mut topic = "";
        let mut start = sentence::skip_blank(hans, 0);
        while start < hans.len() {
            let ending = self.scanner.mark(hans, start, &mut desk.marks);
            let span = sentence::trim_end(hans, start..ending.end);
            let first = narrative.token_ends.len();
            tokens.ends(&span, &mut narrative.token_ends);
            let body = &hans[span.clone()];
            let may = self.scanner.words(&self.lexicon, &desk.marks, &narrative.token_ends[first..], &mut desk.hits);
            let findings = self.heard(body, desk, may);
            let about = (scope, Setting::of(hans, &span, scope.section, topic));
            let rules = (&self.statements, self.numbers.as_ref());
            let statements = claim::read(rules, body, &desk.marks, &desk.hits.claim, about);
            topic = self.statements.topic_after(topic, body, !statements.is_empty());
            let tokens = first as u32..narrative.token_ends.len() as u32;
            let role = role(&findings);
            let mut sentence = Sentence { span, tokens, role, tags: findings.tags, statements };
            // What is pasted twice is said once. Themes and numbers are told apart: which numbers a report claims
            // shall not depend on the lexicon of themes.
            if !sentence.tags.is_empty() && !tagged.insert(body) {
                sentence.tags = Vec::new();
            }
            if !sentence.statements.is_empty() && !claimed.insert(body) {
                sentence.statements = Vec::new();
            }
            narrative.sentences.push(sentence);
            start = sentence::skip_blank(hans, ending.next);
        }
        narrative
    }

    /// The numbers of a text in simplified characters from byte `from` on, as examples are made of them: `metrics` is told
    /// the place of each (characters of the text) and its value.
    pub(super) fn numbers(
        &self,
        hans: &str,
        from: usize,
        scope: Scope,
        mut metrics: impl FnMut(Range<u32>, f64) -> BTreeSet<String>,
    ) -> Vec<NumberExample> {
        let (mut desk, mut examples, mut topic) = (Desk::default(), Vec::new(), "");
        let mut start = sentence::skip_blank(hans, 0);
        while start < hans.len() {
            let ending = self.scanner.mark(hans, start, &mut desk.marks);
            let span = sentence::trim_end(hans, start..ending.end);
            let body = &hans[span.clone()];
            self.scanner.words(&self.lexicon, &desk.marks, &self.segmenter.token_ends(body), &mut desk.hits);
            let about = (scope, Setting::of(hans, &span, scope.section, topic));
            if span.start >= from {
                let chars = hans[..span.start].chars().count() as u32;
                let metrics = |place: Range<u32>, value| metrics(place.start + chars..place.end + chars, value);
                by_examples::of(
                    &self.statements,
                    body,
                    (&desk.marks, &desk.hits.claim),
                    about.1,
                    metrics,
                    &mut examples,
                );
            }
            let statements = claim::read((&self.statements, None), body, &desk.marks, &desk.hits.claim, about);
            topic = self.statements.topic_after(topic, body, !statements.is_empty());
            start = sentence::skip_blank(hans, ending.next);
        }
        examples
    }

    /// Puts one sentence, without blanks around it, on the stage: what it says, its tokens, and
    /// its scene on the desk. `None` if it is no narrative.
    pub(super) fn stage(&self, desk: &mut Desk, sentence: &str) -> Option<(Findings, Vec<u32>)> {
        let ending = self.scanner.mark(sentence, 0, &mut desk.marks);
        let sentence = sentence.get(..ending.end)?;
        let skip = &self.lexicon.skip;
        if skip.is_heading(sentence, desk.marks.chars()) || skip.is_norm(sentence) {
            return None;
        }
        let token_ends = self.segmenter.token_ends(sentence);
        self.scanner.words(&self.lexicon, &desk.marks, &token_ends, &mut desk.hits);
        let findings = self.heard(sentence, desk, true);
        desk.scene.set(&self.lexicon.classes, &desk.hits.class, desk.hits.classes);
        Some((findings, token_ends))
    }

    /// What a sentence says whose words were looked up; `may` unless these show that no rule can speak.
    fn heard(&self, text: &str, desk: &mut Desk, may: bool) -> Findings {
        let mut findings = Findings::default();
        if !may && self.opinion.is_none() || self.lexicon.skip.is_heading(text, desk.marks.chars()) {
            return findings;
        }
        if may {
            let length = desk.hits.class.last().map_or(0, |hit| hit.end);
            for part in desk.hits.class.chunks(MOST_HITS) {
                desk.scene.set(&self.lexicon.classes, part, desk.hits.classes);
                findings.add(tag::read(&self.lexicon, &desk.scene, length, &mut desk.candidates));
            }
        }
        if let Some(opinion) = &self.opinion {
            opinion.weigh(text, &mut desk.heard, &mut findings.tags);
        }
        if findings.says_something() && self.lexicon.skip.is_norm(text) {
            return Findings::default();
        }
        findings
    }
}

/// Buffers that a reader reuses from sentence to sentence.
#[derive(Debug, Default)]
pub struct Desk {
    marks: Marks,
    hits: Hits,
    pub(super) scene: Scene,
    candidates: Vec<Candidate>,
    heard: Heard,
}

fn aligned(text: &str, hans: &str) -> bool {
    std::ptr::eq(text, hans)
        || (text.len() == hans.len()
            && text.bytes().zip(hans.bytes()).all(|(a, b)| (a & 0xC0 == 0x80) == (b & 0xC0 == 0x80)))
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::*;

    static NARRATOR: LazyLock<Narrator> = LazyLock::new(|| Narrator::builtin().unwrap());

    fn prose() -> impl Strategy<Value = String> {
        let pieces = [
            "人员",
            "不足",
            "针对",
            "问题",
            "，",
            "，",
            "；",
            "、",
            "《",
            "》",
            "加强",
            "培训",
            "未",
            "得到解决",
            "信息公开",
            "不存在",
            "有待",
            "提高",
            "政策解读",
            "形式",
            "单一",
            "更新",
            "不及时",
            "网站",
            "企业",
            "过去",
            "如今",
            "没有真正",
            "质量",
            "不高",
            "x",
            "与要求",
            "还有差距",
        ];
        prop::collection::vec(prop::sample::select(pieces.to_vec()), 1..30).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 4000, ..ProptestConfig::default() })]

        /// What the gate shuts out has nothing to say.
        #[test]
        fn the_gate_loses_nothing(text in prose()) {
            let text = text + "。";
            let (mut desk, mut other) = (Desk::default(), Desk::default());
            let narrative = NARRATOR.read_with(&mut desk, &text, &text, Scope::default());
            let all = NARRATOR.stage(&mut other, &text).map(|(findings, _)| findings.tags).unwrap_or_default();
            prop_assert_eq!(&narrative.sentences[0].tags, &all);
        }
    }

    #[test]
    fn what_is_pasted_twice_is_said_once() {
        let text = "全年收到依申请公开8件。我局人员不足。全年收到依申请公开8件。我局人员不足。";
        let sentences = NARRATOR.read_year(text, text, Some(2022)).sentences;
        let told: Vec<_> = sentences.iter().map(|one| (one.tags.len(), one.statements.len(), one.role)).collect();
        use crate::narrative::Role::{None, Problem};
        assert_eq!(told, [(0, 1, None), (1, 0, Problem), (0, 0, None), (0, 0, Problem)]);
    }

    /// A run that tags again keeps the statements of the last one, so they must not depend on the lexicon.
    #[test]
    fn what_is_claimed_does_not_depend_on_the_themes() {
        let with = |phrase: &str| {
            let rule = format!("[[theme]]\ncode = \"a\"\n[[theme.problem]]\nrule = \"r\"\nphrases = [\"{phrase}\"]\n");
            let statements = include_str!("../../pipelines/statements.toml");
            let statements = StatementRules::from_toml(statements).unwrap();
            Narrator::new(Lexicon::from_toml(&rule).unwrap(), statements, Segmenter::new("")).unwrap()
        };
        let claimed = |narrator: &Narrator| {
            let text = "予以公开3件，人手吃紧。\n（二）依申请公开情况\n予以公开3件，人手吃紧。";
            let sentences = narrator.read_year(text, text, Some(2022)).sentences;
            let counts: Vec<_> = sentences.iter().map(|one| (one.tags.len(), one.statements.len())).collect();
            counts
        };
        assert_eq!(claimed(&with("无此说法")), [(0, 0), (0, 0), (0, 1)]);
        assert_eq!(claimed(&with("人手吃紧")), [(1, 0), (0, 0), (0, 1)]);
    }
}
