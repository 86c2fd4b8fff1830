-- Notes of several topics about one person: marks (labels and strikes), and consents. Each is sealed, read and written as
-- a whole, and goes with the person's key.
ALTER TABLE account_notes ADD COLUMN topic text NOT NULL DEFAULT 'MARKS' CHECK (topic IN ('MARKS', 'CONSENTS'));
ALTER TABLE account_notes DROP CONSTRAINT account_notes_pkey;
ALTER TABLE account_notes ADD PRIMARY KEY (account_ref, topic);
