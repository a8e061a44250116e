//! Days, periods and lengths of time as a reader types them. Plain arithmetic: no clock, no zone.

/// The first day of a period and the first day after it, in days since 1970-01-01.
///
/// Reads `2025`, `2025-Q3`, `2025-03` and `2025-03-04`; anything else is `None`.
pub fn period(text: &str) -> Option<(i64, i64)> {
    let mut pieces = text.splitn(3, '-');
    let year = number(pieces.next()?, 4)?;
    let Some(second) = pieces.next() else { return Some((day(year, 1, 1), day(year + 1, 1, 1))) };
    if let Some(quarter) = second.strip_prefix(['Q', 'q']) {
        let quarter = number(quarter, 1).filter(|quarter| (1..=4).contains(quarter) && pieces.next().is_none())?;
        return Some((month_start(year, quarter * 3 - 2), month_start(year, quarter * 3 + 1)));
    }
    let month = number(second, 2).filter(|month| (1..=12).contains(month))?;
    let next_month = month_start(year, month + 1);
    let Some(third) = pieces.next() else { return Some((month_start(year, month), next_month)) };
    let start = day(year, month, number(third, 2).filter(|day| *day > 0)?);
    (start < next_month).then_some((start, start + 1))
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
            ("1970", Some((0, 365))),
            ("1970-02", Some((31, 59))),
            ("1970-01-02", Some((1, 2))),
            ("2024-02-29", Some((day(2024, 2, 29), day(2024, 3, 1)))),
            ("2025-Q3", Some((day(2025, 7, 1), day(2025, 10, 1)))),
            ("2025-q4", Some((day(2025, 10, 1), day(2026, 1, 1)))),
            ("2025-02-29", None),
            ("2025-13", None),
            ("2025-Q5", None),
            ("25", None),
            ("yesterday", None),
            ("", None),
        ] {
            assert_eq!(period(text), expected, "{text}");
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
