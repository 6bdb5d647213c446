//! `cargo xtask conformance`: the vendor's own SDK as the judge of the server.
//!
//! What it needs is fetched from PyPI into the target folder; nothing of it is committed.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};

use anyhow::{Context, bail, ensure};

const SDK: &str = "llama-cloud==2.16.0";
/// What the SDK's own tests import.
const TEST_TOOLS: &[&str] = &[
    "pytest",
    "pytest-asyncio",
    "pytest-xdist",
    "respx",
    "time-machine",
    "dirty-equals",
    "aiohttp",
    "httpx-aiohttp",
    "nest_asyncio",
];
const TEST_FILE: &str = "tests/api_resources/beta/test_chat.py";
const SKIP_MARK: &str = "@pytest.mark.skip(reason=\"Mock server tests are disabled\")";
/// The key that the SDK's tests send.
const KEY: &str = "My API Key";
/// The cases that the operations of openapi.yaml can pass so far, and how many there are.
const CASES: (&str, u32) = ("create", 20);

/// Runs the SDK's own cases and a script of calls against a server of this workspace.
pub(crate) fn conformance(root: &Path) -> anyhow::Result<ExitCode> {
    let folder = root.join("target/conformance");
    fs::create_dir_all(&folder)?;
    let python = environment(&folder)?;
    let tests = sdk_tests(&folder, &python)?;
    let server = Server::start(root, &folder)?;

    println!("== the SDK's own cases: {}", CASES.0);
    let output = Command::new(&python)
        .args([
            "-m",
            "pytest",
            "-o",
            "addopts=--tb=short -q",
            TEST_FILE,
            "-k",
            CASES.0,
        ])
        .current_dir(&tests)
        .env("TEST_API_BASE_URL", &server.base_url)
        .output()
        .context("cannot run pytest")?;
    let text = String::from_utf8_lossy(&output.stdout);
    println!("{}", text.trim_end());
    let (mut passed, mut failed) = (
        count(&text, "passed"),
        count(&text, "failed") + count(&text, "error"),
    );
    // A case that is skipped, or no longer there, has not passed.
    failed += CASES.1.saturating_sub(passed + failed);

    println!("== calls with strict response validation");
    let output = Command::new(&python)
        .arg(root.join("xtask/conformance/create.py"))
        .env("TEST_API_BASE_URL", &server.base_url)
        .output()
        .context("cannot run the script of calls")?;
    let text = String::from_utf8_lossy(&output.stdout);
    println!("{}{}", text, String::from_utf8_lossy(&output.stderr));
    let scripted = (count(&text, "passed"), count(&text, "failed"));
    passed += scripted.0;
    failed += scripted.1 + u32::from(!output.status.success() && scripted.1 == 0);

    println!("{passed} passed, {failed} failed");
    Ok(if failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// A virtual environment with the SDK and what its tests import; gives its interpreter.
fn environment(folder: &Path) -> anyhow::Result<PathBuf> {
    let python = folder.join("venv/bin/python");
    if !python.exists() {
        run(Command::new("python3")
            .args(["-m", "venv"])
            .arg(folder.join("venv")))?;
    }
    let install = [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        SDK,
    ];
    run(Command::new(&python).args(install).args(TEST_TOOLS))?;
    Ok(python)
}

/// The SDK's source with its tests, the marks that skip them taken off.
fn sdk_tests(folder: &Path, python: &Path) -> anyhow::Result<PathBuf> {
    let source = folder.join("llama_cloud-2.16.0");
    if !source.exists() {
        let download = [
            "-m",
            "pip",
            "download",
            "--quiet",
            "--disable-pip-version-check",
            "--no-deps",
            "--no-binary",
            ":all:",
        ];
        run(Command::new(python)
            .args(download)
            .arg(SDK)
            .current_dir(folder))?;
        run(Command::new("tar")
            .args(["-xzf", "llama_cloud-2.16.0.tar.gz"])
            .current_dir(folder))?;
    }
    let file = source.join(TEST_FILE);
    let text = fs::read_to_string(&file).with_context(|| format!("the SDK has no {TEST_FILE}"))?;
    let text: Vec<_> = text
        .lines()
        .filter(|line| line.trim() != SKIP_MARK)
        .collect();
    fs::write(&file, text.join("\n") + "\n")?;
    Ok(source)
}

/// How many cases a closing line counts: the number before `word`.
fn count(text: &str, word: &str) -> u32 {
    let line = text
        .lines()
        .rev()
        .find(|line| line.contains(" passed") || line.contains(" failed"));
    let words: Vec<_> = line
        .unwrap_or_default()
        .split([' ', ','])
        .filter(|word| !word.is_empty())
        .collect();
    let place = words
        .iter()
        .position(|known| known.trim_end_matches('s') == word.trim_end_matches('s'));
    place
        .and_then(|place| words.get(place.checked_sub(1)?)?.parse().ok())
        .unwrap_or(0)
}

fn run(command: &mut Command) -> anyhow::Result<()> {
    let status = command
        .status()
        .with_context(|| format!("cannot run {:?}", command.get_program()))?;
    ensure!(status.success(), "{command:?} failed: {status}");
    Ok(())
}

/// A running `chat serve`, which ends with this.
struct Server {
    child: Child,
    base_url: String,
}

impl Server {
    fn start(root: &Path, folder: &Path) -> anyhow::Result<Self> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        run(Command::new(cargo)
            .args(["build", "--quiet", "--package", "chat"])
            .current_dir(root))?;
        let data = folder.join("data");
        if data.exists() {
            fs::remove_dir_all(&data)?;
        }
        let mut child = Command::new(root.join("target/debug/chat"))
            .args([
                "serve",
                "--listen",
                "127.0.0.1:0",
                "--api-key",
                KEY,
                "--data-dir",
            ])
            .arg(&data)
            .env("CHAT_LOG", "warn")
            .stdout(Stdio::piped())
            .spawn()
            .context("cannot start the server")?;
        let mut greeting = String::new();
        if let Some(out) = child.stdout.take() {
            BufReader::new(out).read_line(&mut greeting)?;
        }
        let Some(base_url) = greeting.trim().strip_prefix("chat is listening on ") else {
            bail!("the server did not say where it listens");
        };
        Ok(Self {
            base_url: base_url.to_owned(),
            child,
        })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It holds nothing that has to be ended in order.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::count;

    #[test]
    fn closing_lines_are_counted() {
        let text = "FAILED x\n3 failed, 17 passed, 120 deselected in 0.43s\n";
        assert_eq!(
            (
                count(text, "passed"),
                count(text, "failed"),
                count(text, "error")
            ),
            (17, 3, 0)
        );
        assert_eq!(count("20 passed in 1s\n", "passed"), 20);
        assert_eq!(count("1 passed, 2 errors in 1s\n", "error"), 2);
        assert_eq!(count("no tests ran in 0.01s\n", "passed"), 0);
    }
}
