-- Reports that were made, with their files (ADR 44): counts, codes and the operator's words, about nobody. A version is never changed, and not
-- deleted before its time; a draft (version 0) goes when a later one comes.
CREATE TABLE report (
  report_id text PRIMARY KEY,
  name text NOT NULL,
  -- What it is about besides the period: service and regions. Versions are counted within it.
  scope text NOT NULL,
  period_from date NOT NULL,
  period_to date NOT NULL,
  version integer NOT NULL CHECK (version >= 0),
  made_at timestamptz NOT NULL,
  as_of timestamptz NOT NULL,
  made_by text NOT NULL,
  published date NOT NULL,
  keep_until date NOT NULL,
  digest text NOT NULL,
  about text NOT NULL,
  CHECK (period_from <= period_to)
);
CREATE UNIQUE INDEX report_of ON report (name, scope, period_from, period_to, version) WHERE version > 0;
CREATE INDEX report_made ON report (made_at, report_id);

CREATE TABLE report_file (
  report_id text NOT NULL REFERENCES report ON DELETE CASCADE,
  n integer NOT NULL,
  name text NOT NULL,
  media_type text NOT NULL,
  sha256 text NOT NULL,
  bytes bytea NOT NULL,
  PRIMARY KEY (report_id, name)
);

CREATE FUNCTION report_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND (OLD.version = 0 OR OLD.keep_until < current_date) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'report % is kept until % and never changed', OLD.report_id, OLD.keep_until;
END $$;
CREATE TRIGGER report_stays BEFORE UPDATE OR DELETE ON report FOR EACH ROW EXECUTE FUNCTION report_stays();

-- Files go with their report, and never alone.
CREATE FUNCTION report_file_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND NOT EXISTS (SELECT 1 FROM report r WHERE r.report_id = OLD.report_id) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'a file of report % is never changed', OLD.report_id;
END $$;
CREATE TRIGGER report_file_stays BEFORE UPDATE OR DELETE ON report_file FOR EACH ROW EXECUTE FUNCTION report_file_stays();

ALTER TABLE report_file ALTER COLUMN bytes SET STORAGE EXTERNAL;
