//! Classes: what a word means to the rules, as bit sets.
//!
//! Words that play the same parts share a class, so a few hundred classes serve thousands of
//! words. A class has one bit per pattern and part; two hits fit a pattern where the bits of
//! the one as subject and of the other as predicate meet. The work per pair of hits does not
//! grow with the number of words, and hardly with the number of rules (64 to a machine word).

use rustc_hash::FxHashMap;

use super::Stance;
use super::frame::Frame;
use super::pattern::Pattern;

/// A part that a word plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Slot {
    /// Subject of a pattern.
    Subject(u16),
    /// What a pattern says of its subject.
    Said(u16),
    /// A pattern's fixed phrase.
    Phrase(u16),
    /// Keeps a pattern from matching.
    Unless(u16),
    /// Belongs to a frame.
    Frame(Frame),
}

/// Bit sets a class has, in the order they are stored.
#[derive(Debug, Clone, Copy)]
pub(super) enum Part {
    /// Subject standing before.
    SubjectBefore,
    /// Said of a subject standing before.
    SaidAfter,
    /// Subject standing after.
    SubjectAfter,
    /// Said of a subject standing after.
    SaidBefore,
    /// Fixed phrase.
    Phrase,
    /// Keeps away.
    Unless,
}

const PARTS: usize = 6;

/// Shape of a class at a glance: its frames, and the parts that its words play somewhere.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Class(u64);

impl Class {
    /// It plays a part in a pattern that reaches over clause marks.
    pub(super) const CROSSES: Class = Class(1 << 57);
    pub(super) const SUBJECT: Class = Class(1 << 59);
    pub(super) const DEFICIT: Class = Class(1 << 60);
    pub(super) const REMEDY: Class = Class(1 << 61);
    pub(super) const PHRASE: Class = Class(1 << 62);
    /// It keeps some pattern away from its clause.
    pub(super) const UNLESS: Class = Class(1 << 63);
    /// It says something of a subject.
    pub(super) const SAID: Class = Class(Class::DEFICIT.0 | Class::REMEDY.0);

    /// Whether it has any of the parts.
    pub(super) fn any(self, parts: Class) -> bool {
        self.0 & parts.0 != 0
    }

    pub(super) fn is(self, frame: Frame) -> bool {
        self.0 & frame.bit() != 0
    }

    /// Without the parts.
    pub(super) fn without(self, parts: Class) -> Class {
        Class(self.0 & !parts.0)
    }

    /// Whether one of its words is enough to make a sentence say something.
    #[inline]
    pub(super) fn says_alone(self) -> bool {
        self.any(Class::PHRASE) || self.is(Frame::Deficit)
    }

    /// Whether its words make a sentence say something, alone or in pairs.
    pub(super) fn plays(self) -> bool {
        self.says_alone() || self.any(Class::SUBJECT) || self.any(Class::SAID)
    }
}

impl std::ops::BitOrAssign for Class {
    fn bitor_assign(&mut self, other: Class) {
        self.0 |= other.0;
    }
}

/// All words with their classes.
#[derive(Debug, Clone, Default)]
pub(super) struct Classes {
    words: Vec<(String, u16)>,
    classes: Vec<Class>,
    bits: Vec<u64>,
    stride: usize,
    /// For each class, the first four of its bit sets folded.
    folds: Vec<Fold>,
    crossing: Fold,
}

/// The first four bit sets of a class, folded into a word each: two classes whose folds do not
/// meet fit no pattern.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Fold([u64; 4]);

impl Fold {
    /// Holds every pattern.
    pub(super) const ALL: Fold = Fold([u64::MAX; 4]);

    /// Whether some pattern of `of` may fit, these words standing before the others; errs on
    /// the side of yes.
    #[inline]
    pub(super) fn fits(&self, after: &Fold, of: &Fold) -> bool {
        let meet =
            |before: Part, behind: Part| self.0[before as usize] & after.0[behind as usize] & of.0[before as usize];
        meet(Part::SubjectBefore, Part::SaidAfter) | meet(Part::SaidBefore, Part::SubjectAfter) != 0
    }

    #[inline]
    pub(super) fn add(&mut self, other: &Fold) {
        self.0 = std::array::from_fn(|at| self.0[at] | other.0[at]);
    }
}

impl Classes {
    /// Of words in order without repeats.
    pub(super) fn new(slots: Vec<(String, Vec<Slot>)>, patterns: &[Pattern]) -> Self {
        let mut made = Classes { stride: patterns.len().div_ceil(64).max(1), ..Classes::default() };
        let mut known: FxHashMap<Vec<Slot>, u16> = FxHashMap::default();
        let folded = fold_bits(patterns);
        for (word, mut slots) in slots {
            slots.sort_unstable();
            let next = known.len() as u16;
            let class = *known.entry(slots).or_insert_with_key(|slots| {
                made.push(slots, patterns, &folded);
                next
            });
            made.words.push((word, class));
        }
        let crossing = folded.iter().zip(patterns).filter(|(_, pattern)| pattern.crosses);
        crossing.for_each(|(bit, pattern)| {
            let part = if pattern.subject_first { Part::SubjectBefore } else { Part::SaidBefore };
            made.crossing.0[part as usize] |= bit;
        });
        made
    }

    fn push(&mut self, slots: &[Slot], patterns: &[Pattern], folded: &[u64]) {
        let start = self.bits.len();
        self.bits.resize(start + PARTS * self.stride, 0);
        let mut fold = Fold::default();
        let mut class = Class::default();
        for slot in slots {
            let (part, index) = match *slot {
                Slot::Frame(frame) => {
                    class.0 |= frame.bit();
                    continue;
                }
                Slot::Subject(index) => {
                    class |= Class::SUBJECT;
                    let before = patterns[usize::from(index)].subject_first;
                    (if before { Part::SubjectBefore } else { Part::SubjectAfter }, index)
                }
                Slot::Said(index) => {
                    let pattern = &patterns[usize::from(index)];
                    match pattern.stance {
                        Stance::Problem => class |= Class::DEFICIT,
                        Stance::Measure => class |= Class::REMEDY,
                    }
                    (if pattern.subject_first { Part::SaidAfter } else { Part::SaidBefore }, index)
                }
                Slot::Phrase(index) => {
                    class |= Class::PHRASE;
                    (Part::Phrase, index)
                }
                Slot::Unless(index) => {
                    class |= Class::UNLESS;
                    (Part::Unless, index)
                }
            };
            self.bits[start + part as usize * self.stride + usize::from(index) / 64] |= 1 << (index % 64);
            if patterns[usize::from(index)].crosses {
                class |= Class::CROSSES;
            }
            if let Some(bits) = fold.0.get_mut(part as usize) {
                *bits |= folded[usize::from(index)];
            }
        }
        self.folds.push(fold);
        self.classes.push(class);
    }

    pub(super) fn words(&self) -> impl Iterator<Item = (&str, u16)> {
        self.words.iter().map(|(word, class)| (word.as_str(), *class))
    }

    pub(super) fn class(&self, class: u16) -> Class {
        self.classes.get(usize::from(class)).copied().unwrap_or_default()
    }

    fn row(&self, class: u16, part: Part) -> &[u64] {
        let start = (usize::from(class) * PARTS + part as usize) * self.stride;
        self.bits.get(start..start + self.stride).unwrap_or_default()
    }

    pub(super) fn has(&self, class: u16, part: Part, pattern: u16) -> bool {
        let row = (usize::from(class) * PARTS + part as usize) * self.stride;
        self.bits.get(row + usize::from(pattern) / 64).is_some_and(|bits| bits >> (pattern % 64) & 1 == 1)
    }

    /// Patterns in one bit set.
    pub(super) fn patterns(&self, class: u16, part: Part) -> impl Iterator<Item = u16> {
        self.row(class, part).iter().zip(0..).flat_map(|(&bits, at)| each_bit(bits).map(move |bit| at * 64 + bit))
    }

    #[inline]
    pub(super) fn fold(&self, class: u16) -> &Fold {
        const NONE: &Fold = &Fold([0; 4]);
        self.folds.get(usize::from(class)).unwrap_or(NONE)
    }

    /// The patterns that reach over clause marks.
    pub(super) fn crossing(&self) -> Fold {
        self.crossing
    }

    /// Calls `each` with the patterns in both bit sets.
    #[inline]
    pub(super) fn both(&self, one: (u16, Part), other: (u16, Part), mut each: impl FnMut(u16)) {
        let pairs = self.row(one.0, one.1).iter().zip(self.row(other.0, other.1));
        for (at, (one, other)) in pairs.enumerate() {
            each_bit(one & other).for_each(|bit| each(at as u16 * 64 + bit));
        }
    }
}

/// Each pattern's bit in a fold: patterns of one order share a bit only where there are more than 64.
fn fold_bits(patterns: &[Pattern]) -> Vec<u64> {
    let mut counts = [0_u64; 2];
    let bits = patterns.iter().map(|pattern| {
        let count = &mut counts[usize::from(pattern.subject_first)];
        *count += 1;
        1 << ((*count - 1) % 64)
    });
    bits.collect()
}

/// Places of the bits that are set.
fn each_bit(mut bits: u64) -> impl Iterator<Item = u16> {
    std::iter::from_fn(move || {
        let bit = bits.trailing_zeros();
        bits &= bits.wrapping_sub(1);
        (bit < 64).then_some(bit as u16)
    })
}
