//! What the values of fields are called, for the scripts that show what was found.
//!
//! The index holds ids. Here is the name of every id that a document of this site has, and of no other: a site must not
//! tell what the settings call things that its readers do not see.

use std::collections::BTreeMap;

use serde::Serialize;

use super::archive::Archive;
use super::words;
use crate::model::{Incident, SeverityLevel};

/// Relative to the site.
pub const PATH: &str = "search/names.js";

/// Field to id to name; `sign` has the signs of severities.
type Names = BTreeMap<&'static str, BTreeMap<String, String>>;

/// The script that hands the names to the page: a script, as a page opened from disk can read nothing else.
pub fn script(archive: &Archive) -> Vec<u8> {
    let mut names = Names::new();
    let mut name = |field: &'static str, id: String, name: String| {
        names.entry(field).or_default().insert(id, name);
    };
    for entry in &archive.entries {
        let incident = entry.incident();
        if let Some(class) = &incident.cause.class {
            name("cause", class.clone(), archive.class_label(class));
        }
        if let Some(component) = &incident.cause.component {
            name("component", component.clone(), archive.component_label(component));
        }
        let level = incident.severity.level;
        name("severity", words::level_id(level).into(), words::level(level).into());
        if !words::level_mark(level).is_empty() {
            name("sign", words::level_id(level).into(), words::level_mark(level).into());
        }
        let (source, status) = (detection(incident), status(incident));
        name("detected", id(&incident.detection.source), source.into());
        name("status", id(&incident.status), status.into());
    }
    let json = serde_json::to_string(&names).unwrap_or_default();
    // Within a script, nothing may look like the end of it.
    let json = json.replace('<', "\\u003c").replace(['\u{2028}', '\u{2029}'], " ");
    format!("self.incidexNames = {json};\n").into_bytes()
}

fn detection(incident: &Incident) -> &'static str {
    words::detection(incident.detection.source).unwrap_or(words::level(SeverityLevel::Unknown))
}

fn status(incident: &Incident) -> &'static str {
    words::status(incident.status).unwrap_or(words::level(SeverityLevel::Unknown))
}

/// The word that the schema writes for a value.
fn id(value: &impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}
