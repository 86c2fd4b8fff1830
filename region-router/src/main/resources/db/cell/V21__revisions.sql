-- Edits. content holds the newest revision; what an edit replaced goes here as it was sealed, and stays as long as the
-- content does: each decision must remain open to replay and appeal on the words that it judged. decision.revision says
-- which these were.
ALTER TABLE content ADD COLUMN revision integer NOT NULL DEFAULT 1 CHECK (revision >= 1);
ALTER TABLE decision ADD COLUMN revision integer NOT NULL DEFAULT 1 CHECK (revision >= 1);

CREATE TABLE content_revision (
  content_index bigint NOT NULL,
  revision integer NOT NULL CHECK (revision >= 1),
  sealed_content bytea NOT NULL,
  PRIMARY KEY (content_index, revision)
);
ALTER TABLE content_revision ALTER COLUMN sealed_content SET STORAGE EXTERNAL;

-- Copies elsewhere follow an edit: a copy of an earlier revision neither settles what is owed nor replaces a later one.
ALTER TABLE copy_owed ADD COLUMN revision integer NOT NULL DEFAULT 1;
ALTER TABLE content_copy ADD COLUMN revision integer NOT NULL DEFAULT 1;
