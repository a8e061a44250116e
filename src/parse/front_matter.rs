//! temporary
use super::FrontMatter;
use crate::diagnostic::Diagnostic;
pub struct Split {
    pub front_matter: FrontMatter,
    pub body_offset: usize,
    pub body_line: usize,
    pub findings: Vec<Diagnostic>,
}
pub fn split(_path: &str, text: &str) -> Split {
    if let Some(rest) = text.strip_prefix("---\n")
        && let Some(end) = rest.find("\n---\n")
    {
        let yaml: serde_json::Value = serde_yaml::from_str(&rest[..end + 1]).unwrap_or_default();
        let off = 4 + end + 5;
        let values = yaml.as_object().cloned().unwrap_or_default();
        return Split {
            front_matter: FrontMatter {
                format: Some(super::FrontMatterFormat::Yaml),
                values,
                positions: Default::default(),
            },
            body_offset: off,
            body_line: text[..off].matches('\n').count() + 1,
            findings: vec![],
        };
    }
    Split { front_matter: FrontMatter::default(), body_offset: 0, body_line: 1, findings: vec![] }
}
