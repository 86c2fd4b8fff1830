package io.gatehouse.examples.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.examples.spark.SegmentRescan.Again;
import io.gatehouse.jobs.BatchJob;
import io.gatehouse.jobs.JobDesk;
import io.gatehouse.jobs.JobProgress;
import io.gatehouse.jobs.JobStart;
import io.gatehouse.jobs.RegionJob;
import io.gatehouse.jobs.RegionTask;
import io.gatehouse.jobs.ScreeningPace;
import io.gatehouse.jobs.archive.ArchiveJob;
import io.gatehouse.jobs.rescan.Rescan;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A month of segments, judged by local Spark and by the job: the same decisions. A real cell, a real archive, made-up words. */
class SegmentRescanTest {
    private static final Instant MARCH = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant APRIL = Instant.parse("2026-04-01T00:00:00Z");
    /** Over the first four months of the year. */
    private static final int CONTENTS = 6_000;

    @TempDir
    Path home;

    private MadeCell made;
    private JobDesk desk;
    private JavaSparkContext spark;

    @BeforeEach
    void open() throws Exception {
        made = MadeCell.open(home);
        made.fill(CONTENTS, Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2026-05-01T00:00:00Z"));
        // As if it were the end of the year.
        var later =
                Clock.offset(Clock.systemUTC(), Duration.between(Instant.now(), Instant.parse("2026-12-01T00:00:00Z")));
        desk = JobDesk.open(
                made.control(),
                List.of(
                        job(new ArchiveJob(made, later)),
                        job(new Rescan(made, made.policies(), new PlainWords(), Clock.systemUTC()))));
        run("archive", Map.of());
        spark = new JavaSparkContext(new SparkConf()
                .setMaster("local[2]")
                .setAppName("segment-rescan")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "localhost")
                .set("spark.driver.bindAddress", "127.0.0.1"));
    }

    private BatchJob job(RegionTask task) {
        return new RegionJob(task, made, ScreeningPace.IDLE, new SecureRandom(), Clock.systemUTC());
    }

    @AfterEach
    void close() {
        if (spark != null) spark.close();
        if (desk != null) desk.close();
        made.close();
    }

    private JobProgress run(String job, Map<String, String> more) throws InterruptedException {
        var asked = new TreeMap<>(more);
        asked.put("region", MadeCell.REGION.value());
        assertThat(desk.run(job, asked)).isInstanceOf(JobStart.Started.class);
        while (!desk.status(job).orElseThrow().status().isOver()) Thread.sleep(20);
        var end = desk.status(job).orElseThrow();
        assertThat(end.failures()).isEmpty();
        assertThat(end.status()).isEqualTo(JobProgress.Status.COMPLETED);
        return end;
    }

    @Test
    void sparkDecidesAsTheJobDoes() throws Exception {
        assertThat(made.cell().archive().segments()).hasSizeGreaterThan(1);
        long began = System.nanoTime();
        var bySpark = SegmentRescan.run(spark, MadeCell::workplace, MARCH, APRIL);
        System.out.println("Spark judged " + bySpark.size() + " messages of a month out of " + CONTENTS + " in "
                + (System.nanoTime() - began) / 1_000_000 + " ms");
        assertThat(bySpark).hasSizeBetween(CONTENTS / 5, CONTENTS / 3);
        assertThat(bySpark.stream().map(Again::now).distinct())
                .as("something of everything")
                .hasSize(3);

        run("rescan", Map.of("policies", made.newer().toString()));
        var decidedBySpark = new TreeMap<String, String>();
        var decidedByTheJob = new TreeMap<String, String>();
        for (var each : bySpark) {
            decidedBySpark.put(each.decisionId(), each.now());
            decidedByTheJob.put(each.decisionId(), made.standingOnTheContentOf(each.decisionId()));
        }
        assertThat(decidedBySpark).isEqualTo(decidedByTheJob);
        assertThat(bySpark.stream().filter(each -> !each.now().equals(each.before())))
                .as("it decides otherwise than before")
                .isNotEmpty();
    }
}
