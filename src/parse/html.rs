//! A Markdown node as safe HTML: headings with ids, code with classes, links left to be resolved.
//!
//! What an author wrote is escaped by comrak's own writer; nothing here builds HTML from unescaped text.

use std::fmt::{self, Write};
use std::sync::LazyLock;

use comrak::html::{ChildRendering, Context, escape, format_document_with_formatter, format_node_default};
use comrak::nodes::{AstNode, NodeValue};
use comrak::options::Plugins;
use comrak::{Arena, Options};

use super::boxes::{Part, Tone, look};
use super::document::{LINK_MARK, start_of};
use super::links::{LinkKind, as_browsers_read, link_kind};
use super::outline_anchors::Anchors;
use super::{figure, highlight};

static PLUGINS: LazyLock<Plugins<'static>> = LazyLock::new(Plugins::default);

/// What the HTML of a document is for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Pages<'p> {
    /// Schemes of links, in lower case and without colon, that are kept besides the usual ones.
    pub link_schemes: &'p [String],
    /// No page is made of it: code is left without colours, which cost more than the rest of parsing.
    pub are_not_made: bool,
}

/// What the writer needs besides the node.
pub struct Markup<'m> {
    pub pages: Pages<'m>,
    pub anchors: &'m mut Anchors,
    /// Set to the line of the first code block too large to highlight.
    pub plain_code: &'m mut Option<usize>,
    /// Set to the line of the first link that is shown as text.
    pub refused_link: &'m mut Option<usize>,
    /// Set to the line and the address of the first link to a place of the document that is not there.
    pub dead_anchor: &'m mut Option<(usize, String)>,
}

/// Appends a top-level node.
pub fn write<'a>(node: &'a AstNode<'a>, options: &Options<'_>, markup: Markup<'_>, out: &mut String) {
    // A String takes everything, so the formatter cannot fail.
    let _ = format_document_with_formatter(node, options, out, &PLUGINS, format, markup);
}

/// Appends the footnotes of a document as one list.
pub fn write_footnotes<'a>(
    definitions: Vec<&'a AstNode<'a>>,
    arena: &'a Arena<'a>,
    options: &Options<'_>,
    markup: Markup<'_>,
    out: &mut String,
) {
    if definitions.is_empty() {
        return;
    }
    let list = arena.alloc(NodeValue::Document.into());
    for definition in definitions {
        definition.detach();
        list.append(definition);
    }
    let _ = format_document_with_formatter(list, options, out, &PLUGINS, format, markup);
}

/// A text as it is written, without any markup of its own.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    out.push_str("<pre class=\"code\" tabindex=\"0\"><code>");
    let _ = escape(&mut out, text);
    out.push_str("</code></pre>\n");
    out
}

fn format<'a>(
    context: &mut Context<Markup<'_>>,
    node: &'a AstNode<'a>,
    entering: bool,
) -> Result<ChildRendering, fmt::Error> {
    match node.data().value {
        NodeValue::Heading(ref heading) => {
            let level = context.user.anchors.page_level(heading.level);
            if entering {
                context.cr()?;
                let id = context.user.anchors.next();
                write!(context, "<h{level} id=\"")?;
                escape(context, &id)?;
                context.write_str("\">")?;
                context.current_anchorized_id = Some(id);
            } else {
                let id = context.current_anchorized_id.take().unwrap_or_default();
                context.write_str(" <a class=\"anchor\" href=\"#")?;
                escape(context, &id)?;
                writeln!(context, "\" aria-label=\"Link to this section\">#</a></h{level}>")?;
            }
            Ok(ChildRendering::HTML)
        }
        NodeValue::CodeBlock(ref code) => {
            if entering {
                context.cr()?;
                let words = code.info.trim_start_matches(['{', '.']);
                let language = words.split([' ', ',', '{', '}']).next().unwrap_or_default();
                let title = figure::title(language, &code.literal);
                if let Some(title) = &title {
                    context.write_str("<figure class=\"drawing\"><figcaption>")?;
                    escape(context, title)?;
                    context.write_str("</figcaption>\n")?;
                }
                context.write_str("<pre class=\"code\" tabindex=\"0\"")?;
                if !language.is_empty() && title.is_none() {
                    context.write_str(" data-lang=\"")?;
                    escape(context, language)?;
                    context.write_str("\"")?;
                }
                context.write_str("><code>")?;
                if !highlight::write(language, &code.literal, !context.user.pages.are_not_made, context)? {
                    let line = node.data().sourcepos.start.line;
                    context.user.plain_code.get_or_insert(line);
                }
                context.write_str("</code></pre>\n")?;
                if title.is_some() {
                    context.write_str("</figure>\n")?;
                }
            }
            Ok(ChildRendering::Skip)
        }
        NodeValue::Link(ref link) => {
            let kind = link_kind(&link.url, context.user.pages.link_schemes);
            if kind == LinkKind::Anchor && !leads_somewhere(context, &link.url) {
                // A place that is not there: the words alone.
                let line = node.data().sourcepos.start.line;
                context.user.dead_anchor.get_or_insert((line, link.url.clone()));
                return Ok(ChildRendering::HTML);
            }
            if kind == LinkKind::Refused {
                return refused(context, node, &link.url, entering);
            }
            if entering {
                context.write_str("<a href=\"")?;
                address(context, kind, &link.url)?;
                if !link.title.is_empty() && kind != LinkKind::Local {
                    context.write_str("\" title=\"")?;
                    escape(context, &link.title)?;
                }
                context.write_str("\">")?;
            } else {
                context.write_str("</a>")?;
            }
            Ok(ChildRendering::HTML)
        }
        NodeValue::Image(ref link) => image(context, node, &link.url, entering),
        NodeValue::BlockDirective(ref found) => {
            part(context, node, &found.info, entering)?;
            Ok(ChildRendering::HTML)
        }
        NodeValue::TaskItem(ref task) if entering && task.symbol.is_some_and(|sign| !matches!(sign, 'x' | 'X')) => {
            state(context, task.symbol.unwrap_or(' '))?;
            Ok(ChildRendering::HTML)
        }
        // A table without a head still has a body.
        NodeValue::TableRow(false) if entering && node.previous_sibling().is_none() => {
            context.write_str("<tbody>\n")?;
            format_node_default(context, node, entering)
        }
        NodeValue::TableRow(false) if node.previous_sibling().is_none() && node.next_sibling().is_none() => {
            format_node_default(context, node, entering)?;
            context.write_str("</tbody>")?;
            Ok(ChildRendering::HTML)
        }
        _ => format_node_default(context, node, entering),
    }
}

/// Opens or closes a box, its title, a fold or what stays visible of that.
fn part<'a>(context: &mut Context<Markup<'_>>, node: &'a AstNode<'a>, info: &str, entering: bool) -> fmt::Result {
    context.cr()?;
    match Part::of(info) {
        Part::Details if entering => writeln!(context, "<details>"),
        Part::Details => writeln!(context, "</details>"),
        Part::Summary if entering => writeln!(context, "<summary>"),
        Part::Summary => writeln!(context, "</summary>"),
        Part::Title => match node.parent().map(|parent| parent.data().value.clone()) {
            Some(NodeValue::BlockDirective(around)) => head(context, Part::of(&around.info), entering),
            _ => Ok(()),
        },
        Part::Box { kind, fold } if entering => {
            let (_, tone) = look(kind);
            let tone = match tone {
                Tone::Note => "note-box",
                Tone::Tip => "tip-box",
                Tone::Important => "important-box",
                Tone::Warning => "warning-box",
                Tone::Danger => "danger-box",
            };
            match fold {
                None => writeln!(context, "<div class=\"box {tone}\" role=\"note\">")?,
                Some(open) => {
                    writeln!(context, "<details class=\"box {tone}\"{}>", if open { " open=\"\"" } else { "" })?
                }
            }
            let titled = |child: &'a AstNode<'a>| matches!(child.data().value, NodeValue::BlockDirective(ref found) if Part::of(&found.info) == Part::Title);
            if node.first_child().is_some_and(titled) {
                return Ok(());
            }
            head(context, Part::Box { kind, fold }, true)?;
            head(context, Part::Box { kind, fold }, false)
        }
        Part::Box { fold, .. } => writeln!(context, "</{}>", if fold.is_some() { "details" } else { "div" }),
    }
}

/// What a box is called, before the title that its author gave it.
fn head(context: &mut Context<Markup<'_>>, of: Part<'_>, entering: bool) -> fmt::Result {
    let (kind, name) = match of {
        Part::Box { kind, fold: Some(_) } => (kind, "summary"),
        Part::Box { kind, fold: None } => (kind, "div"),
        _ => ("", "div"),
    };
    if !entering {
        return writeln!(context, "</{name}>");
    }
    write!(context, "<{name} class=\"box-title\"><span class=\"box-kind\">")?;
    escape(context, &look(kind).0)?;
    writeln!(context, "</span>")
}

/// What the sign in a box of a task says, beside its box.
const STATES: &[(char, &str)] = &[
    ('-', "dropped"),
    ('~', "dropped"),
    ('/', "in progress"),
    ('>', "moved"),
    ('<', "scheduled"),
    ('!', "important"),
    ('?', "question"),
];

/// A task whose box holds another sign than a tick.
fn state(context: &mut Context<Markup<'_>>, sign: char) -> fmt::Result {
    context.cr()?;
    let ticked = matches!(sign, '\u{2713}' | '\u{2714}' | '\u{2705}');
    let checked = if ticked { " checked=\"\"" } else { "" };
    write!(context, "<li><input type=\"checkbox\"{checked} disabled=\"\" /> ")?;
    match STATES.iter().find(|(known, _)| *known == sign) {
        Some((_, state)) => write!(context, "<span class=\"task-state\">{state}</span> "),
        None => Ok(()),
    }
}

/// Local pictures are shown; pictures from elsewhere become links, since a page asks no other host for anything.
fn image<'a>(
    context: &mut Context<Markup<'_>>,
    node: &'a AstNode<'a>,
    url: &str,
    entering: bool,
) -> Result<ChildRendering, fmt::Error> {
    let kind = link_kind(url, context.user.pages.link_schemes);
    if kind == LinkKind::Refused {
        return refused(context, node, url, entering);
    }
    let local = kind == LinkKind::Local;
    if entering {
        context.write_str(if local { "<img loading=\"lazy\" src=\"" } else { "<a class=\"picture\" href=\"" })?;
        address(context, kind, url)?;
        context.write_str(if local { "\" alt=\"" } else { "\">picture: " })?;
        return Ok(ChildRendering::Plain);
    }
    context.write_str(if local { "\">" } else { "</a>" })?;
    Ok(ChildRendering::HTML)
}

/// Bytes of an address that are shown where it is no link.
const SHOWN_ADDRESS: usize = 200;

/// The words of a link, and behind them where it would have led, as text.
fn refused<'a>(
    context: &mut Context<Markup<'_>>,
    node: &'a AstNode<'a>,
    url: &str,
    entering: bool,
) -> Result<ChildRendering, fmt::Error> {
    if entering {
        let line = node.data().sourcepos.start.line;
        context.user.refused_link.get_or_insert(line);
    } else {
        context.write_str(" <code>")?;
        escape(context, start_of(url, SHOWN_ADDRESS))?;
        context.write_str("</code>")?;
    }
    Ok(ChildRendering::HTML)
}

fn leads_somewhere(context: &Context<Markup<'_>>, url: &str) -> bool {
    let url = as_browsers_read(url);
    url.strip_prefix('#').is_some_and(|name| context.user.anchors.named(name).is_some())
}

/// An address within an attribute: that of a file between two marks, any other as a browser reads it.
fn address(context: &mut Context<Markup<'_>>, kind: LinkKind, url: &str) -> fmt::Result {
    match kind {
        LinkKind::Local => marked(context, url),
        LinkKind::Anchor => {
            let url = as_browsers_read(url);
            let name = url.strip_prefix('#').unwrap_or_default();
            let id = context.user.anchors.named(name).map(str::to_owned);
            context.write_char('#')?;
            context.escape_href(id.as_deref().unwrap_or(name))
        }
        _ => context.escape_href(&as_browsers_read(url)),
    }
}

/// A link as written between two marks; the page it ends up on knows what it points to.
fn marked(context: &mut Context<Markup<'_>>, url: &str) -> fmt::Result {
    context.write_char(LINK_MARK)?;
    escape(context, url)?;
    context.write_char(LINK_MARK)
}
