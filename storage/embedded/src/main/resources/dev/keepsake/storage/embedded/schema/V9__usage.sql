-- What projects spend on language models: one row for each day (of UTC), operation and model, added
-- up. Only counts, no text. `cost` is in billionths of whatever the operator's prices are in; null
-- while no price was known.
CREATE TABLE usage (
    project       BLOB    NOT NULL,
    day           INTEGER NOT NULL,
    operation     TEXT    NOT NULL,
    model         TEXT    NOT NULL,
    calls         INTEGER NOT NULL,
    input_tokens  INTEGER NOT NULL,
    output_tokens INTEGER NOT NULL,
    cost          INTEGER,
    PRIMARY KEY (project, day, operation, model)
) STRICT, WITHOUT ROWID;
