//! The description by which a browser adds the archive to its search engines.

use super::absolute;
use super::feed::escaped;
use super::view::search::PATH;
use crate::config::Config;

/// `opensearch.xml` and its content; none without a base URL, as every address in it is absolute.
pub fn file(config: &Config) -> Option<(String, String)> {
    let page = escaped(&absolute(config, PATH)?);
    // Browsers show no more than sixteen characters of the short name.
    let short: String = config.title.chars().take(16).collect();
    let xml = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n\
         <ShortName>{}</ShortName>\n\
         <Description>{}</Description>\n\
         <InputEncoding>UTF-8</InputEncoding>\n\
         <Url type=\"text/html\" method=\"get\" template=\"{page}?q={{searchTerms}}\"/>\n\
         </OpenSearchDescription>\n",
        escaped(short.trim()),
        escaped(&config.title),
    );
    Some(("opensearch.xml".to_owned(), xml))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_description_names_the_search_page_by_its_absolute_address() {
        let config = Config {
            title: "Incidents & lessons of Acme".to_owned(),
            base_url: Some("https://example.test/kb/".to_owned()),
            ..Config::default()
        };
        let (path, xml) = file(&config).unwrap();
        assert_eq!(path, "opensearch.xml");
        assert!(xml.contains("template=\"https://example.test/kb/search/?q={searchTerms}\""), "{xml}");
        assert!(xml.contains("<ShortName>Incidents &amp; less</ShortName>"), "{xml}");
        assert_eq!(file(&Config::default()), None);
    }
}
