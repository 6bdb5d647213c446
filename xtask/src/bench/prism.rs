//! Create Session in memory, and how long it takes to start, beside Prism: what people mock with today.

use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::ensure;

use super::figure::{Figure, Measured, Must, median};
use super::in_memory::{self, HOW, Server};
use super::process::on_core;
use super::report::version;
use super::rig::Rig;
use crate::command::run;
use crate::program::optimised;

const NEEDED: &str = "install Node.js 18 or newer with npm (Debian: apt-get install nodejs npm)";
const STARTS: usize = 9;

/// How long a server may take to start.
const PATIENCE: Duration = Duration::from_secs(60);

pub(super) fn measure(root: &Path) -> anyhow::Result<Measured> {
    let rig = Rig::build(root)?;
    let bindgen = optimised(root, "openapi-bindgen")?;
    let prism = install(root)?;
    let document = root.join("openapi.yaml");
    let data = tempfile::tempdir_in(root.join("target"))?;
    let peer = |address: &str| {
        let mut command = Command::new("node");
        let (host, port) = address.split_once(':').unwrap_or((address, ""));
        command
            .arg(&prism)
            .args(["mock", "--verboseLevel", "error"]);
        command
            .args(["--host", host, "--port", port])
            .arg(&document);
        command
    };
    let chat = |address: &str| {
        let mut command = rig.chat(data.path());
        command.args(["--listen", address]);
        command
    };
    let mock = |address: &str| {
        let mut command = Command::new(&bindgen);
        command.args(["mock", "--quiet", "--listen", address, "--spec"]);
        command.arg(&document);
        command
    };
    // Once without a clock: a first start makes files and fills caches.
    for once in [&peer as &dyn Fn(&str) -> Command, &chat, &mock] {
        Started::start(once)?;
    }
    let (mut peers, mut chats, mut mocks) = (vec![], vec![], vec![]);
    for _ in 0..STARTS {
        peers.push(Started::start(&peer)?.took);
        chats.push(Started::start(&chat)?.took);
        mocks.push(Started::start(&mock)?.took);
    }
    let theirs = median(peers);
    let start = |what: &str, ours: f64| Figure {
        what: format!("start of `{what}`, ms"),
        ours,
        against: "Prism".to_owned(),
        theirs,
        ratio: theirs / ours,
        must: Must::AtLeast(50.0),
    };
    let starts = [
        start("chat serve", median(chats)),
        start("openapi-bindgen mock", median(mocks)),
    ];
    let ours = in_memory::generated(&rig)?;
    let peer = Started::start(&|address: &str| on_core(0, &peer(address)))?;
    let creates = in_memory::compare(
        &rig,
        Server(&ours.url, ours.id()),
        "Prism",
        Server(&peer.address, peer.child.id()),
        50.0,
    )?;
    Ok(Measured {
        how: format!(
            "The generated router over a map, and Prism with the same document, which it checks requests by and answers \
             examples from. {HOW}. At 50 times Prism's rate a request would have 5 µs: less than those two calls take. A \
             start is the time from the process to a port that takes connections, the median of {STARTS}, in turn."
        ),
        versions: vec![
            format!("chat {}", env!("CARGO_PKG_VERSION")),
            format!("Prism {}", version(&prism, &["--version"])),
            format!("Node.js {}", version("node", &["--version"])),
        ],
        figures: creates.into_iter().chain(starts).collect(),
    })
}

/// A server that takes connections. It ends with this.
struct Started {
    child: Child,
    address: String,
    /// How long that took, in milliseconds.
    took: f64,
}

impl Started {
    fn start(command: &dyn Fn(&str) -> Command) -> anyhow::Result<Self> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string();
        let mut command = command(&address);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let begun = Instant::now();
        let mut started = Self {
            child: command.spawn()?,
            address,
            took: 0.0,
        };
        while TcpStream::connect(&started.address).is_err() {
            ensure!(begun.elapsed() < PATIENCE, "{command:?} does not start");
            thread::sleep(Duration::from_micros(200));
        }
        started.took = begun.elapsed().as_secs_f64() * 1000.0;
        Ok(started)
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The program, as npm installs it.
fn install(root: &Path) -> anyhow::Result<PathBuf> {
    let folder = root.join("target/peers/prism");
    run(
        Command::new("npm")
            .args([
                "install",
                "--silent",
                "--no-save",
                "--no-audit",
                "--no-fund",
            ])
            .arg("--prefix")
            .arg(&folder)
            .arg("@stoplight/prism-cli"),
        NEEDED,
    )?;
    Ok(folder.join("node_modules/.bin/prism"))
}
