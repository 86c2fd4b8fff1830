-- Epochs never come again: whoever is erased and comes back gets a later one, so that nothing of before can be taken for
-- theirs. One number for all; it says nothing of anyone.
CREATE TABLE directory_epoch (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  next_epoch bigint NOT NULL CHECK (next_epoch >= 1)
);
INSERT INTO directory_epoch (next_epoch) VALUES (1);

-- Which erasures the directory has carried out, by their random ids: a restored directory lacks some, and does them again.
CREATE TABLE directory_erasure (
  erasure_id text PRIMARY KEY,
  erased_at timestamptz NOT NULL
);
