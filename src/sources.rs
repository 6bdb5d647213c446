//! Where an answer comes from.

use std::io::{self, Write};

use anstyle::Style;
use serde::Deserialize;
use serde_json::Value;

use crate::terminal::{Align, BOLD, DIM, Row, line, table};

/// The places that were found in a turn, each once, in the order in which they were found.
#[derive(Debug, Default)]
pub(crate) struct Sources(Vec<Source>);

/// A place that a search found.
#[derive(Debug, Deserialize)]
struct Source {
    #[serde(default)]
    index: String,
    file: String,
    #[serde(default)]
    place: String,
    score: Option<f64>,
}

impl Sources {
    /// Takes those of a tool's result; `false` where it has another form than a search gives, which the document leaves open.
    pub(crate) fn add(&mut self, result: &Value) -> bool {
        let Some(passages) = result.get("passages").and_then(Value::as_array) else {
            return false;
        };
        for passage in passages {
            // The best passage of a place comes first.
            if let Ok(source) = Source::deserialize(passage)
                && !self.0.iter().any(|known| known.is_same_place(&source))
            {
                self.0.push(source);
            }
        }
        true
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Writes them, best first in each search.
    pub(crate) fn write(&self, out: &mut impl Write, width: Option<usize>) -> io::Result<()> {
        writeln!(out, "{BOLD}Sources{BOLD:#}")?;
        let rows: Vec<_> = self.0.iter().map(Source::row).collect();
        table(out, [Align::Right, Align::Left, Align::Left], &rows, width)
    }
}

impl Source {
    fn is_same_place(&self, other: &Self) -> bool {
        (&self.index, &self.file, &self.place) == (&other.index, &other.file, &other.place)
    }

    /// Its score, its file and its place there.
    fn row(&self) -> Row<3> {
        let score = self
            .score
            .map_or_else(String::new, |score| format!("{score:.2}"));
        let slash = if self.index.is_empty() { "" } else { "/" };
        let file = format!("{}{slash}{}", line(&self.index), line(&self.file));
        let plain = Style::new();
        [
            (DIM, format!("  {score}")),
            (plain, file),
            (plain, line(&self.place)),
        ]
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn written(results: &[Value]) -> String {
        let mut sources = Sources::default();
        for result in results {
            sources.add(result);
        }
        let mut out = Vec::new();
        if !sources.is_empty() {
            sources.write(&mut out, None).unwrap();
        }
        String::from_utf8(anstream::adapter::strip_bytes(&out).into_vec()).unwrap()
    }

    #[test]
    fn a_place_is_named_once() {
        let result = json!({"passages": [
            {"index": "handbook", "file": "pumps.md", "place": "Pumps > Warranty", "score": 12.314, "text": "a"},
            {"index": "handbook", "file": "pumps.md", "place": "Pumps > Warranty", "score": 3.0, "text": "b"},
            {"index": "manual", "file": "a.md", "place": "line 1", "score": 2.5, "text": "c"},
        ]});
        assert_eq!(
            written(&[result.clone(), result]),
            "Sources\n  12.31  handbook/pumps.md  Pumps > Warranty\n   2.50  manual/a.md        line 1\n"
        );
    }

    #[test]
    fn what_is_no_search_has_no_sources() {
        for result in [
            json!(null),
            json!("text"),
            json!({"passages": 3}),
            json!({"passages": [1, {}]}),
        ] {
            assert_eq!(written(&[result]), "");
        }
    }

    #[test]
    fn what_is_not_said_is_left_out() {
        let result = json!({"passages": [{"file": "a\u{1b}.md"}]});
        assert_eq!(written(&[result]), "Sources\n    a\u{fffd}.md  \n");
    }
}
