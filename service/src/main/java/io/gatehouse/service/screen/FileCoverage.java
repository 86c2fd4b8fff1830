package io.gatehouse.service.screen;

import io.gatehouse.moderation.comparison.Coverage;
import io.gatehouse.moderation.content.Surface;
import io.gatehouse.moderation.judge.Judgement;
import io.gatehouse.moderation.judge.Moderator;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Judges files and says which rules matched, and which never without another. */
public final class FileCoverage {
    private final Moderator moderator;
    private final FileLaw law;
    private final int workers;
    private final RowJudge judge;

    /** @param now stands for the time at which each row was made */
    public FileCoverage(FileComparison.Side side, int workers, Instant now) {
        this.moderator = side.norms().moderator();
        this.law = side.law();
        this.workers = workers;
        this.judge = new RowJudge(now);
    }

    private record Told(Coverage coverage, List<Row.Malformed> malformed) {}

    /**
     * @param names paths, or {@code -} for standard input
     * @throws IOException when a file cannot be read
     */
    public Coverage cover(List<String> names, Surface defaultSurface, FileComparison.Listener listener)
            throws IOException {
        var coverage = new Coverage();
        new RowBatches<>(workers, this::cover).run(names, defaultSurface, (told, bytesRead) -> {
            coverage.add(told.coverage);
            told.malformed.forEach(row -> listener.malformed(row.file(), row.line(), row.reason()));
            listener.progress(coverage.messages(), bytesRead);
        });
        return coverage;
    }

    private Told cover(List<Row> batch) {
        var told = new Told(new Coverage(), new ArrayList<>());
        for (Row row : batch) {
            switch (row) {
                case Row.Message message -> add(told.coverage, message);
                case Row.Malformed bad -> told.malformed.add(bad);
            }
        }
        return told;
    }

    private void add(Coverage coverage, Row.Message message) {
        Judgement judgement = judge.judge(moderator, message, law.permissions(message), (_, _) -> {});
        var matched = new TreeSet<String>();
        judgement.rules().forEach(match -> matched.add(match.rule().id().value()));
        coverage.add(message.surface().wireName(), judgement.language().code(), matched);
    }
}
