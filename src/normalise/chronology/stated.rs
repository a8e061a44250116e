//! Lengths of time that the author wrote as such: `Duration: 2h 15m`, `Time to repair: 1h 37m`.

use super::noticed;
use super::sign::{Sign, Signs};
use crate::model::{DurationClock, Minutes, Origin, StatedPhases};
use crate::normalise::author::Author;
use crate::normalise::front_matter_keys::Key;
use crate::normalise::outline::Part;
use crate::normalise::time::{self, WrittenDuration};
use crate::normalise::trail::{Place, Trail};
use crate::normalise::vocabulary::Field;
use crate::parse::{Block, BlockKind, Line};

/// What the author says it took.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StatedLengths {
    pub duration: Option<StatedLength>,
    pub phases: StatedPhases,
    /// The stated repair or resolve time counts support hours only.
    pub phases_clock: Option<DurationClock>,
    pub fix_place: Option<Place>,
    pub resolve_place: Option<Place>,
    /// The time to recovery as a length of the whole, where no duration is stated.
    pub resolve_length: Option<StatedLength>,
    /// The author says that the duration is not known, which is an answer.
    pub unknown: bool,
    pub unknown_start: bool,
    pub unknown_end: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub struct StatedLength {
    pub minutes: Minutes,
    pub approximate: bool,
    pub clock: DurationClock,
    pub place: Place,
}

pub fn stated_lengths(author: &Author, parts: &[Part], trail: &mut Trail) -> StatedLengths {
    let mut lengths = StatedLengths { duration: front_matter(author), ..StatedLengths::default() };
    if let Some(stated) = &lengths.duration {
        trail.note("duration.stated_minutes", Origin::Stated, "front-matter", &stated.place);
    }
    let says_unknown = |key: Key, fields: &[Field]| {
        let front = author.text(key).map(|(text, _)| text);
        let labelled = || {
            let named = parts.iter().filter(|part| part.field.is_some_and(|field| fields.contains(&field)));
            named.flat_map(Part::lines).next().map(|line| line.text.clone())
        };
        front.or_else(labelled).is_some_and(|text| is_unknown(&text))
    };
    lengths.unknown = says_unknown(Key::Duration, &[Field::Duration]);
    lengths.unknown_start = says_unknown(Key::StartedAt, &[Field::Start]);
    lengths.unknown_end = says_unknown(Key::EndedAt, &[Field::End]);
    for part in parts {
        let states_length = matches!(
            part.field,
            Some(Field::TimeToRepair | Field::TimeToResolve | Field::TimeToDetect | Field::Duration)
        );
        if !states_length || is_planned(part) {
            continue;
        }
        let Some((written, place)) = first_length(part) else { continue };
        let (slot, key) = match part.field {
            Some(Field::TimeToRepair) => (&mut lengths.phases.fix, "stated_phases.fix"),
            Some(Field::TimeToResolve) => (&mut lengths.phases.resolve, "stated_phases.resolve"),
            Some(Field::TimeToDetect) => (&mut lengths.phases.detect, "stated_phases.detect"),
            Some(Field::Duration) if lengths.duration.is_none() => {
                trail.note("duration.stated_minutes", Origin::Stated, "duration-words", &place);
                lengths.duration = Some(StatedLength {
                    minutes: written.length,
                    approximate: written.approximate,
                    clock: clock_of(&written),
                    place,
                });
                continue;
            }
            _ => continue,
        };
        if slot.is_none() {
            *slot = Some(written.length);
            trail.note(key, Origin::Stated, "label", &place);
            if written.support_hours {
                lengths.phases_clock = Some(DurationClock::SupportHours);
            }
            if part.field == Some(Field::TimeToResolve) {
                lengths.resolve_length = Some(StatedLength {
                    minutes: written.length,
                    approximate: written.approximate,
                    clock: clock_of(&written),
                    place: place.clone(),
                });
            }
            match part.field {
                Some(Field::TimeToRepair) => lengths.fix_place = Some(place),
                Some(Field::TimeToResolve) => lengths.resolve_place = Some(place),
                _ => {}
            }
        }
    }
    if lengths.duration.is_none()
        && let Some(stated) = in_a_row(parts)
    {
        trail.note("duration.stated_minutes", Origin::Stated, "duration-words", &stated.place);
        lengths.duration = Some(stated);
    }
    if lengths.phases.detect.is_none()
        && let Some((written, place)) = noticed::told_length(parts)
    {
        lengths.phases.detect = Some(written.length);
        trail.note("stated_phases.detect", Origin::Stated, "length-in-prose", &place);
    }
    lengths
}

/// `| Duration | none | about 3 hours |`: a row of measures that names itself, its last length that of the incident.
fn in_a_row(parts: &[Part]) -> Option<StatedLength> {
    const NAMES: &[&str] =
        &["duration", "total duration", "downtime", "total downtime", "outage duration", "outage length"];
    let rows = parts.iter().filter(|part| matches!(part.field, None | Some(Field::Summary | Field::Impact)));
    let rows =
        rows.flat_map(|part| &part.blocks).filter(|block| matches!(block.kind, BlockKind::Row { header: false, .. }));
    let named = |block: &&Block| {
        let name = block.lines.first().map(|line| line.text.trim().trim_end_matches(':').to_lowercase());
        name.is_some_and(|name| NAMES.contains(&name.as_str()))
    };
    let row = rows.into_iter().find(named)?;
    let (line, written) =
        row.lines[1..].iter().rev().find_map(|line| Some((line, time::durations(&line.text).pop()?)))?;
    Some(StatedLength {
        minutes: written.length,
        approximate: written.approximate,
        clock: clock_of(&written),
        place: Place::at(line.number, line.column_at(written.range.start), &line.text),
    })
}

/// `duration: 2h 15m` or a number of minutes.
fn front_matter(author: &Author) -> Option<StatedLength> {
    let stated = author.get(Key::Duration)?;
    let place = stated.place.clone();
    if let Some(minutes) = stated.value.as_f64().or_else(|| stated.text().and_then(|text| text.parse().ok())) {
        let minutes = Minutes::from_seconds((minutes * 60.0).round() as i64);
        return Some(StatedLength { minutes, approximate: false, clock: DurationClock::Wall, place });
    }
    let text = stated.text()?;
    let written = time::durations(&text).into_iter().next()?;
    Some(StatedLength { minutes: written.length, approximate: written.approximate, clock: clock_of(&written), place })
}

/// "Expected downtime: 1 hour" was written before it happened.
fn is_planned(part: &Part) -> bool {
    part.label.as_ref().is_some_and(|label| Signs::of(&label.text).tell(Sign::Planned))
}

/// `Minutes of downtime: 95`: a bare number under a name that holds its unit.
fn counted(label: &Line, value: &Line) -> Option<WrittenDuration> {
    let number = value.text.trim();
    let bare = !number.is_empty() && number.len() <= 6 && number.bytes().all(|byte| byte.is_ascii_digit());
    let name = label.text.to_lowercase();
    let unit = ["minutes", "hours", "seconds"].into_iter().find(|unit| bare && name.contains(unit))?;
    time::durations(&format!("{number} {unit}"))
        .into_iter()
        .next()
        .map(|length| WrittenDuration { range: 0..number.len(), ..length })
}

fn first_length(part: &Part) -> Option<(WrittenDuration, Place)> {
    part.lines().find_map(|line| {
        let written = time::durations(&line.text).into_iter().next();
        let written = written.or_else(|| counted(part.label.as_ref()?, line))?;
        let place = Place::at(line.number, line.column_at(written.range.start), &line.text);
        Some((written, place))
    })
}

/// Whether a value says that nobody knows: "unknown (weeks to months)", "not known", "?".
pub fn is_unknown(text: &str) -> bool {
    const WORDS: &[&str] =
        &["unknown", "not known", "unclear", "undetermined", "unbekannt", "inconnu", "desconocid", "不明"];
    let text = text.trim().trim_matches(|c: char| matches!(c, '"' | '*' | '_' | '('));
    let lower = text.to_lowercase();
    (WORDS.iter().any(|word| lower.starts_with(word)) || matches!(lower.as_str(), "?" | "??" | "n/a"))
        && time::durations(text).is_empty()
        && time::stamps(text, time::DayOrder::Undecided).is_empty()
}

fn clock_of(written: &WrittenDuration) -> DurationClock {
    if written.support_hours { DurationClock::SupportHours } else { DurationClock::Wall }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_number_has_the_unit_of_its_name() {
        let line = |text: &str| Line { number: 1, column: 1, text: text.into(), marks: Vec::new() };
        let check = |name: &str, value: &str, expected: Option<i64>| {
            let found = counted(&line(name), &line(value)).map(|length| length.length.rounded());
            assert_eq!(found, expected, "{name}: {value}");
        };
        check("Minutes of downtime", "95", Some(95));
        check("Outage (hours)", "2", Some(120));
        check("Duration", "95", None);
        check("Minutes", "nobody counted", None);
    }
}
