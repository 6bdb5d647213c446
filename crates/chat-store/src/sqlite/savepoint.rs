//! Several statements, of which all count or none.

use rusqlite::Connection;

/// Does what takes several statements that write: where it fails, nothing of it stays. What it is a part of goes on,
/// unless the engine has rolled that back by itself, as on a full disk.
///
/// # Errors
/// Those of `work`, and the engine's.
pub(crate) fn savepoint<T, E: From<rusqlite::Error>>(
    connection: &Connection,
    work: impl FnOnce() -> Result<T, E>,
) -> Result<T, E> {
    let execute = |sql| connection.prepare_cached(sql)?.execute([]);
    execute("SAVEPOINT job")?;
    let outcome = work();
    if connection.is_autocommit() {
        return outcome;
    }
    let undone = match outcome {
        Ok(_) => Ok(0),
        Err(_) => execute("ROLLBACK TO job"),
    };
    if let Err(error) = undone.and_then(|_| execute("RELEASE job")) {
        // Rather nothing at all than a part of it.
        let _ = execute("ROLLBACK");
        return Err(error.into());
    }
    outcome
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fails_leaves_nothing_and_what_it_is_a_part_of_goes_on() {
        let connection = Connection::open_in_memory().unwrap();
        let execute = |sql| connection.execute(sql, []);
        execute("CREATE TABLE numbers (n INTEGER PRIMARY KEY)").unwrap();
        execute("BEGIN").unwrap();
        savepoint(&connection, || execute("INSERT INTO numbers VALUES (1)")).unwrap();
        savepoint(&connection, || {
            execute("INSERT INTO numbers VALUES (2)")?;
            execute("INSERT INTO numbers VALUES (1)")
        })
        .unwrap_err();
        execute("INSERT INTO numbers VALUES (3)").unwrap();
        execute("COMMIT").unwrap();
        let numbers: String = connection
            .query_row("SELECT group_concat(n) FROM numbers", [], |row| row.get(0))
            .unwrap();
        assert_eq!(numbers, "1,3");
    }

    #[test]
    fn what_was_rolled_back_as_a_whole_is_told_with_its_own_error() {
        let connection = Connection::open_in_memory().unwrap();
        let execute = |sql| connection.execute(sql, []);
        execute("CREATE TABLE numbers (n INTEGER PRIMARY KEY)").unwrap();
        execute("BEGIN").unwrap();
        let error = savepoint(&connection, || {
            execute("INSERT INTO numbers VALUES (1)")?;
            execute("INSERT OR ROLLBACK INTO numbers VALUES (1)")
        });
        let error = error.unwrap_err();
        assert!(error.to_string().contains("UNIQUE"), "{error}");
        assert!(connection.is_autocommit());
    }
}
