package io.gatehouse.service.door;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.region.Region;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.walk.FileSearch;
import io.gatehouse.residency.walk.Needles;
import io.gatehouse.residency.walk.RowSearch;
import io.gatehouse.residency.walk.SqlServer;
import io.gatehouse.service.account.KnownAccount;
import io.gatehouse.service.region.ServedRegion;
import io.gatehouse.service.region.ServedRegions;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks everywhere that a running service can leave something, for what must not be there. */
final class GreatWalk {
    /**
     * Working memory: where what is sealed and opened all the time lies open, for a minute at most, and each with its person's
     * home. Named one by one, so that a new cache has to be thought about.
     */
    private static final Set<String> WORKING_MEMORY = Set.of("known{value}.author.profile");

    private final RunningGatehouse service;
    private final WalkTraffic traffic;
    private final Needles canary;
    private final Map<String, Region> regions = new LinkedHashMap<>();
    private final List<String> faults = new ArrayList<>();
    private final SortedMap<String, Long> rows = new TreeMap<>();
    private final Set<String> working = new TreeSet<>();

    GreatWalk(RunningGatehouse service, WalkTraffic traffic) {
        this.service = service;
        this.traffic = traffic;
        this.canary = Needles.inAnyForm(List.of(traffic.token));
        service.bean(ServedRegions.class).topology().regions().forEach(r -> regions.put(r.id().value(), r));
    }

    /** Every line of every logger, with what was thrown. */
    static final class LogLines extends AppenderBase<ILoggingEvent> {
        final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            var thrown =
                    event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy());
            lines.add(event.getLoggerName() + " " + event.getFormattedMessage() + " " + event.getMDCPropertyMap() + " "
                    + event.getKeyValuePairs() + " " + thrown);
        }
    }

    /** @return what is wrong, one sentence each */
    List<String> faults(LogLines log, Set<Path> temporaryBefore) throws Exception {
        faults.clear();
        rows.clear();
        texts("log line", log.lines);
        texts("problem", traffic.refusals());
        metrics();
        answers();
        var server = new SqlServer(service.data());
        databases(server);
        files(server, temporaryBefore);
        memory();
        return faults.stream().distinct().toList();
    }

    /** Rows seen by table, of all cells together and of the control database. */
    SortedMap<String, Long> rows() {
        return rows;
    }

    Set<String> workingMemory() {
        return working;
    }

    private void texts(String what, Iterable<String> texts) {
        for (var text : texts)
            canary.firstIn(text.getBytes(StandardCharsets.UTF_8))
                    .ifPresent(n -> faults.add("a " + what + " holds " + n + ": " + text));
    }

    private void metrics() {
        var shown = service.get("/actuator/prometheus").text();
        texts("metric", shown.lines().toList());
        if (ids().anyMatch(shown::contains)) faults.add("a metric holds an id of a decision, screening or media");
        service.bean(MeterRegistry.class)
                .getMeters()
                .forEach(meter -> texts("metric", List.of(meter.getId().toString())));
    }

    private Stream<String> ids() {
        return regions.keySet().stream().flatMap(GreatWalk::idsOf);
    }

    private static Stream<String> idsOf(String region) {
        return Stream.of(region + ".d.", region + ".s.", region + ".m.");
    }

    /** What anyone may read of the service as a whole. */
    private void answers() {
        for (var path : List.of(
                "/actuator/health",
                "/actuator/info",
                "/v1/regions",
                "/v1/jobs",
                "/v1/jobs/rescan/runs",
                "/v1/keys",
                "/v1/alerts",
                "/v1/policies",
                "/v1/policies/nodes",
                "/v1/transfers",
                "/v1/operator-accesses",
                "/v1/grants",
                "/v1/cases?region=eu-west-1",
                "/v1/notices?region=eu-west-1",
                "/v1/appeals?region=eu-west-1",
                "/v1/orders?region=eu-west-1",
                "/v1/disputes?region=eu-west-1",
                "/v1/search?region=eu-west-1&facets=rule&facets=category",
                "/openapi.json"))
            texts("answer to " + path, List.of(service.get(path).text()));
        for (var region : regions.keySet())
            texts(
                    "log of " + region,
                    List.of(service.get("/v1/regions/" + region + "/log/tile/entries/000")
                            .text()));
    }

    private void databases(SqlServer server) throws SQLException {
        var refs = refsByRegion(server);
        var others = new TreeSet<>(server.databases());
        for (var region : regions.values()) {
            others.remove(region.database());
            var id = region.id().value();
            var foreign = new TreeMap<String, byte[]>();
            refs.forEach((home, ofHome) -> {
                if (home.equals(id)) return;
                for (var ref : ofHome)
                    if (!traffic.crossings().mayBeKnownIn(id, ref))
                        foreign.put("a person of " + home + " (" + ref + ")", ref.digest());
            });
            search(server, region.database(), canary, Needles.plain(othersIds(id)));
            search(server, region.database(), Needles.ofBytes(foreign), Needles.plain(othersKeys(id)));
            ownership(server, region);
        }
        for (var database : others) search(server, database, canary, Needles.plain(ids().toList()));
    }

    private void search(SqlServer server, String database, Needles anywhere, Needles inText) throws SQLException {
        var search = new RowSearch(
                database, anywhere, inText, value -> traffic.crossings().mayLieIn(database, value));
        server.analyze(database);
        try (var connection = server.connect(database)) {
            search.search(connection);
        }
        faults.addAll(search.faults());
        search.rows().forEach((table, count) -> rows.merge(table, count, Math::max));
    }

    private List<String> othersIds(String region) {
        return regions.keySet().stream()
                .filter(r -> !r.equals(region))
                .flatMap(GreatWalk::idsOf)
                .toList();
    }

    /** Ids of region keys, as they stand beside wrapped keys of people. */
    private List<String> othersKeys(String region) {
        return regions.values().stream()
                .filter(r -> !r.id().value().equals(region))
                .map(Region::keyId)
                .toList();
    }

    /** Every row says that it is this cell's. */
    private void ownership(SqlServer server, Region region) throws SQLException {
        try (var connection = server.connect(region.database());
                var statement = connection.createStatement()) {
            var tables = new ArrayList<String>();
            try (var found = statement.executeQuery("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND"
                    + " tablename <> 'flyway_schema_history'")) {
                while (found.next()) tables.add(found.getString(1));
            }
            for (var table : tables)
                try (var found = statement.executeQuery(
                        "SELECT count(*) FROM " + table + " WHERE cell IS DISTINCT FROM '" + region.id() + "'")) {
                    found.next();
                    if (found.getLong(1) > 0)
                        faults.add(
                                region.database() + " " + table + " has " + found.getLong(1) + " rows of another cell");
                }
        }
    }

    private static Map<String, List<AccountRef>> refsByRegion(SqlServer server) throws SQLException {
        var refs = new HashMap<String, List<AccountRef>>();
        try (var connection = server.connect("gatehouse_control");
                var statement = connection.createStatement();
                var found = statement.executeQuery("SELECT region, account_ref FROM directory")) {
            while (found.next())
                refs.computeIfAbsent(found.getString(1), _ -> new ArrayList<>()).add(new AccountRef(found.getBytes(2)));
        }
        return refs;
    }

    /** The whole data directory as it is on the disk, and what came to the temporary files meanwhile. */
    private void files(SqlServer server, Set<Path> temporaryBefore) throws SQLException, IOException {
        server.flush();
        var search = new FileSearch(canary, _ -> {});
        search.search(service.data());
        for (var fresh : temporaryFiles()) if (!temporaryBefore.contains(fresh)) search.search(fresh);
        faults.addAll(search.faults());
        for (var region : regions.keySet()) {
            var home = service.data().resolve("regions").resolve(region);
            var foreign = Needles.plain(othersIds(region));
            var names = new FileSearch(foreign, _ -> {});
            names.search(home);
            faults.addAll(names.faults());
            objects(home, region);
        }
    }

    /** Objects of a region are those that its own cell names. */
    private void objects(Path home, String region) throws IOException {
        try (var files = Files.walk(home.resolve("objects"))) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var name = file.getFileName().toString().replace("~", "");
                if (!service
                        .bean(ServedRegions.class)
                        .orMisdirected(new RegionId(region))
                        .store()
                        .list("", 1000)
                        .objects()
                        .stream()
                        .anyMatch(object -> object.key().value().endsWith(name)))
                    faults.add(file + " is no object of " + region);
                boolean isLedger = file.getParent().endsWith("erasures");
                if (isLedger ? !knowsErasure(name) : !knowsObject(region, name))
                    faults.add(file + " is an object that the cell " + region + " does not name");
            }
        }
    }

    /** Every cell keeps the keyed digest of who was erased, under the random id of the erasure, against backups from before. */
    private boolean knowsErasure(String id) {
        try (var connection = new SqlServer(service.data()).connect("gatehouse_control");
                var select = connection.prepareStatement("SELECT 1 FROM directory_erasure WHERE erasure_id = ?")) {
            select.setString(1, id);
            return select.executeQuery().next();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean knowsObject(String region, String name) {
        try (var connection = new SqlServer(service.data())
                        .connect(regions.get(region).database());
                var select = connection.prepareStatement("SELECT 1 FROM media WHERE object_key LIKE ? UNION ALL"
                        + " SELECT 1 FROM media_upload_part WHERE object_key LIKE ?")) {
            select.setString(1, "%" + name);
            select.setString(2, "%" + name);
            return select.executeQuery().next();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Data directories of other database servers on this machine are not ours. */
    static Set<Path> temporaryFiles() throws IOException {
        try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file ->
                            !Files.exists(file.resolve("postgres")) && !Files.exists(file.resolve("data/postgres")))
                    .collect(Collectors.toSet());
        }
    }

    private void memory() throws SQLException {
        var refs = refsByRegion(new SqlServer(service.data()));
        var homes = new HashMap<AccountRef, String>();
        refs.forEach((home, ofHome) -> ofHome.forEach(ref -> homes.put(ref, home)));
        working.clear();
        var everything = new Reachable((path, object) -> {
            inTheOpen(path, object);
            if (object instanceof KnownAccount known
                    && !known.home()
                            .id()
                            .value()
                            .equals(homes.get(known.author().account())))
                faults.add("memory: " + path + " has a person at a home that is not theirs");
        });
        for (var name : service.context().getBeanDefinitionNames())
            everything.from(name, service.context().getBean(name));
        for (ServedRegion served : service.bean(ServedRegions.class).all()) {
            var id = served.id().value();
            new Reachable((path, object) -> {
                        if (object instanceof AccountRef ref
                                && !traffic.crossings().mayBeKnownIn(id, ref)
                                && !homes.getOrDefault(ref, id).equals(id))
                            faults.add("memory: " + path + " holds a person of " + homes.get(ref));
                    })
                    .from("cell of " + id, served);
        }
    }

    private void inTheOpen(String path, Object object) {
        byte[] bytes = switch (object) {
            case String text -> text.getBytes(StandardCharsets.UTF_8);
            case byte[] found -> found;
            default -> new byte[0];
        };
        canary.firstIn(bytes).ifPresent(needle -> {
            var allowed = WORKING_MEMORY.stream().filter(path::endsWith).findFirst();
            if (allowed.isPresent()) working.add(allowed.get());
            else faults.add("memory: " + path + " holds " + needle);
        });
    }
}
