//! The newest incidents for feed readers, as Atom and as JSON Feed.
//!
//! Ids are made from the incident's own id, so they outlive a change of title, address or base URL. Without a base URL
//! links stay relative to the feed.

use serde_json::{Value, json};

use super::archive::{Archive, Entry};
use super::view::incident::shortened;
use super::{absolute, words};
use crate::model::PartialDate;

/// Entries of a feed.
const NEWEST: usize = 30;

/// The feeds by path. What has no date cannot be placed in a feed and is left out.
pub fn files(archive: &Archive) -> Vec<(String, String)> {
    let dated = archive.listed.iter().map(|&index| archive.entry(index));
    let newest = dated.filter_map(|entry| Some((entry, updated(entry)?))).take(NEWEST).collect::<Vec<_>>();
    vec![("feed.atom".into(), atom(archive, &newest)), ("feed.json".into(), json_feed(archive, &newest))]
}

type Dated<'a> = (&'a Entry<'a>, String);

fn atom(archive: &Archive, newest: &[Dated]) -> String {
    let config = archive.input.config;
    let mut xml =
        String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"");
    xml.push_str(&format!(" xml:lang=\"{}\">\n", escaped(&config.language)));
    element(&mut xml, "title", &config.title);
    element(&mut xml, "id", &uuid(&["feed", &config.title]));
    element(&mut xml, "updated", newest.first().map_or("1970-01-01T00:00:00Z", |(_, updated)| updated));
    link(&mut xml, "self", &address(archive, "feed.atom"));
    link(&mut xml, "alternate", &address(archive, "index.html"));
    xml.push_str("<author>");
    element(&mut xml, "name", config.organisation.as_deref().unwrap_or(&config.title));
    xml.push_str("</author>\n");
    for (entry, updated) in newest {
        xml.push_str("<entry>\n");
        element(&mut xml, "title", &entry.incident().title);
        element(&mut xml, "id", &id(entry));
        element(&mut xml, "updated", updated);
        link(&mut xml, "alternate", &address(archive, &entry.path));
        element(&mut xml, "summary", &summary(archive, entry));
        xml.push_str("</entry>\n");
    }
    xml.push_str("</feed>\n");
    xml
}

fn json_feed(archive: &Archive, newest: &[Dated]) -> String {
    let config = archive.input.config;
    let items = newest.iter().map(|(entry, updated)| {
        json!({
            "id": id(entry),
            "url": address(archive, &entry.path),
            "title": entry.incident().title,
            "content_text": summary(archive, entry),
            "date_published": updated,
            "tags": entry.incident().services,
        })
    });
    let feed = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": config.title,
        "home_page_url": address(archive, "index.html"),
        "feed_url": absolute(config, "feed.json"),
        "language": config.language,
        "items": items.collect::<Vec<_>>(),
    });
    let Value::Object(mut feed) = feed else { return String::new() };
    feed.retain(|_, value| !value.is_null());
    format!("{:#}\n", Value::Object(feed))
}

/// Absolute where a base URL is known, relative to the feed otherwise.
fn address(archive: &Archive, path: &str) -> String {
    absolute(archive.input.config, path).unwrap_or_else(|| path.to_owned())
}

/// When the incident was over, began or was first heard of, as RFC 3339; a date alone counts as its midnight in UTC.
fn updated(entry: &Entry) -> Option<String> {
    let incident = entry.incident();
    let instants = [&incident.ended_at, &incident.started_at];
    if let Some(utc) = instants.into_iter().flatten().find_map(|moment| moment.utc) {
        return Some(utc.to_string());
    }
    let date = match entry.moment?.date? {
        PartialDate::Day(date) => date.to_string(),
        PartialDate::Month(year, month) => format!("{year:04}-{month:02}-01"),
        PartialDate::Year(year) => format!("{year:04}-01-01"),
    };
    Some(format!("{date}T00:00:00Z"))
}

fn summary(archive: &Archive, entry: &Entry) -> String {
    let incident = entry.incident();
    let severity = match words::level(incident.severity.level) {
        "not recorded" => None,
        known => Some(known.to_owned()),
    };
    let duration = super::view::row::duration(&incident.duration).map(|text| text.replace('\u{a0}', " "));
    let services = (!incident.services.is_empty()).then(|| incident.services.join(", "));
    let cause = incident.cause.class.as_deref();
    let cause = cause.map(|class| archive.cause_label(class, incident.cause.component.as_deref()));
    let kind = words::kind(incident.kind).map(str::to_owned);
    let facts = [kind, severity, duration, services, cause].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    match incident.summary.as_deref().map(|text| shortened(text, 500)).filter(|text| !text.is_empty()) {
        Some(text) if facts.is_empty() => text,
        Some(text) => format!("{facts}. {text}"),
        None => facts,
    }
}

fn id(entry: &Entry) -> String {
    let incident = entry.incident();
    uuid(&["incident", &incident.id, &incident.part.to_string()])
}

/// A URN made from names: version 8, which RFC 9562 leaves to the maker.
fn uuid(names: &[&str]) -> String {
    let hash = blake3::hash(names.join("\u{0}").as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash.as_bytes()[..16]);
    bytes[6] = (bytes[6] & 0x0f) | 0x80;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let hex = bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    format!("urn:uuid:{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

fn element(xml: &mut String, name: &str, text: &str) {
    xml.push_str(&format!("<{name}>{}</{name}>\n", escaped(text)));
}

fn link(xml: &mut String, relation: &str, address: &str) {
    xml.push_str(&format!("<link rel=\"{relation}\" href=\"{}\"/>\n", escaped(address)));
}

/// Text for XML; characters that XML forbids become spaces.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(character),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push(' '),
            plain => out.push(plain),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(names: &[&str], expected: &str) {
        assert_eq!(uuid(names), expected);
    }

    #[test]
    fn an_id_depends_on_nothing_but_the_incident() {
        check(&["incident", "INC-1", "0"], &uuid(&["incident", "INC-1", "0"]));
        assert_ne!(uuid(&["incident", "INC-1", "0"]), uuid(&["incident", "INC-1", "1"]));
        let id = uuid(&["incident", "INC-1", "0"]);
        assert_eq!((id.len(), &id[23..24]), ("urn:uuid:".len() + 36, "8"));
    }

    #[test]
    fn characters_that_xml_forbids_are_taken_out() {
        assert_eq!(escaped("a<b>&\"c\u{1b}[0m"), "a&lt;b&gt;&amp;&quot;c [0m");
    }
}
