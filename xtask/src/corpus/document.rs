//! One document of the corpus, in a process of its own.

use std::path::Path;
use std::process::{Child, Command, ExitCode, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use openapi_bindgen::fileset::LOCK_FILE;
use openapi_bindgen::source::Source;
use openapi_bindgen::{Diagnostics, FileSet, Report};
use serde::{Deserialize, Serialize};

use super::options;

/// How long a document may take.
const TIME: Duration = Duration::from_secs(60);
/// How much memory it may take.
const MEMORY: u64 = 2 * 1024 * 1024 * 1024;

/// What became of a document.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Row {
    pub(super) name: String,
    /// Why nothing came of it.
    pub(super) error: Option<Cause>,
    pub(super) operations: usize,
    pub(super) generated: usize,
    pub(super) refused: Vec<Cause>,
    pub(super) schemas: usize,
    pub(super) loose: Vec<Cause>,
    pub(super) warnings: Vec<Cause>,
    pub(super) lines: usize,
    pub(super) seconds: f64,
    pub(super) peak_bytes: u64,
    /// What was made, in short.
    pub(super) digest: String,
}

/// Why something was not generated.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Cause {
    pub(super) code: String,
    pub(super) pointer: String,
    pub(super) reason: String,
}

impl Row {
    fn failed(name: String, code: &str, reason: String) -> Self {
        let error = Cause {
            code: code.to_owned(),
            pointer: String::new(),
            reason,
        };
        Self {
            name,
            error: Some(error),
            operations: 0,
            generated: 0,
            refused: Vec::new(),
            schemas: 0,
            loose: Vec::new(),
            warnings: Vec::new(),
            lines: 0,
            seconds: 0.0,
            peak_bytes: 0,
            digest: String::new(),
        }
    }
}

/// Tries a document, twice. What is made is written to `sources`, where that is wanted.
pub(super) fn run(
    program: &Path,
    path: &Path,
    name: String,
    sources: Option<&Path>,
) -> anyhow::Result<Row> {
    let first = run_once(program, path, name.clone(), None)?;
    if first.error.is_some() {
        return Ok(first);
    }
    let second = run_once(program, path, name.clone(), sources)?;
    if first.digest != second.digest {
        return Ok(Row::failed(
            name,
            "not-the-same",
            "a second run gives other bytes".into(),
        ));
    }
    Ok(first)
}

fn run_once(
    program: &Path,
    path: &Path,
    name: String,
    sources: Option<&Path>,
) -> anyhow::Result<Row> {
    let result = tempfile::NamedTempFile::new()?;
    // A shell sets the limit of memory, for the program alone.
    let limit = format!("ulimit -v {}; exec \"$@\"", MEMORY / 1024);
    let mut child = Command::new("sh")
        .args(["-c", &limit, "sh"])
        .arg(program)
        .arg("corpus-document")
        .args([path, result.path()])
        .args(sources)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .context("cannot run sh")?;
    let Some(status) = wait(&mut child)? else {
        let reason = format!("it takes more than {} s", TIME.as_secs());
        return Ok(Row::failed(name, "time", reason));
    };
    let text = std::fs::read_to_string(result.path())?;
    match serde_json::from_str::<Row>(&text) {
        Ok(row) if status.success() => Ok(Row { name, ..row }),
        _ => Ok(Row::failed(name, "crash", format!("it ends with {status}"))),
    }
}

/// Waits for a process, and ends it when its time is over.
pub(crate) fn wait(child: &mut Child) -> anyhow::Result<Option<ExitStatus>> {
    let begun = Instant::now();
    while begun.elapsed() < TIME {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        // Short, for times are taken of what ends here.
        std::thread::sleep(Duration::from_micros(200));
    }
    child.kill()?;
    child.wait()?;
    Ok(None)
}

/// Generates one document, and writes what became of it: the process that [`run`] begins.
pub(crate) fn document(
    path: &Path,
    result: &Path,
    sources: Option<&Path>,
) -> anyhow::Result<ExitCode> {
    let begun = Instant::now();
    let outcome = generate(path);
    let seconds = begun.elapsed().as_secs_f64();
    if let (Some(sources), Ok((_, files, _))) = (sources, &outcome) {
        files.write(sources)?;
    }
    let row = match outcome {
        Ok((report, files, lines)) => Row {
            name: String::new(),
            error: None,
            operations: report.operations.total,
            generated: report.operations.generated,
            refused: report
                .operations
                .refused
                .iter()
                .map(|refused| Cause {
                    code: refused.code.to_owned(),
                    pointer: refused.pointer.clone(),
                    reason: refused.reason.clone(),
                })
                .collect(),
            schemas: report.schemas.total,
            loose: report
                .schemas
                .loose
                .iter()
                .map(|loose| Cause {
                    code: loose.code.to_owned(),
                    pointer: loose.pointer.clone(),
                    reason: loose.reason.clone(),
                })
                .collect(),
            warnings: report
                .diagnostics
                .iter()
                .filter(|known| known.severity == openapi_bindgen::Severity::Warning)
                .map(|warning| Cause {
                    code: warning.code.to_owned(),
                    pointer: warning.pointer.clone(),
                    reason: warning.message.clone(),
                })
                .collect(),
            lines,
            seconds,
            peak_bytes: peak()?,
            digest: files.get(LOCK_FILE).unwrap_or_default().to_owned(),
        },
        Err(diagnostics) => {
            let Some(worst) = diagnostics.iter().max_by_key(|known| known.severity) else {
                bail!("the generator fails and does not say why");
            };
            Row::failed(String::new(), worst.code, worst.message.clone())
        }
    };
    std::fs::write(result, serde_json::to_string(&row)?)?;
    Ok(ExitCode::SUCCESS)
}

fn generate(path: &Path) -> Result<(Report, FileSet, usize), Diagnostics> {
    let source = Source::read(path)?;
    let mut bindings = openapi_bindgen::generate(&source, &options())?;
    let lines = bindings
        .files
        .iter()
        .filter(|(path, _)| path.ends_with(".rs"));
    let lines = lines.map(|(_, text)| text.lines().count()).sum();
    bindings.files.seal("document", &source.text);
    Ok((bindings.report, bindings.files, lines))
}

/// The most memory that this process has had, as Linux counts it.
fn peak() -> anyhow::Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")
        .context("only Linux tells how much memory was used")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line
        .and_then(|line| line.trim().strip_suffix(" kB"))
        .context("VmHWM is missing")?;
    Ok(kib.trim().parse::<u64>()? * 1024)
}
