//! Tables `sections` and `sentences`.

use std::sync::Arc;

use arrow_array::ArrayRef;
use arrow_array::builder::{Int32Builder, StringBuilder};
use arrow_schema::ArrowError;

use crate::narrative::Sentence;
use crate::report::{Report, Section};

use super::builder::Builder;
use super::codebooks::Codebooks;
use super::columns::{Codes, Ids, int32, long_texts};
use super::tokens::Tokens;

pub(super) struct Sections {
    report_id: Ids,
    section: Codes,
    heading: StringBuilder,
    text: StringBuilder,
}

impl Sections {
    pub(super) fn new(books: &Codebooks) -> Self {
        Self {
            report_id: Ids::default(),
            section: Codes::new(&books.sections),
            heading: StringBuilder::new(),
            text: StringBuilder::new(),
        }
    }

    pub(super) fn push(&mut self, report: &Report) {
        for section in &report.sections {
            self.report_id.push(&report.origin.report_id);
            self.section.push(section.code as u16);
            self.heading.append_option(section.heading.as_deref());
            self.text.append_value(&section.text);
        }
    }
}

impl Builder for Sections {
    fn rows(&self) -> usize {
        self.report_id.len()
    }

    fn text_bytes(&self) -> usize {
        self.text.values_slice().len()
    }

    fn finish(&mut self) -> Result<Vec<ArrayRef>, ArrowError> {
        Ok(vec![
            self.report_id.finish()?,
            self.section.finish()?,
            Arc::new(self.heading.finish()),
            long_texts(&mut self.text),
        ])
    }
}

pub(super) struct Sentences {
    report_id: Ids,
    section: Codes,
    sentence: Int32Builder,
    text: StringBuilder,
    tokens: Tokens,
    role: Codes,
}

impl Sentences {
    pub(super) fn new(books: &Codebooks) -> Self {
        Self {
            report_id: Ids::default(),
            section: Codes::new(&books.sections),
            sentence: Int32Builder::new(),
            text: StringBuilder::new(),
            tokens: Tokens::default(),
            role: Codes::new(&books.roles),
        }
    }

    pub(super) fn push(&mut self, report: &Report) {
        for section in &report.sections {
            for (number, sentence) in section.narrative.sentences.iter().enumerate() {
                self.report_id.push(&report.origin.report_id);
                self.section.push(section.code as u16);
                self.sentence.append_value(int32(number));
                self.text.append_value(sentence_text(section, sentence));
                let simplified = section.hans.as_deref().unwrap_or(&section.text);
                let simplified = simplified.get(sentence.span.clone()).unwrap_or_default();
                self.tokens.push(simplified, section.narrative.tokens(sentence));
                self.role.push(sentence.role as u16);
            }
        }
    }
}

impl Builder for Sentences {
    fn rows(&self) -> usize {
        self.report_id.len()
    }

    fn text_bytes(&self) -> usize {
        self.text.values_slice().len()
    }

    fn finish(&mut self) -> Result<Vec<ArrayRef>, ArrowError> {
        Ok(vec![
            self.report_id.finish()?,
            self.section.finish()?,
            Arc::new(self.sentence.finish()),
            long_texts(&mut self.text),
            self.tokens.finish()?,
            self.role.finish()?,
        ])
    }
}

/// The sentence as found; empty for a span that does not fit the section.
pub(super) fn sentence_text<'a>(section: &'a Section, sentence: &Sentence) -> &'a str {
    section.text.get(sentence.span.clone()).unwrap_or_default()
}
