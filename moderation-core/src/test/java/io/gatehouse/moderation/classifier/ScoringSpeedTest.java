package io.gatehouse.moderation.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.gatehouse.moderation.evaluation.LabelledText;
import io.gatehouse.moderation.evaluation.LabelledTexts;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How many messages the shipped models score in a second of one thread's processor time, in turns, so that neighbours disturb both alike. */
@Tag("long")
class ScoringSpeedTest {
    private static final Path HOME = Path.of(System.getProperty("gatehouse.home", ".."));

    /** Of the processor: on a crowded machine the wall's would measure the crowd. */
    private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();

    private static final int WARM_UP = 8;
    private static final int ROUNDS = 21;
    private static final int MOST_OF_A_SET = 1_500;

    /** A tenth of what is aimed at: a crowded machine must not fail it. */
    private static final double LEAST_A_SECOND = 15_000;

    @Test
    void scoresMessagesInMicroseconds() throws IOException {
        var data = HOME.resolve("../shared/data");
        assumeThat(data).as("labelled texts").isDirectory();
        var texts = new ArrayList<LabelledText>();
        for (String file : List.of(
                "tweeteval_offensive/val",
                "germeval2021/train",
                "offendes_es/train",
                "toldbr_pt/train",
                "poleval2019_pl/train",
                "ogtd_el/train",
                "sms_spam_uci/train"))
            try (var rows = LabelledTexts.read(data.resolve(file + ".jsonl.gz"))) {
                for (int i = 0; i < MOST_OF_A_SET && rows.hasNext(); i++) texts.add(rows.next());
            }
        double length =
                texts.stream().mapToInt(text -> text.text().length()).average().orElse(0);
        var models = Models.load(HOME.resolve("policies")).all();
        var rounds = new double[models.size()][ROUNDS];
        double kept = 0;
        for (int round = -WARM_UP; round < ROUNDS; round++)
            for (int i = 0; i < models.size(); i++) {
                long started = CLOCK.getCurrentThreadCpuTime();
                for (var text : texts)
                    kept += models.get(i).score(text.text(), text.language()).size();
                if (round >= 0) rounds[i][round] = texts.size() * 1e9 / (CLOCK.getCurrentThreadCpuTime() - started);
            }
        System.out.printf(
                Locale.ROOT, "%n%,d messages of %.0f characters on average, %d rounds%n", texts.size(), length, ROUNDS);
        for (int i = 0; i < models.size(); i++) {
            Arrays.sort(rounds[i]);
            System.out.printf(
                    Locale.ROOT,
                    "%-12s %,.0f messages/s (median; quarters %,.0f and %,.0f, best %,.0f)%n",
                    models.get(i).name(),
                    rounds[i][ROUNDS / 2],
                    rounds[i][ROUNDS / 4],
                    rounds[i][3 * ROUNDS / 4],
                    rounds[i][ROUNDS - 1]);
            assertThat(rounds[i][ROUNDS / 2]).as(models.get(i).name()).isGreaterThan(LEAST_A_SECOND);
        }
        assertThat(kept).isPositive();
    }
}
