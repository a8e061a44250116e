//! Text to words: what counts as a word, an identifier and its parts, and how each is spelled in the index.
//!
//! Input is any text; output are chunks (byte ranges) and their folded spelling. Knows no index and no query.
//!
//! An identifier is found whole and in parts: `kube-apiserver`, `ErrorsInExternalDNS`, `INC-0042` and `v1.14.3` each
//! yield one whole word (`kubeapiserver`, `v1.14.3`) and their parts, which stand at positions of their own, so that
//! the phrase "kube apiserver" finds the identifier too.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

/// Words longer than this many bytes are cut off: no reader types them.
pub const LONGEST_WORD: usize = 64;

/// A run of text that belongs together: a word, or an identifier with its parts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Chunk {
    pub range: Range<usize>,
    /// At least one; more than one for an identifier.
    pub parts: Vec<Range<usize>>,
    /// Characters of a script without spaces: only the parts count, there is no whole.
    pub unspaced: bool,
}

/// Walks through the chunks of a text; keeps its buffers, so that indexing does not allocate per word.
#[derive(Debug)]
pub struct Chunks<'t> {
    text: &'t str,
    at: usize,
    chunk: Chunk,
}

/// The chunks of `text`, in order.
pub fn chunks(text: &str) -> Chunks<'_> {
    Chunks { text, at: 0, chunk: Chunk::default() }
}

impl Chunks<'_> {
    /// The next chunk, valid until the next call.
    pub fn advance(&mut self) -> Option<&Chunk> {
        let start = self.skip_to_word()?;
        let first = self.char_at(start)?;
        self.chunk.parts.clear();
        self.chunk.unspaced = is_unspaced(first);
        let end = if self.chunk.unspaced { self.take_unspaced(start) } else { self.take_spaced(start) };
        self.chunk.range = start..end;
        self.at = end;
        Some(&self.chunk)
    }

    fn char_at(&self, at: usize) -> Option<char> {
        self.text.get(at..)?.chars().next()
    }

    fn skip_to_word(&self) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let mut at = self.at;
        while at < bytes.len() {
            if bytes[at].is_ascii() {
                if bytes[at].is_ascii_alphanumeric() {
                    return Some(at);
                }
                at += 1;
            } else {
                let c = self.char_at(at)?;
                if c.is_alphanumeric() {
                    return Some(at);
                }
                at += c.len_utf8();
            }
        }
        None
    }

    fn take_unspaced(&mut self, start: usize) -> usize {
        let mut end = start;
        for c in self.text[start..].chars().take_while(|c| is_unspaced(*c)) {
            let next = end + c.len_utf8();
            match self.chunk.parts.last_mut() {
                Some(last) if is_voicing(c) => last.end = next,
                _ => self.chunk.parts.push(end..next),
            }
            end = next;
        }
        end
    }

    /// A word, or several held together by joiners, split where the case or the kind of character changes.
    fn take_spaced(&mut self, start: usize) -> usize {
        let mut at = start;
        loop {
            let end = self.end_of_run(at);
            self.push_run(at, end);
            match self.joined_to(at, end) {
                Some(next) => at = next,
                None => return end,
            }
        }
    }

    /// The end of the letters, digits and inner apostrophes that begin at `start`.
    fn end_of_run(&self, start: usize) -> usize {
        let bytes = self.text.as_bytes();
        let mut at = start;
        while at < bytes.len() {
            if bytes[at].is_ascii() {
                let apostrophe = bytes[at] == b'\'' && self.letter_follows(at + 1);
                if !(bytes[at].is_ascii_alphanumeric() || apostrophe) {
                    break;
                }
                at += 1;
            } else {
                let Some(c) = self.char_at(at) else { break };
                let inside = (c.is_alphanumeric() && !is_unspaced(c))
                    || is_mark(c)
                    || (c == '\u{2019}' && self.letter_follows(at + c.len_utf8()));
                if !inside {
                    break;
                }
                at += c.len_utf8();
            }
        }
        at
    }

    fn letter_follows(&self, at: usize) -> bool {
        self.char_at(at).is_some_and(char::is_alphabetic)
    }

    /// Where the next run begins, if a single joiner and nothing else stands between.
    fn joined_to(&self, start: usize, end: usize) -> Option<usize> {
        let joiner = *self.text.as_bytes().get(end)?;
        let next = self.char_at(end + 1)?;
        let digits = self.text[start..end].ends_with(|c: char| c.is_ascii_digit()) && next.is_ascii_digit();
        let joins = match joiner {
            b'-' | b'_' | b'.' => next.is_alphanumeric() && !is_unspaced(next),
            b':' => digits,
            _ => false,
        };
        joins.then_some(end + 1)
    }

    fn push_run(&mut self, start: usize, end: usize) {
        let run = &self.text[start..end];
        let trimmed = run.strip_suffix("'s").or_else(|| run.strip_suffix("\u{2019}s")).unwrap_or(run);
        let end = start + trimmed.len();
        if trimmed.bytes().skip(1).all(|byte| byte.is_ascii_lowercase()) {
            self.chunk.parts.push(start..end);
            return;
        }
        let mut from = start;
        for at in boundaries(trimmed) {
            self.chunk.parts.push(from..start + at);
            from = start + at;
        }
        self.chunk.parts.push(from..end);
    }
}

/// Where an identifier written as one word falls into parts of at least two characters.
fn boundaries(run: &str) -> Vec<usize> {
    let mut found = Vec::new();
    if !run.is_ascii() || run.len() < 4 {
        return found;
    }
    let bytes = run.as_bytes();
    let mut last = 0;
    let switches = bytes.windows(2).filter(|pair| pair[0].is_ascii_digit() != pair[1].is_ascii_digit()).count();
    for at in 2..=bytes.len() - 2 {
        let (before, here, after) = (bytes[at - 1], bytes[at], bytes[at + 1]);
        let plural = after == b's' && at + 2 == bytes.len();
        let camel = before.is_ascii_lowercase() && here.is_ascii_uppercase();
        let acronym_ends =
            before.is_ascii_uppercase() && here.is_ascii_uppercase() && after.is_ascii_lowercase() && !plural;
        let number = switches == 1 && before.is_ascii_alphabetic() && here.is_ascii_digit();
        if (camel || acronym_ends || number) && at - last >= 2 {
            found.push(at);
            last = at;
        }
    }
    found
}

/// The spelling of the whole chunk: its parts without what joined them, except between digits.
pub fn whole(text: &str, chunk: &Chunk, into: &mut String) {
    into.clear();
    let mut previous_end = None;
    for part in &chunk.parts {
        if let Some(end) = previous_end {
            let numbers = into.ends_with(|c: char| c.is_ascii_digit())
                && text[part.clone()].starts_with(|c: char| c.is_ascii_digit());
            if numbers && part.start > end {
                into.push_str(&text[end..part.start]);
            }
        }
        fold_into(&text[part.clone()], into);
        previous_end = Some(part.end);
    }
    cut(into);
}

/// The spelling of one part: lower case, without accents and apostrophes.
pub fn part(text: &str, range: &Range<usize>, into: &mut String) {
    into.clear();
    fold_into(&text[range.clone()], into);
    cut(into);
}

/// The parts of every chunk of a text, in order.
pub fn all_parts(text: &str) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut walk = chunks(text);
    while let Some(chunk) = walk.advance() {
        parts.extend_from_slice(&chunk.parts);
    }
    parts
}

/// What may be a word in a run of a script without spaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub range: Range<usize>,
    /// One of several that overlap: nobody knows where a word ends.
    pub is_guess: bool,
}

/// What a text that is a run of a script without spaces is looked for by: katakana as they stand together, other
/// characters two by two, and hiragana, which mostly are endings, only where there is nothing else.
pub fn pieces(text: &str) -> Vec<Piece> {
    let mut walk = chunks(text);
    let Some(chunk) = walk.advance().filter(|chunk| chunk.unspaced) else { return Vec::new() };
    let script = |part: &Range<usize>| text[part.clone()].chars().next().map_or(Script::Other, Script::of);
    let mut runs: Vec<(Script, &[Range<usize>])> = Vec::new();
    for run in chunk.parts.chunk_by(|a, b| script(a).goes_with(script(b))) {
        runs.extend(run.first().map(|first| (script(first), run)));
    }
    let is_ending = |(script, _): &(Script, &[Range<usize>])| *script == Script::Hiragana;
    if !runs.iter().all(is_ending) {
        runs.retain(|run| !is_ending(run));
    }
    let mut pieces = Vec::new();
    for (script, run) in runs {
        let together = |run: &[Range<usize>]| run.first().zip(run.last()).map(|(first, last)| first.start..last.end);
        if script == Script::Other && run.len() > 2 {
            let pairs = run.windows(2).filter_map(together);
            pieces.extend(pairs.map(|range| Piece { range, is_guess: true }));
        } else {
            pieces.extend(together(run).map(|range| Piece { range, is_guess: false }));
        }
    }
    pieces
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Hiragana,
    Katakana,
    /// The mark of a long vowel, which stands in both.
    Long,
    Other,
}

impl Script {
    fn of(c: char) -> Self {
        match c {
            '\u{3040}'..='\u{309f}' => Self::Hiragana,
            '\u{30fc}' | '\u{ff70}' => Self::Long,
            '\u{30a0}'..='\u{30ff}' | '\u{ff66}'..='\u{ff9f}' => Self::Katakana,
            _ => Self::Other,
        }
    }

    fn goes_with(self, next: Self) -> bool {
        self == next || next == Self::Long && self != Self::Other || self == Self::Long && next == Self::Katakana
    }
}

/// The spelling of each of these parts of a text; those without a letter are left out.
pub fn parts(text: &str, ranges: &[Range<usize>]) -> Vec<String> {
    let mut word = String::new();
    let spelt = ranges.iter().map(|range| {
        part(text, range, &mut word);
        word.clone()
    });
    spelt.filter(|word| !word.is_empty()).collect()
}

/// A text folded as a whole: its words in lower case, one space between.
pub fn fold_line(text: &str) -> String {
    let mut line = String::new();
    let mut word = String::new();
    let mut walk = chunks(text);
    while let Some(chunk) = walk.advance() {
        for range in &chunk.parts {
            part(text, range, &mut word);
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(&word);
        }
    }
    line
}

/// A label as the index spells it: `Load Balancer` and `load_balancer` are both `load-balancer`.
pub fn fold_label(text: &str) -> String {
    let mut folded = String::new();
    fold_into(text.trim(), &mut folded);
    folded.replace([' ', '_'], "-")
}

fn fold_into(text: &str, into: &mut String) {
    if text.is_ascii() {
        into.extend(text.bytes().filter(|byte| *byte != b'\'').map(|byte| char::from(byte.to_ascii_lowercase())));
        return;
    }
    if text.chars().all(is_plain) {
        into.push_str(text);
        return;
    }
    for c in text.nfkc().flat_map(char::to_lowercase) {
        match c {
            '\'' | '\u{2019}' => {}
            'ß' => into.push_str("ss"),
            'æ' => into.push_str("ae"),
            'œ' => into.push_str("oe"),
            'þ' => into.push_str("th"),
            mark if is_mark(mark) => {}
            _ => into.push(ACCENTS.iter().find(|(_, accented)| accented.contains(c)).map_or(c, |(plain, _)| *plain)),
        }
    }
}

/// Letters and syllables that are written one way only.
fn is_plain(c: char) -> bool {
    matches!(c, 'a'..='z' | '0'..='9' | '\u{3041}'..='\u{3094}' | '\u{30a1}'..='\u{30fc}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
}

/// Lower-case letters of European languages by the letter that people type instead.
const ACCENTS: &[(char, &str)] = &[
    ('a', "àáâãäåāăą"),
    ('c', "çćĉċč"),
    ('d', "ďđð"),
    ('e', "èéêëēĕėęě"),
    ('g', "ĝğġģ"),
    ('h', "ĥħ"),
    ('i', "ìíîïĩīĭįı"),
    ('j', "ĵ"),
    ('k', "ķ"),
    ('l', "ĺļľŀł"),
    ('n', "ñńņňŋ"),
    ('o', "òóôõöøōŏő"),
    ('r', "ŕŗř"),
    ('s', "śŝşšș"),
    ('t', "ţťŧț"),
    ('u', "ùúûüũūŭůűų"),
    ('w', "ŵ"),
    ('y', "ýÿŷ"),
    ('z', "źżž"),
];

fn cut(word: &mut String) {
    if word.len() > LONGEST_WORD {
        let end = (0..=LONGEST_WORD).rev().find(|end| word.is_char_boundary(*end)).unwrap_or(0);
        word.truncate(end);
    }
}

fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// Scripts written without spaces, and that of Korean, whose endings are: each character is a word of its own.
fn is_unspaced(c: char) -> bool {
    matches!(
        c,
        '\u{1100}'..='\u{11ff}' | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30ff}' | '\u{3130}'..='\u{318f}'
            | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}'
            | '\u{ff66}'..='\u{ff9f}' | '\u{20000}'..='\u{2fa1f}'
    )
}

/// What is written behind a character and belongs to it: marks of voiced sounds, and the later letters of a Korean
/// syllable that is written letter by letter.
fn is_voicing(c: char) -> bool {
    matches!(c, '\u{3099}' | '\u{309a}' | '\u{ff9e}' | '\u{ff9f}' | '\u{1160}'..='\u{11ff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each chunk as `whole=part+part`, or the bare word where it has one part.
    fn check(text: &str, expected: &str) {
        let mut seen = Vec::new();
        let mut walk = chunks(text);
        while let Some(chunk) = walk.advance() {
            let mut word = String::new();
            let parts: Vec<String> = chunk
                .parts
                .iter()
                .map(|range| {
                    part(text, range, &mut word);
                    word.clone()
                })
                .collect();
            whole(text, chunk, &mut word);
            seen.push(if parts.len() > 1 { format!("{word}={}", parts.join("+")) } else { word });
        }
        assert_eq!(seen.join(" "), expected, "{text}");
    }

    #[test]
    fn identifiers_are_kept_whole_and_taken_apart() {
        for (text, expected) in [
            ("The pool ran dry.", "the pool ran dry"),
            ("kube-apiserver", "kubeapiserver=kube+apiserver"),
            ("ErrorsInExternalDNS", "errorsinexternaldns=errors+in+external+dns"),
            ("DNSServer", "dnsserver=dns+server"),
            ("v1.14.3", "v1.14.3=v1+14+3"),
            ("INC-0042", "inc0042=inc+0042"),
            ("INC0042", "inc0042=inc+0042"),
            ("5xx p99 s3 k8s", "5xx p99 s3 k8s"),
            ("2024-09-20", "2024-09-20=2024+09+20"),
            ("14:03 UTC", "14:03=14+03 utc"),
            ("max_connections", "maxconnections=max+connections"),
            ("APIs and VMs", "apis and vms"),
            ("us-east-1a", "useast1a=us+east+1a"),
            ("/var/lib/docker", "var lib docker"),
            ("service:checkout", "service checkout"),
            ("customer's don't", "customer dont"),
            ("café Zürich", "cafe zurich"),
            ("ＡＰＩ５０２ ﬁle ①", "api502 file 1"),
            ("ﾃﾞｰﾀ データ", "データ=デ+ー+タ データ=デ+ー+タ"),
            ("\u{1109}\u{1165}\u{1107}\u{1165} 서버가", "서버=서+버 서버가=서+버+가"),
            ("cafe\u{301}", "cafe"),
            ("3f9ab12cd", "3f9ab12cd"),
            ("end. Next", "end next"),
            ("", ""),
            ("--- ...", ""),
        ] {
            check(text, expected);
        }
    }

    #[test]
    fn scripts_without_spaces_are_read_character_by_character() {
        check("障害 report", "障害=障+害 report");
    }

    #[test]
    fn a_run_without_spaces_is_looked_for_piece_by_piece() {
        for (text, expected) in [
            ("障害", "障害"),
            ("証明書の期限切れ", "証明? 明書? 期限? 限切?"),
            ("決済サービスが遅い", "決済 サービス 遅"),
            ("らーめん", "らー めん"),
            ("데이터베이스", "데이? 이터? 터베? 베이? 이스?"),
            ("서버", "서버"),
            ("数据库", "数据? 据库?"),
            ("server", ""),
        ] {
            let pieces: Vec<String> = pieces(text)
                .into_iter()
                .map(|piece| format!("{}{}", &text[piece.range], if piece.is_guess { "?" } else { "" }))
                .collect();
            assert_eq!(pieces.join(" "), expected, "{text}");
        }
    }

    #[test]
    fn labels_are_spelled_one_way() {
        for text in ["Load Balancer", "load_balancer", " load-balancer "] {
            assert_eq!(fold_label(text), "load-balancer");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_walked_without_a_panic(text in "\\PC{0,80}") {
            fold_line(&text);
            let mut walk = chunks(&text);
            while let Some(chunk) = walk.advance() {
                proptest::prop_assert!(text.get(chunk.range.clone()).is_some());
                for part in &chunk.parts {
                    proptest::prop_assert!(text.get(part.clone()).is_some());
                }
            }
        }
    }
}
