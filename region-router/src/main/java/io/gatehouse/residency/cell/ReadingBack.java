package io.gatehouse.residency.cell;

import io.gatehouse.residency.cell.Arrivals.ReadBack;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.key.PersonKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads what came of people from the tables, opens it and digests it anew, before they are let in. Thread-safe. */
final class ReadingBack {
    /** Contents read back at once: some megabytes at most. */
    private static final int READ_AT_ONCE = 1_024;

    private final Database database;
    private final PersonKeyRing ring;
    private final SealContext context;

    ReadingBack(Database database, PersonKeyRing ring, SealContext context) {
        this.database = database;
        this.ring = ring;
        this.context = context;
    }

    /**
     * Reads from the tables all that came of people, opens it, and digests it anew.
     *
     * @return by migration
     */
    Map<String, ReadBack> read(List<Arrival> arrivals) {
        var accounts = arrivals.stream().map(Arrival::account).toList();
        var keys = database.read(connection -> PersonRows.keys(connection, accounts, ring));
        var people = database.read(connection -> PersonRows.people(connection, keys, context));
        var first = database.read(connection -> ArrivingGuests.firstIndexes(connection, accounts));
        var read = new HashMap<String, Reading>();
        for (var each : arrivals)
            read.put(
                    each.migrationId(),
                    new Reading(
                            each.account(),
                            Objects.requireNonNull(keys.get(each.account())),
                            Objects.requireNonNull(people.get(each.account())),
                            first.getOrDefault(each.account(), 0L) - 1));
        // Who should have nothing is asked as well: so one content more than what was sent is noticed of everybody.
        for (var together : FullPages.of(arrivals, each -> each.counts().contents() + 1, READ_AT_ONCE)) {
            var rest = together.stream()
                    .map(each -> Objects.requireNonNull(read.get(each.migrationId())))
                    .toList();
            while (!rest.isEmpty()) rest = readSome(rest);
        }
        var results = new HashMap<String, ReadBack>();
        read.forEach((id, reading) -> results.put(id, reading.result()));
        return results;
    }

    /** @return those of whom there may be more */
    private List<Reading> readSome(List<Reading> people) {
        var places = people.stream().map(Reading::place).toList();
        var pages = database.read(
                connection -> PersonContents.withoutLeaves(connection, context).pages(places, READ_AT_ONCE));
        var rest = new ArrayList<Reading>();
        for (int i = 0; i < people.size(); i++) {
            people.get(i).add(pages.get(i));
            if (pages.get(i).size() == READ_AT_ONCE) rest.add(people.get(i));
        }
        return rest;
    }

    /** How far one person was read. */
    private static final class Reading {
        private final AccountRef account;
        private final PersonKey key;
        private byte[] digest;
        private long contents;
        private long decisions;
        private long keys;
        private long after;

        Reading(AccountRef account, PersonKey key, CarriedPerson person, long after) {
            this.after = after;
            this.account = account;
            this.key = key;
            this.digest = CarriedChain.start(key, person);
        }

        PersonContents.Place place() {
            return new PersonContents.Place(account, key, after);
        }

        void add(List<CarriedContent> page) {
            for (var content : page) {
                digest = CarriedChain.add(digest, key, content.encode());
                contents++;
                decisions += content.decisions().size();
                keys += content.keys();
                after = content.index();
            }
        }

        ReadBack result() {
            return new ReadBack(digest, contents, decisions, keys);
        }
    }
}
