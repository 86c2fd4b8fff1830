package io.gatehouse.jobs.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.jobs.JobAwait;
import io.gatehouse.jobs.JobDesk;
import io.gatehouse.jobs.JobProgress.Status;
import io.gatehouse.jobs.JobStart;
import io.gatehouse.jobs.ScreeningPace;
import io.gatehouse.jobs.migration.BritonsInIreland;
import io.gatehouse.residency.attestation.Attester;
import io.gatehouse.residency.attestation.Inventory;
import io.gatehouse.residency.cell.CellReader;
import io.gatehouse.residency.cell.CellWriter;
import io.gatehouse.residency.database.DatabaseUnavailableException;
import io.gatehouse.residency.migration.CellEnd;
import io.gatehouse.residency.region.RegionId;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Regions attest as a job, and anybody recomputes it. Real cells, a real control database. */
class AttestationJobTest {
    @TempDir
    Path home;

    private BritonsInIreland cells;
    private Lent lent;
    private JobDesk desk;

    /** The cells as they are; the log of Britain can be away, and counting can be made to wait. */
    private final class Lent implements AttestedCells {
        volatile boolean isLogAway;
        volatile CountDownLatch mayCount = new CountDownLatch(0);

        @Override
        public SortedSet<RegionId> served() {
            return cells.served();
        }

        @Override
        public CellReader reader(RegionId region) {
            return cells.reader(region);
        }

        @Override
        public CellWriter writer(RegionId region) {
            if (isLogAway && region.equals(BritonsInIreland.BRITAIN))
                throw new DatabaseUnavailableException("away", new IllegalStateException("away"));
            return cells.writer(region);
        }

        @Override
        public Attester attester(RegionId region) {
            try {
                mayCount.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return cells.attester(region);
        }

        @Override
        public Map<String, String> facts(RegionId region) {
            return cells.facts(region);
        }
    }

    @BeforeEach
    void open() {
        cells = new BritonsInIreland(home);
        lent = new Lent();
        desk = newDesk();
        cells.settle("anna", 3);
        cells.picture("anna", "annaspicture");
        cells.ireland.cell().signCheckpoint();
    }

    private JobDesk newDesk() {
        return cells.desk(new AttestationJob(lent, ScreeningPace.IDLE, new SplittableRandom(5), Clock.systemUTC()));
    }

    @AfterEach
    void close() throws Exception {
        desk.close();
        cells.close();
    }

    private Map<String, Object> attestAll() {
        assertThat(desk.run("attestation", Map.of())).isInstanceOf(JobStart.Started.class);
        var end = JobAwait.end(desk, "attestation");
        assertThat(end.status()).as(end.failures().toString()).isEqualTo(Status.COMPLETED);
        assertThat(end.fraction()).isEqualTo(1);
        return end.summary();
    }

    private static Map<?, ?> of(Map<String, Object> summary, String region) {
        return (Map<?, ?>) summary.get(region);
    }

    private String note(RegionId region) {
        return new String(cells.attester(region).newest(Instant.now()).orElseThrow(), StandardCharsets.UTF_8);
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Entries of a region's log about attestations, as text. */
    private List<String> entries(CellEnd end) {
        return end.cell().read(connection -> {
            var found = new ArrayList<String>();
            try (var select = connection.prepareStatement(
                            "SELECT convert_from(entry, 'UTF8') FROM log_entry ORDER BY log_index");
                    var rows = select.executeQuery()) {
                while (rows.next())
                    if (rows.getString(1).contains("\"kind\":\"attestation\"")) found.add(rows.getString(1));
            }
            return found;
        });
    }

    private long kept(CellEnd end) {
        return end.cell().read(connection -> {
            try (var select = connection.prepareStatement("SELECT count(*) FROM attestation");
                    var rows = select.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        });
    }

    /** Shares nothing with the product but the export: sorts, counts and hashes its lines by hand. */
    @Test
    void everyRegionAttestsAndAnybodyRecomputesIt() throws Exception {
        var summary = attestAll();
        for (var end : List.of(cells.ireland, cells.britain)) {
            String note = note(end.region());
            var recomputed = new LinkedHashMap<String, String>();
            for (var kind : Inventory.values()) {
                var out = new StringWriter();
                cells.attester(end.region()).export(kind, Long.MAX_VALUE, out);
                var lines = out.toString().isEmpty()
                        ? new String[0]
                        : out.toString().split("\n");
                Arrays.sort(
                        lines,
                        (one, other) -> Arrays.compareUnsigned(
                                one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8)));
                var all = new StringBuilder();
                for (var line : lines) all.append(line).append('\n');
                recomputed.put(kind.wireName(), lines.length + " sha256:" + sha256(all.toString()));
            }
            var attested = new LinkedHashMap<String, String>();
            note.lines()
                    .filter(line -> line.contains(" sha256:"))
                    .forEach(line ->
                            attested.put(line.substring(0, line.indexOf(' ')), line.substring(line.indexOf(' ') + 1)));
            assertThat(attested).isEqualTo(recomputed);
            assertThat(entries(end)).hasSize(1).first().asString().contains(sha256(note));
            assertThat(of(summary, end.region().value()).get("statement_sha256"))
                    .isEqualTo(sha256(note));
        }
        assertThat(of(summary, "eu-west-1").get("counts").toString())
                .contains("accounts=1", "contents=3", "media=1", "objects=1");
        assertThat(of(summary, "uk").get("counts").toString()).contains("contents=0", "objects=0");
        assertThat(summary.toString()).doesNotContain("anna");
    }

    /** Ends after the statement is kept and before the log says so, as a process does that is killed there. */
    @Test
    void aRestartGoesOnWhereTheRunEnded() throws Exception {
        lent.isLogAway = true;
        desk.run("attestation", Map.of("dry_run", "true", "throttle", "100000"));
        assertThat(JobAwait.end(desk, "attestation").summary().toString())
                .contains("accounts=1", "dry_run=true")
                .doesNotContain("statement_sha256");
        assertThat(kept(cells.britain)).isZero();
        desk.run("attestation", Map.of());
        assertThat(JobAwait.end(desk, "attestation").status()).isEqualTo(Status.FAILED);
        assertThat(kept(cells.britain)).isEqualTo(1);
        assertThat(entries(cells.britain)).isEmpty();
        String signed = note(BritonsInIreland.BRITAIN);
        lent.isLogAway = false;
        assertThat(desk.restart("attestation")).isInstanceOf(JobStart.Started.class);
        var end = JobAwait.end(desk, "attestation");
        assertThat(end.status()).as(end.failures().toString()).isEqualTo(Status.COMPLETED);
        assertThat(new TreeMap<>(end.summary())).containsOnlyKeys("eu-west-1", "uk");
        for (var each : List.of(cells.ireland, cells.britain)) {
            assertThat(kept(each)).isEqualTo(1);
            assertThat(entries(each)).hasSize(1);
        }
        assertThat(entries(cells.britain).getFirst()).contains(sha256(signed));
    }

    /** On another machine, too: the lock is the control database's. Then one region alone. */
    @Test
    void oneRunAtATimeOnAnyNumberOfMachinesAndOneRegionWhenAsked() {
        assertThat(desk.run("attestation", Map.of("region", "mars", "when", "now")))
                .isInstanceOfSatisfying(
                        JobStart.Refused.class,
                        refused -> assertThat(refused.faults())
                                .extracting(each -> each.parameter())
                                .containsExactlyInAnyOrder("region", "when"));
        lent.mayCount = new CountDownLatch(1);
        try (var elsewhere = newDesk()) {
            assertThat(desk.run("attestation", Map.of("region", "uk"))).isInstanceOf(JobStart.Started.class);
            assertThat(elsewhere.run("attestation", Map.of())).isInstanceOf(JobStart.AlreadyRunning.class);
            lent.mayCount.countDown();
            assertThat(JobAwait.end(desk, "attestation").status()).isEqualTo(Status.COMPLETED);
        }
        assertThat(kept(cells.britain)).isEqualTo(1);
        assertThat(kept(cells.ireland)).isZero();
    }
}
