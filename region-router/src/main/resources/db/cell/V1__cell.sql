-- A region's cell. Plain columns are for what reports count and for random ids; whatever is about a person is sealed
-- under the person's key (bytea "sealed_..."), or a digest keyed by the cell ("..._ref").
--
-- Whoever inserts, or changes an account's epoch or state, holds the row lock of log_head: writes of a cell happen one
-- transaction after the other, on any number of nodes. So foreign keys, which would cost a lock per row, are left out.

CREATE TABLE cell_identity (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  region text NOT NULL,
  digest_key_check bytea NOT NULL
);

CREATE TABLE account (
  account_ref bytea PRIMARY KEY,
  home_epoch bigint NOT NULL CHECK (home_epoch >= 1),
  state text NOT NULL CHECK (state IN ('ACTIVE', 'MOVING', 'MOVED', 'ERASED')),
  key_id text,
  wrapped_key bytea,
  sealed_profile bytea,
  created_at timestamptz NOT NULL,
  CHECK ((state IN ('ACTIVE', 'MOVING')) = (wrapped_key IS NOT NULL))
);

-- content_index: log index of the content's first decision. standing_index: of the decision that stands.
CREATE TABLE content (
  content_index bigint PRIMARY KEY,
  content_ref bytea NOT NULL UNIQUE,
  screening_id text NOT NULL UNIQUE,
  account_ref bytea NOT NULL,
  client text NOT NULL,
  standing_index bigint NOT NULL,
  sealed_name bytea,
  sealed_content bytea
);

CREATE TABLE decision (
  log_index bigint PRIMARY KEY,
  decision_id text NOT NULL UNIQUE,
  content_index bigint NOT NULL,
  supersedes_index bigint,
  surface text NOT NULL,
  verdict text NOT NULL,
  categories text[] NOT NULL,
  language text NOT NULL,
  policy_digest text NOT NULL,
  degraded boolean NOT NULL,
  decided_at timestamptz NOT NULL,
  sealed_record bytea,
  sealed_answer bytea
);
CREATE INDEX decision_supersedes ON decision (supersedes_index) WHERE supersedes_index IS NOT NULL;

CREATE TABLE idempotency (
  key_ref bytea PRIMARY KEY,
  body_ref bytea NOT NULL,
  log_index bigint NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX idempotency_expiry ON idempotency (expires_at);

CREATE TABLE media (
  media_id text PRIMARY KEY,
  account_ref bytea NOT NULL,
  digest_ref bytea NOT NULL,
  object_key text NOT NULL,
  size_bytes bigint NOT NULL CHECK (size_bytes >= 0),
  sealed_digest bytea,
  sealed_description bytea,
  stored_at timestamptz NOT NULL
);
CREATE INDEX media_digest ON media (digest_ref, stored_at);

CREATE TABLE content_media (
  content_index bigint NOT NULL,
  media_id text NOT NULL,
  PRIMARY KEY (content_index, media_id)
);
CREATE INDEX content_media_media ON content_media (media_id);

-- Effects to carry out; a row goes when its effect is done.
CREATE TABLE outbox (
  log_index bigint NOT NULL,
  n integer NOT NULL,
  kind text NOT NULL,
  sealed_payload bytea NOT NULL,
  due_at timestamptz NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  PRIMARY KEY (log_index, n)
);
CREATE INDEX outbox_due ON outbox (due_at);

-- The region's log: head, entries, entries that are no decisions, tiles (C2SP tlog-tiles), signed checkpoints.
CREATE TABLE log_head (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  next_index bigint NOT NULL
);
INSERT INTO log_head (next_index) VALUES (0);

CREATE TABLE log_entry (
  log_index bigint PRIMARY KEY,
  entry bytea NOT NULL
);

CREATE TABLE log_event (
  event_id text PRIMARY KEY,
  log_index bigint NOT NULL UNIQUE
);

CREATE TABLE log_tile (
  level smallint NOT NULL,
  n bigint NOT NULL,
  hashes bytea NOT NULL,
  PRIMARY KEY (level, n)
);

CREATE TABLE checkpoint (
  size bigint PRIMARY KEY,
  note bytea NOT NULL,
  signed_at timestamptz NOT NULL
);

-- Sealed bytes do not compress; trying would only cost. Rows up to a page stay in one piece.
ALTER TABLE content ALTER COLUMN sealed_content SET STORAGE EXTERNAL;
ALTER TABLE content SET (toast_tuple_target = 8160);
ALTER TABLE decision ALTER COLUMN sealed_record SET STORAGE EXTERNAL, ALTER COLUMN sealed_answer SET STORAGE EXTERNAL;
ALTER TABLE decision SET (toast_tuple_target = 8160);
ALTER TABLE outbox ALTER COLUMN sealed_payload SET STORAGE EXTERNAL;
ALTER TABLE account ALTER COLUMN sealed_profile SET STORAGE EXTERNAL;
ALTER TABLE log_tile ALTER COLUMN hashes SET STORAGE EXTERNAL;
