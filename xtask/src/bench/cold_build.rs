//! How long a program that calls the API takes to build for the first time, beside the same on reqwest and serde alone.

use std::fs;
use std::path::Path;

use super::figure::{Figure, Measured, Must, median};
use super::process::{Took, run};
use super::report::version;
use crate::program::cargo;

const ROUNDS: usize = 2;

const OURS: &str = r#"
use chat_client::Client;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let session = Client::from_env()?.create_session().index_ids(["handbook"]).send().await?;
    println!("{}", session.session_id);
    Ok(())
}
"#;

const THEIRS: &str = r#"
use serde::{Deserialize, Serialize};

#[derive(Serialize)]
struct SessionCreate {
    index_ids: Vec<String>,
}

#[derive(Deserialize)]
struct Session {
    session_id: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let key = std::env::var("LLAMA_CLOUD_API_KEY")?;
    let call = reqwest::Client::new().post("https://api.cloud.llamaindex.ai/api/v1/chat").bearer_auth(key);
    let body = SessionCreate { index_ids: vec!["handbook".to_owned()] };
    let session: Session = call.json(&body).send().await?.error_for_status()?.json().await?;
    println!("{}", session.session_id);
    Ok(())
}
"#;

pub(super) fn measure(root: &Path) -> anyhow::Result<Measured> {
    // Where there is room for it, and gone at the end.
    let folder = tempfile::tempdir_in(root.join("target"))?;
    let client = root.join("crates/chat-client");
    let client = format!("chat-client = {{ path = {:?} }}", client.to_string_lossy());
    let by_hand = "reqwest = { version = \"0.13\", default-features = false, features = [\"json\", \"rustls\", \"stream\"] }\n\
                   serde = { version = \"1\", features = [\"derive\"] }\nserde_json = \"1\"";
    let programs = [("ours", &*client, OURS), ("theirs", by_hand, THEIRS)];
    for (name, needs, code) in programs {
        let package = folder.path().join(name);
        fs::create_dir_all(package.join("src"))?;
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n{needs}\n\
             tokio = {{ version = \"1\", features = [\"macros\", \"rt\"] }}\n"
        );
        fs::write(package.join("Cargo.toml"), manifest)?;
        fs::write(package.join("src/main.rs"), code)?;
        // The same versions of the same crates.
        fs::copy(root.join("Cargo.lock"), package.join("Cargo.lock"))?;
        // What is not there yet is fetched before the clock starts.
        run(cargo().arg("fetch").current_dir(&package))?;
    }
    let mut took = [Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
        for ((name, ..), took) in programs.iter().zip(&mut took) {
            let package = folder.path().join(name);
            let target = package.join("target");
            let mut build = cargo();
            build
                .args(["build", "--offline"])
                .arg("--target-dir")
                .arg(&target);
            // What a run of cargo says to those within it is not for this one.
            build.env_remove("CARGO_BUILD_JOBS").current_dir(&package);
            took.push(run(&mut build)?);
            fs::remove_dir_all(&target)?;
        }
    }
    let [ours, theirs] = took;
    let figure = |what: &str, one: fn(&Took) -> f64| {
        let [ours, theirs] = [&ours, &theirs].map(|took| median(took.iter().map(one).collect()));
        Figure {
            what: what.to_owned(),
            ours,
            against: "reqwest and serde".to_owned(),
            theirs,
            ratio: ours / theirs,
            must: Must::AtMost(1.15),
        }
    };
    Ok(Measured {
        how: format!(
            "A program that creates a session, built for the first time in cargo's own dev profile, everything that it needs \
             already fetched: once with chat-client, once with reqwest, serde and the same versions of both. {ROUNDS} rounds, \
             a new target folder each time."
        ),
        versions: vec![version("rustc", &["--version"])],
        figures: vec![
            figure("seconds from start to end", |took| took.wall),
            figure("seconds of processor", |took| took.cpu),
        ],
    })
}
