//! A Markdown node as safe HTML: headings with ids, code with classes, links left to be resolved.
//!
//! What an author wrote is escaped by comrak's own writer; nothing here builds HTML from unescaped text.

use std::fmt::{self, Write};
use std::sync::LazyLock;

use comrak::html::{ChildRendering, Context, escape, format_document_with_formatter, format_node_default};
use comrak::nodes::{AstNode, NodeValue};
use comrak::options::Plugins;
use comrak::{Arena, Options};

use super::document::{LINK_MARK, start_of};
use super::links::{LinkKind, as_browsers_read, link_kind};
use super::outline_anchors::Anchors;
use super::{from_html, highlight};

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
                let language = code.info.split([' ', ',', '{']).next().unwrap_or_default();
                context.write_str("<pre class=\"code\" tabindex=\"0\"")?;
                if !language.is_empty() {
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
            let name = if found.info == from_html::SUMMARY { from_html::SUMMARY } else { from_html::DETAILS };
            context.cr()?;
            writeln!(context, "<{}{name}>", if entering { "" } else { "/" })?;
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
