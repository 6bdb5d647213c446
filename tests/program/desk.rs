//! A folder of files, an index of it, and a server that answers from it: what a user has after the first steps.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

/// The sentence that a question for the warranty finds.
pub(crate) const WARRANTY: &str =
    "The warranty of every pump is two years from the day of delivery.";

const KEY: &str = "llx-desk-key";

/// The program, in an environment that says nothing.
pub(crate) fn chat() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chat"));
    let heard = std::env::vars_os().map(|(name, _)| name);
    for name in heard.filter_map(|name| name.into_string().ok()) {
        if ["CHAT_", "LLAMA_", "OTEL_", "CLICOLOR", "NO_COLOR"]
            .iter()
            .any(|prefix| name.starts_with(prefix))
        {
            command.env_remove(name);
        }
    }
    command
}

/// A running `chat serve`, which is killed when it goes.
pub(crate) struct Serving {
    pub(crate) child: Child,
    pub(crate) greeting: Vec<String>,
}

impl Serving {
    pub(crate) fn start(folder: &Path, arguments: &[&str]) -> Self {
        Self::start_logging(folder, arguments, &[("CHAT_LOG", "warn")])
    }

    /// A server in an environment that says something.
    pub(crate) fn start_logging(
        folder: &Path,
        arguments: &[&str],
        environment: &[(&str, &str)],
    ) -> Self {
        let mut child = chat()
            .args(["serve", "--listen", "127.0.0.1:0", "--data-dir"])
            .arg(folder)
            .args(arguments)
            .envs(environment.iter().copied())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap())
            .lines()
            .map(Result::unwrap);
        let mut greeting = vec![lines.next().unwrap()];
        if arguments.is_empty() {
            let next = lines.next().unwrap();
            let made = next.starts_with("A new API key");
            greeting.push(next);
            greeting.extend(lines.take(if made { 5 } else { 0 }));
        }
        Self { child, greeting }
    }

    pub(crate) fn base_url(&self) -> &str {
        self.greeting[0]
            .strip_prefix("chat is listening on ")
            .unwrap()
    }

    /// What one of the `export` lines says.
    pub(crate) fn exported(&self, name: &str) -> &str {
        let prefix = format!("    export {name}=");
        self.greeting
            .iter()
            .find_map(|line| line.strip_prefix(&prefix))
            .unwrap()
    }

    pub(crate) fn create(&self, key: &str, arguments: &[&str]) -> Output {
        chat()
            .arg("create")
            .args(arguments)
            .env("LLAMA_CLOUD_API_KEY", key)
            .env("LLAMA_CLOUD_BASE_URL", self.base_url())
            .output()
            .unwrap()
    }

    pub(crate) fn signal(&self, name: &str) {
        signal(&self.child, name);
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Sends a signal to a process of ours.
pub(crate) fn signal(child: &Child, name: &str) {
    let status = Command::new("kill")
        .args([&format!("-{name}"), &child.id().to_string()])
        .status();
    assert!(status.unwrap().success());
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Waits for something that happens elsewhere, but not for ever.
pub(crate) fn eventually<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(
            begun.elapsed() < Duration::from_secs(60),
            "{what}: it never came"
        );
        thread::sleep(Duration::from_millis(50));
    }
}

pub(crate) struct Desk {
    folder: TempDir,
    pub(crate) serving: Serving,
}

impl Desk {
    /// The built-in agent answers.
    pub(crate) fn new() -> Self {
        Self::with(&[])
    }

    /// A model answers.
    pub(crate) fn with_model(url: &str) -> Self {
        Self::with(&["--model-url", url, "--model", "m"])
    }

    fn with(arguments: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        write_documents(&folder.path().join("docs"));
        let data = folder.path().join("data");
        let output = chat()
            .args(["index", "add", "handbook"])
            .arg(folder.path().join("docs"))
            .env("CHAT_DATA_DIR", &data)
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", text(&output.stderr));
        let serving = Self::serve(&data, arguments);
        Self { folder, serving }
    }

    fn serve(data: &Path, arguments: &[&str]) -> Serving {
        Serving::start(data, &[&["--api-key", KEY], arguments].concat())
    }

    /// Kills the server as `kill -9` does, and starts another one over the same data, with the built-in agent.
    pub(crate) fn kill_and_restart(&mut self) {
        self.serving.child.kill().unwrap();
        self.serving.child.wait().unwrap();
        self.serving = Self::serve(&self.data(), &[]);
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub(crate) fn docs(&self) -> PathBuf {
        self.folder.path().join("docs")
    }

    /// The program, in the environment that the server's user has.
    pub(crate) fn chat(&self, arguments: &[&str]) -> Command {
        let mut command = chat();
        command
            .args(arguments)
            .envs(self.environment())
            .env("CHAT_DATA_DIR", self.data())
            .stdin(Stdio::null());
        command
    }

    pub(crate) fn environment(&self) -> [(&str, &str); 2] {
        [
            ("LLAMA_CLOUD_API_KEY", KEY),
            ("LLAMA_CLOUD_BASE_URL", self.serving.base_url()),
        ]
    }

    /// Runs a command to its end.
    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.chat(arguments).output().unwrap()
    }

    /// What a command prints that succeeds.
    pub(crate) fn said(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert_eq!(
            output.status.code(),
            Some(0),
            "{arguments:?}: {}",
            text(&output.stderr)
        );
        text(&output.stdout)
    }

    /// The one JSON document that a command prints that succeeds.
    pub(crate) fn json(&self, arguments: &[&str]) -> Value {
        serde_json::from_str(&self.said(arguments)).unwrap()
    }

    /// What is said on stderr by a command that fails, and prints nothing.
    pub(crate) fn refusal(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let stderr = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {stderr}");
        assert_eq!(text(&output.stdout), "", "{arguments:?}");
        stderr
    }

    /// A new session that is bound to the index.
    pub(crate) fn session(&self) -> String {
        let created = self.json(&["create", "--json", "--index-id", "handbook"]);
        created["session_id"].as_str().unwrap().to_owned()
    }

    /// The events of a session.
    pub(crate) fn events(&self, session: &str) -> Vec<Value> {
        let shown = self.json(&["show", "--json", session]);
        shown["events"].as_array().unwrap().clone()
    }

    /// The last event of a session, once that is the end of a turn.
    pub(crate) fn stop(&self, session: &str) -> Value {
        eventually("the end of the turn", || {
            let last = self.events(session).pop()?;
            (last["type"] == "stop").then_some(last)
        })
    }
}

/// Runs a command that reads something.
pub(crate) fn fed(mut command: Command, input: &str) -> Output {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(input.as_bytes()).unwrap();
    drop(stdin);
    child.wait_with_output().unwrap()
}

/// Lines of JSON.
pub(crate) fn json_lines(stdout: &[u8]) -> Vec<Value> {
    let lines = text(stdout);
    lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// Two files with three passages, and one that cannot be read.
pub(crate) fn write_documents(folder: &Path) {
    std::fs::create_dir_all(folder).unwrap();
    let pumps = format!(
        "# Pumps\n\n## Warranty\n\n{WARRANTY} Seals are excluded.\n\n## Noise\n\nA pump that runs dry is loud.\n"
    );
    std::fs::write(folder.join("pumps.md"), pumps).unwrap();
    std::fs::write(folder.join("hours.txt"), "The workshop opens at eight.\n").unwrap();
    std::fs::write(folder.join("latin.txt"), b"caf\xe9").unwrap();
}
