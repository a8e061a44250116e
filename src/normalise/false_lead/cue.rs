//! The words that open a lead, close one, or only look like either.
//!
//! In: a text. Out: where leads open and where something is refuted. Knows nothing of suspects or of other entries.

use std::ops::Range;
use std::sync::LazyLock;

use crate::text::{Glimpse, Hit, Lexicon, Words};

/// How plainly a text says that it follows a lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::normalise) enum Strength {
    /// "Initial investigation focused on": a first direction, no more.
    Direction,
    /// "Suspecting", "assumed": a guess that may have been right.
    Guess,
    /// "At first we thought": told as what was thought until something else was known.
    First,
    /// "Misleading", "red herring", "wrongly": the author says that it was wrong.
    Wrong,
}

/// How plainly a text says that a suspect is out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::normalise) enum Refuted {
    /// "Attention shifted": counts only where a lead is open.
    Shifted,
    /// "Still failing", "same error": of what was tried right before.
    Still,
    /// "Nothing.", "an hour wasted": of the lead right before.
    Bare,
    /// "Were unsuccessful", "looks healthy": counts only where a lead is open.
    Weakly,
    /// "Ruled out", "no issues found".
    Plainly,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    Lead(Strength),
    NoLead,
    Refute(Refuted),
    NoRefute,
}

use Meaning::{Lead, NoLead, NoRefute, Refute};
use Refuted::{Plainly, Shifted, Weakly};
use Strength::{Direction, First, Guess, Wrong};

#[rustfmt::skip]
const PHRASES: &[(Meaning, &[&str])] = &[
    (Lead(Wrong), &[
        "red herring|herrings", "wild goose", "misled", "misdiagnos*", "barking up", "rabbit hole|holes",
        "plot twist", "false|wrong|cold lead|leads|trail|trails|track|tracks|path|tree|direction", "dead end|ends",
        "false|wrong suspicion|theory|hypothesis|assumption|conclusion|diagnosis",
        "mislead* ..2 assumption*|path*|lead|leads|signal|signals|symptom*|clue*|alert*|metric*|log|logs|evidence",
        "mislead* ..2 investigation|investigations|indicat*|correlation*|theory|graph*|error|errors|dashboard*",
        "mimicked|mimicking|mimicks", "@wrongly ..2 @blamed|attribut*|identified|pointed|traced",
        "@blamed ..1 @wrongly",
        "assum*|thought|believed|suspected|concluded|figured|blamed|put ..8 at the|that time|moment",
        "assumed|thought|believed|suspected|blamed ..3 on|during the|that day|night|evening|morning|weekend",
        "assum*|thought|believed|suspected|concluded ..6 back then", "jumped to ..2 conclusion|conclusions",
        "was|were ..1 wrong about", "turned out ..2 be ..2 coincidence|coincidental", "chased|chasing ..3 ghost|ghosts",
        "barked up", "led ..2 astray", "sidetracked", "on the wrong track|trail|path",
    ]),
    (Lead(First), &[
        "initially|originally|at_first|first ..6 @thought", "we|i|he|she|they|@team|vendor|provider|technicians ..1 first @thought",
        "for ..5 minute|minutes|hour|hours|while|day|days ..4 @thought", "first ..3 minutes|hour|hours|half ..4 @thought",
        "@thought ..8 at_first|initially|originally", "my|our|his|her|their|the|everyone's|everybody's|initial ..2 first|initial|original|early @hunch",
        "vendor's|team's|provider's|engineer's|operator's|carrier's|supplier's ..1 first|initial @hunch", "first|initial|original @hunch was|is|were",
        "took|mistook ..3 for ..2 fault|failure|attack|problem|outage|defect", "first ..2 went after|for", "looked|looking ..1 at|into ..5 first", "went after|for ..5 first", "all|everything|signs|symptoms ..1 pointed ..1 to|at|towards ..8 but",
        "thought|assumed|figured|believed|guessed ..1 it|this|that was|were|must|had|would", "chased|chasing ..8 for|while|hours|minutes",
        "@thought ..12 spent|lost|wasted|cost", "we|i|he|she|they also|even @thought", "looked like ..8 but|until|at_first", "it|this looked|seemed ..1 like|as ..6 at_first|initially|first",
    ]),
    (Lead(Guess), &[
        "initial|initially ..3 suspicion*|suspect*|assum*|hypothes*|theor*|thought|thoughts|believed|considered",
        "initial|initially ..3 attributed|blamed|guess*|belief",
        "first|originally|at_first ..2 suspicion|suspect*|hypothes*|theory|guess*|@blamed",
        "thinks|reckons|guesses|bets|suspects|wonders ..2 it's|it|that|the|a|if|whether|maybe|about|on", "i|we think|guess|bet|reckon ..1 it's|it|the|that's|on",
        "bet|betting ..1 on", "money is|was|on", "smells|smelled|sounds|sounded like", "looks|looked|look|searches|searched|hunts|hunted for",
        "looks|looked ..1 at|into ..4 because|since|as", "chase|chases|chased|chasing", "people|everyone|everybody|somebody|some|all blame|blamed|suspect|suspected",
        "first|initially ..2 rolled|restarted|reverted|rebooted|disabled|replaced|failed|switched|increased|scaled|flushed|cleared|blocked|removed|purged",
        "blames|blaming", "probably|maybe|perhaps|could it be the|a|an|our", "theory|hypothesis|suspect|hunch|idea|guess",
        "we|i|he|she|they|@team @thought ..1 that|the|it|a|an|our",
        "is|was|are|were suspected|blamed", "technician|technicians|electrician|developer|colleague suspects|suspected|blames|blamed", "was|were convinced|sure ..1 it|that|this",
        "assum* ..3 @trouble|root|latency|cause", "working|leading|prevailing|early hypothes*|theory|assumption",
        "hypothes*|theory is|was|that|being", "^hypothes*|theory", "we|they|@team ..1 suspect|suspects|suspected",
        "we|they|@team ..1 believed|thought|assumed ..5 was|were|had|caused|due", "suspecting", "assuming that",
        "it was ..1 suspected|assumed|believed|thought that", "^suspect|suspected|suspects",
        "suspicion ..2 fell|falls|fall|on|that|turned",
        "investigation|investigations|troubleshooting|debugging @turn ..1 to|towards|toward|on|onto",
        "due to suspicion|suspicions", "again ..1 attributed", "deprioriti* ..6 suspect*",
        "restarted|rebooted|restarting|rebooting|reverted|reverting|replaced|replacing ..5 did_not|didn't ..1 help",
        "flushed|flushing|cleared|clearing|scaled|scaling|drained|draining ..5 did_not|didn't ..1 help",
        "blamed ..3 for|on",
    ]),
    (Lead(Direction), &[
        "initial|initially|early|first ..2 @search ..3 focus*|concentrat*|centred|centered|point*|target*|on",
        "initially|first ..1 focus*|concentrat*|looked|investigated|pointed", "looked|looking ..1 at|into",
    ]),
    (NoLead, &[
        "which|who|each|both|all ..2 thought ..1 it",
        "think|thinks|thought|believe|believed|sure|expect|expected ..4 fixed|over|resolved|done|safe|enough|worked|stable",
        "looks|looked|look|looking for ..2 ways|way|workaround|workarounds|solution|solutions|options|volunteers|help|somebody|someone|you",
        "we thought|figured ..1 you|this|it would|might|deserve*", "expected to", "sure to|that|we|you|all", "usual suspect",
        "advised|told|asked ..2 assume", "assumes|assumed|assuming|assume ..4 role|roles|lead|command|responsibility",
        "assumes|assumed|assuming|assume ..4 control|duties|shift", "can|could|may|might be attributed",
        "mislead* ..1 comment*|email*|name|names|documentation|docs|message",
        "believed|thought|assumed ..5 resolved|to_have|fixed|restored|over", "believed to be the root",
        "are suspected but", "usual suspects", "initial investigation|incident ..1 thread|channel|doc|document",
        "not involved in the initial",
        "suspect* ..1 activity|account|accounts|login|logins|transaction*|email*|user|users", "first responder*",
        "assuming that all|it|this|the|no ..4 same", "can|could|should|safely|must|not assume|assumed",
        "first investigated|looked ..2 by", "never|not suspected", "all|both|each|everything ..1 looked at|into", "rul* out nothing|none",
    ]),
    (Refute(Plainly), &[
        "rul*|rule out", "rul*|rule ..4 out", "^no @wrong", "nothing ..1 wrong|unusual|abnormal|suspicious|there",
        "no|zero|without ..3 @wrong ..1 found|seen|detected|in|with|on|of|observed|identified|there|was|were",
        "found|showed|shows|show|revealed|reveals|confirmed|saw|reported|see|yielded ..2 no|nothing ..3 @wrong",
        "found|showed|shows|revealed|yielded ..2 no|nothing ..3 correlation|sign|signs",
        "functioning|working|operating|performing|behaving|running ..1 normally|correctly|properly|fine|expected",
        "confirmed ..3 healthy|clean|innocent", "deemed|considered|judged ..1 unlikely|unrelated|innocent|healthy",
        "out|found|proved|proven to be unrelated|harmless|innocent|normal|false|wrong|fine|healthy",
        "proved|proven unrelated|harmless|innocent|false|wrong", "unrelated to", "was|were|is|be|are unrelated",
        "not ..2 cause|culprit|related|responsible|source|blame|at_fault",
        "wasn't|isn't|weren't ..2 cause|culprit|related|responsible|source|problem|issue",
        "not the problem|issue|reason|one|fault", "changed nothing|little", "found|proved|tested ..3 sound|innocent|blameless", "had been innocent|blameless|fine|sound", "perfectly fine|healthy|sound|ordinary|normal", "told the truth",
        "eliminat* ..3 possibility|cause|suspect|theory|as|hypothesis", "exonerat*", "disprov*|debunked|refuted",
        "dismissed|discarded|abandoned|dropped ..3 theory|hypothesis|lead|idea|suspicion|possibility|cause|as",
        "theory|hypothesis|lead|suspicion ..2 dismissed|discarded|abandoned|dropped|rejected|wrong|false",
        "@not ..1 help|improve",
        "did_not|didn't|does_not|doesn't ..1 fix|resolve|solve ..1 it|this|that|the|anything|@trouble",
        "this|that|which|it did_not|didn't|does_not|doesn't ..1 fix|resolve|solve",
        "no improvement|change|difference|luck|joy|avail", "no ..1 effect", "without success|effect|improvement",
        "to no avail", "made no difference", "unchanged", "back to square",
        "^not the|a|an|our|it|that", "^so not", "so not", "^nope", "it|that|this was_not|wasn't|is_not|isn't ..1 it|that|the", "but ..1 not|wasn't the|it",
        "had|has|have nothing to do", "had|has played? no part|role", "in_vain", "all in order", "was|were|is|are ..1 innocent|blameless|not to blame|at_fault",
        "no correlation|connection|link|relation|relationship", "conclude* ..3 no ..2 problem|issue",
        "verified not to",
    ]),
    (NoRefute, &[
        "no impact|data|customer|customers|user|users", "no known issue|issues", "not only", "whether ..6 not",
        "no other|further|more|new|additional issue|issues|problem|problems|errors", "normal users",
        "nothing|no ..2 issue|issues|problem|problems ..2 since|anymore|after", "to rule out", "not ..1 ruled",
        "cannot|can't|couldn't|could_not|unable_to rule", "rul* out ..8 not possible",
        "not sure|clear|known ..4 cause|related|responsible",
    ]),
    (Refute(Weakly), &[
        "was|were|is|proved|remained unsuccessful|fruitless|inconclusive",
        "attempt|attempts|attempted ..8 failed|unsuccessful|unsuccessfully",
        "look*|appear*|seem*|found|are|is|were|was|all ..3 healthy|normal|fine|clean|flat|nominal|ok|okay|green|idle|bored|quiet|empty|intact|valid|innocent|low|unremarkable",
        "@trouble|latency|symptoms ..1 persist*|continue|continues|continued|remain|remains|remained|recur*",
        "still failing|failed|slow|down|erroring|high|occurring|present|broken", "it does not",
        "red herring|herrings", "dead end|ends", "false lead|leads|trail|trails", "no ..2 @wrong", "unlikely",
        "no longer ..2 suspect*", "no ..3 found|seen|detected|observed|visible",
    ]),
    (Refute(Shifted), &[
        "attention|focus|effort|efforts|investigation|search ..2 @turn|redirected",
        "turned|shifted|moved|switched|pivoted|redirected ..2 attention|focus|efforts",
    ]),
];

static LEXICON: LazyLock<Lexicon<Meaning>> = LazyLock::new(|| Lexicon::built_in(PHRASES));
static LEADS: LazyLock<Glimpse> = LazyLock::new(|| Glimpse::of(opening_phrases()));

fn opening_phrases() -> impl Iterator<Item = &'static &'static str> {
    PHRASES.iter().filter(|(meaning, _)| matches!(meaning, Lead(_))).flat_map(|(_, phrases)| phrases.iter())
}

/// Whether a text may open a lead.
pub(super) fn may_open(text: &str) -> bool {
    LEADS.sees(text) || mark_in(text).is_some()
}

/// Every place of a text where a lead opens or something is refuted, in order.
#[derive(Debug, Clone, Default)]
pub(in crate::normalise) struct LeadCues {
    pub(super) leads: Vec<Hit<Strength>>,
    pub(super) refutes: Vec<Hit<Refuted>>,
    pub(super) mark: Option<Mark>,
}

/// What an author says outright, in square brackets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) dead_end: bool,
    /// Bytes of the mark with its brackets.
    pub(super) range: Range<usize>,
}

/// An entry of more words than this tells of too much to be filed under what it rules out.
const LONG: usize = 40;

impl LeadCues {
    /// Whether a short text says plainly that something is out, and opens no lead after that.
    pub(in crate::normalise) fn rule_out(&self, words: &Words) -> bool {
        let plain = self.refutes.iter().find(|hit| hit.meaning == Plainly).filter(|_| words.len() <= LONG);
        // "Dropped that idea": what is named within the refutation is what it refutes.
        plain.is_some_and(|hit| {
            self.leads.iter().all(|lead| lead.words.start <= hit.words.start || lead.words.end <= hit.words.end)
        })
    }

    /// How plainly the text follows a lead, where it follows one.
    pub(in crate::normalise) fn strongest(&self) -> Option<Strength> {
        self.leads.iter().map(|lead| lead.meaning).max()
    }

    /// Numbers of the words at which a suspicion is told: a guess, a direction, the search turning to something.
    pub(in crate::normalise) fn openings(&self) -> impl Iterator<Item = usize> {
        let guesses = self.leads.iter().filter(|hit| hit.meaning != Wrong).map(|hit| hit.words.start);
        guesses.chain(self.refutes.iter().filter(|hit| hit.meaning == Shifted).map(|hit| hit.words.start))
    }

    /// Whether something is said to be out among these words.
    pub(in crate::normalise) fn refutes_in(&self, words: &Range<usize>) -> bool {
        self.refutes.iter().any(|hit| hit.meaning != Shifted && words.contains(&hit.words.start))
    }

    pub(in crate::normalise) fn of(words: &Words) -> Self {
        let hits = LEXICON.find(words);
        let mut cues = Self { mark: mark_in(words.text), ..Self::default() };
        let in_mark = |hit: &Hit<Meaning>| {
            cues.mark.as_ref().is_some_and(|mark| mark.range.contains(&words.start(hit.words.start)))
        };
        let hits: Vec<Hit<Meaning>> = hits.into_iter().filter(|hit| !in_mark(hit)).collect();
        for hit in &hits {
            let vetoed = |veto: Meaning| {
                hits.iter().any(|other| other.meaning == veto && touches(words, &other.words, &hit.words, veto))
            };
            match hit.meaning {
                Lead(strength) if !vetoed(NoLead) && !words.negated(hit.words.start) => {
                    cues.leads.push(Hit { meaning: strength, words: hit.words.clone() });
                }
                Refute(how) if !vetoed(NoRefute) && !words.negated(hit.words.start) => {
                    cues.refutes.push(Hit { meaning: how, words: hit.words.clone() });
                }
                _ => {}
            }
        }
        cues
    }
}

/// A veto on leads counts for its whole sentence, one on refutations only for the words it shares.
fn touches(words: &Words, veto: &Range<usize>, hit: &Range<usize>, meaning: Meaning) -> bool {
    let overlap = veto.start < hit.end && hit.start < veto.end;
    overlap || (meaning == NoLead && words.sentence_of(veto.start).contains(&hit.start))
}

#[rustfmt::skip]
const MARKS: &[(&str, bool)] = &[
    ("[dead-end]", true), ("[dead end]", true), ("[deadend]", true), ("[hypothesis]", false), ("[false lead]", true),
    ("[false-lead]", true),
];

pub(super) fn mark_in(text: &str) -> Option<Mark> {
    let open = text.find('[')?;
    let rest = &text.as_bytes()[open..];
    let starts =
        |at: usize, mark: &str| rest.get(at..at + mark.len()).is_some_and(|r| r.eq_ignore_ascii_case(mark.as_bytes()));
    let places = rest.iter().enumerate().filter(|(_, byte)| **byte == b'[').map(|(at, _)| at);
    for at in places {
        if let Some((mark, dead_end)) = MARKS.iter().find(|(mark, _)| starts(at, mark)) {
            return Some(Mark { dead_end: *dead_end, range: open + at..open + at + mark.len() });
        }
    }
    None
}
