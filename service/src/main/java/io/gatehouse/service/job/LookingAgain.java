package io.gatehouse.service.job;

import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.law.Permissions;
import io.gatehouse.moderation.law.Purpose;
import io.gatehouse.moderation.law.SkippedPurpose;
import io.gatehouse.service.judging.Judging;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** For which purposes a job may look again at what was looked at before. */
final class LookingAgain {
    /** Nothing is confidential on a public surface: purposes that a newer policy adds look there, too. */
    private static final Permissions EVERY_PURPOSE =
            new Permissions(EnumSet.allOf(Purpose.class), List.of(), List.of());

    private final Supplier<Judging> judging;
    private final Clock clock;

    LookingAgain(Supplier<Judging> judging, Clock clock) {
        this.judging = judging;
        this.clock = clock;
    }

    /**
     * On a private surface, only for what was permitted when it was sent and still is: neither a basis found later nor
     * one that lapsed lets anyone look now.
     */
    Permissions permissions(Content content, Set<Purpose> then) {
        if (!content.surface().isPrivate()) return EVERY_PURPOSE;
        Permissions today = judging.get().permissions(content, clock.instant());
        var both = EnumSet.noneOf(Purpose.class);
        var skipped = new ArrayList<>(today.skipped());
        for (Purpose purpose : today.permitted()) {
            if (then.contains(purpose)) both.add(purpose);
            else skipped.add(new SkippedPurpose(purpose, "no_legal_basis"));
        }
        return new Permissions(both, skipped, today.bases());
    }
}
