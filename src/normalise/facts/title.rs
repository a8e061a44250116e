//! The title: what broke, in the author's words where there are any.

use std::sync::LazyLock;

use regex::Regex;

use crate::model::Origin;
use crate::normalise::author::Author;
use crate::normalise::front_matter_keys::Key;
use crate::normalise::kind;
use crate::normalise::outline::{LabelKind, Part};
use crate::normalise::time::{self, DayOrder};
use crate::normalise::trail::{Place, Trail};
use crate::normalise::vocabulary::{self, Field};
use crate::parse::{BlockKind, MarkKind, Section};

/// Words that say that a document is about an incident, not about which.
const GENERIC: &[&str] = &[
    "incident",
    "incidents",
    "postmortem",
    "post",
    "mortem",
    "report",
    "review",
    "analysis",
    "document",
    "retrospective",
    "retro",
    "rca",
    "root",
    "cause",
    "the",
    "a",
    "an",
    "of",
    "on",
    "for",
    "and",
    "summary",
    "issue",
    "template",
    "write",
    "up",
    "writeup",
    "blameless",
    "informe",
    "incidente",
    "bericht",
    "postpartum",
    "pir",
    "pm",
    "aar",
    "after",
    "action",
    "debrief",
    "lessons",
    "learned",
    "log",
    "notes",
    "final",
    "draft",
    "internal",
    "public",
    "outage",
    "notice",
    "disclosure",
    "statement",
    "bulletin",
    "advisory",
    "communication",
    "explanation",
    "minutes",
    "letter",
    "memo",
    "circular",
    "announcement",
    "update",
    "critical",
    "major",
    "serious",
    "preliminary",
    "interim",
    "official",
    "customer",
    "postincident",
    "reason",
];

static DATE_PREFIX: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:(?i:incident )?(?i:date|on)?:?\s*)?\d{4}-\d{2}-\d{2}(?:[ T]\d{1,2}:\d{2}\s*(?:[AaPp][Mm])?\s*(?:[A-Z]{2,4})?)?(?:\s*[,:–—-]\s+(?P<rest>.+)|\s+(?P<words>[^\d\s].*))$")
        .expect("a compiled-in pattern")
});

static WORD_PREFIX: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:(?:blameless |incident )?post[- ]?mortem(?: report| analysis)?|incident(?: report| postmortem)?|outage report|rca)\s*[:–—-]\s+(.+)$")
        .expect("a compiled-in pattern")
});

/// The title as its author wrote it, without date and genre in front; `None` where nothing distinguishes the incident.
pub fn title(
    author: &Author,
    parts: &[Part],
    sections: &[Section],
    several: bool,
    path: &str,
    trail: &mut Trail,
) -> Option<String> {
    if let Some((text, place)) = author.text(Key::Title).filter(|_| !several)
        && let Some(title) = usable(&text).or_else(|| written(&text))
    {
        trail.note("title", Origin::Stated, "front-matter", place);
        return Some(title);
    }
    let labelled = parts.iter().find(|part| part.field == Some(Field::Title) && part.kind != LabelKind::Opening);
    if let Some(title) = labelled.and_then(|part| part.lines().next()).filter(|line| line.text.len() < 160)
        && let Some(text) = usable(without_list(&title.text))
    {
        trail.note("title", Origin::Stated, "label", &Place::of(title));
        return Some(text);
    }
    let headings = sections.iter().filter_map(|section| section.heading.as_ref());
    let highest = headings.clone().map(|heading| heading.level).min();
    let is_single = headings.clone().filter(|heading| Some(heading.level) == highest).count() == 1;
    let first = headings.clone().take(1);
    for heading in first.chain(headings.filter(|heading| Some(heading.level) == highest).take(1)) {
        let words = match vocabulary::field_of(&heading.line.text) {
            None => Some(heading.line.text.as_str()),
            // `Status log: scans slow` names a field and, behind it, the incident.
            Some(_) => {
                [": ", " - ", " – "].iter().find_map(|cut| heading.line.text.split_once(cut)).map(|(_, rest)| rest)
            }
        };
        let leads =
            std::ptr::eq(heading, sections.iter().find_map(|section| section.heading.as_ref()).unwrap_or(heading));
        if let Some(text) = words
            .filter(|words| leads && (heading.level == 1 || is_single) || is_name_of_something(words))
            .and_then(usable)
        {
            trail.note("title", Origin::Stated, "heading", &Place::of(&heading.line));
            return Some(text);
        }
    }
    first_line(parts, trail).or_else(|| named_by_file(path, trail))
}

/// The words of a file's name, where it has at least two and they are not all genre: `2024-05-03-mail-queue-stuck.md`.
/// What tools add is no word: the number of a page behind an underscore, the key of 32 digits behind a space.
fn named_by_file(path: &str, trail: &mut Trail) -> Option<String> {
    const KEY: usize = 6;
    let stem = kind::stem(path).replace(['_', '-', '+'], " ").replace("%20", " ");
    let is_word = |word: &&str| word.chars().count() >= 2 && word.chars().all(char::is_alphabetic);
    let is_sign = |word: &str| word.bytes().any(|b| b.is_ascii_digit()) || word.chars().count() == 1;
    let is_key = |word: &str| {
        word.len() >= KEY && word.bytes().all(|b| b.is_ascii_hexdigit()) && word.bytes().any(|b| b.is_ascii_digit())
    };
    let mut words: Vec<&str> = stem.split_whitespace().collect();
    while words.len() > 1 && words.last().is_some_and(|word| is_key(word)) {
        words.pop();
    }
    let opening = words.iter().take_while(|word| is_sign(word) || is_genre(word)).count();
    let words = if opening < words.len() { &words[opening..] } else { &words[..] };
    let plain = words.iter().filter(|word| is_word(word)).count();
    if plain < 2 || plain * 2 <= words.len() {
        return None;
    }
    let title = usable(&words.join(" "))?;
    trail.note("title", Origin::Inferred, "file-name", &Place::nowhere());
    Some(title)
}

/// Two words at least; scripts that put no space between words need two letters.
fn is_name_of_something(words: &str) -> bool {
    let uncased = words.chars().filter(|c| c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase());
    words.split_whitespace().count() >= 2 || uncased.count() >= 2
}

/// A short first line above everything else, where no heading names the incident.
fn first_line(parts: &[Part], trail: &mut Trail) -> Option<String> {
    let block = parts.first().filter(|part| part.kind == LabelKind::Opening)?.blocks.first()?;
    let line = block.lines.first().filter(|_| block.kind == BlockKind::Paragraph)?;
    // A first line in bold above its author and day is a title too.
    let bold = line.leading_strong().is_some_and(|end| line.text[end..].trim().is_empty());
    let alone = block.lines.len() == 1 || bold;
    let text = line.text.trim();
    let text = ["Subject:", "Re:", "Betreff:", "Objet:", "Asunto:"]
        .iter()
        .fold(text, |text, head| text.strip_prefix(head).unwrap_or(text).trim());
    let sentence = text.ends_with(['.', ':', ',', ';']) || text.split_whitespace().count() > 14;
    let points = text.contains("://") || line.marks.iter().any(|mark| matches!(mark.kind, MarkKind::Link { .. }));
    if !alone || sentence || points {
        return None;
    }
    let title = usable(text)?;
    trail.note("title", Origin::Inferred, "first-line", &Place::of(line));
    Some(title)
}

static LONG_DATE_PREFIX: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:[A-Z][a-z]{2,8}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}|\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]{2,8}\.?,? \d{4})\s*[,:–—-]\s*(.+)$")
        .expect("a compiled-in pattern")
});

/// `[announce] Re: mail down`: the subject of a mail without its list.
fn without_list(subject: &str) -> &str {
    let named = subject.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    let is_list = |name: &str| name.len() > 3 && name.chars().all(|c| c.is_lowercase() || c == '-');
    let text = named.filter(|(name, _)| is_list(name)).map_or(subject, |(_, rest)| rest).trim();
    ["Re:", "RE:", "Fwd:", "AW:"].iter().fold(text, |text, head| text.strip_prefix(head).unwrap_or(text).trim())
}

/// A title that says no more than what kind of document it is, where its author wrote it as the title.
fn written(text: &str) -> Option<String> {
    let text = text.trim().trim_matches(is_decoration).trim();
    (text.contains(char::is_alphanumeric) && !text.contains(['{', '<'])).then(|| text.to_owned())
}

/// Marks of Markdown and pictures around the words of a title.
fn is_decoration(c: char) -> bool {
    matches!(c, '#' | '*' | '_' | '\u{2600}'..='\u{27bf}' | '\u{1f000}'..='\u{1faff}' | '\u{fe0f}' | '\u{200d}')
        || c.is_whitespace()
}

/// Words of the genre that may be all of a title.
const MAY_STAND_ALONE: &[&str] = &["outage", "issue"];

/// A title without its date and genre, unless nothing else is in it.
fn usable(text: &str) -> Option<String> {
    let text = vocabulary::without_shortcodes(text);
    let text = text.trim_matches(is_decoration).trim_end_matches(':').trim();
    let mut title = without_genre(text);
    for prefix in [&*WORD_PREFIX, &*DATE_PREFIX, &*LONG_DATE_PREFIX, &*WORD_PREFIX] {
        if let Some(rest) = prefix.captures(title).and_then(|found| found.iter().skip(1).flatten().next()) {
            title = rest.as_str().trim();
        }
    }
    let title = without_state(title);
    (!is_generic(title) && !is_date(title)).then(|| title.to_owned())
}

/// `Cards refused - 4 March 2024 (RESOLVED)`: a title without the state of the incident, and without its day behind a dash.
fn without_state(title: &str) -> &str {
    static STATE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)\s*(?:[-–—:|]\s*)?[\[(]\s*(?:resolved|closed|fixed|solved|final|draft|over|updated|update|done|complete|completed|ongoing|open|mitigated)\s*[\])]\s*$")
            .expect("a compiled-in pattern")
    });
    let bare = STATE.find(title).map_or(title, |found| &title[..found.start()]);
    let dated = [" - ", " – ", " — ", ", "]
        .iter()
        .filter_map(|cut| bare.rsplit_once(cut))
        .find(|(name, day)| is_date(day) && name.split_whitespace().nth(1).is_some());
    let named = dated.map_or(bare, |(name, _)| name.trim_end());
    if named.contains(char::is_alphanumeric) && !is_generic(named) { named } else { title }
}

/// `Incident retro - mail down`: what stands behind words that only say what kind of document it is.
fn without_genre(title: &str) -> &str {
    let addressed =
        title.split_once(": ").filter(|(head, rest)| is_addressed(head) && rest.split_whitespace().nth(1).is_some());
    if let Some((_, rest)) = addressed {
        return rest.trim();
    }
    let cuts = [": ", " - ", " – ", " — ", " | "].iter().filter_map(|cut| title.find(cut).map(|at| (at, cut.len())));
    match cuts.min() {
        Some((at, width))
            if at > 0
                && (is_genre(&title[..at]) || is_dated_genre(&title[..at]))
                && !title[at + width..].trim().is_empty() =>
        {
            title[at + width..].trim()
        }
        _ => title,
    }
}

/// `Incident report July 11 2025`: the kind of document and a day.
fn is_dated_genre(head: &str) -> bool {
    const MONTHS: &[&str] = &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let words = || head.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase);
    let numbered = |word: &String| word.starts_with(|c: char| c.is_ascii_digit());
    let dated = |word: &String| numbered(word) || MONTHS.iter().any(|month| word.starts_with(month));
    let genre = |word: &String| GENERIC.contains(&word.as_str());
    words().any(|word| numbered(&word))
        && words().any(|word| genre(&word))
        && words().all(|word| dated(&word) || genre(&word))
}

/// `Notice to members 06/2026`: the kind of document, and whom it is for.
fn is_addressed(head: &str) -> bool {
    const LONGEST: usize = 8;
    let words: Vec<String> = head
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && !word.bytes().all(|byte| byte.is_ascii_digit()))
        .map(str::to_lowercase)
        .collect();
    let to = words.iter().position(|word| matches!(word.as_str(), "to" | "for"));
    to.is_some_and(|to| {
        to > 0 && words.len() <= LONGEST && words[..to].iter().all(|word| GENERIC.contains(&word.as_str()))
    })
}

/// A day and nothing else tells no incident from another.
fn is_date(title: &str) -> bool {
    time::value(title, DayOrder::Undecided).is_some_and(|stamp| {
        stamp.date.is_some()
            && title[..stamp.range.start].trim().is_empty()
            && title[stamp.range.end..].trim().is_empty()
    })
}

fn is_generic(title: &str) -> bool {
    !MAY_STAND_ALONE.iter().any(|word| title.eq_ignore_ascii_case(word)) && is_genre(title)
}

/// Whether all words only say what kind of document it is.
fn is_genre(title: &str) -> bool {
    title
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .all(|word| GENERIC.contains(&word.to_lowercase().as_str()))
}

/// A title for an incident whose author gave none, from what is known.
pub fn generated(
    class: Option<&str>,
    component: Option<&str>,
    services: &[String],
    date: Option<&str>,
    stem: &str,
) -> String {
    let what = match (component, class) {
        (Some(component), Some(class)) => format!("{component}: {}", lower_first(class)),
        (None, Some(class)) => class.to_owned(),
        (Some(component), None) => format!("{component} incident"),
        (None, None) => "Incident".to_owned(),
    };
    let place = services.first().map(|service| format!(" in {service}")).unwrap_or_default();
    match date {
        Some(date) => format!("{what}{place}, {date}"),
        None => format!("{what}{place} ({stem})"),
    }
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(written: &str, expected: Option<&str>) {
        assert_eq!(usable(written).as_deref(), expected, "{written}");
    }

    #[test]
    fn date_and_genre_are_taken_off_a_title() {
        check("2021-03-04, Queue stuck", Some("Queue stuck"));
        check("Incident on 2021-03-04 - Queue stuck", Some("Queue stuck"));
        check("2021-03-04 Queue stuck", Some("Queue stuck"));
        check("Cards refused - 4 March 2024 (RESOLVED)", Some("Cards refused"));
        check("Cards refused [closed]", Some("Cards refused"));
        check("Cards refused, 4 March 2024", Some("Cards refused"));
        check("Cards refused (twice)", Some("Cards refused (twice)"));
        check("Incident report March 4 2024 - cards refused", Some("cards refused"));
        check("2021-03-04, 502 on every page", Some("502 on every page"));
        check("Postmortem: Queue stuck", Some("Queue stuck"));
        check("Notice to members 06/2026: cards refused", Some("cards refused"));
        check("Critical incident review: cards refused", Some("cards refused"));
        check("Export to the bank: files rejected", Some("Export to the bank: files rejected"));
        check("Postmortem: March 4, 2021, queue stuck", Some("queue stuck"));
        check("Incident on 2021-03-04", Some("Incident on 2021-03-04"));
        check("Postmortem: March 4, 2021 Outage", Some("March 4, 2021 Outage"));
    }

    #[test]
    fn a_title_of_one_word_survives_in_every_script() {
        for title in [
            "Kafka",
            "DNS",
            "停",
            "障害",
            "Сбой",
            "عطل",
            "תקלה",
            "장애",
            "Διακοπή",
            "अवरोध",
            "ขัดข้อง",
            "Störung",
            "Outage",
            "502",
        ] {
            check(title, Some(title));
        }
        check("**Mail down**", Some("Mail down"));
        check("Post-mortem: DNS", Some("DNS"));
        check("Postmortem: 停", Some("停"));
        check("Outage: mail down", Some("mail down"));
    }

    #[test]
    fn a_title_that_names_only_the_genre_is_none() {
        for text in ["Incident Postmortem", "Post-mortem report", "Incident report:", ""] {
            check(text, None);
        }
    }
}
