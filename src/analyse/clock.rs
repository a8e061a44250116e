//! The second clock: only the hours in which support is on duty.
//!
//! Input: two moments and a calendar. Output: minutes on duty. Knows nothing of incidents.

use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff::tz::TimeZone;
use serde::Serialize;

use crate::config::SupportHours;
use crate::model::{Minutes, Moment};

/// Longest span that is walked day by day: ten years.
const LONGEST_DAYS: i64 = 3_660;

/// The calendar of support, checked.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SupportClock {
    /// 1 for Monday to 7 for Sunday, ascending.
    pub days: Vec<i8>,
    pub from: Time,
    pub to: Time,
    /// IANA name; `None` counts in the zone of each document.
    pub timezone: Option<String>,
    pub holidays: Vec<Date>,
}

impl SupportClock {
    /// Reads the settings; `fallback_zone` is the archive's own. `None` where a day, a time, a date or a zone is not one,
    /// or where the hours end before they begin.
    pub fn new(settings: &SupportHours, fallback_zone: Option<&str>) -> Option<Self> {
        let mut days: Vec<i8> = settings.days.iter().map(|day| weekday(day)).collect::<Option<_>>()?;
        days.sort_unstable();
        days.dedup();
        let timezone = settings.timezone.as_deref().or(fallback_zone).map(str::to_owned);
        if let Some(zone) = &timezone {
            TimeZone::get(zone).ok()?;
        }
        let clock = Self {
            days,
            from: settings.from.parse().ok()?,
            to: settings.to.parse().ok()?,
            timezone,
            holidays: settings.holidays.iter().map(|day| day.parse().ok()).collect::<Option<_>>()?,
        };
        (clock.from < clock.to).then_some(clock)
    }

    /// Minutes on duty between two moments; `None` where either is not exact to the minute or the second comes first.
    pub fn between(&self, start: &Moment, end: &Moment) -> Option<Minutes> {
        let (start, end) = (self.local(start)?, self.local(end)?);
        let span = end.date().duration_since(start.date()).as_hours() / 24;
        if end < start || span > LONGEST_DAYS {
            return None;
        }
        let mut seconds = 0;
        let mut day = start.date();
        loop {
            if self.is_on_duty(day) {
                let from = day.to_datetime(self.from).max(start);
                let to = day.to_datetime(self.to).min(end);
                seconds += to.duration_since(from).as_secs().max(0);
            }
            if day == end.date() {
                return Some(Minutes::from_seconds(seconds));
            }
            day = day.tomorrow().ok()?;
        }
    }

    /// Whether support was on duty at a moment; `None` where its day or its clock is not known.
    pub fn is_on_duty_at(&self, moment: &Moment) -> Option<bool> {
        let local = self.local(moment)?;
        Some(self.is_on_duty(local.date()) && (self.from..self.to).contains(&local.time()))
    }

    /// In a week without holidays.
    pub fn hours_a_week(&self) -> f64 {
        self.to.duration_since(self.from).as_secs_f64() / 3600.0 * self.days.len() as f64
    }

    fn is_on_duty(&self, day: Date) -> bool {
        self.days.contains(&day.weekday().to_monday_one_offset()) && !self.holidays.contains(&day)
    }

    /// The moment on the calendar's own clock; `None` where its day or time is not known.
    pub fn local(&self, moment: &Moment) -> Option<DateTime> {
        if let (Some(instant), Some(zone)) = (moment.utc, &self.timezone) {
            return Some(instant.to_zoned(TimeZone::get(zone).ok()?).datetime());
        }
        let (date, time) = (moment.date?.day()?, moment.time?);
        Some(date.at(time.hour, time.minute, time.second.unwrap_or(0), 0))
    }
}

fn weekday(name: &str) -> Option<i8> {
    let day = match name.get(..3)?.to_lowercase().as_str() {
        "mon" => Weekday::Monday,
        "tue" => Weekday::Tuesday,
        "wed" => Weekday::Wednesday,
        "thu" => Weekday::Thursday,
        "fri" => Weekday::Friday,
        "sat" => Weekday::Saturday,
        "sun" => Weekday::Sunday,
        _ => return None,
    };
    Some(day.to_monday_one_offset())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ClockTime, PartialDate, Precision};

    fn moment(text: &str) -> Moment {
        let at: DateTime = text.parse().unwrap();
        Moment {
            text: text.to_owned(),
            utc: None,
            date: Some(PartialDate::Day(at.date())),
            time: Some(ClockTime { hour: at.hour(), minute: at.minute(), second: None }),
            zone: None,
            precision: Precision::Minute,
            approximate: false,
        }
    }

    fn check(start: &str, end: &str, expected: Option<i64>) {
        let settings = SupportHours {
            days: ["mon", "tue", "wed", "thu", "fri"].map(String::from).to_vec(),
            from: "10:00".into(),
            to: "17:00".into(),
            timezone: None,
            holidays: vec!["2024-07-24".into()],
        };
        let clock = SupportClock::new(&settings, None).unwrap();
        assert_eq!(clock.between(&moment(start), &moment(end)), expected.map(Minutes::new));
    }

    #[test]
    fn only_hours_on_duty_count() {
        check("2024-07-22T12:00", "2024-07-22T13:30", Some(90));
        check("2024-07-22T16:00", "2024-07-23T11:00", Some(120));
        check("2024-07-22T18:00", "2024-07-22T23:00", Some(0));
        // Friday evening to Monday noon.
        check("2024-07-19T16:30", "2024-07-22T12:00", Some(150));
    }

    #[test]
    fn a_holiday_counts_nothing() {
        check("2024-07-23T16:00", "2024-07-25T11:00", Some(120));
    }

    #[test]
    fn an_end_before_its_start_is_not_counted() {
        check("2024-07-22T12:00", "2024-07-22T11:00", None);
    }
}
