//! Lengths of time on a logarithmic axis: a dot each, stacked where they would lie on each other, and their median.

use std::collections::BTreeMap;

use super::{NARROW, Svg, WIDE, text_width};

/// One length.
#[derive(Debug, Clone, PartialEq)]
pub struct Dot {
    pub minutes: f64,
    /// From the page.
    pub href: String,
    pub label: String,
}

/// The middle value with its interval, in minutes.
#[derive(Debug, Clone, PartialEq)]
pub struct Middle {
    pub median: f64,
    pub interval: Option<(f64, f64)>,
    /// `median 2 h 30 min`
    pub label: String,
}

/// Lengths that may be labelled, in minutes.
const TICKS: [(f64, &str); 10] = [
    (1.0, "1 min"),
    (5.0, "5 min"),
    (15.0, "15 min"),
    (60.0, "1 h"),
    (240.0, "4 h"),
    (1_440.0, "1 d"),
    (10_080.0, "1 week"),
    (43_200.0, "1 month"),
    (525_600.0, "1 year"),
    (5_256_000.0, "10 years"),
];
/// Above the dots, for the median and its label.
const HEAD: f64 = 40.0;
const FOOT: f64 = 22.0;
/// Width of a stack in percent: a dot and a hair on a narrow chart.
const BIN: f64 = 3.2;
/// More dots than this become bars without links.
pub const MOST_DOTS: usize = 400;
const TALLEST: f64 = 150.0;

/// Draws the spread; `id` is unique on the page. `dots` may not be empty.
pub fn spread(id: &str, title: &str, description: &str, dots: &[Dot], middle: Option<&Middle>) -> String {
    let scale = Scale::new(dots);
    let mut stacks = BTreeMap::<i64, Vec<&Dot>>::new();
    for dot in dots {
        stacks.entry((scale.x(dot.minutes) / BIN).floor() as i64).or_default().push(dot);
    }
    let tallest = stacks.values().map(Vec::len).max().unwrap_or(1) as f64;
    let step = (TALLEST / tallest).min(11.0);
    let base = match middle {
        Some(_) => HEAD + (step * tallest).max(44.0) + 8.0,
        None => step * tallest + 16.0,
    };
    let mut svg = Svg::open("spread", id, "group", base + FOOT, title, description);
    if let Some(middle) = middle {
        draw_middle(&mut svg, &scale, middle, base);
    }
    for (bin, stack) in &stacks {
        if dots.len() > MOST_DOTS {
            let height = step * stack.len() as f64;
            svg.raw("<rect class=\"bar\"").place(*bin as f64 * BIN + 0.2, BIN - 0.4, base - height, height).raw("/>");
            continue;
        }
        for (at, dot) in stack.iter().enumerate() {
            svg.point(scale.x(dot.minutes), base - 6.0 - step * at as f64, &dot.href, &dot.label);
        }
    }
    ticks(&mut svg, &scale, base);
    svg.close()
}

struct Scale {
    first: f64,
    last: f64,
}

impl Scale {
    fn new(dots: &[Dot]) -> Self {
        let values = || dots.iter().map(|dot| dot.minutes.max(1.0));
        let (low, high) = (values().fold(f64::MAX, f64::min), values().fold(1.0, f64::max));
        Self { first: (low / 2.0).clamp(0.8, 30.0).ln(), last: (high * 1.5).max(240.0).ln() }
    }

    /// Percent of the width.
    fn x(&self, minutes: f64) -> f64 {
        2.0 + 96.0 * ((minutes.max(1.0).ln() - self.first) / (self.last - self.first)).clamp(0.0, 1.0)
    }
}

fn draw_middle(svg: &mut Svg, scale: &Scale, middle: &Middle, base: f64) {
    let x = scale.x(middle.median);
    if let Some((low, high)) = middle.interval {
        let (from, to) = (scale.x(low), scale.x(high));
        svg.raw("<rect class=\"interval\"").place(from, to - from, 20.0, base - 20.0).raw("/>");
    }
    svg.vertical("median", x, 20.0, base);
    let class = match x {
        ..=30.0 => "median-label",
        70.0.. => "median-label end",
        _ => "median-label middle",
    };
    svg.label(class, x, 13.0, &middle.label);
}

fn ticks(svg: &mut Svg, scale: &Scale, base: f64) {
    let (mut wide, mut narrow) = (f64::MIN, f64::MIN);
    for (minutes, label) in TICKS {
        if minutes.ln() < scale.first || minutes.ln() > scale.last {
            continue;
        }
        let (x, half) = (scale.x(minutes), text_width(label) / 2.0);
        svg.vertical("tick", x, base, base + 5.0);
        let fits = |chart: f64, end: f64| {
            let at = x / 100.0 * chart;
            at - half >= end && at + half <= chart && at - half >= 0.0
        };
        if !fits(WIDE, wide) {
            continue;
        }
        wide = x / 100.0 * WIDE + half + 8.0;
        let is_narrow = fits(NARROW, narrow);
        if is_narrow {
            narrow = x / 100.0 * NARROW + half + 8.0;
        }
        svg.label(if is_narrow { "tick-label middle" } else { "tick-label middle wide" }, x, base + 16.0, label);
    }
    svg.horizontal("axis", base);
}
