package io.gatehouse.service.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people type, what they read, and the exit code that scripts see. */
class CommandLineTest {
    private static final Path SHIPPED =
            Path.of(System.getProperty("gatehouse.home", "..")).resolve("policies");

    @TempDir
    Path directory;

    private record Ended(int exitCode, String out, String err) {}

    private static Ended run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int exitCode = GatehouseCommand.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
        return new Ended(exitCode, out.toString(), err.toString());
    }

    private Path copyOfShipped() throws IOException {
        Path copy = directory.resolve("policies");
        try (Stream<Path> files = Files.walk(SHIPPED)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path relative = SHIPPED.relativize(file);
                if (relative.startsWith("target") || relative.startsWith("src")) continue;
                Path to = copy.resolve(relative.toString());
                Files.createDirectories(to.resolveSibling("."));
                Files.copy(file, to);
            }
        }
        return copy;
    }

    @Test
    void everyCommandExplainsItself() {
        for (String command :
                new String[] {"serve", "screen", "policy", "train", "evaluate", "verify", "job", "demo"}) {
            var ended = run(command, "--help");
            assertThat(ended.exitCode).as(command).isZero();
            assertThat(ended.out).contains("Usage: gatehouse " + command);
        }
    }

    @Test
    void wrongUseExitsWithTwoAndSaysWhatWasWrong() {
        assertThat(run().exitCode).isEqualTo(2);
        var unknown = run("serv");
        assertThat(unknown.exitCode).isEqualTo(2);
        assertThat(unknown.err).contains("Did you mean").contains("serve");
        var missing = run("screen", directory.resolve("nowhere.jsonl").toString());
        assertThat(missing.exitCode).isEqualTo(2);
        assertThat(missing.err).contains("cannot read");
        assertThat(run(
                                "train",
                                "poetry",
                                "--data",
                                ".",
                                "--out",
                                directory.resolve("x").toString())
                        .exitCode)
                .isEqualTo(2);
        assertThat(run("verify", directory.toString()).err).contains("holds no exported log");
    }

    @Test
    void theShippedPoliciesAreRightAndTestThemselves() {
        var check = run("policy", "check", SHIPPED.toString());
        assertThat(check.exitCode).isZero();
        assertThat(check.out).contains("no faults").contains("sha256:");
        var test = run("policy", "test", SHIPPED.toString());
        assertThat(test.err).isEmpty();
        assertThat(test.exitCode).isZero();
        assertThat(test.out).contains("are as their authors say");
    }

    @Test
    void aPolicyWithFaultsIsRefusedWithEveryOneOfThem() throws IOException {
        Path policies = copyOfShipped();
        Path spam = policies.resolve("content/spam.yaml");
        Files.writeString(spam, Files.readString(spam).replace("category: spam", "category: spma") + "\nextra: 1\n");
        Path law = policies.resolve("law/scanning.yaml");
        Files.writeString(law, Files.readString(law).replace("confirmed: true", "confirmed: false"));
        var ended = run("policy", "check", policies.toString());
        assertThat(ended.exitCode).isEqualTo(1);
        assertThat(ended.err)
                .contains("content/spam.yaml:")
                .contains("spma")
                .contains("unknown key 'extra'")
                .contains("law/scanning.yaml:")
                .contains("an unconfirmed row is enabled");
    }

    @Test
    void aBankWhoseTimeIsUpIsNoFaultButSaid() throws IOException {
        Path policies = copyOfShipped();
        Files.writeString(policies.resolve("content/zz.yaml"), """
                policy: zz
                title: Made up
                clause: Rules 99
                category: spam
                purpose: terms
                ground: { incompatible: "Rules 99", dsa_category: STATEMENT_CATEGORY_SCAMS_AND_FRAUD }
                banks:
                  - { id: zz.old, provenance: test, domains: [evil.example], expires: 2020-01-31 }
                """);
        var ended = run("policy", "check", policies.toString());
        assertThat(ended.exitCode).isZero();
        assertThat(ended.out).contains("content/zz.yaml:8: bank 'zz.old' matches nothing since 2020-01-31");
    }

    @Test
    void aRuleThatBreaksItsOwnExampleFailsThePolicyTest() throws IOException {
        Path policies = copyOfShipped();
        Path file = policies.resolve("content/zz.yaml");
        Files.writeString(file, """
                policy: zz
                title: Made up
                clause: Rules 99
                category: spam
                purpose: terms
                ground: { incompatible: "Rules 99", dsa_category: STATEMENT_CATEGORY_SCAMS_AND_FRAUD }
                rules:
                  - id: zz.word
                    when: { phrase: "zorkle blimp" }
                    then: { verdict: label, severity: 1 }
                    examples: { match: [ "a zorkle blimp", "a zorkle" ], no_match: [ "nothing" ] }
                """);
        var ended = run("policy", "test", policies.toString());
        assertThat(ended.exitCode).isEqualTo(1);
        assertThat(ended.err).contains("content/zz.yaml:11").contains("zz.word should match but does not");
    }

    @Test
    void aModelOfAnotherDigestIsRefused() throws IOException {
        Path policies = copyOfShipped();
        Path model = policies.resolve("models/toxicity.bin");
        byte[] bytes = Files.readAllBytes(model);
        bytes[bytes.length / 2] ^= 1;
        Files.write(model, bytes);
        var ended = run("policy", "check", policies.toString());
        assertThat(ended.exitCode).isEqualTo(3);
        assertThat(ended.err).contains("toxicity.bin");
    }

    @Test
    void evaluatesLabelledTextsAsTableJsonAndPicture() throws IOException {
        Path data = directory.resolve("labelled.jsonl");
        Files.writeString(data, """
                {"id":"1","text":"You are such an idiot","lang":"en","categories":["harassment"],"toxic":1}
                {"id":"2","text":"See you at lunch tomorrow","lang":"en","categories":[],"toxic":0}
                {"id":"3","text":"Das Wetter ist heute schön","lang":"de","categories":[],"toxic":0}
                broken
                """);
        Path json = directory.resolve("quality.json");
        Path picture = directory.resolve("quality.svg");
        Path page = directory.resolve("quality.md");
        Path map = directory.resolve("map.svg");
        var ended = run(
                "evaluate",
                "--data",
                data.toString(),
                "--by",
                "language,category,length",
                "--robustness",
                "--drift",
                data.toString(),
                "--page",
                page.toString(),
                "--map",
                map.toString(),
                "--json",
                json.toString(),
                "--picture",
                picture.toString(),
                "--policy",
                SHIPPED.toString());
        assertThat(ended.exitCode).isZero();
        assertThat(ended.out).contains("harassment / all").contains("harassment / en");
        // Nothing was to be found in German, so that nothing was missed.
        assertThat(ended.out.lines().filter(line -> line.startsWith("any / de ")))
                .singleElement()
                .asString()
                .containsPattern("1 +0 +– +– +– +– ");
        assertThat(ended.err).contains("labelled.jsonl:4");
        assertThat(Files.readString(json)).contains("\"calibration_error\"");
        assertThat(Files.readString(picture)).startsWith("<svg").contains("harassment: average precision");
        assertThat(ended.out).contains("any / up to 40").contains("spaced out").contains("stability index");
        assertThat(Files.readString(map)).startsWith("<svg").contains(">harassment</text>");
        assertThat(Files.readString(page))
                .contains("Worst first")
                // Whose files these are, and who has learned from them, nobody told.
                .contains("whether a model has learned from them is not known")
                .doesNotContain("not trained on")
                .contains("| look alikes |")
                .contains("| language:de |")
                .contains("sha256:");
        var alone = run(
                "evaluate",
                "--data",
                data.toString(),
                "--elsewhere",
                data.toString(),
                "--model",
                "categories",
                "--page",
                page.toString(),
                "--policy",
                SHIPPED.toString());
        assertThat(alone.exitCode).as(alone.err).isZero();
        assertThat(Files.readString(page))
                .contains("## Elsewhere")
                .contains("at the thresholds of the rules")
                .contains("| " + directory.getFileName() + " | de | 1 | ");
        var both = run("evaluate", "--data", data.toString(), "--held-out", directory.toString());
        assertThat(both.exitCode).isEqualTo(2);
        assertThat(both.err).contains("either --data or --held-out");
        var unknown = run("evaluate", "--data", data.toString(), "--model", "oracle", "--policy", SHIPPED.toString());
        assertThat(unknown.exitCode).isEqualTo(2);
        assertThat(unknown.err).contains("no model oracle").contains("toxicity");
    }

    private Path stricterCopy() throws IOException {
        Path policies = copyOfShipped();
        Files.writeString(policies.resolve("content/zz.yaml"), """
                policy: zz
                title: Made up
                clause: Rules 99
                category: spam
                purpose: terms
                ground: { incompatible: "Rules 99", dsa_category: STATEMENT_CATEGORY_SCAMS_AND_FRAUD }
                rules:
                  - id: zz.word
                    when: { phrase: "zorkle blimp" }
                    then: { verdict: review, severity: 1 }
                    examples: { match: [ "a zorkle blimp" ], no_match: [ "nothing" ] }
                """);
        return policies;
    }

    @Test
    void saysWhatAnotherPolicyChangesInWordsAndInEffect() throws IOException {
        Path stricter = stricterCopy();
        Path data = directory.resolve("rows.jsonl");
        Files.writeString(data, """
                {"id":"1","author":"a","text":"I saw a zorkle blimp yesterday"}
                {"id":"2","author":"b","text":"See you at lunch tomorrow"}
                broken
                """);
        var diff = run("policy", "diff", SHIPPED.toString(), stricter.toString(), "--data", data.toString());
        assertThat(diff.exitCode).as(diff.err).isZero();
        assertThat(diff.out)
                .contains("+ zz.word is new")
                .contains("allow becomes review", "malformed 1", "examples, new zz.word: 1");
        assertThat(diff.err).contains("rows.jsonl:3");
        var backtest = run(
                "policy",
                "backtest",
                "--policy",
                stricter.toString(),
                "--against",
                SHIPPED.toString(),
                "--data",
                data.toString(),
                "--json");
        assertThat(backtest.exitCode).as(backtest.err).isZero();
        var report = tools.jackson.databind.json.JsonMapper.shared().readTree(backtest.out);
        assertThat(report.at("/messages").intValue()).isEqualTo(2);
        assertThat(report.at("/authors").intValue()).isEqualTo(1);
        assertThat(report.at("/rules/zz.word/gained").intValue()).isEqualTo(1);
        var coverage = run("policy", "coverage", "--policy", stricter.toString(), "--data", data.toString());
        assertThat(coverage.exitCode).as(coverage.err).isZero();
        assertThat(coverage.out).contains("2 messages", "never matched");
        var whole = run("policy", "coverage", "--policy", stricter.toString(), "--data", data.toString(), "--json");
        assertThat(whole.out).contains("no message was in");
    }

    @Test
    void comparingWronglyExitsWithTwoAndASentence() throws IOException {
        var nowhere = run(
                "policy", "diff", SHIPPED.toString(), directory.resolve("none").toString());
        assertThat(nowhere.exitCode).isEqualTo(2);
        assertThat(nowhere.err).contains("no directory of policies");
        Path data = directory.resolve("rows.jsonl");
        Files.writeString(data, "{\"text\":\"hello\"}\n");
        for (String[] wrong : new String[][] {
            {"policy", "backtest", "--data", data.toString()},
            {"policy", "backtest", "--policy", SHIPPED.toString(), "--data", "/no/such/file"},
            {"policy", "backtest", "--policy", SHIPPED.toString(), "--data", data.toString(), "--sample", "5%"},
            {"policy", "backtest", "--policy", "/no/such/policy", "--data", data.toString()},
            {"policy", "coverage", "--data", data.toString(), "--min", "0"},
            {"policy", "coverage", "--data", data.toString(), "--workers", "0"},
            {"policy", "coverage", "--data", data.toString(), "--surface", "moon"},
            {"policy", "coverage"},
        }) {
            var ended = run(wrong);
            assertThat(ended.exitCode).as(String.join(" ", wrong)).isEqualTo(2);
            assertThat(ended.err).as(String.join(" ", wrong)).isNotBlank();
        }
    }
}
