//! The file of the weights: lines of text, so that a change can be read.
//!
//! ```text
//! weights 1                            the version of this format
//! step 0.08                            one step of a weight, in log-odds
//! column staffing_shortage * -5.1      theme and stance (`*` for any), bias in log-odds
//!                                      an empty line; then, parted by tabs:
//! 人手  6.2  0:45 3:-12                 a character or pair, its rarity, and column:steps
//! ```

use std::fmt;

use rustc_hash::FxHashMap;

use super::letters::key_of;
use super::{Column, Gram, STANCES, Weights};
use crate::narrative::{DefinitionError, Stance};

/// What the first line says.
const HEAD: &str = "weights 1";
/// More than any lexicon has themes.
const MOST_COLUMNS: usize = 512;
/// Any theme, any stance; no theme has such a code.
const ANY: &str = "*";
/// Steps of the largest weight: finer ones tell nothing more apart.
const MOST_STEPS: i8 = 24;
const HINT: &str = "make the file with `gongkai themes learn`";

impl Weights {
    /// Reads a file of weights.
    ///
    /// # Errors
    /// [`DefinitionError`] says which line is none of such a file.
    pub fn from_text(text: &str) -> Result<Self, DefinitionError> {
        let mut weights = Self {
            columns: Vec::new(),
            bias: Vec::new(),
            step: 0.0,
            grams: Vec::new(),
            known: FxHashMap::default(),
            steps: Vec::new(),
        };
        let mut lines = (1..).zip(text.lines());
        let wrong = |line, problem: &str| DefinitionError { line, problem: problem.to_owned(), hint: HINT.to_owned() };
        if lines.next().is_none_or(|(_, head)| head != HEAD) {
            return Err(wrong(1, "this is no file of weights that this version reads"));
        }
        for (number, line) in lines.by_ref().take_while(|(_, line)| !line.is_empty()) {
            weights.setting(line).ok_or_else(|| wrong(number, "expected `step …` or `column theme stance bias`"))?;
        }
        weights.known.reserve(text.len() / 128);
        for (number, line) in lines {
            weights
                .gram(line)
                .ok_or_else(|| wrong(number, "expected a character or pair, its rarity, and its steps"))?;
        }
        Ok(weights)
    }

    /// A line before the empty one.
    fn setting(&mut self, line: &str) -> Option<()> {
        let mut words = line.split(' ');
        match words.next()? {
            "step" => self.step = finite(words.next()?)?,
            "column" => {
                let (theme, stance) = (words.next()?, words.next()?);
                let theme = (theme != ANY).then(|| theme.to_owned());
                let stance = if stance == ANY { None } else { Some(Stance::of_code(stance)?) };
                self.columns.push(Column { theme, stance });
                self.bias.push(finite(words.next()?)?);
            }
            _ => return None,
        }
        (words.next().is_none() && self.columns.len() <= MOST_COLUMNS).then_some(())
    }

    /// A line behind the empty one.
    fn gram(&mut self, line: &str) -> Option<()> {
        let mut parts = line.split('\t');
        let (gram, rarity, steps) = (parts.next()?, finite(parts.next()?)?, parts.next()?);
        let first = self.steps.len();
        self.steps.resize(first + self.columns.len(), 0);
        for step in steps.split(' ').filter(|step| !step.is_empty()) {
            let (column, step) = step.split_once(':')?;
            *self.steps[first..].get_mut(column.parse::<usize>().ok()?)? = step.parse().ok()?;
        }
        self.know(gram, rarity * rarity)
    }

    /// Adds the character or pair of the last row of steps, and the square of its rarity.
    fn know(&mut self, gram: &str, rarity: f32) -> Option<()> {
        let row = u32::try_from(self.grams.len()).ok()?;
        let step = |stance| self.column_of(stance).map_or(0, |column| self.steps_of(row)[column]);
        let stances = STANCES.map(step);
        self.known.insert(key_of(gram)?, Gram { row, rarity, stances });
        self.grams.push(gram.to_owned());
        Some(())
    }

    /// Weights of these columns and characters, as precise as the file holds them; `fitted` has for each column the weights
    /// of unit vectors of rarities, and its bias behind them.
    pub(super) fn rounded(columns: Vec<Column>, grams: &[String], rarity: &[f64], fitted: &[Vec<f64>]) -> Self {
        let weight = |column: &[f64], at: usize| column[at] * rarity[at];
        let all = fitted.iter().flat_map(|column| (0..grams.len()).map(move |at| weight(column, at).abs()));
        let step = all.fold(f64::MIN_POSITIVE, f64::max) / f64::from(MOST_STEPS);
        let steps = |at: usize| fitted.iter().map(move |column| (weight(column, at) / step).round() as i8);
        let bias = |column: &Vec<f64>| column.last().copied().unwrap_or_default();
        let mut weights = Self {
            bias: fitted.iter().map(|column| bias(column) as f32).collect(),
            columns,
            step: step as f32,
            grams: Vec::new(),
            known: FxHashMap::default(),
            steps: (0..grams.len()).flat_map(steps).collect(),
        };
        for (gram, rarity) in grams.iter().zip(rarity) {
            weights.know(gram, (rarity * rarity) as f32);
        }
        weights
    }
}

fn finite(number: &str) -> Option<f32> {
    number.parse().ok().filter(|number: &f32| number.is_finite())
}

impl fmt::Display for Weights {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{HEAD}\nstep {:.5}", self.step)?;
        for (Column { theme, stance }, bias) in self.columns.iter().zip(&self.bias) {
            writeln!(f, "column {} {} {bias:.3}", theme.as_deref().unwrap_or(ANY), stance.map_or(ANY, Stance::code))?;
        }
        writeln!(f)?;
        for (row, gram) in (0..).zip(&self.grams) {
            let rarity = key_of(gram).and_then(|key| self.known.get(&key)).map_or(0.0, |known| known.rarity);
            write!(f, "{gram}\t{:.3}\t", rarity.sqrt())?;
            let steps = self.steps_of(row);
            for (more, (column, step)) in steps.iter().enumerate().filter(|(_, step)| **step != 0).enumerate() {
                write!(f, "{}{column}:{step}", if more > 0 { " " } else { "" })?;
            }
            writeln!(f)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_file_of_weights_is_refused_with_its_line() {
        let head = "weights 1\nstep 0.5\ncolumn a problem -1\n";
        let cases = [
            ("", 1, "no file of weights"),
            ("weights 2\n", 1, "no file of weights"),
            ("weights 1\nstep x\n", 2, "step"),
            ("weights 1\ncolumn a praise -1\n", 2, "column"),
            ("weights 1\ncolumn a problem\n", 2, "column"),
            ("weights 1\ncolumn a problem NaN\n", 2, "column"),
            ("weights 1\nlabel a problem 1\n", 2, "column"),
            (&format!("{head}\n人\t1\t1:3\n"), 5, "rarity"),
            (&format!("{head}\n人\t1\t0:300\n"), 5, "rarity"),
            (&format!("{head}\n人手多\t1\t0:3\n"), 5, "rarity"),
            (&format!("{head}\n人\t1\n"), 5, "rarity"),
            (&format!("{head}\n人\tinf\t\n"), 5, "rarity"),
        ];
        for (text, line, problem) in cases {
            let error = Weights::from_text(text).unwrap_err();
            assert_eq!(error.line, line, "{text}");
            assert!(error.problem.contains(problem) && error.hint.contains("learn"), "{error}");
        }
        assert_eq!(Weights::from_text(&format!("{head}\n人\t2\t0:3\n")).unwrap().likelihoods("人").len(), 1);
    }
}
