//! Which incident names which: wordings that name one other incident, and wordings that only look like it.

use std::collections::BTreeMap;
use std::fs;

use incidex::analyse::{Options, trends};
use incidex::config::Config;
use incidex::model::Audience;
use jiff::civil::date;

/// File, id, day and title.
const ARCHIVE: [[&str; 4]; 10] = [
    ["2024/2024-03-12-checkout-pool.md", "INC-7", "2024-03-12", "Checkout stalled behind an exhausted connection pool"],
    ["2024/2024-05-03-search-blackout.md", "INC-12", "2024-05-03", "Search returned empty pages after a reindex"],
    ["2024/payroll-export.md", "INC-15", "2024-06-18", "Payroll export missed its night window"],
    ["2024/login-europe.md", "INC-18", "2024-07-09", "Logins slow in Europe"],
    ["2024/mail-queue.md", "INC-19", "2024-07-09", "Mail queue stuck behind one poison message"],
    ["2024/Edge cache purge.md", "INC-22", "2024-08-01", "Edge cache purge emptied all regions"],
    ["2024/monday-a.md", "INC-30", "2024-08-05", "Payment provider refused our certificate"],
    ["2024/tuesday.md", "INC-33", "2024-08-06", "Tax service answered with stale rates"],
    ["2024/monday-b.md", "INC-35", "2024-08-12", "Payment provider refused our certificate"],
    ["2024/dns.md", "INC-36", "2024-07-22", "DNS trouble"],
];

/// A document that names others, of the same day as all of its kind: a wording stands for `{wording}`, and its own names for
/// `{id}`, `{file}` and `{title}`.
const WRITER: &str = "---\nid: {id}\nkind: incident\n---\n\n# {title}\n\n2024-08-14 10:00 UTC to 12:00 UTC\n\n## Summary\n\n{wording}\n\n\
    ## Root cause\n\nThe broker ran out of file handles.\n\n[pool]: 2024-03-12-checkout-pool.md\n";

const NAMES_ONE: [(&str, &[&str]); 20] = [
    ("Same failure as INC-7: nothing handed connections back.", &["INC-7"]),
    ("This was inc-12 all over again.", &["INC-12"]),
    ("The pool was sized in [the March write-up](2024-03-12-checkout-pool.md).", &["INC-7"]),
    ("We had promised a lock after [the payroll night](payroll-export.md#action-items).", &["INC-15"]),
    ("[The edge outage](Edge%20cache%20purge.md) shows the same pattern.", &["INC-22"]),
    ("Compare [the search outage](/2024/2024-05-03-search-blackout.md).", &["INC-12"]),
    ("It resembles [May](../2024/2024-05-03-search-blackout.md#timeline).", &["INC-12"]),
    ("The file `2024-03-12-checkout-pool.md` describes how the pool is sized.", &["INC-7"]),
    ("As told in 2024-05-03-search-blackout, an alias points at nothing for a moment.", &["INC-12"]),
    ("As in \"Payroll export missed its night window\", nobody owned the schedule.", &["INC-15"]),
    ("[Search returned empty pages after a reindex](https://wiki.example.org/x/91) has the details.", &["INC-12"]),
    ("The runbook came out of \u{201c}Edge cache purge emptied all regions\u{201d}.", &["INC-22"]),
    ("The outage of 2024-05-03 had the same cause.", &["INC-12"]),
    ("Same as on 3 May: consumers read from an empty alias.", &["INC-12"]),
    ("The incident on 12 March 2024 had shown this already.", &["INC-7"]),
    ("It looked like last Tuesday's outage at first, and it was.", &["INC-33"]),
    ("The broker was never tuned after [the pool outage][pool].", &["INC-7"]),
    ("INC\u{2011}7 left an open action on the broker.", &["INC-7"]),
    ("Both earlier cases (INC-7, INC-12) ended with a restart.", &["INC-12", "INC-7"]),
    ("The 2024-06-18 incident left the consumer group without an owner.", &["INC-15"]),
];

const NAMES_NONE: [(&str, &str); 30] = [
    ("itself by id", "{id} began at 10:00 and ended at noon."),
    ("itself by title", "This report, \"{title}\", is a draft."),
    ("itself by link", "Back to [the summary]({file}#summary)."),
    ("itself by date", "The outage of 2024-08-14 lasted two hours."),
    ("longer number", "INC-70 is a ticket of the vendor."),
    ("letters behind", "The host INC-7b was replaced."),
    ("letters before", "The rack label reads ZINC-7 on both sides."),
    ("unknown id", "INC-999 tracks the follow-up."),
    ("a date of something else", "The certificate was issued on 2024-05-03."),
    ("a plan", "We will repeat the load test on 3 May."),
    ("two incidents on the day", "The outage of 2024-07-09 had the same cause."),
    ("no incident on the day", "Same as on 4 May: the alias was empty."),
    ("another year", "The outage of 3 May 2023 was before our time."),
    ("a deploy on a weekday", "Last Tuesday's deploy doubled the batch size."),
    ("two Mondays", "It was the same as last Monday."),
    ("a short title", "The dashboard is called \"DNS trouble\"."),
    ("a title of two incidents", "See \"Payment provider refused our certificate\"."),
    ("a title without marks", "This time search returned empty pages after a reindex of another index."),
    ("a part of a title", "The alert said \"Search returned empty pages\"."),
    ("a picture", "![pool](2024-03-12-checkout-pool.png)"),
    ("a word that is a file name", "The dns of the cluster was fine."),
    ("no outage", "There was no outage on 3 May."),
    ("a span of quiet", "Between 2024-05-03 and 2024-06-18 the broker ran without trouble."),
    ("a row's own time", "- 2024-05-03 09:00 The broker was upgraded."),
    ("nothing yesterday", "It was not like yesterday's outage."),
    ("a missing file", "See [the earlier report](2024-01-01-none.md)."),
    ("a version", "Client 2024.05.03 caused the outage."),
    ("a letter about it", "We mailed customers about this incident on 12 March."),
    ("a longer file name", "The map is in 2024-05-03-search-blackout-map."),
    ("a comment", "<!-- see INC-7 --> The broker was restarted."),
];

/// The ids that a document names, with the line and the sentence of each.
type Named = BTreeMap<String, (Option<usize>, String)>;

/// What the document of each wording names, by the wording's number: those of [`NAMES_ONE`] come first.
fn named() -> Vec<Named> {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("2024")).unwrap();
    for [file, id, day, title] in ARCHIVE {
        let body = format!(
            "---\nid: {id}\nkind: incident\n---\n\n# {title}\n\n{day} 09:00 UTC to 10:00 UTC\n\nNobody noticed.\n"
        );
        fs::write(folder.path().join(file), body).unwrap();
    }
    let wordings: Vec<&str> = NAMES_ONE.iter().map(|row| row.0).chain(NAMES_NONE.iter().map(|row| row.1)).collect();
    for (number, wording) in wordings.iter().enumerate() {
        let (id, file) = (format!("ORD-{number:03}"), format!("2024-08-14-orders-{number}.md"));
        let title = format!("Orders delayed by a saturated broker in hall {number}");
        let text = WRITER.replace("{wording}", wording);
        let text = text.replace("{id}", &id).replace("{file}", &file).replace("{title}", &title);
        fs::write(folder.path().join("2024").join(file), text).unwrap();
    }
    let loaded = incidex::pipeline::load(folder.path(), Config::default(), Audience::INTERNAL).unwrap();
    let mut found = vec![Named::new(); wordings.len()];
    for edge in trends(&loaded.knowledge_base, date(2024, 9, 1), &Options::default()).chains.edges {
        let number: usize = edge.from.strip_prefix("ORD-").expect("only these name another").parse().unwrap();
        assert_eq!(edge.path, format!("2024/2024-08-14-orders-{number}.md"));
        found[number].insert(edge.to, (edge.line, edge.text));
    }
    found
}

#[test]
fn an_incident_is_named_by_id_file_link_title_or_day_and_by_nothing_that_only_looks_like_it() {
    let named = named();
    let (one, none) = named.split_at(NAMES_ONE.len());
    let missed = NAMES_ONE.iter().zip(one).filter(|((_, ids), found)| !ids.iter().eq(found.keys()));
    let invented = NAMES_NONE.iter().zip(none).filter(|(_, found)| !found.is_empty());
    let (missed, invented): (Vec<_>, Vec<_>) = (missed.collect(), invented.collect());
    assert!(missed.is_empty() && invented.is_empty(), "missed: {missed:#?}\ninvented: {invented:#?}");
    // Each is shown by its sentence, with the line at which its paragraph begins.
    for ((wording, _), found) in NAMES_ONE.iter().zip(one).filter(|((wording, _), _)| !wording.contains('[')) {
        let plain = wording.replace('`', "");
        assert!(found.values().all(|(line, text)| *line == Some(12) && plain.contains(text.as_str())), "{found:?}");
    }
}

#[test]
fn a_list_and_the_navigation_of_an_archive_name_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let navigation = "## Related incidents\n\n- INC-101 the disk\n- INC-102 the cable\n";
    for number in 101..=105 {
        let body = format!(
            "---\nid: INC-{number}\nkind: incident\n---\n\n# Outage number {number}\n\n2024-01-05 09:00 UTC to 10:00 UTC\n\n{navigation}"
        );
        fs::write(folder.path().join(format!("{number}.md")), body).unwrap();
    }
    let index = "# All incidents\n\n- [INC-101](101.md)\n- [INC-102](102.md)\n- [INC-103](103.md)\n";
    fs::write(folder.path().join("README.md"), index).unwrap();
    let loaded = incidex::pipeline::load(folder.path(), Config::default(), Audience::INTERNAL).unwrap();
    let chains = trends(&loaded.knowledge_base, date(2024, 9, 1), &Options::default()).chains;
    assert_eq!(chains.edges, []);
}
