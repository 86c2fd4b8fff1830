-- Whether a dispute or a notice is about a content is asked of every content whose time is over.
CREATE INDEX dispute_decision ON dispute (decision_id);
CREATE INDEX notice_item_decision ON notice_item (decision_id);
