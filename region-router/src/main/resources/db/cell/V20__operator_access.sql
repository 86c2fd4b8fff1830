-- Reads of personal data by operators, and what else leaves by another book than a transfer, stand beside the crossings.
ALTER TABLE crossing ADD COLUMN kind text NOT NULL DEFAULT 'transfer';
CREATE INDEX crossing_kind_at ON crossing (kind, at, transfer_id);

-- Leave to read from outside of the zone, for some hours, approved by a second person. Keys are named, people are not:
-- the reason is sealed under the region's key, an account is its keyed digest.
CREATE TABLE access_grant (
  grant_id text PRIMARY KEY,
  for_key text NOT NULL,
  purpose text NOT NULL,
  data text[] NOT NULL,
  account_ref bytea,
  record_id text,
  basis text NOT NULL,
  sealed_reason bytea NOT NULL,
  most_subjects bigint NOT NULL CHECK (most_subjects >= 1),
  requested_at timestamptz NOT NULL,
  until timestamptz NOT NULL,
  approved_by text,
  approved_at timestamptz,
  revoked_by text,
  revoked_at timestamptz,
  CHECK (approved_by IS NULL OR approved_by <> for_key)
);
CREATE INDEX access_grant_key ON access_grant (for_key, until);

-- Notes have topics of several features by now; the names are the enum's.
ALTER TABLE account_notes DROP CONSTRAINT IF EXISTS account_notes_topic_check;
ALTER TABLE account_notes ADD CONSTRAINT account_notes_topic_form CHECK (topic ~ '^[A-Z][A-Z_]{1,39}$');
