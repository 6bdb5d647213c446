//! The bindings of every accepted fixture compile without a warning, alone and with either end; every operation of theirs
//! goes there and back; and those with a file in `tests/behaviour` behave: their client against their router.
//!
//! All of them are members of one scratch workspace below the target folder, with the dependencies of `chat-api`.

#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use std::path::{Path, PathBuf};
use std::process::Command;

use openapi_bindgen::Bindings;

fn scratch() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("bindings")
}

/// What the manifest of the chat API says of the runtime.
const RUNTIME: &str = "openapi-runtime.workspace = true";

/// Writes the scratch workspace. A file that is right already is left alone, so that a second run is quick.
fn write_workspace() {
    let (here, main) = (scratch(), common::workspace());
    let manifest = std::fs::read_to_string(main.join("crates/chat-api/Cargo.toml")).unwrap();
    let mut members = Vec::new();
    for (name, text) in common::usable() {
        let crate_name = format!("fixture-{name}").replace('_', "-");
        let bindings = common::warned_bindings(&name, &text);
        let needed = format!(
            "openapi-runtime = {{ workspace = true, features = {:?} }}",
            bindings.values()
        );
        let Bindings { files, tests, .. } = bindings;
        files.write(&here.join(&crate_name).join("src")).unwrap();
        if tests.iter().next().is_some() {
            let folder = here.join(&crate_name).join("tests/round_trip");
            tests.write(&folder).unwrap();
        }
        let mut manifest =
            manifest.replace("name = \"chat-api\"", &format!("name = \"{crate_name}\""));
        assert!(manifest.contains(RUNTIME));
        manifest = manifest.replace(RUNTIME, &needed);
        if ["webhooks/mod.rs", "callbacks/mod.rs"]
            .iter()
            .any(|path| files.get(path).is_some())
        {
            manifest = manifest.replace("[features]\n", "[features]\nwebhooks = []\n");
        }
        let behaviour = common::root().join(format!("tests/behaviour/{name}.rs"));
        if behaviour.exists() {
            manifest = manifest.replace(
                "[dev-dependencies]\n",
                "[dev-dependencies]\naxum = { workspace = true, features = [\"http1\", \"tokio\"] }\n\
                 futures-util.workspace = true\nhttp-body-util.workspace = true\njsonschema.workspace = true\n\
                 reqwest.workspace = true\ntower.workspace = true\n\
                 tokio = { workspace = true, features = [\"io-util\", \"macros\", \"net\", \"rt\", \"sync\", \"time\"] }\n",
            );
            let test = std::fs::read_to_string(behaviour).unwrap();
            put(&here.join(&crate_name).join("tests/behaviour.rs"), &test);
            for (path, text) in shared_modules() {
                put(&here.join(&crate_name).join("tests").join(path), &text);
            }
        }
        put(&here.join(&crate_name).join("Cargo.toml"), &manifest);
        members.push(crate_name);
    }
    let workspace = std::fs::read_to_string(main.join("Cargo.toml")).unwrap();
    let (_, shared) = workspace.split_once("[workspace.package]").unwrap();
    // What is not the workspace's, such as the root package, is not the scratch's either.
    let shared = shared.split("\n[package]").next().unwrap();
    let shared = shared.replace(
        "path = \"crates/",
        &format!("path = \"{}/crates/", main.display()),
    );
    let workspace = format!(
        "[workspace]\nresolver = \"3\"\nmembers = {members:?}\n\n[workspace.package]{shared}"
    );
    put(&here.join("Cargo.toml"), &workspace);
    if !here.join("Cargo.lock").exists() {
        std::fs::copy(main.join("Cargo.lock"), here.join("Cargo.lock")).unwrap();
    }
}

/// What the behaviour tests share: folders beside them.
fn shared_modules() -> Vec<(PathBuf, String)> {
    let root = common::root().join("tests/behaviour");
    let mut modules = Vec::new();
    for folder in std::fs::read_dir(&root).unwrap() {
        let folder = folder.unwrap().path();
        if !folder.is_dir() {
            continue;
        }
        for file in std::fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap();
            modules.push((path.strip_prefix(&root).unwrap().to_owned(), text));
        }
    }
    modules
}

fn put(path: &Path, text: &str) {
    if std::fs::read_to_string(path).is_ok_and(|known| known == text) {
        return;
    }
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

fn cargo(arguments: &[&str]) {
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .arg("--offline")
        .current_dir(scratch())
        .env("CARGO_TARGET_DIR", scratch().join("target"))
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env("CARGO_INCREMENTAL", "0")
        .env("RUSTFLAGS", "-Dwarnings")
        .env("RUSTDOCFLAGS", "-Dwarnings")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "cargo {arguments:?}\n{}\n{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn the_bindings_of_every_accepted_fixture_compile_and_behave() {
    write_workspace();
    cargo(&["build", "--workspace", "--keep-going", "--all-features"]);
    cargo(&["test", "--workspace", "--all-features", "--no-fail-fast"]);
    for features in ["", "client", "server"] {
        cargo(&[
            "build",
            "--workspace",
            "--keep-going",
            "--features",
            features,
        ]);
    }
    cargo(&[
        "doc",
        "--workspace",
        "--no-deps",
        "--keep-going",
        "--all-features",
    ]);
}
