//! What the archive tells across its documents: one question to a page.
//!
//! Input: the trends, already computed. Output: pages of one shape: a sentence that reads them, a chart, the lists behind
//! every number, how it was counted and how to put it right. Nothing here computes a statistic.

mod actions;
mod alerts;
mod calendar;
mod chains;
mod change_lag;
mod coverage;
mod detection;
mod durations;
mod factors;
mod false_leads;
mod first_read;
mod grid;
mod lessons;
mod life;
mod matrix;
mod mitigations;
mod names;
mod next;
mod out_of_hours;
mod overview;
mod phases;
mod promised;
mod recurring;
mod reviewed;
pub mod seen;

use serde::Serialize;
use tera::Value;

use super::figure::FILLS;
use super::{Frame, Link, markup, page_view};
use crate::analyse::Trends;
use crate::model::PartialDate;
use crate::render::archive::Archive;
use crate::render::svg::bars::{Fill, sample};
use crate::render::words;
use grid::{Cell, Grid, figures, length};

pub use names::{Names, PromisedBefore};
pub use promised::path_of as promise_path;
pub use recurring::path_of as cause_path;

use names::anchor_path;

/// A page of the trends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    Recurring,
    Actions,
    PromisedAgain,
    Overview,
    Durations,
    Phases,
    Detection,
    ServicesByCauses,
    FalseLeads,
    Factors,
    Mitigations,
    ChangeLag,
    Calendar,
    Chains,
    Alerts,
    Lessons,
    Coverage,
    Next,
}

impl Question {
    pub const ALL: [Self; 18] = [
        Self::Recurring,
        Self::Actions,
        Self::PromisedAgain,
        Self::Overview,
        Self::Durations,
        Self::Phases,
        Self::Detection,
        Self::ServicesByCauses,
        Self::FalseLeads,
        Self::Factors,
        Self::Mitigations,
        Self::ChangeLag,
        Self::Calendar,
        Self::Chains,
        Self::Alerts,
        Self::Lessons,
        Self::Coverage,
        Self::Next,
    ];

    /// Those that the readers of the site get a page for.
    pub fn shown(archive: &Archive) -> impl Iterator<Item = Self> {
        let with_next = next::is_shown(archive);
        Self::ALL.into_iter().filter(move |it| with_next || *it != Self::Next)
    }

    pub fn path(self) -> &'static str {
        match self {
            Self::Recurring => "causes/recurring/index.html",
            Self::Actions => "actions/index.html",
            Self::PromisedAgain => "actions/promised-again/index.html",
            Self::Overview => "trends/index.html",
            Self::Durations => "trends/durations/index.html",
            Self::Phases => "trends/phases/index.html",
            Self::Detection => "trends/detection/index.html",
            Self::ServicesByCauses => "trends/services-x-causes/index.html",
            Self::FalseLeads => "trends/false-leads/index.html",
            Self::Factors => "factors/index.html",
            Self::Mitigations => "trends/mitigations/index.html",
            Self::ChangeLag => "trends/change-lag/index.html",
            Self::Calendar => "trends/calendar/index.html",
            Self::Chains => "trends/chains/index.html",
            Self::Alerts => "trends/alerts/index.html",
            Self::Lessons => "lessons/index.html",
            Self::Coverage => "coverage/index.html",
            Self::Next => "next/index.html",
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            Self::Recurring => "Recurring causes",
            Self::Actions => "Actions",
            Self::PromisedAgain => "Promised again",
            Self::Overview => "Trends",
            Self::Durations => "Durations",
            Self::Phases => "Time in phase",
            Self::Detection => "Who notices first",
            Self::ServicesByCauses => "Services and causes",
            Self::FalseLeads => "False leads",
            Self::Factors => "Factors that meet",
            Self::Mitigations => "What ended incidents",
            Self::ChangeLag => "From change to detection",
            Self::Calendar => "Calendar",
            Self::Chains => "Reports that refer to each other",
            Self::Alerts => "Alerts by name",
            Self::Lessons => "Lessons",
            Self::Coverage => "Coverage",
            Self::Next => "Next quarter",
        }
    }

    pub fn page(self, archive: &Archive, names: &Names) -> TrendPage {
        let mut page = match self {
            Self::Recurring => recurring::page(archive, names),
            Self::Actions => actions::page(archive, names),
            Self::PromisedAgain => promised::page(archive, names),
            Self::Overview => overview::page(archive),
            Self::Durations => durations::page(archive, names),
            Self::Phases => phases::page(archive, names),
            Self::Detection => detection::page(archive, names),
            Self::ServicesByCauses => matrix::page(archive),
            Self::FalseLeads => false_leads::page(archive, names),
            Self::Factors => factors::page(archive, names),
            Self::Mitigations => mitigations::page(archive, names),
            Self::ChangeLag => change_lag::page(archive, names),
            Self::Calendar => calendar::page(archive),
            Self::Chains => chains::page(archive, names),
            Self::Alerts => alerts::page(archive, names),
            Self::Lessons => lessons::page(archive, names),
            Self::Coverage => coverage::page(archive, names),
            Self::Next => next::page(archive, names),
        };
        let trends = archive.input.trends;
        match self {
            Self::Calendar if trends.incidents > 0 => {
                page.sections.push(out_of_hours::section(&trends.out_of_hours, names));
            }
            Self::Overview => {
                page.sections.extend(first_read::to_read(&trends.reading_list));
                page.sections.extend(first_read::on_this_day(&trends.on_this_day));
            }
            _ => {}
        }
        if archive.input.trends.incidents == 0 {
            page.method.clear();
            page.correct = None;
        }
        page.rests_on = coverage::rests_on(archive.input.trends, self.fields());
        let trends = archive.input.trends;
        let rests_on_a_test = matches!(self, Self::Calendar | Self::ServicesByCauses | Self::Factors);
        if rests_on_a_test && !self.told(trends) {
            page.fold();
        }
        let silent: Vec<&str> = Self::ALL.iter().filter(|it| !it.told(trends)).map(|it| it.path()).collect();
        page.more.retain(|link| !link.path.as_deref().is_some_and(|path| silent.contains(&path)));
        page
    }

    /// The key of the trends that answers it; `None` for pages that always have something to say.
    fn part(self) -> Option<&'static str> {
        Some(match self {
            Self::Recurring => "recurring",
            Self::Actions => "actions",
            Self::PromisedAgain => "promised_again",
            Self::Durations => "durations",
            Self::Phases => "time_in_phase",
            Self::Detection => "detection",
            Self::ServicesByCauses => "matrix",
            Self::FalseLeads => "false_leads",
            Self::Factors => "factors",
            Self::Mitigations => "mitigations",
            Self::ChangeLag => "change_lag",
            Self::Calendar => "calendar",
            Self::Chains => "chains",
            Self::Alerts => "alerts",
            Self::Lessons => "lessons",
            Self::Overview | Self::Coverage | Self::Next => return None,
        })
    }

    /// Whether this archive can answer it. A page of one that it cannot is made, but no list of pages leads to it.
    pub fn told(self, trends: &Trends) -> bool {
        self.untold(trends).is_none()
    }

    /// Why this archive cannot answer it; `None` where it can.
    fn untold(self, trends: &Trends) -> Option<&str> {
        let part = self.part()?;
        trends.cannot_tell.iter().find(|it| it.part == part).map(|it| it.why.as_str())
    }

    /// The fields of an incident that the page rests on, as the trends call them.
    fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Recurring => &["cause", "component"],
            Self::Actions | Self::PromisedAgain => &["action_items"],
            Self::Durations => &["duration"],
            Self::Phases => &["time_to_detect", "time_to_identify", "time_to_fix"],
            Self::Detection => &["detection"],
            Self::ServicesByCauses => &["services", "cause"],
            Self::FalseLeads => &["timeline"],
            Self::Overview => &["started_at", "severity"],
            Self::Factors => &["cause", "component", "detection"],
            Self::Mitigations => &["mitigation", "time_to_fix"],
            Self::ChangeLag => &["timeline", "time_to_detect"],
            Self::Calendar => &["started_at"],
            Self::Next => &["duration", "cause", "action_items"],
            Self::Chains | Self::Alerts | Self::Lessons | Self::Coverage => &[],
        }
    }

    pub fn link(self) -> Link {
        Link::new(self.title(), self.path())
    }

    /// Section and breadcrumb.
    fn frame(self, archive: &Archive, reading: &str) -> Frame {
        let (section, above) = match self {
            Self::Recurring => ("causes", Some(("Causes", "causes/index.html"))),
            Self::Actions => ("actions", None),
            Self::PromisedAgain => ("actions", Some(("Actions", "actions/index.html"))),
            Self::Overview => ("trends", None),
            Self::Coverage => ("coverage", None),
            Self::Next => ("next", None),
            _ => ("trends", Some(("Trends", "trends/index.html"))),
        };
        let frame = Frame::new(archive, self.path(), section, self.title()).description(reading);
        match above {
            Some(above) => frame.below([above], self.title()),
            None => frame.below([], self.title()),
        }
    }
}

/// Any of these pages.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TrendPage {
    pub frame: Frame,
    /// What the page shows, in a sentence or two.
    pub reading: String,
    /// Why something is not shown, and what would give it.
    pub missing: Option<Example>,
    /// What chart and sections stand behind, where they show no pattern; else `None`.
    pub folded: Option<&'static str>,
    pub chart: Option<Chart>,
    pub sections: Vec<Section>,
    /// How it was counted, with the thresholds used.
    pub method: Vec<String>,
    /// How an author can put right what was read wrongly.
    pub correct: Option<Example>,
    /// `duration, known for 31 of 39`
    pub rests_on: Vec<Link>,
    pub more: Vec<Link>,
}

page_view!(TrendPage, "trend.html");

impl TrendPage {
    fn new(question: Question, archive: &Archive, reading: &str) -> Self {
        Self {
            frame: question.frame(archive, reading),
            reading: match archive.input.trends.incidents {
                0 => "There is no incident yet.".to_owned(),
                _ => unbroken(reading),
            },
            missing: None,
            folded: None,
            chart: None,
            sections: Vec::new(),
            method: Vec::new(),
            correct: None,
            rests_on: Vec::new(),
            more: Vec::new(),
        }
    }

    /// Puts what was counted behind a disclosure: to look at, not to conclude from.
    fn fold(&mut self) {
        if self.chart.is_some() || !self.sections.is_empty() {
            self.folded = Some("What was counted");
            self.sections.iter_mut().for_each(|section| section.folded = false);
        }
    }
}

/// `95 %`, as pages print levels and shares.
fn percent(share: f64) -> String {
    format!("{} %", (share * 1000.0).round() / 10.0)
}

/// Below which number of values nothing is summed up or tested, and at which level.
fn thresholds(trends: &Trends) -> String {
    let options = &trends.options;
    format!(
        "Nothing is summed up or tested below {} values; intervals and tests are at {}.",
        options.thresholds.tested_from,
        percent(options.thresholds.confidence)
    )
}

/// A sentence and, with it, a piece of a document that would be read.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Example {
    pub sentence: String,
    pub example: Option<&'static str>,
}

impl Example {
    fn new(sentence: impl Into<String>, example: &'static str) -> Self {
        Self { sentence: sentence.into(), example: Some(example) }
    }

    fn none(sentence: impl Into<String>) -> Self {
        Self { sentence: sentence.into(), example: None }
    }
}

/// A drawing with the numbers it is made of.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Chart {
    pub svg: Value,
    pub caption: String,
    pub legend: Vec<Key>,
    pub table: Grid,
}

/// An entry of a legend.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Key {
    pub sample: Value,
    pub word: String,
}

impl Chart {
    fn new(svg: &str, caption: impl Into<String>, table: Grid) -> Self {
        Self { svg: markup(svg), caption: caption.into(), legend: Vec::new(), table }
    }

    /// The stacks of columns by severity.
    fn severities(mut self) -> Self {
        let key = |(id, word): &(&str, &str)| Key {
            sample: markup(&format!("<span class=\"swatch {id} {id}-fill\"></span>")),
            word: (*word).to_owned(),
        };
        self.legend = FILLS.iter().map(key).collect();
        self
    }

    /// The fills of the bars called `id`.
    fn legend(mut self, id: &str, fills: &[(Fill, &str)]) -> Self {
        let key = |(fill, word): &(Fill, &str)| Key { sample: markup(&sample(id, *fill)), word: (*word).to_owned() };
        self.legend = fills.iter().map(key).collect();
        self
    }
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Section {
    /// Unique on the page.
    pub id: String,
    pub heading: String,
    /// `tiles` for groups beside each other, else empty.
    pub layout: &'static str,
    pub reading: Option<String>,
    pub groups: Vec<Group>,
    pub chart: Option<Chart>,
    pub grid: Option<Grid>,
    /// The table stands behind a disclosure, as it shows no pattern.
    pub folded: bool,
    /// A short list of incidents.
    pub links: Vec<Link>,
    /// What is left out.
    pub further: Option<Further>,
}

/// That a list is longer than shown, and where all of it is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Further {
    /// `500 of 12,345 are shown.`
    pub sentence: String,
    pub link: Option<Link>,
}

impl Section {
    fn new(id: &str, heading: &str) -> Self {
        let (id, heading) = (id.to_owned(), heading.to_owned());
        Self {
            id,
            heading,
            layout: "",
            reading: None,
            groups: Vec::new(),
            chart: None,
            grid: None,
            folded: false,
            links: Vec::new(),
            further: None,
        }
    }

    fn reading(mut self, reading: impl Into<String>) -> Self {
        self.reading = Some(reading.into()).filter(|reading| !reading.is_empty());
        self
    }

    fn chart(mut self, chart: Chart) -> Self {
        self.chart = Some(chart);
        self
    }

    fn grid(mut self, grid: Grid) -> Self {
        self.grid = Some(grid);
        self
    }

    /// Whether the table stands behind a disclosure.
    fn folded(mut self, folded: bool) -> Self {
        self.folded = folded;
        self
    }

    fn further(mut self, further: Option<Further>) -> Self {
        self.further = further;
        self
    }
}

/// Things that belong together, with the words of each.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Group {
    pub anchor: String,
    pub label: String,
    /// Where the label leads.
    pub path: Option<&'static str>,
    /// `5 times`
    pub times: String,
    pub reading: String,
    /// When, on the axis of the whole archive.
    pub lane: Option<Value>,
    pub facts: Vec<Fact>,
    pub members: Vec<MemberRow>,
    pub further: Option<Further>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fact {
    pub label: &'static str,
    pub text: String,
    pub links: Vec<Link>,
    /// Words of a document.
    pub quoted: bool,
}

impl Fact {
    fn new(label: &'static str, text: impl Into<String>) -> Self {
        Self { label, text: text.into(), links: Vec::new(), quoted: false }
    }

    fn links(mut self, links: Vec<Link>) -> Self {
        self.links = links;
        self
    }

    fn quoted(mut self) -> Self {
        self.quoted = true;
        self
    }
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MemberRow {
    pub date: Option<String>,
    pub link: Link,
    /// The document's own words, what is shared marked.
    pub words: Option<Value>,
    pub note: Option<String>,
}

/// The text with numbers and their units kept on one line.
fn unbroken(text: &str) -> String {
    const UNITS: [&str; 6] = ["min", "h", "d", "minutes", "days", "%"];
    let mut kept = String::with_capacity(text.len() + 16);
    let mut before = "";
    for word in text.split(' ') {
        let unit = word.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '%');
        let with_number = before.ends_with(|c: char| c.is_ascii_digit()) && UNITS.contains(&unit);
        if !kept.is_empty() {
            kept.push(if with_number || word == "=" || before == "=" { '\u{a0}' } else { ' ' });
        }
        kept.push_str(word);
        before = word;
    }
    kept
}

/// Rows of a long list.
const SHOWN_ROWS: usize = 200;

/// Data files that hold a list in full.
const TRENDS_DATA: &str = "data/trends.json";
const INCIDENTS_DATA: &str = "data/incidents.json";

/// `None` where all are shown.
fn further(all: usize, shown: usize, data: &str) -> Option<Further> {
    (all > shown).then(|| Further {
        sentence: format!("{} of {} are shown.", words::number(shown), words::number(all)),
        link: Some(Link::new("All of them as data", data)),
    })
}

fn incident_path(slug: &str) -> String {
    format!("incidents/{slug}/index.html")
}

/// Days since 1970; a month or a year counts as its middle.
pub fn day_of(date: PartialDate) -> Option<f64> {
    let (day, shift) = match date {
        PartialDate::Day(day) => (day, 0.5),
        PartialDate::Month(year, month) => (jiff::civil::Date::new(year, month, 1).ok()?, 15.0),
        PartialDate::Year(year) => (jiff::civil::Date::new(year, 1, 1).ok()?, 182.0),
    };
    Some(f64::from(crate::render::moment::days_since_1970(day)) + shift)
}

/// `none of 5`, `3 of 5 incidents`.
fn out_of(n: usize, of: usize) -> String {
    format!("{} of {}", words::number(n), words::count(of, "incident", "incidents"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(unbroken(text).replace('\u{a0}', "~"), expected);
    }

    #[test]
    fn a_number_and_its_unit_stay_on_one_line() {
        check("It is 2 h 40 min (n = 14).", "It is 2~h 40~min (n~=~14).");
        check("After 7 days, in 3 incidents", "After 7~days, in 3 incidents");
    }
}
