//! The words that open a lead, close one, or only look like either.
//!
//! In: a text. Out: where leads open and where something is refuted. Knows nothing of suspects or of other entries.

use std::ops::Range;
use std::sync::LazyLock;

use crate::normalise::phrase::{Hit, Lexicon, Words};

/// How plainly a text says that it follows a lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::normalise) enum Strength {
    /// "Initial investigation focused on": a first direction, no more.
    Direction,
    /// "Suspecting", "assumed": a guess that may have been right.
    Guess,
    /// "Misleading", "red herring", "wrongly": the author says that it was wrong.
    Wrong,
}

/// How plainly a text says that a suspect is out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::normalise) enum Refuted {
    /// "Attention shifted": counts only where a lead is open.
    Shifted,
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
use Strength::{Direction, Guess, Wrong};

#[rustfmt::skip]
const PHRASES: &[(Meaning, &[&str])] = &[
    (Lead(Wrong), &[
        "red herring|herrings", "false|wrong|cold lead|leads|trail|trails|track|tracks|path|tree|direction|suspicion|theory|hypothesis|assumption|conclusion|diagnosis", "dead end|ends",
        "wild goose", "mislead* ..2 assumption*|path*|lead|leads|signal|signals|symptom*|clue*|alert*|metric*|log|logs|evidence|indicat*|correlation*|theory|graph*|error|errors|dashboard*",
        "misled", "misdiagnos*", "barking up", "rabbit hole|holes", "plot twist", "mimicked|mimicking|mimicks",
        "wrongly|incorrectly|mistakenly|erroneously|falsely ..2 attribut*|blamed|diagnosed|identified|concluded|assum*|suspected|thought|believed|linked|pointed|pinned|traced|interpreted",
        "attributed|blamed|diagnosed|concluded|assumed|suspected|interpreted ..1 wrongly|incorrectly|mistakenly|erroneously",
    ]),
    (Lead(Guess), &[
        "initial|initially ..3 suspicion*|suspect*|assum*|hypothes*|theor*|thought|thoughts|believed|considered|attributed|blamed|guess*|belief",
        "first|originally|at_first ..2 suspicion|suspect*|assumed|hypothes*|theory|thought|believed|attributed|blamed|guess*",
        "assum* ..3 issue|issues|problem|problems|outage|incident|root|failure|failures|errors|error|latency|cause",
        "working|leading|prevailing|early hypothes*|theory|assumption", "hypothes*|theory is|was|that|being", "^hypothes*|theory",
        "we|they|team|teams|engineer|engineers|operator|operators|responder|responders|sre|sres|developer|developers|dba|dbas|on_call|oncall|everyone|staff ..1 suspect|suspects|suspected",
        "suspecting", "^suspect|suspected|suspects", "suspicion ..2 fell|falls|fall|on|that|turned",
        "investigation|investigations|troubleshooting|debugging shift*|mov*|turn*|pivot* ..1 to|towards|toward|on|onto", "due to suspicion|suspicions", "again ..1 attributed", "deprioriti* ..6 suspect*",
    ]),
    (Lead(Direction), &[
        "initial|initially|early|first ..2 investigat*|focus*|troubleshoot*|diagnos*|triage|debug*|analysis|efforts ..3 focus*|concentrat*|centred|centered|point*|look*|target*|on",
        "initially|first ..1 focus*|concentrat*|looked|investigated|pointed",
    ]),
    (NoLead, &[
        "advised|told|asked ..2 assume", "assumes|assumed|assuming|assume ..4 role|roles|lead|command|responsibility|control|duties|shift", "can|could|may|might be attributed", "mislead* ..1 comment*|email*|name|names|documentation|docs|message",
        "believed ..1 resolved|to_have|fixed|restored", "believed to be the root", "are suspected but", "usual suspects", "initial investigation|incident ..1 thread|channel|doc|document", "not involved in the initial", "suspect* ..1 activity|account|accounts|login|logins|transaction*|email*|user|users",
        "first responder*", "assuming that all|it|this|the|no ..4 same", "can|could|should|safely|must|not assume|assumed", "first investigated|looked ..2 by", "never|not suspected", "suspended",
    ]),
    (Refute(Plainly), &[
        "rul*|rule out", "rul*|rule ..4 out", "no|zero|without ..3 abnormalit*|issue|issues|problem|problems|evidence|anomal*|fault|faults|irregularit* ..1 found|seen|detected|in|with|on|of|observed|identified|there|was|were",
        "found|showed|shows|show|revealed|reveals|confirmed|saw|reported|see|yielded ..2 no|nothing ..3 abnormal*|issue|issues|problem|problems|evidence|anomal*|fault|faults|wrong|unusual|correlation|sign|signs",
        "^no abnormalit*|issue|issues|problem|problems|evidence|anomal*|fault|faults", "nothing ..1 wrong|unusual|abnormal|suspicious|there",
        "functioning|working|operating|performing|behaving|running ..1 normally|correctly|properly|fine|expected", "confirmed ..3 healthy|clean|innocent", "deemed|considered|judged ..1 unlikely|unrelated|innocent|healthy", "out|found|proved|proven to be unrelated|harmless|innocent|normal|false|wrong|fine|healthy", "proved|proven unrelated|harmless|innocent|false|wrong",
        "unrelated to", "was|were|is|be|are unrelated", "not ..2 cause|culprit|related|responsible|source|blame|at_fault", "wasn't|isn't|weren't ..2 cause|culprit|related|responsible|source|problem|issue",
        "eliminat* ..3 possibility|cause|suspect|theory|as|hypothesis", "exonerat*", "disprov*|debunked|refuted", "dismissed|discarded|abandoned|dropped ..3 theory|hypothesis|lead|idea|suspicion|possibility|cause|as", "theory|hypothesis|lead|suspicion ..2 dismissed|discarded|abandoned|dropped|rejected|wrong|false",
        "did_not|didn't|does_not|doesn't|not ..1 help|fix|resolve|solve|improve", "didn't|doesn't help|fix|resolve|solve|improve", "no improvement|change|difference|luck|joy|avail", "no ..1 effect", "without success|effect|improvement", "to no avail", "made no difference", "back to square",
        "no correlation|connection|link|relation|relationship", "conclude* ..3 no ..2 problem|issue", "verified not to",
    ]),
    (NoRefute, &[
        "no impact|data|customer|customers|user|users", "no known issue|issues", "no other|further|more|new|additional issue|issues|problem|problems|errors", "nothing|no ..2 issue|issues|problem|problems ..2 since|anymore|after", "not only", "whether ..6 not",
        "cannot|can't|couldn't|could_not|unable_to rule", "not ..1 ruled", "to rule out", "rul* out ..8 not possible", "not sure|clear|known ..4 cause|related|responsible", "normal users",
    ]),
    (Refute(Weakly), &[
        "was|were|is|proved|remained unsuccessful|fruitless|inconclusive", "attempt|attempts|attempted ..8 failed|unsuccessful|unsuccessfully", "look*|appear*|seem*|found|are|is|were|was|all ..3 healthy|normal|fine|clean|flat|nominal|ok|okay|green", "problem|issue|errors|error|latency|outage|symptoms ..1 persist*|continue|continues|continued|remain|remains|remained|recur*", "still failing|failed|slow|down|erroring|high|occurring|present|broken",
        "it does not", "red herring|herrings", "dead end|ends", "false lead|leads|trail|trails", "no ..2 abnormalit*|issue|issues|problem|problems|evidence|anomal*", "unlikely", "no longer ..2 suspect*",
    ]),
    (Refute(Shifted), &[
        "attention|focus|effort|efforts|investigation|search ..2 shift*|turn*|mov*|switch*|pivot*|redirected", "turned|shifted|moved|switched|pivoted|redirected ..2 attention|focus|efforts",
    ]),
];

static LEXICON: LazyLock<Lexicon<Meaning>> = LazyLock::new(|| Lexicon::new(PHRASES));

/// Every place of a text where a lead opens or something is refuted, in order.
#[derive(Debug, Clone, Default)]
pub(super) struct LeadCues {
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

impl LeadCues {
    pub(super) fn of(words: &Words) -> Self {
        let hits = LEXICON.find(words);
        let mut cues = Self { mark: mark_in(words.text), ..Self::default() };
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

fn mark_in(text: &str) -> Option<Mark> {
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
