//! Segmentation: jieba tokens of a sentence, as end offsets.
//!
//! One dictionary is built and shared (100 ms, 32 MB). The statistical model is off, so that
//! the tokens are those of the dictionary alone and the same everywhere.

use jieba_rs::Jieba;

use crate::document::Span;

/// Bytes cut at once; one sentence may be longer.
const GROUP: usize = 1 << 14;

/// The shared dictionary with our own words added.
pub struct Segmenter {
    jieba: Jieba,
}

impl std::fmt::Debug for Segmenter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Segmenter")
    }
}

impl Segmenter {
    /// Builds the dictionary; `words` has one own word a line, `#` starts a comment.
    pub fn new(words: &str) -> Self {
        let mut jieba = Jieba::new();
        for line in words.lines() {
            let word = line.split('#').next().unwrap_or_default().trim();
            if !word.is_empty() {
                jieba.add_word(word, None, None);
            }
        }
        Segmenter { jieba }
    }

    /// Calls `each` with every span and the ends of its tokens, in bytes from its start. The
    /// spans are sentences of `text`: no token reaches over the marks between them, so many are
    /// cut at once.
    pub(super) fn each_sentence(&self, text: &str, spans: Vec<Span>, mut each: impl FnMut(Span, Vec<u32>)) {
        let mut spans = spans.into_iter().peekable();
        while let Some(first) = spans.peek() {
            let from = first.start;
            let mut group = Vec::new();
            while let Some(span) = spans.next_if(|span| group.is_empty() || span.end - from <= GROUP) {
                group.push(span);
            }
            let until = group.last().map_or(from, |span| span.end);
            let tokens = self.jieba.cut(text.get(from..until).unwrap_or_default(), false);
            let mut tokens = tokens.as_slice();
            for span in group {
                let count = |end: usize| tokens.iter().take_while(|token| from + token.byte_start < end).count();
                tokens = &tokens[count(span.start)..];
                let count = tokens.iter().take_while(|token| from + token.byte_start < span.end).count();
                let (own, rest) = tokens.split_at(count);
                tokens = rest;
                let end = |byte: usize| ((from + byte).min(span.end) - span.start) as u32;
                let ends = own.iter().map(|token| end(token.byte_end)).collect();
                each(span, ends);
            }
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_cut_together_are_cut_alike() {
        let segmenter = Segmenter::new("依申请公开\n");
        let line = "办理依申请公开12.5件。（详见附件!）\u{2028}  “好?”\r\n\n见a.cn/?x=1 ！\t公开。";
        let text = line.repeat(GROUP / line.len() + 3);
        let spans = crate::narrative::split(&text);
        let mut seen = 0;
        segmenter.each_sentence(&text, spans.clone(), |span, ends| {
            assert_eq!(span, spans[seen]);
            assert_eq!(ends, segmenter.token_ends(&text[span]));
            seen += 1;
        });
        assert_eq!(seen, spans.len());
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
