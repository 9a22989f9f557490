-- Names that memories mention, and the memories that mention them. All of it follows the change log
-- and could be made again from there.

-- How far the log was followed, and the model of the vectors; no row yet means nothing of it.
CREATE TABLE graph_mark (
    row_id INTEGER PRIMARY KEY CHECK (row_id = 1),
    mark   INTEGER NOT NULL,
    model  TEXT    NOT NULL
) STRICT;

-- The owner scopes that have nodes. `scope` is the owner as a session key, for equality over absent
-- ids; `version` is drawn anew with every change of a node.
CREATE TABLE graph_owner (
    row_id   INTEGER PRIMARY KEY AUTOINCREMENT,
    project  BLOB    NOT NULL,
    scope    TEXT    NOT NULL,
    user_id  TEXT,
    agent_id TEXT,
    app_id   TEXT,
    run_id   TEXT,
    version  INTEGER NOT NULL,
    nodes    INTEGER NOT NULL,
    UNIQUE (project, scope)
) STRICT;
CREATE INDEX graph_owner_of_user ON graph_owner (project, user_id) WHERE user_id IS NOT NULL;
CREATE INDEX graph_owner_of_agent ON graph_owner (project, agent_id) WHERE agent_id IS NOT NULL;

-- Names. `norm` is the text in lower case with single spaces, `links` the number of memories, the
-- vector as in `encoding`.
CREATE TABLE graph_node (
    row_id     INTEGER PRIMARY KEY AUTOINCREMENT,
    project    BLOB    NOT NULL,
    id         BLOB    NOT NULL,
    owner      INTEGER NOT NULL REFERENCES graph_owner (row_id) ON DELETE CASCADE,
    text       TEXT    NOT NULL,
    norm       TEXT    NOT NULL,
    type       TEXT    NOT NULL,
    vector     BLOB    NOT NULL,
    first_seen INTEGER NOT NULL,
    last_seen  INTEGER NOT NULL,
    links      INTEGER NOT NULL,
    UNIQUE (project, id)
) STRICT;
CREATE INDEX graph_node_of_owner ON graph_node (owner, row_id);
CREATE INDEX graph_node_by_norm ON graph_node (project, norm);

-- Which memory mentions which node, and in which words.
CREATE TABLE graph_link (
    project BLOB    NOT NULL,
    memory  BLOB    NOT NULL,
    node    INTEGER NOT NULL REFERENCES graph_node (row_id) ON DELETE CASCADE,
    text    TEXT    NOT NULL,
    PRIMARY KEY (project, memory, node)
) STRICT, WITHOUT ROWID;
CREATE INDEX graph_link_to ON graph_link (node);
