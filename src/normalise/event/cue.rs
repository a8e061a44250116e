//! The words that tell what happened: one table of phrases, one reading per text.
//!
//! In: the text of an entry. Out: which cues it holds and where the first of each stands. Knows nothing of the other
//! entries.

use std::sync::LazyLock;

use crate::normalise::cause::NOTICING;
use crate::normalise::clause::{Aspect, clause_of, clauses};
use crate::text::{Hit, Lexicon, Words};

/// Something that the words of an entry may tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::normalise) enum Cue {
    /// The fault set in.
    Began,
    /// Somebody or something noticed.
    Detected,
    /// Somebody was told.
    Alerted,
    /// Somebody took it up.
    Responded,
    /// Somebody is looking.
    Investigating,
    Escalated,
    /// The root cause is said to be known.
    Identified,
    /// Something was found; what, the rest of the document must tell.
    Found,
    Fixed,
    /// An act that may have been the fix.
    Acted,
    Resolved,
    /// The incident was closed.
    Ended,
    /// It goes on all the same.
    Persists,
}

const CUES: usize = 13;

/// What a phrase does: it speaks for a cue, or takes back the phrases of that cue that it overlaps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    Is(Cue),
    IsNot(Cue),
}

use Cue::{
    Acted, Alerted, Began, Detected, Ended, Escalated, Fixed, Found, Identified, Investigating, Persists, Resolved,
    Responded,
};
use Meaning::{Is, IsNot};

#[rustfmt::skip]
const PHRASES: &[(Meaning, &[&str])] = &[
    (Is(Began), &[
        "@trouble begins|began|starts|started|start|occurs|occurred|appear|appeared",
        "start|beginning|onset of ..1 @trouble",
        "@begin ..1 failing|degrading|dropping|timing|rejecting|crashing|erroring",
        "@begin ..1 climbing|rising|throwing", "@begin to ..1 fail|degrade|drop|time|reject|crash|climb|rise|grow",
        "drop|drops|dropped|dropping|falls|fell to zero|0", "reaches|reached|hits|hit 0|zero",
        "goes|went|going down|offline|dark|unavailable|unresponsive", "runs|ran|running out_of",
        "becomes|became|become unavailable|unresponsive|unreachable|inaccessible",
        "stops|stopped ..1 working|responding|receiving|serving|accepting|launching|starting|consuming|loading",
    ]),
    (IsNot(Began), &["investigation|work|rollback|recovery|fix|upgrade ..1 starts|started|begins|began"]),
    (Is(Detected), &[
        "detect*", "alert|alerts|alerted|alarm|alarms|alarmed", "report|reports|reported|reporting",
        "notice*|noticing", "notif* ..2 from|by", "observed|observe|observes", "spot|spots|spotted",
        "first sign|signs|symptom|symptoms", "became|become|becomes|is|was|team aware", "complain*",
        "pages ..2 @team|us|me|them|primary|secondary|him|her|duty", "paged|pager|pagerduty|pingdom|opsgenie|nagios", "^page|@tools|alert|alarm", "i|we ..1 came|arrived|walked|got in|at", "realise*|realize*|realising|realizing",
        "@trouble ..1 identified|discovered|found|seen", "saw|sees ..4 error|errors|drop|spike|increase|failures",
        "synthetic|health_check|health_checks ..3 fail*", "support tickets",
        "checker|checkers|check|checks|probe|probes|watchdog|monitor|monitors|monitoring|alerting|sensor|sensors|canary|bot|robot|scanner|detector ..3 rang|rings|woke|wakes|called|calls|paged|texted|mailed|emailed|fired|fires|tripped|flagged|failed|fails|sounded|beeped|caught|raised|triggered|warned|messaged|pinged|notified|told|turned|went",
        "first|earliest ..2 thread|threads|post|posts|tweet|tweets|message|messages|mail|mails|email|emails|call|calls|ticket|tickets|complaint|complaints|question|questions|comment|comments|phone|letter|mention|mentions",
        "@people ..3 wrote|write|writes|rang|rings|ring|called|phoned|phone|phones|mailed|emailed|texted|tweeted|posted|asked|messaged|told|mentioned|contacted|wondered|flagged",
        "when|until|before ..4 wrote|rang|called|asked|told|phoned|mailed|complained",
        "first|many|some|several|one|two of ..1 you|them|us|our ..3 rang|called|wrote|phoned|told|reported|asked|mailed",
        "@people|@person|leader|foreman|chief ..4 telephoned|telephones", "@team|@people|@person|manager|officer ..2 informed|informs|told|tells|alerted|warned|notified ..2 @team|technicians|technician|it|ict|system|systems",
        "rang|phoned|called|wrote ..3 help_line|helpline|hotline|helpdesk|support|desk|line|office|team",
        "@people ..3 opened|opens|started|starts|sent|sends ..2 chat|ticket|tickets|case|call|thread|conversation|request|mail|message",
        "@people|staff ..4 radio|radioed|radios|texts|asks|asking|calls|phones|emails|pings|messages",
        "@team|desk|room|support|office|officer|we|us ..2 called|phoned|contacted|alerted|informed|notified|told|warned|paged|woken|rung by", "was|were ..1 flagged|noticed|spotted|picked_up|raised by",
    ]),
    (Is(Detected), &[
        "ticket|tickets|mail|mails|email|emails|call|calls|complaint|complaints|message|messages|question|questions ..1 from|by",
        "@people ..4 forum|twitter|reddit|discord|mastodon|chat|facebook|mailing_list|instagram",
        "management|noc|soc|control|control_room|police|facility|facilities|janitor|porter|guard|landlord|operations_centre ..2 calls|called|phones|phoned|rings|rang|sees|saw|reports|reported|notices|informs|informed",
        "sees|saw|see|notices|noticed ..4 down|fail|failing|drop|dropping|red|rise|rising|climb|climbing|vanish|disappear",
    ]),
    (IsNot(Detected), &[
        "report|reported|reports ..3 resolved|restored|working|recovered|success", "post incident report",
        "bug|status report", "alert|alerts ..2 cleared|resolved|closed", "@tools ..1 shows|showed|lists|starts|confirms|confirmed|continues|recovered|resolved|green|ok",
        "alert|alerts|alerting|report|reports|reporting|detection|notification|pager service|services|system|systems|delivery|rule|rules|engine|threshold|thresholds|manager|config|export|template|app|pipeline|release|version",
        "report|reports|reporting|notification page|job|queue", "alert|alerts|alerting page|job|queue ..2 stopped|stops|full|empty|down|slow",
        "nobody|no_one|none|never|not ..1 notice|notices|noticed|saw|sees|spotted|realised|realized|detected|reported", "no ..1 alert|alerts|alarm|alarms|page|report|reports|complaints",
        "without ..2 alert|alerts|alarm|noticing|notice|report", "went|gone unnoticed|undetected",
    ]),
    (Is(Alerted), &[
        "@team|lead ..3 alerted|notified|paged|informed|engaged|assembled|contacted|received|convened",
        "@team|lead ..3 responded|responds|online|joined|joins|mobilised|mobilized", "paged",
        "first responder|responders", "response team", "reported|raised|forwarded|assigned to ..3 @team",
        "informs|informed|notifies|notified|alerts|alerted|pages|paged|calls|called ..2 @team",
    ]),
    (Is(Responded), &[
        "acknowledg*|acked|acks", "@begin to? ..1 investigat*|look|looking|debug*|triag*|troubleshoot*|diagnos*",
        "investigation|investigations|triage ..1 started|starts|begins|began|launched|start|opened|commenced|underway",
        "@begin of ..1 investigation", "opened|launched|began|commenced ..1 investigation",
        "incident|outage|emergency ..2 declared|opened|created|raised",
        "declare|declares|declared|declaring ..3 incident|outage|emergency",
        "war_room|bridge|call|channel|meet|meeting|zoom ..2 started|opened|created|set|spun|established",
        "opened|started|joined ..2 bridge|war_room",
        "incident commander|manager|lead|leader ..2 assigned|appointed|named",
        "incident commander|manager|lead|leader ..2 takes|took|assumes|assumed",
        "assumes|assumed|takes|took ..2 incident lead|command|commander",
        "oncall|on_call ..2 looks|looked|picks|picked|checks|checked|begins|began",
        "we|@team ..1 investigated|investigate|investigates|investigating", "looking|looks|looked into",
        "is|are investigating", "takes|took|taking|take ..1 ticket|tt|case|incident|call|this|over|it|ownership", "^taken|took|takes|taking",
        "arrived|arrives|arrive|reached|reaches ..1 on_site|site|scene|there|office|building", "picks|picked|pick ..1 up", "on_call|oncall|engineer|guard ..4 connected|connects",
    ]),
    (Is(Investigating), &[
        "investigat*", "debug*", "troubleshoot*", "triag*", "analys*|analyz*", "examin*", "inspect*",
        "check|checks|checked|checking", "review|reviews|reviewed|reviewing",
        "look|looks|looking|looked|dig|digging|dug", "diagnos*", "explor*", "tested|testing|tests",
        "try|tried|tries|trying|attempt*", "compar*", "hypothes*", "theory|theories", "engaged|engages",
        "suspect*|suspicion*", "assum*", "attention|focus|efforts|effort ..1 @turn", "suggest*", "searching|searched",
        "queried|querying", "profil*", "rul* out", "thought|believed|considered",
    ]),
    (Is(Escalated), &[
        "escalat*", "loop|loops|looped|looping ..3 in", "bat signal",
        "pulled|brought|called|roped|drafted|pull|pulls|bring|brings|calls|call ..4 in",
        "hand|hands|handed ..2 over to", "handed off to", "elevated to",
        "@raised ..6 support|priority|p1|sev1|urgent ..1 ticket|case|request",
        "support ..1 ticket|case|request ..2 opened|raised|filed|created|submitted|logged",
        "ticket|case|issue ..1 opened|raised|filed|logged with", "@raised ..3 ticket|case|issue with",
        "vendor|provider|supplier|management ..1 contacted|called|paged|engaged|involved",
        "contact*|call|called|calls ..2 vendor|provider|support|management|manager|supplier|cto|director",
        "page|pages|paged|paging ..2 second|secondary|senior|database|network|storage|platform|security|vendor|manager",
    ]),
    (IsNot(Escalated), &[
        "privilege|privileges escalation", "escalation policy|policies|path|matrix|process", "not|without escalat*",
        "de escalat*", "called|brought|pulled in ..1 question", "traffic|load|errors|usage escalat*",
        "bring|brought|pull|pulled ..2 in question", "brought back in",
    ]),
    (Is(Identified), &[
        "root ..1 cause|causes ..4 @found|detected|spotted|located|named|clear|understood", "root ..1 cause|causes ..2 known|is|was", "^root cause",
        "@found ..4 root ..1 cause|causes", "@found ..5 as|be|is ..2 @cause", "@cause ..3 @found|understood",
        "@found ..2 culprit|cause|origin", "is|was|be|as ..3 culprit|cause_of|bottleneck", "confirmed to be",
        "turned|turns out to be", "turned|turns out ..1 that",
        "showing|@found ..4 misconfig*|incorrect*|wrong*|faulty|invalid|missing|expired|mistyped|stale|corrupt*",
        "showing|@found ..4 leak|leaks|leaking|bug|typo|misrout*|exhaust*|deadlock*|mistake|defect*|broken|bad|full",
        "shows|show|showed ..4 leak|leaks|leaking|misconfig*|bug|typo|regression|deadlock*",
        "misconfig*|leak|bug|typo|defect|mistake|corruption|regression ..5 @found",
        "missing|expired|faulty|wrong|incorrect|invalid|broken|bad|stale|corrupt*|misrout* ..5 @found",
        "traced|tracked|narrowed|pinned ..3 to", "explanation|explained ..1 found|revealed", "@trouble understood",
    ]),
    (IsNot(Identified), &[
        "possible|possibly|potential|potentially|assumed|suspected|likely|probable|probably ..2 @cause|root",
        "presumed|apparent|candidate ..2 @cause|root",
        "possible|possibly|potential|potentially|suspected|likely|probable|probably ..2 culprit|bottleneck",
        "suspected|believed|thought|assumed|assuming|assume|said ..3 @cause|root",
        "may|might|could be ..2 @cause|root", "unknown|unclear|undetermined ..3 @cause|root",
        "cause ..3 unknown|unclear",
        "to|not|cannot|trying identify|find|determine|establish|isolate|locate|pinpoint|discover ..3 @cause|root",
        "identifying|finding|determining|locating the|a @cause|root",
        "wrong|false|different|another ..1 culprit|cause", "root cause analysis|investigation|search|still|not",
        "pinned ..5 version|versions|release|tag|digest|commit|core|cores",
        "exclude|excluded|ruled ..4 cause", "investigat* ..3 cause", "ruling|rule ..6 cause",
    ]),
    (Is(Found), &[
        "identified|identifies|identify|identifying", "discover*", "found|finds|finding", "determined|determines",
        "reveal*", "uncover*", "pinpoint*", "understood", "noted|notes that", "learned|learnt that", "clear that",
        "show|shows|showed|showing that?", "point|points|pointed|pointing to|at|towards", "confirmed|confirms that",
        "confirmed|confirms|confirm ..1 issue|problem|fault|bug|failure", "conclude|concluded|concludes", "narrowed",
        "^confirmed", "realise*|realize*|realising|realizing", "noticed|notices|notice ..1 that",
    ]),
    (Is(Fixed), &[
        "corrected|correcting|corrects", "rolled|rolls|rolling ..4 back", "reverted|reverts|reverting",
        "rollback ..7 complete|completed|completes|done|finished|finishes|deployed|successful", "changed back to",
        "@fix|change ..4 deployed|applied|merged|released|shipped|implemented|live|pushed|landed",
        "deployed|deploys|applied|applies|merged|merges|released|shipped|pushed|implemented|landed ..6 @fix",
        "implementing|applying|deploying ..6 @fix", "rolled|rolls out ..4 @fix", "patched", "fixed|fixes",
        "repaired|repairs", "mitigated",
    ]),
    (IsNot(Fixed), &[
        "@begin|initiat*|decid*|decision|agree* ..4 @undo", "decid*|decision|agree*|chose|chooses|opt|opted to|on ..4 @undo|deploy|apply|ship|fix|patch",
        "plan|plans|planned|planning|attempt*|try|tries|tried|trying ..4 @undo",
        "prepar*|propos*|suggest*|will|consider* ..4 @undo",
        "to|will|should|must|would|could|can be ..1 fixed|corrected|rolled|reverted|patched|repaired|mitigated",
        "rolled|rollback|reverted|reverting ..6 failed|fails|unsuccessful|unsuccessfully",
        "fixed ..1 size|number|rate|schedule|interval|ip|address",
        "@undo ..4 proposed|prepared|planned|started|begins|began|underway|initiated",
        "reverted to ..2 ready|running", "conditions|behaviour|behavior fixed",
    ]),
    (Is(Acted), &[
        "restarted|restarting|rebooted|restart|reboot|restarts|reboots|redeploys",
        "scaled|scaling|scale ..1 up|out|down", "@more ..4 @resource|capacity|count|timeout|buffer|space",
        "@more|lowered|reduced ..6 to", "disabled|disabling|disables", "replaced|replacing",
        "removed|removing|deleted|deleting|delete", "failed|failing over", "failover", "drained|cordoned",
        "installed|installing|reinstalled", "traffic ..2 moves|moved|shifted|switched", "renewed|rotated|reissued",
        "blocked|banned|throttled|redirected", "switched|switching|rerouted|rerouting|diverted", "updated|updating",
        "added|adding", "reset|resetting", "cleared|purged|flushed", "restored ..2 backup|snapshot",
        "rebuilt|recreated|redeployed", "deployed|deploys", "changed|changes|set", "merged",
    ]),
    (IsNot(Acted), &[
        "users|customers|stakeholders|status|page|comms|everyone|management ..2 updated|updating|changed",
        "updated|updating ..3 users|customers|status|stakeholders|ticket|page|channel|management|comms",
        "had|has|have been restarted|rebooted|removed|deleted|updated|added|changed|set|disabled",
        "repeatedly|constantly|keeps|kept restarting|restarted", "added ..2 people|responders|engineers",
        "restarted itself",
    ]),
    (Is(Persists), &[
        "still ..1 eof|seeing|getting|timing|happening|there|same|red|empty|blank|stuck|errors|404|500|502|503|504|nothing|affected|unable|erroring|hanging|dead|dark|wrong|missing|offline|lost",
        "so|clearly|therefore|thus|hence not ..3 cause|culprit|it|that", "kept|keeps|keep|went|goes ..1 failing|crashing|erroring|on",
        "gone|closed|stuck|full|slow|dead|high|red|empty|unreachable|unavailable|offline|missing|dark|hanging|erroring|saturated|exhausted again", "for a moment|while",
        "briefly|temporarily|momentarily", "@trouble|timeouts|alert|alerts|latency|symptoms ..2 back|return|returns|reappeared|reappear|resumed",
        "still ..1 fail|fails|failing|failed|broken|down|slow|erroring|high|occurring|present|unavailable|not",
        "@trouble|latency|symptoms|growth ..1 persist*|continue|continues|continued|remain*|recur*|returned",
        "@not ..1 help|improve",
        "did_not|didn't|does_not|doesn't ..1 fix|resolve|solve ..1 it|this|that|the|anything|@trouble",
        "this|that|which|it did_not|didn't|does_not|doesn't ..1 fix|resolve|solve",
        "no improvement|effect|change|difference", "without success|effect|improvement", "unchanged", "to no avail",
        "fails|failing|failed|down|broken|wrong again", "once again", "not fixed|resolved|working",
        "was|were unsuccessful",
    ]),
    (Is(Resolved), &[
        "restored|restoring|restores", "resolved|resolves", "recovered|recovers",
        "recovery ..3 complete|completed|confirmed|finished", "back online|up|normal|alive|healthy|operational",
        "back to ..1 @normal|life|green|zero|0", "back in service|operation",
        "return|returns|returned|returning ..2 to ..2 @normal", "normalised|normalized|normalise|normalize",
        "normal ..2 operation|operations|service|functionality ..1 resumed|resumes|restored",
        "service|services|operations|traffic|processing|launches|jobs resume|resumes|resumed|resuming",
        "^all clear|green", "outage|impact|downtime|disruption|disturbance|interruption|malfunction|trouble ..1 over|ends|ended|end|to_an_end",
        "end of ..1 outage|impact|downtime|disruption", "bringing|brought|brings ..4 to an end",
        "everything ..3 ok|okay|fine|working|normal|well|healthy", "work|works|working again", "@trouble|timeouts|alarms|4xx|5xx|500s|502s|503s|504s|crashes|restarts|complaints|queue|backlog ..1 gone|vanished|disappeared|ceased|away", "confirm|confirmed|confirms ..4 working|operational|healthy",
        "functioning|functional|operational again", "regained|regain access", "stable|normal again",
        "fully operational|functional|working|available|recovered|healthy", "are|is|were|was healthy again",
        "up and running",
        "is|are|was|were ..1 up|online|reachable|accessible|available|processed|served|responding|flowing again",
        "is|are|was|were ..1 forwarded|delivered|handled|answered|routed|accepted|working|loading again",
        "succeed|succeeds|succeeding|pass|passing|flow|flowing|launching|responding again",
        "no longer ..3 errors|failing|failures",
        "no longer seeing|experiencing|observing|affected|impacted|reproducible", "full recovery",
        "services|service|systems|everything|site|website|application|platform ..2 @well",
        "now ..3 fine|working|healthy|ok|okay",
        "users|customers|clients|people|we|they|@team ..1 confirm|confirms|confirmed ..6 working|works|fine|fixed|good",
    ]),
    (IsNot(Resolved), &[
        "to|will|should|must|would|could|can|may|might be ..1 resolved|restored|recovered|back", "being restored",
        "not ..1 working|works|fine|good", "believed|believing|believe|thought|considered|assumed ..5 @back",
        "appears|appeared|seems|seemed ..5 @back", "resolved to|correctly",
        "@begin ..2 recovering|recover|restoring|restored|to", "resolved|restored ..4 backup|backups|snapshot",
        "dns|names|hostname|hostnames|domain|domains|name resolved|resolves|resolving", "resolved ..2 dns",
        "some|partly|partially|temporarily|briefly|momentarily|almost|nearly ..4 @back",
        "usually|often|normally|typically|generally|sometimes|always ..2 resolves|resolve|recovers|restores|fixes",
        "not ..2 @well", "no longer operational|available|healthy",
    ]),
    (Is(Ended), &[
        "incident ..2 ends|ended|end|closed|over|concluded|completed|complete", "end of ..1 incident",
        "stood|stand|standing down", "incident close|closure", "closed ..3 incident",
        "maintenance ..2 complete|completed|finished|over|ends|ended",
    ]),
];

/// Cues that a negation before them takes back.
const DENIABLE: &[Cue] = &[Identified, Found, Fixed, Resolved, Ended];

static LEXICON: LazyLock<Lexicon<Meaning>> = LazyLock::new(|| {
    let rows: Vec<_> = PHRASES.iter().copied().chain([(Is(Detected), NOTICING)]).collect();
    Lexicon::built_in(&rows)
});

/// Which cues a text holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::normalise) struct Reading {
    /// First word of the first phrase of each cue, by the cue's number.
    first: [Option<usize>; CUES],
    /// Whether a phrase takes each cue back, by the cue's number: "the cause is still unknown".
    taken_back: [bool; CUES],
    /// Something was done and did not help.
    in_vain: bool,
}

impl Reading {
    pub(in crate::normalise) fn of(words: &Words) -> Self {
        let hits = LEXICON.find(words);
        let deed = |hit: &Hit<Meaning>| matches!(hit.meaning, Is(Fixed | Acted));
        let clauses = if hits.iter().any(deed) { clauses(words) } else { Vec::new() };
        let mut reading = Self { first: [None; CUES], taken_back: [false; CUES], in_vain: false };
        let mut failed = false;
        for hit in &hits {
            let Is(cue) = hit.meaning else {
                reading.take_back(hit.meaning);
                continue;
            };
            let taken_back = hits.iter().any(|other| other.meaning == IsNot(cue) && overlap(&other.words, &hit.words));
            let denied = DENIABLE.contains(&cue) && hit.words.clone().any(|word| words.negated(word));
            let aspect = clause_of(&clauses, hit.words.start).map(|clause| clause.aspect);
            let aspect = aspect
                .filter(|_| !deed(hit) || !decided(words, words.sentence_of(hit.words.start).start..hit.words.start))
                .or(Some(Aspect::Attempted));
            if !taken_back && !denied && deed(hit) && aspect == Some(Aspect::Attempted) {
                reading.first[Investigating as usize].get_or_insert(hit.words.start);
            } else if !taken_back && !denied && deed(hit) && aspect == Some(Aspect::Failed) {
                failed |= hit.meaning == Is(Fixed);
            } else if !taken_back && !denied {
                reading.first[cue as usize].get_or_insert(hit.words.start);
            }
        }
        reading.take_back_what_did_not_last();
        reading.in_vain |= failed;
        reading
    }

    /// "Rolled back, but the errors persist": neither fixed nor resolved.
    fn take_back_what_did_not_last(&mut self) {
        let Some(persists) = self.at(Persists) else { return };
        self.in_vain = self.at(Fixed).is_some_and(|at| at < persists);
        for cue in [Fixed, Resolved, Ended] {
            self.first[cue as usize] = self.at(cue).filter(|at| *at > persists);
        }
    }

    fn take_back(&mut self, meaning: Meaning) {
        if let IsNot(cue) = meaning {
            self.taken_back[cue as usize] = true;
        }
    }

    /// Whether a phrase says that it is not so, and none that it is.
    pub(in crate::normalise) fn takes_back(&self, cue: Cue) -> bool {
        self.taken_back[cue as usize] && !self.tells(cue)
    }

    /// Whether something was done that did not help.
    pub(in crate::normalise) fn in_vain(&self) -> bool {
        self.in_vain
    }

    /// Whether the text holds the cue.
    pub(in crate::normalise) fn tells(&self, cue: Cue) -> bool {
        self.at(cue).is_some()
    }

    /// Number of the word at which the cue first stands.
    pub(in crate::normalise) fn at(&self, cue: Cue) -> Option<usize> {
        self.first[cue as usize]
    }

    /// Whether the first cue stands before any of the second.
    pub(in crate::normalise) fn tells_first(&self, cue: Cue, other: Cue) -> bool {
        match (self.at(cue), self.at(other)) {
            (Some(at), Some(other)) => at <= other,
            (at, _) => at.is_some(),
        }
    }
}

/// "Decided to set up a new host": whether these words tell of what was decided, which is not yet done.
pub(super) fn decided(words: &Words, mut among: std::ops::Range<usize>) -> bool {
    const DECIDED: &[&str] = &[
        "decided",
        "decides",
        "decide",
        "decision",
        "agreed",
        "agrees",
        "agree",
        "chose",
        "chooses",
        "opted",
        "opts",
        "opt",
        "preparing",
        "prepared",
        "prepares",
        "about",
    ];
    let end = among.end;
    among.any(|at| {
        DECIDED.contains(&words.word(at))
            && (at + 1..end.min(at + 4)).any(|next| matches!(words.word(next), "to" | "on"))
    })
}

fn overlap(a: &std::ops::Range<usize>, b: &std::ops::Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}
