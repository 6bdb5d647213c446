-- A session of an account's project. Instants are microseconds since the Unix epoch, UTC.
CREATE TABLE chat_sessions (
    id              TEXT   NOT NULL PRIMARY KEY,
    account         TEXT   NOT NULL,
    project         TEXT   NOT NULL, -- the project key: see src/place.rs
    organization_id TEXT,            -- NULL: the account's default
    created_at      BIGINT NOT NULL,
    updated_at      BIGINT NOT NULL,
    title           TEXT,            -- JSON string, for a text here holds no NUL; NULL: before the first message
    index_ids       TEXT,            -- JSON list; NULL: unbound, which is not the same as '[]'
    last_run        TEXT             -- JSON object; NULL: before the first run
);

-- A project's sessions, the latest first.
CREATE INDEX chat_sessions_by_update ON chat_sessions (account, project, updated_at DESC, id);

-- What happened in a session, in order: JSON objects whose `type` is the kind.
CREATE TABLE chat_events (
    session_id TEXT   NOT NULL REFERENCES chat_sessions (id) ON DELETE CASCADE,
    position   BIGINT NOT NULL,
    kind       TEXT   NOT NULL,
    event      TEXT   NOT NULL,
    PRIMARY KEY (session_id, position)
);

-- The turns that are running: one a session at most. Instants are milliseconds since the Unix epoch, UTC, by the
-- database's clock.
CREATE TABLE chat_turns (
    session_id TEXT   NOT NULL PRIMARY KEY REFERENCES chat_sessions (id) ON DELETE CASCADE,
    id         TEXT   NOT NULL,
    begun_at   BIGINT NOT NULL,
    alive_at   BIGINT NOT NULL, -- when its server was last heard of
    position   BIGINT NOT NULL  -- of the event that comes next
);

-- What servers over this database sign with.
CREATE TABLE chat_secret (secret BYTEA NOT NULL);
INSERT INTO chat_secret
VALUES (decode(replace(gen_random_uuid()::TEXT || gen_random_uuid()::TEXT, '-', ''), 'hex'));
