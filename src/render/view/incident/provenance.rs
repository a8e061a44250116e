//! Where each value comes from and how its author can overrule it.

use std::borrow::Cow;

use tera::Value;

use crate::model::field::{self, Shape};
use crate::model::{Incident, Provenance};
use crate::render::view::markup;
use crate::render::words;
use crate::theme::push_escaped;

/// One row of a table for each filled key, as HTML: value, origin, the author's words, and what overrules it. The keys
/// of single timeline entries and items stand beside them instead.
///
/// Made here and not by a template, as there are more of these rows than of all others together. `language` is the
/// attribute of what authors wrote.
pub fn rows(incident: &Incident, language: &str) -> Value {
    let own = incident.provenance.iter().filter(|(key, _)| position(key).is_none());
    let mut html = String::with_capacity(8 * 1024);
    own.for_each(|(key, provenance)| push_row(&mut html, key, provenance, language));
    markup(&html)
}

fn push_row(html: &mut String, key: &str, provenance: &Provenance, language: &str) {
    let known = field::at_path(key);
    let label = known.map_or_else(
        || Cow::Owned(words::upper_first(&key.replace(['.', '_'], " "))),
        |(label, _)| Cow::Borrowed(label),
    );
    html.push_str("\n<tr id=\"ix-origin-");
    push_escaped(html, key);
    html.push_str("\">\n<th scope=\"row\">");
    push_escaped(html, &label);
    html.push_str(" <code>");
    push_escaped(html, key);
    html.push_str("</code></th>\n<td>");
    html.push_str(words::origin(provenance.origin));
    html.push_str(" <span class=\"line\">");
    if let Some(line) = provenance.line {
        html.push_str("line ");
        words::push_number(html, line as i64);
        html.push_str(", ");
    }
    html.push_str("rule ");
    push_escaped(html, &provenance.rule);
    html.push_str("</span></td>\n<td>");
    if let Some(excerpt) = super::filled(provenance.excerpt.as_deref()) {
        html.push_str("<q");
        html.push_str(language);
        html.push('>');
        push_escaped(html, excerpt);
        html.push_str("</q>");
    }
    html.push_str("</td>\n<td>");
    if let Some((_, overrules)) = known.filter(|(_, field)| field.shape != Shape::Body) {
        html.push_str("<code>");
        html.push_str(overrules.name);
        html.push_str(":</code>");
    }
    html.push_str("</td>\n</tr>");
}

/// Id of the row of a key.
pub fn anchor(key: &str) -> String {
    format!("ix-origin-{key}")
}

/// The position in a key path such as `timeline[3].at` or `timeline.3.at`.
pub fn position(key: &str) -> Option<usize> {
    if !key.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let parts = key.split(['.', '[', ']']).filter(|part| !part.is_empty());
    parts.skip(1).find_map(|part| part.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Origin;

    #[test]
    fn a_row_tells_where_a_value_comes_from_and_what_overrules_it() {
        let mut incident = Incident::blank("a");
        let status = Provenance {
            origin: Origin::Inferred,
            line: Some(12),
            column: None,
            rule: "status-words".into(),
            excerpt: Some("<b>over</b>".into()),
        };
        incident.provenance.insert("timeline[0].at".into(), status.clone());
        incident.provenance.insert("status".into(), status);
        let row = "\n<tr id=\"ix-origin-status\">\n<th scope=\"row\">Status <code>status</code></th>\n\
                   <td>read out of the prose by a rule <span class=\"line\">line 12, rule status-words</span></td>\n\
                   <td><q lang=\"nb\">&lt;b&gt;over&lt;/b&gt;</q></td>\n<td><code>status:</code></td>\n</tr>";
        assert_eq!(rows(&incident, " lang=\"nb\"").as_str(), Some(row));
        assert_eq!(rows(&Incident::blank("a"), "").as_str(), Some(""));
    }

    #[test]
    fn a_key_of_a_single_entry_is_told_from_a_key_of_the_incident() {
        let positions = ["timeline[3].at", "timeline.12.until", "severity.level", "timeline"].map(position);
        assert_eq!(positions, [Some(3), Some(12), None, None]);
    }
}
