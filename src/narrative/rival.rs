//! Rivals: of several candidates for the same words, which one is meant.

use super::Stance;
use super::candidate::Candidate;
use super::lexicon::Lexicon;
use super::matcher::Hit;
use super::pattern::Pattern;
use super::scene::Scene;

/// Of candidates for the same words some mean more than others.
pub(super) fn rival(lexicon: &Lexicon, scene: &Scene, candidates: &mut Vec<Candidate>) {
    longest_phrases(candidates);
    nearest(scene, candidates);
    candidates.retain(|candidate| !candidate.dropped);
    problems_outweigh(lexicon, candidates);
}

/// A phrase inside a longer one says less than it: 被动公开 in 变被动公开为主动公开.
fn longest_phrases(candidates: &mut Vec<Candidate>) {
    let phrases: Vec<Hit> =
        candidates.iter().filter(|candidate| candidate.is_phrase()).map(|candidate| candidate.said).collect();
    let is_part = |said: &Hit| phrases.iter().any(|longer| said.is_inside(longer.place()));
    candidates.retain(|candidate| !(candidate.is_phrase() && is_part(&candidate.said)));
}

/// Of several subjects in front of a deficit the last is meant, with those joined to it; so is of several objects behind
/// a verb. What is said of them and ends alike is one: 完善 in 修订完善.
fn nearest(scene: &Scene, candidates: &mut [Candidate]) {
    for i in from_the_end(candidates) {
        let one = candidates[i];
        let same = |other: &&Candidate| {
            !(other.dropped || other.is_phrase())
                && other.object_after() == one.object_after()
                && other.said.end == one.said.end
        };
        let subjects = || candidates.iter().filter(same).map(|other| other.subject);
        let next = subjects().filter(|next| next.start >= one.subject.end).min_by_key(|next| next.start);
        candidates[i].dropped = !one.is_phrase()
            && (subjects().any(|longer| one.subject.is_inside(longer.place()))
                || next.is_some_and(|next| !scene.coordinated(&one.subject, &next)));
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

#[cfg(test)]
mod tests {
    use crate::narrative::trial::tagged;

    const RULES: &str = r#"
[[theme]]
code = "people"
[[theme.problem]]
rule = "few"
subject = ["人员", "考核机制"]
deficit = ["不足", "不够", "不够重视"]
[[theme.measure]]
rule = "more"
subject = ["人员"]
remedy = ["充实", "完善"]
[[theme]]
code = "training"
[[theme.problem]]
rule = "little"
subject = ["培训", "指导", "解读", "机制"]
deficit = ["不足", "较少"]
[[theme.problem]]
rule = "passive"
phrases = ["被动", "变被动为主动"]
[[theme.measure]]
rule = "held"
subject = ["培训", "制度"]
remedy = ["组织", "充实", "完善", "修订完善"]
"#;

    fn rules(text: &str) -> Vec<String> {
        tagged(RULES, text).into_iter().map(|(rule, _)| rule).collect()
    }

    #[test]
    fn the_last_subject_is_meant_with_those_joined_to_it() {
        assert_eq!(rules("解读人员不足。"), ["people/few"]);
        assert_eq!(rules("解读和人员不足。"), ["training/little", "people/few"]);
        assert_eq!(rules("考核机制不足。"), ["people/few"], "the longer subject");
    }

    #[test]
    fn the_last_object_is_meant_with_those_joined_to_it() {
        assert_eq!(rules("充实人员培训。"), ["training/held"]);
        assert_eq!(rules("充实人员、培训。"), ["people/more", "training/held"]);
        assert_eq!(rules("修订完善制度。"), ["training/held"]);
    }

    #[test]
    fn the_longer_phrase_and_the_problem_count() {
        let tags = tagged(RULES, "变被动为主动。");
        assert_eq!(tags.len(), 1);
        assert_eq!(rules("组织培训较少。"), ["training/little"]);
    }
}
