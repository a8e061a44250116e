//! What the tickets and the history of an archive say of its promises.

use std::path::Path;

use super::{PipelineError, history};
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::gate::ContentRoot;
use crate::model::{Audience, Incident, KnowledgeBase};
use crate::normalise;
use crate::parse::{self, Ticket};
use crate::read::{self, Archive, Refusal};

/// Puts into the incidents what tickets say, and where the settings ask for it the history. What is to be said about either
/// is for those who see everything: the history even tells when hidden parts were changed, so narrower readers have none.
pub(super) fn settle(
    archive: &Archive,
    config: &Config,
    base: &mut KnowledgeBase,
    audience: &Audience,
) -> Vec<Diagnostic> {
    let (tickets, mut findings) = tickets(&archive.root);
    let incidents = base.articles.iter_mut().map(|article| &mut *article.incident);
    findings.extend(normalise::settle_tickets(incidents, &tickets, audience));
    if config.git && audience.is_internal() {
        findings.extend(history::settle(archive, base));
    }
    findings
}

/// The tickets of an archive, and what of its snapshots cannot be read; nothing where it has none.
fn tickets(root: &ContentRoot) -> (Vec<Ticket>, Vec<Diagnostic>) {
    let (mut tickets, mut findings) = (Vec::new(), Vec::new());
    for path in read::TICKETS {
        let text = match root.read(path, read::ASSET_LIMIT) {
            Ok(bytes) => read::decode(path, &bytes),
            Err(Refusal::Missing) => continue,
            Err(refusal) => Err(refusal.of_file(path)),
        };
        match text {
            Ok(text) => {
                let (rows, odd) = parse::tickets(path, &text.text);
                tickets.extend(rows);
                findings.extend(text.findings.into_iter().chain(odd));
            }
            Err(finding) => findings.push(finding),
        }
    }
    (tickets, findings)
}

/// Settles the promises of incidents that were read without their archive by the tickets of the one at `root`.
///
/// # Errors
/// When a snapshot cannot be read for a reason of the machine.
pub fn with_tickets(root: &Path, incidents: &mut [Incident], audience: &Audience) -> Result<(), PipelineError> {
    let Ok(root) = ContentRoot::at(root) else { return Ok(()) };
    let (tickets, _) = tickets(&root);
    root.intact()
        .map_err(|unread| PipelineError::Input(read::ReadError::Partly { path: root.path().to_owned(), unread }))?;
    normalise::settle_tickets(incidents.iter_mut(), &tickets, audience);
    Ok(())
}
