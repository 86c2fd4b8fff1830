package io.gatehouse.residency.cell;

import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.database.TestServer;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.key.FileRegionKey;
import io.gatehouse.residency.log.EntryFacts;
import io.gatehouse.residency.region.RegionId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** A cell on a real database, and writes to try on it. */
public final class CellFixture implements AutoCloseable {
    public static final RegionId REGION = new RegionId("eu-west-1");
    public static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    public static final String LOG_NAME = "gatehouse.test/eu-west-1";
    private static final AtomicLong IDS = new AtomicLong();

    final RegionId region;
    final Database database;
    final Path keys;
    Cell cell;

    public CellFixture() {
        this(TestServer.newCell(REGION.value(), 4));
    }

    public CellFixture(Database database) {
        this(REGION, database);
    }

    /** The cell of another region. */
    public CellFixture(RegionId region) {
        this(region, TestServer.newCell(region.value(), 4));
    }

    public CellFixture(RegionId region, Database database) {
        this.region = region;
        this.database = database;
        try {
            this.keys = Files.createTempDirectory(Path.of("target"), "cell-keys");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.cell = open();
        TestServer.opened(database);
    }

    /** Another node's view of the same cell. */
    Cell open() {
        try {
            return Cell.open(
                    region,
                    database,
                    FileRegionKey.openOrCreate(keys.resolve("region.key"), region),
                    keys,
                    "gatehouse.test/" + region,
                    Clock.fixed(NOW, ZoneOffset.UTC));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Cell cell() {
        return cell;
    }

    public Database database() {
        return database;
    }

    public static AccountRef account(String id) {
        try {
            return new AccountRef(MessageDigest.getInstance("SHA-256").digest(bytes(id)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static Author author(String id) {
        return new Author(account(id), 1, bytes("{\"id\":\"" + id + "\"}"));
    }

    static long nextId() {
        return IDS.incrementAndGet();
    }

    static String decisionId(long n) {
        return "eu-west-1.d." + n;
    }

    static Payload payload(String text) {
        return new Payload(bytes(text), bytes("record of " + text), bytes("answer to " + text));
    }

    static ReportFacts report(String verdict) {
        return new ReportFacts("comment", verdict, List.of("hate", "spam"), "en", "sha256:00", false, NOW);
    }

    static EntryFacts facts() {
        return new EntryFacts(Map.of("surface", "comment", "verdict", "allow", "models", List.of("sha256:aa")));
    }

    /** A write that is new in every way. */
    public static CellWrite write(String author, String text) {
        long n = nextId();
        return write(author, "m-" + n, n, text);
    }

    static CellWrite write(String author, String contentId, long n, String text) {
        return new CellWrite(
                author(author),
                new ContentName("client", contentId),
                null,
                "eu-west-1.s." + n,
                decisionId(n),
                payload(text),
                report("allow"),
                facts(),
                List.of(new Effect("webhook", bytes("effect of " + text))),
                List.of());
    }

    static CellWrite with(CellWrite write, IdempotencyKey key) {
        return new CellWrite(
                write.author(),
                write.name(),
                key,
                write.screeningId(),
                write.decisionId(),
                write.payload(),
                write.report(),
                write.evidence(),
                write.effects(),
                write.media());
    }

    static CellWrite with(CellWrite write, Author author) {
        return new CellWrite(
                author,
                write.name(),
                write.idempotency(),
                write.screeningId(),
                write.decisionId(),
                write.payload(),
                write.report(),
                write.evidence(),
                write.effects(),
                write.media());
    }

    static CellWrite with(CellWrite write, ReportFacts report) {
        return new CellWrite(
                write.author(),
                write.name(),
                write.idempotency(),
                write.screeningId(),
                write.decisionId(),
                write.payload(),
                report,
                write.evidence(),
                write.effects(),
                write.media());
    }

    static IdempotencyKey key(String key, String body) {
        return new IdempotencyKey("client", key, bytes(body));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        cell.close();
        database.close();
        TestServer.deleteTree(keys);
    }
}
