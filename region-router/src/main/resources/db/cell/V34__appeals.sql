-- Complaints about decisions (DSA Art. 20) and disputes before certified bodies (Art. 21). What an author wrote lies with their notes, under
-- their own key, and moves and goes with them; what a notifier wrote is sealed under the appeal's.
CREATE TABLE appeal (
  appeal_id text PRIMARY KEY,
  appeal_ref bytea NOT NULL UNIQUE,
  body_ref bytea NOT NULL,
  client text NOT NULL,
  decision_id text NOT NULL,
  case_id text NOT NULL,
  appellant text NOT NULL CHECK (appellant IN ('author', 'notifier')),
  notice_id text,
  received_at timestamptz NOT NULL,
  key_id text,
  wrapped_key bytea,
  sealed_reason bytea,
  outcome text CHECK (outcome IN ('upheld', 'partially_reversed', 'reversed', 'omitted')),
  outcome_decision_id text,
  unfounded boolean,
  decided_at timestamptz,
  log_index bigint NOT NULL,
  CHECK ((appellant = 'notifier') = (notice_id IS NOT NULL)),
  CHECK ((wrapped_key IS NULL) = (sealed_reason IS NULL))
);
CREATE INDEX appeal_received ON appeal (received_at, appeal_id);
CREATE INDEX appeal_case ON appeal (case_id);
CREATE INDEX appeal_decision ON appeal (decision_id);

CREATE TABLE dispute (
  dispute_id text PRIMARY KEY,
  dispute_ref bytea NOT NULL UNIQUE,
  decision_id text NOT NULL,
  body text NOT NULL,
  appellant text NOT NULL CHECK (appellant IN ('author', 'notifier')),
  received_at timestamptz NOT NULL,
  outcome text CHECK (outcome IN ('upheld', 'partially_reversed', 'reversed', 'omitted')),
  decided_at timestamptz,
  implemented boolean,
  implemented_decision_id text,
  log_index bigint NOT NULL
);
CREATE INDEX dispute_received ON dispute (received_at, dispute_id);
