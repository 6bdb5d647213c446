//! The servers that are judged.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::place::Place;
use super::python::Python;
use crate::background::Background;
use crate::command::run;
use crate::program;

/// The key that the SDK's own tests send.
pub(super) const KEY: &str = "My API Key";
const GREETING: &str = "chat is listening on ";

/// The servers that are judged: one as it comes, one with a model that is slow or fails, and one with a limit to the rate
/// of a key.
pub(super) struct Servers {
    pub(super) built_in: Background,
    pub(super) with_model: Background,
    pub(super) limited: Background,
    _model: Background,
}

impl Servers {
    /// Builds the program, makes an index of the handbook, and starts the servers with no session in them.
    pub(super) fn start(place: &Place, python: &Python) -> anyhow::Result<Self> {
        let program = program::built(&place.root, "chat")?;
        let data = place.work.join("data");
        if data.exists() {
            fs::remove_dir_all(&data)?;
        }
        let [built_in, with_model, limited] =
            ["built-in", "with-model", "limited"].map(|name| data.join(name));
        run(
            chat(&program)
                .args(["index", "add", "handbook"])
                .arg(place.scripts.join("handbook"))
                .arg("--data-dir")
                .arg(&built_in),
            "see what it says above",
        )?;
        let model = Background::start(
            Command::new(&python.interpreter).arg(place.scripts.join("model.py")),
            "",
        )?;
        Ok(Self {
            built_in: Background::start(&mut serve(&program, &built_in), GREETING)?,
            with_model: Background::start(
                serve(&program, &with_model).args(["--model-url", &model.url, "--model", "any"]),
                GREETING,
            )?,
            limited: Background::start(
                serve(&program, &limited).args(["--rate-limit", "1/s"]),
                GREETING,
            )?,
            _model: model,
        })
    }
}

fn serve(program: &Path, data: &Path) -> Command {
    let mut command = chat(program);
    command
        .args(["serve", "--listen", "127.0.0.1:0", "--api-key", KEY])
        .arg("--data-dir")
        .arg(data)
        // A turn that fails is logged as a warning, and some have to.
        .env("CHAT_LOG", "error");
    command
}

/// The program, with nothing of the caller's own configuration.
fn chat(program: &Path) -> Command {
    let mut command = Command::new(program);
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("CHAT_") {
            command.env_remove(name);
        }
    }
    command
}
