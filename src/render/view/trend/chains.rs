//! Incidents whose reports refer to each other.

use std::collections::HashMap;

use super::{
    Cell, Chart, Example, Grid, Group, MemberRow, Names, Question, Section, TRENDS_DATA, TrendPage, anchor_path,
    day_of, further,
};
use crate::analyse::{Chains, Reference, ReferenceKind};
use crate::render::archive::Archive;
use crate::render::svg::lanes::{Lane, Mark, lanes};
use crate::render::svg::time_axis::TimeAxis;
use crate::render::view::Link;
use crate::render::words;

/// Groups on the page, the largest ones.
const SHOWN: usize = 40;
/// Members of a group on the page.
const MEMBERS: usize = 12;
/// Lanes of the chart.
const LANES: usize = 12;

/// By id of the incident that refers: where to, how and in which words.
type Edges<'a> = HashMap<&'a str, Vec<&'a Reference>>;

pub fn page(archive: &Archive, names: &Names) -> TrendPage {
    let chains = &archive.input.trends.chains;
    let mut page = TrendPage::new(Question::Chains, archive, &chains.reading);
    if chains.groups.is_empty() {
        page.missing = Some(Example::new(
            "A report refers to another by naming its id, linking to its file, or listing it:",
            "---\nrelated: [INC-2024-011]\n---",
        ));
    } else {
        page.chart = archive.span().and_then(|span| chart(&page.frame.root, chains, names, &TimeAxis::new(span)));
        let mut edges = Edges::new();
        for edge in &chains.edges {
            edges.entry(&edge.from).or_default().push(edge);
        }
        let mut section = Section::new("chains", "The groups, the largest first").further(further(
            chains.groups.len(),
            SHOWN,
            TRENDS_DATA,
        ));
        let groups = chains.groups.iter().take(SHOWN).enumerate();
        section.groups = groups.map(|(at, members)| group(at, members, &edges, names)).collect();
        page.sections.push(section);
    }
    page.method = vec![
        "Joined are reports of which one lists the other as related, links to its file, mentions its id, its file or its title, or speaks of an incident on its day. A title counts between quotation marks or as the words of a link, a day where there was one incident alone. What the reference means, whether the same again or caused by it, is for the reader to say.".into(),
    ];
    page.correct = Some(Example::new(
        "A reference that is missing can be stated at the top of a document:",
        "---\nrelated: [INC-2024-011]\n---",
    ));
    page
}

fn anchor(at: usize) -> String {
    format!("chain-{}", at + 1)
}

/// The first of them gives the group its name.
fn label(members: &[String], names: &Names) -> String {
    members.first().map(|first| names.link(first).text).unwrap_or_default()
}

fn chart(root: &str, chains: &Chains, names: &Names, axis: &TimeAxis) -> Option<Chart> {
    let shown = &chains.groups[..chains.groups.len().min(LANES)];
    let lane = |(at, members): (usize, &Vec<String>)| Lane {
        label: label(members, names),
        note: words::count(members.len(), "incident", "incidents"),
        href: format!("#{}", anchor(at)),
        marks: members.iter().filter_map(|name| mark(root, name, names)).collect(),
    };
    let rows: Vec<Lane> = shown.iter().enumerate().map(lane).collect();
    if rows.iter().all(|row| row.marks.is_empty()) {
        return None;
    }
    let heads = ["Begins with", "Incidents#", "First", "Last"];
    let table = Grid::new("Groups of reports", &heads).rows(shown.iter().enumerate().map(|(at, members)| {
        let date = |name: Option<&String>| Cell::date(name.and_then(|name| names.date(name)));
        vec![
            Cell::link(Link::new(label(members, names), anchor_path(Question::Chains, &anchor(at)))),
            Cell::number(members.len()),
            date(members.first()),
            date(members.last()),
        ]
    }));
    let caption = "A line per group, a dot per incident, on the axis of the whole archive.";
    Some(Chart::new(&lanes("lanes", "Reports that refer to each other", &chains.reading, axis, &rows), caption, table))
}

fn mark(root: &str, name: &str, names: &Names) -> Option<Mark> {
    let date = names.date(name)?;
    let link = names.link(name);
    Some(Mark { day: day_of(date)?, href: format!("{root}{}", link.path?), label: format!("{date}: {}", link.text) })
}

fn group(at: usize, members: &[String], edges: &Edges, names: &Names) -> Group {
    let rows = members.iter().take(MEMBERS).map(|name| MemberRow {
        date: names.date(name).map(|date| date.to_string()),
        link: names.link(name),
        words: None,
        note: edges.get(name.as_str()).map(|to| refers(to, names)),
    });
    Group {
        anchor: anchor(at),
        label: label(members, names),
        path: None,
        times: words::count(members.len(), "incident", "incidents"),
        reading: String::new(),
        lane: None,
        facts: Vec::new(),
        members: rows.collect(),
        further: further(members.len(), MEMBERS, TRENDS_DATA),
    }
}

/// `mentions that of 2024-03-03: “The same as INC-7.” (2024/b.md, line 12); lists that of 2023-11-10`
fn refers(to: &[&Reference], names: &Names) -> String {
    to.iter().map(|reference| refers_to(reference, names)).collect::<Vec<_>>().join("; ")
}

fn refers_to(reference: &Reference, names: &Names) -> String {
    let verb = match reference.kind {
        ReferenceKind::Declared => "lists",
        ReferenceKind::Linked => "links to",
        ReferenceKind::Mentioned => "mentions",
        ReferenceKind::Dated => "speaks of",
    };
    let what = match names.date(&reference.to) {
        Some(date) => format!("{verb} that of {date}"),
        None => format!("{verb} {}", names.link(&reference.to).text),
    };
    match reference.line {
        Some(line) if reference.text.is_empty() => format!("{what} ({}, line {line})", reference.path),
        Some(line) => format!("{what}: \u{201c}{}\u{201d} ({}, line {line})", reference.text, reference.path),
        None => what,
    }
}
