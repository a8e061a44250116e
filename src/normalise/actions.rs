//! The lists of promises: which blocks of a document are action items.
//!
//! Input: parts under the names of actions. Output: [`ActionItem`]s in document order. What an item says is
//! `super::action`'s.

use std::collections::BTreeSet;

use crate::model::{ActionGroup, ActionItem, Origin};
use crate::parse::{Block, BlockKind, Line, MarkKind};
use crate::text::{Break, sentences};

use super::action::{self, Cast, RawAction};
use super::enumeration::{begins_a_line, code, enumerator};
use super::outline::{LabelKind, Part, text_of};
use super::promises;
use super::trail::{Place, Trail};
use super::vocabulary::{Field, bare, field_of};

/// What stands under the names of actions; where nothing does and an incident is told, what is promised elsewhere.
pub fn action_items(parts: &[Part], people: &[String], told: bool, trail: &mut Trail) -> Vec<ActionItem> {
    let cast = cast(parts, people);
    let mut items = under_their_names(parts, people, &cast);
    let mut how = (Origin::Stated, "action-section");
    if items.is_empty() && told {
        items = action::listed(&known_to(promises::elsewhere(parts), &cast));
        how = (Origin::Inferred, "promise-elsewhere");
    }
    if let Some(first) = items.first() {
        trail.note("action_items", how.0, how.1, &Place::at(first.line, 1, &first.text));
    }
    let mut above = BTreeSet::new();
    for item in &items {
        if !above.insert(item.text.to_ascii_lowercase()) {
            trail.flag("duplicate_item", "the same action item stands above", Some(item.line));
        }
    }
    action::staged(items)
}

/// Whom the document knows: those it lists, and those whom it lets speak or act.
fn cast(parts: &[Part], people: &[String]) -> Cast {
    let lines =
        parts.iter().flat_map(|part| part.label.iter().chain(part.blocks.iter().flat_map(|block| &block.lines)));
    let told: Vec<&str> = lines.map(|line| line.text.as_str()).collect();
    Cast::new(people, told.join("\n"))
}

fn known_to(raws: Vec<RawAction>, cast: &Cast) -> Vec<RawAction> {
    raws.into_iter().map(|raw| RawAction { cast: cast.clone(), ..raw }).collect()
}

fn under_their_names(parts: &[Part], people: &[String], cast: &Cast) -> Vec<ActionItem> {
    let mut found: Vec<(ActionItem, bool)> = Vec::new();
    for part in parts {
        let (group, done) = match part.field {
            Some(Field::Actions(group)) => (group, part.label.as_ref().is_some_and(says_done)),
            Some(Field::ActionsDone) => (ActionGroup::Immediate, true),
            _ => continue,
        };
        let raws = known_to(in_part(part, group, done, people), cast);
        let rows: BTreeSet<usize> = raws.iter().filter(|raw| raw.columns.is_some()).map(|raw| raw.line).collect();
        found.extend(
            action::listed(&raws)
                .into_iter()
                .map(|item| (rows.contains(&item.line), item))
                .map(|(row, item)| (item, row)),
        );
    }
    action::merge_told_twice(found)
}

fn says_done(label: &Line) -> bool {
    let label = label.text.to_lowercase();
    label.contains("(completed)") || label.contains("(done)") || label.contains("completed:")
}

/// "Already completed": the author's word for all of a list.
fn claims_done(label: &Line) -> bool {
    #[rustfmt::skip]
    const WHOLE: &[&str] = &[
        "completed", "done", "already completed", "already done", "done already", "done so far", "completed so far", "finished",
        "already implemented", "already in place", "what we have done already", "what we have already done", "what we've done",
        "what we've already done", "what we have done", "what has been done", "what was done",
    ];
    let label = label.text.to_lowercase();
    WHOLE.contains(&label.trim().trim_end_matches(':').trim_matches(['*', '_']))
}

/// "Still to do", "Long-term improvements (in progress)", "Planned".
fn says_open(label: &Line) -> bool {
    let label = label.text.to_lowercase();
    let label = label.trim().trim_end_matches(':').trim_matches(['*', '_']);
    const WHOLE: &[&str] = &[
        "still to do",
        "left to do",
        "in progress",
        "planned",
        "scheduled",
        "scheduled and in progress",
        "planned and in progress",
        "upcoming",
        "pending",
        "open",
        "outstanding",
        "outstanding actions",
        "open actions",
        "open items",
        "remaining work",
        "remaining actions",
        "still open",
        "not yet done",
        "ongoing",
        "work in progress",
        "in flight",
        "under way",
    ];
    WHOLE.contains(&label)
        || [
            "(in progress",
            "(planned",
            "(open",
            "(pending",
            "(not started",
            "(todo",
            "(to do",
            "(upcoming",
            "(ongoing",
            "(scheduled",
        ]
        .iter()
        .any(|sign| label.contains(sign))
}

/// What holds for the items that follow, until something else is said.
pub(super) struct Around {
    pub(super) group: ActionGroup,
    pub(super) done: bool,
    /// Its name is the author's word that it is done.
    pub(super) claimed: bool,
    /// Its name says that it is still to be done.
    pub(super) open: bool,
    pub(super) owner: Option<String>,
}

fn in_part(part: &Part, group: ActionGroup, done: bool, people: &[String]) -> Vec<RawAction> {
    let mut raw: Vec<(usize, RawAction)> = Vec::new();
    let mut header: Option<(usize, Vec<String>)> = None;
    let open = part.label.as_ref().is_some_and(says_open);
    let mut around = Around { group, done, claimed: part.label.as_ref().is_some_and(claims_done), open, owner: None };
    let blocks: Vec<&Block> = part.prose().collect();
    let listed = blocks.iter().any(|block| is_listed(block));
    for (at, block) in blocks.iter().enumerate() {
        let leads = blocks.get(at + 1).is_some_and(|next| is_listed(next));
        match &block.kind {
            BlockKind::Subheading { .. } => {
                if let Some(Field::Actions(own)) = block.lines.first().and_then(|line| field_of(&line.text)) {
                    around.group = own;
                }
                around.done = block.lines.first().is_some_and(says_done);
                around.claimed = block.lines.first().is_some_and(claims_done);
                around.open = !around.done && block.lines.first().is_some_and(says_open);
                around.owner = block.lines.first().filter(|_| leads).and_then(|line| owner_of_list(&line.text, people));
            }
            BlockKind::Row { table, header: true } => {
                header = Some((*table, block.lines.iter().map(|cell| cell.text.clone()).collect()));
            }
            BlockKind::Row { table, .. } => {
                let heads = header
                    .as_ref()
                    .filter(|(known, _)| known == table)
                    .map(|(_, heads)| heads.as_slice())
                    .unwrap_or_default();
                // A further table below the promises that is about something else.
                let foreign = !raw.is_empty() && heads.len() > 1 && !action::knows_a_head(heads);
                raw.extend((!foreign).then(|| (0, row(block, heads, &around))));
            }
            BlockKind::Item { depth, task, .. } => nested(&mut raw, item(block, &around, *task), *depth),
            BlockKind::ItemParagraph { .. } => {
                if let Some((_, last)) = raw.last_mut() {
                    last.links.extend(links(block));
                }
            }
            BlockKind::Paragraph if leads && names_a_list(block) => {
                around.owner = block.lines.first().and_then(|line| owner_of_list(&line.text, people));
            }
            BlockKind::Paragraph if listed && is_instruction(block) => {}
            BlockKind::Paragraph if at == 0 && (is_one_item(part) || names_in_line(part, block).is_some()) => {
                raw.extend(in_line(part, block, &around).into_iter().map(|raw| (0, raw)));
            }
            BlockKind::Paragraph if !raw.is_empty() && listed && !in_a_row(block) => {
                raw.extend(vowed(block, &around).into_iter().map(|raw| (0, raw)));
            }
            BlockKind::Paragraph => raw.extend(prose(block, &around, leads).into_iter().map(|raw| (0, raw))),
            BlockKind::Code { .. } | BlockKind::Rule => {}
        }
    }
    raw.into_iter().map(|(_, raw)| raw).collect()
}

pub(super) fn is_listed(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Item { .. } | BlockKind::Row { .. })
}

/// A line in bold and nothing else, or a name with a colon: it heads the list below it.
fn names_a_list(block: &Block) -> bool {
    let [line] = &block.lines[..] else { return false };
    let bold = line.leading_strong().is_some_and(|end| line.text[end..].trim().trim_matches(':').is_empty());
    bold || line.text.trim_end().ends_with(':') && line.text.split_whitespace().count() <= 4
}

/// Whose list it is: initials, a handle, a team, or somebody whom the document names elsewhere.
fn owner_of_list(head: &str, people: &[String]) -> Option<String> {
    let name = head.trim().trim_end_matches([':', '：']).trim();
    let known = people.iter().any(|person| person.eq_ignore_ascii_case(name));
    (known || action::names_an_owner(name)).then(|| name.to_owned())
}

/// A paragraph in italics above a list tells its author what to write there.
fn is_instruction(block: &Block) -> bool {
    let slanted = |line: &Line| {
        line.marks.iter().any(|mark| mark.kind == MarkKind::Emphasis && mark.range == (0..line.text.trim_end().len()))
    };
    !block.lines.is_empty() && block.lines.iter().all(slanted)
}

/// `Action item: ...` names one promise, however many sentences it takes.
fn is_one_item(part: &Part) -> bool {
    const SINGULAR: &[&str] = &[
        "action item",
        "action",
        "task",
        "to do",
        "todo",
        "follow-up",
        "follow up",
        "next step",
        "corrective action",
        "preventive action",
        "recommendation",
        "improvement",
    ];
    let inline = matches!(part.kind, LabelKind::Label { inline: true, .. });
    inline && part.label.as_ref().is_some_and(|label| SINGULAR.contains(&bare(&label.text).as_str()))
}

/// An item below another is one of its own where it has a box or the outer one only announces it; else its links are the
/// outer one's.
fn nested(raw: &mut Vec<(usize, RawAction)>, item: RawAction, depth: usize) {
    match raw.last_mut() {
        Some((outer, last)) if *outer < depth && *outer > 0 && item.task.is_none() => {
            const HEAD: usize = 7;
            let named = last.text.contains(['—', '–', '(']);
            if !named && last.text.trim_end().ends_with(':') && last.text.split_whitespace().count() <= HEAD {
                raw.pop();
                raw.push((depth, item));
            } else {
                last.links.extend(item.links);
            }
        }
        _ => raw.push((depth, item)),
    }
}

/// Whether each line of a paragraph has a number, a bullet or a box.
fn in_a_row(block: &Block) -> bool {
    enumerated(&unwrapped(block)).is_some()
}

/// What a paragraph behind a list still promises, where it says so in so many words: most only close the matter.
fn vowed(block: &Block, around: &Around) -> Vec<RawAction> {
    let own = item(block, around, None);
    let text = text_of(block);
    action::vows(&text).into_iter().map(|(_, text)| RawAction { text, from_prose: true, ..own.clone() }).collect()
}

/// What stands behind a label on its line: several promises where each has its own verb, else one.
fn in_line(part: &Part, block: &Block, around: &Around) -> Vec<RawAction> {
    let whole = item(block, around, None);
    let Some(pieces) = names_in_line(part, block) else { return vec![whole] };
    pieces.into_iter().map(|text| RawAction { text, ..whole.clone() }).collect()
}

/// `Follow-ups: migrate the autoscaler (Yuki), alert on its errors (Ben)`
fn names_in_line(part: &Part, block: &Block) -> Option<Vec<String>> {
    if !matches!(part.kind, LabelKind::Label { inline: true, .. }) {
        return None;
    }
    let text = text_of(block);
    let text = text.trim();
    boxed(text).or_else(|| between(text, ';')).or_else(|| sentence_each(text)).or_else(|| between(text, ','))
}

/// Fewest and most words of a promise that shares its line with others.
const WORDS: std::ops::RangeInclusive<usize> = 2..=16;

fn is_short(piece: &str) -> bool {
    WORDS.contains(&piece.split_whitespace().count())
}

fn boxed(text: &str) -> Option<Vec<String>> {
    let pieces = action::at_boxes(text);
    (pieces.len() > 1).then(|| pieces.into_iter().map(str::to_owned).collect())
}

/// Promises between commas or semicolons: a comma parts them only where what follows has a verb or facts of its own.
fn between(text: &str, sign: char) -> Option<Vec<String>> {
    let mut depth = 0_i32;
    let parted = |c: char| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        depth == 0 && c == sign
    };
    let mut pieces: Vec<String> = Vec::new();
    for piece in text.trim_end_matches('.').split(parted).map(str::trim) {
        let own = action::starts_promise(piece) || action::ends_with_facts(piece);
        match pieces.last_mut() {
            Some(last) if sign == ',' && !own && last.contains(" – ") => *last = format!("{last}, {piece}"),
            _ => pieces.push(piece.to_owned()),
        }
    }
    let own = |piece: &String| action::starts_promise(piece) || action::ends_with_facts(piece);
    if sign == ';' {
        // "...; sleep": a sigh and no promise.
        pieces.retain(|piece| piece.split_whitespace().nth(1).is_some());
    } else if !pieces.iter().skip(1).all(own) {
        return None;
    }
    (pieces.len() > 1 && pieces.iter().all(|piece| is_short(piece))).then_some(pieces)
}

/// "Bigger disks (Ana, ordered). Alert at 80% (done).": sentences, most of which end with facts.
fn sentence_each(text: &str) -> Option<Vec<String>> {
    let pieces: Vec<&str> = sentences(text, Break::Wrapped).into_iter().map(|range| text[range].trim()).collect();
    let told = pieces.iter().filter(|piece| action::ends_with_facts(piece)).count();
    (pieces.len() > 1 && told * 2 > pieces.len()).then(|| pieces.into_iter().map(str::to_owned).collect())
}

pub(super) fn item(block: &Block, around: &Around, task: Option<char>) -> RawAction {
    let struck = block.lines.iter().any(|line| {
        line.marks.iter().any(|mark| mark.kind == MarkKind::Strikethrough && mark.range.len() * 2 > line.text.len())
    });
    let line = block.lines.first().map_or(0, |line| line.number);
    RawAction {
        text: text_of(block),
        group: around.group,
        line,
        task,
        struck,
        listed_owner: around.owner.clone(),
        group_done: around.done,
        group_claimed: around.claimed,
        group_open: around.open,
        struck_in_part: block
            .lines
            .iter()
            .any(|line| line.marks.iter().any(|mark| mark.kind == MarkKind::Strikethrough)),
        links: links(block),
        columns: None,
        from_prose: false,
        cast: Cast::default(),
    }
}

pub(super) fn row(block: &Block, heads: &[String], around: &Around) -> RawAction {
    let columns: Vec<(String, String)> = block
        .lines
        .iter()
        .enumerate()
        .map(|(index, cell)| (heads.get(index).cloned().unwrap_or_default(), cell.text.clone()))
        .collect();
    let about = |head: &str| {
        let head = head.to_lowercase();
        ["action", "task", "item", "description", "what", "follow", "improvement", "todo"]
            .iter()
            .any(|word| head.contains(word))
    };
    let text = columns
        .iter()
        .find(|(head, _)| about(head) && !head.to_lowercase().contains("id"))
        .or_else(|| columns.iter().max_by_key(|(_, cell)| cell.len()))
        .map(|(_, cell)| cell.clone())
        .unwrap_or_default();
    RawAction { text, columns: Some(columns), ..item(block, around, None) }
}

/// Paragraphs of an action list: one item per line or sentence that promises something, a whole line where its end says
/// what became of it. A line that leads into a list or a table promises nothing.
fn prose(block: &Block, around: &Around, leads: bool) -> Vec<RawAction> {
    let mut found = Vec::new();
    let lines = unwrapped(block);
    if let Some(listed) = enumerated(&lines) {
        let own = item(block, around, None);
        return listed.into_iter().map(|(line, text)| RawAction { text, line, ..own.clone() }).collect();
    }
    if let Some(told) = action::announced(&text_of(block)) {
        let own = item(block, around, None);
        return told.into_iter().map(|(_, text)| RawAction { text, ..own.clone() }).collect();
    }
    let last = lines.len().saturating_sub(1);
    for (at, (line, text)) in lines.into_iter().enumerate() {
        let own = item(block, around, None);
        if action::tells_outcome(&text, &own.links) {
            found.push(RawAction { text, line, ..own });
            continue;
        }
        for (_, sentence) in action::sentences_as_actions(&text) {
            let leads_in = leads && at == last && sentence.trim_end().ends_with([':', '：']);
            if !leads_in {
                found.push(RawAction { text: sentence, line, from_prose: true, ..own.clone() });
            }
        }
    }
    found
}

/// The lines of a paragraph without their numbers, where each has a number, a bullet or a box: `(a)`, `4.1`, `•`, `☐`.
pub(super) fn enumerated(lines: &[(usize, String)]) -> Option<Vec<(usize, String)>> {
    let listed = |(line, text): &(usize, String)| {
        let sign = enumerator(text).or_else(|| action::starts_with_box(text).then_some(0)).or_else(|| code(text))?;
        Some((*line, text[sign..].trim_start().to_owned()))
    };
    let listed = lines.iter().map(listed).collect::<Option<Vec<_>>>().filter(|listed| !listed.is_empty())?;
    let apart = |(line, text): (usize, String)| -> Vec<(usize, String)> {
        action::at_boxes(&text).into_iter().map(|piece| (line, piece.to_owned())).collect()
    };
    Some(listed.into_iter().flat_map(apart).collect())
}

/// The lines of a paragraph, those joined that were only wrapped.
pub(super) fn unwrapped(block: &Block) -> Vec<(usize, String)> {
    let mut lines: Vec<(usize, String)> = Vec::new();
    for line in &block.lines {
        let starts =
            line.text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '-' | '*' | '•'));
        let listed = begins_a_line(&line.text) || action::starts_with_box(&line.text) || code(&line.text).is_some();
        match lines.last_mut() {
            Some((_, last)) if !(listed || starts && last.ends_with(['.', ':', ';', '!', ')'])) => {
                last.push(' ');
                last.push_str(&line.text);
            }
            _ => lines.push((line.number, line.text.clone())),
        }
    }
    lines
}

fn links(block: &Block) -> Vec<(String, String)> {
    let in_line = |line: &Line| {
        line.marks
            .iter()
            .filter_map(|mark| match &mark.kind {
                MarkKind::Link { url, image: false } => {
                    Some((line.text.get(mark.range.clone()).unwrap_or_default().to_owned(), url.clone()))
                }
                _ => None,
            })
            .collect::<Vec<_>>()
    };
    block.lines.iter().flat_map(in_line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn promises_that_share_a_line_are_told_apart() {
        let pieces = |text: &str| {
            boxed(text).or_else(|| between(text, ';')).or_else(|| sentence_each(text)).or_else(|| between(text, ','))
        };
        for (text, expected) in [
            ("☑ renew the key ☐ watch its age ☐ write it down", 3),
            ("a graph of the queue; a page for members; sleep", 2),
            ("Bigger disks (Ana, ordered). Alert at 80 % (done). Backup of the lists (Bo).", 3),
            (
                "move the zones to one account (me), check their age (Dev, this week), tell all – done, went out at noon",
                3,
            ),
            ("update the docs, dashboards and alerts", 0),
            ("tell the team", 0),
        ] {
            assert_eq!(pieces(text).map_or(0, |pieces| pieces.len()), expected, "{text}");
        }
    }
}
