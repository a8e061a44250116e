//! What a site carries for the days on which it is not served: bundles of its index, and the list of what a browser keeps.
//!
//! Input: the site as it lies in the stage. Output: scripts that hand over the parts of the index, for a page opened from
//! disk, and `sw.js` with `offline.json`, by which a browser keeps the archive and drops what it no longer holds.

use std::collections::{BTreeSet, HashMap};

use rayon::prelude::*;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::{Loaded, PipelineError, output};
use crate::index::PackSummary;
use crate::model::{Article, PartialDate};
use crate::output::{Output, integrity};
use crate::publish::{Stage, StagedFile};

/// Where the index lies on the site.
const FOLDER: &str = "search/";
/// Says which bundles there are; relative to the site.
const BUNDLES: &str = "search/bundles.js";
/// Parts of the index in one bundle, in bytes before they are written as text.
const BUNDLE: usize = 256 * 1024;
/// Letters in a line of a bundle: fewer than any key of which somebody could think that it stands there.
const LINE: usize = 32;

/// The worker that keeps the site, and the list that it keeps it by.
const WORKER: &str = include_str!("sw.js");
const WORKER_PATH: &str = "sw.js";
const LIST_PATH: &str = "offline.json";
/// The worker of a site that is not to be kept: it takes itself and what is kept away.
const LEAVING: &str = include_str!("sw-leaving.js");
/// What a browser keeps at most, in bytes. Of a larger site the newest incidents stay.
const MOST_KEPT: u64 = 64 << 20;

/// A file of the index: its path within `search/` and its bytes.
type Part = (String, Vec<u8>);

/// Puts the index a second time, as scripts.
///
/// # Errors
/// When the machine cannot read what it has just written, or not write.
pub(super) fn bundle(search: &mut PackSummary, stage: &Stage) -> Result<(), PipelineError> {
    let files = stage.files();
    let pack = format!("{}/", search.name);
    let (mut numbered, mut alone, mut index) = (Vec::new(), Vec::new(), serde_json::Value::Null);
    for file in &files {
        let Some(name) = file.path.strip_prefix(FOLDER) else { continue };
        let read = || std::fs::read(&file.file).map_err(output);
        let number = name.strip_prefix(&pack).and_then(|name| name.strip_suffix(".bin"));
        match number.map(str::parse::<u32>) {
            Some(Ok(number)) => numbered.push((number, (name.to_owned(), read()?))),
            // What every query needs.
            Some(Err(_)) => alone.push((name.to_owned(), read()?)),
            None if name.ends_with(".wasm") => alone.push((name.to_owned(), read()?)),
            None if name == "index.json" => index = serde_json::from_slice(&read()?).map_err(output)?,
            None => {}
        }
    }
    let place: HashMap<u32, usize> = search.order.iter().copied().zip(0..).collect();
    numbered.sort_by_key(|(number, _)| (place.get(number).copied(), *number));
    let (numbers, parts): (Vec<u32>, Vec<Part>) = numbered.into_iter().unzip();
    let starts = starts(&parts);
    let ends = starts.iter().skip(1).copied().chain([parts.len()]);
    let (mut held, mut sizes) = (Vec::new(), Vec::new());
    for (at, (start, end)) in starts.iter().zip(ends).enumerate() {
        put(stage, &format!("{FOLDER}{pack}b{at}.js"), &script(&parts[*start..end]))?;
        held.push(runs(&numbers[*start..end]));
        sizes.push(parts[*start..end].iter().map(|(_, bytes)| bytes.len()).sum::<usize>());
    }
    for part in alone {
        let name = part.0.rsplit_once('.').map_or(part.0.as_str(), |(stem, _)| stem);
        put(stage, &format!("{FOLDER}{name}.js"), &script(std::slice::from_ref(&part)))?;
    }
    let contents = json!({ "index": index, "bytes": sizes, "parts": held });
    let contents = format!("self.incidexBundles = {contents};\n");
    search.integrity.insert(BUNDLES, integrity(contents.as_bytes()));
    put(stage, BUNDLES, &contents)
}

fn put(stage: &Stage, path: &str, text: &str) -> Result<(), PipelineError> {
    stage.put(path, text.as_bytes()).map_err(output)
}

/// Where each bundle begins among the parts.
fn starts(parts: &[Part]) -> Vec<usize> {
    let (mut starts, mut size) = (Vec::new(), 0);
    for (at, (_, bytes)) in parts.iter().enumerate() {
        if starts.is_empty() || size + bytes.len() > BUNDLE {
            starts.push(at);
            size = 0;
        }
        size += bytes.len();
    }
    starts
}

/// Numbers as runs of ascending ones: the first and the last of each, one after the other.
fn runs(numbers: &[u32]) -> Vec<u32> {
    let mut runs: Vec<u32> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some(last) if *last + 1 == *number => *last = *number,
            _ => runs.extend([*number, *number]),
        }
    }
    runs
}

/// A script that hands over files.
fn script(parts: &[Part]) -> String {
    let mut script = String::from("self.incidexBundle({\n");
    for (path, bytes) in parts {
        script.push_str(&format!("\"{path}\": `"));
        push_base64(&mut script, bytes);
        script.push_str("`,\n");
    }
    script.push_str("});\n");
    script
}

fn push_base64(text: &mut String, bytes: &[u8]) {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (at, three) in bytes.chunks(3).enumerate() {
        if at > 0 && at.is_multiple_of(LINE / 4) {
            text.push('\n');
        }
        let bits = (0..3).fold(0u32, |bits, at| bits << 8 | u32::from(three.get(at).copied().unwrap_or(0)));
        for (place, shift) in [18, 12, 6, 0].into_iter().enumerate() {
            let digit = char::from(DIGITS[(bits >> shift & 63) as usize]);
            text.push(if place <= three.len() { digit } else { '=' });
        }
    }
}

/// Takes back what browsers keep of an earlier site: they ask for the worker they have on the next visit.
///
/// # Errors
/// Those of [`bundle`].
pub(super) fn leave(stage: &Stage) -> Result<(), PipelineError> {
    if stage.refusal(WORKER_PATH).is_some() { Ok(()) } else { put(stage, WORKER_PATH, LEAVING) }
}

/// Puts the worker and its list; the last thing that is put, as the list names what there is. `newest` are the pages of
/// documents, the newest first. `statics` are published as they are and named nowhere, so the list does not name them.
///
/// An author's own worker stays what it is, and nothing is kept.
///
/// # Errors
/// Those of [`bundle`].
pub(super) fn keep(statics: &[String], newest: &[String], stage: &Stage) -> Result<(), PipelineError> {
    if stage.refusal(WORKER_PATH).or(stage.refusal(LIST_PATH)).is_some() {
        return Ok(());
    }
    let files = stage.files();
    let chosen = chosen(&files, statics, newest)?;
    let lines = chosen.par_iter().map(|file| {
        let digest = Sha256::digest(std::fs::read(&file.file).map_err(output)?);
        let hash: String = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        Ok::<_, PipelineError>(json!([hash, file.path]).to_string())
    });
    // A file a line, so that two generations can be compared.
    let lines = lines.collect::<Result<Vec<_>, _>>()?.join(",\n");
    let generation = &blake3::hash([lines.as_str(), WORKER].concat().as_bytes()).to_hex()[..16];
    put(stage, LIST_PATH, &format!("{{\"generation\": \"{generation}\", \"files\": [\n{lines}\n]}}\n"))?;
    put(stage, WORKER_PATH, &WORKER.replace("$GENERATION", generation))
}

/// What there is room for: everything but documents first, then those as far as they fit.
fn chosen<'f>(
    files: &'f [StagedFile],
    statics: &[String],
    newest: &[String],
) -> Result<Vec<&'f StagedFile>, PipelineError> {
    let statics: BTreeSet<&str> = statics.iter().map(String::as_str).collect();
    let place: HashMap<&str, usize> = newest.iter().zip(1..).map(|(page, place)| (page.as_str(), place)).collect();
    let wanted = files.iter().filter(|file| is_kept(&file.path) && !statics.contains(file.path.as_str()));
    let mut wanted: Vec<(usize, &StagedFile)> =
        wanted.map(|file| (place.get(file.path.as_str()).copied().unwrap_or_default(), file)).collect();
    wanted.sort_by_key(|(place, _)| *place);
    let (mut room, mut chosen) = (MOST_KEPT, Vec::new());
    for (_, file) in wanted {
        let size = std::fs::metadata(&file.file).map_err(output)?.len();
        if let Some(left) = room.checked_sub(size) {
            room = left;
            chosen.push(file);
        }
    }
    Ok(chosen)
}

/// Pages, what they are drawn with, what they link to, and the search: its parts in bundles, as those are fewer.
fn is_kept(path: &str) -> bool {
    let Some(name) = path.strip_prefix(FOLDER) else {
        return path.ends_with(".html") || path.starts_with("static/") || path.starts_with("files/");
    };
    let is_part = name.ends_with(".bin") && !name.ends_with("/hot.bin");
    let is_for_disk = name.ends_with("/hot.js") || (name.starts_with("reader-") && name.ends_with(".js"));
    !is_part && !is_for_disk
}

/// The page of every document, those of the newest first.
pub(super) fn newest_pages(loaded: &Loaded) -> Vec<String> {
    let day = |article: &Article| {
        let moments = [&article.incident.started_at, &article.incident.ended_at];
        moments.into_iter().flatten().find_map(|moment| moment.date.and_then(PartialDate::day))
    };
    let mut articles: Vec<&Article> = loaded.knowledge_base.articles.iter().collect();
    articles.sort_by_cached_key(|article| (std::cmp::Reverse(day(article)), article.slug.clone()));
    articles.into_iter().map(|article| format!("incidents/{}/index.html", article.slug)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_become_base64_in_short_lines() {
        let check = |bytes: &[u8], expected: &str| {
            let mut text = String::new();
            push_base64(&mut text, bytes);
            assert_eq!(text, expected);
        };
        check(b"", "");
        check(b"a", "YQ==");
        check(b"ab", "YWI=");
        check(b"abc", "YWJj");
        check(&[0xff; 27], &format!("{}\n{}", "/".repeat(32), "/".repeat(4)));
    }

    #[test]
    fn numbers_become_runs() {
        assert_eq!(runs(&[]), Vec::<u32>::new());
        assert_eq!(runs(&[4, 5, 6, 9, 2, 3]), [4, 6, 9, 9, 2, 3]);
    }

    #[test]
    fn bundles_hold_as_many_parts_as_have_room() {
        let part = |length: usize| (String::new(), vec![0; length]);
        assert_eq!(starts(&[]), Vec::<usize>::new());
        assert_eq!(starts(&[part(BUNDLE - 1), part(1), part(1), part(BUNDLE + 5), part(2)]), [0, 2, 3, 4]);
    }

    #[test]
    fn parts_of_the_index_are_kept_in_bundles_only() {
        let kept = [
            "index.html",
            "static/site.css",
            "files/a.png",
            "search/p-1/hot.bin",
            "search/p-1/b0.js",
            "search/names.js",
        ];
        assert_eq!(kept.iter().find(|path| !is_kept(path)), None);
        let left = ["search/p-1/17.bin", "search/p-1/hot.js", "search/reader-1.js", "data/incidents.json", "feed.atom"];
        assert_eq!(left.iter().find(|path| is_kept(path)), None);
    }
}
