-- Webhooks and their deliveries.

-- Who is told of changes. `secret` and `former_secret` are sealed; the former one counts until
-- `former_until`. `since` is the mark after which changes are told; `failures` in a row began at
-- `failing_since`; `switched_off` tells why the server made it inactive.
CREATE TABLE webhook (
    row_id        INTEGER PRIMARY KEY,
    project       BLOB    NOT NULL,
    id            TEXT    NOT NULL UNIQUE,
    owner         TEXT    NOT NULL,
    name          TEXT    NOT NULL,
    url           TEXT    NOT NULL,
    events        TEXT    NOT NULL,
    context       INTEGER NOT NULL,
    secret        TEXT    NOT NULL,
    former_secret TEXT,
    former_until  INTEGER,
    active        INTEGER NOT NULL,
    since         INTEGER NOT NULL,
    failures      INTEGER NOT NULL,
    failing_since INTEGER,
    switched_off  TEXT,
    created       INTEGER NOT NULL,
    updated       INTEGER NOT NULL
) STRICT;
CREATE INDEX webhook_of_project ON webhook (project, row_id);
CREATE INDEX webhook_listening ON webhook (since) WHERE active = 1;

-- Notices for single webhooks: the queue, and for a while the log. Memory to `at` are what is told,
-- null once blanked; `forgets` blanks them when the delivery ends. A pending delivery may be tried
-- from `ready` on: that is `due`, or the end of the lease while somebody holds one.
CREATE TABLE webhook_delivery (
    row_id     INTEGER PRIMARY KEY AUTOINCREMENT,
    project    BLOB    NOT NULL,
    webhook    TEXT    NOT NULL,
    id         BLOB    NOT NULL UNIQUE,
    event      TEXT    NOT NULL,
    memory     BLOB,
    text       TEXT,
    categories TEXT,
    user_id    TEXT,
    agent_id   TEXT,
    app_id     TEXT,
    run_id     TEXT,
    at         INTEGER,
    created    INTEGER NOT NULL,
    status     TEXT    NOT NULL,
    due        INTEGER,
    ready      INTEGER,
    token      TEXT,
    forgets    INTEGER NOT NULL,
    attempts   TEXT    NOT NULL
) STRICT;
CREATE INDEX webhook_delivery_log ON webhook_delivery (project, webhook, row_id);
CREATE INDEX webhook_delivery_ready ON webhook_delivery (webhook, ready, row_id)
    WHERE ready IS NOT NULL;
CREATE INDEX webhook_delivery_held ON webhook_delivery (webhook, ready) WHERE token IS NOT NULL;
CREATE INDEX webhook_delivery_of_memory ON webhook_delivery (project, memory)
    WHERE memory IS NOT NULL;
CREATE INDEX webhook_delivery_by_creation ON webhook_delivery (created);

-- How far the change log was turned into deliveries; no row yet means nothing of it.
CREATE TABLE webhook_mark (
    row_id INTEGER PRIMARY KEY CHECK (row_id = 1),
    mark   INTEGER NOT NULL
) STRICT;
