package io.gatehouse.residency.bank;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.residency.cell.CellFixture;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HashBankStoreTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final BankRow BANK =
            new BankRow("bank", "ts", "terrorism", 5, "DSA Art. 16", "", false, 1, Optional.empty(), 31, 50);

    private final CellFixture fixture = new CellFixture();
    private final HashBankStore store = new HashBankStore(fixture.cell());
    private final AtomicInteger ids = new AtomicInteger();

    @AfterEach
    void close() {
        fixture.close();
    }

    private Act act() {
        return act(CellFixture.NOW);
    }

    private Act act(Instant at) {
        return new Act("eu-west-1.e.event" + ids.incrementAndGet(), "key-1", at);
    }

    private static NewEntry entry(int first) {
        byte[] hash = new byte[32];
        hash[0] = (byte) first;
        return new NewEntry(hash, 100, "case", "", Optional.empty());
    }

    private long addOne() {
        store.put(BANK, false, act());
        assertEquals(Optional.of(1), store.add("bank", List.of(entry(1)), act()));
        return store.entries("bank", 0, 10).getFirst().id();
    }

    @Test
    void changesAreInTheOrderInWhichTheyHappened() {
        assertEquals(0, store.position());
        long id = addOne();
        assertEquals(Optional.of(1), store.add("bank", List.of(entry(1), entry(2)), act()));
        assertTrue(store.remove("bank", id, act()));
        assertFalse(store.remove("bank", id, act()));
        var changes = store.following().changes(0, 10).orElseThrow();
        assertEquals(
                List.of(true, true, false),
                changes.stream().map(HashChange::present).toList());
        assertEquals(
                List.of(1, 2, 1), changes.stream().map(it -> (int) it.hash()[0]).toList());
        assertEquals(changes.getLast().position(), store.position());
        assertEquals(
                1,
                store.following()
                        .changes(changes.get(1).position(), 10)
                        .orElseThrow()
                        .size());
        assertEquals(1, store.size());
        assertEquals(Optional.empty(), store.add("no such bank", List.of(entry(1)), act()));
    }

    @Test
    void everyChangeOfWhatMatchesIsInTheRegionsLog() {
        long id = addOne();
        store.remove("bank", id, act());
        fixture.cell().signCheckpoint();
        String log = fixture.cell().read(connection -> {
            var all = new StringBuilder();
            try (var select = connection.prepareStatement("SELECT entry FROM log_entry ORDER BY 1");
                    var rows = select.executeQuery()) {
                while (rows.next()) all.append(new String(rows.getBytes(1), StandardCharsets.UTF_8));
            }
            return all.toString();
        });
        for (String kind : List.of("hash-bank-created", "hashes-added", "hashes-removed"))
            assertTrue(log.contains("\"" + kind + "\""), log);
    }

    @Test
    void aHashThatMatchesAFloodIsQuarantinedUntilSomebodyConfirms() {
        long id = addOne();
        var now = CellFixture.NOW;
        assertEquals(List.of(), matched("a", id, now.minus(HOUR).minusSeconds(1)));
        assertEquals(List.of(), matched("b", id, now));
        assertEquals(List.of(), matched("c", id, now));
        assertEquals(List.of(id), matched("d", id, now));
        assertEquals(List.of(), matched("e", id, now));
        assertTrue(store.entries(List.of(id)).getFirst().quarantinedAt().isPresent());
        assertTrue(store.say("a", false, act()));
        assertTrue(store.entries(List.of(id)).getFirst().disputed());
        assertTrue(store.entries(List.of(id)).getFirst().quarantinedAt().isPresent());
        assertTrue(store.say("b", true, act()));
        assertFalse(store.entries(List.of(id)).getFirst().disputed());
        assertTrue(store.entries(List.of(id)).getFirst().quarantinedAt().isEmpty());
        assertFalse(store.say("no such match", true, act()));
        // What had matched before somebody said that it is right makes no flood again.
        assertEquals(List.of(), matched("f", id, now.plusSeconds(1)));
        assertEquals(List.of(), matched("g", id, now.plusSeconds(1)));
        assertEquals(List.of(id), matched("h", id, now.plusSeconds(1)));
    }

    /** Three within an hour are a flood. */
    private List<Long> matched(String match, long entry, Instant at) {
        return store.matched(List.of(new MatchedRow(match, entry, 3)), at, HOUR, 3, act(at));
    }
}
