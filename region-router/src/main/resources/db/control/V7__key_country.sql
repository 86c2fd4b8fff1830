-- Where the holder of a key sits, and what the holder is: who reads personal data from elsewhere makes a transfer. Keys
-- of before have neither, and read no personal data. The instrument is the safeguard on file that a platform's backend
-- outside of the zone relies on.
ALTER TABLE api_key ADD COLUMN country text;
ALTER TABLE api_key ADD COLUMN actor text;
ALTER TABLE api_key ADD COLUMN instrument text;
