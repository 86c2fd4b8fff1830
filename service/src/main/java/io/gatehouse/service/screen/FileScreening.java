package io.gatehouse.service.screen;

import io.gatehouse.moderation.content.Surface;
import io.gatehouse.moderation.judge.Judgement;
import io.gatehouse.moderation.judge.Moderator;
import io.gatehouse.moderation.law.Permissions;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Screens files without a server: rows are read in order, judged by several workers a batch at a time, and written in
 * the order read. Memory holds a few batches, whatever the size of the files.
 */
public final class FileScreening {
    private final Moderator moderator;
    private final Function<Row.Message, Permissions> permissions;
    private final int workers;
    private final RowJudge judge;

    /**
     * @param permissions which purposes may look at a row
     * @param now stands for the time at which each row was made
     */
    public FileScreening(
            Moderator moderator, Function<Row.Message, Permissions> permissions, int workers, Instant now) {
        this.moderator = moderator;
        this.permissions = permissions;
        this.workers = workers;
        this.judge = new RowJudge(now);
    }

    /** Told of every malformed row and, after each batch, of the bytes read so far. */
    public interface Listener {
        void malformed(String file, long line, String reason);

        void progress(ScreenSummary soFar, long bytesRead);
    }

    /**
     * Screens the files one after the other.
     *
     * @param names paths, or {@code -} for standard input
     * @param out one JSON object a line for every row that is not malformed
     * @throws IOException when a file cannot be read or the output cannot be written; what was written before stands
     */
    public ScreenSummary screen(List<String> names, Surface defaultSurface, OutputStream out, Listener listener)
            throws IOException {
        var summary = new ScreenSummary();
        new RowBatches<>(workers, this::judge).run(names, defaultSurface, (judged, bytesRead) -> {
            out.write(judged.json);
            summary.add(judged.summary);
            judged.malformed.forEach(row -> listener.malformed(row.file(), row.line(), row.reason()));
            listener.progress(summary, bytesRead);
        });
        out.flush();
        return summary;
    }

    private record Judged(byte[] json, ScreenSummary summary, List<Row.Malformed> malformed) {}

    private Judged judge(List<Row> batch) {
        var lines = new ResultLines();
        var summary = new ScreenSummary();
        var malformed = new ArrayList<Row.Malformed>();
        Consumer<Row.Message> judgeOne = message -> {
            Judgement judgement = judge.judge(moderator, message, permissions.apply(message), summary);
            summary.count(judgement);
            lines.add(message.id(), judgement);
        };
        for (Row row : batch) {
            switch (row) {
                case Row.Message message -> judgeOne.accept(message);
                case Row.Malformed bad -> {
                    summary.countMalformed();
                    malformed.add(bad);
                }
            }
        }
        return new Judged(lines.bytes(), summary, malformed);
    }
}
