-- For which purpose of the law a bank looks; on private surfaces none without one is asked (ADR 14).
ALTER TABLE hash_bank ADD COLUMN purpose text;
