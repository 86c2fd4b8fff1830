package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Norms of made-up words, so that tests of the door do not hang on what real norms say; homes and law as shipped. */
final class TestPolicies {
    /** Restricted everywhere it is looked at, as hate. */
    static final String RESTRICTED = "flurbishment";

    /** Sent to review, delivery waits. */
    static final String HELD = "zorpification";

    /** A strike each time; the third goes to review. */
    static final String NOTED = "quibblement";

    /** Labels the content; judged again while the label lasts, the content goes to review whatever it says by then. */
    static final String TAGGED = "brindlement";

    /** Sent to review where a classifier in eu-west-1 finds the text hateful, or cannot be asked. */
    static final String DOUBTED = "glimmerment";

    /** The same of one in a country that nothing may go to. */
    static final String DISTRUSTED = "snarflement";

    /** Media whose digest stands in a bank. */
    static final byte[] BANNED_MEDIA = TestMedia.brokenPicture("a picture that nobody may post");

    private static final String NORM = """
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
            provenance: "made up for tests"
            words: [ %s ]
          - id: made.up.held
            severity: 2
            provenance: "made up for tests"
            words: [ %s ]
          - id: made.up.noted
            severity: 1
            provenance: "made up for tests"
            words: [ %s ]
          - id: made.up.tagged
            severity: 1
            provenance: "made up for tests"
            words: [ %s ]
          - id: made.up.doubted
            severity: 1
            provenance: "made up for tests"
            words: [ %s ]
          - id: made.up.distrusted
            severity: 1
            provenance: "made up for tests"
            words: [ %s ]
          - id: known.media
            severity: 4
            provenance: "made up for tests"
            digests: [ "%s" ]
        rules:
          - id: test.restricted
            when: { bank: made.up }
            then: { verdict: restrict, severity: 3, actions: [ { kind: visibility.removed, scope: [EU] } ] }
            examples: { match: [ "one flurbishment" ], no_match: [ "none" ] }
          - id: test.held
            when: { bank: made.up.held }
            then: { verdict: review, hold: true, severity: 2 }
            examples: { match: [ "one zorpification" ], no_match: [ "none" ] }
          - id: test.noted
            when: { bank: made.up.noted }
            then: { verdict: label, strike: { window: P30D, decay: none }, label_author: { name: noted, expires: P30D } }
            examples: { match: [ "one quibblement" ], no_match: [ "none" ] }
          - id: test.third
            when: { bank: made.up.noted, if: "strikes('author') >= 2 && has_label('author', 'noted')", on_unknown: review }
            then: { verdict: review, hold: true }
            examples: { match: [ "one quibblement" ], no_match: [ "none" ] }
          - id: test.new
            when: { bank: made.up.noted, if: "author.age_days < 2 && count('conversation.screenings', duration('1h')) >= 2", on_unknown: skip }
            then: { verdict: label }
            examples: { match: [ "one quibblement" ], no_match: [ "none" ] }
          - id: test.tagged
            when: { bank: made.up.tagged }
            then: { verdict: label, label_content: { name: tagged, expires: P7D } }
            examples: { match: [ "one brindlement" ], no_match: [ "none" ] }
          - id: test.again
            when: { if: "has_label('content', 'tagged')", on_unknown: review }
            then: { verdict: review, hold: true }
          - id: test.doubted
            when: { bank: made.up.doubted, if: "score('nearby', 'hate') >= 0.5", on_unknown: review }
            then: { verdict: review, severity: 1 }
            examples: { match: [ "one glimmerment" ], no_match: [ "none" ] }
          - id: test.distrusted
            when: { bank: made.up.distrusted, if: "score('faraway', 'hate') >= 0.5", on_unknown: review }
            then: { verdict: review, severity: 1 }
            examples: { match: [ "one snarflement" ], no_match: [ "none" ] }
          - id: test.media
            when: { digest: known.media }
            then: { verdict: restrict, severity: 4, actions: [ { kind: visibility.removed, scope: [WORLD] } ] }
          - id: test.known
            category: extremism
            when: { hash_bank: test.blocked, within: 4 }
            then: { verdict: restrict, severity: 4, actions: [ { kind: visibility.removed, scope: [EU] } ] }
          - id: test.flood
            when: { count: author.screenings, window: 1m, at_least: 10000 }
            then: { verdict: review, severity: 1 }
        """;

    /** A purpose that no rule here pursues: for hash banks. */
    private static final String PRIVATE_LOOKS = """
        rows:
          - id: test.security
            purpose: security_and_spam
            surfaces: [direct_message]
            territories: [EEA]
            from: 2018-05-25
            basis: "made up for tests"
            source: "a test"
            confirmed: true
            conditions: []
            enabled: true
        """;

    private static final String CLASSIFIERS = """
          - ids: [classifier.nearby, classifier.faraway]
            title: Classifiers of a server of the tests
            purpose: Testing
            provided: [text of messages]
            observed: []
            third_party: []
            inferred: That a content may break a clause
            retention: With the decision
            minors: No age is used or guessed
            automated: A person looks
            legal_basis: "GDPR Art. 6(1)(f)"
            informed: Published rules
            verified: false
        """;

    private static final String STAFF = """
        people:
          - { id: mod-1, languages: [en, fr], country: IE, employment: internal, from: 2020-01-01 }
          - { id: mod-2, languages: [fr], country: IE, employment: external, from: 2020-01-01 }
          - { id: mod-gone, languages: [en], country: IE, employment: external, from: 2020-01-01, to: 2020-12-31 }
        counts:
          - { language: en, internal: 2, external: 3, from: 2020-01-01, source: "a test" }
        """;

    private static final String FLAGGERS = """
        trusted_flaggers:
          - { id: tf-1, name: "a hotline", member_state: IE, from: 2024-06-01, source: "a test" }
        """;

    /** What the operator says in words; suspensions are known of this year and the one before. */
    private static final String WORDS = """
        provider: "Example Ltd"
        service: "Example Video"
        class: online-platform
        greece: GR
        cannot_occur: []
        contexts: [ { sheet: 5, id: measures, text: "=As the rules say." } ]
        policies: { Category 6: "Test rules 1.1" }
        suspensions:
          - { misuse: unfounded_notices, number: 2, from: %1$d-01-01, to: %1$d-12-31, source: "a test" }
          - { misuse: unfounded_complaints, number: 0, from: %1$d-01-01, to: %1$d-12-31, source: "a test" }
          - { misuse: unfounded_notices, number: 0, from: %2$d-01-01, to: %2$d-12-31, source: "a test" }
          - { misuse: unfounded_complaints, number: 1, from: %2$d-01-01, to: %2$d-12-31, source: "a test" }
        texts:
          summary: "Words are looked for."
          information: "In all comments, by rules."
          automated_means: "Lists of words."
          accuracy: "By what people decide after them."
          purposes: "To find made-up words."
          safeguards: "People decide on appeals."
          governance: "A test is responsible."
        """;

    private TestPolicies() {}

    /** A whole policy directory. */
    static Path writeTo(Path directory) throws IOException {
        Path shipped = Path.of(System.getProperty("gatehouse.home", "..")).resolve("policies");
        assertThat(shipped.resolve("residency")).isDirectory();
        for (String part : new String[] {"residency", "law"}) copy(shipped.resolve(part), directory.resolve(part));
        placeConversations(directory.resolve("residency/conversations.yaml"));
        Files.createDirectories(directory.resolve("content"));
        Files.writeString(
                directory.resolve("content/test.yaml"),
                NORM.formatted(RESTRICTED, HELD, NOTED, TAGGED, DOUBTED, DISTRUSTED, digest()));
        Files.writeString(
                directory.resolve("surfaces.yaml"),
                "surfaces:\n  comment: { on_failure: review, deadline: 10s }\n  live: { on_failure: review, deadline: 10s }\n");
        Files.writeString(directory.resolve("VERSION"), "test.1\n");
        int year = java.time.LocalDate.now(java.time.ZoneOffset.UTC).getYear();
        Files.writeString(directory.resolve("law/transparency-words.yaml"), WORDS.formatted(year, year - 1));
        Files.writeString(directory.resolve("law/scanning-test.yaml"), PRIVATE_LOOKS);
        Files.writeString(directory.resolve("law/profiling.yaml"), CLASSIFIERS, StandardOpenOption.APPEND);
        Files.createDirectories(directory.resolve("models/external"));
        for (String name : new String[] {"nearby", "faraway"})
            Files.writeString(
                    directory.resolve("models/external/" + name + ".properties"),
                    "languages=en,de,fr,nl,da,sv,fi,et,lv,lt,pl,cs,sk,sl,hr,hu,ro,it,es,pt,mt,ga\ncategories=hate\nprovenance=a server of the tests\n");
        Files.createDirectories(directory.resolve("registers"));
        Files.writeString(directory.resolve("registers/staff.yaml"), STAFF);
        Files.writeString(directory.resolve("registers/trusted-flaggers.yaml"), FLAGGERS);
        return directory;
    }

    /** As shipped, but that live content is copied to its members, and an ad wants all of them known. */
    private static void placeConversations(Path file) throws IOException {
        String shipped = Files.readString(file);
        String open = "[public_video, live, comment, profile, ad, open_channel]";
        assertThat(shipped).contains(open);
        Files.writeString(file, shipped.replace(open, "[public_video, comment, profile, open_channel]") + """
              - surfaces: [live]
                from: 2018-05-25
                rule: copy_per_participant
                unknown: strictest
                source: a test
              - surfaces: [ad]
                from: 2018-05-25
                rule: strictest_participant
                unknown: refuse
                source: a test
            """);
    }

    private static String digest() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(BANNED_MEDIA));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (var files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList())
                Files.copy(file, to.resolve(file.getFileName().toString()));
        }
    }
}
