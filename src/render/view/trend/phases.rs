//! Where the time goes: from start to detection, response, cause, fix and end.

use super::{
    Cell, Chart, Example, Grid, Names, Question, SHOWN_ROWS, Section, TRENDS_DATA, TrendPage, figures, further,
    incident_path, length,
};
use crate::analyse::{PhaseBar, PhaseSummaries, Step, Summary};
use crate::model::Minutes;
use crate::render::archive::Archive;
use crate::render::svg::bars::{Bar, Fill, Part, bars};
use crate::render::view::Link;
use crate::render::words;

/// Incidents drawn, the newest ones.
const BARS: usize = 18;

pub fn page(archive: &Archive, names: &Names) -> TrendPage {
    let trends = archive.input.trends;
    let time = &trends.time_in_phase;
    let mut page = TrendPage::new(Question::Phases, archive, &time.reading);
    if time.bars.is_empty() {
        page.missing = Some(Example::new(
            "No report tells of two milestones of its incident. Times with what happened at each are enough:",
            "## Timeline\n\n- 09:14 Alert on latency\n- 10:20 Cause found: the flag was on for everybody\n- 10:43 Flag off, latency normal",
        ));
    } else {
        page.chart = Some(chart(&page.frame.root, &time.bars));
    }
    if time.bars.len() > 1 {
        page.sections.push(steps(&time.steps, trends.options.thresholds.tested_from));
        page.sections.push(milestones(&trends.phases, trends.options.thresholds.tested_from));
    }
    let late = &time.escalated_late;
    if !late.incidents.is_empty() {
        let grid =
            Grid::of_incidents("Escalated after the cause was known", names, late.incidents.iter().take(SHOWN_ROWS));
        page.sections.push(
            Section::new("late", "Escalated only after the cause was known")
                .reading(format!("{} of the {} that state both times.", late.count, late.of))
                .grid(grid)
                .further(further(late.incidents.len(), SHOWN_ROWS, TRENDS_DATA)),
        );
    }
    page.method = vec![
        "A phase lies between two neighbouring milestones that the report states or that follow from its timeline. A milestone nobody stated is skipped, never guessed; an incident whose milestones run backwards is left out.".into(),
        "Medians of different phases do not add up: each is over the incidents that state both of its ends.".into(),
        super::thresholds(trends),
    ];
    page.correct = Some(Example::new(
        "Milestones at the top of a document win over those read from its timeline.",
        "---\ndetected_at: 10:36 UTC\nresponded_at: 10:41 UTC\nidentified_at: 11:48 UTC\nfixed_at: 12:41 UTC\n---",
    ));
    page
}

fn milestones(phases: &PhaseSummaries, tested_from: usize) -> Section {
    let rows: [(&str, &Summary); 7] = [
        ("Detected", &phases.detect),
        ("Responded", &phases.respond),
        ("Cause first named", &phases.culprit_named),
        ("Cause known", &phases.identify),
        ("Escalated", &phases.escalate),
        ("Fixed", &phases.fix),
        ("Over", &phases.resolve),
    ];
    let rows = rows.into_iter().filter(|(_, summary)| summary.n > 0);
    let rows = rows.map(|(name, summary)| [vec![Cell::text(name)], figures(summary, tested_from)].concat());
    Section::new("milestones", "From the start to each milestone").grid(Grid::of_figures(
        "Time from the start to each milestone",
        "Milestone",
        rows.collect(),
    ))
}

fn chart(root: &str, all: &[PhaseBar]) -> Chart {
    let shown: Vec<&PhaseBar> = all.iter().rev().take(BARS).collect();
    let rows: Vec<Bar> = shown.iter().map(|bar| drawn(root, bar)).collect();
    let heads = ["Incident", "Date", "Phases", "On wrong leads#"];
    let table = Grid::new("Phases per incident", &heads).rows(shown.iter().map(|bar| {
        let phases: Vec<String> =
            bar.segments.iter().map(|it| format!("{} {}", phase(it.to), length(it.minutes))).collect();
        vec![
            Cell::link(Link::new(bar.title.clone(), incident_path(&bar.slug))),
            Cell::date(bar.date),
            Cell::prose(phases.join(", ")),
            Cell::maybe(bar.wrong_leads.map(words::range)).number_like(),
        ]
    }));
    let caption = match (all.len(), shown.len()) {
        (1, _) => "The one incident with at least two milestones, start to end.".to_owned(),
        (all, shown) => format!(
            "Each bar is one incident, start to end, whatever its length; {} {} with at least two milestones.",
            if all > shown { "the newest" } else { "all" },
            if all > shown { format!("{shown} of {}", words::number(all)) } else { all.to_string() },
        ),
    };
    let description =
        format!("A bar for each of {}, with its phases.", words::count(shown.len(), "incident", "incidents"));
    let legend = [
        (Fill::Unseen, "not yet seen"),
        (Fill::Respond, "respond"),
        (Fill::Investigate, "find the cause"),
        (Fill::Fix, "fix"),
        (Fill::Verify, "verify"),
    ];
    Chart::new(&bars("phases", "Phases of each incident", &description, &rows), caption, table)
        .legend("phases", &legend)
}

fn drawn(root: &str, bar: &PhaseBar) -> Bar {
    let seconds = bar.segments.iter().map(|it| it.minutes.seconds).sum();
    let date = bar.date.map_or_else(String::new, |date| format!("{date} "));
    Bar {
        label: format!("{date}{}", bar.title),
        note: length(Minutes::from_seconds(seconds)),
        href: Some(format!("{root}{}", incident_path(&bar.slug))),
        parts: bar.segments.iter().map(|it| part(it.to, it.minutes)).collect(),
    }
}

fn part(to: &str, minutes: Minutes) -> Part {
    let fill = match to {
        "detect" => Fill::Unseen,
        "respond" => Fill::Respond,
        "fix" => Fill::Fix,
        "resolve" => Fill::Verify,
        _ => Fill::Investigate,
    };
    Part { label: format!("{} {}", phase(to), length(minutes)), amount: minutes.as_f64(), fill }
}

fn phase(to: &str) -> &str {
    match to {
        "detect" => "not yet seen",
        "respond" => "respond",
        "identify" => "find the cause",
        "fix" => "fix",
        "resolve" => "verify",
        other => other,
    }
}

fn steps(steps: &[Step], tested_from: usize) -> Section {
    let rows = steps.iter().map(|step| {
        let name = format!("{} to {}", moment(step.from), moment(step.to));
        [vec![Cell::text(words::upper_first(&name))], figures(&step.summary, tested_from)].concat()
    });
    let grid = Grid::of_figures("Time between neighbouring milestones", "From, to", rows.collect());
    Section::new("steps", "Between neighbouring milestones").grid(grid)
}

fn moment(name: &str) -> &str {
    match name {
        "detect" => "detection",
        "respond" => "response",
        "identify" => "cause known",
        "resolve" => "end",
        other => other,
    }
}
