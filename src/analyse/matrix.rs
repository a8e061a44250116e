//! Service by cause, corrected for how busy each service is.
//!
//! Input: the archive. Output: counts, how far each is from what row and column alone would give, and which of them chance does
//! not explain: causes are dealt anew among the incidents that state both, again and again.

use std::collections::BTreeMap;

use serde::Serialize;

use super::archive::Archive;
use super::causes::UNKNOWN;
use super::options::Options;
use super::statistics::{Drawn, Draws};
use super::wording;

/// Services shown with a row of their own.
const ROWS: usize = 30;

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Matrix {
    /// Cause classes, most incidents first, `unknown` last.
    pub classes: Vec<MatrixClass>,
    /// Services, most incidents first.
    pub rows: Vec<MatrixRow>,
    /// Services left out because more than thirty have incidents.
    pub further_services: usize,
    /// Pairs of incident and service counted: an incident of two services counts twice.
    pub n: usize,
    /// Incidents that name no service.
    pub without_service: usize,
    /// Incidents that name a service and have a known class: those among which the test deals the classes anew.
    pub both: usize,
    /// Cells that the test looks at, one p for all of them.
    pub tested: usize,
    /// How often chance alone gives a residual as large as the largest, in any of the tested cells; `None` where none is tested.
    pub p: Option<f64>,
    pub of: usize,
    pub reading: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MatrixClass {
    pub class: String,
    pub label: String,
    pub count: usize,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MatrixRow {
    pub service: String,
    pub count: usize,
    /// One per class, in their order.
    pub cells: Vec<Cell>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cell {
    pub count: usize,
    /// What the totals of row and column give, among pairs of a known class; for `unknown` among all pairs.
    pub expected: f64,
    /// Adjusted standardised residual; `None` for `unknown` and where the cell has too few incidents to be tested.
    pub residual: Option<f64>,
    /// How often chance alone gives a residual as large in any tested cell; `None` where the residual is, or is not positive.
    pub p: Option<f64>,
    /// Whether chance is ruled out at the level of the options.
    pub stands_out: bool,
    pub incidents: Vec<String>,
}

pub fn matrix(archive: &Archive, options: &Options) -> Matrix {
    let mut cells = BTreeMap::<(&str, &str), Vec<&str>>::new();
    let mut services = BTreeMap::<&str, usize>::new();
    let mut classes = BTreeMap::<&str, usize>::new();
    for case in &archive.cases {
        let class = case.cause_class().unwrap_or(UNKNOWN);
        for service in &case.incident.services {
            cells.entry((service, class)).or_default().push(case.name);
            *services.entry(service).or_default() += 1;
            *classes.entry(class).or_default() += 1;
        }
    }
    let n: usize = services.values().sum();
    let mut columns: Vec<(&str, usize)> = classes.into_iter().collect();
    columns.sort_by_key(|(class, count)| (*class == UNKNOWN, std::cmp::Reverse(*count), *class));
    let mut lines: Vec<(&str, usize)> = services.into_iter().collect();
    lines.sort_by_key(|(service, count)| (std::cmp::Reverse(*count), *service));
    let further_services = lines.len().saturating_sub(ROWS);
    let deal = Deal::new(archive, &lines, &columns);
    lines.truncate(ROWS);
    let found = deal.table(&deal.classes);
    let test = Test::of(&deal, &found, options);
    let rows: Vec<MatrixRow> = lines
        .iter()
        .enumerate()
        .map(|(line, (service, row))| MatrixRow {
            service: (*service).to_owned(),
            count: *row,
            cells: columns
                .iter()
                .enumerate()
                .map(|(at, (class, column))| {
                    let names = cells.get(&(service, class)).map_or(&[][..], Vec::as_slice);
                    let known = *class != UNKNOWN;
                    let expected =
                        if known { found.expected(line, at) } else { *row as f64 * *column as f64 / n as f64 };
                    let residual = if known { found.residual(line, at, options.thresholds.cell_from) } else { None };
                    let p = residual.filter(|residual| *residual > 0.0).and_then(|residual| test.p(residual));
                    Cell {
                        count: names.len(),
                        expected: round(expected),
                        residual: residual.map(round),
                        p,
                        stands_out: p.is_some_and(|p| p < options.doubt()),
                        incidents: names.iter().map(|name| (*name).to_owned()).collect(),
                    }
                })
                .collect(),
        })
        .collect();
    let classes: Vec<MatrixClass> = columns
        .into_iter()
        .map(|(class, count)| MatrixClass { class: class.to_owned(), label: archive.class_label(class), count })
        .collect();
    let without_service = archive.cases.iter().filter(|case| case.incident.services.is_empty()).count();
    let mut matrix = Matrix {
        classes,
        rows,
        further_services,
        n,
        without_service,
        both: deal.classes.len(),
        tested: test.cells,
        p: test.largest.and_then(|largest| test.p(largest)),
        of: archive.cases.len(),
        reading: String::new(),
    };
    matrix.reading = reading(&matrix, options);
    matrix
}

fn round(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

/// The incidents that name a service and have a known class.
struct Deal {
    /// Places of the services of each incident: its rows in the table, those without a row of their own as the last one.
    rows: Vec<Vec<usize>>,
    /// Place of the class of each.
    classes: Vec<usize>,
    size: (usize, usize),
}

impl Deal {
    fn new(archive: &Archive, lines: &[(&str, usize)], columns: &[(&str, usize)]) -> Self {
        let row: BTreeMap<&str, usize> =
            lines.iter().enumerate().map(|(at, (name, _))| (*name, at.min(ROWS))).collect();
        let column: BTreeMap<&str, usize> = columns.iter().enumerate().map(|(at, (name, _))| (*name, at)).collect();
        let both = archive.cases.iter().filter_map(|case| {
            let class = *column.get(case.cause_class().filter(|class| *class != UNKNOWN)?)?;
            let rows: Vec<usize> =
                case.incident.services.iter().filter_map(|service| row.get(service.as_str()).copied()).collect();
            (!rows.is_empty()).then_some((rows, class))
        });
        let (rows, classes) = both.unzip();
        Self { rows, classes, size: (lines.len().min(ROWS + 1), columns.len()) }
    }

    /// The table in which the incidents have these classes.
    fn table(&self, classes: &[usize]) -> Table {
        let (height, width) = self.size;
        let mut table = Table { counts: vec![0; height * width], rows: vec![0; height], columns: vec![0; width], n: 0 };
        for (rows, class) in self.rows.iter().zip(classes) {
            for row in rows {
                table.counts[row * width + class] += 1;
                table.rows[*row] += 1;
                table.columns[*class] += 1;
                table.n += 1;
            }
        }
        table
    }
}

/// Pairs of service and known class.
struct Table {
    counts: Vec<usize>,
    rows: Vec<usize>,
    columns: Vec<usize>,
    n: usize,
}

impl Table {
    fn count(&self, row: usize, column: usize) -> usize {
        self.counts[row * self.columns.len() + column]
    }

    fn expected(&self, row: usize, column: usize) -> f64 {
        if self.n == 0 { 0.0 } else { self.rows[row] as f64 * self.columns[column] as f64 / self.n as f64 }
    }

    /// (observed - expected) / sqrt(expected (1 - row/n) (1 - column/n)); `None` below `from` incidents, and where one
    /// service or one class is all there is.
    fn residual(&self, row: usize, column: usize, from: usize) -> Option<f64> {
        let count = self.count(row, column);
        if count < from {
            return None;
        }
        let (expected, n) = (self.expected(row, column), self.n as f64);
        let rest = |part: usize| 1.0 - part as f64 / n;
        let spread = (expected * rest(self.rows[row]) * rest(self.columns[column])).sqrt();
        (spread > 0.0).then(|| (count as f64 - expected) / spread)
    }

    /// Of all services with a row of their own.
    fn residuals(&self, from: usize) -> impl Iterator<Item = f64> {
        let places = (0..self.rows.len().min(ROWS)).flat_map(|row| (0..self.columns.len()).map(move |at| (row, at)));
        places.filter_map(move |(row, column)| self.residual(row, column, from))
    }
}

/// What the largest residual is when classes are dealt anew: one look at all cells, so that chance speaks for none of them
/// more often than the level says (the largest-statistic rule of Westfall and Young).
struct Test {
    cells: usize,
    largest: Option<f64>,
    drawn: Option<Drawn>,
}

impl Test {
    fn of(deal: &Deal, found: &Table, options: &Options) -> Self {
        let from = options.thresholds.cell_from;
        let cells = found.residuals(from).count();
        let largest = found.residuals(from).max_by(f64::total_cmp).filter(|largest| *largest > 0.0);
        let drawn = largest.filter(|_| deal.classes.len() >= options.thresholds.tested_from).map(|largest| {
            let (mut classes, mut draws) = (deal.classes.clone(), Draws::new(0x1dc1_dec5));
            Drawn::until_clear(largest, || {
                draws.shuffle(&mut classes);
                deal.table(&classes).residuals(from).fold(0.0, f64::max)
            })
        });
        Self { cells, largest, drawn }
    }

    fn p(&self, residual: f64) -> Option<f64> {
        let p = self.drawn.as_ref()?.p(residual);
        Some((p * 10_000.0).round() / 10_000.0)
    }
}

fn reading(matrix: &Matrix, options: &Options) -> String {
    let (all, without) = (matrix.of, matrix.without_service);
    let names = |n: usize| wording::sentence(&wording::some_of(n, all, "incident", "names", "name"));
    if matrix.rows.is_empty() {
        return format!("{} a service.", names(0));
    }
    let told = match matrix.p {
        None => nothing_tested(matrix, options),
        Some(p) => match matrix.standing_out().first() {
            Some((row, cell, class)) => format!(
                "{} stands out for {}: {} where its size and the cause's give {:.1} ({}).",
                row.service,
                class.label.to_lowercase(),
                wording::count(cell.count, "incident"),
                cell.expected,
                wording::p(cell.p.unwrap_or(p)),
            ),
            None => format!(
                "No service stands out for any cause beyond what its size and chance explain ({}, {}).",
                wording::count(matrix.both, "incident"),
                wording::p(p)
            ),
        },
    };
    match without {
        0 => told,
        n => format!("{told} {} no service.", names(n)),
    }
}

/// Why no cell could be tested.
fn nothing_tested(matrix: &Matrix, options: &Options) -> String {
    let both = wording::some_of(matrix.both, matrix.of, "incident", "names", "name");
    let both = wording::sentence(&both);
    if matrix.both < options.thresholds.tested_from {
        return match matrix.both {
            0 => format!("{both} both a service and a known cause."),
            _ => format!("{both} both a service and a known cause, too few to tell services apart."),
        };
    }
    let causes = matrix.classes.iter().filter(|class| class.class != UNKNOWN).count();
    match (matrix.tested, matrix.rows.len(), causes) {
        (_, 1, _) => "Only one service is named, so there is none to set it against.".to_owned(),
        (_, _, ..2) => "Only one class of cause is known, so no service can stand out by it.".to_owned(),
        (0, ..) => format!(
            "No service has {} of one cause, too few to tell services apart.",
            wording::count(options.thresholds.cell_from, "incident")
        ),
        _ => "No service stands out for any cause beyond what its size explains.".to_owned(),
    }
}

impl Matrix {
    /// What chance does not explain, the most unusual first, and of two as unusual the one that its totals explain less.
    pub fn standing_out(&self) -> Vec<(&MatrixRow, &Cell, &MatrixClass)> {
        let cells =
            self.rows.iter().flat_map(|row| row.cells.iter().zip(&self.classes).map(move |it| (row, it.0, it.1)));
        let mut found: Vec<(&MatrixRow, &Cell, &MatrixClass)> = cells.filter(|(_, cell, _)| cell.stands_out).collect();
        let residual = |cell: &Cell| cell.residual.unwrap_or(0.0);
        found.sort_by(|a, b| residual(b.1).total_cmp(&residual(a.1)).then(a.1.expected.total_cmp(&b.1.expected)));
        found
    }
}

#[cfg(test)]
mod tests;
