//! Recurrences that authors state: "the same failure mode as in March", "INC-7 once more".
//!
//! Input: the archive with the sentences that say so. Output: pairs of incidents, each with its sentence. A sentence joins
//! two incidents only where it can mean one alone.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{EarlierOccurrence, PartialDate};
use crate::text::{Words, shared_with, telling_words};

use super::super::archive::{Archive, Case};
use super::super::references::{Mention, ReferenceKind};

/// An incident whose author says that it is an earlier one again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatedRepeat {
    /// Places in the archive.
    pub incident: usize,
    pub earlier: usize,
    /// The sentence, and its line in the file of `incident`.
    pub text: String,
    pub line: usize,
}

/// Every recurrence that is stated, in the order of the archive, each pair once.
pub fn stated(archive: &Archive) -> Vec<StatedRepeat> {
    let mut found = BTreeMap::new();
    let mut rest = archive.references.as_slice();
    for (incident, case) in archive.cases.iter().enumerate() {
        let (own, later) = rest.split_at(rest.partition_point(|mention| mention.from <= incident));
        rest = later;
        for sentence in &case.incident.earlier {
            let earlier = named(own, sentence, |kind| matches!(kind, ReferenceKind::Linked | ReferenceKind::Mentioned))
                .or_else(|| by_day(archive, incident, sentence))
                .or_else(|| named(own, sentence, |kind| kind == ReferenceKind::Dated))
                .or_else(|| sentence.previous.then(|| previous(archive, incident)).flatten());
            if let Some(earlier) = earlier {
                let repeat = StatedRepeat { incident, earlier, text: sentence.text.clone(), line: sentence.line };
                found.entry((incident, earlier)).or_insert(repeat);
            }
        }
    }
    found.into_values().collect()
}

/// The one incident that the sentence names in one of these ways.
fn named(own: &[Mention], sentence: &EarlierOccurrence, is_asked: impl Fn(ReferenceKind) -> bool) -> Option<usize> {
    let here = |mention: &&Mention| mention.text.contains(&sentence.text) || sentence.text.contains(&mention.text);
    let named: BTreeSet<usize> =
        own.iter().filter(|it| is_asked(it.kind)).filter(here).map(|mention| mention.to).collect();
    (named.len() == 1).then(|| named.into_iter().next()).flatten()
}

/// The incident within the days that the sentence names: the only one, or the only one whose title and services it speaks of.
fn by_day(archive: &Archive, incident: usize, sentence: &EarlierOccurrence) -> Option<usize> {
    let (from, to) = (sentence.from.and_then(PartialDate::day)?, sentence.to.and_then(PartialDate::day)?);
    let own = &archive.cases[incident];
    let within = archive.cases.iter().enumerate().filter(|(place, case)| {
        *place != incident && case.is_before(own) && case.day().is_some_and(|day| from <= day && day <= to)
    });
    let spoken = Words::opening(&sentence.text);
    let mut scored: Vec<(usize, usize)> = within.map(|(place, case)| (speaks_of(&spoken, case), place)).collect();
    scored.sort_unstable();
    let month = to.duration_since(from).as_hours() / 24 <= LONGEST_MONTH;
    match scored[..] {
        [(words, only)] if month || words > 0 => Some(only),
        [.., (second, _), (most, best)] if most > second => Some(best),
        _ => None,
    }
}

/// In days.
const LONGEST_MONTH: i64 = 31;

fn speaks_of(spoken: &Words, case: &Case) -> usize {
    let name = format!("{} {}", case.incident.title, case.incident.services.join(" "));
    let name = Words::opening(&name);
    shared_with(spoken, &telling_words(&name))
}

/// The incident right before this one, where the order is certain.
fn previous(archive: &Archive, incident: usize) -> Option<usize> {
    let earlier = incident.checked_sub(1)?;
    archive.cases[earlier].is_before(&archive.cases[incident]).then_some(earlier)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::sample::{Draft, archive as built, draft};
    use crate::model::Link;
    use jiff::civil::date;

    fn said(text: &str, days: Option<(jiff::civil::Date, jiff::civil::Date)>, previous: bool) -> EarlierOccurrence {
        let day = |date| Some(PartialDate::Day(date));
        let (from, to) = days.map_or((None, None), |(from, to)| (day(from), day(to)));
        EarlierOccurrence { text: text.into(), line: 7, from, to, previous }
    }

    fn check(sentence: EarlierOccurrence, link: Option<&str>, expected: &[(&str, &str)]) {
        let title = |draft: Draft, title: &str| {
            let title = title.to_owned();
            draft.with(|incident| incident.title = title)
        };
        let text = sentence.text.clone();
        let kb = built([
            title(draft("inc-0001").on("2023-03-02"), "Payments declined"),
            title(draft("inc-0002").on("2023-03-20"), "Mail relay refuses messages"),
            title(draft("inc-0003").on("2023-08-20"), "Search is empty"),
            title(draft("inc-0004").on("2024-05-01").text(&text), "Login fails").with(|incident| {
                incident.links.extend(link.map(|url| Link { text: "that one".into(), url: url.into() }));
                incident.earlier.push(sentence);
            }),
        ]);
        let archive = Archive::new(&kb);
        let found = stated(&archive);
        let names: Vec<(&str, &str)> =
            found.iter().map(|it| (archive.cases[it.incident].name, archive.cases[it.earlier].name)).collect();
        assert_eq!(names, expected);
    }

    #[test]
    fn an_id_a_link_or_a_day_names_the_earlier_one() {
        check(said("This is INC-0002 again.", None, false), None, &[("inc-0004", "inc-0002")]);
        check(said("The same cause as that one.", None, false), Some("../x/inc-0001.md"), &[("inc-0004", "inc-0001")]);
        let august = Some((date(2023, 8, 1), date(2023, 8, 31)));
        check(said("The same as in August.", august, false), None, &[("inc-0004", "inc-0003")]);
        check(said("The same as in the previous postmortem.", None, true), None, &[("inc-0004", "inc-0003")]);
    }

    #[test]
    fn of_several_within_the_days_only_the_one_that_it_speaks_of() {
        let march = Some((date(2023, 3, 1), date(2023, 3, 31)));
        check(said("The same as in March.", march, false), None, &[]);
        check(said("The same as with the mail relay in March.", march, false), None, &[("inc-0004", "inc-0002")]);
    }

    #[test]
    fn a_sentence_that_means_nobody_joins_nothing() {
        let year = Some((date(2022, 1, 1), date(2022, 12, 31)));
        check(said("The same as in 2022.", year, false), None, &[]);
        check(said("INC-0001 and INC-0002 once more.", None, false), None, &[]);
    }
}
