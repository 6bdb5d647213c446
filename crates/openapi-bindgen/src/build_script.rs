//! Bindings made by a build script.
//!
//! A crate of its own holds them: its `build.rs` makes them, and its `src/lib.rs` includes them.
//!
//! ```rust,ignore
//! // build.rs
//! fn main() -> Result<(), openapi_bindgen::build_script::Error> {
//!     openapi_bindgen::build_script::generate("openapi.yaml")
//! }
//!
//! // src/lib.rs
//! include!(concat!(env!("OUT_DIR"), "/bindings.rs"));
//! ```
//!
//! The manifest needs the features and dependencies of a crate that `openapi-bindgen generate` writes.

use std::path::{Path, PathBuf};

use crate::source::Source;
use crate::{Diagnostics, Options, Severity};

/// Why a build script gives no bindings.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Cargo did not say where the bindings go.
    #[error("OUT_DIR is not set: call this from a build script")]
    NoOutDir,
    /// The document is of no use.
    #[error("{0}")]
    Document(Diagnostics),
    /// The bindings cannot be written.
    #[error("cannot write {}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
}

/// Makes the bindings for a document, and writes them to `OUT_DIR/bindings.rs`. Cargo runs the script again when one of
/// the document's files has changed, and tells what was left out as warnings.
///
/// # Errors
/// [`Error`] when the document is of no use, or the bindings cannot be written.
pub fn generate(document: impl AsRef<Path>) -> Result<(), Error> {
    let out = std::env::var_os("OUT_DIR").ok_or(Error::NoOutDir)?;
    let document = document.as_ref();
    println!("cargo::rerun-if-changed={}", document.display());
    let source = Source::read(document).map_err(Error::Document)?;
    for file in &source.others {
        println!("cargo::rerun-if-changed={}", file.name);
    }
    let options = Options {
        trait_name: crate::trait_name(source.title()),
        command: "a build script".to_owned(),
        ..Options::default()
    };
    let bindings = crate::generate(&source, &options).map_err(Error::Document)?;
    for diagnostic in bindings.report.diagnostics.iter() {
        if diagnostic.severity > Severity::Warning {
            println!(
                "cargo::warning={}",
                diagnostic.to_string().replace('\n', " ")
            );
        }
    }
    let document = bindings.files.get("openapi.json").unwrap_or_default();
    for (name, text) in [
        ("bindings.rs", bindings.files.one_file()),
        ("openapi.json", document.to_owned()),
    ] {
        let path = Path::new(&out).join(name);
        std::fs::write(&path, text).map_err(|source| Error::Write { path, source })?;
    }
    Ok(())
}
