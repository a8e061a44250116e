//! The words that tell what happened: one table of phrases, one reading per text.
//!
//! In: the text of an entry. Out: which cues it holds and where the first of each stands. Knows nothing of the other
//! entries.

use std::sync::LazyLock;

use crate::normalise::phrase::{Lexicon, Words};

/// Something that the words of an entry may tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::normalise) enum Cue {
    /// The fault set in.
    Began,
    /// Somebody or something noticed.
    Detected,
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
}

const CUES: usize = 11;

/// What a phrase does: it speaks for a cue, or takes back the phrases of that cue that it overlaps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    Is(Cue),
    IsNot(Cue),
}

use Cue::{Acted, Began, Detected, Ended, Escalated, Fixed, Found, Identified, Investigating, Resolved, Responded};
use Meaning::{Is, IsNot};

#[rustfmt::skip]
const PHRASES: &[(Meaning, &[&str])] = &[
    (Is(Began), &[
        "outage|incident|fault|problem|issue|impact|disruption|downtime|failures|errors begins|began|starts|started|start|occurs|occurred|appear|appeared",
        "start|beginning|onset of ..1 outage|incident|fault|impact|downtime|disruption",
        "begins|began|starts|started|begin|start ..1 failing|degrading|dropping|timing|rejecting|crashing|erroring|climbing|rising|throwing",
        "begins|began|starts|started|begin|start to ..1 fail|degrade|drop|time|reject|crash|climb|rise|grow",
        "drop|drops|dropped|dropping|falls|fell to zero|0",
        "goes|went|going down|offline|dark|unavailable|unresponsive",
        "runs|ran|running out of",
        "stops|stopped working|responding|receiving|serving|accepting",
        "becomes|became|become unavailable|unresponsive|unreachable|inaccessible",
    ]),
    (IsNot(Began), &["investigation|work|rollback|recovery|fix|upgrade ..1 starts|started|begins|began"]),
    (Is(Detected), &[
        "detect*", "alert|alerts|alerted|alarm|alarms|alarmed", "report|reports|reported|reporting", "notice*|noticing",
        "notif* ..2 from|by", "observed|observe|observes", "spot|spots|spotted", "first sign|signs|symptom|symptoms",
        "became|become|becomes|is|was|team aware", "complain*", "pages|paged|pager|pagerduty|pingdom|opsgenie|nagios",
        "realise*|realize*|realising|realizing", "problem|issue|outage|fault ..1 identified|discovered|found|seen",
        "saw|sees ..4 error|errors|drop|spike|increase|failures", "synthetic|health_check|health_checks ..3 fail*", "support tickets",
    ]),
    (IsNot(Detected), &["report|reported|reports ..3 resolved|restored|working|recovered|success", "post incident report", "bug report", "status report", "alert ..2 cleared|resolved|closed", "alerts ..2 cleared|resolved|closed"]),
    (Is(Responded), &[
        "team|teams|engineer*|oncall|on_call|sre|sres|responder*|staff|operator*|operations|admin*|developer*|dev|devops|everyone|lead ..3 alerted|notified|paged|informed|engaged|assembled|responded|responds|mobilis*|mobiliz*|contacted|received|convened|online|joined|joins",
        "acknowledg*|acked|acks",
        "began|begin|begins|begun|beginning|started|start|starts|starting to? ..1 investigat*|look|looking|debug*|triag*|troubleshoot*|diagnos*",
        "investigation|investigations|triage ..1 started|starts|begins|began|launched|start|opened|commenced|underway|kicked",
        "start|starts|beginning of ..1 investigation", "opened|launched|began|commenced ..1 investigation",
        "incident|outage|emergency ..2 declared|opened|created|raised", "declare|declares|declared|declaring ..3 incident|outage|emergency",
        "war room|bridge|call|channel|meet|meeting|zoom ..2 started|opened|created|set|spun|established", "opened|started|joined ..2 bridge|war",
        "incident commander|manager|lead|leader ..2 assigned|appointed|named|takes|took|assumes|assumed", "assumes|assumed|takes|took ..2 incident lead|command|commander",
        "oncall|on_call ..2 looks|looked|picks|picked|checks|checked|begins|began", "paged ..4",
        "engineer|engineers|team|we|sre|sres|operator|operators|staff ..1 investigated|investigate|investigates|investigating", "looking|looks|looked into", "is|are investigating",
        "first responder|responders", "response team",
    ]),
    (Is(Investigating), &[
        "investigat*", "debug*", "troubleshoot*", "triag*", "analys*|analyz*", "examin*", "inspect*", "check|checks|checked|checking",
        "review|reviews|reviewed|reviewing", "look|looks|looking|looked|dig|digging|dug", "diagnos*", "explor*", "tested|testing|tests",
        "try|tried|tries|trying|attempt*", "compar*", "hypothes*", "theory|theories", "engaged|engages", "suspect*|suspicion*", "assum*",
        "attention|focus|efforts|effort ..1 shift*|turn*|mov*", "suggest*", "searching|searched", "queried|querying", "profil*", "rul* out",
        "thought|believed|considered",
    ]),
    (Is(Escalated), &[
        "escalat*", "loop|loops|looped|looping ..3 in", "bat signal",
        "pulled|brought|called|roped|drafted|pull|pulls|bring|brings|calls|call ..4 in",
        "hand|hands|handed ..2 over to", "handed off to", "elevated to ..3",
        "open|opens|opened|raise|raises|raised|file|files|filed|create|created|submit|submitted|log|logged ..6 support|priority|p1|sev1|urgent|production ..1 ticket|case|request",
        "support ..1 ticket|case|request ..2 opened|raised|filed|created|submitted|logged",
        "ticket|case|issue ..1 opened|raised|filed|logged with", "opened|raised|filed|logged ..3 ticket|case|issue with",
        "contact*|call|called|calls ..2 vendor|provider|support|management|manager|supplier|cto|director",
        "page|pages|paged|paging ..2 second|secondary|senior|database|network|storage|platform|security|vendor|manager|director",
    ]),
    (IsNot(Escalated), &["privilege|privileges escalation", "escalation policy|policies|path|matrix|process", "not|without escalat*", "de escalat*", "called|brought|pulled in ..1 question", "traffic|load|errors|usage escalat*", "bring|brought|pull|pulled ..2 in question", "brought back in"]),
    (Is(Identified), &[
        "root ..1 cause|causes ..4 identified|confirmed|found|determined|established|isolated|discovered|known|located|diagnosed|pinpointed|uncovered|traced",
        "identif*|confirm*|finds|found|determin*|establish*|isolat*|pinpoint*|discover*|uncover*|locat* ..4 root ..1 cause|causes",
        "identified|confirmed|found|determined|diagnosed|recognised|recognized|revealed ..5 as|be|is ..2 cause|culprit|source|origin|root|reason",
        "cause|culprit|reason|source|origin ..3 identified|confirmed|found|determined|isolated|discovered|understood|pinpointed|located|established|known",
        "identif*|confirm*|finds|found|discover*|locat*|pinpoint* ..2 cause|culprit|origin",
        "root cause is|was", "is|was|be|as the? ..2 culprit|cause of",
        "confirmed to be", "turned|turns out to be", "turned|turns out ..1 that",
        "identifying|revealing|reveals|revealed|uncovering|uncovered|exposing|exposed|discovering|discovered|showing|finding|found|identified ..4 misconfig*|incorrect*|wrong*|faulty|invalid|missing|expired|mistyped|stale|corrupt*|leak|leaks|leaking|bug|typo|misrout*|exhaust*|deadlock*|mistake|defect*|broken|bad|full",
        "misconfig*|leak|bug|typo|defect|mistake|corruption|regression ..2 identified|found|discovered|uncovered|located|confirmed",
        "traced|tracked|narrowed|pinned ..3 to", "explanation|explained ..1 found|revealed", "problem|issue|fault understood",
    ]),
    (IsNot(Identified), &[
        "possible|possibly|potential|potentially|assumed|suspected|likely|probable|probably|presumed|apparent|candidate ..2 cause|culprit|root|reason|source",
        "suspected|believed|thought|assumed|assuming|assume|said ..3 cause|culprit|source|root|reason", "may|might|could be ..2 cause|culprit|source|root|reason",
        "unknown|unclear|undetermined|identify|find|determine|establish|isolate|locate|pinpoint|discover ..3 root|cause|culprit|source|reason", "cause ..3 unknown|unclear",
        "wrong|false|different|another ..1 culprit|cause", "exclude|excluded|ruled ..4 cause", "investigat* ..3 cause",
    ]),
    (Is(Found), &[
        "identified|identifies|identify|identifying", "discover*", "found|finds|finding", "determined|determines", "reveal*", "uncover*", "pinpoint*", "understood",
        "noted|notes that", "learned|learnt that", "clear that", "show|shows|showed|showing that?", "points|pointed|pointing to|at|towards", "conclude|concluded|concludes",
        "narrowed", "realise*|realize*|realising|realizing", "noticed|notices|notice ..1 that",
    ]),
    (Is(Fixed), &[
        "corrected|correcting|corrects", "rolled|rolls|rolling ..4 back", "rollback ..4 complete|completed|completes|done|finished|finishes|deployed|successful",
        "reverted|reverts|reverting", "changed back to",
        "fix|fixes|hotfix|patch|correction|workaround|mitigation|remediation|change ..4 deployed|applied|merged|released|shipped|implemented|live|pushed|landed",
        "deployed|deploys|applied|applies|merged|merges|released|shipped|pushed|implemented|landed|implementing|applying|deploying ..6 fix|fixes|hotfix|patch|correction|workaround|mitigation|remediation",
        "rolled|rolls out ..4 fix|hotfix|patch", "patched", "fixed|fixes", "repaired|repairs", "mitigated", "^ repaired",
    ]),
    (IsNot(Fixed), &[
        "begin|begins|began|start|starts|started|starting|initiat*|decid*|decision|plan|plans|planned|planning|attempt*|try|tries|tried|trying|prepar*|propos*|suggest*|will|agree*|consider* ..4 roll|rolled|rolling|rollback|revert|reverting|reverted|fix|correct|correcting|patch",
        "to|will|should|must|would|could|can be ..1 fixed|corrected|rolled|reverted|patched|repaired|mitigated",
        "rolled|rollback|reverted|reverting ..6 failed|fails|unsuccessful|unsuccessfully", "fixed ..1 size|number|rate|schedule|interval|ip|address",
        "fix|rollback|revert|reverting|rolling|patch ..4 proposed|prepared|planned|started|begins|began|underway|initiated", "all pods reverted to", "conditions|behaviour|behavior fixed",
    ]),
    (Is(Acted), &[
        "restarted|restarting|rebooted|restart|reboot", "scaled|scaling|scale ..1 up|out|down", "increased|increasing|increases|raised|raising|bumped|doubled ..4 limit|limits|memory|size|capacity|count|timeout|quota|pool|replicas|disk|buffer|space",
        "disabled|disabling|disables", "replaced|replacing", "removed|removing|deleted|deleting|delete", "failed|failing over", "failover ..3", "drained|cordoned", "renewed|rotated|reissued", "blocked|banned|throttled|redirected",
        "switched|switching|rerouted|rerouting|diverted", "updated|updating", "added|adding", "reset|resetting", "cleared|purged|flushed", "restored ..2 backup|snapshot", "rebuilt|recreated|redeployed", "deployed|deploys", "changed|changes|set",
    ]),
    (Is(Resolved), &[
        "restored|restoring|restores", "resolved|resolves", "recovered|recovers", "recovery ..3 complete|completed|confirmed|finished", "back online|up|normal|alive|healthy|operational", "back to ..1 normal|service|health|healthy|usual|baseline|nominal|green|life",
        "back in service|operation", "return|returns|returned|returning ..2 to ..2 normal|service|health|healthy|usual|baseline|nominal|100", "normalised|normalized|normalise|normalize",
        "normal ..2 operation|operations|service|functionality ..1 resumed|resumes|restored", "service|services|operations|traffic|processing|launches|jobs resume|resumes|resumed|resuming", "all clear", "all green",
        "outage|impact|downtime|disruption ..1 over|ends|ended|end", "end of ..1 outage|impact|downtime|disruption", "everything ..3 ok|okay|fine|working|normal|well|healthy", "works|working again", "functioning|functional|operational again",
        "fully operational|functional|working|available|recovered|healthy", "regained|regain access", "stable again", "are|is|were|was healthy again", "up and running", "no longer ..3 errors|failing|affected|failures",
        "full recovery",
    ]),
    (IsNot(Resolved), &[
        "to|will|should|must|would|could|can|may|might be ..1 resolved|restored|recovered|back", "believed|believing|believe|thought|appears|appeared|seems|seemed|considered|assumed ..5 resolved|restored|recovered|normal|back|working",
        "resolved|restored ..4 backup|snapshot", "begin|begins|began|start|starts|started|starting ..2 recovering|recover|restoring|restored|to", "dns|names|hostname|hostnames|domain|domains|name resolved|resolves|resolving", "resolved to|correctly", "some|partly|partially|temporarily|briefly|momentarily|almost|nearly ..4 restored|recovered|recovers|resolved|normal|back|working|resumed",
        "resolved ..2 dns", "restoring|restored ..3 from ..2 backup|backups|snapshot", "being restored",
    ]),
    (Is(Ended), &[
        "incident ..2 ends|ended|end|closed|over|concluded|completed|complete", "end of ..1 incident", "stood|stand|standing down", "incident close|closure", "closed ..3 incident", "maintenance ..2 complete|completed|finished|over|ends|ended",
    ]),
];

/// Cues that a negation before them takes back.
const DENIABLE: &[Cue] = &[Identified, Found, Fixed, Resolved, Ended];

static LEXICON: LazyLock<Lexicon<Meaning>> = LazyLock::new(|| Lexicon::new(PHRASES));

/// Which cues a text holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::normalise) struct Reading {
    /// First word of the first phrase of each cue, by the cue's number.
    first: [Option<usize>; CUES],
}

impl Reading {
    pub(in crate::normalise) fn of(words: &Words) -> Self {
        let hits = LEXICON.find(words);
        let mut reading = Self { first: [None; CUES] };
        for hit in &hits {
            let Is(cue) = hit.meaning else { continue };
            let taken_back = hits.iter().any(|other| other.meaning == IsNot(cue) && overlap(&other.words, &hit.words));
            let denied = DENIABLE.contains(&cue) && hit.words.clone().any(|word| words.negated(word));
            if !taken_back && !denied {
                reading.first[cue as usize].get_or_insert(hit.words.start);
            }
        }
        reading
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

fn overlap(a: &std::ops::Range<usize>, b: &std::ops::Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}
