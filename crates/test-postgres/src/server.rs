//! A server, run by a shell that ends with the test.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use crate::database::run;

/// The password of the user `postgres`.
pub const PASSWORD: &str = "a password of tests";

/// Runs the server as long as its stdin is open: however the test ends, the server ends and its folder goes. It does what
/// the lines on its stdin say, and says when that is done.
const SCRIPT: &str = r#"
folder=$(mktemp -d) || exit 1
pid=
stop() { [ -z "$pid" ] || { kill -s "$1" "$pid"; wait "$pid"; pid=; }; } 2>/dev/null
trap 'stop QUIT; rm -rf "$folder"' EXIT
printf '%s\n' "$PGPASSWORD" >"$folder/password"
"$BIN/initdb" -D "$folder/data" -U postgres -A scram-sha-256 --pwfile="$folder/password" \
    -E UTF8 --locale=C --no-sync >"$folder/log" 2>&1 || { cat "$folder/log"; exit 1; }
start() {
    tries=0
    # What a crash leaves behind may take a moment to go.
    until try "$@"; do
        tries=$((tries + 1))
        [ "$tries" -lt 100 ] || { cat "$folder/log"; exit 1; }
        sleep 0.1
    done
}
try() {
    "$BIN/postgres" -D "$folder/data" -p "$PGPORT" -k "$folder" -c listen_addresses=127.0.0.1 -c fsync=off \
        -c max_connections=200 -c shared_buffers=32MB "$@" >>"$folder/log" 2>&1 </dev/null &
    pid=$!
    until "$BIN/pg_isready" -q -h 127.0.0.1; do
        kill -0 "$pid" 2>/dev/null || return 1
        sleep 0.05
    done
}
try || { cat "$folder/log"; exit 1; }
echo done
while read -r command; do
    case $command in
        kill) stop QUIT ;;
        crash) stop KILL ;;
        start*) start ${command#start} ;;
    esac
    echo done
done
"#;

/// A server of one's own.
#[derive(Debug)]
pub struct Server {
    shell: Child,
    commands: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
    port: u16,
}

impl Server {
    /// Starts one.
    ///
    /// # Errors
    /// Why there is none.
    pub(crate) fn start() -> Result<Self, String> {
        let programs = programs().ok_or("`initdb` is not found")?;
        // Somebody else may take the port before the server does; then it is another one's turn.
        let mut attempts = 0;
        loop {
            attempts += 1;
            match Self::start_on(&programs, free_port()?) {
                Err(_) if attempts < 3 => {}
                outcome => return outcome,
            }
        }
    }

    fn start_on(programs: &Path, port: u16) -> Result<Self, String> {
        let mut command = shell();
        command
            .args(["-c", SCRIPT])
            .current_dir(std::env::temp_dir())
            .env("BIN", programs)
            .env("PGPASSWORD", PASSWORD)
            .env("PGPORT", port.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        // What a terminal sends to the test is not for the server: it ends with the test.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut shell = command.spawn().map_err(|error| error.to_string())?;
        let commands = shell.stdin.take();
        let answers = BufReader::new(shell.stdout.take().unwrap());
        let mut server = Self {
            shell,
            commands,
            answers,
            port,
        };
        server.done()?;
        Ok(server)
    }

    /// The address of a database of it.
    pub fn url(&self, database: &str) -> String {
        let password = PASSWORD.replace(' ', "%20");
        let port = self.port;
        format!("postgres://postgres:{password}@127.0.0.1:{port}/{database}")
    }

    /// Ends it at once, and its connections with it.
    pub fn kill(&mut self) {
        self.command("kill");
    }

    /// Ends it as a crash does: with SIGKILL, which it does not hear.
    pub fn crash(&mut self) {
        self.command("crash");
    }

    /// Cuts all connections to a database.
    pub fn cut_connections(&self, database: &str) {
        let sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()";
        run(&self.url(database), sql.to_owned()).unwrap();
    }

    /// Starts it again, with more arguments.
    pub fn start_again(&mut self, arguments: &str) {
        self.command(&format!("start {arguments}"));
    }

    fn command(&mut self, command: &str) {
        writeln!(self.commands.as_mut().unwrap(), "{command}").unwrap();
        self.done().unwrap();
    }

    /// Waits until the shell says that it is done.
    fn done(&mut self) -> Result<(), String> {
        let mut said = String::new();
        let mut line = String::new();
        loop {
            line.clear();
            match self.answers.read_line(&mut line) {
                Ok(0) => return Err(said),
                Ok(_) if line == "done\n" => return Ok(()),
                Ok(_) => said.push_str(&line),
                Err(error) => return Err(error.to_string()),
            }
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.commands = None;
        let _ = self.shell.wait();
    }
}

/// A shell that is not root's: PostgreSQL does not run as root.
fn shell() -> Command {
    let is_root = fs::metadata("/proc/self").is_ok_and(|process| owner(&process) == 0);
    if !is_root {
        return Command::new("sh");
    }
    let users = fs::read_to_string("/etc/passwd").unwrap_or_default();
    let has_own = users.lines().any(|user| user.starts_with("postgres:"));
    let mut command = Command::new("runuser");
    command.args([
        "-u",
        if has_own { "postgres" } else { "nobody" },
        "--",
        "sh",
    ]);
    command
}

#[cfg(unix)]
fn owner(file: &fs::Metadata) -> u32 {
    std::os::unix::fs::MetadataExt::uid(file)
}

#[cfg(not(unix))]
fn owner(_: &fs::Metadata) -> u32 {
    1
}

/// The folder of the server's programs: on the path, or the newest where Debian keeps them.
fn programs() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<_> = std::env::split_paths(&path).collect();
    let debian = fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    let mut versions: Vec<_> = debian
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<u32>().ok())
        .collect();
    versions.sort_unstable_by(|one, other| other.cmp(one));
    let debian = versions.iter();
    folders.extend(debian.map(|version| format!("/usr/lib/postgresql/{version}/bin").into()));
    let has_all = |folder: &PathBuf| {
        let mut programs = ["initdb", "postgres", "pg_isready"].iter();
        programs.all(|program| folder.join(program).is_file())
    };
    folders.into_iter().find(has_all)
}

fn free_port() -> Result<u16, String> {
    let listener = TcpListener::bind("127.0.0.1:0").map_err(|error| error.to_string())?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    Ok(address.port())
}
