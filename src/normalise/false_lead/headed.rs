//! False leads that stand in a list of their own: under "Red herrings", "What we thought, in order" or "What it was not",
//! behind a label ("Ruled out: the proxy, the cache"), or in the rows of a table with a column for them.
//!
//! In: the parts of a document. Out: one lead for each item. Where such a heading stands over plain paragraphs, the
//! sentences tell the leads, and the first one stands for them where no rule reads it.

use std::ops::Range;
use std::sync::LazyLock;

use crate::model::FalseLead;
use crate::normalise::event::EventContext;
use crate::normalise::outline::{LabelKind, Part, text_of};
use crate::parse::{Block, BlockKind};
use crate::text::{Lexicon, Words};

use super::clue::openings;
use super::told;
use super::verdict::{bare, names_of};

/// What stands under a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Heading {
    /// Nothing but what was wrong.
    Wrong,
    /// What was believed, and perhaps what it was in the end.
    Believed,
}

use Heading::{Believed, Wrong};

#[rustfmt::skip]
const HEADINGS: &[(Heading, &[&str])] = &[(Wrong, &[
    "what|where|things ..4 wrong about", "red herring|herrings", "false|wrong|cold lead|leads|trail|trails|turn|turns|track|tracks|start|starts",
    "dead end|ends", "misdiagnos*", "wrong|false|failed|mistaken assumptions|assumption|theories|hypotheses|suspects|guesses|ideas|beliefs|things|explanations|paths",
    "blind alley|alleys", "rabbit hole|holes", "what|things ..3 not the cause|problem|reason|culprit",
    "what|things ..4 did_not|didn't help|work", "rejected|discarded|refuted|disproved|disproven|dismissed|abandoned hypotheses|theories|ideas|suspects|causes|explanations",
    "hypotheses|theories|suspects|causes|candidates|explanations ..4 ruled|rejected|discarded|dismissed|excluded|refuted|disproved|eliminated", "ruled out", "excluded ..1 causes|suspects|hypotheses",
    "what|things|who it|this was|is|were|wasn't|isn't not?", "what|things|who it|this|they wasn't|isn't|was_not|is_not|were_not", "not the|a|our cause|reason|culprit|problem",
    "considered ..3 not|discarded|rejected|dismissed|excluded|ruled|dropped", "looked|suspected ..4 innocent|guilty|wasn't|was_not", "innocent|acquitted|exonerated", "wild goose",
    "barking up", "chasing|chased ghosts|shadows|ghost|the_wrong", "wrong|misleading clues|signals|signs|evidence|alerts",
]), (Believed, &[
    "what|who|where did? we|i|they|you|everyone|everybody|people ..2 @thought|@thinks", "first|initial|early|our|wrong|working|competing|the ..1 @hunch|ideas|theories|guesses|suspicions|hypotheses|beliefs|assumptions|suspects",
    "where we looked first", "^hypotheses|theories|suspects|suspicions|guesses", "theories|hypotheses|suspects|suspicions|guesses we|tested|considered|tried|explored|in_order", "looking|looked ..4 wrong",
    "misled|mislead|led_us_astray|sidetracked|distracted", "in the wrong place", "where ..2 lost time", "usual suspects",
])];

/// Sentences that lead into a list of what was wrong or believed.
#[rustfmt::skip]
const LEAD_INS: &[(Heading, &[&str])] = &[(Wrong, &[
    "wrong things|ideas|theories|guesses|turns|suspects|leads", "red herrings", "dead ends", "false leads|trails", "ruled out", "we|i|they excluded", "it was not|none", "in vain|without_success",
    "turned|were|was ..2 wrong|innocent|fine|unrelated", "not the cause|reason|culprit|problem",
]), (Believed, &[
    "suspected|suspects|theories|hypotheses|guesses|beliefs|assumptions|suspicions", "we|i|they @thought ..4 order|turn|first", "candidates|explanations were|for",
])];

/// Column heads over suspicions.
const COLUMNS: &[&str] =
    &["hypothesis|theory|suspect|suspicion|suspected|assumption|idea|guess|candidate|lead", "possible|suspected cause"];

/// Words with which an item tells the truth, or leaves it open.
#[rustfmt::skip]
const NO_LEAD: &[&str] = &[
    "^it was|is|were|had", "^it's|actually|finally|eventually", "^in the end", "^the real|actual|true", "turned|turns out to be|it|that", "^then|so it was|is", "what it really|actually|was", "really|actually was|is",
    "less|not sure|certain", "unsure|unclear|inconclusive|undecided", "still possible|open|unclear|suspected|suspect", "not ..1 ruled", "cannot|can't|couldn't|could_not ..1 rule|exclude", "confirmed|correct|yes|true|proved_right|was_it",
];

/// Words with which an item says that it was wrong, whatever it begins with.
#[rustfmt::skip]
const SAYS_WRONG: &[&str] = &[
    "not|wasn't|isn't|weren't|didn't|no|never|nothing|false|wrong|rejected|refuted|disproved|fine|healthy|innocent|ruled|excluded|dismissed|discarded",
];

static LEXICON: LazyLock<Lexicon<Heading>> = LazyLock::new(|| Lexicon::built_in(HEADINGS));
static INTO_LISTS: LazyLock<Lexicon<Heading>> = LazyLock::new(|| Lexicon::built_in(LEAD_INS));
static HEADS: LazyLock<Lexicon<()>> = LazyLock::new(|| Lexicon::built_in(&[((), COLUMNS)]));
static TRUE: LazyLock<Lexicon<()>> = LazyLock::new(|| Lexicon::built_in(&[((), NO_LEAD)]));
static FALSE: LazyLock<Lexicon<()>> = LazyLock::new(|| Lexicon::built_in(&[((), SAYS_WRONG)]));

/// A heading of more words tells a story of its own.
const LONGEST_HEADING: usize = 10;
/// A suspect is named in the first words of its item.
const LONGEST_SUSPECT: usize = 12;
/// An item of no more words is a name.
const NAME: usize = 8;

/// The leads that stand in lists for them; with the leads that stand for paragraphs under such headings, for those of
/// whose lines no sentence tells one.
pub fn find_under_headings(parts: &[Part], context: &EventContext) -> (Vec<FalseLead>, Vec<(Range<usize>, FalseLead)>) {
    let mut listed = Vec::new();
    let mut told = Vec::new();
    for group in groups(parts) {
        let leads: Vec<FalseLead> =
            group.items().into_iter().filter_map(|block| item(block, group.heading, context)).collect();
        if !group.items().is_empty() {
            // A second list says once more what the first one told.
            if listed.len() < 2 {
                listed.extend(leads);
            }
        } else if let Some(first) = group.blocks.first() {
            let lines = group.lines();
            let asked = first.lines.len() > 1 && first.lines[0].text.trim_end().ends_with('?');
            let told_in = if asked {
                text_of(&Block { lines: first.lines[1..].to_vec(), ..(*first).clone() })
            } else {
                text_of(first)
            };
            told.extend(lead(&told_in, first, context).map(|lead| (lines, lead)));
        }
    }
    listed.extend(in_tables(parts, context));
    listed.extend(labelled(parts, context));
    (listed, told)
}

/// Whether a part stands under a heading for leads: what it names was not the cause.
pub fn is_of_leads(part: &Part) -> bool {
    part.label.as_ref().filter(|_| part.field.is_none()).is_some_and(|label| heading(&label.text).is_some())
}

/// The lines that stand under a heading for leads.
pub(super) fn lines_of_leads(parts: &[Part]) -> Vec<usize> {
    let groups = groups(parts);
    let blocks = groups.iter().flat_map(|group| &group.blocks);
    blocks.flat_map(|block| block.lines.iter().map(|line| line.number)).collect()
}

/// The lines of sentences that lead into a list of leads: what they name stands in the list.
pub(super) fn lines_that_lead_in(parts: &[Part]) -> Vec<usize> {
    let blocks = parts.iter().flat_map(Part::prose).filter(|block| block.kind == BlockKind::Paragraph);
    let leading = blocks.filter(|block| leads_in(&text_of(block)).is_some());
    leading.flat_map(|block| block.lines.iter().map(|line| line.number)).collect()
}

/// The blocks under one heading, or the items behind one sentence that leads into them.
struct Group<'p> {
    heading: Heading,
    level: u8,
    led_in: bool,
    blocks: Vec<&'p Block>,
}

impl Group<'_> {
    /// The blocks each of which is about one suspect: items, or paragraphs and headings that open with a name.
    fn items(&self) -> Vec<&Block> {
        let listed = |block: &&&Block| matches!(block.kind, BlockKind::Item { .. });
        let depth = |block: &Block| match block.kind {
            BlockKind::Item { depth, .. } => depth,
            _ => 0,
        };
        let items: Vec<&Block> = self.blocks.iter().filter(listed).copied().collect();
        let least = items.iter().map(|block| depth(block)).min().unwrap_or(0);
        let items: Vec<&Block> = items.into_iter().filter(|block| depth(block) == least).collect();
        if !items.is_empty() {
            return items;
        }
        let headings = |block: &&&Block| matches!(block.kind, BlockKind::Subheading { .. });
        let named: Vec<&Block> = self.blocks.iter().filter(headings).copied().collect();
        let bold = |block: &&&Block| is_bold(block);
        let bold: Vec<&Block> = self.blocks.iter().filter(bold).copied().collect();
        if named.len() > 1 {
            named
        } else if bold.len() > 1 {
            bold
        } else {
            Vec::new()
        }
    }

    fn lines(&self) -> Range<usize> {
        let numbers = || self.blocks.iter().flat_map(|block| block.lines.iter().map(|line| line.number));
        numbers().min().unwrap_or(0)..numbers().max().map_or(0, |last| last + 1)
    }
}

fn groups(parts: &[Part]) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut under: Option<Group<'_>> = None;
    for part in parts {
        match (part.kind, part.label.as_ref()) {
            (LabelKind::Heading { level }, Some(label)) => {
                groups.extend(under.take());
                under = heading(&label.text).filter(|_| part.field.is_none()).map(|heading| group(heading, level));
            }
            (LabelKind::Label { .. }, Some(label)) if part.field.is_some() || heading(&label.text).is_some() => {
                groups.extend(under.take());
            }
            _ => {}
        }
        for block in part.prose() {
            under = step(under, block, &mut groups);
        }
    }
    groups.extend(under);
    groups.retain(|group| !group.blocks.is_empty());
    groups
}

fn group<'p>(heading: Heading, level: u8) -> Group<'p> {
    Group { heading, level, led_in: false, blocks: Vec::new() }
}

/// The group that is open behind a block.
fn step<'p>(under: Option<Group<'p>>, block: &'p Block, groups: &mut Vec<Group<'p>>) -> Option<Group<'p>> {
    let text = text_of(block);
    match (&block.kind, under) {
        (BlockKind::Subheading { level }, Some(mut group)) if *level > group.level && !group.led_in => {
            group.blocks.push(block);
            Some(group)
        }
        (BlockKind::Subheading { level }, under) => {
            groups.extend(under);
            heading(&text).map(|heading| group(heading, *level))
        }
        (BlockKind::Item { .. } | BlockKind::ItemParagraph { .. }, Some(mut group)) => {
            group.blocks.push(block);
            Some(group)
        }
        (BlockKind::Row { .. }, under) => under,
        (_, Some(mut group)) if !group.led_in => {
            group.blocks.push(block);
            Some(group)
        }
        (BlockKind::Paragraph, under) => {
            groups.extend(under);
            groups.extend(answer(block));
            leads_in(&text).map(|heading| Group { led_in: true, ..group(heading, 0) })
        }
        (_, under) => under,
    }
}

/// "**What did you think it was?**" with its answer on the lines below.
fn answer(block: &Block) -> Option<Group<'_>> {
    let [question, _, ..] = &block.lines[..] else { return None };
    let asked = question.text.trim_end().ends_with('?');
    let heading = heading(&question.text).filter(|_| asked)?;
    Some(Group { blocks: vec![block], ..group(heading, 0) })
}

fn heading(text: &str) -> Option<Heading> {
    let words = Words::of(text);
    LEXICON.find(&words).iter().map(|hit| hit.meaning).min().filter(|_| words.len() <= LONGEST_HEADING)
}

/// What a paragraph that ends in a colon leads into.
fn leads_in(text: &str) -> Option<Heading> {
    let text = text.trim_end();
    if !text.ends_with(':') {
        return None;
    }
    let words = Words::opening(text);
    let last = words.sentences().last()?.clone();
    INTO_LISTS.find(&words).iter().filter(|hit| last.contains(&hit.words.start)).map(|hit| hit.meaning).min()
}

/// The lead of an item: under a heading for beliefs only where it says that it was one, or is no more than a name.
fn item(block: &Block, heading: Heading, context: &EventContext) -> Option<FalseLead> {
    let text = text_of(block);
    let words = Words::opening(&text);
    if words.is_empty() {
        return None;
    }
    let cues = told::cues(&words);
    let wrong = !FALSE.find(&words).is_empty() || bare(&words, 0).is_some() || !cues.refutes.is_empty();
    if !TRUE.find(&words).is_empty() && (heading == Believed && !wrong || leaves_open(&words)) {
        return None;
    }
    let named = matches!(block.kind, BlockKind::Subheading { .. }) || is_bold(block);
    let told = named
        || heading == Wrong
        || !cues.leads.is_empty()
        || wrong
        || words.len() <= NAME
        || opens_with_ordinal(&words);
    told.then(|| lead(&text, block, context)).flatten()
}

fn is_bold(block: &Block) -> bool {
    block.lines.first().is_some_and(|line| line.leading_strong().is_some())
}

fn leaves_open(words: &Words) -> bool {
    (0..words.len()).any(|index| {
        let next = |step: usize| if index + step < words.len() { words.word(index + step) } else { "" };
        matches!(words.word(index), "unsure" | "unclear" | "inconclusive")
            || matches!(words.word(index), "less" | "not") && matches!(next(1), "sure" | "certain")
    })
}

fn opens_with_ordinal(words: &Words) -> bool {
    matches!(words.word(0), "first" | "second" | "third" | "fourth" | "fifth" | "then" | "next")
}

/// The lead that a text of one suspect tells.
fn lead(text: &str, block: &Block, context: &EventContext) -> Option<FalseLead> {
    let line = block.lines.first()?;
    let words = Words::opening(text);
    let cues = told::cues(&words);
    let told = openings(&words, &cues, context).into_iter().find(|opening| opening.word < LONGEST_SUSPECT);
    if told.as_ref().is_some_and(|opening| opening.right) {
        return None;
    }
    let suspect = match told.filter(|_| line.leading_strong().is_none()) {
        Some(opening) => opening.suspect,
        None => text[words.bytes(&first_clause(&words)?)].to_owned(),
    };
    suspected(suspect, line.number, context)
}

fn suspected(suspect: String, line: usize, context: &EventContext) -> Option<FalseLead> {
    let component = context.components(&suspect).into_iter().next();
    let is_culprit = component.is_some() && component.as_deref() == context.culprit && names_of(&suspect).len() <= 1;
    (!is_culprit && suspect.contains(char::is_alphabetic)).then(|| FalseLead::refuted(suspect, component, line))
}

/// The first clause of a text, or the one behind it where it only counts: "First belief: the houses had no power".
fn first_clause(words: &Words) -> Option<Range<usize>> {
    const COUNTS: &[&str] = &[
        "first",
        "second",
        "third",
        "fourth",
        "belief",
        "theory",
        "hypothesis",
        "guess",
        "idea",
        "suspect",
        "thought",
        "no",
        "number",
        "1",
        "2",
        "3",
        "4",
        "a",
        "b",
        "c",
        "one",
        "two",
        "three",
        "then",
        "next",
        "initial",
        "suspicion",
    ];
    let clause = |from: usize| {
        let most = words.sentence_of(from).end.min(from + LONGEST_SUSPECT);
        from..(from + 1..most).find(|index| words.starts_clause(*index)).unwrap_or(most)
    };
    let first = clause(words.sentences().first()?.start);
    let counts = first.clone().all(|index| COUNTS.contains(&words.word(index)));
    Some(if counts && first.end < words.len() { clause(first.end) } else { first })
}

/// Rows of tables with a column for suspicions, where the row says that it was wrong.
fn in_tables(parts: &[Part], context: &EventContext) -> Vec<FalseLead> {
    let mut leads = Vec::new();
    let mut column: Option<(usize, usize)> = None;
    for block in parts.iter().flat_map(Part::prose) {
        let BlockKind::Row { table, header } = block.kind else { continue };
        if header {
            let names = |text: &str| {
                let words = Words::of(text);
                words.len() <= 4 && !HEADS.find(&words).is_empty()
            };
            column = block.lines.iter().position(|cell| names(&cell.text)).map(|column| (table, column));
            continue;
        }
        let Some((_, at)) = column.filter(|(of, _)| *of == table) else { continue };
        let Some(cell) = block.lines.get(at).filter(|cell| !cell.text.is_empty()) else { continue };
        let rest: Vec<&str> =
            block.lines.iter().enumerate().filter(|(index, _)| *index != at).map(|(_, cell)| &*cell.text).collect();
        let rest = rest.join(". ");
        let words = Words::opening(&rest);
        let refuted = !FALSE.find(&words).is_empty() || !told::cues(&words).refutes.is_empty();
        if refuted && TRUE.find(&words).is_empty() {
            leads.extend(suspected(cell.text.clone(), cell.number, context));
        }
    }
    leads
}

/// "Ruled out: the proxy, the cache and the old switch."
fn labelled(parts: &[Part], context: &EventContext) -> Vec<FalseLead> {
    const LONGEST_LABEL: usize = 5;
    const LONGEST_NAME: usize = 7;
    const TELLS: &[&str] =
        &["we", "i", "it", "he", "she", "they", "was", "were", "is", "are", "wasn't", "been", "attack"];
    let mut leads = Vec::new();
    for block in parts.iter().flat_map(Part::prose).filter(|block| !matches!(block.kind, BlockKind::Row { .. })) {
        let Some(line) = block.lines.first() else { continue };
        let Some((label, value)) = line.text.split_once(':') else { continue };
        if label.split_whitespace().count() > LONGEST_LABEL || heading(label) != Some(Wrong) {
            continue;
        }
        let value = value.trim().trim_end_matches('.');
        let names: Vec<&str> = value.split([',', ';']).flat_map(|piece| piece.split(" and ")).map(str::trim).collect();
        let names: Vec<&str> = names.into_iter().filter(|name| !name.is_empty()).collect();
        let is_name = |name: &&str| {
            let words = Words::of(name);
            let told = |index: usize| TELLS.contains(&words.word(index));
            words.len() <= LONGEST_NAME && !(0..words.len()).any(told)
        };
        let listed = names.len() > 1 && names.iter().all(is_name);
        if listed && !value.contains(". ") {
            leads.extend(names.iter().filter_map(|name| suspected((*name).to_owned(), line.number, context)));
        }
    }
    leads
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Source, SourceFormat};
    use crate::normalise::components_for_tests::context;
    use crate::normalise::{labels::Labels, outline};

    fn check(text: &str, expected: &[&str]) {
        let source = Source { path: "story.md".into(), format: SourceFormat::Markdown, hash: String::new() };
        let document = crate::parse::document(source, text);
        let (parts, _) = outline::outlined(&document.sections, &Labels::default());
        let (listed, told) = find_under_headings(&parts, &context(None, None));
        let found = listed.into_iter().chain(told.into_iter().map(|(_, lead)| lead)).map(|lead| lead.suspect);
        assert_eq!(found.collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn a_heading_for_leads_makes_one_of_each_item() {
        check(
            "# Pumps stood still\n\n## Red herrings\n\n- the old valve\n- the storm of Sunday\n",
            &["the old valve", "the storm of Sunday"],
        );
        check(
            "# Pumps stood still\n\n## Dead ends\n\n### The relay\n\nIt was new.\n\n### The fuse\n\nIt held.\n",
            &["The relay", "The fuse"],
        );
        check("# Pumps stood still\n\n## Follow-ups\n\n- the old valve\n", &[]);
    }

    #[test]
    fn a_list_of_beliefs_holds_the_truth_too() {
        check(
            "# Pumps stood still\n\n## What we thought\n\n- the valve: it was fine\n- in the end it was the fuse\n",
            &["the valve"],
        );
    }

    #[test]
    fn a_label_names_several_and_a_column_says_which_were_wrong() {
        check(
            "# Pumps stood still\n\nRuled out: the relay, the mains and the float\n",
            &["the relay", "the mains", "the float"],
        );
        check(
            "# Pumps stood still\n\n| Suspect | Finding |\n|---|---|\n| the relay | not guilty, it clicked |\n| the fuse | confirmed |\n",
            &["the relay"],
        );
    }

    #[test]
    fn a_sentence_leads_into_a_list_of_what_was_wrong() {
        check(
            "# Pumps stood still\n\nIn this order we had suspected the wrong things:\n\n1. the relay\n2. the mains\n",
            &["the relay", "the mains"],
        );
        check("# Pumps stood still\n\nWe replaced these:\n\n1. the relay\n2. the mains\n", &[]);
    }
}
