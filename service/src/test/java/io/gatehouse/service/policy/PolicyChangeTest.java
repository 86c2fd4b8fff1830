package io.gatehouse.service.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.service.policy.PolicyFixture.Node;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * One rule of many changes, and two nodes that share nothing but the control database judge by it. {@code
 * -Dgatehouse.changed.rules=100000} is the measurement that docs/measurements.md quotes.
 */
class PolicyChangeTest {
    private static final int RULES = Integer.getInteger("gatehouse.changed.rules", 2_000);
    private static final int FILES = 100;
    private static final int CHANGES = 5;

    // Two screens of one file read better apart from the code that fills them in.
    @SuppressWarnings("InlineFormatString")
    private static final String HEAD = """
            policy: many%d
            title: Made-up norm
            clause: Test rules 1.1
            category: spam
            purpose: terms
            ground:
              incompatible: "Test rules 1.1"
              dsa_category: STATEMENT_CATEGORY_OTHER_VIOLATION_TC
              keywords: [KEYWORD_OTHER]
            rules:
            """;

    @Test
    void aChangeOfOneRuleAmongManyIsLiveOnEveryNode() {
        var fixture = new PolicyFixture(policies(0));
        Node second = fixture.node("second");
        var stored = new ArrayList<Double>();
        var live = new ArrayList<Double>();
        try (var threads = new PolicyThreads()) {
            threads.every(PolicyConfiguration.LOOKS_EVERY, "first", fixture.first.node::follow);
            threads.every(PolicyConfiguration.LOOKS_EVERY, "second", second.node::follow);
            for (int change = 1; change <= CHANGES; change++) {
                long sent = System.nanoTime();
                String digest = fixture.store(fixture.first, policies(change));
                fixture.first.life.approve(digest, PolicyFixture.SECOND);
                assertThat(fixture.first.life.stage(digest, Stage.ACTIVE, 0, PolicyFixture.AUTHOR, "a test"))
                        .isInstanceOf(Staging.Done.class);
                long published = System.nanoTime();
                stored.add((published - sent) / 1e9);
                while (second.judge("told of changed" + change)
                                .judgement()
                                .rules()
                                .isEmpty()
                        || !fixture.first.running().equals(digest)) {
                    assertThat(System.nanoTime() - published)
                            .isLessThan(Duration.ofSeconds(60).toNanos());
                    LockSupport.parkNanos(1_000_000);
                }
                live.add((System.nanoTime() - published) / 1e9);
            }
        }
        stored.sort(null);
        live.sort(null);
        System.out.printf(
                Locale.ROOT,
                "one of %,d rules changed: checked, tested and staged in %.2f s, then live on both nodes in %.2f s (medians of"
                        + " %d; slowest %.2f s)%n",
                RULES,
                stored.get(CHANGES / 2),
                live.get(CHANGES / 2),
                CHANGES,
                live.getLast());
    }

    private static PolicyFiles policies(int change) {
        var files = new TreeMap<>(PolicyFixture.policies("change-" + change, "").byPath());
        for (int file = 0; file < FILES; file++) {
            var yaml = new StringBuilder(HEAD.formatted(file));
            for (int rule = file; rule < RULES; rule += FILES)
                append(yaml, "many" + file + ".r" + rule, rule == 0 ? "changed" + change : word(rule));
            files.put("content/many" + file + ".yaml", yaml.toString().getBytes(StandardCharsets.UTF_8));
        }
        return PolicyFiles.of(files);
    }

    private static void append(StringBuilder yaml, String id, String word) {
        yaml.append("  - id: ")
                .append(id)
                .append("\n    when: { phrases: [ \"")
                .append(word)
                .append("\" ] }\n    then: { verdict: label, severity: 1 }\n    examples: { match: [ \"told of ")
                .append(word)
                .append("\" ], no_match: [ \"nothing of the kind\" ] }\n");
    }

    /** No word begins another, and none is one that anybody says. */
    private static String word(int rule) {
        return "q"
                + Integer.toString(rule, 26)
                        .chars()
                        .mapToObj(digit -> Character.toString((char) ('a' + Character.digit(digit, 26))))
                        .reduce("", String::concat)
                + "zq";
    }
}
