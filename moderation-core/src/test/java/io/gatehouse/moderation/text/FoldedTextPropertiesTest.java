package io.gatehouse.moderation.text;

import static io.gatehouse.moderation.Seeds.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What must hold for folding any text. */
class FoldedTextPropertiesTest {
    private static List<FoldedView> allViews(FoldedText text) {
        var views = new ArrayList<FoldedView>();
        for (var level : FoldLevel.values()) views.addAll(text.views(level));
        return views;
    }

    @Test
    void offsetsAreValidAndNeverGoBack() {
        forAll(5_000, random -> {
            String submitted = RandomText.next(random, 80);
            var text = FoldedText.of(submitted);
            assertThat(text.codePointCount())
                    .isEqualTo((int) submitted.codePoints().count());
            for (var view : allViews(text)) {
                for (int i = 0; i < view.length(); i++) {
                    assertThat(view.start(i)).isNotNegative().isLessThan(view.end(i));
                    assertThat(view.end(i)).isLessThanOrEqualTo(text.codePointCount());
                    assertThat(view.run(i)).isPositive();
                }
            }
            for (var view : List.of(text.plain(), text.counted(), text.exact(), text.caseFolded())) {
                for (int i = 1; i < view.length(); i++) {
                    assertThat(view.start(i)).isGreaterThanOrEqualTo(view.start(i - 1));
                    assertThat(view.end(i)).isGreaterThanOrEqualTo(view.end(i - 1));
                }
            }
        });
    }

    @Test
    void foldingAFoldedTextChangesNothing() {
        forAll(5_000, random -> {
            var text = FoldedText.of(RandomText.next(random, 80));
            String plain = text.plain().toString();
            assertThat(FoldedText.of(plain).plain().toString()).isEqualTo(plain);
            String caseFolded = text.caseFolded().toString();
            assertThat(FoldedText.of(caseFolded).caseFolded().toString()).isEqualTo(caseFolded);
        });
    }

    /** 18 is the longest decomposition of one character in Unicode (U+FDFA). */
    @Test
    void aViewIsNeverMuchLongerThanItsText() {
        forAll(2_000, random -> {
            var text = FoldedText.of(RandomText.next(random, 80));
            for (var view : allViews(text)) assertThat(view.length()).isLessThanOrEqualTo(18 * text.codePointCount());
        });
    }

    @Test
    void marksWithoutEndFoldToTheirLetter() {
        String text = "a" + "\u0301\u0323".repeat(5_000) + "b";
        var plain = FoldedText.of(text).plain();
        assertThat(plain.toString()).isEqualTo("ab");
        assertThat(plain.end(0)).isEqualTo(10_001);
        assertThat(FoldedText.of(text).caseFolded().length()).isLessThan(20);
    }

    @Test
    void oneLetterForSixtyFourKibibytesFoldsToOne() {
        var plain = FoldedText.of("a".repeat(64 * 1024)).plain();
        assertThat(plain.toString()).isEqualTo("a");
        assertThat(plain.run(0)).isEqualTo(Byte.MAX_VALUE);
        assertThat(plain.end(0)).isEqualTo(64 * 1024);
    }
}
