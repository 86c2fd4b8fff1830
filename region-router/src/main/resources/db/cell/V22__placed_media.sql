-- Media lie with the contents that show them, also where these lie outside of their author's home (ADR 27). placed_media says
-- why media of somebody at home elsewhere are here, as placed_content does of contents.
CREATE TABLE placed_media (
  media_id text PRIMARY KEY,
  home_region text NOT NULL,
  reason text NOT NULL,
  transfer_id text NOT NULL
);
CREATE INDEX placed_media_reason ON placed_media (reason, media_id);

-- Which copies show which media. screening_id is the original's, as in content_copy.
CREATE TABLE copy_media (
  screening_id text NOT NULL,
  media_id text NOT NULL,
  PRIMARY KEY (screening_id, media_id)
);
CREATE INDEX copy_media_media ON copy_media (media_id);

-- At home: media that may lie in another cell, for a content that was about to be placed there. Durable before anything is put
-- there; it goes when it is known which of the two cells keeps them.
CREATE TABLE media_leaving (
  media_id text NOT NULL,
  to_region text NOT NULL,
  account_ref bytea NOT NULL,
  since timestamptz NOT NULL,
  PRIMARY KEY (media_id, to_region)
);
CREATE INDEX media_leaving_account ON media_leaving (account_ref);
CREATE INDEX media_leaving_since ON media_leaving (since);
