-- What archiving leaves of a row finds room in the row's own page, and no index entry is written for it (ADR 58). Rows that are there
-- already stay as they lie.
ALTER TABLE content SET (fillfactor = 92);
ALTER TABLE decision SET (fillfactor = 94);

-- As V41 made them. The columns of the archive are there now: a row need not be taken apart as JSON, bytes and all, to ask for them.
CREATE OR REPLACE FUNCTION note_search_content() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM search_follower) THEN
    INSERT INTO search_change (content_index)
    SELECT b.content_index FROM before b LEFT JOIN after a USING (content_index)
    WHERE (b.account_ref, b.standing_index, b.revision) IS DISTINCT FROM (a.account_ref, a.standing_index, a.revision)
      OR (b.sealed_content IS NOT NULL OR b.archive_content_salt IS NOT NULL)
        <> (a.sealed_content IS NOT NULL OR a.archive_content_salt IS NOT NULL);
  END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION note_search_decision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM search_follower) THEN
    INSERT INTO search_change (content_index)
    SELECT DISTINCT b.content_index FROM before b JOIN after a USING (log_index) JOIN content c ON c.content_index = b.content_index
    WHERE (b.sealed_answer IS NULL) <> (a.sealed_answer IS NULL) AND c.archive_decision_salt IS NULL;
  END IF;
  RETURN NULL;
END $$;
