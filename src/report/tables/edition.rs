//! Which edition of the form a page carries.

use super::super::forms::Forms;
use super::labels::Labelled;

/// The edition with most marks on the page; the year decides where marks are missing or even.
pub fn of(labelled: &Labelled, forms: &Forms, year: Option<i16>) -> Option<i16> {
    let by_year = year.and_then(|y| forms.edition_for_year(y));
    let votes = |edition: i16| labelled.marks.iter().filter(|&&m| m == edition).count();
    let most = forms.editions.iter().map(|e| votes(e.code)).max().unwrap_or(0);
    if most == 0 {
        return by_year;
    }
    let mut leading = forms.editions.iter().map(|e| e.code).filter(|&e| votes(e) == most);
    let first = leading.next();
    if leading.next().is_some() { by_year.or(first) } else { first }
}
