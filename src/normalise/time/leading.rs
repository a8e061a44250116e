//! The time that opens a timeline entry, and where the entry's own words begin.
//!
//! In: one line with its markup taken off. Out: [`Leading`], or `None` where the line is not an entry: prose that
//! merely begins with a number is none.

use std::ops::Range;

use jiff::civil::Weekday;

use super::clock::Before;
use super::scan::{ARROW, DASH, HYPHEN, Scan, TILDE};
use super::words::{ABOUT, is_weekday, weekday};
use super::{DayOrder, Stamp, StampRange, WrittenDate};
use crate::model::Minutes;

/// The opening of a timeline entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leading {
    pub when: When,
    /// Bytes of the time itself.
    pub range: Range<usize>,
    /// Byte where the entry's text begins; the text's length where there is none.
    pub rest: usize,
    /// The day of the week in front of a time without a date: `Thu 16:00`.
    pub weekday: Option<Weekday>,
}

/// When an entry happened, as far as its opening tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum When {
    At(Box<StampRange>),
    /// Words where others write a time: `Earlier`, `Shortly after`.
    InWords,
    /// A placeholder or something that was meant as a time: `[???]`, `??:??`, `203/2025 7:15 PM`.
    Unreadable,
    /// Minutes from the start of the incident: `T0`, `~T+2m`; negative before it.
    Relative {
        offset: Minutes,
        approximate: bool,
    },
}

/// The time that opens an entry; `None` where the line is not an entry.
pub fn leading(text: &str, order: DayOrder) -> Option<Leading> {
    if !may_lead(text) {
        return None;
    }
    let head = head(text);
    match read_opening(head, order) {
        Some(found) if found.rest == head.len() && head.len() < text.len() => read_opening(text, order),
        found => found,
    }
}

/// The first few hundred bytes: no opening is longer.
fn head(text: &str) -> &str {
    let end = (0..=text.len().min(HEAD)).rev().find(|end| text.is_char_boundary(*end));
    &text[..end.unwrap_or(0)]
}

const HEAD: usize = 240;

fn read_opening(text: &str, order: DayOrder) -> Option<Leading> {
    let scan = Scan::new(text, order);
    let start = scan.after_bullets(0);
    let (inside, close) = match scan.sign(start) {
        Some('[') => (scan.after_label(start + 1), Some(']')),
        Some('(') => (start + 1, Some(')')),
        _ => (start, None),
    };
    let found = scan
        .leading_stamp(inside, close)
        .or_else(|| scan.leading_offset(inside, close))
        .or_else(|| scan.leading_placeholder(inside, close))
        .or_else(|| scan.unreadable_date(inside, close))?;
    let weekday = (0..start).filter_map(|at| scan.word(at).and_then(weekday)).next_back();
    Some(Leading { weekday, ..found })
}

/// Only the first few dozen characters can hold an opening.
fn may_lead(text: &str) -> bool {
    let head = &text.as_bytes()[..text.len().min(60)];
    head.iter().any(|byte| byte.is_ascii_digit() || matches!(byte, b'?' | b':'))
        || text.trim_start().starts_with(['[', '(', 'N', 'n', 'M', 'm'])
}

/// Words behind a time that make it the beginning of a sentence.
static SENTENCE: &[&str] =
    &["was", "were", "is", "are", "and", "or", "had", "has", "would", "will", "saw", "until", "to", "but", "should"];

impl Scan<'_> {
    /// Skips list markers, emoji, and the day of the week in a column of its own.
    fn after_bullets(&self, from: usize) -> usize {
        let mut at = from;
        loop {
            let marker = match self.sign(at) {
                Some('?' | '(' | '[' | TILDE) => false,
                Some(HYPHEN) => !(self.glued_sign(at + 1, HYPHEN) && self.glued_sign(at + 2, ':')),
                Some('+') => self.number(at + 1).is_none() || !self.glued(at + 1),
                Some('*' | '#' | '|' | '_' | '>' | '@') => true,
                Some(sign) => !sign.is_ascii(),
                None => self.is_bare_weekday(at),
            };
            if !marker {
                return at;
            }
            at += 1;
        }
    }

    /// `Thur | 22:40`, `Tuesday 10:00`: a day without a date says nothing.
    fn is_bare_weekday(&self, at: usize) -> bool {
        self.word(at).is_some_and(is_weekday)
            && (self.is_sign(at + 1, '|') || self.draft(at).is_none() && self.is_clock_of_day(at + 1))
    }

    /// `10:00`, `~10:00`, `around 10:00`.
    fn is_clock_of_day(&self, at: usize) -> bool {
        let about = usize::from(self.is_sign(at, TILDE) || self.is_any(at, ABOUT));
        self.clock(at + about, Before::Anything).is_some()
    }

    /// Skips the words of `[Update - ...]`.
    fn after_label(&self, from: usize) -> usize {
        let mut at = from;
        for _ in 0..5 {
            let label = self.word(at).is_some() && !self.begins_date(at) || self.is_dash(at) || self.is_sign(at, ':');
            if !label {
                break;
            }
            at += 1;
        }
        if self.number(at).is_some() || self.begins_date(at) { at } else { from }
    }

    fn begins_date(&self, at: usize) -> bool {
        self.draft(at).is_some()
    }

    fn leading_stamp(&self, at: usize, close: Option<char>) -> Option<Leading> {
        let mut first = at;
        let (mut about, mut sentence, mut stretch) = (false, false, false);
        for _ in 0..3 {
            let opener = self.is_any(first, ABOUT)
                || self.is_sign(first, TILDE)
                || self.is_sign(first, '.') && self.follows_any(first, ABOUT);
            let prose = self.is_any(first, &["between", "from", "about", "around"]);
            about |= opener;
            sentence |= prose;
            stretch |= self.is_any(first, &["between", "from"]);
            if opener || prose {
                first += 1;
            }
        }
        let (mut found, mut next) = self.range_of_entry(first)?;
        found.from.approximate |= about;
        let range = found.range.clone();
        if self.glued_sign(next, '?') {
            (found.from.approximate, next) = (true, next + 1);
        }
        if close.is_none()
            && let Some(after) = self.remark_of_doubt(next)
        {
            (found.from.approximate, next) = (true, after);
        }
        // `Between 10:00 and 11:00, mail was down` states a window.
        let comma = close.is_none() && self.is_sign(next, ',');
        if stretch && comma && found.to.is_some() {
            return None;
        }
        let rest = self.rest(next, close, &found, sentence)?;
        Some(Leading { when: When::At(Box::new(found)), range, rest, weekday: None })
    }

    /// A range, unless it would last longer than half a day: `12:48 - 12:30 job failed` is one time and a text.
    fn range_of_entry(&self, at: usize) -> Option<(StampRange, usize)> {
        let (found, next) = self.range_at(at)?;
        let seconds = |stamp: &Stamp| stamp.time.map_or(0, |time| time.seconds());
        let length = found.to.as_ref().map_or(0, |to| (seconds(to) - seconds(&found.from)).rem_euclid(86_400));
        if !found.rolled || length <= 43_200 {
            return Some((found, next));
        }
        let single = self.draft(at)?;
        Some((StampRange::single(single.stamp(self)), single.next))
    }

    /// `(maybe earlier?)`, `(approx)`.
    fn remark_of_doubt(&self, at: usize) -> Option<usize> {
        let doubt = self.is_sign(at, '(')
            && self.is_any(
                at + 1,
                &["maybe", "approx", "approximately", "approximate", "estimated", "roughly", "or", "perhaps"],
            );
        let close = (at + 1..at + 7).find(|index| self.is_sign(*index, ')')).filter(|_| doubt)?;
        Some(close + 1)
    }

    /// Where the entry's text begins; `None` where what follows shows that this is no entry.
    fn rest(&self, next: usize, close: Option<char>, found: &StampRange, sentence: bool) -> Option<usize> {
        let mut at = next;
        let mut separated = false;
        if let Some(close) = close {
            if !self.is_sign(at, close) {
                return None;
            }
            (at, separated) = (at + 1, true);
        }
        let end = self.after_separators(at);
        let loose = end > at && (at..end).all(|at| matches!(self.sign(at), Some(',' | '.')));
        if loose && self.is_date_in_words(found) && end < self.len() {
            return None;
        }
        separated |= end > at;
        at = end;
        if at >= self.len() {
            return Some(self.text.len());
        }
        separated |= self.is_tab_before(at);
        if !separated && (sentence || !self.opens_without_separator(at, found)) {
            return None;
        }
        Some(self.start(at))
    }

    /// Skips what stands between a time and the text: separators, and the ends of emphasis and brackets around the time.
    fn after_separators(&self, from: usize) -> usize {
        let mut at = from;
        loop {
            match self.sign(at) {
                Some(HYPHEN | DASH | ARROW | ':' | '|' | ',' | ';' | '.') => at += 1,
                Some('*' | '_' | ']' | ')') if self.glued(at) => at += 1,
                _ => return at,
            }
        }
    }

    /// `On Monday 5 May, we ...` is a sentence, `10:30, we ...` may be an entry.
    fn is_date_in_words(&self, found: &StampRange) -> bool {
        self.date(self.token_at(found.range.start)).is_some_and(|read| !read.numeric)
    }

    fn is_separator(&self, at: usize) -> bool {
        matches!(self.sign(at), Some(HYPHEN | DASH | ARROW | ':' | '|'))
    }

    fn is_tab_before(&self, at: usize) -> bool {
        let gap = self.end_before(at)..self.start(at);
        self.text.get(gap).is_some_and(|gap| gap.contains('\t'))
    }

    /// `19:30 Monitor ...`, `2018-01-15 Deploy ...`, but not `May 12 was ...`.
    fn opens_without_separator(&self, at: usize, found: &StampRange) -> bool {
        let last = found.to.as_ref().unwrap_or(&found.from);
        let exact = match last.date {
            _ if last.time.is_some() => true,
            Some(WrittenDate::Full(_)) => self
                .text
                .get(last.range.clone())
                .is_some_and(|written| written.starts_with(|c: char| c.is_ascii_digit())),
            _ => false,
        };
        exact && !self.glued(at) && !self.is_any(at, SENTENCE)
    }

    /// `T0`, `T+5`, `~T+2m`, `T-1h30m`, `T+00:15`.
    fn leading_offset(&self, at: usize, close: Option<char>) -> Option<Leading> {
        let approximate = self.is_sign(at, TILDE);
        let letter = if approximate { at + 1 } else { at };
        if self.is_sign(letter, '+') {
            let (seconds, next) = self.signed_length(letter + 1)?;
            let rest = self.rest_of_plain(next, close)?;
            let range = self.start(at)..self.end_before(next);
            let when = When::Relative { offset: Minutes::from_seconds(seconds), approximate };
            return Some(Leading { when, range, rest, weekday: None });
        }
        if self.word(letter) != Some("T") {
            return None;
        }
        let (seconds, next) = match self.sign(letter + 1) {
            None => {
                let (0, 1) = self.glued_number(letter + 1)? else { return None };
                (0, letter + 2)
            }
            Some('+') => self.offset_length(letter + 2)?,
            Some(HYPHEN | DASH) => {
                let (seconds, next) = self.offset_length(letter + 2)?;
                (-seconds, next)
            }
            Some(_) => return None,
        };
        let rest = self.rest_of_plain(next, close)?;
        let range = self.start(at)..self.end_before(next);
        let when = When::Relative { offset: Minutes::from_seconds(seconds), approximate };
        Some(Leading { when, range, rest, weekday: None })
    }

    /// The `00:12` of `+00:12`, the `12 min` of `+12 min`: a bare number counts nothing.
    fn signed_length(&self, at: usize) -> Option<(i64, usize)> {
        let (value, 1 | 2) = self.glued_number(at)? else { return None };
        if self.glued_sign(at + 1, ':')
            && let Some((minutes @ 0..=59, 2)) = self.glued_number(at + 2)
        {
            let seconds = i64::from(value) * 3600 + i64::from(minutes) * 60;
            return Some((seconds, at + 3)).filter(|_| !self.glued_sign(at + 3, ':'));
        }
        self.length_at(at).filter(|(seconds, _)| Minutes::from_seconds(*seconds).is_plausible())
    }

    fn offset_length(&self, at: usize) -> Option<(i64, usize)> {
        self.any_offset(at).filter(|(seconds, _)| Minutes::from_seconds(*seconds).is_plausible())
    }

    fn any_offset(&self, at: usize) -> Option<(i64, usize)> {
        let (value, _) = self.number(at)?;
        if self.glued_sign(at + 1, ':')
            && let Some((minutes, 2)) = self.glued_number(at + 2)
        {
            return Some((i64::from(value) * 3600 + i64::from(minutes) * 60, at + 3));
        }
        match self.length_at(at) {
            Some((seconds, next)) => Some((seconds, next)),
            None => Some((i64::from(value) * 60, at + 1)),
        }
    }

    /// `[???]`, `??:??`, `HH:mm`, `--:--`, `TBC`.
    fn leading_placeholder(&self, at: usize, close: Option<char>) -> Option<Leading> {
        let marks = (at..at + 5).take_while(|index| self.is_sign(*index, '?')).count();
        let next = match self.placeholder(at) {
            Some(next) => next,
            None if marks >= 2 && (close.is_some() || self.is_separator(at + marks)) => at + marks,
            None if close.is_some() && self.is_any(at, &["unknown", "tbc", "tbd"]) => at + 1,
            None => return None,
        };
        let rest = self.rest_of_plain(next, close)?;
        Some(Leading { when: When::Unreadable, range: self.start(at)..self.end_before(next), rest, weekday: None })
    }

    /// Something like a date in front of a clock that is none: `203/2025 7:15 PM EAT`, `2022-??-?? HH:mm`.
    fn unreadable_date(&self, at: usize, close: Option<char>) -> Option<Leading> {
        let (_, 1..=8) = self.number(at)? else { return None };
        let mut next = at + 1;
        let mut separators = 0;
        while self.glued(next) && (self.number(next).is_some() || matches!(self.sign(next), Some('/' | HYPHEN | '?'))) {
            separators += usize::from(matches!(self.sign(next), Some('/' | HYPHEN)));
            next += 1;
        }
        if separators == 0 || self.glued(next) {
            return None;
        }
        let next = match self.draft(next).filter(|clock| clock.clock.is_some()) {
            Some(clock) => clock.next,
            None => self.placeholder(next)?,
        };
        let rest = self.rest_of_plain(next, close)?;
        Some(Leading { when: When::Unreadable, range: self.start(at)..self.end_before(next), rest, weekday: None })
    }

    /// As [`Self::rest`], where a separator or the end has to follow.
    fn rest_of_plain(&self, next: usize, close: Option<char>) -> Option<usize> {
        let at = self.after_separators(next);
        let closed = close.is_none_or(|close| self.is_sign(next, close));
        let separated = at > next || at >= self.len() || !self.glued(at);
        (closed && separated).then(|| if at >= self.len() { self.text.len() } else { self.start(at) })
    }
}
