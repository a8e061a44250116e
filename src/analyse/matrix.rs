//! Service by cause, corrected for how busy each service is.
//!
//! Input: the archive. Output: counts and how far each is from what row and column alone would give.

use std::collections::BTreeMap;

use serde::Serialize;

use super::archive::Archive;
use super::causes::UNKNOWN;
use super::options::Options;
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
    /// What the totals of row and column give.
    pub expected: f64,
    /// Adjusted standardised residual; `None` where the cell has too few incidents to be coloured. Beyond 2 or below -2
    /// it is unusual.
    pub residual: Option<f64>,
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
    lines.truncate(ROWS);
    let rows: Vec<MatrixRow> = lines
        .iter()
        .map(|(service, row)| MatrixRow {
            service: (*service).to_owned(),
            count: *row,
            cells: columns
                .iter()
                .map(|(class, column)| {
                    let names = cells.get(&(service, class)).map_or(&[][..], Vec::as_slice);
                    cell(names, (*row, *column, n), options)
                })
                .collect(),
        })
        .collect();
    let classes: Vec<MatrixClass> = columns
        .into_iter()
        .map(|(class, count)| MatrixClass { class: class.to_owned(), label: archive.class_label(class), count })
        .collect();
    let without_service = archive.cases.iter().filter(|case| case.incident.services.is_empty()).count();
    let reading = reading(&rows, &classes, archive.cases.len(), without_service, options.tested_from);
    Matrix { classes, rows, further_services, n, without_service, of: archive.cases.len(), reading }
}

/// (observed - expected) / sqrt(expected (1 - row/n) (1 - column/n))
fn cell(names: &[&str], (row, column, n): (usize, usize, usize), options: &Options) -> Cell {
    let (row, column, n) = (row as f64, column as f64, n as f64);
    let expected = row * column / n;
    let spread = (expected * (1.0 - row / n) * (1.0 - column / n)).sqrt();
    let coloured = names.len() >= options.cell_from && spread > 0.0;
    let round = |value: f64| (value * 100.0).round() / 100.0;
    Cell {
        count: names.len(),
        expected: round(expected),
        residual: coloured.then(|| round((names.len() as f64 - expected) / spread)),
        incidents: names.iter().map(|name| (*name).to_owned()).collect(),
    }
}

fn reading(rows: &[MatrixRow], classes: &[MatrixClass], all: usize, without: usize, compared_from: usize) -> String {
    let names = wording::sentence(&wording::some_of(all - without, all, "incident", "names", "name"));
    if rows.is_empty() {
        return format!("{names} a service.");
    }
    if all - without < compared_from {
        return format!("{names} a service, which is too few to say where one is unusual.");
    }
    let cells = rows.iter().flat_map(|row| row.cells.iter().zip(classes).map(move |(cell, class)| (row, cell, class)));
    let known = cells.filter(|(_, _, class)| class.class != UNKNOWN);
    let unusual = known
        .filter(|(_, cell, _)| cell.residual.is_some_and(|residual| residual >= 2.0))
        .max_by(|a, b| a.1.residual.partial_cmp(&b.1.residual).unwrap_or(std::cmp::Ordering::Equal));
    let told = match unusual {
        Some((row, cell, class)) => format!(
            "{} stands out for {}: {} where its size and the cause's give {:.1}.",
            row.service,
            class.label.to_lowercase(),
            wording::count(cell.count, "incident"),
            cell.expected
        ),
        None => "No service stands out for any cause beyond what its size explains.".to_owned(),
    };
    match without {
        0 => told,
        n => {
            let names = wording::some_of(n, all, "incident", "names", "name");
            format!("{told} {} no service.", wording::sentence(&names))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::sample::{Draft, archive as built, draft};

    fn some(service: &str, class: &str, n: usize) -> Vec<Draft> {
        (0..n).map(|i| draft(&format!("{service}-{class}-{i}")).service(service).cause(class, "", "")).collect()
    }

    #[test]
    fn a_service_stands_out_by_more_than_its_size() {
        let kb = built(
            [some("web", "code", 10), some("web", "expiry", 1), some("mail", "code", 2), some("mail", "expiry", 7)]
                .concat(),
        );
        let matrix = matrix(&Archive::new(&kb), &Options::default());
        let mail = &matrix.rows[1];
        assert_eq!((mail.service.as_str(), mail.count, mail.cells[1].count), ("mail", 9, 7));
        assert_eq!((mail.cells[1].expected, mail.cells[1].residual), (3.6, Some(3.12)));
        assert_eq!(mail.cells[0].residual, None, "two incidents are too few to colour");
        assert_eq!(
            matrix.reading,
            "mail stands out for expiry: seven incidents where its size and the cause's give 3.6."
        );
    }

    #[test]
    fn a_busy_service_alone_does_not_stand_out() {
        let kb = built(
            [
                some("web", "code", 12),
                some("web", "expiry", 6),
                some("mail", "code", 4),
                some("mail", "expiry", 2),
                vec![draft("x")],
            ]
            .concat(),
        );
        let matrix = matrix(&Archive::new(&kb), &Options::default());
        assert_eq!(
            matrix.reading,
            "No service stands out for any cause beyond what its size explains. One of twenty-five incidents names no service."
        );
    }
}
