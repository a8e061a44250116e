//! Sentences that state when it was: "between 12:17 and 12:30 UTC", "starting at 5 pm ... restored by 7 pm", "a 7 minute
//! failure at 18:52", "was down for 20 minutes".
//!
//! Input: a [`Passage`]. Output: the [`Window`]s and lengths it states, as written. Does not choose among them, carries
//! no date into the passage and knows nothing of timelines.

use std::ops::Range;

use jiff::civil::Weekday;

use crate::model::DurationClock;
use crate::normalise::time::{self, DayOrder, Stamp, StampRange, WrittenDate, WrittenDuration, Zone};
use crate::normalise::trail::Place;
use crate::text::{Break, sentences};

use super::around::{Cue, clause_before, cue, first_and_last, is_of_a_thing, lead, tells_rest, tells_trouble};
use super::day::{Day, day_behind};
use super::length::{is_led, is_of_the_whole, names_trouble};
use super::mention::{HALF_A_DAY, Mention, bounds, dated_behind, is_spoken, tells_paperwork, weekday_before};
use super::passage::{Passage, Standing, may_hold_clock, may_hold_days, may_hold_length};
use super::sign::Sign::{Felt, Other, Over, Planned, Trouble, Whole, Work};
use super::sign::Signs;
use super::stated::StatedLength;

/// One end of a window, as written.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// With the date it was written with, which most are not.
    pub stamp: Stamp,
    /// The last date that the passage gave before it.
    pub carried: Option<WrittenDate>,
    /// "On Wednesday at 07:15": the day of the week, where no date is written.
    pub weekday: Option<Weekday>,
    /// That day of the week was named somewhere before.
    pub heard: bool,
    /// "At 07:15 the next morning": days past the one that was told of before.
    pub days: i64,
    /// "This morning": of the day on which the text was written.
    pub of_writing: bool,
    pub words: String,
    pub place: Place,
}

/// A stretch of time that a passage says the trouble took.
#[derive(Debug, Clone, PartialEq)]
pub struct Window {
    pub start: Option<Told>,
    pub end: Option<Told>,
    /// The end lies on the day after the start although nobody wrote so.
    pub rolled: bool,
    pub length: Option<StatedLength>,
    pub standing: Standing,
    /// A verb beside a time says it, not a word that begins or ends a stretch of time.
    pub weak: bool,
    /// Both ends were stated as one range.
    pub closed: bool,
}

impl Window {
    /// What makes one window a better statement than another, best first.
    pub fn rank(&self) -> (bool, Standing, bool, bool) {
        let open = self.end.is_none() && self.length.is_none();
        (self.start.is_none(), self.standing, self.weak, open)
    }
}

/// Everything that a passage states of when it was.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Statement {
    pub windows: Vec<Window>,
    /// Lengths of the whole without a time of day.
    pub lengths: Vec<StatedLength>,
    /// In the order written.
    pub mentions: Vec<Mention>,
    /// The day that it came to, which what follows it inherits.
    pub day: Day,
}

/// Reads an update: of several stretches that one sentence states, each is one of its own.
pub fn read(passage: &Passage, order: DayOrder) -> Statement {
    read_with(passage, order, Day::default(), false)
}

/// Reads a passage that goes on from another, which had come to `day`.
pub fn read_behind(passage: &Passage, order: DayOrder, day: Day) -> Statement {
    read_with(passage, order, day, true)
}

fn read_with(passage: &Passage, order: DayOrder, day: Day, joins: bool) -> Statement {
    let found = Statement::default();
    let mut reader = Reader { passage, order, found, begun: None, day, zone: None, last: None, joins };
    for range in sentences(&passage.text, Break::Line) {
        reader.sentence(range.start, &passage.text[range]);
    }
    Statement { day: reader.day, ..reader.found }
}

struct Reader<'p> {
    passage: &'p Passage,
    order: DayOrder,
    found: Statement,
    /// The last window with a start.
    begun: Option<usize>,
    /// The last day and zone of the passage, which bare clocks behind them inherit.
    day: Day,
    zone: Option<Zone>,
    /// The last time that was told, which "ten minutes later" counts from.
    last: Option<Told>,
    /// Several stretches of one sentence are of one incident.
    joins: bool,
}

impl Reader<'_> {
    fn sentence(&mut self, offset: usize, text: &str) {
        if !may_hold_clock(text) {
            self.days(offset, text);
            self.dates(text);
            self.day.hear(text);
            self.since_then(text);
            if may_hold_length(text) {
                self.length_alone(offset, text);
                self.later(offset, text);
            }
            return;
        }
        let ranges = time::ranges(text, self.order);
        let whole = Signs::of(text);
        let timed: Vec<&StampRange> = ranges.iter().filter(|range| range.from.time.is_some()).collect();
        let (mut previous, windows) = (0, self.found.windows.len());
        let bounds = bounds(text, &timed);
        let planned = whole.tell(Planned) && !whole.tell(Felt);
        let first_and_last = first_and_last(text, &timed);
        for (index, range) in timed.iter().enumerate() {
            self.note_date(&ranges, previous, range, text);
            let before = &text[previous..range.range.start];
            self.day.hear(before);
            let next = timed.get(index + 1).map_or(text.len(), |next| next.range.start);
            let after = &text[range.range.end..next];
            // "Between Friday 3 AM and 11 PM": an end of a stretch that nothing joins tells of no event.
            let half = range.to.is_none() && lead(clause_before(before)).is_some_and(|word| word == "between");
            if is_of_a_thing(before) || half {
                previous = range.range.end;
                continue;
            }
            if let Some(cue) = first_and_last.filter(|_| !planned) {
                let cue = if index == 0 { cue.0 } else { cue.1 };
                let clear = tells_trouble(&self.passage.text);
                let cue = cue.map(|cue| if cue == Cue::Start && !clear { Cue::Onset } else { cue });
                if let Some(cue) = cue {
                    self.take(cue, range, offset, text, before, whole.tell(Whole));
                }
            } else if let Some(cue) = cue(before, after, range, whole, self.passage) {
                self.take(cue, range, offset, text, after, whole.tell(Whole));
            }
            if range.to.is_none() && !planned {
                self.mention(range, offset, text, bounds[index]..bounds[index + 1]);
            }
            previous = range.range.end;
        }
        if self.joins {
            self.join(windows);
        }
        if timed.is_empty() {
            self.days(offset, text);
            self.dates(text);
            self.day.hear(text);
        }
        if timed.is_empty() && may_hold_length(text) {
            self.length_alone(offset, text);
            self.later(offset, text);
        }
    }

    fn dates(&mut self, text: &str) {
        if text.bytes().any(|byte| byte.is_ascii_digit())
            && let Some(date) = time::stamps(text, self.order)
                .into_iter()
                .filter(|stamp| !text.get(..stamp.range.start).is_some_and(is_of_a_thing))
                .rev()
                .find_map(|stamp| stamp.date)
            && !matches!(date, WrittenDate::Year(_) | WrittenDate::YearMonth { .. })
        {
            self.day = Day { date: Some(date), late: self.day.late, ..Day::default() };
        }
    }

    /// The dates that stand alone in front of a time are its own.
    fn note_date(&mut self, ranges: &[StampRange], from: usize, to: &StampRange, text: &str) {
        let between = ranges.iter().filter(|one| one.range.start >= from && one.range.end <= to.range.start);
        let between = between.filter(|one| !text.get(..one.range.start).is_some_and(is_of_a_thing));
        let date = between.filter_map(|one| one.from.date).next_back();
        let day = |date: &WrittenDate| !matches!(date, WrittenDate::Year(_) | WrittenDate::YearMonth { .. });
        if let Some(date) = date.filter(day) {
            self.day = Day { date: Some(date), late: self.day.late, ..Day::default() };
        }
    }

    fn take(&mut self, cue: Cue, range: &StampRange, offset: usize, text: &str, after: &str, whole_over: bool) {
        let start = self.told(&range.from, offset, text);
        match cue {
            Cue::Window | Cue::Beside => {
                let end = range.to.as_ref().map(|to| self.told(to, offset, text));
                self.push(Window {
                    start: Some(start),
                    end,
                    rolled: range.rolled,
                    length: None,
                    standing: self.passage.standing,
                    weak: cue == Cue::Beside,
                    closed: true,
                });
            }
            Cue::Start | Cue::Onset => {
                let length = self.length_beside(offset, text, after);
                self.push(Window {
                    start: Some(start),
                    end: None,
                    rolled: false,
                    length: length.clone(),
                    standing: self.passage.standing,
                    // "Had a seven minute failure at 18:52" states the whole.
                    weak: cue == Cue::Onset && length.is_none(),
                    closed: false,
                });
            }
            Cue::End => {
                match self.begun.and_then(|begun| self.found.windows.get_mut(begun)) {
                    // A later word of recovery moves the end on, but never that of a stated range.
                    // What is left of the backlog is no longer the outage.
                    Some(window) if window.end.is_some() && tells_rest(&text[..range.range.start]) => {}
                    Some(window) if !window.closed => window.end = Some(start),
                    Some(_) => {}
                    None => self.push(Window {
                        start: None,
                        end: Some(start),
                        rolled: false,
                        length: None,
                        standing: self.passage.standing,
                        weak: !whole_over,
                        closed: false,
                    }),
                }
            }
        }
    }

    /// "From 10:02 to 10:07 and from 10:20 to 11:04": several stretches of one sentence are of one incident.
    fn join(&mut self, from: usize) {
        let bare = |told: &Option<Told>| {
            told.as_ref().filter(|told| told.stamp.date.is_none()).and_then(|told| told.stamp.time)
        };
        let windows = &self.found.windows[from..];
        let follows =
            |pair: &[Window]| bare(&pair[0].end).zip(bare(&pair[1].start)).is_some_and(|(end, start)| end <= start);
        let whole = windows.iter().all(|window| window.closed && !window.rolled && window.end.is_some());
        if windows.len() > 1 && whole && windows.windows(2).all(follows) {
            self.found.windows[from].end = self.found.windows.pop().and_then(|last| last.end);
            self.found.windows.truncate(from + 1);
            self.begun = Some(from);
        }
    }

    fn push(&mut self, window: Window) {
        if window.start.is_some() {
            self.begun = Some(self.found.windows.len());
        }
        self.found.windows.push(window);
    }

    /// "From 22 April 2024 to 26 April 2024 nobody could pay": a window of days.
    fn days(&mut self, offset: usize, text: &str) {
        let day = |stamp: &Stamp| matches!(stamp.date, Some(WrittenDate::Full(_) | WrittenDate::MonthDay { .. }));
        if self.passage.standing == Standing::Step || !may_hold_days(text) {
            return;
        }
        let ranges = time::ranges(text, self.order);
        let Some(range) = ranges.iter().find(|range| day(&range.from) && range.to.as_ref().is_some_and(day)) else {
            return;
        };
        let signs = Signs::of(text);
        if signs.tell(Trouble) && !signs.tell(Planned) && !signs.tell(Work) && !signs.tell(Other) {
            self.take(Cue::Window, range, offset, text, text, false);
        }
    }

    /// "From that moment on all pages were empty": the time told last is that of the onset.
    fn since_then(&mut self, text: &str) {
        const THEN: &[&str] = &[
            "from that moment",
            "from then on",
            "from this moment",
            "from that point",
            "from this point",
            "since then",
            "from there on",
            "ever since",
        ];
        let lower = text.get(..24).unwrap_or(text).to_lowercase();
        let Some(last) = self.last.clone().filter(|_| THEN.iter().any(|then| lower.starts_with(then))) else { return };
        let signs = Signs::of(text);
        if signs.tell(Trouble) && !signs.tell(Over) && !signs.tell(Planned) {
            let standing = self.passage.standing;
            self.push(Window {
                start: Some(last),
                end: None,
                rolled: false,
                length: None,
                standing,
                weak: false,
                closed: false,
            });
        }
    }

    /// "About ten minutes later the first ticket came in": counted from the last time that was told.
    fn later(&mut self, offset: usize, text: &str) {
        let Some(last) = &self.last else { return };
        let behind = |length: &WrittenDuration| text.get(length.range.end..).unwrap_or_default().trim_start();
        let is_later = |length: &WrittenDuration| {
            ["later", "afterwards", "after that"].iter().any(|word| behind(length).starts_with(word))
        };
        let Some(length) = time::durations(text).into_iter().find(is_later) else { return };
        let Some(time) = last.stamp.time.and_then(|time| time.later(length.length.seconds)) else { return };
        let mut told = last.clone();
        told.stamp.time = Some(time);
        told.stamp.approximate |= length.approximate;
        told.words = text.get(length.range.clone()).unwrap_or_default().to_owned();
        told.place = self.passage.place(offset + length.range.start, text);
        self.last = Some(told.clone());
        self.found.mentions.push(Mention { told, text: text.to_owned(), passage: self.passage.line() });
    }

    /// Keeps what the words around a time tell, which are those of `around`.
    fn mention(&mut self, range: &StampRange, offset: usize, text: &str, around: Range<usize>) {
        let told = self.told(&range.from, offset, text);
        let (before, after) = (text.get(around.start..range.range.start), text.get(range.range.end..around.end));
        let (Some(before), Some(after)) = (before, after) else { return };
        let before = inner(before);
        let ends = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '–' | '—' | '-' | '(' | ')' | '.');
        let text = format!("{} {}", before.trim_matches(ends), after.trim_matches(ends)).trim().to_owned();
        self.last = Some(told.clone());
        if !text.is_empty() {
            self.found.mentions.push(Mention { told, text, passage: self.passage.line() });
        }
    }

    /// An end of a window, with the zone that the passage gave before it.
    fn told(&mut self, stamp: &Stamp, offset: usize, text: &str) -> Told {
        let words = text.get(stamp.range.clone()).unwrap_or_default().to_owned();
        let place = self.passage.place(offset + stamp.range.start, text);
        let (before, behind) = (text.get(..stamp.range.start), text.get(stamp.range.end..));
        let named = before.filter(|_| stamp.date.is_none()).and_then(weekday_before);
        if let Some(weekday) = named {
            self.day = Day { weekday: Some(weekday), heard: false, days: 0, of_writing: false, ..self.day };
        }
        let stamp = &dated_behind(stamp, behind.unwrap_or_default(), self.order);
        // "At 04:00 the next morning".
        let later = behind.filter(|_| stamp.date.is_none() && named.is_none()).map_or(0, day_behind);
        self.day.days += later;
        let mut stamp = stamp.clone();
        if self.day.late && is_spoken(&words) {
            stamp.time = stamp.time.and_then(|time| time.later(HALF_A_DAY)).or(stamp.time);
        }
        let Day { date: carried, weekday, heard, days, of_writing, .. } = match stamp.date {
            Some(_) => Day { date: self.day.date, ..Day::default() },
            None => self.day,
        };
        if stamp.date.is_some() && !before.is_some_and(tells_paperwork) {
            self.day = Day { date: stamp.date, late: self.day.late, ..Day::default() };
        }
        self.zone = stamp.zone.clone().or_else(|| self.zone.clone());
        stamp.zone = self.zone.clone();
        Told { stamp, carried, weekday, heard: heard || named.is_none(), days, of_writing, words, place }
    }

    /// "a 7 minute failure", "for about 3 hours" behind a start.
    fn length_beside(&self, offset: usize, text: &str, after: &str) -> Option<StatedLength> {
        let from = text.len() - text[text.find(after)?..].len();
        let written = time::durations(text).into_iter().find(|length| {
            let behind = text.get(length.range.end..).unwrap_or_default();
            length.range.start >= from && (is_led(&text[..length.range.start]) || names_trouble(behind))
                || is_led(&text[..length.range.start]) && names_trouble(behind)
        })?;
        Some(self.length(&written, offset, text))
    }

    /// "The outage lasted 45 minutes", "was down for about an hour", "a 20-minute outage of the relay".
    fn length_alone(&mut self, offset: usize, text: &str) {
        if self.passage.standing == Standing::Step {
            return;
        }
        let Some(written) = time::durations(text).into_iter().find(|length| {
            let before = &text[..length.range.start];
            let behind = text.get(length.range.end..).unwrap_or_default();
            is_of_the_whole(before, behind)
        }) else {
            return;
        };
        let signs = Signs::of(text);
        if !signs.tell(Planned) {
            let length = self.length(&written, offset, text);
            self.found.lengths.push(length);
        }
    }

    fn length(&self, written: &WrittenDuration, offset: usize, text: &str) -> StatedLength {
        StatedLength {
            minutes: written.length,
            approximate: written.approximate,
            clock: if written.support_hours { DurationClock::SupportHours } else { DurationClock::Wall },
            place: self.passage.place(offset + written.range.start, text),
        }
    }
}

/// "She found that the key had lapsed at": what a time tells stands in the inner clause, not in the find.
fn inner(before: &str) -> &str {
    let cut = before.rfind(" that ").map(|at| at + 6);
    let past = |clause: &&str| clause.split(' ').any(|word| word == "had") && !clause.contains([',', ';']);
    cut.map(|at| &before[at..]).filter(past).unwrap_or(before)
}

#[cfg(test)]
mod tests;
