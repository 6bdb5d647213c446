//! Bindings for an OpenAPI document, from the command line: `openapi-bindgen --help`.

#[cfg(feature = "mock")]
mod mock_command;

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context, bail};
use clap::{Args, Parser, Subcommand, ValueEnum};
use openapi_bindgen::diff::{self, Change, Wire};
use openapi_bindgen::draw::draw;
use openapi_bindgen::fileset::{Drift, LOCK_FILE};
use openapi_bindgen::package::{self, Package, Runtime};
use openapi_bindgen::source::Source;
use openapi_bindgen::{Bindings, Diagnostics, Ends, Include, Options, Report};

/// Rust bindings for both ends of an OpenAPI document.
///
/// An operation that cannot be generated is left out, a schema that cannot be expressed takes any value, and both are
/// told. Exit codes: 0 done; 1 done, with something left out or loose under `--strict`, or a change that `--fail-on`
/// names; 2 nothing done.
#[derive(Debug, Parser)]
#[command(name = "openapi-bindgen", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write a crate with the bindings.
    Generate(Generate),
    /// Say what is wrong with a document, and write nothing.
    Check(Document),
    /// Say what changed between two documents, and what that means: for the wire, for who calls, for who implements.
    Diff(Diff),
    #[cfg(feature = "mock")]
    Mock(mock_command::Mock),
}

/// The document, and what is said about it.
#[derive(Debug, Args)]
struct Document {
    /// The document, OpenAPI 3.0, 3.1 or 3.2, as JSON or YAML.
    #[arg(long, value_name = "FILE")]
    spec: PathBuf,
    /// The folder that the files have to be in to which the document refers; its own if left out.
    #[arg(long, value_name = "DIR")]
    within: Option<PathBuf>,
    /// Only operations with this tag, and what they need.
    #[arg(long, value_name = "TAG")]
    include_tag: Vec<String>,
    /// Only the operation with this id, and what it needs.
    #[arg(long, value_name = "ID")]
    include_operation: Vec<String>,
    /// How diagnostics are written to the standard error.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Exit with 1 when an operation was left out, or a schema is loose.
    #[arg(long)]
    strict: bool,
    /// Write what became of the document to a file, as JSON.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
}

impl Document {
    /// The operations that are wanted.
    fn include(&self) -> Include {
        Include {
            tags: self.include_tag.clone(),
            operations: self.include_operation.clone(),
        }
    }
}

#[derive(Debug, Args)]
struct Generate {
    #[command(flatten)]
    document: Document,
    /// The folder of the crate. What else is in its `src` is removed.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// The crate's name; the folder's if left out.
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// The trait's name; the document's title and `Api` if left out.
    #[arg(long, value_name = "NAME", value_parser = type_name)]
    trait_name: Option<String>,
    /// The client alone, or the ends that are named. Without this and the next two: both ends.
    #[arg(long)]
    client: bool,
    /// The server alone, or the ends that are named.
    #[arg(long)]
    server: bool,
    /// The types alone. They are there with either end, too.
    #[arg(long)]
    types: bool,
    /// The feature for webhooks and callbacks is on without asking for it.
    #[arg(long)]
    webhooks: bool,
    /// Write tests/round_trip as well: a test for each operation, that both ends understand each other.
    #[arg(long, conflicts_with_all = ["client", "server", "types"])]
    tests: bool,
    /// Write src/mock as well: a stand-in for tests of what calls the API, behind the feature `mock`.
    #[arg(long, conflicts_with_all = ["client", "server", "types"])]
    mock: bool,
    /// Where the crate `openapi-runtime` is: a folder, or a version in the registry. The folder that this program was
    /// built beside, or else its version, if left out.
    #[arg(long, value_name = "DIR|VERSION")]
    runtime: Option<String>,
}

impl Generate {
    /// The ends that are wanted: all, where none is named.
    fn ends(&self) -> Ends {
        let unsaid = !(self.client || self.server || self.types);
        Ends {
            client: self.client || unsaid,
            server: self.server || unsaid,
        }
    }
}

#[derive(Debug, Args)]
struct Diff {
    /// The document as it was.
    old: PathBuf,
    /// The document as it is.
    new: PathBuf,
    /// How the changes are written.
    #[arg(long, value_enum, default_value_t = DiffFormat::Text)]
    format: DiffFormat,
    /// Exit with 1 when there are such changes.
    #[arg(long, value_enum, value_name = "CHANGES")]
    fail_on: Option<FailOn>,
    /// The trait's name, as `generate` is given it; without it the trait is called after the titles.
    #[arg(long, value_name = "NAME", value_parser = type_name)]
    trait_name: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum DiffFormat {
    /// For people.
    Text,
    /// For a changelog.
    Markdown,
    /// A JSON object a line, for programs.
    Json,
    /// Workflow commands of GitHub Actions.
    Github,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// An old client cannot call a new server, or code may no longer compile.
    Breaking,
    /// Old and new clients and servers do not all understand each other.
    Wire,
    /// Any change.
    Any,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Drawn, for people.
    Text,
    /// A JSON object a line, for programs.
    Json,
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Generate(arguments) => generate(&arguments),
        Command::Check(document) => check(&document),
        Command::Diff(arguments) => diff(&arguments),
        #[cfg(feature = "mock")]
        Command::Mock(arguments) => mock_command::mock(&arguments),
    };
    outcome.unwrap_or_else(|error| {
        if error.downcast_ref::<Told>().is_none() {
            eprintln!("error: {error:#}");
        }
        ExitCode::from(2)
    })
}

/// What went wrong has been told already.
#[derive(Debug, thiserror::Error)]
#[error("the document is of no use")]
struct Told;

fn check(document: &Document) -> anyhow::Result<ExitCode> {
    let (_, bindings) = bindings(document, None, Options::default())?;
    let spec = document.spec.display();
    println!("{spec}: {} can be generated", bindings.report.summary());
    Ok(exit_code(document, &bindings.report))
}

fn generate(arguments: &Generate) -> anyhow::Result<ExitCode> {
    let name = crate_name(arguments)?;
    let tests_of = arguments.tests.then(|| name.replace('-', "_"));
    let options = Options {
        ends: arguments.ends(),
        tests_of,
        mock: arguments.mock,
        ..Options::default()
    };
    let (source, mut bindings) =
        bindings(&arguments.document, arguments.trait_name.clone(), options)?;
    let out = &arguments.out;
    let cannot_write = || format!("cannot write {}", out.display());
    let spec = arguments.document.spec.as_path();
    let document = spec.file_name().unwrap_or(spec.as_os_str());
    bindings
        .files
        .seal(&document.to_string_lossy(), &source.text);
    let sources = out.join("src");
    refuse_foreign(out, &sources).with_context(cannot_write)?;
    let differences = bindings.files.write(&sources).with_context(cannot_write)?;
    // Without operations there is nothing to test.
    if bindings.tests.iter().next().is_some() {
        let tests = out.join("tests/round_trip");
        bindings.tests.write(&tests).with_context(cannot_write)?;
    }
    let package = package(arguments, name, &bindings).with_context(cannot_write)?;
    let trait_name = trait_name(&source, arguments.trait_name.clone());
    let readme = package.readme(source.title(), &trait_name, &bindings);
    for (name, text) in [("Cargo.toml", package.manifest()), ("README.md", readme)] {
        write_marked(&out.join(name), &text).with_context(cannot_write)?;
    }
    for difference in &differences {
        let change = match difference.drift {
            Drift::Stale => "changed",
            Drift::Missing => "added",
            Drift::Orphaned => "removed",
        };
        println!("{change:7}  {}", sources.join(&difference.path).display());
    }
    println!(
        "{}: {}, {} files, {} changed",
        out.display(),
        bindings.report.summary(),
        bindings.files.iter().count(),
        differences.len()
    );
    Ok(exit_code(&arguments.document, &bindings.report))
}

fn diff(arguments: &Diff) -> anyhow::Result<ExitCode> {
    let read = |path: &Path| -> anyhow::Result<Source> {
        // A file that is not there is no mistake in a document.
        std::fs::metadata(path).with_context(|| format!("cannot read {}", path.display()))?;
        let source = Source::read(path);
        source.map_err(|error| {
            tell(&error, None, Format::Text);
            Told.into()
        })
    };
    let (old, new) = (read(&arguments.old)?, read(&arguments.new)?);
    let comparison = diff::compare(&old, &new, arguments.trait_name.as_deref());
    let comparison = comparison.map_err(|error| {
        tell(&error, None, Format::Text);
        Told
    })?;
    let format = match arguments.format {
        DiffFormat::Text => diff::Format::Text,
        DiffFormat::Markdown => diff::Format::Markdown,
        DiffFormat::Json => diff::Format::Json,
        DiffFormat::Github => diff::Format::Github,
    };
    print!("{}", diff::print(&comparison, format));
    let mut changes = comparison.changes.iter();
    let fails = match arguments.fail_on {
        None => false,
        Some(FailOn::Breaking) => changes.any(Change::is_breaking),
        Some(FailOn::Wire) => changes.any(|change| change.verdicts.wire != Wire::BOTH),
        Some(FailOn::Any) => changes.next().is_some(),
    };
    Ok(if fails {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// Whether something was left out or is loose, where nothing may be.
fn falls_short(document: &Document, report: &Report) -> bool {
    document.strict && (report.refused().next().is_some() || !report.schemas.loose.is_empty())
}

fn exit_code(document: &Document, report: &Report) -> ExitCode {
    if falls_short(document, report) {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}

/// The bindings of a document; what there is to say about it has been told.
fn bindings(
    document: &Document,
    trait_name: Option<String>,
    options: Options,
) -> anyhow::Result<(Source, Bindings)> {
    let begun = Instant::now();
    let source = source(document)?;
    let options = Options {
        trait_name: self::trait_name(&source, trait_name),
        command: "openapi-bindgen generate".to_owned(),
        include: document.include(),
        ..options
    };
    progress("generating");
    let bindings = openapi_bindgen::generate(&source, &options);
    let bindings = bindings.map_err(|error| tell_all(&error, &source, document))?;
    report(document, &source, &bindings.report, begun)?;
    Ok((source, bindings))
}

/// The document, read.
fn source(document: &Document) -> anyhow::Result<Source> {
    let spec = &document.spec;
    // A file that is not there is no mistake in a document.
    std::fs::metadata(spec).with_context(|| format!("cannot read {}", spec.display()))?;
    progress(&format!("reading {}", spec.display()));
    let source = Source::read_within(spec, document.within.as_deref());
    source.map_err(|error| {
        tell(&error, None, document.format);
        Told.into()
    })
}

/// Tells why a document is of no use.
fn tell_all(error: &Diagnostics, source: &Source, document: &Document) -> Told {
    tell(error, Some(source), document.format);
    Told
}

/// Tells what became of a document, and writes it down where that is wanted.
fn report(
    document: &Document,
    source: &Source,
    report: &Report,
    begun: Instant,
) -> anyhow::Result<()> {
    if !report.diagnostics.is_empty() {
        tell(&report.diagnostics, Some(source), document.format);
    }
    if let Some(path) = &document.report {
        let mut json = serde_json::to_value(report)?;
        json["seconds"] = begun.elapsed().as_secs_f64().into();
        let text = serde_json::to_string_pretty(&json)? + "\n";
        std::fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

fn trait_name(source: &Source, wanted: Option<String>) -> String {
    wanted.unwrap_or_else(|| openapi_bindgen::trait_name(source.title()))
}

/// A line for people who wait at a terminal.
fn progress(line: &str) {
    if std::io::stderr().is_terminal() {
        eprintln!("{line} …");
    }
}

fn tell(diagnostics: &Diagnostics, source: Option<&Source>, format: Format) {
    match format {
        Format::Text => eprintln!(
            "{}",
            draw(diagnostics, source, std::io::stderr().is_terminal())
        ),
        Format::Json => {
            for diagnostic in diagnostics.iter() {
                match serde_json::to_string(diagnostic) {
                    Ok(line) => eprintln!("{line}"),
                    Err(error) => eprintln!("error: {error}"),
                }
            }
        }
    }
}

/// The name of the crate: as asked for, or as its folder is called.
fn crate_name(arguments: &Generate) -> anyhow::Result<String> {
    let out = std::path::absolute(&arguments.out)?;
    let folder = out
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    let name = arguments.name.clone().or(folder);
    name.context("give the crate a name with `--name`")
}

fn package(arguments: &Generate, name: String, bindings: &Bindings) -> anyhow::Result<Package> {
    let out = arguments.out.canonicalize()?;
    let ends = arguments.ends();
    let has_hooks = bindings.has_hooks() && ends.is_any();
    let mut default_features: Vec<_> = ends.features().map(str::to_owned).collect();
    if has_hooks && arguments.webhooks {
        default_features.push("webhooks".to_owned());
    }
    Ok(Package {
        name,
        ends,
        default_features,
        webhooks: has_hooks,
        tests: arguments.tests,
        mock: arguments.mock,
        values: bindings.values(),
        runtime: runtime(arguments.runtime.as_deref(), &out)?,
    })
}

/// Where the crate in the folder `out` finds the runtime.
fn runtime(wanted: Option<&str>, out: &Path) -> anyhow::Result<Runtime> {
    // A program that was built beside the runtime lets its crates use that one.
    let built = Path::new(env!("CARGO_MANIFEST_DIR")).join("../openapi-runtime");
    let folder = match wanted {
        None if built.exists() => built,
        None => return Ok(Runtime::Version(Runtime::VERSION.to_owned())),
        Some(wanted)
            if wanted.starts_with(|c: char| c.is_ascii_digit() || "^=~<>*".contains(c)) =>
        {
            return Ok(Runtime::Version(wanted.to_owned()));
        }
        Some(wanted) => PathBuf::from(wanted),
    };
    let path = package::relative(out, &folder);
    let path = path.with_context(|| format!("no folder `{}`", folder.display()))?;
    Ok(Runtime::Folder(path))
}

/// Writes a file, unless there is one that its owner has made his own.
fn write_marked(path: &Path, text: &str) -> std::io::Result<()> {
    let known = match std::fs::read_to_string(path) {
        Ok(known) => known,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return std::fs::write(path, text);
        }
        Err(error) => return Err(error),
    };
    let is_made = known
        .lines()
        .next()
        .is_some_and(|line| line.contains(package::MARK));
    if is_made && known != text {
        std::fs::write(path, text)?;
    }
    Ok(())
}

/// Writing empties `src` of all that is not made: it has to be one that was made before, or empty.
fn refuse_foreign(out: &Path, sources: &Path) -> anyhow::Result<()> {
    if sources.join(LOCK_FILE).exists() {
        return Ok(());
    }
    let is_empty = |folder: &Path| -> std::io::Result<bool> {
        Ok(!folder.exists() || std::fs::read_dir(folder)?.next().is_none())
    };
    if !is_empty(sources)? || !sources.exists() && !is_empty(out)? {
        bail!(
            "it has files in it and no src/{LOCK_FILE}; give a folder that is empty, or not there"
        );
    }
    Ok(())
}

fn type_name(text: &str) -> Result<String, String> {
    if openapi_bindgen::is_type_name(text) {
        Ok(text.to_owned())
    } else {
        Err("a trait's name is a word like `ChatApi`".to_owned())
    }
}
