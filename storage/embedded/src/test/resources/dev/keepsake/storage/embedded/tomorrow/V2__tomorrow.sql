-- A migration that is yet to come.
CREATE TABLE tomorrow (what TEXT NOT NULL) STRICT;
INSERT INTO tomorrow SELECT text FROM memory;
