package io.gatehouse.residency.rights;

import static io.gatehouse.residency.rights.TwoRegions.NORTH;
import static io.gatehouse.residency.rights.TwoRegions.WEST;

import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.database.PostgresServer;
import io.gatehouse.residency.log.LogVerifier;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.rights.Erasures.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * A process that erases a person and stops at a boundary to be killed there; the next one carries on, says what it found,
 * and begins with the next person. Its lines are read by {@link ErasureKillTest}.
 */
final class ErasingProcess {
    private final TwoRegions regions;
    private final PostgresServer server;

    private ErasingProcess(Path data, Path programs) throws Exception {
        server = PostgresServer.start(data, programs);
        var databases = new LinkedHashMap<RegionId, Database>();
        databases.put(WEST, server.database("west", 3));
        databases.put(NORTH, server.database("north", 3));
        regions = new TwoRegions(
                Files.createDirectories(data.resolve("files")),
                server.database("control", 3),
                databases,
                Clock.systemUTC());
    }

    /** Data directory, PostgreSQL's programs, the person, where to stop: BEGUN, a step and a boundary, or NOWHERE. */
    static void main(String[] arguments) throws Exception {
        var process = new ErasingProcess(Path.of(arguments[0]), Path.of(arguments[1]));
        process.carryOn();
        if (!arguments[3].equals("NOWHERE")) process.erase(arguments[2], arguments[3]);
        process.regions.close();
        process.server.close();
        System.out.println("CLOSED");
    }

    private void carryOn() {
        for (var site : regions.sites.values()) {
            new ErasureLedger(site).reapply(Clock.systemUTC().instant());
            new ErasureLedger(site).reapply(regions.directory, Clock.systemUTC().instant());
        }
        for (var request : new PersonRequests(regions.west().cell()).open(10)) {
            var done = regions.erasures(List.of(), Clock.systemUTC(), StepWatch.NONE)
                    .advance(WEST, request.id());
            boolean isCertified = done instanceof Progress.Done(var ended)
                    && ended.certificate().isPresent();
            var person = request.id().substring(request.id().lastIndexOf('.') + 1);
            var ref = regions.ref(person).toString();
            long left = regions.everything().stream()
                    .filter(row -> row.contains(ref) || row.contains("picture of " + person))
                    .count();
            System.out.println("ERASED " + person + " certified=" + isCertified + " left=" + left);
        }
        var bert = regions.ref("bert").toString();
        System.out.println("BERT "
                + regions.everything().stream()
                        .filter(row -> row.contains(bert) || row.contains("picture of bert"))
                        .sorted()
                        .toList()
                        .hashCode());
        for (var site : regions.sites.values()) {
            site.cell().signCheckpoint();
            var log = site.cell().log();
            var report = new LogVerifier(log.verifierKey()).verify(log, Optional.empty());
            System.out.println("LOG " + site.region() + " verified=" + report.verified() + " "
                    + report.fault().orElse(""));
        }
    }

    private void erase(String person, String where) throws InterruptedException {
        if (regions.directory.find(regions.ref("bert")).isEmpty()) {
            regions.live("bert", 2);
            regions.sites.values().forEach(site -> site.cell().signCheckpoint());
        }
        regions.live(person, 3);
        StepWatch stops = (step, boundary) -> {
            if (where.equals(step + "." + boundary)) stop();
        };
        var erasures = regions.erasures(List.of(), Clock.systemUTC(), stops);
        var id = "eu-west-1.r." + person;
        erasures.begin(regions.request(id, person, Clock.systemUTC().instant()), WEST);
        if (where.equals("BEGUN")) stop();
        erasures.advance(WEST, id);
        throw new IllegalStateException("never came to " + where);
    }

    private static void stop() {
        System.out.println("AT");
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
