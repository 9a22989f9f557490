-- Accounts, memberships and keys in full; invitations.

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
