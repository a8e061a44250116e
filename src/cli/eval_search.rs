//! `incidex eval-search`: do searches find first what people judged to come first?

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::engine;
use super::session::{Archive, Session};
use super::{EvalSearchFlags, Exit, Failure, TextOrJson};
use crate::search::{Options, Results};

/// Results that are looked through for a judged document.
const DEPTH: usize = 20;

/// The file of judgements.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Judgements {
    /// Folders by name, relative to the file; without any the archive is the one at hand.
    #[serde(default)]
    archives: BTreeMap<String, PathBuf>,
    /// Below these the command fails.
    #[serde(default)]
    least: Least,
    #[serde(default, rename = "query")]
    queries: Vec<Judged>,
    /// Pasted alerts and first notes, which `similar` answers.
    #[serde(default, rename = "paste")]
    pastes: Vec<Judged>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Judged {
    #[serde(default)]
    archive: Option<String>,
    #[serde(default)]
    kind: Option<String>,
    text: String,
    /// Paths within the archive; any of them is right.
    first: Vec<String>,
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Least {
    #[serde(default)]
    query: Bars,
    #[serde(default)]
    paste: Bars,
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Bars {
    first: f64,
    five: f64,
}

/// Shares of what was asked, 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
struct Score {
    asked: usize,
    /// A judged document came first.
    first: f64,
    /// One was among the first five.
    five: f64,
    /// Mean of 1 / rank of the first judged document, 0 beyond the first twenty (mean reciprocal rank, TREC-8 1999).
    mrr: f64,
}

#[derive(Debug, Serialize)]
struct Figures {
    queries: Score,
    pastes: Score,
    /// Queries by kind.
    kinds: BTreeMap<String, Score>,
    /// What did not come first.
    missed: Vec<Missed>,
}

#[derive(Debug, Serialize)]
struct Missed {
    archive: Option<String>,
    kind: Option<String>,
    text: String,
    expected: Vec<String>,
    /// From 1; `None` beyond the first twenty.
    rank: Option<usize>,
    /// Paths, best first.
    found: Vec<String>,
}

pub(super) fn run(session: &Session, flags: &EvalSearchFlags) -> Result<Exit, Failure> {
    let judgements = read(&flags.queries)?;
    let mut ranked = Vec::new();
    for name in archives(&judgements) {
        ranked.extend(ask(session, flags, &judgements, name)?);
    }
    let figures = figures(&ranked);
    match flags.format {
        TextOrJson::Json => session.report.data(&serde_json::to_string_pretty(&figures)?)?,
        TextOrJson::Text => session.report.data(&shown(&figures))?,
    }
    let reached = reaches(figures.queries, judgements.least.query) && reaches(figures.pastes, judgements.least.paste);
    Ok(if reached && !ranked.is_empty() { Exit::Done } else { Exit::Findings })
}

fn read(path: &Path) -> Result<Judgements, Failure> {
    let wrong =
        |error: &dyn std::fmt::Display| Failure::input(format!("failed to read {}: {error}", path.display()), None);
    let text = std::fs::read_to_string(path).map_err(|error| wrong(&error))?;
    let judgements: Judgements = toml::from_str(&text).map_err(|error| wrong(&error))?;
    let unknown =
        |judged: &&Judged| judged.archive.as_ref().is_some_and(|name| !judgements.archives.contains_key(name));
    match judgements.queries.iter().chain(&judgements.pastes).find(unknown) {
        Some(judged) => {
            Err(wrong(&format!("no archive is called `{}`", judged.archive.as_deref().unwrap_or_default())))
        }
        None => Ok(judgements),
    }
}

/// The archives that are asked, each once.
fn archives(judgements: &Judgements) -> Vec<Option<&str>> {
    let all = judgements.queries.iter().chain(&judgements.pastes);
    let mut names: Vec<Option<&str>> = all.map(|judged| judged.archive.as_deref()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// A judged text and what was found for it, paths, best first.
struct Ranked<'j> {
    judged: &'j Judged,
    is_paste: bool,
    found: Vec<String>,
    rank: Option<usize>,
}

fn ask<'j>(
    session: &Session,
    flags: &EvalSearchFlags,
    judgements: &'j Judgements,
    name: Option<&str>,
) -> Result<Vec<Ranked<'j>>, Failure> {
    let beside = flags.queries.parent().unwrap_or(Path::new(""));
    let folder = name.and_then(|name| judgements.archives.get(name)).map(|folder| beside.join(folder));
    let Archive { root, config } = session.archive(folder.as_deref(), &session.folder)?;
    let view = session.view(&flags.view, &config)?;
    let of = |list: &'j [Judged]| list.iter().filter(move |judged| judged.archive.as_deref() == name);
    let mut ranked = Vec::new();
    for judged in of(&judgements.queries) {
        let results = engine::search(&root, &config, &judged.text, &options(), &view)?;
        ranked.push(Ranked::new(judged, false, paths(results)));
    }
    for judged in of(&judgements.pastes) {
        let results = engine::similar(&root, &config, || Ok(judged.text.clone()), &options(), &view)?;
        ranked.push(Ranked::new(judged, true, paths(results)));
    }
    Ok(ranked)
}

fn options() -> Options {
    Options { limit: DEPTH, facets: false, excerpts: false, ..Options::default() }
}

fn paths(results: Results) -> Vec<String> {
    results.hits.into_iter().map(|hit| hit.path).collect()
}

impl<'j> Ranked<'j> {
    fn new(judged: &'j Judged, is_paste: bool, found: Vec<String>) -> Self {
        let rank = found.iter().position(|path| judged.first.contains(path)).map(|at| at + 1);
        Self { judged, is_paste, found, rank }
    }
}

fn score<'r>(ranked: impl Iterator<Item = &'r Ranked<'r>>) -> Score {
    let ranks: Vec<Option<usize>> = ranked.map(|ranked| ranked.rank).collect();
    let share = |sum: f64| if ranks.is_empty() { 0.0 } else { (sum / ranks.len() as f64 * 1000.0).round() / 1000.0 };
    let within = |most: usize| share(ranks.iter().flatten().filter(|rank| **rank <= most).count() as f64);
    let mrr = share(ranks.iter().flatten().map(|rank| 1.0 / *rank as f64).sum());
    Score { asked: ranks.len(), first: within(1), five: within(5), mrr }
}

fn figures(ranked: &[Ranked<'_>]) -> Figures {
    let queries = || ranked.iter().filter(|ranked| !ranked.is_paste);
    let kind = |ranked: &Ranked<'_>| ranked.judged.kind.clone().unwrap_or_else(|| "other".to_owned());
    let mut kinds: BTreeMap<String, Score> = queries().map(|ranked| (kind(ranked), Score::default())).collect();
    for (name, figure) in &mut kinds {
        *figure = score(queries().filter(|ranked| kind(ranked) == *name));
    }
    let missed = |ranked: &Ranked<'_>| Missed {
        archive: ranked.judged.archive.clone(),
        kind: if ranked.is_paste { Some("paste".to_owned()) } else { ranked.judged.kind.clone() },
        text: ranked.judged.text.clone(),
        expected: ranked.judged.first.clone(),
        rank: ranked.rank,
        found: ranked.found.iter().take(5).cloned().collect(),
    };
    Figures {
        queries: score(queries()),
        pastes: score(ranked.iter().filter(|ranked| ranked.is_paste)),
        kinds,
        missed: ranked.iter().filter(|ranked| ranked.rank != Some(1)).map(missed).collect(),
    }
}

fn reaches(score: Score, bars: Bars) -> bool {
    score.asked == 0 || score.first >= bars.first && score.five >= bars.five
}

fn shown(figures: &Figures) -> String {
    let row = |name: &str, score: &Score| {
        let Score { asked, first, five, mrr } = score;
        format!("{name:<12} {asked:>5}   s@1 {first:.3}   s@5 {five:.3}   MRR {mrr:.3}\n")
    };
    let mut text = row("queries", &figures.queries);
    text.extend(figures.kinds.iter().map(|(name, score)| row(&format!("  {name}"), score)));
    text + &row("pastes", &figures.pastes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(first: &[&str]) -> Judged {
        Judged { first: first.iter().map(ToString::to_string).collect(), ..Judged::default() }
    }

    #[test]
    fn any_judged_document_is_right_and_ranks_count_from_one() {
        let [a, b, c] = [judged(&["x.md", "y.md"]), judged(&["x.md"]), judged(&["z.md"])];
        let found = || ["y.md", "x.md"].map(String::from).to_vec();
        let ranked = [&a, &b, &c].map(|judged| Ranked::new(judged, false, found()));
        let expected = Score { asked: 3, first: 0.333, five: 0.667, mrr: 0.5 };
        assert_eq!(score(ranked.iter()), expected);
        assert_eq!(figures(&ranked).missed.len(), 2);
    }

    #[test]
    fn below_its_bars_a_figure_does_not_reach_and_nothing_asked_is_no_failure() {
        let score = Score { asked: 10, first: 0.8, five: 0.9, mrr: 0.85 };
        assert!(reaches(score, Bars { first: 0.8, five: 0.9 }));
        assert!(!reaches(score, Bars { first: 0.8, five: 0.91 }));
        assert!(reaches(Score::default(), Bars { first: 0.8, five: 0.9 }));
    }
}
