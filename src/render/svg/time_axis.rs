//! A horizontal axis of days: where a day lies and which dates are labelled.

use jiff::civil::Date;

use super::{NARROW, Svg, WIDE, text_width};
use crate::render::moment::days_since_1970;

/// Maps days since 1970 to percent of the width.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TimeAxis {
    first: f64,
    last: f64,
}

/// Room left of the first and right of the last mark, in percent: the left one also holds the labels of the heights.
const LEFT: f64 = 5.0;
const RIGHT: f64 = 2.0;

/// A labelled date.
#[derive(Debug, Clone, PartialEq)]
pub struct Tick {
    pub x: f64,
    pub label: String,
    /// Whether it still fits where the chart is narrow.
    pub narrow: bool,
}

impl TimeAxis {
    /// An axis from the first to the last day, at least two months long.
    pub fn new((first, last): (f64, f64)) -> Self {
        let missing = (60.0 - (last - first)).max(0.0);
        Self { first: first - missing / 2.0, last: last + missing / 2.0 }
    }

    /// The axis of one calendar year.
    pub fn of_year(year: i16) -> Option<Self> {
        let first = Date::new(year, 1, 1).ok()?;
        let last = Date::new(year, 12, 31).ok()?;
        Some(Self { first: f64::from(days_since_1970(first)), last: f64::from(days_since_1970(last)) + 1.0 })
    }

    pub fn x(&self, day: f64) -> f64 {
        LEFT + (100.0 - LEFT - RIGHT) * (day - self.first) / (self.last - self.first)
    }

    /// The first days of years or months, as many as can be labelled.
    pub fn ticks(&self) -> Vec<Tick> {
        let years = (self.last - self.first) / 365.25;
        let step_months =
            [1, 3, 6, 12, 24, 60, 120, 240].into_iter().find(|step| years * 12.0 / f64::from(*step) <= 9.0);
        let step_months = step_months.unwrap_or(600);
        let mut ticks = Vec::new();
        let (mut wide_end, mut narrow_end) = (f64::MIN, f64::MIN);
        let start = day_to_date(self.first);
        let mut month = (i32::from(start.year()) * 12) / step_months * step_months;
        while let Some(date) = month_start(month) {
            let day = f64::from(days_since_1970(date));
            if day > self.last {
                break;
            }
            month += step_months;
            let x = self.x(day);
            let label = if step_months >= 12 { date.year().to_string() } else { date.to_string()[..7].to_owned() };
            if day < self.first || x > 100.0 - text_width(&label) / WIDE * 100.0 {
                continue;
            }
            let wide = x / 100.0 * WIDE;
            if wide < wide_end {
                continue;
            }
            wide_end = wide + text_width(&label) + 8.0;
            let at = x / 100.0 * NARROW;
            let narrow = at >= narrow_end && at + text_width(&label) <= NARROW;
            if narrow {
                narrow_end = at + text_width(&label) + 8.0;
            }
            ticks.push(Tick { x, label, narrow });
        }
        ticks
    }

    /// Draws the axis at `height` pixels with its ticks and their labels below it.
    pub fn draw(&self, svg: &mut Svg, height: f64) {
        for tick in self.ticks() {
            svg.vertical("tick", tick.x, height, height + 5.0);
            let class = if tick.narrow { "tick-label" } else { "tick-label wide" };
            svg.label(class, tick.x, height + 16.0, &tick.label);
        }
        svg.horizontal("axis", height);
    }
}

/// The first day of the `month`-th month since year 0.
fn month_start(month: i32) -> Option<Date> {
    let year = i16::try_from(month.div_euclid(12)).ok()?;
    Date::new(year, month.rem_euclid(12) as i8 + 1, 1).ok()
}

fn day_to_date(day: f64) -> Date {
    let days = jiff::ToSpan::days(day.floor() as i64);
    jiff::civil::date(1970, 1, 1).checked_add(days).unwrap_or(jiff::civil::date(1970, 1, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(date: &str) -> f64 {
        f64::from(days_since_1970(date.parse().unwrap()))
    }

    fn check(first: &str, last: &str, labels: &[&str]) {
        let ticks = TimeAxis::new((day(first), day(last))).ticks();
        assert_eq!(ticks.iter().map(|tick| tick.label.as_str()).collect::<Vec<_>>(), labels);
    }

    #[test]
    fn years_are_labelled_on_a_long_axis_and_months_on_a_short_one() {
        check("2019-06-01", "2024-03-01", &["2020", "2021", "2022", "2023", "2024"]);
        check("2024-01-20", "2024-06-30", &["2024-02", "2024-03", "2024-04", "2024-05", "2024-06"]);
    }

    #[test]
    fn a_single_day_has_an_axis_too() {
        let axis = TimeAxis::new((day("2024-05-12"), day("2024-05-12")));
        assert_eq!(axis.x(day("2024-05-12")), (LEFT + 100.0 - RIGHT) / 2.0);
    }
}
