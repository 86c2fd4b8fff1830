package io.gatehouse.service.search;

import io.gatehouse.residency.search.Question;
import java.util.Locale;
import java.util.Optional;

/**
 * What a request asks, read.
 *
 * @param account the platform's account id; null for nobody's in particular
 * @param question without the account
 */
record Asking(String region, @org.jspecify.annotations.Nullable String account, Question question, Format format) {
    /** How the answer is written. */
    enum Format {
        JSON("application/json"),
        NDJSON("application/x-ndjson"),
        CSV("text/csv; charset=utf-8");

        private final String mediaType;

        Format(String mediaType) {
            this.mediaType = mediaType;
        }

        String mediaType() {
            return mediaType;
        }

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    Optional<String> accountId() {
        return Optional.ofNullable(account);
    }
}
