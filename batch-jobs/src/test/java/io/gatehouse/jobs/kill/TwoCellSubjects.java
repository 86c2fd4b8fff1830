package io.gatehouse.jobs.kill;

import io.gatehouse.jobs.BatchJob;
import io.gatehouse.jobs.RegionJob;
import io.gatehouse.jobs.ScreeningPace;
import io.gatehouse.jobs.SmallSteps;
import io.gatehouse.jobs.attestation.AttestationJob;
import io.gatehouse.jobs.migration.BritonsInIreland;
import io.gatehouse.jobs.sweep.SomeParts;
import io.gatehouse.jobs.sweep.SweepJob;
import io.gatehouse.residency.migration.CellEnd;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Jobs that need two cells, each with people or objects of its own round. */
final class TwoCellSubjects {
    private static final int PEOPLE = 5;
    /** Three chunks. */
    private static final int PEOPLE_TOGETHER = 2;

    final BritonsInIreland cells;
    private final Path home;

    TwoCellSubjects(Path home) {
        this.home = home;
        this.cells = new BritonsInIreland(home);
    }

    private static String person(int round, int i) {
        return "r" + round + "p" + i;
    }

    private static List<String> texts(CellEnd end, String sql) {
        return end.cell().read(connection -> {
            var found = new ArrayList<String>();
            try (var select = connection.prepareStatement(sql);
                    var rows = select.executeQuery()) {
                while (rows.next()) found.add(rows.getString(1));
            } catch (SQLException e) {
                throw new IllegalStateException(sql, e);
            }
            return found;
        });
    }

    private static String entries(CellEnd end, String kind) {
        return end.region() + " entries "
                + texts(
                        end,
                        "SELECT (count(*) = count(DISTINCT convert_from(entry, 'UTF8')::json ->> 'id'))::text"
                                + " FROM log_entry WHERE convert_from(entry, 'UTF8')::json ->> 'kind' = '" + kind
                                + "'");
    }

    KillMatrix.Subject migration() {
        return new KillMatrix.Subject() {
            @Override
            public BatchJob job() {
                return cells.moving(PEOPLE_TOGETHER);
            }

            @Override
            public void prepare(int round) {
                for (int i = 0; i < PEOPLE; i++) cells.settle(person(round, i), 2);
                cells.picture(person(round, 0), "r" + round + "picture");
            }

            @Override
            public Map<String, String> asked(int round) {
                return Map.of("region", BritonsInIreland.IRELAND.value(), "partitions", "1");
            }

            @Override
            public List<String> export(int round) {
                var lines = new ArrayList<String>();
                for (int i = 0; i < PEOPLE; i++) {
                    String person = person(round, i);
                    var account = cells.directory.refOf(person);
                    lines.add(person + " " + cells.homeOf(person));
                    for (var end : List.of(cells.ireland, cells.britain)) {
                        lines.add(person + " in " + end.region() + " "
                                + end.cell()
                                        .reader()
                                        .account(account)
                                        .map(each -> each.state().name())
                                        .orElse("none"));
                        for (int n = 0; n < 2; n++)
                            lines.add(person + " " + n + " in " + end.region() + " "
                                    + end.cell()
                                            .reader()
                                            .decision(BritonsInIreland.IRELAND + ".d." + person + "-" + n)
                                            .flatMap(stored -> stored.payload())
                                            .map(payload -> new String(payload.content(), StandardCharsets.UTF_8))
                                            .orElse("none"));
                    }
                }
                for (var end : List.of(cells.ireland, cells.britain)) {
                    lines.add("picture in " + end.region() + " "
                            + texts(
                                            end,
                                            "SELECT object_key FROM media WHERE object_key = 'media/r" + round
                                                    + "picture'")
                                    .size());
                    lines.add(entries(end, "migration"));
                }
                return KillMatrix.relative(lines, "r" + round + "p");
            }
        };
    }

    KillMatrix.Subject sweep() {
        return new KillMatrix.Subject() {
            private final List<Long> first = new ArrayList<>();

            @Override
            public BatchJob job() {
                return new RegionJob(
                        SmallSteps.through(
                                new SweepJob(cells, cells.directory, Clock.systemUTC()), SomeParts.numbers()),
                        cells,
                        ScreeningPace.IDLE,
                        new SecureRandom(),
                        Clock.systemUTC());
            }

            @Override
            public void prepare(int round) throws IOException {
                first.clear();
                for (var end : List.of(cells.ireland, cells.britain))
                    first.add(end.cell().reader().nextIndex());
                String name = "media/" + SomeParts.LAST_LETTER + "orphanr" + round + "r";
                cells.ireland
                        .store()
                        .put(
                                new io.gatehouse.residency.store.ObjectKey(name),
                                new ByteArrayInputStream(new byte[] {1, 2, 3}));
                try (var files = Files.walk(home.resolve("eu-west-1/objects"))) {
                    var file = files.filter(each -> each.toString().contains(name))
                            .findFirst()
                            .orElseThrow();
                    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(5))));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public Map<String, String> asked(int round) {
                return Map.of("dry_run", "false", "repair", "true");
            }

            @Override
            public List<String> export(int round) {
                var lines = new ArrayList<>(texts(
                        cells.ireland,
                        "SELECT kind || ' ' || what || ' ' || state FROM misplacement WHERE what LIKE '%r" + round
                                + "r'"));
                for (var end : List.of(cells.ireland, cells.britain))
                    lines.addAll(texts(
                            end,
                            "SELECT 'entry ' || (e -> 'facts' -> 'objects' ->> 'new_cases') FROM (SELECT"
                                    + " convert_from(entry, 'UTF8')::json AS e FROM log_entry WHERE log_index >= "
                                    + first.get(end == cells.ireland ? 0 : 1) + ") AS x WHERE e ->> 'kind' = 'sweep'"));
                return KillMatrix.relative(lines, "r" + round + "r");
            }
        };
    }

    KillMatrix.Subject attestation() {
        return new KillMatrix.Subject() {
            private final long[] before = new long[2];

            @Override
            public BatchJob job() {
                return new AttestationJob(cells, ScreeningPace.IDLE, new SecureRandom(), Clock.systemUTC());
            }

            private long count(CellEnd end) {
                return Long.parseLong(
                        texts(end, "SELECT count(*)::text FROM attestation").getFirst());
            }

            @Override
            public void prepare(int round) {
                cells.ireland.cell().signCheckpoint();
                cells.britain.cell().signCheckpoint();
                before[0] = count(cells.ireland);
                before[1] = count(cells.britain);
            }

            @Override
            public Map<String, String> asked(int round) {
                return Map.of();
            }

            /** One statement a region, and one entry about each statement. */
            @Override
            public List<String> export(int round) {
                var lines = new ArrayList<String>();
                lines.add(
                        "statements " + (count(cells.ireland) - before[0]) + " " + (count(cells.britain) - before[1]));
                for (var end : List.of(cells.ireland, cells.britain))
                    lines.add(end.region() + " entries for each "
                            + texts(
                                    end,
                                    "SELECT ((SELECT count(*) FROM attestation) = count(*))::text FROM log_entry"
                                            + " WHERE convert_from(entry, 'UTF8')::json ->> 'kind' = 'attestation'"));
                return lines;
            }
        };
    }
}
