//! What an archive teaches about itself: names and labels that recur unread, and what they stand for.
//!
//! Input: what each document holds that no rule understands. Output: [`Learned`], the same whatever the order of the
//! documents. What is learned from is what was read: a document that an audience may not see teaches nothing. A name is
//! given a meaning only where its words or what stands below it leave no doubt; the others are told to the author.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Diagnostic;
use crate::model::{ActionGroup, Flag, Incident, Kind, Origin, SeverityLevel};
use crate::parse::{Block, BlockKind};

use super::labels::{self, Labels};
use super::time::{self, DayOrder};
use super::trail::{Place, Trail};
use super::vocabulary::Field;

/// A name recurs where this share of the documents has it, as a divisor, and never less than [`FEWEST`].
const SHARE: usize = 5;
const FEWEST: usize = 3;
/// Of the documents that have a name, in per cent, as many must agree on what stands below it.
const AGREED: usize = 80;

/// What stands below a name that no rule knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Below {
    /// Two lines at least begin with a time.
    pub timed: bool,
    /// A list or a table.
    pub listed: bool,
    /// Items with boxes.
    pub boxed: bool,
    /// One short line that is a usual severity.
    pub graded: bool,
}

impl Below {
    /// Adds what a block says.
    pub fn add(&mut self, block: &Block, times: &mut usize) {
        let timed = |line: &crate::parse::Line| time::leading(&line.text, DayOrder::Undecided).is_some();
        let rows = if matches!(block.kind, BlockKind::Row { .. }) { 1 } else { usize::MAX };
        *times += block.lines.iter().take(rows).filter(|line| timed(line)).count();
        self.timed |= *times >= 2;
        self.listed |= matches!(block.kind, BlockKind::Item { .. } | BlockKind::Row { .. });
        self.boxed |= matches!(block.kind, BlockKind::Item { task: Some(_), .. });
    }
}

/// What of one document no rule understands.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Unread {
    /// Headings and labels, bare, with what stands below.
    pub names: BTreeMap<String, Below>,
}

/// What recurs in an archive.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Learned {
    /// Documents that were compared.
    pub documents: usize,
    /// Names that recur, in how many documents, and what they stand for where that is sure.
    pub names: BTreeMap<String, (usize, Option<Field>)>,
    /// Labels of severities that recur, in how many incidents, and the level of those that form a ladder.
    pub severities: BTreeMap<String, (usize, Option<SeverityLevel>)>,
    /// Services that several incidents name.
    pub services: BTreeSet<String>,
}

impl Learned {
    /// Compares documents and the incidents read from them.
    pub fn of<'r>(unread: impl Iterator<Item = &'r Unread>, incidents: impl Iterator<Item = &'r Incident>) -> Self {
        let mut names: BTreeMap<&str, Vec<Below>> = BTreeMap::new();
        let mut documents = 0_usize;
        for document in unread {
            documents += 1;
            for (name, below) in &document.names {
                names.entry(name).or_default().push(*below);
            }
        }
        let fewest = documents.div_ceil(SHARE).max(FEWEST);
        let recurring = names.into_iter().filter(|(_, all)| all.len() >= fewest);
        let names = recurring.map(|(name, all)| (name.to_owned(), (all.len(), meaning(name, &all)))).collect();
        let mut severities: BTreeMap<String, usize> = BTreeMap::new();
        let mut services: BTreeMap<&str, usize> = BTreeMap::new();
        for incident in incidents.filter(|incident| incident.kind == Kind::Incident) {
            if let (SeverityLevel::Unknown, Some(label)) = (incident.severity.level, &incident.severity.label) {
                *severities.entry(label.to_lowercase()).or_default() += 1;
            }
            for service in &incident.services {
                *services.entry(service).or_default() += 1;
            }
        }
        let services = services.into_iter().filter(|(_, n)| *n >= FEWEST).map(|(name, _)| name.to_owned()).collect();
        Self { documents, names, severities: ladder(severities, fewest), services }
    }

    /// Names whose meaning is sure, for a second reading.
    pub fn labels(&self) -> Labels {
        let sure = self.names.iter().filter_map(|(name, (_, field))| Some((name.clone(), (*field)?)));
        Labels::new(sure)
    }

    /// Whether a second reading of a document can tell more than the first.
    pub fn concerns(&self, unread: &Unread) -> bool {
        unread.names.keys().any(|name| self.names.get(name).is_some_and(|(_, field)| field.is_some()))
    }

    /// Gives an incident what its siblings tell: the level of its label, and a service that its title names.
    pub fn apply(&self, incident: &mut Incident) {
        let label = incident.severity.label.as_ref().map(|label| label.to_lowercase());
        let level = label.as_ref().and_then(|label| self.severities.get(label)?.1);
        if let (SeverityLevel::Unknown, Some(level)) = (incident.severity.level, level) {
            incident.severity.level = level;
            incident.flags.retain(|flag: &Flag| flag.code != "severity_unknown");
            note(incident, "severity.level", "archive-ladder");
        }
        if incident.services.is_empty() && incident.kind == Kind::Incident && !incident.title_generated {
            let named = self.services.iter().filter(|name| names_it(&incident.title, name));
            let named: Vec<String> = named.cloned().collect();
            if let [service] = &named[..] {
                incident.services = vec![service.clone()];
                note(incident, "services", "archive-names");
            }
        }
    }

    /// The lines for `incidex.toml`; what is not sure stands in comments.
    pub fn suggestions(&self) -> Vec<String> {
        let mut lines = Vec::new();
        if !self.names.is_empty() {
            lines.push("[headings]".to_owned());
        }
        for (name, (count, field)) in &self.names {
            let of = format!("# {count} of {} documents", self.documents);
            match field.and_then(labels::setting_of) {
                Some(setting) => lines.push(format!("{} = \"{setting}\" {of}", quoted(name))),
                None => {
                    lines.push(format!("# {} = \"impact\" {of}: write what it stands for, or \"none\"", quoted(name)))
                }
            }
        }
        if !self.severities.is_empty() {
            lines.push("[severity]".to_owned());
        }
        for (label, (count, level)) in &self.severities {
            let of = format!("# {count} incidents");
            match level.map(level_word) {
                Some(level) => lines.push(format!("{} = \"{level}\" {of}", quoted(label))),
                None => {
                    lines.push(format!("# {} = \"major\" {of}: write critical, major, minor or none", quoted(label)))
                }
            }
        }
        lines
    }

    /// The one finding about all of it; `None` where nothing recurs unread.
    pub fn finding(&self) -> Option<Diagnostic> {
        let lines = self.suggestions();
        if lines.is_empty() {
            return None;
        }
        let count = |n: usize, one: &str| format!("{n} {one}{}", if n == 1 { "" } else { "s" });
        let sure = self.names.values().filter(|(_, field)| field.is_some()).count()
            + self.severities.values().filter(|(_, level)| level.is_some()).count();
        let all = [(self.names.len(), "heading"), (self.severities.len(), "severity label")];
        let all: Vec<String> = all.iter().filter(|(n, _)| *n > 0).map(|(n, word)| count(*n, word)).collect();
        let message = format!(
            "{} recur without an entry in incidex.toml; {sure} of them are read by what their siblings show",
            all.join(" and ")
        );
        Some(Diagnostic::new("archive_recurs", message).help(format!("add to incidex.toml:\n{}", lines.join("\n"))))
    }
}

fn note(incident: &mut Incident, key: &'static str, rule: &'static str) {
    let mut trail = Trail::default();
    trail.note(key, Origin::Inferred, rule, &Place::nowhere());
    incident.provenance.extend(trail.provenance);
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn level_word(level: SeverityLevel) -> &'static str {
    match level {
        SeverityLevel::Critical => "critical",
        SeverityLevel::Major => "major",
        SeverityLevel::Minor => "minor",
        SeverityLevel::None | SeverityLevel::Unknown => "none",
    }
}

/// Whole words of a title, whatever their case.
fn names_it(title: &str, name: &str) -> bool {
    let (title, name) = (title.to_lowercase(), name.to_lowercase());
    let parted = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && c != '-');
    name.chars().count() >= 3
        && title
            .match_indices(&name)
            .any(|(at, _)| parted(title[..at].chars().next_back()) && parted(title[at + name.len()..].chars().next()))
}

/// Words that name a field wherever they stand in a heading.
#[rustfmt::skip]
const TELLING: &[(Field, &[&str])] = &[
    (Field::Cause, &["cause", "causes", "why"]),
    (Field::Impact, &["impact", "effect", "effects", "fallout", "consequences", "damage", "harm"]),
    (Field::Timeline, &["timeline", "chronology", "log", "history", "hour", "minute", "clock"]),
    (Field::Detection, &["detection", "detected", "noticed", "discovery", "discovered"]),
    (Field::Resolution, &["resolution", "fix", "fixed", "recovery", "remedy", "repair", "restoration"]),
    (Field::Actions(ActionGroup::ActionItems), &["actions", "action", "todos", "tasks", "promises", "commitments", "improvements"]),
    (Field::Learned, &["lessons", "learned", "learnt", "learnings", "takeaways"]),
    (Field::Summary, &["summary", "overview", "synopsis", "nutshell"]),
];

/// What a name stands for: by its words where what stands below does not speak against it, else by what stands below.
fn meaning(name: &str, below: &[Below]) -> Option<Field> {
    let share = |holds: fn(&Below) -> bool| below.iter().filter(|it| holds(it)).count() * 100 / below.len().max(1);
    let said = |words: &[&str]| name.split(|c: char| !c.is_alphanumeric()).any(|word| words.contains(&word));
    let mut told = TELLING.iter().filter(|(_, words)| said(words)).map(|(field, _)| *field);
    match (told.next(), told.next()) {
        (Some(_), Some(_)) => None,
        (Some(Field::Timeline), None) => (share(|it| it.timed) >= AGREED / 2).then_some(Field::Timeline),
        (Some(field @ Field::Actions(_)), None) => (share(|it| it.listed) >= AGREED / 2).then_some(field),
        // A list of times under any other name is told by its times.
        (Some(field), None) => (share(|it| it.timed) < AGREED).then_some(field),
        (None, _) if share(|it| it.timed) >= AGREED => Some(Field::Timeline),
        (None, _) if share(|it| it.boxed) >= AGREED => Some(Field::Actions(ActionGroup::ActionItems)),
        (None, _) if share(|it| it.graded) >= AGREED => Some(Field::Severity),
        (None, _) => None,
    }
}

/// Labels that recur alone or as rungs of one ladder (`tier 1` to `tier 4`, `class a`): the first rung is the worst.
fn ladder(labels: BTreeMap<String, usize>, fewest: usize) -> BTreeMap<String, (usize, Option<SeverityLevel>)> {
    let mut rungs: BTreeMap<&str, BTreeSet<u32>> = BTreeMap::new();
    let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
    for (label, count) in &labels {
        if let Some((name, rung)) = rung(label) {
            rungs.entry(name).or_default().insert(rung);
            *uses.entry(name).or_default() += count;
        }
    }
    let of_ladder = |label: &str| {
        let (name, rung) = rung(label)?;
        let known = rungs[name].len() >= 2 && uses[name] >= fewest && rungs[name].iter().all(|rung| *rung <= 5);
        known.then_some(rung)
    };
    let level = |rung: u32| match rung {
        0 | 1 => SeverityLevel::Critical,
        2 => SeverityLevel::Major,
        _ => SeverityLevel::Minor,
    };
    let recurring = labels.iter().filter(|(label, count)| **count >= fewest || of_ladder(label).is_some());
    recurring.map(|(label, count)| (label.clone(), (*count, of_ladder(label).map(level)))).collect()
}

/// `tier 3` is the third rung of `tier`, `class b` the second of `class`.
fn rung(label: &str) -> Option<(&str, u32)> {
    let label = label.trim();
    let digits = label.len() - label.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    if digits > 0 {
        let (name, number) = label.split_at(label.len() - digits);
        let name = name.trim_end_matches([' ', '-', '_', '#', '.', ':']);
        return Some((name, number.parse().ok()?)).filter(|(name, _)| !name.is_empty());
    }
    let (name, letter) = label.rsplit_once([' ', '-', '_'])?;
    let letter = Some(letter).filter(|letter| letter.len() == 1)?.bytes().next()?;
    letter.is_ascii_lowercase().then(|| (name.trim_end(), u32::from(letter - b'a') + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(names: &[(&str, Below)]) -> Unread {
        Unread { names: names.iter().map(|(name, below)| ((*name).to_owned(), *below)).collect() }
    }

    const TIMED: Below = Below { timed: true, listed: true, boxed: false, graded: false };
    const BOXED: Below = Below { timed: false, listed: true, boxed: true, graded: false };
    const PROSE: Below = Below { timed: false, listed: false, boxed: false, graded: false };

    fn check(name: &str, below: [Below; 4], expected: Option<Field>) {
        assert_eq!(meaning(name, &below), expected, "{name}");
    }

    #[test]
    fn a_name_is_known_by_its_words_or_by_what_stands_below_it() {
        check("war story", [TIMED; 4], Some(Field::Timeline));
        check("homework", [BOXED; 4], Some(Field::Actions(ActionGroup::ActionItems)));
        check("customer fallout", [PROSE; 4], Some(Field::Impact));
        check("our promises", [BOXED, BOXED, PROSE, PROSE], Some(Field::Actions(ActionGroup::ActionItems)));
        check("what guests felt", [PROSE; 4], None);
        check("causes and impact", [PROSE; 4], None);
        check("war story", [TIMED, TIMED, PROSE, PROSE], None);
        check("decision log", [PROSE; 4], None);
    }

    #[test]
    fn what_recurs_in_a_fifth_of_the_documents_is_learned_whatever_their_order() {
        let mut documents: Vec<Unread> = (0..20).map(|_| document(&[])).collect();
        for at in [2, 5, 11, 17] {
            documents[at] = document(&[("customer fallout", PROSE), ("odd", PROSE)]);
        }
        documents[2] = document(&[("customer fallout", PROSE)]);
        documents[5] = document(&[("customer fallout", PROSE)]);
        let learned = Learned::of(documents.iter(), std::iter::empty());
        assert_eq!(learned.names.keys().collect::<Vec<_>>(), ["customer fallout"]);
        assert_eq!(learned, Learned::of(documents.iter().rev(), std::iter::empty()));
    }

    #[test]
    fn labels_of_one_ladder_have_levels() {
        let labels = |all: &[(&str, usize)]| all.iter().map(|(label, n)| ((*label).to_owned(), *n)).collect();
        let found = ladder(labels(&[("tier 1", 1), ("tier 2", 3), ("tier 4", 2), ("purple", 9), ("odd", 1)]), 3);
        let levels: Vec<_> = found.iter().map(|(label, (_, level))| (label.as_str(), *level)).collect();
        let (critical, major, minor) = (SeverityLevel::Critical, SeverityLevel::Major, SeverityLevel::Minor);
        assert_eq!(
            levels,
            [("purple", None), ("tier 1", Some(critical)), ("tier 2", Some(major)), ("tier 4", Some(minor))]
        );
        assert!(ladder(labels(&[("tier 1", 2)]), 3).is_empty());
        assert_eq!(rung("class b"), Some(("class", 2)));
        assert_eq!(rung("12"), None);
    }

    #[test]
    fn a_service_is_found_in_a_title_by_whole_words() {
        assert!(names_it("Bread line stood still", "bread line"));
        assert!(names_it("Cold ovens in bread-line", "cold ovens"));
        assert!(!names_it("Breadlines everywhere", "bread"));
        assert!(!names_it("bread-line stopped", "bread"));
    }
}
