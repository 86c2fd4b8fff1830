package io.gatehouse.benchmarks.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Every row of every cell against what the model says must be there, and nothing else. */
final class Audit {
    private static final int SHOWN = 10;

    private final RunningService service;
    private final DataFiles files;
    private final Mac names;
    private final List<String> faults = new ArrayList<>();

    Audit(RunningService service, DataFiles files, Path data) {
        this.service = service;
        this.files = files;
        this.names = names(data);
    }

    /** What stands for an account in tables: its id under the directory's key (HMAC-SHA256). */
    private static Mac names(Path data) {
        try {
            byte[] key = HexFormat.of()
                    .parseHex(Files.readString(data.resolve("secrets/directory.key"))
                            .strip());
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String reference(String person) {
        return HexFormat.of().formatHex(names.doFinal(("account " + person).getBytes(StandardCharsets.UTF_8)));
    }

    /** @return what differs; empty when nothing does */
    List<String> run(World world) throws SQLException {
        faults.clear();
        var people = new HashMap<String, Person>();
        for (var person : world.people()) people.put(reference(person.id), person);
        for (var region : files.regions()) compare(region.id(), people);
        directory(people);
        return List.copyOf(faults);
    }

    private void compare(String region, Map<String, Person> people) throws SQLException {
        var expected = new TreeMap<String, Long>();
        people.forEach((reference, person) -> {
            long here = person.contents.values().stream()
                    .filter(content -> content.region.equals(region))
                    .count();
            if (here > 0) expected.put(reference, here);
        });
        var found = counts(
                region,
                "SELECT encode(account_ref, 'hex'), count(*) FROM content WHERE sealed_content IS NOT NULL GROUP BY 1");
        differences(region, "contents", expected, found, people);
        var homes = new TreeMap<String, Long>();
        people.forEach((reference, person) -> {
            if (region.equals(person.home)) homes.put(reference, 1L);
        });
        differences(
                region,
                "accounts",
                homes,
                counts(region, "SELECT encode(account_ref, 'hex'), 1 FROM account WHERE state IN ('ACTIVE', 'MOVING')"),
                people);
        for (var key : counts(region, "SELECT key_id, count(*) FROM account WHERE key_id IS NOT NULL GROUP BY 1")
                .keySet()) if (!key.startsWith(region + "/")) fault(region + ": a key of another region: " + key);
    }

    private void directory(Map<String, Person> people) throws SQLException {
        var found = new TreeMap<String, String>();
        try (var connection = service.sql().connect("gatehouse_control");
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT encode(account_ref, 'hex'), region FROM directory")) {
            while (rows.next()) found.put(rows.getString(1), rows.getString(2));
        }
        var expected = new TreeMap<String, String>();
        people.forEach((reference, person) -> {
            if (person.home != null) expected.put(reference, person.home);
        });
        if (found.equals(expected)) return;
        var all = new TreeMap<>(expected);
        all.putAll(found);
        for (var reference : all.keySet())
            if (!String.valueOf(expected.get(reference)).equals(String.valueOf(found.get(reference))))
                fault("directory: " + name(reference, people) + " is at home in " + expected.get(reference)
                        + ", found in " + found.get(reference));
    }

    private Map<String, Long> counts(String region, String query) throws SQLException {
        var found = new TreeMap<String, Long>();
        try (var connection = service.sql().connect("gatehouse_" + region.replace('-', '_'));
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            while (rows.next()) found.put(rows.getString(1), rows.getLong(2));
        }
        return found;
    }

    private void differences(
            String region,
            String what,
            Map<String, Long> expected,
            Map<String, Long> found,
            Map<String, Person> people) {
        if (expected.equals(found)) return;
        var all = new TreeMap<>(expected);
        all.putAll(found);
        for (var reference : all.keySet()) {
            long wanted = expected.getOrDefault(reference, 0L);
            long there = found.getOrDefault(reference, 0L);
            if (wanted != there)
                fault(region + ": " + there + " " + what + " of " + name(reference, people) + ", expected " + wanted);
        }
    }

    private static String name(String reference, Map<String, Person> people) {
        var person = people.get(reference);
        return person == null ? "nobody known (" + reference.substring(0, 8) + ")" : person.id;
    }

    private void fault(String fault) {
        if (faults.size() < SHOWN) faults.add(fault);
    }
}
