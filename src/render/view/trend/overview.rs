//! All questions at a glance, each with its answer in a sentence and the page that shows it.

use super::{Cell, Chart, Example, Grid, Group, Question, Section, TRENDS_DATA, TrendPage};
use crate::analyse::{SeverityCount, Trends};
use crate::model::SeverityLevel;
use crate::render::archive::Archive;
use crate::render::svg::columns::{Column, columns};
use crate::render::view::Link;
use crate::render::words;

pub fn page(archive: &Archive) -> TrendPage {
    let trends = archive.input.trends;
    let mut page = TrendPage::new(Question::Overview, archive, &trends.frequency.reading);
    let tested_from = trends.options.thresholds.tested_from;
    page.missing = match trends.incidents {
        0 => Some(Example::none("Without an incident there is nothing to compare.")),
        1 => Some(Example::none("One incident has no trend; each page lists what there is.")),
        n if n < tested_from => Some(Example::none(format!(
            "{} incidents are too few to look for a trend; each page lists what there is.",
            words::number(n)
        ))),
        _ => None,
    };
    if trends.incidents >= tested_from {
        page.chart = chart(trends);
    }
    let (untold, told): (Vec<Asked>, Vec<Asked>) =
        questions(trends).into_iter().partition(|(question, ..)| !question.told(trends));
    let mut section = Section::new("questions", "Questions");
    section.layout = "tiles";
    let shown: Vec<Question> = Question::shown(archive).collect();
    section.groups = told
        .into_iter()
        .filter(|(question, ..)| shown.contains(question))
        .enumerate()
        .map(|(at, (question, asked, answer))| Group {
            anchor: format!("q{}", at + 1),
            label: asked.to_owned(),
            path: Some(question.path()),
            times: String::new(),
            reading: super::unbroken(answer),
            lane: None,
            facts: Vec::new(),
            members: Vec::new(),
            further: None,
        })
        .collect();
    page.sections.push(section);
    if !untold.is_empty() {
        page.sections.push(cannot_tell(trends, &untold));
    }
    page.more.push(Link::new("All figures as data", TRENDS_DATA));
    page.method = vec![format!(
        "Ages and periods count up to {}; recent are the last {} days, and compared with as many before them. Only incidents count, not near misses or planned work, and nothing is counted per person. {}",
        trends.as_of,
        trends.options.thresholds.recent_days,
        super::thresholds(trends)
    )];
    page
}

/// A page, the question as people ask it, and the answer.
type Asked<'a> = (Question, &'static str, &'a str);

/// Questions that stay open, each with its reason and its page.
fn cannot_tell(trends: &Trends, untold: &[Asked]) -> Section {
    let rows = untold.iter().map(|(question, asked, _)| {
        let why = super::unbroken(question.untold(trends).unwrap_or_default());
        vec![Cell::text(*asked).to(Some(question.path().to_owned())), Cell::prose(why)]
    });
    let grid = Grid::new("Questions that this archive cannot answer", &["Question", "Why"]).rows(rows);
    Section::new("cannot-tell", "What this archive cannot tell").grid(grid)
}

fn questions(trends: &Trends) -> Vec<Asked<'_>> {
    vec![
        (Question::Next, "What to do next quarter?", &trends.next.reading),
        (Question::Recurring, "What keeps going wrong?", &trends.readings.recurring),
        (Question::PromisedAgain, "What was promised again?", &trends.readings.promised_again),
        (Question::Durations, "How long do incidents last?", &trends.durations.reading),
        (Question::Phases, "Where does the time go?", &trends.time_in_phase.reading),
        (Question::FalseLeads, "What is suspected first, wrongly?", &trends.false_leads.reading),
        (Question::Detection, "Who notices first?", &trends.detection_detail.reading),
        (Question::ServicesByCauses, "Where is a service unusual?", &trends.matrix.reading),
        (Question::Factors, "What travels together?", &trends.factors.reading),
        (Question::Mitigations, "What ended incidents?", &trends.mitigations.reading),
        (Question::ChangeLag, "How soon does a change show?", &trends.change_lag.reading),
        (Question::Calendar, "When do incidents start?", &trends.calendar.reading),
        (Question::Chains, "Which reports refer to each other?", &trends.chains.reading),
        (Question::Alerts, "Which alerts are named?", &trends.alerts.reading),
        (Question::Lessons, "What was learned?", &trends.lessons.reading),
        (Question::Actions, "What became of the actions?", &trends.actions.reading),
        (Question::Coverage, "What do the reports leave out?", &trends.readings.coverage),
    ]
}

fn chart(trends: &Trends) -> Option<Chart> {
    let quarters = &trends.frequency.quarters;
    if quarters.len() < 2 {
        return None;
    }
    let heads = ["Quarter", "Critical#", "Major#", "Minor#", "None or not recorded#", "All#"];
    let table = Grid::new("Incidents by quarter", &heads).rows(quarters.iter().map(|it| {
        let counts = levels(&it.by_severity).map(Cell::number).to_vec();
        [vec![Cell::text(it.quarter.to_string())], counts, vec![Cell::number(it.count)]].concat()
    }));
    let bars: Vec<Column> = quarters
        .iter()
        .map(|it| Column {
            label: it.quarter.to_string().replace('-', " "),
            starts_year: it.quarter.number == 1,
            counts: levels(&it.by_severity),
        })
        .collect();
    let caption = "Incidents by quarter, stacked by severity; a quarter without any is shown as none.";
    let svg = columns("quarters", "Incidents by quarter", &trends.frequency.reading, &bars);
    Some(Chart::new(&svg, caption, table).severities())
}

/// Critical, major, minor, everything else.
fn levels(counts: &[SeverityCount]) -> [usize; 4] {
    let mut levels = [0; 4];
    for it in counts {
        levels[match it.severity {
            SeverityLevel::Critical => 0,
            SeverityLevel::Major => 1,
            SeverityLevel::Minor => 2,
            SeverityLevel::None | SeverityLevel::Unknown => 3,
        }] += it.count;
    }
    levels
}
