//! A database of a test's own.

use std::thread;

use sqlx::{Connection as _, PgConnection};
use tokio::runtime::{Builder, Runtime};
use uuid::Uuid;

/// A new, empty database, which is dropped with this.
#[derive(Debug)]
pub struct Database {
    server: String,
    name: String,
}

impl Database {
    /// Creates one on a server.
    pub(crate) fn create(server: &str) -> Self {
        let database = Self {
            server: server.to_owned(),
            name: format!("chat_test_{}", Uuid::new_v4().simple()),
        };
        run(server, format!("CREATE DATABASE {}", database.name)).unwrap();
        database
    }

    /// Where it is.
    pub fn url(&self) -> String {
        let (server, query) = self.server.split_once('?').unwrap_or((&self.server, ""));
        let (server, _) = server.rsplit_once('/').unwrap();
        let mark = if query.is_empty() { "" } else { "?" };
        format!("{server}/{}{mark}{query}", self.name)
    }

    /// Runs statements in it.
    pub fn execute(&self, sql: &str) {
        run(&self.url(), sql.to_owned()).unwrap();
    }

    /// Runs statements in a transaction that is rolled back when what this gives is dropped.
    pub fn hold(&self, sql: &str) -> Held {
        let (url, sql) = (self.url(), format!("BEGIN; {sql}"));
        let runtime = runtime().unwrap();
        let connect = async move {
            let mut connection = PgConnection::connect(&url).await?;
            let sql = sqlx::raw_sql(sqlx::AssertSqlSafe(sql));
            sql.execute(&mut connection).await.map(|_| connection)
        };
        let thread = thread::spawn(move || (runtime.block_on(connect).unwrap(), runtime));
        Held(Some(thread.join().unwrap()))
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // A server that is gone has no database to drop.
        let sql = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        let _ = run(&self.server, sql);
    }
}

/// A transaction that is under way.
#[derive(Debug)]
pub struct Held(Option<(PgConnection, Runtime)>);

impl Drop for Held {
    fn drop(&mut self) {
        if let Some((connection, runtime)) = self.0.take() {
            let closing = thread::spawn(move || runtime.block_on(connection.close()));
            let _ = closing.join();
        }
    }
}

/// On a thread and runtime of its own, so that it may be called from anywhere.
pub(crate) fn run(url: &str, sql: String) -> sqlx::Result<()> {
    let url = url.to_owned();
    let work = async move {
        let mut connection = PgConnection::connect(&url).await?;
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql))
            .execute(&mut connection)
            .await?;
        connection.close().await
    };
    let runtime = runtime()?;
    let thread = thread::spawn(move || runtime.block_on(work));
    thread.join().unwrap()
}

fn runtime() -> std::io::Result<Runtime> {
    Builder::new_current_thread().enable_all().build()
}
