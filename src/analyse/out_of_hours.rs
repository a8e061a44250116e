//! Starts outside support hours: how many incidents began while nobody was on duty.
//!
//! Input: incidents and the calendar of support. Output: a share with its interval, beside the share of the week that lies
//! outside. Only starts whose clock time and zone are known count; without a calendar in the settings the usual office
//! hours are assumed, and the sentence says so.

use jiff::civil::Time;
use serde::Serialize;

use super::archive::Case;
use super::causes::Share;
use super::clock::SupportClock;
use super::options::Options;
use super::wording;

/// Hours of a week.
const WEEK: f64 = 7.0 * 24.0;

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OutOfHours {
    pub hours: SupportClock,
    /// Nobody stated the hours: they are Monday to Friday from 9 to 17 in the zone of each document.
    pub assumed: bool,
    /// Incidents that began outside them.
    pub outside: usize,
    /// Incidents whose start is known by day, clock and zone.
    pub n: usize,
    /// All incidents.
    pub of: usize,
    /// Of those known; `None` where none is.
    pub share: Option<Share>,
    /// Share of a week without holidays that lies outside, 0 to 1: what an even spread would give.
    pub evenly: f64,
    /// `more often`, `less often` or `cannot tell`: against an even spread over the week.
    pub verdict: &'static str,
    /// Ids of those outside, oldest first.
    pub incidents: Vec<String>,
    pub reading: String,
}

/// Of these incidents, oldest first.
pub fn out_of_hours<'a>(cases: impl Iterator<Item = &'a Case<'a>>, options: &Options) -> OutOfHours {
    let stated = options.support_hours.clone();
    let assumed = stated.is_none();
    let hours = stated.unwrap_or_else(office_hours);
    let (mut of, mut n, mut incidents) = (0, 0, Vec::new());
    for case in cases {
        of += 1;
        let start = case.incident.started_at.as_ref();
        // Without a zone nobody knows which clock it was.
        let Some(on_duty) = start.filter(|start| start.utc.is_some()).and_then(|start| hours.is_on_duty_at(start))
        else {
            continue;
        };
        n += 1;
        if !on_duty {
            incidents.push(case.name.to_owned());
        }
    }
    let outside = incidents.len();
    let evenly = 1.0 - hours.hours_a_week() / WEEK;
    let share = Share::of(outside, n, options);
    let verdict = match &share {
        Some(share) if n >= options.thresholds.tested_from && share.low > evenly => "more often",
        Some(share) if n >= options.thresholds.tested_from && share.high < evenly => "less often",
        _ => super::compare::CANNOT_TELL,
    };
    let evenly = (evenly * 1000.0).round() / 1000.0;
    let mut found =
        OutOfHours { hours, assumed, outside, n, of, share, evenly, verdict, incidents, reading: String::new() };
    found.reading = reading(&found);
    found
}

fn office_hours() -> SupportClock {
    SupportClock {
        days: (1..=5).collect(),
        from: Time::constant(9, 0, 0, 0),
        to: Time::constant(17, 0, 0, 0),
        timezone: None,
        holidays: Vec::new(),
    }
}

fn reading(found: &OutOfHours) -> String {
    let hours = told(&found.hours);
    let hours = match found.assumed {
        true => format!("{hours}, which is assumed as no support hours are set"),
        false => format!("the support hours of the settings, {hours}"),
    };
    let Some(share) = &found.share else {
        let none = wording::sentence(&wording::some_of(0, found.of, "report", "gives", "give"));
        return format!("{none} the day, clock and zone of its start, so none can be held against {hours}.");
    };
    let started = wording::sentence(&wording::some_of(found.outside, found.n, "incident", "began", "began"));
    let known = match found.of - found.n {
        0 => String::new(),
        1 => " of which day, clock and zone of the start are known (one is not)".to_owned(),
        left => format!(" of which day, clock and zone of the start are known ({} are not)", wording::number(left)),
    };
    let started = match known.is_empty() {
        true => started,
        false => started.replacen(" began", &format!("{known} began"), 1),
    };
    let interval = format!("{} to {}, 95% sure", wording::percent(share.low), wording::percent(share.high));
    let against = match found.verdict {
        "more often" => "more often than an even spread over the week would give",
        "less often" => "less often than an even spread over the week would give",
        _ => "cannot tell from an even spread over the week",
    };
    format!(
        "{started} outside {hours}: {} ({interval}). {} of the week lies outside: {against}.",
        wording::percent(share.share),
        wording::percent(found.evenly),
    )
}

/// `Monday to Friday from 09:00 to 17:00 in the zone of each report`
fn told(hours: &SupportClock) -> String {
    const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let name = |day: &i8| usize::try_from(day - 1).ok().and_then(|at| DAYS.get(at)).copied().unwrap_or_default();
    let in_a_row = hours.days.windows(2).all(|pair| pair[1] == pair[0] + 1);
    let days = match hours.days.as_slice() {
        [first, .., last] if in_a_row && hours.days.len() > 2 => format!("{} to {}", name(first), name(last)),
        days => wording::list(&days.iter().map(|day| name(day).to_owned()).collect::<Vec<_>>()),
    };
    let clock = |time: Time| format!("{:02}:{:02}", time.hour(), time.minute());
    let zone = hours.timezone.as_deref().unwrap_or("the zone of each report");
    format!("{days} from {} to {} in {zone}", clock(hours.from), clock(hours.to))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::archive::Archive;
    use crate::analyse::sample::{archive as built, draft};

    fn check(starts: &[&str], options: &Options) -> OutOfHours {
        let kb = built(starts.iter().enumerate().map(|(at, start)| draft(&format!("i{at}")).on(start)));
        out_of_hours(Archive::new(&kb).cases.iter(), options)
    }

    #[test]
    fn a_start_counts_where_its_day_clock_and_zone_are_known() {
        // A Wednesday noon, a Wednesday night, a Saturday noon; one without a zone, one without a clock.
        let starts = ["2024-07-24T12:00Z", "2024-07-24T23:00Z", "2024-07-27T12:00Z", "2024-07-24T23:00", "2024-07-27"];
        let found = check(&starts, &Options::default());
        assert_eq!((found.outside, found.n, found.of, found.assumed), (2, 3, 5, true));
        assert_eq!(found.incidents, ["i1", "i2"]);
        assert_eq!(
            found.reading,
            "Two of three incidents of which day, clock and zone of the start are known (two are not) began outside \
             Monday to Friday from 09:00 to 17:00 in the zone of each report, which is assumed as no support hours are \
             set: 67% (21% to 94%, 95% sure). 76% of the week lies outside: cannot tell from an even spread over the week."
        );
    }

    #[test]
    fn the_hours_of_the_settings_count_in_their_zone_and_without_holidays() {
        let hours = SupportClock {
            days: vec![1, 2, 3, 4, 5, 6],
            from: Time::constant(8, 0, 0, 0),
            to: Time::constant(20, 0, 0, 0),
            timezone: Some("America/New_York".into()),
            holidays: vec![jiff::civil::date(2024, 7, 4)],
        };
        let options = Options { support_hours: Some(hours), ..Options::default() };
        // 08:30 in New York; 07:30; a holiday; a Saturday.
        let starts = ["2024-07-24T12:30Z", "2024-07-24T11:30Z", "2024-07-04T16:00Z", "2024-07-27T16:00Z"];
        let found = check(&starts, &options);
        assert_eq!((found.incidents.clone(), found.assumed), (vec!["i2".to_owned(), "i1".to_owned()], false));
        assert!(
            found.reading.contains(
                "the support hours of the settings, Monday to Saturday from 08:00 to 20:00 in America/New_York"
            )
        );
    }

    #[test]
    fn more_nights_than_a_week_has_are_told() {
        let nights: Vec<String> = (1..=28).map(|day| format!("2024-07-{day:02}T02:00Z")).collect();
        let nights: Vec<&str> = nights.iter().map(String::as_str).collect();
        assert_eq!(check(&nights, &Options::default()).verdict, "more often");
    }

    #[test]
    fn where_no_start_is_known_it_says_so() {
        let found = check(&["2024-07-24"], &Options::default());
        assert_eq!((found.n, found.share.is_none()), (0, true));
        assert!(found.reading.starts_with("No report gives the day, clock and zone of its start"), "{}", found.reading);
    }
}
