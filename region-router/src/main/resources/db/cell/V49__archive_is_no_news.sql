-- As V45 made them, with two differences. Whoever moves contents into the archive says so in its transaction, and nothing is compared
-- for the index: a move changes nothing of what was said. And all others are compared by hash: writers of a cell switch
-- that off for their own look-ups, and every old row was then held against every new one.
CREATE OR REPLACE FUNCTION note_search_content() RETURNS trigger LANGUAGE plpgsql SET enable_hashjoin = on AS $$
BEGIN
  IF coalesce(current_setting('gatehouse.archiving', true), '') <> 'on' AND EXISTS (SELECT FROM search_follower) THEN
    INSERT INTO search_change (content_index)
    SELECT b.content_index FROM before b LEFT JOIN after a USING (content_index)
    WHERE (b.account_ref, b.standing_index, b.revision) IS DISTINCT FROM (a.account_ref, a.standing_index, a.revision)
      OR (b.sealed_content IS NOT NULL OR b.archive_content_salt IS NOT NULL)
        <> (a.sealed_content IS NOT NULL OR a.archive_content_salt IS NOT NULL);
  END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION note_search_decision() RETURNS trigger LANGUAGE plpgsql SET enable_hashjoin = on AS $$
BEGIN
  IF coalesce(current_setting('gatehouse.archiving', true), '') <> 'on' AND EXISTS (SELECT FROM search_follower) THEN
    INSERT INTO search_change (content_index)
    SELECT DISTINCT b.content_index FROM before b JOIN after a USING (log_index) JOIN content c ON c.content_index = b.content_index
    WHERE (b.sealed_answer IS NULL) <> (a.sealed_answer IS NULL) AND c.archive_decision_salt IS NULL;
  END IF;
  RETURN NULL;
END $$;
