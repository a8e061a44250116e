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
        donors|editor|editors|journalist|journalists|curator|curators|trader|traders|courier|couriers|pharmacist|pharmacists|mechanic|pilot|pilots|crew|trainee|intern|farmer|farmers|branch|branches|store|stores|shop|shops|school|schools|ward|wards|clinic|clinics|warehouse|agent|agents|\
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
    ("thought", "thought|believed|suspected|assumed|blamed|guessed|figured|presumed|imagined|feared|supposed|reckoned|\
        attributed|expected|convinced|sure|wondered"),
    ("thinks", "think|thinks|suspect|suspects|assume|assumes|believe|believes|reckon|reckons|guess|guesses|presume|presumes|\
        fear|fears|wonder|wonders|blame|blames|suppose|supposes"),
    ("hunch", "guess|hunch|thought|idea|suspicion|theory|view|instinct|assumption|hypothesis|suspect|suspects|diagnosis|\
        impression|bet|explanation|belief|conclusion|reaction|fear|conviction|certainty|inkling|verdict"),
    ("party", "vendor|vendors|vendor's|provider|providers|provider's|supplier|suppliers|supplier's|carrier|carriers|carrier's|\
        processor|processor's|registrar|registrar's|isp|telco|hoster|hoster's|wholesaler|wholesaler's|acquirer|acquirers|acquirer's|contractor's|hosting_company|hosting_company's|identity_provider|manufacturer|\
        manufacturer's|subcontractor|aws|amazon|azure|gcp|microsoft|github|gitlab|cloudflare|fastly|akamai|okta|auth0|stripe|\
        twilio|paypal|adyen|sendgrid|mailgun|docker_hub|dockerhub|npm|pypi|quay|heroku|digitalocean|hetzner|ovh|linode|circleci|\
        travis|datadog|letsencrypt|salesforce|shopify|third_party|clearing_house|card_scheme|network_operator|grid_operator"),
    ("tools", "alertmanager|pagerduty|opsgenie|pingdom|nagios|icinga|zabbix|grafana|prometheus|datadog|sentry|cloudwatch|new_relic|newrelic|\
        uptimerobot|uptime_robot|statping|checkmk|check_mk|prtg|librenms|splunk|dynatrace|honeycomb|munin|netdata|victorops|statuscake|\
        healthchecks|uptime_kuma|observium|cacti|monit|thousandeyes|checkly|pagerbot|alertbot|nms|scada"),
    ("outage", "outage|outages|failure|failures|disruption|disruptions|downtime|incident|degradation|unavailability|interruption|\
        fault|trouble|problem|problems|issue|issues|breakdown"),
    ("faulty", "failed|failing|faulty|malfunctioning|broken|defective|defect|dead|dying|worn|burnt|burned|damaged|blown|loose"),
    ("part", "rectifier|inverter|mainboards|gpu|hba|disk|disks|drive|drives|ssd|ssds|hdd|nvme|raid|controller|controllers|line_card|network_card|nic|motherboard|\
        mainboard|fan|fans|psu|dimm|memory_module|switch|switches|router|routers|modem|modems|antenna|cable|cables|connector|\
        optic|optics|transceiver|sfp|battery|batteries|ups|pdu|breaker|fuse|transformer|generator|pump|compressor|chiller|blade|\
        chassis|backplane|hard_disk|hard_drive|power_supply|power_supplies|power_unit|line_cards|fibre|fiber|disk_array"),
    ("finite", "nodes|disk|disks|drive|filesystem|filesystems|file_system|volume|volumes|partition|partitions|memory|ram|heap|swap|cpu|\
        cpus|cores|pool|pools|slots|threads|workers|connections|sockets|addresses|ips|leases|inodes|descriptors|handles|queue|\
        queues|buffer|buffers|bandwidth|quota|quotas|space|storage|licences|licenses|seats|tablespace|ids|spool|mailbox|bucket"),
    ("setting", "config*|setting|settings|parameter|parameters|value|values|option|options|rule|rules|policy|policies|entry|\
        entries|threshold|timeout|profile|template|mapping|mappings|path|url|hostname|endpoint|switch|selector|label|weights"),
    ("amiss", "wrong|incorrect|invalid|erroneous|mistaken|outdated|obsolete|bogus|inconsistent|incomplete|misleading|unsuitable"),
    ("person", "operator|operators|engineer|engineers|technician|technicians|employee|colleague|administrator|admin|sysadmin|\
        developer|contractor|intern|clerk|trainee|dba|somebody|someone|electrician|cleaner|editor|analyst|consultant"),
    ("public", "user|users|customer|customers|client|clients|visitor|visitors|player|players|subscriber|subscribers|merchant|merchants|\
        patient|patients|tenant|tenants|farmer|farmers|student|students|teacher|teachers|reader|readers|shopper|shoppers|caller|\
        callers|donor|donors|passenger|passengers|traveller|travellers|traveler|travelers|citizen|citizens|resident|residents|guest|\
        guests|parent|parents|pupil|pupils|cardholder|cardholders|viewer|viewers|listener|listeners|buyer|buyers|seller|sellers|\
        holder|holders|participant|participants|applicant|applicants|warden|wardens|commuter|commuters|gamer|gamers|taxpayer|\
        taxpayers|learner|learners|trader|traders|investor|investors|municipalities|schools|branches|stores|shops|clinics|wards|\
        volunteers|households|subscribers|community"),
    ("helpdesk", "helpline|helpdesk|help_desk|service_desk|hotline|support|switchboard|call_centre|call_center|customer_service|\
        customer_care|service_centre|contact_centre|contact_center|front_desk|reception|abuse_desk"),
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
