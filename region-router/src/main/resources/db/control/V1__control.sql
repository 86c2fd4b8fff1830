-- What all cells of an installation share. Nothing but the directory is about people, and that under keyed digests.

CREATE TABLE directory_identity (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  digest_key_check bytea NOT NULL
);

CREATE TABLE directory (
  account_ref bytea PRIMARY KEY,
  region text NOT NULL,
  epoch bigint NOT NULL CHECK (epoch >= 1),
  claimed_at timestamptz NOT NULL DEFAULT now()
);

-- Owned by the service: only digests of keys are kept.
CREATE TABLE api_key (
  key_id text PRIMARY KEY,
  name text NOT NULL,
  role text NOT NULL,
  secret_hash bytea NOT NULL UNIQUE,
  created_at timestamptz NOT NULL,
  expires_at timestamptz,
  revoked_at timestamptz
);

CREATE TABLE policy_version (
  digest text PRIMARY KEY,
  version text NOT NULL,
  first_active_at timestamptz NOT NULL
);
