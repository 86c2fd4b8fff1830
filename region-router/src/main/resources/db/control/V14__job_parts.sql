-- Which worker process works on which part of a run (ADR 48). What a part has done stands in the tables of Spring Batch, as for any
-- run; here stands who may write it. Ids and times, nothing of anybody.
CREATE TABLE job_part (
  step_execution bigint PRIMARY KEY,
  job_execution bigint NOT NULL,
  job text NOT NULL,
  region text NOT NULL,
  state text NOT NULL CHECK (state IN ('WAITING', 'TAKEN', 'DONE', 'CANCELLED')),
  worker text,
  fence integer NOT NULL DEFAULT 0,
  lost integer NOT NULL DEFAULT 0,
  taken_until timestamptz,
  announced_at timestamptz NOT NULL,
  CHECK ((state = 'TAKEN') = (taken_until IS NOT NULL))
);
CREATE INDEX job_part_execution ON job_part (job_execution);
CREATE INDEX job_part_open ON job_part (job) WHERE state IN ('WAITING', 'TAKEN');
