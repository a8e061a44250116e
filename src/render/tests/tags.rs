//! Reads the tags of our own pages: enough of HTML to hold them to the rules.

/// A start tag, or an end tag with a `/` before its name.
#[derive(Debug, Clone, PartialEq)]
pub struct Tag {
    pub name: String,
    pub attributes: Vec<(String, String)>,
}

impl Tag {
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }
}

/// Every tag in order. Attribute values are unescaped.
pub fn tags(html: &str) -> Vec<Tag> {
    let mut tags = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if rest.starts_with('!') || rest.starts_with('?') {
            continue;
        }
        let end = end_of_tag(rest);
        tags.push(tag(&rest[..end]));
        rest = &rest[end..];
    }
    tags
}

/// Position of the `>` that closes a tag: not one inside quotes.
fn end_of_tag(text: &str) -> usize {
    let mut quoted = false;
    text.char_indices()
        .find(|(_, character)| {
            quoted ^= *character == '"';
            *character == '>' && !quoted
        })
        .map_or(text.len(), |(at, _)| at)
}

fn tag(text: &str) -> Tag {
    let (name, mut rest) = text.split_once([' ', '\n']).unwrap_or((text, ""));
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start_matches([' ', '\n', '/']);
        let Some(end) = rest.find(['=', ' ', '\n']).or((!rest.is_empty()).then_some(rest.len())) else { break };
        let own = rest[..end].to_owned();
        rest = &rest[end..];
        let value = match rest.strip_prefix("=\"") {
            Some(quoted) => {
                let (value, after) = quoted.split_once('"').expect("a closing quote");
                rest = after;
                value
            }
            None => "",
        };
        attributes.push((own, unescaped(value)));
    }
    Tag { name: name.trim_end_matches('/').to_owned(), attributes }
}

fn unescaped(value: &str) -> String {
    value.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&")
}

#[test]
fn tags_and_their_attributes_are_read() {
    let read = tags("<!DOCTYPE html><p>a &lt; b <a class=\"x y\" href=\"?a=1&amp;b=>\" hidden>c</a><br/>");
    let names = read.iter().map(|tag| tag.name.as_str()).collect::<Vec<_>>();
    assert_eq!(names, ["p", "a", "/a", "br"]);
    assert_eq!((read[1].get("href"), read[1].get("hidden")), (Some("?a=1&b=>"), Some("")));
}
