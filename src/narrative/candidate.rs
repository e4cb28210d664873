//! Candidates: pairs of a subject and what is said of it, or fixed phrases.
//!
//! The two stand within the rule's gap.

use super::Stance;
use super::classes::{Class, Fold, Part};
use super::lexicon::Lexicon;
use super::matcher::Hit;
use super::scene::{Actor, Scene};

/// A pattern that fits two hits (the same hit twice for a phrase).
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    pub(super) pattern: u16,
    pub(super) subject: Hit,
    pub(super) said: Hit,
    pub(super) clause: u32,
    pub(super) dropped: bool,
}

impl Candidate {
    pub(super) fn start(&self) -> u32 {
        self.subject.start.min(self.said.start)
    }

    pub(super) fn end(&self) -> u32 {
        self.subject.end.max(self.said.end)
    }

    /// It is a fixed phrase, which is subject and predicate at once.
    pub(super) fn is_phrase(&self) -> bool {
        self.subject == self.said
    }

    pub(super) fn object_after(&self) -> bool {
        self.subject.start >= self.said.end
    }
}

/// Puts all candidates of a scene into `found`.
pub(super) fn collect(lexicon: &Lexicon, scene: &Scene, found: &mut Vec<Candidate>) {
    let classes = &lexicon.classes;
    let crossing = classes.crossing();
    found.clear();
    for (at, actor) in scene.players().enumerate() {
        if scene.is_foreign(actor.clause) {
            continue;
        }
        if actor.class.any(Class::PHRASE) {
            let fits = classes.patterns(actor.hit.class, Part::Phrase);
            found.extend(fits.map(|pattern| Candidate {
                pattern,
                subject: actor.hit,
                said: actor.hit,
                clause: actor.clause,
                dropped: false,
            }));
        }
        if !actor.hit.pairs {
            continue;
        }
        let fold = classes.fold(actor.hit.class);
        for other in scene.players().take(at).rev() {
            let far = other.hit.end.saturating_add(lexicon.widest_gap) < actor.hit.start;
            if far || (other.clause != actor.clause && !lexicon.crosses) {
                break;
            }
            let of = if other.clause == actor.clause { &Fold::ALL } else { &crossing };
            if other.hit.end <= actor.hit.start && classes.fold(other.hit.class).fits(fold, of) {
                pair(lexicon, scene, other, actor, found);
            }
        }
    }
}

/// Puts the candidates into `found` that two actors make, one standing before the other.
fn pair(lexicon: &Lexicon, scene: &Scene, before: &Actor, after: &Actor, found: &mut Vec<Candidate>) {
    let gap = after.hit.start - before.hit.end;
    let hidden = after.hidden || before.hidden;
    let mut take = |pattern: u16, subject: Hit, said: Hit| {
        let rule = &lexicon.patterns[usize::from(pattern)];
        let listed = rule.stance == Stance::Measure && said.end <= subject.start && scene.item_at(said.end);
        if gap <= rule.gap
            && (rule.crosses || before.clause == after.clause)
            && !listed
            && !(hidden && rule.stance == Stance::Problem)
        {
            found.push(Candidate { pattern, subject, said, clause: after.clause, dropped: false });
        }
    };
    let (one, other) = (before.hit.class, after.hit.class);
    if before.class.any(Class::SUBJECT) && after.class.any(Class::SAID) {
        lexicon.classes.both((one, Part::SubjectBefore), (other, Part::SaidAfter), |pattern| {
            take(pattern, before.hit, after.hit);
        });
    }
    if after.class.any(Class::SUBJECT) && before.class.any(Class::SAID) {
        lexicon.classes.both((one, Part::SaidBefore), (other, Part::SubjectAfter), |pattern| {
            take(pattern, after.hit, before.hit);
        });
    }
}
