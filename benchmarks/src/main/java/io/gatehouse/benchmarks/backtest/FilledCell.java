package io.gatehouse.benchmarks.backtest;

import io.gatehouse.benchmarks.load.Messages;
import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.content.ContentId;
import io.gatehouse.moderation.content.Part;
import io.gatehouse.moderation.content.Surface;
import io.gatehouse.moderation.fact.Facts;
import io.gatehouse.moderation.judge.Observation;
import io.gatehouse.residency.cell.Author;
import io.gatehouse.residency.cell.Cell;
import io.gatehouse.residency.cell.CellWrite;
import io.gatehouse.residency.cell.ContentName;
import io.gatehouse.residency.cell.WriteOutcome;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.service.decision.Answer;
import io.gatehouse.service.decision.DecisionFacts;
import io.gatehouse.service.decision.StoredContent;
import io.gatehouse.service.judging.Judged;
import io.gatehouse.service.judging.Judging;
import io.gatehouse.service.region.NewIds;
import io.gatehouse.service.terminal.ProgressBar;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** Fills a cell as the door does, without HTTP: judged, sealed under its author's key, committed, logged. */
public final class FilledCell {
    /** So many share a transaction; more would only hold memory. */
    private static final int IN_FLIGHT = 2_000;

    private static final int MESSAGES_PER_AUTHOR = 20;
    private static final Duration NO_HURRY = Duration.ofSeconds(30);
    private static final List<Surface> SURFACES =
            List.of(Surface.COMMENT, Surface.COMMENT, Surface.COMMENT, Surface.OPEN_CHANNEL, Surface.PROFILE);

    private final Cell cell;
    private final Judging judging;
    private final Messages messages;
    private final NewIds ids = new NewIds();

    public FilledCell(Cell cell, Judging judging, Messages messages) {
        this.cell = cell;
        this.judging = judging;
        this.messages = messages;
    }

    /** Adds what is missing of this many contents. */
    public void fill(int contents) throws InterruptedException {
        int there = (int) cell.reader().counts().contents();
        var done = new AtomicInteger(there);
        var places = new Semaphore(IN_FLIGHT);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var bar = ProgressBar.onStandardError("filling", "messages")) {
            for (int i = there; i < contents; i++) {
                int number = i;
                places.acquire();
                threads.execute(() -> {
                    try {
                        write(number);
                        bar.update(done.incrementAndGet(), (double) done.get() / contents);
                    } finally {
                        places.release();
                    }
                });
            }
        }
        if (cell.reader().counts().contents() < contents) throw new IllegalStateException("not every write was stored");
    }

    /** One message more. */
    public void write(int number) {
        var now = Instant.now();
        String author = "u-" + number / MESSAGES_PER_AUTHOR;
        var content = new Content(
                new ContentId("m-" + number),
                SURFACES.get(number % SURFACES.size()),
                now,
                "IE",
                null,
                List.of(new Part.Text(messages.text(number))));
        Judged judged = judging.judge(content, now, NO_HURRY, FilledCell::facts);
        String decisionId = ids.decision(cell.region());
        String screeningId = ids.screening(cell.region());
        byte[] answer = Answer.write(judged, screeningId, decisionId, cell.region());
        var outcome = cell.writer()
                .write(new CellWrite(
                        new Author(new AccountRef(digest(author)), 1, "{}".getBytes(StandardCharsets.UTF_8)),
                        new ContentName("bench", content.id().value()),
                        null,
                        screeningId,
                        decisionId,
                        DecisionFacts.payload(judged, StoredContent.write(content, author, List.of()), answer),
                        DecisionFacts.report(judged),
                        DecisionFacts.evidence(judged),
                        DecisionFacts.effects(judged, decisionId),
                        List.of()));
        if (!(outcome instanceof WriteOutcome.Written)) throw new IllegalStateException("not written: " + outcome);
    }

    private static Facts facts(Observation seen) {
        return Facts.still(seen.wantedFacts(), 1);
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
