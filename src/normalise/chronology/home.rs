//! The day that a document is about, chosen among all days that it names.
//!
//! In: the days of heads, names and sentences, and the one that the rules take. Out: the day with the largest share. How
//! much each sign counts is data, `../weights/day.tsv`.

use std::sync::LazyLock;

use jiff::civil::Date;

use crate::model::PartialDate;
use crate::normalise::outline::{Part, text_of};
#[cfg(test)]
use crate::normalise::record;
use crate::normalise::time;
use crate::normalise::trail::Place;
use crate::normalise::vocabulary::Field;
use crate::parse::{Block, BlockKind};
use crate::text::{Break, Signs, Weighed, sentences};

use super::anchor::Anchor;
use super::clock::Clock;
use super::date::{hint, is_issue, tells_issue};
use super::sign::{self, Sign, tells_past, tells_plan};

/// A day that a document names.
struct Candidate {
    day: Date,
    /// How it may be shown: the first sentence that names it, else its hint.
    anchor: Anchor,
    /// Rules that give it.
    rules: Vec<&'static str>,
    mentions: usize,
    timed: usize,
    /// What any of its mentions is, by the number of the sign.
    told: u32,
}

impl Candidate {
    /// Whether a rule gives it or a sentence tells of what was, and not only of what is planned.
    fn tells_what_was(&self) -> bool {
        let any = |names: &[&str]| names.iter().any(|name| self.told & bit(name) != 0);
        !self.rules.is_empty() || any(&["past", "trouble", "felt", "onset", "over"]) && !any(&["plan"])
    }
}

const RULES: &[&str] = &[
    "stated-date",
    "date-sentence",
    "front-matter-date",
    "heading-date",
    "title-date",
    "date-of-the-end",
    "file-name",
    "date-in-prose",
    "day-of-writing",
    "day-told-from-writing",
];

/// What a mention of a day may be; the number is its place.
const TOLD: &[&str] = &[
    "opening",
    "summary",
    "plain",
    "timeline",
    "impact",
    "cause",
    "resolution",
    "detection",
    "action",
    "elsewhere",
    "felt",
    "trouble",
    "other",
    "past",
    "plan",
    "issue",
    "timed",
    "first",
    "onset",
    "over",
    "opens_sentence",
];

fn place(field: Option<Field>) -> &'static str {
    match field {
        None | Some(Field::Background | Field::Conclusion) => "plain",
        Some(Field::Summary | Field::Title) => "summary",
        Some(Field::Timeline | Field::KeyEvents) => "timeline",
        Some(Field::Impact) => "impact",
        Some(Field::Cause | Field::Trigger | Field::Contributing | Field::CauseAndResolution) => "cause",
        Some(Field::Resolution | Field::FixedAt | Field::ResolvedAt | Field::End) => "resolution",
        Some(Field::Detection | Field::DetectedAt | Field::Start) => "detection",
        Some(Field::Actions(_) | Field::ActionsDone | Field::Learned | Field::Well | Field::Poorly | Field::Lucky) => {
            "action"
        }
        Some(_) => "elsewhere",
    }
}

/// Blocks of the opening of a document.
const OPENING: usize = 3;
/// Sentences with a day that are looked at; who names more days writes a chronicle.
const MOST: usize = 400;

fn bit(name: &str) -> u32 {
    TOLD.iter().position(|known| *known == name).map_or(0, |place| 1 << place)
}

/// Adds every day that sentences name.
fn mentions(parts: &[Part], clock: &Clock, near: Option<PartialDate>, found: &mut Vec<Candidate>) {
    let told = parts.iter().flat_map(|part| part.prose().map(move |block| (part.field, block)));
    let blocks = told.filter(|(_, block)| !matches!(block.kind, BlockKind::Row { header: true, .. }));
    let mut seen = 0;
    for (number, (field, block)) in blocks.enumerate() {
        let digits = |block: &Block| block.lines.iter().any(|line| line.text.bytes().any(|byte| byte.is_ascii_digit()));
        if !digits(block) || seen >= MOST {
            continue;
        }
        let text = text_of(block);
        for range in sentences(&text, Break::Line) {
            let told = &text[range];
            if !may_hold_day(told) {
                continue;
            }
            for stamp in time::stamps(told, clock.order) {
                let day = stamp.date.and_then(|written| clock.date_of(written, near)).and_then(PartialDate::day);
                let Some(day) = day else { continue };
                let signs = sign::Signs::of(told);
                let mut bits = bit(place(field));
                let mut put = |name: &str, is: bool| bits |= if is { bit(name) } else { 0 };
                put("opening", number < OPENING);
                put("felt", signs.tell(Sign::Felt));
                put("trouble", signs.tell(Sign::Trouble));
                put("other", signs.tell(Sign::Other));
                put("onset", signs.tell(Sign::Onset));
                put("over", signs.tell(Sign::Over));
                put("past", tells_past(told));
                put("plan", tells_plan(told));
                put("issue", tells_issue(told) && is_issue(told, &stamp));
                put("timed", stamp.time.is_some());
                put("first", seen == 0);
                put("opens_sentence", stamp.range.start < 5);
                seen += 1;
                let timed = usize::from(stamp.time.is_some());
                match found.iter_mut().find(|known| known.day == day) {
                    Some(known) => {
                        known.told |= bits;
                        known.mentions += 1;
                        known.timed += timed;
                    }
                    None => {
                        let place = block.lines.first().map(Place::of).unwrap_or_default();
                        let words = told.get(stamp.range.clone()).unwrap_or_default();
                        let date = PartialDate::Day(day);
                        let anchor = hint(date, words, "date-in-prose", crate::model::Origin::Stated, place);
                        found.push(Candidate { day, anchor, rules: Vec::new(), mentions: 1, timed, told: bits });
                    }
                }
            }
        }
    }
}

/// Whether a text may name a day: a month by its name, or figures as dates have them. A glance, since few sentences do.
fn may_hold_day(text: &str) -> bool {
    const MONTHS: &[&[u8; 3]] =
        &[b"jan", b"feb", b"mar", b"apr", b"may", b"jun", b"jul", b"aug", b"sep", b"oct", b"nov", b"dec"];
    let bytes = text.as_bytes();
    let month = |at: usize| {
        let three = bytes.get(at..at + 3).map(|three| [three[0] | 32, three[1] | 32, three[2] | 32]);
        three.is_some_and(|three| MONTHS.iter().any(|month| **month == three))
    };
    let opens = |at: usize| at == 0 || !bytes[at - 1].is_ascii_alphabetic();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    (0..bytes.len()).any(|at| {
        opens(at) && month(at)
            || digit(at)
                && (matches!(bytes.get(at + 1), Some(b'.' | b'/' | b'-')) && digit(at + 2)
                    || matches!(bytes.get(at + 1), Some(b't' | b's' | b'n' | b'r'))
                    || (1..4).all(|next| digit(at + next)))
    }) || !text.is_ascii()
}

/// What a choice is made from.
struct Days<'a> {
    by_rules: Option<&'a Anchor>,
    /// The day on which it was written, as far as something says so.
    written: Option<Date>,
    post: bool,
    earliest: Option<Date>,
    latest: Option<Date>,
}

impl Days<'_> {
    fn signs(&self, this: &Candidate, mut signs: Signs) -> Signs {
        RULES.iter().for_each(|rule| signs.put_of("rule", rule, this.rules.contains(rule)));
        TOLD.iter().for_each(|name| signs.put_of("told", name, this.told & bit(name) != 0));
        let pair = |a: &str, b: &str| this.told & bit(a) != 0 && this.told & bit(b) != 0;
        signs.put("opening_past", pair("opening", "past"));
        signs.put("opening_trouble", pair("opening", "trouble"));
        signs.put("first_past", pair("first", "past"));
        let by_rules = self.by_rules.and_then(|rules| rules.moment.date).and_then(PartialDate::day);
        signs.put("by_rules", by_rules == Some(this.day));
        for rule in RULES {
            let is = by_rules == Some(this.day) && self.by_rules.is_some_and(|anchor| anchor.rule == *rule);
            signs.put_of("by_rules", rule, is);
        }
        signs.put("mentions", (1.0 + this.mentions as f64).ln());
        signs.put("timed_mentions", (1.0 + this.timed as f64).ln());
        signs.put("not_in_prose", this.mentions == 0);
        signs.put("earliest", self.earliest == Some(this.day));
        signs.put("latest", self.latest == Some(this.day));
        let apart = |other: Option<Date>| other.map(|other| i64::from((this.day - other).get_days()));
        for (name, days) in [("from_rules", apart(by_rules)), ("from_writing", apart(self.written))] {
            for (span, within) in SPANS {
                signs.put_of(name, span, days.is_some_and(|days| within.contains(&days)));
            }
        }
        signs.put("post_of_writing", self.post && self.written == Some(this.day));
        signs.put("none", 0.0);
        signs.put("none_in_post", 0.0);
        signs.put("none_by_rules", 0.0);
        signs
    }
}

const SPANS: &[(&str, std::ops::RangeInclusive<i64>)] = &[
    ("long_before", i64::MIN..=-91),
    ("months_before", -90..=-22),
    ("weeks_before", -21..=-8),
    ("days_before", -7..=-2),
    ("day_before", -1..=-1),
    ("same", 0..=0),
    ("day_after", 1..=1),
    ("days_after", 2..=14),
    ("long_after", 15..=i64::MAX),
];

/// The day with the largest share where that is another than the rules give, and they are far less likely to be right.
pub(super) fn chosen(
    parts: &[Part],
    clock: &Clock,
    hints: &[Anchor],
    by_rules: Option<&Anchor>,
    post: bool,
) -> Option<Anchor> {
    let near = by_rules.and_then(|anchor| anchor.moment.date).or_else(|| hints.first()?.moment.date);
    let mut all: Vec<Candidate> = Vec::new();
    mentions(parts, clock, near, &mut all);
    for anchor in hints.iter().chain(by_rules) {
        let Some(day) = anchor.moment.date.and_then(PartialDate::day) else { continue };
        match all.iter_mut().find(|known| known.day == day) {
            Some(known) => known.rules.push(anchor.rule),
            None => all.push(Candidate {
                day,
                anchor: anchor.clone(),
                rules: vec![anchor.rule],
                mentions: 0,
                timed: 0,
                told: 0,
            }),
        }
    }
    let of_writing = |anchor: &&Anchor| matches!(anchor.rule, "front-matter-date" | "day-of-writing" | "file-name");
    let days = Days {
        by_rules,
        written: hints.iter().find(of_writing).and_then(|anchor| anchor.moment.date).and_then(PartialDate::day),
        post,
        earliest: all.iter().map(|one| one.day).min(),
        latest: all.iter().map(|one| one.day).max(),
    };
    let none = [("none", 1.0), ("none_in_post", f64::from(post)), ("none_by_rules", f64::from(by_rules.is_none()))];
    let none = Signs::only(&NAMED, &none);
    let weighed: Vec<Signs> = all.iter().map(|one| days.signs(one, Signs::default())).chain([none]).collect();
    #[cfg(test)]
    record::keep("day", &NAMED, all.iter().map(|one| one.day.to_string()), &weighed);
    let shares = WEIGHED.shares(weighed);
    let (best, share) = shares[..all.len()].iter().copied().enumerate().max_by(|a, b| a.1.total_cmp(&b.1))?;
    let ruled = by_rules.and_then(|anchor| anchor.moment.date).and_then(PartialDate::day);
    let stated = by_rules.is_some_and(|anchor| matches!(anchor.rule, "stated-date" | "date-sentence" | "heading-date"));
    let sure = if stated { SURER } else { SURE };
    (share >= sure && ruled != Some(all[best].day) && all[best].tells_what_was()).then(|| all.swap_remove(best).anchor)
}

/// With a smaller share than this the day stays that of the rules.
const SURE: f64 = 0.5;
/// What the author gives as the date of it is believed against all but this.
const SURER: f64 = 0.8;

static NAMED: LazyLock<Signs> = LazyLock::new(|| {
    let day = Date::ZERO;
    let anchor = hint(PartialDate::Day(day), "", "", crate::model::Origin::Derived, Place::nowhere());
    let nothing = Candidate { day, anchor, rules: Vec::new(), mentions: 0, timed: 0, told: 0 };
    let days = Days { by_rules: None, written: None, post: false, earliest: None, latest: None };
    days.signs(&nothing, Signs::named())
});
static WEIGHED: LazyLock<Weighed> = LazyLock::new(|| Weighed::of(include_str!("../weights/day.tsv"), &NAMED));
