-- An account that is being erased keeps its key until the last, so that work that was cut short can go on.
ALTER TABLE account DROP CONSTRAINT IF EXISTS account_state_check;
ALTER TABLE account DROP CONSTRAINT IF EXISTS account_check;
ALTER TABLE account ADD CONSTRAINT account_state_check
  CHECK (state IN ('ACTIVE', 'GUEST', 'MOVING', 'ERASING', 'MOVED', 'ERASED'));
ALTER TABLE account ADD CONSTRAINT account_check CHECK ((state IN ('MOVED', 'ERASED')) = (wrapped_key IS NULL));

-- All of one person, in order: what erasure, export and migration ask for.
CREATE INDEX content_account ON content (account_ref, content_index);
CREATE INDEX media_account ON media (account_ref, media_id);

-- Who was erased here, as keyed digests that say nothing outside the cell. A write that was under way when its author was
-- erased is refused by it, and a backup from before cannot bring anyone back. Rows go when no backup is that old.
CREATE TABLE erased_account (
  erasure_id text PRIMARY KEY,
  erased_ref bytea NOT NULL,
  home_epoch bigint NOT NULL CHECK (home_epoch >= 1),
  erased_at timestamptz NOT NULL
);
CREATE INDEX erased_account_ref ON erased_account (erased_ref);
