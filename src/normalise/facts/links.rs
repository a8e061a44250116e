//! The addresses a document points to.

use std::collections::BTreeSet;

use crate::model::Link;
use crate::parse::{Line, MarkKind};

use crate::normalise::outline::Part;

/// Every web address once, in the order written; pictures and links within the archive are left out.
pub fn links(parts: &[Part]) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::new();
    let mut known = BTreeSet::new();
    for part in parts {
        let lines = part.label.iter().chain(part.blocks.iter().flat_map(|block| &block.lines));
        for link in lines.flat_map(in_line) {
            if known.insert(link.url.clone()) {
                links.push(link);
            }
        }
    }
    links
}

fn in_line(line: &Line) -> impl Iterator<Item = Link> + '_ {
    line.marks.iter().filter_map(|mark| match &mark.kind {
        MarkKind::Link { url, image: false } if url.starts_with("http://") || url.starts_with("https://") => {
            let text = line.text.get(mark.range.clone()).unwrap_or_default().trim();
            Some(Link { text: if text.is_empty() { url.clone() } else { text.to_owned() }, url: url.clone() })
        }
        _ => None,
    })
}
