-- What policy versions in shadow concluded beside the decision that counts. Never acted on; nothing here is about a
-- person: verdicts, categories and ids of rules.
CREATE TABLE shadow_verdict (
  log_index bigint NOT NULL,
  policy_digest text NOT NULL,
  verdict text NOT NULL,
  categories text[] NOT NULL,
  rules text[] NOT NULL,
  decided_rules text[] NOT NULL,
  degraded boolean NOT NULL,
  PRIMARY KEY (policy_digest, log_index)
);
