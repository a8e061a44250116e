//! The day the document is about, for times that name none.

use crate::model::{Moment, Origin, PartialDate, Precision};
use crate::normalise::author::Author;
use crate::normalise::front_matter_keys::Key;
use crate::normalise::kind;
use crate::normalise::outline::{Part, text_of};
use crate::normalise::time::{self, Stamp};
use crate::normalise::trail::{Place, Trail};
use crate::normalise::vocabulary::Field;
use crate::parse::{Block, BlockKind, Line, Section};
use crate::text::{Break, sentences};

use super::anchor::Anchor;
use super::clock::Clock;
use super::prose::tells_trouble;
use super::sign::{tells_past, tells_plan};

/// The date of the Duration line, of the key events, of the front matter, of a title, of the file's name: the first
/// that is known to the day, else the first that is known at all.
pub fn date_hint(
    author: &Author,
    parts: &[Part],
    sections: &[Section],
    path: &str,
    clock: &Clock,
    trail: &mut Trail,
) -> Option<Anchor> {
    let fields = [Field::Duration, Field::Start, Field::Date, Field::KeyEvents, Field::DetectedAt];
    let lines = fields.into_iter().flat_map(|field| parts.iter().filter(move |part| part.field == Some(field)));
    let mut hints: Vec<Anchor> =
        lines.flat_map(Part::lines).filter_map(|line| in_line(line, clock, "stated-date")).collect();
    hints.extend(parts.iter().flat_map(Part::prose).find_map(|block| declared(block, clock)));
    for key in [Key::StartedAt, Key::DetectedAt, Key::EndedAt] {
        for stated in author.get(key).into_iter().chain(author.others(key)) {
            if let Some(text) = stated.text()
                && let Some(date) =
                    time::value(&text, clock.order).and_then(|stamp| stamp.date).and_then(|d| clock.date_of(d, None))
            {
                hints.push(hint(date, &text, "front-matter-date", Origin::Stated, stated.place.clone()));
            }
        }
    }
    let before_titles = hints.len();
    let titles = sections.iter().filter_map(|section| section.heading.as_ref()).filter(|heading| heading.level <= 2);
    hints.extend(titles.take(2).filter_map(|heading| in_line(&heading.line, clock, "heading-date")));
    if let Some((text, place)) = author.text(Key::Title) {
        let line = Line { number: place.line.unwrap_or(1), column: 1, text, marks: Vec::new() };
        hints.extend(in_line(&line, clock, "title-date"));
    }
    let over = [Field::End, Field::FixedAt, Field::ResolvedAt];
    let over = over.into_iter().flat_map(|field| parts.iter().filter(move |part| part.field == Some(field)));
    hints.extend(over.flat_map(Part::lines).filter_map(|line| in_line(line, clock, "date-of-the-end")));
    let file = time::file_date(kind::stem(path)).and_then(|written| clock.date_of(written, None));
    flag_file_name(&hints[before_titles..], file, trail);
    if hints.is_empty() && file.is_none() {
        hints.extend(year_beside_title(parts, clock));
    }
    let day = |hint: &Anchor| matches!(hint.moment.date, Some(PartialDate::Day(_)));
    if !hints.iter().any(day) {
        let near = hints.iter().filter_map(|hint| hint.moment.date).next().or(file);
        let written = || parts.iter().flat_map(Part::lines).filter_map(|line| in_line(line, clock, "")).find(day);
        let near = near.or_else(|| written()?.moment.date);
        hints.extend(in_prose(parts, clock, near, |told, _| tells_trouble(told)));
        if !hints.iter().any(day) {
            // An update dates itself and no other.
            hints.extend(in_prose(parts, clock, near, |told, stamp| !leads(stamp) && tells_past(told)));
        }
        if !hints.iter().any(day) {
            hints.extend(in_prose(parts, clock, near, |told, stamp| {
                !leads(stamp) && !tells_issue(told) && !tells_plan(told)
            }));
        }
    }
    if let Some(date) = file {
        hints.push(hint(date, kind::stem(path), "file-name", Origin::Inferred, Place::nowhere()));
    }
    let known = hints.iter().position(|hint| matches!(hint.moment.date, Some(PartialDate::Day(_))));
    let chosen = known.unwrap_or(0);
    let month_first = hints.first().is_some_and(|first| first.origin == Origin::Stated && first.rule == "stated-date");
    // A Duration line that names only a month is worth more than a day taken from elsewhere, unless they agree.
    let chosen = match (known, hints.first()) {
        (Some(at), Some(first)) if month_first && at > 0 && !agrees(&hints[at], first) => 0,
        _ => chosen,
    };
    (chosen < hints.len()).then(|| hints.swap_remove(chosen))
}

/// "All events happened on 28 August 2024": a sentence that dates all rows.
fn declared(block: &Block, clock: &Clock) -> Option<Anchor> {
    const WHAT: &[&str] = &["events", "times", "timestamps", "entries", "everything", "clocks"];
    const ALL: &[&str] = &["all ", "every", "these ", "following", "unless", "below"];
    let digit = |line: &Line| line.text.bytes().any(|byte| byte.is_ascii_digit());
    let may = |line: &Line| {
        WHAT.iter().any(|what| memchr::memmem::find(line.text.as_bytes(), &what.as_bytes()[1..]).is_some())
    };
    if !(block.lines.iter().any(digit) && block.lines.iter().any(may)) {
        return None;
    }
    let text = text_of(block);
    sentences(&text, Break::Line).into_iter().find_map(|range| {
        let told = &text[range];
        let lower = told.to_lowercase();
        let of_all = WHAT.iter().any(|what| lower.contains(what)) && ALL.iter().any(|all| lower.contains(all));
        let stamps = if of_all { time::stamps(told, clock.order) } else { Vec::new() };
        let alone = stamps.len() == 1 && stamps[0].time.is_none();
        let date = stamps.first().filter(|_| alone)?.date.and_then(|written| clock.date_of(written, None))?;
        let place = block.lines.first().map(Place::of).unwrap_or_default();
        let words = told.get(stamps[0].range.clone()).unwrap_or_default();
        Some(hint(date, words, "date-sentence", Origin::Stated, place))
    })
}

/// `Boats (Bergen) (2022)`: a short line under the title that gives no more than the year.
fn year_beside_title(parts: &[Part], clock: &Clock) -> Option<Anchor> {
    let line = parts.iter().flat_map(Part::lines).next().filter(|line| line.text.len() <= 90)?;
    in_line(line, clock, "heading-date")
}

/// Whether a stamp opens its sentence with a clock, as an update does.
fn leads(stamp: &Stamp) -> bool {
    stamp.range.start == 0 && stamp.time.is_some()
}

/// Whether a date is that of the text, not of what it tells.
fn tells_issue(told: &str) -> bool {
    const ISSUED: &[&str] =
        &["publish", "posted", "sent", "updated", "version", "written", "issued", "valid", "edited"];
    let lower = told.to_lowercase();
    ISSUED.iter().any(|word| lower.contains(word))
}

/// The first day that the prose gives to something that went wrong, or to what else it `tells`.
fn in_prose(
    parts: &[Part],
    clock: &Clock,
    near: Option<PartialDate>,
    tells: impl Fn(&str, &Stamp) -> bool,
) -> Option<Anchor> {
    let told = parts
        .iter()
        .filter(|part| matches!(part.field, None | Some(Field::Summary | Field::Impact | Field::Background)));
    told.flat_map(Part::prose)
        .filter(|block| matches!(block.kind, BlockKind::Paragraph | BlockKind::Item { .. }))
        .find_map(|block| {
            if !block.lines.iter().any(|line| line.text.bytes().any(|byte| byte.is_ascii_digit())) {
                return None;
            }
            let text = text_of(block);
            sentences(&text, Break::Line).into_iter().find_map(|range| {
                let told = &text[range];
                let stamps = time::stamps(told, clock.order);
                let (stamp, date) = stamps.iter().find_map(|stamp| {
                    let date = clock.date_of(stamp.date?, near)?;
                    date.day().map(|_| (stamp, date))
                })?;
                let place = block.lines.first().map(Place::of).unwrap_or_default();
                let words = told.get(stamp.range.clone()).unwrap_or_default();
                tells(told, stamp).then(|| hint(date, words, "date-in-prose", Origin::Stated, place))
            })
        })
}

/// A file's name that gives another day than its heading.
fn flag_file_name(titles: &[Anchor], file: Option<PartialDate>, trail: &mut Trail) {
    let Some(file) = file.and_then(PartialDate::day) else { return };
    let other = titles.iter().find(|title| title.moment.date.and_then(PartialDate::day).is_some_and(|day| day != file));
    if let Some(title) = other {
        let message = format!("the heading says \"{}\", the file's name says {file}", title.moment.text);
        trail.flag("file_name_date", message, title.place.line);
    }
}

fn agrees(day: &Anchor, month: &Anchor) -> bool {
    let (Some(day), Some(month)) = (day.moment.date, month.moment.date) else { return true };
    day.year() == month.year() && month.month().is_none_or(|known| day.month() == Some(known))
}

fn in_line(line: &Line, clock: &Clock, rule: &'static str) -> Option<Anchor> {
    let stamps = time::stamps(&line.text, clock.order);
    let (stamp, date) = stamps
        .iter()
        .find_map(|stamp| stamp.date.and_then(|written| clock.date_of(written, None)).map(|date| (stamp, date)))?;
    let words = line.text.get(stamp.range.clone()).unwrap_or_default();
    let place = Place::at(line.number, line.column_at(stamp.range.start), &line.text);
    Some(hint(date, words, rule, Origin::Stated, place))
}

fn hint(date: PartialDate, words: &str, rule: &'static str, origin: Origin, place: Place) -> Anchor {
    let precision = match date {
        PartialDate::Year(_) => Precision::Year,
        PartialDate::Month(..) => Precision::Month,
        PartialDate::Day(_) => Precision::Day,
    };
    let moment = Moment {
        text: words.to_owned(),
        utc: None,
        date: Some(date),
        time: None,
        zone: None,
        precision,
        approximate: false,
    };
    Anchor { moment, at: None, origin, rule, place }
}
