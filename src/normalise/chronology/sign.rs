//! The words that tell what a clause of prose says about a time: that something was wrong, that it was over, that it was
//! work or a plan.
//!
//! Input: a piece of text. Output: its [`Signs`]. Knows no times.

use std::sync::LazyLock;

use crate::normalise::clause::{Aspect, clause_of, clauses};
use crate::text::{Lexicon, Words};

use super::passage::may_hold_clock;

/// What a phrase tells of the clause it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// Something was wrong.
    Trouble,
    /// Users felt it: more than the work of those who looked into it.
    Felt,
    /// It was over.
    Over,
    /// It was not yet over, or only in part.
    Partly,
    /// Something set in at this moment.
    Onset,
    /// Work of those who look into it: its beginning is not that of the trouble.
    Work,
    /// A plan or a habit.
    Planned,
    /// The service as a whole.
    Whole,
}

use Sign::{Felt, Onset, Over, Partly, Planned, Trouble, Whole, Work};

#[rustfmt::skip]
const SIGNS: &[(Sign, &[&str])] = &[
    (Trouble, &[
        "error|errors|fail|fails|failed|failing|failure|failures|fault|faults", "outage*|downtime|down|offline",
        "unavailab*|unreachable|inaccessible|unresponsive|unserved|unusable", "disrupt*|degrad*|interrupt*|impair*|incident",
        "impact|impacts|impacted|impacting|affected|affecting|experienc*|suffer*", "slow|slower|slowness|latenc*|delay|delays|delayed",
        "timeout*|timed", "time|times|timing out", "out of order|action|service", "dead|died|trouble|troubles|mess", "empty|blank|garbled|unreadable", "no|without ..1 internet|power|service|access|connection|connectivity|network|mail|email|phone|phones|data|water|signal",
        "burnt|burned ..1 out", "no ..1 answer|response|reply", "answers|returns 500|502|503|504", "refused|rejected|dropped|dropping|lost|loss|losing|broke|broken|blocked|crash*|stuck|stopped|stalled",
        "unable|nothing|missing|incorrect*|stale|elevated|intermittent*|problem|problems|issue|issues|hung|frozen|overload*|failover",
        "increased ..3 error|errors|latenc*|rate|rates|delay|delays|faults|timeouts", "could|did|was|were not", "could|did|was|were ..1 only",
        "couldn't|didn't|wasn't|weren't|cannot|can't", "no|none|nobody ..3 could|was|were", "5xx|500s|502|502s|503|503s|504",
        "throttl*|queued|backlog|backed_up|packet", "leak*|exposed|deleted|corrupt*|wrong|duplicate*", "bad ..1 response|responses|data",
    ]),
    (Felt, &[
        "experienc*|suffer*|impacted|affected|affecting|impacting", "outage*|downtime|unavailab*|unreachable|inaccessible|unresponsive",
        "was|were|went|being|been ..2 down|offline|dark", "unable|refused|rejected|degrad*|disrupt*|interrupt*|impair*",
        "failed|failing|failure|failures", "could|did|was|were not", "couldn't|didn't|wasn't|weren't|cannot", "saw|see|seeing|received|got|served ..4 error|errors|timeouts|5xx|delays",
        "slow|slower|delayed|lost|dropped|broken|stuck|elevated|intermittent*", "users|customers|clients|visitors|players|readers",
    ]),
    (Over, &[
        "recovered|recovers|recovery|restored|resolved|resumed|mitigated|mitigation|fixed|cleared|remediated|repaired|stabilised|stabilized",
        "back ..2 normal|online|up|service|operation|available|healthy", "return|returned|returning|returns to ..3 normal|baseline|nominal|usual|healthy|service",
        "normal|working|available|online|up|reachable|operational|accessible|healthy|stable ..1 again", "came|come|comes|brought ..1 back", "was|were back",
        "operating|working|progressing|functioning|running|flowing ..1 normally|again|normal", "ended|over|ends", "fully ..1 processed|delivered|available|healthy|operational|drained",
        "successfully ..2 delivered|processed|completed|drained", "fully drained", "caught up", "was|were processed", "all clear", "full service", "end of ..3 outage|impact|incident|disruption",
        "subsided|disappeared|ceased", "no ..2 more|further ..1 errors", "stopped ..1 failing|erroring",
    ]),
    (Partly, &[
        "@begin ..3 recover*|restor*|improv*|return*|subsid*|mitigat*|to", "recovery|mitigation|restoration|remediation|failover ..2 began|started|begins|starts|commenced|underway|initiated",
        "partial*|partly|initial|initially|gradual*|slowly", "most|majority|some|half|bulk|part", "all ..1 but ..1 one|two|three", "signs|attempt*|tried|trying",
        "temporar*|briefly|momentar*", "not ..2 yet", "still", "was|were|is not ..2 restored|resolved|recovered|fixed", "improved|improving", "failed ..2 restored|to",
        "assumed|believed|thought|expected|declared ..1 too",
    ]),
    (Onset, &[
        "had|has|suffered|experienced|saw|hit ..5 outage|failure|disruption|interruption|incident|crash|degradation|loss|blackout|spike",
        "went|goes ..1 down|offline|dark|unavailable", "failed|crashed|died|broke|stalled|froze", "became ..2 unavailable|unresponsive|unreachable|inaccessible|slow|degraded|overloaded",
        "@begin ..2 failing|fail|experiencing|seeing|returning|refusing|dropping|rejecting|degrading|erroring|crash*|receiving|throwing|timing|degrade|drop|reject|refuse",
        "stopped ..2 working|responding|serving|accepting|processing|sending|delivering|loading", "lost ..3 power|connectivity|network|access|quorum|contact", "ran out", "was|were ..1 unable",
        "power ..2 lost|failed|cut", "@begin to ..1 return|serve|show|lose|pile|climb|rise|grow|freeze|fill|queue|stall|slow|send|crash|time|throw|hang", "outage|incident|disruption|impact ..1 began|started|begins|starts", "@begin ..1 to ..1 fail",
    ]),
    (Work, &[
        "investigation|investigations|recovery|mitigation|maintenance|deployment|deploy|rollout|rollback|migration|upgrade|work|restoration|failover|analysis|meeting|call|bridge|release|backup|backfill|repair|repairs|communication|communications|monitoring|import|restore|test|tests|testing|drill ..3 began|started|begins|starts|starting|beginning|commenced|start",
        "complain*|reported|called|phoned|rang|wrote|tweeted|posted ..4 from|since|starting|beginning",
        "@team|we|they|he|she|i ..3 investigat*|looked|looking|debugg*|tested|testing|deployed|restarted|rebooted|migrat*|discussed|met|rolled|rolling|tried|trying|worked|working|monitored|analys*|analyz*|reviewed|escalated",
        "@team|we ..1 began|started ..1 investigat*|looking|working|deploying|rolling|to|notifying|restoring|the",
        "deployed|merged|released|published|scheduled|upgraded|shipped ..3 at|on|between|from",
    ]),
    (Planned, &[
        "will ..1 be", "will", "is|are scheduled|planned|expected", "was|were|been scheduled|planned for|to|between|from", "every ..2 day|night|hour|week|month|weekday|morning|evening",
        "daily|nightly|weekly|weekdays|usually|typically|hourly", "business|support|working|office|opening hours", "each ..1 day|night|week|month|hour", "should ..2 be",
        "maintenance window", "planned|scheduled|expected|anticipated|estimated ..2 maintenance|downtime|outage|window|duration|interruption|disruption",
        "expect|expects|expecting|anticipate|anticipates|foresee ..6 downtime|outage|outages|interruption|interruptions|disruption|disruptions|window|maintenance",
        "may|might ..1 be|last|take|see|occur|experience|cause", "could|would ..1 last|take",
    ]),
    (Whole, &[
        "service|services|site|website|platform|system|systems|application|api|everything|users|customers|all|both|fully|full|incident|outage|impact|disruption|downtime|traffic|operations|operation|access|normal",
    ]),
];

static LEXICON: LazyLock<Lexicon<Sign>> = LazyLock::new(|| Lexicon::built_in(SIGNS));

/// Which signs a piece of text holds, as bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Signs(u16);

impl Signs {
    pub fn of(text: &str) -> Self {
        let words = Words::of(text);
        Self(LEXICON.find(&words).iter().fold(0, |bits, hit| bits | 1 << hit.meaning as u16))
    }

    pub fn tell(self, sign: Sign) -> bool {
        self.0 & 1 << sign as u16 != 0
    }
}

/// How clearly a sentence tells that something was wrong: 2 as it goes on, 1 in the past or with a clock; 0 as advice, as
/// a condition or as a plan.
pub fn tells_what_failed(sentence: &str) -> usize {
    let words = Words::of(sentence);
    let hits = LEXICON.find(&words);
    let wrong = || hits.iter().filter(|hit| matches!(hit.meaning, Trouble | Onset));
    if wrong().next().is_none() || hits.iter().any(|hit| hit.meaning == Planned) {
        return 0;
    }
    let clauses = clauses(&words);
    let real = |at: usize| {
        clause_of(&clauses, at).is_some_and(|it| !matches!(it.aspect, Aspect::Planned | Aspect::Conditional))
    };
    match wrong().any(|hit| real(hit.words.start)) {
        true if goes_on(&words) => 2,
        true => usize::from(is_past(&words) || may_hold_clock(sentence)),
        false => 0,
    }
}

/// Whether a sentence tells of something that happened and is no plan.
pub fn tells_past(sentence: &str) -> bool {
    let words = Words::of(sentence);
    is_past(&words) && !LEXICON.find(&words).iter().any(|hit| hit.meaning == Planned)
}

/// Whether a sentence tells of a plan or a habit.
pub fn tells_plan(sentence: &str) -> bool {
    LEXICON.find(&Words::of(sentence)).iter().any(|hit| hit.meaning == Planned)
}

/// Whether a sentence has a verb in the past.
fn is_past(words: &Words) -> bool {
    #[rustfmt::skip]
    const PAST: &[&str] = &[
        "was", "were", "had", "did", "went", "came", "got", "saw", "lost", "broke", "ran", "fell", "stood", "took",
        "hit", "began", "became", "could", "couldn't", "wasn't", "weren't", "didn't", "died", "froze", "hung", "sent",
        "left", "kept", "found", "gave", "made", "told", "wrote", "said", "knew", "blew", "rose", "brought", "been",
    ];
    let past = |word: &str| PAST.contains(&word) || word.len() > 4 && word.ends_with("ed");
    (0..words.len()).any(|index| past(words.word(index)))
}

/// Whether somebody tells what they are in the midst of: "we are investigating", "we're aware".
fn goes_on(words: &Words) -> bool {
    const DOING: &[&str] = &["investigating", "experiencing", "seeing", "observing", "aware", "looking", "working"];
    let are = |word: &str| matches!(word, "is" | "are" | "we're" | "am" | "i'm");
    let does = |index: usize| (index + 1..words.len().min(index + 4)).any(|next| DOING.contains(&words.word(next)));
    (0..words.len()).any(|index| are(words.word(index)) && does(index))
}
