//! Durable creates over PostgreSQL, beside pgbench.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::Context;

use super::figure::{Figure, Measured, Must};
use super::report::version;
use super::rig::{BODY, PATH, Rig, loaded, printed};

const ROUNDS: usize = 9;
const SECONDS: &str = "1";

/// How many connections the server holds: as it comes, and one for each client.
const CONNECTIONS: [&str; 2] = ["10", "64"];

const CLIENTS: &str = "64";

/// What the server inserts, and nothing around it.
const SCRIPT: &str = "\
INSERT INTO chat_sessions (id, account, project, organization_id, created_at, updated_at, title, index_ids, last_run)
VALUES ('ses-' || replace(gen_random_uuid()::text, '-', ''), 'default', '6ba7b810-9dad-11d1-80b4-00c04fd430c8', NULL,
        1764000000000000, 1764000000000000, NULL, '[\"idx-abc123\",\"idx-def456\"]', NULL);
";

pub(super) fn measure(root: &Path) -> anyhow::Result<Measured> {
    let rig = Rig::build(root)?;
    let mut database = test_postgres::server().context("PostgreSQL is not installed")?;
    // As a server is that has something to lose: tests start it without.
    database.kill();
    database.start_again("-c fsync=on -c shared_buffers=128MB");
    let url = database.url("postgres");
    let folder = tempfile::tempdir_in(root.join("target"))?;
    let script = folder.path().join("insert.sql");
    fs::write(&script, SCRIPT)?;
    let mut figures = Vec::new();
    for connections in CONNECTIONS {
        let mut chat = rig.chat(folder.path());
        chat.env("CHAT_DATABASE_URL", &url)
            .args(["--database-connections", connections]);
        let server = rig.start(&mut chat)?;
        let mut rounds = Vec::new();
        for _ in 0..ROUNDS {
            let load = [
                "--body",
                BODY,
                "--connections",
                CLIENTS,
                "--seconds",
                SECONDS,
            ];
            let ours = loaded(&mut rig.load(&server.url, PATH, &load))?.rate;
            rounds.push((ours, pgbench(&script, connections, &url)?));
        }
        let what = format!("creates a second, {connections} connections");
        let must = Must::AtLeast(0.8);
        figures.push(Figure::of_rounds(what, "pgbench", &rounds, must));
    }
    Ok(Measured {
        how: format!(
            "`chat serve` over PostgreSQL with `fsync` on, {CLIENTS} clients that each create one session after another, \
             {SECONDS} s; then `pgbench` over as many connections as the server holds, each of which inserts the same row into \
             the same table. Medians of {ROUNDS} rounds, the two in turn; all of it on the same cores, which the server, its \
             clients and the database share."
        ),
        versions: vec![
            format!("chat {}", env!("CARGO_PKG_VERSION")),
            version("pgbench", &["--version"]),
        ],
        figures,
    })
}

/// How many rows a second it inserts.
fn pgbench(script: &Path, clients: &str, url: &str) -> anyhow::Result<f64> {
    let report = printed(
        Command::new("pgbench")
            .args(["--no-vacuum", "--protocol", "prepared", "--jobs", "2"])
            .args(["--client", clients, "--time", SECONDS, "--file"])
            .arg(script)
            .arg(url),
    )?;
    let rate = report.lines().find_map(|line| line.strip_prefix("tps = "));
    let rate = rate.and_then(|line| line.split(' ').next());
    Ok(rate.context("pgbench does not say")?.parse()?)
}
