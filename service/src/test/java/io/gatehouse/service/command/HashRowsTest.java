package io.gatehouse.service.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HashRowsTest {
    @TempDir
    Path directory;

    private List<String> rows(String name, String text) throws IOException {
        var file = Files.writeString(directory.resolve(name), text);
        var rows = new ArrayList<String>();
        try (var open = HashRows.open(file)) {
            for (var row = open.next(); row.isPresent(); row = open.next())
                rows.add(row.get().line() + " "
                        + (row.get().entry() == null
                                ? row.get().fault()
                                : row.get().entry().toString()));
        }
        return rows;
    }

    @Test
    void csvHasItsColumnsNamedOrIsHashAndQuality() throws IOException {
        assertThat(rows("a.csv", "aa,80\n\nbb\n"))
                .containsExactly("1 {\"hash\":\"aa\",\"quality\":80}", "3 {\"hash\":\"bb\"}");
        assertThat(rows("b.csv", "\uFEFFHash,Other,Provenance,quality\naa,x,\"a, \"\"b\"\"\nc\",many\n"))
                .containsExactly("2 {\"hash\":\"aa\",\"provenance\":\"a, \\\"b\\\"\\nc\",\"quality\":\"many\"}");
        assertThat(rows("c.csv", "aa,80\nbb,\"x\" y\ncc,1\n"))
                .containsExactly(
                        "1 {\"hash\":\"aa\",\"quality\":80}",
                        "2 a quote is opened or closed wrongly; nothing below this line was read");
    }

    @Test
    void jsonComesInLinesOrInAnArray() throws IOException {
        assertThat(rows("a.jsonl", "{\"hash\":\"aa\"}\n\n{\"hash\":\"bb\"}\n7\n"))
                .containsExactly("1 {\"hash\":\"aa\"}", "3 {\"hash\":\"bb\"}", "4 is no object");
        assertThat(rows("b.json", "[\n{\"hash\":\"aa\"},\n{\"hash\":\"bb\"}]"))
                .containsExactly("2 {\"hash\":\"aa\"}", "3 {\"hash\":\"bb\"}");
        assertThat(rows("c.jsonl", "{\"hash\":\"aa\"}\n{\"hash\":\n"))
                .hasSize(2)
                .last()
                .asString()
                .contains("is not JSON; nothing below this line was read");
    }
}
