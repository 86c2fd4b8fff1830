package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.service.door.RunningGatehouse.Answer;
import io.gatehouse.service.openapi.OpenApiTest;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Single rules and banks of a draft over HTTP. */
class DraftEntriesTest {
    private static final String FILE = """
            # kept
            policy: entries
            title: Made-up norm
            clause: Test rules 2.1
            category: spam
            purpose: terms
            ground: { incompatible: "Test rules 2.1", dsa_category: STATEMENT_CATEGORY_SCAMS_AND_FRAUD }
            banks:
              - { id: entries.words, provenance: "made up", words: [zorkle] }
            rules:
              # about the first
              - id: entries.first
                when: { bank: entries.words }
                then: { verdict: label }
                examples: { match: [ "a zorkle" ], no_match: [ "none" ] }
            """;

    private static final String NEW_RULE =
            "{\"id\":\"entries.second\",\"when\":{\"phrase\":\"blimp\"},\"then\":{\"verdict\":\"review\"},"
                    + "\"examples\":{\"match\":[\"a blimp\"],\"no_match\":[\"none\"]}}";

    private final RunningGatehouse service = RunningGatehouse.shared();
    private final String author = "Bearer " + service.keyWith("policy-author");
    private final String second = "Bearer " + service.keyWith("policy-author");
    private String draft = "";

    @BeforeEach
    void begin() {
        String name = RunningGatehouse.unique("entries").toLowerCase(Locale.ROOT);
        service.post("/v1/policies/drafts", "{\"name\":\"" + name + "\"}", "Authorization", author);
        draft = "/v1/policies/drafts/" + name;
        assertThat(service.put(
                                draft + "/files/content/entries.yaml",
                                FILE,
                                "Authorization",
                                author,
                                "If-None-Match",
                                "*")
                        .status())
                .isEqualTo(204);
    }

    private Answer get(String path) {
        return service.get(draft + path, "Authorization", author);
    }

    private Answer put(String path, String body, String who, String... headers) {
        return service.put(draft + path, body, with(who, headers));
    }

    private static String[] with(String who, String... headers) {
        String[] all = new String[headers.length + 2];
        all[0] = "Authorization";
        all[1] = who;
        System.arraycopy(headers, 0, all, 2, headers.length);
        return all;
    }

    private static Answer fits(String schema, Answer answer) {
        assertThat(OpenApiTest.schema(schema).validate(answer.json()))
                .as(answer.text())
                .isEmpty();
        return answer;
    }

    @Test
    void aRuleIsReadAddedChangedAndRemovedAndTheFileKeepsItsComments() {
        var rules = fits("PolicyEntries", get("/rules"));
        assertThat(rules.json().at("/rules/0/id").stringValue()).isEqualTo("entries.first");
        assertThat(rules.json().at("/rules/0/line").intValue()).isEqualTo(12);
        var read = fits("PolicyEntry", get("/rules/entries.first"));
        assertThat(read.field("yaml")).startsWith("id: entries.first\nwhen:");

        assertThat(put("/rules/entries.second", NEW_RULE, author).problem()).isEqualTo("precondition-needed");
        assertThat(put("/rules/entries.second", NEW_RULE, author, "If-None-Match", "*")
                        .field("detail"))
                .contains("?file=");
        var added = put("/rules/entries.second?file=content/entries.yaml", NEW_RULE, author, "If-None-Match", "*");
        assertThat(added.status()).as(added.text()).isEqualTo(200);
        fits("PolicyEntry", added);
        var changed = put(
                "/rules/entries.first",
                read.field("yaml").replace("label", "review"),
                author,
                "If-Match",
                read.header("ETag"));
        assertThat(changed.status()).as(changed.text()).isEqualTo(200);
        assertThat(get("/files/content/entries.yaml").text())
                .contains("# kept", "# about the first", "verdict: review", "blimp");
        assertThat(service.delete(draft + "/rules/entries.second", with(author, "If-Match", added.header("ETag")))
                        .status())
                .isEqualTo(204);
        assertThat(get("/rules/entries.second").status()).isEqualTo(404);
        assertThat(get("/files/content/entries.yaml").text())
                .isEqualTo(FILE.replace("then: { verdict: label }", "then: { verdict: review }"));
    }

    @Test
    void ofTwoWhoEditOneBankTheSecondIsToldAndTwoRulesOfOneFileAreEditedAtOnce() throws Exception {
        var bank = get("/banks/entries.words");
        String etag = bank.header("ETag");
        String mine = bank.field("yaml").replace("zorkle", "zorkle, firstish");
        assertThat(put("/banks/entries.words", mine, author, "If-Match", etag).status())
                .isEqualTo(200);
        var late = put("/banks/entries.words", mine.replace("first", "second"), second, "If-Match", etag);
        assertThat(late.status()).isEqualTo(412);
        assertThat(late.problem()).isEqualTo("changed-meanwhile");
        assertThat(late.field("current"))
                .isEqualTo(get("/banks/entries.words").header("ETag").replace("\"", ""));

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var puts = IntStream.range(0, 12)
                    .<Callable<Answer>>mapToObj(n -> () -> put(
                            "/rules/entries.r" + n + "?file=content/entries.yaml",
                            NEW_RULE.replace("entries.second", "entries.r" + n),
                            n % 2 == 0 ? author : second,
                            "If-None-Match",
                            "*"))
                    .toList();
            for (var done : threads.invokeAll(puts))
                assertThat(done.get().status()).as(done.get().text()).isEqualTo(200);
        }
        assertThat(get("/rules").json().get("rules").size()).isEqualTo(13);
    }

    @Test
    void whatIsWrongWithADraftIsToldBeforeItIsFrozen() {
        var bank = get("/banks/entries.words");
        put(
                "/banks/entries.words",
                "id: entries.words\nprovenance: x\nwordz: [a]\n",
                author,
                "If-Match",
                bank.header("ETag"));
        var faults = fits("DraftFaults", get("/faults"));
        assertThat(faults.json().get("faults").values().stream()
                        .map(fault -> fault.get("file").stringValue() + ":"
                                + fault.get("line").intValue() + " "
                                + fault.get("message").stringValue()))
                .anySatisfy(fault ->
                        assertThat(fault).contains("content/entries.yaml:").contains("wordz"));
    }

    @Test
    void anEntryThatIsNoneIsRefusedAndChangesNothing() {
        String etag = get("/rules/entries.first").header("ETag");
        for (var body : new String[] {"- a", "id: other", "id: [", "x: 1"}) {
            var refused = put("/rules/entries.first", body, author, "If-Match", etag);
            assertThat(refused.status()).as(body).isEqualTo(422);
            assertThat(refused.field("detail")).contains("content/entries.yaml");
        }
        assertThat(put("/rules/Not!", "id: x", author, "If-None-Match", "*").status())
                .isEqualTo(400);
        assertThat(put("/rules/a.b?file=law/demo.yaml", "id: a.b", author, "If-None-Match", "*")
                        .status())
                .isEqualTo(400);
        assertThat(put("/rules/a.b?file=content/none.yaml", "id: a.b", author, "If-None-Match", "*")
                        .status())
                .isEqualTo(404);
        assertThat(get("/files/content/entries.yaml").text()).isEqualTo(FILE);
        assertThat(service.get("/v1/policies/drafts/nobody.knows/rules", "Authorization", author)
                        .status())
                .isEqualTo(404);
    }
}
