//! Recurring causes: the groups, the words each member used, and whether the fix held.

use tera::Value;

use super::{
    Cell, Chart, Example, Fact, Grid, Group, MemberRow, Names, Question, Section, TRENDS_DATA, TrendPage, anchor_path,
    day_of, further, incident_path, reviewed,
};
use crate::analyse::{Cost, Outcome, OutcomeState, RecurringCause, Strength, Trends, Verdict};
use crate::model::Subject;
use crate::render::archive::Archive;
use crate::render::svg::escaped;
use crate::render::svg::lanes::{Lane, Mark, lanes};
use crate::render::svg::time_axis::TimeAxis;
use crate::render::view::{Link, markup};
use crate::render::words;

/// Groups of one strength on the page.
const SHOWN: usize = 40;
/// Members of a group on the page.
const MEMBERS: usize = 12;
/// Lanes of the chart.
const LANES: usize = 12;

/// One cause with what became of its fixes and the id of its group on the page.
struct Told<'a> {
    cause: &'a RecurringCause,
    outcome: &'a Outcome,
    anchor: &'a str,
    /// Its group is among those on the page.
    shown: bool,
}

impl Told<'_> {
    fn link(&self) -> Link {
        let path = self.shown.then(|| anchor_path(Question::Recurring, self.anchor));
        Link { text: self.cause.label.clone(), path }
    }
}

pub fn page(archive: &Archive, names: &Names) -> TrendPage {
    let trends = archive.input.trends;
    let mut page = TrendPage::new(Question::Recurring, archive, &trends.readings.recurring);
    let strong = of_strength(archive, names, Strength::Recurring);
    let related = of_strength(archive, names, Strength::Related);
    page.chart = archive.span().and_then(|span| chart(&page.frame.root, &strong, &TimeAxis::new(span)));
    if trends.recurring.is_empty() && trends.incidents < 2 {
        page.missing = Some(Example::none("It takes two incidents to recur."));
    } else if trends.recurring.is_empty() {
        page.missing = Some(Example::new(
            "No two reports tell of causes alike enough to be called the same. Only reports that say why are compared; these lines at the top of one help:",
            "---\ncause: capacity\ncomponent: database\n---",
        ));
    }
    if strong.len() > 1 {
        page.sections.push(fates(&strong));
    }
    if !strong.is_empty() {
        page.sections.push(section(trends, "recurring", "The same cause, in different words", &strong, names));
    }
    if !related.is_empty() {
        let intro = "Not alike enough to be called the same cause: worth reading side by side.";
        page.sections.push(section(trends, "related", "Worth comparing", &related, names).reading(intro));
    }
    page.method = vec![
        format!(
            "Only reports that say why are compared: by what the rules found in their causes, by their class, and by their words, held against how alike reports of this archive usually are. How much each of these counts was fitted to archives in which people had marked what is the same. Incidents are one recurring cause where, on average, {} of 100 such pairs would be called the same, worth comparing from {} on. What an author calls the same is joined in any case.",
            percent(trends.options.thresholds.recurring),
            percent(trends.options.thresholds.related)
        ),
        "Causes stand in the order of the minutes that their incidents lasted together, as far as reports state them or give start and end; then by the number of incidents, then by the last date. A length that is contradicted or counts support hours only is named and not added, and one that nobody gives is not taken for zero.".into(),
        format!(
            "A word in more than {} of 100 incidents, or in more than {} of 100 of one source, says nothing. Whether gaps grow or shrink is tested from {} exact gaps on, at {}. A fix counts only where its words name what failed. That it recurred after a fix was marked done does not prove that the fix failed.",
            percent(trends.options.thresholds.common_term),
            percent(trends.options.thresholds.house_jargon),
            trends.options.thresholds.tested_from,
            super::percent(trends.options.thresholds.confidence)
        ),
    ];
    let kinds = [Subject::Cause, Subject::Recurred, Subject::Held];
    let [pairs, _, verdicts] = trends.reviewed.readings();
    if let Some(section) = reviewed::section(trends, &kinds, &[&pairs, &verdicts], names) {
        page.sections.push(section);
        page.method.push(reviewed::METHOD.into());
    }
    page.correct = Some(Example::new(
        "At the top of a document, with ids of others: what has the same cause although its words differ, and what has another although they agree. A class or component given there wins over the one read from the text. A name for a cause, with its incidents, stands in causes.toml beside incidex.toml; incidex review asks about each pair and writes the answers there.",
        "---\nsame_as: [INC-2024-011]\nnot_same_as: [INC-2023-090]\ncause: capacity\ncomponent: database\n---",
    ));
    page.more.push(Link::new("All causes", "causes/index.html"));
    page
}

fn percent(share: f64) -> i64 {
    (share * 100.0).round() as i64
}

/// Where the `at`-th recurring cause of the trends stands.
pub fn path_of(names: &Names, at: usize) -> String {
    // Of each strength the first are on the page, so the first of all are.
    let shown = names.causes.get(at).filter(|_| at < SHOWN);
    shown.map_or_else(|| Question::Recurring.path().to_owned(), |id| anchor_path(Question::Recurring, id))
}

fn of_strength<'a>(archive: &Archive<'a>, names: &'a Names, strength: Strength) -> Vec<Told<'a>> {
    let trends = archive.input.trends;
    let told = trends.recurring.iter().zip(&trends.outcomes).zip(&names.causes);
    told.filter(|((cause, _), _)| cause.strength == strength)
        .enumerate()
        .map(|(rank, ((cause, outcome), anchor))| Told { cause, outcome, anchor, shown: rank < SHOWN })
        .collect()
}

fn chart(root: &str, causes: &[Told], axis: &TimeAxis) -> Option<Chart> {
    let shown = &causes[..causes.len().min(LANES)];
    if shown.is_empty() {
        return None;
    }
    let lane = |told: &Told| Lane {
        label: told.cause.label.clone(),
        note: words::count(told.cause.incidents.len(), "time", "times"),
        href: format!("#{}", told.anchor),
        marks: told.cause.members.iter().filter_map(|member| mark(root, member)).collect(),
    };
    let rows: Vec<Lane> = shown.iter().map(lane).collect();
    let description =
        format!("A line for each of {}, a dot for each time.", words::count(shown.len(), "cause", "causes"));
    let heads = ["Cause", "Times#", "Lasted in all#", "Known for#", "First", "Last", "Shortest gap#", "Median gap#"];
    let table = Grid::new("Recurring causes", &heads).rows(shown.iter().map(|told| {
        let (cause, gaps) = (told.cause, &told.outcome.gaps);
        vec![
            Cell::link(told.link()),
            Cell::number(cause.incidents.len()),
            Cell::length(cause.cost.minutes),
            Cell::text(format!("{} of {}", cause.cost.n, cause.cost.of)).number_like(),
            Cell::date(cause.first),
            Cell::date(cause.last),
            Cell::days(gaps.shortest_days),
            Cell::days(gaps.median_days.map(|days| days.round() as i64)),
        ]
    }));
    let left_out = match causes.len() {
        all if all == shown.len() => String::new(),
        all => format!(" Shown are the first {} of {}.", shown.len(), words::number(all)),
    };
    let caption = format!("One dot per incident, on the axis of the whole archive.{left_out}");
    Some(Chart::new(&lanes("lanes", "When each cause came back", &description, axis, &rows), caption, table))
}

fn mark(root: &str, member: &crate::analyse::Member) -> Option<Mark> {
    let date = member.date?;
    let href = format!("{root}{}", incident_path(&member.slug));
    Some(Mark { day: day_of(date)?, href, label: format!("{date}: {}", member.title) })
}

/// Which of the causes came back after a fix, and which have not so far.
fn fates(causes: &[Told]) -> Section {
    let states = [
        (OutcomeState::RecurredAfterFix, "Recurred after a fix was marked done"),
        (OutcomeState::HeldSoFar, "Held since a fix was marked done"),
        (OutcomeState::NoneDone, "No completed fix is recorded"),
        (OutcomeState::NothingPromised, "No action items found"),
        (OutcomeState::SetAside, "Set aside in a review"),
    ];
    let rows = states.into_iter().filter_map(|(state, words)| {
        let of_state: Vec<&Told> = causes.iter().filter(|told| told.outcome.state == state).collect();
        let shown = of_state.iter().take(LANES);
        let which = Cell::links(shown.map(|told| told.link()).collect());
        (!of_state.is_empty()).then(|| vec![Cell::text(words), Cell::number(of_state.len()), which])
    });
    let grid = Grid::new("What became of the fixes", &["Fix", "Causes#", "Which"]).rows(rows);
    Section::new("fixes", "Did the fix hold?").grid(grid)
}

fn section(trends: &Trends, id: &str, heading: &str, causes: &[Told], names: &Names) -> Section {
    let mut section = Section::new(id, heading).further(further(causes.len(), SHOWN, TRENDS_DATA));
    section.groups = causes.iter().take(SHOWN).map(|told| group(trends, told, names)).collect();
    section
}

fn group(trends: &Trends, told: &Told, names: &Names) -> Group {
    let cause = told.cause;
    let members = cause.members.iter().rev().take(MEMBERS).map(|member| MemberRow {
        date: member.date.map(|date| date.to_string()),
        link: Link::new(member.title.clone(), incident_path(&member.slug)),
        words: member.statement.as_deref().map(|text| marked(text, &cause.shared_terms)),
        note: member.statement.is_none().then(|| "the report does not say why".into()),
    });
    Group {
        anchor: told.anchor.to_owned(),
        label: cause.label.clone(),
        path: None,
        times: words::count(cause.incidents.len(), "time", "times"),
        reading: span(cause),
        lane: None,
        facts: [facts(told, names), reviewed::of_cause(trends, cause, names)].concat(),
        further: further(cause.members.len(), MEMBERS, TRENDS_DATA),
        members: members.collect(),
    }
}

/// `From 3 March 2024 to 12 May 2024.`
fn span(cause: &RecurringCause) -> String {
    match (cause.first, cause.last) {
        (Some(first), Some(last)) if first == last => format!("All dated {first}."),
        (Some(first), Some(last)) => format!("From {first} to {last}."),
        _ => "None of them has a date.".into(),
    }
}

fn facts(told: &Told, names: &Names) -> Vec<Fact> {
    let (cause, outcome) = (told.cause, told.outcome);
    let stated = cause.stated.iter().map(|it| {
        let both = [&it.incident, &it.earlier].map(|name| names.link(name));
        Fact::new("The author says", it.text.clone()).quoted().links(both.to_vec())
    });
    let mut facts: Vec<Fact> = stated.take(3).collect();
    facts.extend(lost(&cause.cost, names));
    facts.extend([Fact::new("The fix", fate(outcome)).links(names.dated_all(&outcome.recurred))]);
    let done = outcome.done.iter().take(3).map(|done| {
        let date = done.date.map_or_else(String::new, |date| format!(" ({date})"));
        Fact::new("Marked done", format!("{}{date}", done.text)).quoted()
    });
    facts.extend(done);
    facts.extend(between(outcome).map(|text| Fact::new("Gaps", text)));
    if !cause.shared_terms.is_empty() {
        facts.push(Fact::new("Shared words", cause.shared_terms.join(", ")).quoted());
    }
    if !cause.related.is_empty() {
        facts.push(
            Fact::new("Perhaps also", "").links(cause.related.iter().take(12).map(|it| names.link(it)).collect()),
        );
    }
    facts
}

/// What its incidents lasted together, and the lengths that are left out of the sum.
pub(super) fn lost(cost: &Cost, names: &Names) -> Vec<Fact> {
    let left_out = |label, text: &str, incidents: &[String]| {
        (!incidents.is_empty()).then(|| Fact::new(label, text).links(names.dated_all(incidents)))
    };
    let told = words::upper_first(&cost.told());
    [
        Some(Fact::new("Lasted", format!("{told}."))),
        left_out("Not added", "Stated length and stated times contradict each other:", &cost.disputed),
        left_out("Not added", "Counted in support hours:", &cost.in_support_hours),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn fate(outcome: &Outcome) -> String {
    let quiet = outcome.held_days.and_then(|days| usize::try_from(days).ok());
    match (outcome.state, quiet) {
        (OutcomeState::RecurredAfterFix, _) => {
            format!("It recurred {} after a fix was marked done:", words::times(outcome.recurred.len()))
        }
        (OutcomeState::HeldSoFar, Some(days)) => format!("Held so far, {}.", words::count(days, "day", "days")),
        (OutcomeState::HeldSoFar, None) => "Held so far.".into(),
        (OutcomeState::NoneDone, _) => "No completed fix for this cause is recorded.".into(),
        (OutcomeState::NothingPromised, _) => "No action items were found.".into(),
        (OutcomeState::SetAside, _) => "What was read of a fix was set aside in a review.".into(),
    }
}

/// `36, 7 and 27 days; the median is 27 days`.
fn between(outcome: &Outcome) -> Option<String> {
    const MOST: usize = 24;
    let gaps = &outcome.gaps;
    let days = |low: i64, high: i64| if low == high { low.to_string() } else { format!("{low} to {high}") };
    let shown: Vec<String> = gaps.gaps.iter().take(MOST).map(|gap| days(gap.min_days, gap.max_days)).collect();
    if shown.is_empty() {
        return None;
    }
    let unit = if shown == ["1"] { "day" } else { "days" };
    let more = if gaps.gaps.len() > MOST { " and more" } else { "" };
    let median = gaps.median_days.filter(|_| gaps.gaps.len() >= 3).map_or_else(String::new, |days| {
        format!("; half of the gaps were longer than {}", words::count(days.round() as usize, "day", "days"))
    });
    let trend = match gaps.trend.verdict {
        Verdict::Rising => "; they grow longer",
        Verdict::Falling => "; they grow shorter",
        _ => "",
    };
    Some(format!("{} {unit}{more}{median}{trend}", words::list(&shown)))
}

/// The words of a document with those marked that begin like a word of `terms`.
fn marked(text: &str, terms: &[String]) -> Value {
    let stem = |word: &str| -> String { word.chars().take(word.chars().count().saturating_sub(2).max(4)).collect() };
    let words = terms.iter().flat_map(|term| term.split(|c: char| !c.is_alphanumeric()));
    let stems: Vec<String> =
        words.filter(|word| word.chars().count() >= 3).map(|word| stem(&word.to_lowercase())).collect();
    let mut html = String::with_capacity(text.len() * 2);
    for piece in text.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let word = piece.trim_end_matches(|c: char| !c.is_alphanumeric());
        let lower = word.to_lowercase();
        if word.is_empty() || !stems.iter().any(|stem| lower.starts_with(stem.as_str())) {
            html.push_str(&escaped(piece));
            continue;
        }
        html.push_str("<mark>");
        html.push_str(&escaped(word));
        html.push_str("</mark>");
        html.push_str(&escaped(&piece[word.len()..]));
    }
    markup(&html)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, terms: &[&str], expected: &str) {
        let terms: Vec<String> = terms.iter().map(|term| (*term).to_owned()).collect();
        assert_eq!(marked(text, &terms), markup(expected));
    }

    #[test]
    fn shared_words_are_marked_in_any_form_and_everything_is_escaped() {
        check(
            "The relay's certificates <expired>.",
            &["relay certificate"],
            "The <mark>relay</mark>&#39;s <mark>certificates</mark> &lt;expired&gt;.",
        );
        check("Nothing in common", &["pool"], "Nothing in common");
    }
}
