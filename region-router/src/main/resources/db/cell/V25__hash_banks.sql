-- Known hashes of a region, and what was said about their matches (ADR 34). Hash lists may be bound to a region: so are these.
CREATE TABLE hash_bank (
  name text PRIMARY KEY,
  owner text NOT NULL,
  category text NOT NULL,
  severity smallint NOT NULL CHECK (severity BETWEEN 0 AND 10),
  legal_basis text NOT NULL,
  notes text NOT NULL,
  negative boolean NOT NULL,
  enable_ratio double precision NOT NULL CHECK (enable_ratio BETWEEN 0 AND 1),
  disable_until timestamptz,
  distance smallint NOT NULL CHECK (distance BETWEEN 0 AND 31),
  quality smallint NOT NULL CHECK (quality BETWEEN 0 AND 100)
);

CREATE TABLE hash_entry (
  entry_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  bank text NOT NULL REFERENCES hash_bank (name),
  hash bytea NOT NULL CHECK (octet_length(hash) = 32),
  quality smallint NOT NULL CHECK (quality BETWEEN 0 AND 100),
  provenance text NOT NULL,
  notes text NOT NULL,
  disable_until timestamptz,
  quarantined_at timestamptz,
  disputed boolean NOT NULL DEFAULT false,
  added_at timestamptz NOT NULL,
  added_by text NOT NULL,
  UNIQUE (bank, hash)
);

-- What nodes follow. Positions commit in order, since every writer holds the log's head.
CREATE TABLE hash_change (
  position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  entry_id bigint NOT NULL,
  hash bytea NOT NULL,
  present boolean NOT NULL
);

-- A match that was answered: never whose media it was.
CREATE TABLE hash_match (
  match_id text PRIMARY KEY,
  entry_id bigint NOT NULL,
  distance smallint NOT NULL,
  at timestamptz NOT NULL,
  state text NOT NULL CHECK (state IN ('OPEN', 'CONFIRMED', 'DISPUTED')),
  said_by text,
  said_at timestamptz
);
CREATE INDEX hash_match_entry ON hash_match (entry_id, at);
