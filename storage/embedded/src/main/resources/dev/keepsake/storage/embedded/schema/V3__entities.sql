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
