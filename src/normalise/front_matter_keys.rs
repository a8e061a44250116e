//! The front matter keys that are read: one row per key, with every other spelling of it.
//!
//! Input: a key as its author wrote it. Output: the [`Key`] it stands for. The normaliser looks keys up here, `incidex
//! schema front-matter` prints the same rows and a test holds README's table against them. Nothing here looks at a value.

use std::collections::HashMap;
use std::sync::LazyLock;

/// One key: its name, its other spellings, what it holds and an example.
#[derive(Debug, PartialEq, Eq)]
pub struct FrontMatterKey {
    pub key: Key,
    /// The spelling of the documentation (`started_at`).
    pub name: &'static str,
    /// Other spellings. Where a document has several, the one listed first wins; `name` wins over all.
    pub synonyms: &'static [&'static str],
    pub shape: Shape,
    pub meaning: &'static str,
    /// A line of YAML.
    pub example: &'static str,
}

/// The kind of value a key takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Text,
    /// A list, or one word, or words with commas.
    List,
    /// A date, a time or both, in any notation the body may use.
    Moment,
    /// `2h 15m`, `PT2H15M` or a number of minutes.
    Duration,
    Number,
    /// One word of a fixed set.
    Word,
}

impl Shape {
    /// How the tables of the documentation call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::List => "list",
            Self::Moment => "date or time",
            Self::Duration => "length of time",
            Self::Number => "number",
            Self::Word => "word",
        }
    }
}

macro_rules! front_matter_keys {
    ($($key:ident $name:literal [$($synonym:literal)*] $shape:ident $meaning:literal $example:literal;)*) => {
        /// A field that front matter can state.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Key { $($key),* }

        /// Every key that is read, in the order of the documentation.
        pub static FRONT_MATTER_KEYS: &[FrontMatterKey] = &[$(FrontMatterKey {
            key: Key::$key, name: $name, synonyms: &[$($synonym),*], shape: Shape::$shape,
            meaning: $meaning, example: $example,
        }),*];
    };
}

front_matter_keys! {
    Id "id" ["uuid" "incident_id" "incident_number" "incident" "slug"] Text
        "Stable name of the incident; its address is made from it." "id: INC-2024-024";
    Part "part" [] Number
        "Which incident of a series the document is, counted from 0." "part: 1";
    Kind "kind" ["document_type" "document_kind" "type"] Word
        "`incident`, `maintenance`, `notice`, `near_miss`, `template`, `index` or `other`." "kind: near_miss";
    Audience "audience" ["visibility"] Word
        "`internal` (the default) or `public`: who may see the page." "audience: public";
    Title "title" ["name" "incident_title" "headline"] Text
        "What broke, in one line." "title: Checkout slow after a failover";
    Summary "summary" ["description" "excerpt" "tldr" "abstract"] Text
        "What happened, in a sentence or two." "summary: Orders timed out for 40 minutes.";
    Status "status" ["state" "incident_status" "is_resolved" "resolved"] Word
        "`resolved` or `open`; `resolved: true` says the same, a date under `resolved` is `ended_at`." "status: resolved";
    Severity "severity" ["sev" "severity_level" "incident_severity" "priority" "level"] Word
        "The label as you use it; `[severity]` in incidex.toml maps it to a level." "severity: SEV-2";
    Organisation "organisation" ["organization" "company" "org"] Text
        "Whose incident it was." "organisation: Halden Parcels";
    Services "services"
        ["service" "affected_services" "affected_service" "services_affected" "impacted_services" "affected"
         "affected_components" "components" "systems" "affected_systems" "system"] List
        "What was affected." "services: [checkout, search]";
    Tags "tags" ["tag" "categories" "labels" "keywords" "topics"] List
        "Words to group incidents by." "tags: [database, peak]";
    StartedAt "started_at"
        ["started" "start" "start_time" "start_at" "start_date" "incident_start" "incident_started" "impact_start"
         "began" "began_at" "began_on" "occurred_at" "occurred" "outage_start" "incident_date" "date"] Moment
        "When the fault began." "started_at: 2024-11-29 10:32 UTC";
    EndedAt "ended_at"
        ["ended" "end" "end_time" "end_at" "end_date" "incident_end" "incident_ended" "impact_end" "resolved_at"
         "resolved_when" "resolved_on" "resolution_time" "recovered_at" "restored_at" "closed_at" "outage_end"
         "finished_at"] Moment
        "When it was over." "ended_at: 2024-11-29 12:58 UTC";
    DetectedAt "detected_at"
        ["detected" "detection_time" "detected_on" "discovered_at" "discovered" "noticed_at" "alerted_at" "reported_at"]
        Moment
        "When somebody or something noticed." "detected_at: 10:36 UTC";
    RespondedAt "responded_at"
        ["acknowledged_at" "acknowledged" "response_time" "responded" "acked_at" "engaged_at" "paged_at" "declared_at"]
        Moment
        "When work on it began." "responded_at: 10:41 UTC";
    EscalatedAt "escalated_at" ["escalated" "escalation_time"] Moment
        "When it was handed on or up." "escalated_at: 11:05 UTC";
    CulpritNamedAt "culprit_named_at" ["culprit_named"] Moment
        "When the true cause was first suspected by name." "culprit_named_at: 11:20 UTC";
    IdentifiedAt "identified_at" ["identified" "diagnosed_at" "cause_found_at" "root_cause_found_at"] Moment
        "When the cause was known." "identified_at: 11:48 UTC";
    FixedAt "fixed_at" ["fixed" "mitigated_at" "mitigated" "repaired_at" "repaired" "stabilised_at" "stabilized_at"]
        Moment
        "When the fault itself was gone." "fixed_at: 12:41 UTC";
    Duration "duration"
        ["duration_minutes" "total_duration" "incident_duration" "outage_duration" "downtime" "time_to_resolve"]
        Duration
        "How long it lasted; a bare number is minutes." "duration: 2h 26m";
    TimeZone "time_zone" ["tz" "zone"] Word
        "Zone of every time that names none: IANA name, `UTC` or offset." "time_zone: Europe/Oslo";
    Impact "impact" ["user_impact" "customer_impact" "impact_summary" "business_impact"] Text
        "What users noticed." "impact: Tracking pages showed an error.";
    UsersPercent "users_percent"
        ["affected_users" "users_affected" "affected_users_percent" "users_affected_percent" "percent_users"
         "customers_affected" "affected_customers"] Number
        "Share of users affected, 0 to 100; a count of users is not a share and is not used." "users_percent: 70";
    Detection "detection" ["detected_by" "detection_method" "detection_source" "reported_by" "discovered_by"] Word
        "Who noticed: `monitoring`, `customer`, `staff`, `third_party` or `test`, or a phrase that says so."
        "detection: monitoring";
    Cause "cause" ["root_cause" "root_causes" "cause_class" "cause_category" "causes" "category"] Text
        "A class of the cause rules, or the sentence that names the cause." "cause: capacity";
    Component "component" ["failed_component" "faulty_component" "cause_component"] Word
        "The component that failed, of the cause rules." "component: database";
    Contributing "contributing" ["contributing_factors" "contributing_causes" "factors"] List
        "Further classes, or sentences." "contributing: [capacity]";
    Mitigation "mitigation" ["mitigated_by" "fix" "resolution_type" "mitigation_type"] Text
        "What ended it: `rollback`, `restart`, `scale`, `config`, `failover`, `hotfix`, `vendor`, `replace`, `waited` or a phrase."
        "mitigation: rollback";
    Resolution "resolution" ["remediation" "resolution_summary"] Text
        "How it was brought to an end, in words." "resolution: The pool was capped per replica.";
    SameAs "same_as" ["duplicate_of" "same_incident_as"] List
        "Ids of incidents with the same cause, where wording hides it; `a2 = INC-7#a3` joins action items." "same_as: [INC-2024-011]";
    NotSameAs "not_same_as" ["different_from"] List
        "Ids of incidents with another cause, where wording suggests the same; `a2 = INC-7#a3` parts action items." "not_same_as: [INC-2023-090]";
    Related "related" ["related_incidents" "related_to" "see_also" "links_to"] List
        "Ids of incidents worth reading beside this one." "related: [INC-2024-011]";
    Owner "owner"
        ["owners" "author" "authors" "team" "teams" "written_by" "incident_commander" "commander" "responders"] List
        "Who wrote or led it. Read and shown as written, never counted." "authors: [database team]";
    SourceUrl "source_url" ["source" "permalink" "original" "canonical_url" "postmortem_url"] Text
        "Where the original is kept." "source_url: https://wiki.example.org/pm/24";
}

/// Tables that other site generators nest keys in; `taxonomies.services` is read as `services`.
pub const CONTAINERS: &[&str] = &["taxonomies", "extra", "params", "incident", "postmortem", "metadata"];

/// Keys of the table that stand for a second field when their value does not suit the first.
const SECOND_MEANINGS: &[(&str, Key)] =
    &[("resolved", Key::EndedAt), ("fix", Key::Resolution), ("category", Key::Tags)];

/// What a front matter key stands for, as its author spelled it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spelling {
    pub key: Key,
    /// How much it counts among several for the same field: 0 is the documented name, higher is weaker.
    pub precedence: usize,
    /// The other field it stands for when its value does not suit `key`: a date under `resolved`.
    pub second_meaning: Option<Key>,
}

/// What a front matter key stands for, or `None` for a key that is not read.
///
/// Case, `-`, `_` and spaces do not matter. A dotted path is looked up by its last part where the rest is one of
/// [`CONTAINERS`] (`taxonomies.services`, `extra.severity`).
pub fn spelling(key: &str) -> Option<Spelling> {
    SPELLINGS.get(squashed(within_containers(key)?).as_str()).copied()
}

/// The field a front matter key stands for; see [`spelling`].
pub fn canonical(key: &str) -> Option<Key> {
    spelling(key).map(|spelling| spelling.key)
}

impl Key {
    /// The row of the table.
    pub fn entry(self) -> &'static FrontMatterKey {
        &FRONT_MATTER_KEYS[self as usize]
    }

    /// The spelling of the documentation, which is also the key path of the schema where it has one of that name.
    pub fn name(self) -> &'static str {
        self.entry().name
    }
}

static SPELLINGS: LazyLock<HashMap<String, Spelling>> = LazyLock::new(|| {
    let spellings = FRONT_MATTER_KEYS.iter().flat_map(|row| {
        std::iter::once(&row.name).chain(row.synonyms).enumerate().map(|(precedence, written)| {
            let written = squashed(written);
            let second_meaning = SECOND_MEANINGS.iter().find(|(word, _)| *word == written).map(|&(_, key)| key);
            (written, Spelling { key: row.key, precedence, second_meaning })
        })
    });
    spellings.collect()
});

/// The last part of a dotted path whose other parts are containers; `None` for any other path.
fn within_containers(key: &str) -> Option<&str> {
    let Some((container, name)) = key.rsplit_once('.') else { return Some(key) };
    let known = container.split('.').all(|part| CONTAINERS.iter().any(|name| part.eq_ignore_ascii_case(name)));
    known.then_some(name)
}

fn squashed(key: &str) -> String {
    if key.is_ascii() {
        return key.bytes().filter(|b| !b"-_ ".contains(b)).map(|b| char::from(b.to_ascii_lowercase())).collect();
    }
    key.chars().filter(|c| !matches!(c, '-' | '_' | ' ')).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn check(cases: &[(&str, Option<Key>)]) {
        for (written, expected) in cases {
            assert_eq!(canonical(written), *expected, "{written}");
        }
    }

    #[test]
    fn case_dashes_underscores_and_spaces_do_not_matter() {
        check(&[
            ("started_at", Some(Key::StartedAt)),
            ("Started-At", Some(Key::StartedAt)),
            ("START TIME", Some(Key::StartedAt)),
            ("resolvedWhen", Some(Key::EndedAt)),
            ("same-as", Some(Key::SameAs)),
            ("timezone", Some(Key::TimeZone)),
        ]);
    }

    #[test]
    fn keys_inside_the_tables_of_other_generators_are_found() {
        check(&[
            ("taxonomies.services", Some(Key::Services)),
            ("Extra.Severity", Some(Key::Severity)),
            ("params.incident.started", Some(Key::StartedAt)),
            ("author.title", None),
            ("severity.title", None),
        ]);
    }

    #[test]
    fn a_key_of_something_else_is_left_alone() {
        check(&[("weight", None), ("layout", None), ("", None), (".", None), ("taxonomies", None)]);
    }

    #[test]
    fn every_row_is_found_by_its_name_and_each_spelling_belongs_to_one_row() {
        let mut seen = BTreeSet::new();
        for row in FRONT_MATTER_KEYS {
            assert_eq!(row.key.entry().name, row.name);
            for spelling in std::iter::once(&row.name).chain(row.synonyms) {
                assert_eq!(canonical(spelling), Some(row.key), "{spelling}");
                assert!(seen.insert(squashed(spelling)), "{spelling} stands twice");
            }
        }
    }

    #[test]
    fn an_example_uses_a_spelling_of_its_own_row() {
        for row in FRONT_MATTER_KEYS {
            let (key, _) = row.example.split_once(':').expect("a line of YAML");
            assert_eq!(canonical(key), Some(row.key), "{}", row.example);
        }
    }

    #[test]
    fn the_documented_name_counts_more_than_a_synonym() {
        let precedence = |written| spelling(written).map(|spelling| spelling.precedence);
        assert_eq!(precedence("started_at"), Some(0));
        assert!(precedence("started") < precedence("date"));
    }

    #[test]
    fn a_date_under_resolved_is_the_end() {
        assert_eq!(canonical("resolved"), Some(Key::Status));
        let second_meaning = |written| spelling(written).and_then(|spelling| spelling.second_meaning);
        assert_eq!(second_meaning("Resolved"), Some(Key::EndedAt));
        assert_eq!(second_meaning("title"), None);
    }
}
