//! Brackets of a sentence.

/// Outermost brackets of a text, in bytes and in order.
#[derive(Debug, Default)]
pub(super) struct Brackets(Vec<(usize, usize)>);

impl Brackets {
    pub(super) fn new(text: &str) -> Self {
        let (mut found, mut open, mut depth) = (Vec::new(), 0, 0_u32);
        for (at, c) in text.match_indices(['(', '（', ')', '）']) {
            if matches!(c, "(" | "（") {
                open = if depth == 0 { at } else { open };
                depth += 1;
            } else if depth > 0 {
                depth -= 1;
                if depth == 0 {
                    found.push((open, at));
                }
            }
        }
        Brackets(found)
    }

    /// Where brackets that open at byte `at` close, if that is before byte `end`; or `at`.
    pub(super) fn past(&self, at: usize, end: usize) -> usize {
        let found = self.0.binary_search_by_key(&at, |&(open, _)| open);
        found.map(|found| self.0[found].1).ok().filter(|&close| close < end).unwrap_or(at)
    }

    /// Those that a condition on their ends chooses.
    pub(super) fn those(&self, chooses: impl Fn(usize, usize) -> bool) -> Self {
        Brackets(self.0.iter().filter(|(open, close)| chooses(*open, *close)).copied().collect())
    }

    /// Whether byte `at` stands in brackets that are closed before byte `end`.
    pub(super) fn closed(&self, at: usize, end: usize) -> bool {
        let before = self.0.partition_point(|&(open, _)| open < at);
        self.0[..before].last().is_some_and(|&(_, close)| at < close && close < end)
    }
}
