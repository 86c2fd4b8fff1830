package io.gatehouse.service.perspective;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SentencesTest {
    @Test
    void offsetsAreCodePointsOfTheTextAsSubmitted() {
        var sentences = Sentences.of("  Fine 😀. Another one!\n\nLast", "en");
        assertThat(sentences)
                .containsExactly(
                        new Sentences.Sentence("Fine 😀.", 2, 9),
                        new Sentences.Sentence("Another one!", 10, 22),
                        new Sentences.Sentence("Last", 24, 28));
    }

    @Test
    void whatIsTooManyIsTakenAsOne() {
        var sentences = Sentences.of("One. ".repeat(500), "und");
        assertThat(sentences).hasSize(Sentences.MOST);
        assertThat(sentences.getLast().end()).isEqualTo(5 * 500 - 1);
    }

    @Test
    void blanksAreNoSentence() {
        assertThat(Sentences.of(" \n ", "en")).isEmpty();
    }

    @Test
    void tagsBecomeBlanksOfTheSameLength() {
        assertThat(AnalyzeRequest.withoutTags("<p title=\"😀\">a &lt; b</p> 1 < 2"))
                .isEqualTo(" ".repeat(13) + "a &lt; b    1 < 2".replace("b    1", "b" + " ".repeat(5) + "1"));
    }
}
