//! Incidents that name each other: declared relations, links and ids in the text, joined into chains.
//!
//! Input: the archive. Output: edges and the groups they form. Nothing is inferred from likeness.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use foldhash::{HashMap, HashMapExt};
use serde::Serialize;

use super::archive::{Archive, Case};
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
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ReferenceKind {
    /// The author lists it as related.
    Declared,
    /// The document links to it.
    Linked,
    /// The document mentions its id.
    Mentioned,
}

/// Places of incidents of which one names the other, the smaller place first.
pub fn referred(archive: &Archive) -> BTreeSet<(usize, usize)> {
    let targets = Targets::of(&archive.cases);
    let named = archive.cases.iter().enumerate();
    let named = named.flat_map(|(from, case)| targets.named_by(case).into_iter().map(move |(to, _)| (from, to)));
    named.filter(|(from, to)| from != to).map(|(a, b)| (a.min(b), a.max(b))).collect()
}

pub fn chains(archive: &Archive) -> Chains {
    let targets = Targets::of(&archive.cases);
    let mut kinds = BTreeMap::<(usize, usize), ReferenceKind>::new();
    for (from, case) in archive.cases.iter().enumerate() {
        for (to, kind) in targets.named_by(case) {
            if to != from {
                let known = kinds.entry((from, to)).or_insert(kind);
                *known = (*known).min(kind);
            }
        }
    }
    let groups = groups(archive.cases.len(), kinds.keys().copied());
    let edges: Vec<Reference> = kinds
        .into_iter()
        .map(|((from, to), kind)| Reference {
            from: archive.cases[from].name.to_owned(),
            to: archive.cases[to].name.to_owned(),
            kind,
        })
        .collect();
    let reading = reading(&groups, archive.cases.len());
    Chains { groups: groups.iter().map(|group| archive.names(group)).collect(), edges, reading }
}

/// What an incident can be named by.
pub struct Targets<'a> {
    /// In lower case.
    by_name: HashMap<Cow<'a, str>, usize>,
    by_file: HashMap<&'a str, usize>,
}

impl<'a> Targets<'a> {
    pub fn of(cases: &[Case<'a>]) -> Self {
        let mut by_name = HashMap::new();
        let mut by_file = HashMap::new();
        for (place, case) in cases.iter().enumerate() {
            by_name.insert(lower(case.name), place);
            let path = case.incident.source.path.as_str();
            by_file.entry(path.rsplit('/').next().unwrap_or(path)).or_insert(place);
        }
        Self { by_name, by_file }
    }

    fn named_by(&self, case: &Case) -> Vec<(usize, ReferenceKind)> {
        let declared = case.incident.related.iter().filter_map(|it| Some((self.of_name(it)?, ReferenceKind::Declared)));
        let linked =
            case.incident.links.iter().filter_map(|it| Some((self.of_address(&it.url)?, ReferenceKind::Linked)));
        let mentioned = self.mentioned(case.text).map(|place| (place, ReferenceKind::Mentioned));
        declared.chain(linked).chain(mentioned).collect()
    }

    fn of_name(&self, name: &str) -> Option<usize> {
        self.by_name.get(&lower(name)).copied()
    }

    /// The incident that an address leads to, by the file or the id at its end.
    pub fn of_address(&self, url: &str) -> Option<usize> {
        let path = url.split(['#', '?']).next().unwrap_or(url);
        let last = path.trim_end_matches('/').rsplit('/').next()?;
        self.by_file.get(last).copied().or_else(|| self.of_name(last))
    }

    /// The incidents whose ids stand in a text.
    pub fn mentioned(&self, text: &str) -> impl Iterator<Item = usize> {
        ids_in(text).filter_map(|it| self.of_name(it))
    }
}

fn lower(name: &str) -> Cow<'_, str> {
    let is_lower = name.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    if is_lower { Cow::Borrowed(name) } else { Cow::Owned(name.to_lowercase()) }
}

/// Words that may be ids: at least six characters with a digit and a letter or a dash. Most words hold no digit and are
/// passed over without a look at their letters.
fn ids_in(text: &str) -> impl Iterator<Item = &str> {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '-' || letter == '_';
    let digits = text.bytes().enumerate().filter(|(_, byte)| byte.is_ascii_digit()).map(|(at, _)| at);
    let mut end = 0;
    let words = digits.filter_map(move |digit| {
        let first = (digit >= end).then(|| end + text[end..digit].trim_end_matches(is_part).len())?;
        end = digit + text[digit..].find(|letter| !is_part(letter)).unwrap_or(text.len() - digit);
        Some(text[first..end].trim_matches('-'))
    });
    words.filter(|word| word.len() >= 6 && word.contains(|it: char| !it.is_ascii_digit()))
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

    #[test]
    fn an_id_is_a_long_word_with_a_digit_and_more_than_digits() {
        let text = "See INC-2024-07, -ops12345- and öst_2024x; at 12:40, 20240131, v1.2, no-digits-here or INC-2024-08";
        let found: Vec<&str> = ids_in(text).collect();
        assert_eq!(found, ["INC-2024-07", "ops12345", "öst_2024x", "INC-2024-08"]);
    }
    use crate::analyse::sample::{Draft, archive as built, draft};
    use crate::model::Link;

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
        check(
            vec![
                draft("inc-0007").on("2023-01-01"),
                draft("inc-0021").on("2023-02-01").with(link),
                draft("inc-0030").on("2023-03-01").text("A repeat of INC-0021, see there."),
                draft("inc-0044").on("2023-04-01").with(|incident| incident.related.push("inc-0030".into())),
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
    fn a_word_that_is_an_id_by_chance_is_no_reference() {
        check(vec![draft("outage"), draft("b").text("An outage of the cache.")], &[], &[]);
    }
}
