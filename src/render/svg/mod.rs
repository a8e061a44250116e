//! Charts as inline SVG: no script, no style attribute, no fixed width.
//!
//! Input: numbers and labels. Output: an `<svg>` element as text. Positions along the time axis are percentages and heights
//! are pixels, so a chart follows its column while its text keeps its size. Colours come from the theme by class name.

pub mod columns;
pub mod lane;
pub mod phase_bar;
pub mod strip;
pub mod time_axis;

use std::fmt::Write;

/// An `<svg>` being written.
pub struct Svg {
    text: String,
}

impl Svg {
    /// Starts a chart that is `height` pixels high and says in words what it shows.
    ///
    /// `role` is `img` for a picture and `group` where the marks are links. `id` is unique on the page.
    pub fn open(class: &str, id: &str, role: &str, height: f64, title: &str, description: &str) -> Self {
        let mut svg = Self { text: String::with_capacity(1024) };
        svg.raw(format_args!(
            "<svg class=\"{class}\" width=\"100%\" height=\"{height}\" role=\"{role}\" \
             aria-labelledby=\"{id}-title {id}-desc\" focusable=\"false\">"
        ));
        svg.raw(format_args!("<title id=\"{id}-title\">"));
        svg.escaped(title);
        svg.raw(format_args!("</title><desc id=\"{id}-desc\">"));
        svg.escaped(description);
        svg.raw(format_args!("</desc>"));
        svg
    }

    /// Writes markup of our own; nothing an author wrote may go in here.
    pub fn raw(&mut self, arguments: std::fmt::Arguments) {
        // Writing to a string cannot fail.
        let _ = self.text.write_fmt(arguments);
    }

    /// Writes text, escaped for text and quoted attributes.
    pub fn escaped(&mut self, text: &str) {
        for character in text.chars() {
            match character {
                '&' => self.text.push_str("&amp;"),
                '<' => self.text.push_str("&lt;"),
                '>' => self.text.push_str("&gt;"),
                '"' => self.text.push_str("&quot;"),
                '\'' => self.text.push_str("&#39;"),
                control if control.is_control() => self.text.push(' '),
                plain => self.text.push(plain),
            }
        }
    }

    /// A text element at `x` percent and `y` pixels.
    pub fn label(&mut self, class: &str, x: f64, y: f64, text: &str) {
        self.raw(format_args!("<text class=\"{class}\" x=\"{}%\" y=\"{y}\">", short(x)));
        self.escaped(text);
        self.raw(format_args!("</text>"));
    }

    pub fn close(mut self) -> String {
        self.text.push_str("</svg>");
        self.text
    }
}

/// A percentage with at most two decimals.
pub fn short(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

/// About how many pixels a label takes at the size charts use (12 px).
pub fn text_width(label: &str) -> f64 {
    label.chars().count() as f64 * 6.6
}

/// Widths a chart is laid out for: labels that only fit the wide one are hidden on the narrow one.
pub const WIDE: f64 = 620.0;
pub const NARROW: f64 = 280.0;
