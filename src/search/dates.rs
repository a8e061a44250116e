//! Days, periods and lengths of time as a reader types them. Plain arithmetic: no clock, no zone.

/// Some days in a row, in days since 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    pub from: i64,
    /// The first day after it.
    pub until: i64,
    pub kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Stated,
    /// Counted from today.
    Counted,
    /// No calendar has it: this is the last day of its month.
    Nearest,
}

/// Why a text names no days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoPeriod {
    /// It is written like a date, and no calendar has anything near it.
    Missing,
    /// It is no date at all.
    Other,
}

/// Reads `2025`, `2025-Q3`, `2025-03` and `2025-03-04`, and where `today` is known `today`, `yesterday`, `90d`, `2w`,
/// `6months`, `this-month` and `last-quarter`.
///
/// # Errors
/// When it is anything else.
pub fn period(text: &str, today: Option<i64>) -> Result<Period, NoPeriod> {
    let counted = today.and_then(|today| counted(&text.to_ascii_lowercase(), today));
    match counted {
        Some((from, until)) => Ok(Period { from, until, kind: Kind::Counted }),
        None => stated(text),
    }
}

fn stated(text: &str) -> Result<Period, NoPeriod> {
    let pieces: Vec<&str> = text.split('-').collect();
    let period = |from, until| Ok(Period { from, until, kind: Kind::Stated });
    let year = number(pieces[0], 4).ok_or(NoPeriod::Other)?;
    let Some(second) = pieces.get(1) else { return period(day(year, 1, 1), day(year + 1, 1, 1)) };
    if let Some(quarter) = second.strip_prefix(['Q', 'q']) {
        let quarter = number(quarter, 1).filter(|_| pieces.len() == 2).ok_or(NoPeriod::Other)?;
        return match quarter {
            1..=4 => period(month_start(year, quarter * 3 - 2), month_start(year, quarter * 3 + 1)),
            _ => Err(NoPeriod::Missing),
        };
    }
    let month = number(second, 2).ok_or(NoPeriod::Other)?;
    let third = pieces.get(2).map(|third| number(third, 2).filter(|_| pieces.len() == 3).ok_or(NoPeriod::Other));
    let third = third.transpose()?;
    if !(1..=12).contains(&month) {
        return Err(NoPeriod::Missing);
    }
    let next_month = month_start(year, month + 1);
    match third.map(|third| (third, day(year, month, third))) {
        None => period(month_start(year, month), next_month),
        Some((1.., start)) if start < next_month => period(start, start + 1),
        Some((29..=31, _)) => Ok(Period { from: next_month - 1, until: next_month, kind: Kind::Nearest }),
        Some(_) => Err(NoPeriod::Missing),
    }
}

/// Periods around a day, and those that are so many days, weeks, months, quarters or years ago.
fn counted(text: &str, today: i64) -> Option<(i64, i64)> {
    match text {
        "today" | "now" => return Some((today, today + 1)),
        "yesterday" => return Some((today - 1, today)),
        _ => {}
    }
    if let Some(unit) = text.strip_prefix("this-") {
        return around(today, unit, 0);
    }
    let last = text.strip_prefix("last-").or_else(|| text.strip_prefix("previous-"));
    if let Some(period) = last.and_then(|unit| around(today, unit, -1)) {
        return Some(period);
    }
    let length = last.unwrap_or(text);
    let end = length.find(|c: char| !c.is_ascii_digit()).filter(|end| (1..=5).contains(end))?;
    let amount: i64 = length[..end].parse().ok()?;
    let start = match length[end..].trim_start_matches('-') {
        "d" | "day" | "days" => today - amount,
        "w" | "wk" | "week" | "weeks" => today - 7 * amount,
        "m" | "mo" | "month" | "months" => months_before(today, amount),
        "q" | "quarter" | "quarters" => months_before(today, 3 * amount),
        "y" | "yr" | "year" | "years" => months_before(today, 12 * amount),
        _ => return None,
    };
    Some((start, start + 1))
}

/// The week (from Monday), month, quarter or year of a day, or one so many before or after it.
fn around(today: i64, unit: &str, steps: i64) -> Option<(i64, i64)> {
    let (year, month, _) = date(today);
    let months = |first: i64, length: i64| {
        let start = |at: i64| {
            let months = first + at * length;
            day(months.div_euclid(12), months.rem_euclid(12) + 1, 1)
        };
        Some((start(steps), start(steps + 1)))
    };
    match unit {
        "week" => {
            // 1970-01-01 was a Thursday.
            let monday = today - (today + 3).rem_euclid(7) + 7 * steps;
            Some((monday, monday + 7))
        }
        "month" => months(year * 12 + month - 1, 1),
        "quarter" => months(year * 12 + (month - 1) / 3 * 3, 3),
        "year" => months(year * 12, 12),
        _ => None,
    }
}

/// The same day so many months before; the last of its month where that is shorter.
fn months_before(today: i64, amount: i64) -> i64 {
    let (year, month, of_month) = date(today);
    let months = year * 12 + month - 1 - amount;
    let (year, month) = (months.div_euclid(12), months.rem_euclid(12) + 1);
    day(year, month, of_month).min(month_start(year, month + 1) - 1)
}

/// Year, month and day of a day since 1970-01-01.
fn date(day_number: i64) -> (i64, i64, i64) {
    let year = year(day_number);
    let month = (1..=12).rev().find(|month| month_start(year, *month) <= day_number).unwrap_or(1);
    (year, month, day_number - month_start(year, month) + 1)
}

/// A day since 1970-01-01 as `2025-03-04`.
pub fn written(day_number: i64) -> String {
    let (year, month, day) = date(day_number);
    format!("{year:04}-{month:02}-{day:02}")
}

/// The year of a day since 1970-01-01.
pub fn year(day_number: i64) -> i64 {
    let guess = 1970 + day_number.div_euclid(366) - 1;
    (guess..guess + 1000).find(|year| day(year + 1, 1, 1) > day_number).unwrap_or(guess)
}

/// At least and at most this many minutes. Reads `>2h`, `>=90`, `<30m`, `2h`, `1h30m`, `30m..2h`, `..1d`, `2h..`.
///
/// A length alone means itself up to the next whole unit: `2h` is 120 to 179.
pub fn minutes_range(text: &str) -> Option<(Option<u64>, Option<u64>)> {
    if let Some((from, to)) = text.split_once("..") {
        let side =
            |text: &str| if text.is_empty() { Some(None) } else { minutes(text).map(|(length, _)| Some(length)) };
        let (from, to) = (side(from)?, side(to)?);
        return (from.is_some() || to.is_some()).then_some((from, to));
    }
    if let Some(rest) = text.strip_prefix(">=") {
        return Some((Some(minutes(rest)?.0), None));
    }
    if let Some(rest) = text.strip_prefix("<=") {
        return Some((None, Some(minutes(rest)?.0)));
    }
    if let Some(rest) = text.strip_prefix('>') {
        return Some((Some(minutes(rest)?.0 + 1), None));
    }
    if let Some(rest) = text.strip_prefix('<') {
        return Some((None, Some(minutes(rest)?.0.checked_sub(1)?)));
    }
    let (length, unit) = minutes(text.strip_prefix('=').unwrap_or(text))?;
    Some((Some(length), Some(length + unit - 1)))
}

/// Names of units, the longer ones first where one begins with another, with their minutes.
const UNITS: &[(&str, u64)] = &[
    ("weeks", 10_080),
    ("week", 10_080),
    ("w", 10_080),
    ("days", 1440),
    ("day", 1440),
    ("d", 1440),
    ("hours", 60),
    ("hour", 60),
    ("hrs", 60),
    ("hr", 60),
    ("h", 60),
    ("minutes", 1),
    ("minute", 1),
    ("mins", 1),
    ("min", 1),
    ("m", 1),
];

/// A length and its smallest unit, both in minutes; a bare number is minutes.
fn minutes(text: &str) -> Option<(u64, u64)> {
    let text = text.trim().to_ascii_lowercase();
    let mut rest = text.as_str();
    let (mut total, mut unit) = (0.0, 1);
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let amount: f64 = rest[..end].parse().ok()?;
        rest = &rest[end..];
        let (name, minutes) = UNITS.iter().find(|(name, _)| rest.starts_with(name)).unwrap_or(&("", 1));
        rest = rest[name.len()..].trim_start();
        if name.is_empty() && !rest.is_empty() {
            return None;
        }
        unit = *minutes;
        total += amount * *minutes as f64;
    }
    (total <= 1e9).then_some((total.round() as u64, unit))
}

fn number(text: &str, digits: usize) -> Option<i64> {
    (text.len() <= digits && !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
        .filter(|_| digits != 4 || text.len() == 4)
}

fn month_start(year: i64, month: i64) -> i64 {
    if month > 12 { day(year + 1, month - 12, 1) } else { day(year, month, 1) }
}

/// Days since 1970-01-01 of a date in the Gregorian calendar.
///
/// Counts in eras of 400 years that begin in March, so that the leap day is the last of its year.
pub fn day(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_have_a_first_day_and_an_end() {
        for (text, expected) in [
            ("1970", Ok((0, 365))),
            ("1970-02", Ok((31, 59))),
            ("1970-01-02", Ok((1, 2))),
            ("2024-02-29", Ok((day(2024, 2, 29), day(2024, 3, 1)))),
            ("2025-Q3", Ok((day(2025, 7, 1), day(2025, 10, 1)))),
            ("2025-q4", Ok((day(2025, 10, 1), day(2026, 1, 1)))),
            ("2025-13", Err(NoPeriod::Missing)),
            ("2025-00-04", Err(NoPeriod::Missing)),
            ("2025-04-00", Err(NoPeriod::Missing)),
            ("2025-04-32", Err(NoPeriod::Missing)),
            ("2025-Q5", Err(NoPeriod::Missing)),
            ("25", Err(NoPeriod::Other)),
            ("2025-Q1-02", Err(NoPeriod::Other)),
            ("2025-01-02-03", Err(NoPeriod::Other)),
            ("yesterday", Err(NoPeriod::Other)),
            ("90d", Err(NoPeriod::Other)),
            ("", Err(NoPeriod::Other)),
        ] {
            let expected = expected.map(|(from, until)| Period { from, until, kind: Kind::Stated });
            assert_eq!(period(text, None), expected, "{text}");
        }
    }

    #[test]
    fn a_day_that_its_month_has_not_is_the_last_it_has() {
        for (text, expected) in
            [("2024-02-30", "2024-02-29"), ("2025-02-29", "2025-02-28"), ("2025-04-31", "2025-04-30")]
        {
            let found = period(text, None).unwrap();
            assert_eq!((written(found.from).as_str(), found.kind), (expected, Kind::Nearest), "{text}");
        }
    }

    #[test]
    fn days_are_counted_from_today() {
        // A Wednesday.
        let today = day(2025, 3, 5);
        for (text, from, last) in [
            ("today", "2025-03-05", "2025-03-05"),
            ("Yesterday", "2025-03-04", "2025-03-04"),
            ("90d", "2024-12-05", "2024-12-05"),
            ("2w", "2025-02-19", "2025-02-19"),
            ("1month", "2025-02-05", "2025-02-05"),
            ("2q", "2024-09-05", "2024-09-05"),
            ("1y", "2024-03-05", "2024-03-05"),
            ("last-30-days", "2025-02-03", "2025-02-03"),
            ("this-week", "2025-03-03", "2025-03-09"),
            ("last-week", "2025-02-24", "2025-03-02"),
            ("last-month", "2025-02-01", "2025-02-28"),
            ("this-quarter", "2025-01-01", "2025-03-31"),
            ("last-quarter", "2024-10-01", "2024-12-31"),
            ("previous-year", "2024-01-01", "2024-12-31"),
        ] {
            let found = period(text, Some(today)).unwrap();
            let expected = (from.to_owned(), last.to_owned(), Kind::Counted);
            assert_eq!((written(found.from), written(found.until - 1), found.kind), expected, "{text}");
        }
        assert_eq!(written(period("1m", Some(day(2025, 3, 31))).unwrap().from), "2025-02-28");
        for text in ["d", "90", "90x", "last-", "last-decade", "123456d", "tomorrow"] {
            assert_eq!(period(text, Some(today)), Err(NoPeriod::Other), "{text}");
        }
    }

    #[test]
    fn a_day_knows_its_year() {
        for (date, expected) in
            [((1970, 1, 1), 1970), ((1999, 12, 31), 1999), ((2024, 12, 31), 2024), ((2025, 1, 1), 2025)]
        {
            assert_eq!(year(day(date.0, date.1, date.2)), expected);
        }
    }

    #[test]
    fn lengths_are_read_as_they_are_typed() {
        for (text, expected) in [
            (">2h", Some((Some(121), None))),
            (">=90", Some((Some(90), None))),
            ("<30m", Some((None, Some(29)))),
            ("<=1d", Some((None, Some(1440)))),
            ("2h", Some((Some(120), Some(179)))),
            ("1h30m", Some((Some(90), Some(90)))),
            ("1.5h", Some((Some(90), Some(149)))),
            ("45", Some((Some(45), Some(45)))),
            ("30m..2h", Some((Some(30), Some(120)))),
            ("..1w", Some((None, Some(10_080)))),
            ("2hours..", Some((Some(120), None))),
            ("..", None),
            ("<0", None),
            ("long", None),
            (">", None),
            ("99999999999999999999h", None),
        ] {
            assert_eq!(minutes_range(text), expected, "{text}");
        }
    }
}
