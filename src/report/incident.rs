//! One incident as a page of text: facts, timeline, false leads, promises, and on request where each came from.

use std::fmt::Write;

use super::paint::{Paint, Style, harmless_line, wrapped};
use crate::model::{
    ActionItem, ActionState, Cause, DurationClock, FalseLead, FalseLeadBasis, Incident, Milestone, MinuteRange,
    Minutes, Moment, Origin, Precision, Provenance, Status, TimelineEntry,
};

/// Characters of a line of prose.
const WIDTH: usize = 100;
/// Characters of the left column of the facts.
const LABEL: usize = 14;

/// The summary of one incident. With `why`, every value is followed by its origin at the end.
pub fn text(incident: &Incident, why: bool, paint: Paint) -> String {
    let mut page = Page { text: String::new(), paint };
    page.header(incident);
    page.facts(incident);
    page.timeline(&incident.timeline);
    page.false_leads(&incident.false_leads);
    page.action_items(&incident.action_items);
    page.lessons(incident);
    page.flags(incident);
    if why {
        page.evidence(&incident.cause);
        page.provenance(incident);
    }
    page.text
}

struct Page {
    text: String,
    paint: Paint,
}

impl Page {
    fn header(&mut self, incident: &Incident) {
        let title = harmless_line(&incident.title);
        let _ = writeln!(self.text, "{}", self.paint.text(Style::Heading, &title));
        let mut line = vec![harmless_line(&incident.id), word(&incident.kind), status(incident.status).into()];
        if !incident.audience.is_internal() {
            line.push(incident.audience.name().to_owned());
        }
        line.push(harmless_line(&incident.source.path));
        let _ = writeln!(self.text, "{}", self.paint.text(Style::Faint, &line.join(" | ")));
        if let Some(summary) = &incident.summary {
            self.text.push('\n');
            self.prose("", summary);
        }
        self.text.push('\n');
    }

    fn facts(&mut self, incident: &Incident) {
        self.fact("severity", &severity(incident));
        self.fact("organisation", incident.organisation.as_deref().unwrap_or(""));
        self.fact("services", &incident.services.join(", "));
        self.fact("tags", &incident.tags.join(", "));
        self.fact("started", &incident.started_at.as_ref().map_or("unknown".into(), moment));
        self.fact("ended", &incident.ended_at.as_ref().map_or("unknown".into(), moment));
        self.fact("duration", &duration(incident));
        self.fact("phases", &phases(incident));
        self.fact("detected by", &joined(incident.detection.sources.iter().map(word)));
        self.fact("impact", &impact(incident));
        self.fact("cause", &cause(&incident.cause));
        self.fact("", incident.cause.statement.as_deref().unwrap_or(""));
        if let Some(mitigation) = &incident.mitigation {
            self.fact("ended by", &format!("{}: {}", word(&mitigation.kind), mitigation.text));
        }
        self.fact("resolution", incident.resolution.as_deref().unwrap_or(""));
        self.fact("related", &incident.related.join(", "));
        self.fact("written up", &life::written(incident).unwrap_or_default());
    }

    /// One row of the facts; nothing for an empty value.
    fn fact(&mut self, label: &str, value: &str) {
        if value.trim().is_empty() {
            return;
        }
        let label = self.paint.text(Style::Label, &format!("{label:<LABEL$}"));
        self.prose(&label, value);
    }

    /// Wrapped prose behind `label`; further lines are indented to the same column.
    fn prose(&mut self, label: &str, value: &str) {
        let indent = if label.is_empty() { 0 } else { LABEL };
        for (index, line) in wrapped(&harmless_line(value), WIDTH - indent).iter().enumerate() {
            let left = if index == 0 { label.to_owned() } else { " ".repeat(indent) };
            let _ = writeln!(self.text, "{left}{line}");
        }
    }

    fn heading(&mut self, title: &str, count: usize) {
        let title = self.paint.text(Style::Heading, title);
        let _ = writeln!(self.text, "\n{title} ({count})");
    }

    fn item(&mut self, left: &str, value: &str) {
        let indent = left.chars().count();
        for (index, line) in wrapped(&harmless_line(value), WIDTH - indent.min(WIDTH / 2)).iter().enumerate() {
            let left = if index == 0 { left.to_owned() } else { " ".repeat(indent) };
            let _ = writeln!(self.text, "{left}{line}");
        }
    }

    fn timeline(&mut self, entries: &[TimelineEntry]) {
        if entries.is_empty() {
            return;
        }
        self.heading("Timeline", entries.len());
        let mut day = None;
        for entry in entries {
            let date = entry.at.as_ref().and_then(|at| at.date);
            if date.is_some() && date != day {
                day = date;
                let zone = entry.at.as_ref().and_then(|at| at.zone.as_deref()).map(harmless_line).unwrap_or_default();
                let date = date.map(|date| date.to_string()).unwrap_or_default();
                let _ = writeln!(self.text, "  {}", self.paint.text(Style::Faint, format!("{date} {zone}").trim_end()));
            }
            let left = format!("  {:>8}  {:<11}  {:<13}  ", elapsed(entry.elapsed), clock(entry), word(&entry.kind));
            self.item(&left, &entry.text);
        }
    }

    fn false_leads(&mut self, leads: &[FalseLead]) {
        if leads.is_empty() {
            return;
        }
        self.heading("False leads", leads.len());
        for lead in leads {
            self.item("  - ", &false_lead(lead));
        }
    }

    fn action_items(&mut self, items: &[ActionItem]) {
        if items.is_empty() {
            return;
        }
        self.heading("Action items", items.len());
        for item in items {
            self.item(&format!("  {} ", state_mark(item.state)), &action_item(item));
        }
    }

    fn lessons(&mut self, incident: &Incident) {
        let lessons = &incident.lessons;
        let groups = [
            ("Went well", &lessons.well),
            ("Went poorly", &lessons.poorly),
            ("Got lucky", &lessons.lucky),
            ("Learned", &lessons.learned),
        ];
        for (title, list) in groups.into_iter().filter(|(_, list)| !list.is_empty()) {
            self.heading(title, list.len());
            for lesson in list {
                self.item("  - ", lesson);
            }
        }
    }

    fn flags(&mut self, incident: &Incident) {
        if incident.flags.is_empty() {
            return;
        }
        self.heading("Remarks", incident.flags.len());
        for flag in &incident.flags {
            let place = flag.line.map(|line| format!("line {line}: ")).unwrap_or_default();
            self.item("  - ", &format!("{place}{} [{}]", flag.message, flag.code));
        }
    }

    fn evidence(&mut self, cause: &Cause) {
        if cause.evidence.is_empty() {
            return;
        }
        self.heading("Why this cause", cause.evidence.len());
        for evidence in &cause.evidence {
            let row =
                format!("{}: \"{}\" (line {}, rule {})", evidence.class, evidence.words, evidence.line, evidence.rule);
            self.item("  - ", &row);
        }
    }

    fn provenance(&mut self, incident: &Incident) {
        if incident.provenance.is_empty() {
            return;
        }
        self.heading("Where each value comes from", incident.provenance.len());
        let widest = incident.provenance.keys().map(|key| key.chars().count()).max().unwrap_or(0).min(32);
        for (key, provenance) in &incident.provenance {
            let key = harmless_line(key);
            self.item(&format!("  {key:<widest$}  "), &origin(&incident.source.path, provenance));
        }
    }
}

/// Any of the model's words in the spelling of the schema, with spaces.
fn word(value: &impl serde::Serialize) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().unwrap_or_default().replace('_', " ")
}

fn joined(words: impl Iterator<Item = String>) -> String {
    words.collect::<Vec<_>>().join(", ")
}

fn status(status: Status) -> &'static str {
    match status {
        Status::Resolved => "resolved",
        Status::Open => "open",
        Status::Unknown => "status unknown",
    }
}

fn severity(incident: &Incident) -> String {
    let level = word(&incident.severity.level);
    match &incident.severity.label {
        Some(label) if !label.eq_ignore_ascii_case(&level) => format!("{level} ({label})"),
        _ => level,
    }
}

/// `about 2024-11-29 10:32 UTC`, as far as it is known; the author's own words where nothing could be read.
fn moment(moment: &Moment) -> String {
    let date = moment.date.map(|date| date.to_string());
    let time = moment.time.map(|time| time.to_string());
    let parts: Vec<String> = [date, time, moment.zone.clone()].into_iter().flatten().collect();
    let known = moment.date.is_some() || moment.time.is_some();
    let text = if known { parts.join(" ") } else { format!("\"{}\"", moment.text) };
    let about = if moment.approximate { "about " } else { "" };
    let converted =
        moment.utc.filter(|_| !is_utc(moment)).map(|utc| format!(" = {}", utc_clock(utc, moment.precision)));
    format!("{about}{text}{}", converted.unwrap_or_default())
}

fn is_utc(moment: &Moment) -> bool {
    moment.zone.as_deref().is_some_and(|zone| zone.eq_ignore_ascii_case("utc") || zone == "Z")
}

fn utc_clock(utc: jiff::Timestamp, precision: Precision) -> String {
    let format = if precision == Precision::Second { "%Y-%m-%d %H:%M:%S UTC" } else { "%Y-%m-%d %H:%M UTC" };
    utc.strftime(format).to_string()
}

fn duration(incident: &Incident) -> String {
    let duration = &incident.duration;
    let about = if duration.approximate { "about " } else { "" };
    let clock = if duration.clock == DurationClock::SupportHours { " of support hours" } else { "" };
    if let Some(disputed) = &duration.disputed {
        let lines: Vec<String> = disputed.lines.iter().map(usize::to_string).collect();
        return format!(
            "{} stated, {} by its own times (lines {})",
            length(disputed.stated_minutes),
            length(disputed.computed_minutes),
            lines.join(", ")
        );
    }
    let bound = || duration.at_most_minutes.map_or("unknown".into(), |most| format!("at most {}", length(most)));
    let shown = duration.minutes.map_or_else(bound, |minutes| format!("{about}{}{clock}", length(minutes)));
    match duration.stated_minutes {
        Some(stated) if duration.minutes != Some(stated) => format!("{shown} (the author says {})", length(stated)),
        _ => shown,
    }
}

/// `45 min`, `2 h 26 min`, `3 d 4 h`.
pub fn length(minutes: Minutes) -> String {
    let total = minutes.rounded();
    let (sign, total) = if total < 0 { ("-", -total) } else { ("", total) };
    let parts = [(total / 1440, "d"), (total % 1440 / 60, "h"), (total % 60, "min")];
    let shown: Vec<String> =
        parts.iter().filter(|(count, _)| *count > 0).take(2).map(|(count, unit)| format!("{count} {unit}")).collect();
    if !shown.is_empty() {
        return format!("{sign}{}", shown.join(" "));
    }
    if minutes.seconds == 0 { "0 min".into() } else { format!("{} s", minutes.seconds) }
}

fn phases(incident: &Incident) -> String {
    let after = |it: Milestone| Some(format!("{} after {}", it.happened(), length(incident.phases.get(it)?)));
    let known = Milestone::ALL.into_iter().filter_map(after);
    joined(known)
}

fn impact(incident: &Incident) -> String {
    let impact = &incident.impact;
    let about = if impact.approximate { "about " } else { "" };
    let share = impact.users_percent.map(|percent| format!("{about}{percent}% of users"));
    let parts: Vec<String> = [share, impact.text.clone()].into_iter().flatten().collect();
    parts.join("; ")
}

fn cause(cause: &Cause) -> String {
    let class = cause.class.as_deref().unwrap_or("unknown").replace('_', " ");
    let component = cause.component.as_deref().map(|id| format!(", {}", id.replace('_', " "))).unwrap_or_default();
    let confidence = cause.confidence.map(|score| format!(" (score {score})")).unwrap_or_default();
    let further: Vec<String> = cause.contributing.iter().map(|factor| factor.class.replace('_', " ")).collect();
    let further = if further.is_empty() { String::new() } else { format!("; also {}", further.join(", ")) };
    format!("{class}{component}{confidence}{further}")
}

/// `+1:05`, `-0:04`, or nothing.
fn elapsed(elapsed: Option<Minutes>) -> String {
    let Some(minutes) = elapsed.map(Minutes::rounded) else { return String::new() };
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("{sign}{}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
}

fn clock(entry: &TimelineEntry) -> String {
    let time = |moment: &Option<Moment>| moment.as_ref().and_then(|at| at.time).map(|time| time.to_string());
    match (time(&entry.at), time(&entry.until)) {
        (Some(at), Some(until)) => format!("{at}-{until}"),
        (at, _) => at.unwrap_or_default(),
    }
}

fn false_lead(lead: &FalseLead) -> String {
    let cost = lead.minutes.map_or(String::new(), |range| format!(", {}", cost(range)));
    let component = lead.component.as_deref().map(|id| format!(" ({})", id.replace('_', " "))).unwrap_or_default();
    let after = if lead.after_identification { ", after the cause was already known" } else { "" };
    format!("{}{component}: {}{cost}{after} [line {}]", lead.suspect, basis(lead.basis), lead.line)
}

fn cost(range: MinuteRange) -> String {
    if range.min == range.max {
        format!("cost {}", length(range.min))
    } else {
        format!("cost {} to {}", length(range.min), length(range.max))
    }
}

fn basis(basis: FalseLeadBasis) -> &'static str {
    match basis {
        FalseLeadBasis::Refuted => "ruled out",
        FalseLeadBasis::Superseded => "given up for another suspect",
        FalseLeadBasis::Identified => "given up when the cause was found",
        FalseLeadBasis::Fixed => "never ruled out, fixed elsewhere",
        FalseLeadBasis::Open => "never ruled out",
    }
}

fn state_mark(state: ActionState) -> &'static str {
    match state {
        ActionState::Open => "[ ]",
        ActionState::Done | ActionState::ClaimedDone => "[x]",
        ActionState::Dropped => "[-]",
        ActionState::Tracked | ActionState::Unknown => "[?]",
    }
}

fn action_item(item: &ActionItem) -> String {
    let claimed = match item.state {
        _ if item.dispute().is_some() => None,
        ActionState::ClaimedDone => Some("done, says the text".to_owned()),
        ActionState::Tracked => Some("tracked, state not recorded".to_owned()),
        _ => None,
    };
    let owner = item.owner.as_ref().map(|owner| format!("owner {owner}"));
    let due = item.due.as_ref().map(|due| format!("due {due}"));
    let life = life::told(item);
    let details: Vec<String> = [claimed, owner, due, item.ticket.clone(), life].into_iter().flatten().collect();
    if details.is_empty() { item.text.clone() } else { format!("{} ({})", item.text, details.join(", ")) }
}

/// `stated at incidents/x.md:5:11, rule duration-range: "10:00 PM UTC"`
fn origin(path: &str, provenance: &Provenance) -> String {
    let verb = match provenance.origin {
        Origin::Stated => "stated",
        Origin::Inherited => "taken over",
        Origin::Rolled => "moved past midnight",
        Origin::Derived => "computed",
        Origin::Inferred => "inferred",
        Origin::Default => "default",
    };
    let place = match (provenance.line, provenance.column) {
        (Some(line), Some(column)) => format!(" at {path}:{line}:{column}"),
        (Some(line), None) => format!(" at {path}:{line}"),
        _ => String::new(),
    };
    let excerpt = provenance.excerpt.as_deref().map(|words| format!(": \"{}\"", words.trim())).unwrap_or_default();
    format!("{verb}{place}, rule {}{excerpt}", provenance.rule)
}

mod life;
#[cfg(test)]
mod tests;
