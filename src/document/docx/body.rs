//! Builds a document's tree from the XML of its body.
//!
//! The walk is a loop over the elements with a stack of what is open. Elements that only wrap
//! others (content controls, links, smart tags) need no word here: they are walked through.

use std::borrow::Cow;

use quick_xml::events::BytesStart;

use super::numbering::Numbering;
use super::styles::{Look, Looks, Place, Styles};
use super::tree::{Cell, Merge, Part, Row, Table};
use crate::document::decode::Refusal;
use crate::document::office::{Event, Xml, attribute, damaged};
use crate::document::raised::raised;

/// Tables and text boxes inside each other past which a document is refused.
const DEPTH: usize = 60;

/// Reads the body.
pub(super) fn read(source: &str, styles: &Styles, numbering: Numbering) -> Result<Vec<Part>, Refusal> {
    let mut builder = Builder {
        styles,
        numbering,
        open: Vec::new(),
        paragraphs: Vec::new(),
        carried: String::new(),
        names: Vec::new(),
        drop_down: DropDown::default(),
        word: None,
    };
    let mut body = Vec::new();
    let mut xml = Xml::new(source);
    while let Some(event) = xml.next()? {
        match event {
            Event::Start(element) => {
                let name = builder.start(&element)?;
                if name == Name::Skipped {
                    xml.skip()?;
                } else {
                    builder.names.push(name);
                }
            }
            Event::End => builder.end(&mut body),
            Event::Text(text) if builder.names.last() == Some(&Name::Text) => builder.text(&text),
            Event::Text(_) => {}
        }
    }
    builder.flush(&mut body);
    Ok(body)
}

/// What an open element means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Name {
    Skipped,
    Other,
    Paragraph,
    ParagraphProperties,
    Run,
    RunProperties,
    DropDown,
    Text,
    TextBox,
    Table,
    Row,
    RowProperties,
    Cell,
}

/// What holds parts or rows or cells and is open.
enum Open {
    TextBox(Vec<Part>),
    Table(Table),
    Row(Row),
    Cell(Cell),
}

#[derive(Default)]
struct Paragraph {
    text: String,
    place: Place,
    /// Text boxes that hang on it.
    after: Vec<Part>,
    /// Its end was deleted: the next paragraph goes on with its text.
    runs_on: bool,
    run: Run,
}

/// The run that is open.
#[derive(Default)]
struct Run {
    style: Option<String>,
    looks: Looks,
}

/// A list to choose from in a form; the program shows the chosen entry and writes it nowhere else.
#[derive(Default)]
struct DropDown {
    chosen: Option<usize>,
    default: usize,
    entries: Vec<String>,
}

struct Builder<'a> {
    styles: &'a Styles,
    numbering: Numbering,
    open: Vec<Open>,
    /// Open paragraphs; a text box in one holds others.
    paragraphs: Vec<Paragraph>,
    /// Text of a paragraph whose end was deleted.
    carried: String,
    names: Vec<Name>,
    drop_down: DropDown,
    /// The prefix of Word's own elements, that of the first element.
    word: Option<String>,
}

/// The sign, digit or point that a character of the font Symbol is; its codes lie in a private area behind those of ASCII.
fn symbol(element: &BytesStart<'_>) -> Option<char> {
    let font = attribute(element, "font")?;
    let code = u32::from_str_radix(&attribute(element, "char")?, 16).ok()? & 0xFF;
    let letter = char::from_u32(code)?;
    (font == "Symbol" && matches!(letter, '0'..='9' | '-' | '+' | '.' | ',')).then_some(letter)
}

/// Letters as they are to be read. Struck out is a figure that no longer holds, beside the one that replaces it.
/// White figures show where a cell is shaded; white words are a dark header's.
fn drawn(text: &str, looks: Looks, is_shaded: bool) -> Cow<'_, str> {
    let is_any = |of: &[Look]| of.iter().any(|&look| looks.is(look));
    let is_figure = || text.chars().all(|c| c.is_numeric() || c.is_whitespace());
    if is_any(&[Look::Hidden, Look::Tiny, Look::Struck, Look::StruckTwice])
        || looks.is(Look::White) && !is_shaded && is_figure()
    {
        return Cow::Borrowed("");
    }
    if is_any(&[Look::Superscript, Look::Lifted]) { raised(text) } else { Cow::Borrowed(text) }
}

impl Builder<'_> {
    fn start(&mut self, element: &BytesStart<'_>) -> Result<Name, Refusal> {
        let prefix = element.name().prefix().map_or("", |prefix| prefix.into_inner()).to_owned();
        let local = element.local_name();
        let local = local.as_ref();
        let is_word = *self.word.get_or_insert_with(|| prefix.clone()) == prefix;
        if !is_word {
            // The same drawing again, for older programs.
            return Ok(if local == "Fallback" { Name::Skipped } else { Name::Other });
        }
        if self.is_in_paragraph_properties() {
            return Ok(self.paragraph_property(local, element));
        }
        match self.names.last() {
            Some(Name::RunProperties) => return Ok(self.run_property(local, element)),
            Some(Name::DropDown) => return Ok(self.entry(local, element)),
            _ => {}
        }
        Ok(match local {
            "p" => {
                let text = std::mem::take(&mut self.carried);
                self.paragraphs.push(Paragraph { text, ..Paragraph::default() });
                Name::Paragraph
            }
            "pPr" => Name::ParagraphProperties,
            "r" => {
                self.in_paragraph(|paragraph| paragraph.run = Run::default());
                Name::Run
            }
            "rPr" if self.names.last() == Some(&Name::Run) => Name::RunProperties,
            "t" => Name::Text,
            "ddList" => {
                self.drop_down = DropDown::default();
                Name::DropDown
            }
            "tab" | "ptab" => self.write("\t"),
            "br" | "cr" => self.write("\n"),
            "noBreakHyphen" => self.write("-"),
            "sym" => match symbol(element) {
                Some(letter) => self.write(letter.encode_utf8(&mut [0; 4])),
                None => Name::Other,
            },
            "txbxContent" => self.push(Open::TextBox(Vec::new()), Name::TextBox)?,
            "tbl" => self.push(Open::Table(Table::default()), Name::Table)?,
            "tr" if matches!(self.open.last(), Some(Open::Table(_))) => {
                self.push(Open::Row(Row::default()), Name::Row)?
            }
            "tc" if matches!(self.open.last(), Some(Open::Row(_))) => {
                self.push(Open::Cell(Cell::default()), Name::Cell)?
            }
            "trPr" => Name::RowProperties,
            "del" | "moveFrom" if self.names.last() == Some(&Name::RowProperties) => {
                if let Some(Open::Row(row)) = self.open.last_mut() {
                    row.is_deleted = true;
                }
                Name::Other
            }
            "gridBefore" | "gridSpan" | "vMerge" | "hMerge" | "cellDel" | "shd" => self.cell_property(local, element),
            "del" | "moveFrom" | "rt" | "pPrChange" | "rPrChange" | "tblPrChange" | "trPrChange" | "tcPrChange"
            | "tblGridChange" | "sectPrChange" => Name::Skipped,
            _ => Name::Other,
        })
    }

    /// Whether what is open are the properties of the innermost paragraph.
    fn is_in_paragraph_properties(&self) -> bool {
        let inside = self.names.iter().rev().take_while(|&&name| name != Name::Paragraph);
        inside.into_iter().any(|&name| name == Name::ParagraphProperties)
    }

    fn paragraph_property(&mut self, local: &str, element: &BytesStart<'_>) -> Name {
        let number = || attribute(element, "val").and_then(|value| value.parse::<u32>().ok());
        match local {
            "pStyle" => {
                let style = attribute(element, "val");
                self.in_paragraph(|paragraph| paragraph.place.style = style);
            }
            "numId" => {
                let list = number();
                self.in_paragraph(|paragraph| paragraph.place.list = list);
            }
            "ilvl" => {
                let level = number().map(|level| level as usize);
                self.in_paragraph(|paragraph| paragraph.place.level = level);
            }
            "del" | "moveFrom" => self.in_paragraph(|paragraph| paragraph.runs_on = true),
            "pPrChange" | "rPrChange" | "sectPr" => return Name::Skipped,
            _ => {}
        }
        Name::Other
    }

    fn run_property(&mut self, local: &str, element: &BytesStart<'_>) -> Name {
        self.in_paragraph(|paragraph| match local {
            "rStyle" => paragraph.run.style = attribute(element, "val"),
            _ => paragraph.run.looks.take(local, element),
        });
        if local == "rPrChange" { Name::Skipped } else { Name::Other }
    }

    fn entry(&mut self, local: &str, element: &BytesStart<'_>) -> Name {
        let value = attribute(element, "val").unwrap_or_default();
        match local {
            "result" => self.drop_down.chosen = value.parse().ok(),
            "default" => self.drop_down.default = value.parse().unwrap_or(0),
            "listEntry" => self.drop_down.entries.push(value),
            _ => {}
        }
        Name::Other
    }

    fn cell_property(&mut self, local: &str, element: &BytesStart<'_>) -> Name {
        let value = attribute(element, "val");
        let number = || value.as_deref().and_then(|value| value.parse().ok()).unwrap_or(0);
        match (local, self.open.last_mut()) {
            ("gridBefore", Some(Open::Row(row))) => row.before = number(),
            ("gridSpan", Some(Open::Cell(cell))) => cell.columns = number(),
            ("vMerge", Some(Open::Cell(cell))) => {
                cell.merge = if value.as_deref() == Some("restart") { Merge::First } else { Merge::Further };
            }
            ("shd", Some(Open::Cell(cell))) => {
                let fill = attribute(element, "fill");
                cell.is_shaded |=
                    fill.is_some_and(|fill| !["auto", "FFFFFF"].iter().any(|f| fill.eq_ignore_ascii_case(f)));
            }
            ("hMerge", Some(Open::Cell(cell))) => cell.widens = value.as_deref() != Some("restart"),
            ("cellDel", Some(Open::Cell(cell))) => cell.is_deleted = true,
            _ => {}
        }
        Name::Other
    }

    fn push(&mut self, open: Open, name: Name) -> Result<Name, Refusal> {
        if self.open.len() >= 3 * DEPTH {
            return Err(damaged(&format!("more than {DEPTH} tables are nested inside each other")));
        }
        self.open.push(open);
        Ok(name)
    }

    fn text(&mut self, text: &str) {
        let is_shaded = !matches!(self.open.last(), Some(Open::Cell(Cell { is_shaded: false, .. })));
        let styles = self.styles;
        self.in_paragraph(|paragraph| {
            let Paragraph { run, place, .. } = &*paragraph;
            let looks = styles.drawn(run.looks, run.style.as_ref(), place.style.as_ref());
            paragraph.text.push_str(&drawn(text, looks, is_shaded));
        });
    }

    fn write(&mut self, text: &str) -> Name {
        self.text(text);
        Name::Other
    }

    fn in_paragraph(&mut self, act: impl FnOnce(&mut Paragraph)) {
        if let Some(paragraph) = self.paragraphs.last_mut() {
            act(paragraph);
        }
    }

    fn end(&mut self, body: &mut Vec<Part>) {
        let name = self.names.pop();
        if matches!(name, Some(Name::TextBox | Name::Cell)) {
            self.flush(body);
        }
        match name {
            Some(Name::Paragraph) => self.end_paragraph(body),
            Some(Name::DropDown) => {
                let DropDown { chosen, default, mut entries } = std::mem::take(&mut self.drop_down);
                let chosen = chosen.unwrap_or(default);
                if chosen < entries.len() {
                    self.text(&entries.swap_remove(chosen));
                }
            }
            Some(Name::TextBox) => {
                let Some(Open::TextBox(parts)) = self.open.pop() else { return };
                match self.paragraphs.last_mut() {
                    Some(paragraph) => paragraph.after.extend(parts),
                    None => self.add(parts, body),
                }
            }
            Some(Name::Table) => {
                if let Some(Open::Table(table)) = self.open.pop() {
                    self.add(vec![Part::Table(table)], body);
                }
            }
            Some(Name::Row) => {
                let Some(Open::Row(row)) = self.open.pop() else { return };
                if let Some(Open::Table(table)) = self.open.last_mut()
                    && !row.is_deleted
                {
                    table.rows.push(row);
                }
            }
            Some(Name::Cell) => {
                let Some(Open::Cell(cell)) = self.open.pop() else { return };
                let Some(Open::Row(row)) = self.open.last_mut() else { return };
                match row.cells.last_mut() {
                    Some(before) if cell.widens => {
                        before.columns = before.columns.max(1).saturating_add(cell.columns.max(1));
                    }
                    _ if cell.is_deleted => {}
                    _ => row.cells.push(cell),
                }
            }
            _ => {}
        }
    }

    fn end_paragraph(&mut self, body: &mut Vec<Part>) {
        let Some(mut paragraph) = self.paragraphs.pop() else { return };
        if paragraph.runs_on {
            self.carried = paragraph.text;
            self.add(paragraph.after, body);
            return;
        }
        let list = self.styles.list_of(&paragraph.place);
        if let Some(number) = list.and_then(|(list, level)| self.numbering.number(list, level)) {
            paragraph.text.insert_str(0, &number);
        }
        let mut parts = vec![Part::Paragraph(paragraph.text)];
        parts.append(&mut paragraph.after);
        self.add(parts, body);
    }

    /// Ends a paragraph whose end was deleted where no other follows to go on with it.
    fn flush(&mut self, body: &mut Vec<Part>) {
        if !self.carried.is_empty() {
            let text = std::mem::take(&mut self.carried);
            self.add(vec![Part::Paragraph(text)], body);
        }
    }

    /// Adds parts to what is open.
    fn add(&mut self, parts: Vec<Part>, body: &mut Vec<Part>) {
        match self.open.last_mut() {
            Some(Open::TextBox(inside)) => inside.extend(parts),
            Some(Open::Cell(cell)) => cell.parts.extend(parts),
            // Nothing but rows and cells stands here in a sound document.
            Some(Open::Table(_) | Open::Row(_)) | None => body.extend(parts),
        }
    }
}
