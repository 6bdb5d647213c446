//! Rust bindings for both ends of an OpenAPI document.
//!
//! One pass, in stages that each know only the one before:
//!
//! ```text
//! text ── source ──► values with places ── lower ──► IR ── emit ──► Rust items ── render ──► files
//! ```
//!
//! [`source`] reads JSON or YAML and remembers where every value stands. [`mod@lower`] turns OpenAPI 3.0 and 3.1 into one
//! [`ir`], in which every Rust name is settled and every reference resolved. [`emit`] writes the types and the client's
//! builders through progenitor, and the operations, the trait, the router and the client's calls by itself; it sees the
//! IR alone. [`render`] makes text of them, and [`fileset`] compares it with what is on disk, or writes it.
//!
//! Every mistake in a document is a [`Diagnostic`] with a place and a remedy, and all of them are told in one run. It
//! costs the operation or the schema that it is in, and never their neighbours; the [`Report`] says which.

pub mod build_script;
pub mod diagnostic;
pub mod diff;
pub mod draw;
pub mod emit;
mod ends;
pub mod example;
pub mod fileset;
mod format;
mod include;
pub mod ir;
pub mod lower;
mod markdown;
#[cfg(feature = "mock")]
pub mod mock;
mod names;
pub mod package;
mod pointer;
pub mod render;
pub mod report;
mod room;
pub mod round_trip;
pub mod sample;
pub mod source;

pub use diagnostic::{Diagnostic, Diagnostics, Severity};
pub use ends::Ends;
pub use fileset::FileSet;
pub use include::Include;
pub use names::{is_type_name, trait_name};
pub use report::Report;

use package::Runtime;
use room::with_room;
use source::Source;

/// What the bindings are called, and how they were made.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The trait's name, such as `ChatApi`.
    pub trait_name: String,
    /// The command that makes the bindings, for the header of every file.
    pub command: String,
    /// The operations that are wanted.
    pub include: Include,
    /// The ends that are wanted.
    pub ends: Ends,
    /// The name of the crate that the bindings are in, as code has it, where tests are wanted as well.
    pub tests_of: Option<String>,
    /// Whether a stand-in for tests of what calls the API is wanted as well. It needs both ends.
    pub mock: bool,
}

impl Options {
    /// Whether there is a stand-in.
    fn has_mock(&self) -> bool {
        self.mock && self.ends == Ends::default()
    }
}

/// The bindings for a document, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bindings {
    /// The files, relative to the `src` folder of their crate.
    pub files: FileSet,
    /// The files of the test that sends every operation there and back, relative to `tests/round_trip`; none where they
    /// were not asked for.
    pub tests: FileSet,
    /// What was generated, what was not, and why.
    pub report: Report,
}

impl Bindings {
    /// Whether there are webhooks or callbacks, which the feature `webhooks` is for.
    pub fn has_hooks(&self) -> bool {
        let report = &self.report;
        report.webhooks.generated + report.callbacks.generated > 0
    }

    /// The features of the runtime's that the values need, of those in [`Runtime::VALUES`].
    pub fn values(&self) -> Vec<&'static str> {
        let names: [&[&str]; 2] = [
            &["Date"],
            &[
                ".pattern(",
                "Rule::Patterns",
                "Rule::Others",
                "Format::Email",
                "Format::Uri",
                "Format::Iri",
                "Format::Regex",
            ],
        ];
        let modules = || self.files.iter().filter(|(path, _)| path.ends_with(".rs"));
        let lines = || modules().flat_map(|(_, text)| text.lines());
        let code = || lines().filter(|line| !line.trim_start().starts_with("//"));
        let is_named = |name: &str| code().any(|line| line.contains(name));
        let pairs = Runtime::VALUES.into_iter().zip(names);
        let needed = pairs.filter(|(_, names)| names.iter().any(|name| is_named(name)));
        needed.map(|(feature, _)| feature).collect()
    }

    /// The same bindings, where there was nothing at all to say about the document.
    ///
    /// # Errors
    /// All that there was to say: refusals, loose schemas and warnings.
    pub fn strict(self) -> Result<Self, Diagnostics> {
        let diagnostics = self.report.diagnostics.clone();
        diagnostics.unless_worse(None, self)
    }
}

/// Makes the bindings for a document. An operation that cannot be generated is left out, a schema that cannot be
/// expressed takes any value, and the report says so.
///
/// # Errors
/// [`Diagnostics`] when the document as a whole is of no use.
pub fn generate(source: &Source, options: &Options) -> Result<Bindings, Diagnostics> {
    with_room(|| {
        let (api, report) = lower::lower(source, &options.include)?;
        let files = emit::emit(&api, source, options)?;
        let tests = match &options.tests_of {
            Some(library) => emit::tests(&api, source, options, library)?,
            None => FileSet::default(),
        };
        Ok(Bindings {
            files,
            tests,
            report,
        })
    })
}

/// Reads a document into the IR, without making anything of it.
///
/// # Errors
/// [`Diagnostics`] when the document as a whole is of no use.
pub fn lower(source: &Source) -> Result<(ir::Api, Report), Diagnostics> {
    with_room(|| lower::lower(source, &Include::default()))
}
