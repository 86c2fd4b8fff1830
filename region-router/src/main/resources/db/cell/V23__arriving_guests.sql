-- Who moves to a cell that held content of theirs as a guest: what the guest was is put aside until the person arrives, or is
-- a guest again. Contents from first_index on came with the person.
CREATE TABLE guest_before (
  account_ref bytea PRIMARY KEY,
  migration_id text NOT NULL,
  home_epoch bigint NOT NULL,
  guest_of text NOT NULL,
  sealed_profile bytea,
  created_at timestamptz NOT NULL,
  first_index bigint NOT NULL,
  sealed_marks bytea
);

ALTER TABLE arrival ADD COLUMN was_guest boolean NOT NULL DEFAULT false;
