//! Runs of digits that numbers are cut off from, and how few numbers they can be.

/// Digits of the longest number.
const MOST_DIGITS: usize = 12;

/// Runs of digits, one behind the other.
pub struct Runs {
    digits: Vec<u8>,
    /// For each digit, where its run ends.
    ends: Vec<usize>,
    /// For each place, the fewest numbers that the digits from there on can be cut into: what needs more than there are
    /// cells is not tried.
    fewest: Vec<usize>,
}

impl Runs {
    /// `None` of runs that are not digits alone.
    pub fn of(runs: &[String]) -> Option<Self> {
        let mut all = Self { digits: Vec::new(), ends: Vec::new(), fewest: Vec::new() };
        for run in runs {
            all.digits.extend(run.bytes());
            all.ends.resize(all.digits.len(), all.digits.len());
        }
        if !all.digits.iter().all(u8::is_ascii_digit) {
            return None;
        }
        all.fewest = vec![0; all.digits.len() + 1];
        for at in (0..all.digits.len()).rev() {
            all.fewest[at] = 1 + all.fewest[at + 1..=at + all.longest(at)].iter().copied().min().unwrap_or(0);
        }
        Some(all)
    }

    /// Digits of the longest number that begins at a digit: a zero stands alone.
    fn longest(&self, at: usize) -> usize {
        if self.digits[at] == b'0' { 1 } else { (self.ends[at] - at).min(MOST_DIGITS) }
    }

    /// How many digits there are.
    pub fn len(&self) -> usize {
        self.digits.len()
    }

    /// Whether the digits from a place on can be cut into so many numbers or fewer.
    pub fn fill(&self, at: usize, cells: usize) -> bool {
        self.fewest[at] <= cells
    }

    /// The numbers that may begin at a place, each with the place behind it.
    pub fn numbers(&self, at: usize) -> impl Iterator<Item = (f64, usize)> {
        let longest = if at < self.digits.len() { self.longest(at) } else { 0 };
        let mut number = 0_u64;
        (at..at + longest).map(move |digit| {
            number = number * 10 + u64::from(self.digits[digit] - b'0');
            (number as f64, digit + 1)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fewest_numbers_are_known() {
        let fewest = |runs: &[&str]| {
            let runs: Vec<String> = runs.iter().map(|run| (*run).to_owned()).collect();
            Runs::of(&runs).map(|runs| runs.fewest[0])
        };
        assert_eq!(fewest(&["1200"]), Some(1));
        assert_eq!(fewest(&["0012"]), Some(3));
        assert_eq!(fewest(&["1", "20", "0"]), Some(3));
        assert_eq!(fewest(&[&("1".to_owned() + &"0".repeat(20))]), Some(1 + 9));
        assert_eq!(fewest(&[]), Some(0));
        assert_eq!(fewest(&["1.5"]), None);
    }

    #[test]
    fn numbers_end_with_their_run_and_none_begins_with_a_zero() {
        let runs = Runs::of(&["12".to_owned(), "03".to_owned()]).unwrap();
        assert_eq!(runs.numbers(0).collect::<Vec<_>>(), [(1.0, 1), (12.0, 2)]);
        assert_eq!(runs.numbers(2).collect::<Vec<_>>(), [(0.0, 3)]);
        assert_eq!(runs.numbers(4).count(), 0);
    }
}
