//! Walks the drawing instructions of a page and notes what bears on its text: glyphs and ruling lines.
//!
//! Colours, pictures and clipping are passed over. Forms drawn inside of a page are followed, not too deep and
//! not too often: a file of a few hundred bytes can draw a form in a form a million times.

use std::collections::HashMap;
use std::rc::Rc;

use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction as Op;
use hayro_syntax::object::dict::keys;
use hayro_syntax::object::{Array, Dict, Name, Number, Object, ObjectIdentifier, Stream};
use hayro_syntax::page::{Page, Resources};

use super::Trouble;
use super::annotations::{self, Appearance};
use super::font::Font;
use super::guard::Budget;
use super::layers::Layers;
use super::marks::{Glyph, Marks};
use super::matrix::Matrix;
use super::path::Path;

/// Forms within forms.
const MAX_DEPTH: u32 = 12;
/// Forms drawn in one document.
const MAX_FORMS: u32 = 20_000;
/// Glyphs of one document: a thousand pages of two thousand.
const MAX_GLYPHS: usize = 2_000_000;
/// Graphics states saved and not yet restored.
const MAX_SAVED: usize = 512;

/// What lasts from page to page of one document.
#[derive(Debug)]
pub(super) struct Interpreter {
    layers: Layers,
    fonts: HashMap<ObjectIdentifier, Option<Rc<Font>>>,
    budget: Budget,
    forms: u32,
    glyphs: usize,
}

#[derive(Debug, Clone)]
struct State {
    ctm: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    char_space: f64,
    word_space: f64,
    stretch: f64,
    rise: f64,
    leading: f64,
    invisible: bool,
}

/// One stream of instructions being walked.
struct Walk<'i, 'a> {
    interpreter: &'i mut Interpreter,
    resources: Resources<'a>,
    state: State,
    saved: Vec<State>,
    text: Matrix,
    line: Matrix,
    path: Path,
    marks: &'i mut Marks,
    depth: u32,
    /// Marked parts of the content that are open, and whether each is of a layer that is not shown.
    parts: Vec<bool>,
}

impl Interpreter {
    pub(super) fn new(budget: Budget, layers: Layers) -> Self {
        Self { layers, fonts: HashMap::new(), budget, forms: 0, glyphs: 0 }
    }

    /// Glyphs and rules of a page, its top left corner at the origin, y downwards.
    pub(super) fn page(&mut self, page: &Page<'_>) -> Result<Marks, Trouble> {
        let (width, height) = page.render_dimensions();
        let mut marks = Marks::new(f64::from(width), f64::from(height));
        let mut content = Vec::new();
        for stream in contents(page.raw()) {
            content.extend(self.budget.unpack(&stream)?.unwrap_or_default());
            content.push(b' ');
        }
        let mut walk = Walk {
            interpreter: self,
            resources: page.resources().clone(),
            state: State::new(Matrix(page.initial_transform(true).as_coeffs())),
            saved: Vec::new(),
            text: Matrix::IDENTITY,
            line: Matrix::IDENTITY,
            path: Path::default(),
            marks: &mut marks,
            depth: 0,
            parts: Vec::new(),
        };
        walk.run(&content)?;
        // What the page's content left open does not bear on what lies on top of it.
        walk.state = State::new(Matrix(page.initial_transform(true).as_coeffs()));
        walk.parts.clear();
        for Appearance { form, place } in annotations::shown(page.raw()) {
            walk.draw_form(&form, place)?;
        }
        Ok(marks)
    }

    fn font(&mut self, dict: &Dict<'_>) -> Result<Option<Rc<Font>>, Trouble> {
        let id = dict.obj_id();
        if let Some(known) = id.and_then(|id| self.fonts.get(&id)) {
            return Ok(known.clone());
        }
        let font = Font::read(dict, &mut self.budget)?.map(Rc::new);
        if let Some(id) = id {
            self.fonts.insert(id, font.clone());
        }
        Ok(font)
    }
}

/// The streams of a page's content.
fn contents<'a>(page: &Dict<'a>) -> Vec<Stream<'a>> {
    match page.get::<Object<'_>>(keys::CONTENTS) {
        Some(Object::Stream(stream)) => vec![stream],
        Some(Object::Array(array)) => array.iter::<Stream<'_>>().collect(),
        _ => Vec::new(),
    }
}

impl State {
    fn new(ctm: Matrix) -> Self {
        Self {
            ctm,
            font: None,
            size: 1.0,
            char_space: 0.0,
            word_space: 0.0,
            stretch: 1.0,
            rise: 0.0,
            leading: 0.0,
            invisible: false,
        }
    }
}

fn matrix(numbers: [Number; 6]) -> Matrix {
    Matrix(numbers.map(|number| number.as_f64()))
}

impl Walk<'_, '_> {
    fn run(&mut self, content: &[u8]) -> Result<(), Trouble> {
        let mut instructions = TypedIter::new(content);
        while let Some(instruction) = instructions.next() {
            match instruction {
                Op::SaveState(_) if self.saved.len() < MAX_SAVED => self.saved.push(self.state.clone()),
                Op::RestoreState(_) => self.state = self.saved.pop().unwrap_or_else(|| self.state.clone()),
                Op::Transform(t) => self.state.ctm = matrix([t.0, t.1, t.2, t.3, t.4, t.5]).then(self.state.ctm),
                Op::XObject(name) => self.form(name.0)?,
                Op::BeginText(_) => self.set_matrix(Matrix::IDENTITY),
                Op::SetTextMatrix(t) => self.set_matrix(matrix([t.0, t.1, t.2, t.3, t.4, t.5])),
                Op::NextLine(by) => self.next_line(by.0.as_f64(), by.1.as_f64()),
                Op::NextLineAndSetLeading(by) => {
                    self.state.leading = -by.1.as_f64();
                    self.next_line(by.0.as_f64(), by.1.as_f64());
                }
                Op::NextLineUsingLeading(_) => self.next_line(0.0, -self.state.leading),
                Op::TextLeading(n) => self.state.leading = n.0.as_f64(),
                Op::CharacterSpacing(n) => self.state.char_space = n.0.as_f64(),
                Op::WordSpacing(n) => self.state.word_space = n.0.as_f64(),
                Op::HorizontalScaling(n) => self.state.stretch = n.0.as_f64() / 100.0,
                Op::TextRise(n) => self.state.rise = n.0.as_f64(),
                Op::TextRenderingMode(n) => self.state.invisible = matches!(n.0.as_i64(), 3 | 7),
                Op::TextFont(font) => self.set_font(font.0, font.1.as_f64())?,
                Op::ShowText(text) => self.show(text.0.as_bytes())?,
                Op::NextLineAndShowText(text) => {
                    self.next_line(0.0, -self.state.leading);
                    self.show(text.0.as_bytes())?;
                }
                Op::ShowTextWithParameters(text) => {
                    self.state.word_space = text.0.as_f64();
                    self.state.char_space = text.1.as_f64();
                    self.next_line(0.0, -self.state.leading);
                    self.show(text.2.as_bytes())?;
                }
                Op::ShowTexts(texts) => self.show_array(texts.0)?,
                Op::BeginMarkedContent(_) => self.begin(false),
                Op::BeginMarkedContentWithProperties(part) => {
                    let of_layer = match part.1 {
                        Object::Name(name) if part.0.as_ref() == b"OC" => {
                            self.interpreter.layers.hides(&self.resources.properties, name)
                        }
                        _ => false,
                    };
                    self.begin(of_layer);
                }
                Op::EndMarkedContent(_) => {
                    self.parts.pop();
                }
                _ => self.draw(&instruction),
            }
        }
        Ok(())
    }

    fn begin(&mut self, is_hidden: bool) {
        if self.parts.len() < MAX_SAVED {
            self.parts.push(is_hidden);
        }
    }

    fn is_hidden(&self) -> bool {
        self.parts.contains(&true)
    }

    /// Paths; what is neither stroked nor filled leaves no mark.
    fn draw(&mut self, instruction: &Op<'_, '_>) {
        let ctm = self.state.ctm;
        let at = |x: Number, y: Number| ctm.apply(x.as_f64(), y.as_f64());
        match instruction {
            Op::MoveTo(p) => self.path.move_to(at(p.0, p.1)),
            Op::LineTo(p) => self.path.line_to(at(p.0, p.1)),
            Op::CubicTo(p) => self.path.curve_to(at(p.4, p.5)),
            Op::CubicStartTo(p) => self.path.curve_to(at(p.2, p.3)),
            Op::CubicEndTo(p) => self.path.curve_to(at(p.2, p.3)),
            Op::ClosePath(_) => self.path.close(),
            Op::RectPath(r) => {
                let (x, y, w, h) = (r.0.as_f64(), r.1.as_f64(), r.2.as_f64(), r.3.as_f64());
                let corners = [(x, y), (x + w, y), (x + w, y + h), (x, y + h)];
                self.path.polygon(corners.map(|(x, y)| ctm.apply(x, y)));
            }
            Op::StrokePath(_) => self.path.paint(true, false, self.marks),
            Op::CloseAndStrokePath(_) => {
                self.path.close();
                self.path.paint(true, false, self.marks);
            }
            Op::FillPathNonZero(_) | Op::FillPathEvenOdd(_) | Op::FillPathNonZeroCompatibility(_) => {
                self.path.paint(false, true, self.marks);
            }
            Op::FillAndStrokeNonZero(_) | Op::FillAndStrokeEvenOdd(_) => self.path.paint(true, true, self.marks),
            Op::CloseFillAndStrokeNonZero(_) | Op::CloseFillAndStrokeEvenOdd(_) => {
                self.path.close();
                self.path.paint(true, true, self.marks);
            }
            Op::EndPath(_) => self.path.clear(),
            _ => {}
        }
    }

    fn set_matrix(&mut self, to: Matrix) {
        self.text = to;
        self.line = to;
    }

    fn next_line(&mut self, x: f64, y: f64) {
        self.set_matrix(Matrix::shift(x, y).then(self.line));
    }

    fn set_font(&mut self, name: &Name<'_>, size: f64) -> Result<(), Trouble> {
        self.state.size = size;
        self.state.font = match self.resources.get_font(name) {
            Some(dict) => self.interpreter.font(&dict)?,
            None => None,
        };
        Ok(())
    }

    fn show_array(&mut self, texts: &Array<'_>) -> Result<(), Trouble> {
        for object in texts.iter::<Object<'_>>() {
            match object {
                Object::String(text) => self.show(text.as_bytes())?,
                Object::Number(by) => {
                    let by = -by.as_f64() / 1000.0 * self.state.size;
                    self.advance(by);
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn advance(&mut self, by: f64) {
        let vertical = self.state.font.as_ref().is_some_and(|font| font.vertical);
        let (x, y) = if vertical { (0.0, by) } else { (by * self.state.stretch, 0.0) };
        self.text = Matrix::shift(x, y).then(self.text);
    }

    fn show(&mut self, bytes: &[u8]) -> Result<(), Trouble> {
        let Some(font) = self.state.font.clone() else { return Ok(()) };
        self.interpreter.glyphs = self.interpreter.glyphs.saturating_add(bytes.len());
        if self.interpreter.glyphs > MAX_GLYPHS {
            return Err(Trouble::TooLarge("text"));
        }
        font.codes(bytes, |code| {
            let State { ctm, size, char_space, word_space, stretch, rise, invisible, .. } = self.state;
            let place = Matrix([size * stretch, 0.0, 0.0, size, 0.0, rise]).then(self.text).then(ctm);
            // In vertical writing a glyph hangs centred below its origin.
            let (left, low, right) = if font.vertical { (-0.5, -0.88, 0.5) } else { (0.0, 0.0, code.advance) };
            let (from, to, top) = (place.apply(left, low), place.apply(right, low), place.apply(left, low + 1.0));
            if !self.is_hidden() {
                self.marks.glyphs.extend(Glyph::new(from, to, top, code.text, invisible));
            }
            let spaces = char_space + if code.is_blank { word_space } else { 0.0 };
            self.advance(code.advance * size + spaces);
        });
        Ok(())
    }

    fn form(&mut self, name: &Name<'_>) -> Result<(), Trouble> {
        let Some(form) = self.resources.get_x_object(name) else { return Ok(()) };
        if form.dict().get::<Name<'_>>(keys::SUBTYPE).as_deref() != Some(b"Form") {
            return Ok(());
        }
        self.draw_form(&form, Matrix::IDENTITY)
    }

    /// Draws a form, moved by `place` when its own matrix is applied.
    fn draw_form(&mut self, form: &Stream<'_>, place: Matrix) -> Result<(), Trouble> {
        let dict = form.dict();
        let is_hidden = self.is_hidden() || self.interpreter.layers.hides(dict, b"OC");
        if is_hidden || self.depth >= MAX_DEPTH {
            return Ok(());
        }
        self.interpreter.forms += 1;
        if self.interpreter.forms > MAX_FORMS {
            return Err(Trouble::TooLarge("number of drawn forms"));
        }
        let Some(content) = self.interpreter.budget.unpack(form)? else { return Ok(()) };
        let own = dict.get::<Dict<'_>>(keys::RESOURCES).map(Resources::new);
        let inner = dict.get::<[f64; 6]>(keys::MATRIX).map_or(Matrix::IDENTITY, Matrix);
        let mut walk = Walk {
            interpreter: self.interpreter,
            resources: own.unwrap_or_else(|| self.resources.clone()),
            state: State { ctm: inner.then(place).then(self.state.ctm), ..self.state.clone() },
            saved: Vec::new(),
            text: Matrix::IDENTITY,
            line: Matrix::IDENTITY,
            path: Path::default(),
            marks: self.marks,
            depth: self.depth + 1,
            parts: Vec::new(),
        };
        walk.run(&content)
    }
}
