//! Code with classes instead of colours: the theme decides what a keyword looks like.
//!
//! With [`super::lines_seen`] the only module that names syntect. Decides by size only, so that the same input always gives the same bytes.

use std::fmt::{self, Write};
use std::sync::LazyLock;

use comrak::html::escape;
use syntect::parsing::{Scope, ScopeStack, SyntaxReference, SyntaxSet};

use super::{lines_seen, promql};

/// Larger blocks are shown plain.
const LARGEST_BLOCK: usize = 256 * 1024;
/// A block with a longer line is shown plain.
const LONGEST_LINE: usize = 4 * 1024;

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

/// Scope prefixes and the class each gets; the first that fits the innermost scope wins.
const CLASSES: &[(&str, &str)] = &[
    ("comment", "c"),
    ("markup.inserted", "i"),
    ("markup.deleted", "d"),
    ("markup.heading", "h"),
    ("meta.diff.header", "h"),
    ("meta.diff.range", "h"),
    ("entity.name.section", "h"),
    ("string", "s"),
    ("constant", "n"),
    ("keyword.operator", "o"),
    ("keyword", "k"),
    ("storage.type.function", "k"),
    ("storage", "k"),
    ("entity.name.function", "f"),
    ("support.function", "f"),
    ("variable.function", "f"),
    ("entity.name.tag", "t"),
    ("entity.name", "t"),
    ("support", "t"),
    ("entity.other.attribute-name", "v"),
    ("variable", "v"),
];

static SCOPES: LazyLock<Vec<(Scope, &'static str)>> = LazyLock::new(|| {
    CLASSES.iter().filter_map(|(name, class)| Scope::new(name).ok().map(|scope| (scope, *class))).collect()
});

/// Words that authors put behind a fence and the syntax they mean.
const ALIASES: &[(&str, &str)] = &[
    ("hcl", "tf"),
    ("terraform", "tf"),
    ("console", "sh"),
    ("shell-session", "sh"),
    ("shell", "sh"),
    ("zsh", "sh"),
    ("logs", "log"),
    ("text", "txt"),
    ("yml", "yaml"),
    ("jsonc", "json"),
    ("json5", "json"),
    ("postgresql", "sql"),
    ("psql", "sql"),
    ("mysql", "sql"),
    ("docker", "Dockerfile"),
    ("golang", "go"),
    ("properties", "ini"),
];

/// Writes `code` escaped and, if `colours`, with spans. Returns whether its size allows colours.
///
/// # Errors
/// Only what `out` refuses.
pub fn write(language: &str, code: &str, colours: bool, out: &mut dyn Write) -> Result<bool, fmt::Error> {
    let Some(syntax) = syntax_of(language) else {
        escape(out, code)?;
        return Ok(true);
    };
    if code.len() > LARGEST_BLOCK || code.lines().any(|line| line.len() > LONGEST_LINE) {
        escape(out, code)?;
        return Ok(false);
    }
    if !colours {
        escape(out, code)?;
        return Ok(true);
    }
    match syntax {
        Syntax::PromQl => promql::write(code, out)?,
        Syntax::Known(syntax) => spans(syntax, code, out)?,
    }
    Ok(true)
}

enum Syntax {
    Known(&'static SyntaxReference),
    PromQl,
}

fn syntax_of(language: &str) -> Option<Syntax> {
    if language.is_empty() {
        return None;
    }
    let token = language.trim_start_matches('.').to_ascii_lowercase();
    if matches!(token.as_str(), "promql" | "metricsql" | "logql") {
        return Some(Syntax::PromQl);
    }
    let token = ALIASES.iter().find(|(alias, _)| *alias == token).map_or(token.as_str(), |(_, syntax)| syntax);
    SYNTAXES.find_syntax_by_token(token).map(Syntax::Known)
}

fn spans(syntax: &SyntaxReference, code: &str, out: &mut dyn Write) -> fmt::Result {
    let mut parser = lines_seen::Parser::new(&SYNTAXES, syntax);
    let mut stack = ScopeStack::new();
    let mut writer = SpanWriter { out, open: None };
    let mut lines = code.split_inclusive('\n');
    for line in &mut lines {
        let Ok(operations) = parser.line(line) else {
            // A pattern that cannot be run: the rest of the block is shown plain.
            writer.text(line, None)?;
            break;
        };
        let mut written = 0;
        for (at, operation) in operations.iter() {
            // Scopes often begin and end at one place, where nothing is to be written.
            if *at > written {
                writer.text(&line[written..*at], class_of(&stack))?;
                written = *at;
            }
            if stack.apply(operation).is_err() {
                break;
            }
        }
        writer.text(&line[written..], class_of(&stack))?;
    }
    for line in lines {
        writer.text(line, None)?;
    }
    writer.close()
}

fn class_of(stack: &ScopeStack) -> Option<&'static str> {
    stack
        .as_slice()
        .iter()
        .rev()
        .find_map(|scope| SCOPES.iter().find(|(prefix, _)| prefix.is_prefix_of(*scope)).map(|(_, class)| *class))
}

/// Writes text in as few spans as its classes allow.
pub struct SpanWriter<'o> {
    pub out: &'o mut dyn Write,
    pub open: Option<&'static str>,
}

impl SpanWriter<'_> {
    pub fn text(&mut self, text: &str, class: Option<&'static str>) -> fmt::Result {
        if text.is_empty() {
            return Ok(());
        }
        let class = if text.trim().is_empty() { self.open } else { class };
        if class != self.open {
            self.close()?;
            if let Some(class) = class {
                write!(self.out, "<span class=\"{class}\">")?;
            }
            self.open = class;
        }
        escape(self.out, text)
    }

    pub fn close(&mut self) -> fmt::Result {
        if self.open.take().is_some() {
            self.out.write_str("</span>")?;
        }
        Ok(())
    }
}
