//! What do a section's blocks look like in the record?

use crate::extract::RawBlockKind;
use crate::model::{Block, EventRecord, FileVersion};
use crate::section::Sectioned;
use crate::span::Span;

/// The blocks of a section. A block that an event record or a file table was read from stands for that record.
pub fn blocks(sectioned: &Sectioned, section: usize, _events: &[EventRecord], _files: &[FileVersion]) -> Vec<Block> {
    let text = &sectioned.extracted.text;
    let own = |span: Span| span.of(text).to_owned();
    let range = sectioned.sections[section].blocks.clone();
    let mut out = Vec::new();
    for block in &sectioned.extracted.blocks[range] {
        let span = block.span;
        out.push(match &block.kind {
            RawBlockKind::Header | RawBlockKind::Chrome | RawBlockKind::Heading { .. } | RawBlockKind::Rule => continue,
            RawBlockKind::Paragraph => Block::Paragraph { text: own(span), span },
            RawBlockKind::ListItem { ordered, depth, text } => {
                Block::ListItem { ordered: *ordered, depth: *depth, text: own(*text), span }
            }
            RawBlockKind::Code { language } => Block::Code { language: language.clone(), text: own(span), span },
            RawBlockKind::Table(table) => {
                let mut rows = table.rows.iter().map(|row| row.iter().map(|&cell| own(cell)).collect::<Vec<_>>());
                let header = if table.header_rows > 0 { rows.next().unwrap_or_default() } else { Vec::new() };
                Block::Table { header, rows: rows.collect(), span }
            }
            RawBlockKind::Note { label, text } => Block::Note { label: own(*label), text: own(*text), span },
        });
    }
    out
}
