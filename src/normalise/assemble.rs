//! One incident out of its parts: the list of steps, each of which is a room of its own.
//!
//! Input: an [`Excerpt`] of a document and the settings. Output: an [`Incident`] with its trail.

use jiff::civil::Date;

use crate::config::Config;
use crate::model::{Duration, DurationClock, Flag, Incident, Kind, Minutes, Origin, Status};
use crate::parse::{Document, Section};

use super::audience::admission;
use super::author::Author;
use super::chronology::{self, Anchor, Clock, Evidence, NamedMoment, Span, Timeline};
use super::event::{self, EventContext, ReadEntry};
use super::facts;
use super::front_matter_keys::Key;
use super::kind::{self, Verdict};
use super::labels::Labels;
use super::learn::Unread;
use super::outline::{self, Part};
use super::story::Story;
use super::trail::{Place, Trail};
use super::vocabulary::Field;
use super::{actions, cause, causes, earlier, false_lead, notice, phases, remedy, truncation};

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
    /// The day that embargoes are counted to.
    pub as_of: Option<Date>,
    pub rules: &'s cause::Rules,
    /// Names of the archive's own.
    pub labels: &'s Labels,
}

/// An incident and why it is taken for what it is.
pub struct Assembled {
    pub incident: Incident,
    pub verdict: Verdict,
    pub parts: Vec<Part>,
    pub unread: Unread,
}

/// Reads one incident: the steps in the order in which each needs what the ones above it found.
pub fn incident(excerpt: &Excerpt<'_>, settings: &Settings<'_>) -> Assembled {
    let mut draft = Draft::new(excerpt, settings);
    draft.identity();
    let verdict = draft.subject();
    let times = draft.times();
    let story = draft.story(&times);
    draft.cause(&story);
    let course = draft.course(times);
    draft.recovery(&course, &story);
    draft.aftermath(&verdict);
    draft.slips();
    draft.window(course);
    draft.name();
    draft.neighbours();
    draft.verdict(&verdict);
    draft.finish(verdict)
}

/// An incident in the making: what has been read of it so far, and the trail of how.
struct Draft<'d> {
    excerpt: &'d Excerpt<'d>,
    settings: &'d Settings<'d>,
    author: &'d Author,
    parts: Vec<Part>,
    unread: Unread,
    incident: Incident,
    trail: Trail,
}

/// What the document says of its times, before anything is made of them.
struct Times {
    clock: Clock,
    date: Option<Anchor>,
    named: Vec<NamedMoment>,
    timeline: Timeline,
}

/// How the incident went: its entries by kind, and the span that they and the author's own words give.
struct Course {
    timeline: Timeline,
    span: Span,
}

impl<'d> Draft<'d> {
    fn new(excerpt: &'d Excerpt<'d>, settings: &'d Settings<'d>) -> Self {
        let incident = Incident::untold(excerpt.document.source.clone(), excerpt.part);
        let (parts, unread) = outline::outlined(excerpt.sections, settings.labels);
        Self { excerpt, settings, author: excerpt.author, parts, unread, incident, trail: Trail::default() }
    }

    fn identity(&mut self) {
        let (id, (place, origin, rule)) = id(self.excerpt);
        self.trail.note("id", origin, rule, &place);
        self.incident.id = id;
        let document = self.excerpt.document;
        let path = &document.source.path;
        let admission = admission(path, &document.front_matter, self.settings.config, self.settings.as_of);
        self.trail.note("audience", admission.origin, admission.rule, &admission.place);
        self.incident.audience = admission.audience;
    }

    /// What the document is about, in its own words.
    fn subject(&mut self) -> Verdict {
        let Self { excerpt, settings, author, parts, incident, trail, .. } = self;
        let title =
            facts::title::title(author, parts, excerpt.sections, excerpt.several, &excerpt.document.source.path, trail);
        let verdict = kind::verdict(excerpt, parts, title.as_deref().unwrap_or_default());
        incident.title_generated = title.is_none();
        incident.title = title.unwrap_or_default();
        incident.services = facts::words::services(author, parts, settings.config, trail);
        incident.tags = facts::words::tags(author, parts, settings.config, trail);
        incident.organisation = facts::words::organisation(author, parts, settings.config, trail);
        incident.summary = facts::summary::summary(author, parts, trail);
        incident.impact = facts::impact::impact(author, parts, trail);
        let heading = excerpt.sections.iter().find_map(|section| section.heading.as_ref()).map(|heading| &heading.line);
        incident.severity = facts::severity::severity(author, parts, heading, settings.config, trail);
        verdict
    }

    fn times(&mut self) -> Times {
        let Self { excerpt, settings, author, parts, trail, .. } = self;
        let mut clock = Clock::new(author, parts, settings.config, trail);
        let path = &excerpt.document.source.path;
        let date = chronology::date_hint(author, parts, excerpt.sections, path, &clock, trail);
        clock.sure = date.as_ref().is_some_and(|date| matches!(date.rule, "stated-date" | "date-sentence"));
        clock.guessed = date.as_ref().is_some_and(|date| date.rule == "date-in-prose");
        clock.written = date.as_ref().is_some_and(|date| date.rule == "day-of-writing");
        clock.yesterday = date.as_ref().is_some_and(chronology::tells_yesterday);
        clock.date = date.as_ref().and_then(|date| date.moment.date);
        let named = chronology::named_moments(author, parts, &clock, trail);
        let mut timeline = chronology::timeline(parts, &clock, trail);
        chronology::add_named(&mut timeline, &named);
        Times { clock, date, named, timeline }
    }

    fn story(&self, times: &Times) -> Story {
        let title = (!self.incident.title_generated).then_some(self.incident.title.as_str());
        Story::of(&self.parts, title, &times.timeline)
    }

    fn cause(&mut self, story: &Story) {
        let Self { author, parts, settings, incident, trail, .. } = self;
        let reading = causes::Reading {
            author,
            parts,
            title: (!incident.title_generated).then_some(incident.title.as_str()),
            story,
            organisation: incident.organisation.as_deref(),
            services: &incident.services,
        };
        incident.cause = causes::cause(&reading, settings.rules, trail);
    }

    /// Entries by kind, false leads, span, milestones and phases: all of them are read with the cause in mind.
    fn course(&mut self, times: Times) -> Course {
        let Times { clock, date, named, mut timeline } = times;
        let Self { author, parts, settings, incident, trail, .. } = self;
        let components_in = |text: &str| cause::components_in(settings.rules, text);
        let context = EventContext {
            culprit: incident.cause.component.as_deref(),
            cause: incident.cause.statement.as_deref(),
            components_in: &components_in,
        };
        let texts: Vec<String> = timeline.entries.iter().map(|placed| placed.entry.text.clone()).collect();
        let read = ReadEntry::all(&texts);
        event::classify_events(&mut timeline.entries, &read, &context);
        incident.false_leads = false_lead::gather(&timeline, &read, parts, &incident.services, &context);

        let lengths = chronology::stated_lengths(author, parts, trail);
        let stated_range = chronology::stated_range(parts, &clock, trail);
        let rows = chronology::rows(&timeline.entries, &read);
        let thread = chronology::thread(&timeline, &clock);
        let mut prose = chronology::prose(parts, &clock, &timeline, trail);
        let told: Vec<String> = prose.story.entries.iter().map(|placed| placed.entry.text.clone()).collect();
        let told = ReadEntry::all(&told);
        event::classify_events(&mut prose.story.entries, &told, &context);
        event::settle_story(&mut prose.story.entries, &told);
        let told_rows = chronology::rows(&prose.story.entries, &told);
        let evidence = Evidence {
            stated_range,
            named: &named,
            prose: &prose,
            told_rows: &told_rows,
            thread: thread.as_ref(),
            timeline: &timeline,
            rows: &rows,
            lengths: &lengths,
            date,
        };
        let span = chronology::solve(&evidence, trail);
        chronology::settle_rows(&mut timeline.entries, &rows, &span);
        let end = span.end.as_ref().and_then(|end| end.at);
        event::settle_by_end(&mut timeline.entries, &read, end);
        event::settle_by_end(&mut prose.story.entries, &told, end);
        (incident.milestones, incident.phases) =
            phases::phases(&span, &named, &timeline, &read, &lengths, &context, trail);
        let found = (&mut incident.milestones, &mut incident.phases);
        phases::from_story(&span, &prose.story, &told, &context, found, trail);
        event::mark(&mut timeline.entries, &incident.milestones);
        incident.stated_phases = lengths.phases;
        flag_gaps(&span, &timeline, &clock, trail);
        timeline.note(trail);
        Course { timeline, span }
    }

    /// How it was noticed and how it ended.
    fn recovery(&mut self, course: &Course, story: &Story) {
        let Self { author, parts, incident, trail, .. } = self;
        let read = story.read(&course.timeline);
        incident.resolution = remedy::resolution(author, parts, trail);
        incident.mitigation = remedy::mitigation(author, &read, trail);
        let leads = incident.false_leads.len();
        let told = false_lead::LeadDocument { lines: &read.lines, mitigation: incident.mitigation.as_ref(), leads };
        incident.false_leads.retain(|lead| told.is_lead(lead));
        incident.detection = notice::detection(author, parts, &read, trail);
        let day = course.span.start.as_ref().and_then(|start| start.moment.date);
        incident.earlier = earlier::earlier(&read, parts, day.and_then(crate::model::PartialDate::day));
        phases::fixed_by_the_end(&course.span, incident.mitigation.as_ref(), &mut incident.milestones, trail);
        let ended = course.span.end.is_some() || incident.milestones.resolved_at.is_some();
        let evidence = facts::status::Evidence {
            ended,
            resolution: incident.resolution.is_some(),
            remedied: incident.mitigation.is_some() || incident.milestones.fixed_at.is_some(),
        };
        incident.status = facts::status::status(author, parts, evidence, trail);
        if incident.status == Status::Open {
            // What goes on has not been ended by anything.
            if incident.mitigation.take().is_some() {
                trail.provenance.remove("mitigation.kind");
            }
            phases::drop_fix(&mut incident.milestones, &mut incident.phases, trail);
        }
    }

    /// What was promised and learned.
    fn aftermath(&mut self, verdict: &Verdict) {
        let told = matches!(verdict.kind, Kind::Incident | Kind::NearMiss) && self.incident.status != Status::Open;
        let people = people(&self.parts, self.author);
        self.incident.action_items = actions::action_items(&self.parts, &people, told, &mut self.trail);
        self.incident.lessons = facts::lessons::lessons(&self.parts, &mut self.trail);
    }

    /// What went wrong in the writing.
    fn slips(&mut self) {
        let Excerpt { document, sections, .. } = *self.excerpt;
        truncation::flag_truncated(sections, &mut self.trail);
        if let Some(line) = document.mended_lines.iter().find(|line| holds(sections, **line)) {
            self.trail.flag("pseudo_markdown", "markup without the space behind # or -", Some(*line));
        }
    }

    /// From when to when, and each entry's distance from the start.
    fn window(&mut self, course: Course) {
        let Course { timeline, mut span, .. } = course;
        let incident = &mut self.incident;
        if incident.status == Status::Open {
            // The end of an incident that goes on is nobody's guess.
            span.minutes = span.stated_minutes;
            self.trail.provenance.remove("duration.minutes");
        }
        incident.duration = Duration {
            minutes: span.minutes,
            stated_minutes: span.stated_minutes,
            at_most_minutes: span.at_most,
            approximate: span.approximate,
            clock: span.clock.unwrap_or(DurationClock::Wall),
            disputed: span.disputed,
        };
        let start = span.start.as_ref().and_then(|start| start.at);
        let elapsed_from = start.or_else(|| timeline.entries.iter().find_map(|entry| entry.at));
        let entries = timeline.entries.into_iter().map(|placed| {
            let mut entry = placed.entry;
            entry.elapsed = placed.at.zip(elapsed_from).map(|(at, from)| Minutes::from_seconds(at - from));
            entry
        });
        incident.timeline = entries.collect();
        incident.started_at = span.start.map(|anchor| anchor.moment);
        incident.ended_at = span.end.map(|anchor| anchor.moment);
    }

    /// A title, where no usable one is written, from what is known.
    fn name(&mut self) {
        if !self.incident.title_generated {
            return;
        }
        self.trail.note("title", Origin::Derived, "title-generated", &Place::nowhere());
        self.trail.flag("title_generated", "no usable title is written", None);
        self.incident.title = generated_title(self.settings, &self.incident);
    }

    /// What the document leads to.
    fn neighbours(&mut self) {
        let Self { author, parts, incident, trail, .. } = self;
        incident.links = facts::links::links(parts);
        incident.related = references(author, Key::Related, trail);
        incident.same_as = references(author, Key::SameAs, trail);
        incident.not_same_as = references(author, Key::NotSameAs, trail);
    }

    fn verdict(&mut self, verdict: &Verdict) {
        self.incident.kind = verdict.kind;
        if verdict.kind == Kind::Index {
            // The days of a list are those of the documents it leads to.
            (self.incident.started_at, self.incident.ended_at) = (None, None);
            self.trail.provenance.retain(|key, _| !matches!(&**key, "started_at" | "ended_at"));
        }
        let origin = if verdict.stated { Origin::Stated } else { Origin::Inferred };
        let place = Place { excerpt: Some(verdict.reason.clone()), ..Place::nowhere() };
        self.trail.note("kind", origin, "kind", &place);
    }

    fn finish(mut self, verdict: Verdict) -> Assembled {
        if verdict.kind == Kind::Page {
            // What it says of times, causes and promises is said of none that was.
            self.incident = self.incident.without_facts();
            self.trail.flags.clear();
            self.trail.provenance.retain(|key, _| matches!(&**key, "id" | "title" | "kind" | "audience"));
        }
        flag_missing(&self.incident, &self.parts, &mut self.trail);
        self.incident.flags = sorted(self.trail.flags);
        self.incident.provenance = self.trail.provenance;
        Assembled { incident: self.incident, verdict, parts: self.parts, unread: self.unread }
    }
}

/// Front matter `id`, else one that a label names, else an id at the start of the file's name, else its stem; later parts of a file are numbered.
fn id(excerpt: &Excerpt<'_>) -> (String, (Place, Origin, &'static str)) {
    let stem = kind::stem(&excerpt.document.source.path);
    let (base, how) = match excerpt.author.text(Key::Id) {
        Some((id, place)) => (id, (place.clone(), Origin::Stated, "front-matter")),
        None if let Some((id, place)) = facts::id::labelled(excerpt.sections) => (id, (place, Origin::Stated, "label")),
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

fn generated_title(settings: &Settings<'_>, incident: &Incident) -> String {
    let classes = settings.rules.classes();
    let components = settings.rules.components();
    let class = incident.cause.class.as_ref().and_then(|id| classes.iter().find(|class| class.id == *id));
    let component =
        incident.cause.component.as_ref().and_then(|id| components.iter().find(|component| component.id == *id));
    let date = incident.started_at.as_ref().and_then(|start| start.date).map(|date| date.to_string());
    facts::title::generated(
        class.map(|class| class.label.as_str()),
        component.map(|component| component.label.as_str()),
        &incident.services,
        date.as_deref(),
        kind::stem(&incident.source.path),
    )
}

fn references(author: &Author, key: Key, trail: &mut Trail) -> Vec<String> {
    let Some(stated) = author.get(key) else { return Vec::new() };
    trail.note(key.name(), Origin::Stated, "front-matter", &stated.place);
    stated.list()
}

/// Line of the first time that names no zone, for the author to add it there.
fn first_without_zone(span: &Span, timeline: &Timeline) -> Option<Option<usize>> {
    let bounds = [&span.start, &span.end].into_iter().flatten().map(|anchor| (&anchor.moment, anchor.place.line));
    let rows = timeline.entries.iter().map(|placed| &placed.entry);
    let rows = rows.filter_map(|entry| Some((entry.at.as_ref()?, Some(entry.line))));
    let without = bounds.chain(rows).filter(|(moment, _)| moment.time.is_some() && moment.zone.is_none());
    without.map(|(_, line)| line).min_by_key(|line| line.unwrap_or(usize::MAX))
}

/// What the times leave open.
fn flag_gaps(span: &Span, timeline: &Timeline, clock: &Clock, trail: &mut Trail) {
    let moments = [&span.start, &span.end].into_iter().flatten().map(|anchor: &Anchor| &anchor.moment);
    let times: Vec<_> = moments.chain(timeline.entries.iter().filter_map(|placed| placed.entry.at.as_ref())).collect();
    clock.flag_season(times.iter().copied(), trail);
    clock.flag_calendar(times.iter().copied(), span.start.as_ref().and_then(|start| start.place.line), trail);
    let timed = || times.iter().filter(|moment| moment.time.is_some());
    if let Some(line) = first_without_zone(span, timeline) {
        trail.flag("zone_missing", "no time zone is named", line);
    }
    let partial = timed().all(|moment| moment.date.and_then(crate::model::PartialDate::day).is_none());
    if trail.has("date_ambiguous") {
        // All of the date is written; what is not known is which number is the day.
        return;
    }
    if (timed().next().is_some() && partial)
        || span.start.as_ref().is_some_and(|start| start.moment.date.is_some_and(|date| date.day().is_none()))
    {
        trail.flag("date_partial", "the date lacks its day", span.start.as_ref().and_then(|start| start.place.line));
    }
}

/// What a postmortem should have and this one has not. A bare log of times is a record and promises no more.
fn flag_missing(incident: &Incident, parts: &[Part], trail: &mut Trail) {
    if !matches!(incident.kind, Kind::Incident | Kind::NearMiss) || is_record(parts) {
        return;
    }
    if incident.timeline.is_empty() {
        trail.flag("no_timeline", "no timeline was found", None);
    }
    if incident.cause.class.is_none() && incident.cause.statement.is_none() {
        trail.flag("no_cause", "no cause was found", None);
    }
    if incident.action_items.is_empty() {
        trail.flag("no_actions", "no action items were found", None);
    }
}

/// Whether a document holds a timeline, and the times, lengths and names of a head, and nothing else.
fn is_record(parts: &[Part]) -> bool {
    let filled = || parts.iter().filter(|part| part.lines().any(|line| !line.text.is_empty()));
    let of_a_log = |part: &Part| {
        matches!(
            part.field,
            Some(
                Field::Timeline
                    | Field::KeyEvents
                    | Field::Date
                    | Field::Duration
                    | Field::Start
                    | Field::End
                    | Field::Zone
                    | Field::Title
                    | Field::People
            )
        )
    };
    let is_title = |part: &Part| part.field.is_none() && part.text().is_empty();
    filled().any(|part| part.field == Some(Field::Timeline)) && filled().all(|part| of_a_log(part) || is_title(part))
}

/// Names of those who wrote, led or attended, as the document lists them.
fn people(parts: &[Part], author: &Author) -> Vec<String> {
    let stated = author.get(Key::Owner).map(super::author::Stated::list).unwrap_or_default();
    let lines = parts.iter().filter(|part| part.field == Some(Field::People)).flat_map(Part::lines);
    let listed = lines.flat_map(|line| line.text.split([',', ';', '&', '(']).collect::<Vec<_>>());
    let names = listed.map(|name| name.trim().trim_end_matches([')', '.']).to_owned());
    stated.into_iter().chain(names.filter(|name| !name.is_empty() && name.split_whitespace().count() <= 4)).collect()
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
