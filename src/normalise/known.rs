//! Sentences whose meaning is known, counted: what tells a cause of which class, which part of a story, which remedy.
//!
//! The sentences are data beside this file, written for this purpose in the project's own words by many hands. Whole
//! timelines and reports also tell which part follows which ([`Lines`]).

use std::ops::Range;
use std::sync::LazyLock;

use crate::text::{Counted, Course, Features, Words};

/// `class<TAB>component<TAB>sentence`: what set an outage off.
pub static CAUSES: LazyLock<Counted> = LazyLock::new(|| Counted::of(include_str!("known/causes.tsv")));

/// The same sentences by the component in which the cause lay; those that name none are left out.
pub static COMPONENTS: LazyLock<Counted> = LazyLock::new(|| {
    let rows = include_str!("known/causes.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t')?.1.split_once('\t'));
    Counted::count(rows.filter(|(component, _)| *component != "-"))
});

/// `kind<TAB>sentence`: what ended an incident.
pub static REMEDIES: LazyLock<Counted> = LazyLock::new(|| Counted::of(include_str!("known/remedies.tsv")));

/// `source<TAB>sentence`: who noticed first; `none` where a sentence does not say so.
pub static NOTICES: LazyLock<Counted> = LazyLock::new(|| Counted::of(include_str!("known/notices.tsv")));

/// `kind<TAB>sentence`: whether an author says of an earlier incident that this one is the same again (`same`) or anything else.
pub static REPEATS: LazyLock<Counted> = LazyLock::new(|| Counted::of(include_str!("known/repeats.tsv")));

/// `kind<TAB>row`: what the rows of timelines tell, and which follows which.
pub static TIMELINES: LazyLock<Lines> =
    LazyLock::new(|| Lines::of(&[include_str!("known/rows.tsv")], include_str!("known/timelines.tsv"), 0.4));

/// `kind<TAB>sentence`: what the sentences of whole reports tell, and which follows which.
pub static REPORTS: LazyLock<Lines> = LazyLock::new(|| {
    Lines::of(
        &[include_str!("known/roles.tsv"), include_str!("known/rows.tsv")],
        include_str!("known/reports.tsv"),
        0.3,
    )
});

/// Known lines of a kind of text: what each is like by its words, and which follows which.
pub struct Lines {
    counted: Counted,
    course: Course,
    /// The words of a line are no independent witnesses: so much of their odds counts beside the order of the lines
    /// (the share at which lines of unknown hands were read best).
    words: f32,
}

impl Lines {
    /// `single` holds lines by themselves, `series` whole texts with an empty line between two.
    fn of(single: &[&str], series: &str, words: f32) -> Self {
        let lines = single.iter().flat_map(|lines| lines.lines()).chain(series.lines());
        let lines = lines.filter(|line| !line.starts_with('#'));
        let counted = Counted::count(lines.filter_map(|line| line.split_once('\t')));
        let kind = |line: &str| counted.kind(line.split_once('\t')?.0);
        let courses: Vec<Vec<usize>> =
            series.split("\n\n").map(|course| course.lines().filter_map(kind).collect()).collect();
        let course = Course::count(counted.kinds().len(), courses.iter().map(Vec::as_slice));
        Self { counted, course, words }
    }

    /// The kinds, in the order in which shares are given.
    pub fn kinds(&self) -> &[String] {
        self.counted.kinds()
    }

    /// The number of a kind.
    pub fn kind(&self, name: &str) -> Option<usize> {
        self.counted.kind(name)
    }

    /// The odds of each kind for a line by its words, as far as they count beside the order of the lines.
    pub fn odds(&self, words: &Words, line: &Range<usize>) -> Vec<f32> {
        self.odds_of(&Features::of(words, line))
    }

    /// The same for words that several tables are asked about.
    pub fn odds_of(&self, line: &Features) -> Vec<f32> {
        self.counted.odds_of(line).into_iter().map(|odds| odds * self.words).collect()
    }

    /// For each line of a text the share of each kind, from 0 to 1, given the odds of each kind by the line itself.
    pub fn shares(&self, odds: &[Vec<f32>]) -> Vec<Vec<f32>> {
        self.course.shares(odds)
    }
}
