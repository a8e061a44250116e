//! Documents by their names alone, as wikis and site generators link to them.

use std::collections::HashMap;

use super::Archive;
use super::asset::folded;

/// Files that stand for the folder they lie in.
const OF_FOLDER: &[&str] = &["index", "-index", "readme", "postmortem", "post-mortem"];
const ENDINGS: &[&str] = &[".html.md.erb", ".markdown", ".mdx", ".md", ".html"];

impl Archive {
    /// The documents that `name` may mean, the likeliest first: those whose path ends with it, the shorter path before the
    /// longer; where it has folders that no path ends with, the one document of that last name.
    pub fn sources_named(&self, name: &str) -> Vec<&str> {
        let wanted = keys(name);
        let Some(last) = wanted.last() else { return Vec::new() };
        let known = self.named_sources.get_or_init(|| by_name(self));
        let all = known.get(last).map_or(&[][..], Vec::as_slice);
        let path = |at: &usize| self.sources[*at].path.as_str();
        let fits = |at: &&usize| keys(path(at)).ends_with(&wanted);
        let mut found: Vec<&str> = all.iter().filter(fits).map(path).collect();
        if let ([only], true) = (all, found.is_empty()) {
            found.push(path(only));
        }
        found.sort_by_key(|path| (path.matches('/').count(), *path));
        found
    }
}

fn by_name(archive: &Archive) -> HashMap<String, Vec<usize>> {
    let mut known: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, source) in archive.sources.iter().enumerate() {
        known.entry(keys(&source.path).pop().unwrap_or_default()).or_default().push(at);
    }
    known
}

/// The parts of a path as names are compared: without case, ending and what stands for a space.
fn keys(path: &str) -> Vec<String> {
    let mut bare = folded(path).replace([' ', '_'], "-");
    if let Some(ending) = ENDINGS.iter().find(|ending| bare.ends_with(**ending)) {
        bare.truncate(bare.len() - ending.len());
    }
    let mut parts: Vec<String> =
        bare.split('/').filter(|part| !matches!(*part, "" | "." | "..")).map(str::to_owned).collect();
    if parts.len() > 1 {
        parts.pop_if(|last| OF_FOLDER.contains(&last.as_str()));
    }
    parts
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_name_means_the_document_whose_path_ends_with_it() {
        let folder = tempfile::tempdir().unwrap();
        for path in ["2024/mail-down.md", "2025/mail-down.md", "2025/Disk Full.md", "2025/relay/index.md", "hugo.md"] {
            let file = folder.path().join(path);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, "# x\n").unwrap();
        }
        let archive = crate::read::archive(folder.path(), &["md".to_owned()]).unwrap();
        for (name, expected) in [
            ("mail-down", &["2024/mail-down.md", "2025/mail-down.md"][..]),
            ("2025/mail-down", &["2025/mail-down.md"]),
            ("Mail Down.md", &["2024/mail-down.md", "2025/mail-down.md"]),
            ("disk full", &["2025/Disk Full.md"]),
            ("relay", &["2025/relay/index.md"]),
            ("relay/index.md", &["2025/relay/index.md"]),
            ("/posts/hugo.md", &["hugo.md"]),
            ("posts/mail-down", &[]),
            ("down", &[]),
            ("", &[]),
        ] {
            assert_eq!(archive.sources_named(name), expected, "{name}");
        }
    }
}
