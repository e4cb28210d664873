//! Candidates: pairs of a subject and what is said of it, or fixed phrases.

use super::Stance;
use super::classes::Part;
use super::lexicon::Lexicon;
use super::matcher::Hit;
use super::scene::Scene;

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

    pub(super) fn object_after(&self) -> bool {
        self.subject.start >= self.said.end
    }
}

/// All candidates of a scene.
pub(super) fn collect(lexicon: &Lexicon, scene: &Scene) -> Vec<Candidate> {
    let classes = &lexicon.classes;
    let mut found = Vec::new();
    for (at, actor) in scene.actors.iter().enumerate() {
        if scene.is_foreign(actor.clause) {
            continue;
        }
        if actor.class.phrase {
            let fits = classes.patterns(actor.hit.class, Part::Phrase);
            found.extend(fits.map(|pattern| Candidate {
                pattern,
                subject: actor.hit,
                said: actor.hit,
                clause: actor.clause,
                dropped: false,
            }));
        }
        if !(actor.class.subject || actor.class.deficit || actor.class.remedy) {
            continue;
        }
        for other in scene.actors[..at].iter().rev() {
            let far = other.hit.end.saturating_add(lexicon.widest_gap) < actor.hit.start;
            if far || (other.clause != actor.clause && !lexicon.crosses) {
                break;
            }
            let pairs = (other.class.subject && (actor.class.deficit || actor.class.remedy))
                || (actor.class.subject && (other.class.deficit || other.class.remedy));
            if !pairs || other.hit.end > actor.hit.start {
                continue;
            }
            let gap = actor.hit.start - other.hit.end;
            let (before, after) = (other.hit.class, actor.hit.class);
            let hidden = |stance| stance == Stance::Problem && (actor.hidden || other.hidden);
            let mut take = |pattern: u16, subject: Hit, said: Hit| {
                let rule = &lexicon.patterns[usize::from(pattern)];
                let listed = rule.stance == Stance::Measure && said.end <= subject.start && scene.item_at(said.end);
                if gap <= rule.gap && (rule.crosses || other.clause == actor.clause) && !listed && !hidden(rule.stance)
                {
                    found.push(Candidate { pattern, subject, said, clause: actor.clause, dropped: false });
                }
            };
            if other.class.subject && (actor.class.deficit || actor.class.remedy) {
                let sets = ((before, Part::SubjectBefore), (after, Part::SaidAfter));
                classes.both(sets.0, sets.1, |pattern| take(pattern, other.hit, actor.hit));
            }
            if actor.class.subject && (other.class.deficit || other.class.remedy) {
                let sets = ((before, Part::SaidBefore), (after, Part::SubjectAfter));
                classes.both(sets.0, sets.1, |pattern| take(pattern, actor.hit, other.hit));
            }
        }
    }
    found
}
