-- Media seen before a hash came, banks that go, frames of known videos, and how far nodes have followed (ADR 40).

-- Numbers what was seen: a job goes through it in parts.
ALTER TABLE media_hash ADD COLUMN seen_number bigint GENERATED ALWAYS AS IDENTITY;
CREATE UNIQUE INDEX media_hash_seen ON media_hash (seen_number);

-- matched_entry, matched_at: up to which entry, and when, media seen before were asked about. changed_index: of the log entry
-- since which the bank may match more: what was asked before it does not count. leaving: matches nothing, its entries go.
ALTER TABLE hash_bank
  ADD COLUMN matched_entry bigint NOT NULL DEFAULT 0,
  ADD COLUMN matched_at timestamptz,
  ADD COLUMN changed_index bigint NOT NULL DEFAULT -1,
  ADD COLUMN leaving boolean NOT NULL DEFAULT false;

CREATE INDEX hash_entry_quarantined ON hash_entry (quarantined_at) WHERE quarantined_at IS NOT NULL;
CREATE INDEX hash_entry_disabled ON hash_entry (disable_until) WHERE disable_until IS NOT NULL;

-- Which hashes of a bank are frames of which known video; a frame may be in several.
CREATE TABLE hash_video (
  bank text NOT NULL,
  video text NOT NULL,
  entry_id bigint NOT NULL REFERENCES hash_entry (entry_id) ON DELETE CASCADE,
  PRIMARY KEY (bank, video, entry_id)
);
CREATE INDEX hash_video_entry ON hash_video (entry_id);

-- From which position on a node needs the changes, as of its last word; and up to where they are gone.
CREATE TABLE hash_follower (
  node text PRIMARY KEY,
  position bigint NOT NULL,
  seen_at timestamptz NOT NULL
);
CREATE TABLE hash_cut (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  position bigint NOT NULL
);
INSERT INTO hash_cut (position) VALUES (0);
