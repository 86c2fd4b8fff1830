package io.gatehouse.moderation.rule;

import io.gatehouse.moderation.condition.Condition;
import io.gatehouse.moderation.condition.OnUnknown;

/** What must hold beside a rule's condition: asked only once the condition holds, because it costs more. */
public record Guard(Condition condition, OnUnknown onUnknown) {}
