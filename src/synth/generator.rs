//! Draws a report, writes it, and notes the truth about it.

use super::bank::Bank;
use super::damage::Damage;
use super::encode::{Encoding, Traditional, narrow, wide};
use super::facts::Facts;
use super::figures::Figures;
use super::page::{self, Block};
use super::random::Random;
use super::sheet::Sheet;
use super::truth::{Expected, Truth, TruthCell};
use super::{
    Layout, SynthError, SynthOptions, SynthReport, layout_docx, layout_html, layout_pdf, layout_text, layout_xlsx,
    office, prose,
};
use crate::document::Script;
use crate::report::forms::Forms;

/// Makes reports; built once, shared by all threads.
pub struct Generator {
    options: SynthOptions,
    forms: Forms,
    bank: Bank,
    traditional: Traditional,
    /// Edition and year of every report year that may be drawn.
    years: Vec<(i16, i16)>,
}

impl Generator {
    /// Reads the forms and the phrase bank.
    ///
    /// # Errors
    /// [`SynthError::NoLayout`] and [`SynthError::NoYear`] for options that leave nothing to draw from.
    pub fn new(options: SynthOptions) -> Result<Self, SynthError> {
        let forms = Forms::builtin()?;
        if options.layouts.is_empty() {
            return Err(SynthError::NoLayout);
        }
        let years: Vec<(i16, i16)> = forms
            .editions
            .iter()
            .filter(|e| options.editions.contains(&e.code))
            .flat_map(|e| {
                let served = e.from..=e.to;
                let years = options.years.clone().filter(move |y| served.contains(y));
                years.map(|y| (e.code, y))
            })
            .collect();
        if years.is_empty() {
            return Err(SynthError::NoYear { editions: options.editions, years: options.years });
        }
        Ok(Self { options, forms, bank: Bank::builtin()?, traditional: Traditional::new()?, years })
    }

    /// What it makes.
    pub fn options(&self) -> &SynthOptions {
        &self.options
    }

    /// The forms whose codes stand in [`TruthCell`].
    pub fn forms(&self) -> &Forms {
        &self.forms
    }

    /// Report number `i`; it depends on the options and `i` alone.
    pub fn report(&self, i: u64) -> SynthReport {
        let mut random = Random::of_report(self.options.seed, i);
        let layouts = &self.options.layouts;
        let layout = layouts[(i % layouts.len() as u64) as usize];
        let (edition, year) = *random.choose(&self.years);
        let damage = Damage::draw(&self.options.noise, &mut random);
        let facts = Facts::draw(&self.bank, edition, year, &mut random);
        let figures = self.figures(edition, layout, &damage, &mut random);
        let prose = prose::write(&self.bank, &self.forms, &facts, &figures, &mut random);
        let mut sheets = Sheet::all(&self.forms, edition, &figures);
        let wide_brackets = random.chance(0.5);
        widen_tables(&mut sheets, wide_brackets);
        damage.apply(&mut sheets, &mut random);
        let mut blocks = page::assemble(&self.bank, &facts, &prose, sheets, layout, &damage, &mut random);
        if !wide_brackets {
            narrow_prose(&mut blocks);
        }
        let bytes = self.bytes(&blocks, &facts, layout, &damage, &mut random);
        let extension = layout.extension();
        SynthReport { name: format!("{i:06}.{extension}"), bytes, truth: self.truth(&facts, &figures, layout, &damage) }
    }

    fn figures(&self, edition: i16, layout: Layout, damage: &Damage, random: &mut Random) -> Figures {
        let mut figures = Figures::draw(&self.forms, edition, random);
        // Where figures vanish, a slip would let another reading satisfy the identities better than the
        // truth does, and a blank could not be told from a lost zero.
        if layout.loses_figures() {
            return figures;
        }
        if damage.slip {
            figures.slip(&self.forms, damage.blanks, random);
        }
        if damage.blanks {
            let mark = match layout.keeps_empty_cells() && random.chance(0.6) {
                true => "",
                false => random.pick(&["-", "—", "/", "无", "－"]),
            };
            let share = *random.choose(&[0.2, 0.6, 1.0]);
            figures.blank_zeros(share, mark, random);
        }
        figures
    }

    fn bytes(
        &self,
        blocks: &[Block],
        facts: &Facts<'_>,
        layout: Layout,
        damage: &Damage,
        random: &mut Random,
    ) -> Vec<u8> {
        if layout == Layout::Pdf {
            let mut blocks = blocks.to_vec();
            if damage.traditional {
                page::each_text(&mut blocks, |text| *text = self.traditional.convert(text, random));
            }
            return layout_pdf::write(&blocks, random);
        }
        let office = match layout {
            Layout::Docx => Some(layout_docx::write(blocks, random)),
            Layout::Xlsx => Some(layout_xlsx::write(blocks, random)),
            _ => None,
        };
        if let Some(mut parts) = office {
            if damage.traditional {
                for (_, part) in &mut parts {
                    *part = self.traditional.convert(part, random);
                }
            }
            return office::zipped(&parts);
        }
        let mut encoding = Encoding::Utf8;
        if damage.encoding {
            encoding = Encoding::draw(layout.is_html(), damage.traditional, random);
        }
        let mut text = if layout.is_html() {
            layout_html::write(blocks, facts, layout, encoding.charset(), random)
        } else if layout == Layout::PdfText {
            layout_pdf::write_text(blocks, random)
        } else {
            layout_text::write(blocks, layout, self.options.noise.lost_cells, random)
        };
        if damage.traditional {
            text = self.traditional.convert(&text, random);
        }
        if !encoding.can(&text) {
            text = text.replacen("charset=\"big5\"", "charset=\"utf-8\"", 1);
            encoding = Encoding::Utf8;
        }
        encoding.bytes(text)
    }

    fn truth(&self, facts: &Facts<'_>, figures: &Figures, layout: Layout, damage: &Damage) -> Truth {
        let cells = figures
            .cells
            .iter()
            .map(|cell| {
                let absent = match layout {
                    Layout::HeadingsOnly => true,
                    Layout::ProseDisclosures => self.forms.code(cell.table) == "disclosures",
                    _ => false,
                };
                let expected = match cell.value {
                    _ if absent => Expected::Absent,
                    _ if layout.loses_figures() => Expected::ValueOrNone,
                    Some(_) => Expected::Reported,
                    None => Expected::Blank,
                };
                TruthCell {
                    table: cell.table,
                    row: cell.row,
                    col: cell.col,
                    value: cell.value.filter(|_| !absent),
                    expected,
                }
            })
            .collect();
        Truth {
            cells,
            publisher: facts.publisher.clone(),
            report_year: facts.year,
            published_on: facts.published_on,
            index_number: facts.index_number.clone(),
            edition: facts.edition,
            script: if damage.traditional { Script::Hant } else { Script::Hans },
            region_code: facts.place.code.clone(),
            province: facts.place.province.clone(),
            prefecture: facts.place.prefecture.clone(),
            county: facts.place.county.clone(),
            layout,
            lossless: layout.is_lossless() && !damage.hides_cells(),
        }
    }
}

/// The forms are written with half-width brackets; many pages have wide ones.
fn widen_tables(sheets: &mut [Sheet; 3], yes: bool) {
    if yes {
        for cell in sheets.iter_mut().flat_map(|s| s.rows.iter_mut().flatten()) {
            cell.text = wide(&cell.text);
        }
    }
}

/// Pages that have half-width brackets in tables have them in prose too.
fn narrow_prose(blocks: &mut [Block]) {
    for block in blocks {
        if let Block::Title(text) | Block::Heading(text) | Block::Line(text) = block {
            *text = narrow(text);
        }
    }
}
