-- Accounts, memberships and keys in full; invitations, sessions, codes and the logs of requests and deeds.

-- Where to land, the last login, and how an agent signed itself up: `agent_user` tells agents from
-- people.
ALTER TABLE account ADD default_organization BLOB REFERENCES organization (id) ON DELETE SET NULL;
ALTER TABLE account ADD last_login INTEGER;
ALTER TABLE account ADD agent_source TEXT;
ALTER TABLE account ADD agent_user TEXT;
ALTER TABLE account ADD agent_claimed INTEGER;

CREATE INDEX membership_of_organization ON membership (organization, project);
CREATE INDEX membership_of_project ON membership (project);

-- A role in a project takes a role in its organization along.
INSERT INTO membership (account, organization, project, role)
SELECT DISTINCT inside.account, inside.organization, NULL, 'READER' FROM membership AS inside
WHERE NOT EXISTS (SELECT 1 FROM membership AS outside WHERE outside.account = inside.account
    AND outside.organization = inside.organization AND outside.project IS NULL);

-- The table of keys again, because a revoked key outlives the project that it was bound to, and
-- SQLite cannot drop a reference. Keys that work are bound to a project that their owner reaches;
-- the organization is that of the project. `used` is told to the minute.
CREATE TABLE new_api_key (
    row_id       INTEGER PRIMARY KEY,
    id           BLOB    NOT NULL UNIQUE,
    hash         TEXT    NOT NULL UNIQUE,
    prefix       TEXT    NOT NULL,
    last4        TEXT    NOT NULL,
    label        TEXT    NOT NULL,
    account      BLOB    NOT NULL REFERENCES account (id),
    organization BLOB    NOT NULL,
    project      BLOB    NOT NULL,
    restricted   INTEGER NOT NULL,
    access       TEXT    NOT NULL,
    expires      INTEGER,
    revoked      INTEGER,
    created      INTEGER NOT NULL,
    used         INTEGER,
    kind         TEXT    NOT NULL,
    agent_caller TEXT,
    replaced_by  BLOB
) STRICT;
INSERT INTO new_api_key
SELECT api_key.row_id, api_key.id, hash, prefix, last4, label, account, project.organization, project,
    restricted, access, expires, revoked, api_key.created, used / 60000000 * 60000000, 'STANDARD', NULL, NULL
FROM api_key JOIN project ON project.id = api_key.project;
DROP TABLE api_key;
ALTER TABLE new_api_key RENAME TO api_key;
CREATE INDEX api_key_of_account ON api_key (account);
CREATE INDEX api_key_of_organization ON api_key (organization);
CREATE INDEX api_key_of_project ON api_key (project);

-- Roles that wait for somebody, by the hash of the token that accepts them. One email has one
-- invitation to a place.
CREATE TABLE invitation (
    row_id       INTEGER PRIMARY KEY,
    id           BLOB    NOT NULL UNIQUE,
    email        TEXT    NOT NULL,
    organization BLOB    NOT NULL REFERENCES organization (id),
    project      BLOB    REFERENCES project (id),
    role         TEXT    NOT NULL,
    token        TEXT    NOT NULL UNIQUE, -- a hash
    created      INTEGER NOT NULL,
    expires      INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX invitation_place ON invitation (email, organization, coalesce(project, x''));
CREATE INDEX invitation_of_organization ON invitation (organization);
CREATE INDEX invitation_of_project ON invitation (project);

-- Removed projects whose contents are still to be erased.
CREATE TABLE doomed_project (
    project BLOB    PRIMARY KEY,
    noted   INTEGER NOT NULL
) STRICT;

-- Logins to the dashboard, by the hashes of their tokens.
CREATE TABLE session (
    row_id  INTEGER PRIMARY KEY,
    id      BLOB    NOT NULL UNIQUE,
    account BLOB    NOT NULL REFERENCES account (id),
    token   TEXT    NOT NULL UNIQUE, -- a hash
    csrf    TEXT    NOT NULL, -- a hash
    created INTEGER NOT NULL,
    seen    INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    address TEXT,
    agent   TEXT
) STRICT;
CREATE INDEX session_of_account ON session (account);

-- Codes that were sent, by hash. Of one email and purpose only the last one can work; the others
-- are kept to be counted.
CREATE TABLE one_time_code (
    row_id   INTEGER PRIMARY KEY,
    email    TEXT    NOT NULL,
    purpose  TEXT    NOT NULL,
    hash     TEXT    NOT NULL,
    attempts INTEGER NOT NULL,
    created  INTEGER NOT NULL,
    expires  INTEGER NOT NULL,
    used     INTEGER NOT NULL
) STRICT;
CREATE INDEX one_time_code_of_email ON one_time_code (email, created);

-- What was done to accounts and settings. Refers to things that may be gone. The time is part of
-- every index because pages go on from an entry of a time.
CREATE TABLE audit (
    id           BLOB    NOT NULL PRIMARY KEY,
    at           INTEGER NOT NULL,
    actor        BLOB,
    organization BLOB,
    project      BLOB,
    action       TEXT    NOT NULL,
    target       TEXT    NOT NULL,
    details      TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX audit_by_time ON audit (at, id);
CREATE INDEX audit_of_organization ON audit (organization, at, id);

-- What was asked of the server; `latency` in microseconds.
CREATE TABLE request (
    id           BLOB    NOT NULL PRIMARY KEY,
    at           INTEGER NOT NULL,
    method       TEXT    NOT NULL,
    path         TEXT    NOT NULL,
    status       INTEGER NOT NULL,
    latency      INTEGER NOT NULL,
    organization BLOB,
    project      BLOB,
    account      BLOB,
    api_key      BLOB,
    client       TEXT,
    address      TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX request_by_time ON request (at, id);
CREATE INDEX request_of_organization ON request (organization, at, id);
CREATE INDEX request_of_project ON request (project, at, id);
