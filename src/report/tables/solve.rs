//! What the figures of one row can mean where its cells were lost or run together.
//!
//! A *candidate* is one way to fill the row's cells. Figures keep their order. Where cells were lost, the
//! figures stand in some of the cells and the others count as zero; where figures are glued, the digits
//! are cut into exactly as many numbers as there are cells, none with a leading zero. Only candidates
//! that satisfy the row's own sums are kept. Exact: all are tried, or the row is given up after so many steps.

use std::cmp::Ordering;

use super::pieces;
use super::runs::Runs;
use super::sums::MOST_TRIED;
pub use super::sums::{Candidate, Group, agreed, groups, holds};

/// What stands in a row whose cells are not certain.
#[derive(Debug, Clone, PartialEq)]
pub enum Figures {
    /// Fewer figures than cells, in order.
    Lost(Vec<Option<f64>>),
    /// Fewer figures than cells, in order, among cells that are seen to be empty.
    Shifted(Vec<Option<f64>>),
    /// One figure more than cells, in order: one of them is a page number or an ordinal, or two are one that was torn.
    Surplus(Vec<Option<f64>>),
    /// More pieces of digits than cells, in order, each on a line of its own.
    Pieces(Vec<String>),
    /// Runs of digits, in order, that hold one number for each cell.
    Glued(Vec<String>),
    /// Runs of digits, in order, of a page that also lost cells: they hold at most one number for each cell.
    GluedLost(Vec<String>),
}

/// All ways to fill a row of so many cells that satisfy `groups`; `None` where there are too many to try.
pub fn candidates(figures: &Figures, cells: usize, groups: &[Group]) -> Option<Vec<Candidate>> {
    let judged_by = |(total, addends): &Group| total.iter().chain(addends).max().map_or(0, |&last| last + 1);
    let mut search = Search {
        cells,
        groups: groups.iter().map(|group| (judged_by(group), group)).collect(),
        empty: Some(0.0),
        filled: Vec::with_capacity(cells),
        found: Vec::new(),
        tried: 0,
    };
    match figures {
        Figures::Lost(figures) if figures.iter().all(|f| *f == Some(0.0)) => {
            return Some(vec![vec![Some(0.0); cells]]);
        }
        Figures::Lost(figures) => search.place(figures)?,
        Figures::Shifted(figures) => {
            search.empty = None;
            search.place(figures)?;
        }
        Figures::Pieces(pieces) => return pieces::candidates(pieces, cells, groups),
        Figures::Surplus(_) if groups.is_empty() => {}
        Figures::Surplus(figures) => {
            for foreign in 0..figures.len() {
                search.filled = figures.clone();
                search.filled.remove(foreign);
                search.judge();
            }
            for torn in 0..figures.len().saturating_sub(1) {
                let Some(whole) = joined(figures[torn], figures[torn + 1]) else { continue };
                search.filled = figures.clone();
                search.filled.splice(torn..torn + 2, [Some(whole)]);
                search.judge();
            }
        }
        // In a row of one cell nothing is glued to its figure, which may then have a fraction.
        Figures::Glued(runs) | Figures::GluedLost(runs) if cells == 1 && runs.iter().any(|run| !is_digits(run)) => {
            let [run] = &runs[..] else { return Some(Vec::new()) };
            search.found.extend(amount(run).map(|amount| vec![Some(amount)]));
        }
        Figures::Glued(runs) | Figures::GluedLost(runs) => {
            let Some(runs) = Runs::of(runs).filter(|runs| runs.fill(0, cells)) else { return Some(Vec::new()) };
            if matches!(figures, Figures::Glued(_)) {
                search.cut(&runs, 0)?;
            } else {
                search.cut_or_skip(&runs, 0)?;
                search.found.sort_by(|a, b| a.partial_cmp(b).unwrap_or(Ordering::Equal));
                search.found.dedup();
            }
        }
    }
    Some(search.found)
}

/// The figure that two counts are halves of, written one behind the other.
fn joined(front: Option<f64>, back: Option<f64>) -> Option<f64> {
    let is_count = |figure: &f64| figure.fract() == 0.0 && (0.0..1e9).contains(figure);
    let (front, back) = (front.filter(is_count)?, back.filter(is_count)?);
    if front == 0.0 { None } else { format!("{front}{back}").parse().ok() }
}

/// Whether a run is made of digits alone.
pub fn is_digits(run: &str) -> bool {
    run.bytes().all(|b| b.is_ascii_digit())
}

/// The number that a run with a decimal point is; `None` where it cannot be one.
pub fn amount(run: &str) -> Option<f64> {
    let (whole, fraction) = run.split_once('.')?;
    let is_one = |digits: &str| (1..=9).contains(&digits.len()) && is_digits(digits);
    let leads = whole.len() > 1 && whole.starts_with('0');
    if is_one(whole) && is_one(fraction) && !leads { run.parse().ok() } else { None }
}

struct Search<'a> {
    cells: usize,
    /// The sums, each with the number of cells that it can be judged by.
    groups: Vec<(usize, &'a Group)>,
    /// What a cell without a figure counts as.
    empty: Option<f64>,
    filled: Candidate,
    found: Vec<Candidate>,
    tried: usize,
}

impl Search<'_> {
    /// Keeps a complete way that satisfies all sums.
    fn judge(&mut self) {
        if self.groups.iter().all(|(_, group)| holds(&self.filled, group)) {
            self.found.push(self.filled.clone());
        }
    }

    /// Puts the next figure into each cell that leaves room for the rest.
    fn place(&mut self, figures: &[Option<f64>]) -> Option<()> {
        self.step()?;
        let from = self.filled.len();
        let Some((&next, rest)) = figures.split_first() else {
            self.filled.resize(self.cells, self.empty);
            self.judge();
            self.filled.truncate(from);
            return Some(());
        };
        let Some(room) = self.cells.checked_sub(from + figures.len()) else { return Some(()) };
        for skipped in 0..=room {
            self.filled.resize(from + skipped, self.empty);
            self.filled.push(next);
            self.place(rest)?;
            self.filled.truncate(from);
        }
        Some(())
    }

    /// Counts a step of the search.
    fn step(&mut self) -> Option<()> {
        self.tried += 1;
        (self.tried <= MOST_TRIED).then_some(())
    }

    /// Whether the sums hold whose last cell was filled just now: in a line of several rows, a beginning that fails
    /// the sum of its first row need not be gone on with.
    fn may_go_on(&self) -> bool {
        let filled = self.filled.len();
        let mut complete = self.groups.iter().filter(|(cells, _)| *cells == filled);
        filled == self.cells || complete.all(|(_, group)| holds(&self.filled, group))
    }

    /// Fills the next cell with a number cut off the runs, in every way that leaves a digit for each later cell.
    fn cut(&mut self, runs: &Runs, at: usize) -> Option<()> {
        self.step()?;
        let left = self.cells - self.filled.len();
        if left == 0 {
            self.judge();
            return Some(());
        }
        for (value, next) in runs.numbers(at) {
            if runs.fill(next, left - 1) && runs.len() - next >= left - 1 {
                self.filled.push(Some(value));
                if self.may_go_on() {
                    self.cut(runs, next)?;
                }
                self.filled.pop();
            }
        }
        Some(())
    }

    /// Fills the next cell with nothing or with a number cut off the runs.
    fn cut_or_skip(&mut self, runs: &Runs, at: usize) -> Option<()> {
        self.step()?;
        let from = self.filled.len();
        let left = self.cells - from;
        if at == runs.len() {
            self.filled.resize(self.cells, self.empty);
            self.judge();
            self.filled.truncate(from);
            return Some(());
        }
        if runs.fill(at, left - 1) {
            self.filled.push(self.empty);
            if self.may_go_on() {
                self.cut_or_skip(runs, at)?;
            }
            self.filled.pop();
        }
        for (value, next) in runs.numbers(at) {
            if runs.fill(next, left - 1) {
                self.filled.push(Some(value));
                if self.may_go_on() {
                    self.cut_or_skip(runs, next)?;
                }
                self.filled.pop();
            }
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROW: ([usize; 1], [usize; 6]) = ([6], [0, 1, 2, 3, 4, 5]);

    fn settle(figures: &Figures) -> Vec<Option<f64>> {
        let group = (ROW.0.to_vec(), ROW.1.to_vec());
        agreed(&candidates(figures, 7, &[group]).unwrap(), 7)
    }

    fn lost(figures: &[f64]) -> Vec<Option<f64>> {
        settle(&Figures::Lost(figures.iter().copied().map(Some).collect()))
    }

    fn glued(runs: &[&str]) -> Vec<Option<f64>> {
        settle(&Figures::Glued(runs.iter().map(|r| (*r).to_owned()).collect()))
    }

    #[test]
    fn zeros_are_zeros_wherever_they_stood() {
        assert_eq!(lost(&[0.0, 0.0]), vec![Some(0.0); 7]);
        assert_eq!(glued(&["0000000"]), vec![Some(0.0); 7]);
    }

    #[test]
    fn a_sum_settles_what_it_can_and_no_more() {
        let settled = lost(&[3.0, 3.0]);
        assert_eq!(settled[6], Some(3.0));
        assert_eq!(&settled[..6], &[None; 6]);
        assert_eq!(lost(&[1.0, 2.0, 3.0, 4.0, 5.0, 15.0])[6], Some(15.0));
    }

    #[test]
    fn a_page_number_among_the_figures_is_told_by_the_sum() {
        let surplus = |figures: [f64; 8]| settle(&Figures::Surplus(figures.map(Some).to_vec()));
        let numbers = |n: [f64; 7]| n.map(Some).to_vec();
        assert_eq!(surplus([6.0, 3.0, 0.0, 0.0, 0.0, 0.0, 9.0, 5.0]), numbers([6.0, 3.0, 0.0, 0.0, 0.0, 0.0, 9.0]));
        // Two halves of a figure, and the sum may hold without the last one as well.
        assert_eq!(
            surplus([7.0, 2.0, 8.0, 0.0, 0.0, 4.0, 20.0, 104.0]),
            numbers([72.0, 8.0, 0.0, 0.0, 4.0, 20.0, 104.0])
        );
        let known: Vec<usize> =
            (0..7).filter(|&at| surplus([7.0, 1.0, 8.0, 0.0, 0.0, 4.0, 20.0, 103.0])[at].is_some()).collect();
        assert_eq!(known, [3]);
        assert_eq!(surplus([6.0, 3.0, 0.0, 0.0, 0.0, 0.0, 8.0, 5.0]), vec![None; 7]);
    }

    #[test]
    fn figures_that_fit_no_sum_are_left_open() {
        assert_eq!(lost(&[5.0, 0.0, 0.0, 3.0]), vec![None; 7]);
        assert_eq!(lost(&[2.0]), vec![None; 7]);
    }

    #[test]
    fn glued_digits_fall_apart_by_their_sum() {
        let numbers = |n: [f64; 7]| n.map(Some).to_vec();
        assert_eq!(glued(&["17003020190"]), vec![None; 7]);
        assert_eq!(glued(&["810030084"]), numbers([81.0, 0.0, 0.0, 3.0, 0.0, 0.0, 84.0]));
        assert_eq!(glued(&["50000", "0", "5"]), numbers([5.0, 0.0, 0.0, 0.0, 0.0, 0.0, 5.0]));
    }

    #[test]
    fn glued_digits_of_a_page_that_lost_zeros_leave_open_what_may_be_otherwise() {
        let settled = settle(&Figures::GluedLost(vec!["1311116".to_owned()]));
        assert_eq!(settled[6], Some(16.0));
        assert_eq!(settled[5], None, "the last 1 or a lost zero");
        assert_eq!(settle(&Figures::GluedLost(vec!["22".to_owned()]))[6], Some(2.0));
        assert_eq!(settle(&Figures::GluedLost(vec!["19".to_owned()])), vec![None; 7], "no sum fits");
        let full = settle(&Figures::GluedLost(vec!["1234515".to_owned()]));
        assert_eq!(full[6], Some(15.0));
        let single = candidates(&Figures::GluedLost(vec!["160".to_owned()]), 1, &[]).unwrap();
        assert_eq!(single, vec![vec![Some(160.0)]]);
        let three = candidates(&Figures::GluedLost(vec!["190".to_owned()]), 3, &[]).unwrap();
        assert_eq!(agreed(&three, 3), vec![None; 3]);
    }

    #[test]
    fn a_line_of_rows_is_cut_row_by_row() {
        let groups: Vec<Group> = (0..3).map(|row| (vec![5 * row + 4], (5 * row..5 * row + 4).collect())).collect();
        let run = "1023601001240511".to_owned();
        let found = candidates(&Figures::Glued(vec![run.clone()]), 15, &groups);
        let ways = found.unwrap();
        assert!(!ways.is_empty());
        for way in &ways {
            let digits: String = way.iter().map(|cell| cell.unwrap().to_string()).collect();
            assert!(digits == run && groups.iter().all(|group| holds(way, group)), "{way:?}");
        }
    }

    #[test]
    fn an_amount_stands_alone_in_its_row() {
        let free = |run: &str, cells| candidates(&Figures::Glued(vec![run.to_owned()]), cells, &[]).unwrap();
        assert_eq!(free("150.646", 1), vec![vec![Some(150.646)]]);
        assert_eq!(free("0.5", 1), vec![vec![Some(0.5)]]);
        for run in ["3.", ".5", "00.5", "1.2.3", "5-3"] {
            assert_eq!(free(run, 1), Vec::<Candidate>::new(), "{run}");
        }
    }

    #[test]
    fn digits_that_need_more_cells_than_there_are_are_not_tried() {
        let lines: Vec<Group> = (0..3).map(|row| (vec![5 * row + 4], (5 * row..5 * row + 4).collect())).collect();
        let long = |ones: usize, zeros: usize| "1".repeat(ones) + &"0".repeat(zeros);
        let found = |figures: Figures| candidates(&figures, 15, &lines);
        // Each was searched through for minutes, most of it in vain.
        assert_eq!(found(Figures::GluedLost(vec![long(12, 40)])), Some(Vec::new()));
        for runs in [vec![long(12, 20)], vec![long(16, 16), long(6, 14)], vec!["1234567890".repeat(4)]] {
            let _ = (found(Figures::GluedLost(runs.clone())), found(Figures::Glued(runs)));
        }
    }

    #[test]
    fn two_cuts_that_both_add_up_are_left_open() {
        let settled = glued(&["220000325"]);
        assert_eq!((settled[0], settled[6]), (None, Some(25.0)));
    }

    #[test]
    fn without_a_sum_only_one_way_is_a_proof() {
        let free = |figures: &Figures, cells| agreed(&candidates(figures, cells, &[]).unwrap(), cells);
        assert_eq!(free(&Figures::Lost(vec![Some(1.0), Some(3.0)]), 3), vec![None; 3]);
        assert_eq!(free(&Figures::Lost(vec![Some(0.0)]), 3), vec![Some(0.0); 3]);
        assert_eq!(free(&Figures::Glued(vec!["235".to_owned()]), 3), vec![Some(2.0), Some(3.0), Some(5.0)]);
        assert_eq!(free(&Figures::Glued(vec!["2357".to_owned()]), 3), vec![None; 3]);
    }

    #[test]
    fn an_empty_cell_that_is_seen_is_never_taken_for_a_zero() {
        let settled = agreed(&candidates(&Figures::Shifted(vec![Some(0.0)]), 3, &[]).unwrap(), 3);
        assert_eq!(settled, vec![None; 3]);
    }

    #[test]
    fn a_mark_is_never_taken_for_a_zero() {
        let settled = agreed(&candidates(&Figures::Lost(vec![Some(0.0), None]), 3, &[]).unwrap(), 3);
        assert_eq!(settled, vec![Some(0.0), None, None]);
    }
}
