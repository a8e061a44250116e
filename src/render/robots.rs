//! What crawlers are told: nothing of an internal archive, the list of pages of a public one.

use super::absolute;
use super::archive::Archive;
use super::feed::escaped;
use super::page::Page;

/// The most addresses one sitemap may hold.
const PER_SITEMAP: usize = 50_000;

/// `robots.txt` and, with a base URL, the sitemaps, by path.
pub fn files(archive: &Archive, pages: &[Page]) -> Vec<(String, String)> {
    let mut files = vec![("robots.txt".to_owned(), robots(archive))];
    files.extend(sitemaps(archive, pages));
    files
}

fn robots(archive: &Archive) -> String {
    if !archive.input.audience.is_public() {
        return "User-agent: *\nDisallow: /\n".into();
    }
    let sitemap = absolute(archive.input.config, "sitemap.xml").map(|address| format!("Sitemap: {address}\n"));
    format!("User-agent: *\nDisallow:\n{}", sitemap.unwrap_or_default())
}

fn sitemaps(archive: &Archive, pages: &[Page]) -> Vec<(String, String)> {
    let listed = pages.iter().filter(|page| !matches!(page, Page::NotFound));
    let mut addresses =
        listed.filter_map(|page| absolute(archive.input.config, &page.path(archive))).collect::<Vec<_>>();
    addresses.sort();
    let parts = addresses.chunks(PER_SITEMAP).map(|part| list("urlset", "url", part)).collect::<Vec<_>>();
    match parts.len() {
        0 => Vec::new(),
        1 => vec![("sitemap.xml".into(), parts.into_iter().collect())],
        n => {
            let names = (1..=n).map(|number| format!("sitemap-{number}.xml")).collect::<Vec<_>>();
            let index = names.iter().filter_map(|name| absolute(archive.input.config, name)).collect::<Vec<_>>();
            let mut files = vec![("sitemap.xml".to_owned(), list("sitemapindex", "sitemap", &index))];
            files.extend(names.into_iter().zip(parts));
            files
        }
    }
}

fn list(outer: &str, inner: &str, addresses: &[String]) -> String {
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    xml.push_str(&format!("<{outer} xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"));
    for address in addresses {
        xml.push_str(&format!("<{inner}><loc>{}</loc></{inner}>\n", escaped(address)));
    }
    xml.push_str(&format!("</{outer}>\n"));
    xml
}
