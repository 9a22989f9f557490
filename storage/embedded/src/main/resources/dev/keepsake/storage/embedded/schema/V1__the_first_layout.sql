-- The layout of keepsake.db. Conventions: UUIDs are 16-byte blobs (hex(id) shows them), instants are
-- microseconds since 1970 in UTC, days are days since 1970, documents are JSON text whose unknown
-- keys are ignored, so that a new field needs no migration. Project comes first in every key.

-- The memories as they are now. `body` is the whole memory; the other columns repeat what filters
-- and orders look at. `row_id` is the position of a rebuild, `encoding` the row of its vector.
CREATE TABLE memory (
    row_id     INTEGER PRIMARY KEY,
    project    BLOB    NOT NULL,
    id         BLOB    NOT NULL,
    user_id    TEXT,
    agent_id   TEXT,
    app_id     TEXT,
    run_id     TEXT,
    created    INTEGER NOT NULL,
    updated    INTEGER NOT NULL,
    timestamp  INTEGER NOT NULL,
    expiration INTEGER,
    state      TEXT    NOT NULL,
    replaced_by BLOB,
    hash       TEXT    NOT NULL,
    text       TEXT    NOT NULL,
    body       TEXT    NOT NULL,
    encoding   INTEGER NOT NULL,
    UNIQUE (project, id)
) STRICT;
-- State and expiration ride along so that visible memories are counted without touching the rows.
CREATE INDEX memory_by_creation ON memory (project, created, id, state, expiration);
CREATE INDEX memory_of_user ON memory (project, user_id, created, id, state, expiration)
    WHERE user_id IS NOT NULL;
CREATE INDEX memory_of_agent ON memory (project, agent_id, created, id, state, expiration)
    WHERE agent_id IS NOT NULL;
CREATE INDEX memory_of_app ON memory (project, app_id, created, id, state, expiration)
    WHERE app_id IS NOT NULL;
CREATE INDEX memory_of_run ON memory (project, run_id, created, id, state, expiration)
    WHERE run_id IS NOT NULL;
CREATE INDEX memory_by_hash ON memory (project, hash);
CREATE INDEX memory_by_replacement ON memory (project, replaced_by) WHERE replaced_by IS NOT NULL;

-- What a model and the analyser made of each text that a memory ever had: the vector as 32-bit
-- little-endian floats, and the terms in order, each between line feeds. Rows of past texts stay,
-- so that a past state can be searched; the change log points at them.
CREATE TABLE encoding (
    row_id  INTEGER PRIMARY KEY,
    project BLOB NOT NULL,
    memory  BLOB NOT NULL,
    hash    TEXT NOT NULL,
    model   TEXT NOT NULL,
    terms   TEXT NOT NULL,
    vector  BLOB NOT NULL
) STRICT;

-- The change log: every step of every memory with the whole states around it. Marks only grow, also
-- when the last rows are removed. The entity ids are those of the state after the change, or before
-- a deletion; `encoding` is that of the state after the change.
CREATE TABLE change (
    mark      INTEGER PRIMARY KEY AUTOINCREMENT,
    id        BLOB    NOT NULL,
    project   BLOB    NOT NULL,
    memory    BLOB    NOT NULL,
    kind      TEXT    NOT NULL,
    at        INTEGER NOT NULL,
    cause     BLOB    NOT NULL,
    user_id   TEXT,
    agent_id  TEXT,
    app_id    TEXT,
    run_id    TEXT,
    before    TEXT,
    after     TEXT,
    input     TEXT,
    note      TEXT,
    encoding  INTEGER
) STRICT;
CREATE INDEX change_of_memory ON change (project, memory, mark);
CREATE INDEX change_told ON change (project, mark) WHERE kind <> 'ANNOTATE';
CREATE INDEX change_of_user ON change (project, user_id, mark) WHERE user_id IS NOT NULL;
CREATE INDEX change_of_agent ON change (project, agent_id, mark) WHERE agent_id IS NOT NULL;
CREATE INDEX change_of_app ON change (project, app_id, mark) WHERE app_id IS NOT NULL;
CREATE INDEX change_of_run ON change (project, run_id, mark) WHERE run_id IS NOT NULL;

-- The causes whose change sets were applied, with the mark that was returned: once means once.
CREATE TABLE applied (
    project BLOB    NOT NULL,
    cause   BLOB    NOT NULL,
    mark    INTEGER NOT NULL,
    PRIMARY KEY (project, cause)
) STRICT, WITHOUT ROWID;

-- The last messages of each session, for the context of its next add.
CREATE TABLE message (
    project  BLOB    NOT NULL,
    session  TEXT    NOT NULL,
    position INTEGER NOT NULL,
    body     TEXT    NOT NULL,
    PRIMARY KEY (project, session, position)
) STRICT, WITHOUT ROWID;

-- Operations of the projects. `row_id` tells the order in which they were first written.
CREATE TABLE event (
    row_id    INTEGER PRIMARY KEY AUTOINCREMENT,
    project   BLOB    NOT NULL,
    id        BLOB    NOT NULL,
    type      TEXT    NOT NULL,
    status    TEXT    NOT NULL,
    user_id   TEXT,
    agent_id  TEXT,
    app_id    TEXT,
    run_id    TEXT,
    created   INTEGER NOT NULL,
    completed INTEGER,
    body      TEXT    NOT NULL,
    UNIQUE (project, id)
) STRICT;
CREATE INDEX event_by_creation ON event (project, created);
CREATE INDEX event_by_completion ON event (completed) WHERE completed IS NOT NULL;

-- How many operations of a type each project had in each UTC month; outlives the events.
CREATE TABLE counter (
    project BLOB    NOT NULL,
    type    TEXT    NOT NULL,
    month   INTEGER NOT NULL, -- months since January of year 0
    count   INTEGER NOT NULL,
    PRIMARY KEY (project, type, month)
) STRICT, WITHOUT ROWID;

-- Unfinished work in the order of acceptance. `waiting` counts the lanes in which other work is
-- before it, so work may run when that is 0. A lease is a token and an end.
CREATE TABLE work (
    row_id     INTEGER PRIMARY KEY AUTOINCREMENT,
    project    BLOB    NOT NULL,
    event      BLOB    NOT NULL,
    job        TEXT    NOT NULL,
    waiting    INTEGER NOT NULL,
    attempt    INTEGER NOT NULL,
    token      TEXT,
    until      INTEGER,
    not_before INTEGER,
    UNIQUE (project, event)
) STRICT;
CREATE INDEX work_at_front ON work (project, row_id) WHERE waiting = 0;

-- The lanes that unfinished work stands in.
CREATE TABLE lane (
    project BLOB    NOT NULL,
    lane    TEXT    NOT NULL,
    work    INTEGER NOT NULL,
    PRIMARY KEY (project, lane, work)
) STRICT, WITHOUT ROWID;
CREATE INDEX lane_of_work ON lane (work);

-- When each project was last handed work, as a running number; 0 for not yet.
CREATE TABLE turn (
    row_id  INTEGER PRIMARY KEY,
    project BLOB    NOT NULL UNIQUE,
    served  INTEGER NOT NULL
) STRICT;
CREATE INDEX turn_by_service ON turn (served);

-- Who can hold keys and memberships.
CREATE TABLE account (
    row_id       INTEGER PRIMARY KEY,
    id           BLOB    NOT NULL UNIQUE,
    username     TEXT    NOT NULL UNIQUE,
    name         TEXT    NOT NULL,
    email        TEXT    UNIQUE,
    password     TEXT, -- a hash
    server_admin INTEGER NOT NULL,
    disabled     INTEGER,
    created      INTEGER NOT NULL
) STRICT;

-- Groups of people and their projects.
CREATE TABLE organization (
    row_id  INTEGER PRIMARY KEY,
    id      BLOB    NOT NULL UNIQUE,
    name    TEXT    NOT NULL,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL
) STRICT;

-- The tenants. `settings` holds what differs from the defaults.
CREATE TABLE project (
    row_id       INTEGER PRIMARY KEY,
    id           BLOB    NOT NULL UNIQUE,
    organization BLOB    NOT NULL REFERENCES organization (id),
    name         TEXT    NOT NULL,
    description  TEXT,
    is_default   INTEGER NOT NULL,
    settings     TEXT    NOT NULL,
    created      INTEGER NOT NULL,
    updated      INTEGER NOT NULL
) STRICT;
CREATE INDEX project_of_organization ON project (organization);

-- Roles of accounts in organizations and, with a project, in single projects.
CREATE TABLE membership (
    row_id       INTEGER PRIMARY KEY,
    account      BLOB NOT NULL REFERENCES account (id),
    organization BLOB NOT NULL REFERENCES organization (id),
    project      BLOB REFERENCES project (id),
    role         TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX membership_place ON membership (account, organization, coalesce(project, x''));

-- API keys, by hash only. `used` is told now and then, for the list of keys.
CREATE TABLE api_key (
    row_id       INTEGER PRIMARY KEY,
    id           BLOB    NOT NULL UNIQUE,
    hash         TEXT    NOT NULL UNIQUE,
    prefix       TEXT    NOT NULL,
    last4        TEXT    NOT NULL,
    label        TEXT    NOT NULL,
    account      BLOB    NOT NULL REFERENCES account (id),
    organization BLOB    NOT NULL REFERENCES organization (id),
    project      BLOB    NOT NULL REFERENCES project (id),
    restricted   INTEGER NOT NULL,
    access       TEXT    NOT NULL,
    expires      INTEGER,
    revoked      INTEGER,
    created      INTEGER NOT NULL,
    used         INTEGER
) STRICT;
CREATE INDEX api_key_of_account ON api_key (account);

-- When the storage last proved that it can write.
CREATE TABLE pulse (
    row_id INTEGER PRIMARY KEY CHECK (row_id = 1),
    at     INTEGER NOT NULL
) STRICT;
