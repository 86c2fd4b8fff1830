package io.gatehouse.moderation.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.moderation.signal.Category;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelledTextsTest {
    @TempDir
    Path directory;

    @Test
    void readsRowsAndNamesTheSetAfterItsDirectory() throws IOException {
        var rows = rows("""
                {"id": "a-1", "text": "hello", "lang": "en", "label": "fine", "categories": [], "toxic": 0}
                {"id": "a-2", "text": "x", "lang": "de", "categories": ["spam/scam", "hate"], "toxic": 1, "spans": [0]}
                """);
        assertThat(rows.getFirst())
                .isEqualTo(new LabelledText(
                        "a-1",
                        directory.getFileName().toString(),
                        "hello",
                        "en",
                        java.util.Set.of(),
                        Optional.of(false),
                        "fine",
                        List.of()));
        assertThat(rows.get(1).categories()).containsExactlyInAnyOrder(Category.SPAM, Category.HATE);
        assertThat(rows.get(1).marked()).containsExactly(0);
    }

    @Test
    void keepsAnUnknownToxicityUnknown() throws IOException {
        assertThat(rows("{\"text\": \"x\", \"lang\": \"en\", \"categories\": [], \"toxic\": null}\n")
                        .getFirst()
                        .toxic())
                .isEmpty();
    }

    @Test
    void reportsMalformedLinesByNumberAndReadsOn() throws IOException {
        var file = Files.writeString(directory.resolve("a.jsonl"), """
                {"text": "one", "lang": "en"}
                {"text": "tw
                [1]

                {"text": 5, "lang": "en"}
                {"text": "x"}
                {"text": "x", "lang": "en", "categories": ["nonsense"]}
                {"text": "x", "lang": "en", "toxic": "yes"}
                {"text": "last", "lang": "en"}""");
        try (var texts = LabelledTexts.read(file)) {
            var read = new ArrayList<String>();
            texts.forEachRemaining(t -> read.add(t.text()));
            assertThat(read).containsExactly("one", "last");
            assertThat(texts.malformed())
                    .extracting(LabelledTexts.MalformedLine::line)
                    .containsExactly(2L, 3L, 5L, 6L, 7L, 8L);
            assertThat(texts.malformed().get(4).reason()).contains("nonsense");
        }
    }

    @Test
    void aLineWithoutEndDoesNotFillTheHeap() throws IOException {
        var file = directory.resolve("long.jsonl.gz");
        try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
            var block = new byte[1 << 20];
            Arrays.fill(block, (byte) 'x');
            for (int i = 0; i < 40; i++) out.write(block);
            out.write("\n{\"text\": \"last\", \"lang\": \"en\"}\n".getBytes(StandardCharsets.UTF_8));
        }
        try (var texts = LabelledTexts.read(file)) {
            assertThat(texts.next().text()).isEqualTo("last");
            assertThat(texts.malformedCount()).isEqualTo(1);
        }
    }

    @Test
    void aCutFileIsAnErrorThatNamesIt() throws IOException {
        var whole = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(whole)) {
            for (int i = 0; i < 5_000; i++)
                out.write(
                        ("{\"text\": \"row " + i * 7919 + "\", \"lang\": \"en\"}\n").getBytes(StandardCharsets.UTF_8));
        }
        var file = Files.write(directory.resolve("cut.jsonl.gz"), Arrays.copyOf(whole.toByteArray(), whole.size() / 2));
        try (var texts = LabelledTexts.read(file)) {
            assertThatThrownBy(() -> texts.forEachRemaining(_ -> {}))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("cut.jsonl.gz")
                    .hasMessageContaining("after line");
        }
        assertThatThrownBy(() -> LabelledTexts.read(directory.resolve("absent.jsonl")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("absent.jsonl");
    }

    private List<LabelledText> rows(String lines) throws IOException {
        var file = Files.writeString(directory.resolve("rows.jsonl"), lines);
        try (var texts = LabelledTexts.read(file)) {
            var rows = new ArrayList<LabelledText>();
            texts.forEachRemaining(rows::add);
            assertThat(texts.malformed()).isEmpty();
            return rows;
        }
    }
}
