//! Moments that the author named: key events, labels such as `Detected at`, front matter.

use crate::model::Origin;
use crate::normalise::author::{Author, Stated};
use crate::normalise::front_matter_keys::Key;
use crate::normalise::outline::{LabelKind, Part};
use crate::normalise::time::{self, DayOrder, Stamp};
use crate::normalise::trail::{Place, Trail};
use crate::normalise::vocabulary::Field;
use crate::parse::Line;

use super::around::tells_trouble;
use super::clock::shifted;
use super::noticed;
use super::{Anchor, Clock};

/// What a named moment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    Started,
    Detected,
    Responded,
    Escalated,
    CulpritNamed,
    Identified,
    Fixed,
    Resolved,
    Ended,
    /// The paperwork was done: the end only where nothing else says it.
    Closed,
}

/// A moment under a name.
#[derive(Debug, Clone, PartialEq)]
pub struct NamedMoment {
    pub role: Role,
    pub anchor: Anchor,
    /// The whole line, for the timeline; `None` for front matter.
    pub line: Option<Line>,
    /// It was written with a date of its own.
    pub dated: bool,
}

/// Words of a key event, the first that occurs decides.
const WORDS: &[(&str, Role)] = &[
    ("fault occur", Role::Started),
    ("issue occur", Role::Started),
    ("incident occur", Role::Started),
    ("occur", Role::Started),
    ("began", Role::Started),
    ("start", Role::Started),
    ("detect", Role::Detected),
    ("noticed", Role::Detected),
    ("aware", Role::Detected),
    ("discovered", Role::Detected),
    ("first alert", Role::Detected),
    ("reported", Role::Detected),
    ("declared", Role::Responded),
    ("acknowledged", Role::Responded),
    ("responded", Role::Responded),
    ("paged", Role::Responded),
    ("escalated", Role::Escalated),
    ("cause found", Role::Identified),
    ("cause identified", Role::Identified),
    ("identified", Role::Identified),
    ("diagnosed", Role::Identified),
    ("repaired", Role::Fixed),
    ("mitigated", Role::Fixed),
    ("fixed", Role::Fixed),
    ("stabilised", Role::Fixed),
    ("stabilized", Role::Fixed),
    ("resolved", Role::Resolved),
    ("recovered", Role::Resolved),
    ("restored", Role::Resolved),
    ("closed", Role::Closed),
    ("end", Role::Ended),
];

const STATED: &[(Key, Role)] = &[
    (Key::StartedAt, Role::Started),
    (Key::DetectedAt, Role::Detected),
    (Key::RespondedAt, Role::Responded),
    (Key::EscalatedAt, Role::Escalated),
    (Key::CulpritNamedAt, Role::CulpritNamed),
    (Key::IdentifiedAt, Role::Identified),
    (Key::FixedAt, Role::Fixed),
    (Key::EndedAt, Role::Ended),
];

/// Every moment with a name, front matter first, in the order written.
pub fn named_moments(author: &Author, parts: &[Part], clock: &Clock, trail: &mut Trail) -> Vec<NamedMoment> {
    let mut moments = Vec::new();
    for (key, role) in STATED {
        let of_the_post = |stated: &&Stated| author.is_post && stated.key.eq_ignore_ascii_case("date");
        if let Some(stated) = author.get(*key).filter(|stated| !of_the_post(stated))
            && let Some(text) = stated.text()
            && let Some(stamp) = time::value(&text, clock.order)
        {
            oddities(&stamp, stated.place.line, trail);
            let dates = author.others(*key).filter_map(|other| time::value(&other.text()?, clock.order)?.date);
            let beside = if stamp.date.is_none() { dates.into_iter().next() } else { None };
            let date = beside.and_then(|written| clock.date_of(written, None)).or(clock.date);
            let moment = clock.moment(&stamp, &text, date);
            let at = Clock::axis(&moment);
            let rule = if stated.key.eq_ignore_ascii_case("date") { "front-matter-date" } else { "front-matter" };
            let anchor = Anchor { moment, at, origin: Origin::Stated, rule, place: stated.place.clone() };
            let closed = *role == Role::Ended && stated.key.to_lowercase().contains("closed");
            let role = if closed { Role::Closed } else { *role };
            let dated = stamp.date.is_some() || beside.is_some();
            moments.push(NamedMoment { role, anchor, line: None, dated });
        }
    }
    let ticket = is_ticket(parts);
    for part in parts {
        let closing = part.label.as_ref().is_some_and(|label| label.text.to_lowercase().contains("closed"));
        let role = part.field.and_then(role_of).map(|role| if closing { Role::Closed } else { role });
        let role = role.map(|role| if ticket && role == Role::Resolved { Role::Closed } else { role });
        let zone = part.label.as_ref().and_then(|label| time::label_zone(&label.text));
        let own = zone.map(|zone| Clock { zone: Some(zone), ..clock.clone() });
        let clock = own.as_ref().unwrap_or(clock);
        match (part.field, role) {
            (Some(Field::KeyEvents), _) if is_list_of_rows(part, clock.order) => {}
            (Some(Field::KeyEvents), _) => {
                moments.extend(part.lines().filter_map(|line| key_event(line, clock, trail)))
            }
            // What stands under a heading such as "Mitigated" is a story: only a line that opens with a time is its time.
            (_, Some(role)) if part.label.is_none() || matches!(part.kind, LabelKind::Heading { .. }) => {
                let opens = |line: &&Line| {
                    time::stamps(&line.text, clock.order).first().is_some_and(|stamp| stamp.range.start < 4)
                };
                moments.extend(part.lines().find(opens).and_then(|line| labelled(role, line, clock, trail)));
            }
            // "Resolved", a paragraph, and below it the day on which that was written.
            (_, Some(_)) if part.lines().count() > 1 && part.lines().any(is_long) => {}
            (_, Some(role)) => {
                let found = part
                    .lines()
                    .find_map(|line| relative(role, line, &moments).or_else(|| labelled(role, line, clock, trail)));
                moments.extend(found);
            }
            _ => {}
        }
    }
    moments.extend(noticed::noticed(parts, clock));
    roll(&mut moments);
    moments
}

/// Whether key events are laid out as a timeline: most lines open with a clock and go on to tell what happened.
pub fn is_list_of_rows(part: &Part, order: DayOrder) -> bool {
    const ROWS: usize = 3;
    let opens = |line: &&Line| {
        let stamps = time::stamps(&line.text, order);
        stamps.first().is_some_and(|stamp| stamp.range.start == 0 && stamp.date.is_none() && stamp.time.is_some())
    };
    let (all, rows) = (part.lines().count(), part.lines().filter(opens).count());
    rows >= ROWS && rows * 2 > all
}

/// A bare clock that is earlier than that of the start is of the day after.
fn roll(moments: &mut [NamedMoment]) {
    let start = moments.iter().find(|moment| moment.role == Role::Started).and_then(|moment| moment.anchor.at);
    let later = |moment: &&mut NamedMoment| {
        let told = moment.anchor.rule == noticed::RULE || moment.role != Role::Detected;
        !moment.dated && told && moment.role != Role::Started && moment.anchor.moment.time.is_some()
    };
    for moment in moments.iter_mut().filter(later) {
        if moment.anchor.at.zip(start).is_some_and(|(at, start)| at < start && start - at < 86_400) {
            moment.anchor.moment = shifted(&moment.anchor.moment, 86_400);
            moment.anchor.at = moment.anchor.at.map(|at| at + 86_400);
            moment.anchor.origin = Origin::Rolled;
        }
    }
}

fn role_of(field: Field) -> Option<Role> {
    Some(match field {
        Field::Start => Role::Started,
        Field::End => Role::Ended,
        Field::DetectedAt => Role::Detected,
        Field::RespondedAt => Role::Responded,
        Field::EscalatedAt => Role::Escalated,
        Field::FixedAt => Role::Fixed,
        Field::ResolvedAt => Role::Resolved,
        _ => return None,
    })
}

/// `First detected: 2024-05-03 09:12`
fn key_event(line: &Line, clock: &Clock, trail: &mut Trail) -> Option<NamedMoment> {
    let stamp = time::stamps(&line.text, clock.order).into_iter().next()?;
    let name = line.text[..stamp.range.start].to_lowercase();
    let name = if name.trim().is_empty() { line.text[stamp.range.end..].to_lowercase() } else { name };
    let role =
        WORDS.iter().filter_map(|(word, role)| name.find(word).map(|at| (at, *role))).min_by_key(|(at, _)| *at)?.1;
    Some(moment_in(role, "key-event", line, &stamp, clock, trail))
}

/// `Detected: 40 minutes after the start`, `Mitigated: 2 hours later`: counted from a moment that was named before.
fn relative(role: Role, line: &Line, known: &[NamedMoment]) -> Option<NamedMoment> {
    const FROM: &[(Role, &[&str])] = &[
        (Role::Started, &["start", "onset", "begin", "impact", "outage", "fault", "incident"]),
        (Role::Detected, &["detect", "discover", "alert", "report", "notic"]),
    ];
    let length = time::durations(&line.text).into_iter().next().filter(|length| !length.support_hours)?;
    let behind = line.text.get(length.range.end..)?.trim_start().to_lowercase();
    let last = || known.iter().rev().find(|moment| moment.anchor.at.is_some());
    let named = |role: Role| known.iter().find(|moment| moment.role == role && moment.anchor.at.is_some());
    let from = match behind.split(|c: char| !c.is_alphabetic()).next()? {
        "later" => last(),
        "after" | "from" | "into" | "past" => {
            let role = FROM.iter().find(|(_, words)| words.iter().any(|word| behind.contains(word)))?.0;
            named(role)
        }
        _ => None,
    }?;
    let mut moment = shifted(&from.anchor.moment, length.length.seconds);
    moment.text = line.text[length.range.clone()].to_owned();
    moment.approximate |= length.approximate;
    let place = Place::at(line.number, line.column_at(length.range.start), &line.text);
    let at = from.anchor.at.map(|at| at + length.length.seconds);
    let anchor = Anchor { moment, at, origin: Origin::Derived, rule: "label-plus-length", place };
    Some(NamedMoment { role, anchor, line: Some(line.clone()), dated: true })
}

/// Whether the head of a ticket stands in the document: its `Resolved:` is when the ticket was.
fn is_ticket(parts: &[Part]) -> bool {
    const HEAD: &[&str] = &["created", "reporter", "assignee", "updated", "created at", "opened"];
    let name = |line: &Line| line.text.split_once(':').map(|(name, _)| name.trim().to_lowercase());
    let named = |name: &str| HEAD.contains(&name);
    let lines = parts.iter().flat_map(Part::lines).filter(|line| line.text.len() < 80);
    let labels = parts.iter().filter_map(|part| part.label.as_ref()).map(|label| label.text.trim().to_lowercase());
    lines.filter_map(name).chain(labels).filter(|name| named(name)).take(2).count() == 2
}

fn is_long(line: &Line) -> bool {
    const TOLD: usize = 16;
    line.text.split_whitespace().count() > TOLD
}

/// "Resolved: the fault is mended. Between 02:11 and 03:26 ...": a value that tells a story names no moment.
fn is_story(text: &str, stamp: &Stamp) -> bool {
    const NAMED: usize = 6;
    const LONGEST: usize = 16;
    let tells = text.split_whitespace().count() > LONGEST && text.get(..stamp.range.start).is_some_and(tells_trouble);
    tells
        || text.get(..stamp.range.start).is_some_and(|before| before.split_whitespace().count() > NAMED)
        || text.get(..stamp.range.start).is_some_and(|before| before.contains(". "))
}

fn labelled(role: Role, line: &Line, clock: &Clock, trail: &mut Trail) -> Option<NamedMoment> {
    let stamp = time::stamps(&line.text, clock.order).into_iter().next()?;
    if is_story(&line.text, &stamp) {
        return None;
    }
    Some(moment_in(role, "label", line, &stamp, clock, trail))
}

fn moment_in(
    role: Role,
    rule: &'static str,
    line: &Line,
    stamp: &Stamp,
    clock: &Clock,
    trail: &mut Trail,
) -> NamedMoment {
    oddities(stamp, Some(line.number), trail);
    let words = &line.text[stamp.range.clone()];
    let moment = clock.moment(stamp, words, clock.date);
    let place = Place::at(line.number, line.column_at(stamp.range.start), &line.text);
    let at = Clock::axis(&moment);
    NamedMoment {
        role,
        anchor: Anchor { moment, at, origin: Origin::Stated, rule, place },
        line: Some(line.clone()),
        dated: stamp.date.is_some(),
    }
}

/// Flags what is odd about a stamp.
pub fn oddities(stamp: &Stamp, line: Option<usize>, trail: &mut Trail) {
    for oddity in &stamp.oddities {
        let code = oddity.code();
        let message = crate::diagnostic::find(code).map_or("", |entry| entry.summary);
        trail.flag(code, message, line);
    }
}
