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
    /// Something was to happen at this moment.
    Due,
    /// What was to happen did not.
    Missed,
    /// Somebody stopped it: no failure by itself.
    Deed,
    /// Another incident than the one that the document is about.
    Other,
}

use Sign::{Deed, Due, Felt, Missed, Onset, Other, Over, Partly, Planned, Trouble, Whole, Work};

#[rustfmt::skip]
const SIGNS: &[(Sign, &[&str])] = &[
    (Trouble, &[
        "error|errors|fail|fails|failed|failing|failure|failures|fault|faults", "outage*|downtime|down|offline",
        "unavailab*|unreachable|inaccessible|unresponsive|unserved|unusable", "disrupt*|degrad*|interrupt*|impair*|incident",
        "impact|impacts|impacted|impacting|affected|affecting|experienc*|suffer*", "slow|slower|slowness|latenc*|delay|delays|delayed",
        "timeout*|timed", "time|times|timing out", "out of order|action|service", "came|come|comes|ground|grinds to ..1 stop|halt|standstill", "dead|died|trouble|troubles|mess", "empty|blank|garbled|unreadable", "no|without ..1 internet|power|service|access|connection|connectivity|network|mail|email|phone|phones|data|water|signal",
        "was|were|is ..1 gone|missing|shut|mute|silent for|from|since|between|until", "burnt|burned ..1 out", "no ..1 answer|response|reply", "answers|returns 500|502|503|504", "stops|stalls|breaks|drops|loses|hangs|freezes|refuses|rejects|refusing|rejecting|dropping|breaking", "refused|rejected|dropped|dropping|lost|loss|losing|broke|broken|blocked|crash*|stuck|stopped|stalled",
        "accepted|took|take|showed|sent|delivered|printed|received|processed|loaded|made|answered|got|had|saw ..1 no|nothing|none", "unable|nothing|missing|incorrect*|stale|elevated|intermittent*|problem|problems|issue|issues|hung|frozen|overload*|failover",
        "increased ..3 error|errors|latenc*|rate|rates|delay|delays|faults|timeouts", "could|did|was|were not", "could|did|was|were ..1 only",
        "couldn't|didn't|wasn't|weren't|cannot|can't", "no|none|nobody ..3 could|was|were", "5xx|500s|502|502s|503|503s|504",
        "throttl*|queued|backlog|backed_up|packet", "expired|expires|lapsed", "leak*|exposed|deleted|corrupt*|wrong|duplicate*", "bad ..1 response|responses|data",
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
        "subsided|disappeared|ceased", "@trouble|timeouts|alerts|alarms|complaints|attack|crashes|restarts|attempts|flood|retries|hum|smoke ..2 stopped|ended|vanished",
        "worked|works|ran|runs|answered|answers|responded|flowed|flows|functioned|operated|behaved|loaded|performed|rendered ..2 normally|properly|fine|correctly|usual", "usual|normal ..1 level|levels|value|values|rate|rates|speed|range|pace",
        "reopened|reopens", "got ..4 working|running|online", "had its|the|their|our|all|both ..3 working|running|back|up", "came|come up ..1 at_once|again|immediately", "back ..2 zero|baseline|usual|nominal|place|business|air|sale|full", "error|errors|error_rate|error_rates|ratio|ratios|latency|latencies|loss|queue|backlog|lag|delay|load|times ..5 fell|dropped|returned|went|came|down|settled|decreased ..3 zero|normal|baseline|usual|nominal|ms|s|percent",
        "delivered|processed|served|sent|handled ..3 real_time|time|normally|usual", "everything ..2 worked|fine|well|ok|okay|green|healthy", "full|normal ..1 capacity|operation|operations|service ..2 reached|resumed|restored", "no ..2 more|further ..1 errors", "stopped ..1 failing|erroring",
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
        "power ..2 lost|failed|cut", "stopped|halted|seized|tripped|expired|collapsed|gave_up|gave_out|blacked|vanished|ran_dry|hung|locked_up|shut_down|fell_over|ground|burst|exploded|lapsed",
        "came|ground to ..1 stop|halt|standstill", "gave up|out", "fell over|behind|silent|out", "ran dry|full|over", "locked up", "shut down", "ground to", "cut off", "dropped ..1 out", "flooded|caught_fire|overheated","@people|nobody|no_one ..1 could|can ..1 not|longer|no|log|open|reach|pay|buy|book|print|call|send|see", "@begin to ..1 return|serve|show|lose|pile|climb|rise|grow|freeze|fill|queue|stall|slow|send|crash|time|throw|hang", "outage|incident|disruption|impact ..1 began|started|begins|starts", "@begin ..1 to ..1 fail",
    ]),
    (Work, &[
        "investigation|investigations|recovery|mitigation|maintenance|deployment|deploy|rollout|rollback|migration|upgrade|work|restoration|failover|analysis|meeting|call|bridge|release|backup|backfill|repair|repairs|communication|communications|monitoring|import|restore|test|tests|testing|drill ..3 began|started|begins|starts|starting|beginning|commenced|start",
        "complain*|reported|called|phoned|rang|wrote|tweeted|posted ..4 from|since|starting|beginning",
        "@team|we|they|he|she|i ..3 investigat*|looked|looking|debugg*|tested|testing|deployed|restarted|rebooted|migrat*|discussed|met|rolled|rolling|tried|trying|worked|working|monitored|analys*|analyz*|reviewed|escalated",
        "@team|we ..1 began|started ..1 investigat*|looking|working|deploying|rolling|to|notifying|restoring|the",
        "deployed|merged|released|published|scheduled|upgraded|shipped ..3 at|on|between|from",
        "workaround|work_around|stopgap|fix|patch|hotfix ..2 place|live|applied|deployed",
    ]),
    (Planned, &[
        "will ..1 be", "will", "is|are scheduled|planned|expected", "was|were|been scheduled|planned for|to|between|from", "every ..2 day|night|hour|week|month|weekday|morning|evening",
        "daily|nightly|weekly|weekdays|usually|typically|hourly", "business|support|working|office|opening hours", "each ..1 day|night|week|month|hour", "should ..2 be",
        "maintenance window", "normally|generally|regularly|always ..1 ends|end|runs|run|starts|start|begins|begin|takes|take|finishes|lasts|happens|opens|closes|ended|ran|started",
        "review|meeting|retro|retrospective|debrief|workshop|postmortem|post_mortem|call|session ..2 held|took_place|attended|meeting", "next review|meeting|update|session|call|report", "date|time|place|day of ..1 meeting|review|session|call|conference", "planned|scheduled|expected|anticipated|estimated ..2 maintenance|downtime|outage|window|duration|interruption|disruption",
        "expect|expects|expecting|anticipate|anticipates|foresee ..6 downtime|outage|outages|interruption|interruptions|disruption|disruptions|window|maintenance",
        "may|might ..1 be|last|take|see|occur|experience|cause", "could|would ..1 last|take",
    ]),
    (Deed, &[
        "stopped|halted|shut|cut|seized|burst ..1 the|it|all|our|them|this|that|its|his|her|both|every|each|any",
        "was|were|been|be ..1 stopped|halted|shut|cut|switched|turned|taken|locked", "@team|we|they|he|she|i ..2 stopped|halted|shut|cut|gave|pulled|turned|switched|closed|opened|called|decided|asked|ordered",
    ]),
    (Due, &[
        "should|ought|could ..2 have", "due|scheduled|supposed|meant|expected|planned|intended", "was|were to", "normally|usually ..2 runs|starts|begins|ran|started",
        "nightly|daily|weekly|hourly|monthly|regular ..3 run|job|reset|import|export|backup|sync|batch",
    ]),
    (Missed, &[
        "did|was|were|had|does not|never", "didn't|wasn't|weren't|hadn't|doesn't", "never did|was|were|came|got", "never ..2 ran|happened|started|came|finished|arrived|took|went|fired|completed|left",
        "failed|fails to", "was|were ..1 skipped|missed|omitted|dropped|lost", "failed|aborted|crashed|stalled|hung",
    ]),
    (Other, &[
        "different|unrelated|separate|other ..1 cause|incident|outage|disruption|reason|failure|fault", "previous|earlier|prior|last|preceding|similar ..1 incident|incidents|outage|outages|disruption|disruptions|failure",
        "not|nothing|no ..2 related|connected|connection", "subject of", "already happened", "as on|in|at",
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

/// "labels come out again", "boards opened again everywhere", "it came back": a clause in which something is as it was before
/// the trouble, and that tells of no new one.
pub fn comes_back(text: &str) -> bool {
    #[rustfmt::skip]
    const NOT_BACK: &[&str] = &[
        "try", "tried", "tries", "trying", "once", "restart", "restarted", "restarts", "fail", "fails", "failed", "failing", "failure", "down", "deploy", "deployed",
        "not", "never", "no", "nobody", "nothing", "rebooted", "run", "error", "errors", "crashed", "crashes", "happened", "happens", "happen", "broke", "broken",
        "paged", "alerted", "asked", "climb", "climbed", "rise", "rises", "rose", "rolled", "reverted", "slow", "slower", "stopped", "stops", "dropped", "drops",
        "lost", "fired", "reported", "called", "rang", "wrote", "looked", "checked", "died", "killed", "hung", "froze", "gone", "missing", "timed", "timeouts",
        "unavailable", "degraded", "stuck", "full", "worse", "complained", "same", "escalated", "met", "will", "would", "if", "until", "should", "cannot", "can't",
        "increased", "grew", "fell", "fill", "fills", "filled", "filling", "gave", "blamed", "suspected", "overloaded", "exhausted", "started", "starts", "began", "begins", "closed", "bring", "tested", "still", "while", "been", "does", "do", "did",
    ];
    const POINTING: &[&str] =
        &["that", "this", "it", "so", "them", "over", "and", "yet", "us", "me", "him", "her", "now"];
    #[rustfmt::skip]
    const TAILS: &[&str] = &[
        "everywhere", "normally", "properly", "for", "on", "in", "at", "as", "with", "to", "from", "without", "and", "fully", "by", "after", "since", "within", "across",
    ];
    const PASSING: &[&str] = &["for a moment", "for a while", "for a few", "briefly", "temporarily", "momentarily"];
    if PASSING.iter().any(|passing| text.contains(passing)) {
        return false;
    }
    // The words that it takes, at a glance: most rows hold none of them.
    if !["gain", "ack", "ormal"].iter().any(|part| text.contains(part)) {
        return false;
    }
    text.split([',', ';', '.', ':', '—', '–']).flat_map(|part| part.split(" but ")).any(|clause| {
        let words: Vec<String> = clause
            .split(|c: char| !c.is_alphanumeric() && c != '\'')
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect();
        let tail = |at: usize| words.get(at).is_none_or(|word| TAILS.contains(&word.as_str()));
        let came = |at: usize| {
            const CAME: &[&str] = &[
                "came",
                "come",
                "comes",
                "is",
                "are",
                "was",
                "were",
                "got",
                "all",
                "brought",
                "everything",
                "services",
            ];
            words[..at].iter().any(|word| CAME.contains(&word.as_str()))
        };
        (1..words.len()).any(|at| {
            let back = match words[at].as_str() {
                "again" => tail(at + 1) && !POINTING.contains(&words[at - 1].as_str()),
                "back" => {
                    came(at)
                        && tail(at + 1)
                        && words.get(at + 1).is_none_or(|next| next != "to" && next != "on" && next != "from")
                }
                "normal" => words[at - 1] == "to" && tail(at + 1),
                "normally" => {
                    let before = &words[..at - 1];
                    words[at - 1].ends_with("ing")
                        && before.last().is_some_and(|word| matches!(word.as_str(), "was" | "were" | "is" | "are"))
                }
                _ => false,
            };
            back && !words[..at].iter().any(|word| NOT_BACK.contains(&word.as_str()))
        })
    })
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
    is_past(&words) && !tells_plan(sentence)
}

/// Whether a sentence tells of a plan or a habit.
pub fn tells_plan(sentence: &str) -> bool {
    let signs = Signs::of(sentence);
    signs.tell(Planned) && !signs.tell(Missed)
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
