//! The project's own source files, as the tests of the house read them.

use std::fs;
use std::path::{Path, PathBuf};

/// A file of the project.
pub struct Source {
    /// Relative to the project, with forward slashes.
    pub path: String,
    pub text: String,
}

impl Source {
    /// `src/read/gate.rs` and `src/read.rs` belong to `read`.
    pub fn room(&self) -> &str {
        let below = self.path.strip_prefix("src/").unwrap_or(&self.path);
        below.split('/').next().unwrap_or(below).trim_end_matches(".rs")
    }

    /// The code without comments and without what only tests see.
    ///
    /// Test modules stand at the end of a file in this house, so everything from the first `#[cfg(test)]` before a
    /// `mod` on is left out.
    pub fn code(&self) -> String {
        let body = match self.text.find("#[cfg(test)]\nmod ") {
            Some(start) if !self.is_module_list(start) => &self.text[..start],
            _ => &self.text,
        };
        let lines = body.lines().filter(|line| !line.trim_start().starts_with("//"));
        lines.collect::<Vec<_>>().join("\n")
    }

    /// `#[cfg(test)] mod tests;` among other declarations, not a module with a body.
    fn is_module_list(&self, start: usize) -> bool {
        let declaration = self.text[start..].lines().nth(1).unwrap_or("");
        declaration.trim_end().ends_with(';')
    }

    /// A file that is only compiled for tests.
    pub fn is_test(&self) -> bool {
        self.path.ends_with("/tests.rs") || self.path.contains("/tests/")
    }
}

pub fn project() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

pub fn file(path: &str) -> String {
    fs::read_to_string(project().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every `.rs` file below `src/`, in the order of its path, without files that only tests see.
pub fn sources() -> Vec<Source> {
    let mut found = Vec::new();
    collect(&project().join("src"), &mut found);
    found.sort_by(|a: &Source, b: &Source| a.path.cmp(&b.path));
    assert!(found.len() > 20, "the sources were not found");
    found.retain(|source| !source.is_test());
    found
}

fn collect(folder: &Path, found: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let shown = path.strip_prefix(project()).unwrap().to_string_lossy().replace('\\', "/");
            found.push(Source { path: shown, text: fs::read_to_string(&path).unwrap() });
        }
    }
}
