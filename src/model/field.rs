//! The fields of an incident: one row each, from which every other list of them is made.
//!
//! A row holds the name, every spelling that front matter may use, what it takes, an example, and the key paths of the
//! schema that it fills with what pages call them. The normaliser looks spellings up here, `incidex schema front-matter`
//! and README's table print the rows, the table of origins takes its labels, and the trends say how to state a field.
//! Nothing here looks at a value.

use std::sync::LazyLock;

/// One field: its name, its other spellings, what it holds, an example, and where its values stand.
#[derive(Debug, PartialEq, Eq)]
pub struct Field {
    pub key: Key,
    /// The spelling of the documentation (`started_at`).
    pub name: &'static str,
    /// Other spellings in front matter. Where a document has several, the one listed first wins; `name` wins over all.
    pub synonyms: &'static [&'static str],
    pub shape: Shape,
    pub meaning: &'static str,
    /// A line of YAML, or a heading and a line below it where front matter cannot state the field.
    pub example: &'static str,
    /// The key paths that it fills, with what pages call them.
    pub paths: &'static [(&'static str, &'static str)],
}

/// The kind of value a field takes.
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
    /// `true` or `false`.
    Flag,
    /// Told by the body alone: no key of front matter holds it.
    Body,
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
            Self::Flag => "true or false",
            Self::Body => "lines of the body",
        }
    }
}

macro_rules! fields {
    ($($key:ident $name:literal [$($synonym:literal)*] $shape:ident $meaning:literal $example:literal
        => [$($path:literal $label:literal)*];)*) => {
        /// A field of an incident that its author can state.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Key { $($key),* }

        /// Every field, in the order of the documentation.
        pub static FIELDS: &[Field] = &[$(Field {
            key: Key::$key, name: $name, synonyms: &[$($synonym),*], shape: Shape::$shape,
            meaning: $meaning, example: $example, paths: &[$(($path, $label)),*],
        }),*];
    };
}

fields! {
    Id "id" ["uuid" "incident_id" "incident_number" "incident" "slug"] Text
        "Stable name of the incident; its address is made from it." "id: INC-2024-024"
        => ["id" "Id"];
    Part "part" [] Number
        "Which incident of a series the document is, counted from 0." "part: 1"
        => ["part" "Part"];
    Kind "kind" ["document_type" "document_kind" "type"] Word
        "`incident`, `maintenance`, `notice`, `near_miss`, `page`, `template`, `index` or `other`." "kind: near_miss"
        => ["kind" "Kind"];
    Audience "audience" ["visibility"] Word
        "Who may see the page: `internal` (the default), `customer`, `public` or a name of `[audiences]`." "audience: public"
        => ["audience" "Audience"];
    Embargo "embargo_until"
        ["embargo" "embargoed_until" "embargo_date" "embargo_ends" "publish_after" "publish_at" "publish_on"
         "publish_date" "not_before" "release_after"] Moment
        "Internal, whatever its audience, until `--as-of` is later than this day." "embargo_until: 2027-01-31"
        => [];
    Draft "draft" ["is_draft" "wip" "unpublished" "do_not_publish"] Flag
        "A draft is left out for every audience." "draft: true"
        => [];
    Published "published" ["publish" "is_published"] Flag
        "`false` makes the document a draft; a date in the future is an embargo." "published: false"
        => [];
    Title "title" ["name" "incident_title" "headline"] Text
        "What broke, in one line." "title: Checkout slow after a failover"
        => ["title" "Title"];
    Summary "summary" ["description" "excerpt" "tldr" "abstract"] Text
        "What happened, in a sentence or two." "summary: Orders timed out for 40 minutes."
        => ["summary" "Summary"];
    Status "status" ["state" "incident_status" "is_resolved" "resolved"] Word
        "`resolved` or `open`; `resolved: true` says the same, a date under `resolved` is `ended_at`." "status: resolved"
        => ["status" "Status"];
    Severity "severity" ["sev" "severity_level" "incident_severity" "priority" "level"] Word
        "The label as you use it; `[severity]` in incidex.toml maps it to a level." "severity: SEV-2"
        => ["severity" "Severity" "severity.label" "Severity as written" "severity.level" "Severity"];
    Organisation "organisation" ["organization" "company" "org"] Text
        "Whose incident it was." "organisation: Halden Parcels"
        => ["organisation" "Organisation"];
    Services "services"
        ["service" "affected_services" "affected_service" "services_affected" "impacted_services" "affected"
         "affected_components" "components" "systems" "affected_systems" "system" "impacted_systems" "impacted_components"
         "product" "products" "affected_products" "application" "applications"] List
        "What was affected." "services: [checkout, search]"
        => ["services" "Services"];
    Tags "tags" ["tag" "categories" "labels" "keywords" "topics"] List
        "Words to group incidents by." "tags: [database, peak]"
        => ["tags" "Tags"];
    StartedAt "started_at"
        ["started" "start" "start_time" "start_at" "start_date" "incident_start" "incident_started" "impact_start"
         "began" "began_at" "began_on" "occurred_at" "occurred" "outage_start" "incident_date" "date"] Moment
        "When the fault began." "started_at: 2024-11-29 10:32 UTC"
        => ["started_at" "Start"];
    EndedAt "ended_at"
        ["ended" "end" "end_time" "end_at" "end_date" "incident_end" "incident_ended" "impact_end" "resolved_at"
         "resolved_when" "resolved_on" "resolution_time" "recovered_at" "restored_at" "closed_at" "outage_end"
         "finished_at"] Moment
        "When it was over." "ended_at: 2024-11-29 12:58 UTC"
        => ["ended_at" "End" "milestones.resolved_at" "Resolved"];
    DetectedAt "detected_at"
        ["detected" "detection_time" "detected_on" "discovered_at" "discovered" "noticed_at" "alerted_at" "reported_at"]
        Moment
        "When somebody or something noticed." "detected_at: 10:36 UTC"
        => ["milestones.detected_at" "Detected"];
    RespondedAt "responded_at"
        ["acknowledged_at" "acknowledged" "response_time" "responded" "acked_at" "engaged_at" "paged_at" "declared_at"]
        Moment
        "When work on it began." "responded_at: 10:41 UTC"
        => ["milestones.responded_at" "Responded"];
    EscalatedAt "escalated_at" ["escalated" "escalation_time"] Moment
        "When it was handed on or up." "escalated_at: 11:05 UTC"
        => ["milestones.escalated_at" "Escalated"];
    CulpritNamedAt "culprit_named_at" ["culprit_named"] Moment
        "When the true cause was first suspected by name." "culprit_named_at: 11:20 UTC"
        => ["milestones.culprit_named_at" "Cause first named"];
    IdentifiedAt "identified_at" ["identified" "diagnosed_at" "cause_found_at" "root_cause_found_at"] Moment
        "When the cause was known." "identified_at: 11:48 UTC"
        => ["milestones.identified_at" "Cause identified"];
    FixedAt "fixed_at" ["fixed" "mitigated_at" "mitigated" "repaired_at" "repaired" "stabilised_at" "stabilized_at"]
        Moment
        "When the fault itself was gone." "fixed_at: 12:41 UTC"
        => ["milestones.fixed_at" "Fixed"];
    Duration "duration"
        ["duration_minutes" "total_duration" "incident_duration" "outage_duration" "downtime" "time_to_resolve"]
        Duration
        "How long it lasted; a bare number is minutes." "duration: 2h 26m"
        => ["duration.minutes" "Duration" "duration.stated_minutes" "Duration as written"
            "duration.at_most_minutes" "Duration at most"];
    TimeZone "time_zone" ["tz" "zone"] Word
        "Zone of every time that names none: IANA name, `UTC` or offset." "time_zone: Europe/Oslo"
        => [];
    Impact "impact" ["user_impact" "customer_impact" "impact_summary" "business_impact"] Text
        "What users noticed." "impact: Tracking pages showed an error."
        => ["impact.text" "Impact"];
    UsersPercent "users_percent"
        ["affected_users" "users_affected" "affected_users_percent" "users_affected_percent" "percent_users"
         "customers_affected" "affected_customers"] Number
        "Share of users affected, 0 to 100; a count of users is not a share and is not used." "users_percent: 70"
        => ["impact.users_percent" "Share of users"];
    Detection "detection" ["detected_by" "detection_method" "detection_source" "reported_by" "discovered_by"] Word
        "Who noticed: `monitoring`, `customer`, `staff`, `third_party` or `test`, or a phrase that says so."
        "detection: monitoring"
        => ["detection.source" "Detected by" "detection.sources" "All who noticed"];
    Cause "cause" ["root_cause" "root_causes" "cause_class" "cause_category" "causes" "category"] Text
        "A class of the cause rules, or the sentence that names the cause." "cause: capacity"
        => ["cause.class" "Cause" "cause.statement" "Sentence that states the cause"];
    Component "component" ["failed_component" "faulty_component" "cause_component"] Word
        "The component that failed, of the cause rules." "component: database"
        => ["cause.component" "Component"];
    Contributing "contributing" ["contributing_factors" "contributing_causes" "factors"] List
        "Further classes, or sentences." "contributing: [capacity]"
        => ["cause.contributing" "Contributing causes"];
    Mitigation "mitigation" ["mitigated_by" "fix" "resolution_type" "mitigation_type"] Text
        "What ended it: `rollback`, `restart`, `scale`, `config`, `failover`, `hotfix`, `vendor`, `replace`, `waited` or a phrase."
        "mitigation: rollback"
        => ["mitigation" "What ended it" "mitigation.kind" "What ended it" "mitigation.text" "What ended it, in words"];
    Resolution "resolution" ["remediation" "resolution_summary"] Text
        "How it was brought to an end, in words." "resolution: The pool was capped per replica."
        => ["resolution" "Resolution"];
    SameAs "same_as" ["duplicate_of" "same_incident_as"] List
        "Ids of incidents with the same cause, where wording hides it; `a2 = INC-7#a3` joins action items." "same_as: [INC-2024-011]"
        => [];
    NotSameAs "not_same_as" ["different_from"] List
        "Ids of incidents with another cause, where wording suggests the same; `a2 = INC-7#a3` parts action items." "not_same_as: [INC-2023-090]"
        => [];
    Related "related" ["related_incidents" "related_to" "see_also" "links_to"] List
        "Ids of incidents worth reading beside this one." "related: [INC-2024-011]"
        => ["related" "Related incidents"];
    Owner "owner"
        ["owners" "author" "authors" "team" "teams" "written_by" "incident_commander" "commander" "responders"] List
        "Who wrote or led it. Read and shown as written, never counted." "authors: [database team]"
        => [];
    SourceUrl "source_url" ["source" "permalink" "original" "canonical_url" "postmortem_url"] Text
        "Where the original is kept." "source_url: https://wiki.example.org/pm/24"
        => [];
    Timeline "timeline" [] Body
        "What happened when." "## Timeline\n- 10:32 Failover of the primary"
        => ["timeline" "Timeline"];
    ActionItems "action_items" [] Body
        "What was promised." "## Action items\n- [ ] Alert on replication lag"
        => ["action_items" "Action items"];
    FalseLeads "false_leads" [] Body
        "What was suspected and was not the cause." "## Timeline\n- 10:50 [hypothesis] The network is slow"
        => ["false_leads" "False leads"];
    Lessons "lessons" [] Body
        "What was learned." "## Lessons learned\n- Failover was never rehearsed"
        => ["lessons" "Lessons"];
    DurationClock "duration_clock" [] Body
        "Elapsed time, or only the hours of support." "## Duration\n9h 16m (during support hours)"
        => ["duration.clock" "Clock of the duration"];
}

/// The fields that front matter can state, in the order of the documentation.
pub fn front_matter() -> impl Iterator<Item = &'static Field> {
    FIELDS.iter().filter(|field| field.shape != Shape::Body)
}

impl Key {
    pub fn field(self) -> &'static Field {
        &FIELDS[self as usize]
    }

    /// The spelling of the documentation, which is also the key path of the schema where it has one of that name.
    pub fn name(self) -> &'static str {
        self.field().name
    }

    /// Where the field is stated, and a line of it: a key of front matter, or a heading (`## Timeline`).
    pub fn stated_by(self) -> (&'static str, &'static str) {
        let field = self.field();
        field.example.split_once('\n').unwrap_or((field.name, field.example))
    }
}

/// What pages call the value at a key path of the schema, and the field that states it; `None` for a path of no field.
pub fn at_path(path: &str) -> Option<(&'static str, &'static Field)> {
    let at = BY_PATH.binary_search_by_key(&path, |(known, _, _)| known).ok()?;
    let (_, label, field) = BY_PATH[at];
    Some((label, field))
}

static BY_PATH: LazyLock<Vec<(&'static str, &'static str, &'static Field)>> = LazyLock::new(|| {
    let paths = FIELDS.iter().flat_map(|field| field.paths.iter().map(move |&(path, label)| (path, label, field)));
    let mut paths: Vec<_> = paths.collect();
    paths.sort_unstable_by_key(|(path, _, _)| *path);
    paths
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_stands_where_its_key_says_and_a_path_belongs_to_one_row() {
        assert!(FIELDS.iter().all(|field| std::ptr::eq(field.key.field(), field)));
        assert!(BY_PATH.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn a_path_is_called_by_its_label_and_leads_to_the_field_that_states_it() {
        let told = |path| at_path(path).map(|(label, field)| (label, field.name));
        assert_eq!(told("milestones.culprit_named_at"), Some(("Cause first named", "culprit_named_at")));
        assert_eq!(told("milestones.resolved_at"), Some(("Resolved", "ended_at")));
        assert_eq!(told("milestones"), None);
    }

    #[test]
    fn a_field_of_the_body_is_stated_under_a_heading() {
        assert_eq!(Key::DetectedAt.stated_by(), ("detected_at", "detected_at: 10:36 UTC"));
        assert_eq!(Key::Timeline.stated_by().0, "## Timeline");
        let of_the_body = FIELDS.iter().filter(|field| field.shape == Shape::Body);
        assert!(of_the_body.into_iter().all(|field| field.example.starts_with("## ")));
        assert!(front_matter().all(|field| field.example.starts_with(|c: char| c.is_ascii_lowercase())));
    }
}
