//! Rivals: of several candidates for the same words, which one is meant.

use super::Stance;
use super::candidate::Candidate;
use super::lexicon::Lexicon;
use super::matcher::Hit;
use super::pattern::Pattern;
use super::scene::Scene;

/// An object this near to its verb is what the verb speaks of.
const OBJECT_REACH: u32 = 4;
/// Of candidates for the same words some mean more than others.
pub(super) fn rival(lexicon: &Lexicon, scene: &Scene, candidates: &mut Vec<Candidate>) {
    longest_phrases(candidates);
    nearest_predicate(candidates);
    let order = from_the_end(candidates);
    heads_only(scene, candidates, &order);
    nearest_subject(scene, candidates, &order);
    own_subject(lexicon, candidates);
    candidates.retain(|candidate| !candidate.dropped);
    problems_outweigh(lexicon, candidates);
}

/// A phrase inside a longer one says less than it: 被动公开 in 变被动公开为主动公开.
fn longest_phrases(candidates: &mut Vec<Candidate>) {
    let is_phrase = |candidate: &Candidate| candidate.subject == candidate.said;
    let phrases: Vec<Hit> =
        candidates.iter().filter(|candidate| is_phrase(candidate)).map(|candidate| candidate.said).collect();
    candidates
        .retain(|candidate| !is_phrase(candidate) || !phrases.iter().any(|outer| contains(outer, &candidate.said)));
}

/// Of several verbs in front of an object the nearest speaks of it.
fn nearest_predicate(candidates: &mut [Candidate]) {
    for i in 0..candidates.len() {
        let one = candidates[i];
        candidates[i].dropped = one.object_after()
            && candidates
                .iter()
                .any(|other| other.object_after() && other.subject == one.subject && other.said.start >= one.said.end);
    }
}

/// Of several objects behind a verb the last is the head, with those joined to it. Verbs that end
/// alike are one: 完善 in 修订完善.
fn heads_only(scene: &Scene, candidates: &mut [Candidate], order: &[usize]) {
    for &i in order {
        let one = candidates[i];
        if one.dropped || !one.object_after() {
            continue;
        }
        let same = || {
            let verb = |other: &&Candidate| other.object_after() && other.said.end == one.said.end;
            candidates.iter().filter(|other| !other.dropped).filter(verb)
        };
        let inside = same().any(|other| contains(&other.subject, &one.subject));
        let next = same()
            .map(|other| other.subject)
            .filter(|other| other.start >= one.subject.end)
            .min_by_key(|other| other.start);
        let modifier = next.is_some_and(|next| !scene.coordinated(&one.subject, &next));
        candidates[i].dropped = inside || modifier;
    }
}

/// Of several subjects in front of a deficit the last is meant, with those joined to it; and
/// none where the deficit is a verb with its own object (`人员缺乏培训`) or part of a phrase that
/// names who lacks (`通报的栏目内容缺失`).
fn nearest_subject(scene: &Scene, candidates: &mut [Candidate], order: &[usize]) {
    for &i in order {
        let one = candidates[i];
        if one.dropped || one.object_after() || one.subject == one.said {
            continue;
        }
        let taken = candidates.iter().any(|other| {
            !other.dropped
                && other.object_after()
                && other.said == one.said
                && other.subject.start - other.said.end <= OBJECT_REACH
        });
        let taken = taken
            || candidates.iter().any(|other| {
                let phrase = other.subject == other.said && contains(&other.said, &one.said);
                phrase && other.said.start >= one.subject.end && !scene.coordinated(&one.subject, &other.said)
            });
        let same = || {
            candidates
                .iter()
                .filter(|other| !other.object_after() && other.said == one.said && other.subject != other.said)
        };
        let inside = same().any(|other| contains(&other.subject, &one.subject));
        let next = same()
            .map(|other| other.subject)
            .filter(|other| other.start >= one.subject.end)
            .min_by_key(|other| other.start);
        let modifier = next.is_some_and(|next| !scene.coordinated(&one.subject, &next));
        candidates[i].dropped = taken || inside || modifier;
    }
}

/// A phrase that says what a subject's own deficit says speaks of that subject: 能力不足 in
/// `保密审查能力不足`, 缺乏针对性 in `培训缺乏针对性`.
fn own_subject(lexicon: &Lexicon, candidates: &mut [Candidate]) {
    let theme = |candidate: &Candidate| lexicon.patterns[usize::from(candidate.pattern)].theme;
    for i in 0..candidates.len() {
        let phrase = candidates[i];
        if phrase.dropped || phrase.subject != phrase.said {
            continue;
        }
        let (start, end) = (phrase.said.start, phrase.said.end);
        let speaks = |other: &Candidate| {
            let begins = other.subject.start < start && other.said.start >= start && other.said.end == end;
            let same = other.subject.end > start || other.said == phrase.said;
            !other.dropped && !other.object_after() && begins && same && theme(other) != theme(&phrase)
        };
        candidates[i].dropped = candidates.iter().any(speaks);
    }
}

/// What lacks is not yet a measure: `培训的组织还不够` says nothing was done about training.
fn problems_outweigh(lexicon: &Lexicon, candidates: &mut Vec<Candidate>) {
    let rule = |candidate: &Candidate| lexicon.patterns[usize::from(candidate.pattern)];
    let problems: Vec<(u16, u32, u32)> = candidates
        .iter()
        .filter(|candidate| rule(candidate).stance == Stance::Problem)
        .map(|candidate| (rule(candidate).theme, candidate.start(), candidate.end()))
        .collect();
    candidates.retain(|candidate| {
        let Pattern { theme, stance, .. } = rule(candidate);
        let meets = |&(other, start, end): &(u16, u32, u32)| {
            other == theme && start < candidate.end() && candidate.start() < end
        };
        stance == Stance::Problem || !problems.iter().any(meets)
    });
}

/// Indices of the candidates, those with the last subject first.
fn from_the_end(candidates: &[Candidate]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..candidates.len()).collect();
    order.sort_by_key(|&at| std::cmp::Reverse((candidates[at].subject.start, candidates[at].subject.end)));
    order
}

fn contains(outer: &Hit, inner: &Hit) -> bool {
    outer.start <= inner.start && inner.end <= outer.end && outer.end - outer.start > inner.end - inner.start
}
