//! Due dates as people write them.

use jiff::civil::Date;

use crate::model::PartialDate;

use super::archive::last_day;

/// The last day a due date leaves: `2025-06-30`, `2025-06`, `Q4 2025`, `2025-Q4` or `2025`; `None` for anything else.
pub fn due_day(text: &str) -> Option<Date> {
    let text = text.trim();
    if let Ok(day) = text.parse::<Date>() {
        return Some(day);
    }
    if let Some((year, quarter)) = quarter(text) {
        return last_day(PartialDate::Month(year, quarter * 3));
    }
    let year = |text: &str| text.parse::<i16>().ok().filter(|year| (1990..2100).contains(year));
    match text.split_once('-') {
        Some((first, month)) => {
            let month = month.parse::<i8>().ok().filter(|month| (1..=12).contains(month))?;
            last_day(PartialDate::Month(year(first)?, month))
        }
        None => last_day(PartialDate::Year(year(text)?)),
    }
}

fn quarter(text: &str) -> Option<(i16, i8)> {
    let parts: Vec<&str> = text.split([' ', '-', '/']).collect();
    let [a, b] = parts[..] else { return None };
    let (year, quarter) = if a.starts_with(['Q', 'q']) { (b, a) } else { (a, b) };
    let number = quarter.strip_prefix(['Q', 'q'])?.parse::<i8>().ok().filter(|number| (1..=4).contains(number))?;
    Some((year.parse().ok()?, number))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(due_day(text).map(|day| day.to_string()).as_deref(), expected);
    }

    #[test]
    fn a_due_date_leaves_time_until_its_last_day() {
        check("2025-06-30", Some("2025-06-30"));
        check("2025-02", Some("2025-02-28"));
        check("Q4 2025", Some("2025-12-31"));
        check("2025-Q1", Some("2025-03-31"));
        check("2025", Some("2025-12-31"));
    }

    #[test]
    fn what_is_no_date_is_not_guessed() {
        check("soon", None);
        check("Q5 2025", None);
        check("next sprint", None);
    }
}
