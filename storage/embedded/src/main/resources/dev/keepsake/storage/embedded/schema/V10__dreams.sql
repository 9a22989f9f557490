-- What synthesis did for one user at one time; `body` is the run.
CREATE TABLE dream_run (
    project BLOB    NOT NULL,
    id      BLOB    NOT NULL,
    user_id TEXT    NOT NULL,
    started INTEGER NOT NULL,
    body    TEXT    NOT NULL,
    PRIMARY KEY (project, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX dream_run_by_start ON dream_run (project, started);
CREATE INDEX dream_run_of_user ON dream_run (project, user_id, started);

-- What each pattern rests on, also after it is gone: a list of memory ids.
CREATE TABLE dream_evidence (
    project BLOB    NOT NULL,
    user_id TEXT    NOT NULL,
    pattern BLOB    NOT NULL,
    at      INTEGER NOT NULL,
    sources TEXT    NOT NULL,
    PRIMARY KEY (project, user_id, pattern)
) STRICT, WITHOUT ROWID;

-- Patterns are few, and looked up whenever a memory of their user is deleted.
CREATE INDEX memory_pattern ON memory (project, user_id) WHERE json_extract(body, '$.synthesized');
