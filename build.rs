//! The drift guard: a build of the program fails, and says what to do, when openapi.yaml and the bindings that were
//! made from it disagree. It needs nothing of the generator, only the list that the generator left.

use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};

const DOCUMENT: &str = "openapi.yaml";
const BINDINGS: &str = "crates/chat-api/src";

fn main() {
    // A package from a registry has no bindings in it: those are of a package of their own.
    if !Path::new(BINDINGS).exists() {
        return;
    }
    println!("cargo::rerun-if-changed={DOCUMENT}");
    println!("cargo::rerun-if-changed={BINDINGS}");
    match stale() {
        Ok(stale) if stale.is_empty() => {}
        Ok(stale) => {
            println!(
                "cargo::error=stale: {} and {BINDINGS} disagree: {}",
                DOCUMENT,
                stale.join(", ")
            );
            println!("cargo::error=run `cargo xtask generate` and commit what it writes");
        }
        Err(error) => {
            println!("cargo::error={BINDINGS}/bindings.lock cannot be read: {error}");
            println!("cargo::error=run `cargo xtask generate` and commit what it writes");
        }
    }
}

/// The files that are not what the list says.
fn stale() -> std::io::Result<Vec<String>> {
    let lock = fs::read_to_string(Path::new(BINDINGS).join("bindings.lock"))?;
    let entries = lock
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once("  "));
    let mut stale = Vec::new();
    for (expected, name) in entries {
        let path = if name == DOCUMENT {
            Path::new(name).to_path_buf()
        } else {
            Path::new(BINDINGS).join(name)
        };
        let found = fs::read(&path).map(|bytes| hex(&Sha256::digest(bytes)));
        if found.ok().as_deref() != Some(expected) {
            stale.push(path.display().to_string());
        }
    }
    Ok(stale)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
