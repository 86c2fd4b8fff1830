-- Media that nobody has looked at yet: how urgent they are, and how much work. A row goes when the media were looked at, so the
-- sum of work is the length of the region's queue, whichever process decodes. Media without a row and without hashes wait too
-- (they came by a migration, or another version looked at them), after all others.
CREATE TABLE media_waiting (
  media_id text PRIMARY KEY,
  urgency smallint NOT NULL,
  work_millis integer NOT NULL CHECK (work_millis >= 0),
  since timestamptz NOT NULL
);
CREATE INDEX media_waiting_order ON media_waiting (urgency DESC, since);

-- Each consumer of effects asks for its own kinds.
CREATE INDEX outbox_kind ON outbox (kind, due_at);

-- Media that come in parts, sealed as they come. A part is an object of the region's store, durable before its row. When all are
-- there they become one medium, under the id that was chosen at the beginning, so that a repeat makes no second one.
CREATE TABLE media_upload (
  upload_id text PRIMARY KEY,
  account_ref bytea NOT NULL,
  client text NOT NULL,
  state text NOT NULL CHECK (state IN ('OPEN', 'STORED', 'FAILED')),
  size_bytes bigint NOT NULL CHECK (size_bytes > 0),
  received_bytes bigint NOT NULL CHECK (received_bytes BETWEEN 0 AND size_bytes),
  media_id text NOT NULL,
  sealed_description bytea NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX media_upload_expiry ON media_upload (expires_at);
CREATE INDEX media_upload_owner ON media_upload (account_ref);
CREATE TABLE media_upload_part (
  upload_id text NOT NULL,
  start_byte bigint NOT NULL,
  size_bytes integer NOT NULL,
  object_key text NOT NULL,
  account_ref bytea NOT NULL,
  PRIMARY KEY (upload_id, start_byte)
);
CREATE INDEX media_upload_part_owner ON media_upload_part (account_ref);
CREATE INDEX media_upload_part_object ON media_upload_part (object_key COLLATE "C");
