package io.gatehouse.jobs.report;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * A report as it was kept, without the bytes of its files.
 *
 * @param scope what it is about besides the period; versions are counted within it
 * @param version 1 for the first; 0 for a draft
 * @param asOf what happened later, it does not know
 * @param madeBy id of an API key, or the name of a job
 * @param keepUntil until then it cannot be deleted
 * @param digest of {@link #manifest}
 * @param about how it was made: what a derivation needs to make it again
 */
public record KeptReport(
        String id,
        String name,
        String scope,
        LocalDate from,
        LocalDate to,
        int version,
        Instant madeAt,
        Instant asOf,
        String madeBy,
        LocalDate published,
        LocalDate keepUntil,
        String digest,
        Map<String, Object> about,
        List<KeptFile> files) {
    /** @param sha256 lower-case hexadecimal */
    public record KeptFile(String name, String mediaType, String sha256, long sizeBytes) {}

    public KeptReport {
        about = Map.copyOf(about);
        files = List.copyOf(files);
    }

    public boolean isDraft() {
        return version == 0;
    }

    /** As {@code sha256sum} prints it, files by name: {@code sha256sum * | sha256sum} in a directory of them is the digest. */
    static String manifest(List<ReportFile> files) {
        var text = new StringBuilder();
        files.stream()
                .sorted(java.util.Comparator.comparing(ReportFile::name))
                .forEach(file ->
                        text.append(file.sha256()).append("  ").append(file.name()).append('\n'));
        return text.toString();
    }
}
