//! What holds for any text at all.

use std::ops::Range;

use proptest::prelude::*;

use super::*;

const ORDERS: [DayOrder; 3] = [DayOrder::DayFirst, DayOrder::MonthFirst, DayOrder::Undecided];

/// Pieces that times are made of, so that random lines come close to real ones.
const PIECES: &[&str] = &[
    "2024",
    "20245",
    "1",
    "9",
    "12",
    "13",
    "24",
    "31",
    "59",
    "60",
    "00",
    "1600",
    "070223",
    "99999999999",
    "-",
    "–",
    "/",
    ":",
    ".",
    ",",
    " ",
    "  ",
    "\t",
    "T",
    "Z",
    "UTC",
    "GMT",
    "IST",
    "Denver",
    "+",
    "am",
    "PM",
    "a.m.",
    "h",
    "m",
    "s",
    "d",
    "min",
    "hours",
    "March",
    "may",
    "Mon",
    "th",
    "of",
    "on",
    "at",
    "in",
    "to",
    "until",
    "and",
    "between",
    "from",
    "about",
    "~",
    "~~",
    "→",
    "-->",
    "(",
    ")",
    "[",
    "]",
    "?",
    "??",
    "HH",
    "mm",
    "half",
    "an",
    "a",
    "hour",
    "one",
    "twenty",
    "½",
    "時間",
    "\u{202F}",
    "\u{200B}",
    "é",
    "https://x/1:2",
    "%",
    "#",
    "$",
    "+5",
    "every",
    "noon",
    "midnight",
    "all times",
    "Pacific",
    "America/New_York",
    "TBC",
    "Time",
    "week",
    "00:45:00",
    "10:05",
    "2024-03-03",
];

fn lines() -> impl Strategy<Value = String> {
    let made = prop::collection::vec(prop::sample::select(PIECES), 0..24).prop_map(|pieces| pieces.concat());
    let spaced = prop::collection::vec(prop::sample::select(PIECES), 0..24).prop_map(|pieces| pieces.join(" "));
    prop_oneof![any::<String>(), "\\PC{0,60}", made, spaced]
}

/// Every range is a piece of the text, and they follow each other.
fn check_ranges<'a>(text: &str, ranges: impl Iterator<Item = &'a Range<usize>>) {
    let mut end = 0;
    for range in ranges {
        assert!(text.get(range.clone()).is_some_and(|piece| !piece.is_empty()), "{range:?} of {text:?}");
        assert!(range.start >= end, "{range:?} begins before {end} in {text:?}");
        end = range.end;
    }
}

#[test]
fn a_line_of_twenty_kilobytes_is_read() {
    for piece in PIECES {
        for text in [piece.repeat(20_000 / piece.len()), format!("{piece} ").repeat(20_000 / (piece.len() + 1))] {
            stamps(&text, DayOrder::Undecided);
            ranges(&text, DayOrder::Undecided);
            leading(&text, DayOrder::Undecided);
            durations(&text);
            value(&text, DayOrder::Undecided);
            document_year(&text);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_without_a_panic_and_in_order(text in lines()) {
        for order in ORDERS {
            check_ranges(&text, stamps(&text, order).iter().map(|stamp| &stamp.range));
            check_ranges(&text, ranges(&text, order).iter().map(|found| &found.range));
            if let Some(found) = leading(&text, order) {
                check_ranges(&text, [&found.range].into_iter());
                prop_assert!(text.get(found.rest..).is_some() && found.rest >= found.range.end);
            }
            if let Some(found) = value(&text, order) {
                check_ranges(&text, [&found.range].into_iter());
            }
        }
        check_ranges(&text, durations(&text).iter().map(|found| &found.range));
        document_zone(&text);
        document_year(&text);
        parse_zone(&text);
        file_date(&text);
        proven_order(text.lines());
    }

    #[test]
    fn a_clock_written_in_full_is_read_back(hour in 0i8..24, minute in 0i8..60, pad in any::<bool>()) {
        let text = if pad { format!("{hour:02}:{minute:02} UTC: began") } else { format!("{hour}:{minute:02} UTC: began") };
        let found = stamps(&text, DayOrder::Undecided);
        prop_assert_eq!(found.len(), 1);
        prop_assert_eq!(found[0].time, Some(ClockTime { hour, minute, second: None }));
    }

    #[test]
    fn a_date_written_in_full_is_read_back(day in 0i32..40_000) {
        let date = civil::date(1990, 1, 1).saturating_add(jiff::Span::new().days(day));
        for format in ["%Y-%m-%d", "%B %-d, %Y", "%-d %b %Y", "%A %-d of %B %Y"] {
            let text = format!("on {}, we", date.strftime(format));
            let found: Vec<_> = stamps(&text, DayOrder::Undecided).into_iter().filter_map(|stamp| stamp.date).collect();
            prop_assert_eq!(found, vec![WrittenDate::Full(date)], "{}", text);
        }
    }

    #[test]
    fn a_length_written_in_full_is_read_back(hours in 0i64..1000, minutes in 0i64..60) {
        for text in [format!("{hours}h {minutes}m"), format!("{hours} hours and {minutes} minutes"), format!("{hours}h{minutes:02}m")] {
            let found = durations(&text);
            prop_assert_eq!(found.len(), 1, "{}", text);
            prop_assert_eq!(found[0].length, crate::model::Minutes::new(hours * 60 + minutes), "{}", text);
        }
    }
}
