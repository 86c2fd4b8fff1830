-- Whose keys share idempotency keys and content ids: a key may be replaced, its client goes on. The roles of a key
-- stand in one column, separated by spaces.
ALTER TABLE api_key ADD COLUMN client text NOT NULL DEFAULT '';
