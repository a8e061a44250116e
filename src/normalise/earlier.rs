//! Where an author says that it happened before: "the same failure mode as in March 2022", "INC-7 once more".
//!
//! In: the sentences of a document and the day of its incident. Out: [`EarlierOccurrence`]s, each with the days it names.
//! Whether a sentence says so is told by what it is like ([`known::REPEATS`]).
//! Which incident is meant is decided where all of them are known; knows nothing of other documents.

use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::Date;
use jiff::{Span, ToSpan};

use crate::model::{EarlierOccurrence, PartialDate};
use crate::parse::{Line, MarkKind};
use crate::text::{Lexicon, Words};

use super::cause::Role;
use super::known;
use super::outline::Part;
use super::story::Read;
use super::time;

/// What a phrase of such a sentence tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tells {
    /// Two things are held against each other, or one comes back.
    Likeness,
    /// Only how it looked, or what somebody took it for; or that it was not so.
    Otherwise,
    /// The incident right before this one.
    Previous,
}

#[rustfmt::skip]
const PHRASES: &[(Tells, &[&str])] = &[
    (Tells::Likeness, &[
        "same|identical|again|ditto|twin|copy|replay|reprise|encore|anew|twice|resurfac*|return*|repeat*|recur*|reoccur*|reappear*|relaps*",
        "second|third|fourth|fifth|2nd|3rd|4th|another ..1 time|occurrence|instance|case|outage|incident|failure|visit", "once more", "before", "déjà vu",
        "like|as in|with|on|at|it|we", "exactly|just|precisely like|as|what", "is|was what|how", "had|seen|known|met this|that|it", "word for word", "no different", "all over",
    ]),
    (Tells::Otherwise, &[
        "looked|looks|seemed|seems|appeared|read|reads|sounded|felt|feels ..6 like|as|same|identical", "symptom*|screens|screen",
        "not|isn't|wasn't|hardly|nothing ..2 same|like|that|related|again", "unlike|unrelated",
        "same time|day|week|month|morning|evening|night|hour|minute|moment|second|team|person|room|shift",
        "suspect*|assum*", "thought|believed|guessed|feared|treated|mistook|mistaken|remembered|reminded",
    ]),
    (Tells::Previous, &["previous|preceding|last|prior|earlier postmortem|post|incident|outage|report|retro|retrospective"]),
];
static LEXICON: LazyLock<Lexicon<Tells>> = LazyLock::new(|| Lexicon::built_in(PHRASES));

/// The number of the sentences that say so among the known ones.
static SAME: LazyLock<usize> = LazyLock::new(|| known::REPEATS.kind("same").unwrap_or(0));
/// Odds, as natural logarithms, from which a sentence is taken to say so: of sentences of unknown hands that did, four of five
/// reached it, and one of ten of the others that speak of an earlier day. Without a word of likeness much more has to speak
/// for it, as of all that is told of earlier days little is of this kind.
const SAYS_SO: f32 = 5.0;
const SAYS_SO_BY_ITSELF: f32 = 12.0;

/// A sentence of more words tells several things, and what it says of another incident cannot be told apart from the rest.
const LONGEST: usize = 60;
/// So many are kept of a document.
const MOST: usize = 8;

/// The sentences in which the author says that it happened before.
pub fn earlier(read: &Read<'_>, parts: &[Part], day: Option<Date>) -> Vec<EarlierOccurrence> {
    let mut found: Vec<EarlierOccurrence> = Vec::new();
    for (words, from) in read.passages() {
        let mut hits = None;
        for (number, sentence) in words.sentences().iter().enumerate().filter(|(_, it)| it.len() <= LONGEST) {
            let line = &read.lines[from + number];
            let text = line.text().trim();
            if line.role == Role::Action || found.iter().any(|it| it.text == text) {
                continue;
            }
            let hits = hits.get_or_insert_with(|| LEXICON.find(words));
            let tells = |what: Tells| hits.iter().any(|hit| hit.meaning == what && sentence.contains(&hit.words.start));
            let enough = if tells(Tells::Likeness) { SAYS_SO } else { SAYS_SO_BY_ITSELF };
            if tells(Tells::Otherwise) || known::REPEATS.odds(words, sentence)[*SAME] < enough {
                continue;
            }
            let previous = tells(Tells::Previous);
            let period = day.and_then(|day| period(words, sentence, day));
            if previous || period.is_some() || names_something(text, parts) {
                let (from, to) = period.map_or((None, None), |(from, to)| (Some(from), Some(to)));
                let day = |date: Option<Date>| date.map(PartialDate::Day);
                let (from, to) = (day(from), day(to));
                found.push(EarlierOccurrence { text: text.to_owned(), line: line.line, from, to, previous });
            }
        }
    }
    found.truncate(MOST);
    found
}

/// Whether a sentence holds what may be the name of another report: a word with digits and dashes, a bracketed or quoted one,
/// or a link.
fn names_something(text: &str, parts: &[Part]) -> bool {
    let coded = |word: &str| word.contains(['-', '_', '.', '#']) && word.bytes().any(|byte| byte.is_ascii_digit());
    text.contains(['[', '"', '\u{201c}', '\u{201e}', '\u{ab}'])
        || text.split_whitespace().any(coded)
        || parts.iter().flat_map(|part| &part.blocks).flat_map(|block| &block.lines).any(|line| holds_link(line, text))
}

/// Whether the words of a link of the line stand in a sentence.
fn holds_link(line: &Line, sentence: &str) -> bool {
    let links = line.marks.iter().filter(|mark| matches!(mark.kind, MarkKind::Link { image: false, .. }));
    let mut carriers = links.filter_map(|mark| line.text.get(mark.range.clone()));
    carriers.any(|words| !words.trim().is_empty() && sentence.contains(words.trim()))
}

type Period = (Date, Date);

/// The days that a sentence names, all of them before `day`.
fn period(words: &Words<'_>, sentence: &Range<usize>, day: Date) -> Option<Period> {
    let written = time::stamps(&words.text[words.bytes(sentence)], time::DayOrder::Undecided);
    let full = written.iter().filter_map(|stamp| stamp.date?.full()).find(|date| *date < day);
    full.map(|date| (date, date))
        .or_else(|| sentence.clone().find_map(|at| named(words, sentence, at, day).filter(|(from, _)| *from < day)))
}

/// Months of a season by its name; winter ends in the year after.
const SEASONS: &[(&str, i8)] = &[("spring", 3), ("summer", 6), ("autumn", 9), ("fall", 9), ("winter", 12)];

/// "March 2022", "March of last year", "last March", "two years ago", "earlier this week", "of 2019" that begins at a word.
fn named(words: &Words<'_>, sentence: &Range<usize>, at: usize, day: Date) -> Option<Period> {
    let word = |index: usize| if sentence.contains(&index) { words.word(index) } else { "" };
    let before = |back: usize| at.checked_sub(back).map(word).unwrap_or_default();
    let here = word(at);
    let year_of = |index: usize| word(index).parse::<i16>().ok().filter(|year| (1990..2100).contains(year));
    let last_year = |index: usize| {
        let of = usize::from(word(index) == "of") + usize::from(word(index + 1) == "the");
        matches!((word(index + of), word(index + of + 1)), ("last" | "previous", "year"))
    };
    let led = matches!(before(1), "in" | "of" | "last" | "since" | "from" | "this" | "that" | "on" | "like" | "back");
    let months = time::month(here)
        .map(|month| (month, month))
        .or_else(|| SEASONS.iter().find(|(name, _)| *name == here).map(|(_, first)| (*first, *first + 2)));
    if let Some((first, last)) = months {
        if let Some(year) = year_of(at + 1).or_else(|| (word(at + 1) == "of").then(|| year_of(at + 2)).flatten()) {
            return span_of(year, first, last).filter(|(_, to)| *to < day);
        }
        let previous = last_year(at + 1) || matches!((before(2), before(1)), ("last", "year's" | "years"));
        if previous {
            return span_of(day.year() - 1, first, last);
        }
        let over = |period: &Period| if before(1) == "last" { period.1 < day } else { period.0 < day };
        let years = [day.year(), day.year() - 1];
        let nearest = years.into_iter().filter_map(|year| span_of(year, first, last)).find(over);
        return nearest.filter(|_| led).map(|(from, to)| (from, to.min(day)));
    }
    if let Some(year) = year_of(at).filter(|_| matches!(before(1), "in" | "of" | "since" | "from" | "like" | "as")) {
        return span_of(year, 1, 12);
    }
    let ago = |index: usize| matches!(word(index), "ago" | "before" | "earlier" | "previously");
    let count = if here == "a" { Some(1) } else { time::number(here).and_then(|number| i32::try_from(number).ok()) };
    let count = count.or_else(|| here.parse().ok()).filter(|number| (1..100).contains(number));
    if let Some(count) = count.filter(|_| ago(at + 2)) {
        return match word(at + 1) {
            "year" | "years" => span_of(day.year() - i16::try_from(count).ok()?, 1, 12),
            unit => about(day, count, unit),
        };
    }
    match (here, word(at + 1)) {
        ("last" | "previous", "year") => span_of(day.year() - 1, 1, 12),
        ("last" | "previous", "week") => back(day, 14.days()),
        ("last" | "previous", "month") => back(day, 62.days()),
        ("this", "week") => back(day, 7.days()),
        ("this", "month") => back(day, 31.days()),
        ("this", "year") => Some((Date::new(day.year(), 1, 1).ok()?, day)),
        _ => None,
    }
}

/// From the first day of a month to the last of another; months above 12 are of the year after.
fn span_of(year: i16, first: i8, last: i8) -> Option<Period> {
    let (last_year, last) = if last > 12 { (year + 1, last - 12) } else { (year, last) };
    Some((Date::new(year, first, 1).ok()?, Date::new(last_year, last, 1).ok()?.last_of_month()))
}

fn back(day: Date, span: Span) -> Option<Period> {
    Some((day.checked_sub(span).ok()?, day))
}

/// "Three weeks ago" is anything from two to four: people round.
fn about(day: Date, count: i32, unit: &str) -> Option<Period> {
    let days = match unit.strip_suffix('s').unwrap_or(unit) {
        "day" => 1,
        "week" => 7,
        "month" => 30,
        _ => return None,
    };
    let (far, near) = (count * days * 4 / 3 + 2, (count * days * 2 / 3 - 1).max(1));
    Some((day.checked_sub(far.days()).ok()?, day.checked_sub(near.days()).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::chronology::Timeline;
    use crate::normalise::outline;
    use crate::normalise::story::Story;
    use crate::parse::Document;
    use jiff::civil::date;

    fn found(text: &str) -> Vec<EarlierOccurrence> {
        let source = crate::model::Source {
            path: "a.md".into(),
            format: crate::model::SourceFormat::Markdown,
            hash: String::new(),
        };
        let document: Document = crate::parse::document(source, text);
        let parts = outline::parts(&document.sections);
        let timeline = Timeline::default();
        let story = Story::of(&parts, None, &timeline);
        earlier(&story.read(&timeline), &parts, Some(date(2024, 6, 10)))
    }

    fn check(text: &str, expected: Option<(&str, &str)>) {
        let found = found(text);
        let days: Vec<(String, String)> =
            found.iter().filter_map(|it| Some((it.from?.to_string(), it.to?.to_string()))).collect();
        let expected: Vec<(String, String)> = expected.into_iter().map(|(a, b)| (a.to_owned(), b.to_owned())).collect();
        assert_eq!(days, expected, "{text}");
    }

    #[test]
    fn an_author_says_when_it_happened_before() {
        check("This is the same failure mode as in August 2022.", Some(("2022-08-01", "2022-08-31")));
        check("The pool was empty once more, exactly like on 2024-02-03.", Some(("2024-02-03", "2024-02-03")));
        check("It is the second time after that of March.", Some(("2024-03-01", "2024-03-31")));
        check("This is the same failure as in November of last year.", Some(("2023-11-01", "2023-11-30")));
        check("It is the very same story that we had in November.", Some(("2023-11-01", "2023-11-30")));
        check("It is the same mistake once more that was made two years ago.", Some(("2022-01-01", "2022-12-31")));
        check(
            "This is the second time that the disk has filled up: the first was on 12 May 2024.",
            Some(("2024-05-12", "2024-05-12")),
        );
        check("It is the same old story as with the backups of 2019 once more.", Some(("2019-01-01", "2019-12-31")));
        check(
            "Just as with the archives last summer, it is the same gap: nobody looked at the log.",
            Some(("2023-06-01", "2023-08-31")),
        );
    }

    #[test]
    fn other_words_about_earlier_days_say_no_such_thing() {
        for text in [
            "We suspected the same certificate as in March.",
            "Unlike in March 2022, the standby took over.",
            "It looked exactly like the failure of February 2020.",
            "The tickets read exactly like those of April.",
            "This is not the same problem as in March 2022.",
            "The service was available again in March.",
            "The release of March 2022 contained the bug.",
            "We want to avoid that this happens again in June.",
            "Both nodes failed at the same time in March.",
            "The retries were tried again in May 2023.",
            "The pooler that was introduced after the peak of May 2023 has a number that nobody had looked at again.",
            "The check that we have had since March 2022 was passed by the same change.",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn a_name_or_the_previous_report_will_do() {
        assert_eq!(found("The cache was cold, the same cause as INC-2024-017.").len(), 1);
        let previous = found("The same issue was covered in the previous postmortem.");
        assert!(previous.len() == 1 && previous[0].previous && previous[0].from.is_none());
        assert!(found("The same issue can be seen elsewhere.").is_empty());
    }
}
