-- Guests: people who are at home in another cell, and of whom a placement put content here (ADR 16). A guest's row has a
-- key of its own and no profile. guests: the regions that hold, or were about to hold, guests of a person at home here.
ALTER TABLE account
  DROP CONSTRAINT account_state_check,
  DROP CONSTRAINT account_check,
  ADD CONSTRAINT account_state_check CHECK (state IN ('ACTIVE', 'MOVING', 'MOVED', 'ERASED', 'GUEST')),
  ADD CONSTRAINT account_check CHECK ((state IN ('ACTIVE', 'MOVING', 'GUEST')) = (wrapped_key IS NOT NULL)),
  ADD COLUMN guest_of text,
  ADD COLUMN guests text[] NOT NULL DEFAULT '{}',
  ADD CONSTRAINT account_guest_check CHECK (state <> 'GUEST' OR guest_of IS NOT NULL);

-- Why a content lies outside its author's home: the rule that put it here and the transfer it came by.
CREATE TABLE placed_content (
  content_index bigint PRIMARY KEY,
  home_region text NOT NULL,
  reason text NOT NULL,
  transfer_id text NOT NULL
);
CREATE INDEX placed_content_reason ON placed_content (reason, content_index);
