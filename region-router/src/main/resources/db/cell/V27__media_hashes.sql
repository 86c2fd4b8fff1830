-- What was seen in media, sealed under their owner's key: hashes are made from a picture, and tell a copy of it. Media without
-- a row of the newest version wait to be looked at. A migration carries no rows: the new home looks itself.
CREATE TABLE media_hash (
  media_id text PRIMARY KEY,
  version integer NOT NULL,
  sealed_hashes bytea NOT NULL,
  hashed_at timestamptz NOT NULL
);
ALTER TABLE media_hash ALTER COLUMN sealed_hashes SET STORAGE EXTERNAL;
