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
