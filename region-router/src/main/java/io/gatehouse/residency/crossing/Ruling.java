package io.gatehouse.residency.crossing;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the law on file says about a crossing. */
public sealed interface Ruling {
    /**
     * @param source where the basis is written: a row, an instrument with its assessment, an article
     * @param adequacyScope whom the adequacy decision covers, to be shown to whoever approves; empty for other bases
     * @param conditions what must be heeded, in sentences
     * @param expires when the passage closes
     * @param cap what the volume is counted against; null when nothing limits it
     */
    record Permitted(
            LegalBasis legalBasis,
            String source,
            String adequacyScope,
            List<String> conditions,
            Instant expires,
            @Nullable Cap cap)
            implements Ruling {
        public Permitted {
            conditions = List.copyOf(conditions);
        }
    }

    /** @param reasons every one there is, at least one */
    record Refused(List<Reason> reasons) implements Ruling {
        public Refused {
            reasons = List.copyOf(reasons);
            if (reasons.isEmpty()) throw new IllegalArgumentException("a refusal says why");
        }
    }

    /**
     * A daily limit, days being those of UTC.
     *
     * @param key what is counted together, for example {@code instrument:scc-acme-2026}
     */
    record Cap(String key, long subjectsPerDay) {}
}
