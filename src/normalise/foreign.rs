//! Documents in other languages: read in English words, shown in their own.
//!
//! Input: a document and the language it is written in. Output: the same document with every line in English words
//! ([`Gloss`]), which all readers of this room take as if it had been written so; and, once an incident is put
//! together, the incident with its author's own words and columns in it again. Knows no language.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use serde_json::Value;

use crate::language::{self, Gloss, Language, Place};
use crate::model::{Incident, Moment};
use crate::parse::{Block, BlockKind, Document, FrontMatter, Heading, Line, Mark, Section};

use super::outline::Part;

/// A document in English words, and where each of them was written.
#[derive(Debug, Clone, PartialEq)]
pub struct Foreign {
    pub language: &'static str,
    pub document: Document,
    lines: Vec<Written>,
    places: Places,
}

/// Where each word of the document in English words stands: index of the line and byte, in order.
type Places = HashMap<String, Vec<(usize, usize)>>;

/// One line of the document.
#[derive(Debug, Clone, PartialEq)]
struct Written {
    number: usize,
    column: usize,
    gloss: Gloss,
}

/// The document in English words; `None` where it is written in them.
pub fn read(document: &Document, hint: &str) -> Option<Foreign> {
    let language = language::of(texts(document), hint)?;
    let mut reading = Reading { language, lines: Vec::new() };
    let document = Document {
        has_html: document.has_html,
        source: document.source.clone(),
        front_matter: reading.front_matter(&document.front_matter),
        sections: document.sections.iter().map(|section| reading.section(section)).collect(),
        mended_lines: document.mended_lines.clone(),
        plain: document.plain.clone(),
        findings: document.findings.clone(),
        lines: document.lines.clone(),
    };
    let places = places(&reading.lines);
    Some(Foreign { language: language.code, document, lines: reading.lines, places })
}

fn places(lines: &[Written]) -> Places {
    let mut places = Places::new();
    for (index, written) in lines.iter().enumerate() {
        let text = written.gloss.text();
        let mut at = 0;
        while at < text.len() {
            let word = first_word(&text[at..]);
            if !word.starts_with(char::is_whitespace) {
                match places.get_mut(word) {
                    Some(known) => known.push((index, at)),
                    None => drop(places.insert(word.to_owned(), vec![(index, at)])),
                }
            }
            at += word.len();
        }
    }
    places
}

/// The word or the sign that a text begins with.
fn first_word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len());
    match text.chars().next() {
        Some(first) => &text[..end.max(if end == 0 { first.len_utf8() } else { end })],
        None => text,
    }
}

/// What tells the language: headings and prose first, front matter last.
fn texts(document: &Document) -> impl Iterator<Item = &str> {
    let told = document.sections.iter().flat_map(|section| {
        let heading = section.heading.iter().map(|heading| &heading.line);
        let blocks = section.blocks.iter().filter(|block| !matches!(block.kind, BlockKind::Code { .. }));
        heading.chain(blocks.flat_map(|block| &block.lines)).map(|line| line.text.as_str())
    });
    let stated = document.front_matter.values.iter().flat_map(|(key, value)| [Some(key.as_str()), value.as_str()]);
    told.chain(stated.flatten())
}

struct Reading {
    language: &'static Language,
    lines: Vec<Written>,
}

impl Reading {
    fn section(&mut self, section: &Section) -> Section {
        let heading = section.heading.as_ref().map(|heading| Heading {
            level: heading.level,
            line: self.line(&heading.line, Place::Heading),
            anchor: heading.anchor.clone(),
        });
        let blocks = section.blocks.iter().map(|block| self.block(block)).collect();
        Section { heading, blocks, html: String::new() }
    }

    fn block(&mut self, block: &Block) -> Block {
        let place = |index: usize, line: &Line| match block.kind {
            BlockKind::Row { header, .. } if header || index == 0 => Place::Name,
            BlockKind::Row { .. } => Place::Value,
            BlockKind::Subheading { .. } => Place::Heading,
            _ => Place::Text { strong: line.leading_strong() },
        };
        let lines = match block.kind {
            BlockKind::Code { .. } => block.lines.clone(),
            _ => block.lines.iter().enumerate().map(|(index, line)| self.line(line, place(index, line))).collect(),
        };
        Block { kind: block.kind.clone(), quoted: block.quoted, lines }
    }

    fn line(&mut self, line: &Line, place: Place) -> Line {
        let gloss = self.language.gloss(&line.text, place);
        let marks = line.marks.iter().map(|mark| Mark {
            range: gloss.shown_at(mark.range.start, false)..gloss.shown_at(mark.range.end, true),
            kind: mark.kind.clone(),
        });
        let read =
            Line { number: line.number, column: line.column, text: gloss.text().to_owned(), marks: marks.collect() };
        self.lines.push(Written { number: line.number, column: line.column, gloss });
        read
    }

    /// Keys by their English names; values as they are read, but those that name things for machines.
    fn front_matter(&mut self, front_matter: &FrontMatter) -> FrontMatter {
        let mut read = FrontMatter { format: front_matter.format, ..FrontMatter::default() };
        let positions = &front_matter.positions;
        read.positions.clone_from(positions);
        for (key, value) in &front_matter.values {
            let name = self.language.gloss(key, Place::Name).text().to_lowercase();
            let known = name != *key && super::front_matter_keys::spelling(&name).is_some();
            let name = if known && !front_matter.values.contains_key(&name) { name } else { key.clone() };
            let place = positions.get(key).copied().unwrap_or((1, 1));
            if let Some(place) = positions.get(key) {
                read.positions.insert(name.clone(), *place);
            }
            let read_value =
                if FOR_MACHINES.contains(&name.as_str()) { value.clone() } else { self.value(value, place) };
            read.values.insert(name, read_value);
        }
        read
    }

    fn value(&mut self, value: &Value, place: (usize, usize)) -> Value {
        match value {
            Value::String(text) => {
                let gloss = self.language.gloss(text, Place::Value);
                let read = gloss.text().to_owned();
                self.lines.push(Written { number: place.0, column: place.1, gloss });
                Value::String(read)
            }
            Value::Array(items) => Value::Array(items.iter().map(|item| self.value(item, place)).collect()),
            value => value.clone(),
        }
    }
}

/// Keys whose values are no words of a language.
const FOR_MACHINES: &[&str] =
    &["id", "uuid", "audience", "visibility", "kind", "type", "slug", "related", "same_as", "not_same_as"];

impl Foreign {
    /// Puts the author's own words and columns into what was read.
    pub fn restore(&self, incident: &mut Incident) {
        let lines: Vec<(String, usize)> =
            incident.provenance.iter().filter_map(|(key, from)| Some((key.to_string(), from.line?))).collect();
        let line_of = |key: &str| lines.iter().find(|(known, _)| known == key).map(|(_, line)| *line);
        let put = |text: &mut String, key: &str| *text = self.written(text, line_of(key));
        let put_all = |texts: &mut Vec<String>, key: &str| texts.iter_mut().for_each(|text| put(text, key));
        if !incident.title_generated {
            put(&mut incident.title, "title");
        }
        for (text, key) in [
            (&mut incident.summary, "summary"),
            (&mut incident.severity.label, "severity.label"),
            (&mut incident.organisation, "organisation"),
            (&mut incident.impact.text, "impact.text"),
            (&mut incident.cause.statement, "cause.statement"),
            (&mut incident.resolution, "resolution"),
        ] {
            text.iter_mut().for_each(|text| put(text, key));
        }
        put_all(&mut incident.services, "services");
        put_all(&mut incident.tags, "tags");
        for (moment, key) in [(&mut incident.started_at, "started_at"), (&mut incident.ended_at, "ended_at")] {
            self.moment(moment, line_of(key));
        }
        let milestones = &mut incident.milestones;
        for (moment, key) in [
            (&mut milestones.detected_at, "milestones.detected_at"),
            (&mut milestones.responded_at, "milestones.responded_at"),
            (&mut milestones.escalated_at, "milestones.escalated_at"),
            (&mut milestones.culprit_named_at, "milestones.culprit_named_at"),
            (&mut milestones.identified_at, "milestones.identified_at"),
            (&mut milestones.fixed_at, "milestones.fixed_at"),
            (&mut milestones.resolved_at, "milestones.resolved_at"),
        ] {
            self.moment(moment, line_of(key));
        }
        for evidence in &mut incident.cause.evidence {
            evidence.words = self.written(&evidence.words, Some(evidence.line));
        }
        if let Some(mitigation) = &mut incident.mitigation {
            put(&mut mitigation.text, "mitigation.text");
        }
        for lead in &mut incident.false_leads {
            lead.suspect = self.written(&lead.suspect, Some(lead.line));
            lead.named = lead.named.as_deref().map(|named| self.written(named, Some(lead.line)));
            self.moment(&mut lead.from, Some(lead.line));
            self.moment(&mut lead.to, None);
        }
        for entry in &mut incident.timeline {
            entry.text = self.written(&entry.text, Some(entry.line));
            self.moment(&mut entry.at, Some(entry.line));
            self.moment(&mut entry.until, Some(entry.line));
        }
        for item in &mut incident.action_items {
            let line = Some(item.line);
            item.text = self.written(&item.text, line);
            let is_iso = |text: &&mut String| text.starts_with(|c: char| c.is_ascii_digit()) && !text.contains(' ');
            for text in [&mut item.owner, &mut item.due, &mut item.ticket] {
                text.iter_mut().filter(|text| !is_iso(text)).for_each(|text| *text = self.written(text, line));
            }
        }
        let lessons = &mut incident.lessons;
        for sentence in &mut incident.earlier {
            sentence.text = self.written(&sentence.text, Some(sentence.line));
        }
        for texts in [&mut lessons.well, &mut lessons.poorly, &mut lessons.lucky, &mut lessons.learned] {
            put_all(texts, "lessons");
        }
        for link in &mut incident.links {
            link.text = self.written(&link.text, None);
        }
        for flag in &mut incident.flags {
            flag.message = self.quoted(&flag.message, flag.line);
        }
        for from in incident.provenance.values_mut() {
            let (line, column) = (from.line, from.column);
            from.excerpt.iter_mut().filter(|_| line.is_some()).for_each(|text| *text = self.written(text, line));
            if let (Some(line), Some(column)) = (line, column) {
                from.column = Some(self.column(line, column));
            }
        }
    }

    /// Puts the author's own words into the parts, which are searched.
    pub fn restore_parts(&self, parts: &mut [Part]) {
        for part in parts {
            let blocks = part.blocks.iter_mut().flat_map(|block| &mut block.lines);
            for line in part.label.iter_mut().chain(blocks) {
                line.text = self.written(&line.text, Some(line.number));
                line.marks.clear();
            }
        }
    }

    fn moment(&self, moment: &mut Option<Moment>, line: Option<usize>) {
        if let Some(moment) = moment {
            moment.text = self.written(&moment.text, line);
        }
    }

    /// What stands between quotation marks, as written; the words around it are ours.
    fn quoted(&self, message: &str, near: Option<usize>) -> String {
        let pieces = message.split('"').enumerate().map(|(index, piece)| match index % 2 {
            0 => Cow::Borrowed(piece),
            _ => Cow::Owned(self.written(piece, near)),
        });
        pieces.collect::<Vec<_>>().join("\"")
    }

    /// The column of the source that a column of the line in English words stands for.
    fn column(&self, line: usize, column: usize) -> usize {
        let mut of_line = self.lines.iter().filter(|written| written.number == line);
        let holds = |written: &&Written| {
            (written.column..=written.column + written.gloss.text().chars().count()).contains(&column)
        };
        let Some(written) = of_line.rfind(holds) else { return column };
        let text = written.gloss.text();
        let byte = text.char_indices().nth(column - written.column).map_or(text.len(), |(byte, _)| byte);
        written.column + written.gloss.original()[..written.gloss.written_at(byte)].chars().count()
    }

    /// The words of the source that a text in English words was read from: the longest stretches of lines that it is
    /// made of, those of the line `near` first.
    fn written(&self, text: &str, near: Option<usize>) -> String {
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        while at < text.len() {
            let rest = &text[at..];
            let word = first_word(rest);
            let (length, words) = self.longest(rest, word, near).unwrap_or((word.len(), word));
            out.push_str(words);
            at += length;
        }
        out
    }

    /// The longest beginning of `text` that is a stretch of whole words of a line, and what was written there.
    fn longest<'s>(&'s self, text: &str, word: &str, near: Option<usize>) -> Option<(usize, &'s str)> {
        let places = self.places.get(word)?;
        let close = near.map_or(0, |near| places.partition_point(|(line, _)| self.lines[*line].number < near));
        let of_line = places[close..].iter().take(MOST_PLACES);
        let candidates = of_line.chain(&places[..close.min(MOST_PLACES)]);
        let mut best: Option<((usize, bool), &Gloss, Range<usize>)> = None;
        for (line, start) in candidates {
            let written = &self.lines[*line];
            let length = common_words(&written.gloss.text()[*start..], text);
            let rank = (length, near == Some(written.number));
            if length > 0 && best.as_ref().is_none_or(|(known, ..)| rank > *known) {
                best = Some((rank, &written.gloss, *start..*start + length));
            }
        }
        let ((length, _), gloss, range) = best?;
        Some((length, &gloss.original()[gloss.written(range)]))
    }
}

/// Places of a word that are compared: most words stand in few, and the right one stands near.
const MOST_PLACES: usize = 48;

/// Whether a word goes on across a place.
fn is_inside_word(text: &str, at: usize) -> bool {
    if !text.is_char_boundary(at) {
        return true;
    }
    text[..at].ends_with(char::is_alphanumeric) && text[at..].starts_with(char::is_alphanumeric)
}

/// How many bytes two texts share from their start, up to the end of a word in both.
fn common_words(one: &str, other: &str) -> usize {
    let shared = one.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
    let ends = |at: usize| !is_inside_word(one, at) && !is_inside_word(other, at);
    (1..=shared).rev().find(|at| ends(*at)).unwrap_or(0)
}
