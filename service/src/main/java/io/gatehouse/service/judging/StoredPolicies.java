package io.gatehouse.service.judging;

import io.gatehouse.moderation.judge.Moderator;
import java.util.Optional;

/** Policy versions that were published or drafted, whether they judge now or not. Thread-safe. */
@FunctionalInterface
public interface StoredPolicies {
    /** @param name a version's name or the beginning of its digest; empty when it names none, or several */
    Optional<Moderator> moderator(String name);
}
