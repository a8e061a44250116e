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
use super::mention::{Mention, bounds, weekday_before};
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

pub fn read(passage: &Passage, order: DayOrder) -> Statement {
    read_behind(passage, order, Day::default())
}

/// Reads a passage that goes on from another, which had come to `day`.
pub fn read_behind(passage: &Passage, order: DayOrder, day: Day) -> Statement {
    let mut reader = Reader { passage, order, found: Statement::default(), begun: None, day, zone: None, last: None };
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
        let mut previous = 0;
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
            self.day = Day { date: Some(date), ..Day::default() };
        }
    }

    /// The dates that stand alone in front of a time are its own.
    fn note_date(&mut self, ranges: &[StampRange], from: usize, to: &StampRange, text: &str) {
        let between = ranges.iter().filter(|one| one.range.start >= from && one.range.end <= to.range.start);
        let between = between.filter(|one| !text.get(..one.range.start).is_some_and(is_of_a_thing));
        let date = between.filter_map(|one| one.from.date).next_back();
        let day = |date: &WrittenDate| !matches!(date, WrittenDate::Year(_) | WrittenDate::YearMonth { .. });
        if let Some(date) = date.filter(day) {
            self.day = Day { date: Some(date), ..Day::default() };
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
                    length,
                    standing: self.passage.standing,
                    weak: cue == Cue::Onset,
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
        // "At 04:00 the next morning".
        let later = behind.filter(|_| stamp.date.is_none() && named.is_none()).map_or(0, day_behind);
        self.day.days += later;
        let mut stamp = stamp.clone();
        let Day { date: carried, weekday, heard, days, of_writing } = match stamp.date {
            Some(_) => Day { date: self.day.date, ..Day::default() },
            None => self.day,
        };
        if stamp.date.is_some() {
            self.day = Day { date: stamp.date, ..Day::default() };
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
mod tests {
    use super::*;

    /// `start..end length`, the best window first.
    fn check(text: &str, expected: &str) {
        let passage = Passage::at(text, 1, 1, Standing::Whole);
        let mut found = read(&passage, DayOrder::Undecided);
        found.windows.sort_by_key(Window::rank);
        let clock = |told: &Option<Told>| {
            told.as_ref().and_then(|told| told.stamp.time).map(|time| time.to_string()).unwrap_or_default()
        };
        let window = found.windows.first().map(|window| {
            let length = window.length.as_ref().map(|length| format!(" {}", length.minutes.rounded()));
            format!("{}..{}{}", clock(&window.start), clock(&window.end), length.unwrap_or_default())
        });
        let length = found.lengths.first().map(|length| length.minutes.rounded().to_string());
        assert_eq!(window.or(length).unwrap_or_default(), expected, "{text}");
    }

    #[test]
    fn a_range_in_a_sentence_about_trouble_is_a_window() {
        check("Parcels could not be booked between 07:10 and 07:55 UTC.", "07:10..07:55");
        check("From 3:05 PM to 4:40 PM CET the label printer was offline.", "15:05..16:40");
        check("On 4 May 2023, checkout errors rose between the hours of 1900 and 2130.", "19:00..21:30");
        check("Our queue was stuck (22:40 - 00:15 UTC).", "22:40..00:15");
        check(
            "Between as early as 06:20 UTC on 3 May 2024 and 09:05 UTC on 4 May 2024, logins failed.",
            "06:20..09:05",
        );
    }

    #[test]
    fn a_start_and_a_later_word_of_recovery_are_a_window() {
        check("Starting at 01:30 UTC, uploads failed. Service was fully restored at 03:05 UTC.", "01:30..03:05");
        check(
            "Orders were rejected beginning around 9:20 am; by 10:45 am all of them went through and the incident was over.",
            "09:20..10:45",
        );
        check("The outage began on Tuesday, 2022-09-27 19:56 and was resolved as of 21:27.", "19:56..21:27");
        check(
            "The site went down at 14:02. At 14:20 it started to recover, and it was back to normal at 14:41.",
            "14:02..14:41",
        );
        check("Since 08:15, no invoices were sent until 09:40.", "08:15..09:40");
    }

    #[test]
    fn a_start_and_a_length_are_a_window() {
        check("At roughly 18:52 UTC the mirror had a 7 minute failure.", "18:52.. 7");
        check("At 04:10 the broker became unavailable for about 25 minutes.", "04:10.. 25");
    }

    #[test]
    fn a_length_alone_is_of_the_whole() {
        check("The outage lasted 45 minutes.", "45");
        check("The booking site was down for about an hour.", "60");
        check("This was a 20-minute outage of the relay.", "20");
        check("In total the incident took two hours.", "120");
        check("Some requests took 20 minutes.", "");
        check("So the parcel scanner was failing for about 40 minutes.", "40");
        check("Last Friday all exports stopped for nearly three hours.", "180");
        check("Tenants with read replicas saw three hours of downtime.", "");
        check("Shops using the old gateway incurred about 40 minutes of downtime.", "");
        check("Tills with the old client were moved, causing about three hours of downtime.", "");
    }

    #[test]
    fn a_length_that_was_expected_is_no_length() {
        check("Expected downtime is one hour.", "");
        check("We expect a 10 minute outage of the login.", "");
        check("We expect at least 4h of downtime.", "");
        check("The shop may be down for less than an hour.", "");
        check("Listeners might see interruptions for up to two hours.", "");
        check("An interruption could last for up to two hours.", "");
        check("Readers may have been without service for two hours, as the outage lasted 120 minutes.", "120");
    }

    #[test]
    fn every_time_takes_the_words_that_are_told_of_it() {
        let told = |text: &str| {
            let found = read(&Passage::at(text, 1, 1, Standing::Whole), DayOrder::Undecided).mentions;
            let one =
                |it: &Mention| format!("{} {}", it.told.stamp.time.map(|t| t.to_string()).unwrap_or_default(), it.text);
            found.iter().map(one).collect::<Vec<_>>().join(" | ")
        };
        assert_eq!(
            told("At 10:02 a fan died and we swapped it at 10:40."),
            "10:02 At a fan died | 10:40 and we swapped it at"
        );
        assert_eq!(
            told("Lena closed the valve at 04:31 UTC, and by 04:50 UTC all pumps ran."),
            "04:31 Lena closed the valve at | 04:50 and by all pumps ran"
        );
        assert_eq!(told("The clerk rang at 7:05 am; nobody knew why."), "07:05 The clerk rang at nobody knew why");
        assert_eq!(
            told("we shipped it at 3:15pm utc, tills dead. put it back at 3:29pm utc, all fine."),
            "15:15 we shipped it at tills dead | 15:29 put it back at all fine"
        );
        assert_eq!(told("We will meet at 10:00."), "");
    }

    #[test]
    fn ten_minutes_later_counts_from_the_time_before() {
        let last = |text: &str| {
            let found = read(&Passage::at(text, 1, 1, Standing::Whole), DayOrder::Undecided).mentions;
            found.last().and_then(|mention| mention.told.stamp.time).map(|time| time.to_string()).unwrap_or_default()
        };
        assert_eq!(last("At 09:50 the press stopped. Ten minutes later a printer rang us."), "10:00");
        assert_eq!(last("We released it at 16:30. About 2 hours later, the first ticket came in."), "18:30");
        assert_eq!(last("Two hours later it was over."), "");
        assert_eq!(last("At 23:50 the press stopped. Twenty minutes later it ran."), "23:50");
    }

    #[test]
    fn who_complains_from_when_on_begins_no_outage() {
        check("Readers complained by mail from 19:30 UTC on; the press had failed.", "");
        check("The press was down from 19:30 UTC on.", "19:30..");
    }

    #[test]
    fn both_ends_with_their_days_are_a_window_whatever_happened() {
        check("From 6 May 2024, 11:00 UTC to 8 May 2024, 09:30 UTC some labels came out upside down.", "11:00..09:30");
        check("From 6 May 2024, 11:00 UTC to 8 May 2024, 09:30 UTC we investigated the labels.", "");
    }

    #[test]
    fn what_was_to_happen_and_did_not_begins_it() {
        check("The invoice run due at 01:30 UTC never started.", "01:30..");
        check("The reset that should have run at 02:00 did not happen.", "02:00..");
        check("The export scheduled for 04:15 UTC was skipped.", "04:15..");
        check("The backup that should have run at 02:00 was fine.", "");
    }

    #[test]
    fn what_is_said_of_the_moment_before_holds_for_it() {
        check("At 03:10 UTC a second fan stopped. From that moment on orders failed.", "03:10..");
        check("The licence lapsed at 06:00 UTC. From then on nobody could log in.", "06:00..");
    }

    #[test]
    fn the_first_and_the_last_that_was_hit_are_a_window() {
        check("The first wrong letter left at 16:02 UTC, the last one at 17:49 UTC.", "16:02..17:49");
        check(
            "Orders failed from 08:00 UTC on. The first shops came back at 09:15, the last at 09:40.",
            "08:00..09:40",
        );
    }

    #[test]
    fn two_values_of_a_clock_and_times_that_name_a_thing_are_no_windows() {
        check("The clocks jumped from 2 am to 3 am and the job failed.", "");
        check("We lost the backup of Friday, 3 AM.", "");
        check("The outage of last week (06:10 to 06:40) had a different cause.", "");
        check("The batch, which normally ends at 03:30, was still running and requests failed.", "");
    }

    #[test]
    fn what_did_not_work_before_a_time_ended_then() {
        check("Belts stopped at 6:05 am and did not move again before 11:50 am.", "06:05..11:50");
        check("Trading was halted from 14:03 UTC to 15:41 UTC.", "14:03..15:41");
        check(
            "The pumps failed at 08:10. At 09:00 the pumps were stopped, and they were running normally at 09:40.",
            "08:10..09:40",
        );
        check("The app failed at 18:05. It returned errors until we had grown the volume at 18:52.", "18:05..18:52");
        check("Uploads failed at 11:04. Uploads worked again from 11:23.", "11:04..11:23");
        check("Mail failed at 02:30; nobody noticed until 07:50.", "02:30..");
        check("The lifts failed at 09:10 UTC; no lift moved before 10:25 UTC.", "09:10..10:25");
        check("From 14:22 UTC nobody could open a board. At 15:03 UTC boards opened again everywhere.", "14:22..15:03");
    }

    #[test]
    fn what_a_step_brought_about_ends_it() {
        check("From 10:00 UTC until we had put in the new disk at 11:40 UTC nobody could log in.", "10:00..11:40");
        check(
            "Logins failed from 10:00. Ten servers were added by 11:40, and from then on it was available.",
            "10:00..11:40",
        );
        check("Pages hung from 10:00 on. At 11:40 Mara stopped the job, whereupon the pages came up.", "10:00..11:40");
        check(
            "Maps failed from 10:00. The old list was loaded at 11:30. It took until 11:40 for all to pick it up.",
            "10:00..11:40",
        );
        check("Logins failed from 10:00. It took until 10:30 to find the culprit.", "10:00..");
        check("Sales failed from 10:00; sales reopened at 11:40, and we watched them until 14:00.", "10:00..11:40");
    }

    #[test]
    fn a_stopgap_begins_no_outage() {
        check("At 10:00 UTC deliveries stopped. A workaround is in place since 11:40 UTC.", "10:00..");
    }

    #[test]
    fn plans_habits_and_the_work_of_others_are_no_windows() {
        check("The next maintenance will be between 10:00 and 11:00 UTC.", "");
        check("Backups run every night between 01:00 and 02:00.", "");
        check("We investigated the logs between 10:00 and 11:00.", "");
        check("The investigation started at 10:00.", "");
    }
}
