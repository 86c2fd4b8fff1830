-- Conversations under several laws, and where they are placed from when on. References are digests keyed by this cell.
CREATE TABLE conversation (
  conversation_ref bytea PRIMARY KEY,
  rule text NOT NULL,
  region text NOT NULL,
  since timestamptz NOT NULL
);

-- Copies for other members, of contents whose authors are at home elsewhere, under the guest's key. screening_id is the
-- original's and names its region.
CREATE TABLE content_copy (
  screening_id text PRIMARY KEY,
  account_ref bytea NOT NULL,
  home_region text NOT NULL,
  reason text NOT NULL,
  transfer_id text NOT NULL,
  stored_at timestamptz NOT NULL,
  sealed_content bytea
);
CREATE INDEX content_copy_account ON content_copy (account_ref, screening_id);

-- Copies that contents of this cell have elsewhere, or are owed as long as stored_at is null.
CREATE TABLE copy_owed (
  content_index bigint NOT NULL,
  region text NOT NULL,
  transfer_id text NOT NULL,
  stored_at timestamptz,
  PRIMARY KEY (content_index, region)
);
CREATE INDEX copy_owed_open ON copy_owed (content_index) WHERE stored_at IS NULL;
