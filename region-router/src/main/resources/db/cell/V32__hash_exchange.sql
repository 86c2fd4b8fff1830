-- What is fetched from other bodies' hash lists, and what is said back to them (ADR 41). An exchange belongs to one region.

-- checkpoint: where the next fetch begins; cursor: where the one that is under way goes on, empty when none is. Both as the
-- other side gave them. generation: of the fetch from the begin that is under way, or was the last.
CREATE TABLE hash_exchange (
  name text PRIMARY KEY,
  bank text NOT NULL,
  checkpoint text NOT NULL DEFAULT '',
  cursor text NOT NULL DEFAULT '',
  generation integer NOT NULL DEFAULT 1,
  fetched_at timestamptz,
  wait_until timestamptz,
  failed_at timestamptz,
  failure text,
  rows_fetched bigint NOT NULL DEFAULT 0,
  rows_refused bigint NOT NULL DEFAULT 0
);

-- What the other side says now: a hash stays in the bank as long as some row of its exchange has it.
CREATE TABLE hash_exchange_row (
  exchange text NOT NULL,
  remote_id text NOT NULL,
  hash bytea NOT NULL CHECK (octet_length(hash) = 32),
  remote_ref text NOT NULL,
  generation integer NOT NULL,
  PRIMARY KEY (exchange, remote_id, hash)
);
CREATE INDEX hash_exchange_row_hash ON hash_exchange_row (exchange, hash);

-- What people said of matches, and that it was said back: once.
CREATE TABLE hash_feedback (
  exchange text NOT NULL,
  match_id text NOT NULL,
  state text NOT NULL,
  said_back_at timestamptz NOT NULL,
  PRIMARY KEY (exchange, match_id)
);
CREATE INDEX hash_match_said ON hash_match (said_at) WHERE state <> 'OPEN';
