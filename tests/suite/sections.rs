//! Sections typed before labels: what the head of a section, a column or a list says about what stands below it.

use incidex::config::{Config, HeadingSetting};
use incidex::model::{ActionItem, ActionState, Incident, Kind, SeverityLevel, Source, SourceFormat};
use incidex::normalise::{self, Normalised};

use crate::dialects::incidents;

fn incident(path: &str, text: &str) -> Incident {
    incidents(path, text, &Config::default()).remove(0)
}

/// An incident with `body` under a title and a cause.
fn read(body: &str) -> Incident {
    incident(
        "hall.md",
        &format!("# Ovens went cold\n\n**Date:** 2024-04-09\n\n## Root cause\n\nA fuse blew.\n\n{body}\n"),
    )
}

fn services(body: &str, expected: &[&str]) {
    assert_eq!(read(body).services, expected, "{body}");
}

fn states(list: &str, expected: &[(&str, ActionState)]) {
    let found = read(&format!("## Action items\n\n{list}"));
    let found: Vec<(&str, ActionState)> = found.action_items.iter().map(|it| (it.text.as_str(), it.state)).collect();
    assert_eq!(found, expected, "{list}");
}

fn actions(body: &str) -> Vec<ActionItem> {
    read(body).action_items
}

#[test]
fn the_column_of_services_alone_names_services() {
    services(
        "## Affected systems\n\n| System | What users saw | For |\n| --- | --- | --- |\n| Oven control (4) | no heat, no light | 2 h |\n| Doors | stuck | 1 h |",
        &["Oven control", "Doors"],
    );
    services(
        "## Impact\n\n| Users hit | Component | Duration |\n| --- | --- | --- |\n| 300 | Bread line | 40 min |\n| 20 | Cake line | 10 min |",
        &["Bread line", "Cake line"],
    );
    services(
        "## Services affected\n\n| Service | Impact |\n| --- | --- |\n| Bread line | stopped |\n| Shop | unaffected |",
        &["Bread line"],
    );
    services(
        "### Affected services\n\n| Where | Effect |\n| --- | --- |\n| Bread line | stopped |\n| Cake line | slow |",
        &["Bread line", "Cake line"],
    );
    services(
        "| Field | Value |\n| --- | --- |\n| Affected services | Bread line, Shop |\n| Reporter | Ana |",
        &["Bread line", "Shop"],
    );
}

#[test]
fn a_sentence_is_no_list_of_services() {
    for sentence in [
        "All ovens in the hall, the doors and the lights were off for an hour.",
        "Nobody could bake, sell, or clean.",
        "We lost the bread line and, later, the shop.",
        "Customers who ordered cakes, rolls or pies got nothing that day.",
    ] {
        services(&format!("**Services affected:** {sentence}"), &[]);
        services(&format!("## Affected systems\n\n{sentence}"), &[]);
    }
}

#[test]
fn what_went_on_working_is_not_affected() {
    services(
        "**Affected services:**\n\n- Bread line: no heat\n- Shop (not affected)\n- Doors - unaffected",
        &["Bread line"],
    );
    services("**Services affected:** Bread line\n**Not affected:** Shop, Doors", &["Bread line"]);
    services("## Affected services\n\n- Bread line\n\n## Unaffected services\n\n- Shop", &["Bread line"]);
    services("Services: Bread line, Shop (unaffected), Doors", &["Bread line", "Doors"]);
}

#[test]
fn a_share_in_a_field_about_users_is_one_of_users() {
    for (body, percent) in [
        ("| | |\n| --- | --- |\n| Customers affected | 310 (12.5%) |", 12.5),
        ("**Users impacted:** about 8 %", 8.0),
        ("- Affected users: 1,400 of 20,000 (7%)", 7.0),
        ("| Users affected | 40% |\n| --- | --- |\n| Severity | High |", 40.0),
    ] {
        assert_eq!(read(body).impact.users_percent, Some(percent), "{body}");
    }
    assert_eq!(read("**Impact:** errors rose by 30%").impact.users_percent, None);
}

#[test]
fn a_box_says_where_an_item_stands() {
    use ActionState::{Done, Dropped, Open};
    states(
        "- [x] Fit a second fuse\n- [-] Buy a spare oven\n- [/] Label the fuses\n- [>] Draw a plan\n- [X] Tell the bakers",
        &[
            ("Fit a second fuse", Done),
            ("Buy a spare oven", Dropped),
            ("Label the fuses", Open),
            ("Draw a plan", Open),
            ("Tell the bakers", Done),
        ],
    );
    states(
        "- [ ] Look after the fuses\n    - [x] fit a second one\n    - [ ] test both\n- [ ] ~~Buy a spare oven~~",
        &[
            ("Look after the fuses", Open),
            ("fit a second one", Done),
            ("test both", Open),
            ("Buy a spare oven", Dropped),
        ],
    );
    states(
        "- :white_check_mark: Fit a second fuse\n- :x: Buy a spare oven\n- :construction: Label the fuses",
        &[("Fit a second fuse", Done), ("Buy a spare oven", Dropped), ("Label the fuses", Open)],
    );
    states(
        "* ✅ Fit a second fuse\n* ❌ Buy a spare oven",
        &[("Fit a second fuse", Done), ("Buy a spare oven", Dropped)],
    );
}

#[test]
fn an_unmarked_item_is_open_where_others_are_marked_and_unknown_elsewhere() {
    use ActionState::{ClaimedDone, Done, Open, Tracked, Unknown};
    states("- Fit a second fuse\n- Label the fuses", &[("Fit a second fuse", Unknown), ("Label the fuses", Unknown)]);
    states("- [x] Fit a second fuse\n- Label the fuses", &[("Fit a second fuse", Done), ("Label the fuses", Open)]);
    states("- Fit a second fuse (DONE)\n- Label the fuses", &[("Fit a second fuse", Done), ("Label the fuses", Open)]);
    states(
        "| Action | Status |\n| --- | --- |\n| Fit a second fuse | Complete |\n| Label the fuses | |\n| Draw a plan | Outstanding |",
        &[("Fit a second fuse", Done), ("Label the fuses", Open), ("Draw a plan", Open)],
    );
    states(
        "- Fit a second fuse (OPS-7)\n- Label the fuses",
        &[("Fit a second fuse", Tracked), ("Label the fuses", Unknown)],
    );
    states(
        "- Added a label to the fuses\n- Draw a plan",
        &[("Added a label to the fuses", ClaimedDone), ("Draw a plan", Unknown)],
    );
    states("- We have added a plan to the backlog", &[("We have added a plan to the backlog", Tracked)]);
}

#[test]
fn brackets_behind_a_follow_up_say_what_became_of_it() {
    use ActionState::{ClaimedDone, Tracked};
    states(
        "The fuses are hard to tell apart. (added a label to each)\n\nSpare fuses should lie at hand. (opened OPS-19)\n\n\
         Nobody tests the fuses. (moved to the weekly round)\n\nThe hall has one circuit. (raised https://tracker.example/issues/4)",
        &[
            ("The fuses are hard to tell apart.", ClaimedDone),
            ("Spare fuses should lie at hand.", Tracked),
            ("Nobody tests the fuses.", ClaimedDone),
            ("The hall has one circuit.", Tracked),
        ],
    );
    assert_eq!(actions("## Action items\n\n- Watch the fuses (added latency included)")[0].state, ActionState::Unknown);
}

#[test]
fn what_leads_into_a_list_promises_nothing() {
    for list in [
        "The hall team will take the following steps:\n\n- Fit a second fuse",
        "We should do these things next:\n\n| Action | Owner |\n| --- | --- |\n| Fit a second fuse | Ana |",
        "*List every task that came out of the review*\n\n- Fit a second fuse",
        "**Electrics**\n\n- Fit a second fuse",
        "To keep this from happening again the bakery needs to:\n\n1. Fit a second fuse",
    ] {
        let found = actions(&format!("## Action items\n\n{list}"));
        assert_eq!(found.iter().map(|it| it.text.as_str()).collect::<Vec<_>>(), ["Fit a second fuse"], "{list}");
    }
}

#[test]
fn a_name_above_a_list_owns_it() {
    for (head, owner) in [
        ("**BK**", Some("BK")),
        ("**@ana**", Some("@ana")),
        ("**Hall team:**", Some("Hall team")),
        ("### Night team", Some("Night team")),
        ("**Prevention**", None),
        ("**DNS**", None),
        ("**Alert Routing**", None),
    ] {
        let found = actions(&format!("## Action items\n\n{head}\n\n- Fit a second fuse\n- Draw a plan"));
        assert_eq!(found.len(), 2, "{head}");
        assert!(found.iter().all(|it| it.owner.as_deref() == owner), "{head}: {found:?}");
    }
    let attended = "**Attendees:** Ana Ruiz, Bo Lind\n\n## Action items\n\n**Bo Lind**\n\n- Draw a plan";
    assert_eq!(actions(attended)[0].owner.as_deref(), Some("Bo Lind"));
}

#[test]
fn a_promise_told_in_a_list_and_in_a_table_is_one() {
    let found = actions(
        "## Immediate actions\n\n1. **Fit a second fuse to the oven circuit so that one can fail**\n2. Label every fuse in the hall\n\n\
         ## Action items\n\n| Action | Owner | Due | Status |\n| --- | --- | --- | --- |\n\
         | Second fuse for oven circuit | Ana | May 3, 2024 | Done |\n| Labels for all fuses in hall | Bo | | To do |\n| Draw a plan | Bo | | To do |",
    );
    let found: Vec<_> = found.iter().map(|it| (it.state, it.owner.as_deref(), it.due.as_deref())).collect();
    let (done, open) = (ActionState::Done, ActionState::Open);
    assert_eq!(found, [(done, Some("Ana"), Some("2024-05-03")), (open, Some("Bo"), None), (open, Some("Bo"), None)]);
}

#[test]
fn one_labelled_action_is_one_item_however_long() {
    for label in ["**Action item:**", "Action item:", "**Follow-up:**", "**Recommendation:**"] {
        let found = actions(&format!("{label} Fit a second fuse. We should test it on the day. Owner: @ana"));
        assert_eq!(found.len(), 1, "{label}");
        assert_eq!(found[0].owner.as_deref(), Some("@ana"), "{label}");
    }
}

#[test]
fn a_title_may_be_one_word_or_come_from_the_file() {
    let title = |name: &str, text: &str| {
        let found = incident(name, text);
        (!found.title_generated).then_some(found.title)
    };
    let body = "\n\n**Date:** 2024-04-09\n\n## Root cause\n\nA fuse blew.\n";
    for (heading, expected) in [
        ("# Ovengate", Some("Ovengate")),
        ("# 停電", Some("停電")),
        ("# :fire: Ovens went cold", Some("Ovens went cold")),
        ("# Incident review - ovens went cold", Some("ovens went cold")),
        ("# RCA | ovens went cold", Some("ovens went cold")),
        ("# Post-incident report: ovens went cold", Some("ovens went cold")),
        ("# Postmortem", None),
        ("# 2024-04-09", None),
        ("# April 9, 2024", None),
        ("# Summary", None),
    ] {
        assert_eq!(title("4711.md", &format!("{heading}{body}")).as_deref(), expected, "{heading}");
    }
    for (name, expected) in [
        ("2024-04-09-ovens went cold.md", Some("ovens went cold")),
        ("2024-04-09_ovens-went-cold.md", Some("ovens went cold")),
        ("ovens-cold-again.md", Some("ovens cold again")),
        ("postmortem-4711.md", None),
        ("a1b2c3d4-e5f6.md", None),
        ("incident-report.md", None),
    ] {
        assert_eq!(
            title(name, &format!("See the [notes](https://notes.example/7).{body}")).as_deref(),
            expected,
            "{name}"
        );
    }
}

#[test]
fn severity_labels_keep_their_reason_out() {
    for (line, label, level) in [
        (
            "**Severity:** Low (one of nine ovens, and only in the night shift when nobody bakes)",
            "Low",
            SeverityLevel::Minor,
        ),
        ("- Severity: SEV1 – the whole bakery stood still for a day", "SEV1", SeverityLevel::Critical),
        ("| Severity | P2: bread late in every shop of the town |\n| --- | --- |", "P2", SeverityLevel::Major),
        ("Severity: partial outage", "partial outage", SeverityLevel::Minor),
    ] {
        let found = read(line).severity;
        assert_eq!((found.label.as_deref(), found.level), (Some(label), level), "{line}");
    }
}

#[test]
fn a_heading_may_be_decorated() {
    for heading in [":bread: Root cause", "Blameless root cause", "🔥 Root causes", "Root cause of the outage"] {
        let text =
            format!("# Ovens went cold\n\n**Date:** 2024-04-09\n\n## {heading}\n\nDisk full on the oven controller.\n");
        let found = incident("hall.md", &text);
        assert_eq!(found.cause.class.as_deref(), Some("capacity"), "{heading}");
        assert_eq!(found.kind, Kind::Incident, "{heading}");
    }
}

/// An archive of ten reports, each with `body` below its own number.
fn archive(config: &Config, body: impl Fn(usize) -> String) -> Normalised {
    let document = |n: usize| {
        let path = format!("{n:02}.md");
        let text = format!(
            "# Oven {n} went cold\n\n**Date:** 2024-04-{:02}\n\n## Root cause\n\nA fuse blew.\n\n{}\n",
            n + 1,
            body(n)
        );
        let source = Source { path, format: SourceFormat::Markdown, hash: String::new() };
        incidex::parse::document(source, &text)
    };
    normalise::knowledge_base((0..10).map(document).collect(), config)
}

fn told(archive: &Normalised, code: &str) -> usize {
    archive.findings.iter().filter(|finding| finding.entry.name == code).count()
}

#[test]
fn a_list_of_boxes_needs_no_heading_that_anybody_knows() {
    let body = |_| "## Homework\n\n- [ ] Fit a second fuse\n- [x] Label the fuses".to_owned();
    let archive = archive(&Config::default(), body);
    assert_eq!(archive.knowledge_base.articles[0].incident.action_items.len(), 2);
    assert_eq!(told(&archive, "archive_recurs"), 0);
}

#[test]
fn a_heading_that_recurs_is_read_by_what_its_siblings_show() {
    for (heading, below, filled) in [
        ("## Fallout for the guests", "Two hundred breakfasts were cold.", "impact"),
        ("## Diary of the night", "- 10:00 the ovens went cold\n- 10:40 a fuse was changed", "timeline"),
        ("**Wrath:** High", "", "severity"),
    ] {
        let body = |n: usize| if n < 4 { format!("{heading}\n\n{below}") } else { String::new() };
        let archive = archive(&Config::default(), body);
        let first = &archive.knowledge_base.articles[0].incident;
        let is_filled = match filled {
            "impact" => first.impact.text.is_some(),
            "timeline" => first.timeline.len() == 2,
            _ => first.severity.level == SeverityLevel::Major,
        };
        assert!(is_filled, "{heading}: {first:#?}");
        assert_eq!(told(&archive, "archive_recurs"), 1, "{heading}");
        assert_eq!(archive.suggestions.len(), 2, "{:?}", archive.suggestions);
    }
}

#[test]
fn what_recurs_and_is_not_sure_is_left_to_the_author() {
    let odd =
        |n: usize| if n.is_multiple_of(2) { "## Words of the baker\n\nIt was a long night." } else { "" }.to_owned();
    let archive_of_odd = archive(&Config::default(), odd);
    assert!(
        archive_of_odd.suggestions[1].starts_with("# \"words of the baker\" = "),
        "{:?}",
        archive_of_odd.suggestions
    );
    let headings = [("Words of the baker".to_owned(), HeadingSetting::Impact)].into();
    let settled = archive(&Config { headings, ..Config::default() }, odd);
    assert!(settled.suggestions.is_empty(), "{:?}", settled.suggestions);
    assert_eq!(settled.knowledge_base.articles[0].incident.impact.text.as_deref(), Some("It was a long night."));
    let rare = |n: usize| if n < 2 { "## Diary\n\n- 10:00 cold\n- 10:40 warm" } else { "" }.to_owned();
    assert!(archive(&Config::default(), rare).suggestions.is_empty());
}

#[test]
fn a_ladder_of_severities_and_names_of_services_are_learned() {
    let rungs = |n: usize| format!("**Severity:** Heat {}\n\n**Services:** Bread line", 1 + n % 3);
    let ladder = archive(&Config::default(), rungs);
    let levels: Vec<_> = ladder.knowledge_base.incidents().take(3).map(|it| it.severity.level).collect();
    assert_eq!(levels, [SeverityLevel::Critical, SeverityLevel::Major, SeverityLevel::Minor]);
    assert_eq!(told(&ladder, "archive_recurs"), 1);
    let config = "[severity]\n\"heat 1\" = \"critical\"\n\"heat 2\" = \"major\"\n\"heat 3\" = \"minor\"\n";
    let lines: String =
        ladder.suggestions.iter().map(|line| format!("{}\n", line.split(" #").next().unwrap())).collect();
    assert_eq!(lines, config);
    let config = incidex::config::parse("incidex.toml", lines).unwrap();
    assert!(archive(&config, rungs).suggestions.is_empty());
}

#[test]
fn promises_stand_outside_of_sections_for_them_too() {
    for (body, expected) in [
        (
            "**Consequences.**\n\n| Measure | By |\n| --- | --- |\n| Fit a breaker | June |\n| Label the fuses | done |",
            2,
        ),
        ("Thanks, all. Let's keep these:\n\n- [ ] #12 label the fuses\n- [ ] #13 alert on cold ovens", 2),
        ("We are making the following changes:\n\n1. A breaker for each oven.\n2. No more fuses of 10 A.", 2),
        ("*Follow-ups*\n• label the fuses (Ana)\n• alert on cold ovens (Bo)", 2),
        ("## 4 Measures\n\n4.1 Fuses carry a label.\n4.2 The panel is checked after each storm.", 2),
        (
            "5. Measures planned\n\na) Fuses carry a label. Deadline: 2024-05-01\nb) A spare is kept. Deadline: 2024-06-01",
            2,
        ),
        ("**Decided**\n☐ label the fuses\n☐ keep a spare", 2),
        ("todo: label the fuses, alert on cold ovens", 2),
        ("Q: What will change?\nA: Two things. A breaker for each oven. A spare fuse in the drawer.", 2),
        ("We will keep a spare from now on. Ana is going to add an alert on cold ovens.", 2),
        ("**How it ended**\n\nAna fitted a new fuse. We will let you know more.", 0),
        ("| Time | Action | Who |\n| --- | --- | --- |\n| 10:00 | Fuse fitted | Ana |", 0),
        ("We took these steps:\n\n- Fuse fitted\n- Oven lit", 0),
    ] {
        let found = actions(body);
        assert_eq!(found.len(), expected, "{body}: {found:?}");
    }
}

#[test]
fn a_planned_maintenance_promises_no_action_items() {
    let text = "# Scheduled maintenance: new ovens\n\n**Window:** 14 April 2026, 23:00 to 03:00 UTC\n**Status:** Scheduled\n\nWe will replace the ovens in the window above. From then on the hall will be tested every week.\n";
    assert_eq!(incident("ovens.md", text).action_items, []);
}

#[test]
fn a_label_may_name_the_class_of_the_cause() {
    let class = |label: &str| {
        let text = format!("# Ovens went cold\n\n**Date:** 2024-04-09\n\n{label}\n\nThe clock of a fuse drifted.\n");
        incident("hall.md", &text).cause.class.map(|class| class.to_string())
    };
    assert_eq!(class("Root cause: Human error").as_deref(), Some("human"));
    assert_eq!(class("| Field | Value |\n| --- | --- |\n| Root cause | Software |").as_deref(), Some("code"));
    assert_eq!(class("**Cause:** Configuration").as_deref(), Some("config"));
}
