//! A TOML file of settings.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow};
use toml::de::DeTable;

use super::known::{Known, texts};

/// A file, each of whose values is good for its setting.
pub(crate) struct File {
    path: PathBuf,
    entries: Vec<Entry>,
}

struct Entry {
    key: String,
    texts: Vec<String>,
    line: usize,
}

impl File {
    /// Reads a file.
    ///
    /// # Errors
    /// Every fault of it.
    pub(crate) fn read(path: &Path, known: &Known) -> Result<Self, Vec<anyhow::Error>> {
        let text = fs::read_to_string(path)
            .with_context(|| format!("cannot read the configuration {}", path.display()))
            .map_err(|fault| vec![fault])?;
        let mut faults = Vec::new();
        let mut fault = |span: Range<usize>, what: String| {
            let (line, column) = place(&text, span.start);
            faults.push((line, column, what));
            line
        };
        let (table, errors) = DeTable::parse_recoverable(&text);
        let mut broken = Vec::new();
        for error in errors {
            let span = error.span().unwrap_or_default();
            broken.push(fault(span, format!("it is not TOML: {}", error.message())));
        }
        let mut entries = Vec::new();
        for (key, value) in table.get_ref() {
            let (line, _) = place(&text, key.span().start);
            if broken.contains(&line) {
                continue;
            }
            let name = key.get_ref().as_ref();
            let Some(setting) = known.find(name) else {
                fault(key.span(), known.unknown(name));
                continue;
            };
            let texts = texts(setting, value.get_ref()).and_then(|texts| {
                let refusal = known.refusal(setting, &texts);
                refusal.map_or(Ok(texts), Err)
            });
            match texts {
                Ok(texts) => entries.push(Entry {
                    key: name.to_owned(),
                    texts,
                    line,
                }),
                Err(why) => {
                    fault(value.span(), format!("{name}: {why}"));
                }
            }
        }
        if faults.is_empty() {
            return Ok(Self {
                path: path.to_owned(),
                entries,
            });
        }
        faults.sort();
        let located = |(line, column, what)| anyhow!("{}:{line}:{column}: {what}", path.display());
        Err(faults.into_iter().map(located).collect())
    }

    /// What it says of a setting.
    pub(crate) fn texts(&self, key: &str) -> Option<&[String]> {
        self.entry(key).map(|entry| entry.texts.as_slice())
    }

    /// Where it says something of a setting.
    pub(crate) fn place(&self, key: &str) -> Option<String> {
        let line = self.entry(key)?.line;
        Some(format!("{}:{line}", self.path.display()))
    }

    fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key == key)
    }
}

/// The line and the column of a place in a text, from 1.
fn place(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    (line, before[start..].chars().count() + 1)
}
