//! Both ends of a document generated, beside openapi-generator, which makes them in two runs.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, ensure};

use super::figure::{Figure, Measured, Must, median};
use super::process::{Took, run};
use super::report::version;
use crate::program::optimised;

/// The version that figures are of.
const VERSION: &str = "7.26.0";
const ROUNDS: usize = 3;

pub(super) fn measure(root: &Path, document: Option<&Path>) -> anyhow::Result<Measured> {
    let document = document.context("name a document with --document")?;
    let bindgen = optimised(root, "openapi-bindgen")?;
    let jar = fetched(root)?;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        // A folder of its own each, and all gone at the end.
        let out = tempfile::tempdir()?;
        let mut command = Command::new(&bindgen);
        command.arg("generate").arg("--spec").arg(document);
        ours.push(run(command.arg("--out").arg(out.path().join("both")))?);
        let mut both = Vec::new();
        for generator in ["rust", "rust-axum"] {
            let mut command = Command::new("java");
            command
                .arg("-jar")
                .arg(&jar)
                .args(["generate", "-g", generator]);
            command.arg("-i").arg(document);
            both.push(run(command.arg("-o").arg(out.path().join(generator)))?);
        }
        theirs.push(both);
    }
    let both = |one: fn(&Took) -> f64, of_two: fn(f64, f64) -> f64| {
        let ours = median(ours.iter().map(one).collect());
        let theirs = theirs.iter();
        let theirs = theirs.map(|both| both.iter().map(one).fold(0.0, of_two));
        (ours, median(theirs.collect()))
    };
    let figure = |what: &str, (ours, theirs): (f64, f64), ratio, must| Figure {
        what: what.to_owned(),
        ours,
        against: "openapi-generator".to_owned(),
        theirs,
        ratio,
        must,
    };
    let time = both(|took| took.wall, |one, other| one + other);
    let memory = both(|took| took.peak, f64::max);
    Ok(Measured {
        how: format!(
            "A client and a server of the whole LlamaCloud document: one run of `openapi-bindgen generate`, beside two of \
             openapi-generator, `rust` for the client and `rust-axum` for the server, of which the times are added and the \
             larger memory counts. Whole processes from start to end, Java's own start among them and Java's own settings. \
             The median of {ROUNDS} rounds."
        ),
        versions: vec![
            format!("openapi-generator {VERSION}"),
            version("java", &["--version"]),
            version("rustc", &["--version"]),
        ],
        figures: vec![
            figure("seconds", time, time.1 / time.0, Must::AtLeast(20.0)),
            figure(
                "peak resident memory, MiB",
                memory,
                memory.0 / memory.1,
                Must::AtMost(0.2),
            ),
        ],
    })
}

/// The program, from PyPI, below the target folder where it is not there yet.
fn fetched(root: &Path) -> anyhow::Result<PathBuf> {
    let folder = root.join("target/peers/openapi-generator");
    let jar = folder.join("openapi_generator_cli/openapi-generator.jar");
    if !jar.exists() {
        let package = format!("openapi-generator-cli=={VERSION}");
        let status = Command::new("python3")
            .args(["-m", "pip", "install", "--quiet", "--no-deps", "--target"])
            .arg(&folder)
            .arg(package)
            .status()
            .context("cannot run python3")?;
        ensure!(status.success(), "openapi-generator cannot be fetched");
    }
    Ok(jar)
}
