//! Text to documents: front matter with positions, sections, blocks and lines, safe HTML per section.

mod document;

pub use document::{
    Block, BlockKind, Document, FrontMatter, FrontMatterFormat, Heading, Line, Mark, MarkKind, Section,
};
