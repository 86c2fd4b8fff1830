-- What came before an order to remove terrorist content (Regulation (EU) 2021/784 Art. 3(2)): whether it was a first one, when the information
-- on procedures came, and whether the authority called it an emergency. Null where whoever sent the order did not say.
ALTER TABLE authority_order ADD COLUMN first_order boolean;
ALTER TABLE authority_order ADD COLUMN procedures_told_at timestamptz;
ALTER TABLE authority_order ADD COLUMN emergency boolean;
