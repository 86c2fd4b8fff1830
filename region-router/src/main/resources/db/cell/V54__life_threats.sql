-- That an authority was told of a threat to life (DSA Art. 18; Regulation (EU) 2021/784 Art. 14(5)): what was told is sealed under a key of the
-- record's own; about which decisions, to a body of which country, and when is what is counted.
CREATE TABLE life_threat (
  threat_id text PRIMARY KEY,
  threat_ref bytea NOT NULL UNIQUE,
  body_ref bytea NOT NULL,
  client text NOT NULL,
  basis text NOT NULL CHECK (basis IN ('DSA_18', 'TCO_14_5')),
  decisions text[] NOT NULL,
  member_state text NOT NULL,
  aware_at timestamptz,
  told_at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL,
  told_by text NOT NULL,
  key_id text NOT NULL,
  wrapped_key bytea NOT NULL,
  sealed_text bytea NOT NULL,
  log_index bigint NOT NULL
);
CREATE INDEX life_threat_told ON life_threat (told_at, threat_id);
