-- What was said long ago lies in segments of the object store (ADR 45). A content that lies there has no sealed bytes in its
-- rows: it says in which segment, where, and with which salts its parts open beside the person's key. A salt that is gone
-- is a part that is gone.
CREATE TABLE archive_segment (
  segment bigint PRIMARY KEY,
  object_key text NOT NULL UNIQUE,
  run text NOT NULL,
  state text NOT NULL CHECK (state IN ('WRITING', 'WRITTEN')),
  contents integer NOT NULL DEFAULT 0,
  decisions integer NOT NULL DEFAULT 0,
  size_bytes bigint NOT NULL DEFAULT 0,
  row_bytes bigint NOT NULL DEFAULT 0,
  first_index bigint,
  last_index bigint,
  sha256 text,
  begun_at timestamptz NOT NULL
);
CREATE INDEX archive_segment_run ON archive_segment (run);
CREATE INDEX archive_segment_object ON archive_segment (object_key COLLATE "C");

ALTER TABLE content ADD COLUMN archive_segment bigint;
ALTER TABLE content ADD COLUMN archive_offset bigint;
ALTER TABLE content ADD COLUMN archive_content_length integer;
ALTER TABLE content ADD COLUMN archive_decision_length integer;
ALTER TABLE content ADD COLUMN archive_content_salt bytea;
ALTER TABLE content ADD COLUMN archive_decision_salt bytea;
