//! The role of a sentence: problem, measure or neither.

use super::tag::Findings;
use super::{Role, Stance};

/// A problem outweighs a measure; a deficit without a theme is a problem too.
pub(super) fn role(findings: &Findings) -> Role {
    let has = |stance| findings.tags.iter().any(|tag| tag.stance == stance);
    if has(Stance::Problem) || findings.bare_deficit {
        Role::Problem
    } else if has(Stance::Measure) {
        Role::Measure
    } else {
        Role::None
    }
}
