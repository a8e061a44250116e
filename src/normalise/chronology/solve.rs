//! One chronology from everything that says when: the strongest claims first, then what follows from them.
//!
//! Input: stated range, named moments, prose, rows, lengths. Output: a [`Span`]: start, end and duration, each with its
//! trail. Claims that contradict each other are flagged with both lines; a length that the times contradict is disputed
//! and not used. A span of rows without a word of the end is a bound and no duration.

use crate::model::{Disputed, DurationClock, EntryRole, Minutes, Moment, Origin, PartialDate};
use crate::normalise::event::PlacedEntry;
use crate::normalise::trail::Trail;

use super::anchor::Anchor;
use super::clock::{completed, shifted};
use super::moments::{NamedMoment, Role};
use super::noticed;
use super::pin::{pin, pin_by_detection, slack};
use super::row::{Marker, Row};
use super::sign::tells_plan;
use super::stated::{StatedLength, StatedLengths};
use super::telling_row::{first_row, last_row, recovered, row, told_row};
use super::thread::Thread;
use super::timeline::{Timeline, from_entry};
use super::window::{Prose, Stretch};

/// When the incident began and ended, and how long it lasted.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Span {
    pub start: Option<Anchor>,
    pub end: Option<Anchor>,
    pub minutes: Option<Minutes>,
    pub stated_minutes: Option<Minutes>,
    /// The span of the rows, where nothing says that it was over.
    pub at_most: Option<Minutes>,
    pub disputed: Option<Disputed>,
    pub approximate: bool,
    pub clock: Option<DurationClock>,
}

/// Stated and computed durations closer than this agree.
pub(super) const TOLERANCE: i64 = 60;

/// In seconds, how far a length may be off without a word: a minute, and of a long sum a hundredth, which misleads nobody.
pub fn slip(stated: i64) -> i64 {
    TOLERANCE.max(stated / 100)
}
/// A stretch of prose is about the start that a stronger claim gives if it begins no further from it than this.
const SAME_START: i64 = 30 * 60;

/// Who says it, strongest first: the order in which claims are believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Authority {
    FrontMatter,
    Label,
    Prose,
    /// `date:` of the front matter with a clock: when it was, or when it was written.
    DatedFrontMatter,
    Marker,
    /// The role that a row has by its words.
    Role,
    /// A verb beside a time in prose.
    Aside,
    /// Paperwork, or the first row whatever it tells.
    Last,
}

/// Something that says when the incident began or ended.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Claim {
    pub authority: Authority,
    pub anchor: Anchor,
}

/// Everything that could say when the incident began or ended.
pub struct Evidence<'e> {
    pub stated_range: (Option<Anchor>, Option<Anchor>),
    pub named: &'e [NamedMoment],
    pub prose: &'e Prose,
    /// One per row of the story that the prose tells.
    pub told_rows: &'e [Row],
    pub thread: Option<&'e Thread>,
    pub timeline: &'e Timeline,
    /// One per entry of the timeline.
    pub rows: &'e [Row],
    pub lengths: &'e StatedLengths,
    /// A date without a time: of the title, the front matter or the file's name.
    pub date: Option<Anchor>,
}

/// Chooses start and end and computes the duration.
pub fn solve(evidence: &Evidence<'_>, trail: &mut Trail) -> Span {
    let mut start = start(evidence, trail);
    let mut end = end(evidence, start.as_ref(), trail);
    align(&mut start, &mut end);
    let length = length(evidence);
    refit(evidence, &start, &mut end);
    if let Some(length) = &length {
        pin(evidence, length, &mut start, &mut end);
    }
    pin_by_detection(evidence, &mut start);
    let strong = [&start, &end].iter().all(|side| side.as_ref().is_some_and(|claim| claim.is_stated()));
    let mut span = Span { start: anchor_of(start), end: anchor_of(end), ..Span::default() };
    let said = evidence.lengths.duration.as_ref().or_else(|| told_length(evidence));
    span.stated_minutes = said.map(|stated| stated.minutes);
    if is_reversed(&span) {
        let line = span.end.as_ref().and_then(|end| end.place.line);
        trail.flag("end_before_start", "the end lies before the start", line);
        span.minutes = span.stated_minutes;
        note(&span, trail);
        return span;
    }
    measure(&mut span, length.as_ref(), strong, evidence, trail);
    note(&span, trail);
    span
}

/// Each side of a span has the day and the zone of the other where it was written without: "since 08:05" in a report that
/// says "resolved 2026-02-03 09:37".
fn align(start: &mut Option<Claim>, end: &mut Option<Claim>) {
    let (Some(from), Some(to)) = (start, end) else { return };
    if from.anchor.moment.time.is_none() || to.anchor.moment.time.is_none() {
        return;
    }
    let undated = from.anchor.moment.date.is_none() != to.anchor.moment.date.is_none();
    let unzoned = from.anchor.moment.zone.is_none() != to.anchor.moment.zone.is_none();
    if !undated && !unzoned {
        return;
    }
    from.anchor = completed(&from.anchor, &to.anchor.moment);
    to.anchor = completed(&to.anchor, &from.anchor.moment);
    let reversed = from.anchor.at.zip(to.anchor.at).is_some_and(|(from, to)| from > to);
    if undated && reversed {
        from.anchor.moment = shifted(&from.anchor.moment, -86_400);
        from.anchor.at = from.anchor.at.map(|at| at - 86_400);
    }
}

/// Of several ends that labels state, the one that the author's own length counts to.
fn refit(evidence: &Evidence<'_>, start: &Option<Claim>, end: &mut Option<Claim>) {
    let Some(length) = evidence.lengths.duration.as_ref().filter(|length| length.clock == DurationClock::Wall) else {
        return;
    };
    let Some(from) = start.as_ref().and_then(|start| start.anchor.at) else { return };
    let fits =
        |claim: &Claim| claim.anchor.at.is_some_and(|to| (to - from - length.minutes.seconds).abs() <= slack(length));
    let stated = |claim: &Option<Claim>| claim.as_ref().is_some_and(|claim| claim.authority == Authority::Label);
    if !stated(end) || end.as_ref().is_some_and(fits) {
        return;
    }
    let others = ends(evidence, start.as_ref()).into_iter();
    if let Some(other) = others.filter(|claim| claim.authority == Authority::Label).find(fits) {
        *end = Some(other);
    }
}

fn anchor_of(claim: Option<Claim>) -> Option<Anchor> {
    claim.map(|claim| claim.anchor)
}

impl Claim {
    pub fn new(authority: Authority, anchor: Anchor) -> Self {
        Self { authority, anchor }
    }

    /// Whether its author states it, so that it is worth as much as a stated length.
    fn is_stated(&self) -> bool {
        self.anchor.origin != Origin::Derived
    }
}

/// The length that the author gives the whole: the duration, else the time to recovery, else a sentence.
fn length(evidence: &Evidence<'_>) -> Option<StatedLength> {
    let lengths = evidence.lengths;
    lengths.duration.clone().or_else(|| lengths.resolve_length.clone()).or_else(|| told_length(evidence).cloned())
}

/// The length that a sentence gives the whole.
fn told_length<'e>(evidence: &Evidence<'e>) -> Option<&'e StatedLength> {
    let beside = evidence.prose.stretches.first().and_then(|stretch| stretch.length.as_ref());
    beside.or_else(|| evidence.prose.lengths.first())
}

/// Duration, bound and dispute from what was chosen.
fn measure(span: &mut Span, length: Option<&StatedLength>, strong: bool, evidence: &Evidence<'_>, trail: &mut Trail) {
    let computed = span.start.as_ref().zip(span.end.as_ref()).and_then(|(start, end)| Some(end.at? - start.at?));
    if evidence.lengths.unknown {
        return;
    }
    let wall = length.filter(|length| length.clock == DurationClock::Wall);
    let conflict =
        computed.zip(wall).filter(|(seconds, stated)| (seconds - stated.minutes.seconds).abs() > slack(stated));
    let (minutes, rule, origin) = match (computed, length) {
        (Some(seconds), _) if strong || is_of_a_part(span, seconds, length, evidence) => {
            (Some(Minutes::from_seconds(seconds)), "stated-range", Origin::Derived)
        }
        (_, Some(stated)) => (Some(stated.minutes), "stated-words", Origin::Stated),
        (Some(seconds), None) => (Some(Minutes::from_seconds(seconds)), "milestones", Origin::Derived),
        (None, None) => (None, "timeline-span", Origin::Derived),
    };
    span.minutes = minutes;
    if let Some(stated) = length {
        span.clock = Some(stated.clock).filter(|_| rule == "stated-words");
        span.approximate = stated.approximate && rule == "stated-words";
    }
    if let Some((seconds, stated)) = conflict
        && !is_counted_otherwise(stated, evidence)
    {
        contradiction(span, seconds, stated, strong, trail);
    }
    let about = [&span.start, &span.end].iter().any(|side| side.as_ref().is_some_and(|a| a.moment.approximate));
    span.approximate |= about && rule != "stated-words";
    if span.minutes.is_some() {
        let place = match (rule, length) {
            ("stated-words", Some(stated)) => stated.place.clone(),
            _ => span.start.as_ref().map(|start| start.place.clone()).unwrap_or_default(),
        };
        trail.note("duration.minutes", origin, rule, &place);
    } else if span.disputed.is_none() && span.end.is_none() {
        span.at_most = bound(&span.start, &evidence.timeline.entries);
        if span.at_most.is_some() {
            let place = span.start.as_ref().map(|start| start.place.clone()).unwrap_or_default();
            trail.note("duration.at_most_minutes", Origin::Derived, "timeline-span", &place);
        }
    }
}

/// Whether a length that only a sentence gives is that of a part: the end that the same story states lies far behind it.
fn is_of_a_part(span: &Span, seconds: i64, length: Option<&StatedLength>, evidence: &Evidence<'_>) -> bool {
    let labelled = evidence.lengths.duration.is_some() || evidence.lengths.resolve_length.is_some();
    let stated = span.end.as_ref().is_some_and(|end| end.rule == "end-in-prose");
    !labelled && stated && length.is_some_and(|length| seconds > 2 * length.minutes.seconds)
}

/// Whether a stated length that the chosen ends do not give is that of two other moments: from the report to the closing.
fn is_counted_otherwise(stated: &StatedLength, evidence: &Evidence<'_>) -> bool {
    let at = |roles: &[Role]| {
        let named = evidence.named.iter().filter(|moment| roles.contains(&moment.role));
        named.filter_map(|moment| moment.anchor.at).collect::<Vec<_>>()
    };
    let from = at(&[Role::Started, Role::Detected, Role::Responded]);
    let to = at(&[Role::Fixed, Role::Resolved, Role::Ended, Role::Closed]);
    from.iter().any(|from| to.iter().any(|to| (to - from - stated.minutes.seconds).abs() <= TOLERANCE))
}

/// Flags a stated duration that the times do not add up to; where the two are far apart neither is used.
fn contradiction(span: &mut Span, seconds: i64, stated: &StatedLength, strong: bool, trail: &mut Trail) {
    let computed = Minutes::from_seconds(seconds);
    let lines: Vec<usize> = [
        stated.place.line,
        span.start.as_ref().and_then(|start| start.place.line),
        span.end.as_ref().and_then(|end| end.place.line),
    ]
    .into_iter()
    .flatten()
    .collect();
    let times: Vec<String> = lines.iter().skip(1).map(usize::to_string).collect();
    let from = match times.is_empty() {
        true => String::new(),
        false => format!(" (line {})", times.join(" and ")),
    };
    let message =
        format!("{} minutes are stated, the times{from} add up to {}", stated.minutes.rounded(), computed.rounded());
    trail.flag("duration_conflict", message, stated.place.line);
    let far = (seconds - stated.minutes.seconds).abs() > (15 * 60).max(seconds.max(stated.minutes.seconds) / 5);
    if strong && far {
        let mut lines = lines;
        lines.sort_unstable();
        lines.dedup();
        span.disputed = Some(Disputed { stated_minutes: stated.minutes, computed_minutes: computed, lines });
        span.minutes = None;
        span.clock = None;
    }
}

fn is_reversed(span: &Span) -> bool {
    let (Some(start), Some(end)) = (&span.start, &span.end) else { return false };
    match (start.at, end.at) {
        (Some(start), Some(end)) => end < start,
        _ => start.moment.date.zip(end.moment.date).is_some_and(|(start, end)| end < start),
    }
}

fn note(span: &Span, trail: &mut Trail) {
    for (key, side) in [("started_at", &span.start), ("ended_at", &span.end)] {
        if let Some(anchor) = side {
            trail.note(key, anchor.origin, anchor.rule, &anchor.place);
        }
    }
}

/// From the start to the last entry, where the rows have times and none of an earlier day without.
fn bound(start: &Option<Anchor>, entries: &[PlacedEntry]) -> Option<Minutes> {
    let begins_untimed = start.as_ref().is_some_and(|start| start.rule == "first-timeline-entry" && start.at.is_none());
    if begins_untimed {
        return None;
    }
    let times: Vec<i64> = entries.iter().filter_map(|entry| entry.at).collect();
    let (first, last) = (times.iter().min()?, times.iter().max()?);
    let from = start.as_ref().and_then(|start| start.at).filter(|from| from <= last).unwrap_or(*first);
    (*last > from).then(|| Minutes::from_seconds(last - from))
}

/// Everything that says when it began, in the order in which it is believed.
fn starts(evidence: &Evidence<'_>) -> Vec<Claim> {
    use Authority::{
        Aside, DatedFrontMatter, FrontMatter, Label, Last, Marker as Marked, Prose as Told, Role as ByRole,
    };
    let named =
        |role: Role| evidence.named.iter().filter(move |it| it.role == role).map(|moment| moment.anchor.clone());
    let started = |rule: &'static str| named(Role::Started).find(|anchor| anchor.rule == rule);
    let body = || named(Role::Started).filter(|anchor| !anchor.rule.starts_with("front-matter"));
    let timed_body = || body().filter(|anchor| anchor.moment.time.is_some());
    let body = timed_body()
        .find(|anchor| anchor.moment.utc.is_some())
        .or_else(|| timed_body().next())
        .or_else(|| body().next());
    // The day of a head that is not the document's is the day of the writing.
    let of_the_day = |anchor: &Anchor| evidence.date.as_ref().is_none_or(|date| same_day(anchor, date));
    let dated = started("front-matter-date").filter(of_the_day);
    let timed = |anchor: &Anchor| anchor.moment.time.is_some();
    let told = |weak: bool| {
        let stretches = evidence.prose.stretches.iter().filter(move |stretch| stretch.weak == weak);
        stretches.filter_map(|stretch| stretch.start.clone()).next()
    };
    let thread = evidence.thread;
    let update = thread.and_then(|thread| thread.stated.as_ref()).and_then(|stretch| stretch.start.clone());
    let detected = named(Role::Detected).min_by_key(|anchor| anchor.at.unwrap_or(i64::MAX));
    let rows = thread.is_none();
    let marked = row(evidence, "marked-start", |row| row.marker == Some(Marker::Begins)).filter(|_| rows);
    let onset =
        row(evidence, "onset", |row| matches!(row.role, Some(EntryRole::Onset | EntryRole::Symptom))).filter(|onset| {
            rows && onset
                .at
                .zip(detected.as_ref().and_then(|detected| detected.at))
                .is_some_and(|(onset, detected)| onset < detected)
        });
    let by_section = detected.as_ref().is_some_and(|anchor| anchor.rule == noticed::RULE);
    let noticed = detected.map(|anchor| Anchor { rule: "first-detected", ..anchor });
    let (labelled, sectioned) = if by_section { (None, noticed) } else { (noticed, None) };
    let first = first_row(evidence);
    let (aside, first_update) = (told(true), thread.and_then(|thread| thread.first.clone()));
    let few = evidence.timeline.entries.len() < 2;
    let claims = [
        (FrontMatter, started("front-matter")),
        (Label, evidence.stated_range.0.clone().filter(|anchor| !is_day_of_report(anchor))),
        (Label, body),
        (Told, update),
        (Told, told(false)),
        (Label, evidence.stated_range.0.clone().filter(is_day_of_report).filter(of_the_day)),
        (DatedFrontMatter, dated.clone().filter(timed)),
        (Marked, marked),
        (ByRole, evidence.prose.since.clone().filter(|_| rows)),
        (ByRole, onset),
        (Label, labelled),
        (Aside, aside.filter(|_| few || thread.is_some())),
        (Last, first_update),
        (
            Last,
            told_row(evidence, "onset-in-story", |role| matches!(role, EntryRole::Onset | EntryRole::Symptom), false),
        ),
        (Last, first),
        (Last, opening(evidence)),
        (Last, sectioned),
        (
            Last,
            told_row(
                evidence,
                "first-in-story",
                |role| matches!(role, EntryRole::Detection | EntryRole::Response),
                false,
            ),
        ),
        (Last, dated),
        (Last, evidence.date.clone()),
    ];
    claims.into_iter().filter_map(|(authority, anchor)| Some(Claim::new(authority, anchor?))).collect()
}

/// `Date: 12 May 2024` without a time is the day of the incident, or of the report about it.
fn is_day_of_report(anchor: &Anchor) -> bool {
    anchor.rule == "date-label" && anchor.moment.time.is_none()
}

/// Whether the first time of a story tells of nothing that went wrong, where a verb beside a later one says that it set in
/// then: "we opened at 10:00 and all went well; at 14:30 the lifts stopped".
fn opens_calmly(opening: &Anchor, best: &Claim, evidence: &Evidence<'_>) -> bool {
    let (story, rows) = (&evidence.prose.story, evidence.told_rows);
    let at = |index: &usize| story.entries[*index].at == opening.at;
    let calm = (0..rows.len()).find(at).is_some_and(|index| rows[index].role.is_none());
    // Somebody rang before: the trouble was there already.
    let heard = |index: usize| {
        rows[index].role == Some(EntryRole::Detection)
            && story.entries[index].at.zip(best.anchor.at).is_some_and(|(at, best)| at < best)
    };
    calm && best.authority == Authority::Aside && !(0..rows.len()).any(heard)
}

/// A story is told from its beginning: the first moment of it that neither led up to the trouble nor followed it.
fn opening(evidence: &Evidence<'_>) -> Option<Anchor> {
    if evidence.timeline.entries.len() >= 2 || evidence.thread.is_some() {
        return None;
    }
    let (story, rows) = (&evidence.prose.story, evidence.told_rows);
    // "The service had been moved at 16:00" tells of what was there before.
    let tells_before = |index: usize| story.entries[index].entry.text.split(' ').any(|word| word == "had");
    let opens = |index: &usize| {
        let row = &rows[*index];
        let role = matches!(row.role, None | Some(EntryRole::Onset | EntryRole::Symptom | EntryRole::Detection));
        role && !row.deed && !tells_before(*index) && !tells_plan(&story.entries[*index].entry.text)
    };
    // What stands behind the recovery is no beginning.
    let over = rows.iter().position(|row| row.role == Some(EntryRole::Recovery));
    // Where nobody tells of trouble, what was done last before the recovery set it off: "I typed it into the wrong window".
    let set_off = || {
        let led = |index: &usize| rows[*index].role == Some(EntryRole::Background) && !tells_before(*index);
        (0..over.unwrap_or(0)).rfind(led)
    };
    let index = (0..rows.len()).find(opens).filter(|index| over.is_none_or(|over| *index < over)).or_else(set_off)?;
    let first = over.is_none_or(|over| index < over).then_some(index)?;
    // What was done before anybody noticed anything was no remedy: it set off what was noticed.
    let trigger = first.checked_sub(1).filter(|before| {
        rows[first].role == Some(EntryRole::Detection)
            && (rows[*before].deed || rows[*before].change || rows[*before].role == Some(EntryRole::Response))
            && !tells_before(*before)
    });
    let place = trigger.unwrap_or(first);
    Some(from_entry(&story.entries[place], story.readings[place].column, "first-told"))
}

/// Whether the story begins before a start that only a single verb, the detection or the day of a report gives.
fn opens_before(opening: &Anchor, best: &Claim) -> bool {
    const NEAR: i64 = 2 * 86_400;
    const REPORTED: i64 = 60 * 86_400;
    let day = is_day_of_report(&best.anchor);
    let weak = best.authority >= Authority::Aside || best.anchor.rule == "first-detected" || day;
    let days = opening.moment.date.and_then(PartialDate::day).zip(best.anchor.moment.date.and_then(PartialDate::day));
    let within = if day { REPORTED } else { NEAR };
    let earlier = match (opening.at, best.anchor.at) {
        (Some(opening), Some(best)) => opening < best && best - opening <= within,
        _ => days
            .is_some_and(|(opening, best)| opening < best && i64::from((best - opening).get_days()) * 86_400 <= within),
    };
    weak && earlier
}

/// The strongest start; where it is only a day, the next claim of that day that has a time.
fn start(evidence: &Evidence<'_>, trail: &mut Trail) -> Option<Claim> {
    if evidence.lengths.unknown_start {
        return None;
    }
    let claims = starts(evidence);
    let best = claims.first()?;
    let stated = |claim: &&Claim| {
        claim.authority <= Authority::Label && claim.anchor.rule != "first-detected"
            || claim.anchor.rule == "front-matter-date"
    };
    if best.authority <= Authority::Label
        && best.anchor.rule != "first-detected"
        && let Some(other) = claims[1..].iter().filter(stated).find(|other| disagree(&other.anchor, &best.anchor))
    {
        conflict(&best.anchor, &other.anchor, "start", trail);
    }
    let closed = |claim: &Claim| {
        evidence.prose.stretches.iter().any(|one| one.closed && one.start.as_ref() == Some(&claim.anchor))
    };
    if !closed(best)
        && let Some(opening) =
            opening(evidence).filter(|it| opens_before(it, best) && !opens_calmly(it, best, evidence))
    {
        return Some(Claim::new(Authority::Last, opening));
    }
    if best.anchor.moment.time.is_some() {
        return Some(best.clone());
    }
    let finer =
        claims[1..].iter().find(|claim| claim.anchor.moment.time.is_some() && same_day(&claim.anchor, &best.anchor));
    Some(finer.unwrap_or(best).clone())
}

/// Everything that says when it ended, in the order in which it is believed.
fn ends(evidence: &Evidence<'_>, start: Option<&Claim>) -> Vec<Claim> {
    use Authority::{Aside, FrontMatter, Label, Last, Marker as Marked, Prose as Told, Role as ByRole};
    let named =
        |role: Role| evidence.named.iter().filter(move |it| it.role == role).map(|moment| moment.anchor.clone());
    let from = start.map(|claim| &claim.anchor);
    let about = |stretch: &&Stretch| {
        let near = stretch.start.as_ref().and_then(|one| one.at).zip(from.and_then(|from| from.at));
        near.is_none_or(|(one, from)| (one - from).abs() <= SAME_START)
    };
    let after = |anchor: &Anchor| match (anchor.at, from.and_then(|from| from.at)) {
        (Some(end), Some(start)) => end > start,
        _ => from.is_none_or(|from| same_day(anchor, from) || anchor.moment.date > from.moment.date),
    };
    let told = |weak: bool| {
        let stretches = evidence.prose.stretches.iter().filter(move |stretch| stretch.weak == weak).filter(about);
        stretches.filter_map(|stretch| stretch.end.clone()).find(after)
    };
    let update = evidence.thread.and_then(|thread| thread.stated.as_ref()).and_then(|stretch| stretch.end.clone());
    let resolved_update = evidence.thread.and_then(|thread| thread.resolved.clone()).filter(after);
    let rows = evidence.thread.is_none();
    let marked = last_row(evidence, "marked-end", |row| row.marker == Some(Marker::Ends)).filter(|_| rows);
    let recovery = recovered(evidence).filter(|_| rows);
    let fixed = last_row(evidence, "fixed-in-timeline", |row| row.role == Some(EntryRole::Fix)).filter(|_| rows);
    let closed = last_row(evidence, "closed-in-timeline", |row| row.marker == Some(Marker::Closed)).filter(|_| rows);
    // Of one moment in two zones the one that is known to the instant.
    let known = |role: Role| named(role).filter(|anchor| anchor.moment.utc.is_some()).max_by_key(|anchor| anchor.at);
    let last = |role: Role| known(role).or_else(|| named(role).max_by_key(|anchor| anchor.at));
    let claims = [
        (FrontMatter, named(Role::Ended).find(|anchor| anchor.rule == "front-matter")),
        (Label, evidence.stated_range.1.clone()),
        (Label, named(Role::Ended).find(|anchor| anchor.rule != "front-matter")),
        (Label, last(Role::Resolved)),
        (Label, last(Role::Fixed)),
        (Told, update),
        (Told, told(false)),
        (Marked, marked),
        (Aside, told(true)),
        (ByRole, recovery),
        (Last, resolved_update),
        (ByRole, fixed.filter(|fixed| after(fixed))),
        (Last, told_row(evidence, "recovery-in-story", |role| role == EntryRole::Recovery, true).filter(after)),
        (Last, told_row(evidence, "fix-in-story", |role| role == EntryRole::Fix, true).filter(after)),
        (Last, last(Role::Closed)),
        (Last, closed),
    ];
    claims.into_iter().filter_map(|(authority, anchor)| Some(Claim::new(authority, anchor?))).collect()
}

fn end(evidence: &Evidence<'_>, start: Option<&Claim>, trail: &mut Trail) -> Option<Claim> {
    if evidence.lengths.unknown_end {
        return None;
    }
    let claims = ends(evidence, start);
    let best = claims.first()?;
    if best.authority == Authority::FrontMatter
        && let Some(other) =
            claims[1..].iter().find(|claim| claim.authority <= Authority::Label && claim.anchor.rule != "key-event")
        && disagree(&other.anchor, &best.anchor)
    {
        conflict(&best.anchor, &other.anchor, "end", trail);
    }
    Some(best.clone())
}

fn same_day(a: &Anchor, b: &Anchor) -> bool {
    match (a.moment.date.and_then(PartialDate::day), b.moment.date.and_then(PartialDate::day)) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    }
}

/// Whether two anchors cannot both be true as far as they go.
fn disagree(a: &Anchor, b: &Anchor) -> bool {
    match (a.at, b.at) {
        (Some(a_at), Some(b_at)) if a.moment.date.is_some() && b.moment.date.is_some() => {
            (a_at - b_at).abs() > TOLERANCE
        }
        _ => !same_day(a, b),
    }
}

fn conflict(kept: &Anchor, other: &Anchor, side: &str, trail: &mut Trail) {
    let at = |anchor: &Anchor| anchor.place.line.map(|line| format!(" (line {line})")).unwrap_or_default();
    let message = format!(
        "the {side} is given as \"{}\"{} and as \"{}\"{}",
        shown(&kept.moment),
        at(kept),
        shown(&other.moment),
        at(other)
    );
    trail.flag("date_conflict", message, other.place.line.or(kept.place.line));
}

fn shown(moment: &Moment) -> &str {
    &moment.text
}
