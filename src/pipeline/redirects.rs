//! Pages that lead on: the addresses that a document had before, and the short ones that several documents claim.
//!
//! Made from the documents that the audience sees, and from nothing else. None takes the place of a file of the site.

use std::collections::BTreeMap;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::{Loaded, PipelineError, output};
use crate::attach::escape;
use crate::diagnostic::Diagnostic;
use crate::model::Article;
use crate::output::Output;
use crate::publish::Stage;

const IN_PATH: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'<').add(b'>').add(b'?').add(b'`').add(b'%').add(b'&').add(b'\'');

/// Puts a page at every address that leads on. What stands in the way of one is told of its document.
pub(super) fn put(loaded: &Loaded, stage: &Stage) -> Result<Vec<Diagnostic>, PipelineError> {
    let mut claims: BTreeMap<&str, Vec<&Article>> = BTreeMap::new();
    for article in &loaded.knowledge_base.articles {
        for alias in &article.aliases {
            let claims = claims.entry(alias).or_default();
            if !claims.iter().any(|other| other.slug == article.slug) {
                claims.push(article);
            }
        }
    }
    let mut findings = Vec::new();
    for (path, articles) in claims {
        // Its own address needs nobody who leads there.
        if articles.iter().any(|article| path == format!("incidents/{}/index.html", article.slug)) {
            continue;
        }
        match stage.refusal(path) {
            None => stage.put(path, page(path, &articles).as_bytes()).map_err(output)?,
            Some(reason) => findings.extend(articles.iter().map(|article| {
                let message = format!("no page leads on from `{path}`: {reason}");
                Diagnostic::new("alias_refused", message).at(&article.incident.source.path, None)
            })),
        }
    }
    Ok(findings)
}

/// A page that leads to one document by itself, and names all where there are several.
fn page(path: &str, articles: &[&Article]) -> String {
    let up = "../".repeat(path.matches('/').count());
    let address = |article: &Article| {
        utf8_percent_encode(&format!("{up}incidents/{}/index.html", article.slug), IN_PATH).to_string()
    };
    let mut out = String::from(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" \
         content=\"default-src 'none'; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"robots\" content=\"noindex\">\n",
    );
    if let [only] = articles {
        out.push_str(&format!(
            "<meta http-equiv=\"refresh\" content=\"0; url={0}\">\n<link rel=\"canonical\" href=\"{0}\">\n",
            address(only)
        ));
    }
    let heading = if articles.len() == 1 { "This page has moved" } else { "Several documents have this address" };
    out.push_str(&format!("<title>{heading}</title>\n</head>\n<body>\n<h1>{heading}</h1>\n<ul>\n"));
    for article in articles {
        out.push_str(&format!("<li><a href=\"{}\">", address(article)));
        escape(&article.incident.title, &mut out);
        out.push_str("</a></li>\n");
    }
    out.push_str("</ul>\n</body>\n</html>\n");
    out
}
