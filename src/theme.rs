//! Themes: the built-in one or a folder of templates and static files.
//!
//! Input: a name and, for a theme of the archive's own, its folder. Output: a [`Theme`] that can render every page and
//! knows the published name of every static file. Nothing here knows what is on a page.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use tera::{Context, Tera};
use walkdir::WalkDir;

/// Name of the theme that is compiled in.
pub const DEFAULT: &str = "default";

/// The templates a theme must have: one for each page, one for the row that lists of incidents share, and three for
/// what stands around every page.
pub const TEMPLATES: &[&str] = &[
    "about.html",
    "cause.html",
    "cause_list.html",
    "home.html",
    "incident.html",
    "incident_list.html",
    "incident_row.html",
    "maintenance_list.html",
    "not_found.html",
    "search.html",
    "service.html",
    "service_list.html",
    "severity.html",
    "severity_list.html",
    "surround/colophon.html",
    "surround/head.html",
    "surround/masthead.html",
    "trend.html",
    "year.html",
    "year_list.html",
];

macro_rules! built_in {
    ($kind:literal: $($name:literal)*) => {
        &[$(($name, include_bytes!(concat!("../themes/default/", $kind, "/", $name)))),*]
    };
}

const MANIFEST: &str = include_str!("../themes/default/theme.toml");

static BUILT_IN_TEMPLATES: &[(&str, &[u8])] = built_in!("templates":
    "about.html" "base.html" "cause.html" "cause_list.html" "home.html" "incident.html" "incident_list.html"
    "maintenance_list.html" "not_found.html" "search.html" "service.html" "service_list.html" "severity.html" "severity_list.html"
    "trend.html" "year.html" "year_list.html"
    "incident_row.html" "part/breakdown.html" "part/chart.html" "part/figure.html" "part/grid.html" "part/incident_table.html" "part/member.html"
    "part/pager.html"
    "incident/actions.html" "incident/cause.html" "incident/header.html" "incident/provenance.html"
    "incident/seen.html" "incident/timeline.html"
    "surround/colophon.html" "surround/head.html" "surround/masthead.html"
);

static BUILT_IN_STATIC: &[(&str, &[u8])] = built_in!("static":
    "tokens.css" "page.css" "list.css" "incident.css" "chart.css" "trend.css" "document.css" "small.css" "print.css" "theme.js"
    "find.js" "search.css" "search.js"
);

/// A theme that is ready to render.
#[derive(Debug)]
pub struct Theme {
    pub name: String,
    pub description: String,
    /// Everything to publish beside the pages.
    pub assets: Vec<Asset>,
    engine: Engine,
}

/// A static file under the name it is published as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// As templates call it: `site.css`.
    pub name: String,
    /// Relative to the site, with a hash of the content: `static/site.0f3a9c1e.css`.
    pub path: String,
    pub bytes: Vec<u8>,
}

/// What is wrong with a theme.
#[derive(Debug, thiserror::Error)]
pub enum ThemeError {
    #[error("failed to find the theme `{name}`: it is not built in and `{}` is not a folder", .folder.display())]
    Unknown { name: String, folder: PathBuf },
    #[error("failed to read `{}` of the theme", .path.display())]
    Read { path: PathBuf, source: io::Error },
    #[error("failed to read theme.toml of the theme `{name}`: {message}")]
    Manifest { name: String, message: String },
    #[error("failed to load the theme `{name}`: it has no template `{template}`")]
    MissingTemplate { name: String, template: String },
    #[error("failed to load the theme `{name}`: theme.toml lists `{file}`, which is not in its static folder")]
    MissingStatic { name: String, file: String },
    #[error("failed to load the templates of the theme `{name}`: {message}")]
    Template { name: String, message: String },
}

/// Loads the built-in theme, or the one in `folder`.
///
/// A folder holds `theme.toml`, `templates/` and `static/`. With `inherits = "default"` it may leave out whatever it
/// wants to keep from the built-in theme.
///
/// # Errors
/// When the folder or a file cannot be read, `theme.toml` is not valid, a template has a mistake or is missing.
pub fn load(name: &str, folder: Option<&Path>) -> Result<Theme, ThemeError> {
    let files = match folder {
        None if name == DEFAULT => Files::built_in()?,
        None => return Err(ThemeError::Unknown { name: name.into(), folder: Path::new("themes").join(name) }),
        Some(folder) => Files::in_folder(name, folder)?,
    };
    files.into_theme()
}

impl Theme {
    /// Renders a template into `out`, after what it already holds.
    ///
    /// # Errors
    /// When the template names a value that the page does not have.
    pub fn render(&self, template: &str, context: &Context, out: &mut Vec<u8>) -> Result<(), tera::Error> {
        self.engine.0.render_to(template, context, out)
    }
}

/// Tera without its wordy `Debug`.
struct Engine(Tera);

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Engine")
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Manifest {
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    description: String,
    /// `default`: what this theme lacks is taken from the built-in one.
    #[serde(default)]
    inherits: Option<String>,
    /// Joined in this order into `site.css`.
    #[serde(default)]
    stylesheets: Vec<String>,
    /// Joined in this order into `site.js`.
    #[serde(default)]
    scripts: Vec<String>,
}

/// A theme as it lies in its folder.
struct Files {
    name: String,
    manifest: Manifest,
    templates: BTreeMap<String, String>,
    statics: BTreeMap<String, Vec<u8>>,
}

impl Files {
    fn built_in() -> Result<Self, ThemeError> {
        let text = |(name, bytes): &(&str, &[u8])| (name.to_string(), String::from_utf8_lossy(bytes).into_owned());
        Ok(Self {
            name: DEFAULT.into(),
            manifest: parse_manifest(DEFAULT, MANIFEST)?,
            templates: BUILT_IN_TEMPLATES.iter().map(text).collect(),
            statics: BUILT_IN_STATIC.iter().map(|(name, bytes)| (name.to_string(), bytes.to_vec())).collect(),
        })
    }

    fn in_folder(name: &str, folder: &Path) -> Result<Self, ThemeError> {
        if !folder.is_dir() {
            return Err(ThemeError::Unknown { name: name.into(), folder: folder.into() });
        }
        let manifest_path = folder.join("theme.toml");
        let manifest = std::fs::read_to_string(&manifest_path)
            .map_err(|source| ThemeError::Read { path: manifest_path, source })
            .and_then(|text| parse_manifest(name, &text))?;
        let mut templates = BTreeMap::new();
        for (path, bytes) in read_folder(&folder.join("templates"))? {
            let text = String::from_utf8(bytes).map_err(|_| ThemeError::Template {
                name: name.into(),
                message: format!("`{path}` is not UTF-8 text"),
            })?;
            templates.insert(path, text);
        }
        let statics = read_folder(&folder.join("static"))?;
        let own = Self { name: name.into(), manifest, templates, statics };
        match own.manifest.inherits.as_deref() {
            None => Ok(own),
            Some(DEFAULT) => Ok(own.over(Self::built_in()?)),
            Some(other) => Err(ThemeError::Manifest {
                name: name.into(),
                message: format!("`inherits` can only be \"{DEFAULT}\", not \"{other}\""),
            }),
        }
    }

    /// Fills the gaps of this theme from another one.
    fn over(mut self, base: Self) -> Self {
        for (path, text) in base.templates {
            self.templates.entry(path).or_insert(text);
        }
        for (path, bytes) in base.statics {
            self.statics.entry(path).or_insert(bytes);
        }
        if self.manifest.stylesheets.is_empty() {
            self.manifest.stylesheets = base.manifest.stylesheets;
        }
        if self.manifest.scripts.is_empty() {
            self.manifest.scripts = base.manifest.scripts;
        }
        self
    }

    fn into_theme(mut self) -> Result<Theme, ThemeError> {
        if let Some(template) = TEMPLATES.iter().find(|template| !self.templates.contains_key(**template)) {
            return Err(ThemeError::MissingTemplate { name: self.name, template: template.to_string() });
        }
        let stylesheets = std::mem::take(&mut self.manifest.stylesheets);
        let scripts = std::mem::take(&mut self.manifest.scripts);
        let mut assets =
            vec![Asset::new("site.css", self.joined(&stylesheets)?), Asset::new("site.js", self.joined(&scripts)?)];
        let parts = stylesheets.iter().chain(&scripts).collect::<Vec<_>>();
        let rest = self.statics.iter().filter(|(name, _)| !parts.contains(name));
        assets.extend(rest.map(|(name, bytes)| Asset::new(name, bytes.clone())));
        let engine = engine(&self.templates)
            .map_err(|error| ThemeError::Template { name: self.name.clone(), message: in_full(&error) })?;
        Ok(Theme {
            name: self.manifest.name.unwrap_or(self.name),
            description: self.manifest.description,
            assets,
            engine: Engine(engine),
        })
    }

    fn joined(&self, names: &[String]) -> Result<Vec<u8>, ThemeError> {
        let mut joined = Vec::new();
        for name in names {
            let bytes = self.statics.get(name);
            let bytes =
                bytes.ok_or_else(|| ThemeError::MissingStatic { name: self.name.clone(), file: name.clone() })?;
            joined.extend_from_slice(bytes);
        }
        Ok(joined)
    }
}

impl Asset {
    fn new(name: &str, bytes: Vec<u8>) -> Self {
        let hash = blake3::hash(&bytes).to_hex();
        let path = match name.rsplit_once('.') {
            Some((stem, ending)) => format!("static/{stem}.{}.{ending}", &hash[..8]),
            None => format!("static/{name}.{}", &hash[..8]),
        };
        Self { name: name.into(), path, bytes }
    }
}

fn parse_manifest(name: &str, text: &str) -> Result<Manifest, ThemeError> {
    toml::from_str(text)
        .map_err(|error| ThemeError::Manifest { name: name.into(), message: error.to_string().trim_end().into() })
}

/// Every regular file below `folder` by its path with forward slashes; links are not followed.
fn read_folder(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>, ThemeError> {
    let mut files = BTreeMap::new();
    if !folder.is_dir() {
        return Ok(files);
    }
    for entry in WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.map_err(|error| ThemeError::Read { path: folder.into(), source: error.into() })?;
        if !entry.file_type().is_file() {
            continue;
        }
        let bytes =
            std::fs::read(entry.path()).map_err(|source| ThemeError::Read { path: entry.path().into(), source })?;
        let relative = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        let parts = relative.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>();
        files.insert(parts.join("/"), bytes);
    }
    Ok(files)
}

fn engine(templates: &BTreeMap<String, String>) -> Result<Tera, tera::Error> {
    let mut tera = Tera::new();
    tera.autoescape_on([".html"]);
    tera.set_escape_fn(escape);
    tera.add_raw_templates(templates)?;
    Ok(tera)
}

/// What stands for each byte in HTML; `None` for those that stand for themselves.
const ESCAPES: [Option<&str>; 256] = {
    let mut escapes = [None; 256];
    let mut control = 0;
    while control < 32 {
        if !matches!(control as u8, b'\t' | b'\n') {
            escapes[control] = Some("");
        }
        control += 1;
    }
    escapes[b'"' as usize] = Some("&quot;");
    escapes[b'&' as usize] = Some("&amp;");
    escapes[b'\'' as usize] = Some("&#39;");
    escapes[b'<' as usize] = Some("&lt;");
    escapes[b'>' as usize] = Some("&gt;");
    escapes
};

/// Escapes for HTML text and quoted attributes; control characters, which no document may hold, are left out.
fn escape(text: &str, out: &mut dyn io::Write) -> io::Result<()> {
    pieces(text).try_for_each(|(plain, escaped)| {
        out.write_all(plain.as_bytes())?;
        out.write_all(escaped.as_bytes())
    })
}

/// Appends text, escaped as templates escape it.
pub fn push_escaped(html: &mut String, text: &str) {
    for (plain, escaped) in pieces(text) {
        html.push_str(plain);
        html.push_str(escaped);
    }
}

/// The text in pieces that may stand as they are, each with what stands for the character after it.
fn pieces(text: &str) -> impl Iterator<Item = (&str, &'static str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let found = rest.bytes().enumerate().find_map(|(at, byte)| Some((at, ESCAPES[usize::from(byte)]?)));
        let (plain, escaped) = found.map_or((rest, ""), |(at, escaped)| (&rest[..at], escaped));
        rest = rest.get(plain.len() + 1..).unwrap_or_default();
        (!plain.is_empty() || found.is_some()).then_some((plain, escaped))
    })
}

/// The message of an error with those of its causes.
pub fn in_full(error: &dyn std::error::Error) -> String {
    let mut message = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        message.push_str(": ");
        message.push_str(&error.to_string());
        cause = error.source();
    }
    message
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Makes a theme folder of these files and loads it.
    fn load_folder(files: &[(&str, &str)]) -> Result<Theme, ThemeError> {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        load("mine", Some(folder.path()))
    }

    fn check(files: &[(&str, &str)], expected: &str) {
        let message = load_folder(files).unwrap_err().to_string();
        assert!(message.contains(expected), "{message}");
    }

    #[test]
    fn what_is_wrong_with_a_theme_is_named() {
        check(&[("theme.toml", "")], "it has no template `about.html`");
        check(&[("theme.toml", "inherits = \"other\"")], "`inherits` can only be \"default\"");
        check(&[("theme.toml", "colour = 1")], "unknown field `colour`");
        check(&[("theme.toml", "inherits = \"default\"\nstylesheets = [\"no.css\"]")], "lists `no.css`");
        check(&[("theme.toml", "inherits = \"default\""), ("templates/home.html", "{% if %}")], "home.html");
        check(&[], "theme.toml");
        let unknown = load("mine", None).unwrap_err().to_string();
        assert!(unknown.contains("the theme `mine`"), "{unknown}");
    }

    #[test]
    fn a_theme_can_keep_everything_but_one_file() {
        let theme = load_folder(&[
            ("theme.toml", "name = \"mine\"\ninherits = \"default\""),
            ("static/tokens.css", ":root { --paper: white; }"),
            ("static/logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
        ])
        .unwrap();
        let names = theme.assets.iter().map(|asset| asset.name.as_str()).collect::<Vec<_>>();
        assert_eq!(names, ["site.css", "site.js", "logo.svg", "search.js"]);
        assert!(theme.assets[0].bytes.starts_with(b":root { --paper: white; }"));
        assert_ne!(theme.assets[0].path, load(DEFAULT, None).unwrap().assets[0].path);
    }

    #[test]
    fn no_template_marks_anything_as_safe_by_itself() {
        for (name, template) in BUILT_IN_TEMPLATES {
            let text = std::str::from_utf8(template).unwrap();
            // The one keyword of a policy that looks like the filter.
            assert!(!text.replace("wasm-unsafe-eval", "").contains("safe"), "{name}");
        }
    }

    #[test]
    fn every_file_of_the_folder_is_built_in() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default");
        let names = |table: &[(&str, &[u8])]| {
            let mut names = table.iter().map(|(name, _)| name.to_string()).collect::<Vec<_>>();
            names.sort();
            names
        };
        let found = |kind: &str| read_folder(&folder.join(kind)).unwrap().into_keys().collect::<Vec<_>>();
        assert_eq!((names(BUILT_IN_TEMPLATES), names(BUILT_IN_STATIC)), (found("templates"), found("static")));
    }

    #[test]
    fn text_is_escaped_for_elements_and_quoted_attributes() {
        let mut out = Vec::new();
        escape("a<b>\"c\" & 'd'\u{0}\u{1b} é", &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "a&lt;b&gt;&quot;c&quot; &amp; &#39;d&#39; é");
    }
}
