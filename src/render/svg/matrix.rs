//! Counts in rows and columns: the number stands in its square, what is unusual is framed.

use super::Svg;

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    pub label: String,
    pub note: String,
    /// Where the label leads, from the page.
    pub href: Option<String>,
    /// One for each column.
    pub squares: Vec<Square>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Square {
    pub count: usize,
    pub look: Look,
    pub label: String,
}

/// How a square is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    Plain,
    /// Framed: more than chance explains.
    Many,
}

const ROW: f64 = 50.0;
const SQUARE: f64 = 24.0;
const HEAD: f64 = 20.0;

/// Draws the rows from top to bottom under the heads of their columns, which have to be short; `id` is unique on the page.
pub fn matrix(id: &str, title: &str, description: &str, columns: &[(String, String)], rows: &[Row]) -> String {
    let mut svg = Svg::open("matrix", id, "group", HEAD + ROW * rows.len() as f64, title, description);
    let width = 100.0 / columns.len().max(1) as f64;
    for (at, (head, name)) in columns.iter().enumerate() {
        svg.raw("<g><title>").escaped(name).raw("</title>");
        svg.label("middle", width * (at as f64 + 0.5), 13.0, head);
        svg.raw("</g>");
    }
    for (at, row) in rows.iter().enumerate() {
        draw(&mut svg, HEAD + ROW * at as f64, width, row);
    }
    svg.close()
}

fn draw(svg: &mut Svg, top: f64, width: f64, row: &Row) {
    svg.name(top + 14.0, &row.label, &row.note, row.href.as_deref());
    for (at, square) in row.squares.iter().enumerate() {
        let class = match square.look {
            Look::Many => "square many",
            Look::Plain if square.count == 0 => "square empty",
            Look::Plain => "square",
        };
        let (x, y) = (width * at as f64, top + 20.0);
        svg.raw("<g class=\"").raw(class).raw("\"><title>").escaped(&square.label).raw("</title><rect");
        svg.place(x + 0.2, width - 0.4, y, SQUARE).raw("/>");
        svg.label("middle", x + width / 2.0, y + 16.0, &square.count.to_string());
        svg.raw("</g>");
    }
}
