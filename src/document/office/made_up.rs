//! Office files made in tests.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::document::{Block, Grid};

const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A zip file of these parts, deflated.
pub(in crate::document) fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, part) in parts {
        writer.start_file(*path, SimpleFileOptions::default()).unwrap();
        writer.write_all(part.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The relations of a part: kind and target, with the ids r1, r2, ….
pub(in crate::document) fn relations(targets: &[(&str, &str)]) -> String {
    let relation = |(at, (kind, target)): (usize, &(&str, &str))| {
        format!("<Relationship Id=\"r{}\" Type=\"{RELATIONS}/{kind}\" Target=\"{target}\"/>", at + 1)
    };
    format!("<Relationships>{}</Relationships>", targets.iter().enumerate().map(relation).collect::<String>())
}

/// Lines as `text`, grids as rows of `cell[row+rows,column+columns]`.
pub(in crate::document) fn shown((found, blocks): &(String, Vec<Block>)) -> Vec<String> {
    let grid = |grid: &Grid| {
        let cells = grid.cells.iter().map(|cell| {
            let text = found[cell.span.clone()].replace('\n', "/");
            format!("{text}[{}+{},{}+{}]", cell.row, cell.row_span, cell.column, cell.col_span)
        });
        format!("{}x{}: {}", grid.number, grid.width, cells.collect::<Vec<_>>().join(" "))
    };
    let block = |block: &Block| match block {
        Block::Line(line) => found[line.span.clone()].to_owned(),
        Block::Grid(found) => grid(found),
    };
    blocks.iter().map(block).collect()
}
