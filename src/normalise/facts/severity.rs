//! The severity: the label as written, and the level it stands for.

use std::sync::LazyLock;

use regex::Regex;

use crate::config::Config;
use crate::model::{Origin, Severity, SeverityLevel};
use crate::normalise::author::Author;
use crate::normalise::front_matter_keys::Key;
use crate::normalise::outline::Part;
use crate::normalise::trail::{Place, Trail};
use crate::normalise::vocabulary::{self, Field};
use crate::parse::{Block, BlockKind, Line};

/// Labels that mean the same in most places; `[severity]` in incidex.toml comes first.
const LEVELS: &[(&str, SeverityLevel)] = &[
    ("critical", SeverityLevel::Critical),
    ("highest", SeverityLevel::Critical),
    ("crit", SeverityLevel::Critical),
    ("blocker", SeverityLevel::Critical),
    ("emergency", SeverityLevel::Critical),
    ("catastrophic", SeverityLevel::Critical),
    ("urgent", SeverityLevel::Critical),
    ("down", SeverityLevel::Major),
    ("red", SeverityLevel::Critical),
    ("sev0", SeverityLevel::Critical),
    ("sev1", SeverityLevel::Critical),
    ("s0", SeverityLevel::Critical),
    ("s1", SeverityLevel::Critical),
    ("p0", SeverityLevel::Critical),
    ("p1", SeverityLevel::Critical),
    ("severity0", SeverityLevel::Critical),
    ("severity1", SeverityLevel::Critical),
    ("priority1", SeverityLevel::Critical),
    ("priority0", SeverityLevel::Critical),
    ("prio0", SeverityLevel::Critical),
    ("0", SeverityLevel::Critical),
    ("1", SeverityLevel::Critical),
    ("prio1", SeverityLevel::Critical),
    ("level1", SeverityLevel::Critical),
    ("prio2", SeverityLevel::Major),
    ("level2", SeverityLevel::Major),
    ("prio3", SeverityLevel::Minor),
    ("prio4", SeverityLevel::Minor),
    ("level3", SeverityLevel::Minor),
    ("level4", SeverityLevel::Minor),
    ("majoroutage", SeverityLevel::Major),
    ("major", SeverityLevel::Major),
    ("high", SeverityLevel::Major),
    ("severe", SeverityLevel::Major),
    ("significant", SeverityLevel::Major),
    ("disrupted", SeverityLevel::Minor),
    ("orange", SeverityLevel::Major),
    ("sev2", SeverityLevel::Major),
    ("s2", SeverityLevel::Major),
    ("p2", SeverityLevel::Major),
    ("severity2", SeverityLevel::Major),
    ("priority2", SeverityLevel::Major),
    ("2", SeverityLevel::Major),
    ("minor", SeverityLevel::Minor),
    ("lowest", SeverityLevel::Minor),
    ("medium", SeverityLevel::Minor),
    ("moderate", SeverityLevel::Minor),
    ("low", SeverityLevel::Minor),
    ("degraded", SeverityLevel::Minor),
    ("partialoutage", SeverityLevel::Minor),
    ("degradedperformance", SeverityLevel::Minor),
    ("undermaintenance", SeverityLevel::None),
    ("operational", SeverityLevel::None),
    ("notice", SeverityLevel::Minor),
    ("yellow", SeverityLevel::Minor),
    ("sev3", SeverityLevel::Minor),
    ("sev4", SeverityLevel::Minor),
    ("s3", SeverityLevel::Minor),
    ("s4", SeverityLevel::Minor),
    ("p3", SeverityLevel::Minor),
    ("p4", SeverityLevel::Minor),
    ("severity3", SeverityLevel::Minor),
    ("severity4", SeverityLevel::Minor),
    ("priority3", SeverityLevel::Minor),
    ("3", SeverityLevel::Minor),
    ("4", SeverityLevel::Minor),
    ("none", SeverityLevel::None),
    ("informational", SeverityLevel::None),
    ("info", SeverityLevel::None),
    ("sev5", SeverityLevel::None),
    ("s5", SeverityLevel::None),
    ("p5", SeverityLevel::None),
    ("green", SeverityLevel::None),
    ("nearmiss", SeverityLevel::None),
];

/// The severity its author gave; never inferred from the impact.
pub fn severity(
    author: &Author,
    parts: &[Part],
    heading: Option<&Line>,
    config: &Config,
    trail: &mut Trail,
) -> Severity {
    let stated = author.text(Key::Severity).map(|(label, place)| (label, place.clone(), "front-matter"));
    let labelled = || {
        let part = parts.iter().find(|part| part.field == Some(Field::Severity))?;
        let line = part.lines().next()?;
        Some((line.text.clone(), Place::of(line), "label"))
    };
    let titled = || heading.and_then(|line| Some((in_title(&line.text)?, Place::of(line), "title")));
    let classed = || {
        let blocks = parts.iter().flat_map(|part| &part.blocks);
        let (line, text) = blocks.filter(|block| !block.quoted).find_map(classified)?;
        Some((text, Place::of(line), "label"))
    };
    let tagged = || {
        let tags = author.get(Key::Tags)?;
        Some((tags.list().iter().find_map(|tag| in_tag(tag))?, tags.place.clone(), "tag"))
    };
    let graded = || {
        let blocks = parts.iter().flat_map(|part| &part.blocks).filter(|block| !block.quoted);
        let (line, text) =
            blocks.flat_map(|block| &block.lines).find_map(|line| Some((line, in_several(&line.text)?)))?;
        Some((text, Place::of(line), "label"))
    };
    let said = || in_prose(parts).map(|(line, text)| (text, Place::of(line), "prose"));
    let told = stated.or_else(labelled).or_else(titled).or_else(classed).or_else(tagged).or_else(graded).or_else(said);
    let label = told.as_ref().and_then(|(text, ..)| label_of(text, config));
    let (Some(label), Some((_, place, rule))) = (label, told) else {
        return Severity { level: SeverityLevel::Unknown, label: None };
    };
    let level = level_of(&label, config);
    trail.note("severity.label", Origin::Stated, rule, &place);
    match level {
        SeverityLevel::Unknown => {
            trail.flag("severity_unknown", format!("no level is known for the severity \"{label}\""), place.line);
        }
        _ => trail.note("severity.level", Origin::Derived, "severity-map", &place),
    }
    Severity { level, label: Some(label) }
}

/// `Classification | Major`, `Category: Severity 1 (critical)`: a name that may hold anything, beside a value that only a
/// severity has.
fn classified(block: &Block) -> Option<(&Line, String)> {
    const NAMES: &[&str] = &[
        "classification",
        "category",
        "class",
        "grade",
        "rating",
        "tier",
        "urgency",
        "rank",
        "sev",
        "severity",
        "prio",
        "priority",
        "priority assigned",
        "level assigned",
        "impact level",
        "level of impact",
    ];
    let is_name = |name: &str| NAMES.iter().any(|known| vocabulary::bare(name).ends_with(known));
    let graded = |value: &str| {
        let head = value.split(['(', ',', ';']).next().unwrap_or_default();
        let behind = value.split(['(', ')']).nth(1).unwrap_or_default();
        is_usual(value) || is_usual(head) || is_usual(behind)
    };
    // A bare number is a level where the name can mean nothing else.
    let numbered = |name: &str, value: &str| {
        let sure = ["sev", "severity", "prio", "priority"].contains(&vocabulary::bare(name).as_str());
        sure && value.len() == 1 && value.bytes().all(|b| b.is_ascii_digit())
    };
    if let ([name, value], BlockKind::Row { .. }) = (&block.lines[..], &block.kind) {
        return (is_name(&name.text) && graded(&value.text)).then(|| (value, value.text.clone()));
    }
    block.lines.iter().find_map(|line| {
        // `Lead: Ana, Priority: 2, Type: outage` names several in a row.
        line.text.split(", ").find_map(|piece| {
            let (name, value) = piece.split_once(':')?;
            let value = value.trim();
            (name.len() < 40 && is_name(name) && (graded(value) || numbered(name, value)))
                .then(|| (line, value.to_owned()))
        })
    })
}

/// The `SEV-1` of a title: `[SEV-1] Logins fail`, `SEV2: queue is full`, `Queue is full (P2)`.
fn in_title(title: &str) -> Option<String> {
    let is_label = |word: &&str| {
        let squashed = squashed(word);
        let letters = squashed.trim_end_matches(|c: char| c.is_ascii_digit());
        letters.len() < squashed.len() && matches!(letters, "sev" | "severity" | "p")
    };
    let bracketed = title.split(['[', '(']).skip(1).filter_map(|rest| rest.split([']', ')']).next());
    let head = title.split(':').next().filter(|head| head.len() < title.len());
    bracketed.chain(head).map(str::trim).find(is_label).map(str::to_owned)
}

/// `Impact / Urgency / Priority: 2 - Medium / 3 - Low / P3`: the value in the place of the priority.
fn in_several(text: &str) -> Option<String> {
    let (names, values) = text.split_once(':')?;
    let names: Vec<&str> = names.split('/').map(str::trim).collect();
    let values: Vec<&str> = values.split('/').map(str::trim).collect();
    let at =
        names.iter().position(|name| matches!(squashed(name).as_str(), "priority" | "severity" | "prio" | "sev"))?;
    (names.len() > 1 && names.len() == values.len()).then(|| values[at].to_owned())
}

/// The one severity that sentences name: "declared SEV1", "Prio 2.", `P2` among labels; none where they name several.
fn in_prose(parts: &[Part]) -> Option<(&Line, String)> {
    static NAMED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r"(?i)\b(sev(?:erity)?[ :-]*(?:level )?[0-5]|prio(?:rity)?[ :-]*(?:level )?[0-5]|(?:sev|severity|prio|priority)[ :]+(?:is |was )?(?:critical|high|major|medium|moderate|low|minor))\b|",
            r"(?i)(?:^|[.;] )((?:critical|high|major|medium|moderate|low|minor)[ -](?:severity|priority))\b|",
            r"(?-i)(?:^|(?:declared|as|an?|was|is|raised|filed|classed|classified|rated|graded|opened)(?: (?:it|this|as|a|an|to))* |[`(\[])(P[0-4])(?:[`)\].,;:]|$| incident| outage)"
        ))
        .expect("a compiled-in pattern")
    });
    let mut named: Option<(&Line, String)> = None;
    let lines =
        parts.iter().filter(|part| !matches!(part.field, Some(Field::Actions(_) | Field::Appendix | Field::Links)));
    for line in lines.flat_map(Part::lines) {
        let lower = line.text.as_bytes();
        let names = |word: &[u8]| lower.windows(word.len()).any(|window| window.eq_ignore_ascii_case(word));
        if !lower.iter().any(u8::is_ascii_digit) && !names(b"sev") && !names(b"prio") {
            continue;
        }
        for found in NAMED.captures_iter(&line.text) {
            let name = found.iter().skip(1).flatten().next()?;
            let before = line.text[..name.start()].to_lowercase();
            let denied = before.split_whitespace().rev().take(4).any(|word| {
                word.ends_with("n't")
                    || word.ends_with("n’t")
                    || matches!(word, "not" | "no" | "never" | "than" | "if" | "whether")
            });
            if denied {
                continue;
            }
            let label = name.as_str().to_owned();
            match &named {
                Some((_, known)) if squashed(known) != squashed(&label) => return None,
                Some(_) => {}
                None => named = Some((line, label)),
            }
        }
    }
    named
}

/// The severity that a label of a ticket names: `sev1`, `P2`, `severity::high`, `priority/critical`.
fn in_tag(tag: &str) -> Option<String> {
    let tag = tag.trim().trim_start_matches('~').trim_matches('"');
    let (key, value) =
        tag.split_once([':', '/', '=']).map_or(("", tag), |(key, value)| (key, value.trim_start_matches(':')));
    let named =
        matches!(squashed(key).as_str(), "severity" | "sev" | "priority" | "prio" | "impact" | "incidentseverity");
    if named && is_usual_or_number(value) {
        return Some(value.trim().to_owned());
    }
    let whole = squashed(tag);
    let letters = whole.trim_end_matches(|c: char| c.is_ascii_digit());
    let numbered = whole.len() == letters.len() + 1 && matches!(letters, "sev" | "severity" | "p" | "priority");
    numbered.then(|| tag.to_owned())
}

fn is_usual_or_number(value: &str) -> bool {
    let bare = squashed(value);
    LEVELS.iter().any(|(word, _)| *word == bare)
}

/// The label that a text begins with: a reason behind it is no part of it, a name of the level in brackets is. `None`
/// for a sentence that names none.
fn label_of(text: &str, config: &Config) -> Option<String> {
    /// Words behind a label that make a reason, and bytes of a label.
    const REASON: usize = 4;
    const LONGEST: usize = 40;
    let text = text.trim().trim_end_matches('.').trim_end();
    let cut = text.char_indices().find(|&(at, c)| {
        matches!(c, '(' | '[' | ',' | ';' | ':') && !text[at..].starts_with("::")
            || at > 0 && text[..at].ends_with(' ') && matches!(c, '-' | '–' | '—')
            || c == '.' && text[at + 1..].starts_with(' ')
    });
    let head = cut.map_or(text, |(at, _)| text[..at].trim_end());
    let behind = text[head.len()..].split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count();
    let known = |label: &str| level_of(label, config) != SeverityLevel::Unknown;
    if !head.is_empty() && head.len() < text.len() && behind >= REASON && (known(head) || head.len() <= LONGEST / 2) {
        return Some(head.to_owned());
    }
    if text.split_whitespace().count() <= REASON + 1 && text.len() <= LONGEST * 2 {
        return (!text.is_empty()).then(|| text.to_owned());
    }
    // "High as all checkouts failed": the label is its first word or two.
    let words: Vec<&str> = text.split_whitespace().take(3).collect();
    let first = (1..=words.len()).find(|n| known_whole(&words[..*n].join(" "), config));
    first.map(|n| words[..n].join(" "))
}

/// Whether a text is a severity that means the same in most places.
pub fn is_usual(text: &str) -> bool {
    let bare = squashed(text);
    bare.contains(char::is_alphabetic) && LEVELS.iter().any(|(word, _)| *word == bare)
}

/// Whether a label as a whole, and not only a word of it, has a level.
fn known_whole(label: &str, config: &Config) -> bool {
    let bare = squashed(label);
    config.severity.keys().any(|known| squashed(known) == bare) || LEVELS.iter().any(|(word, _)| *word == bare)
}

/// The level of a label: the archive's own map, then the usual words, then the first word of a longer label.
pub fn level_of(label: &str, config: &Config) -> SeverityLevel {
    let own = |text: &str| {
        config.severity.iter().find(|(known, _)| squashed(known) == squashed(text)).map(|(_, level)| (*level).into())
    };
    let usual = |text: &str| {
        let bare = squashed(text);
        LEVELS.iter().find(|(word, _)| *word == bare).map(|(_, level)| *level)
    };
    let shorter = || {
        let head = label.split(['(', ',', ':', '/', '–', '—']).next().unwrap_or_default();
        own(head).or_else(|| usual(head)).or_else(|| {
            label.split(|c: char| !(c.is_alphanumeric() || c == '-')).filter(|word| !word.is_empty()).find_map(|word| {
                own(word).or_else(|| usual(word).filter(|_| !word.bytes().all(|b| b.is_ascii_digit())))
            })
        })
    };
    own(label).or_else(|| usual(label)).or_else(shorter).unwrap_or(SeverityLevel::Unknown)
}

fn squashed(label: &str) -> String {
    label.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::SeveritySetting;

    #[test]
    fn the_usual_labels_have_a_level() {
        let config = Config::default();
        for (label, level) in [
            ("SEV-2", SeverityLevel::Major),
            ("Sev 1 (critical)", SeverityLevel::Critical),
            ("P3", SeverityLevel::Minor),
            ("High", SeverityLevel::Major),
            ("purple", SeverityLevel::Unknown),
        ] {
            assert_eq!(level_of(label, &config), level, "{label}");
        }
    }

    #[test]
    fn a_reason_behind_a_label_is_no_part_of_it() {
        let config = Config::default();
        for (text, label) in [
            ("Medium (two of the nine replicas were gone, nobody noticed)", Some("Medium")),
            ("SEV-2 - search answered slowly for a third of its users", Some("SEV-2")),
            ("High: every checkout of the morning had to be repeated", Some("High")),
            ("P1. All regions were down for the whole evening.", Some("P1")),
            ("Major, as nobody could sign in until noon", Some("Major")),
            ("High as all checkouts failed for an hour", Some("High")),
            ("Sev 1 (critical)", Some("Sev 1 (critical)")),
            ("~\"severity::2\"", Some("~\"severity::2\"")),
            ("Nobody wrote down how bad it was on that day", None),
            ("", None),
        ] {
            assert_eq!(label_of(text, &config).as_deref(), label, "{text}");
        }
    }

    #[test]
    fn a_title_may_name_the_severity() {
        for (title, label) in [
            ("[SEV-1] Till displays stay dark", Some("SEV-1")),
            ("P2: parcels are booked twice", Some("P2")),
            ("Parcels are booked twice (sev3)", Some("sev3")),
            ("S3: bucket of parcels is public", None),
            ("Parcels are booked twice (12 May)", None),
            ("Version 3: parcels are booked twice", None),
        ] {
            assert_eq!(in_title(title).as_deref(), label, "{title}");
        }
    }

    #[test]
    fn the_labels_of_a_ticket_may_name_the_severity() {
        for (tag, label) in [
            ("sev1", Some("sev1")),
            ("SEV-2", Some("SEV-2")),
            ("~\"severity::3\"", Some("3")),
            ("priority/critical", Some("critical")),
            ("p4", Some("p4")),
            ("several", None),
            ("p99", None),
            ("area: high", None),
            ("s3", None),
        ] {
            assert_eq!(in_tag(tag).as_deref(), label, "{tag}");
        }
    }

    #[test]
    fn the_words_of_status_pages_have_a_level() {
        let config = Config::default();
        for (label, level) in [
            ("major-outage", SeverityLevel::Major),
            ("partial_outage", SeverityLevel::Minor),
            ("Degraded performance", SeverityLevel::Minor),
            ("under-maintenance", SeverityLevel::None),
            ("operational", SeverityLevel::None),
            ("~\"severity::2\"", SeverityLevel::Major),
        ] {
            assert_eq!(level_of(label, &config), level, "{label}");
        }
    }

    #[test]
    fn the_archives_own_map_comes_first() {
        let config = Config { severity: [("P1".to_owned(), SeveritySetting::Major)].into(), ..Config::default() };
        assert_eq!(level_of("p1", &config), SeverityLevel::Major);
    }
    #[test]
    fn a_sentence_may_name_the_severity() {
        use crate::model::{Source, SourceFormat};
        use crate::normalise::{labels::Labels, outline};
        let named = |text: &str| {
            let source = Source { path: "letter.md".into(), format: SourceFormat::Markdown, hash: String::new() };
            let document = crate::parse::document(source, text);
            let (parts, _) = outline::outlined(&document.sections, &Labels::default());
            in_prose(&parts).map(|(_, label)| label)
        };
        for (text, label) in [
            ("At noon it was declared SEV1.", Some("SEV1")),
            ("Tills stood still. Prio 2.", Some("Prio 2")),
            ("We filed it as a P3.", Some("P3")),
            ("It wasn't a P1.", None),
            ("Pump P3 ran dry.", None),
            ("SEV2 became SEV1.", None),
            ("At noon it was declared, sev high.", Some("sev high")),
            ("Low priority, for the file.", Some("Low priority")),
            ("Lead: Ana, Priority: 0, Type: outage", Some("Priority: 0")),
            ("Several high ladders.", None),
        ] {
            assert_eq!(named(text).as_deref(), label, "{text}");
        }
    }
}
