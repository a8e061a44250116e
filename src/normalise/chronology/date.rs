//! The day the document is about, for times that name none.

use crate::model::{Moment, Origin, PartialDate, Precision};
use crate::normalise::author::Author;
use crate::normalise::front_matter_keys::Key;
use crate::normalise::kind;
use crate::normalise::outline::Part;
use crate::normalise::time;
use crate::normalise::trail::Place;
use crate::normalise::vocabulary::Field;
use crate::parse::{Line, Section};

use super::anchor::Anchor;
use super::clock::Clock;

/// The date of the Duration line, of the key events, of the front matter, of a title, of the file's name: the first
/// that is known to the day, else the first that is known at all.
pub fn date_hint(author: &Author, parts: &[Part], sections: &[Section], path: &str, clock: &Clock) -> Option<Anchor> {
    let fields = [Field::Duration, Field::Start, Field::Date, Field::KeyEvents, Field::DetectedAt];
    let lines = fields.into_iter().flat_map(|field| parts.iter().filter(move |part| part.field == Some(field)));
    let mut hints: Vec<Anchor> =
        lines.flat_map(Part::lines).filter_map(|line| in_line(line, clock, "stated-date")).collect();
    for key in [Key::StartedAt, Key::DetectedAt, Key::EndedAt] {
        if let Some((text, place)) = author.text(key)
            && let Some(date) =
                time::value(&text, clock.order).and_then(|stamp| stamp.date).and_then(|d| clock.date_of(d, None))
        {
            hints.push(hint(date, &text, "front-matter-date", Origin::Stated, place.clone()));
        }
    }
    let titles = sections.iter().filter_map(|section| section.heading.as_ref()).filter(|heading| heading.level <= 2);
    hints.extend(titles.take(2).filter_map(|heading| in_line(&heading.line, clock, "heading-date")));
    if let Some((text, place)) = author.text(Key::Title) {
        let line = Line { number: place.line.unwrap_or(1), column: 1, text, marks: Vec::new() };
        hints.extend(in_line(&line, clock, "title-date"));
    }
    if let Some(date) = time::file_date(kind::stem(path)).and_then(|written| clock.date_of(written, None)) {
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
