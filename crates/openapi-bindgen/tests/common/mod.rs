//! What the tests share: the fixtures, and the bindings that are made of them.
#![allow(dead_code, unreachable_pub)]

use std::path::{Path, PathBuf};

use openapi_bindgen::source::Source;
use openapi_bindgen::{Bindings, Diagnostics, FileSet, Options};

/// The fixtures of one folder: names and texts, in the order of the names.
pub fn fixtures(folder: &str) -> Vec<(String, String)> {
    let folder = root().join("tests/fixtures").join(folder);
    let entries = std::fs::read_dir(folder).unwrap();
    let mut fixtures: Vec<_> = entries
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            (name, std::fs::read_to_string(path).unwrap())
        })
        .collect();
    fixtures.sort();
    fixtures
}

/// This crate's folder.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The folder of the whole workspace.
pub fn workspace() -> PathBuf {
    root().join("../..").canonicalize().unwrap()
}

/// A fixture, read.
pub fn source(name: &str, text: &str) -> Result<Source, Diagnostics> {
    Source::parse(&format!("{name}.yaml"), text.to_owned())
}

/// The bindings of a fixture about which there is nothing to say.
pub fn bindings(name: &str, text: &str) -> Result<FileSet, Diagnostics> {
    let options = Options {
        trait_name: "Api".to_owned(),
        command: "the tests".to_owned(),
        ..Options::default()
    };
    let bindings = openapi_bindgen::generate(&source(name, text)?, &options)?.strict()?;
    Ok(bindings.files)
}

/// The fixtures that give bindings: those about which there is nothing to say, and those that are warned of.
pub fn usable() -> Vec<(String, String)> {
    let mut fixtures = fixtures("accept");
    fixtures.extend(self::fixtures("warned"));
    fixtures
}

/// The bindings of a fixture and their test, warnings about it left aside. Nothing of it may be missing.
pub fn warned_bindings(name: &str, text: &str) -> Bindings {
    let options = Options {
        trait_name: "Api".to_owned(),
        command: "the tests".to_owned(),
        tests_of: Some(format!("fixture_{name}")),
        mock: true,
        ..Options::default()
    };
    let source = source(name, text).unwrap();
    let bindings = openapi_bindgen::generate(&source, &options).unwrap();
    let said = bindings.report.diagnostics.iter();
    let worse = said.filter(|known| known.severity > openapi_bindgen::Severity::Warning);
    assert_eq!(worse.count(), 0, "{name}");
    bindings
}
