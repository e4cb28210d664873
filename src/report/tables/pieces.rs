//! Figures whose digits stand in pieces, each on a line of its own: `7` and `1` for 71, as text taken out of a page has them
//! whose cells hold several runs of letters.
//!
//! Neighbouring pieces are joined to as many figures as the row has cells, in every way; those that satisfy the row's sums
//! are its candidates. The last piece may be the ordinal of the next label.

use super::sums::{Candidate, Group, MOST_TRIED, holds};

/// Pieces of one figure.
const MOST_OF_A_FIGURE: usize = 4;
/// Digits of one figure.
const MOST_DIGITS: usize = 9;

/// All ways to join pieces of digits to the figures of a row that satisfy its sums; `None` where there are too many to try,
/// none where no sum could speak for any.
pub fn candidates(pieces: &[String], cells: usize, groups: &[Group]) -> Option<Vec<Candidate>> {
    let mut joining = Joining { cells, groups, filled: Vec::with_capacity(cells), found: Vec::new(), tried: 0 };
    if groups.is_empty() {
        return Some(Vec::new());
    }
    joining.fill(pieces)?;
    if let [before @ .., _] = pieces {
        joining.fill(before)?;
    }
    Some(joining.found)
}

struct Joining<'a> {
    cells: usize,
    groups: &'a [Group],
    filled: Candidate,
    found: Vec<Candidate>,
    tried: usize,
}

impl Joining<'_> {
    /// Fills the next cell with the first pieces, in every way that leaves one for each later cell.
    fn fill(&mut self, pieces: &[String]) -> Option<()> {
        self.tried += 1;
        if self.tried > MOST_TRIED {
            return None;
        }
        let left = self.cells - self.filled.len();
        if left == 0 || pieces.len() < left {
            if left == 0 && pieces.is_empty() && self.groups.iter().all(|group| holds(&self.filled, group)) {
                self.found.push(self.filled.clone());
            }
            return Some(());
        }
        let mut digits = String::new();
        for (at, piece) in pieces.iter().take(MOST_OF_A_FIGURE).enumerate() {
            // No figure goes on behind a zero, and none begins with one.
            if digits == "0" || digits.len() + piece.len() > MOST_DIGITS {
                break;
            }
            digits.push_str(piece);
            if digits.len() > 1 && digits.starts_with('0') {
                break;
            }
            self.filled.push(digits.parse().ok());
            self.fill(&pieces[at + 1..])?;
            self.filled.pop();
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::sums::agreed;
    use super::*;

    fn joined(pieces: &str) -> Vec<Option<f64>> {
        let pieces: Vec<String> = pieces.split(' ').map(str::to_owned).collect();
        let sum = (vec![6], (0..6).collect());
        agreed(&candidates(&pieces, 7, &[sum]).unwrap(), 7)
    }

    fn figures(figures: [u32; 7]) -> Vec<Option<f64>> {
        figures.map(|figure| Some(f64::from(figure))).to_vec()
    }

    #[test]
    fn pieces_are_joined_where_the_sum_allows_one_way() {
        assert_eq!(joined("7 2 8 0 0 4 1 0 9 4"), figures([72, 8, 0, 0, 4, 10, 94]));
        assert_eq!(joined("3 08 0 0 0 0 2 3 10"), figures([308, 0, 0, 0, 0, 2, 310]));
        // The ordinal of the next label.
        assert_eq!(joined("1 2 8 0 0 0 0 20 3"), figures([12, 8, 0, 0, 0, 0, 20]));
    }

    #[test]
    fn two_ways_or_none_leave_it_open() {
        assert_eq!(joined("1 1 1 0 0 0 0 1 2")[6], Some(12.0));
        assert!(joined("1 1 1 0 0 0 0 1 2")[0].is_none());
        assert_eq!(joined("5 5 0 0 0 0 0 6 6 6"), vec![None; 7]);
        assert_eq!(joined("0 0 0 0 0 0 0 0 0"), vec![None; 7]);
    }

    #[test]
    fn a_row_of_many_pieces_is_given_up_in_bounded_time() {
        let pieces: Vec<String> = (0..60).map(|at| (at % 9 + 1).to_string()).collect();
        let sums: Vec<Group> = (0..3).map(|row| (vec![row * 5 + 4], (row * 5..row * 5 + 4).collect())).collect();
        assert_eq!(candidates(&pieces, 30, &sums), None);
    }
}
