package io.gatehouse.service.moderation;

import java.util.Base64;
import java.util.Locale;

/** Pictures written into a URL (RFC 2397), as base64. Pure. */
final class DataUrl {
    /** Of a picture of 20 MB, which is what the original takes, as base64. */
    static final int MAX_BYTES = 28 << 20;

    private static final String SCHEME = "data:";
    private static final String BASE_64 = ";base64";

    private DataUrl() {}

    /** What a URL turned out to be. */
    sealed interface Read {
        @SuppressWarnings("ArrayRecordComponent") // Handed over, never changed.
        record Picture(byte[] file) implements Read {}

        /** It is no {@code data:} URL. */
        record Elsewhere() implements Read {}

        /** @param fault in words that repeat nothing of it */
        record Faulty(String fault) implements Read {}
    }

    static Read read(String url) {
        if (!url.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) return new Read.Elsewhere();
        int comma = url.indexOf(',');
        if (comma < 0) return new Read.Faulty("is a data: URL without a comma, after which the data come");
        String head = url.substring(SCHEME.length(), comma).toLowerCase(Locale.ROOT);
        if (!head.startsWith("image/")) return new Read.Faulty("is a data: URL of something that is no image/*");
        if (!head.endsWith(BASE_64))
            return new Read.Faulty("is a data: URL whose data are not base64; write ';base64,'");
        try {
            byte[] file = Base64.getDecoder().decode(url.substring(comma + 1));
            return file.length == 0 ? new Read.Faulty("is a data: URL without data") : new Read.Picture(file);
        } catch (IllegalArgumentException _) {
            return new Read.Faulty("is a data: URL whose data are no base64");
        }
    }
}
