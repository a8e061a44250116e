//! Every notation of the recogniser as an example: what is written, what is read.

mod documents;
mod durations;
mod leading;
mod properties;
mod ranges;
mod stamps;
mod zones;

use super::*;

/// A stamp in one line: date, time, zone, `~` where approximate, `!code` for each oddity.
fn show(stamp: &Stamp) -> String {
    let mut parts = Vec::new();
    parts.extend(stamp.date.map(show_date));
    parts.extend(stamp.time.map(|time| time.to_string()));
    parts.extend(stamp.zone.as_ref().map(|zone| zone.name().to_owned()));
    parts.extend(stamp.approximate.then(|| "~".to_owned()));
    parts.extend(stamp.oddities.iter().map(|oddity| format!("!{}", oddity.code())));
    parts.join(" ")
}

/// Missing parts as in ISO 8601: `--03-03` has no year, `---22` neither year nor month.
fn show_date(date: WrittenDate) -> String {
    match date {
        WrittenDate::Full(date) => date.to_string(),
        WrittenDate::YearMonth { year, month } => format!("{year:04}-{month:02}"),
        WrittenDate::Year(year) => format!("{year:04}"),
        WrittenDate::MonthDay { month, day } => format!("--{month:02}-{day:02}"),
        WrittenDate::DayOfMonth { day } => format!("---{day:02}"),
        WrittenDate::Ambiguous { first, second, year } => {
            format!("{first}|{second}|{}", year.map_or("-".to_owned(), |year| year.to_string()))
        }
    }
}

/// Both ends of a range with `..` between them, `+1` where the end was rolled to the next day.
fn show_range(range: &StampRange) -> String {
    let also = range.also.as_ref().map(|also| format!(" ({})", show(also))).unwrap_or_default();
    let from = show(&range.from) + &also;
    let rolled = if range.rolled { " +1" } else { "" };
    match &range.to {
        Some(to) => format!("{from} .. {}{rolled}", show(to)),
        None => from,
    }
}

#[test]
fn every_oddity_is_a_finding_of_the_catalogue() {
    use Oddity::*;
    for oddity in [
        AmPmSuspect,
        YearTypo,
        UnknownOffset,
        ZoneAmbiguous,
        ZoneDstSuspect,
        DateAmbiguous,
        TimeUnreadable,
        ClocksDisagree,
    ] {
        assert!(crate::diagnostic::find(oddity.code()).is_some(), "{}", oddity.code());
    }
}
