-- The life of policies. Versions are named by digest and never change; their files are kept once by their own digest.
-- People are named by the ids of their API keys and by nothing else.

-- Made by the first migration and never written to.
DROP TABLE policy_version;

CREATE TABLE policy_blob (
  sha256 text PRIMARY KEY,
  bytes bytea NOT NULL
);

CREATE TABLE policy_version (
  digest text PRIMARY KEY,
  version text NOT NULL,
  stage text NOT NULL CHECK (stage IN ('draft', 'shadow', 'canary', 'active', 'retired')),
  percent integer CHECK (percent BETWEEN 1 AND 99),
  rules integer NOT NULL,
  created_at timestamptz NOT NULL,
  created_by text NOT NULL,
  staged_at timestamptz NOT NULL,
  was_active boolean NOT NULL DEFAULT false,
  CHECK ((stage = 'canary') = (percent IS NOT NULL))
);
CREATE UNIQUE INDEX policy_one_active ON policy_version (stage) WHERE stage = 'active';
CREATE UNIQUE INDEX policy_one_canary ON policy_version (stage) WHERE stage = 'canary';

CREATE TABLE policy_file (
  digest text NOT NULL REFERENCES policy_version,
  path text NOT NULL,
  sha256 text NOT NULL REFERENCES policy_blob,
  size_bytes bigint NOT NULL,
  PRIMARY KEY (digest, path)
);

-- Everyone whose hand is in a version: none of them may be its second person.
CREATE TABLE policy_author (
  digest text NOT NULL REFERENCES policy_version,
  key_id text NOT NULL,
  PRIMARY KEY (digest, key_id)
);

CREATE TABLE policy_approval (
  digest text NOT NULL REFERENCES policy_version,
  key_id text NOT NULL,
  approved_at timestamptz NOT NULL,
  PRIMARY KEY (digest, key_id)
);

-- What happened, in order. Cells copy it into their logs (without the reason, which people write).
CREATE TABLE policy_event (
  event_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind text NOT NULL,
  digest text NOT NULL,
  rule_id text,
  percent integer,
  replaced_digest text,
  by_key text NOT NULL,
  reason text NOT NULL,
  alert boolean NOT NULL,
  at timestamptz NOT NULL
);
CREATE INDEX policy_event_digest ON policy_event (digest, event_id);
CREATE INDEX policy_event_alert ON policy_event (event_id) WHERE alert;

CREATE TABLE policy_event_logged (
  region text PRIMARY KEY,
  event_id bigint NOT NULL
);

-- One row: nodes look at its revision to learn that something changed, changes hold its lock.
CREATE TABLE policy_state (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  revision bigint NOT NULL,
  published boolean NOT NULL
);
INSERT INTO policy_state (revision, published) VALUES (0, false);

CREATE TABLE policy_draft (
  name text PRIMARY KEY,
  base_digest text,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL
);

CREATE TABLE policy_draft_file (
  name text NOT NULL REFERENCES policy_draft ON DELETE CASCADE,
  path text NOT NULL,
  sha256 text NOT NULL REFERENCES policy_blob,
  size_bytes bigint NOT NULL,
  PRIMARY KEY (name, path)
);

CREATE TABLE policy_draft_author (
  name text NOT NULL REFERENCES policy_draft ON DELETE CASCADE,
  key_id text NOT NULL,
  PRIMARY KEY (name, key_id)
);

-- Rules held back for now. A row that is lifted stays, so that counting begins anew from there.
CREATE TABLE policy_override (
  digest text NOT NULL REFERENCES policy_version,
  rule_id text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('shadow', 'review_only')),
  reason text NOT NULL,
  since timestamptz NOT NULL,
  until timestamptz,
  lifted_at timestamptz,
  PRIMARY KEY (digest, rule_id, kind)
);

-- How often rules match, by minute, all nodes together; the rule '' counts the contents judged.
CREATE TABLE policy_count (
  digest text NOT NULL,
  rule_id text NOT NULL,
  minute timestamptz NOT NULL,
  matched bigint NOT NULL,
  restricted bigint NOT NULL,
  PRIMARY KEY (digest, rule_id, minute)
);
CREATE INDEX policy_count_minute ON policy_count (minute);

CREATE TABLE node_report (
  node_id text PRIMARY KEY,
  revision bigint NOT NULL,
  active_digest text NOT NULL,
  canary_digest text,
  shadow_digests text[] NOT NULL,
  fault text,
  switched_at timestamptz NOT NULL,
  reported_at timestamptz NOT NULL
);
