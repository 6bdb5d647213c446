//! What became of the documents, for people.

use std::collections::BTreeMap;

use super::document::{Cause, Row};

/// A document's line.
pub(super) fn line(row: &Row) -> String {
    match &row.error {
        Some(error) => format!("{:44} {}: {}", row.name, error.code, error.reason),
        None => format!(
            "{:44} {:5} of {:5} operations, {:5} of {:5} schemas loose, {:3} warnings, {:7} lines, {:6.2} s, {:5} MiB",
            row.name,
            row.generated,
            row.operations,
            row.loose.len(),
            row.schemas,
            row.warnings.len(),
            row.lines,
            row.seconds,
            row.peak_bytes >> 20,
        ),
    }
}

/// The totals, and the causes in the order of their frequency.
pub(super) fn totals(rows: &[Row]) -> String {
    let sum = |of: fn(&Row) -> usize| rows.iter().map(of).sum::<usize>();
    let (operations, generated) = (sum(|row| row.operations), sum(|row| row.generated));
    let (schemas, loose) = (sum(|row| row.schemas), sum(|row| row.loose.len()));
    let usable = rows.iter().filter(|row| row.error.is_none()).count();
    let seconds: f64 = rows.iter().map(|row| row.seconds).sum();
    let peak = rows
        .iter()
        .map(|row| row.peak_bytes)
        .max()
        .unwrap_or_default();
    let mut text = causes("operations refused", rows, |row| &row.refused);
    text.push_str(&causes("schemas loose", rows, |row| &row.loose));
    text.push_str(&causes("warnings", rows, |row| &row.warnings));
    text.push_str(&format!(
        "\n{usable} of {} documents, {generated} of {operations} operations ({:.1} %), {loose} of {schemas} schemas loose ({:.1} %), \
         {} lines, {seconds:.1} s, {} MiB at most\n",
        rows.len(),
        percent(generated, operations),
        percent(loose, schemas),
        sum(|row| row.lines),
        peak >> 20,
    ));
    text
}

fn causes(title: &str, rows: &[Row], of: fn(&Row) -> &Vec<Cause>) -> String {
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for row in rows {
        let mut seen = Vec::new();
        for cause in of(row) {
            let (count, documents) = counts.entry(&cause.code).or_default();
            *count += 1;
            if !seen.contains(&&cause.code) {
                *documents += 1;
                seen.push(&cause.code);
            }
        }
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(_, (count, _))| std::cmp::Reverse(*count));
    let mut text = String::new();
    if !counts.is_empty() {
        text.push_str(&format!("\n{title}, by cause\n"));
    }
    for (code, (count, documents)) in counts {
        text.push_str(&format!("{count:7}  in {documents:3} documents  {code}\n"));
    }
    text
}

fn percent(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        100.0
    } else {
        part as f64 * 100.0 / whole as f64
    }
}
