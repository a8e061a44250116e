//! Groups of words that many phrases share, by the name that stands for them.

/// The name after the `@` and the words, as the grammar writes alternatives.
#[rustfmt::skip]
const GROUPS: &[(&str, &str)] = &[
    ("team", "team|teams|engineer|engineers|engineering|oncall|on_call|sre|sres|responder|responders|staff|operator|\
        operators|operations|admin|admins|administrator|administrators|developer|developers|dev|devs|devops|dba|dbas|\
        everyone"),
    ("trouble", "issue|issues|problem|problems|outage|incident|fault|failure|failures|error|errors|disruption|impact|\
        downtime"),
    ("people", "customer|customers|client|clients|user|users|visitor|visitors|player|players|subscriber|subscribers|merchant|merchants|tenant|\
        tenants|student|students|teacher|teachers|patient|patients|citizen|citizens|resident|residents|guest|guests|caller|callers|reader|\
        readers|member|members|shopper|shoppers|passenger|passengers|parent|parents|driver|drivers|buyer|buyers|seller|sellers|learner|\
        learners|people|somebody|someone|anybody|colleague|colleagues|employee|employees|nurse|nurses|doctor|doctors|clerk|clerks|cashier|\
        cashiers|conductor|conductors|warden|wardens|librarian|librarians|partner|partners|reseller|resellers|holder|holders|owner|owners|\
        analyst|analysts|contributor|contributors|maintainer|maintainers|reporter|researcher|researchers|participant|participants|donor|\
        donors|farmer|farmers|branch|branches|store|stores|shop|shops|school|schools|ward|wards|clinic|clinics|warehouse|agent|agents|\
        helpdesk|desk|support|neighbour|neighbours|viewer|viewers|listener|listeners|operator|operators|dispatcher|dispatchers|head|manager|managers"),
    ("wrong", "error|errors|abnormal|abnormality|abnormalities|anomaly|anomalies|anomalous|issue|issues|problem|\
        problems|evidence|fault|faults|irregularity|irregularities|wrong|unusual|suspicious"),
    ("begin", "begin|begins|began|begun|beginning|start|starts|started|starting"),
    ("found", "identified|identifies|identify|identifying|confirmed|confirms|confirming|found|finds|finding|\
        determined|determines|established|isolated|pinpointed|discovered|discovers|discovering|uncovered|uncovering|\
        located|diagnosed|traced|revealed|reveals|revealing|exposed|exposing"),
    ("cause", "cause|causes|culprit|source|origin|reason"),
    ("fix", "fix|fixes|hotfix|patch|correction|workaround|mitigation|remediation"),
    ("undo", "roll|rolled|rolling|rollback|revert|reverting|reverted|fix|correct|correcting|patch"),
    ("normal", "normal|service|health|healthy|usual|baseline|nominal|100"),
    ("well", "operational|available|functional|healthy|stable|responsive"),
    ("back", "resolved|restored|recovered|recovers|normal|back|working|resumed"),
    ("raised", "open|opens|opened|raise|raises|raised|file|files|filed|create|created|submit|submitted|log|logged"),
    ("more", "raise|raises|bumps|doubles|increased|increasing|increases|raised|raising|bumped|doubled"),
    ("wrongly", "wrongly|incorrectly|mistakenly|erroneously|falsely"),
    ("blamed", "attributed|blamed|diagnosed|concluded|assumed|suspected|thought|believed|linked|pinned|interpreted"),
    ("search", "investigate|investigated|investigation|investigations|troubleshooting|troubleshoot|diagnosis|\
        diagnostics|triage|debugging|analysis|efforts|focus"),
    ("not", "did_not|didn't|does_not|doesn't|do_not|don't|not"),
    ("turn", "shift|shifts|shifted|shifting|turn|turns|turned|turning|move|moves|moved|moving|switch|switched|pivot|\
        pivoted|pivoting"),
    ("regular", "regular|periodic|periodical|recurring|quarterly|monthly|weekly|annual|scheduled|routine"),
    ("done", "implemented|enhanced|updated|added|introduced|improved|strengthened|established|automated|created|\
        tightened|installed|enabled|instituted|refined|expanded|developed|documented|hardened|extended|revised|moved|\
        switched|replaced|migrated"),
    ("resource", "memory|cpu|disk|disks|limit|limits|pods|node|nodes|instances|instance|replica|replicas|quota|quotas|\
        storage|pool|pools|bandwidth|resources|size|cluster|volume|volumes|connections|machine|machines|server|\
        servers"),
];

/// The alternatives that a name stands for; `None` for a name nobody gave.
pub(super) fn group(name: &str) -> Option<&'static str> {
    GROUPS.iter().find(|(known, _)| *known == name).map(|(_, words)| *words)
}
