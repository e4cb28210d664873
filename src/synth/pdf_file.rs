//! Writes a PDF file: pages of placed text and drawn lines, with fonts of the kinds that real reports have.
//!
//! No font program is embedded: what a reader of text needs are codes, widths and a table of characters.

use std::fmt::Write as _;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;

use super::canvas::{Canvas, PAGE_HEIGHT, PAGE_WIDTH, width};

/// How the file says which characters it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Script {
    /// Glyph numbers without meaning, and a `ToUnicode` table: what office programs write.
    ToUnicode,
    /// The same, figures and Latin letters in a simple font of their own.
    Mixed,
    /// STSong-Light with the predefined encoding UniGB-UCS2-H.
    Ucs2,
    /// STSong-Light with the predefined encoding GBK-EUC-H; characters outside of GBK in glyph numbers.
    Gbk,
    /// Type 3 fonts of up to 255 glyphs with `ToUnicode` tables.
    Type3,
}

impl Script {
    pub(super) const ALL: [Script; 5] = [Script::ToUnicode, Script::Mixed, Script::Ucs2, Script::Gbk, Script::Type3];
}

/// Glyphs of a Type 3 font.
const TYPE3_GLYPHS: usize = 255;

/// Pages being written.
pub(super) struct PdfFile {
    script: Script,
    /// Characters by glyph number, from 1.
    glyphs: Vec<char>,
    pages: Vec<String>,
}

impl Canvas for PdfFile {
    fn begin_page(&mut self) {
        self.pages.push(String::new());
    }

    fn text(&mut self, x: f64, y: f64, size: f64, text: &str) {
        // Neighbouring characters of one font are shown together.
        let mut x = x;
        let mut runs: Vec<(usize, f64, String)> = Vec::new();
        for c in text.chars() {
            let (font, code) = self.code(c);
            match runs.last_mut() {
                Some(run) if run.0 == font => run.2.push_str(&code),
                _ => runs.push((font, x, code)),
            }
            x += width(c) * size;
        }
        let mut shown = String::new();
        for (font, x, codes) in runs {
            let _ = writeln!(shown, "BT /F{font} {size} Tf 1 0 0 1 {x:.2} {y:.2} Tm <{codes}> Tj ET");
        }
        self.draw(&shown);
    }

    fn stroke(&mut self, from: (f64, f64), to: (f64, f64)) {
        let (a, b) = (from, to);
        self.draw(&format!("{:.2} {:.2} m {:.2} {:.2} l S\n", a.0, a.1, b.0, b.1));
    }

    fn fill(&mut self, x: f64, y: f64, width: f64, height: f64) {
        self.draw(&format!("{x:.2} {y:.2} {width:.2} {height:.2} re f\n"));
    }

    fn frame(&mut self, x: f64, y: f64, width: f64, height: f64) {
        self.draw(&format!("q 0.5 w {x:.2} {y:.2} {width:.2} {height:.2} re S Q\n"));
    }
}

impl PdfFile {
    pub(super) fn new(script: Script) -> Self {
        Self { script, glyphs: Vec::new(), pages: Vec::new() }
    }

    fn draw(&mut self, instructions: &str) {
        if let Some(page) = self.pages.last_mut() {
            page.push_str(instructions);
        }
    }

    /// The font of a character and its code, in hex.
    fn code(&mut self, c: char) -> (usize, String) {
        match self.script {
            Script::Mixed if c.is_ascii() => (LATIN, format!("{:02X}", c as u32)),
            Script::Ucs2 if (c as u32) < 0x1_0000 => (PREDEFINED, format!("{:04X}", c as u32)),
            Script::Gbk => match gbk(c) {
                Some(bytes) => (PREDEFINED, bytes.iter().fold(String::new(), |hex, b| format!("{hex}{b:02X}"))),
                None => (GLYPHS, format!("{:04X}", self.glyph(c) + 1)),
            },
            Script::Type3 => {
                let glyph = self.glyph(c);
                (GLYPHS + glyph / TYPE3_GLYPHS, format!("{:02X}", glyph % TYPE3_GLYPHS + 1))
            }
            _ => (GLYPHS, format!("{:04X}", self.glyph(c) + 1)),
        }
    }

    fn glyph(&mut self, c: char) -> usize {
        self.glyphs.iter().position(|&known| known == c).unwrap_or_else(|| {
            self.glyphs.push(c);
            self.glyphs.len() - 1
        })
    }

    /// The bytes of the file.
    pub(super) fn finish(self) -> Vec<u8> {
        let mut objects: Vec<Vec<u8>> = vec![Vec::new(), Vec::new()];
        let mut fonts = String::new();
        let mut add = |objects: &mut Vec<Vec<u8>>, name: usize, dict: String| {
            objects.push(dict.into_bytes());
            let _ = write!(fonts, "/F{name} {} 0 R ", objects.len());
        };
        add(&mut objects, LATIN, latin_font());
        add(&mut objects, PREDEFINED, predefined_font(self.script));
        if self.script == Script::Type3 {
            for (number, part) in self.glyphs.chunks(TYPE3_GLYPHS).enumerate() {
                objects.push(stream(&to_unicode(part, 2)));
                let table = objects.len();
                add(&mut objects, GLYPHS + number, type3_font(part, table));
            }
        } else {
            objects.push(stream(&to_unicode(&self.glyphs, 4)));
            let table = objects.len();
            add(&mut objects, GLYPHS, glyph_font(&self.glyphs, table));
        }
        let mut kids = String::new();
        for page in &self.pages {
            objects.push(stream(page));
            let content = objects.len();
            let page = format!(
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 {PAGE_WIDTH} {PAGE_HEIGHT}]/Contents {content} 0 R/Resources<</Font<<{fonts}>>>>>>"
            );
            objects.push(page.into_bytes());
            let _ = write!(kids, "{} 0 R ", objects.len());
        }
        objects[0] = b"<</Type/Catalog/Pages 2 0 R>>".to_vec();
        objects[1] = format!("<</Type/Pages/Count {}/Kids[{kids}]>>", self.pages.len()).into_bytes();
        file(&objects)
    }
}

const LATIN: usize = 1;
const PREDEFINED: usize = 2;
const GLYPHS: usize = 3;

fn gbk(c: char) -> Option<Vec<u8>> {
    let text = c.to_string();
    let (bytes, _, failed) = encoding_rs::GBK.encode(&text);
    (!failed && bytes.len() <= 2 && c != '€').then(|| bytes.into_owned())
}

fn latin_font() -> String {
    let widths = "500 ".repeat(95);
    format!(
        "<</Type/Font/Subtype/TrueType/BaseFont/TimesNewRoman/Encoding/WinAnsiEncoding/FirstChar 32/LastChar 126/Widths[{widths}]>>"
    )
}

fn predefined_font(script: Script) -> String {
    let encoding = if script == Script::Gbk { "GBK-EUC-H" } else { "UniGB-UCS2-H" };
    format!(
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light-{encoding}/Encoding/{encoding}/DescendantFonts[<</Type/Font\
         /Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>\
         /DW 1000/W[1 95 500 814 939 500]>>]>>"
    )
}

fn glyph_font(glyphs: &[char], table: usize) -> String {
    let widths: String = glyphs.iter().map(|&c| format!("{} ", width(c) * 1000.0)).collect();
    format!(
        "<</Type/Font/Subtype/Type0/BaseFont/ABCDEF+SimSun/Encoding/Identity-H/ToUnicode {table} 0 R/DescendantFonts[<<\
         /Type/Font/Subtype/CIDFontType2/BaseFont/ABCDEF+SimSun/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)\
         /Supplement 0>>/DW 1000/W[1[{widths}]]>>]>>"
    )
}

fn type3_font(glyphs: &[char], table: usize) -> String {
    let widths: String = glyphs.iter().map(|&c| format!("{} ", width(c) * 100.0)).collect();
    format!(
        "<</Type/Font/Subtype/Type3/FontBBox[0 0 100 100]/FontMatrix[0.01 0 0 0.01 0 0]/CharProcs<<>>/Encoding<<\
         /Differences[]>>/ToUnicode {table} 0 R/FirstChar 1/LastChar {}/Widths[{widths}]>>",
        glyphs.len()
    )
}

/// A table from codes of so many hex digits, counted from 1, to characters.
fn to_unicode(glyphs: &[char], digits: usize) -> String {
    let mut table = String::from("/CIDInit /ProcSet findresource begin\nbegincmap\n/CMapName /Made def\n");
    let _ =
        writeln!(table, "1 begincodespacerange <{}> <{}> endcodespacerange", "0".repeat(digits), "F".repeat(digits));
    for (part, chars) in glyphs.chunks(100).enumerate() {
        let _ = writeln!(table, "{} beginbfchar", chars.len());
        for (at, c) in chars.iter().enumerate() {
            let mut units = [0; 2];
            let hex: String = c.encode_utf16(&mut units).iter().map(|unit| format!("{unit:04X}")).collect();
            let _ = writeln!(table, "<{:0digits$X}> <{hex}>", part * 100 + at + 1);
        }
        table.push_str("endbfchar\n");
    }
    table.push_str("endcmap\n");
    table
}

fn stream(content: &str) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    let packed = encoder.write_all(content.as_bytes()).and_then(|()| encoder.finish());
    let (filter, data) = match packed {
        Ok(packed) => ("/Filter/FlateDecode", packed),
        Err(_) => ("", content.as_bytes().to_vec()),
    };
    let mut object = format!("<</Length {}{filter}>>\nstream\n", data.len()).into_bytes();
    object.extend(data);
    object.extend(b"\nendstream");
    object
}

fn file(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut file = b"%PDF-1.5\n%\xE2\xE3\xCF\xD3\n".to_vec();
    let mut offsets = Vec::with_capacity(objects.len());
    for (number, object) in objects.iter().enumerate() {
        offsets.push(file.len());
        file.extend(format!("{} 0 obj\n", number + 1).bytes());
        file.extend(object);
        file.extend(b"\nendobj\n");
    }
    let start = file.len();
    file.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for offset in offsets {
        file.extend(format!("{offset:010} 00000 n \n").bytes());
    }
    let trailer = format!("trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1);
    file.extend(trailer.bytes());
    file
}
