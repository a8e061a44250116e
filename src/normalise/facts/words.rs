//! Services, tags and the organisation: short lists of names, with the archive's aliases applied.

use std::collections::BTreeMap;

use crate::config::Config;
use crate::model::Origin;
use crate::normalise::author::Author;
use crate::normalise::front_matter_keys::Key;
use crate::normalise::outline::{Part, text_of};
use crate::normalise::trail::{Place, Trail};
use crate::normalise::vocabulary::{self, Field};
use crate::parse::{BlockKind, Line};

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
    let mut found = Vec::new();
    let mut first: Option<(&Line, &'static str)> = None;
    for part in parts {
        let rule = if part.field == Some(field) { "label" } else { "column" };
        let named = match part.field {
            Some(own) if own == field => in_part(part, field),
            // A table under `Impact` may name in a column of its own what was hit.
            Some(Field::Impact | Field::Summary) => in_columns(part, field).unwrap_or_default(),
            _ => continue,
        };
        first = first.or(part.lines().next().filter(|_| !named.is_empty()).map(|line| (line, rule)));
        found.extend(named);
    }
    if let Some((line, rule)) = first {
        trail.note(path, Origin::Stated, rule, &Place::of(line));
    }
    resolved(found, aliases)
}

/// One name per list item, per row of a table, or the words between commas of a line; nothing of a sentence.
fn in_part(part: &Part, field: Field) -> Vec<String> {
    let mut names = in_columns(part, field).unwrap_or_else(|| first_cells(part));
    for block in part.prose() {
        match block.kind {
            BlockKind::Row { .. } | BlockKind::Subheading { .. } => {}
            BlockKind::Item { depth: 2.., .. } => {}
            BlockKind::Item { .. } => names.extend(in_item(&text_of(block))),
            BlockKind::ItemParagraph { .. } => {}
            _ => names.extend(block.lines.iter().flat_map(|line| in_line(&line.text))),
        }
    }
    names
}

/// The cells under the head that names the field, rows that say "unaffected" left out; `None` without such a head.
fn in_columns(part: &Part, field: Field) -> Option<Vec<String>> {
    let mut names: Option<Vec<String>> = None;
    let mut column: Option<(usize, usize)> = None;
    for block in part.prose() {
        let BlockKind::Row { table, header } = block.kind else { continue };
        if header {
            let heads = || block.lines.iter().map(|cell| vocabulary::field_exactly(&cell.text));
            column = heads().position(|head| head == Some(field)).map(|at| (table, at));
            if column.is_some() {
                names.get_or_insert_default();
            }
            continue;
        }
        if let Some((_, at)) = column.filter(|(known, _)| *known == table)
            && let Some(cell) = block.lines.get(at)
            && !block.lines.iter().any(|cell| is_spared(&cell.text))
        {
            names.get_or_insert_default().extend(in_cell(&cell.text));
        }
    }
    names
}

/// The first cell of each row, where no head says which column names what was affected.
fn first_cells(part: &Part) -> Vec<String> {
    let rows = part.prose().filter(|block| matches!(block.kind, BlockKind::Row { header: false, .. }));
    let hit = rows.filter(|row| !row.lines.iter().any(|cell| is_spared(&cell.text)));
    hit.filter_map(|row| row.lines.first()).flat_map(|cell| in_cell(&cell.text)).collect()
}

fn in_cell(text: &str) -> Vec<String> {
    let name = bare_name(text);
    if is_name(&name) { vec![name] } else { in_line(text) }
}

/// `Search: no results for an hour`, `Search (read only)`: the name in front of what happened to it.
fn in_item(text: &str) -> Vec<String> {
    if is_spared(text) {
        return Vec::new();
    }
    let head = text.split([':', '(', '–', '—']).next().unwrap_or(text);
    let head = head.split(" - ").next().unwrap_or(head);
    let name = bare_name(head);
    if head.contains(',') || !is_name(&name) { in_line(text) } else { vec![name] }
}

/// The names between the commas of a line; none where the line is a sentence.
fn in_line(text: &str) -> Vec<String> {
    let text = text.trim().trim_end_matches('.');
    if is_sentence(text) || is_spared(text) && !text.contains([',', ';']) {
        return Vec::new();
    }
    let listed = text.replace(" and ", ", ").replace(" & ", ", ");
    let hit = pieces(&listed).into_iter().filter(|piece| !is_spared(piece));
    hit.map(|piece| bare_name(&piece)).filter(|name| is_name(name)).collect()
}

/// The pieces between commas, slashes and bars outside brackets.
fn pieces(text: &str) -> Vec<String> {
    let mut depth = 0usize;
    let mut pieces = vec![String::new()];
    for c in text.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            ',' | ';' | '/' | '|' | '•' if depth == 0 => {
                pieces.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(piece) = pieces.last_mut() {
            piece.push(c);
        }
    }
    pieces
}

/// A list of names has no verb that happened and no long piece.
fn is_sentence(text: &str) -> bool {
    #[rustfmt::skip]
    const VERBS: &[&str] = &[
        "was", "were", "is", "are", "be", "been", "being", "had", "has", "have", "could", "would", "should", "will", "may",
        "might", "can", "did", "does", "do", "became", "failed", "stopped", "started", "went", "saw", "received", "returned",
        "experienced", "served", "showed", "lost", "got", "caused", "remained", "continued", "suffered", "we", "they", "it",
        "which", "that", "who", "because", "while", "when", "due", "not", "no", "only",
    ];
    let plain = without_brackets(text);
    let words =
        || plain.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase());
    words().any(|word| VERBS.contains(&word.as_str()))
        || plain.split([',', ';', '/', '|']).any(|piece| piece.split_whitespace().count() > 7)
}

/// Words that say that something went on working.
fn is_spared(text: &str) -> bool {
    #[rustfmt::skip]
    const SPARED: &[&str] = &[
        "unaffected", "not affected", "not impacted", "no impact", "unimpacted", "operational", "working normally",
        "remained available", "stayed up", "remained up", "fully available", "no effect", "none", "n/a", "ok", "normal",
    ];
    let text = text.to_lowercase();
    let text = text.trim().trim_end_matches('.');
    SPARED.iter().any(|word| match word.contains(' ') || word.len() > 8 {
        true => text.contains(word),
        false => text == *word,
    })
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0usize;
    let kept = text.chars().filter(|c| match c {
        '(' | '[' => {
            depth += 1;
            false
        }
        ')' | ']' => {
            depth = depth.saturating_sub(1);
            false
        }
        _ => depth == 0,
    });
    kept.collect()
}

/// A name without its remark in brackets, its emphasis and its article.
fn bare_name(text: &str) -> String {
    let name = without_brackets(text);
    let name = name.trim().trim_matches(|c: char| matches!(c, '*' | '_' | '`' | '"' | '.' | ':' | '-' | '–')).trim();
    let without_article = name.strip_prefix("the ").or_else(|| name.strip_prefix("The ")).unwrap_or(name);
    without_article
        .strip_prefix("our ")
        .or_else(|| without_article.strip_prefix("Our "))
        .unwrap_or(without_article)
        .trim()
        .to_owned()
}

fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name.chars().count() <= LONGEST_NAME
        && name.split_whitespace().count() <= 5
        && name.contains(char::is_alphabetic)
        && !matches!(
            name.to_lowercase().as_str(),
            "none"
                | "n/a"
                | "all"
                | "tbd"
                | "tbc"
                | "unknown"
                | "all of them"
                | "everything"
                | "various"
                | "multiple"
                | "several"
                | "users"
                | "customers"
                | "all users"
                | "all customers"
                | "total"
                | "yes"
                | "no"
                | "all services"
                | "all systems"
        )
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

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        assert_eq!(in_line(text), expected, "{text}");
    }

    #[test]
    fn a_sentence_is_no_list_of_names() {
        check("The checkout, the search and the login pages were slow for everybody", &[]);
        check("Anyone who signed in, paid, or uploaded a file", &[]);
        check("We lost the queue, then the cache.", &[]);
        check("Mail could neither be sent nor read, and calendars failed", &[]);
    }

    #[test]
    fn names_stand_between_commas_without_remarks_and_articles() {
        check("checkout, search (read only) and the login page.", &["checkout", "search", "login page"]);
        check("API / Web / `worker`", &["API", "Web", "worker"]);
        check("Billing (EU, US); Search (unaffected)", &["Billing"]);
        check("none", &[]);
        check("n/a", &[]);
    }

    #[test]
    fn an_item_is_named_in_front_of_what_happened_to_it() {
        for (text, expected) in [
            ("Search: no results for an hour", Some("Search")),
            ("Search - answers were late", Some("Search")),
            ("Search (slow)", Some("Search")),
            ("Search – unaffected", None),
            ("Search: not affected", None),
            ("People could not search for anything at all", None),
        ] {
            assert_eq!(in_item(text).first().map(String::as_str), expected, "{text}");
        }
    }
}
