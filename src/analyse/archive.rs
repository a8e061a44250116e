//! The incidents that count, in the order of their dates, with the name each is referred to by.
//!
//! Input: the knowledge base. Output: borrowed cases. Knows nothing of what is computed from them.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::model::{Article, Incident, Kind, KnowledgeBase, Moment, PartialDate, Pointer};

use super::references::{Mention, references};

/// What every analysis reads.
#[derive(Debug)]
pub struct Archive<'a> {
    /// Documents of [`Kind::Incident`], oldest first, those without any date last.
    pub cases: Vec<Case<'a>>,
    /// Documents of [`Kind::NearMiss`] in the same order; they never count in incident statistics.
    pub near_misses: Vec<Case<'a>>,
    /// Which of `cases` names which other one: in order of the one that names, each in the order of its text.
    pub references: Vec<Mention>,
    classes: BTreeMap<&'a str, &'a str>,
    components: BTreeMap<&'a str, &'a str>,
    places: BTreeMap<&'a str, usize>,
}

/// One incident as the analyses see it.
#[derive(Debug, Clone)]
pub struct Case<'a> {
    /// The incident's id, or its slug where two incidents share an id.
    pub name: &'a str,
    pub slug: &'a str,
    pub incident: &'a Incident,
    /// The document's own words, one line per block.
    pub text: &'a str,
    /// Line of the source file at which each line of `text` begins; empty where nobody knows.
    pub text_lines: &'a [usize],
    /// Where the document points to something else.
    pub pointers: &'a [Pointer],
    /// When it happened, as exactly as the document says.
    pub date: Option<PartialDate>,
}

impl<'a> Archive<'a> {
    pub fn new(kb: &'a KnowledgeBase) -> Self {
        let names = kb.names();
        let of_kind = |kind: Kind| {
            let named = kb.articles.iter().zip(&names).filter(|(article, _)| article.incident.kind == kind);
            let mut cases: Vec<Case> = named.map(|(article, name)| Case::new(article, name)).collect();
            cases.sort_by(|a, b| a.order().cmp(&b.order()));
            cases
        };
        let cases = of_kind(Kind::Incident);
        Self {
            references: references(&cases),
            places: cases.iter().enumerate().map(|(place, case)| (case.name, place)).collect(),
            cases,
            near_misses: of_kind(Kind::NearMiss),
            classes: kb.classes.iter().map(|class| (class.id.as_str(), class.label.as_str())).collect(),
            components: kb.components.iter().map(|it| (it.id.as_str(), it.label.as_str())).collect(),
        }
    }

    /// The cases whose place in time is certain, oldest first: a month or a year counts where nothing else happened in it.
    pub fn in_certain_order(&self) -> impl Iterator<Item = &Case<'a>> {
        let days: Vec<Date> = self.cases.iter().filter_map(Case::first_day).collect();
        self.cases.iter().filter(move |case| match (case.first_day(), case.last_day()) {
            (Some(first), Some(last)) => {
                let within = days.partition_point(|day| *day <= last) - days.partition_point(|day| *day < first);
                first == last || within == 1
            }
            _ => false,
        })
    }

    /// The label of a cause class; an id the rules do not know is shown in words.
    pub fn class_label(&self, id: &str) -> String {
        label(&self.classes, id)
    }

    /// The label of a component; an id the rules do not know is shown in words.
    pub fn component_label(&self, id: &str) -> String {
        label(&self.components, id)
    }

    /// Where the case of this name stands in `cases`.
    pub fn place(&self, name: &str) -> Option<usize> {
        self.places.get(name).copied()
    }

    /// Names of the cases at these places, in the same order.
    pub fn names(&self, places: &[usize]) -> Vec<String> {
        places.iter().map(|&place| self.cases[place].name.to_owned()).collect()
    }
}

fn label(labels: &BTreeMap<&str, &str>, id: &str) -> String {
    labels.get(id).map_or_else(|| id.replace(['_', '-'], " "), |label| (*label).to_owned())
}

impl<'a> Case<'a> {
    fn new(article: &'a Article, name: &'a str) -> Self {
        let incident = &article.incident;
        Self {
            name,
            slug: &article.slug,
            incident,
            text: &article.search_text,
            text_lines: &article.text_lines,
            pointers: &article.pointers,
            date: date_of(incident),
        }
    }

    fn order(&self) -> impl Ord + use<'_> {
        (
            self.first_day().is_none(),
            self.first_day(),
            self.incident.started_at.as_ref().and_then(|start| start.time),
            &self.incident.source.path,
            self.incident.part,
        )
    }

    /// The earliest day it can have happened.
    pub fn first_day(&self) -> Option<Date> {
        self.date.and_then(first_day)
    }

    /// The latest day it can have happened.
    pub fn last_day(&self) -> Option<Date> {
        self.date.and_then(last_day)
    }

    /// The day, where it is known.
    pub fn day(&self) -> Option<Date> {
        self.date.and_then(PartialDate::day)
    }

    /// Whether it happened before `other`, as far as that can be told: a month alone comes before a day of a later
    /// month, and neither before nor after a day within it.
    pub fn is_before(&self, other: &Case) -> bool {
        let instant = |case: &Case| case.incident.started_at.as_ref().and_then(|start| start.utc);
        match (self.last_day(), other.first_day()) {
            (Some(last), Some(first)) if last < first => true,
            (Some(_), Some(_)) if self.day().is_some() && self.day() == other.day() => {
                matches!((instant(self), instant(other)), (Some(a), Some(b)) if a < b)
            }
            _ => false,
        }
    }

    /// Days from this incident to a later day, where this one's day is known.
    pub fn days_until(&self, day: Date) -> Option<i64> {
        Some(days_between(self.day()?, day))
    }

    pub fn cause_class(&self) -> Option<&'a str> {
        self.incident.cause.class.as_deref().filter(|class| *class != "unknown")
    }

    pub fn component(&self) -> Option<&'a str> {
        self.incident.cause.component.as_deref()
    }
}

/// The date of the first of these that has one: start, detection, timeline, end.
fn date_of(incident: &Incident) -> Option<PartialDate> {
    let moments = [&incident.started_at, &incident.milestones.detected_at].into_iter().flatten();
    let timeline = incident.timeline.iter().filter_map(|entry| entry.at.as_ref());
    let date = |moment: &Moment| moment.date;
    moments.chain(timeline).chain(&incident.ended_at).find_map(date)
}

/// The first day a partial date can mean.
pub fn first_day(date: PartialDate) -> Option<Date> {
    match date {
        PartialDate::Year(year) => Date::new(year, 1, 1).ok(),
        PartialDate::Month(year, month) => Date::new(year, month, 1).ok(),
        PartialDate::Day(day) => Some(day),
    }
}

/// The last day a partial date can mean.
pub fn last_day(date: PartialDate) -> Option<Date> {
    match date {
        PartialDate::Year(year) => Date::new(year, 12, 31).ok(),
        PartialDate::Month(year, month) => Date::new(year, month, 1).ok().map(Date::last_of_month),
        PartialDate::Day(day) => Some(day),
    }
}

/// Days from `a` to `b`; negative where `b` is earlier.
pub fn days_between(a: Date, b: Date) -> i64 {
    b.duration_since(a).as_hours() / 24
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::sample::{archive as built, draft};

    fn check(dates: &[&str], expected: &[&str]) {
        let kb = built(dates.iter().map(|date| draft(date).on(date)));
        let archive = Archive::new(&kb);
        let names: Vec<&str> = archive.in_certain_order().map(|case| case.name).collect();
        assert_eq!(names, expected);
    }

    #[test]
    fn a_month_has_a_place_where_nothing_else_happened_in_it() {
        check(&["2024-03-03", "2024-01"], &["2024-01", "2024-03-03"]);
        check(&["2024-03-03", "2024-03"], &["2024-03-03"]);
        check(&["2024-03-03", "2024"], &["2024-03-03"]);
    }

    #[test]
    fn a_month_is_before_a_day_of_a_later_month_only() {
        let kb =
            built([draft("month").on("2024-01"), draft("within").on("2024-01-20"), draft("later").on("2024-02-01")]);
        let archive = Archive::new(&kb);
        let before = |a: &str, b: &str| {
            let case = |name: &str| archive.cases.iter().find(|case| case.name == name).unwrap();
            case(a).is_before(case(b))
        };
        assert!(before("month", "later") && before("within", "later"));
        assert!(!before("month", "within") && !before("within", "month") && !before("later", "month"));
    }

    #[test]
    fn only_incidents_count_and_a_shared_id_gives_way_to_the_slug() {
        let near_miss = |incident: &mut crate::model::Incident| incident.kind = Kind::NearMiss;
        let mut kb = built([draft("a"), draft("a"), draft("b").with(near_miss)]);
        kb.articles[1].slug = "a-2".into();
        let archive = Archive::new(&kb);
        let names: Vec<&str> = archive.cases.iter().map(|case| case.name).collect();
        assert_eq!((names, archive.near_misses.len()), (vec!["a", "a-2"], 1));
    }
}
