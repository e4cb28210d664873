//! The file of the weights: lines of text, so that a change can be read.
//!
//! ```text
//! weights 1                            the version of this format
//! step 0.08                            one step of a weight, in log-odds
//! column staffing_shortage * -5.1      theme and stance (`*` for any), bias in log-odds
//!                                      an empty line; then, parted by tabs:
//! 人手  6.2  0:45 3:-12                 a character or pair, its rarity, and column:steps; those of a number
//!                                      (`statements learn`) behind the mark of their place
//! ```

use std::fmt;

use super::grams::Grams;
use super::{Column, Gram, LANES, STANCES, Weights};
use crate::narrative::{DefinitionError, Stance};

/// What the first line says.
const HEAD: &str = "weights 1";
/// More than any lexicon has themes.
const MOST_COLUMNS: usize = 512;
/// Any theme, any stance; no theme has such a code.
const ANY: &str = "*";
/// Steps of the largest weight: finer ones tell nothing more apart.
const MOST_STEPS: i8 = 24;
const HINT: &str = "make the file with `gongkai themes learn` or `gongkai statements learn`";

impl Weights {
    /// Reads a file of weights.
    ///
    /// # Errors
    /// [`DefinitionError`] says which line is none of such a file.
    pub fn from_text(text: &str) -> Result<Self, DefinitionError> {
        let mut weights = Self::without_grams();
        let mut lines = (1..).zip(text.lines());
        let wrong = |line, problem: &str| DefinitionError { line, problem: problem.to_owned(), hint: HINT.to_owned() };
        if lines.next().is_none_or(|(_, head)| head != HEAD) {
            return Err(wrong(1, "this is no file of weights that this version reads"));
        }
        for (number, line) in lines.by_ref().take_while(|(_, line)| !line.is_empty()) {
            weights.setting(line).ok_or_else(|| wrong(number, "expected `step …` or `column theme stance bias`"))?;
        }
        for (number, line) in lines {
            weights
                .read_gram(line)
                .ok_or_else(|| wrong(number, "expected a character or pair, its rarity, and its steps"))?;
        }
        Ok(weights.complete())
    }

    fn without_grams() -> Self {
        Self {
            columns: Vec::new(),
            bias: Vec::new(),
            step: 0.0,
            names: Vec::new(),
            grams: Vec::new(),
            steps: Vec::new(),
            known: Grams::of(&[]),
        }
    }

    /// The weights whose characters and pairs are all there.
    fn complete(self) -> Self {
        Self { known: Grams::of(&self.names), ..self }
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
                self.columns.push(Column { stance, theme });
                self.bias.push(finite(words.next()?)?);
            }
            _ => return None,
        }
        (words.next().is_none() && self.columns.len() <= MOST_COLUMNS).then_some(())
    }

    /// A line behind the empty one.
    fn read_gram(&mut self, line: &str) -> Option<()> {
        let mut parts = line.split('\t');
        let (name, rarity, steps) = (parts.next()?, finite(parts.next()?)?, parts.next()?);
        let mut row = vec![0; self.columns.len()];
        for step in steps.split(' ').filter(|step| !step.is_empty()) {
            let (column, step) = step.split_once(':')?;
            *row.get_mut(column.parse::<usize>().ok()?)? = step.parse().ok()?;
        }
        let is_gram = matches!(name.chars().count(), 1..=3) && self.names.len() < Grams::MOST;
        is_gram.then(|| self.add(name.to_owned(), rarity * rarity, &row))
    }

    /// Adds a character or pair with the square of its rarity and its steps, one a column.
    fn add(&mut self, name: String, rarity: f32, steps: &[i8]) {
        let step = |stance| self.column_of(stance).map_or(0, |column| steps[column]);
        self.grams.push(Gram { rarity, stances: STANCES.map(step) });
        self.names.push(name);
        self.steps
            .extend(steps.chunks(LANES).map(|block| std::array::from_fn(|lane| block.get(lane).map_or(0, |&s| s))));
    }

    /// Weights of these columns and characters, as precise as the file holds them; `fitted` has for each column the weights
    /// of unit vectors of rarities, and its bias behind them.
    pub(super) fn rounded(columns: Vec<Column>, grams: &[String], rarity: &[f64], fitted: &[Vec<f64>]) -> Self {
        let weight = |column: &[f64], at: usize| column[at] * rarity[at];
        let all = fitted.iter().flat_map(|column| (0..grams.len()).map(move |at| weight(column, at).abs()));
        let step = all.fold(f64::MIN_POSITIVE, f64::max) / f64::from(MOST_STEPS);
        let bias = |column: &Vec<f64>| column.last().copied().unwrap_or_default();
        let mut weights = Self {
            bias: fitted.iter().map(|column| bias(column) as f32).collect(),
            columns,
            step: step as f32,
            ..Self::without_grams()
        };
        for (at, gram) in grams.iter().enumerate().take(Grams::MOST) {
            let steps: Vec<i8> = fitted.iter().map(|column| (weight(column, at) / step).round() as i8).collect();
            weights.add(gram.clone(), (rarity[at] * rarity[at]) as f32, &steps);
        }
        weights.complete()
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
        for (number, (name, gram)) in (0..).zip(self.names.iter().zip(&self.grams)) {
            write!(f, "{name}\t{:.3}\t", gram.rarity.sqrt())?;
            let steps = self.steps_of(number).as_flattened().iter().enumerate().filter(|(_, step)| **step != 0);
            for (more, (column, step)) in steps.enumerate() {
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
            (&format!("{head}\n>人手多\t1\t0:3\n"), 5, "rarity"),
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
