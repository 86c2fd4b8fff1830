package io.gatehouse.service.screen;

import io.gatehouse.moderation.comparison.Compared;
import io.gatehouse.moderation.comparison.Compared.Outcome;
import io.gatehouse.moderation.comparison.Comparison;
import io.gatehouse.moderation.comparison.JudgedTwice;
import io.gatehouse.moderation.content.Surface;
import io.gatehouse.moderation.judge.Judgement;
import io.gatehouse.moderation.judge.StageTimes;
import io.gatehouse.service.judging.Norms;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Judges files by two policies and says where they differ. */
public final class FileComparison {
    private static final StageTimes IGNORED = (_, _) -> {};

    private final Side before;
    private final Side after;
    private final int workers;
    private final RowJudge judge;
    private final ThreadLocal<JudgedTwice> judges;

    /** One of the two policies, and the law that holds under it. */
    public record Side(Norms norms, FileLaw law) {}

    /** @param now stands for the time at which each row was made */
    public FileComparison(Side before, Side after, int workers, Instant now) {
        this.before = before;
        this.after = after;
        this.workers = workers;
        this.judge = new RowJudge(now);
        var first = before.norms().moderator();
        var second = after.norms().moderator();
        this.judges = ThreadLocal.withInitial(() -> JudgedTwice.of(first, second));
    }

    /** Told of every malformed row, of rows that differ, and, after each batch, of the bytes read so far. */
    public interface Listener {
        void malformed(String file, long line, String reason);

        /** The texts are the user's own file's. */
        void differs(String id, String text);

        void progress(long messages, long bytesRead);
    }

    /** Reason under which malformed rows are counted as skipped. */
    public static final String MALFORMED = "malformed";

    private record Told(Comparison comparison, List<Row.Malformed> malformed, List<Row.Message> differing) {}

    /**
     * @param names paths, or {@code -} for standard input
     * @throws IOException when a file cannot be read
     */
    public Comparison compare(List<String> names, Surface defaultSurface, Listener listener) throws IOException {
        var comparison = new Comparison();
        new RowBatches<>(workers, this::compare).run(names, defaultSurface, (told, bytesRead) -> {
            comparison.add(told.comparison);
            told.malformed.forEach(row -> listener.malformed(row.file(), row.line(), row.reason()));
            told.differing.forEach(row -> listener.differs(row.id(), row.text()));
            listener.progress(comparison.messages(), bytesRead);
        });
        return comparison;
    }

    private Told compare(List<Row> batch) {
        var told = new Told(new Comparison(), new ArrayList<>(), new ArrayList<>());
        for (Row row : batch) {
            switch (row) {
                case Row.Message message -> {
                    if (told.comparison.add(compared(message)).any()) told.differing.add(message);
                }
                case Row.Malformed bad -> {
                    told.comparison.skip(MALFORMED);
                    told.malformed.add(bad);
                }
            }
        }
        return told;
    }

    private Compared compared(Row.Message message) {
        var both = judges.get();
        Judgement old = judge.judge(both.before(), message, before.law().permissions(message), IGNORED);
        Judgement now = judge.judge(both.after(), message, after.law().permissions(message), IGNORED);
        return new Compared(
                message.id(),
                message.author() == null ? 0 : Compared.author(message.author()),
                message.surface().wireName(),
                now.language().code(),
                before.norms().policies().digest(),
                Outcome.of(old),
                Outcome.of(now));
    }
}
