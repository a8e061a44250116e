//! One incident out of its parts: the list of steps, each of which is a room of its own.
//!
//! Input: an [`Excerpt`] of a document and the settings. Output: an [`Incident`] with its trail.

use crate::config::Config;
use crate::model::{
    Audience, Cause, Detection, DetectionSource, Duration, DurationClock, Flag, Incident, Kind, Minutes, Origin,
    SCHEMA, Status,
};
use crate::parse::{Document, Section};

use super::author::Author;
use super::chronology::{self, Anchor, Clock, Evidence, Span, Timeline};
use super::event::{self, EventContext, ReadEntry};
use super::facts;
use super::front_matter_keys::Key;
use super::kind::{self, Verdict};
use super::outline::{self, Part};
use super::trail::{Place, Trail};
use super::vocabulary::Field;
use super::{actions, cause, causes, false_lead, phases, remedy, truncation};

/// The stretch of a document that is one incident.
pub struct Excerpt<'d> {
    pub document: &'d Document,
    pub sections: &'d [Section],
    pub author: &'d Author,
    /// Which incident of the file, from 0.
    pub part: usize,
    /// The file holds more than one.
    pub several: bool,
}

/// Settings in force, compiled once.
pub struct Settings<'s> {
    pub config: &'s Config,
    pub rules: &'s cause::Rules,
}

/// An incident and why it is taken for what it is.
pub struct Assembled {
    pub incident: Incident,
    pub verdict: Verdict,
    pub parts: Vec<Part>,
}

pub fn incident(excerpt: &Excerpt<'_>, settings: &Settings<'_>) -> Assembled {
    let Excerpt { document, sections, author, several, .. } = *excerpt;
    let config = settings.config;
    let mut trail = Trail::default();
    let parts = outline::parts(sections);

    let title = facts::title::title(author, &parts, sections, several, &mut trail);
    let verdict = kind::verdict(excerpt, &parts, title.as_deref().unwrap_or_default());
    let services = facts::words::services(author, &parts, config, &mut trail);
    let organisation = facts::words::organisation(author, &parts, config, &mut trail);
    let summary = facts::summary::summary(author, &parts, &mut trail);
    let impact = facts::impact::impact(author, &parts, &mut trail);

    let mut clock = Clock::new(author, &parts, config, &mut trail);
    let date = chronology::date_hint(author, &parts, sections, &document.source.path, &clock);
    clock.date = date.as_ref().and_then(|date| date.moment.date);
    let named = chronology::named_moments(author, &parts, &clock, &mut trail);
    let mut timeline = chronology::timeline(&parts, &clock, &mut trail);
    chronology::add_named(&mut timeline, &named);

    let reading = causes::Reading {
        author,
        parts: &parts,
        title: title.as_deref(),
        timeline: &timeline,
        organisation: organisation.as_deref(),
        services: &services,
    };
    let cause = causes::cause(&reading, settings.rules, &mut trail);
    let components_in = |text: &str| cause::components_in(settings.rules, text);
    let context = EventContext {
        culprit: cause.component.as_deref(),
        cause: cause.statement.as_deref(),
        components_in: &components_in,
    };
    let texts: Vec<String> = timeline.entries.iter().map(|placed| placed.entry.text.clone()).collect();
    let read = ReadEntry::all(&texts);
    event::classify_events(&mut timeline.entries, &read, &context);
    let false_leads = false_leads(&timeline, &read, &parts, &context);

    let lengths = chronology::stated_lengths(author, &parts, &mut trail);
    let stated_range = chronology::stated_range(&parts, &clock, &mut trail);
    let evidence = Evidence { stated_range, named: &named, timeline: &timeline, lengths: &lengths, date };
    let mut span = chronology::span(&evidence, &mut trail);
    let (milestones, phases) = phases::phases(&span, &named, &timeline, &read, &lengths, &context, &mut trail);
    flag_gaps(&span, &timeline, &clock, &mut trail);
    timeline.note(&mut trail);

    let resolution = remedy::resolution(author, &parts, &mut trail);
    let mitigation = remedy::mitigation(author, resolution.as_deref(), &timeline, &mut trail);
    let detection = detection(author, &parts, &timeline, summary.as_deref(), &mut trail);
    let action_items = actions::action_items(&parts, &mut trail);
    let ended = span.end.is_some() || milestones.resolved_at.is_some();
    let status = facts::status::status(author, &parts, ended, resolution.is_some(), &mut trail);
    let severity = facts::severity::severity(author, &parts, config, &mut trail);
    truncation::flag_truncated(sections, &mut trail);
    if let Some(line) = document.mended_lines.iter().find(|line| holds(sections, **line)) {
        trail.flag("pseudo_markdown", "markup without the space behind # or -", Some(*line));
    }

    if status == Status::Open {
        // The end of an incident that goes on is nobody's guess.
        span.minutes = span.stated_minutes;
        trail.provenance.remove("duration.minutes");
    }
    let date = span.start.as_ref().and_then(|start| start.moment.date).map(|date| date.to_string());
    let title_generated = title.is_none();
    let title =
        title.unwrap_or_else(|| generated_title(settings, &cause, &services, date.as_deref(), document, &mut trail));
    let (id, id_place) = id(excerpt);
    trail.note("id", id_place.1, id_place.2, &id_place.0);

    let elapsed_from =
        span.start.as_ref().and_then(|start| start.at).or_else(|| timeline.entries.iter().find_map(|entry| entry.at));
    let entries = timeline.entries.into_iter().map(|placed| {
        let mut entry = placed.entry;
        entry.elapsed = placed.at.zip(elapsed_from).map(|(at, from)| Minutes::from_seconds(at - from));
        entry
    });
    let mut incident = Incident {
        schema: SCHEMA,
        id,
        part: excerpt.part,
        source: document.source.clone(),
        kind: verdict.kind,
        audience: audience(author),
        title,
        title_generated,
        summary,
        status,
        severity,
        organisation,
        services,
        tags: facts::words::tags(author, &parts, config, &mut trail),
        milestones,
        duration: Duration {
            minutes: span.minutes,
            stated_minutes: span.stated_minutes,
            approximate: span.approximate,
            clock: span.clock.unwrap_or(DurationClock::Wall),
        },
        started_at: span.start.map(|anchor| anchor.moment),
        ended_at: span.end.map(|anchor| anchor.moment),
        phases,
        stated_phases: lengths.phases,
        impact,
        detection,
        cause,
        mitigation,
        resolution,
        false_leads,
        timeline: entries.collect(),
        action_items,
        lessons: facts::lessons::lessons(&parts, &mut trail),
        links: facts::links::links(&parts),
        related: references(author, Key::Related, &mut trail),
        same_as: references(author, Key::SameAs, &mut trail),
        not_same_as: references(author, Key::NotSameAs, &mut trail),
        flags: Vec::new(),
        provenance: Default::default(),
    };
    flag_missing(&incident, &mut trail);
    trail.note(
        "kind",
        if verdict.stated { Origin::Stated } else { Origin::Inferred },
        "kind",
        &Place { excerpt: Some(verdict.reason.clone()), ..Place::nowhere() },
    );
    incident.flags = sorted(trail.flags);
    incident.provenance = trail.provenance;
    Assembled { incident, verdict, parts }
}

/// Front matter `id`, else an id at the start of the file's name, else its stem; later parts of a file are numbered.
fn id(excerpt: &Excerpt<'_>) -> (String, (Place, Origin, &'static str)) {
    let stem = kind::stem(&excerpt.document.source.path);
    let (base, how) = match excerpt.author.text(Key::Id) {
        Some((id, place)) => (id, (place.clone(), Origin::Stated, "front-matter")),
        None => match id_prefix(stem) {
            Some(id) => (id.to_owned(), (Place::nowhere(), Origin::Stated, "file-name-id")),
            None => (stem.to_owned(), (Place::nowhere(), Origin::Default, "file-name")),
        },
    };
    let id = if excerpt.part == 0 { base } else { format!("{base}-{}", excerpt.part + 1) };
    (id, how)
}

/// `INC-2024-011` of `INC-2024-011-load-balancer`: letters, then numbers, with hyphens.
fn id_prefix(stem: &str) -> Option<&str> {
    let letters = stem.bytes().take_while(u8::is_ascii_uppercase).count();
    if !(2..=8).contains(&letters) || stem.as_bytes().get(letters) != Some(&b'-') {
        return None;
    }
    let mut end = letters;
    for piece in stem[letters + 1..].split('-') {
        let digits = piece.bytes().take_while(u8::is_ascii_digit).count();
        let closed = piece.len() == digits || piece[digits..].starts_with([' ', '_']);
        if digits == 0 || !closed {
            break;
        }
        end += 1 + digits;
        if piece.len() > digits {
            break;
        }
    }
    (end > letters).then(|| &stem[..end])
}

/// Unmarked documents are internal, and so are those with a mark nobody knows.
pub fn audience(author: &Author) -> Audience {
    match author.text(Key::Audience) {
        Some((word, _)) if word.eq_ignore_ascii_case("public") => Audience::Public,
        _ => Audience::Internal,
    }
}

fn false_leads(
    timeline: &Timeline,
    read: &[ReadEntry<'_>],
    parts: &[Part],
    context: &EventContext<'_>,
) -> Vec<crate::model::FalseLead> {
    let leads = false_lead::find_false_leads(&timeline.entries, read, context);
    if !leads.is_empty() {
        return leads;
    }
    let told = |part: &&Part| {
        matches!(
            part.field,
            None | Some(
                Field::Summary
                    | Field::Background
                    | Field::Cause
                    | Field::CauseAndResolution
                    | Field::Detection
                    | Field::Resolution
                    | Field::Poorly
            )
        )
    };
    let mut sentences = Vec::new();
    for line in parts.iter().filter(told).flat_map(Part::lines) {
        for range in super::sentence::sentences(&line.text) {
            sentences.push((&line.text[range], line.number));
        }
    }
    false_lead::find_in_prose(&sentences, context)
}

fn detection(
    author: &Author,
    parts: &[Part],
    timeline: &Timeline,
    summary: Option<&str>,
    trail: &mut Trail,
) -> Detection {
    if let Some((text, place)) = author.text(Key::Detection) {
        let stated = stated_source(&text).map(|source| Detection { source, sources: vec![source] });
        let detection = stated.unwrap_or_else(|| cause::detection_source(&[&text]));
        if detection.source != DetectionSource::Unknown {
            trail.note("detection.source", Origin::Stated, "front-matter", place);
            return detection;
        }
    }
    let labelled = parts
        .iter()
        .filter(|part| part.field == Some(Field::Detection))
        .map(|part| (part.text(), part.lines().next().map(Place::of)));
    let detected = timeline.entries.iter().filter(|placed| placed.entry.kind == crate::model::EventKind::Detected);
    let first = timeline.entries.iter().take(2);
    let entries = detected.chain(first).map(|placed| {
        let entry = &placed.entry;
        (entry.text.clone(), Some(Place::at(entry.line, 1, &entry.text)))
    });
    let summary = summary.map(|text| (text.to_owned(), None));
    for (text, place) in labelled.chain(entries).chain(summary) {
        let detection = cause::detection_source(&[&text]);
        if detection.source != DetectionSource::Unknown {
            trail.note("detection.source", Origin::Inferred, "detection-words", &place.unwrap_or_default());
            return detection;
        }
    }
    Detection { source: DetectionSource::Unknown, sources: Vec::new() }
}

fn stated_source(word: &str) -> Option<DetectionSource> {
    Some(match super::vocabulary::bare(word).replace([' ', '-'], "_").as_str() {
        "monitoring" | "alert" | "alerts" | "alerting" | "automated" => DetectionSource::Monitoring,
        "customer" | "customers" | "user" | "users" | "support" => DetectionSource::Customer,
        "staff" | "engineer" | "employee" | "manual" | "internal" => DetectionSource::Staff,
        "third_party" | "vendor" | "provider" | "partner" => DetectionSource::ThirdParty,
        "test" | "tests" | "ci" | "drill" => DetectionSource::Test,
        "unknown" => DetectionSource::Unknown,
        _ => return None,
    })
}

fn generated_title(
    settings: &Settings<'_>,
    cause: &Cause,
    services: &[String],
    date: Option<&str>,
    document: &Document,
    trail: &mut Trail,
) -> String {
    let classes = settings.rules.classes();
    let components = settings.rules.components();
    let class = cause
        .class
        .as_ref()
        .and_then(|id| classes.iter().find(|class| class.id == *id))
        .map(|class| class.label.as_str());
    let component = cause
        .component
        .as_ref()
        .and_then(|id| components.iter().find(|component| component.id == *id))
        .map(|component| component.label.as_str());
    trail.note("title", Origin::Derived, "title-generated", &Place::nowhere());
    trail.flag("title_generated", "no usable title is written", None);
    facts::title::generated(class, component, services, date, kind::stem(&document.source.path))
}

fn references(author: &Author, key: Key, trail: &mut Trail) -> Vec<String> {
    let Some(stated) = author.get(key) else { return Vec::new() };
    trail.note(key.name(), Origin::Stated, "front-matter", &stated.place);
    stated.list()
}

/// What the times leave open.
fn flag_gaps(span: &Span, timeline: &Timeline, clock: &Clock, trail: &mut Trail) {
    let moments = [&span.start, &span.end].into_iter().flatten().map(|anchor: &Anchor| &anchor.moment);
    let times: Vec<_> = moments.chain(timeline.entries.iter().filter_map(|placed| placed.entry.at.as_ref())).collect();
    clock.flag_season(times.iter().copied(), trail);
    let timed = || times.iter().filter(|moment| moment.time.is_some());
    if timed().any(|moment| moment.zone.is_none()) {
        trail.flag("zone_missing", "no time zone is named", span.start.as_ref().and_then(|start| start.place.line));
    }
    let partial = timed().all(|moment| moment.date.and_then(crate::model::PartialDate::day).is_none());
    if (timed().next().is_some() && partial)
        || span.start.as_ref().is_some_and(|start| start.moment.date.is_some_and(|date| date.day().is_none()))
    {
        trail.flag("date_partial", "the date lacks its day", span.start.as_ref().and_then(|start| start.place.line));
    }
}

/// What a postmortem should have and this one has not.
fn flag_missing(incident: &Incident, trail: &mut Trail) {
    if !matches!(incident.kind, Kind::Incident | Kind::NearMiss) {
        return;
    }
    if incident.timeline.is_empty() {
        trail.flag("no_timeline", "no line carries a time of the incident", None);
    }
    if incident.cause.class.is_none() && incident.cause.statement.is_none() {
        trail.flag("no_cause", "nothing states a cause", None);
    }
    if incident.action_items.is_empty() {
        trail.flag("no_actions", "nothing is promised", None);
    }
}

fn holds(sections: &[Section], line: usize) -> bool {
    let titled = |section: &Section| section.heading.as_ref().is_some_and(|heading| heading.line.number == line);
    let told = |section: &Section| section.blocks.iter().flat_map(|block| &block.lines).any(|held| held.number == line);
    sections.iter().any(|section| titled(section) || told(section))
}

fn sorted(mut flags: Vec<Flag>) -> Vec<Flag> {
    flags.sort_by(|a, b| (a.line.unwrap_or(0), a.code).cmp(&(b.line.unwrap_or(0), b.code)));
    flags
}
