//! Addresses that name a document or a picture without saying where it lies.

use percent_encoding::utf8_percent_encode;

use super::IN_PATH;
use crate::parse::BY_NAME;
use crate::read::Archive;

/// Folders that tools keep pictures in.
const PICTURES: &[&str] = &["attachments", "_attachments", "assets", "images", "img", "media", "static", "files"];
const ENDINGS: &[&str] = &["png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "bmp", "pdf"];

/// The name in an address that holds nothing else.
pub fn shown(url: &str) -> Option<&str> {
    url.strip_prefix(BY_NAME)
}

pub fn is_picture(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, ending)| ENDINGS.contains(&ending.to_lowercase().as_str()))
}

/// The addresses that one as written in the document at `path` may stand for, the likeliest first; never none.
///
/// `@/a.md` (Zola) begins at the root. A name (`[[a]]`, `ref`, `post_url`) is looked for beside the document, at the root,
/// among all documents, and among the folders that pictures are kept in.
pub fn meant(url: &str, path: &str, archive: &Archive) -> Vec<String> {
    let (name, is_from_root) = match (shown(url), url.strip_prefix("@/")) {
        (Some(name), _) => (name.strip_prefix("@/").unwrap_or(name), false),
        (_, Some(name)) => (name, true),
        _ => return vec![url.to_owned()],
    };
    let (name, suffix) = name.split_at(name.find('#').unwrap_or(name.len()));
    let bare = utf8_percent_encode(name.trim_start_matches('/'), IN_PATH).to_string();
    let from_root = |at: &str| format!("/{}{suffix}", utf8_percent_encode(at, IN_PATH));
    let mut found = Vec::new();
    if !is_from_root && !name.starts_with('/') {
        // A name may hold a colon or two slashes, which would make it the address of another site.
        found.push(format!("./{bare}{suffix}"));
    }
    found.push(format!("/{bare}{suffix}"));
    if is_picture(name) {
        found.extend(PICTURES.iter().map(|folder| format!("./{folder}/{bare}")));
        found.extend(PICTURES.iter().map(|folder| format!("/{folder}/{bare}")));
    } else {
        found.extend(archive.sources_named(name).into_iter().filter(|known| *known != path).map(from_root));
    }
    found
}
