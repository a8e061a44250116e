//! Services, tags and the organisation: short lists of names, with the archive's aliases applied.

use std::collections::BTreeMap;

use crate::config::Config;
use crate::model::Origin;
use crate::normalise::author::Author;
use crate::normalise::front_matter_keys::Key;
use crate::normalise::outline::Part;
use crate::normalise::trail::{Place, Trail};
use crate::normalise::vocabulary::Field;
use crate::parse::BlockKind;

/// A name longer than this is a sentence.
const LONGEST_NAME: usize = 60;

pub fn services(author: &Author, parts: &[Part], config: &Config, trail: &mut Trail) -> Vec<String> {
    names("services", Key::Services, Field::Services, &config.services, author, parts, trail)
}

pub fn tags(author: &Author, parts: &[Part], config: &Config, trail: &mut Trail) -> Vec<String> {
    names("tags", Key::Tags, Field::Tags, &config.tags, author, parts, trail)
}

pub fn organisation(author: &Author, parts: &[Part], config: &Config, trail: &mut Trail) -> Option<String> {
    if let Some((text, place)) = author.text(Key::Organisation) {
        trail.note("organisation", Origin::Stated, "front-matter", place);
        return Some(text);
    }
    let part = parts.iter().find(|part| part.field == Some(Field::Organisation)).and_then(|part| part.lines().next());
    if let Some(line) = part {
        trail.note("organisation", Origin::Stated, "label", &Place::of(line));
        return Some(line.text.clone());
    }
    let configured = config.organisation.clone();
    if configured.is_some() {
        trail.note("organisation", Origin::Default, "config", &Place::nowhere());
    }
    configured
}

fn names(
    path: &'static str,
    key: Key,
    field: Field,
    aliases: &BTreeMap<String, String>,
    author: &Author,
    parts: &[Part],
    trail: &mut Trail,
) -> Vec<String> {
    if let Some(stated) = author.get(key) {
        trail.note(path, Origin::Stated, "front-matter", &stated.place);
        return resolved(stated.list(), aliases);
    }
    let labelled: Vec<_> = parts.iter().filter(|part| part.field == Some(field)).collect();
    let found: Vec<String> = labelled.iter().flat_map(|part| in_part(part)).collect();
    if let Some(line) = labelled.iter().filter_map(|part| part.lines().next()).next().filter(|_| !found.is_empty()) {
        trail.note(path, Origin::Stated, "label", &Place::of(line));
    }
    resolved(found, aliases)
}

/// One name per list item, or the words between commas of a line.
fn in_part(part: &Part) -> Vec<String> {
    let mut names = Vec::new();
    for block in part.prose() {
        for line in &block.lines {
            let text = line.text.trim_end_matches('.');
            match block.kind {
                BlockKind::Item { .. } if !text.contains(',') => {
                    names.push(text.split([':', '(', '–']).next().unwrap_or(text).to_owned())
                }
                _ => names.extend(text.replace(" and ", ", ").split([',', ';', '/']).map(str::to_owned)),
            }
        }
    }
    let bare = |name: &String| name.split('(').next().unwrap_or_default().trim().to_owned();
    names.iter().map(bare).filter(|name| is_name(name)).collect()
}

fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name.chars().count() <= LONGEST_NAME
        && name.split_whitespace().count() <= 5
        && !matches!(name.to_lowercase().as_str(), "none" | "n/a" | "all" | "tbd" | "unknown")
}

/// Aliases applied without regard to case, duplicates left out, order kept.
fn resolved(names: Vec<String>, aliases: &BTreeMap<String, String>) -> Vec<String> {
    let mut seen: Vec<String> = Vec::new();
    for name in names {
        let alias = aliases.iter().find(|(alias, _)| alias.eq_ignore_ascii_case(&name)).map(|(_, name)| name.clone());
        let name = alias.unwrap_or(name);
        if !seen.iter().any(|known| known.eq_ignore_ascii_case(&name)) {
            seen.push(name);
        }
    }
    seen
}
