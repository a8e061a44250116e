//! What hangs on an item: owner, due date, ticket, state marks, estimates. Taken off, what stays is the promise.
//!
//! In: a raw item. Out: its text without trailers and what they said. Trailers are taken from the end one by one until
//! nothing more is recognised, so their order does not matter. Knows no rule of kinds or states.

use std::sync::LazyLock;

use regex::Regex;

use super::RawAction;
use super::due::trailing_due;
use super::label::{Told, in_bracket, is_handles, labelled, trailing_owner};
use super::row::from_row;
use super::state::{Mark, mark_of};
use super::tail::{self, Company};
use super::ticket::{
    is_reference, is_tracker, key_in, leading_key, number_in, regex, trailing_connector, trailing_ticket,
};

/// An item without its trailers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Stripped {
    pub(super) text: String,
    pub(super) owner: Option<String>,
    pub(super) due: Option<String>,
    /// The address where one is linked, else the number or key.
    pub(super) ticket: Option<String>,
    pub(super) mark: Option<Mark>,
    /// A bracket says that it was done.
    pub(super) claimed: bool,
    /// The item was nothing but a reference; `text` then repeats it.
    pub(super) only_ticket: bool,
}

/// Text and address of the links of an item.
pub(super) type Links<'a> = &'a [(String, String)];

/// A trailer: where it starts and what it says.
struct Trailer {
    start: usize,
    told: Vec<Told>,
}

/// No item has more trailers than this.
const MOST_TRAILERS: usize = 10;

/// No trailer is longer than this many bytes.
const REACH: usize = 400;

/// Takes the trailers off an item; a table row gives its columns first.
pub(super) fn strip(raw: &RawAction, company: Company) -> Stripped {
    let plain = || Stripped { text: raw.text.clone(), ..Stripped::default() };
    let mut item = raw.columns.as_ref().map_or_else(plain, |row| from_row(row, raw));
    let whole = item.text.trim().to_owned();
    for _ in 0..MOST_TRAILERS {
        if !take_leading(&mut item, &raw.links) {
            break;
        }
    }
    for _ in 0..MOST_TRAILERS {
        if !take_trailing(&mut item, raw, company) {
            break;
        }
    }
    item.text = unwrapped(item.text.trim()).to_owned();
    if item.ticket.is_some() && !item.text.contains(char::is_alphanumeric) {
        item.only_ticket = true;
        item.text = whole;
    }
    if item.ticket.is_none() {
        let linked = raw.links.iter().find(|(_, url)| is_tracker(url)).map(|(_, url)| url.clone());
        item.ticket = linked.or_else(|| number_in(&item.text)).or_else(|| key_in(&item.text));
    }
    item
}

/// "(test the failover)" behind the key of its ticket: the brackets only set it apart.
fn unwrapped(text: &str) -> &str {
    let inside = text.strip_prefix('(').and_then(|rest| rest.trim_end_matches('.').strip_suffix(')'));
    inside.filter(|inside| !inside.contains(['(', ')'])).unwrap_or(text)
}

impl Stripped {
    /// Notes what a trailer says; of several tickets the leftmost, which is taken last, stays.
    pub(super) fn note(&mut self, told: Told) {
        match told {
            Told::Owner(owner) => self.owner = self.owner.take().or(Some(owner)),
            Told::Due(due) => self.due = self.due.take().or(Some(due)),
            Told::Ticket(ticket) => self.ticket = Some(ticket),
            Told::Mark(mark) => self.mark = self.mark.or(Some(mark)),
            Told::Claimed => self.claimed = true,
            Told::Aside => {}
        }
    }
}

// ---- at the start --------------------------------------------------------------------------------------------------

/// Signs that stand for a box.
#[rustfmt::skip]
const BOXES: &[(&str, Mark)] = &[
    ("[x]", Mark::Done), ("[X]", Mark::Done), ("[ ]", Mark::Open), ("[]", Mark::Open), ("✅", Mark::Done),
    ("☑️", Mark::Done), ("☑", Mark::Done), ("✔️", Mark::Done), ("✔", Mark::Done), ("✓", Mark::Done),
    ("☐", Mark::Open), ("⬜️", Mark::Open), ("⬜", Mark::Open), ("◻️", Mark::Open), ("◻", Mark::Open), ("🔲", Mark::Open), ("▢", Mark::Open),
    ("□", Mark::Open), ("🗹", Mark::Done), ("🗸", Mark::Done), ("✘", Mark::Dropped), ("✗", Mark::Dropped), ("🟢", Mark::Done), ("🟡", Mark::Open), ("❌", Mark::Dropped), ("🚧", Mark::Open), ("⏳", Mark::Open), ("🚫", Mark::Dropped),
    (":white_check_mark:", Mark::Done), (":heavy_check_mark:", Mark::Done), (":ballot_box_with_check:", Mark::Done),
    (":check_mark:", Mark::Done), (":check:", Mark::Done), (":tada:", Mark::Done), (":x:", Mark::Dropped),
    (":no_entry:", Mark::Dropped), (":no_entry_sign:", Mark::Dropped), (":negative_squared_cross_mark:", Mark::Dropped),
    (":construction:", Mark::Open), (":hourglass:", Mark::Open), (":hourglass_flowing_sand:", Mark::Open),
    (":white_large_square:", Mark::Open), (":black_square_button:", Mark::Open), (":soon:", Mark::Open),
];

/// Whether a line ends with a sign that stands for a box.
pub fn ends_with_box(text: &str) -> bool {
    sign(text.trim_end()).is_some()
}

/// Whether a line begins with a sign that stands for a box.
pub fn starts_with_box(text: &str) -> bool {
    leading_box(text.trim_start()).is_some_and(|(_, told)| !told.is_empty())
}

/// A line cut in front of each box in it: "☑ one ☐ two".
pub fn at_boxes(text: &str) -> Vec<&str> {
    let mut cuts = vec![0];
    if starts_with_box(text) && !text.is_ascii() {
        let inner = text.char_indices().filter(|(at, c)| *at > 0 && !c.is_ascii() && text[..*at].ends_with(' '));
        cuts.extend(inner.filter(|(at, _)| leading_box(&text[*at..]).is_some()).map(|(at, _)| at));
    }
    let ends = cuts.iter().copied().skip(1).chain([text.len()]);
    let pieces: Vec<&str> = cuts.iter().copied().zip(ends).map(|(from, to)| text[from..to].trim()).collect();
    // A box right at the end marks what stands in front of it.
    if pieces.iter().any(|piece| !piece.contains(char::is_alphanumeric)) { vec![text] } else { pieces }
}

/// Takes one mark off the start; false where none is left.
fn take_leading(item: &mut Stripped, links: Links) -> bool {
    let text = item.text.trim_start();
    let Some((length, told)) = leading_box(text)
        .or_else(|| leading_bracket(text, links))
        .or_else(|| leading_label(text))
        .or_else(|| ticket_first(text))
    else {
        return false;
    };
    let rest = text[length..].trim_start().to_owned();
    told.into_iter().for_each(|told| item.note(told));
    item.text = rest;
    true
}

/// "OPS-12 Test the failover", `#41 — test the failover`, "OPS-12 (test the failover)".
fn ticket_first(text: &str) -> Option<(usize, Vec<Told>)> {
    let (length, ticket) = leading_key(text)?;
    Some((length, vec![Told::Ticket(ticket)]))
}

/// What is known and not kept: "unassigned", "n/a", "someday".
pub(super) fn is_aside(text: &str) -> bool {
    #[rustfmt::skip]
    const ASIDES: &[&str] = &[
        "unassigned", "no owner", "nobody", "nobody yet", "tbd", "tba", "tbc", "n/a", "na", "none", "-", "–", "—", "?", "eventually", "later",
        "owner tbd", "owner: tbd", "optional", "nice to have", "stretch", "quick win", "no eta", "no date", "not assigned", "owner needed",
    ];
    ASIDES.contains(&text.to_lowercase().as_str())
}

fn leading_box(text: &str) -> Option<(usize, Vec<Told>)> {
    if text.bytes().next().is_none_or(|first| first.is_ascii() && first != b'[' && first != b':') {
        return None;
    }
    BOXES.iter().find(|(sign, _)| text.starts_with(sign)).map(|(sign, mark)| (sign.len(), vec![Told::Mark(*mark)]))
}

/// "(Done) ...", `[20m] ...`; never a whole item.
fn leading_bracket(text: &str, links: Links) -> Option<(usize, Vec<Told>)> {
    static BRACKET: LazyLock<Regex> = LazyLock::new(|| regex(r"^(?:\(([^()]{1,30})\)|\[([^\[\]]{1,30})\])[\s:–—-]*"));
    if !text.starts_with(['(', '[']) {
        return None;
    }
    let found = BRACKET.captures(text)?;
    let inside = found.get(1).or(found.get(2))?.as_str();
    let length = found[0].len();
    (length < text.len()).then(|| in_bracket(inside, links)).flatten().map(|told| (length, told))
}

/// "DONE: ...", "P1: ...", "@platform: ...", "Platform team: ...".
fn leading_label(text: &str) -> Option<(usize, Vec<Told>)> {
    static STATE: LazyLock<Regex> = LazyLock::new(|| {
        regex(r"^(?i:(done|completed|todo|open|in progress|wip|won't do|wontfix|dropped|p[0-4]))\s*(?::|\s[-–—]\s)\s*")
    });
    static OWNER: LazyLock<Regex> = LazyLock::new(|| regex(r"^(@[\w./-]+|(?:[A-Z][\w&]*\s){1,3}[Tt]eam)\s*:\s+"));
    let head = text.char_indices().nth(60).map_or(text, |(end, _)| &text[..end]);
    let labelled = head.contains(':');
    let parted =
        || head.contains(['–', '—']) || head.split('-').skip(1).any(|rest| rest.starts_with(char::is_whitespace));
    let may_be_state =
        text.starts_with(|c: char| matches!(c.to_ascii_lowercase(), 'd' | 'c' | 't' | 'o' | 'i' | 'w' | 'p'));
    if may_be_state
        && (labelled || parted())
        && let Some(found) = STATE.captures(text)
    {
        return Some((found[0].len(), vec![mark_of(&found[1]).map_or(Told::Aside, Told::Mark)]));
    }
    if !labelled || !text.starts_with(|c: char| c == '@' || c.is_ascii_uppercase()) {
        return None;
    }
    let found = OWNER.captures(text).filter(|found| is_short_owner(&found[1]))?;
    Some((found[0].len(), vec![Told::Owner(found[1].to_owned())]))
}

/// A handle of two to forty characters, or a team of words of no more than 31. Counted here: a pattern that counts
/// letters of any script holds a copy of them all for each.
fn is_short_owner(name: &str) -> bool {
    match name.strip_prefix('@') {
        Some(handle) => (2..=40).contains(&handle.chars().count()),
        None => name.split(char::is_whitespace).all(|word| word.chars().count() <= 31),
    }
}

// ---- at the end ----------------------------------------------------------------------------------------------------

/// Takes one trailer off the end; false where none is left.
fn take_trailing(item: &mut Stripped, raw: &RawAction, company: Company) -> bool {
    let text = item.text.trim_end();
    let bare = text.trim_end_matches(['.', ',', ';']).trim_end();
    let has_fact = item.owner.is_none() && (item.due.is_some() || item.ticket.is_some() || item.mark.is_some());
    let company = if has_fact { Company::Kept } else { company };
    let found = trailer(bare, &raw.links).or_else(|| hung(bare, raw, company));
    let Some(trailer) = found.filter(|trailer| trailer.start < text.len()) else { return false };
    let stop = if text[bare.len()..].starts_with('.') { "." } else { "" };
    let mut rest = kept(&text[..trailer.start]).to_owned();
    if trailer.told.iter().any(|told| matches!(told, Told::Ticket(_)))
        && let Some((start, done)) = trailing_connector(&rest[tail(&rest)..])
    {
        rest.truncate(tail(&rest) + start);
        rest.truncate(kept(&rest).len());
        if done {
            item.note(Told::Mark(Mark::Done));
        }
    }
    if !rest.is_empty() && !rest.ends_with(['.', '!', '?']) {
        rest.push_str(stop);
    }
    trailer.told.into_iter().for_each(|told| item.note(told));
    item.text = rest;
    true
}

/// What stays in front of a trailer: without the signs that only lead up to it.
fn kept(text: &str) -> &str {
    text.trim_end().trim_end_matches([',', ';', '(', '[', '-', '–', '—', '|', ':', '→']).trim_end()
}

fn trailer(text: &str, links: Links) -> Option<Trailer> {
    bracket(text, links)
        .or_else(|| link(text, links))
        .or_else(|| sign(text))
        .or_else(|| at_tail(text, signed_day))
        .or_else(|| label(text, links))
        .or_else(|| address(text))
        .or_else(|| at_tail(text, |tail| trailing_ticket(tail).map(|(start, ticket)| (start, Told::Ticket(ticket)))))
        .or_else(|| at_tail(text, done))
        .or_else(|| at_tail(text, |tail| trailing_due(tail).map(|(start, due)| (start, Told::Due(due)))))
        .or_else(|| handles(text))
        .or_else(|| at_tail(text, trailing_owner))
}

/// Facts that hang on an item behind a dash, in brackets or as a last short sentence.
fn hung(text: &str, raw: &RawAction, company: Company) -> Option<Trailer> {
    if let Some(open) = opening_bracket(text) {
        let before = kept(&text[..open]);
        let beside = || {
            trailer(before, &raw.links).is_some() || tail::unit(&before[tail(before)..], raw, Company::Alone).is_some()
        };
        let company = if beside() { Company::Kept } else { Company::Alone };
        let told = tail::told(&text[open + 1..text.len() - 1], raw, company, false)?;
        return Some(Trailer { start: open, told });
    }
    let from = tail(text);
    let (start, told) = tail::unit(&text[from..], raw, company)?;
    Some(Trailer { start: from + start, told })
}

fn label(text: &str, links: Links) -> Option<Trailer> {
    let from = tail(text);
    let (start, told) = labelled(&text[from..], links)?;
    Some(Trailer { start: from + start, told })
}

/// Looks at the end of a text only.
fn at_tail(text: &str, find: impl Fn(&str) -> Option<(usize, Told)>) -> Option<Trailer> {
    let from = tail(text);
    let (start, told) = find(&text[from..])?;
    Some(Trailer { start: from + start, told: vec![told] })
}

/// First byte of the part of a text in which trailers are looked for.
fn tail(text: &str) -> usize {
    (text.len().saturating_sub(REACH)..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// "... (DONE)", "... (owner: Platform, due 2025-06-30)".
fn bracket(text: &str, links: Links) -> Option<Trailer> {
    let open = opening_bracket(text)?;
    let told = in_bracket(&text[open + 1..text.len() - 1], links)?;
    Some(Trailer { start: open, told })
}

fn opening_bracket(text: &str) -> Option<usize> {
    let close = text.chars().next_back()?;
    let open = match close {
        ')' => '(',
        ']' => '[',
        _ => return None,
    };
    let mut depth = 0;
    for (at, c) in text.char_indices().rev().take(REACH) {
        if c == close {
            depth += 1;
        } else if c == open {
            depth -= 1;
            if depth == 0 {
                return Some(at);
            }
        }
    }
    None
}

/// A link at the end whose address or whose words are those of a ticket; long words are the author's and stay.
fn link(text: &str, links: Links) -> Option<Trailer> {
    let (label, url) = links.iter().rev().find(|(label, url)| {
        let label = label.trim();
        !label.is_empty() && text.ends_with(label) && (is_tracker(url) || is_reference(label))
    })?;
    let start = text.len() - label.trim().len();
    let parted = start == 0 || text[..start].ends_with(|c: char| !c.is_alphanumeric()) || label.starts_with('#');
    let short = is_reference(label) || (start > 0 && label.split_whitespace().count() <= 4);
    (parted && short).then(|| Trailer { start, told: vec![Told::Ticket(url.clone())] })
}

/// "... ✅"
fn sign(text: &str) -> Option<Trailer> {
    if text.bytes().next_back().is_none_or(|last| last.is_ascii() && last != b':') {
        return None;
    }
    let (sign, mark) = BOXES.iter().find(|(sign, _)| text.ends_with(sign) && !sign.starts_with('['))?;
    Some(Trailer { start: text.len() - sign.len(), told: vec![Told::Mark(*mark)] })
}

/// Signs before a day, as task lists of notes write them.
const DAYS: &[(&str, Day)] = &[
    ("📅", Day::Due),
    ("🗓", Day::Due),
    ("✅", Day::Of(Mark::Done)),
    ("❌", Day::Of(Mark::Dropped)),
    ("⏳", Day::Other),
    ("🛫", Day::Other),
    ("➕", Day::Other),
];

/// What a day behind a sign is.
enum Day {
    Due,
    /// That on which the item came to stand where it does.
    Of(Mark),
    Other,
}

/// "... 📅 2025-06-30", "... ✅ 2025-06-12"
fn signed_day(text: &str) -> Option<(usize, Told)> {
    let (start, day) = last_word(text);
    let is_day = day.len() == 10 && day.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let before = text[..start].trim_end().trim_end_matches('\u{fe0f}');
    let (sign, kind) = DAYS.iter().find(|(sign, _)| is_day && before.ends_with(sign))?;
    let told = match kind {
        Day::Due => Told::Due(day.to_owned()),
        Day::Of(mark) => Told::Mark(*mark),
        Day::Other => Told::Aside,
    };
    Some((before.len() - sign.len(), told))
}

/// The last word of a text, an opening bracket in front of it left out, and where it starts.
fn last_word(text: &str) -> (usize, &str) {
    let start = text
        .rfind(|c: char| c.is_whitespace() || c == '(')
        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    (start, &text[start..])
}

/// "... https://tracker/issues/12"; any address where it is all there is.
fn address(text: &str) -> Option<Trailer> {
    let (start, word) = last_word(text);
    let is_address = word.starts_with("http://") || word.starts_with("https://");
    let is_ticket = is_address && (start == 0 || is_tracker(word));
    is_ticket.then(|| Trailer { start, told: vec![Told::Ticket(word.to_owned())] })
}

/// Last words of the trailers that tell a state.
const DONE_WORDS: &[&str] = &["done", "complete", "completed", "progress", "todo", "wip"];

/// "... DONE", "... - done", "... - this has already been done".
fn done(text: &str) -> Option<(usize, Told)> {
    static DONE: LazyLock<Regex> = LazyLock::new(|| {
        regex(concat!(
            r"(?:[\s.]DONE|\s*[–—:]\s*(?i:done|completed?|in progress|todo|wip)|",
            r"\s-\s*(?i:done|completed?|in progress|todo|wip))[.!]?$"
        ))
    });
    let (_, word) = last_word(text.trim_end_matches('!'));
    if !DONE_WORDS.iter().any(|done| word.eq_ignore_ascii_case(done)) && !word.ends_with("DONE") {
        return None;
    }
    let found = DONE.find(text)?;
    let mark = mark_of(found.as_str().trim_matches(|c: char| !c.is_alphanumeric())).unwrap_or(Mark::Done);
    Some((found.start(), Told::Mark(mark)))
}

/// "... @platform-team"
fn handles(text: &str) -> Option<Trailer> {
    let (start, word) = last_word(text);
    (start > 0 && is_handles(word)).then(|| Trailer { start, told: vec![Told::Owner(word.to_owned())] })
}
