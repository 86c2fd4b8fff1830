-- Which person of registers/staff.yaml uses a key: two keys of one person are one person (DSA Art. 20(6), staff by language). A pseudonym.
ALTER TABLE api_key ADD COLUMN person text;
