//! The engines, as one test sees either.

use std::fmt::Debug;
use std::num::NonZeroU32;

use chat_server::store::Store;
use chat_store::transfer::{Counts, ExportError, ImportError, Onto, Reader, Writer};
use chat_store::{Migrated, PostgresStore, SqliteStore};
use test_postgres::Database;

use crate::common::{Home, home};

/// A place that goes with the test, and the stores of servers over it.
pub(crate) trait Engine: Sized {
    type Store: Store + Clone + Debug;

    /// What the names of the tables begin with.
    const PREFIX: &'static str;

    /// The version of today's schema.
    const NEWEST: u32;

    /// A new place; `None` where there is no such engine.
    fn new() -> Option<Self>;

    /// The store of one more server.
    async fn open(&self) -> Self::Store;

    /// Exports what the place keeps.
    async fn export(&self, out: &mut Vec<u8>) -> Result<Counts, ExportError>;

    /// Imports it.
    async fn import(&self, export: &str, onto: Onto) -> Result<Counts, ImportError>;

    /// Brings the place to the schema of today.
    async fn migrate(&self) -> Migrated;

    /// Does something behind the back of the stores.
    fn execute(&self, sql: &str);

    /// The same to a table.
    fn change(&self, table: &str, set: &str) {
        self.execute(&format!("UPDATE {}{table} SET {set}", Self::PREFIX));
    }
}

/// SQLite: a file.
pub(crate) struct Sqlite(Home);

impl Engine for Sqlite {
    type Store = SqliteStore;

    const PREFIX: &'static str = "";

    const NEWEST: u32 = 2;

    fn new() -> Option<Self> {
        Some(Self(home()))
    }

    async fn open(&self) -> SqliteStore {
        SqliteStore::open(&self.0.path).unwrap()
    }

    async fn export(&self, out: &mut Vec<u8>) -> Result<Counts, ExportError> {
        SqliteStore::export(&self.0.path, Writer::new(out, &mut |_, _| ()))
    }

    async fn import(&self, export: &str, onto: Onto) -> Result<Counts, ImportError> {
        SqliteStore::import(&self.0.path, Reader::new(export.as_bytes())?, onto)
    }

    async fn migrate(&self) -> Migrated {
        SqliteStore::migrate(&self.0.path).unwrap()
    }

    fn execute(&self, sql: &str) {
        let file = rusqlite::Connection::open(&self.0.path).unwrap();
        file.execute_batch("PRAGMA foreign_keys = ON").unwrap();
        file.execute_batch(sql).unwrap();
    }
}

/// PostgreSQL: a database.
pub(crate) struct Postgres(Database);

impl Engine for Postgres {
    type Store = PostgresStore;

    const PREFIX: &'static str = "chat_";

    const NEWEST: u32 = 1;

    fn new() -> Option<Self> {
        test_postgres::database().map(Self)
    }

    async fn open(&self) -> PostgresStore {
        let connections = NonZeroU32::new(8).unwrap();
        PostgresStore::open(&self.0.url(), connections)
            .await
            .unwrap()
    }

    async fn export(&self, out: &mut Vec<u8>) -> Result<Counts, ExportError> {
        PostgresStore::export(&self.0.url(), Writer::new(out, &mut |_, _| ())).await
    }

    async fn import(&self, export: &str, onto: Onto) -> Result<Counts, ImportError> {
        PostgresStore::import(&self.0.url(), Reader::new(export.as_bytes())?, onto).await
    }

    async fn migrate(&self) -> Migrated {
        PostgresStore::migrate(&self.0.url()).await.unwrap()
    }

    fn execute(&self, sql: &str) {
        self.0.execute(sql);
    }
}

/// Each of these tests, over either engine.
macro_rules! over_both_engines {
    ($($test:ident),+ $(,)?) => {
        $crate::engine::over_both_engines!(sqlite, Sqlite: $($test),+);
        $crate::engine::over_both_engines!(postgres, Postgres: $($test),+);
    };
    ($module:ident, $engine:ident: $($test:ident),+) => {
        mod $module {
            use crate::engine::{$engine, Engine as _};

            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
                async fn $test() {
                    if let Some(engine) = $engine::new() {
                        super::$test(engine).await;
                    }
                }
            )+
        }
    };
}

pub(crate) use over_both_engines;
