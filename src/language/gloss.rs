//! One line as an English reader would say it, with the place that each of its words came from.
//!
//! A gloss is no translation: known words and forms are put in English where they stand, everything else stays as
//! written. It is what the readers read; what they show is taken from the original again.

use std::borrow::Cow;
use std::ops::Range;

use super::phrases::{folded, words};
use super::table::Language;

/// What a line is: names stand only in some places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A heading: the whole of it may be a name.
    Heading,
    /// A column head, the first cell of a row or a key: the whole of it may be a name.
    Name,
    /// Any other cell or value: never a name.
    Value,
    /// A line of text that may begin with a name and a colon; `strong` is where its bold beginning ends.
    Text { strong: Option<usize> },
}

/// A text in English words and where each stretch of it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gloss {
    original: String,
    text: String,
    /// In order, without gaps.
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Piece {
    /// Bytes of the gloss.
    shown: Range<usize>,
    /// Bytes of the original.
    written: Range<usize>,
    /// Both are the same text.
    same: bool,
}

/// Longer words are nobody's, in bytes.
const LONGEST_WORD: usize = 64;

/// Longest name in characters.
const LONGEST_NAME: usize = 60;

impl Language {
    /// The line in English words.
    pub fn gloss(&self, text: &str, place: Place) -> Gloss {
        let mut gloss = Gloss::new(text);
        self.names(&mut gloss, place);
        self.times().apply(&mut gloss);
        if self.is_unspaced() {
            self.runs(&mut gloss)
        } else {
            self.spaced_words(&mut gloss)
        }
        gloss
    }

    /// Names of parts and fields, where a name may stand.
    fn names(&self, gloss: &mut Gloss, place: Place) {
        let text = gloss.text();
        let mut found = Vec::new();
        let whole = 0..text.len();
        let colon = || text.char_indices().find(|(_, c)| matches!(c, ':' | '：')).map(|(at, _)| 0..at);
        let dash =
            || [" - ", " – ", " — ", " (", "（", " / "].iter().filter_map(|cut| text.find(cut)).min().map(|at| 0..at);
        let candidates = match place {
            Place::Heading => vec![Some(whole), colon(), dash()],
            Place::Name => vec![Some(whole), colon()],
            Place::Value => return,
            Place::Text { strong } => vec![Some(whole), strong.map(|end| 0..end), colon()],
        };
        found.extend(candidates.into_iter().flatten().find_map(|range| self.name(text, range)));
        // `... um 14:05 Uhr. Ursache: ...`
        if matches!(place, Place::Text { .. }) {
            for (stop, width) in text.match_indices(['.', '。', '!', '?']).map(|(at, sign)| (at, sign.len())) {
                let near = text[stop..].char_indices().take(LONGEST_NAME + 2);
                let mut colons = near.filter(|(_, c)| matches!(c, ':' | '：')).map(|(at, _)| at + stop);
                let Some(colon) = colons.next() else { continue };
                let between = stop + width..colon;
                let clear = found.last().is_none_or(|(range, _): &(Range<usize>, String)| range.end <= stop);
                if clear && text[between.clone()].chars().count() <= LONGEST_NAME {
                    found.extend(self.name(text, between));
                }
            }
        }
        gloss.replace(found);
    }

    /// The English name of what stands in `range`, numbers and signs around it left out.
    fn name(&self, text: &str, range: Range<usize>) -> Option<(Range<usize>, String)> {
        let inner = &text[range.clone()];
        if inner.chars().count() > LONGEST_NAME {
            return None;
        }
        let start = range.start + inner.find(char::is_alphabetic)?;
        let end = range.start + inner.trim_end_matches(|c: char| !(c.is_alphanumeric() || c == ')')).len();
        let inner = folded(text.get(start..end)?);
        if self.is_unspaced() {
            return self.labels().exactly(&inner).map(|english| (start..end, cased(english, &inner)));
        }
        let ranges: Vec<_> = words(&inner, self.file.elisions).collect();
        let next = |index: usize| ranges.get(index).map(|range| &inner[range.clone()]);
        let (taken, english) = self.labels().at(next(0)?, next)?;
        (taken == ranges.len()).then(|| (start..end, cased(english, &text[start..end])))
    }

    /// Words and phrases of a language that puts spaces between them.
    fn spaced_words(&self, gloss: &mut Gloss) {
        let text = gloss.text();
        let ranges: Vec<_> = words(text, self.file.elisions).collect();
        let lower: Vec<Cow<'_, str>> = ranges.iter().map(|range| Cow::Owned(folded(&text[range.clone()]))).collect();
        let mut found = Vec::new();
        let mut at = 0;
        while at < ranges.len() {
            let joined = |count: usize| {
                (at + 1..=at + count).all(|index| {
                    ranges.get(index).is_some_and(|range| {
                        let gap = &text[ranges[index - 1].end..range.start];
                        gap.chars().all(|c| c.is_whitespace() || c == '-')
                    })
                })
            };
            let next = |index: usize| lower.get(at + index).filter(|_| joined(index)).map(Cow::as_ref);
            let inside_english = gloss.is_changed(ranges[at].start);
            let phrase = if inside_english { None } else { self.words().at(&lower[at], next) };
            match phrase {
                Some((count, english)) if !(at..at + count).any(|index| gloss.is_changed(ranges[index].start)) => {
                    let range = ranges[at].start..ranges[at + count - 1].end;
                    found.push((range.clone(), cased(english, &text[range])));
                    at += count;
                }
                _ => {
                    let word = lower[at].as_ref();
                    let compound = || self.inflected(word).map(str::to_owned).or_else(|| self.compound(word));
                    found.extend(
                        (self.file.compounds && !inside_english)
                            .then(compound)
                            .flatten()
                            .map(|english| (ranges[at].clone(), cased(&english, &text[ranges[at].clone()]))),
                    );
                    at += 1;
                }
            }
        }
        gloss.replace(found);
    }

    /// `datenbankausfall` is a database and an outage.
    fn compound(&self, word: &str) -> Option<String> {
        const SHORTEST: usize = 4;
        if word.len() > LONGEST_WORD {
            return None;
        }
        let cuts = word
            .char_indices()
            .map(|(at, _)| at)
            .filter(|at| (SHORTEST..=word.len() - SHORTEST.min(word.len())).contains(at));
        for cut in cuts.collect::<Vec<_>>().into_iter().rev() {
            let (head, tail) = word.split_at(cut);
            let link = |ending: &str| head.strip_suffix(ending).filter(|head| head.len() >= SHORTEST);
            let known = |head: &str| self.words().exactly(head);
            let Some(first) =
                known(head).or_else(|| ["s", "n", "en", "es"].iter().find_map(|ending| known(link(ending)?)))
            else {
                continue;
            };
            let second = self.words().single(tail).or_else(|| self.inflected(tail)).map(str::to_owned);
            if let Some(second) = second.or_else(|| self.compound(tail)) {
                return Some(format!("{first} {second}"));
            }
        }
        None
    }

    /// `lastverteilers` is a form of `lastverteiler`.
    fn inflected(&self, word: &str) -> Option<&str> {
        const SHORTEST: usize = 5;
        let stems = ["es", "en", "s", "n", "e"].iter().filter_map(|ending| word.strip_suffix(ending));
        stems.filter(|stem| stem.len() >= SHORTEST).find_map(|stem| self.words().exactly(stem))
    }

    /// The longest known runs of letters of a language without spaces.
    fn runs(&self, gloss: &mut Gloss) {
        let text = gloss.text();
        let chars: Vec<(usize, char)> = text.char_indices().collect();
        let mut found = Vec::new();
        let mut at = 0;
        let mut opens = true;
        while at < chars.len() {
            let (start, c) = chars[at];
            if c.is_ascii() || gloss.is_changed(start) {
                opens = matches!(c, '.' | '!' | '?') || opens && c.is_whitespace();
                at += 1;
                continue;
            }
            let run = (1..=self.words().longest.min(chars.len() - at)).rev().find_map(|count| {
                let end = chars.get(at + count).map_or(text.len(), |(end, _)| *end);
                let english = self.words().exactly(text.get(start..end)?)?;
                Some((count, start..end, english.to_owned()))
            });
            match run {
                Some((count, range, english)) => {
                    found.push((range, if opens { capitalised(&english) } else { english }));
                    opens = false;
                    at += count;
                }
                None => {
                    opens = matches!(c, '。' | '！' | '？');
                    found.extend(sign(c).map(|sign| (start..start + c.len_utf8(), sign.to_owned())));
                    at += 1;
                }
            }
        }
        gloss.replace(found);
    }
}

/// The English words with a capital where the written ones have it, or cannot have one.
fn cased(english: &str, written: &str) -> String {
    match written.chars().next() {
        Some(first) if !first.is_lowercase() && first.is_alphabetic() => capitalised(english),
        _ => english.to_owned(),
    }
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// The plain form of a wide sign.
fn sign(c: char) -> Option<&'static str> {
    Some(match c {
        '．' => ". ",
        '、' | '，' => ", ",
        '（' => " (",
        '）' => ") ",
        '：' => ": ",
        '；' => "; ",
        '〜' | '～' => " - ",
        '％' => "%",
        '　' => " ",
        _ => return None,
    })
}

impl Gloss {
    pub fn new(original: &str) -> Self {
        let whole = 0..original.len();
        let pieces = vec![Piece { shown: whole.clone(), written: whole, same: true }];
        Self { original: original.to_owned(), text: original.to_owned(), pieces }
    }

    /// What the readers read.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What was written.
    pub fn original(&self) -> &str {
        &self.original
    }

    /// Whether nothing was put in other words.
    pub fn is_same(&self) -> bool {
        self.pieces.iter().all(|piece| piece.same)
    }

    fn is_changed(&self, at: usize) -> bool {
        self.piece_at(at).is_some_and(|piece| !piece.same)
    }

    /// The piece that holds a byte of the gloss.
    fn piece_at(&self, at: usize) -> Option<&Piece> {
        self.pieces[self.first_beyond(at)..].first().filter(|piece| piece.shown.start <= at)
    }

    /// The first piece that ends behind a byte of the gloss.
    fn first_beyond(&self, at: usize) -> usize {
        self.pieces.partition_point(|piece| piece.shown.end <= at)
    }

    /// The pieces that a stretch of the gloss touches.
    fn touched(&self, shown: &Range<usize>) -> &[Piece] {
        let first = self.first_beyond(shown.start);
        let last = self.pieces.partition_point(|piece| piece.shown.start < shown.end);
        self.pieces.get(first..last).unwrap_or_default()
    }

    /// The bytes of the original that a stretch of the gloss stands for: a phrase that is cut counts whole.
    pub fn written(&self, shown: Range<usize>) -> Range<usize> {
        let (Some(first), Some(last)) = (self.touched(&shown).first(), self.touched(&shown).last()) else {
            let at = self.written_at(shown.start);
            return at..at;
        };
        let start = match first.same {
            true => first.written.start + shown.start.saturating_sub(first.shown.start),
            false => first.written.start,
        };
        let end = match last.same {
            true => last.written.end - last.shown.end.saturating_sub(shown.end),
            false => last.written.end,
        };
        start..end.max(start)
    }

    /// The byte of the original where a byte of the gloss came from.
    pub fn written_at(&self, at: usize) -> usize {
        match self.piece_at(at) {
            Some(piece) if piece.same => piece.written.start + at - piece.shown.start,
            Some(piece) => piece.written.start,
            None => self.original.len(),
        }
    }

    /// The byte of the gloss that a byte of the original is shown at: a changed stretch begins or ends as a whole.
    pub fn shown_at(&self, at: usize, is_end: bool) -> usize {
        let index =
            self.pieces.partition_point(|piece| if is_end { piece.written.end < at } else { piece.written.end <= at });
        match self.pieces.get(index).filter(|piece| piece.written.start <= at) {
            Some(piece) if piece.same => piece.shown.start + at - piece.written.start,
            Some(piece) if is_end => piece.shown.end,
            Some(piece) => piece.shown.start,
            None if at == 0 => 0,
            None => self.text.len(),
        }
    }

    /// Puts other words in place of stretches of the gloss, which stand in order and apart; spaces keep words apart.
    pub(super) fn replace(&mut self, found: Vec<(Range<usize>, String)>) {
        if found.is_empty() {
            return;
        }
        let mut next = Self { original: std::mem::take(&mut self.original), text: String::new(), pieces: Vec::new() };
        let mut from = 0;
        for (range, words) in found {
            self.copy(from..range.start, &mut next);
            let written = self.written(range.clone());
            let glued = next.text.ends_with(char::is_alphanumeric) && words.starts_with(char::is_alphanumeric);
            let follows =
                self.text[range.end..].starts_with(char::is_alphanumeric) && words.ends_with(char::is_alphanumeric);
            let words = format!("{}{words}{}", if glued { " " } else { "" }, if follows { " " } else { "" });
            let start = next.text.len();
            next.text.push_str(&words);
            next.pieces.push(Piece { shown: start..next.text.len(), written, same: false });
            from = range.end;
        }
        self.copy(from..self.text.len(), &mut next);
        *self = next;
    }

    /// Carries a stretch of the gloss over as it is.
    fn copy(&self, range: Range<usize>, next: &mut Self) {
        for piece in self.touched(&range) {
            let shown = piece.shown.start.max(range.start)..piece.shown.end.min(range.end);
            let written = match piece.same {
                true => self.written(shown.clone()),
                false => piece.written.clone(),
            };
            let start = next.text.len();
            next.text.push_str(&self.text[shown]);
            next.pieces.push(Piece { shown: start..next.text.len(), written, same: piece.same });
        }
    }
}
