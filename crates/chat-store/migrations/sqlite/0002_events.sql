-- What happened in a session, in order: JSON objects whose `type` is the kind.
CREATE TABLE events (
    session_id TEXT    NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    kind       TEXT    NOT NULL,
    event      TEXT    NOT NULL,
    PRIMARY KEY (session_id, position)
) STRICT, WITHOUT ROWID;

-- The turns that are running: one a session at most. Instants are milliseconds since the Unix epoch, UTC.
CREATE TABLE turns (
    session_id TEXT    NOT NULL PRIMARY KEY REFERENCES sessions (id) ON DELETE CASCADE,
    id         TEXT    NOT NULL,
    begun_at   INTEGER NOT NULL,
    alive_at   INTEGER NOT NULL -- when its server was last heard of
) STRICT, WITHOUT ROWID;

-- What servers over this file sign with.
CREATE TABLE secret (secret BLOB NOT NULL) STRICT;
INSERT INTO secret VALUES (randomblob(32));
