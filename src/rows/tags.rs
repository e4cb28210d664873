//! Tables `themes` and `statements`: what the narrative says, with the words that say it.

use std::sync::Arc;

use arrow_array::ArrayRef;
use arrow_array::builder::{Float64Builder, Int32Builder, StringBuilder};
use arrow_schema::ArrowError;

use crate::report::Report;

use super::builder::Builder;
use super::codebooks::{Codebooks, name_key};
use super::columns::{Codebook, Codes, Ids, Words, int32, slice_chars};
use super::narrative::sentence_text;

pub(super) struct Themes {
    themes: Codebook,
    rules: Codebook,
    report_id: Ids,
    section: Codes,
    sentence: Int32Builder,
    theme: Codes,
    stance: Codes,
    evidence: StringBuilder,
    start: Int32Builder,
    end: Int32Builder,
    rule: Codes,
}

impl Themes {
    pub(super) fn new(books: &Codebooks) -> Self {
        Self {
            themes: Arc::clone(&books.themes),
            rules: Arc::clone(&books.rules),
            report_id: Ids::default(),
            section: Codes::new(&books.sections),
            sentence: Int32Builder::new(),
            theme: Codes::new(&books.themes),
            stance: Codes::new(&books.stances),
            evidence: StringBuilder::new(),
            start: Int32Builder::new(),
            end: Int32Builder::new(),
            rule: Codes::new(&books.rules),
        }
    }

    pub(super) fn push(&mut self, report: &Report) {
        for section in &report.sections {
            for (number, sentence) in section.narrative.sentences.iter().enumerate() {
                let text = sentence_text(section, sentence);
                for tag in &sentence.tags {
                    self.report_id.push(&report.origin.report_id);
                    self.section.push(section.code as u16);
                    self.sentence.append_value(int32(number));
                    self.theme.push(name_key(&self.themes, tag.theme));
                    self.stance.push(tag.stance as u16);
                    self.evidence.append_value(slice_chars(text, tag.start, tag.end));
                    self.start.append_value(int32(tag.start));
                    self.end.append_value(int32(tag.end));
                    self.rule.push(name_key(&self.rules, tag.rule));
                }
            }
        }
    }
}

impl Builder for Themes {
    fn rows(&self) -> usize {
        self.report_id.len()
    }

    fn finish(&mut self) -> Result<Vec<ArrayRef>, ArrowError> {
        Ok(vec![
            self.report_id.finish()?,
            self.section.finish()?,
            Arc::new(self.sentence.finish()),
            self.theme.finish()?,
            self.stance.finish()?,
            Arc::new(self.evidence.finish()),
            Arc::new(self.start.finish()),
            Arc::new(self.end.finish()),
            self.rule.finish()?,
        ])
    }
}

pub(super) struct Statements {
    metrics: Codebook,
    report_id: Ids,
    section: Codes,
    sentence: Int32Builder,
    metric: Codes,
    value: Float64Builder,
    unit: Words,
    evidence: StringBuilder,
    start: Int32Builder,
    end: Int32Builder,
}

impl Statements {
    pub(super) fn new(books: &Codebooks) -> Self {
        Self {
            metrics: Arc::clone(&books.metrics),
            report_id: Ids::default(),
            section: Codes::new(&books.sections),
            sentence: Int32Builder::new(),
            metric: Codes::new(&books.metrics),
            value: Float64Builder::new(),
            unit: Words::default(),
            evidence: StringBuilder::new(),
            start: Int32Builder::new(),
            end: Int32Builder::new(),
        }
    }

    pub(super) fn push(&mut self, report: &Report) {
        for section in &report.sections {
            for (number, sentence) in section.narrative.sentences.iter().enumerate() {
                let text = sentence_text(section, sentence);
                for statement in &sentence.statements {
                    self.report_id.push(&report.origin.report_id);
                    self.section.push(section.code as u16);
                    self.sentence.append_value(int32(number));
                    self.metric.push(name_key(&self.metrics, statement.metric));
                    self.value.append_value(statement.value);
                    self.unit.push(statement.unit);
                    self.evidence.append_value(slice_chars(text, statement.start, statement.end));
                    self.start.append_value(int32(statement.start));
                    self.end.append_value(int32(statement.end));
                }
            }
        }
    }
}

impl Builder for Statements {
    fn rows(&self) -> usize {
        self.report_id.len()
    }

    fn finish(&mut self) -> Result<Vec<ArrayRef>, ArrowError> {
        Ok(vec![
            self.report_id.finish()?,
            self.section.finish()?,
            Arc::new(self.sentence.finish()),
            self.metric.finish()?,
            Arc::new(self.value.finish()),
            self.unit.finish()?,
            Arc::new(self.evidence.finish()),
            Arc::new(self.start.finish()),
            Arc::new(self.end.finish()),
        ])
    }
}
