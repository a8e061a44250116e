//! Markup of other tools in the words of Markdown, before it is parsed.
//!
//! Input: the body of a file. Output: a body with the same number of lines, so that every position stays true. Boxes of
//! MkDocs become quotes with a name (`> [!note]`), those of Hugo fences of colons (`:::note`), code and formulas between
//! tags code between fences, links by name links that `attach` resolves; comments and imports go. Code is left alone.

mod boxed;
mod inline;

use std::borrow::Cow;
use std::collections::HashSet;

use super::boxes::COLON;
use super::mend::{closes, opens};
use crate::budget::NESTING;
use boxed::{Boxes, header};
use inline::{Tag, Text};
pub use inline::{comment_at, tag_alone};

/// What a text without any of it does not hold.
const SIGNS: &[&str] = &["!!!", "???", "{{", "{%", "{/*", "%%", "$$", ":::", "[[", "import ", "export ", "\n~ "];

/// A fence longer than any that stands in code of other tools.
const FENCE: &str = "~~~~~~~~";
/// Colons of the innermost fence there may be.
const COLONS: usize = 20;
/// Lines that an import or an export may take.
const STATEMENT: usize = 200;

/// The same lines in plain Markdown.
pub fn plain(body: &str) -> Cow<'_, str> {
    if !SIGNS.iter().any(|sign| memchr::memmem::find(body.as_bytes(), sign.as_bytes()).is_some()) {
        return Cow::Borrowed(body);
    }
    let mut writer = Writer {
        text: Text { body, labels: labels(body), last_comment: body.rfind("*/}") },
        lines: body.split('\n').collect(),
        out: String::with_capacity(body.len() + 64),
        boxes: Boxes::new(body),
        fence: None,
        code: None,
        endless: Vec::new(),
        comment_ends: 0,
        statement_ends: 0,
        colons: Vec::new(),
    };
    let mut start = 0;
    for index in 0..writer.lines.len() {
        writer.line(index, start);
        start += writer.lines[index].len() + 1;
    }
    writer.out.pop();
    Cow::Owned(writer.out)
}

/// The names that links of a text are defined by (`[1]: https://...`), where `[[` stands in it.
fn labels(body: &str) -> HashSet<String> {
    if !body.contains("[[") {
        return HashSet::new();
    }
    let label = |line: &str| Some(line.trim_start().strip_prefix('[')?.split_once("]:")?.0.to_lowercase());
    body.lines().filter_map(label).collect()
}

/// Code that tags enclose, by what ends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Code {
    /// `{% highlight ruby %}`
    Liquid,
    /// `{{< highlight go >}}`
    Highlight,
    /// `{{< mermaid >}}`
    Mermaid,
    /// `$$`
    Formula,
    /// `:::mermaid`
    Colons,
}

impl Code {
    /// The code that begins on a line, and the language it names.
    fn begins(line: &str) -> Option<(Self, &str)> {
        let bare = line.trim();
        if bare == "$$" {
            return Some((Self::Formula, "math"));
        }
        if let Some(name) = bare.strip_prefix(":::").map(|name| name.trim_start_matches([':', ' '])) {
            return name.eq_ignore_ascii_case("mermaid").then_some((Self::Colons, "mermaid"));
        }
        let (tag, inside) = tag_alone(bare)?;
        let mut words = inside.split_whitespace();
        let code = match (tag, words.next()?) {
            (Tag::Liquid, "highlight") => Self::Liquid,
            (Tag::Hugo, "highlight") => Self::Highlight,
            (Tag::Hugo, "mermaid") => return Some((Self::Mermaid, "mermaid")),
            _ => return None,
        };
        let language = words.next().unwrap_or_default().trim_matches(['"', '\'', ',']);
        Some((code, language))
    }

    fn ends(self, line: &str) -> bool {
        let bare = line.trim();
        let closes = |tag: Tag, name: &str| tag_alone(bare) == Some((tag, name));
        match self {
            Self::Liquid => closes(Tag::Liquid, "endhighlight"),
            Self::Highlight => closes(Tag::Hugo, "/highlight"),
            Self::Mermaid => closes(Tag::Hugo, "/mermaid"),
            Self::Formula => bare == "$$",
            Self::Colons => bare.len() >= 3 && bare.bytes().all(|byte| byte == b':'),
        }
    }
}

struct Writer<'b> {
    text: Text<'b>,
    lines: Vec<&'b str>,
    out: String,
    boxes: Boxes,
    /// A fence of the author's, and how many boxes are around it.
    fence: Option<((u8, usize), usize)>,
    /// Code between tags.
    code: Option<Code>,
    /// What never ends further down, by what would end it.
    endless: Vec<String>,
    /// Where the comment ends that lines stand in, as a byte of the body.
    comment_ends: usize,
    /// The first line behind an import or an export.
    statement_ends: usize,
    /// Fences of colons that are open, by how many colons each has.
    colons: Vec<usize>,
}

impl<'b> Writer<'b> {
    fn line(&mut self, index: usize, start: usize) {
        let (prefix, words) = self.boxes.enter(index, self.lines[index]);
        if self.fence.is_some_and(|(_, depth)| depth > self.boxes.depth()) {
            self.fence = None;
        }
        self.out.push_str(&prefix);
        self.words(index, start, &words);
        self.out.push('\n');
    }

    fn words(&mut self, index: usize, start: usize, words: &str) {
        if let Some((open, _)) = self.fence {
            if closes(words, open) {
                self.fence = None;
            }
            return self.out.push_str(words);
        }
        if let Some(code) = self.code {
            let ends = code.ends(words);
            self.code = self.code.filter(|_| !ends);
            return self.out.push_str(if ends { FENCE } else { words });
        }
        if index < self.statement_ends {
            return;
        }
        if start < self.comment_ends {
            let end = self.comment_ends - start;
            let rest = self.lines[index].get(end..).unwrap_or_default();
            return self.inline(start + end.min(self.lines[index].len()), rest);
        }
        if let Some(open) = opens(words) {
            self.fence = Some((open, self.boxes.depth()));
            return self.out.push_str(words);
        }
        if let Some((code, language)) = Code::begins(words)
            && self.ends_below(index, &format!("{code:?}"), |line| code.ends(line))
        {
            self.code = Some(code);
            self.out.push_str(FENCE);
            return self.out.push_str(language);
        }
        if let Some(made) = header(words, &self.lines, index) {
            self.boxes.open(self.lines[index], words);
            return self.out.push_str(&made);
        }
        if let Some(last) = statement(&self.lines, index) {
            self.statement_ends = last + 1;
            return;
        }
        if let Some(at) = words.find(":::").filter(|at| words[..*at].bytes().all(|byte| b" \t>-*+".contains(&byte))) {
            let (indent, fence) = words.split_at(at);
            let fence = self.colons(fence);
            self.out.push_str(indent);
            return self.out.push_str(&fence);
        }
        if let Some(fence) = self.fence_of_tag(index, words) {
            return self.out.push_str(&fence);
        }
        if let Some(formula) = formula(words) {
            return self.out.push_str(&formula);
        }
        if words.starts_with("~ ") {
            // About a time or a number, where the parser would take what stands above for a term.
            self.out.push('\\');
        }
        let skipped = self.lines[index].len() - words.len().min(self.lines[index].len());
        self.inline(start + skipped, words);
    }

    /// Whether a line below ends what begins on this one; what does not end once never does.
    fn ends_below(&mut self, index: usize, name: &str, ends: impl Fn(&str) -> bool) -> bool {
        if self.endless.iter().any(|known| known == name) {
            return false;
        }
        let found = self.lines[index + 1..].iter().any(|line| ends(line));
        if !found {
            self.endless.push(name.to_owned());
        }
        found
    }

    /// `:::note Title: words` in a form that the parser takes, and no more of them within each other than it can hold.
    ///
    /// The parser lets a line of colons end the outermost fence that has no more of them, also in code. So each gets more
    /// colons than those within it, and more than anybody writes.
    fn colons(&mut self, fence: &str) -> String {
        let count = fence.bytes().take_while(|byte| *byte == b':').count();
        let title = fence[count..].trim_matches([':', ' ', '\t']);
        let colons = |depth: usize| ":".repeat(COLONS + NESTING - depth.min(NESTING));
        if title.is_empty() || title.starts_with('/') {
            let is_open = self.colons.last().is_some_and(|open| *open <= count);
            return match self.colons.pop_if(|_| is_open) {
                Some(_) => colons(self.colons.len()),
                None => format!("\\{fence}"),
            };
        }
        if self.colons.len() >= NESTING {
            return format!("\\{fence}");
        }
        self.colons.push(count);
        format!("{}{}", colons(self.colons.len() - 1), title.replace(':', &COLON.to_string()))
    }

    /// `{{% alert title="..." color="warning" %}}` up to `{{% /alert %}}` as a fence of colons.
    fn fence_of_tag(&mut self, index: usize, words: &str) -> Option<String> {
        let (tag, inside) = tag_alone(words.trim())?;
        if tag != Tag::Hugo {
            return None;
        }
        if let Some(name) = inside.strip_prefix('/') {
            return inline::BOXES.contains(&name.trim()).then(|| self.colons(":::"));
        }
        let name = inside.split_whitespace().next()?;
        let end = format!("/{name}");
        let is_box = inline::BOXES.contains(&name)
            && self.ends_below(index, &end, |line| tag_alone(line.trim()) == Some((Tag::Hugo, &end)));
        is_box.then(|| self.colons(&inline::fence(inside)))
    }

    /// A line with its tags in plain words; where a comment on it ends further down, what is above its end goes.
    fn inline(&mut self, start: usize, words: &str) {
        let ends = inline::write(&self.text, start, words, &mut self.out);
        self.comment_ends = self.comment_ends.max(ends);
    }
}

/// `$$ x $$` alone on its line, as code that becomes a figure.
fn formula(words: &str) -> Option<String> {
    let inside = words.trim().strip_prefix("$$")?.strip_suffix("$$")?;
    let is_one = !inside.trim().is_empty() && !inside.contains("$$") && !inside.contains('`');
    is_one.then(|| format!("{}`{}`", &words[..words.len() - words.trim_start().len()], words.trim()))
}

/// The last line of an import or an export of MDX that begins here.
fn statement(lines: &[&str], index: usize) -> Option<usize> {
    let line = lines[index];
    let most = lines.len().min(index + STATEMENT);
    if let Some(rest) = line.strip_prefix("import ") {
        let is_module = |line: &str| line.contains(" from '") || line.contains(" from \"");
        if rest.starts_with(['\'', '"']) || is_module(line) && rest.starts_with(|c: char| c.is_alphabetic() || c == '{')
        {
            return Some(index);
        }
        let opens = rest.trim_end().ends_with('{') || rest.starts_with('{') && !rest.contains('}');
        let last = (index..most).find(|at| lines[*at].contains('}')).filter(|_| opens)?;
        return is_module(lines[last]).then_some(last);
    }
    let rest = line.strip_prefix("export ")?;
    let keyword =
        ["const ", "let ", "var ", "function ", "default ", "async "].iter().any(|word| rest.starts_with(word));
    if !keyword || !rest.contains(['=', '(', '{', ';']) {
        return None;
    }
    let mut depth = 0_i64;
    for (at, line) in lines[index..most].iter().enumerate() {
        for byte in line.bytes() {
            depth += i64::from(matches!(byte, b'{' | b'(' | b'[')) - i64::from(matches!(byte, b'}' | b')' | b']'));
        }
        if depth <= 0 {
            return Some(index + at);
        }
    }
    Some(index)
}

#[cfg(test)]
mod tests;
