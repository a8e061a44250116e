//! Themes: the built-in one or a folder of templates and static files.
//!
//! Input: the name that the settings give, and the gate of the archive. Output: a [`Theme`] that can render every page
//! and knows the published name of every static file. Nothing here knows what is on a page.
//!
//! A theme runs in every reader's browser, so it is never chosen by what happens to lie in an archive: a folder
//! `themes/default` counts only where the settings say `theme = "default"`.

use std::collections::BTreeMap;
use std::io;

use serde::Deserialize;
use tera::{Context, Tera};

use crate::gate::{ContentRoot, Folder, Kind, Refusal};

/// Name of the theme that is compiled in.
pub const DEFAULT: &str = "default";

/// Where an archive keeps themes of its own.
const FOLDER: &str = "themes";

/// Files of a theme larger than this are not read.
const FILE_LIMIT: u64 = 64 * 1024 * 1024;
/// Folders of a theme deeper than this are not read.
const DEEPEST: usize = 16;

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
    "plain.html",
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
    "maintenance_list.html" "not_found.html" "plain.html" "search.html" "service.html" "service_list.html" "severity.html" "severity_list.html"
    "trend.html" "year.html" "year_list.html"
    "incident_row.html" "part/breakdown.html" "part/chart.html" "part/figure.html" "part/grid.html" "part/incident_table.html" "part/member.html"
    "part/pager.html"
    "incident/actions.html" "incident/cause.html" "incident/header.html" "incident/provenance.html"
    "incident/seen.html" "incident/timeline.html"
    "surround/colophon.html" "surround/head.html" "surround/masthead.html"
);

static BUILT_IN_STATIC: &[(&str, &[u8])] = built_in!("static":
    "tokens.css" "page.css" "list.css" "incident.css" "chart.css" "trend.css" "document.css" "small.css" "print.css"
    "search.css" "palette.css" "theme.js" "begin.js" "keys.js" "offline.js"
    "search/ask.js" "search/disk.js" "search/facets.js" "search/fetch.js" "search/foresee.js" "search/mark.js" "search/names.js" "search/page.js"
    "search/palette.js" "search/query.js" "search/reader.js" "search/recent.js" "search/show.js"
    "search/titles.js" "search/years.js"
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
    #[error("failed to find the theme `{name}`: it is not built in and `{folder}` is not a folder of the archive")]
    Unknown { name: String, folder: String },
    #[error("failed to read `{path}` of the theme: {refusal}")]
    Refused { path: String, refusal: Refusal },
    #[error("failed to read theme.toml of the theme `{name}`: {message}")]
    Manifest { name: String, message: String },
    #[error("failed to load the theme `{name}`: it has no template `{template}`")]
    MissingTemplate { name: String, template: String },
    #[error("failed to load the theme `{name}`: theme.toml lists `{file}`, which is not in its static folder")]
    MissingStatic { name: String, file: String },
    #[error("failed to load the templates of the theme `{name}`: {message}")]
    Template { name: String, message: String },
}

/// The theme that is compiled in.
///
/// # Errors
/// When one of its templates has a mistake.
pub fn built_in() -> Result<Theme, ThemeError> {
    Files::built_in()?.into_theme()
}

/// Loads the theme that the settings name: a folder under `themes/` of the archive, or for `default` the built-in one
/// where there is no such folder.
///
/// A folder holds `theme.toml`, `templates/` and `static/`. With `inherits = "default"` it may leave out whatever it
/// wants to keep from the built-in theme.
///
/// # Errors
/// When the folder or a file cannot be read or lies behind a link, `theme.toml` is not valid, a template has a mistake or
/// is missing.
pub fn named(name: &str, archive: &ContentRoot) -> Result<Theme, ThemeError> {
    let path = format!("{FOLDER}/{name}");
    match archive.folder(&path) {
        Ok(folder) => Files::in_folder(name, &folder, &path)?.into_theme(),
        Err(Refusal::Missing) if name == DEFAULT => built_in(),
        Err(Refusal::Missing) => Err(ThemeError::Unknown { name: name.into(), folder: path }),
        Err(refusal) => Err(ThemeError::Refused { path, refusal }),
    }
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
    /// Joined in this order into `search.js`; where there is none, there may be a file of that name.
    #[serde(default)]
    search_scripts: Vec<String>,
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

    fn in_folder(name: &str, folder: &Folder, path: &str) -> Result<Self, ThemeError> {
        let file = "theme.toml";
        let manifest = folder.read(file, FILE_LIMIT).map_err(refused(format!("{path}/{file}")))?;
        let manifest = parse_manifest(name, &String::from_utf8_lossy(&manifest))?;
        let mut templates = BTreeMap::new();
        for (template, bytes) in read_folder(folder, "templates", path)? {
            let text = String::from_utf8(bytes).map_err(|_| ThemeError::Template {
                name: name.into(),
                message: format!("`{template}` is not UTF-8 text"),
            })?;
            templates.insert(template, text);
        }
        let statics = read_folder(folder, "static", path)?;
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
        if self.manifest.search_scripts.is_empty() && !self.statics.contains_key("search.js") {
            self.manifest.search_scripts = base.manifest.search_scripts;
        }
        self
    }

    fn into_theme(mut self) -> Result<Theme, ThemeError> {
        if let Some(template) = TEMPLATES.iter().find(|template| !self.templates.contains_key(**template)) {
            return Err(ThemeError::MissingTemplate { name: self.name, template: template.to_string() });
        }
        let stylesheets = std::mem::take(&mut self.manifest.stylesheets);
        let scripts = std::mem::take(&mut self.manifest.scripts);
        let search = std::mem::take(&mut self.manifest.search_scripts);
        let mut assets =
            vec![Asset::new("site.css", self.joined(&stylesheets)?), Asset::new("site.js", self.joined(&scripts)?)];
        if !search.is_empty() {
            assets.push(Asset::new("search.js", self.joined(&search)?));
        }
        let parts = stylesheets.iter().chain(&scripts).chain(&search).collect::<Vec<_>>();
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

/// Every file below the folder `name` of a theme, by its path with forward slashes. A link is refused: what it points to
/// would be published.
fn read_folder(theme: &Folder, name: &str, path: &str) -> Result<BTreeMap<String, Vec<u8>>, ThemeError> {
    let path = format!("{path}/{name}");
    let mut files = BTreeMap::new();
    match theme.folder(name) {
        Ok(folder) => gather(&folder, "", &path, DEEPEST, &mut files)?,
        Err(Refusal::Missing) => {}
        Err(refusal) => return Err(ThemeError::Refused { path, refusal }),
    }
    Ok(files)
}

fn gather(
    folder: &Folder,
    below: &str,
    path: &str,
    levels: usize,
    files: &mut BTreeMap<String, Vec<u8>>,
) -> Result<(), ThemeError> {
    for (name, kind) in folder.names().map_err(refused(path.to_owned()))? {
        let (inner, path) = (format!("{below}{name}"), format!("{path}/{name}"));
        if kind == Kind::Folder && levels > 0 {
            let folder = folder.folder(&name).map_err(refused(path.clone()))?;
            gather(&folder, &format!("{inner}/"), &path, levels - 1, files)?;
        } else {
            files.insert(inner, folder.read(&name, FILE_LIMIT).map_err(refused(path))?);
        }
    }
    Ok(())
}

fn refused(path: String) -> impl FnOnce(Refusal) -> ThemeError {
    move |refusal| ThemeError::Refused { path, refusal }
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
        std::fs::create_dir_all(folder.path().join("themes/mine")).unwrap();
        for (path, text) in files {
            let path = folder.path().join("themes/mine").join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        named("mine", &ContentRoot::at(folder.path()).unwrap())
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
        let folder = tempfile::tempdir().unwrap();
        let unknown = named("mine", &ContentRoot::at(folder.path()).unwrap()).unwrap_err().to_string();
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
        assert_eq!(names, ["site.css", "site.js", "search.js", "logo.svg"]);
        assert!(theme.assets[0].bytes.starts_with(b":root { --paper: white; }"));
        assert_ne!(theme.assets[0].path, built_in().unwrap().assets[0].path);
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
        let root = ContentRoot::at(std::path::Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
        let folder = root.folder("themes/default").unwrap();
        let names = |table: &[(&str, &[u8])]| {
            let mut names = table.iter().map(|(name, _)| name.to_string()).collect::<Vec<_>>();
            names.sort();
            names
        };
        let found = |kind: &str| read_folder(&folder, kind, "").unwrap().into_keys().collect::<Vec<_>>();
        assert_eq!((names(BUILT_IN_TEMPLATES), names(BUILT_IN_STATIC)), (found("templates"), found("static")));
    }

    #[test]
    fn text_is_escaped_for_elements_and_quoted_attributes() {
        let mut out = Vec::new();
        escape("a<b>\"c\" & 'd'\u{0}\u{1b} é", &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "a&lt;b&gt;&quot;c&quot; &amp; &#39;d&#39; é");
    }
}
