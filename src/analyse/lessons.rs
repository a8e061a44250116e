//! Luck, what went badly, what was learned, and near misses: collected, never scored.
//!
//! Input: the archive. Output: sentences as written.

use serde::Serialize;

use crate::model::PartialDate;

use super::archive::{Archive, Case};
use super::wording;

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LessonRegister {
    pub lucky: Vec<Lesson>,
    pub poorly: Vec<Lesson>,
    pub well: Vec<Lesson>,
    pub learned: Vec<Lesson>,
    /// Documents that tell of what nearly happened; they count nowhere else.
    pub near_misses: Vec<NearMiss>,
    pub reading: String,
}

/// One sentence of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Lesson {
    pub incident: String,
    pub slug: String,
    pub date: Option<PartialDate>,
    pub text: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NearMiss {
    pub incident: String,
    pub slug: String,
    pub date: Option<PartialDate>,
    pub title: String,
    pub summary: Option<String>,
}

/// Newest first.
pub fn lessons(archive: &Archive) -> LessonRegister {
    let collect = |of: fn(&crate::model::Lessons) -> &Vec<String>| {
        let newest = archive.cases.iter().rev();
        newest.flat_map(|case| of(&case.incident.lessons).iter().map(|text| lesson(case, text))).collect::<Vec<_>>()
    };
    let near_misses: Vec<NearMiss> = archive.near_misses.iter().rev().map(near_miss).collect();
    let lucky = collect(|it| &it.lucky);
    let reading = reading(archive, lucky.len(), near_misses.len());
    LessonRegister {
        lucky,
        poorly: collect(|it| &it.poorly),
        well: collect(|it| &it.well),
        learned: collect(|it| &it.learned),
        near_misses,
        reading,
    }
}

fn lesson(case: &Case, text: &str) -> Lesson {
    Lesson { incident: case.name.to_owned(), slug: case.slug.to_owned(), date: case.date, text: text.to_owned() }
}

fn near_miss(case: &Case) -> NearMiss {
    NearMiss {
        incident: case.name.to_owned(),
        slug: case.slug.to_owned(),
        date: case.date,
        title: case.incident.title.clone(),
        summary: case.incident.summary.clone(),
    }
}

fn reading(archive: &Archive, lucky: usize, near_misses: usize) -> String {
    let reports = archive.cases.iter().filter(|case| !case.incident.lessons.lucky.is_empty()).count();
    let say = wording::sentence(&wording::some_of(reports, archive.cases.len(), "report", "says", "say"));
    let luck = match lucky {
        n if n > reports => format!("{say} where luck helped, in {}.", wording::count(n, "sentence")),
        _ => format!("{say} where luck helped."),
    };
    match near_misses {
        0 => format!("{luck} No near miss was written up."),
        1 => format!("{luck} One near miss was written up."),
        n => format!("{luck} {} near misses were written up.", wording::sentence(&wording::number(n))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::sample::{archive as built, draft};
    use crate::model::Kind;

    #[test]
    fn luck_is_listed_newest_first_and_near_misses_apart() {
        let lucky = |id: &str, on: &str, text: &str| {
            let text = text.to_owned();
            draft(id).on(on).with(|incident| incident.lessons.lucky.push(text))
        };
        let kb = built([
            lucky("a", "2023-01-01", "It was a holiday."),
            lucky("b", "2024-01-01", "Somebody was looking at the graph."),
            draft("n").with(|incident| incident.kind = Kind::NearMiss),
            draft("c"),
        ]);
        let lessons = lessons(&Archive::new(&kb));
        let incidents: Vec<&str> = lessons.lucky.iter().map(|it| it.incident.as_str()).collect();
        assert_eq!((incidents, lessons.near_misses.len()), (vec!["b", "a"], 1));
        assert_eq!(lessons.reading, "Two of three reports say where luck helped. One near miss was written up.");
    }
}
