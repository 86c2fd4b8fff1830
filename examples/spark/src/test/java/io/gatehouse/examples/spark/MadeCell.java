package io.gatehouse.examples.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.examples.spark.SegmentRescan.Workplace;
import io.gatehouse.jobs.PolicyVersions;
import io.gatehouse.jobs.archive.ArchiveCells;
import io.gatehouse.moderation.judge.Moderator;
import io.gatehouse.moderation.judge.Overrides;
import io.gatehouse.moderation.language.LanguageGuess;
import io.gatehouse.moderation.policy.Loaded;
import io.gatehouse.moderation.policy.PolicyLoader;
import io.gatehouse.moderation.policy.Problem;
import io.gatehouse.residency.cell.Archive;
import io.gatehouse.residency.cell.Author;
import io.gatehouse.residency.cell.Cell;
import io.gatehouse.residency.cell.CellReader;
import io.gatehouse.residency.cell.CellWrite;
import io.gatehouse.residency.cell.CellWriter;
import io.gatehouse.residency.cell.ContentName;
import io.gatehouse.residency.cell.WriteOutcome;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.database.PostgresServer;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.key.FileRegionKey;
import io.gatehouse.residency.log.EntryFacts;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.store.FileRegionStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/** A cell of one region with its store, and two versions of a norm of made-up words. */
final class MadeCell implements ArchiveCells, AutoCloseable {
    static final RegionId REGION = new RegionId("eu-west-1");
    private static final List<String> WORDS = List.of("zorkle", "blimpish", "frumple", "table", "window");
    private static final String REMOVED = "verdict: restrict, actions: [ { kind: visibility.removed, scope: [EU] } ]";
    private static final int AT_ONCE = 200;

    /** For tasks of this JVM, as an executor has its own. */
    private static MadeCell here;

    private final Path home;
    private final PostgresServer server;
    private final Database control;
    private final Database database;
    private final FileRegionStore store;
    private final Cell cell;
    private final Moderator older;
    private final Moderator newer;

    private MadeCell(Path home) throws IOException {
        this.home = home;
        server = PostgresServer.start(
                Files.createDirectories(home.resolve("data")), Path.of("target", "postgres-programs"));
        control = server.database("control", 8);
        database = server.database("cell", 8);
        var keys = Files.createDirectories(home.resolve("keys"));
        cell = Cell.open(
                REGION,
                database,
                FileRegionKey.openOrCreate(keys.resolve("region.key"), REGION),
                keys,
                "gatehouse.example/" + REGION,
                Clock.systemUTC());
        store = FileRegionStore.open(REGION, home.resolve("objects"));
        cell.attach(store);
        older = load(write("older", rule("zorkle", REMOVED)));
        newer = load(write("newer", rule("frumple", REMOVED) + rule("blimpish", "verdict: review, hold: true")));
    }

    static MadeCell open(Path home) throws IOException {
        here = new MadeCell(home);
        return here;
    }

    /** What a task asks for. */
    static Workplace workplace() {
        var it = Objects.requireNonNull(here);
        return new Workplace(it.cell, it.store, it.newer, new PlainWords());
    }

    private static String rule(String word, String then) {
        return """
                  - id: test.%s
                    when: { phrase: "%s" }
                    then: { %s, severity: 2 }
                    examples: { match: [ "a %s here" ], no_match: [ "a chair here" ] }
                """.formatted(word, word, then, word);
    }

    private Path write(String name, String rules) throws IOException {
        var directory = home.resolve(name);
        Files.createDirectories(directory.resolve("content"));
        Files.writeString(directory.resolve("VERSION"), name + "\n");
        Files.writeString(
                directory.resolve("surfaces.yaml"), "surfaces:\n  comment: { on_failure: review, deadline: 500ms }\n");
        Files.writeString(directory.resolve("content/test.yaml"), """
                policy: test
                title: Test norm
                clause: Rules 1
                category: hate
                purpose: terms
                ground:
                  incompatible: "Rules 1: be kind"
                  dsa_category: STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH
                  keywords: [KEYWORD_HATE_SPEECH]
                rules:
                """ + rules);
        return directory;
    }

    private static Moderator load(Path directory) {
        return switch (PolicyLoader.load(directory, Set.of(), Set.of("en"))) {
            case Loaded.Compiled(var policies) ->
                new Moderator(policies, _ -> new LanguageGuess("en", 0.99), List.of());
            case Loaded.Rejected(var problems) ->
                throw new AssertionError(
                        problems.stream().map(Problem::toString).toList().toString());
        };
    }

    /** Spread evenly over the span, judged by the older version. */
    void fill(int contents, Instant from, Instant to) throws Exception {
        var step = Duration.between(from, to).dividedBy(contents);
        List<Callable<WriteOutcome>> writes = new ArrayList<>();
        for (int i = 0; i < contents; i++) {
            var write = write(i, from.plus(step.multipliedBy(i)));
            writes.add(() -> cell.writer().write(write));
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int at = 0; at < contents; at += AT_ONCE)
                for (var outcome : threads.invokeAll(writes.subList(at, Math.min(at + AT_ONCE, contents))))
                    assertThat(outcome.get()).isInstanceOf(WriteOutcome.Written.class);
        }
    }

    private CellWrite write(int i, Instant at) {
        String text = "message " + i + " with " + WORDS.get(i % WORDS.size());
        var verdict = PlainWords.judge(text, at, older);
        return new CellWrite(
                new Author(
                        new AccountRef(ByteBuffer.allocate(32).putInt(i % 7 + 1).array()),
                        1,
                        "{}".getBytes(StandardCharsets.UTF_8)),
                new ContentName("client", "m-" + i),
                null,
                REGION + ".s." + i,
                REGION + ".d." + i,
                PlainWords.payload(text, verdict),
                PlainWords.report(verdict, older, at),
                new EntryFacts(Map.of("verdict", verdict.wireName())),
                List.of(),
                List.of());
    }

    Cell cell() {
        return cell;
    }

    Database control() {
        return control;
    }

    Path newer() {
        return home.resolve("newer");
    }

    /** The verdict that stands on whatever a decision was about. */
    String standingOnTheContentOf(String decisionId) {
        var decision = cell.reader().decision(decisionId).orElseThrow();
        return cell.reader()
                .screening(decision.screeningId())
                .orElseThrow()
                .report()
                .verdict();
    }

    PolicyVersions policies() {
        return new PolicyVersions() {
            @Override
            public Moderator active() {
                return older;
            }

            @Override
            public Overrides overrides(String policyDigest) {
                return Overrides.NONE;
            }

            @Override
            public Version load(String directory) {
                return new Version.Ready(MadeCell.load(Path.of(directory)));
            }
        };
    }

    @Override
    public SortedSet<RegionId> served() {
        return new TreeSet<>(List.of(REGION));
    }

    @Override
    public CellReader reader(RegionId region) {
        return cell.reader();
    }

    @Override
    public CellWriter writer(RegionId region) {
        return cell.writer();
    }

    @Override
    public Archive archive(RegionId region) {
        return cell.archive();
    }

    @Override
    public void close() {
        here = null;
        cell.close();
        store.close();
        database.close();
        control.close();
        server.close();
    }
}
