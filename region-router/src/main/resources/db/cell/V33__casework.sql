-- What people report and what people decide (DSA Art. 16, 17; ADR 43). Plain here are random ids, codes, times and pseudonyms of staff: what
-- reports count. What a notifier said and who they are is sealed under a key of the notice's own, because a notifier need have no account.

-- A decision that waits for a person. It names decisions, not contents: those may move, be edited, or be erased.
CREATE TABLE review_case (
  case_id text PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('REVIEW', 'NOTICE', 'APPEAL')),
  state text NOT NULL CHECK (state IN ('OPEN', 'DECIDING', 'RESOLVED', 'SUPERSEDED', 'GONE')),
  decision_id text NOT NULL,
  appeal_id text,
  surface text NOT NULL,
  categories text[] NOT NULL,
  language text NOT NULL,
  priority smallint NOT NULL CHECK (priority BETWEEN 0 AND 100),
  opened_at timestamptz NOT NULL,
  barred text[] NOT NULL DEFAULT '{}',
  leased_by text,
  leased_until timestamptz,
  outcome text,
  new_decision_id text,
  person text,
  person_language text,
  person_country text,
  employment text,
  unfounded boolean,
  facts text,
  body_ref bytea,
  key_id text,
  wrapped_key bytea,
  sealed_reasons bytea,
  resolved_at timestamptz,
  CHECK ((state IN ('DECIDING', 'RESOLVED')) = (outcome IS NOT NULL))
);
CREATE INDEX review_case_open ON review_case (priority, opened_at, case_id) WHERE state = 'OPEN';
CREATE INDEX review_case_opened ON review_case (opened_at, case_id);
CREATE INDEX review_case_decision ON review_case (decision_id);
CREATE INDEX review_case_made ON review_case (new_decision_id) WHERE new_decision_id IS NOT NULL;
CREATE INDEX review_case_deciding ON review_case (resolved_at) WHERE state = 'DECIDING';
CREATE INDEX review_case_resolved ON review_case (resolved_at, case_id) WHERE state = 'RESOLVED';

-- What waited when this came: every review verdict that stands.
INSERT INTO review_case (case_id, kind, state, decision_id, surface, categories, language, priority, opened_at)
SELECT i.region || '.c.' || split_part(d.decision_id, '.', 3), 'REVIEW', 'OPEN', d.decision_id, d.surface, d.categories,
  d.language, 50, d.decided_at
FROM content c JOIN decision d ON d.log_index = c.standing_index CROSS JOIN cell_identity i
WHERE d.verdict = 'review' AND c.sealed_content IS NOT NULL
ON CONFLICT DO NOTHING;

-- leads: whether reports count it; a notice about contents of several regions has a part in each, and one of them leads.
CREATE TABLE notice (
  notice_id text PRIMARY KEY,
  notice_ref bytea NOT NULL UNIQUE,
  body_ref bytea NOT NULL,
  client text NOT NULL,
  leads boolean NOT NULL,
  received_at timestamptz NOT NULL,
  category text NOT NULL,
  keywords text[] NOT NULL,
  trusted_flagger text,
  is_named boolean NOT NULL,
  notifier_ref bytea,
  key_id text,
  wrapped_key bytea,
  sealed_notifier bytea,
  sealed_text bytea,
  erased_at timestamptz,
  log_index bigint NOT NULL,
  CHECK ((erased_at IS NULL) = (wrapped_key IS NOT NULL))
);
CREATE INDEX notice_received ON notice (received_at, notice_id);
CREATE INDEX notice_notifier ON notice (notifier_ref) WHERE notifier_ref IS NOT NULL;

-- decision_id: what stood when the notice came. Each item has an outcome of its own.
CREATE TABLE notice_item (
  notice_id text NOT NULL,
  n integer NOT NULL,
  decision_id text NOT NULL,
  case_id text NOT NULL,
  outcome text,
  outcome_decision_id text,
  unfounded boolean,
  decided_at timestamptz,
  PRIMARY KEY (notice_id, n)
);
CREATE INDEX notice_item_case ON notice_item (case_id);
CREATE INDEX notice_item_outcome ON notice_item (outcome_decision_id) WHERE outcome_decision_id IS NOT NULL;

-- Who has to be told what became of something. Ids only: what is told is read where it is kept. A row goes when it was delivered.
CREATE TABLE case_message (
  record_id text NOT NULL,
  n integer NOT NULL,
  kind text NOT NULL,
  due_at timestamptz NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  PRIMARY KEY (record_id, n, kind)
);
CREATE INDEX case_message_due ON case_message (due_at);

ALTER TABLE notice ALTER COLUMN sealed_text SET STORAGE EXTERNAL;
