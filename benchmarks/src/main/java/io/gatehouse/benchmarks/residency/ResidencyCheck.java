package io.gatehouse.benchmarks.residency;

import io.gatehouse.benchmarks.load.Acknowledged;
import io.gatehouse.benchmarks.load.Ledger;
import io.gatehouse.benchmarks.load.Target;
import io.gatehouse.residency.region.Region;
import io.gatehouse.residency.region.Topology;
import io.gatehouse.residency.walk.FileSearch;
import io.gatehouse.residency.walk.Needles;
import io.gatehouse.residency.walk.RowSearch;
import io.gatehouse.residency.walk.SqlServer;
import io.gatehouse.service.terminal.ProgressBar;
import io.gatehouse.service.terminal.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Whether a running service keeps everything at home and has kept every promise. The data directory must have been new
 * before the first ledger's run.
 */
public final class ResidencyCheck {
    /** Long enough that sealed bytes do not hold it by chance. */
    static final int LONG_ENOUGH = 6;

    /** What is said there is nobody else's business; nobody is named as a member, so that one member is unknown. */
    private static final Set<String> PRIVATE = Set.of("direct_message", "group");
    /** Homes from which the transfer policy lets private messages follow the strictest member. By hand, as places are. */
    private static final Set<String> FOLLOWING = Set.of("uk", "us-east-1");

    private final Target target;
    private final Path data;
    private final Topology topology;
    private final List<Ledger> ledgers;
    private final List<Acknowledged> acknowledged;
    private final int unanswered;
    private final Needles canaries;
    private final List<String> faults = new ArrayList<>();
    private final StringBuilder report = new StringBuilder();

    public ResidencyCheck(Target target, Path data, Path policies, List<Ledger> ledgers) {
        this.target = target;
        this.data = data;
        this.topology = Topology.load(policies.resolve("residency"));
        this.ledgers = List.copyOf(ledgers);
        this.acknowledged =
                ledgers.stream().flatMap(l -> l.acknowledged().stream()).toList();
        this.unanswered = ledgers.stream().mapToInt(Ledger::unanswered).sum();
        this.canaries = Needles.inAnyForm(ledgers.stream().map(Ledger::runToken).toList());
    }

    /**
     * Looks everywhere and adds to the report.
     *
     * @param alsoSearched directories outside of the data directory: program output, temporary files
     * @return what is wrong; empty when all is well
     */
    public List<String> run(List<Path> alsoSearched) throws SQLException {
        checkPromises();
        var server = new SqlServer(data);
        checkCells(server);
        searchFiles(alsoSearched);
        return List.copyOf(faults);
    }

    public String report() {
        return report.toString();
    }

    /** By the hand-written list of places: the service's own tables are not asked. */
    private void checkPromises() {
        var regionOf = new HashMap<String, String>();
        var ids = new HashSet<String>();
        long places = acknowledged.stream().map(Acknowledged::place).distinct().count();
        for (var one : acknowledged) {
            if (one.eea() && !inEea(one.region()))
                faults.add("an author of " + one.place() + " (EEA) was sent to " + one.region());
            checkPlace(one);
            if (!regionOf.computeIfAbsent(one.accountId(), _ -> one.region()).equals(one.region()))
                faults.add("an author of " + one.place() + " has two home regions");
            if (!ids.add(one.decisionId())) faults.add("two promises of " + one.decisionId());
        }
        long eea = acknowledged.stream().filter(Acknowledged::eea).count();
        long guests =
                acknowledged.stream().filter(a -> !a.lies().equals(a.region())).count();
        report.append("%,d acknowledged decisions of %,d runs, %,d authors of %d places; %,d of authors in the EEA%n"
                .formatted(acknowledged.size(), ledgers.size(), regionOf.size(), places, eea));
        report.append("%,d private messages of others lie in the EEA, as guests'%n%n".formatted(guests));
    }

    /** An unknown member counts as the strictest: private messages of others go to the EEA where the gate lets them. */
    private void checkPlace(Acknowledged one) {
        boolean follows = PRIVATE.contains(one.surface()) && FOLLOWING.contains(one.region());
        boolean right = follows ? inEea(one.lies()) : one.lies().equals(one.region());
        if (!right)
            faults.add("a %s of an author of %s (home %s) lies in %s"
                    .formatted(one.surface(), one.place(), one.region(), one.lies()));
    }

    private boolean inEea(String region) {
        return topology.regions().stream()
                .anyMatch(r -> r.id().value().equals(region) && r.jurisdiction().eea());
    }

    private void checkCells(SqlServer server) throws SQLException {
        var table = new Table(
                "cell",
                "EEA",
                "accounts",
                "acknowledged",
                "decisions",
                "contents",
                "log entries",
                "keys",
                "outbox",
                "objects",
                "names of other cells",
                "that must not be",
                "canaries",
                "log");
        var databases = new HashSet<>(server.databases());
        var seen = new HashMap<String, String>();
        var client = HttpClient.newHttpClient();
        for (var region : topology.regions()) {
            if (!databases.remove(region.database())) {
                faults.add(region.id() + " has no database " + region.database());
                continue;
            }
            checkCell(server, region, table, seen, client);
        }
        client.close();
        report.append(table).append('\n');
        checkSharedDatabases(server, databases);
    }

    private void checkCell(SqlServer server, Region region, Table table, Map<String, String> seen, HttpClient client)
            throws SQLException {
        var id = region.id().value();
        var here = acknowledged.stream().filter(a -> a.lies().equals(id)).toList();
        long accounts = acknowledged.stream()
                .filter(a -> a.region().equals(id) || a.lies().equals(id))
                .map(Acknowledged::accountId)
                .distinct()
                .count();
        try (var connection = server.connect(region.database())) {
            var audit = new CellAudit(connection, id);
            var counts = audit.audit(here, accounts, unanswered);
            faults.addAll(audit.faults());
            for (var decision : audit.decisionIds()) {
                var other = seen.put(decision, id);
                if (other != null) faults.add(decision + " is in " + other + " and in " + id);
            }
            var open = search(region.database(), connection, canaries, Needles.plain(List.of("canary-")));
            faults.addAll(open);
            var named = search(
                    region.database(), connection, Needles.plain(idsOfOthers(id)), Needles.plain(keysOfOthers(id)));
            var foreign = new NamesOfOthers(id, others(id).toList(), acknowledged, unanswered, counts.crossings())
                    .faults(named);
            faults.addAll(foreign);
            var log = verify(id, counts.nextIndex(), client);
            table.row(
                    id,
                    region.jurisdiction().eea() ? "yes" : "no",
                    "%,d".formatted(counts.accounts()),
                    "%,d".formatted(here.size()),
                    "%,d".formatted(counts.decisions()),
                    "%,d".formatted(counts.contents()),
                    "%,d".formatted(counts.logEntries()),
                    "%,d".formatted(counts.idempotencyKeys()),
                    "%,d".formatted(counts.effects()),
                    "%,d".formatted(objects(id)),
                    "%,d".formatted(named.size()),
                    Integer.toString(foreign.size()),
                    Integer.toString(open.size()),
                    log);
        }
    }

    private String verify(String region, long size, HttpClient client) {
        // A log without entries has no checkpoint to check.
        if (size == 0) return "empty";
        var found = new LiveLog(client, target, region).verify(size);
        found.fault().ifPresent(fault -> faults.add("log of " + region + ": " + fault));
        if (found.size() != size)
            faults.add("log of " + region + " signed " + found.size() + " of " + size + " entries");
        return found.verified() ? "verified " + found.size() : "BROKEN";
    }

    private List<String> idsOfOthers(String region) {
        return others(region)
                .flatMap(o -> Stream.concat(
                        Stream.of(o + ".d.", o + ".s.", o + ".m."),
                        o.length() > LONG_ENOUGH ? Stream.of(o) : Stream.of()))
                .toList();
    }

    private List<String> keysOfOthers(String region) {
        return others(region).map(o -> o + "/").toList();
    }

    private Stream<String> others(String region) {
        return topology.regions().stream().map(r -> r.id().value()).filter(r -> !r.equals(region));
    }

    private List<String> search(String database, java.sql.Connection connection, Needles anywhere, Needles inText)
            throws SQLException {
        var search = new RowSearch(database, anywhere, inText);
        search.search(connection);
        return search.faults();
    }

    /** The control database, and those that nobody should have written to. */
    private void checkSharedDatabases(SqlServer server, Set<String> databases) throws SQLException {
        for (var database : databases.stream().sorted().toList()) {
            try (var connection = server.connect(database)) {
                var ids = topology.regions().stream()
                        .map(r -> r.id().value())
                        .flatMap(r -> Stream.of(r + ".d.", r + ".s.", r + ".m."))
                        .toList();
                var open = search(database, connection, canaries, Needles.plain(List.of("canary-")));
                var decisions = search(database, connection, Needles.plain(ids), Needles.plain(List.of()));
                faults.addAll(open);
                faults.addAll(decisions);
                report.append("database %s: %d canaries, %d ids of decisions%n"
                        .formatted(database, open.size(), decisions.size()));
                if (has(connection, "directory")) checkDirectory(CellAudit.directory(connection));
            }
        }
    }

    private static boolean has(java.sql.Connection connection, String table) throws SQLException {
        try (var tables = connection.getMetaData().getTables(null, "public", table, null)) {
            return tables.next();
        }
    }

    private void checkDirectory(Map<String, Long> byRegion) {
        for (var region : topology.regions()) {
            var id = region.id().value();
            long expected = acknowledged.stream()
                    .filter(a -> a.region().equals(id))
                    .map(Acknowledged::accountId)
                    .distinct()
                    .count();
            long found = byRegion.getOrDefault(id, 0L);
            if (found < expected || found > expected + unanswered)
                faults.add("the directory sends %,d authors to %s, expected %,d".formatted(found, id, expected));
        }
        report.append("directory: ").append(byRegion).append('\n');
    }

    private long objects(String region) {
        var directory = data.resolve("regions").resolve(region).resolve("objects");
        if (!Files.exists(directory)) return 0;
        try (var files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .peek(file -> others(region)
                            .filter(o -> directory.relativize(file).toString().contains(o))
                            .forEach(o -> faults.add(file + " names " + o)))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void searchFiles(List<Path> alsoSearched) {
        FileSearch search;
        try (var bar = ProgressBar.onStandardError("searching", "MiB")) {
            search = new FileSearch(canaries, bytes -> bar.update(bytes >> 20, Double.NaN));
            search.search(data);
            alsoSearched.forEach(search::search);
        }
        faults.addAll(search.faults());
        report.append(search.summary()).append('\n');
    }
}
