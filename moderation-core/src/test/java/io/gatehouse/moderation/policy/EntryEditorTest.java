package io.gatehouse.moderation.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.moderation.Seeds;
import io.gatehouse.moderation.policy.EntryEditor.Edit;
import io.gatehouse.moderation.policy.EntryEditor.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntryEditorTest {
    private static final String FILE = """
            # who wrote it
            policy: test
            banks:
              - { id: one, words: [a, b] }   # of old
              # about two
              - id: two
                words:
                  # inside
                  - c

            rules:
              # about r1
              - id: r1
                when: { phrase: x }
                title: >
                  folded
                  # no comment

              - id: r2
                when: { phrase: y }
            # the end
            """;

    private static String put(Kind kind, String id, String entry) {
        return switch (EntryEditor.put(FILE, kind, id, entry)) {
            case Edit.Edited(var text) -> text;
            case Edit.Refused(var sentence) -> sentence;
        };
    }

    private static String removed(Kind kind, String id) {
        return switch (EntryEditor.remove(FILE, kind, id)) {
            case Edit.Edited(var text) -> text;
            case Edit.Refused(var sentence) -> sentence;
        };
    }

    @Test
    void findsAnEntryAsItIsWritten() {
        assertThat(EntryEditor.find(FILE, Kind.BANK, "one"))
                .contains(new EntryEditor.Entry(4, "{ id: one, words: [a, b] }   # of old\n"));
        assertThat(EntryEditor.find(FILE, Kind.BANK, "two"))
                .contains(new EntryEditor.Entry(6, "id: two\nwords:\n  # inside\n  - c\n"));
        assertThat(EntryEditor.find(FILE, Kind.RULE, "r1").orElseThrow().yaml()).endsWith("  folded\n  # no comment\n");
        assertThat(EntryEditor.find(FILE, Kind.RULE, "two")).isEmpty();
        assertThat(EntryEditor.find("rules: [", Kind.RULE, "r1")).isEmpty();
    }

    @Test
    void replacesOneEntryAndNothingElse() {
        assertThat(put(Kind.RULE, "r1", "id: r1\nwhen:\n  phrase: z\n"))
                .isEqualTo(FILE.replace("""
                          - id: r1
                            when: { phrase: x }
                            title: >
                              folded
                              # no comment
                        """.indent(0), "  - id: r1\n    when:\n      phrase: z\n"));
        assertThat(put(Kind.BANK, "one", "{\"id\": \"one\", \"words\": [\"q\"]}"))
                .isEqualTo(
                        FILE.replace("{ id: one, words: [a, b] }   # of old", "{\"id\": \"one\", \"words\": [\"q\"]}"));
    }

    @Test
    void whatIsReadAndPutBackChangesNothing() {
        for (var kind : Kind.values())
            for (var id : EntryEditor.ids(FILE, kind))
                assertThat(put(
                                kind,
                                id,
                                EntryEditor.find(FILE, kind, id).orElseThrow().yaml()))
                        .as(id)
                        .isEqualTo(FILE);
    }

    @Test
    void addsAtTheEndOfTheListOrBeginsOne() {
        assertThat(put(Kind.RULE, "r3", "id: r3\n"))
                .isEqualTo(FILE.replace("phrase: y }\n", "phrase: y }\n  - id: r3\n"));
        assertThat(EntryEditor.put("policy: p", Kind.BANK, "b", "# why\nid: b\nwords: [x]"))
                .isEqualTo(new Edit.Edited("policy: p\nbanks:\n  -\n    # why\n    id: b\n    words: [x]\n"));
    }

    @Test
    void removesAnEntryAndWithTheLastOneItsList() {
        assertThat(removed(Kind.RULE, "r2")).isEqualTo(FILE.replace("  - id: r2\n    when: { phrase: y }\n", ""));
        var one = "policy: p\nrules:\n  - id: a\n    x: 1\nother: 2\n";
        assertThat(EntryEditor.remove(one, Kind.RULE, "a")).isEqualTo(new Edit.Edited("policy: p\nother: 2\n"));
        assertThat(removed(Kind.RULE, "r9")).isEqualTo("the file holds no such entry");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            id: r1: [     | the entry is not YAML
            - id: r1      | the entry must be a YAML mapping
            when: 1       | the entry has no 'id'
            id: other     | the entry's id is 'other', not 'r1'
            ---           | without document marks
            """)
    void anEntryThatIsNoneIsRefusedByName(String entry, String said) {
        assertThat(put(Kind.RULE, "r1", entry)).contains(said);
    }

    @Test
    void aListInBracketsIsLeftAlone() {
        assertThat(EntryEditor.put("rules: [ { id: a } ]\n", Kind.RULE, "b", "id: b"))
                .isInstanceOfSatisfying(
                        Edit.Refused.class, edit -> assertThat(edit.sentence()).contains("in brackets"));
    }

    /** Of random edits: what was put is found, the others stay as they were. */
    @Test
    void editsOfOneEntryLeaveTheOthersAsTheyWere() {
        Seeds.forAll(200, random -> {
            String file = FILE;
            for (int step = 0; step < 10; step++) {
                var kind = Kind.values()[random.nextInt(2)];
                var ids = new ArrayList<>(EntryEditor.ids(file, kind));
                String id = "e" + random.nextInt(5);
                var before = new ArrayList<>(List.of(file));
                if (ids.contains(id) && random.nextBoolean()) {
                    file = ((Edit.Edited) EntryEditor.remove(file, kind, id)).text();
                    ids.remove(id);
                } else {
                    String entry = "id: " + id
                            + (random.nextBoolean() ? "\n# c\nx: |\n  # text\n  more\n" : "\nx: " + step + "\n");
                    file = ((Edit.Edited) EntryEditor.put(file, kind, id, entry)).text();
                    assertThat(EntryEditor.find(file, kind, id).orElseThrow().yaml())
                            .isEqualTo(entry);
                    if (!ids.contains(id)) ids.add(id);
                }
                assertThat(EntryEditor.ids(file, kind)).containsExactlyElementsOf(ids);
                for (var other : ids)
                    if (!other.equals(id))
                        assertThat(EntryEditor.find(file, kind, other)
                                        .orElseThrow()
                                        .yaml())
                                .isEqualTo(EntryEditor.find(before.getFirst(), kind, other)
                                        .orElseThrow()
                                        .yaml());
            }
        });
    }
}
