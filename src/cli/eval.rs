//! `incidex eval`: how well the causes read out of an archive agree with labels that people gave.

use super::engine;
use super::session::{Archive, Session};
use super::{EvalFlags, Exit, Failure, TextOrJson};
use crate::model::{Incident, KnowledgeBase};

use serde::Serialize;

/// From this confidence on a cause is meant to be relied upon.
const CONFIDENT: f64 = 11.0;

/// How the causes compare with the labels.
#[derive(Debug, Clone, PartialEq, Serialize)]
struct Figures {
    /// Lines of the label file that name a document of the archive.
    labelled: usize,
    /// Lines that name none.
    not_found: Vec<String>,
    /// Documents that were given a class.
    classified: usize,
    primary: Ratio,
    /// The class is any of the labels.
    in_set: Ratio,
    /// Primary, among those with a confidence of 11 or more.
    confident: Ratio,
    /// In set, among the same.
    confident_in_set: Ratio,
    wrong: Vec<Wrong>,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
struct Ratio {
    right: usize,
    of: usize,
    /// 0 to 1; `None` of nothing.
    share: Option<f64>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct Wrong {
    document: String,
    expected: Vec<String>,
    found: Option<String>,
    confidence: Option<f64>,
}

/// A line of the label file: the document, then its classes, primary first.
#[derive(Debug, Clone, PartialEq)]
struct Label {
    document: String,
    classes: Vec<String>,
}

pub(super) fn run(session: &Session, flags: &EvalFlags) -> Result<Exit, Failure> {
    let Archive { root, config } = session.archive(flags.dir.as_deref(), &session.folder)?;
    let view = session.view(&flags.view, &config)?;
    let read = std::fs::read_to_string(&flags.labels);
    let text =
        read.map_err(|error| Failure::input(format!("failed to read {}: {error}", flags.labels.display()), None))?;
    let loaded = engine::load(&root, config, view)?;
    let figures = figures(&labels(&text), &loaded.knowledge_base);
    match flags.format {
        TextOrJson::Json => session.report.data(&serde_json::to_string_pretty(&figures)?)?,
        TextOrJson::Text => session.report.data(&shown(&figures))?,
    }
    Ok(if figures.labelled == 0 { Exit::Findings } else { Exit::Done })
}

/// Blank lines, lines after `#` and a line of column names are left out.
fn labels(text: &str) -> Vec<Label> {
    let lines = text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    let labels = lines.filter_map(|line| {
        let mut cells = line.split('\t').map(str::trim);
        let document = cells.next()?.to_owned();
        let classes = cells.flat_map(|cell| cell.split([',', ' ', ';', '|'])).filter(|class| !class.is_empty());
        Some(Label { document, classes: classes.map(str::to_owned).collect() })
    });
    let is_head = |label: &Label| ["id", "document", "path", "file", "doc"].contains(&label.document.as_str());
    labels.filter(|label| !label.classes.is_empty() && !is_head(label)).collect()
}

fn figures(labels: &[Label], knowledge_base: &KnowledgeBase) -> Figures {
    let mut figures = Figures {
        labelled: 0,
        not_found: Vec::new(),
        classified: 0,
        primary: Ratio::NONE,
        in_set: Ratio::NONE,
        confident: Ratio::NONE,
        confident_in_set: Ratio::NONE,
        wrong: Vec::new(),
    };
    for label in labels {
        let Some(incident) = document(knowledge_base, &label.document) else {
            figures.not_found.push(label.document.clone());
            continue;
        };
        figures.labelled += 1;
        let found = incident.cause.class.as_deref();
        let class = found.unwrap_or("unknown");
        let (is_primary, is_in_set) = (label.classes[0] == class, label.classes.iter().any(|it| it == class));
        figures.classified += usize::from(found.is_some_and(|class| class != "unknown"));
        figures.primary.count(is_primary);
        figures.in_set.count(is_in_set);
        if incident.cause.confidence.is_some_and(|confidence| confidence >= CONFIDENT) {
            figures.confident.count(is_primary);
            figures.confident_in_set.count(is_in_set);
        }
        if !is_primary {
            figures.wrong.push(Wrong {
                document: label.document.clone(),
                expected: label.classes.clone(),
                found: found.map(str::to_owned),
                confidence: incident.cause.confidence,
            });
        }
    }
    figures
}

/// By id, address, path, end of the path, or file name without its ending.
fn document<'a>(knowledge_base: &'a KnowledgeBase, name: &str) -> Option<&'a Incident> {
    let articles = || knowledge_base.articles.iter();
    let path = |incident: &Incident| incident.source.path.clone();
    let ends = |path: &str| path == name || path.ends_with(&format!("/{name}")) || name.ends_with(&format!("/{path}"));
    let stem = |path: &str| {
        let file = path.rsplit('/').next().unwrap_or(path).to_owned();
        file.split_once('.').map_or(file.clone(), |(stem, _)| stem.to_owned())
    };
    let found = articles()
        .find(|it| it.incident.id == name || it.addresses().any(|address| address == name))
        .or_else(|| articles().find(|it| ends(&path(&it.incident))))
        .or_else(|| articles().find(|it| stem(&path(&it.incident)) == stem(name)));
    found.map(|article| &*article.incident)
}

impl Ratio {
    const NONE: Self = Self { right: 0, of: 0, share: None };

    fn count(&mut self, is_right: bool) {
        self.right += usize::from(is_right);
        self.of += 1;
        self.share = Some((self.right as f64 / self.of as f64 * 1000.0).round() / 1000.0);
    }

    fn words(self) -> String {
        match self.share {
            Some(share) => format!("{:.1} % ({} of {})", share * 100.0, self.right, self.of),
            None => "none".to_owned(),
        }
    }
}

fn shown(figures: &Figures) -> String {
    let rows = [
        ("labelled documents", figures.labelled.to_string()),
        ("labels without a document", figures.not_found.len().to_string()),
        ("classified", figures.classified.to_string()),
        ("primary class right", figures.primary.words()),
        ("class among the labels", figures.in_set.words()),
        ("primary, confidence 11 or more", figures.confident.words()),
        ("among the labels, confidence 11 or more", figures.confident_in_set.words()),
    ];
    rows.map(|(name, value)| format!("{name:<40} {value}\n")).concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_a_document_and_its_classes_primary_first() {
        let text = "path\tclasses\n# a remark\n\na/b.md\tconfig\tcapacity\nINC-2\tcode_bug,deploy\n";
        let expected = [("a/b.md", ["config", "capacity"]), ("INC-2", ["code_bug", "deploy"])];
        let expected = expected.map(|(document, classes)| Label {
            document: document.into(),
            classes: classes.map(String::from).to_vec(),
        });
        assert_eq!(labels(text), expected);
    }

    #[test]
    fn a_label_without_its_document_is_told() {
        let figures = figures(&labels("x.md\tconfig\n"), &KnowledgeBase::default());
        assert_eq!((figures.labelled, figures.not_found), (0, vec!["x.md".to_owned()]));
    }
}
