-- Who looks at which bytes (ADR 60): while a lease holds, no other process of the region decodes the same. A row goes when the look
-- is over; one whose holder died is taken over after its time. digest_ref is that of media: a keyed digest of the bytes.
CREATE TABLE media_look (
  digest_ref bytea NOT NULL,
  version integer NOT NULL,
  media_id text NOT NULL,
  holder text NOT NULL,
  until timestamptz NOT NULL,
  PRIMARY KEY (digest_ref, version)
);
CREATE INDEX media_look_media ON media_look (media_id);
