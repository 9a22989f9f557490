-- What the quality gate refused as memories: bounded for each project by the adds that write here, in
-- the order of writing. The ids are those of the add, so that what an entity said goes with it;
-- `body` is the proposal with its own scope, the reason and what its memory would have come with.
CREATE TABLE quarantine (
    row_id   INTEGER PRIMARY KEY AUTOINCREMENT,
    project  BLOB    NOT NULL,
    id       BLOB    NOT NULL,
    user_id  TEXT,
    agent_id TEXT,
    app_id   TEXT,
    run_id   TEXT,
    verdict  TEXT    NOT NULL,
    event    BLOB    NOT NULL,
    at       INTEGER NOT NULL,
    body     TEXT    NOT NULL,
    UNIQUE (project, id)
) STRICT;
CREATE INDEX quarantine_newest ON quarantine (project, at, row_id);
CREATE INDEX quarantine_oldest ON quarantine (at);
