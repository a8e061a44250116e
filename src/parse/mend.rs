//! Markup that misses its space, and markup of other generators, turned into plain Markdown before it is parsed.
//!
//! Input: the body of a file. Output: a body with the same number of lines, so that every position stays true.
//! Knows code fences, since nothing inside them is anybody's mistake. Knows nothing of what the words mean.

use std::borrow::Cow;

use super::dialect;
use crate::budget::NESTING;

/// A body fit for the Markdown parser.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mended<'a> {
    pub text: Cow<'a, str>,
    /// Lines that got a missing space, counted from 1 within the body.
    pub spaced: Vec<usize>,
    /// Lines whose nesting was cut, counted from 1 within the body.
    pub flattened: Vec<usize>,
    /// Lines that began a table too wide to be one, counted from 1 within the body.
    pub too_wide: Vec<usize>,
}

/// Columns of a table. A parser fills up every row to them, so that a wide head above short rows makes cells without end.
const COLUMNS: usize = 250;

/// Mends `#Title`, `-Item`, MDX components, shortcodes and nesting beyond reason.
///
/// Lines inside fences, quotes and indented code are left alone.
pub fn mend(body: &str) -> Mended<'_> {
    match dialect::plain(body) {
        Cow::Borrowed(body) => mended(body),
        Cow::Owned(body) => {
            let mended = mended(&body);
            Mended { text: Cow::Owned(mended.text.into_owned()), ..mended }
        }
    }
}

fn mended(body: &str) -> Mended<'_> {
    let mut text: Option<String> = None;
    let (mut spaced, mut flattened, mut too_wide) = (Vec::new(), Vec::new(), Vec::new());
    let mut fence: Option<(u8, usize)> = None;
    let mut titles = numbered_titles(body);
    if titles.is_empty() {
        titles = underlined_titles(body);
    }
    let mut tables = OpenTables::new(body);
    let mut copied = 0;
    let mut start = 0;
    for (index, line) in body.split_inclusive('\n').enumerate() {
        let end = start + line.len();
        let bare = line.trim_end_matches('\n');
        let replacement = if let Some(open) = fence {
            if closes(bare, open) {
                fence = None;
            }
            None
        } else if let Some(open) = opens(bare) {
            fence = Some(open);
            None
        } else if titles.binary_search(&index).is_ok() {
            Some(format!("## {}", behind_number(bare).unwrap_or(bare)))
        } else if tables.holds(bare, start) {
            Some("<!---->".to_owned())
        } else if let Some(item) = bullet(bare) {
            Some(item)
        } else if let Some(fixed) = space(bare) {
            spaced.push(index + 1);
            Some(component(&fixed).unwrap_or(fixed))
        } else if let Some(flat) = flatten(bare) {
            flattened.push(index + 1);
            Some(flat)
        } else if rules_too_wide_a_table(bare) {
            too_wide.push(index + 1);
            Some(String::new())
        } else {
            component(bare)
        };
        if let Some(fixed) = replacement {
            let text = text.get_or_insert_with(|| String::with_capacity(body.len() + 64));
            text.push_str(&body[copied..start]);
            text.push_str(&fixed);
            copied = start + bare.len();
        }
        start = end;
    }
    let text = match text {
        Some(mut text) => {
            text.push_str(&body[copied..]);
            Cow::Owned(text)
        }
        None => Cow::Borrowed(body),
    };
    Mended { text, spaced, flattened, too_wide }
}

/// Elements of HTML whose parts authors set apart by blank lines, at which Markdown would end them.
const APART: &[(&str, &str)] = &[("<table", "</table"), ("<ul", "</ul"), ("<ol", "</ol"), ("<dl", "</dl")];

/// Which of [`APART`] are open, and where each ends for the last time.
struct OpenTables {
    last: [Option<usize>; APART.len()],
    open: usize,
}

impl OpenTables {
    fn new(body: &str) -> Self {
        let ends = |(_, end): &(&str, &str)| {
            let named = |at: &usize| {
                body.as_bytes()[*at..].get(..end.len()).is_some_and(|it| it.eq_ignore_ascii_case(end.as_bytes()))
            };
            memchr::memmem::rfind_iter(body.as_bytes(), b"</").find(named)
        };
        let mut last = [None; APART.len()];
        if memchr::memmem::find(body.as_bytes(), b"</").is_some() {
            last.iter_mut().zip(APART).for_each(|(last, pair)| *last = ends(pair));
        }
        Self { last, open: 0 }
    }

    /// Whether a line that begins at `start` is blank, and one of them is open that ends further down.
    fn holds(&mut self, line: &str, start: usize) -> bool {
        if self.open > 0 && line.trim().is_empty() {
            return self.last.iter().flatten().any(|end| *end > start);
        }
        if self.last.iter().any(Option::is_some) && line.contains('<') {
            let lower = line.to_ascii_lowercase();
            let count = |name: &str| {
                let named =
                    |(at, _): &(usize, &str)| !lower[at + name.len()..].starts_with(|c: char| c.is_alphanumeric());
                lower.match_indices(name).filter(named).count()
            };
            for (open, end) in APART {
                self.open = (self.open + count(open)).saturating_sub(count(end));
            }
        }
        false
    }
}

/// The bullets of word processors.
const BULLETS: &[char] = &['•', '◦', '▪', '‣', '●', '∙', '⁃', '■', '·', '➢', '\u{f0b7}', '\u{f0a7}'];

/// `•\tText` as an item; the text keeps its column.
fn bullet(line: &str) -> Option<String> {
    let words = line.trim_start_matches([' ', '\t']);
    let rest = words.strip_prefix(BULLETS)?;
    let spaced = rest.starts_with([' ', '\t', '\u{a0}']) && !rest.trim().is_empty();
    spaced.then(|| format!("{}-{}", &line[..line.len() - words.len()], rest.replacen('\u{a0}', " ", 1)))
}

/// What stands behind `3.` or `3)` at the very start of a line.
fn behind_number(line: &str) -> Option<&str> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = line.get(digits..)?.strip_prefix(['.', ')'])?;
    ((1..=2).contains(&digits) && rest.starts_with([' ', '\t'])).then(|| rest.trim())
}

/// The lines, counted from 0, that number the parts of a document: `1. Summary` above a paragraph, `2. Root cause` above
/// the next. A list whose items go on in indented lines, or are sentences, numbers no parts.
fn numbered_titles(body: &str) -> Vec<usize> {
    const WORDS: usize = 7;
    if !body.lines().any(|line| line.starts_with("1.") || line.starts_with("1)")) {
        return Vec::new();
    }
    let lines: Vec<&str> = body.lines().collect();
    if lines.iter().any(|line| line.starts_with("##") || opens(line).is_some()) {
        return Vec::new();
    }
    let mut titles = Vec::new();
    let mut told = false;
    for (index, line) in lines.iter().enumerate() {
        let Some(title) = behind_number(line) else { continue };
        let number = line.split(['.', ')']).next().and_then(|number| number.parse().ok());
        let next = lines[index + 1..].iter().find(|next| !next.trim().is_empty());
        let followed =
            next.is_some_and(|next| !next.starts_with([' ', '\t', '#', '>']) && behind_number(next).is_none());
        let short = title.split_whitespace().count() <= WORDS
            && !title.ends_with(['.', ';', ',', ':', '?', '!'])
            && title.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase());
        if number != Some(titles.len() + 1) || !followed || !short {
            return Vec::new();
        }
        told |= next.is_some_and(|next| !next.starts_with(['-', '*', '+', '|']) && !next.starts_with(BULLETS));
        titles.push(index);
    }
    if titles.len() >= 2 && told { titles } else { Vec::new() }
}

/// The lines, counted from 0, that number a part and are underlined: `3. Cause` above `--------`, which Markdown takes for an
/// item and a rule.
fn underlined_titles(body: &str) -> Vec<usize> {
    const FEWEST: usize = 2;
    let lines: Vec<&str> = body.lines().collect();
    let ruled = |line: &str| {
        let line = line.trim_end();
        line.len() >= 3 && (line.bytes().all(|byte| byte == b'-') || line.bytes().all(|byte| byte == b'='))
    };
    let titled = lines.windows(2).enumerate().filter(|(_, pair)| behind_number(pair[0]).is_some() && ruled(pair[1]));
    let titles: Vec<usize> = titled.map(|(index, _)| index).collect();
    if titles.len() >= FEWEST && !lines.iter().any(|line| opens(line).is_some()) { titles } else { Vec::new() }
}

/// The fence character and its length, where this line opens a code fence (also inside a list item).
pub fn opens(line: &str) -> Option<(u8, usize)> {
    let trimmed = line.trim_start_matches([' ', '>']);
    let trimmed = trimmed.strip_prefix(['-', '*', '+']).map_or(trimmed, str::trim_start);
    let first = *trimmed.as_bytes().first()?;
    if first != b'`' && first != b'~' {
        return None;
    }
    let length = trimmed.bytes().take_while(|&b| b == first).count();
    let info = &trimmed[length..];
    (length >= 3 && !(first == b'`' && info.contains('`'))).then_some((first, length))
}

pub fn closes(line: &str, (mark, length): (u8, usize)) -> bool {
    let trimmed = line.trim_matches(|c: char| c == ' ' || c == '>' || c == '\t');
    trimmed.len() >= length && trimmed.bytes().all(|b| b == mark)
}

/// `#Timeline:` and `-Duration: ...` with the space their author left out.
fn space(line: &str) -> Option<String> {
    let marker = match *line.as_bytes().first()? {
        b'#' => line.bytes().take_while(|&b| b == b'#').count(),
        b'-' | b'*' | b'+' => 1,
        _ => return None,
    };
    let rest = &line[marker..];
    let meant = if line.starts_with('#') { marker <= 6 && is_title(rest, marker) } else { is_item(line, rest) };
    meant.then(|| format!("{} {rest}", &line[..marker]))
}

/// A title starts with a capital (or, behind two marks and more, with any letter): `#11205` and `#channel` do not.
fn is_title(rest: &str, marks: usize) -> bool {
    rest.chars().next().is_some_and(|c| c.is_uppercase() || (marks > 1 && c.is_alphabetic()))
}

/// An item starts with a capitalised word or a time: `-v`, `-X POST`, `--flag` and `-5` do not.
fn is_item(line: &str, rest: &str) -> bool {
    let mut chars = rest.chars();
    let (first, second) = (chars.next(), chars.next());
    if line.starts_with('-') && starts_with_clock(rest) {
        return true;
    }
    line.starts_with('-')
        && first.is_some_and(char::is_uppercase)
        && second.is_some_and(|c| c.is_lowercase())
        && rest.contains(' ')
}

/// `9:30`, `09:30`
fn starts_with_clock(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &text.as_bytes()[digits..];
    (1..=2).contains(&digits)
        && rest.len() > 2
        && rest[0] == b':'
        && rest[1].is_ascii_digit()
        && rest[2].is_ascii_digit()
}

/// A line that opens more than a hundred quotes or lists keeps its words alone.
fn flatten(line: &str) -> Option<String> {
    let mut depth = 0;
    let mut rest = line;
    while let Some(inner) = behind_marker(rest.trim_start_matches([' ', '\t'])) {
        depth += 1;
        rest = inner;
    }
    (depth > NESTING).then(|| rest.trim_start().to_owned())
}

/// The line of dashes below the head of a table with more than 250 columns. Without it the rows are text.
fn rules_too_wide_a_table(line: &str) -> bool {
    let rule = line.trim_start_matches([' ', '\t', '>']);
    rule.len() > COLUMNS
        && rule.bytes().all(|byte| matches!(byte, b'|' | b'-' | b':' | b' ' | b'\t' | b'\r'))
        && memchr::memchr_iter(b'|', rule.as_bytes()).count() > COLUMNS
}

/// What stands behind `>`, `-`, `*`, `+`, `1.` or `1)`.
fn behind_marker(line: &str) -> Option<&str> {
    if let Some(quoted) = line.strip_prefix('>') {
        return Some(quoted);
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let marks: &[char] = if digits == 0 { &['-', '*', '+'] } else { &['.', ')'] };
    line[digits..].strip_prefix(marks).filter(|rest| digits <= 9 && rest.starts_with([' ', '\t']))
}

/// What other generators put around text: MDX `<Update>`, Hugo `{{< track >}}`, ERB.
fn component(line: &str) -> Option<String> {
    let trimmed = line.trim();
    memchr::memchr2(b'{', b'<', line.as_bytes())?;
    if trimmed.starts_with("</Update") {
        return Some(String::new());
    }
    if let Some(rest) = trimmed.strip_prefix("<Update") {
        let (tag, text) = rest.split_once('>')?;
        let text = text.trim_end_matches("</Update>").trim();
        let stamp = attribute(tag, "date").or_else(|| attribute(tag, "time"))?;
        let label = attribute(tag, "label").or_else(|| attribute(tag, "status")).map(|l| format!("{l}: "));
        return Some(format!("**{stamp}** - {}{text}", label.unwrap_or_default()));
    }
    if !line.contains("{{<") && !line.contains("{{%") && !line.contains("<%") {
        return None;
    }
    Some(without_shortcodes(line))
}

/// `date="2024-05-01"` out of a tag's attributes.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let rest = tag.split_once(&format!("{name}="))?.1;
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    Some(rest[1..].split_once(quote)?.0.to_owned())
}

/// `{{< track "2018-04-13 16:50:00" >}}` becomes its stamp, every other shortcode and ERB tag goes.
fn without_shortcodes(line: &str) -> String {
    const PAIRS: [(&str, &str); 3] = [("{{<", ">}}"), ("{{%", "%}}"), ("<%", "%>")];
    let mut out = String::with_capacity(line.len());
    // Where each opening stands next, so that a line is searched for each of them once.
    let mut next = PAIRS.map(|(open, _)| line.find(open));
    let mut at = 0;
    while let Some((start, pair)) = (0..PAIRS.len()).filter_map(|pair| Some((next[pair]?, pair))).min() {
        let (open, close) = PAIRS[pair];
        let inside = start + open.len();
        let Some(length) = line[inside..].find(close) else { break };
        out.push_str(&line[at..start]);
        let inner = line[inside..inside + length].trim();
        if let Some(stamp) = inner.strip_prefix("track") {
            out.push_str(stamp.trim().trim_matches(['"', '\'', '`']));
        }
        at = inside + length + close.len();
        for (next, (open, _)) in next.iter_mut().zip(PAIRS) {
            if next.is_some_and(|next| next < at) {
                *next = line[at..].find(open).map(|offset| at + offset);
            }
        }
    }
    out.push_str(&line[at..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: &str) {
        assert_eq!(mend(line).text, expected, "{line}");
    }

    #[test]
    fn a_missing_space_is_put_in_where_a_heading_or_an_item_was_meant() {
        check("##Postmortem: broken mail", "## Postmortem: broken mail");
        check("#Timeline:", "# Timeline:");
        check("-Duration: two hours", "- Duration: two hours");
        check("-09:00 AM UTC: mail stopped", "- 09:00 AM UTC: mail stopped");
    }

    #[test]
    fn what_only_looks_like_markup_stays() {
        for line in [
            "#11205 Revert",
            "#ops-chat said so",
            "-X POST",
            "-v",
            "--dry-run",
            "-5 degrees",
            "*bold* word",
            "-H \"A: b\"",
        ] {
            check(line, line);
        }
        check("```\n#Comment\n-Item one\n```\n#Title", "```\n#Comment\n-Item one\n```\n# Title");
        check("    #Code", "    #Code");
    }

    #[test]
    fn components_of_other_generators_become_stamps() {
        check(
            "<Update date=\"2025-05-01 10:00\" label=\"Resolved\">All good.</Update>",
            "**2025-05-01 10:00** - Resolved: All good.",
        );
        check("*Fixed* - mail flows {{< track \"2025-05-01 10:00:00\" >}}", "*Fixed* - mail flows 2025-05-01 10:00:00");
        check("import Update from '../update'", "");
    }

    #[test]
    fn the_bullets_of_word_processors_are_items() {
        check("•\tRenew it", "-\tRenew it");
        check("  ▪ Renew it", "  - Renew it");
        check("\u{f0b7}\u{a0}Renew it", "- Renew it");
        check("•", "•");
        check("a • b", "a • b");
    }

    #[test]
    fn numbers_above_paragraphs_are_titles() {
        check(
            "Report\n\n1.\tSummary\nThe belt stood.\n\n2.\tWhat we do\n•\tOil it\n",
            "Report\n\n## Summary\nThe belt stood.\n\n## What we do\n-\tOil it\n",
        );
        for list in [
            "1. Oil it\n2. Turn it\n\nThen wait.\n",
            "1. Oil it\n   with oil\n2. Turn it\n   twice\n",
            "1. Oil it.\nNow.\n2. Turn it.\nNow.\n",
            "## Steps\n\n1. Oil it\n\nWait.\n\n2. Turn it\n\nWait.\n",
            "1. Oil it\n\nWait.\n",
        ] {
            check(list, list);
        }
    }

    #[test]
    fn blank_lines_end_no_table_of_html() {
        check("<table>\n\n<tr>\n</table>\n\nx", "<table>\n<!---->\n<tr>\n</table>\n\nx");
        check("<table>\n\nnever closed", "<table>\n\nnever closed");
        check("<TABLE>\n\n</Table>\n\n</table>", "<TABLE>\n<!---->\n</Table>\n\n</table>");
    }

    #[test]
    fn nesting_beyond_reason_is_cut() {
        for marker in ["> ", ">", "- ", "-\t", "1. ", "7) ", "> 2. "] {
            let deep = format!("{}words", marker.repeat(101));
            let mended = mend(&deep);
            assert_eq!((mended.text.as_ref(), mended.flattened), ("words", vec![1]), "{marker:?}");
            check(&format!("{}words", marker.repeat(50)), &format!("{}words", marker.repeat(50)));
        }
        check(&"2024. ".repeat(3), &"2024. ".repeat(3));
    }

    #[test]
    fn a_table_without_end_to_its_right_is_text() {
        let table = |columns: usize| format!("{}|\n{}|\n|x|\n", "|a".repeat(columns), "|:-".repeat(columns));
        assert!(mend(&table(200)).too_wide.is_empty());
        let wide = table(300);
        let mended = mend(&wide);
        assert_eq!(
            (mended.too_wide, mended.text.as_ref()),
            (vec![2], format!("{}|\n\n|x|\n", "|a".repeat(300)).as_str())
        );
        let quoted = format!("> {}|\n", "|-".repeat(300));
        assert_eq!(mend(&quoted).too_wide, [1]);
        check(&"-".repeat(400), &"-".repeat(400));
    }

    proptest::proptest! {
        #[test]
        fn the_number_of_lines_never_changes(text in "(?s).{0,400}") {
            proptest::prop_assert_eq!(mend(&text).text.matches('\n').count(), text.matches('\n').count());
        }
    }
}
