//! `incidex search`: the site's own search, in the terminal.

use serde::Serialize;

use super::engine;
use super::passage::Lines;
use super::session::{Archive, Session};
use super::sources::Sources;
use super::{Exit, Failure, SearchFlags, TextOrJson};
use crate::model::Minutes;
use crate::report::Report;
use crate::report::findings::plural;
use crate::report::incident::length;
use crate::report::paint::{Paint, Style, harmless, harmless_line};
use crate::search::{Facet, Hit, Marked, Options, Remark, Results, Sort};

/// Name and version of the JSON; a change that breaks a reader raises the number.
const SCHEMA: &str = "incidex/search/1";

#[derive(Serialize)]
struct Answer<'a> {
    schema: &'static str,
    query: &'a str,
    /// Beyond the limit too.
    total: usize,
    notes: Vec<String>,
    /// The same as codes with values.
    remarks: Vec<Remark<'a>>,
    did_you_mean: Option<&'a str>,
    results: Vec<Row<'a>>,
    /// With `--facets` only; over everything that was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    facets: Option<&'a [Facet]>,
}

#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    title: &'a str,
    /// Within the site; `null` where there is no page.
    url: Option<String>,
    /// Within the archive.
    path: &'a str,
    /// The line of that file with the excerpt, or else with the title.
    line: Option<usize>,
    /// The heading under which the excerpt stands, or else most of the words.
    section: Option<&'a str>,
    /// Why it was not published as an incident.
    set_aside: Option<&'a str>,
    /// Words of the query that the document lacks.
    missing: &'a [String],
    /// Of a pasted text: the words that the document has too, the most telling first, and what ended it then.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    shared: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    fixed_by: Option<&'a str>,
    date: Option<&'a str>,
    severity: &'a str,
    services: &'a [String],
    cause: Option<&'a str>,
    duration_minutes: Option<u64>,
    excerpt: &'a str,
    score: f32,
}

pub(super) fn run(session: &Session, flags: &SearchFlags) -> Result<Exit, Failure> {
    let query = flags.query.join(" ");
    let Archive { root, config } = session.archive(None, &session.folder)?;
    let view = session.view(&flags.view, &config)?;
    let options = Options {
        limit: usize::from(flags.limit),
        sort: flags.sort,
        facets: flags.facets,
        set_aside: !flags.published,
        ..Options::default()
    };
    let results = if is_pasted(&query) {
        session.report.say("note: a text of several lines is compared with what was, as `incidex similar` does");
        engine::similar(&root, &config, || Ok(query.clone()), &options, &view)?
    } else {
        engine::search(&root, &config, &query, &options, &view)?
    };
    // A line of the file tells narrower readers how much stands above it.
    let sources = if view.audience.is_internal() { Sources::new(&root) } else { Sources::closed() };
    let lines = lines(&results, sources);
    match flags.format {
        TextOrJson::Json => session.report.data(&json(&query, &results, &lines, flags.facets)?)?,
        TextOrJson::Text if results.hits.is_empty() => {}
        TextOrJson::Text => session.report.data(&text(&results, &lines, session.report.data_paint()))?,
    }
    remark(&session.report, &results);
    Ok(if results.hits.is_empty() { Exit::Findings } else { Exit::Done })
}

/// Whether it was pasted: nobody types several lines, and an alert or a log holds more words than any document has.
fn is_pasted(query: &str) -> bool {
    query.trim().contains('\n')
}

/// The order called `name`, for the flag.
///
/// # Errors
/// The names there are, when it is none of them.
pub(super) fn order(name: &str) -> Result<Sort, String> {
    let names = || Sort::ALL.map(|(name, _)| name).join(", ");
    Sort::named(name).ok_or_else(|| format!("the orders are {}", names()))
}

/// Where each result stands in its file.
fn lines(results: &Results, mut sources: Sources) -> Vec<Option<usize>> {
    let line = |hit: &Hit| {
        let lines = Lines::of(sources.text(&hit.path)?);
        let passage = Some(&hit.excerpt).filter(|excerpt| !excerpt.marks.is_empty());
        passage.and_then(|passage| lines.of_passage(passage)).or_else(|| lines.of_text(&hit.title.text))
    };
    results.hits.iter().map(line).collect()
}

fn json(query: &str, results: &Results, lines: &[Option<usize>], facets: bool) -> serde_json::Result<String> {
    serde_json::to_string_pretty(&Answer {
        schema: SCHEMA,
        query,
        total: results.total,
        notes: results.notes.iter().map(ToString::to_string).collect(),
        remarks: results.notes.iter().map(Remark::from).collect(),
        did_you_mean: results.did_you_mean.as_deref(),
        results: results.hits.iter().zip(lines).map(|(hit, line)| row(hit, *line)).collect(),
        facets: facets.then_some(results.facets.as_slice()),
    })
}

fn row(hit: &Hit, line: Option<usize>) -> Row<'_> {
    Row {
        id: &hit.id,
        title: &hit.title.text,
        url: hit.set_aside.is_none().then(|| format!("incidents/{}/", hit.slug)),
        path: &hit.path,
        line,
        section: section(hit),
        set_aside: hit.set_aside.as_deref(),
        missing: &hit.missing,
        shared: &hit.shared,
        fixed_by: hit.fixed_by.as_deref().filter(|_| !hit.shared.is_empty()),
        date: hit.date.as_deref(),
        severity: &hit.severity,
        services: &hit.services,
        cause: hit.cause.as_deref(),
        duration_minutes: hit.duration_minutes,
        excerpt: &hit.excerpt.text,
        score: hit.score,
    }
}

fn text(results: &Results, lines: &[Option<usize>], paint: Paint) -> String {
    let mut shown: Vec<String> = results.hits.iter().zip(lines).map(|(hit, line)| entry(hit, *line, paint)).collect();
    shown.extend((!results.facets.is_empty()).then(|| facets(&results.facets, paint)));
    shown.join("\n")
}

/// One line for each facet, its name first.
fn facets(facets: &[Facet], paint: Paint) -> String {
    let width = facets.iter().map(|facet| facet.name.len()).max().unwrap_or_default();
    let line = |facet: &Facet| {
        let name = paint.text(Style::Label, &format!("{:width$}", facet.name));
        let mut values: Vec<String> =
            facet.values.iter().map(|value| harmless_line(&format!("{} {}", value.value, value.count))).collect();
        values.extend((facet.more > 0).then(|| format!("and {} more", facet.more)));
        format!("{name}  {}\n", values.join(", "))
    };
    facets.iter().map(line).collect()
}

/// The heading above the excerpt, else the one with most matches; of equals the first.
fn section(hit: &Hit) -> Option<&str> {
    if let Some(heading) = &hit.excerpt_heading {
        return Some(heading);
    }
    let most = hit.sections.iter().rev().max_by_key(|section| section.matches)?;
    Some(most.heading.as_str())
}

fn entry(hit: &Hit, line: Option<usize>, paint: Paint) -> String {
    let title = paint.text(Style::Heading, &harmless_line(&hit.title.text));
    let duration = hit.duration_minutes.and_then(|minutes| i64::try_from(minutes).ok()).map(Minutes::new).map(length);
    let services = (!hit.services.is_empty()).then(|| hit.services.join(", "));
    let severity = (hit.severity != "unknown").then(|| hit.severity.clone());
    let id = match &hit.set_aside {
        Some(reason) => format!("not published as an incident: {reason}"),
        None => hit.id.clone(),
    };
    let facts = [Some(id), hit.date.clone(), severity, services, hit.cause.clone(), duration];
    let facts: Vec<String> = facts.into_iter().flatten().map(|fact| harmless_line(&fact)).collect();
    let facts = paint.text(Style::Faint, &facts.join(" | "));
    let excerpt = marked(&hit.excerpt, paint);
    let excerpt = if excerpt.is_empty() { String::new() } else { format!("  {excerpt}\n") };
    let file = line.map_or_else(|| hit.path.clone(), |line| format!("{}:{line}", hit.path));
    let place = [Some(file.as_str()).filter(|_| !hit.path.is_empty()), section(hit)];
    let mut place: Vec<String> = place.into_iter().flatten().map(harmless_line).collect();
    place.extend((!hit.missing.is_empty()).then(|| format!("without: {}", harmless_line(&hit.missing.join(", ")))));
    let place =
        if place.is_empty() { String::new() } else { format!("  {}\n", paint.text(Style::Faint, &place.join(" | "))) };
    format!("{title}\n  {facts}\n{excerpt}{}{place}", likeness(hit))
}

/// What a document shares with a pasted text, and what ended it.
fn likeness(hit: &Hit) -> String {
    if hit.shared.is_empty() {
        return String::new();
    }
    let fixed = hit.fixed_by.iter().map(|fix| format!("  then fixed by: {}\n", harmless_line(fix)));
    format!("  shared words: {}\n{}", harmless_line(&hit.shared.join(", ")), fixed.collect::<String>())
}

/// One line with the matching words marked; `pieces` takes turns, beginning with what does not match.
fn marked(text: &Marked, paint: Paint) -> String {
    let pieces = text.pieces();
    let shown = pieces.iter().enumerate().map(|(index, piece)| {
        let piece = harmless(piece).replace('\n', " ");
        if index % 2 == 1 { paint.text(Style::Match, &piece) } else { piece }
    });
    shown.collect::<String>().trim().to_owned()
}

/// How the query was read, how much it found, and what to try instead.
fn remark(report: &Report, results: &Results) {
    for note in &results.notes {
        report.say(&harmless(&format!("note: {note}")));
    }
    let shown = results.hits.len();
    let shown = if shown < results.total { format!(", the first {shown} shown") } else { String::new() };
    report.say(&format!("{} found{shown}", plural(results.total, "document")));
    if let Some(query) = &results.did_you_mean {
        report.say(&harmless(&format!("did you mean: {query}")));
    }
    for shorter in &results.drop_one {
        report.say(&harmless(&format!("  {} with: {}", plural(shorter.total, "document"), shorter.query)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::{FacetValue, SectionHit};

    fn hit() -> Hit {
        Hit {
            id: "INC-7".into(),
            slug: "inc-7".into(),
            path: "2024/labels.md".into(),
            title: Marked { text: "Labels printed twice".into(), marks: Vec::new() },
            date: Some("2024-11-29".into()),
            severity: "major".into(),
            services: vec!["labels".into(), "depot-sync".into()],
            cause: Some("code_bug".into()),
            duration_minutes: Some(146),
            summary: String::new(),
            score: 2.5,
            missing: vec!["printer".into()],
            shared: Vec::new(),
            component: None,
            fixed_by: None,
            sections: vec![
                SectionHit { heading: "Impact".into(), anchor: None, matches: 1 },
                SectionHit { heading: "Root cause".into(), anchor: None, matches: 3 },
            ],
            set_aside: None,
            excerpt_heading: None,
            spellings: Vec::new(),
            excerpt: Marked { text: "The retry had\nno \u{1b}key.".into(), marks: std::iter::once(4..9).collect() },
        }
    }

    #[test]
    fn a_result_is_a_title_its_facts_and_the_best_line() {
        let expected = "Labels printed twice\n  INC-7 | 2024-11-29 | major | labels, depot-sync | code_bug | 2 h 26 min\n  \
                        The retry had no \u{fffd}key.\n  2024/labels.md:17 | Root cause | without: printer\n";
        let results = Results { hits: vec![hit()], ..Results::default() };
        assert_eq!(text(&results, &[Some(17)], Paint::new(false)), expected);
    }

    #[test]
    fn what_was_set_aside_says_so_and_has_no_address() {
        let aside = Hit { set_aside: Some("a template".into()), excerpt_heading: Some("Summary".into()), ..hit() };
        assert!(
            entry(&aside, None, Paint::new(false))
                .contains("\n  not published as an incident: a template | 2024-11-29")
        );
        assert!(entry(&aside, None, Paint::new(false)).ends_with("2024/labels.md | Summary | without: printer\n"));
        assert_eq!(row(&aside, None).url, None);
    }

    #[test]
    fn matching_words_are_marked_in_colour() {
        let shown = marked(&hit().excerpt, Paint::new(true));
        assert_eq!(shown, "The \u{1b}[1;33mretry\u{1b}[0m had no \u{fffd}key.");
    }

    #[test]
    fn counts_stand_in_a_line_for_each_field() {
        let value = |value: &str, count| FacetValue { value: value.into(), count };
        let found = [
            Facet { name: "service", values: vec![value("labels", 3), value("depot-sync", 1)], more: 2 },
            Facet { name: "year", values: vec![value("2024", 4)], more: 0 },
        ];
        assert_eq!(facets(&found, Paint::new(false)), "service  labels 3, depot-sync 1, and 2 more\nyear     2024 4\n");
    }

    #[test]
    fn the_json_names_its_schema_and_the_address_within_the_site() {
        let results = Results { total: 3, hits: vec![hit()], ..Results::default() };
        let answer: serde_json::Value =
            serde_json::from_str(&json("retry", &results, &[Some(17)], false).unwrap()).unwrap();
        assert_eq!(answer["schema"], "incidex/search/1");
        assert_eq!(answer["total"], 3);
        assert_eq!(answer["results"][0]["url"], "incidents/inc-7/");
        assert_eq!(answer["results"][0]["title"], "Labels printed twice");
        let row = &answer["results"][0];
        assert_eq!((&row["path"], &row["section"]), (&"2024/labels.md".into(), &"Root cause".into()));
        assert_eq!((&row["line"], &row["set_aside"]), (&17.into(), &serde_json::Value::Null));
        assert_eq!(row["missing"], serde_json::json!(["printer"]));
        assert!(answer.get("facets").is_none());
    }
}
