//! The narrator: everything needed to read a section's prose, built once and shared.

use crate::document::Span;

use super::claim::{self, Years};
use super::error::DefinitionError;
use super::frame::Frame;
use super::letters::Letter;
use super::lexicon::Lexicon;
use super::matcher::{Hit, Scanner};
use super::role::role;
use super::scene::Scene;
use super::segment::Segmenter;
use super::statements::StatementRules;
use super::tag::{self, Findings};
use super::{Sentence, skip};

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
}

impl Narrator {
    /// The narrator with the definitions compiled into the program.
    ///
    /// # Errors
    /// Only if those definitions are broken, which a test rules out.
    pub fn builtin() -> Result<Self, DefinitionError> {
        let lexicon = Lexicon::from_toml(include_str!("../../pipelines/themes.toml"))?;
        let statements = StatementRules::from_toml(include_str!("../../pipelines/statements.toml"))?;
        Self::new(lexicon, statements, include_str!("../../pipelines/dictionary.txt"))
    }

    /// A narrator with definitions of one's own; `dictionary` has one word a line.
    ///
    /// # Errors
    /// None at present; the words of any lexicon can be matched.
    pub fn new(lexicon: Lexicon, statements: StatementRules, dictionary: &str) -> Result<Self, DefinitionError> {
        let scanner = Scanner::new(lexicon.words(), statements.words());
        Ok(Narrator { lexicon, statements, segmenter: Segmenter::new(dictionary), scanner })
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
    pub fn read(&self, text: &str, hans: &str) -> Vec<Sentence> {
        self.read_year(text, hans, None)
    }

    /// As [`Narrator::read`], knowing the year the report is about: numbers of other years are
    /// then told apart with certainty. Without it the latest year in the text stands in.
    pub fn read_year(&self, text: &str, hans: &str, report_year: Option<i16>) -> Vec<Sentence> {
        let hans = if aligned(text, hans) { hans } else { text };
        let years = Years::new(hans, report_year);
        let mut bench = Bench::default();
        let spans = super::split(hans);
        let mut sentences = Vec::with_capacity(spans.len());
        self.segmenter.each_sentence(hans, spans, |span, token_ends| {
            sentences.push(self.sentence(&hans[span.clone()], span, token_ends, years, &mut bench));
        });
        sentences
    }

    fn sentence(&self, text: &str, span: Span, token_ends: Vec<u32>, years: Years, bench: &mut Bench) -> Sentence {
        self.scanner.scan(text, &mut bench.letters, &mut bench.hits);
        let findings = self.findings(text, &token_ends, bench);
        let statements = claim::read(&self.statements, text, &bench.hits, years);
        Sentence { span, token_ends, role: role(&findings), tags: findings.tags, statements }
    }

    fn findings(&self, text: &str, token_ends: &[u32], bench: &mut Bench) -> Findings {
        let mut findings = Findings::default();
        if !self.may_say_something(&bench.hits) || skip::is_heading(text) || skip::is_citation(text) {
            return findings;
        }
        let length = bench.hits.last().map_or(0, |hit| hit.end);
        for part in bench.hits.chunks(MOST_HITS) {
            bench.scene.set(&self.lexicon.classes, part, token_ends);
            findings.add(tag::read(&self.lexicon, &bench.scene, length));
        }
        findings
    }

    /// Most sentences have no pair of words that could make a rule: they need no scene.
    fn may_say_something(&self, hits: &[Hit]) -> bool {
        let (mut subject, mut said) = (false, false);
        hits.iter().any(|hit| {
            let class = self.lexicon.classes.class(hit.class);
            subject |= class.subject;
            said |= class.deficit || class.remedy;
            class.phrase || class.frames & Frame::Deficit.bit() != 0 || (subject && said)
        })
    }
}

/// Buffers reused from sentence to sentence.
#[derive(Debug, Default)]
struct Bench {
    letters: Vec<Letter>,
    hits: Vec<Hit>,
    scene: Scene,
}

fn aligned(text: &str, hans: &str) -> bool {
    std::ptr::eq(text, hans)
        || (text.len() == hans.len()
            && text.bytes().zip(hans.bytes()).all(|(a, b)| (a & 0xC0 == 0x80) == (b & 0xC0 == 0x80)))
}
