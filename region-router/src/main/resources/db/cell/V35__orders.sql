-- Orders of authorities: to act (DSA Art. 9), for information (Art. 10), to remove terrorist content (Regulation (EU) 2021/784 Art. 3). The
-- order's text is sealed under a key of its own; who ordered, on what ground and when is what reports count.
CREATE TABLE authority_order (
  order_id text PRIMARY KEY,
  order_ref bytea NOT NULL UNIQUE,
  body_ref bytea NOT NULL,
  client text NOT NULL,
  leads boolean NOT NULL,
  kind text NOT NULL CHECK (kind IN ('ACT', 'INFORMATION', 'TERRORIST_CONTENT')),
  member_state text NOT NULL,
  category text NOT NULL,
  territories text[] NOT NULL,
  received_at timestamptz NOT NULL,
  due_at timestamptz,
  key_id text NOT NULL,
  wrapped_key bytea NOT NULL,
  sealed_text bytea NOT NULL,
  log_index bigint NOT NULL
);
CREATE INDEX authority_order_received ON authority_order (received_at, order_id);

-- The ids are drawn with the order, so that what was cut short is done once.
CREATE TABLE order_item (
  order_id text NOT NULL,
  n integer NOT NULL,
  decision_id text NOT NULL,
  effect_decision_id text NOT NULL,
  hold_id text,
  effected_at timestamptz,
  failure text,
  PRIMARY KEY (order_id, n)
);
CREATE INDEX order_item_open ON order_item (order_id) WHERE effected_at IS NULL;

-- What happened to it, at which times: authority informed, recipient informed, clock stopped, ...
CREATE TABLE order_event (
  order_id text NOT NULL,
  n integer NOT NULL,
  kind text NOT NULL,
  at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL,
  by_key text NOT NULL,
  PRIMARY KEY (order_id, n)
);
