//! Articles to search documents: the domain's words become plain strings.

use foldhash::HashMap;
use serde::Serialize;

use crate::model::{ActionState, Article, Incident, KnowledgeBase, Moment, PartialDate, TocEntry};
use crate::search::{SearchDocument, Section};

/// Every published document in the order in which equals are shown: newest first, then by id.
///
/// Each is made when it is asked for, so that the archive's text is not held twice.
///
/// `language` says in which language a text is written, where it is not English.
pub fn documents<'k>(
    kb: &'k KnowledgeBase,
    language: &'k dyn Fn(&str) -> Option<&'static str>,
) -> impl Iterator<Item = (Vec<String>, SearchDocument)> + 'k {
    let mut articles: Vec<(Option<i64>, &Article)> =
        kb.articles.iter().map(|article| (start(&article.incident).and_then(day), article)).collect();
    articles.sort_by(|(a_day, a), (b_day, b)| {
        b_day.cmp(a_day).then_with(|| a.incident.id.cmp(&b.incident.id)).then_with(|| a.slug.cmp(&b.slug))
    });
    articles.into_iter().map(|(_, article)| {
        let language = language(&article.search_text).unwrap_or_default().to_owned();
        (names(article), SearchDocument { language, ..document(article) })
    })
}

/// What an article is called by its addresses: their folders, and what only tells them apart, are no words of it.
fn names(article: &Article) -> Vec<String> {
    article.addresses().filter(|name| !name.contains(['/', '~'])).map(str::to_owned).collect()
}

/// One article as the search sees it.
pub fn document(article: &Article) -> SearchDocument {
    let incident = &article.incident;
    let start = start(incident);
    SearchDocument {
        id: incident.id.clone(),
        slug: article.slug.clone(),
        path: incident.source.path.clone(),
        title: incident.title.clone(),
        summary: incident.summary.clone().unwrap_or_default(),
        cause_text: incident.cause.statement.clone().unwrap_or_default(),
        sections: sections(article),
        services: incident.services.clone(),
        severity: word(&incident.severity.level),
        cause: incident.cause.class.clone(),
        component: incident.cause.component.clone(),
        tags: incident.tags.clone(),
        detection: word(&incident.detection.source),
        kind: word(&incident.kind),
        mitigation: incident.mitigation.as_ref().map(|mitigation| word(&mitigation.kind)),
        fixed_by: incident.mitigation.as_ref().map(|it| it.text.clone()).or_else(|| incident.resolution.clone()),
        status: word(&incident.status),
        has: has(incident),
        day: start.and_then(day),
        date: start.and_then(date).map(|date| date.to_string()),
        duration_minutes: incident.duration.minutes.and_then(|minutes| u64::try_from(minutes.rounded()).ok()),
        language: String::new(),
        set_aside: None,
    }
}

/// The word that the schema writes for a value.
fn word(value: &impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// The earliest moment with a date that an incident has.
fn start(incident: &Incident) -> Option<&Moment> {
    let milestones = &incident.milestones;
    [
        &incident.started_at,
        &milestones.detected_at,
        &milestones.responded_at,
        &milestones.resolved_at,
        &incident.ended_at,
    ]
    .into_iter()
    .flatten()
    .find(|moment| date(moment).is_some())
}

fn date(moment: &Moment) -> Option<PartialDate> {
    let in_utc = || moment.utc.map(|utc| PartialDate::Day(utc.to_zoned(jiff::tz::TimeZone::UTC).date()));
    moment.date.or_else(in_utc)
}

fn day(moment: &Moment) -> Option<i64> {
    let first = match date(moment)? {
        PartialDate::Year(year) => jiff::civil::Date::new(year, 1, 1).ok()?,
        PartialDate::Month(year, month) => jiff::civil::Date::new(year, month, 1).ok()?,
        PartialDate::Day(date) => date,
    };
    Some(day_number(first))
}

/// In days since 1970-01-01.
pub(super) fn day_number(date: jiff::civil::Date) -> i64 {
    let epoch = jiff::civil::date(1970, 1, 1);
    date.since((jiff::Unit::Day, epoch)).map_or(0, |since| i64::from(since.get_days()))
}

/// What a reader can ask for with `has:`.
fn has(incident: &Incident) -> Vec<String> {
    let action = |state: ActionState| incident.action_items.iter().any(|action| action.state == state);
    let open = incident.action_items.iter().any(|action| action.state.is_open());
    let lessons = &incident.lessons;
    [
        ("summary", incident.summary.is_some()),
        ("timeline", !incident.timeline.is_empty()),
        ("action", !incident.action_items.is_empty()),
        ("action-open", open),
        ("action-done", action(ActionState::Done) || action(ActionState::ClaimedDone)),
        ("action-unknown", incident.action_items.iter().any(|action| action.state.is_unrecorded())),
        ("ticket", incident.action_items.iter().any(|action| action.ticket.is_some())),
        ("false-lead", !incident.false_leads.is_empty()),
        ("cause", incident.cause.class.is_some()),
        ("mitigation", incident.mitigation.is_some()),
        ("impact", incident.impact.text.is_some()),
        ("duration", incident.duration.minutes.is_some()),
        ("date", start(incident).is_some()),
        (
            "lesson",
            [&lessons.well, &lessons.poorly, &lessons.lucky, &lessons.learned].iter().any(|list| !list.is_empty()),
        ),
        ("link", !incident.links.is_empty()),
        ("flag", !incident.flags.is_empty()),
    ]
    .into_iter()
    .filter(|(_, held)| *held)
    .map(|(name, _)| name.to_owned())
    .collect()
}

/// Cuts the search text at the headings of the outline, and timelines apart from the rest.
fn sections(article: &Article) -> Vec<Section> {
    let mut entries = Entries::of(&article.incident);
    let mut headings = article.toc.iter().peekable();
    let mut sections: Vec<Section> = Vec::new();
    for line in article.search_text.lines().filter(|line| !line.trim().is_empty()) {
        if let Some(heading) = headings.next_if(|heading| heading.text.trim() == line.trim()) {
            // The title is no section of its own.
            let is_title = heading.level == 1 && sections.is_empty();
            sections.push(if is_title { Section::default() } else { headed(heading) });
            continue;
        }
        let timeline = entries.fill(line);
        match sections.last_mut() {
            Some(last) if last.text.is_empty() => last.timeline = timeline,
            Some(last) if last.timeline == timeline => last.text.push('\n'),
            Some(last) => {
                let split = Section { text: String::new(), timeline, ..last.clone() };
                sections.push(split);
            }
            None => sections.push(Section { timeline, ..Section::default() }),
        }
        if let Some(last) = sections.last_mut() {
            last.text.push_str(line);
        }
    }
    // Headings that the text does not repeat are searched all the same.
    sections.extend(headings.map(headed));
    sections
}

fn headed(heading: &TocEntry) -> Section {
    Section { heading: heading.text.clone(), anchor: Some(heading.anchor.clone()), ..Section::default() }
}

/// The entries of a timeline, as the lines of its document come by.
struct Entries<'a> {
    texts: Vec<&'a str>,
    /// Of a long timeline, where each text first stands: lines that come in another order are found far away as well.
    places: HashMap<&'a str, usize>,
    /// The one after the entry seen last: lines mostly come in the order of the timeline.
    next: usize,
}

impl<'a> Entries<'a> {
    fn of(incident: &'a Incident) -> Self {
        let texts = incident.timeline.iter().map(|entry| entry.text.trim()).filter(|text| !text.is_empty());
        let texts: Vec<&str> = texts.collect();
        let is_long = texts.len() > NEAR;
        let places = texts.iter().enumerate().filter(|_| is_long).rev().map(|(at, text)| (*text, at)).collect();
        Self { texts, places, next: 0 }
    }

    /// Whether a line is mostly an entry.
    fn fill(&mut self, line: &str) -> bool {
        let (before, after) = self.texts.split_at(self.next);
        let fills = |entry: &&str| entry.len() * 2 >= line.len() && contains(line.as_bytes(), entry.as_bytes());
        let earliest = before.len().saturating_sub(NEAR);
        let found = after.iter().take(NEAR).position(fills).map(|at| self.next + at);
        let found = found.or_else(|| before[earliest..].iter().position(fills).map(|at| earliest + at));
        let found = found.or_else(|| self.far(line));
        if let Some(at) = found {
            self.next = at + 1;
        }
        found.is_some()
    }

    /// The entry that a line ends with, wherever it stands in a long timeline.
    fn far(&self, line: &str) -> Option<usize> {
        if self.places.is_empty() {
            return None;
        }
        let words = line.match_indices(' ').map(|(space, _)| space + 1);
        let starts = std::iter::once(0).chain(words).take_while(|start| start * 2 <= line.len());
        starts.take(FEW_WORDS).find_map(|start| self.places.get(line[start..].trim()).copied())
    }
}

/// Entries around the one expected next that every line is held against.
const NEAR: usize = 256;
/// Words in front of an entry's text: its time, its zone, a name.
const FEW_WORDS: usize = 16;

/// Whether `part`, which is not empty, lies in `line`. It is about as long, so that there are few places to look at.
fn contains(line: &[u8], part: &[u8]) -> bool {
    let Some(room) = line.len().checked_sub(part.len()) else { return false };
    memchr::memchr_iter(part[0], &line[..=room]).any(|at| line[at..].starts_with(part))
}
