//! Writes blocks as a PDF: set on pages, tables ruled, long labels wrapped, tables cut by the page's end.

use super::canvas::{Canvas, PAGE_HEIGHT, PAGE_WIDTH, TextPages, text_width, width};
use super::page::Block;
use super::pdf_file::{PdfFile, Script};
use super::random::Random;
use super::sheet::{Cell, Role, Sheet};

const LEFT: f64 = 70.0;
const TOP: f64 = 770.0;
const BOTTOM: f64 = 80.0;
const TEXT_WIDTH: f64 = PAGE_WIDTH - 2.0 * LEFT;
/// Size of running text; of tables.
const BODY: f64 = 15.0;
const TABLE: f64 = 9.0;
const PAD: f64 = 3.0;
const LINE: f64 = 11.0;

/// How the lines of a table are drawn.
#[derive(Debug, Clone, Copy)]
enum Ruled {
    Strokes,
    Frames,
    ThinBoxes,
}

/// Writes the pages as a PDF.
pub(super) fn write(blocks: &[Block], random: &mut Random) -> Vec<u8> {
    let file = PdfFile::new(*random.choose(&Script::ALL));
    set(blocks, file, random).finish()
}

/// Writes the pages as text that keeps their layout: lines as printed, columns by runs of blanks.
pub(super) fn write_text(blocks: &[Block], random: &mut Random) -> String {
    let pages = TextPages::new(1 + random.below(2));
    set(blocks, pages, random).finish()
}

/// Sets the blocks on pages.
fn set<C: Canvas>(blocks: &[Block], file: C, random: &mut Random) -> C {
    let mut setter = Setter {
        file,
        y: TOP,
        page: 0,
        marks: random.below(4),
        ruled: *random.choose(&[Ruled::Strokes, Ruled::Frames, Ruled::ThinBoxes]),
        repeats_header: random.chance(0.5),
        double: random.chance(0.3),
    };
    setter.begin_page();
    for block in blocks {
        match block {
            Block::Title(text) => setter.title(text),
            Block::Heading(text) => setter.paragraph(text, 2.0, true),
            Block::Line(text) => setter.paragraph(text, 2.0, false),
            Block::Sheet(sheet) => setter.sheet(sheet),
        }
    }
    setter.file
}

struct Setter<C> {
    file: C,
    /// Where the next line's top is, from below.
    y: f64,
    page: u32,
    /// Kind of page mark; none for 0.
    marks: usize,
    ruled: Ruled,
    repeats_header: bool,
    /// Headings are made bold by drawing them twice.
    double: bool,
}

impl<C: Canvas> Setter<C> {
    fn begin_page(&mut self) {
        self.page += 1;
        self.y = TOP;
        self.file.begin_page();
        let mark = match self.marks {
            0 => return,
            1 => format!("— {} —", self.page),
            2 => format!("-{}-", self.page),
            _ => self.page.to_string(),
        };
        self.file.text(PAGE_WIDTH / 2.0 - 10.0, 40.0, 10.0, &mark);
    }

    fn title(&mut self, text: &str) {
        for line in wrapped(text, TEXT_WIDTH, 0.0, 20.0) {
            self.line(LEFT + (TEXT_WIDTH - text_width(&line, 20.0)) / 2.0, 20.0, &line, self.double);
        }
    }

    /// A paragraph whose first line is indented by so many letters.
    fn paragraph(&mut self, text: &str, indent: f64, bold: bool) {
        let indent = indent * BODY;
        for (number, line) in wrapped(text, TEXT_WIDTH, indent, BODY).iter().enumerate() {
            let x = if number == 0 { LEFT + indent } else { LEFT };
            self.line(x, BODY, line, bold && self.double);
        }
    }

    fn line(&mut self, x: f64, size: f64, text: &str, bold: bool) {
        let height = 1.6 * size;
        if self.y - height < BOTTOM {
            self.begin_page();
        }
        self.y -= height;
        let foot = self.y + 0.4 * size;
        self.file.text(x, foot, size, text);
        if bold {
            self.file.text(x + 0.3, foot, size, text);
        }
    }

    fn sheet(&mut self, sheet: &Sheet) {
        let table = SetTable::new(sheet);
        self.y -= 6.0;
        let heads = table.header_rows();
        let mut row = 0;
        while row < table.heights.len() {
            let room = self.y - BOTTOM;
            let fitting = table.fitting(row, room);
            if fitting == 0 {
                self.begin_page();
                if self.repeats_header && row > heads && heads > 0 {
                    self.part(&table, 0..heads);
                }
                if table.fitting(row, self.y - BOTTOM) == 0 {
                    self.part(&table, row..row + 1);
                    row += 1;
                }
                continue;
            }
            self.part(&table, row..row + fitting);
            row += fitting;
        }
        self.y -= 6.0;
    }

    /// Some rows of a table; a cell cut by the page's end goes on as an empty one.
    fn part(&mut self, table: &SetTable, rows: std::ops::Range<usize>) {
        let top = self.y;
        let tops: Vec<f64> = rows
            .clone()
            .scan(top, |y, row| {
                let here = *y;
                *y -= table.heights[row];
                Some(here)
            })
            .collect();
        let bottom = top - rows.clone().map(|row| table.heights[row]).sum::<f64>();
        let y_of = |row: usize| tops.get(row - rows.start).copied().unwrap_or(bottom);
        for cell in &table.cells {
            let (from, to) = (cell.row.max(rows.start), (cell.row + cell.rows).min(rows.end));
            if from >= to {
                continue;
            }
            let (x0, x1) = (table.xs[cell.column], table.xs[cell.column + cell.cols]);
            let (y1, y0) = (y_of(from), y_of(to));
            self.rule(x0, y0, x1, y1);
            // Lines that have no room on this page stand on the next.
            let before: f64 = table.heights[cell.row..from].iter().sum();
            let fitting = |height: f64| ((height - 2.0 * PAD) / LINE).floor().max(0.0) as usize;
            let shown = if from > cell.row { fitting(before) } else { 0 };
            let lines = &cell.lines[shown.min(cell.lines.len())..];
            let lines = &lines[..lines.len().min(fitting(y1 - y0 + 0.01))];
            if !lines.is_empty() {
                let foot = (y1 + y0) / 2.0 + lines.len() as f64 * LINE / 2.0 - 0.8 * TABLE;
                for (number, line) in lines.iter().enumerate() {
                    let x = if cell.centred { (x0 + x1 - text_width(line, TABLE)) / 2.0 } else { x0 + PAD };
                    self.file.text(x, foot - number as f64 * LINE, TABLE, line);
                }
            }
        }
        self.y = bottom;
    }

    fn rule(&mut self, x0: f64, y0: f64, x1: f64, y1: f64) {
        match self.ruled {
            Ruled::Frames => self.file.frame(x0, y0, x1 - x0, y1 - y0),
            Ruled::Strokes => {
                for (from, to) in
                    [((x0, y0), (x1, y0)), ((x0, y1), (x1, y1)), ((x0, y0), (x0, y1)), ((x1, y0), (x1, y1))]
                {
                    self.file.stroke(from, to);
                }
            }
            Ruled::ThinBoxes => {
                self.file.fill(x0, y0, x1 - x0, 0.48);
                self.file.fill(x0, y1, x1 - x0, 0.48);
                self.file.fill(x0, y0, 0.48, y1 - y0);
                self.file.fill(x1, y0, 0.48, y1 - y0);
            }
        }
    }
}

/// A table with its columns and rows measured.
struct SetTable {
    xs: Vec<f64>,
    heights: Vec<f64>,
    cells: Vec<SetCell>,
}

struct SetCell {
    row: usize,
    column: usize,
    rows: usize,
    cols: usize,
    lines: Vec<String>,
    centred: bool,
    is_figure: bool,
}

impl SetTable {
    fn new(sheet: &Sheet) -> Self {
        let rows: Vec<&Vec<Cell>> =
            sheet.rows.iter().filter(|row| row.first().is_none_or(|cell| cell.role != Role::Mark)).collect();
        let mut cells: Vec<(SetCell, &str)> = Vec::new();
        let mut taken: Vec<usize> = Vec::new();
        for (number, row) in rows.iter().enumerate() {
            let mut column = 0;
            for cell in row.iter() {
                while taken.get(column).is_some_and(|&until| until > number) {
                    column += 1;
                }
                let (cols, span) = (cell.cols as usize, (cell.rows as usize).min(rows.len() - number));
                taken.resize(taken.len().max(column + cols), 0);
                taken[column..column + cols].fill(number + span);
                let set = SetCell {
                    row: number,
                    column,
                    rows: span,
                    cols,
                    lines: Vec::new(),
                    centred: cell.role != Role::Label,
                    is_figure: cell.role == Role::Figure,
                };
                cells.push((set, &cell.text));
                column += cols;
            }
        }
        let columns = taken.len();
        let xs = edges(columns, &cells);
        let mut heights = vec![LINE + 2.0 * PAD; rows.len()];
        let mut set = Vec::with_capacity(cells.len());
        for (mut cell, text) in cells {
            let room = xs[cell.column + cell.cols] - xs[cell.column] - 2.0 * PAD;
            cell.lines = text.split('\n').flat_map(|part| wrapped(part, room, 0.0, TABLE)).collect();
            let needed = (cell.lines.len() as f64 * LINE + 2.0 * PAD) / cell.rows as f64;
            for height in &mut heights[cell.row..cell.row + cell.rows] {
                *height = height.max(needed);
            }
            set.push(cell);
        }
        Self { xs, heights, cells: set }
    }

    /// Rows above the first with a figure.
    fn header_rows(&self) -> usize {
        let first = self.cells.iter().filter(|c| c.is_figure).map(|c| c.row).min().unwrap_or(0);
        let closed = self.cells.iter().all(|c| c.row >= first || c.row + c.rows <= first);
        if closed { first } else { 0 }
    }

    /// How many rows from `row` on have room.
    fn fitting(&self, row: usize, room: f64) -> usize {
        let mut left = room;
        self.heights[row..]
            .iter()
            .take_while(|&&height| {
                left -= height;
                left >= 0.0
            })
            .count()
    }
}

/// Edges of columns: figures narrow, labels wide, heads of groups in between.
fn edges(columns: usize, cells: &[(SetCell, &str)]) -> Vec<f64> {
    let mut weights = vec![1.0f64; columns];
    for (cell, text) in cells.iter().filter(|(cell, _)| cell.cols == 1 && !cell.is_figure) {
        let letters = text_width(text, 1.0);
        let weight = match (cell.rows, cell.centred) {
            (4.., true) if cell.column == 0 => 0.5,
            (2.., true) => 1.6,
            (_, false) => (letters / 2.5).clamp(1.0, 4.0),
            _ => 1.0,
        };
        weights[cell.column] = weights[cell.column].max(weight);
    }
    if cells.iter().any(|(cell, _)| cell.column == 0 && cell.cols == 1 && cell.rows > 4) {
        weights[0] = 0.5;
    }
    let total: f64 = weights.iter().sum();
    let mut xs = vec![LEFT];
    let mut x = LEFT;
    for weight in weights {
        x += weight / total * TEXT_WIDTH;
        xs.push(x);
    }
    xs
}

/// A text in lines of a width. Ideographs are parted anywhere; words and numbers go to the next line whole, unless
/// they are longer than a line.
fn wrapped(text: &str, room: f64, indent: f64, size: f64) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut left = room - indent;
    for c in text.chars() {
        let wide = width(c) * size;
        if wide > left && !line.is_empty() {
            let word = if c.is_ascii_graphic() {
                line.trim_end_matches(|c: char| c.is_ascii_graphic()).len()
            } else {
                line.len()
            };
            let carried = line.split_off(if word == 0 { line.len() } else { word });
            lines.push(std::mem::replace(&mut line, carried));
            left = room - text_width(&line, size);
        }
        left -= wide;
        line.push(c);
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

const _: () = assert!(TOP < PAGE_HEIGHT);
