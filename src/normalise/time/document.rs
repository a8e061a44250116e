//! What holds for a whole document: its zone, its year, its order of day and month; and single values of front matter.

use jiff::civil::Date;

use super::date::plausible_year;
use super::scan::{DASH, HYPHEN, Scan};
use super::zone::Place;
use super::{DayOrder, Stamp, WrittenDate, Zone};
use crate::model::Precision;

/// The zone that a heading, a column head or a line gives to all times: `All times in CET`, `Timeline (UTC)`.
///
/// `None` where the line says nothing of the kind; a zone beside a clock is that clock's.
pub fn document_zone(text: &str) -> Option<Zone> {
    if !may_announce(text) {
        return None;
    }
    let scan = Scan::new(text.trim_start_matches(['#', '*', '_', '-', ' ']), DayOrder::Undecided);
    if text.len() <= SHORT
        && let Some(zone) = scan.zone_of_head()
    {
        return Some(zone);
    }
    (0..scan.len()).filter(|at| scan.is_any(*at, CUES)).find_map(|cue| scan.zone_behind_cue(cue))
}

/// Longest column head or heading that needs no words such as "all times in", in bytes.
const SHORT: usize = 48;
/// Longest line that announces a zone, in bytes.
const LONG: usize = 400;

fn may_announce(text: &str) -> bool {
    let holds = |words: &[&[u8]]| words.iter().any(|word| memchr::memmem::find(text.as_bytes(), word).is_some());
    text.len() <= LONG
        && (holds(&[b"ime", b"IME", b"lock"])
            || text.len() <= SHORT && holds(&[b"(", b"[", b"UTC", b"GMT", b"TZ", b"tz", b"one:"]))
}

/// Words behind which a zone may be announced.
static CUES: &[&str] =
    &["times", "time", "timestamps", "timezone", "timeline", "zone", "tz", "events", "chronology", "clocks", "entries"];
/// Words before a cue that make it all times; "response times" are others.
static ALL: &[&str] = &[
    "all",
    "the",
    "these",
    "following",
    "time",
    "incident",
    "note",
    "and",
    "that",
    "otherwise",
    "noted",
    "stated",
    "any",
];
/// Words between a cue and its zone.
static FILLERS: &[&str] = &[
    "below",
    "here",
    "given",
    "listed",
    "shown",
    "stated",
    "noted",
    "all",
    "times",
    "time",
    "zone",
    "the",
    "of",
    "events",
    "timezone",
    "document",
    "this",
    "local",
    "report",
    "timeline",
    "page",
    "post",
    "section",
    "expressed",
    "displayed",
    "converted",
    "written",
    "recorded",
    "reported",
    "quoted",
    "mentioned",
    "following",
    "above",
    "entries",
    "to",
    "clock",
    "happened",
    "occurred",
    "took",
    "place",
];
static ANNOUNCERS: &[&str] = &["in", "are", "is", "as", "use", "using", "refer", "follow"];
/// Words of a column head that holds times.
static HEAD_WORDS: &[&str] = &[
    "time",
    "times",
    "date",
    "dates",
    "day",
    "when",
    "start",
    "started",
    "end",
    "ended",
    "began",
    "begin",
    "stop",
    "from",
    "to",
    "until",
    "timestamp",
    "timestamps",
    "timeline",
    "events",
    "event",
    "incident",
    "local",
    "detected",
    "resolved",
    "reported",
    "occurred",
    "created",
    "clock",
    "hora",
    "heure",
    "and",
    "of",
];

impl Scan<'_> {
    /// The zone of a column head: `Time (UTC)`, `Date/Time (WAT)`, `(PST)`, `Time UTC`, `UTC`.
    fn zone_of_head(&self) -> Option<Zone> {
        let words = (0..self.len()).take_while(|at| self.is_any(*at, HEAD_WORDS) || self.is_sign(*at, '/')).count();
        let bare = self.is_any(words, &["utc", "gmt"]).then(|| self.zone(words, Place::Enclosed)).flatten();
        let (zone, next) = self.bracketed_zone(words).or(bare)?;
        (next..self.len()).all(|at| self.sign(at).is_some()).then_some(zone)
    }

    fn zone_behind_cue(&self, cue: usize) -> Option<Zone> {
        let names_zone = self.is_any(cue, &["zone", "timezone", "tz"]);
        // "1.2 Times in this report are ...": the number of a paragraph.
        let opens = (0..cue).all(|at| self.number(at).is_some() || self.sign(at).is_some());
        if !(opens
            || names_zone
            || self.follows_any(cue, ALL)
            || self.before(cue).is_some_and(|at| self.sign(at).is_some()))
        {
            return None;
        }
        let mut announced = names_zone || self.follows_any(cue, &["all"]);
        let mut at = cue + 1;
        for _ in 0..9 {
            let dash = self.is_dash(at) && self.is_word(cue, "timeline");
            if dash || self.is_any(at, ANNOUNCERS) || matches!(self.sign(at), Some(':' | '(' | '[' | '=')) {
                announced = true;
            } else if !(self.is_any(at, FILLERS) || matches!(self.sign(at), Some('_' | '*'))) {
                break;
            }
            at += 1;
        }
        if !announced {
            return None;
        }
        let (zone, next) = self.zone(at, Place::Enclosed).or_else(|| self.bracketed_zone_near(at))?;
        Some(self.with_offset_in_brackets(zone, next).0)
    }

    /// The `(CET)` of `All times are Central European (CET)`.
    fn bracketed_zone_near(&self, at: usize) -> Option<(Zone, usize)> {
        let bracket = (at..at + 4).find(|at| self.word(*at).is_none())?;
        self.bracketed_zone(bracket)
    }
}

/// The zone in the brackets of a label: `Start time (UTC)`.
pub fn label_zone(text: &str) -> Option<Zone> {
    let scan = Scan::new(text.get(text.find(['(', '['])?..)?, DayOrder::Undecided);
    scan.bracketed_zone(0).map(|(zone, _)| zone)
}

/// The year that a heading or a column head gives to all dates: `Date (2022)`.
pub fn document_year(text: &str) -> Option<i16> {
    let scan = Scan::new(text, DayOrder::Undecided);
    (0..scan.len()).find_map(|at| match scan.date(at)?.date {
        WrittenDate::Full(date) => Some(date.year()),
        WrittenDate::YearMonth { year, .. } | WrittenDate::Year(year) => Some(year),
        _ => None,
    })
}

/// A single value of front matter or of a field: RFC 3339 or anything [`super::stamps`] reads, and nothing beside it.
pub fn value(text: &str, order: DayOrder) -> Option<Stamp> {
    let around = |c: char| c.is_whitespace() || c == '"' || c == '\'';
    let shift = text.len() - text.trim_start_matches(around).len();
    let bare = text.trim_matches(around);
    let scan = Scan::new(bare, order);
    let mut stamp = match scan.draft(0).or_else(|| scan.draft(1).filter(|draft| draft.first == 0)) {
        Some(draft)
            if draft.until.is_none() && (draft.next..scan.len()).all(|at| matches!(scan.sign(at), Some('.' | ','))) =>
        {
            draft.stamp(&scan)
        }
        _ => plain_value(&scan, bare.len())?,
    };
    stamp.range = stamp.range.start + shift..stamp.range.end + shift;
    Some(stamp)
}

/// `2024-03`, `2024`, `20240303`: dates only because nothing stands beside them.
fn plain_value(scan: &Scan, length: usize) -> Option<Stamp> {
    let (value, digits) = scan.number(0)?;
    let (date, unit) = match (digits, scan.len()) {
        (4, 1) => (WrittenDate::Year(plausible_year(value, 4)?.0), Precision::Year),
        (8, 1) => {
            let year = plausible_year(value / 10_000, 4)?.0;
            let date = Date::new(year, (value / 100 % 100) as i8, (value % 100) as i8).ok()?;
            (WrittenDate::Full(date), Precision::Day)
        }
        (4, 3) if matches!(scan.sign(1), Some(HYPHEN | DASH | '/')) => {
            let (month @ 1..=12, 1 | 2) = scan.number(2)? else { return None };
            (WrittenDate::YearMonth { year: plausible_year(value, 4)?.0, month: month as i8 }, Precision::Month)
        }
        _ => return None,
    };
    Some(Stamp {
        range: 0..length,
        date: Some(date),
        time: None,
        zone: None,
        precision: unit,
        unit,
        approximate: false,
        oddities: Vec::new(),
    })
}

/// The date in the name of a file: `2024-03-03-load-balancer`, `2024_03_outage`.
pub fn file_date(stem: &str) -> Option<WrittenDate> {
    let bytes = stem.as_bytes();
    let digits = |from: usize, count: usize| -> Option<u32> {
        let part = bytes.get(from..from + count)?;
        part.iter().try_fold(0, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + u32::from(byte - b'0')))
    };
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    (0..bytes.len()).filter(|at| is_digit(*at) && (*at == 0 || !is_digit(*at - 1))).find_map(|at| {
        let separated = |at: usize| matches!(bytes.get(at), Some(b'-' | b'_' | b'.'));
        if let Some(all) = digits(at, 8).filter(|_| !is_digit(at + 8)) {
            let date = Date::new(plausible_year(all / 10_000, 4)?.0, (all / 100 % 100) as i8, (all % 100) as i8);
            return date.ok().map(WrittenDate::Full);
        }
        let year = plausible_year(digits(at, 4)?, 4).filter(|_| separated(at + 4))?.0;
        let month = digits(at + 5, 2).filter(|month| (1..=12).contains(month) && !is_digit(at + 7))? as i8;
        match digits(at + 8, 2).filter(|_| separated(at + 7) && !is_digit(at + 10)) {
            Some(day) => Date::new(year, month, day as i8).ok().map(WrittenDate::Full),
            None => Some(WrittenDate::YearMonth { year, month }),
        }
    })
}

/// The order of day and month that a document proves by a number above 12; `None` where nothing does, or both.
pub fn proven_order<'a>(lines: impl Iterator<Item = &'a str>) -> Option<DayOrder> {
    let (mut day_first, mut month_first) = (false, false);
    for line in lines.filter(|line| may_prove(line)) {
        let scan = Scan::new(line, DayOrder::Undecided);
        for at in 0..scan.len() {
            let Some((first, 1 | 2)) = scan.number(at) else { continue };
            let Some((second, 1 | 2)) = scan.number(at + 2) else { continue };
            let dotted = scan.is_sign(at + 1, '.');
            let date = scan.starts_clean(at).then(|| scan.date(at)).flatten();
            if let Some(WrittenDate::Full(_)) = date.filter(|read| read.numeric && !dotted).map(|read| read.date) {
                day_first |= first > 12;
                month_first |= second > 12;
            }
        }
    }
    match (day_first, month_first) {
        (true, false) => Some(DayOrder::DayFirst),
        (false, true) => Some(DayOrder::MonthFirst),
        _ => None,
    }
}

fn may_prove(line: &str) -> bool {
    let bytes = line.as_bytes();
    let behind_digit = |at: usize| at.checked_sub(1).is_some_and(|before| bytes[before].is_ascii_digit());
    memchr::memchr2_iter(b'/', b'-', bytes).any(behind_digit) || (!line.is_ascii() && line.contains('\u{2011}'))
}
