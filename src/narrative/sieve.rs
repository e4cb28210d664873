//! The sieve: one look at every character, which tells where words of the rules may begin.
//!
//! Most positions of a text begin no word, and many sentences have nothing to tag or to count.
//! Two tables are asked for every character and for every pair of neighbours; they err on the
//! side of yes. What they let through is looked up in the tree of words. The characters are
//! numbered for the tables and the tree while the sentence's end is looked for, so that a text
//! is decoded once.

use super::letters::{Letters, PLANE};

/// Bits of a mark; a set of them says what may begin at a position.
pub(super) type Kinds = u16;

/// A word of the lexicon.
pub(super) const CLASS: Kinds = 1;
/// A word of the lexicon that can be half of a tag, or a whole one; without it there is no role.
pub(super) const PLAYER: Kinds = 1 << 1;
/// A word of the statement rules.
pub(super) const CLAIM: Kinds = 1 << 2;
/// A number with its measure word, or a word for "none": without one there is no statement.
pub(super) const COUNTS: Kinds = 1 << 3;
/// All that is said of a position.
const ALL: Kinds = (1 << 4) - 1;
/// A mark that may end a sentence; such a character begins no longer word.
const END: Kinds = 1 << 7;
/// The kinds of longer words stand above those of the character itself.
const LONGER: u32 = 8;

const PAIR_BITS: u32 = 15;

/// A position that may begin a word.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Mark {
    /// Character of the sentence.
    pub(super) char: u32,
    kinds: Kinds,
}

impl Mark {
    pub(super) fn is(self, kinds: Kinds) -> bool {
        self.kinds & kinds != 0
    }
}

/// A character of a sentence.
#[derive(Debug, Clone, Copy)]
pub(super) struct Letter {
    /// Byte at which it begins.
    pub(super) byte: u32,
    /// Its number, as the tree knows it.
    pub(super) code: u16,
}

/// What the sieve says of one sentence; the buffers are reused.
#[derive(Debug, Default)]
pub(super) struct Marks {
    marks: Vec<Mark>,
    count: usize,
    /// The characters.
    letters: Vec<Letter>,
    /// Byte behind the last.
    end: u32,
    /// All kinds that occur.
    pub(super) kinds: Kinds,
}

impl Marks {
    pub(super) fn all(&self) -> &[Mark] {
        self.marks.get(..self.count).unwrap_or_default()
    }

    /// Length of the sentence in characters, blanks at its end included.
    pub(super) fn chars(&self) -> usize {
        self.letters.len()
    }

    /// The characters, blanks at the sentence's end included.
    pub(super) fn letters(&self) -> &[Letter] {
        &self.letters
    }

    /// Byte at which a character begins.
    pub(super) fn byte(&self, char: u32) -> u32 {
        self.letters.get(char as usize).map_or(self.end, |letter| letter.byte)
    }
}

/// The tables.
#[derive(Debug)]
pub(super) struct Sieve {
    letters: Letters,
    /// Kinds of each letter.
    kinds: Box<[Kinds; PLANE]>,
    pairs: Box<[u8; 1 << PAIR_BITS]>,
}

fn pair_place(first: u16, second: u16) -> usize {
    let pair = u32::from(first) << 16 | u32::from(second);
    (pair.wrapping_mul(0x9E37_79B1) >> (32 - PAIR_BITS)) as usize
}

impl Sieve {
    /// A sieve that lets nothing through but the marks that may end a sentence.
    pub(super) fn new(letters: Letters, ends: &[char]) -> Self {
        let mut sieve = Sieve { letters, kinds: Box::new([0; PLANE]), pairs: Box::new([0; 1 << PAIR_BITS]) };
        ends.iter().for_each(|&end| sieve.put(end, END));
        sieve
    }

    fn put(&mut self, c: char, kinds: Kinds) {
        let letter = self.letters.code(c);
        if letter != 0 {
            self.kinds[usize::from(letter)] |= kinds;
        }
    }

    /// Lets through the positions where `word` begins.
    pub(super) fn add(&mut self, word: &str, kinds: Kinds) {
        let mut chars = word.chars();
        match (chars.next(), chars.next()) {
            (Some(only), None) => self.put(only, kinds),
            (Some(first), Some(second)) => {
                self.put(first, kinds << LONGER);
                self.pairs[pair_place(self.letters.code(first), self.letters.code(second))] |= kinds as u8;
            }
            _ => {}
        }
    }

    /// The letters that the sieve counts by.
    pub(super) fn letters(&self) -> &Letters {
        &self.letters
    }

    /// Number and length of the character that begins at a byte.
    #[inline]
    fn letter(&self, text: &str, at: usize) -> (u16, usize) {
        let plane = self.letters.plane();
        if let Some(&[a, b, c, ..]) =
            text.as_bytes().get(at..).and_then(<[u8]>::first_chunk::<3>).map(|bytes| &bytes[..])
            && a & 0xF0 == 0xE0
        {
            let place = u16::from(a & 0xF) << 12 | u16::from(b & 0x3F) << 6 | u16::from(c & 0x3F);
            return (plane[usize::from(place)], 3);
        }
        match text.as_bytes().get(at) {
            Some(&byte) if byte.is_ascii() => (plane[usize::from(byte)], 1),
            _ => text
                .get(at..)
                .and_then(|rest| rest.chars().next())
                .map_or((0, 1), |c| (self.letters.code(c), c.len_utf8())),
        }
    }

    /// Marks the sentence that `text` begins with. `ending` is asked at every mark that may end
    /// the sentence, and answers where it ends if it does. Returns that end, or the text's.
    pub(super) fn run(&self, text: &str, marks: &mut Marks, ending: impl FnMut(usize) -> Option<usize>) -> usize {
        let until = self.number(text, marks, ending);
        self.mark(marks);
        until
    }

    /// Numbers the letters of the sentence.
    fn number(&self, text: &str, marks: &mut Marks, mut ending: impl FnMut(usize) -> Option<usize>) -> usize {
        let letters = &mut marks.letters;
        letters.clear();
        let (mut at, mut until, mut ended) = (0, text.len(), false);
        while at < until {
            let (code, width) = self.letter(text, at);
            letters.push(Letter { byte: at as u32, code });
            if self.kinds[usize::from(code)] & END != 0
                && !ended
                && let Some(end) = ending(at)
            {
                (until, ended) = (end.min(text.len()), true);
            }
            at += width;
        }
        marks.end = at as u32;
        until
    }

    /// Marks the places of the numbered letters.
    fn mark(&self, marks: &mut Marks) {
        let Marks { marks: places, letters, .. } = &mut *marks;
        // room for every letter: each place is written and kept if it counts, since a branch here
        // would be guessed wrong too often
        if places.len() < letters.len() {
            places.resize(letters.len(), Mark::default());
        }
        let (mut count, mut all) = (0, 0);
        let mut put = |char: usize, kinds: Kinds| {
            places[count] = Mark { char: char as u32, kinds };
            count += usize::from(kinds != 0);
            all |= kinds;
        };
        for (char, [first, second]) in letters.array_windows().enumerate() {
            let own = self.kinds[usize::from(first.code)];
            let pair = Kinds::from(self.pairs[pair_place(first.code, second.code)]);
            put(char, (own | (own >> LONGER & pair)) & ALL);
        }
        if let Some(last) = letters.last() {
            put(letters.len() - 1, self.kinds[usize::from(last.code)] & ALL);
        }
        marks.count = count;
        marks.kinds = all;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(sieve: &Sieve, text: &str) -> Vec<(u32, u32, Kinds)> {
        let mut marks = Marks::default();
        let end = sieve.run(text, &mut marks, |_| None);
        assert_eq!(end, text.len());
        assert_eq!(marks.chars(), text.chars().count());
        marks.all().iter().map(|mark| (marks.byte(mark.char), mark.char, mark.kinds)).collect()
    }

    #[test]
    fn words_of_every_width_are_let_through() {
        let words =
            [("不足", CLASS | PLAYER), ("件", CLAIM), ("APP", CLAIM), ("é件", CLASS), ("😀", COUNTS), ("，", CLASS)];
        let letters = Letters::of(words.iter().map(|&(word, _)| word).chain(["。"]));
        let mut sieve = Sieve::new(letters, &['。']);
        words.iter().for_each(|&(word, kinds)| sieve.add(word, kinds));
        assert_eq!(
            marked(&sieve, "人不足a件APPé件，𠀀😀"),
            [
                (3, 1, CLASS | PLAYER),
                (10, 4, CLAIM),
                (13, 5, CLAIM),
                (16, 8, CLASS),
                (18, 9, CLAIM),
                (21, 10, CLASS),
                (28, 12, COUNTS),
            ]
        );
        assert_eq!(marked(&sieve, "不"), []);
        assert_eq!(marked(&sieve, ""), []);
    }

    #[test]
    fn asks_where_the_sentence_ends_and_goes_on_to_there() {
        let mut sieve = Sieve::new(Letters::of(["”", "。"].into_iter()), &['。']);
        sieve.add("”", CLASS);
        let mut marks = Marks::default();
        let text = "a。b。”件";
        let end = sieve.run(text, &mut marks, |at| (at > 1).then_some(text.len() - 3));
        assert_eq!((end, marks.chars()), (text.len() - 3, 5));
        assert_eq!(marks.all().iter().map(|mark| mark.char).collect::<Vec<_>>(), [4]);
    }
}
