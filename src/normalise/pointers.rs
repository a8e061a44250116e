//! A document's text for search and comparing, and where it points to something else: links, and days of which it says
//! that an incident was on them ("the outage of 2024-05-03", "the same as on 3 May").
//!
//! In: the parts of a document in its author's words, the day of its incident. Out: the text, the line of each of its lines,
//! the pointers. What they lead to is decided where all documents are known.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use crate::model::{Incident, PartialDate, PointedTo, Pointer};
use crate::parse::{Line, MarkKind};
use crate::text::Words;

use super::outline::{Part, text_of};
use super::time::{self, DayOrder, WrittenDate};

/// What a document tells in plain words.
#[derive(Debug, Default)]
pub struct Told {
    pub text: String,
    /// Line of the source file at which each line of `text` begins.
    pub lines: Vec<usize>,
    pub pointers: Vec<Pointer>,
}

impl Told {
    /// Every label and block on a line of its own.
    pub fn of(parts: &[Part], incident: &Incident) -> Self {
        let mut told = Self::default();
        let day = day_of(incident);
        for part in parts {
            if let Some(label) = &part.label {
                told.push(&label.text, std::slice::from_ref(label), day);
            }
            for block in &part.blocks {
                told.push(&text_of(block), &block.lines, day);
            }
        }
        told
    }

    /// The words of a document that is shown as it is.
    pub fn unread(text: &str) -> Self {
        Self { text: text.to_owned(), ..Self::default() }
    }

    fn push(&mut self, text: &str, lines: &[Line], day: Option<Date>) {
        let place = self.lines.len();
        if place > 0 {
            self.text.push('\n');
        }
        self.text.push_str(text);
        let line = lines.first().map_or(0, |line| line.number);
        self.lines.extend(text.split('\n').map(|_| line));
        self.pointers.extend(lines.iter().flat_map(links).map(|(text, url)| Pointer {
            place,
            text: text.to_owned(),
            to: PointedTo::Address(url.to_owned()),
        }));
        if let Some(day) = day {
            self.pointers.extend(days_told(text, day).into_iter().map(|(text, days)| Pointer {
                place,
                text,
                to: PointedTo::Days(days),
            }));
        }
    }
}

/// The first day that its author gives it.
fn day_of(incident: &Incident) -> Option<Date> {
    let rows = incident.timeline.iter().filter_map(|entry| entry.at.as_ref());
    let moments = incident.started_at.iter().chain(&incident.milestones.detected_at).chain(rows);
    moments.filter_map(|moment| moment.date).next().and_then(PartialDate::day)
}

/// The words of each link of a line, and its address.
fn links(line: &Line) -> impl Iterator<Item = (&str, &str)> {
    line.marks.iter().filter_map(|mark| match &mark.kind {
        MarkKind::Link { url, image: false } => Some((line.text.get(mark.range.clone())?.trim(), url.as_str())),
        _ => None,
    })
}

/// What happened on a day.
#[rustfmt::skip]
const FAILURES: &[&str] = &[
    "outage", "incident", "failure", "disruption", "blackout", "breakdown", "postmortem", "retrospective", "crash", "downtime",
    "degradation", "meltdown",
];
/// Words that hold this incident against another one.
const LIKENESS: &[&str] = &["same", "identical", "like", "as"];
/// Words that may stand between such a word and the day.
const BETWEEN: &[&str] =
    &["as", "on", "of", "from", "the", "one", "thing", "failure", "what", "happened", "we", "had", "saw", "that"];
/// Words that say that the one or the other was not.
#[rustfmt::skip]
const DENIALS: &[&str] = &[
    "no", "not", "never", "unlike", "without", "nothing", "none", "isn't", "wasn't", "different", "unrelated", "other",
];
/// Words before the name of a failure that say that it is this one, or none in particular.
const OWN: &[&str] = &["this", "present", "current", "any", "every", "each", "next", "possible", "future", "planned"];
/// Words right before a noun phrase behind which "on 3 May" belongs to the noun and not to a deed.
const LEADS_UP: &[&str] = &["after", "since", "during", "like", "as", "with", "to", "from", "of", "again", "than"];

/// The words that name an earlier incident by its day, each with the days that it may mean.
fn days_told(text: &str, day: Date) -> Vec<(String, Vec<Date>)> {
    if !may_tell(text) {
        return Vec::new();
    }
    let words = Words::opening(text);
    let mut found = Vec::new();
    for sentence in words.sentences() {
        let read = Sentence { words: &words, from: sentence.start, end: sentence.end, day };
        let mut at = sentence.start;
        while at < sentence.end {
            match read.named_at(at) {
                Some((named, days)) if days.iter().all(|it| *it < day) => {
                    found.push((words.text[words.bytes(&(at..named))].to_owned(), days));
                    at = named;
                }
                _ => at += 1,
            }
        }
    }
    found
}

/// Whether a text has a figure or the name of a day, and a word of those that make it a reference.
fn may_tell(text: &str) -> bool {
    let bytes = text.as_bytes();
    let has = |piece: &str| memchr::memmem::find(bytes, piece.as_bytes()).is_some();
    (bytes.iter().any(u8::is_ascii_digit) || has("day"))
        && (FAILURES.iter().any(|it| has(it)) || has("same") || has("identical") || has("ike ") || has("s on "))
}

struct Sentence<'w> {
    words: &'w Words<'w>,
    from: usize,
    end: usize,
    /// Of the incident that is told.
    day: Date,
}

impl Sentence<'_> {
    /// The days that are named from this word on as those of an earlier failure, and the first word behind.
    fn named_at(&self, at: usize) -> Option<(usize, Vec<Date>)> {
        let word = self.words.word(at);
        let named = if FAILURES.contains(&word) {
            self.failure_of(at)
        } else if LIKENESS.contains(&word) {
            self.like_on(at)
        } else {
            self.failure_behind(at)
        };
        named.filter(|_| !self.is_denied(at))
    }

    /// "The outage of 3 May", "after the incident on 3 May".
    fn failure_of(&self, at: usize) -> Option<(usize, Vec<Date>)> {
        let determined = at > self.from && OWN.contains(&self.word(at - 1))
            || at > self.from + 1 && OWN.contains(&self.word(at - 2));
        let joint = self.word(at + 1);
        let stands = match joint {
            "of" | "from" => true,
            "on" => self.stands_alone(at),
            _ => false,
        };
        let date = at + 2 + usize::from(self.word(at + 2) == "the");
        self.date(date).filter(|_| stands && !determined)
    }

    /// Whether the noun phrase that ends at a word opens its clause or follows a word of likeness or time.
    fn stands_alone(&self, at: usize) -> bool {
        const LONGEST: usize = 4;
        let first = (self.from.max(at.saturating_sub(LONGEST))..=at).rev().find(|index| {
            self.words.starts_clause(*index) || matches!(self.word(*index), "the" | "that" | "our" | "a" | "an")
        });
        first.is_some_and(|first| {
            self.words.starts_clause(first) || first > self.from && LEADS_UP.contains(&self.word(first - 1))
        })
    }

    /// "The same as on 3 May", "like last Tuesday's outage".
    fn like_on(&self, at: usize) -> Option<(usize, Vec<Date>)> {
        const LONGEST: usize = 6;
        let behind = at + 1..self.end.min(at + 1 + LONGEST);
        let date = behind.clone().find(|index| !BETWEEN.contains(&self.word(*index)))?;
        let led = date > at + 1 && matches!(self.word(date - 1), "on" | "of" | "from") || self.word(date) == "last";
        let (next, days) = self.date(date).filter(|_| led)?;
        // "Like last Tuesday's deploy" speaks of a deploy.
        let owned = self.words.text[..self.words.end(next - 1)].ends_with("'s")
            || self.words.text[..self.words.end(next - 1)].ends_with("\u{2019}s");
        (!owned || FAILURES.contains(&self.word(next))).then_some((next, days))
    }

    /// "The 2024-06-18 incident", "last Tuesday's outage".
    fn failure_behind(&self, at: usize) -> Option<(usize, Vec<Date>)> {
        const LEADING: &[&str] =
            &["the", "that", "our", "by", "as", "like", "of", "after", "since", "during", "from", "to"];
        let (next, days) = self.date(at)?;
        let failure = next < self.end && FAILURES.contains(&self.word(next)) && !self.words.starts_clause(next);
        let owned = self.word(next - 1).ends_with('s') || at > self.from && LEADING.contains(&self.word(at - 1));
        (failure && owned).then_some((next + 1, days))
    }

    /// The day that is written from this word on, and the first word behind it.
    fn date(&self, at: usize) -> Option<(usize, Vec<Date>)> {
        if at >= self.end {
            return None;
        }
        let bare = |index: usize| {
            let word = self.word(index);
            word.strip_suffix("'s").or_else(|| word.strip_suffix("\u{2019}s")).unwrap_or(word).to_owned()
        };
        let before = |days: i64| self.day.checked_sub(days.days()).ok();
        if bare(at) == "yesterday" {
            return Some((at + 1, vec![before(1)?]));
        }
        if matches!(self.word(at), "last" | "previous") {
            let wanted = weekday(&bare(at + 1))?;
            let nearest = (1..=7).find_map(|days| before(days).filter(|date| date.weekday() == wanted))?;
            // On a Wednesday "last Tuesday" may be yesterday, and it may be the one before.
            return Some((at + 2, vec![nearest.checked_sub(7.days()).ok()?, nearest]));
        }
        let first = self.word(at);
        if !first.bytes().any(|byte| byte.is_ascii_digit()) && time::month(first).is_none() {
            return None;
        }
        let start = self.words.start(at);
        let text = &self.words.text[start..self.words.end(self.end - 1)];
        let stamp =
            time::stamps(text, DayOrder::Undecided).into_iter().next().filter(|stamp| stamp.range.start == 0)?;
        let date = match stamp.date? {
            WrittenDate::Full(date) => date,
            WrittenDate::MonthDay { month, day } => {
                let of = |year: i16| Date::new(year, month, day).ok();
                of(self.day.year()).filter(|date| *date < self.day).or_else(|| of(self.day.year() - 1))?
            }
            _ => return None,
        };
        let end = start + stamp.range.end;
        let next = (at + 1..self.end).find(|index| self.words.start(*index) >= end).unwrap_or(self.end);
        Some((next, vec![date]))
    }

    fn is_denied(&self, at: usize) -> bool {
        (self.from..at).any(|index| DENIALS.contains(&self.word(index)))
    }

    fn word(&self, at: usize) -> &str {
        if (self.from..self.end).contains(&at) { self.words.word(at) } else { "" }
    }
}

fn weekday(word: &str) -> Option<Weekday> {
    Some(match word {
        "monday" => Weekday::Monday,
        "tuesday" => Weekday::Tuesday,
        "wednesday" => Weekday::Wednesday,
        "thursday" => Weekday::Thursday,
        "friday" => Weekday::Friday,
        "saturday" => Weekday::Saturday,
        "sunday" => Weekday::Sunday,
        _ => return None,
    })
}
