//! Incidents that name each other, joined into chains.
//!
//! Input: the archive with its references. Output: edges, each with its author's sentence, and the groups they form. Nothing
//! is inferred from likeness.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::archive::Archive;
use super::references::{Mention, ReferenceKind};
use super::wording;

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Chains {
    /// Groups of incidents joined by references, largest first; each oldest first.
    pub groups: Vec<Vec<String>>,
    pub edges: Vec<Reference>,
    pub reading: String,
}

/// One document that names another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Reference {
    pub from: String,
    pub to: String,
    pub kind: ReferenceKind,
    /// The sentence that names it, as written; of a declared one what the front matter says.
    pub text: String,
    /// The file of `from`.
    pub path: String,
    /// Line of that file at which the paragraph begins, counted from 1; `None` where nobody knows.
    pub line: Option<usize>,
}

/// Longest sentence that is quoted, in characters.
const LONGEST: usize = 240;

pub fn chains(archive: &Archive) -> Chains {
    // Of several mentions of one incident the plainest is shown, and of those the first.
    let mut plainest = BTreeMap::<(usize, usize), &Mention>::new();
    for mention in &archive.references {
        let known = plainest.entry((mention.from, mention.to)).or_insert(mention);
        if mention.kind < known.kind {
            *known = mention;
        }
    }
    let groups = groups(archive.cases.len(), plainest.keys().copied());
    let edges: Vec<Reference> = plainest.into_values().map(|mention| edge(archive, mention)).collect();
    let reading = reading(&groups, archive.cases.len());
    Chains { groups: groups.iter().map(|group| archive.names(group)).collect(), edges, reading }
}

fn edge(archive: &Archive, mention: &Mention) -> Reference {
    let (from, to) = (&archive.cases[mention.from], &archive.cases[mention.to]);
    Reference {
        from: from.name.to_owned(),
        to: to.name.to_owned(),
        kind: mention.kind,
        text: shortened(&mention.text),
        path: from.incident.source.path.clone(),
        line: mention.line,
    }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}\u{2026}", text[..end].trim_end()),
    }
}

/// Connected groups, largest first, then by first member.
fn groups(n: usize, edges: impl Iterator<Item = (usize, usize)>) -> Vec<Vec<usize>> {
    let mut root: Vec<usize> = (0..n).collect();
    fn find(root: &mut [usize], mut at: usize) -> usize {
        while root[at] != at {
            root[at] = root[root[at]];
            at = root[at];
        }
        at
    }
    let mut joined = BTreeSet::new();
    for (a, b) in edges {
        joined.extend([a, b]);
        let (a, b) = (find(&mut root, a), find(&mut root, b));
        root[a.max(b)] = a.min(b);
    }
    let mut groups = BTreeMap::<usize, Vec<usize>>::new();
    for at in joined {
        groups.entry(find(&mut root, at)).or_default().push(at);
    }
    let mut groups: Vec<Vec<usize>> = groups.into_values().collect();
    groups.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    groups
}

fn reading(groups: &[Vec<usize>], all: usize) -> String {
    let named: usize = groups.iter().map(Vec::len).sum();
    let some = |one, many| wording::sentence(&wording::some_of(named, all, "report", one, many));
    match groups {
        [] => format!("{} to another.", some("refers", "refer")),
        [_] => format!("{} to each other.", some("refers", "refer")),
        [largest, ..] => format!(
            "{} to each other, in {} groups; the largest joins {}.",
            some("refers", "refer"),
            wording::number(groups.len()),
            wording::number(largest.len())
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::analyse::sample::{Draft, archive as built, draft};
    use crate::model::{Link, Origin, Provenance};

    fn check(drafts: Vec<Draft>, edges: &[(&str, &str, ReferenceKind)], groups: &[&[&str]]) {
        let kb = built(drafts);
        let chains = chains(&Archive::new(&kb));
        let found: Vec<(&str, &str, ReferenceKind)> =
            chains.edges.iter().map(|it| (it.from.as_str(), it.to.as_str(), it.kind)).collect();
        assert_eq!(found, edges);
        assert_eq!(chains.groups, groups);
    }

    #[test]
    fn references_of_three_kinds_join_a_chain() {
        let link = |incident: &mut crate::model::Incident| {
            incident.links.push(Link { text: "that one".into(), url: "../old/inc-0007.md#cause".into() });
        };
        let listed = |incident: &mut crate::model::Incident| {
            let excerpt = Some("related: [inc-0030]".into());
            let from = Provenance {
                origin: Origin::Stated,
                line: Some(2),
                column: None,
                rule: "front-matter".into(),
                excerpt,
            };
            incident.provenance.insert("related".into(), from);
            incident.related.push("inc-0030".into());
        };
        check(
            vec![
                draft("inc-0007").on("2023-01-01"),
                draft("inc-0021").on("2023-02-01").with(link),
                draft("inc-0030").on("2023-03-01").text("A repeat of INC-0021, see there."),
                draft("inc-0044").on("2023-04-01").with(listed),
                draft("alone").on("2023-05-01"),
            ],
            &[
                ("inc-0021", "inc-0007", ReferenceKind::Linked),
                ("inc-0030", "inc-0021", ReferenceKind::Mentioned),
                ("inc-0044", "inc-0030", ReferenceKind::Declared),
            ],
            &[&["inc-0007", "inc-0021", "inc-0030", "inc-0044"]],
        );
    }

    #[test]
    fn the_plainest_mention_is_shown_with_its_sentence() {
        let kb = built([
            draft("inc-0007").on("2023-01-01"),
            draft("inc-0021").on("2023-02-01").text("It broke. The same as INC-0007, once more. INC-0007 was worse."),
        ]);
        let edges = chains(&Archive::new(&kb)).edges;
        let shown: Vec<(&str, ReferenceKind)> = edges.iter().map(|it| (it.text.as_str(), it.kind)).collect();
        assert_eq!(shown, [("The same as INC-0007, once more.", ReferenceKind::Mentioned)]);
        assert_eq!(shortened(&"a ".repeat(300)).chars().count(), LONGEST);
    }

    #[test]
    fn a_word_that_is_an_id_by_chance_is_no_reference() {
        check(vec![draft("outage"), draft("b").text("An outage of the cache.")], &[], &[]);
    }
}
