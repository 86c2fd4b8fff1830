-- How often people agreed with the rules, as the job "quality" counted it: by run, category and language; never by person.
CREATE TABLE quality_measure (
  run text NOT NULL,
  category text NOT NULL,
  language text NOT NULL,
  measured_at timestamptz NOT NULL,
  from_day date NOT NULL,
  to_day date NOT NULL,
  seed bigint NOT NULL,
  share double precision NOT NULL,
  right_hits bigint NOT NULL,
  wrong_hits bigint NOT NULL,
  misses bigint NOT NULL,
  right_passes bigint NOT NULL,
  PRIMARY KEY (run, category, language)
);
CREATE INDEX quality_measure_at ON quality_measure (measured_at);
