-- Who wants to be told of decisions: addresses of platforms' backends, nothing about the people who use them. Secrets are sealed under
-- secrets/webhooks.key of the data directory. While a secret is being replaced, the one before signs too.
CREATE TABLE webhook_endpoint (
  endpoint_id text PRIMARY KEY,
  client text NOT NULL,
  url text NOT NULL,
  events text[] NOT NULL,
  enabled boolean NOT NULL,
  disabled_because text,
  sealed_secret bytea NOT NULL,
  sealed_previous bytea,
  previous_until timestamptz,
  created_at timestamptz NOT NULL,
  created_by text NOT NULL
);
CREATE INDEX webhook_endpoint_client ON webhook_endpoint (client);
