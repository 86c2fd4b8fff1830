-- Which notes say that words are gone: deleted, edited away, moved or erased. A search leaves these out from their commit on, whether the
-- index has looked or not; what was only decided again stays found meanwhile.
ALTER TABLE search_change ADD COLUMN gone boolean NOT NULL DEFAULT true;

CREATE OR REPLACE FUNCTION note_search_content() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM search_follower) THEN
    INSERT INTO search_change (content_index, gone)
    SELECT b.content_index, (b.account_ref, b.revision) IS DISTINCT FROM (a.account_ref, a.revision)
        OR (b.sealed_content IS NOT NULL OR b.archive_content_salt IS NOT NULL)
          <> (a.sealed_content IS NOT NULL OR a.archive_content_salt IS NOT NULL)
    FROM before b LEFT JOIN after a USING (content_index)
    WHERE (b.account_ref, b.standing_index, b.revision) IS DISTINCT FROM (a.account_ref, a.standing_index, a.revision)
      OR (b.sealed_content IS NOT NULL OR b.archive_content_salt IS NOT NULL)
        <> (a.sealed_content IS NOT NULL OR a.archive_content_salt IS NOT NULL);
  END IF;
  RETURN NULL;
END $$;
