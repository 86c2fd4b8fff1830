-- How long looking really takes (ADR 79). What a file says of itself tells how much there is to decode, not how busy the machine
-- is, nor how much there is to read: so the last looks are remembered, pictures and videos apart, and what waits is counted by them.
CREATE TABLE media_pace (
  picture boolean PRIMARY KEY,
  expected_millis double precision NOT NULL CHECK (expected_millis > 0),
  took_millis double precision NOT NULL CHECK (took_millis >= 0)
);
ALTER TABLE media_waiting ADD COLUMN picture boolean NOT NULL DEFAULT false;
ALTER TABLE media_look ADD COLUMN since timestamptz NOT NULL DEFAULT now();

-- When a person said last that an entry is right: only matches after it make the next flood.
ALTER TABLE hash_entry ADD COLUMN confirmed_at timestamptz;
