-- What people asked for (erasure, access, ...), and how far it is. account_ref goes when it is done.
CREATE TABLE person_request (
  request_id text PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('ERASURE', 'ACCESS', 'RECTIFICATION', 'RESTRICTION', 'OBJECTION')),
  state text NOT NULL CHECK (state IN ('RUNNING', 'HELD', 'DONE', 'REFUSED')),
  account_ref bytea,
  home_epoch bigint NOT NULL,
  step text,
  progress text NOT NULL DEFAULT '{}',
  received_at timestamptz NOT NULL,
  due_on date NOT NULL,
  extended_because text,
  asked_by text NOT NULL,
  ended_at timestamptz,
  log_index bigint,
  certificate text
);
CREATE UNIQUE INDEX person_request_erasing ON person_request (account_ref)
  WHERE kind = 'ERASURE' AND state IN ('RUNNING', 'HELD');
CREATE INDEX person_request_account ON person_request (account_ref) WHERE account_ref IS NOT NULL;
CREATE INDEX person_request_open ON person_request (due_on) WHERE state IN ('RUNNING', 'HELD');

-- What forbids, for a while, that a person's data are erased. The reference is sealed under the person's key.
CREATE TABLE legal_hold (
  hold_id text PRIMARY KEY,
  account_ref bytea NOT NULL,
  basis text NOT NULL,
  sealed_reference bytea NOT NULL,
  placed_at timestamptz NOT NULL,
  until_at timestamptz,
  placed_by text NOT NULL,
  lifted_at timestamptz,
  lifted_by text
);
CREATE INDEX legal_hold_account ON legal_hold (account_ref);

-- Names of objects that an erasure under way deletes, so that it can look for each of them again. They say nothing of anyone.
CREATE TABLE erased_object (
  erasure_id text NOT NULL,
  object_key text NOT NULL,
  PRIMARY KEY (erasure_id, object_key)
);
