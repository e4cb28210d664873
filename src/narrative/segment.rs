//! Segmentation: jieba tokens of a sentence, as end offsets.
//!
//! One dictionary is built and shared (100 ms, 32 MB). The statistical model is off, so that
//! the tokens are those of the dictionary alone and the same everywhere.

use jieba_rs::{Jieba, Token};

use super::error::DefinitionError;
use crate::document::Span;

/// Least number of bytes cut at once: few enough that the tokens stay in the first caches.
const WINDOW: usize = 1 << 11;

/// Characters of the longest own word; the longest of jieba's has 16.
const LONGEST: usize = 32;

/// The shared dictionary with our own words added.
pub struct Segmenter {
    jieba: Jieba,
}

impl std::fmt::Debug for Segmenter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Segmenter")
    }
}

/// What stands on each line of a dictionary before a comment.
fn own_words(words: &str) -> impl Iterator<Item = &str> {
    words.lines().map(|line| line.split('#').next().unwrap_or_default().trim())
}

impl Segmenter {
    /// Builds the dictionary; `words` has one own word a line, `#` starts a comment.
    pub fn new(words: &str) -> Self {
        let mut jieba = Jieba::new();
        for word in own_words(words).filter(|word| !word.is_empty()) {
            jieba.add_word(word, None, None);
        }
        Segmenter { jieba }
    }

    /// Whether a dictionary of own words is one.
    ///
    /// # Errors
    /// Names the first line that holds no word, as a line of another kind of file.
    pub fn check(words: &str) -> Result<(), DefinitionError> {
        let odd =
            |word: &str| word.contains(|c: char| c.is_whitespace() || c.is_control()) || word.chars().count() > LONGEST;
        match own_words(words).position(odd) {
            None => Ok(()),
            Some(at) => Err(DefinitionError {
                line: at + 1,
                problem: format!("this is no word: it has blanks in it or more than {LONGEST} characters"),
                hint: "write one word a line, without frequency or class".to_owned(),
            }),
        }
    }

    /// The tokens of a text, cut as they are asked for.
    pub(super) fn tokens<'a>(&'a self, text: &'a str) -> Tokens<'a> {
        Tokens { jieba: &self.jieba, text, window: Vec::new(), base: 0, next: 0, until: 0 }
    }

    /// End of each token in bytes; the tokens cover `sentence` without gaps.
    pub fn token_ends(&self, sentence: &str) -> Vec<u32> {
        let tokens = self.jieba.cut(sentence, false);
        let mut ends: Vec<u32> = Vec::with_capacity(tokens.len());
        let mut end = 0;
        for token in tokens {
            end += token.word.len();
            ends.push(end as u32);
        }
        if end < sentence.len() {
            ends.push(sentence.len() as u32);
        }
        ends
    }
}

/// Tokens of a text in order, many sentences cut at once.
pub(super) struct Tokens<'a> {
    jieba: &'a Jieba,
    text: &'a str,
    window: Vec<Token<'a>>,
    /// Byte where the window begins.
    base: usize,
    /// Place of the next token in the window.
    next: usize,
    /// Byte where the window ends.
    until: usize,
}

impl Tokens<'_> {
    /// Adds the ends of the span's tokens, in bytes from its start. The spans are sentences, and
    /// each begins behind the one before: no token reaches over the marks between them.
    pub(super) fn ends(&mut self, span: &Span, out: &mut Vec<u32>) {
        loop {
            for token in self.window.get(self.next..).unwrap_or_default() {
                let start = self.base + token.byte_start;
                if start >= span.end {
                    return;
                }
                self.next += 1;
                if start >= span.start {
                    out.push(((self.base + token.byte_end).min(span.end) - span.start) as u32);
                }
            }
            if self.until >= self.text.len() {
                return;
            }
            self.cut();
        }
    }

    /// Cuts the next window, up to a mark that no token reaches over.
    fn cut(&mut self) {
        self.base = self.until;
        let rest = self.text.get(self.base..).unwrap_or_default();
        let least = (WINDOW..rest.len()).find(|&at| rest.is_char_boundary(at)).unwrap_or(rest.len());
        let more = rest.get(least..).unwrap_or_default().split_inclusive(['。', '\n']).next();
        self.until = self.base + least + more.map_or(0, str::len);
        self.window = self.jieba.cut(self.text.get(self.base..self.until).unwrap_or_default(), false);
        self.next = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_cut_together_are_cut_alike() {
        let segmenter = Segmenter::new("依申请公开\n");
        let line = "办理依申请公开12.5件。（详见附件!）\u{2028}  “好?”\r\n\n见a.cn/?x=1 ！\t公开。";
        let text = line.repeat(3 * WINDOW / line.len());
        let mut tokens = segmenter.tokens(&text);
        for span in crate::narrative::split(&text) {
            let mut ends = Vec::new();
            tokens.ends(&span, &mut ends);
            assert_eq!(ends, segmenter.token_ends(&text[span]));
        }
    }

    #[test]
    fn own_words_stay_whole_and_comments_are_skipped() {
        let segmenter = Segmenter::new("# words of the trade\n依申请公开 # one token\n\n政务新媒体\n");
        let text = "办理依申请公开和政务新媒体工作";
        let ends = segmenter.token_ends(text);
        let mut start = 0;
        let mut tokens = Vec::new();
        for end in ends {
            tokens.push(&text[start..end as usize]);
            start = end as usize;
        }
        assert!(tokens.contains(&"依申请公开"), "{tokens:?}");
        assert!(tokens.contains(&"政务新媒体"), "{tokens:?}");
        assert_eq!(start, text.len());
    }
}
