-- A session of an account's project. Instants are microseconds since the Unix epoch, UTC.
CREATE TABLE sessions (
    id              TEXT NOT NULL PRIMARY KEY,
    account         TEXT NOT NULL,
    project         TEXT NOT NULL, -- the project key: see src/place.rs
    organization_id TEXT,          -- NULL: the account's default
    created_at      INTEGER NOT NULL,
    updated_at      INTEGER NOT NULL,
    title           TEXT,          -- NULL: before the first message
    index_ids       TEXT,          -- JSON list; NULL: unbound, which is not the same as '[]'
    last_run        TEXT           -- JSON object; NULL: before the first run
) STRICT;

-- A project's sessions, the latest first.
CREATE INDEX sessions_by_update ON sessions (account, project, updated_at DESC, id);
