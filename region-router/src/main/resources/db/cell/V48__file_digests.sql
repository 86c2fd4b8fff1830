-- Digests of whole files are entries of banks like the hashes of pictures (ADR 61). hash says where an entry lies among hashes of 256
-- bits; that of a digest is made of its kind and its bytes and is near nothing else. digest: the bytes themselves, of digests.
ALTER TABLE hash_entry
  ADD COLUMN kind text NOT NULL DEFAULT 'PDQ' CHECK (kind IN ('PDQ', 'MD5', 'SHA256')),
  ADD COLUMN digest bytea,
  ADD CONSTRAINT hash_entry_digest CHECK ((kind = 'PDQ') = (digest IS NULL));

-- Lists that were fetched before have digests that were left out: everything is fetched anew, once, and what does not come again goes.
UPDATE hash_exchange SET checkpoint = '', cursor = '', generation = generation + 1;
