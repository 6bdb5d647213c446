//! What is measured: a generator that reads a document and writes its code, in a process of its own.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use openapi_bindgen::source::Source;
use progenitor_impl::{GenerationSettings, InterfaceStyle};

use crate::corpus::options;

/// A generator that this program has in it.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub(crate) enum Generator {
    /// This project's: both ends.
    Bindgen,
    /// progenitor as its own documentation has it for build scripts: the client.
    Progenitor,
}

/// Reads a document and writes what is made of it to a folder.
pub(crate) fn run(generator: Generator, document: &Path, out: &Path) -> anyhow::Result<ExitCode> {
    match generator {
        Generator::Bindgen => {
            let source = Source::read(document)?;
            let bindings = openapi_bindgen::generate(&source, &options())?;
            bindings.files.write(out)?;
        }
        Generator::Progenitor => {
            let text = std::fs::read_to_string(document)?;
            let is_json = document.extension().is_some_and(|end| end == "json");
            let document = if is_json {
                serde_json::from_str(&text)?
            } else {
                serde_json::from_value(Source::read(document)?.root.to_json())?
            };
            let mut settings = GenerationSettings::new();
            settings.with_interface(InterfaceStyle::Builder);
            let tokens = progenitor_impl::Generator::new(&settings)
                .generate_tokens(&document)
                .context("progenitor")?;
            let text = prettyplease::unparse(&syn::parse2(tokens)?);
            std::fs::create_dir_all(out)?;
            std::fs::write(out.join("lib.rs"), text)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
