package io.gatehouse.service.policy;

import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.content.ContentId;
import io.gatehouse.moderation.content.Part;
import io.gatehouse.moderation.content.Surface;
import io.gatehouse.moderation.fact.Facts;
import io.gatehouse.moderation.policy.FileParts;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.database.Migrations;
import io.gatehouse.residency.database.PostgresServer;
import io.gatehouse.residency.region.Territories;
import io.gatehouse.residency.region.Topology;
import io.gatehouse.service.judging.Judged;
import io.gatehouse.service.judging.LanguageModels;
import io.gatehouse.service.judging.Norms;
import io.gatehouse.service.judging.RuleCounts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A real control database, and nodes on it that share nothing else. One server for all tests of a JVM. */
final class PolicyFixture {
    static final String AUTHOR = "author";
    static final String SECOND = "second";

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Path HOME = Path.of(System.getProperty("gatehouse.home", ".."));
    private static final LanguageModels LANGUAGES = new LanguageModels();

    private static final class Shared {
        static final Path DATA = temporary();
        static final PostgresServer SERVER = server();
        static final Territories TERRITORIES =
                Topology.load(HOME.resolve("policies/residency")).territories();

        private static PostgresServer server() {
            var server = PostgresServer.start(DATA);
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            return server;
        }
    }

    final Ticking clock = new Ticking();
    final Database control = Shared.SERVER.database("control_" + COUNT.incrementAndGet(), 8);
    final PolicyStore store = new PolicyStore(control);
    final Node first;

    PolicyFixture(PolicyFiles active) {
        Migrations.control(control);
        var library = library();
        var compiled = ((PolicyLibrary.Compilation.Ready) library.compile(active)).compiled();
        new PolicyLife(store, library, clock, 1, false).importActive(compiled, active, "the first start");
        first = node("first");
    }

    /** Everything that a process has of its own. */
    final class Node {
        final PolicyLibrary library = library();
        final PolicyLife life = new PolicyLife(store, library, clock, 1, false);
        final RuleCounts counts = new RuleCounts();
        final PolicyNode node;
        final PolicyWatch watch;

        Node(String id) {
            node = new PolicyNode(store, library, new NodeRows(store, id, clock), clock);
            watch = new PolicyWatch(store, life, counts, node.policies(), clock);
        }

        String running() {
            return node.policies().active().versions().policyDigest();
        }

        Judged judge(String text) {
            var content = new Content(
                    new ContentId("c"), Surface.COMMENT, clock.instant(), "IE", null, List.of(new Part.Text(text)));
            return node.policies().active().judge(content, clock.instant(), Duration.ofSeconds(10), _ -> Facts.NONE);
        }

        /** As many contents judged, of which so many matched a rule. */
        void count(String rule, long judged, long matched) {
            counts.add(running(), RuleCounts.JUDGED, judged, 0);
            counts.add(running(), rule, matched, matched);
        }
    }

    Node node(String id) {
        return new Node(id);
    }

    private PolicyLibrary library() {
        return new PolicyLibrary(
                store, temporary(), Norms.Law.SHIPPED, LANGUAGES, Shared.TERRITORIES, clock, new FileParts());
    }

    /** Stores a version, has it approved, makes it active. */
    String publish(Node through, PolicyFiles files) {
        String digest = store(through, files);
        through.life.approve(digest, SECOND);
        if (!(through.life.stage(digest, Stage.ACTIVE, 0, AUTHOR, "a test") instanceof Staging.Done))
            throw new AssertionError("not staged");
        return digest;
    }

    String store(Node through, PolicyFiles files) {
        return switch (through.life.store(files, List.of(AUTHOR))) {
            case PolicyLife.Storing.Stored(var version, var _, var _) -> version.digest();
            case PolicyLife.Storing.Rejected(var faults) -> throw new AssertionError(faults);
        };
    }

    static Path temporary() {
        try {
            Path directory = Files.createTempDirectory("gatehouse-policy-");
            directory.toFile().deleteOnExit();
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One rule that restricts a made-up word, with what is watched about it. */
    static PolicyFiles policies(String version, String watch) {
        String norm = """
                policy: test
                title: Made-up norm
                clause: Test rules 1.1
                category: hate
                purpose: terms
                ground:
                  incompatible: "Test rules 1.1: no made-up words"
                  dsa_category: STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH
                  keywords: [KEYWORD_HATE_SPEECH]
                banks:
                  - id: made.up
                    severity: 3
                    provenance: "made up for tests, %s"
                    words: [ flurbishment ]
                rules:
                  - id: test.restricted
                    when: { bank: made.up }
                    then: { verdict: restrict, severity: 3, actions: [ { kind: visibility.removed, scope: [EU] } ] }
                    examples: { match: [ "one flurbishment" ], no_match: [ "none" ] }
                %s""".formatted(version, watch.isEmpty() ? "" : "    " + watch + "\n");
        var files = new TreeMap<String, byte[]>();
        files.put("content/test.yaml", norm.getBytes(StandardCharsets.UTF_8));
        files.put(
                "surfaces.yaml",
                "surfaces:\n  comment: { on_failure: review, deadline: 2s }\n".getBytes(StandardCharsets.UTF_8));
        files.put("VERSION", (version + "\n").getBytes(StandardCharsets.UTF_8));
        for (String law : List.of("demo.yaml", "dsa-statement-of-reasons.yaml", "scanning.yaml")) {
            try {
                files.put(
                        "law/" + law,
                        Files.readAllBytes(HOME.resolve("policies/law").resolve(law)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return PolicyFiles.of(Map.copyOf(files));
    }

    /** Noon of a day, until it is moved. */
    static final class Ticking extends Clock {
        private volatile Instant now = Instant.parse("2026-11-23T12:00:00Z");

        void forward(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
