//! The day the document is about, for times that name none.

use jiff::civil::Date;

use crate::model::{Moment, Origin, PartialDate, Precision};
use crate::normalise::author::{Author, Stated};
use crate::normalise::front_matter_keys::Key;
use crate::normalise::kind;
use crate::normalise::outline::{Part, text_of};
use crate::normalise::time::{self, Stamp, WrittenDate};
use crate::normalise::trail::{Place, Trail};
use crate::normalise::vocabulary::Field;
use crate::parse::{Block, BlockKind, Line, Section};
use crate::text::{Break, sentences};

use super::anchor::Anchor;
use super::around::tells_trouble;
use super::clock::Clock;
use super::home;
use super::sign::{Sign, Signs, tells_past, tells_plan};

/// The date of the Duration line, of the key events, of the front matter, of a title, of the file's name: the first
/// that is known to the day, else the first that is known at all.
pub fn date_hint(
    author: &Author,
    parts: &[Part],
    sections: &[Section],
    path: &str,
    clock: &Clock,
    trail: &mut Trail,
) -> Option<Anchor> {
    let fields = [Field::Duration, Field::Start, Field::Date, Field::KeyEvents, Field::DetectedAt];
    let letter = is_letter(parts);
    let dates_itself = |part: &&Part| letter && part.field == Some(Field::Date);
    let lines = fields.into_iter().flat_map(|field| parts.iter().filter(move |part| part.field == Some(field)));
    let lines = lines.filter(|part| !dates_itself(part));
    let mut hints: Vec<Anchor> =
        lines.flat_map(Part::lines).filter_map(|line| in_line(line, clock, "stated-date")).collect();
    hints.extend(parts.iter().flat_map(Part::prose).find_map(|block| declared(block, clock)));
    for key in [Key::StartedAt, Key::DetectedAt, Key::EndedAt] {
        let of_the_post = |stated: &&Stated| author.is_post && is_date_key(stated);
        for stated in author.get(key).into_iter().chain(author.others(key)).filter(|stated| !of_the_post(stated)) {
            if let Some(text) = stated.text()
                && let Some(date) =
                    time::value(&text, clock.order).and_then(|stamp| stamp.date).and_then(|d| clock.date_of(d, None))
            {
                hints.push(hint(date, &text, "front-matter-date", Origin::Stated, stated.place.clone()));
            }
        }
    }
    let before_titles = hints.len();
    let titles = sections.iter().filter_map(|section| section.heading.as_ref()).filter(|heading| heading.level <= 2);
    hints.extend(titles.take(2).filter_map(|heading| in_line(&heading.line, clock, "heading-date")));
    if let Some((text, place)) = author.text(Key::Title) {
        let line = Line { number: place.line.unwrap_or(1), column: 1, text, marks: Vec::new() };
        hints.extend(in_line(&line, clock, "title-date"));
    }
    let over = [Field::End, Field::FixedAt, Field::ResolvedAt];
    let over = over.into_iter().flat_map(|field| parts.iter().filter(move |part| part.field == Some(field)));
    hints.extend(over.flat_map(Part::lines).filter_map(|line| in_line(line, clock, "date-of-the-end")));
    hints.extend(beside_title(parts, clock));
    let file = time::file_date(kind::stem(path)).and_then(|written| clock.date_of(written, None));
    flag_file_name(&hints[before_titles..], file, trail);
    if hints.is_empty() && file.is_none() {
        hints.extend(year_beside_title(parts, clock));
    }
    let day = |hint: &Anchor| matches!(hint.moment.date, Some(PartialDate::Day(_)));
    if !hints.iter().any(day) {
        let near = hints.iter().filter_map(|hint| hint.moment.date).next().or(file);
        let written = || parts.iter().flat_map(Part::lines).filter_map(|line| in_line(line, clock, "")).find(day);
        let near = near.or_else(|| written()?.moment.date);
        let issued = published(author, clock).or_else(|| issued(parts, clock, letter));
        let near = near.or(issued.as_ref().and_then(|issued| issued.moment.date));
        hints.extend(in_prose(parts, clock, near, |told, stamp| tells_trouble(told) && !is_issue(told, stamp)));
        let named_by_file = file.is_some_and(|date| date.day().is_some());
        // A day in passing is worth less than that by which the file is named.
        if !hints.iter().any(day) && !named_by_file {
            // An update dates itself and no other.
            hints.extend(in_prose(parts, clock, near, |told, stamp| {
                !leads(stamp) && tells_past(told) && !is_issue(told, stamp)
            }));
        }
        if !hints.iter().any(day) && !named_by_file {
            hints.extend(in_prose(parts, clock, near, |told, stamp| {
                !leads(stamp) && !tells_issue(told) && !tells_plan(told)
            }));
        }
        if !hints.iter().any(day) {
            hints.extend(in_parts(
                parts,
                clock,
                near,
                |_| true,
                |told, stamp| tells_trouble(told) && tells_past(told) && !is_issue(told, stamp),
            ));
        }
        if !hints.iter().any(day)
            && let Some(issued) = issued.filter(|issued| issued.rule == "day-of-writing" && (letter || !named_by_file))
        {
            hints.push(told_from(sections, parts, &issued).unwrap_or(issued));
        }
    }
    if let Some(date) = file {
        hints.push(hint(date, kind::stem(path), "file-name", Origin::Inferred, Place::nowhere()));
    }
    let mut named = hints.clone();
    named.extend(published(author, clock).or_else(|| issued(parts, clock, letter)));
    let known = hints.iter().position(|hint| matches!(hint.moment.date, Some(PartialDate::Day(_))));
    let chosen = known.unwrap_or(0);
    let month_first = hints.first().is_some_and(|first| first.origin == Origin::Stated && first.rule == "stated-date");
    // A Duration line that names only a month is worth more than a day taken from elsewhere, unless they agree.
    let chosen = match (known, hints.first()) {
        (Some(at), Some(first)) if month_first && at > 0 && !agrees(&hints[at], first) => 0,
        _ => chosen,
    };
    let chosen = (chosen < hints.len()).then(|| hints.swap_remove(chosen));
    let told = chosen.as_ref().and_then(|chosen| {
        told_before(parts, clock, chosen)
            .or_else(|| told_later(parts, chosen))
            .or_else(|| told_below(sections, clock, chosen))
    });
    let by_rules = told.or(chosen);
    let likelier = home::chosen(parts, clock, &named, by_rules.as_ref(), author.is_post);
    likelier.or(by_rules)
}

/// The day that a text counts back to from the day at its head, which is then that of the writing: "yesterday" under
/// `2 November`, "went down on Tuesday" under the `date:` of a Thursday.
fn told_later(parts: &[Part], chosen: &Anchor) -> Option<Anchor> {
    const TOP: usize = 8;
    let of_front_matter = chosen.rule == "front-matter-date";
    if !of_front_matter && chosen.rule != "heading-date" || chosen.moment.time.is_some() {
        return None;
    }
    let written = chosen.moment.date.and_then(PartialDate::day)?;
    let told = parts.iter().filter(|part| matches!(part.field, None | Some(Field::Summary | Field::Impact)));
    let lines = told.flat_map(Part::lines).take(TOP).filter(|line| tells_past(&line.text));
    let counted = |line: &Line| {
        let (back, word) = days_back(&line.text, written)?;
        let weekday = time::weekday(&word).is_some();
        let earlier = line.text.split(' ').any(|word| word == "had");
        let suits = !weekday || of_front_matter && tells_trouble(&line.text) && !earlier;
        (back > 0 && suits).then_some((back, word))
    };
    let (line, (back, word)) = lines.into_iter().find_map(|line| Some((line, counted(line)?)))?;
    let date = written.checked_sub(jiff::ToSpan::days(back)).ok()?;
    Some(hint(PartialDate::Day(date), &word, "day-told-from-writing", Origin::Inferred, Place::of(line)))
}

/// "Yesterday evening" below a heading that is a day: in a log of days, that before the heading's.
fn told_below(sections: &[Section], clock: &Clock, chosen: &Anchor) -> Option<Anchor> {
    const TOP: usize = 3;
    if chosen.rule != "heading-date" || chosen.moment.time.is_some() {
        return None;
    }
    sections.iter().find_map(|section| {
        let written = in_line(&section.heading.as_ref()?.line, clock, "heading-date")?.moment.date?.day()?;
        let lines = section.blocks.iter().flat_map(|block| &block.lines).take(TOP);
        let counted = |line: &Line| {
            let (back, word) = days_back(&line.text, written)?;
            (back > 0 && time::weekday(&word).is_none() && tells_past(&line.text)).then_some((back, word))
        };
        let (line, (back, word)) = lines.into_iter().find_map(|line| Some((line, counted(line)?)))?;
        let date = written.checked_sub(jiff::ToSpan::days(back)).ok()?;
        Some(hint(PartialDate::Day(date), &word, "day-told-from-writing", Origin::Inferred, Place::of(line)))
    })
}

/// Whether a value stands under `date:`, which of a post is the day on which it was published.
fn is_date_key(stated: &Stated) -> bool {
    stated.key.eq_ignore_ascii_case("date")
}

/// The day on which a post was published.
fn published(author: &Author, clock: &Clock) -> Option<Anchor> {
    let stated = author.get(Key::StartedAt).into_iter().chain(author.others(Key::StartedAt));
    let stated = stated.filter(|stated| author.is_post && is_date_key(stated)).collect::<Vec<_>>();
    stated.into_iter().find_map(|stated| {
        let text = stated.text()?;
        let date = clock.date_of(time::value(&text, clock.order)?.date?, None)?;
        Some(hint(date, &text, "day-of-writing", Origin::Inferred, stated.place.clone()))
    })
}

/// The day that a sentence gives to what users felt, where the day that stands at the head is a later one: that of the
/// report.
fn told_before(parts: &[Part], clock: &Clock, chosen: &Anchor) -> Option<Anchor> {
    const REPORTED: i32 = 60;
    if !matches!(chosen.rule, "stated-date" | "front-matter-date" | "file-name") || chosen.moment.time.is_some() {
        return None;
    }
    let day = chosen.moment.date.and_then(PartialDate::day)?;
    let felt = |told: &str, stamp: &Stamp| {
        let signs = Signs::of(told);
        let clear = matches!(stamp.date, Some(WrittenDate::Full(_) | WrittenDate::MonthDay { .. }));
        clear
            && signs.tell(Sign::Felt)
            && signs.tell(Sign::Trouble)
            && !signs.tell(Sign::Other)
            && tells_past(told)
            && !is_issue(told, stamp)
    };
    let told = in_prose(parts, clock, chosen.moment.date, felt)?;
    let apart = (day - told.moment.date?.day()?).get_days();
    (1..=REPORTED).contains(&apart).then_some(told)
}

/// `Night of 6 April 2019`: a short line at the top that gives the day, and no day of writing.
fn beside_title(parts: &[Part], clock: &Clock) -> Option<Anchor> {
    const TOP: usize = 8;
    const LONGEST: usize = 60;
    let top = parts.iter().filter(|part| part.field.is_none()).flat_map(Part::lines).take(TOP);
    let short =
        top.filter(|line| line.text.len() <= LONGEST && !tells_issue(&line.text) && !line.text.contains(['.', '!']));
    short
        .filter_map(|line| in_line(line, clock, "heading-date"))
        .find(|hint| hint.moment.date.and_then(PartialDate::day).is_some())
}

/// Whether a document is a letter or a mail, whose `Date:` is the day on which it was written.
pub(super) fn is_letter(parts: &[Part]) -> bool {
    const HEAD: &[&str] = &["to", "subject", "from", "cc", "re", "betreff", "an", "von", "objet", "asunto"];
    let labels = parts.iter().filter_map(|part| part.label.as_ref()).map(|label| label.text.as_str());
    let opening = parts
        .iter()
        .take(4)
        .flat_map(Part::lines)
        .take(12)
        .filter_map(|line| line.text.split_once(':').map(|(name, _)| name));
    let named = |name: &str| {
        HEAD.iter().any(|head| head.eq_ignore_ascii_case(name.trim_matches(|c: char| !c.is_alphanumeric())))
    };
    labels.chain(opening).filter(|name| named(name)).take(2).count() == 2
}

/// The day on which a document was written, by its own words: "Posted by Ana, 24 November 2025".
fn issued(parts: &[Part], clock: &Clock, letter: bool) -> Option<Anchor> {
    const LONGEST: usize = 160;
    let day = |anchor: &Anchor| anchor.moment.date.and_then(PartialDate::day).is_some();
    let dates = parts.iter().filter(|part| letter && part.field == Some(Field::Date)).flat_map(Part::lines);
    let bylines =
        parts.iter().flat_map(Part::lines).filter(|line| line.text.len() <= LONGEST && tells_issue(&line.text));
    // A day alone on its line, where the text counts from it: "yesterday".
    let counted = parts.iter().flat_map(Part::lines).take(40).any(|line| counts_back(&line.text));
    let alone = |line: &&Line| counted && line.text.len() < 40 && is_day_alone(&line.text);
    let datelines = parts.iter().flat_map(Part::lines).take(8).filter(alone);
    dates.chain(datelines).chain(bylines).filter_map(|line| in_line(line, clock, "day-of-writing")).find(day)
}

/// Whether the incident's day is that before the writing, by the words that say so.
pub fn tells_yesterday(date: &Anchor) -> bool {
    date.rule == "day-told-from-writing" && matches!(date.moment.text.to_lowercase().as_str(), "yesterday" | "last")
}

/// Whether a text tells of a day by its distance from the day of writing.
fn counts_back(text: &str) -> bool {
    const COUNTED: &[&str] = &["yesterday", "last night", "earlier today", "this morning", "this afternoon", "tonight"];
    let lower = text.get(..400).unwrap_or(text).to_lowercase();
    COUNTED.iter().any(|counted| lower.contains(counted))
}

/// Whether a text is a day and nothing else.
fn is_day_alone(text: &str) -> bool {
    time::value(text.trim_matches(|c: char| !c.is_alphanumeric()), time::DayOrder::Undecided)
        .is_some_and(|stamp| stamp.time.is_none() && matches!(stamp.date, Some(WrittenDate::Full(_))))
}

/// "Last Wednesday", "yesterday": the day that is told from the day of writing.
fn told_from(sections: &[Section], parts: &[Part], issued: &Anchor) -> Option<Anchor> {
    let written = issued.moment.date.and_then(PartialDate::day)?;
    let titles = sections.iter().filter_map(|section| section.heading.as_ref()).take(1).map(|heading| &heading.line);
    let told = parts
        .iter()
        .filter(|part| matches!(part.field, None | Some(Field::Summary | Field::Impact | Field::Background)));
    let trouble = told.clone().flat_map(Part::lines).filter(|line| tells_trouble(&line.text));
    // "Written the same night", "today's run": of the very day, whatever came before.
    let same = told.flat_map(Part::lines).find(|line| is_same_day(&line.text)).map(|line| (0, line, line.text.clone()));
    let (back, line, word) = same.or_else(|| {
        titles.chain(trouble).find_map(|line| {
            let (back, word) = days_back(&line.text, written)?;
            Some((back, line, word))
        })
    })?;
    let date = written.checked_sub(jiff::ToSpan::days(back)).ok()?;
    let place = Place::of(line);
    Some(hint(PartialDate::Day(date), &word, "day-told-from-writing", Origin::Inferred, place))
}

fn is_same_day(text: &str) -> bool {
    const SAME: &[&str] = &[
        "same night",
        "same day",
        "same evening",
        "same afternoon",
        "today's",
        "today’s",
        "earlier today",
        "utc today",
        "this morning",
    ];
    let lower = text.to_lowercase();
    SAME.iter().any(|same| lower.contains(same))
}

/// How many days before the day of writing a text names, and by which words.
fn days_back(text: &str, written: Date) -> Option<(i64, String)> {
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.iter().enumerate().find_map(|(at, word)| {
        let before = at.checked_sub(1).map_or("", |before| words[before]);
        let lower = word.to_lowercase();
        let next = words.get(at + 1).map(|word| word.to_lowercase()).unwrap_or_default();
        let back = match lower.as_str() {
            "yesterday" => 1,
            "today" | "tonight" => 0,
            "this" if matches!(next.as_str(), "morning" | "afternoon" | "evening") => 0,
            "last" if next == "night" => 1,
            _ if lower.len() > 4
                && matches!(before.to_lowercase().as_str(), "on" | "last" | "this" | "past" | "of") =>
            {
                let day = time::weekday(&lower)?;
                let back = i64::from(written.weekday().since(day).rem_euclid(7));
                if back == 0 && before.eq_ignore_ascii_case("last") { 7 } else { back }
            }
            _ => return None,
        };
        Some((back, (*word).to_owned()))
    })
}

/// "All events happened on 28 August 2024": a sentence that dates all rows.
fn declared(block: &Block, clock: &Clock) -> Option<Anchor> {
    const WHAT: &[&str] = &["events", "times", "timestamps", "entries", "everything", "clocks"];
    const ALL: &[&str] = &["all ", "every", "these ", "following", "unless", "below"];
    let digit = |line: &Line| line.text.bytes().any(|byte| byte.is_ascii_digit());
    let may = |line: &Line| {
        WHAT.iter().any(|what| memchr::memmem::find(line.text.as_bytes(), &what.as_bytes()[1..]).is_some())
    };
    if !(block.lines.iter().any(digit) && block.lines.iter().any(may)) {
        return None;
    }
    let text = text_of(block);
    sentences(&text, Break::Line).into_iter().find_map(|range| {
        let told = &text[range];
        let lower = told.to_lowercase();
        let of_all = WHAT.iter().any(|what| lower.contains(what)) && ALL.iter().any(|all| lower.contains(all));
        let stamps = if of_all { time::stamps(told, clock.order) } else { Vec::new() };
        let alone = stamps.len() == 1 && stamps[0].time.is_none();
        let date = stamps.first().filter(|_| alone)?.date.and_then(|written| clock.date_of(written, None))?;
        let place = block.lines.first().map(Place::of).unwrap_or_default();
        let words = told.get(stamps[0].range.clone()).unwrap_or_default();
        Some(hint(date, words, "date-sentence", Origin::Stated, place))
    })
}

/// `Boats (Bergen) (2022)`: a short line under the title that gives no more than the year.
fn year_beside_title(parts: &[Part], clock: &Clock) -> Option<Anchor> {
    let line = parts.iter().flat_map(Part::lines).next().filter(|line| line.text.len() <= 90)?;
    in_line(line, clock, "heading-date")
}

/// Whether a stamp opens its sentence with a clock, as an update does.
fn leads(stamp: &Stamp) -> bool {
    stamp.range.start == 0 && stamp.time.is_some()
}

/// Whether a date is that of the text, not of what it tells.
pub(super) fn tells_issue(told: &str) -> bool {
    #[rustfmt::skip]
    const ISSUED: &[&str] =
        &["publish", "posted", "sent", "updated", "version", "written", "issued", "valid", "edited", "exported", "generated", "prepared", "revised", "revision", "reviewed", "approved",
            "as of", "stand:", "drafted", "meeting", "held ", "last modified", "created", "signed", "report date", "date of report", "retro"];
    let lower = told.to_lowercase();
    ISSUED.iter().any(|word| lower.contains(word))
}

/// Whether the words right before a date say that it is that of the text: "Posted by Ana, 24 November".
pub(super) fn is_issue(told: &str, stamp: &Stamp) -> bool {
    const NEAR: usize = 6;
    let before = told.get(..stamp.range.start).unwrap_or_default();
    let words: Vec<&str> = before.split_whitespace().rev().take(NEAR).collect();
    let opens = words.len() < NEAR || before.split_whitespace().count() <= NEAR;
    opens && words.iter().any(|word| tells_issue(word))
}

/// "On the 29th", written on the third: of the month before.
fn not_after(date: PartialDate, written: Option<WrittenDate>, near: Option<PartialDate>) -> PartialDate {
    let later = date.day().zip(near.and_then(PartialDate::day)).is_some_and(|(day, near)| day > near);
    let bare = matches!(written, Some(WrittenDate::DayOfMonth { .. }));
    match date.day().filter(|_| later && bare).and_then(|day| day.checked_sub(jiff::ToSpan::months(1)).ok()) {
        Some(day) => PartialDate::Day(day),
        None => date,
    }
}

/// The first day that the prose gives to something that went wrong, or to what else it `tells`.
fn in_prose(
    parts: &[Part],
    clock: &Clock,
    near: Option<PartialDate>,
    tells: impl Fn(&str, &Stamp) -> bool,
) -> Option<Anchor> {
    let whole = |part: &Part| matches!(part.field, None | Some(Field::Summary | Field::Impact | Field::Background));
    in_parts(parts, clock, near, whole, tells)
}

/// As [`in_prose`], in the parts that `suit`.
fn in_parts(
    parts: &[Part],
    clock: &Clock,
    near: Option<PartialDate>,
    suit: impl Fn(&Part) -> bool,
    tells: impl Fn(&str, &Stamp) -> bool,
) -> Option<Anchor> {
    let promised = |part: &Part| {
        matches!(part.field, Some(Field::Actions(_) | Field::ActionsDone | Field::People | Field::Appendix))
    };
    let counted = parts.iter().flat_map(Part::lines).take(40).any(|line| counts_back(&line.text));
    let told = parts.iter().filter(|part| suit(part) && !promised(part));
    told.flat_map(Part::prose)
        .filter(|block| matches!(block.kind, BlockKind::Paragraph | BlockKind::Item { .. }))
        .find_map(|block| {
            if !block.lines.iter().any(|line| line.text.bytes().any(|byte| byte.is_ascii_digit())) {
                return None;
            }
            let text = text_of(block);
            sentences(&text, Break::Line).into_iter().find_map(|range| {
                let told = &text[range];
                let stamps = time::stamps(told, clock.order);
                let (stamp, date) = stamps.iter().find_map(|stamp| {
                    let date = not_after(clock.date_of(stamp.date?, near)?, stamp.date, near);
                    date.day().map(|_| (stamp, date))
                })?;
                if counted && is_day_alone(told) {
                    return None;
                }
                let place = block.lines.first().map(Place::of).unwrap_or_default();
                let words = told.get(stamp.range.clone()).unwrap_or_default();
                tells(told, stamp).then(|| hint(date, words, "date-in-prose", Origin::Stated, place))
            })
        })
}

/// A file's name that gives another day than its heading.
fn flag_file_name(titles: &[Anchor], file: Option<PartialDate>, trail: &mut Trail) {
    let Some(file) = file.and_then(PartialDate::day) else { return };
    let other = titles.iter().find(|title| title.moment.date.and_then(PartialDate::day).is_some_and(|day| day != file));
    if let Some(title) = other {
        let message = format!("the heading says \"{}\", the file's name says {file}", title.moment.text);
        trail.flag("file_name_date", message, title.place.line);
    }
}

fn agrees(day: &Anchor, month: &Anchor) -> bool {
    let (Some(day), Some(month)) = (day.moment.date, month.moment.date) else { return true };
    day.year() == month.year() && month.month().is_none_or(|known| day.month() == Some(known))
}

fn in_line(line: &Line, clock: &Clock, rule: &'static str) -> Option<Anchor> {
    let stamps = time::stamps(&line.text, clock.order);
    let (stamp, date) = stamps
        .iter()
        .find_map(|stamp| stamp.date.and_then(|written| clock.date_of(written, None)).map(|date| (stamp, date)))?;
    let words = line.text.get(stamp.range.clone()).unwrap_or_default();
    let place = Place::at(line.number, line.column_at(stamp.range.start), &line.text);
    Some(hint(date, words, rule, Origin::Stated, place))
}

pub(super) fn hint(date: PartialDate, words: &str, rule: &'static str, origin: Origin, place: Place) -> Anchor {
    let precision = match date {
        PartialDate::Year(_) => Precision::Year,
        PartialDate::Month(..) => Precision::Month,
        PartialDate::Day(_) => Precision::Day,
    };
    let moment = Moment {
        text: words.to_owned(),
        utc: None,
        date: Some(date),
        time: None,
        zone: None,
        precision,
        approximate: false,
    };
    Anchor { moment, at: None, origin, rule, place }
}
