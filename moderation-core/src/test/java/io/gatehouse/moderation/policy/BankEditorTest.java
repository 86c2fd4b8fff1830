package io.gatehouse.moderation.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.moderation.policy.BankEditor.Edit;
import java.util.List;
import org.junit.jupiter.api.Test;

class BankEditorTest {
    private static final String FILE = """
            # 😀 a comment that stays
            banks:
              - id: flow.bank
                words: [ "één", two, # kept with two
                  'three' ]
              - id: block.bank
                words:
                  - alpha
                  # about beta
                  - "beta"
                  - gamma
            rules: []   # after
            """;

    private static String edited(String bank, List<String> add, List<String> remove) {
        return switch (BankEditor.edit(FILE, bank, add, remove)) {
            case Edit.Edited(var text) -> text;
            case Edit.NoSuchBank() -> "no such bank";
            case Edit.Refused(var sentence) -> "refused: " + sentence;
        };
    }

    @Test
    void addsToAFlowListAndLeavesEverythingElse() {
        assertThat(edited("flow.bank", List.of("say \"four\"", "two"), List.of()))
                .isEqualTo(FILE.replace("'three' ]", "'three', \"say \\\"four\\\"\" ]"));
    }

    @Test
    void removesFromAFlowListWhereverTheWordStands() {
        assertThat(edited("flow.bank", List.of(), List.of("één"))).isEqualTo(FILE.replace("\"één\", two", "two"));
        assertThat(edited("flow.bank", List.of(), List.of("three", "unknown")))
                .isEqualTo(FILE.replace("two, # kept with two\n      'three' ]", "two ]"));
        assertThat(edited("flow.bank", List.of("new"), List.of("één", "two", "three")))
                .isEqualTo(FILE.replace("\"één\", two, # kept with two\n      'three' ]", "\"new\" ]"));
    }

    @Test
    void editsABlockListByLines() {
        assertThat(edited("block.bank", List.of("delta"), List.of("alpha", "gamma")))
                .isEqualTo(FILE.replace("      - alpha\n", "").replace("      - gamma\n", "      - \"delta\"\n"));
    }

    @Test
    void refusesToEmptyABankAndSaysWhenThereIsNone() {
        assertThat(edited("block.bank", List.of(), List.of("alpha", "beta", "gamma")))
                .startsWith("refused: ");
        assertThat(edited("nowhere", List.of("x"), List.of())).isEqualTo("no such bank");
        assertThat(BankEditor.edit("a: [", "x", List.of("x"), List.of())).isInstanceOf(Edit.Refused.class);
    }
}
