//! Figures printed over others, as where a finished page was corrected.
//!
//! A shape filled between the two hides what it covers. Without one, two figures at one place are both in the file, and
//! which of them is meant nobody can tell: neither stays readable.

use std::collections::HashMap;

use super::marks::{Cover, Glyph, Marks};

/// What stands for a glyph that another stands on.
const UNREADABLE: char = '\u{FFFD}';
/// Glyphs on a line before one that are compared with it.
const REACH: usize = 8;
/// Height of what counts as one line, in points; neighbouring lines are looked at, too.
const ROW: f64 = 4.0;
/// Covers of one page; a page with more is a drawing.
const MOST: usize = 20_000;
/// How often a glyph and a cover of one page are compared; where that does not tell what is covered, no digit of it is
/// readable.
const MOST_COMPARED: usize = 20_000_000;

impl Cover {
    fn hides(&self, glyph: &Glyph) -> bool {
        glyph.drawn < self.drawn
            && (self.left..self.right).contains(&glyph.centre())
            && (self.top..self.bottom).contains(&glyph.middle)
    }
}

/// Drops what is covered by a shape on which a figure stands anew; makes figures that stand on each other unreadable.
pub(super) fn settle(Marks { glyphs, covers, .. }: &mut Marks) {
    let mut effective: Vec<usize> = Vec::new();
    let pairs = on_each_other(glyphs);
    if pairs.is_empty() {
        return;
    }
    let covers = &covers[..covers.len().min(MOST)];
    let mut unreadable = vec![false; glyphs.len()];
    let mut compared = 0;
    for (below, above) in pairs {
        let between = covers.partition_point(|cover| cover.drawn <= glyphs[below].drawn)
            ..covers.partition_point(|cover| cover.drawn <= glyphs[above].drawn);
        compared += between.len();
        if compared > MOST_COMPARED {
            break;
        }
        match between.into_iter().find(|&at| covers[at].hides(&glyphs[below])) {
            Some(cover) => effective.push(cover),
            None => (unreadable[below], unreadable[above]) = (true, true),
        }
    }
    effective.sort_unstable();
    effective.dedup();
    if compared > MOST_COMPARED || effective.len() * glyphs.len() > MOST_COMPARED {
        glyphs.iter_mut().filter(|glyph| is_digit(glyph)).for_each(|glyph| glyph.text = UNREADABLE.to_string());
        return;
    }
    for (glyph, _) in glyphs.iter_mut().zip(unreadable).filter(|(_, unreadable)| *unreadable) {
        glyph.text = UNREADABLE.to_string();
    }
    glyphs.retain(|glyph| !effective.iter().any(|&cover| covers[cover].hides(glyph)));
}

fn is_digit(glyph: &Glyph) -> bool {
    glyph.text.chars().all(|c| c.is_ascii_digit())
}

/// Pairs of figures at one place, the one drawn first before the other.
fn on_each_other(glyphs: &[Glyph]) -> Vec<(usize, usize)> {
    let may_be_covered = |glyph: &Glyph| glyph.is_upright() && is_digit(glyph);
    let mut digits: Vec<usize> = (0..glyphs.len()).filter(|&at| may_be_covered(&glyphs[at])).collect();
    digits.sort_by(|&a, &b| glyphs[a].centre().total_cmp(&glyphs[b].centre()));
    let mut pairs = Vec::new();
    let mut rows: HashMap<i64, Vec<usize>> = HashMap::new();
    for at in digits {
        let glyph = &glyphs[at];
        let row = (glyph.middle / ROW).floor() as i64;
        let before = (row - 1..=row + 1).filter_map(|row| rows.get(&row)).flat_map(|row| row.iter().rev().take(REACH));
        for &other in before {
            let below = &glyphs[other];
            let alike = (below.size / glyph.size - 1.0).abs() < 0.25;
            let beside = glyph.centre() - below.centre() >= 0.7 * (glyph.right - glyph.left);
            if alike && !beside && (below.middle - glyph.middle).abs() < 0.3 * glyph.size {
                pairs.push(if below.drawn < glyph.drawn { (other, at) } else { (at, other) });
            }
        }
        rows.entry(row).or_default().push(at);
    }
    pairs
}
