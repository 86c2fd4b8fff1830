package io.gatehouse.moderation.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gatehouse.moderation.signal.Category;
import io.gatehouse.moderation.training.TrainingTexts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a model makes of the same words in disguise, of another group, and in another period. */
class RobustnessTest {
    @TempDir
    Path directory;

    private static LabelledText text(String words, boolean toxic) {
        return new LabelledText(
                "1",
                "made up",
                words,
                "en",
                toxic ? Set.of(Category.HATE) : Set.of(),
                Optional.of(toxic),
                "",
                List.of());
    }

    /** Finds what is written exactly so. */
    private static BiFunction<String, String, Map<Category, Double>> finds(String... words) {
        return (text, _) -> Map.of(Category.HATE, Set.of(words).stream().anyMatch(text::contains) ? 0.9 : 0.1);
    }

    @Test
    void everyEvasionHidesALongWordAndNoShortOne() {
        for (var evasion : Evasion.values()) {
            assertThat(evasion.applied("the big cat")).as(evasion.wireName()).isEqualTo("the big cat");
            assertThat(evasion.applied("çurseword, naïve"))
                    .as(evasion.wireName())
                    .isNotEqualTo("çurseword, naïve");
            assertThat(evasion.applied("abcd")).as(evasion.wireName()).isEqualTo(evasion.applied("abcd"));
        }
        assertThat(Evasion.LEET.applied("an idiot")).isEqualTo("an 1d107");
        assertThat(Evasion.SPACED_OUT.applied("idiot!")).isEqualTo("i d i o t!");
        assertThat(Evasion.STARRED.applied("idiot")).isEqualTo("i*iot");
    }

    @Test
    void tellsHowMuchIsStillFoundWorstFirst() {
        var disguised = Robustness.of(
                List.of(text("you zorkle", true), text("a blimp", true), text("zoo", false), text("hello", false)),
                finds("zorkle", "zoorkle", "blimp", "h e l l o"),
                0.5);
        assertThat(disguised.getFirst())
                .isEqualTo(new Robustness.Disguised(Robustness.PLAIN, Proportion.of(2, 2), Proportion.of(0, 2)));
        var byName = new TreeMap<String, Robustness.Disguised>();
        disguised.forEach(d -> byName.put(d.evasion(), d));
        assertThat(byName).hasSize(Evasion.values().length + 1);
        assertThat(byName.get("doubled").recall()).isEqualTo(Proportion.of(1, 2));
        assertThat(byName.get("spaced out").falseAlarms()).isEqualTo(Proportion.of(1, 2));
        assertThat(disguised.subList(1, disguised.size()))
                .isSortedAccordingTo(
                        (a, b) -> Double.compare(a.recall().value(), b.recall().value()));
    }

    @Test
    void aGroupThatIsFoundMoreOftenStandsFirst() throws IOException {
        Files.createDirectories(directory.resolve("templates"));
        Files.createDirectories(directory.resolve("fillers"));
        Files.createDirectories(directory.resolve("lexicons"));
        Files.writeString(directory.resolve("lexicons/xx.tsv"), "concept\tword\tenglish\n");
        Files.writeString(
                directory.resolve("fillers/xx.tsv"), "slot\tnom\ngroup\tabes\ngroup\tbees\ngroup\tcees\nplace\tpark\n");
        Files.writeString(directory.resolve("templates/xx.tsv"), """
                label\tkind\ttext
                innocent\tidentity\tI met {group} in the {place}
                innocent\tidentity\t{group} live here
                hate\tplain\taway with {group}
                innocent\tgame\tnobody is spoken of
                """);
        var groups = Fairness.of(TrainingTexts.read(directory), _ -> true, finds("met bees"), 0.5);
        assertThat(groups).extracting(Fairness.OfGroup::group).containsExactly("bees", "abes", "cees");
        assertThat(groups.getFirst().falseAlarms()).isEqualTo(Proportion.of(1, 2));
        assertThat(groups.getFirst().change()).isCloseTo(1 / 2.0 - 1 / 6.0, within(1e-12));
        assertThat(groups.getLast().change()).isCloseTo(-1 / 6.0, within(1e-12));
        assertThat(Fairness.of(TrainingTexts.read(directory), _ -> false, finds("bees"), 0.5))
                .isEmpty();
        // A sentence that alarms whoever it is about says nothing about those whom alone it fits.
        Files.writeString(
                directory.resolve("fillers/xx.tsv"),
                "slot\tnom\tdef\ngroup\tabes\tthe abes\ngroup\tbees\tthe bees\ngroup\tcees\t\nplace\tpark\t\n");
        Files.writeString(
                directory.resolve("templates/xx.tsv"),
                "label\tkind\ttext\ninnocent\tidentity\t{group.def} live here\ninnocent\tidentity\tI met {group}\n");
        assertThat(Fairness.of(TrainingTexts.read(directory), _ -> true, finds("live here"), 0.5))
                .hasSize(3)
                .allMatch(group -> Math.abs(group.change()) < 1e-12);
    }

    @Test
    void samePeriodsDoNotDriftAndOthersDo() {
        var random = new Random(1);
        var still = new Drift(0.5);
        var moved = new Drift(0.5);
        for (int i = 0; i < 4_000; i++) {
            double score = random.nextDouble();
            still.before("en", Map.of("hate", score));
            moved.before("en", Map.of("hate", score));
            still.after("en", Map.of("hate", random.nextDouble()));
            moved.after(i % 4 == 0 ? "fr" : "en", Map.of("hate", Math.sqrt(random.nextDouble())));
        }
        var calm = still.report().stream()
                .filter(s -> s.what().equals("hate"))
                .findFirst()
                .orElseThrow();
        assertThat(calm.stability()).isLessThan(0.02);
        assertThat(calm.isClear()).isFalse();
        var shifts = new TreeMap<String, Drift.Shift>();
        moved.report().forEach(shift -> shifts.put(shift.what(), shift));
        assertThat(shifts.get("hate").stability()).isGreaterThan(0.25);
        assertThat(shifts.get("hate").isClear()).isTrue();
        assertThat(shifts.get("hate").foundAfter().value()).isCloseTo(0.75, within(0.03));
        assertThat(shifts.get("language:fr").foundBefore().value()).isZero();
        assertThat(shifts.get("language:fr").foundAfter().value()).isEqualTo(0.25);
        assertThat(moved.report().getFirst().stability())
                .isGreaterThanOrEqualTo(moved.report().getLast().stability());
    }
}
