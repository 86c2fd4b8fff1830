-- V49 and V50 each made this function anew, and the later one forgot the earlier: moves into the archive were news again, and all rows
-- were compared with all. Both together.
CREATE OR REPLACE FUNCTION note_search_content() RETURNS trigger LANGUAGE plpgsql SET enable_hashjoin = on AS $$
BEGIN
  IF coalesce(current_setting('gatehouse.archiving', true), '') <> 'on' AND EXISTS (SELECT FROM search_follower) THEN
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
