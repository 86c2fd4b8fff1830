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
        var models = Models.load(HOME.resolve("policies")).all().stream()
                .map(model -> model instanceof CascadeClassifier cascade ? cascade.cheap() : model)
                .toList();
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

    /** At the share that is asked for, in English texts of which none was learned from; one thread. */
    @Test
    void theCascadeScoresThousandsASecond() {
        var data = HOME.resolve("../shared/data");
        assumeThat(data).as("labelled texts").isDirectory();
        var texts = new ArrayList<String>();
        for (String file : List.of("tweeteval_offensive/val", "tweeteval_hate/val", "sms_spam_uci/train"))
            try (var rows = LabelledTexts.read(data.resolve(file + ".jsonl.gz"))) {
                for (int i = 0; i < MOST_OF_A_SET && rows.hasNext(); i++)
                    texts.add(rows.next().text());
            }
        var shipped = (CascadeClassifier)
                Models.load(HOME.resolve("policies")).named("categories").orElseThrow();
        var encoder = EncoderTuning.encoder(HOME.resolve("policies/models/categories.encoder.bin"));
        var head = EncoderHead.load(
                HOME.resolve("policies/models/categories.cascade.bin"), shipped.cheap(), encoder.digest());
        var cascade = CascadeClassifier.of(shipped.cheap(), head, encoder::encode, 0.05);
        double kept = 0;
        var rounds = new double[ROUNDS];
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            long started = CLOCK.getCurrentThreadCpuTime();
            for (String text : texts)
                kept += cascade.score(text, CascadeClassifier.LANGUAGE).size();
            if (round >= 0) rounds[round] = texts.size() * 1e9 / (CLOCK.getCurrentThreadCpuTime() - started);
        }
        Arrays.sort(rounds);
        long started = CLOCK.getCurrentThreadCpuTime();
        for (int i = 0; i < ENCODED; i++) kept += encoder.encode(texts.get(i * 7 % texts.size()))[0];
        double millis = (CLOCK.getCurrentThreadCpuTime() - started) / 1e6 / ENCODED;
        var seen = cascade.seen();
        System.out.printf(
                Locale.ROOT,
                "cascade: %,.0f messages/s (median; quarters %,.0f and %,.0f), %.3f of them seen by the transformer, %.2f ms each%n",
                rounds[ROUNDS / 2],
                rounds[ROUNDS / 4],
                rounds[3 * ROUNDS / 4],
                (double) seen.encoded() / seen.english(),
                millis);
        assertThat(rounds[ROUNDS / 2]).isGreaterThan(LEAST_CASCADE_A_SECOND);
        assertThat(kept).isNotZero();
    }

    private static final int ENCODED = 400;

    /** A quarter of what is aimed at. */
    private static final double LEAST_CASCADE_A_SECOND = 500;
}
