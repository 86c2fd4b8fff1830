-- Every wish to leave the cell, permitted or refused. Codes, counts and pseudonyms; nothing here is about a person whose
-- data it is. log_index is null only between counting and logging; a cell that is opened logs what was left.
CREATE TABLE crossing (
  transfer_id text PRIMARY KEY,
  at timestamptz NOT NULL,
  permitted boolean NOT NULL,
  facts text NOT NULL,
  log_index bigint
);
CREATE INDEX crossing_at ON crossing (at, transfer_id);
CREATE INDEX crossing_not_logged ON crossing (transfer_id) WHERE log_index IS NULL;

-- How many people's data left on a basis, by day of UTC.
CREATE TABLE crossing_volume (
  day date NOT NULL,
  cap_key text NOT NULL,
  subjects bigint NOT NULL CHECK (subjects >= 0),
  PRIMARY KEY (day, cap_key)
);
