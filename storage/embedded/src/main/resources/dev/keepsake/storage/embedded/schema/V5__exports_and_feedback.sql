-- What users think of single memories: at most one row each. It goes with its memory, however that
-- is removed; a change of the memory's text removes it, too.
CREATE TABLE feedback (
    project BLOB    NOT NULL,
    memory  BLOB    NOT NULL,
    id      BLOB    NOT NULL,
    verdict TEXT,
    reason  TEXT,
    account BLOB    NOT NULL,
    at      INTEGER NOT NULL,
    PRIMARY KEY (project, memory),
    FOREIGN KEY (project, memory) REFERENCES memory (project, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX feedback_reasons ON feedback (project, at) WHERE reason IS NOT NULL;

-- Orders of structured exports and what came of them. `body` is the order, `filter_key` equal for
-- filters that mean the same. A claim is a token and an end.
CREATE TABLE export (
    row_id     INTEGER PRIMARY KEY AUTOINCREMENT,
    project    BLOB    NOT NULL,
    id         BLOB    NOT NULL,
    state      TEXT    NOT NULL,
    filter_key TEXT    NOT NULL,
    body       TEXT    NOT NULL,
    result     TEXT,
    error      TEXT,
    created    INTEGER NOT NULL,
    finished   INTEGER,
    attempt    INTEGER NOT NULL,
    token      TEXT,
    until      INTEGER,
    UNIQUE (project, id)
) STRICT;
CREATE INDEX export_done ON export (project, filter_key, created) WHERE state = 'DONE';
CREATE INDEX export_unfinished ON export (row_id) WHERE finished IS NULL;
CREATE INDEX export_by_creation ON export (created);

-- The memories that finished exports were made from, so that erasing one erases the other.
CREATE TABLE export_source (
    project BLOB    NOT NULL,
    memory  BLOB    NOT NULL,
    export  INTEGER NOT NULL REFERENCES export (row_id) ON DELETE CASCADE,
    PRIMARY KEY (project, memory, export)
) STRICT, WITHOUT ROWID;
CREATE INDEX source_of_export ON export_source (export);
