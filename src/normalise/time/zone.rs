//! Time zones as written: abbreviations, offsets, tz names, phrases and places.
//!
//! In: tokens behind a clock, or a whole setting. Out: a [`Zone`]. `GMT+1` is one hour east, as people mean it, not as
//! the tz database's `Etc/GMT+1` has it. Nothing is guessed: an abbreviation with several meanings stays ambiguous.

use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock};

use jiff::civil;
use jiff::tz::{Offset, TimeZone};

use super::scan::{DASH, HYPHEN, Scan};
use super::zone_table::{ABBREVIATIONS, Abbreviation, Meaning, PEOPLES, PHRASES, PLACES, SEASONS};
use super::{DayOrder, Oddity};
use crate::model::ClockTime;

/// A time zone as far as its name tells.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Zone {
    /// An offset that never changes, in seconds east of UTC.
    Fixed { name: String, seconds: i32 },
    /// A zone of the tz database.
    Named { name: String },
    /// An abbreviation that means different zones in different countries: gives no instant.
    Ambiguous { name: String },
}

impl Zone {
    pub fn utc() -> Self {
        Self::fixed("UTC", 0)
    }

    fn fixed(name: &str, seconds: i32) -> Self {
        Self::Fixed { name: name.to_owned(), seconds }
    }

    fn named(name: &str) -> Self {
        Self::Named { name: name.to_owned() }
    }

    fn meaning(name: &str, meaning: Meaning) -> Self {
        match meaning {
            Meaning::Fixed(minutes) => Self::fixed(if name == "Z" { "UTC" } else { name }, i32::from(minutes) * 60),
            Meaning::Named(zone) => Self::named(zone),
            Meaning::Ambiguous => Self::Ambiguous { name: name.to_owned() },
        }
    }

    /// What a moment shows: `UTC`, `CET`, `UTC+2`, `+02:00`, `America/Denver`, `IST`.
    pub fn name(&self) -> &str {
        match self {
            Self::Fixed { name, .. } | Self::Named { name } | Self::Ambiguous { name } => name,
        }
    }
}

/// The instant of a date and a clock in a zone; `None` for an ambiguous zone.
///
/// A time that daylight saving skips is moved forward by the gap, one that it repeats is the first of the two.
pub fn instant(date: civil::Date, time: ClockTime, zone: &Zone) -> Option<jiff::Timestamp> {
    let moment = date.to_datetime(civil::Time::new(time.hour, time.minute, time.second.unwrap_or(0), 0).ok()?);
    match zone {
        Zone::Fixed { seconds, .. } => Offset::from_seconds(*seconds).ok()?.to_timestamp(moment).ok(),
        Zone::Named { name } => TimeZone::get(name).ok()?.to_timestamp(moment).ok(),
        Zone::Ambiguous { .. } => None,
    }
}

/// What summer time does to a time of day on a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Passing {
    /// The clocks went forward over it.
    Skipped,
    /// The clocks went back, and it came twice.
    Repeated,
}

/// Whether a time of day does not exist, or exists twice, on a date in a zone of the tz database.
pub fn passing(date: civil::Date, time: ClockTime, zone: &Zone) -> Option<Passing> {
    let Zone::Named { name } = zone else { return None };
    let moment = date.to_datetime(civil::Time::new(time.hour, time.minute, time.second.unwrap_or(0), 0).ok()?);
    let ambiguous = TimeZone::get(name).ok()?.to_ambiguous_timestamp(moment);
    match ambiguous.offset() {
        jiff::tz::AmbiguousOffset::Unambiguous { .. } => None,
        jiff::tz::AmbiguousOffset::Gap { .. } => Some(Passing::Skipped),
        jiff::tz::AmbiguousOffset::Fold { .. } => Some(Passing::Repeated),
    }
}

/// Whether a standard-time abbreviation stands inside the daylight saving season of its regions.
pub fn is_dst_suspect(zone: &Zone, date: civil::Date) -> bool {
    let Zone::Fixed { name, seconds } = zone else { return false };
    let abbreviation = ABBREVIATIONS
        .iter()
        .find(|known| known.name == name && known.meaning == Meaning::Fixed((*seconds / 60) as i16));
    let Some(season) = abbreviation.and_then(|known| known.season) else { return false };
    let Ok(region) = TimeZone::get(season) else { return false };
    region.to_timestamp(date.at(12, 0, 0, 0)).is_ok_and(|noon| region.to_offset_info(noon).dst().is_dst())
}

/// A zone from a setting or from front matter: a tz name, an abbreviation, a place, `UTC` or an offset.
///
/// `None` where the text is anything else or goes on after the zone.
pub fn parse_zone(text: &str) -> Option<Zone> {
    let scan = Scan::new(text.trim(), DayOrder::Undecided);
    let read = if matches!(scan.sign(0), Some('+' | HYPHEN | DASH)) {
        let (seconds, _, next) = scan.offset(0)?;
        Some((offset_zone("", seconds), next))
    } else {
        scan.zone(0, Place::Enclosed)
    };
    match read {
        Some((zone, next)) if next == scan.len() => Some(zone),
        _ => tz_name(text.trim()),
    }
}

/// A zone behind a clock.
pub(super) struct ZoneRead {
    pub zone: Zone,
    pub oddity: Option<Oddity>,
    pub next: usize,
}

/// Where a zone stands: free in a sentence, or alone in parentheses, a header or a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Prose,
    Enclosed,
}

/// What stood before a bare offset, which decides whether `-04:00` is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OffsetRule {
    /// After `2024-05-01T10:00`: any offset.
    Iso,
    /// After a date and a clock with seconds.
    Exact,
    /// After a date and a clock.
    Dated,
    /// After a clock alone.
    Clock,
}

impl Scan<'_> {
    /// The zone behind a clock: `UTC`, `(UTC)`, `, GMT+1`, `+0900`, `Denver`, with a second one in parentheses.
    pub fn zone_after(&self, at: usize, rule: OffsetRule) -> Option<ZoneRead> {
        if let Some((seconds, next)) = self.bare_offset(at, rule) {
            let unknown = seconds == 0 && self.is_dash(at);
            let next = self.after_bracketed_name(next);
            let oddity = unknown.then_some(Oddity::UnknownOffset);
            return Some(ZoneRead { zone: offset_zone("", seconds), oddity, next });
        }
        // `06:20 local (CEST)`, `06:20 local time, CEST`.
        let local = self.is_word(at, "local") || self.is_any(at, &["lokal", "ortszeit", "locale", "locales"]);
        if local {
            let behind = at + 1 + usize::from(self.is_word(at + 1, "time"));
            let (zone, next) = match self.sign(behind) {
                Some('(' | '[') => self.bracketed_zone(behind)?,
                Some(',') => self.zone(behind + 1, Place::Prose)?,
                _ => return None,
            };
            return Some(ZoneRead { zone, oddity: None, next });
        }
        let (zone, next) = match self.sign(at) {
            Some('(' | '[') => self.bracketed_zone(at)?,
            Some(',') if !self.glued(at + 1) => self.zone(at + 1, Place::Prose)?,
            Some(_) => return None,
            None => self.zone(at, Place::Prose)?,
        };
        let (zone, next) = self.with_offset_in_brackets(zone, next);
        let oddity = matches!(zone, Zone::Ambiguous { .. }).then_some(Oddity::ZoneAmbiguous);
        Some(ZoneRead { zone, oddity, next })
    }

    /// A zone between brackets and nothing else.
    pub fn bracketed_zone(&self, at: usize) -> Option<(Zone, usize)> {
        let close = match self.sign(at)? {
            '(' => ')',
            '[' => ']',
            _ => return None,
        };
        let Some((zone, next)) = self.zone(at + 1, Place::Enclosed) else { return self.zone_behind_words(at, close) };
        if self.is_sign(next, close) {
            return Some((zone, next + 1));
        }
        // `(CEST, UTC+2)`: the same once more.
        let twice = matches!(self.sign(next), Some(',' | '/' | '=' | ';'));
        let (other, end) = self.zone(next + 1, Place::Enclosed).filter(|_| twice)?;
        let best = if matches!(zone, Zone::Ambiguous { .. }) { other } else { zone };
        self.is_sign(end, close).then_some((best, end + 1))
    }

    /// `(local time, UTC+2)`, `(horário de Brasília, UTC-3)`: a zone behind a few words that speak of a clock.
    fn zone_behind_words(&self, open: usize, close: char) -> Option<(Zone, usize)> {
        const MOST: usize = 5;
        const CLOCKS: &[&str] = &[
            "local", "time", "times", "clock", "horário", "hora", "heure", "heures", "ora", "zeit", "ortszeit",
            "uhrzeit", "tijd", "tid",
        ];
        let mut at = open + 1;
        let mut told = false;
        while at <= open + MOST && (self.word(at).is_some() || self.is_sign(at, ',')) {
            told |= self.is_any(at, CLOCKS);
            at += 1;
            if told
                && let Some((zone, next)) = self.zone(at, Place::Enclosed)
                && self.is_sign(next, close)
            {
                return Some((zone, next + 1));
            }
        }
        None
    }

    /// `IST (UTC+5:30)`, `PST (UTC-7)`: the offset in brackets is the more exact of the two and wins.
    pub fn with_offset_in_brackets(&self, zone: Zone, next: usize) -> (Zone, usize) {
        match (&zone, self.is_sign(next, '(').then(|| self.bracketed_zone(next)).flatten()) {
            (Zone::Ambiguous { name }, Some((Zone::Fixed { seconds, .. }, after))) => {
                (Zone::Fixed { name: name.clone(), seconds }, after)
            }
            (Zone::Fixed { seconds, .. }, Some((other, after))) => match other {
                Zone::Fixed { seconds: written, .. } if written != *seconds => (other, after),
                _ => (zone, after),
            },
            (_, Some((_, after))) => (zone, after),
            (_, None) => (zone, next),
        }
    }

    /// The zone that begins at this token.
    pub fn zone(&self, at: usize, place: Place) -> Option<(Zone, usize)> {
        let word = self.word(at)?;
        let read = match abbreviation(word) {
            Some(known) => Some(self.abbreviated(known, at, place)),
            None => self.slug(at).or_else(|| self.phrase(at)).or_else(|| self.place(at)),
        };
        read.filter(|(_, next)| self.ends_clean(*next))
    }

    fn abbreviated(&self, known: &Abbreviation, at: usize, place: Place) -> (Zone, usize) {
        if known.meaning == Meaning::Fixed(0)
            && known.name != "Z"
            && let Some((seconds, next)) = self.offset_of_name(at + 1, place)
        {
            return (offset_zone(known.name, seconds), next);
        }
        let other = self.glued_word(at + 2).filter(|word| self.glued_sign(at + 1, '/') && abbreviation(word).is_some());
        let both = other.and_then(|other| both_seasons(known.name, other));
        let zone = both.unwrap_or_else(|| Zone::meaning(known.name, known.meaning));
        (zone, if other.is_some() { at + 3 } else { at + 1 })
    }

    /// `+2`, `-04:00`, ` + 1` behind `UTC` or `GMT`; not the dash of `10:00 UTC-11:30 UTC`.
    fn offset_of_name(&self, at: usize, place: Place) -> Option<(i32, usize)> {
        let plus = self.is_sign(at, '+');
        if !self.glued(at) && !plus && place == Place::Prose {
            return None;
        }
        let (seconds, long, next) = self.offset(at)?;
        let goes_on_as_clock = place == Place::Prose
            && !plus
            && (long && seconds.abs() >= 10 * 3600 || self.is_any(next, &["am", "pm", "a", "p", "h"]))
            || self.word(next).is_some_and(|word| !plus && abbreviation(word).is_some());
        (!goes_on_as_clock).then_some((seconds, next))
    }

    /// Sign and digits: seconds east, whether minutes were written, the token after.
    fn offset(&self, at: usize) -> Option<(i32, bool, usize)> {
        let east = match self.sign(at)? {
            '+' => 1,
            HYPHEN | DASH => -1,
            _ => return None,
        };
        if !(self.glued(at + 1) || east == 1) {
            return None;
        }
        let (value, digits) = self.number(at + 1)?;
        let (hours, minutes, long, next) = match digits {
            4 => (value / 100, value % 100, true, at + 2),
            1 | 2 => match self.glued_number(at + 3).filter(|_| self.glued_sign(at + 2, ':')) {
                Some((minutes, 2)) => (value, minutes, true, at + 4),
                Some(_) => return None,
                None => (value, 0, false, at + 2),
            },
            _ => return None,
        };
        let valid = hours <= 14 && matches!(minutes, 0 | 15 | 30 | 45) && self.ends_clean(next);
        valid.then(|| (east * (hours * 3600 + minutes * 60) as i32, long, next))
    }

    fn bare_offset(&self, at: usize, rule: OffsetRule) -> Option<(i32, usize)> {
        let sign = self.sign(at)?;
        let (seconds, long, next) = self.offset(at)?;
        let digits = self.number(at + 1)?.1;
        let allowed = match (sign, rule) {
            (_, OffsetRule::Iso) => self.glued(at),
            ('+', _) => long && self.glued(at + 1),
            (_, OffsetRule::Exact) if self.glued(at) => long && (seconds % 3600 == 0 || seconds.abs() < 4 * 3600),
            (_, OffsetRule::Exact | OffsetRule::Dated) => !self.glued(at) && digits == 4 && seconds.abs() <= 12 * 3600,
            _ => false,
        };
        (allowed && !self.is_any(next, &["am", "pm"])).then_some((seconds, next))
    }

    /// Skips the `[Europe/Berlin]` of an RFC 9557 time.
    fn after_bracketed_name(&self, next: usize) -> usize {
        match self.glued_sign(next, '[').then(|| self.bracketed_zone(next)).flatten() {
            Some((_, after)) => after,
            None => next,
        }
    }

    /// `America/New_York`.
    fn slug(&self, at: usize) -> Option<(Zone, usize)> {
        if !(self.glued_sign(at + 1, '/') && self.glued_word(at + 2).is_some()) {
            return None;
        }
        let start = self.start(at);
        let rest = &self.text[start..];
        let length = rest
            .bytes()
            .position(|byte| !(byte.is_ascii_alphanumeric() || b"/_+-".contains(&byte)))
            .unwrap_or(rest.len());
        let name = rest[..length].trim_end_matches(['/', '_', '+', '-']);
        let next = self.token_at(start + name.len());
        if let Some(zone) = tz_name(name) {
            return Some((zone, next));
        }
        // `UC/Pacific`: the part that counts is the last one.
        let last = name.rsplit('/').next()?;
        let known = PLACES.iter().find(|(words, _)| words.len() == 1 && words[0].eq_ignore_ascii_case(last))?;
        (name.len() == last.len() + 3).then(|| (Zone::named(known.1), next))
    }

    fn phrase(&self, at: usize) -> Option<(Zone, usize)> {
        self.word(at).filter(|word| OPENS_PHRASE.admits(word))?;
        let (words, name, meaning) = PHRASES.iter().find(|(words, _, _)| self.reads(at, words))?;
        Some((Zone::meaning(name, *meaning), at + words.len()))
    }

    /// A place, where only `time`, a sign or the end follows: `16:37 Denver - ...` but not `10:30 Sydney noticed`.
    fn place(&self, at: usize) -> Option<(Zone, usize)> {
        let word = self.word(at)?;
        let known = match OPENS_PLACE.admits(word) {
            true => PLACES.iter().find(|(words, _)| self.reads(at, words)),
            false => None,
        };
        let (name, next) = match known {
            Some((words, zone)) => (*zone, at + words.len()),
            None if self.is_word(at + 1, "time") => (people(word).or_else(|| city(word))?, at + 1),
            None => return None,
        };
        if self.is_word(next, "time") {
            return Some((Zone::named(name), next + 1));
        }
        self.word(next).is_none().then(|| (Zone::named(name), next))
    }

    fn reads(&self, at: usize, words: &[&str]) -> bool {
        words.iter().enumerate().all(|(offset, word)| {
            (offset == 0 || !self.glued(at + offset))
                && self.word(at + offset).is_some_and(|found| found.eq_ignore_ascii_case(word))
        })
    }
}

/// The clock of a country, by its adjective: `German time`.
fn people(word: &str) -> Option<&'static str> {
    PEOPLES.iter().find(|(name, _)| name.eq_ignore_ascii_case(word)).map(|(_, zone)| *zone)
}

/// `PST/PDT`: the zone that has both.
fn both_seasons(standard: &str, daylight: &str) -> Option<Zone> {
    let pair = SEASONS.iter().find(|(one, other, _)| *one == standard && other.eq_ignore_ascii_case(daylight))?;
    Some(Zone::named(pair.2))
}

/// Tells of most words that no name begins with them, by two letters and their length alone.
struct Sieve([u64; 32]);

impl Sieve {
    fn of(names: impl Iterator<Item = &'static str>) -> Self {
        let mut sieve = [0; 32];
        for name in names {
            let (row, bit) = Self::place(name);
            sieve[row] |= bit;
        }
        Self(sieve)
    }

    fn admits(&self, word: &str) -> bool {
        let (row, bit) = Self::place(word);
        self.0[row] & bit != 0
    }

    /// Without regard to ASCII case.
    fn place(word: &str) -> (usize, u64) {
        let letter = |at: usize| word.as_bytes().get(at).map_or(0, |byte| usize::from(byte & 31));
        (letter(0), 1 << ((letter(1) + 7 * word.len()) % 64))
    }
}

static OPENS_ABBREVIATION: LazyLock<Sieve> = LazyLock::new(|| Sieve::of(ABBREVIATIONS.iter().map(|known| known.name)));
static OPENS_PHRASE: LazyLock<Sieve> =
    LazyLock::new(|| Sieve::of(PHRASES.iter().filter_map(|(words, _, _)| words.first().copied())));
static OPENS_PLACE: LazyLock<Sieve> =
    LazyLock::new(|| Sieve::of(PLACES.iter().filter_map(|(words, _)| words.first().copied())));

fn abbreviation(word: &str) -> Option<&'static Abbreviation> {
    if word.len() > 4 || !OPENS_ABBREVIATION.admits(word) {
        return None;
    }
    ABBREVIATIONS.iter().find(|known| known.name == word || known.any_case && known.name.eq_ignore_ascii_case(word))
}

/// `UTC+2`, `GMT-4`, `UTC+5:30`, or `+02:00` where no name was written; an offset of nothing is the name alone.
fn offset_zone(base: &str, seconds: i32) -> Zone {
    let sign = if seconds < 0 { '-' } else { '+' };
    let (hours, minutes) = (seconds.abs() / 3600, seconds.abs() / 60 % 60);
    let name = match (base, seconds, minutes) {
        ("", 0, _) => "UTC".to_owned(),
        ("", _, _) => format!("{sign}{hours:02}:{minutes:02}"),
        (_, 0, _) => base.to_owned(),
        (_, _, 0) => format!("{base}{sign}{hours}"),
        _ => format!("{base}{sign}{hours}:{minutes:02}"),
    };
    Zone::Fixed { name, seconds }
}

/// A zone of the tz database by its name, in any case.
fn tz_name(name: &str) -> Option<Zone> {
    if name.len() < 3 || !name.is_ascii() {
        return None;
    }
    let zone = TimeZone::get(name).ok()?;
    Some(Zone::named(zone.iana_name()?))
}

/// The zone whose name ends in this city, where there is just one.
fn city(word: &str) -> Option<&'static str> {
    static CITIES: OnceLock<HashMap<String, Option<String>>> = OnceLock::new();
    let cities = CITIES.get_or_init(|| {
        let mut cities = HashMap::new();
        for zone in jiff::tz::db().available() {
            let Some((_, city)) = zone.as_str().rsplit_once('/') else { continue };
            cities
                .entry(city.to_ascii_lowercase())
                .and_modify(|known| *known = None)
                .or_insert_with(|| Some(zone.as_str().to_owned()));
        }
        cities
    });
    cities.get(&word.to_ascii_lowercase())?.as_deref()
}
