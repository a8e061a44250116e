//! Tables: rows and cells, the cells that reach over others, and which row is the head.

use comrak::nodes::{Ast, AstNode, NodeTable, NodeValue, TableAlignment};

use super::{Builder, Frame, Gap, Role};

/// Columns of a table; what stands further right joins the last one.
const COLUMNS: usize = 250;
/// Columns that one cell may span.
const SPAN: usize = 50;

/// A table in the making.
#[derive(Default)]
pub struct Open {
    /// Its head is written as one.
    pub in_head: bool,
    /// Cells of the row in hand.
    cells: usize,
    /// Rows with cells.
    rows: usize,
    /// Of the first of them: whether it stands in a head, its heads and its other cells.
    first_in_head: bool,
    first_heads: usize,
    first_plain: usize,
    /// Rows that a cell above still takes, by column.
    taken: Vec<usize>,
}

impl<'a> Builder<'a> {
    pub fn table(&mut self) {
        self.end_block();
        if !matches!(self.top().role, Role::Flow | Role::Cell) {
            self.phrasing();
            self.end_block();
        }
        self.push("table", Role::Table, NodeValue::Table(Box::default()));
        self.tables.push(Open::default());
    }

    pub fn row(&mut self) {
        self.close_to(&["tr", "td", "th"], &["table"]);
        self.end_block();
        if self.top().role != Role::Table {
            return;
        }
        if let Some(table) = self.tables.last_mut() {
            table.cells = 0;
        }
        self.push("tr", Role::Row, NodeValue::TableRow(false));
    }

    pub fn cell(&mut self, is_head: bool, columns: usize, rows: usize) {
        self.close_to(&["td", "th"], &["tr", "table"]);
        self.end_block();
        if self.top().role == Role::Table {
            self.row();
        }
        if self.top().role != Role::Row {
            // A cell without a table around it: its words alone.
            self.gap = self.gap.max(Gap::Space);
            return;
        }
        self.fill_taken();
        let Some(table) = self.tables.last_mut() else { return };
        let at = table.cells;
        if at >= COLUMNS {
            let last = self.top().node.last_child();
            if let Some(node) = last {
                self.open.push(Frame { name: "td", role: Role::Cell, node });
                (self.gap, self.fresh) = (Gap::Space, false);
            }
            return;
        }
        let span = columns.clamp(1, SPAN);
        if rows > 1 {
            table.taken.resize(table.taken.len().max(at + span), 0);
            table.taken[at..at + span].iter_mut().for_each(|taken| *taken = rows - 1);
        }
        table.rows += usize::from(at == 0);
        if table.rows <= 1 {
            table.first_in_head |= table.in_head;
            table.first_heads += usize::from(is_head);
            table.first_plain += usize::from(!is_head);
        }
        table.cells += span;
        (self.gap, self.fresh) = (Gap::None, true);
        let row = self.top().node;
        self.push(if is_head { "th" } else { "td" }, Role::Cell, NodeValue::TableCell);
        for _ in 1..span {
            row.append(self.node(NodeValue::TableCell));
        }
    }

    /// Empty cells where one from a row above reaches down.
    fn fill_taken(&mut self) {
        let mut fillers = 0;
        if let Some(table) = self.tables.last_mut() {
            while table.taken.get(table.cells).is_some_and(|rows| *rows > 0) {
                table.taken[table.cells] -= 1;
                table.rows += usize::from(table.cells == 0);
                table.cells += 1;
                fillers += 1;
            }
        }
        for _ in 0..fillers {
            self.top().node.append(self.node(NodeValue::TableCell));
        }
    }

    pub fn finish_table(&mut self, node: &'a AstNode<'a>) {
        let Some(table) = self.tables.pop() else { return };
        node.children()
            .filter(|row| row.first_child().is_none())
            .collect::<Vec<_>>()
            .iter()
            .for_each(|row| row.detach());
        let Some(first) = node.first_child() else { return node.detach() };
        let cells = |row: &'a AstNode<'a>| row.children().count();
        let columns = node.children().map(cells).max().unwrap_or(0);
        let rows = node.children().count();
        if columns == 1 && (rows == 1 || node.children().any(holds_blocks)) {
            return self.unbox(node);
        }
        let is_headed = table.first_in_head || table.first_heads > 0 && table.first_plain == 0 && rows > 1;
        if is_headed || rows > 1 && is_head_by_look(node) {
            first.data_mut().value = NodeValue::TableRow(true);
        }
        node.data_mut().value = NodeValue::Table(Box::new(NodeTable {
            alignments: vec![TableAlignment::None; columns.max(1)],
            num_columns: columns,
            num_rows: rows,
            num_nonempty_cells: 0,
        }));
    }

    /// A table of one column that only draws a box: what it holds stands in its place.
    fn unbox(&mut self, table: &'a AstNode<'a>) {
        let cells: Vec<_> = table.children().flat_map(|row| row.children()).collect();
        for cell in cells {
            let mut paragraph: Option<&'a AstNode<'a>> = None;
            for child in cell.children().collect::<Vec<_>>() {
                child.detach();
                let sourcepos = child.data().sourcepos;
                if child.data().value.block() {
                    paragraph = None;
                    table.insert_before(child);
                    continue;
                }
                if matches!(child.data().value, NodeValue::LineBreak) && paragraph.is_none() {
                    continue;
                }
                let inside = paragraph.get_or_insert_with(|| {
                    let node = self.arena.alloc(Ast::new_with_sourcepos(NodeValue::Paragraph, sourcepos).into());
                    table.insert_before(node);
                    node
                });
                inside.append(child);
            }
        }
        table.detach();
    }
}

fn holds_blocks<'a>(row: &'a AstNode<'a>) -> bool {
    row.children().flat_map(|cell| cell.children()).any(|child| child.data().value.block())
}

/// Whether the first row of a table without heads is one by its look: short words without a digit above a column of
/// digits, or bold all along.
fn is_head_by_look<'a>(table: &'a AstNode<'a>) -> bool {
    let Some(first) = table.first_child() else { return false };
    let words = |cell: &'a AstNode<'a>| {
        let mut words = String::new();
        for node in cell.descendants() {
            match node.data().value {
                NodeValue::Text(ref text) => words.push_str(text),
                NodeValue::Code(ref code) => words.push_str(&code.literal),
                NodeValue::LineBreak | NodeValue::SoftBreak => words.push(' '),
                _ => {}
            }
        }
        words
    };
    let is_bold = |cell: &'a AstNode<'a>| {
        cell.first_child()
            .is_some_and(|child| matches!(child.data().value, NodeValue::Strong) && child.next_sibling().is_none())
    };
    let has_digit = |text: &str| text.bytes().any(|byte| byte.is_ascii_digit());
    let heads: Vec<String> = first.children().map(words).collect();
    let short =
        heads.iter().all(|head| !head.trim().is_empty() && !has_digit(head) && head.split_whitespace().count() <= 4);
    if !short || heads.len() < 2 {
        return false;
    }
    let mut others = table.children().skip(1);
    let second_is_bold = first.next_sibling().and_then(|row| row.first_child()).is_some_and(is_bold);
    first.children().all(is_bold) && !second_is_bold
        || others.all(|row| row.first_child().is_some_and(|cell| has_digit(&words(cell))))
}
