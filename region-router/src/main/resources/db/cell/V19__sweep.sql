-- What the sweep goes by, what it found, and what the region attested (ADR 23).
CREATE INDEX media_object ON media (object_key COLLATE "C");

-- A case stays when it is closed. Candidate breaches must be reported within 72 hours of becoming known (GDPR Art. 33).
CREATE TABLE misplacement (
  case_id text PRIMARY KEY,
  kind text NOT NULL,
  what text NOT NULL,
  account_ref bytea,
  candidate_breach boolean NOT NULL,
  state text NOT NULL CHECK (state IN ('OPEN', 'REPAIRED', 'GONE')),
  first_seen timestamptz NOT NULL,
  last_seen timestamptz NOT NULL,
  log_index bigint NOT NULL
);
CREATE INDEX misplacement_state ON misplacement (state, first_seen);

CREATE TABLE attestation (
  at timestamptz PRIMARY KEY,
  note bytea NOT NULL
);
