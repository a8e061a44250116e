//! Numbers, dates and lists as people write them, for readings.
//!
//! Input: values. Output: words. Knows nothing of incidents.

use jiff::civil::Date;

use crate::model::{Minutes, PartialDate};

const SMALL: [&str; 20] = [
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 10] = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
/// The months in order.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// `forty-one`; digits from 100 on, `no` for 0.
pub fn number(n: usize) -> String {
    match n {
        0..20 => SMALL[n].to_owned(),
        20..100 if n.is_multiple_of(10) => TENS[n / 10].to_owned(),
        20..100 => format!("{}-{}", TENS[n / 10], SMALL[n % 10]),
        _ => grouped(n),
    }
}

/// Digits with a comma between thousands.
fn grouped(n: usize) -> String {
    match n {
        ..1000 => n.to_string(),
        _ => format!("{},{:03}", grouped(n / 1000), n % 1000),
    }
}

/// The same standing alone: `none` for 0.
pub fn alone(n: usize) -> String {
    if n == 0 { "none".to_owned() } else { number(n) }
}

/// `is` for one, `are` for any other number.
pub fn are(n: usize) -> &'static str {
    agree(n, "is", "are")
}

/// The form of a verb that goes with a number of things.
pub fn agree(n: usize, one: &'static str, many: &'static str) -> &'static str {
    if n == 1 { one } else { many }
}

/// `five incidents`, `one incident`, `no incidents`: the noun's plural is the noun and an s.
pub fn count(n: usize, noun: &str) -> String {
    format!("{} {noun}{}", number(n), if n == 1 { "" } else { "s" })
}

/// Some of a number of things as the subject of a sentence: `three of five reports`, `all five reports`, `no report`.
///
/// With it, the form of the verb that goes with it.
pub fn some_of(n: usize, all: usize, noun: &str, one: &'static str, many: &'static str) -> String {
    let (subject, verb) = match (n, all) {
        (0, ..=1) => (format!("no {noun}"), one),
        (0, 2) => (format!("neither of two {noun}s"), one),
        (0, all) => (format!("none of {} {noun}s", number(all)), one),
        (1, 1) => (format!("the one {noun}"), one),
        (2, 2) => (format!("both {noun}s"), many),
        (n, all) if n == all => (format!("all {} {noun}s", number(all)), many),
        (n, all) => (format!("{} of {} {noun}s", number(n), number(all)), agree(n, one, many)),
    };
    format!("{subject} {verb}").trim_end().to_owned()
}

/// The days up to the day of the report, and as many before them: `the last year` and `the year before`.
pub fn recent(days: i64) -> (String, String) {
    match days {
        365 => ("the last year".to_owned(), "the year before".to_owned()),
        days => (format!("the last {days} days"), format!("the {days} days before")),
    }
}

/// `once`, `twice`, `three times`.
pub fn times(n: usize) -> String {
    match n {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        _ => format!("{} times", number(n)),
    }
}

/// The same with its first letter capital.
pub fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// A label within a sentence: `Load balancer` is `load balancer`, `CDN or edge` stays.
pub fn lower_first(label: &str) -> String {
    let mut characters = label.chars();
    match (characters.next(), characters.next()) {
        (Some(first), second) if second.is_none_or(|c| !c.is_uppercase()) => {
            first.to_lowercase().chain(label.chars().skip(1)).collect()
        }
        _ => label.to_owned(),
    }
}

/// `12 May 2024`, `January 2024` or `2024`.
pub fn date(date: PartialDate) -> String {
    match date {
        PartialDate::Year(year) => year.to_string(),
        PartialDate::Month(year, at) => format!("{} {year}", month(at)),
        PartialDate::Day(day) => format!("{} {} {}", day.day(), month(day.month()), day.year()),
    }
}

/// `on 12 May 2024`, `in January 2024`, `in 2024`.
pub fn at_date(when: PartialDate) -> String {
    let preposition = if when.day().is_some() { "on" } else { "in" };
    format!("{preposition} {}", date(when))
}

pub fn day(day: Date) -> String {
    date(PartialDate::Day(day))
}

/// More dates than this are counted rather than listed.
const LISTED_DATES: usize = 6;

/// `in January, again on 3 March, 8 April and 12 May 2024`: dates in order; the year is written once where all share it.
///
/// Many of them become `on 3 March 2021, again seventeen times, last on 12 May 2024`.
pub fn again(dates: &[PartialDate]) -> String {
    if let ([first, .., last], true) = (dates, dates.len() > LISTED_DATES) {
        return format!("{}, again {}, last {}", at_date(*first), times(dates.len() - 1), at_date(*last));
    }
    let one_year = dates.windows(2).all(|pair| pair[0].year() == pair[1].year());
    let without_year = |when: PartialDate| match when {
        PartialDate::Year(year) => year.to_string(),
        PartialDate::Month(_, at) => month(at).to_owned(),
        PartialDate::Day(day) => format!("{} {}", day.day(), month(day.month())),
    };
    let words = |when: PartialDate| if one_year { without_year(when) } else { date(when) };
    let preposition = |when: PartialDate| if when.day().is_some() { "on" } else { "in" };
    let Some((first, rest)) = dates.split_first() else { return String::new() };
    if rest.is_empty() {
        return at_date(*first);
    }
    let mut previous = "";
    let later: Vec<String> = rest
        .iter()
        .map(|when| {
            let wanted = preposition(*when);
            let repeated = wanted == previous;
            previous = wanted;
            if repeated { words(*when) } else { format!("{wanted} {}", words(*when)) }
        })
        .collect();
    let year = match (one_year, rest.last()) {
        (true, Some(PartialDate::Month(year, _))) => format!(" {year}"),
        (true, Some(PartialDate::Day(day))) => format!(" {}", day.year()),
        _ => String::new(),
    };
    format!("{} {}, again {}{year}", preposition(*first), words(*first), list(&later))
}

/// `a`, `a and b`, `a, b and c`.
pub fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

/// `45 min`, `2 h 30 min`, `3 d 4 h`; seconds are left out.
pub fn minutes(length: Minutes) -> String {
    let total = length.rounded();
    if total < 0 {
        return format!("minus {}", minutes(Minutes::new(-total)));
    }
    let (days, hours, rest) = (total / 1440, total % 1440 / 60, total % 60);
    let parts = match (days, hours, rest) {
        (0, 0, rest) => [Some((rest, "min")), None],
        (0, hours, 0) => [Some((hours, "h")), None],
        (0, hours, rest) => [Some((hours, "h")), Some((rest, "min"))],
        (days, 0, _) => [Some((days, "d")), None],
        (days, hours, _) => [Some((days, "d")), Some((hours, "h"))],
    };
    let words: Vec<String> = parts.into_iter().flatten().map(|(n, unit)| format!("{n} {unit}")).collect();
    words.join(" ")
}

/// `255 to 315 minutes`, `105 minutes`; hours from ten of them on.
pub fn minute_range(min: Minutes, max: Minutes) -> String {
    match (min.rounded(), max.rounded()) {
        (0, most) if most > 0 => format!("up to {}", minute_range(max, max)),
        (least, most) if most >= 600 && least == most => minutes(max),
        (_, most) if most >= 600 => format!("{} to {}", minutes(min), minutes(max)),
        (1, 1) => "1 minute".to_owned(),
        (min, max) if min == max => format!("{min} minutes"),
        (min, max) => format!("{min} to {max} minutes"),
    }
}

/// `94%`: a share from 0 to 1.
pub fn percent(share: f64) -> String {
    format!("{:.0}%", share * 100.0)
}

/// How often chance alone does as much: `p = 0.013`, `p = 0.40`, `p < 0.001`.
pub fn p(p: f64) -> String {
    match p {
        p if p < 0.001 => "p < 0.001".to_owned(),
        p if p < 0.1 => format!("p = {p:.3}"),
        p => format!("p = {p:.2}"),
    }
}

fn month(month: i8) -> &'static str {
    usize::try_from(month - 1).ok().and_then(|at| MONTHS.get(at)).copied().unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date as on;

    fn check<T: Copy>(cases: &[(T, &str)], words: impl Fn(T) -> String) {
        for (value, expected) in cases {
            assert_eq!(words(*value), *expected);
        }
    }

    #[test]
    fn numbers_are_spelled_out_up_to_ninety_nine() {
        check(
            &[
                (0, "no"),
                (5, "five"),
                (13, "thirteen"),
                (40, "forty"),
                (41, "forty-one"),
                (100, "100"),
                (12_005, "12,005"),
            ],
            number,
        );
    }

    #[test]
    fn some_of_a_few_things_agree_with_their_verb() {
        check(
            &[
                ((0, 0), "no report tells"),
                ((0, 1), "no report tells"),
                ((0, 39), "none of thirty-nine reports tells"),
                ((1, 1), "the one report tells"),
                ((1, 2), "one of two reports tells"),
                ((2, 2), "both reports tell"),
                ((5, 5), "all five reports tell"),
                ((3, 120), "three of 120 reports tell"),
            ],
            |(n, all)| some_of(n, all, "report", "tells", "tell"),
        );
    }

    #[test]
    fn lengths_of_time_read_as_people_say_them() {
        check(
            &[(0, "0 min"), (45, "45 min"), (120, "2 h"), (150, "2 h 30 min"), (1440, "1 d"), (4560, "3 d 4 h")],
            |at| minutes(Minutes::new(at)),
        );
    }

    #[test]
    fn dates_in_a_row_share_their_year_and_preposition() {
        let days = |dates: &[(i16, i8, i8)]| -> Vec<PartialDate> {
            let one = |&(year, month, day): &(i16, i8, i8)| match day {
                0 => PartialDate::Month(year, month),
                _ => PartialDate::Day(on(year, month, day)),
            };
            dates.iter().map(one).collect()
        };
        check(
            &[
                (&[(2024, 1, 0), (2024, 3, 3), (2024, 4, 8)][..], "in January, again on 3 March and 8 April 2024"),
                (&[(2023, 12, 30), (2024, 1, 2)], "on 30 December 2023, again on 2 January 2024"),
                (&[(2024, 1, 5), (2024, 2, 0), (2024, 3, 1)], "on 5 January, again in February and on 1 March 2024"),
                (&[(2024, 5, 12)], "on 12 May 2024"),
                (
                    &[
                        (2021, 3, 3),
                        (2022, 1, 1),
                        (2022, 2, 1),
                        (2022, 3, 1),
                        (2022, 4, 1),
                        (2023, 1, 1),
                        (2024, 5, 12),
                    ],
                    "on 3 March 2021, again six times, last on 12 May 2024",
                ),
            ],
            |dates| again(&days(dates)),
        );
    }
}
