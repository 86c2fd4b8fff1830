package io.gatehouse.benchmarks.model;

import io.gatehouse.residency.walk.FileSearch;
import io.gatehouse.residency.walk.Needles;
import io.gatehouse.residency.walk.RowSearch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Every row of every cell against what the model says must be there, and nothing else. */
final class Audit {
    private static final int SHOWN = 10;
    private static final int FETCH = 5_000;

    private static final String CONTENTS = """
        SELECT encode(c.account_ref, 'hex'), c.screening_id, p.home_region, p.transfer_id
        FROM content c LEFT JOIN placed_content p USING (content_index) WHERE c.sealed_content IS NOT NULL\
        """;
    private static final String ACCOUNTS = """
        SELECT encode(account_ref, 'hex'), state, key_id, array_to_string(guests, ',') FROM account
        WHERE state NOT IN ('MOVED', 'ERASED')\
        """;

    private final RunningService service;
    private final Path data;
    private final Mac names;
    private final List<String> faults = new ArrayList<>();

    Audit(RunningService service, Path data) {
        this.service = service;
        this.data = data;
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
        var permitted = new HashSet<String>();
        for (var region : service.regions())
            each(region, "SELECT transfer_id FROM crossing WHERE permitted", row -> permitted.add(row.getString(1)));
        for (var region : service.regions()) {
            contents(region, people, permitted);
            accounts(region, people);
        }
        directory(people);
        return List.copyOf(faults);
    }

    private interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    private void each(String region, String query, RowReader reader) throws SQLException {
        eachOf(Outage.database(region), query, reader);
    }

    private void eachOf(String database, String query, RowReader reader) throws SQLException {
        try (var connection = service.sql().connect(database);
                var statement = connection.createStatement()) {
            statement.setFetchSize(FETCH);
            try (var rows = statement.executeQuery(query)) {
                while (rows.next()) reader.read(rows);
            }
        }
    }

    /** A content of the model and whose it is. */
    private record Owned(Person person, Person.Content content) {}

    private void contents(String region, Map<String, Person> people, Set<String> permitted) throws SQLException {
        var expected = new HashMap<String, Owned>();
        for (var person : people.values())
            for (var content : person.contents.values())
                if (content.region.equals(region)) expected.put(content.screening, new Owned(person, content));
        each(region, CONTENTS, row -> {
            String screening = row.getString(2);
            String name = name(row.getString(1), people);
            var owned = expected.remove(screening);
            if (owned == null) fault(region + ": holds " + screening + " of " + name + ", which must not lie there");
            else if (!owned.person().id.equals(name))
                fault(region + ": " + screening + " of " + owned.person().id + " is kept as of " + name);
            else if (!Objects.equals(owned.content().placedFrom, row.getString(3)))
                fault(region + ": " + screening + " came from " + row.getString(3) + ", expected "
                        + owned.content().placedFrom);
            else if (row.getString(3) != null && !permitted.contains("" + row.getString(4)))
                fault(region + ": " + screening + " lies there without a permitted transfer: " + row.getString(4));
        });
        for (var lost : expected.entrySet())
            fault(region + ": " + lost.getKey() + " (" + lost.getValue().content().id + ") of "
                    + lost.getValue().person().id + " is not there");
    }

    private void accounts(String region, Map<String, Person> people) throws SQLException {
        var homes = new HashSet<String>();
        var guests = new HashSet<String>();
        each(region, ACCOUNTS, row -> {
            String name = name(row.getString(1), people);
            var person = people.get(row.getString(1));
            if (!("" + row.getString(3)).startsWith(region + "/"))
                fault(region + ": the key of " + name + " is of another region: " + row.getString(3));
            if (person == null) fault(region + ": an account of " + name);
            else if (region.equals(person.home)) homes.add(state(region, person, row));
            else if (person.guestIn.contains(region)) guests.add(person.id);
            else fault(region + ": an account of " + name + ", " + row.getString(2) + ", at home in " + person.home);
        });
        for (var person : people.values()) {
            if (region.equals(person.home) && !homes.contains(person.id))
                fault(region + ": no account of " + person.id + ", who is at home there");
            if (person.guestIn.contains(region) && !guests.contains(person.id))
                fault(region + ": no guest account of " + person.id);
        }
    }

    private String state(String region, Person person, ResultSet row) throws SQLException {
        String expected = person.isLeaving() ? "ERASING" : "ACTIVE";
        if (!row.getString(2).equals(expected))
            fault(region + ": " + person.id + " is " + row.getString(2) + ", expected " + expected);
        // A region too many is a crash's trace; one too few would be forgotten when the person is.
        var listed = Set.of(row.getString(4).split(","));
        for (var guest : person.stayedIn)
            if (!listed.contains(guest)) fault(region + ": the home of " + person.id + " does not list " + guest);
        return person.id;
    }

    private void directory(Map<String, Person> people) throws SQLException {
        var found = new HashMap<String, String>();
        eachOf(
                "gatehouse_control",
                "SELECT encode(account_ref, 'hex'), region FROM directory",
                row -> found.put(row.getString(1), row.getString(2)));
        people.forEach((reference, person) -> {
            var there = found.remove(reference);
            if (!Objects.equals(there, person.home))
                fault("directory: " + person.id + " is at home in " + person.home + ", found in " + there);
        });
        for (var reference : found.keySet()) fault("directory: knows " + name(reference, people));
    }

    private static String name(String reference, Map<String, Person> people) {
        var person = people.get(reference);
        return person == null ? "nobody known (" + reference.substring(0, 8) + ")" : person.id;
    }

    private void fault(String fault) {
        if (faults.size() < SHOWN) faults.add(fault);
    }

    /** @return where a word that everybody said lies open, in whatever row or file */
    List<String> searchEverything() throws SQLException {
        var needles = Needles.inAnyForm(List.of(Caller.CANARY));
        var found = new ArrayList<String>();
        for (var database : service.sql().databases()) {
            var search = new RowSearch(database, needles, needles);
            try (var connection = service.sql().connect(database)) {
                search.search(connection);
            }
            found.addAll(search.faults());
        }
        service.sql().flush();
        var files = new FileSearch(needles, _ -> {});
        files.search(data);
        found.addAll(files.faults());
        return found.stream().limit(SHOWN).toList();
    }
}
