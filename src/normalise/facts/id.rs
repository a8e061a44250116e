//! The id that a document gives its incident, where front matter gives none.

use crate::normalise::trail::Place;
use crate::normalise::vocabulary::bare;
use crate::parse::{Block, BlockKind, Line, Section};

/// What authors and tools call it.
const NAMES: &[&str] = &[
    "id",
    "incident",
    "incident id",
    "incident number",
    "incident no",
    "incident key",
    "incident reference",
    "incident ref",
    "incident ticket",
    "issue key",
    "key",
    "reference",
    "reference number",
    "ticket",
    "ticket id",
    "ticket number",
    "case",
    "case number",
    "postmortem id",
    "incident-id",
];

/// The id in a row `| Incident | INC-2024-7 |` or a line `Incident ID: INC-2024-7`; the first that looks like one.
pub fn labelled(sections: &[Section]) -> Option<(String, Place)> {
    let blocks = sections.iter().flat_map(|section| &section.blocks).filter(|block| !block.quoted);
    blocks.take_while(|block| !matches!(block.kind, BlockKind::Row { header: true, .. }) || is_bare(block)).find_map(
        |block| match (&block.kind, &block.lines[..]) {
            (BlockKind::Row { .. }, [label, value]) => found(&label.text, &value.text, value),
            (BlockKind::Paragraph | BlockKind::Item { .. }, lines) => lines.iter().find_map(|line| {
                let (label, value) = line.text.split_once([':', '：'])?;
                found(label, value, line)
            }),
            _ => None,
        },
    )
}

/// The head of a table of labels and values: empty, or a pair like any other.
fn is_bare(block: &Block) -> bool {
    block.lines.len() == 2
}

fn found(label: &str, value: &str, line: &Line) -> Option<(String, Place)> {
    const LONGEST_LABEL: usize = 24;
    let value = value.trim();
    let named = label.len() <= LONGEST_LABEL && is_id(value) && NAMES.contains(&bare(label).as_str());
    named.then(|| (value.to_owned(), Place::of(line)))
}

/// Capitals and a number with a hyphen between: `INC-2024-77`, `PD-1`, `SEC-INC-4`.
fn is_id(value: &str) -> bool {
    let mut pieces = value.split('-');
    let opens = pieces.next().is_some_and(|piece| {
        (2..=10).contains(&piece.len())
            && piece.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
            && piece.starts_with(|c: char| c.is_ascii_uppercase())
    });
    let rest: Vec<&str> = pieces.collect();
    let plain = |piece: &&str| !piece.is_empty() && piece.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    let numbered = rest.last().is_some_and(|last| last.bytes().all(|b| b.is_ascii_digit()));
    let severity =
        ["SEV", "SEVERITY", "PRIO", "PRIORITY"].iter().any(|word| value.starts_with(word) && rest.len() == 1);
    opens && numbered && !severity && rest.len() <= 3 && rest.iter().all(plain) && value.len() <= 40
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_has_letters_and_a_number() {
        for id in ["INC-2024-77", "PD-1", "OPS-INC-12"] {
            assert!(is_id(id), "{id}");
        }
        for other in ["INC", "inc-7", "2024-05-03", "INC-7 and more", "P1", "SEV-", "SEV-1", "INC-x"] {
            assert!(!is_id(other), "{other}");
        }
    }
}
