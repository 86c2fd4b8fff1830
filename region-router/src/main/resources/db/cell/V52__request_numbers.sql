-- An order of requests that stays: a run of the job erasure goes through them by number, and goes on after a kill where it was.
ALTER TABLE person_request ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY;
CREATE UNIQUE INDEX person_request_number ON person_request (number);
