-- What endpoints are told of this cell's decisions: random ids and verdicts, as the decision's own row has them, never a text nor whose
-- it is. An effect of the outbox becomes one row for each endpoint, in one transaction. The attempts are a JSON array.
CREATE TABLE webhook_delivery (
  endpoint_id text NOT NULL,
  message_id text NOT NULL,
  event text NOT NULL,
  body text NOT NULL,
  state text NOT NULL CHECK (state IN ('PENDING', 'DELIVERED', 'DEAD')),
  tries integer NOT NULL,
  due_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL,
  ended_at timestamptz,
  attempts text NOT NULL,
  PRIMARY KEY (endpoint_id, message_id)
);
CREATE INDEX webhook_delivery_due ON webhook_delivery (endpoint_id, due_at) WHERE state = 'PENDING';
CREATE INDEX webhook_delivery_log ON webhook_delivery (endpoint_id, created_at, message_id);
CREATE INDEX webhook_delivery_age ON webhook_delivery (created_at);
