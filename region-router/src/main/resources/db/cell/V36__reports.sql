-- What reports ask of a cell (ADR 44): how long the log was at a moment, and what an appealed decision restricted, wherever the decision
-- lies by then. A checkpoint is signed at least every second while anything is written: one small index more.
CREATE INDEX checkpoint_signed ON checkpoint (signed_at);

ALTER TABLE appeal ADD COLUMN actions text[] NOT NULL DEFAULT '{}';
UPDATE appeal a SET actions = ARRAY(
    SELECT jsonb_array_elements_text(convert_from(e.entry, 'UTF8')::jsonb #> '{facts,actions}'))
FROM decision d JOIN log_entry e ON e.log_index = d.log_index WHERE d.decision_id = a.decision_id;
