-- An order about what its author deleted, or of whom was erased: nothing is left to act on, and its clock need not be watched. Items that
-- failed before as 'gone' are looked at once more: some of those people are only being moved.
ALTER TABLE order_item ADD COLUMN gone_at timestamptz;
DROP INDEX order_item_open;
CREATE INDEX order_item_open ON order_item (order_id) WHERE effected_at IS NULL AND gone_at IS NULL;
