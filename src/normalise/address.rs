//! Where a document has its page: an address that comes from the document alone.
//!
//! Input: a document's path, what it states about its address, its id. Output: one address each and those that lead on to
//! it. A page lies at the address that `slug` or `id` names; every other one at its full path, which belongs to no other
//! document. What is claimed beside that (the file's name, an id in the text, the full path where `id` took over) never
//! moves a page: it leads on, and names all of those that claim it.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization;

use super::author::Author;
use super::front_matter_keys::Key;
use super::kind;
use crate::diagnostic::Diagnostic;
use crate::model::Article;

/// Longest segment and longest address in bytes; what is cut is told apart by a hash.
const LONGEST_SEGMENT: usize = 120;
const LONGEST: usize = 180;
/// Stands before a hash or the number of a part: in no plain address.
const MARK: char = '~';
/// Folder of the site that pages of documents lie in.
const FOLDER: &str = "incidents";

/// The addresses that one incident may have, below the folder of incidents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claims {
    /// By its full path: no other document has it.
    own: String,
    /// What `slug` or `id` make of it.
    stated: Option<String>,
    /// Short forms.
    short: BTreeSet<String>,
}

impl Claims {
    /// `id` is the one it has in the schema.
    pub fn of(path: &str, part: usize, author: &Author, id: &str) -> Self {
        let number = if part == 0 { String::new() } else { format!("{MARK}{}", part + 1) };
        let own = own(path) + &number;
        let stated = stated(author).map(|stated| stated + &number);
        let suffix = if part == 0 { String::new() } else { format!("-{}", part + 1) };
        let below = path.strip_prefix(FOLDER).and_then(|rest| rest.strip_prefix('/'));
        let forms = [
            Some(segment(kind::stem(path)) + &suffix),
            below.map(|path| plain(without_ending(path)) + &suffix),
            Some(segment(id)),
        ];
        let short = forms.into_iter().flatten().filter(|form| *form != own && can_be_a_folder(form)).collect();
        Self { own, stated, short }
    }
}

/// What the front matter says of the address: its `slug`, else its id.
fn stated(author: &Author) -> Option<String> {
    let ids = || author.get(Key::Id).into_iter().chain(author.others(Key::Id));
    let is_slug = |key: &str| key.rsplit('.').next().is_some_and(|name| name.eq_ignore_ascii_case("slug"));
    let written = ids().find(|stated| is_slug(&stated.key)).or_else(|| ids().next())?.text()?;
    let address = written.split('/').filter(|part| !part.is_empty()).map(segment).collect::<Vec<_>>().join("/");
    (!address.is_empty() && address.len() <= LONGEST && can_be_a_folder(&address)).then_some(address)
}

/// The address of a path. Only one path is written the way its address reads (lower case, ASCII, `.md`); all others that
/// would read the same carry a hash of their own.
fn own(path: &str) -> String {
    let plain = plain(without_ending(path));
    if path.strip_suffix(".md") == Some(&plain) && can_be_a_folder(&plain) {
        return plain;
    }
    format!("{plain}{MARK}{}", &blake3::hash(path.as_bytes()).to_hex()[..8])
}

fn without_ending(path: &str) -> &str {
    let stem = kind::file_stem(path);
    let folder = path.rfind('/').map_or(0, |slash| slash + 1);
    &path[..folder + stem.len()]
}

/// A path in lower-case ASCII.
fn plain(path: &str) -> String {
    let joined = path.split('/').map(segment).collect::<Vec<_>>().join("/");
    cut(joined, LONGEST)
}

/// A name in lower-case ASCII.
fn segment(name: &str) -> String {
    let ascii = deunicode::deunicode(name).to_lowercase();
    let words =
        ascii.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '_'))).filter(|it| !it.is_empty());
    let joined = words.collect::<Vec<_>>().join("-");
    let trimmed = joined.trim_matches(['.', '-']);
    cut(if trimmed.is_empty() { "incident".to_owned() } else { trimmed.to_owned() }, LONGEST_SEGMENT)
}

fn cut(text: String, longest: usize) -> String {
    match text.get(..longest) {
        Some(start) if text.len() > longest => start.trim_end_matches(['-', '.', '/']).to_owned(),
        _ => text,
    }
}

/// A name with the ending of a page is that of a file.
fn can_be_a_folder(address: &str) -> bool {
    address.split('/').all(|part| !part.ends_with(".html") && !part.ends_with(".htm"))
}

/// Gives every article its address, an id of its own, and the addresses that lead on to it.
pub fn settle(articles: &mut [Article], claims: Vec<Claims>) -> Vec<Diagnostic> {
    let claims = told_apart(claims);
    let owned: BTreeMap<String, usize> = claims.iter().enumerate().map(|(at, it)| (it.own.clone(), at)).collect();
    let mut stated: BTreeMap<&str, usize> = BTreeMap::new();
    claims.iter().filter_map(|it| it.stated.as_deref()).for_each(|slug| *stated.entry(slug).or_default() += 1);
    let mut findings = Vec::new();
    for (at, (article, claim)) in articles.iter_mut().zip(&claims).enumerate() {
        article.slug = claim.own.clone();
        let Some(slug) = &claim.stated else { continue };
        if stated[slug.as_str()] == 1 && owned.get(slug).is_none_or(|owner| *owner == at) {
            article.slug = slug.clone();
            continue;
        }
        let message =
            format!("another document has the address \"{slug}\" too; this one is published as \"{}\"", claim.own);
        findings.push(Diagnostic::new("id_taken", message).at(&article.incident.source.path, None));
    }
    let pages: BTreeSet<String> = articles.iter().map(|article| article.slug.clone()).collect();
    for (article, claim) in articles.iter_mut().zip(&claims) {
        let forms = claim.short.iter().chain([&claim.own]).chain(&claim.stated).filter(|form| !pages.contains(*form));
        article.aliases.extend(forms.map(|form| format!("{FOLDER}/{form}/index.html")));
    }
    findings.extend(own_ids(articles, &claims));
    findings
}

/// Two paths with one hash: the later one gets all of it.
fn told_apart(mut claims: Vec<Claims>) -> Vec<Claims> {
    let mut taken = BTreeSet::new();
    for claim in &mut claims {
        while !taken.insert(claim.own.clone()) {
            claim.own = format!("{}{MARK}{}", claim.own, &blake3::hash(claim.own.as_bytes()).to_hex()[..16]);
        }
    }
    claims
}

/// An id that several have is that of none: each is called by its full path.
fn own_ids(articles: &mut [Article], claims: &[Claims]) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    loop {
        let mut uses: BTreeMap<String, usize> = BTreeMap::new();
        articles.iter().for_each(|article| *uses.entry(folded(&article.incident.id)).or_default() += 1);
        let shared = articles
            .iter_mut()
            .zip(claims)
            .filter(|(article, claim)| uses[&folded(&article.incident.id)] > 1 && article.incident.id != claim.own);
        let before = findings.len();
        for (article, claim) in shared {
            let message =
                format!("another document has the id \"{}\" too; this one is \"{}\"", article.incident.id, claim.own);
            findings.push(Diagnostic::new("id_taken", message).at(&article.incident.source.path, None));
            article.incident.id = claim.own.clone();
        }
        if findings.len() == before {
            return findings;
        }
    }
}

fn folded(id: &str) -> String {
    id.nfkc().collect::<String>().to_lowercase()
}
