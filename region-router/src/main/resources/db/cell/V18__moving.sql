-- People who move from cell to cell (ADR 22). A departure is the old cell's half of a migration, an arrival the new one's;
-- both stay as its record. moved_id tells who holds the old id of something that moved, and nothing else.
ALTER TABLE idempotency ADD COLUMN sealed_key bytea;
CREATE INDEX idempotency_entry ON idempotency (log_index);

CREATE TABLE departure (
  migration_id text PRIMARY KEY,
  account_ref bytea NOT NULL,
  to_region text NOT NULL,
  home_epoch bigint NOT NULL,
  state text NOT NULL CHECK (state IN ('MOVING', 'LEFT', 'GONE', 'STAYED')),
  transfer_id text NOT NULL,
  reason text,
  started_at timestamptz NOT NULL,
  ended_at timestamptz,
  worker text,
  leased_until timestamptz,
  first_index bigint NOT NULL,
  last_index bigint NOT NULL,
  contents bigint NOT NULL DEFAULT 0,
  decisions bigint NOT NULL DEFAULT 0,
  keys bigint NOT NULL DEFAULT 0,
  media bigint NOT NULL DEFAULT 0,
  bytes bigint NOT NULL DEFAULT 0,
  digest bytea
);
CREATE UNIQUE INDEX departure_under_way ON departure (account_ref) WHERE state IN ('MOVING', 'LEFT');
CREATE INDEX departure_account ON departure (account_ref, started_at);

-- cursor: the last content index of the old cell that was copied. digest: over all that was copied so far, under the
-- person's new key.
CREATE TABLE arrival (
  migration_id text PRIMARY KEY,
  account_ref bytea NOT NULL,
  from_region text NOT NULL,
  home_epoch bigint NOT NULL,
  state text NOT NULL CHECK (state IN ('COPYING', 'VERIFIED', 'ARRIVED', 'WITHDRAWN')),
  known_before boolean NOT NULL,
  opened_at timestamptz NOT NULL,
  cursor bigint NOT NULL,
  digest bytea NOT NULL,
  contents bigint NOT NULL,
  decisions bigint NOT NULL,
  keys bigint NOT NULL,
  media bigint NOT NULL DEFAULT 0,
  bytes bigint NOT NULL DEFAULT 0,
  log_index bigint
);
CREATE INDEX arrival_account ON arrival (account_ref);

CREATE TABLE moved_id (
  id text PRIMARY KEY,
  region text NOT NULL
);
