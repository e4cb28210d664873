//! The word tree: a minimal acyclic automaton over the words, laid out as one array.
//!
//! Word patterns make tens of thousands of words that end alike (`有待进一步加强`, `尚需加强`).
//! Equal ends with equal meanings are stored once, so the whole tree fits the processor's
//! caches, and a step from character to character is one look into one array.
//!
//! All places of a sentence go down the tree together, a character at a time: what comes of one
//! place tells nothing of the next, so a branch for each would be guessed wrong every other time.

use rustc_hash::FxHashMap;

use super::letters::Letters;
use super::sieve::Letter;

/// Value of a node that ends no word.
pub(super) const NO_WORD: u16 = u16::MAX;

/// No word has it; so it leads nowhere.
const NO_LETTER: u16 = 0;
/// Letter of a place that is not taken.
const FREE: u16 = u16::MAX;
/// Row of a node without children; no node has it for its own.
const LEAF: u32 = 0;

/// Rows tried for a node before the first gaps are given up.
const PATIENCE: usize = 256;

/// A step: place `row of the parent + letter`. No two nodes share a row, so the letter tells
/// the parent. Eight bytes: the tree competes with the dictionary for the caches.
#[derive(Debug, Clone, Copy)]
struct Step {
    /// The node that it leads to.
    to: To,
    /// Letter that leads there, or [`FREE`].
    letter: u16,
    /// Value of the word that ends there, or [`NO_WORD`].
    value: u16,
}

impl Step {
    const FREE: Step = Step { to: To(LEAF), letter: FREE, value: NO_WORD };
}

/// A node: its row, or [`LEAF`], and above it a bit for every eighth letter that leads on. Most
/// walks end at the bits, without a look at a row where they find nothing.
#[derive(Debug, Clone, Copy, Default)]
struct To(u32);

impl To {
    const ROW_BITS: u32 = 24;

    fn of(row: u32, letters: impl Iterator<Item = u16>) -> Self {
        To(letters.fold(row, |to, letter| to | 1 << (Self::ROW_BITS + u32::from(letter % 8))))
    }

    #[inline]
    fn row(self) -> u32 {
        self.0 & ((1 << Self::ROW_BITS) - 1)
    }

    /// Whether the letter may lead on; errs on the side of yes.
    #[inline]
    fn may(self, letter: u16) -> bool {
        self.0 >> (Self::ROW_BITS + u32::from(letter % 8)) & 1 == 1
    }
}

/// Where a beginning of words stands in the tree.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row(u32);

impl Row {
    /// No word goes on there.
    pub(super) const NOWHERE: Row = Row(LEAF);
}

/// All words, each with a value.
#[derive(Debug, Clone, Default)]
pub(super) struct Tree {
    steps: Vec<Step>,
    root: u32,
}

/// A way down the tree, before its next step.
#[derive(Debug, Clone, Copy)]
struct Walk {
    /// Place of the step.
    place: u32,
    /// Letter of the step.
    code: u16,
    /// Character at which it began.
    start: u32,
}

impl Walk {
    #[inline]
    fn on(row: u32, code: u16, start: u32) -> Self {
        Walk { place: row + u32::from(code), code, start }
    }
}

/// A word of the tree in a sentence.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Found {
    /// First character.
    pub(super) start: u32,
    /// Character after the last.
    pub(super) end: u32,
    pub(super) value: u16,
}

/// Buffers of a search, reused from sentence to sentence.
#[derive(Debug, Default)]
pub(super) struct Finds {
    walks: Vec<Walk>,
    words: Vec<Found>,
}

impl Tree {
    /// Builds the tree; the words are sorted and without repeats.
    pub(super) fn new<'a>(letters: &Letters, words: impl Iterator<Item = (&'a str, u16)>) -> Self {
        let (nodes, root) = Nodes::of(letters, words);
        layout(&nodes, root)
    }

    /// Whether a row fits into a step for so many places.
    pub(super) fn fits(&self) -> bool {
        self.steps.len() < 1 << To::ROW_BITS
    }

    /// Where every word begins.
    pub(super) fn begin(&self) -> Row {
        Row(self.root)
    }

    /// Goes on by a letter: the value of the word that ends there, or [`NO_WORD`], and where longer ones go on.
    #[inline]
    pub(super) fn follow(&self, Row(row): Row, letter: u16) -> (u16, Row) {
        let step = *self.steps.get((row + u32::from(letter)) as usize).unwrap_or(&Step::FREE);
        if step.letter == letter { (step.value, Row(step.to.row())) } else { (NO_WORD, Row::NOWHERE) }
    }

    /// Finds the words that begin at these characters of a sentence, shorter ones first, those of
    /// equal length in order.
    pub(super) fn find<'a>(
        &self,
        letters: &[Letter],
        starts: impl Iterator<Item = u32>,
        finds: &'a mut Finds,
    ) -> &'a [Found] {
        let Finds { walks, words } = finds;
        walks.clear();
        walks.extend(starts.map(|start| Walk::on(self.root, letter(letters, start), start)));
        let (mut count, mut left, mut length) = (0, walks.len(), 0);
        while left > 0 {
            length += 1;
            if words.len() < count + left {
                words.resize(count + left, Found::default());
            }
            let more = self.step(letters, length, &mut walks[..left], &mut words[count..]);
            (count, left) = (count + more.0, more.1);
        }
        words.get(..count).unwrap_or_default()
    }

    /// Takes every walk a letter further; tells how many words were found and how many walks go on.
    fn step(&self, letters: &[Letter], length: u32, walks: &mut [Walk], words: &mut [Found]) -> (usize, usize) {
        let (mut count, mut left) = (0, 0);
        for at in 0..walks.len() {
            let Walk { place, start, code } = walks[at];
            let end = start + length;
            let Step { to, letter: known, value } = *self.steps.get(place as usize).unwrap_or(&Step::FREE);
            let next = letter(letters, end);
            // written always and kept if it counts: a branch would be guessed wrong too often
            words[count] = Found { start, end, value };
            count += usize::from((known == code) & (value != NO_WORD));
            walks[left] = Walk::on(to.row(), next, start);
            left += usize::from((known == code) & to.may(next));
        }
        (count, left)
    }
}

#[inline]
fn letter(letters: &[Letter], at: u32) -> u16 {
    letters.get(at as usize).map_or(NO_LETTER, |letter| letter.code)
}

#[derive(Debug, Default, PartialEq, Eq, Hash)]
struct Node {
    /// Value of the word that ends here, or [`NO_WORD`].
    value: u16,
    /// Codes and the nodes they lead to.
    steps: Vec<(u16, u32)>,
}

/// Nodes no two of which are equal.
#[derive(Default)]
struct Nodes {
    known: FxHashMap<Node, u32>,
}

impl Nodes {
    fn of<'a>(letters: &Letters, words: impl Iterator<Item = (&'a str, u16)>) -> (Vec<Node>, u32) {
        let mut nodes = Nodes::default();
        let new = || Node { value: NO_WORD, steps: Vec::new() };
        // the nodes of the last word, each with the code that leads to it
        let mut open: Vec<(u16, Node)> = Vec::new();
        let mut root = new();
        let mut codes: Vec<u16> = Vec::new();
        for (word, value) in words {
            codes.clear();
            codes.extend(word.chars().map(|c| letters.code(c)));
            let same = open.iter().zip(&codes).take_while(|((open, _), code)| open == *code).count();
            nodes.close(&mut open, same, &mut root);
            open.extend(codes.drain(same..).map(|code| (code, new())));
            if let Some((_, node)) = open.last_mut() {
                node.value = value;
            }
        }
        nodes.close(&mut open, 0, &mut root);
        let root = nodes.intern(root);
        let mut all: Vec<(Node, u32)> = nodes.known.into_iter().collect();
        all.sort_unstable_by_key(|&(_, id)| id);
        (all.into_iter().map(|(node, _)| node).collect(), root)
    }

    /// Closes the open nodes behind the first `keep`.
    fn close(&mut self, open: &mut Vec<(u16, Node)>, keep: usize, root: &mut Node) {
        while open.len() > keep {
            let Some((code, node)) = open.pop() else { return };
            let id = self.intern(node);
            open.last_mut().map_or(&mut *root, |(_, parent)| parent).steps.push((code, id));
        }
    }

    fn intern(&mut self, node: Node) -> u32 {
        let next = self.known.len() as u32;
        *self.known.entry(node).or_insert(next)
    }
}

/// Gives every node a row in the array such that no two steps meet: wide nodes first, each at
/// the first row that fits.
fn layout(nodes: &[Node], root: u32) -> Tree {
    let mut order: Vec<usize> = (0..nodes.len()).filter(|&id| !nodes[id].steps.is_empty()).collect();
    order.sort_by_key(|&id| std::cmp::Reverse(nodes[id].steps.len()));
    let mut rows = vec![LEAF; nodes.len()];
    let (mut taken, mut used) = (Places::default(), Places::default());
    used.take(LEAF as usize);
    let mut first_free = 1;
    for id in order {
        let steps = &nodes[id].steps;
        while taken.from(first_free) & 1 == 1 {
            first_free += 1;
        }
        let lowest = steps.iter().map(|&(code, _)| usize::from(code)).min().unwrap_or_default();
        let mut row = first_free.saturating_sub(lowest).max(1);
        row = loop {
            // 64 rows are tried at once, until none of them is left
            let meets = |meets, &(code, _): &(u16, u32)| match meets | taken.from(row + usize::from(code)) {
                u64::MAX => Err(u64::MAX),
                meets => Ok(meets),
            };
            let (Ok(meets) | Err(meets)) = steps.iter().try_fold(used.from(row), meets);
            match meets.trailing_ones() as usize {
                64 => row += 64,
                fits => break row + fits,
            }
        };
        if row > first_free + PATIENCE {
            first_free += PATIENCE / 8; // the gaps here are too narrow to look through them again
        }
        rows[id] = row as u32;
        used.take(row);
        steps.iter().for_each(|&(code, _)| taken.take(row + usize::from(code)));
    }
    let row = rows.get(root as usize).copied().unwrap_or(LEAF);
    let mut tree = Tree { steps: vec![Step::FREE; taken.until], root: row };
    for (id, node) in nodes.iter().enumerate() {
        for &(code, to) in &node.steps {
            let Node { value, steps } = &nodes[to as usize];
            let to = To::of(rows[to as usize], steps.iter().map(|&(letter, _)| letter));
            tree.steps[rows[id] as usize + usize::from(code)] = Step { to, letter: code, value: *value };
        }
    }
    tree
}

/// A set of places, a bit each.
#[derive(Default)]
struct Places {
    bits: Vec<u64>,
    /// Place behind the last one taken.
    until: usize,
}

impl Places {
    fn take(&mut self, at: usize) {
        if self.bits.len() <= at / 64 {
            self.bits.resize(at / 64 + 1, 0);
        }
        self.bits[at / 64] |= 1 << (at % 64);
        self.until = self.until.max(at + 1);
    }

    /// Which of the 64 places from `at` on are taken.
    fn from(&self, at: usize) -> u64 {
        let word = |at: usize| self.bits.get(at).copied().unwrap_or_default();
        let (low, shift) = (word(at / 64), at % 64);
        if shift == 0 { low } else { low >> shift | word(at / 64 + 1) << (64 - shift) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(words: &[&str], text: &str) -> Vec<(u16, u32, u32)> {
        let letters = Letters::of(words.iter().copied());
        let tree = Tree::new(&letters, words.iter().copied().zip(0..));
        let text: Vec<Letter> = text.chars().map(|c| Letter { byte: 0, code: letters.code(c) }).collect();
        let mut finds = Finds::default();
        let found = tree.find(&text, 0..text.len() as u32, &mut finds);
        found.iter().map(|&Found { start, end, value }| (value, start, end)).collect()
    }

    #[test]
    fn finds_every_word_of_the_text() {
        let words = ["不", "不够", "不够高", "有待", "有待提高", "𠀀"];
        assert_eq!(found(&words, "不够高。不"), [(0, 0, 1), (0, 4, 5), (1, 0, 2), (2, 0, 3)]);
        assert_eq!(found(&words, "还有待提"), [(3, 1, 3)]);
        assert_eq!(found(&words, "𠀀"), [(5, 0, 1)]);
        assert_eq!(found(&words, "够"), []);
        assert_eq!(found(&[], "够"), []);
    }
}
