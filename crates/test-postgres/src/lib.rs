//! A PostgreSQL server for tests, started once a process and gone with it.
//!
//! It is started from the programs that are installed: on the `PATH`, or where Debian's package `postgresql` puts them.
//! The variable `CHAT_TEST_POSTGRES` may name a server instead, as `postgres://USER:PASSWORD@HOST/DATABASE`, whose user may
//! create databases; or be `required`, which makes it a failure that there is none.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking, in its helpers too"
)]

mod database;
mod server;

use std::io::Write as _;
use std::sync::OnceLock;

pub use database::Database;
pub use server::{PASSWORD, Server};

/// The variable that names a server, or requires one.
const VARIABLE: &str = "CHAT_TEST_POSTGRES";

/// What is said where there is no server, once a process.
const SKIPPED: &str = "\
SKIPPED: the tests that need PostgreSQL, for there is none on this machine. To run them, install it (on Debian: apt-get
install postgresql), or set CHAT_TEST_POSTGRES=postgres://USER:PASSWORD@HOST/DATABASE, whose user may create databases.
";

/// A new database; `None` where there is no PostgreSQL, which is then said on stderr.
pub fn database() -> Option<Database> {
    static URL: OnceLock<Option<String>> = OnceLock::new();
    static SHARED: OnceLock<Server> = OnceLock::new();
    let url = URL.get_or_init(|| {
        let named = std::env::var(VARIABLE).unwrap_or_default();
        if named.contains("://") {
            return Some(named);
        }
        let server = server();
        server.map(|server| SHARED.get_or_init(|| server).url("postgres"))
    });
    url.as_deref().map(Database::create)
}

/// A server of the test's own, which may be stopped; `None` as with [`database`], and where a server is named that is not
/// to be stopped.
pub fn server() -> Option<Server> {
    match Server::start() {
        Ok(server) => Some(server),
        Err(why) if std::env::var(VARIABLE).is_ok_and(|value| value == "required") => {
            panic!("PostgreSQL is required, and there is none: {why}")
        }
        Err(why) => {
            skip(&why);
            None
        }
    }
}

/// Past the test harness, which keeps to itself what a test prints that passes.
fn skip(why: &str) {
    static SAID: OnceLock<()> = OnceLock::new();
    SAID.get_or_init(|| {
        let _ = std::io::stderr().write_all(format!("\n{SKIPPED}({why})\n").as_bytes());
    });
}
