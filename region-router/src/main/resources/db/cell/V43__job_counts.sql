-- Which run of a job opened a case, and which ended it: a run that was interrupted counts what it did from here, not from its memory.
ALTER TABLE misplacement ADD COLUMN opened_run text, ADD COLUMN ended_run text;
CREATE INDEX misplacement_ended ON misplacement (ended_run) WHERE ended_run IS NOT NULL;

-- Beside rows_fetched, for the same reason: the page, what it changed and these are one transaction.
ALTER TABLE hash_exchange
  ADD COLUMN rows_added bigint NOT NULL DEFAULT 0,
  ADD COLUMN rows_removed bigint NOT NULL DEFAULT 0;
