-- What decisions noted about an author (labels, strikes), in one sealed value: it is read and written as a whole, and
-- goes with the person's key.
CREATE TABLE account_notes (
  account_ref bytea PRIMARY KEY,
  sealed_notes bytea NOT NULL
);
ALTER TABLE account_notes ALTER COLUMN sealed_notes SET STORAGE EXTERNAL;
