-- What the cell's search index has to look at again (ADR 47). New decisions it finds by their log index; here stands what was changed or
-- removed without one. Filled by the database itself, so that no writer can forget to tell. Nothing is written while nobody follows.
CREATE TABLE search_follower (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  since timestamptz NOT NULL
);

CREATE TABLE search_change (
  change bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  content_index bigint NOT NULL
);

CREATE FUNCTION note_search_removed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM search_follower) THEN
    INSERT INTO search_change (content_index) SELECT DISTINCT content_index FROM before;
  END IF;
  RETURN NULL;
END $$;

-- What only moves into the archive, or back, says what it said. Columns of the archive are read by name: they may come later than this.
CREATE FUNCTION note_search_content() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM search_follower) THEN
    INSERT INTO search_change (content_index)
    SELECT b.content_index FROM before b LEFT JOIN after a USING (content_index)
    WHERE (b.account_ref, b.standing_index, b.revision) IS DISTINCT FROM (a.account_ref, a.standing_index, a.revision)
      OR (CASE WHEN b.sealed_content IS NULL THEN to_jsonb(b) ->> 'archive_content_salt' IS NOT NULL ELSE true END)
        <> (CASE WHEN a.sealed_content IS NULL THEN to_jsonb(a) ->> 'archive_content_salt' IS NOT NULL ELSE true END);
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION note_search_decision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM search_follower) THEN
    INSERT INTO search_change (content_index)
    SELECT DISTINCT b.content_index FROM before b JOIN after a USING (log_index) JOIN content c ON c.content_index = b.content_index
    WHERE (b.sealed_answer IS NULL) <> (a.sealed_answer IS NULL) AND to_jsonb(c) ->> 'archive_decision_salt' IS NULL;
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER search_content_changed AFTER UPDATE ON content
  REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION note_search_content();
CREATE TRIGGER search_content_removed AFTER DELETE ON content
  REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION note_search_removed();
CREATE TRIGGER search_decision_changed AFTER UPDATE ON decision
  REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION note_search_decision();
CREATE TRIGGER search_decision_removed AFTER DELETE ON decision
  REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION note_search_removed();

-- Questions that people keep, and every question to contents that was asked: the log names it by its id. What was asked is sealed under a
-- key of its own, because it may hold words of people; account_ref is there when it names one person.
CREATE TABLE search_question (
  question_id text PRIMARY KEY,
  scope text NOT NULL CHECK (scope IN ('DECISIONS', 'CONTENTS')),
  asked_by text NOT NULL,
  asked_at timestamptz NOT NULL,
  saved boolean NOT NULL,
  account_ref bytea,
  key_id text NOT NULL,
  wrapped_key bytea NOT NULL,
  sealed_question bytea NOT NULL
);
CREATE INDEX search_question_asker ON search_question (asked_by, asked_at) WHERE saved;
CREATE INDEX search_question_asked ON search_question (asked_at) WHERE NOT saved;
CREATE INDEX search_question_account ON search_question (account_ref) WHERE account_ref IS NOT NULL;
