//! Findings as a compiler shows them: place, excerpt, remedy.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level as Label, Origin, Renderer, Snippet};

use super::findings::level_word;
use super::folded::Place;
use super::paint::{Paint, Style, harmless_line};
use crate::diagnostic::{Diagnostic, Level, Span};

/// Columns of an excerpt; a longer line is cut around the place in question.
const WIDTH: usize = 120;
/// Characters of a line beyond which it is not shown at all.
const LONGEST_LINE: usize = 20_000;

/// One finding over several lines, ending with a line end.
///
/// `source` is the whole file it points into; without it the place is named but not shown.
pub fn finding(finding: &Diagnostic, source: Option<&str>, paint: Paint) -> String {
    let renderer = if paint.is_enabled() { Renderer::styled() } else { Renderer::plain() };
    let path = finding.path.as_deref().map(harmless_line);
    let excerpt = finding.span.and_then(|span| Excerpt::of(source?, span));
    let mut group = Group::with_title(label(finding.level).primary_title(&*finding.message).id(finding.entry.id));
    match (&path, &excerpt) {
        (Some(path), Some(excerpt)) => group = group.element(excerpt.snippet(path)),
        (Some(path), None) => group = group.element(origin(path, finding.span)),
        (None, _) => {}
    }
    let remedy = finding.help.as_deref().unwrap_or(finding.entry.remedy);
    group = group.element(Label::HELP.message(harmless_line(remedy)));
    group = group.element(Label::NOTE.message(format!("`incidex explain {}` says more", finding.entry.id)));
    let text = renderer.decor_style(DecorStyle::Ascii).term_width(WIDTH).render(&[group]);
    format!("{text}\n")
}

/// The other places of a finding that stands for several, on lines below it; `most` are named and the rest are counted.
pub fn further(places: &[Place], most: usize) -> String {
    let named = places.iter().take(most).map(|(path, span)| {
        let path = path.as_deref().map(harmless_line).unwrap_or_default();
        span.map_or_else(|| path.clone(), |span| format!("{path}:{}:{}", span.line, span.column))
    });
    let mut named: Vec<String> = named.collect();
    match places.len().saturating_sub(most) {
        0 => {}
        rest => named.push(format!("{rest} more; `--verbose` lists them")),
    }
    if named.is_empty() { String::new() } else { format!("  also {}\n", named.join(", ")) }
}

/// One finding on one line: `a/b.md:2:10: warning[IX0306]: the year 22025 was read as 2025`.
pub fn line(finding: &Diagnostic, paint: Paint) -> String {
    let mut place = finding.path.as_deref().map(harmless_line).unwrap_or_default();
    if let Some(span) = finding.span {
        place.push_str(&format!(":{}:{}", span.line, span.column));
    }
    if !place.is_empty() {
        place.push_str(": ");
    }
    let style = match finding.level {
        Level::Error => Style::Error,
        Level::Warning => Style::Warning,
        Level::Note => Style::Note,
    };
    let level = paint.text(style, &format!("{}[{}]", level_word(finding.level), finding.entry.id));
    format!("{place}{level}: {}\n", harmless_line(&finding.message))
}

fn label(level: Level) -> Label<'static> {
    match level {
        Level::Error => Label::ERROR,
        Level::Warning => Label::WARNING,
        Level::Note => Label::NOTE,
    }
}

fn origin(path: &str, span: Option<Span>) -> Origin<'_> {
    let origin = Origin::path(path);
    match span {
        Some(span) => origin.line(span.line).char_column(span.column),
        None => origin,
    }
}

/// The line that a finding is about.
struct Excerpt<'s> {
    number: usize,
    line: &'s str,
    /// Bytes of `line`.
    marked: std::ops::Range<usize>,
}

impl<'s> Excerpt<'s> {
    fn of(source: &'s str, span: Span) -> Option<Self> {
        let line = source.lines().nth(span.line.checked_sub(1)?)?.trim_end();
        let length = line.chars().count();
        if length > LONGEST_LINE {
            return None;
        }
        let indent = line.chars().take_while(|c| c.is_whitespace()).count();
        let (start, end) = match span.length {
            0 => (indent, length),
            marked => (span.column.saturating_sub(1), span.column.saturating_sub(1).saturating_add(marked)),
        };
        let marked = byte_of(line, start)..byte_of(line, end);
        Some(Self { number: span.line, line, marked })
    }

    fn snippet<'e>(&'e self, path: &'e str) -> Snippet<'e, annotate_snippets::Annotation<'e>> {
        Snippet::source(self.line)
            .path(path)
            .line_start(self.number)
            .fold(false)
            .annotation(AnnotationKind::Primary.span(self.marked.clone()))
    }
}

/// The byte at which a character starts, or the end of the text.
fn byte_of(text: &str, character: usize) -> usize {
    text.char_indices().nth(character).map_or(text.len(), |(byte, _)| byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(found: &Diagnostic, source: Option<&str>, expected: &str) {
        assert_eq!(finding(found, source, Paint::new(false)).trim_end(), expected.trim_matches('\n'));
    }

    #[test]
    fn a_finding_shows_the_place_the_line_and_the_remedy() {
        check(
            &Diagnostic::new("year_typo", "the year 22025 was read as 2025").at("a/b.md", Some(Span::new(2, 10, 5))),
            Some("# Title\nStarted: 22025-03-18 09:36\n"),
            "
warning[IX0306]: the year 22025 was read as 2025
 --> a/b.md:2:10
  |
2 | Started: 22025-03-18 09:36
  |          ^^^^^
  |
  = help: Correct the year.
  = note: `incidex explain IX0306` says more
",
        );
    }

    #[test]
    fn a_finding_about_a_line_marks_the_whole_of_it() {
        check(
            &Diagnostic::new("zone_missing", "no zone").at("b.md", Some(Span::line(1))).help("Name it."),
            Some("  10:00 it broke"),
            "
note[IX0301]: no zone
 --> b.md:1:3
  |
1 |   10:00 it broke
  |   ^^^^^^^^^^^^^^
  |
  = help: Name it.
  = note: `incidex explain IX0301` says more
",
        );
    }

    #[test]
    fn a_finding_without_a_source_names_the_place() {
        check(
            &Diagnostic::new("file_too_large", "9 MiB").at("c.md", None),
            None,
            "
error[IX0102]: 9 MiB
--> c.md
 = help: Move long logs into a file of their own and link to it.
 = note: `incidex explain IX0102` says more
",
        );
    }

    #[test]
    fn a_finding_on_one_line_names_its_place_first() {
        let cases = [
            (Diagnostic::new("year_typo", "22025\n"), "warning[IX0306]: 22025\n"),
            (Diagnostic::new("no_cause", "x").at("a b.md", None), "a b.md: note[IX0407]: x\n"),
            (Diagnostic::new("no_cause", "x").at("a.md", Some(Span::line(3))), "a.md:3:1: note[IX0407]: x\n"),
        ];
        for (finding, expected) in cases {
            assert_eq!(line(&finding, Paint::new(false)), expected);
        }
    }

    #[test]
    fn a_very_long_line_is_cut_around_the_place() {
        let line = format!("{}HERE{}", "a ".repeat(3000), "b ".repeat(3000));
        let shown = finding(
            &Diagnostic::new("year_typo", "x").at("d.md", Some(Span::new(1, 6001, 4))),
            Some(&line),
            Paint::new(false),
        );
        assert!(shown.contains("--> d.md:1:6001"), "{shown}");
        assert!(shown.lines().all(|line| line.chars().count() < 200), "{shown}");
        let lines: Vec<&str> = shown.lines().collect();
        let caret = lines.iter().position(|line| line.contains("^^^^")).unwrap();
        let column = lines[caret].find('^').unwrap();
        assert_eq!(&lines[caret - 1][column..column + 4], "HERE");
    }

    #[test]
    fn what_a_document_holds_cannot_drive_the_terminal() {
        let shown = finding(
            &Diagnostic::new("year_typo", "in \u{1b}[31mred")
                .at("\u{1b}[2J.md", Some(Span::new(1, 1, 2)))
                .help("\u{7}"),
            Some("\u{1b}]0;title\u{7} text"),
            Paint::new(false),
        );
        assert!(!shown.contains(|c: char| c.is_control() && c != '\n'), "{shown:?}");
    }

    #[test]
    fn a_place_beyond_the_end_of_the_file_is_no_reason_to_fail() {
        for span in [Span::line(0), Span::line(99), Span::new(1, 99, 99), Span::new(2, 0, 0)] {
            finding(&Diagnostic::new("year_typo", "x").at("e.md", Some(span)), Some("ä\nö"), Paint::new(false));
        }
    }
}
