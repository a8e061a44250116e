//! Tables of the trends: a caption, heads and cells in the words of the page.

use serde::Serialize;

use super::Names;
use crate::analyse::Summary;
use crate::model::{Minutes, PartialDate};
use crate::render::view::Link;
use crate::render::words;

/// A table whose first column names the row.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Grid {
    pub caption: String,
    pub head: Vec<Head>,
    pub rows: Vec<Vec<Cell>>,
    /// Few and short columns, which stay a table where the screen is narrow.
    pub is_compact: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Head {
    pub text: String,
    pub is_number: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Default)]
pub struct Cell {
    pub text: String,
    /// Relative to the site.
    pub path: Option<String>,
    /// Several links in one cell, instead of the text.
    pub links: Vec<Link>,
    /// `number`, `date`, `prose`, `typed` or empty.
    pub class: &'static str,
    /// Nobody said, or there are too few to say.
    pub missing: bool,
    /// Words of a document.
    pub quoted: bool,
}

impl Grid {
    /// A head that ends in `#` is one of numbers.
    pub fn new(caption: &str, head: &[&str]) -> Self {
        let head =
            head.iter().map(|text| Head { text: text.trim_end_matches('#').into(), is_number: text.ends_with('#') });
        Self { caption: caption.to_owned(), head: head.collect(), rows: Vec::new(), is_compact: false }
    }

    pub fn rows(mut self, rows: impl IntoIterator<Item = Vec<Cell>>) -> Self {
        self.rows = rows.into_iter().collect();
        let is_short = |row: &Vec<Cell>| row.first().is_none_or(|cell| cell.text.chars().count() <= 26);
        self.is_compact = self.head.len() <= 4
            && self.head.iter().skip(1).all(|head| head.is_number && head.text.len() <= 16)
            && self.rows.iter().all(is_short);
        self
    }

    /// Incidents by title and date.
    pub fn of_incidents<'a>(caption: &str, names: &Names, incidents: impl Iterator<Item = &'a String>) -> Self {
        let rows = incidents.map(|name| vec![Cell::link(names.link(name)), Cell::date(names.date(name))]);
        Self::new(caption, &["Incident", "Date"]).rows(rows)
    }

    /// A row of figures each.
    pub fn of_figures(caption: &str, first: &str, rows: Vec<Vec<Cell>>) -> Self {
        let head: Vec<&str> = std::iter::once(first).chain(FIGURES).collect();
        Self::new(caption, &head).rows(rows)
    }
}

const FIGURES: [&str; 5] = ["Median#", "Interval of the median#", "Shortest#", "Longest#", "n#"];

/// A length of time as pages say it.
pub fn length(length: Minutes) -> String {
    words::duration(length)
}

/// Median, interval, range and number of a summary, as cells; below `from` values only the range.
pub fn figures(summary: &Summary, from: usize) -> Vec<Cell> {
    let enough = summary.n >= from;
    let interval = summary.interval.as_ref().filter(|_| enough);
    let interval =
        interval.map(|it| format!("{} to {} ({:.0} % sure)", length(it.low), length(it.high), it.coverage * 100.0));
    vec![
        if enough { Cell::length(summary.median) } else { Cell::missing(&format!("fewer than {from}")).number_like() },
        interval.map_or_else(Cell::default, Cell::text).number_like(),
        Cell::length(summary.min),
        Cell::length(summary.max),
        Cell::number(summary.n),
    ]
}

impl Cell {
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    pub fn missing(text: &str) -> Self {
        Self { missing: true, ..Self::text(text) }
    }

    pub fn number(n: usize) -> Self {
        Self::text(words::number(n)).number_like()
    }

    /// Days with their unit.
    pub fn days(days: Option<i64>) -> Self {
        let days = days.and_then(|days| usize::try_from(days).ok());
        Self::maybe(days.map(|days| words::count(days, "day", "days"))).number_like()
    }

    pub fn length(length: Option<Minutes>) -> Self {
        Self::maybe(length.map(self::length)).number_like()
    }

    pub fn date(date: Option<PartialDate>) -> Self {
        let cell = date.map_or_else(|| Self::missing("no date"), |date| Self::text(date.to_string()));
        Self { class: "date", ..cell }
    }

    pub fn maybe(text: Option<String>) -> Self {
        text.map_or_else(|| Self::missing("not recorded"), Self::text)
    }

    pub fn prose(text: impl Into<String>) -> Self {
        Self { class: "prose", ..Self::text(text) }
    }

    /// Something to be typed.
    pub fn code(text: impl Into<String>) -> Self {
        Self { class: "typed", ..Self::text(text) }
    }

    /// Words of a document.
    pub fn quote(text: impl Into<String>) -> Self {
        Self { quoted: true, ..Self::prose(text) }
    }

    pub fn links(links: Vec<Link>) -> Self {
        Self { links, class: "prose links", ..Self::default() }
    }

    pub fn link(link: Link) -> Self {
        Self { path: link.path, ..Self::text(link.text) }
    }

    /// The same, leading somewhere.
    pub fn to(self, path: Option<String>) -> Self {
        Self { path, ..self }
    }

    /// The same, as words of a document.
    pub fn quoted(self) -> Self {
        Self { quoted: true, ..self }
    }

    /// Set as numbers are.
    pub fn number_like(self) -> Self {
        Self { class: "number", ..self }
    }
}
