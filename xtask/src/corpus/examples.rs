//! The examples of the corpus: read into the generated types, and written again.

use std::fmt;
use std::ops::AddAssign;
use std::path::Path;

use anyhow::{Context, ensure};
use openapi_bindgen::example::{self, TypedExample};
use openapi_bindgen::source::Source;
use serde_json::Value;

use super::compile::{Scratch, crate_name};
use super::document::Row;
use super::judge::Judge;
use super::options;

/// What came of the examples of a document.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    /// Those that their own schema allows.
    valid: usize,
    /// Those that it does not.
    invalid: usize,
    /// Those whose schema is none that the judge can read.
    unjudged: usize,
    passed: usize,
    /// Where those are that do not mean the same any more, and the first difference of each.
    pub(super) failures: Vec<String>,
}

impl Outcome {
    /// How many of the valid examples mean the same, of a thousand.
    pub(super) fn per_mille(&self) -> usize {
        (self.passed * 1000).checked_div(self.valid).unwrap_or(1000)
    }
}

impl AddAssign for Outcome {
    fn add_assign(&mut self, other: Self) {
        self.valid += other.valid;
        self.invalid += other.invalid;
        self.unjudged += other.unjudged;
        self.passed += other.passed;
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (valid, invalid, unjudged) = (self.valid, self.invalid, self.unjudged);
        let (passed, failed) = (self.passed, valid - self.passed);
        write!(
            f,
            "{invalid:6} {unjudged:6} {valid:6} {passed:6} {failed:6}"
        )
    }
}

/// Writes a document's crate with a program that reads its examples, and runs that.
pub(super) fn run(scratch: &Scratch, path: &Path, row: &Row) -> anyhow::Result<Outcome> {
    let source = Source::read(path)?;
    let (api, _) = openapi_bindgen::lower(&source)?;
    let mut outcome = Outcome::default();
    let judge = Judge::new(&source)?;
    let mut examples = example::collect(&source, &api);
    examples.retain(|example| {
        let verdict = judge.allows(&example.schema, &example.value);
        match verdict {
            Some(true) => outcome.valid += 1,
            Some(false) => outcome.invalid += 1,
            None => outcome.unjudged += 1,
        }
        verdict == Some(true)
    });
    if examples.is_empty() {
        return Ok(outcome);
    }
    let bindings = openapi_bindgen::generate(&source, &options())?;
    let folder = scratch.crate_of(&row.name);
    bindings.files.write(&folder.join("src"))?;
    let library = crate_name(&row.name).replace('-', "_");
    let types: Vec<_> = examples
        .iter()
        .map(|example| example.rust_type(&api, &library))
        .collect();
    std::fs::create_dir_all(folder.join("examples"))?;
    std::fs::write(folder.join("examples/read.rs"), program(&types))?;
    let (name, _) = scratch.enter(row, false)?;
    let written = read(scratch, &name, &examples);
    scratch.leave(&name)?;
    for (example, written) in examples.iter().zip(written?) {
        let difference = match written {
            Ok(value) => example::difference(&api, &example.shape, &example.value, &value),
            Err(error) => Some(error),
        };
        match difference {
            None => outcome.passed += 1,
            Some(difference) => {
                let line = format!("{}: {difference}", example.pointer);
                outcome.failures.push(line.chars().take(300).collect());
            }
        }
    }
    Ok(outcome)
}

/// What became of each example: what was written, or why it could not be read.
fn read(
    scratch: &Scratch,
    name: &str,
    examples: &[TypedExample],
) -> anyhow::Result<Vec<Result<Value, String>>> {
    let values: Vec<_> = examples.iter().map(|example| &example.value).collect();
    let values = serde_json::to_string(&values)?;
    let input = tempfile::NamedTempFile::new()?;
    std::fs::write(input.path(), values)?;
    let output = scratch
        .cargo(&["run", "--quiet", "--no-default-features", "--package", name])
        .args(["--example", "read", "--"])
        .arg(input.path())
        .output()
        .context("cannot run cargo")?;
    ensure!(
        output.status.success(),
        "{name}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let lines: Vec<Result<Value, String>> = serde_json::from_slice(&output.stdout)?;
    ensure!(
        lines.len() == examples.len(),
        "{name}: examples are missing"
    );
    Ok(lines)
}

/// A program that reads a list of values, each into its type, and says what it would write for each.
fn program(types: &[String]) -> String {
    let mut distinct: Vec<_> = types.iter().collect();
    distinct.sort();
    distinct.dedup();
    let readers = distinct
        .iter()
        .map(|name| format!("    again::<{name}>,\n"));
    let order = types.iter().map(|name| {
        let index = distinct.binary_search(&name).unwrap_or_default();
        format!("{index}, ")
    });
    let (readers, order): (String, String) = (readers.collect(), order.collect());
    format!(
        "//! Reads values into their types, and writes them again.\n\n\
         use serde::Serialize;\nuse serde::de::DeserializeOwned;\nuse serde_json::Value;\n\n\
         type Outcome = Result<Value, String>;\n\n\
         fn again<T: DeserializeOwned + Serialize>(text: &str) -> Outcome {{\n    \
         let value: T = serde_json::from_str(text).map_err(|error| error.to_string())?;\n    \
         serde_json::to_value(value).map_err(|error| error.to_string())\n}}\n\n\
         const READERS: &[fn(&str) -> Outcome] = &[\n{readers}];\n\n\
         const ORDER: &[usize] = &[{order}];\n\n\
         fn main() {{\n    \
         let path = std::env::args().nth(1).unwrap();\n    \
         let values: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();\n    \
         let pairs = values.iter().zip(ORDER);\n    \
         let outcomes: Vec<_> = pairs.map(|(value, index)| READERS[*index](&value.to_string())).collect();\n    \
         println!(\"{{}}\", serde_json::to_string(&outcomes).unwrap());\n}}\n"
    )
}
