//! Which incident names which other one, read once for all who ask.
//!
//! Input: the incidents. Output: one [`Mention`] for each time that a document names one other incident: by its id, its file,
//! a link to it, its title or its day. What can mean several incidents, the document itself or a list of all is none. What a
//! mention means, whether the same again or caused by it, is not known here.

use std::borrow::Cow;
use std::collections::BTreeSet;

use foldhash::{HashMap, HashMapExt};
use jiff::civil::Date;
use rayon::prelude::*;
use serde::Serialize;

use crate::model::PointedTo;
use crate::text::{Break, Words, sentences, telling_words};

use super::archive::Case;

/// One place at which a document names another incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Places in the archive.
    pub from: usize,
    pub to: usize,
    pub kind: ReferenceKind,
    /// The sentence that names it, as written; for a declared one what stands in the front matter, if that is known.
    pub text: String,
    /// Line of the source file of `from` at which the paragraph begins, counted from 1.
    pub line: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ReferenceKind {
    /// The author lists it as related.
    Declared,
    /// The document links to it.
    Linked,
    /// The document mentions its id, its file or its title.
    Mentioned,
    /// The document speaks of an incident on that day, and there was one alone.
    Dated,
}

/// Every mention, by the incident that names, in the order of its text.
pub fn references(cases: &[Case]) -> Vec<Mention> {
    let targets = Targets::of(cases);
    let each: Vec<Vec<Mention>> =
        cases.par_iter().enumerate().map(|(from, case)| Reading { targets: &targets, from, case }.mentions()).collect();
    let mut found: Vec<Mention> = each.into_iter().filter(|named| !is_list(named, cases.len())).flatten().collect();
    drop_navigation(&mut found, cases.len());
    found
}

/// A document that names so many others, and half of all, is a list of them.
const LIST: usize = 8;
/// So many documents that name one incident in the same words, and two of three others, hold the navigation of their archive.
const NAVIGATION: usize = 3;

fn is_list(named: &[Mention], cases: usize) -> bool {
    let different: BTreeSet<usize> = named.iter().map(|mention| mention.to).collect();
    different.len() >= LIST && 2 * different.len() >= cases
}

fn drop_navigation(found: &mut Vec<Mention>, cases: usize) {
    let mut holders = HashMap::<(usize, &str), BTreeSet<usize>>::new();
    for mention in found.iter().filter(|mention| mention.kind != ReferenceKind::Declared) {
        holders.entry((mention.to, &mention.text)).or_default().insert(mention.from);
    }
    let repeated = |holders: &BTreeSet<usize>| holders.len() >= NAVIGATION && 3 * holders.len() >= 2 * (cases - 1);
    let is_of_all = |mention: &Mention| holders.get(&(mention.to, mention.text.as_str())).is_some_and(repeated);
    let keep: Vec<bool> =
        found.iter().map(|mention| mention.kind == ReferenceKind::Declared || !is_of_all(mention)).collect();
    let mut keep = keep.into_iter();
    found.retain(|_| keep.next().unwrap_or(true));
}

/// What an incident can be named by; `None` where several share it.
struct Targets<'a> {
    /// Ids, and files and addresses without their ending; in lower case.
    names: HashMap<Cow<'a, str>, Option<usize>>,
    /// Names of files, in lower case.
    files: HashMap<Cow<'a, str>, Option<usize>>,
    paths: HashMap<&'a str, Option<usize>>,
    titles: HashMap<String, Option<usize>>,
    days: HashMap<Date, Option<usize>>,
}

/// A title of fewer telling words may be that of a dashboard.
const TITLE: usize = 3;

impl<'a> Targets<'a> {
    fn of(cases: &[Case<'a>]) -> Self {
        let mut targets = Self {
            names: HashMap::with_capacity(cases.len() * 2),
            files: HashMap::with_capacity(cases.len()),
            paths: HashMap::with_capacity(cases.len()),
            titles: HashMap::with_capacity(cases.len()),
            days: HashMap::with_capacity(cases.len()),
        };
        for (place, case) in cases.iter().enumerate() {
            let path = case.incident.source.path.as_str();
            let file = last_segment(path);
            put(&mut targets.paths, path, place);
            put(&mut targets.files, lower(file), place);
            for name in [case.name, case.incident.id.as_str(), last_segment(case.slug), without_ending(file)] {
                if is_distinctive(name) {
                    put(&mut targets.names, lower(name), place);
                }
            }
            if !case.incident.title_generated
                && let Some(title) = title(&case.incident.title)
            {
                put(&mut targets.titles, title, place);
            }
            if let Some(day) = case.day() {
                put(&mut targets.days, day, place);
            }
        }
        targets
    }

    fn name(&self, name: &str) -> Option<usize> {
        self.names.get(&lower(&with_plain_hyphens(name))).copied().flatten()
    }

    fn file(&self, name: &str) -> Option<usize> {
        self.files.get(&lower(name)).copied().flatten()
    }

    fn title(&self, words: &str) -> Option<usize> {
        self.titles.get(&title(words)?).copied().flatten()
    }

    /// The only incident within these days.
    fn days(&self, days: &[Date]) -> Option<usize> {
        let mut found = days.iter().filter_map(|day| self.days.get(day));
        let first = found.next()?;
        if found.next().is_some() { None } else { *first }
    }

    /// The incident that an address leads to: relative to the file that holds it, absolute within the archive, or elsewhere
    /// by the file or the id at its end.
    fn address(&self, url: &str, of: &str) -> Option<usize> {
        let path = url.split(['#', '?']).next()?;
        let decoded = percent_encoding::percent_decode_str(path).decode_utf8().ok()?;
        let elsewhere = decoded.split_once("://");
        match elsewhere {
            Some(("http" | "https", rest)) => self.end_of(rest.split_once('/')?.1),
            Some(_) => None,
            None if decoded.is_empty() || decoded.starts_with("mailto:") => None,
            None => {
                let full = within(&decoded, of);
                let file = self.paths.get(full.as_str()).copied();
                file.flatten().or_else(|| self.end_of(&decoded))
            }
        }
    }

    fn end_of(&self, path: &str) -> Option<usize> {
        let path = path.trim_end_matches('/');
        let last = last_segment(path.strip_suffix("/index.html").unwrap_or(path));
        let name = last.strip_suffix(".html").unwrap_or(last);
        if is_distinctive(without_ending(last)) { self.file(last).or_else(|| self.name(name)) } else { None }
    }
}

fn put<K: std::hash::Hash + Eq>(known: &mut HashMap<K, Option<usize>>, key: K, place: usize) {
    known.entry(key).and_modify(|other| *other = other.filter(|it| *it == place)).or_insert(Some(place));
}

fn last_segment(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// A file's name without its ending; a date in it is none.
fn without_ending(file: &str) -> &str {
    match file.rsplit_once('.') {
        Some((stem, ending)) if ending.len() <= 8 && ending.starts_with(|c: char| c.is_ascii_alphabetic()) => stem,
        _ => file,
    }
}

/// Whether a name stands in no text by chance: five characters or more, a letter, a figure and a hyphen (or six without).
fn is_distinctive(name: &str) -> bool {
    let joined = name.contains(['-', '_']);
    name.len() >= if joined { 5 } else { 6 }
        && name.bytes().any(|byte| byte.is_ascii_digit())
        && name.contains(char::is_alphabetic)
}

/// A path that is written in a file, from the root of the archive.
fn within(path: &str, file: &str) -> String {
    let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut segments: Vec<&str> = if path.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop();
            }
            other => segments.push(other),
        }
    }
    segments.retain(|segment| !segment.is_empty());
    segments.join("/")
}

/// The words of a title as they are compared; `None` where they are too few to be a title alone.
fn title(written: &str) -> Option<String> {
    // So many words have a gap less between them: what has fewer is not taken apart.
    written.bytes().filter(|byte| !byte.is_ascii_alphanumeric()).nth(TITLE - 2)?;
    let words = Words::opening(written);
    let compared = || (0..words.len()).map(|index| words.word(index)).collect::<Vec<_>>().join(" ");
    (telling_words(&words).len() >= TITLE).then(compared)
}

fn lower(name: &str) -> Cow<'_, str> {
    let is_lower = name.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    if is_lower { Cow::Borrowed(name) } else { Cow::Owned(name.to_lowercase()) }
}

const HYPHENS: [char; 2] = ['\u{2010}', '\u{2011}'];

fn with_plain_hyphens(name: &str) -> Cow<'_, str> {
    if name.contains(HYPHENS) { Cow::Owned(name.replace(HYPHENS, "-")) } else { Cow::Borrowed(name) }
}

/// One document while it is looked through.
struct Reading<'r, 'a> {
    targets: &'r Targets<'a>,
    from: usize,
    case: &'r Case<'a>,
}

impl Reading<'_, '_> {
    fn mentions(&self) -> Vec<Mention> {
        let text = self.case.text;
        // Each with the byte of the text at which it stands.
        let mut found: Vec<(usize, usize, ReferenceKind)> = Vec::new();
        let names = names_in(text).map(|(at, name)| (at, self.targets.name(name)));
        let files = files_in(text).map(|(at, file)| (at, self.targets.file(file)));
        let titles = quoted_in(text).map(|(at, words)| (at, self.targets.title(words)));
        let mentioned = names.chain(files).chain(titles);
        found.extend(mentioned.filter_map(|(at, to)| Some((at, to?, ReferenceKind::Mentioned))));
        found.extend(self.pointed());
        found.retain(|(_, to, _)| *to != self.from);
        found.sort_unstable();
        let mut mentions: Vec<Mention> = self.declared(&found);
        mentions.extend(found.into_iter().map(|(at, to, kind)| self.mention(at, to, kind)));
        mentions.dedup_by(|a, b| (a.to, &a.text) == (b.to, &b.text));
        mentions
    }

    /// Where links lead, and which incident was on the days that the document speaks of.
    fn pointed(&self) -> impl Iterator<Item = (usize, usize, ReferenceKind)> {
        let own = self.case.incident.source.path.as_str();
        let mut lines: Option<Vec<usize>> = None;
        self.case.pointers.iter().filter_map(move |pointer| {
            let (to, kind) = match &pointer.to {
                PointedTo::Address(url) => match self.targets.address(url, own) {
                    Some(to) => (to, ReferenceKind::Linked),
                    None => (self.targets.title(&pointer.text)?, ReferenceKind::Mentioned),
                },
                PointedTo::Days(days) => (self.targets.days(days)?, ReferenceKind::Dated),
            };
            let starts = lines.get_or_insert_with(|| line_starts(self.case.text));
            let start = starts.get(pointer.place).copied().unwrap_or_default();
            let line = self.case.text[start..].lines().next().unwrap_or_default();
            Some((start + line.find(&pointer.text).unwrap_or_default(), to, kind))
        })
    }

    /// What the front matter lists. The ids that stand in the text are listed by no author but added for readers.
    fn declared(&self, in_text: &[(usize, usize, ReferenceKind)]) -> Vec<Mention> {
        let Some(written) = self.case.incident.provenance.get("related") else { return Vec::new() };
        let excerpt = written.excerpt.as_deref().unwrap_or_default();
        let related = self.case.incident.related.iter().filter_map(|name| {
            let path = self.case.incident.source.path.as_str();
            let to = self.targets.name(name).or_else(|| self.targets.address(name, path))?;
            let said = lower(excerpt).contains(&*lower(name)) || !in_text.iter().any(|(_, named, _)| *named == to);
            (to != self.from && said).then_some(to)
        });
        let mention = |to| Mention {
            from: self.from,
            to,
            kind: ReferenceKind::Declared,
            text: excerpt.to_owned(),
            line: written.line,
        };
        related.map(mention).collect()
    }

    fn mention(&self, at: usize, to: usize, kind: ReferenceKind) -> Mention {
        let text = self.case.text;
        let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
        let line = text[start..].lines().next().unwrap_or_default();
        let place = memchr::memchr_iter(b'\n', &text.as_bytes()[..start]).count();
        Mention {
            from: self.from,
            to,
            kind,
            text: sentence_at(line, at - start).to_owned(),
            line: self.case.text_lines.get(place).copied(),
        }
    }
}

fn line_starts(text: &str) -> Vec<usize> {
    std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|end| end + 1)).collect()
}

/// The sentence of a line that holds a byte.
fn sentence_at(line: &str, at: usize) -> &str {
    let found = sentences(line, Break::Line).into_iter().find(|sentence| at < sentence.end);
    found.map_or(line, |sentence| &line[sentence]).trim()
}

fn is_part(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '-' || letter == '_' || HYPHENS.contains(&letter)
}

/// Words that may be names, each with its first byte: with a digit and more than digits. Most words hold no digit and are
/// passed over without a look at their letters. The name of a file is none: it has to be that of the incident's own.
fn names_in(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let digits = text.bytes().enumerate().filter(|(_, byte)| byte.is_ascii_digit()).map(|(at, _)| at);
    let mut end = 0;
    let words = digits.filter_map(move |digit| {
        let first = (digit >= end).then(|| end + text[end..digit].trim_end_matches(is_part).len())?;
        end = digit + text[digit..].find(|letter| !is_part(letter)).unwrap_or(text.len() - digit);
        let is_file =
            text[end..].strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()));
        Some((first, text[first..end].trim_matches('-'))).filter(|_| !is_file)
    });
    words.filter(|(_, word)| word.len() >= 5 && word.contains(|it: char| !it.is_ascii_digit()))
}

/// Names of files that a text holds, each with its first byte.
fn files_in(text: &str) -> impl Iterator<Item = (usize, &str)> {
    memchr::memmem::find_iter(text.as_bytes(), b".md").filter_map(|dot| {
        let first = text[..dot].trim_end_matches(is_part).len();
        let end = dot + 1 + text[dot + 1..].find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(text.len() - dot - 1);
        (first < dot).then(|| (first, &text[first..end]))
    })
}

/// Longest title that is looked up, in bytes.
const LONGEST_TITLE: usize = 200;

/// What stands between quotation marks on one line, each with its first byte.
fn quoted_in(text: &str) -> impl Iterator<Item = (usize, &str)> {
    const MARKS: [(char, &[char]); 4] = [
        ('"', &['"']),
        ('\u{201c}', &['\u{201d}', '\u{201c}']),
        ('\u{201e}', &['\u{201c}', '\u{201d}']),
        ('\u{ab}', &['\u{bb}']),
    ];
    let mut end = 0;
    memchr::memchr3_iter(b'"', 0xe2, 0xc2, text.as_bytes()).filter_map(move |at| {
        if at < end {
            return None;
        }
        let opening = text[at..].chars().next()?;
        let (_, closing) = MARKS.iter().find(|(mark, _)| *mark == opening)?;
        let start = at + opening.len_utf8();
        let line = text[start..].lines().next()?;
        let length = line.find(*closing).filter(|length| *length <= LONGEST_TITLE)?;
        end = start + length + 1;
        Some((start, &text[start..start + length]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_long_word_with_a_digit_and_more_than_digits() {
        let text = "See INC-2024-07, -ops12345- and öst_2024x; at 12:40, 20240131, v1.2, no-digits-here, INC-1.png or INC-2024-08";
        let found: Vec<&str> = names_in(text).map(|(_, name)| name).filter(|name| is_distinctive(name)).collect();
        assert_eq!(found, ["INC-2024-07", "ops12345", "öst_2024x", "INC-2024-08"]);
    }

    #[test]
    fn a_path_is_read_from_the_file_that_holds_it() {
        assert_eq!(within("../2023/a.md", "x/2024/b.md"), "x/2023/a.md");
        assert_eq!(within("/2023/./a.md", "x/2024/b.md"), "2023/a.md");
        assert_eq!(within("a.md", "b.md"), "a.md");
        assert_eq!(within("../../../a.md", "x/b.md"), "a.md");
    }

    #[test]
    fn the_sentence_that_names_is_shown_and_no_other() {
        let line = "It broke. The same as INC-0007, once more. Nobody knew.";
        assert_eq!(sentence_at(line, line.find("INC").unwrap()), "The same as INC-0007, once more.");
        assert_eq!(sentence_at(line, 0), "It broke.");
    }

    #[test]
    fn words_between_marks_may_be_a_title() {
        let text = "As in \"one\" and \u{201c}two\u{201d},\nnot \"three\nfour\" or \u{201e}six\u{201c}";
        assert_eq!(quoted_in(text).map(|(_, words)| words).collect::<Vec<_>>(), ["one", "two", "six"]);
    }
}
