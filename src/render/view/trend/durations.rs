//! How long incidents last: each one as a dot, the middle with its interval, and what cannot be told.

use super::{
    Cell, Chart, Example, Grid, Names, Question, SHOWN_ROWS, Section, TRENDS_DATA, TrendPage, figures, further,
    incident_path, length, out_of,
};
use crate::analyse::{DurationPoint, Durations, Group, Summary, wording};
use crate::render::archive::Archive;
use crate::render::svg::spread::{Dot, MOST_DOTS, Middle, spread};
use crate::render::view::Link;
use crate::render::words;

/// Rows of a table by severity, service or year.
const GROUPS: usize = 60;

pub fn page(archive: &Archive, names: &Names) -> TrendPage {
    let trends = archive.input.trends;
    let durations = &trends.durations;
    let mut page = TrendPage::new(Question::Durations, archive, &durations.reading);
    let tested_from = trends.options.thresholds.tested_from;
    page.missing = missing(durations, tested_from);
    if !durations.points.is_empty() {
        page.chart = Some(chart(&page.frame.root, durations, tested_from));
    }
    if let Some(reading) = durations.comparison.as_ref().and_then(|comparison| comparison.reading()) {
        let (now, then) = wording::recent(trends.options.thresholds.recent_days);
        let heading = format!("{} against {then}", words::upper_first(&now));
        page.sections.push(Section::new("comparison", &heading).reading(reading));
    }
    // Fewer stand in the list of incidents, each for itself.
    let enough = durations.summary.n >= tested_from;
    let points = &durations.points;
    let severity = |value: &str| archive.severities.iter().find(|(level, _)| words::level_id(*level) == value);
    let year = |value: &str| archive.years.iter().find(|(_, group)| group.label == value);
    if enough && durations.by_severity.len() > 1 {
        let path = |value: &str| severity(value).map(|(_, group)| group.path());
        page.sections.push(by_group("severities", "By severity", &durations.by_severity, points, tested_from, path));
    }
    if enough && durations.by_service.len() > 1 {
        let path = |value: &str| archive.service_path(value);
        page.sections.push(by_group("services", "By service", &durations.by_service, points, tested_from, path));
    }
    if enough && durations.by_year.len() > 1 {
        let path = |value: &str| year(value).map(|(_, group)| group.path());
        let mut years = durations.by_year.clone();
        years.sort_by(|a, b| b.value.cmp(&a.value));
        page.sections.push(by_group("years", "By year", &years, points, tested_from, path));
    }
    if !durations.points.is_empty() {
        page.sections.push(longest(&durations.points));
    }
    if !durations.missing.is_empty() {
        let shown = durations.missing.iter().take(SHOWN_ROWS);
        let grid = Grid::of_incidents("Incidents without a duration", names, shown);
        let left_out = further(durations.missing.len(), SHOWN_ROWS, TRENDS_DATA);
        page.sections.push(Section::new("missing", "Without a duration").grid(grid).further(left_out));
    }
    page.method = method(durations, tested_from, names);
    page.method.push(format!(
        "{} Recent are the last {} days.",
        super::thresholds(trends),
        trends.options.thresholds.recent_days
    ));
    page.correct = Some(Example::new(
        "Start and end, or the length itself, at the top of a document win over what was read from its text.",
        "---\nstarted_at: 2026-06-02 09:14 UTC\nended_at: 2026-06-02 10:43 UTC\n---",
    ));
    page
}

fn missing(durations: &Durations, tested_from: usize) -> Option<Example> {
    match durations.summary.n {
        0 => {
            let sentence = "No report tells how long its incident lasted. A start and an end are enough:";
            Some(Example::new(sentence, "Date: 2026-06-02, 09:14 to 10:43 UTC"))
        }
        1 => Some(Example::none("One duration is known, so there is nothing to compare it with.")),
        n if n < tested_from => Some(Example::none(format!(
            "Fewer than {tested_from} durations are known, so each is shown and nothing is concluded from them."
        ))),
        _ => None,
    }
}

fn method(durations: &Durations, tested_from: usize, names: &Names) -> Vec<String> {
    let summary = &durations.summary;
    let mut method = vec![format!(
        "Wall-clock time from the start to the end that the report gives, from {}. The middle is the median; its interval comes from the order of the values and assumes no distribution.",
        out_of(summary.n, summary.of)
    )];
    if let Some(mean) = durations.mean.as_ref().filter(|_| summary.n >= tested_from) {
        method.push(format!(
            "The mean is {}, and {:.0} % of the sum is the longest incident alone ({}), which is why no mean is used.",
            length(mean.minutes),
            mean.largest_share * 100.0,
            names.link(&mean.largest).text
        ));
    }
    if let Some(change) = durations.visible_change.filter(|_| summary.n >= tested_from) {
        method.push(format!(
            "With as many further incidents, a shortening by {:.0} % or more would show.",
            change * 100.0
        ));
    }
    if let Some((median, n)) = durations.support_hours.as_ref().and_then(|it| Some((it.median?, it.n))) {
        let median = length(median);
        method.push(format!("Counted in support hours only, half lasted longer than {median} (n = {n})."));
    }
    if !durations.disputed.is_empty() {
        let named: Vec<String> = durations.disputed.iter().take(SHOWN_ROWS).map(|id| names.link(id).text).collect();
        method.push(format!(
            "Excluded, because the stated length and the stated times contradict each other: {}.",
            named.join("; ")
        ));
    }
    match durations.counted_in_support_hours.len() {
        0 => {}
        1 => method.push("One report counts support hours only and stands in none of these figures.".into()),
        n => method
            .push(format!("{} reports count support hours only and stand in none of these figures.", words::number(n))),
    }
    method
}

fn chart(root: &str, durations: &Durations, tested_from: usize) -> Chart {
    let (points, summary) = (&durations.points, &durations.summary);
    let dot = |point: &DurationPoint| {
        let date = point.date.map_or_else(String::new, |date| format!("{date}, "));
        Dot {
            minutes: point.minutes.as_f64(),
            href: format!("{root}{}", incident_path(&point.slug)),
            label: format!("{date}{}: {}", length(point.minutes), point.title),
        }
    };
    let dots: Vec<Dot> = points.iter().map(dot).collect();
    let middle = summary.median.filter(|_| summary.n >= tested_from).map(|median| Middle {
        median: median.as_f64(),
        interval: summary.interval.as_ref().map(|it| (it.low.as_f64(), it.high.as_f64())),
        label: format!("median {}", length(median)),
    });
    let band = match middle.as_ref().is_some_and(|it| it.interval.is_some()) {
        true => "; the band is the interval of the median",
        false => "",
    };
    let marks = if points.len() > MOST_DOTS { "The higher a bar the more incidents" } else { "One dot per incident" };
    let caption = format!("{marks}, on a log scale of time{band}. n\u{a0}=\u{a0}{}.", words::number(points.len()));
    let row = [vec![Cell::text("All incidents")], figures(summary, tested_from)].concat();
    let svg = spread("spread", "How long incidents lasted", &describe(summary), &dots, middle.as_ref());
    Chart::new(&svg, caption, Grid::of_figures("Durations", "Incidents", vec![row]))
}

fn describe(summary: &Summary) -> String {
    let many = words::count(summary.n, "duration", "durations");
    match (summary.n, summary.min, summary.median, summary.max) {
        (1, Some(only), ..) => format!("One duration of {}.", length(only)),
        (_, Some(min), Some(median), Some(max)) => {
            format!("{many} from {} to {}, median {}.", length(min), length(max), length(median))
        }
        _ => format!("{many}."),
    }
}

fn by_group(
    id: &str,
    heading: &str,
    groups: &[Group],
    points: &[DurationPoint],
    tested_from: usize,
    path: impl Fn(&str) -> Option<String>,
) -> Section {
    let row = |group: &Group| {
        let name = if group.value == "unknown" { "not recorded" } else { &group.value };
        let name = Cell::text(name).to(path(&group.value));
        let lengths = || group.points.iter().filter_map(|at| points.get(*at)).map(|point| point.minutes);
        match &group.summary {
            Some(summary) => [vec![name], figures(summary, tested_from)].concat(),
            None => vec![
                name,
                Cell::missing(&format!("fewer than {tested_from}")).number_like(),
                Cell::default().number_like(),
                Cell::length(lengths().min()),
                Cell::length(lengths().max()),
                Cell::number(group.n),
            ],
        }
    };
    let first = heading.trim_start_matches("By ");
    let rows = groups.iter().take(GROUPS).map(row).collect();
    Section::new(id, heading)
        .grid(Grid::of_figures(&format!("Durations by {first}"), &words::upper_first(first), rows))
        .further(further(groups.len(), GROUPS, TRENDS_DATA))
}

fn longest(points: &[DurationPoint]) -> Section {
    let mut sorted: Vec<&DurationPoint> = points.iter().collect();
    sorted.sort_by(|a, b| b.minutes.cmp(&a.minutes).then_with(|| a.incident.cmp(&b.incident)));
    let rows = sorted.into_iter().take(SHOWN_ROWS).map(|point| {
        let about = if point.approximate { "about " } else { "" };
        vec![
            Cell::link(Link::new(point.title.clone(), incident_path(&point.slug))),
            Cell::date(point.date),
            Cell::text(format!("{about}{}", length(point.minutes))).number_like(),
        ]
    });
    let grid = Grid::new("Incidents by duration, the longest first", &["Incident", "Date", "Lasted#"]).rows(rows);
    Section::new("incidents", "The incidents, longest first").grid(grid).further(further(
        points.len(),
        SHOWN_ROWS,
        TRENDS_DATA,
    ))
}
