//! Random figures for the cells of an edition, such that the form's identities hold.
//!
//! Most agencies receive nothing, some a few applications, few receive hundreds; the figures follow that.
//! A publisher's slip changes one printed total, and stays: what is printed is the truth about the page.

use std::collections::HashMap;

use super::list;
use super::random::Random;
use crate::report::Code;
use crate::report::forms::Forms;

/// One cell of the form with what is printed in it.
#[derive(Debug, Clone)]
pub(super) struct Figure {
    pub table: Code,
    pub row: Code,
    pub col: Code,
    /// The number printed; `None` for a blank cell.
    pub value: Option<f64>,
    /// The text printed; empty or a mark for a blank cell.
    pub printed: String,
}

/// All cells of an edition.
#[derive(Debug, Clone)]
pub(super) struct Figures {
    pub cells: Vec<Figure>,
    index: HashMap<(Code, Code, Code), usize>,
}

impl Figures {
    /// Draws the figures of an edition.
    pub fn draw(forms: &Forms, edition: i16, random: &mut Random) -> Self {
        let mut drawn = Drawn::default();
        if edition < 2019 {
            drawn.indicators(forms, random);
        } else {
            drawn.disclosures(edition, random);
            drawn.applications(forms, edition, random);
            drawn.reviews(random);
        }
        let mut cells = Vec::new();
        for table in &forms.tables {
            for row in &table.rows {
                for &column in row.columns.get(&edition).map_or(&[][..], Vec::as_slice) {
                    let col = table.columns[column].code;
                    let key = (forms.code(table.code), forms.code(row.code), forms.code(col));
                    let printed = drawn
                        .0
                        .remove(&(key.0.to_owned(), key.1.to_owned(), key.2.to_owned()))
                        .unwrap_or_else(|| "0".to_owned());
                    cells.push(Figure { table: table.code, row: row.code, col, value: printed.parse().ok(), printed });
                }
            }
        }
        let index = cells.iter().enumerate().map(|(i, c)| ((c.table, c.row, c.col), i)).collect();
        Self { cells, index }
    }

    /// The cell of these codes.
    pub fn get(&self, table: Code, row: Code, col: Code) -> Option<&Figure> {
        self.index.get(&(table, row, col)).and_then(|&i| self.cells.get(i))
    }

    /// The sum of the totals of all rows whose code begins with `row`.
    pub fn sum(&self, forms: &Forms, table: &str, row: &str, col: &str) -> f64 {
        self.cells
            .iter()
            .filter(|c| forms.code(c.table) == table && forms.code(c.col) == col)
            .filter(|c| forms.code(c.row).starts_with(row))
            .filter_map(|c| c.value)
            .sum()
    }

    /// Prints one total of tables three or four, or one whole of the list, wrong. Where zeros may become blanks,
    /// only a total that is not zero: a slip would else stand alone among blanks, and nothing on the page would
    /// tell its place.
    pub fn slip(&mut self, forms: &Forms, has_blanks: bool, random: &mut Random) {
        let totals: Vec<usize> = (0..self.cells.len())
            .filter(|&i| forms.code(self.cells[i].table) != "disclosures")
            .filter(|&i| forms.code(self.cells[i].col) == "total" || list::is_whole(forms, self.cells[i].row))
            .filter(|&i| !has_blanks || self.cells[i].value.is_some_and(|value| value != 0.0))
            .collect();
        if totals.is_empty() {
            return;
        }
        let cell = &mut self.cells[*random.choose(&totals)];
        let value = cell.value.unwrap_or(0.0) + f64::from(random.range(1, 9));
        cell.value = Some(value);
        cell.printed = value.to_string();
    }

    /// Leaves zero cells blank, with `mark` in them.
    pub fn blank_zeros(&mut self, share: f64, mark: &str, random: &mut Random) {
        for cell in &mut self.cells {
            if cell.value == Some(0.0) && random.chance(share) {
                cell.value = None;
                cell.printed = mark.to_owned();
            }
        }
    }
}

/// Printed figures by table, row and column; a cell that is missing is zero.
#[derive(Default)]
struct Drawn(HashMap<(String, String, String), String>);

impl Drawn {
    fn put(&mut self, table: &str, row: &str, col: &str, printed: impl ToString) {
        self.0.insert((table.to_owned(), row.to_owned(), col.to_owned()), printed.to_string());
    }

    fn indicators(&mut self, forms: &Forms, random: &mut Random) {
        if let Some(table) = forms.table_by_code("indicators") {
            for (row, printed) in list::draw(forms, table, random) {
                self.put("indicators", &row, "value", printed);
            }
        }
    }

    fn disclosures(&mut self, edition: i16, random: &mut Random) {
        let table = "disclosures";
        for row in ["rules", "normative_documents"] {
            if random.chance(if row == "rules" { 0.95 } else { 0.5 }) {
                continue;
            }
            let made = random.range(0, 12);
            let standing = made + random.range(0, 80);
            self.put(table, row, "made", made);
            self.put(table, row, "published", made);
            self.put(table, row, "public_total", standing);
            self.put(table, row, "repealed", random.range(0, 9));
            self.put(table, row, "in_force", standing);
        }
        for row in ["licensing", "other_services", "penalties", "coercion", "fees"] {
            if random.chance(0.45) {
                continue;
            }
            let previous = random.range(0, 90);
            let change = random.range(0, 30) as i64 - random.range(0, 30.min(previous)) as i64;
            let plus = if change > 0 && random.chance(0.5) { "+" } else { "" };
            let size = *random.choose(&[9, 80, 600, 30_000]);
            self.put(table, row, "previous_items", previous);
            self.put(table, row, "change", format!("{plus}{change}"));
            self.put(table, row, "decisions", random.range(0, size));
        }
        if edition >= 2021 && random.chance(0.4) {
            self.put(table, "fees", "amount", amount(random));
        }
        if random.chance(0.4) {
            self.put(table, "procurement", "items", random.range(1, 40));
            self.put(table, "procurement", "amount", amount(random));
        }
    }

    fn applications(&mut self, forms: &Forms, edition: i16, random: &mut Random) {
        let Some(table) = forms.table_by_code("applications") else {
            return;
        };
        let outcomes: Vec<&str> = table
            .identities
            .iter()
            .filter(|i| i.check == "outcome_sum")
            .flat_map(|i| &i.addends)
            .filter(|&&row| table.rows[row].columns.contains_key(&edition))
            .map(|&row| forms.code(table.rows[row].code))
            .collect();
        let size = match random.below(100) {
            0..45 => 0,
            45..75 => random.range(1, 9),
            75..93 => random.range(10, 99),
            _ => random.range(100, 900),
        };
        let weights = [14, 3, 1, 1, 1, 2].map(|w| if random.chance(0.6) { w } else { 0 });
        let mut totals: HashMap<&str, u32> = HashMap::new();
        for (column, weight) in APPLICANTS.into_iter().zip(weights) {
            let here = match (column, weights.iter().sum::<u32>()) {
                ("natural_person", 0) => size,
                (_, 0) => 0,
                (_, all) => size * weight / all,
            };
            let carried_in = if here > 0 && random.chance(0.3) { random.range(0, here.min(20)) } else { 0 };
            let carried_out =
                if here > 0 && random.chance(0.3) { random.range(0, (here + carried_in).min(20)) } else { 0 };
            let concluded = here + carried_in - carried_out;
            let mut cells: HashMap<&str, u32> = HashMap::from([
                ("received_new", here),
                ("carried_in", carried_in),
                ("carried_out", carried_out),
                ("concluded_total", concluded),
            ]);
            let mut left = concluded;
            while left > 0 {
                let part = random.range(1, left);
                left -= part;
                *cells.entry(outcome(&outcomes, random)).or_default() += part;
            }
            for (row, n) in cells {
                self.put("applications", row, column, n);
                *totals.entry(row).or_default() += n;
            }
        }
        for (row, n) in totals {
            self.put("applications", row, "total", n);
        }
    }

    fn reviews(&mut self, random: &mut Random) {
        for row in ["review", "litigation_direct", "litigation_after_review"] {
            if random.chance(0.75) {
                continue;
            }
            let size = *random.choose(&[1, 3, 25]);
            let mut total = 0;
            for col in ["upheld", "corrected", "other", "pending"] {
                let n = random.range(0, size);
                total += n;
                self.put("reviews", row, col, n);
            }
            self.put("reviews", row, "total", total);
        }
    }
}

const APPLICANTS: [&str; 6] =
    ["natural_person", "commercial", "research", "public_welfare", "legal_service", "other_org"];

/// An outcome: granted and not held are frequent, the others rare.
fn outcome<'a>(outcomes: &[&'a str], random: &mut Random) -> &'a str {
    let frequent = ["granted", "granted_in_part", "unavailable_not_held"];
    match random.below(10) {
        n @ 0..5 => outcomes.iter().find(|o| **o == frequent[n / 2]).copied().unwrap_or("granted"),
        _ => random.pick(outcomes),
    }
}

/// An amount with up to six decimals, as printed.
fn amount(random: &mut Random) -> String {
    let decimals = *random.choose(&[0, 1, 2, 2, 4, 6]);
    let most = *random.choose(&[5, 90, 3_000, 90_000]);
    let whole = random.range(0, most);
    if decimals == 0 {
        return whole.to_string();
    }
    let scale = 10u32.pow(decimals);
    format!("{whole}.{:0width$}", random.range(1, scale - 1), width = decimals as usize)
}
