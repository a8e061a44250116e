//! The document's clock: the zone and date that a bare `10:15 PM` inherits.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::config::Config;
use crate::model::{ClockTime, Moment, Origin, PartialDate, Precision};
use crate::normalise::author::Author;
use crate::normalise::front_matter_keys::Key;
use crate::normalise::outline::{Part, text_of};
use crate::normalise::time::{self, DayOrder, Passing, Stamp, WrittenDate, Zone};
use crate::normalise::trail::{Place, Trail};
use crate::normalise::vocabulary::Field;
use crate::parse::{Block, BlockKind, Line};
use crate::text::{Break, sentences};

use super::anchor::Anchor;
use super::passage::may_hold_clock;

const DAY: i64 = 86_400;

/// What a time of this document means when it does not say itself.
#[derive(Debug, Clone)]
pub struct Clock {
    pub order: DayOrder,
    pub zone: Option<Zone>,
    /// The date that times without one belong to, as far as it is known.
    pub date: Option<PartialDate>,
    /// The author gave that date as the incident's: a row of days before does not take later rows with it.
    pub sure: bool,
    /// It is the first day that the prose names.
    pub guessed: bool,
    /// It is the day on which the document was written: what it tells lies before.
    pub written: bool,
    /// It is the day before that on which the document was written, which counts from there: "yesterday".
    pub yesterday: bool,
}

/// No incident of this year or later has happened yet; nothing here reads a clock to know better.
const FUTURE: i16 = 2040;

/// A zone hint longer than this is a sentence about something else.
const LONGEST_HINT: usize = 90;

impl Clock {
    /// Reads day order and zone; the date is set by whoever finds the start.
    pub fn new(author: &Author, parts: &[Part], config: &Config, trail: &mut Trail) -> Self {
        let order = order(parts, config);
        let zone = zone(author, parts, config, order, trail);
        Self { order, zone, date: None, sure: false, guessed: false, written: false, yesterday: false }
    }

    /// The moment a stamp means, on the date it gives or else on `date`.
    ///
    /// `words` are those the moment is shown with.
    pub fn moment(&self, stamp: &Stamp, words: &str, date: Option<PartialDate>) -> Moment {
        let date = stamp.date.and_then(|written| self.date_of(written, date)).or(date);
        self.moment_on(stamp, words, date)
    }

    fn moment_on(&self, stamp: &Stamp, words: &str, date: Option<PartialDate>) -> Moment {
        let zone = stamp.zone.as_ref().or(self.zone.as_ref()).filter(|_| stamp.time.is_some() || stamp.zone.is_some());
        let utc = match (date.and_then(PartialDate::day), stamp.time, zone) {
            (Some(day), Some(clock), Some(zone)) => time::instant(day, clock, zone),
            _ => None,
        };
        let precision = match (date, stamp.time) {
            (None, Some(_)) => Precision::Clock,
            (Some(PartialDate::Year(_)), _) => Precision::Year,
            (Some(PartialDate::Month(..)), _) => Precision::Month,
            (Some(PartialDate::Day(_)), None) => Precision::Day,
            (Some(PartialDate::Day(_)), Some(_)) => stamp.unit.min(Precision::Hour),
            (None, None) => stamp.precision,
        };
        Moment {
            text: words.trim().to_owned(),
            utc,
            date,
            time: stamp.time,
            zone: zone.map(|zone| zone.name().to_owned()),
            precision,
            approximate: stamp.approximate,
        }
    }

    /// The date a stamp writes, its missing year or month taken from `near`.
    pub fn date_of(&self, written: WrittenDate, near: Option<PartialDate>) -> Option<PartialDate> {
        let near = near.or(self.date);
        match written {
            WrittenDate::Full(date) => Some(PartialDate::Day(date)),
            WrittenDate::YearMonth { year, month } => Some(PartialDate::Month(year, month)),
            WrittenDate::Year(year) => Some(PartialDate::Year(year)),
            WrittenDate::MonthDay { month, day } => {
                let near = near?;
                let year = match near.month() {
                    // December to January is the next year, January to December the one before.
                    Some(12) if month == 1 => near.year() + 1,
                    Some(1) if month == 12 => near.year() - 1,
                    _ => near.year(),
                };
                Date::new(year, month, day).ok().map(PartialDate::Day)
            }
            WrittenDate::DayOfMonth { day } => {
                let near = near?;
                Date::new(near.year(), near.month()?, day).ok().map(PartialDate::Day)
            }
            WrittenDate::Ambiguous { year, .. } => year.map(PartialDate::Year),
        }
    }

    /// Flags times that summer time skips or repeats, and dates that have yet to come.
    pub fn flag_calendar<'m>(&self, moments: impl Iterator<Item = &'m Moment>, line: Option<usize>, trail: &mut Trail) {
        for moment in moments {
            if moment.date.is_some_and(|date| date.year() >= FUTURE) && !trail.has("date_future") {
                trail.flag("date_future", format!("\"{}\" lies far in the future", moment.text), line);
            }
            let (Some(day), Some(time), Some(zone)) =
                (moment.date.and_then(PartialDate::day), moment.time, &moment.zone)
            else {
                continue;
            };
            if !zone.contains(['/', ' ']) {
                continue;
            }
            let passing = time::parse_zone(zone).and_then(|zone| time::passing(day, time, &zone));
            let (code, what) = match passing {
                Some(Passing::Skipped) => ("clock_skipped", "was skipped when the clocks went forward"),
                Some(Passing::Repeated) => ("clock_repeated", "came twice when the clocks went back"),
                None => continue,
            };
            if !trail.has(code) {
                trail.flag(code, format!("{time} on {day} in {zone} {what}"), line);
            }
        }
    }

    /// Flags a standard-time abbreviation that the document names once for times of its daylight saving season.
    pub fn flag_season<'m>(&self, moments: impl Iterator<Item = &'m Moment>, trail: &mut Trail) {
        let Some(zone) = self.zone.as_ref().filter(|_| !trail.has("zone_dst_suspect")) else { return };
        let inherited = moments.filter(|moment| moment.zone.as_deref() == Some(zone.name()));
        let day = inherited.filter_map(|moment| moment.date?.day()).find(|day| time::is_dst_suspect(zone, *day));
        if let Some(day) = day {
            let line = trail.provenance.get("zone").and_then(|found| found.line);
            let message = format!("{} is standard time, on {day} the clocks showed daylight saving time", zone.name());
            trail.flag("zone_dst_suspect", message, line);
        }
    }

    /// Seconds on the document's axis; see [`super::Anchor::at`].
    pub fn axis(moment: &Moment) -> Option<i64> {
        if let Some(utc) = moment.utc {
            return Some(utc.as_second());
        }
        let clock = moment.time?.seconds();
        if matches!(moment.date, Some(PartialDate::Year(_))) {
            return None;
        }
        Some(moment.date.and_then(PartialDate::day).map_or(0, days) * DAY + clock)
    }
}

/// The day after, where the day is known.
pub fn next_day(date: PartialDate) -> PartialDate {
    match date {
        PartialDate::Day(day) => PartialDate::Day(day.checked_add(1.day()).unwrap_or(day)),
        date => date,
    }
}

/// The moment some seconds later, or earlier; where the day is not known only the clock moves on.
pub fn shifted(moment: &Moment, seconds: i64) -> Moment {
    let mut moved = moment.clone();
    let by = jiff::SignedDuration::from_secs(seconds);
    moved.utc = moment.utc.and_then(|utc| utc.checked_add(by).ok());
    let Some(time) = moment.time else { return moved };
    let day = moment.date.and_then(PartialDate::day);
    let base = day.unwrap_or(Date::constant(2000, 1, 15));
    let clock = jiff::civil::Time::new(time.hour, time.minute, time.second.unwrap_or(0), 0);
    let Some(later) = clock.ok().and_then(|clock| base.to_datetime(clock).checked_add(by).ok()) else { return moved };
    let second = time.second.or((later.second() != 0).then_some(0)).map(|_| later.second());
    moved.time = Some(ClockTime { hour: later.hour(), minute: later.minute(), second });
    if day.is_some() {
        moved.date = Some(PartialDate::Day(later.date()));
    }
    moved
}

/// A moment with the day and the zone of another where it has none of its own.
pub fn completed(anchor: &Anchor, like: &Moment) -> Anchor {
    let mut moment = anchor.moment.clone();
    let dated = moment.date.and_then(PartialDate::day).is_some();
    if !dated && moment.date.is_none() {
        moment.date = like.date;
    }
    moment.zone = moment.zone.or_else(|| like.zone.clone());
    let zone = moment.zone.as_deref().and_then(time::parse_zone);
    if let (Some(day), Some(time), Some(zone), None) =
        (moment.date.and_then(PartialDate::day), moment.time, zone, moment.utc)
    {
        moment.utc = time::instant(day, time, &zone);
    }
    if moment.precision == Precision::Clock && moment.date.and_then(PartialDate::day).is_some() {
        moment.precision = Precision::Minute;
    }
    Anchor { at: Clock::axis(&moment), moment, ..anchor.clone() }
}

/// Days since 1970-01-01.
pub fn days(date: Date) -> i64 {
    let epoch = Date::constant(1970, 1, 1);
    i64::from((date - epoch).get_days())
}

fn order(parts: &[Part], config: &Config) -> DayOrder {
    let lines = parts.iter().flat_map(|part| part.label.iter().chain(part.lines())).map(|line| line.text.as_str());
    time::proven_order(lines).unwrap_or(match config.day_first {
        Some(true) => DayOrder::DayFirst,
        Some(false) => DayOrder::MonthFirst,
        None if writes_american(parts) => DayOrder::MonthFirst,
        None if writes_european(parts) => DayOrder::DayFirst,
        None => written_twice(parts),
    })
}

/// `08/11/2024` in a document that writes 2024-11-08 too: the order that makes them one day.
fn written_twice(parts: &[Part]) -> DayOrder {
    let lines = parts.iter().flat_map(|part| part.label.iter().chain(part.lines()));
    let may = |line: &&Line| line.text.bytes().any(|byte| byte.is_ascii_digit());
    let stamps = lines.filter(may).flat_map(|line| time::stamps(&line.text, DayOrder::Undecided));
    let dates: Vec<WrittenDate> = stamps.filter_map(|stamp| stamp.date).collect();
    let full = |year: i16, month: i8, day: i8| {
        Date::new(year, month, day).is_ok_and(|date| dates.contains(&WrittenDate::Full(date)))
    };
    let found = |swapped: bool| {
        dates.iter().any(|date| match *date {
            WrittenDate::Ambiguous { first, second, year: Some(year) } if first != second => {
                let (day, month) = if swapped { (second, first) } else { (first, second) };
                full(year, month, day)
            }
            _ => false,
        })
    };
    match (found(false), found(true)) {
        (true, false) => DayOrder::DayFirst,
        (false, true) => DayOrder::MonthFirst,
        _ => DayOrder::Undecided,
    }
}

/// AM or PM beside a zone that only North America has: there the month comes first.
fn writes_american(parts: &[Part]) -> bool {
    const ZONES: &[&str] = &["PDT", "PST", "EDT", "EST", "CDT", "MDT", "MST"];
    let all = || parts.iter().flat_map(|part| part.label.iter().chain(part.lines()));
    let halves = |line: &Line| {
        let text = line.text.to_ascii_lowercase();
        text.contains("am") || text.contains("pm")
    };
    let dated = |line: &Line| {
        line.text
            .as_bytes()
            .windows(3)
            .any(|three| three[0].is_ascii_digit() && three[1] == b'/' && three[2].is_ascii_digit())
    };
    let zone = |line: &Line| line.text.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| ZONES.contains(&word));
    all().any(|line| dated(line) && halves(line)) && all().any(zone)
}

/// Zones that only Europe has, and none of North America: there the day comes first.
fn writes_european(parts: &[Part]) -> bool {
    const ZONES: &[&str] = &["BST", "CET", "CEST", "EET", "EEST", "WEST"];
    const AMERICAN: &[&str] = &["PDT", "PST", "PT", "EDT", "EST", "ET", "CDT", "CST", "MDT", "MST"];
    let lines = || parts.iter().flat_map(|part| part.label.iter().chain(part.lines()));
    let names = |zones: &[&str]| {
        let named =
            |line: &Line| line.text.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| zones.contains(&word));
        lines().any(named)
    };
    names(ZONES) && !names(AMERICAN)
}

/// Heading or "All times in ..." > the Duration line > front matter > settings. (Beside a time and in a column's head
/// come before all of these, where the time is read.)
fn zone(author: &Author, parts: &[Part], config: &Config, order: DayOrder, trail: &mut Trail) -> Option<Zone> {
    let timelines =
        parts.iter().filter(|part| matches!(part.field, Some(Field::Timeline | Field::KeyEvents | Field::Zone)));
    let hint =
        timelines.clone().flat_map(hints).chain(parts.iter().filter(|part| part.field.is_none()).flat_map(all_times));
    for line in hint {
        if let Some(zone) = time::document_zone(&line.text) {
            return Some(noted(zone, "zone-heading", Origin::Stated, &Place::of(line), trail));
        }
    }
    if let Some((zone, place)) = parts.iter().flat_map(Part::prose).find_map(declared) {
        return Some(noted(zone, "zone-sentence", Origin::Stated, &place, trail));
    }
    for part in parts.iter().filter(|part| matches!(part.field, Some(Field::Zone | Field::Duration))) {
        if let Some((line, zone)) = part.lines().find_map(|line| time::parse_zone(&line.text).map(|zone| (line, zone)))
        {
            return Some(noted(zone, "zone-label", Origin::Stated, &Place::of(line), trail));
        }
    }
    let durations = parts
        .iter()
        .filter(|part| matches!(part.field, Some(Field::Duration | Field::Start | Field::End | Field::Date)));
    for line in durations.flat_map(Part::lines) {
        let zone = time::ranges(&line.text, order)
            .into_iter()
            .find_map(|range| range.to.and_then(|to| to.zone).or(range.from.zone));
        if let Some(zone) = zone {
            return Some(noted(zone, "zone-of-duration", Origin::Inherited, &Place::of(line), trail));
        }
    }
    if let Some((text, place)) = author.text(Key::TimeZone)
        && let Some(zone) = time::parse_zone(&text)
    {
        return Some(noted(zone, "front-matter", Origin::Stated, place, trail));
    }
    if let Some((zone, place)) = only_zone(parts, order) {
        return Some(noted(zone, "only-zone", Origin::Inherited, &place, trail));
    }
    let zone = config.timezone.as_deref().and_then(time::parse_zone)?;
    Some(noted(zone, "config-timezone", Origin::Default, &Place::nowhere(), trail))
}

/// The zone beside some clocks of the document, where no other stands beside any.
fn only_zone(parts: &[Part], order: DayOrder) -> Option<(Zone, Place)> {
    let mut found: Option<(Zone, Place)> = None;
    for line in parts.iter().flat_map(Part::lines).filter(|line| may_hold_clock(&line.text)) {
        for zone in time::stamps(&line.text, order)
            .into_iter()
            .filter(|stamp| stamp.time.is_some())
            .filter_map(|stamp| stamp.zone)
        {
            match &found {
                Some((known, _)) if known.name() != zone.name() => return None,
                Some(_) => {}
                None => found = Some((zone, Place::of(line))),
            }
        }
    }
    found
}

fn noted(zone: Zone, rule: &'static str, origin: Origin, place: &Place, trail: &mut Trail) -> Zone {
    trail.note("zone", origin, rule, place);
    zone
}

/// The heading of a timeline and its short lines.
fn hints(part: &Part) -> impl Iterator<Item = &Line> {
    let heads = part.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Row { header: true, .. }));
    part.label.iter().chain(all_times(part)).chain(heads.flat_map(|block| &block.lines))
}

/// A sentence that gives the zone of all times, also where it goes on over a line's end or a link.
fn declared(block: &Block) -> Option<(Zone, Place)> {
    const CUES: &[&str] = &["times", "timestamps", "all events", "all entries", "time zone", "timezone", "clocks"];
    let may = |line: &Line| {
        let text = line.text.as_bytes();
        CUES.iter().any(|cue| memchr::memmem::find(text, &cue.as_bytes()[1..]).is_some())
    };
    if !block.lines.iter().any(may) {
        return None;
    }
    let text = text_of(block);
    sentences(&text, Break::Line).into_iter().find_map(|range| {
        let told = &text[range];
        let lower = told.to_lowercase();
        let of_all = [
            "all ",
            "unless",
            "otherwise",
            "times are",
            "timestamps are",
            "times in this",
            "the times",
            "these times",
            "times below",
            "timestamps in",
        ];
        let says = CUES.iter().any(|cue| lower.contains(cue)) && of_all.iter().any(|words| lower.contains(words));
        let zone = says.then(|| time::document_zone(told)).flatten()?;
        Some((zone, block.lines.first().map(Place::of).unwrap_or_default()))
    })
}

/// "All times in CET" and the like.
fn all_times(part: &Part) -> impl Iterator<Item = &Line> {
    part.lines().filter(|line| line.text.len() <= LONGEST_HINT && line.text.to_lowercase().contains("time"))
}
