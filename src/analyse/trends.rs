//! All parts together: the value that pages, `incidex trends` and `data/trends.json` are made from.

use jiff::civil::Date;
use serde::Serialize;

use crate::model::{DetectionSource, KnowledgeBase, Minutes, PartialDate, SeverityLevel};

use super::archive::{Archive, Case};
use super::options::Options;
use super::outcome::Weakness;
use super::recurring::{Alikeness, RecurringCause, Strength};
use super::*;

/// What an archive tells across its documents.
///
/// Incidents are referred to by id (by slug where two share an id), oldest first. The keys up to `coverage` are stable;
/// further ones may be added.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Trends {
    /// How many documents are incidents.
    pub incidents: usize,
    /// The day of the report; ages and "so far" count up to it.
    pub as_of: Date,
    pub durations: Durations,
    pub phases: PhaseSummaries,
    pub causes: Vec<CauseCount>,
    pub recurring: Vec<RecurringCause>,
    pub promised_again: Vec<Promise>,
    pub false_leads: FalseLeads,
    pub detection: Vec<DetectionCount>,
    pub coverage: Vec<FieldCoverage>,

    /// Questions that this archive cannot answer, with the reason.
    pub cannot_tell: Vec<Untold>,
    /// The sentences that sum up the parts which are lists; other parts carry their own `reading`.
    pub readings: Readings,
    pub classes: Vec<ClassCount>,
    /// What people said of pairs, promises and verdicts, and how much of it they upheld.
    pub reviewed: Checked,
    /// One per recurring cause, in the same order.
    pub outcomes: Vec<Outcome>,
    pub time_in_phase: TimeInPhase,
    pub frequency: Frequency,
    pub detection_detail: DetectionDetail,
    pub actions: Actions,
    pub matrix: Matrix,
    pub factors: Factors,
    pub mitigations: Mitigations,
    pub coverage_by_quarter: Vec<QuarterCoverage>,
    pub stated_versus_derived: Ledger,
    pub calendar: Calendar,
    pub out_of_hours: OutOfHours,
    pub on_this_day: OnThisDay,
    pub reading_list: ReadingList,
    /// By month, then by quarter: `data/dora.csv`.
    pub delivery: Vec<Delivery>,
    pub change_lag: ChangeLag,
    pub lessons: LessonRegister,
    pub chains: Chains,
    pub alerts: Alerts,
    /// How soon reports are written; `None` where the history of the archive is not read.
    pub write_up: Option<WriteUp>,
    /// The thresholds these figures were made with.
    pub options: Options,
    /// Every incident, oldest first: the marks of charts.
    pub archive: Vec<Point>,
    /// Neighbours per incident, for its page; too long for the data file.
    #[serde(skip)]
    pub similar: Vec<Similar>,
    /// What to do next quarter: for its own page and report, as it is for fewer readers than the data file.
    #[serde(skip)]
    pub next: Next,
}

/// One sentence per list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Readings {
    pub causes: String,
    pub recurring: String,
    pub promised_again: String,
    pub coverage: String,
}

/// One incident as a mark on an axis.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Point {
    pub incident: String,
    pub slug: String,
    pub title: String,
    pub date: Option<PartialDate>,
    pub severity: SeverityLevel,
    pub minutes: Option<Minutes>,
    pub services: Vec<String>,
    pub class: Option<String>,
    pub component: Option<String>,
    pub detection: DetectionSource,
}

/// Computes every part. The same input gives the same value; what authors corrected is added to `options`.
pub fn trends(kb: &KnowledgeBase, as_of: Date, options: &Options) -> Trends {
    let corrections = options.corrections.clone().and(Corrections::of(kb));
    let options = &Options { corrections, ..options.clone() };
    let archive = Archive::new(kb);
    // What is counted needs no groups, so it is counted beside the comparing.
    let (shared, finish) = rayon::join(|| Shared::of(&archive, as_of, options), || counted(&archive, as_of, options));
    let mut trends = finish(shared);
    trends.cannot_tell = untold::untold(&trends);
    trends
}

/// Counts whatever needs no comparing; what is compared is put beside it at the end.
fn counted<'a>(archive: &'a Archive<'a>, as_of: Date, options: &'a Options) -> impl FnOnce(Shared) -> Trends + 'a {
    let alerts = alerts::alerts(archive);
    let chains = chains::chains(archive);
    let factors = factors::factors(archive, options);
    let durations = durations::durations(archive, as_of, options);
    let mitigations = mitigations::mitigations(archive, options);
    let coverage = coverage::coverage(archive);
    let coverage_by_quarter = coverage::by_quarter(archive);
    let causes = causes::causes(archive);
    let classes = causes::classes(archive, options);
    let phases = phases::phases(archive, options);
    let time_in_phase = phases::time_in_phase(archive, options);
    let false_leads = false_leads::false_leads(archive, options);
    let detection = detection::detection(archive, options);
    let detection_detail = detection::detail(archive);
    let frequency = frequency::frequency(archive, as_of, options);
    let matrix = matrix::matrix(archive, options);
    let stated_versus_derived = ledger::ledger(archive);
    let calendar = calendar::calendar(archive, options);
    let change_lag = change_lag::change_lag(archive, options);
    let delivery = delivery::delivery(archive, &change_lag, options);
    let out_of_hours = out_of_hours::out_of_hours(archive.cases.iter(), options);
    let on_this_day = on_this_day::on_this_day(archive, as_of);
    let lessons = lessons::lessons(archive);
    let write_up = write_up::write_up(archive);
    let points = archive.cases.iter().map(point).collect();
    move |Shared { recurring, promised_again, outcomes, actions, similar, next, reviewed }| Trends {
        incidents: archive.cases.len(),
        as_of,
        durations,
        phases,
        false_leads,
        detection,
        cannot_tell: Vec::new(),
        readings: Readings {
            causes: causes::reading(archive, &causes),
            recurring: recurring_reading(&recurring, &promised_again, archive.cases.len()),
            promised_again: promised_reading(&promised_again),
            coverage: coverage::reading(&coverage, archive.cases.len()),
        },
        classes,
        reviewed,
        outcomes,
        time_in_phase,
        frequency,
        detection_detail,
        actions,
        matrix,
        factors,
        mitigations,
        coverage_by_quarter,
        stated_versus_derived,
        calendar,
        out_of_hours,
        on_this_day,
        reading_list: reading_list::reading_list(archive, &chains, &similar),
        delivery,
        change_lag,
        lessons,
        chains,
        alerts,
        write_up,
        options: options.clone(),
        archive: points,
        similar,
        next,
        causes,
        recurring,
        promised_again,
        coverage,
    }
}

/// What incidents have in common: each part follows from comparing all with all.
struct Shared {
    recurring: Vec<RecurringCause>,
    promised_again: Vec<Promise>,
    outcomes: Vec<Outcome>,
    actions: Actions,
    similar: Vec<Similar>,
    reviewed: Checked,
    next: Next,
}

impl Shared {
    fn of(archive: &Archive, as_of: Date, options: &Options) -> Self {
        let (alikeness, claims) = rayon::join(|| Alikeness::new(archive, options), || promised::claims_made(archive));
        let groups = alikeness.groups(options);
        let (promised_again, (recurring, similar)) = rayon::join(
            || promised::promised_again(archive, &groups, &claims, options),
            || (recurring::recurring(&alikeness, &groups, options), similar::similar(&alikeness, archive, options)),
        );
        let reviewed = checked::checked(archive, &alikeness, &groups, &claims, as_of, options);
        let outcomes = outcome::outcomes(archive, &recurring, &claims, as_of, options);
        let actions = actions::actions(archive, &promised_again, &outcomes, as_of);
        let next = next::next(&next::Given {
            archive,
            recurring: &recurring,
            outcomes: &outcomes,
            promises: &promised_again,
            actions: &actions,
            claims: &claims,
            as_of,
        });
        Self { recurring, promised_again, outcomes, actions, similar, next, reviewed }
    }
}

fn point(case: &Case) -> Point {
    let incident = case.incident;
    Point {
        incident: case.name.to_owned(),
        slug: case.slug.to_owned(),
        title: incident.title.clone(),
        date: case.date,
        severity: incident.severity.level,
        minutes: incident.duration.minutes,
        services: incident.services.clone(),
        class: case.cause_class().map(str::to_owned),
        component: case.component().map(str::to_owned),
        detection: incident.detection.source,
    }
}

fn recurring_reading(causes: &[RecurringCause], promises: &[Promise], all: usize) -> String {
    let strong: Vec<&RecurringCause> = causes.iter().filter(|cause| cause.strength == Strength::Recurring).collect();
    let Some(first) = strong.first() else {
        return match all {
            0 => "There is no incident yet.".to_owned(),
            1 => "There is one incident, so nothing can have recurred yet.".to_owned(),
            2 => "The two incidents do not tell of the same cause.".to_owned(),
            n => format!("No two of {} incidents tell of the same cause.", wording::number(n)),
        };
    };
    let how_many = match strong.len() {
        1 => "One cause recurs".to_owned(),
        n => format!("{} causes recur", wording::sentence(&wording::number(n))),
    };
    let last = first.last.map_or(String::new(), |date| format!(" The last was {}", wording::at_date(date)));
    // A promise to train people, or one about something else, is no fix of this.
    let weakness = Weakness::of(first);
    let is_fix = |it: &&Promise| it.items.iter().any(|item| weakness.is_addressed_by(it.kind, &item.text));
    let after = first.incidents.last().and_then(|last| {
        let fixes = promises.iter().filter(is_fix);
        let of_last = fixes.flat_map(|promise| &promise.recurred_after).filter(|it| it.incident == *last);
        of_last.filter_map(|it| it.days).min()
    });
    let promised = match (last.is_empty(), after) {
        (true, _) => String::new(),
        (false, None) => ".".to_owned(),
        (false, Some(days)) => {
            format!(", {} after a fix was promised.", wording::count(usize::try_from(days).unwrap_or_default(), "day"))
        }
    };
    format!(
        "{how_many}. {} \u{201c}{}\u{201d}: {}.{last}{promised}",
        wording::sentence(&wording::some_of(first.incidents.len(), all, "incident", "shares", "share")),
        first.label,
        first.cost.told()
    )
}

fn promised_reading(promises: &[Promise]) -> String {
    match promises.first() {
        None => "No promise was made after more than one incident.".to_owned(),
        Some(first) => format!(
            "{} made more than once. {}",
            match promises.len() {
                1 => "One promise was".to_owned(),
                n => format!("{} promises were", wording::sentence(&wording::number(n))),
            },
            first.reading
        ),
    }
}
