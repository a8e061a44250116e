//! What an action would do, from the first telling words of its sentence.

use std::sync::LazyLock;

use crate::model::ActionKind;
use crate::text::{Lexicon, Words};

use ActionKind::{
    Audit, Automate, Capacity, Document, Guard, Investigate, Monitor, Process, Replace, Review, Train, Validate,
};

/// The phrase that stands first decides; of several at one place the longest.
#[rustfmt::skip]
const EVIDENCE: &[(ActionKind, &[&str])] = &[
    (Validate, &[
        "validat*", "test|tests|testing|tested|retest", "verif*", "lint|linting|linter|linters",
        "assert|assertion|assertions|assertation", "scan|scans|scanning", "dry run", "pre commit", "game day|days",
        "chaos", "smoke",
        "automated|automatic ..4 check|checks|checking|validation|validations|test|tests|testing|verification",
        "config* ..2 check|checks|checking",
        "sanity|integrity|consistency|drift|preflight|pre_flight|pre_deployment check|checks|detection",
        "add|adds|added|adding|implement|implemented|introduce|introduced|create|created ..1 check|checks", "canary deploy*|release*|rollout*", "staging",
    ]),
    (Monitor, &[
        "monitor*", "alert|alerts|alerting|alarm|alarms|alarming", "dashboard*", "observab*", "metric*", "logging",
        "notif*", "notified", "health check|checks|checking", "page ..3 on_call|oncall|team|us|someone|engineer*",
        "paging|pager*|pingdom|opsgenie", "slo|slos|sli", "visibility", "threshold*", "instrument*", "synthetic",
        "heartbeat*", "tracing", "anomaly detection", "early detection|warning", "watchdog", "probe|probes",
        "emailed|pinged",
    ]),
    (Audit, &[
        "audit*", "@regular ..2 review|reviews|check|checks|inspection|inspections|assessment|assessments",
        "regularly|periodically review|check|inspect|assess",
    ]),
    (Review, &[
        "review|reviews|reviewed|reviewing", "revisit*", "inspect*", "re evaluate|examine",
        "go|going over|through ..2 all",
    ]),
    (Investigate, &[
        "investigat*", "spike|spikes", "explor*", "look|looking into|at",
        "find|finding out|where|why|how|what|whether", "find a|some way|ways|path", "figure|figuring out",
        "research*", "understand*", "analys*|analyz*", "determine|determining", "evaluat*", "assess*", "consider*",
        "discuss*", "^ask", "check|checking if|whether|how|why",
        "^can|could|should|would|is|are we|you|teams|it|this|that|the|a|an|our|any|there",
        "^do|does we|you|teams|it|this|our", "^how|why|what|any|is|are|does", "post incident|mortem review",
        "postmortem|retrospective", "root cause analysis", "study", "reproduce", "think about", "dig into",
        "follow up on", "debug*", "diagnose", "try to find|understand|see",
    ]),
    (Document, &[
        "document*", "runbook*|playbook*|handbook*", "run|play book|books",
        "alert|alerts|alarm|alarms runbook*|playbook*|documentation", "wiki",
        "guide|guides|guidance|guideline|guidelines", "checklist*", "readme", "faq", "write ..1 up|down", "sop|sops",
        "knowledge base", "cheat sheet|sheets", "cheatsheet*", "describe", "instructions", "manual page|pages",
        "sre guide",
    ]),
    (Train, &[
        "training|train|trained|trainings|trains",
        "@regular ..2 training|workshop* ..1 session|sessions|course|courses", "workshop*", "onboard*",
        "knowledge sharing|transfer|session|sessions", "educat*", "teach|teaching", "brown bag|bags", "upskill*",
        "fire drill|drills", "drill|drills", "awareness", "raise awareness", "familiari*", "shadow*",
        "incident response exercise*|simulation*",
    ]),
    (Automate, &[
        "automate|automates|automating|automation", "automatically",
        "automated|automatic ..2 rollback*|scal*|failover*|deploy*|clean*|remediation|recover*|provision*|renew*",
        "automated|automatic ..2 rotat*|restart*|backup*|retr*|upgrad*|patch*",
        "auto ..1 renew*|remediat*|recover*|restart*|rollback*|heal*|detect*|scale*",
        "script|scripts|scripting|scripted", "self heal*", "cron|cronjob", "infrastructure as code", "gitops",
        "without manual", "bot|bots",
    ]),
    (Capacity, &[
        "capacity", "scale|scaling|scaled|scalab*", "autoscal*", "auto scal*", "resiz*", "provision*|overprovision*",
        "headroom", "sharding|shard|partition*", "larger|bigger|more ..2 @resource",
        "increas*|rais*|bump|bumping|double|doubling|expand|enlarge|grow|upgrade ..5 @resource|number|count|timeout",
        "memory|cpu|disk|resource requests|limits|space|quota|quotas", "load balanc* ..1 across",
        "add|adding ..2 nodes|node|replicas|replica|servers|capacity|shards", "performance tuning", "optimi*",
    ]),
    (Guard, &[
        "rate limit*", "limit|limits|limiting|cap|throttl*|quota|quotas", "circuit breaker*",
        "^prevent|disallow|forbid|block|deny|restrict|protect|guard|isolate", "protect*", "safeguard*", "guardrail*",
        "guard rail|rails", "restrict*", "permission*", "access control*", "least privilege", "deletion protection",
        "prevent destroy", "feature flag*", "confirmation*", "admission",
        "timeout|timeouts|retry|retries|backoff|back_off", "isolat*", "fallback*|fall_back", "failover*|fail_over",
        "redundan*", "resilien*", "backup|backups", "graceful*", "opa policy",
        "polic* to not|prevent|deny|block|reject", "network policy|policies", "gitignore", "branch protection",
        "lock|locks|locking", "robust*", "high availability", "multi az|region", "secrets manager",
        "disaster recovery", "harden*", "gate|gates|gating", "pin|pinning|pinned",
    ]),
    (Process, &[
        "process|processes", "procedure*", "policy|policies", "workflow*",
        "change management|control|freeze|advisory|window", "config* management", "governance", "standard*",
        "convention*", "communicat*|comms", "rota|rotation|on_call", "oncall", "approval*|approve", "sign off",
        "review process|processes|procedure|procedures|workflow|practice|practices|policy",
        "peer|code|design|change|architecture review|reviews|reviewing|reviewer",
        "review|retro|retrospective|planning|sync session|sessions|meeting|meetings",
        "regular|weekly|monthly|quarterly|periodic ..2 session|sessions|meeting|meetings|sync", "meeting|meetings",
        "nominate|assign|appoint|designate", "responsib*|ownership", "escalation", "status page*", "best practice*",
        "coordinat*", "agree on", "war room", "incident response|management|commander", "speak|talk to", "announce*",
        "subscribe", "advertise", "schedule ..2 maintenance", "service level agreement*", "sla|slas",
        "release|deployment cadence|window|schedule|freeze",
    ]),
    (Replace, &[
        "replac*", "migrat*", "upgrad*", "switch|switching ..4 to|from|away", "move|moving ..6 to|from|off|into|out",
        "deprecat*", "retir*", "decommission*", "swap|swapping", "rewrit*|rewrite", "refactor*",
        "redesign*|rearchitect*", "instead of", "phase out", "get rid", "disband", "split ..3 up",
        "modernis*|moderniz*", "consolidat*",
        "remove|removing|delete ..2 legacy|old|unused|deprecated|obsolete|stale",
        "separate|separating|decouple|decoupling",
    ]),
];

/// Asked only where no other phrase tells: "ensure" and "avoid" stand in front of anything.
const HINTS: &[(ActionKind, &[&str])] = &[
    (
        Guard,
        &[
            "^stop|avoid|never|disable|enforce|require|ensure|allow|make",
            "do not",
            "make sure",
            "so that ..6 not|never",
        ],
    ),
    (Investigate, &["^find|identify", "^maybe|perhaps", "think"]),
];

static LEXICON: LazyLock<Lexicon<ActionKind>> = LazyLock::new(|| Lexicon::built_in(EVIDENCE));
static LAST_RESORT: LazyLock<Lexicon<ActionKind>> = LazyLock::new(|| Lexicon::built_in(HINTS));

/// The kind of an action, by the first telling phrase of its text; a purpose that leads the sentence is asked last.
pub fn action_kind(text: &str) -> ActionKind {
    kind_of(&Words::opening(text))
}

pub(super) fn kind_of(words: &Words) -> ActionKind {
    let hits = LEXICON.find(words);
    let main = main_clause(words);
    let first = hits.iter().find(|hit| hit.words.start >= main).or(hits.first()).map(|hit| hit.meaning);
    first.or_else(|| LAST_RESORT.find(words).first().map(|hit| hit.meaning)).unwrap_or(ActionKind::Other)
}

/// Where the main clause starts: after "To prevent this from happening again," where a text starts so.
fn main_clause(words: &Words) -> usize {
    if words.is_empty() || !matches!(words.word(0), "to" | "in") {
        return 0;
    }
    let sentence = words.sentence_of(0);
    let comma =
        |index: &usize| words.starts_clause(*index) && words.text[words.end(index - 1)..].trim_start().starts_with(',');
    (1..sentence.end).find(comma).unwrap_or(0)
}
