//! The summary to read: every part with its sentence first, then the incidents behind it.

use crate::analyse::{self, RecurringCause, Strength, Summary, Trends, guilt, wording};
use crate::model::{ActionState, DetectionSource, PartialDate};
use crate::report::paint::{Paint, Style, harmless_line, wrapped};

/// Rows of a list; the whole list is in the JSON and on the site.
const SHOWN: usize = 8;
/// Columns of a line.
const WIDTH: usize = 100;

pub(super) fn text(trends: &Trends, paint: Paint) -> String {
    let mut page = Page { text: String::new(), paint };
    page.line(&format!(
        "{}, as of {}.",
        wording::sentence(&wording::count(trends.incidents, "incident")),
        trends.as_of
    ));
    recurring(&mut page, trends);
    promised_again(&mut page, trends);
    false_leads(&mut page, trends);
    lengths(&mut page, trends);
    detection(&mut page, trends);
    actions(&mut page, trends);
    patterns(&mut page, trends);
    started(&mut page, trends);
    read_first(&mut page, trends);
    coverage(&mut page, trends);
    page.text
}

fn recurring(page: &mut Page, trends: &Trends) {
    page.part("Recurring causes", &trends.readings.recurring);
    let [pairs, _, verdicts] = trends.reviewed.readings();
    for reading in pairs.iter().chain(&verdicts) {
        page.line(reading);
    }
    let strong = |cause: &&RecurringCause| cause.strength == Strength::Recurring;
    let causes: Vec<&RecurringCause> = trends.recurring.iter().filter(strong).collect();
    for cause in causes.iter().take(SHOWN) {
        page.item(&cause.label);
        page.row("lasted", &cause.cost.told());
        for member in &cause.members {
            page.row(&date(member.date), &format!("{}: {}", member.incident, member.title));
            if let Some(statement) = &member.statement {
                page.row("", &format!("\u{201c}{statement}\u{201d}"));
            }
        }
    }
    page.further(causes.len());
    let related = trends.recurring.len() - causes.len();
    if related > 0 {
        page.line(&format!(
            "{} worth comparing are in the JSON.",
            wording::sentence(&wording::count(related, "further group"))
        ));
    }
}

fn promised_again(page: &mut Page, trends: &Trends) {
    page.part("Promised again", &trends.readings.promised_again);
    let [_, promises, _] = trends.reviewed.readings();
    if let Some(reading) = promises {
        page.line(&reading);
    }
    for promise in trends.promised_again.iter().take(SHOWN) {
        page.item(&format!(
            "{}: {} after {}, {}",
            promise.label,
            wording::count(promise.items.len(), "item"),
            wording::count(promise.incidents.len(), "incident"),
            promise.when
        ));
        for item in &promise.items {
            page.row(&date(item.date), &format!("{} [{}]", item.text, state(item.state)));
        }
        let after: Vec<String> = promise.recurred_after.iter().map(|it| date(it.date)).collect();
        if !after.is_empty() {
            page.row("again", &format!("the same cause on {}", wording::list(&after)));
        }
    }
    page.further(trends.promised_again.len());
}

/// Names of a suspect that are shown.
const NAMES: usize = 2;

fn false_leads(page: &mut Page, trends: &Trends) {
    let leads = &trends.false_leads;
    page.part("False leads", &leads.reading);
    for suspect in leads.by_component.iter().take(SHOWN) {
        let cause = guilt(suspect, leads.of, leads.with_component);
        let range = match suspect.minutes.max.seconds {
            0 => "minutes not recorded".to_owned(),
            _ => wording::minute_range(suspect.minutes.min, suspect.minutes.max),
        };
        let times = wording::count(suspect.incidents.len(), "incident");
        let names = suspect.named.iter().filter(|name| !name.eq_ignore_ascii_case(&suspect.label));
        let names: Vec<&str> = names.take(NAMES).map(String::as_str).collect();
        let named = if names.is_empty() { String::new() } else { format!(" ({})", names.join(", ")) };
        page.row(&suspect.label, &format!("suspected wrongly in {times}{named}, {range}, {cause}"));
    }
    page.further(leads.by_component.len());
}

fn lengths(page: &mut Page, trends: &Trends) {
    page.part("Durations", &trends.durations.reading);
    if let Some(reading) = trends.durations.comparison.as_ref().and_then(|comparison| comparison.reading()) {
        page.line(&reading);
    }
    page.part("Time in phase", &trends.time_in_phase.reading);
    let phases = &trends.phases;
    for (name, summary) in [
        ("to detect", &phases.detect),
        ("to respond", &phases.respond),
        ("to identify", &phases.identify),
        ("to fix", &phases.fix),
        ("to resolve", &phases.resolve),
    ] {
        page.row(name, &figures(summary));
    }
}

/// `median 1 h 30 min (40 min to 3 h), from 5 of 7`.
fn figures(summary: &Summary) -> String {
    let Some(median) = summary.median else { return format!("not recorded in any of {}", summary.of) };
    let range = match (summary.min, summary.max) {
        (Some(min), Some(max)) => format!(" ({} to {})", wording::minutes(min), wording::minutes(max)),
        _ => String::new(),
    };
    format!("median {}{range}, from {} of {}", wording::minutes(median), summary.n, summary.of)
}

fn detection(page: &mut Page, trends: &Trends) {
    page.part("Detection", &trends.detection_detail.reading);
    for source in &trends.detection {
        page.row(noticed_by(source.source), &source.count.to_string());
    }
}

fn actions(page: &mut Page, trends: &Trends) {
    page.part("Actions", &trends.actions.reading);
    for count in &trends.actions.by_state {
        page.row(state(count.state), &count.count.to_string());
    }
    if trends.actions.closing.done > 0 {
        page.line(&trends.actions.closing.reading);
    }
    if let Some(write_up) = &trends.write_up {
        page.line(&write_up.reading);
    }
}

fn patterns(page: &mut Page, trends: &Trends) {
    let level = wording::percent(trends.options.thresholds.confidence);
    page.part("Patterns", &format!("Each is tested at {level}, corrected for the number of looks."));
    page.row("services", &trends.matrix.reading);
    page.row("factors", &trends.factors.reading);
    page.row("calendar", &trends.calendar.reading);
}

fn started(page: &mut Page, trends: &Trends) {
    page.part("Outside support hours", &trends.out_of_hours.reading);
    page.part("On this day", &trends.on_this_day.reading);
    for it in &trends.on_this_day.incidents {
        page.row(&it.date.to_string(), &format!("{}: {}", it.incident, it.title));
    }
}

fn read_first(page: &mut Page, trends: &Trends) {
    page.part("New here? Read these first", &trends.reading_list.reading);
    for it in &trends.reading_list.incidents {
        page.row(&date(it.date), &format!("{}: {}. {}", it.incident, it.title.trim_end_matches('.'), it.reason));
    }
}

fn coverage(page: &mut Page, trends: &Trends) {
    page.part("Coverage", &trends.readings.coverage);
    page.row("", "stated, derived, inferred, missing");
    for field in &trends.coverage {
        let figures = [field.stated, field.derived, field.inferred, field.missing].map(|n| n.to_string());
        page.row(field.field, &figures.join(", "));
    }
}

fn date(date: Option<PartialDate>) -> String {
    date.map_or_else(|| "no date".to_owned(), |date| date.to_string())
}

pub(in crate::cli) fn state(state: ActionState) -> &'static str {
    match state {
        ActionState::Open => "open",
        ActionState::Tracked => "tracked, state not recorded",
        ActionState::Done => "done",
        ActionState::ClaimedDone => "said to be done",
        ActionState::Dropped => "dropped",
        ActionState::Unknown => "state not recorded",
    }
}

fn noticed_by(source: DetectionSource) -> &'static str {
    if source == DetectionSource::Unknown { "not recorded" } else { analyse::noticed_by(source) }
}

/// Text under construction; whatever a document wrote is made harmless on its way in.
struct Page {
    text: String,
    paint: Paint,
}

impl Page {
    fn part(&mut self, heading: &str, reading: &str) {
        self.text.push('\n');
        self.text.push_str(&self.paint.text(Style::Heading, heading));
        self.text.push('\n');
        self.line(reading);
    }

    fn line(&mut self, text: &str) {
        for line in wrapped(&harmless_line(text), WIDTH) {
            self.text.push_str(&line);
            self.text.push('\n');
        }
    }

    fn item(&mut self, text: &str) {
        self.text.push_str("  ");
        self.text.push_str(&self.paint.text(Style::Label, &harmless_line(text)));
        self.text.push('\n');
    }

    fn row(&mut self, name: &str, text: &str) {
        let (name, text) = (harmless_line(name), harmless_line(text));
        for (at, line) in wrapped(&text, WIDTH - 18).iter().enumerate() {
            let shown = if at == 0 { name.as_str() } else { "" };
            self.text.push_str(&format!("    {} {line}\n", self.paint.text(Style::Faint, &format!("{shown:<13}"))));
        }
    }

    fn further(&mut self, all: usize) {
        if all > SHOWN {
            self.item(&format!("and {} more", all - SHOWN));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::{Options, trends};
    use crate::model::KnowledgeBase;

    #[test]
    fn an_empty_archive_is_told_in_plain_words() {
        let trends = trends(&KnowledgeBase::default(), jiff::civil::date(2026, 1, 1), &Options::default());
        let text = text(&trends, Paint::new(false));
        assert!(
            text.starts_with("No incidents, as of 2026-01-01.\n\nRecurring causes\nThere is no incident yet."),
            "{text}"
        );
    }
}
