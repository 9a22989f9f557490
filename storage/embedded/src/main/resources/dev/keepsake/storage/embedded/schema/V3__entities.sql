-- Entities as things of their own, and what their erasure needs.

-- The users, agents, apps and runs that memories belong to. `row_id` is the number that the wire
-- shows; it is never given twice. `owner` is the account behind the first memory or the creation.
CREATE TABLE entity (
    row_id   INTEGER PRIMARY KEY AUTOINCREMENT,
    project  BLOB    NOT NULL,
    kind     TEXT    NOT NULL,
    name     TEXT    NOT NULL,
    title    TEXT,
    metadata TEXT    NOT NULL,
    created  INTEGER NOT NULL,
    updated  INTEGER NOT NULL,
    owner    BLOB,
    UNIQUE (project, kind, name)
) STRICT;
CREATE INDEX entity_by_update ON entity (project, updated DESC, row_id);

-- The entities of files of older versions: all that the change log knows, in the order in which it
-- first names them. Whose they are is only known while the event of the first change is.
INSERT INTO entity (project, kind, name, metadata, created, updated, owner)
SELECT first.project, first.kind, first.name, '{}', first.at, first.last_at,
    (SELECT unhex(json_extract(e.body, '$.account'), '-') FROM event e
        WHERE e.project = first.project
            AND e.id = (SELECT c.cause FROM change c WHERE c.mark = first.mark))
FROM (
    SELECT project, 'USER' AS kind, 1 AS place, user_id AS name, min(mark) AS mark,
        min(at) AS at, max(at) AS last_at
    FROM change WHERE user_id IS NOT NULL GROUP BY project, user_id
    UNION ALL
    SELECT project, 'AGENT', 2, agent_id, min(mark), min(at), max(at)
    FROM change WHERE agent_id IS NOT NULL GROUP BY project, agent_id
    UNION ALL
    SELECT project, 'APP', 3, app_id, min(mark), min(at), max(at)
    FROM change WHERE app_id IS NOT NULL GROUP BY project, app_id
    UNION ALL
    SELECT project, 'RUN', 4, run_id, min(mark), min(at), max(at)
    FROM change WHERE run_id IS NOT NULL GROUP BY project, run_id) AS first
ORDER BY first.mark, first.place;

-- Log entries whose operation carried an id that their memory does not, such as the memories that
-- an agent keeps of a conversation with a user: their messages are that entity's, too.
CREATE TABLE contribution (
    project BLOB    NOT NULL,
    kind    TEXT    NOT NULL,
    name    TEXT    NOT NULL,
    mark    INTEGER NOT NULL,
    PRIMARY KEY (project, kind, name, mark)
) STRICT, WITHOUT ROWID;
INSERT INTO contribution (project, kind, name, mark)
SELECT c.project, 'USER', e.user_id, c.mark
FROM change c JOIN event e ON e.project = c.project AND e.id = c.cause
WHERE c.input IS NOT NULL AND e.user_id IS NOT NULL AND c.user_id IS NOT e.user_id
UNION ALL
SELECT c.project, 'AGENT', e.agent_id, c.mark
FROM change c JOIN event e ON e.project = c.project AND e.id = c.cause
WHERE c.input IS NOT NULL AND e.agent_id IS NOT NULL AND c.agent_id IS NOT e.agent_id
UNION ALL
SELECT c.project, 'APP', e.app_id, c.mark
FROM change c JOIN event e ON e.project = c.project AND e.id = c.cause
WHERE c.input IS NOT NULL AND e.app_id IS NOT NULL AND c.app_id IS NOT e.app_id
UNION ALL
SELECT c.project, 'RUN', e.run_id, c.mark
FROM change c JOIN event e ON e.project = c.project AND e.id = c.cause
WHERE c.input IS NOT NULL AND e.run_id IS NOT NULL AND c.run_id IS NOT e.run_id;

-- Deleted entities of which something may be left: the last place that holds their names. Their past
-- ends with `mark` and `at`; `deleted` counts the memories deleted with them, `shown` lists the first;
-- `erased` counts by kind of thing what went so far.
CREATE TABLE doomed_entity (
    row_id  INTEGER PRIMARY KEY AUTOINCREMENT,
    project BLOB    NOT NULL,
    kind    TEXT    NOT NULL,
    name    TEXT    NOT NULL,
    event   BLOB    NOT NULL,
    at      INTEGER NOT NULL,
    mark    INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    shown   TEXT    NOT NULL,
    erased  TEXT    NOT NULL
) STRICT;
CREATE INDEX doomed_entity_of_project ON doomed_entity (project);

-- Every memory that ever carried the id of a deleted entity.
CREATE TABLE doomed_memory (
    entity  INTEGER NOT NULL REFERENCES doomed_entity (row_id) ON DELETE CASCADE,
    project BLOB    NOT NULL,
    memory  BLOB    NOT NULL,
    PRIMARY KEY (entity, memory)
) STRICT, WITHOUT ROWID;
CREATE INDEX doomed_memory_of_project ON doomed_memory (project);

-- How many steps of erasures there were ever, and how many of them before the file was last compacted.
CREATE TABLE compaction (
    row_id    INTEGER PRIMARY KEY CHECK (row_id = 1),
    erasures  INTEGER NOT NULL,
    compacted INTEGER NOT NULL
) STRICT;

-- Encodings are erased by memory and by project.
CREATE INDEX encoding_of_memory ON encoding (project, memory);
