package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.moderation.hash.NearHash;
import io.gatehouse.moderation.hash.PdqHash;
import io.gatehouse.residency.bank.Act;
import io.gatehouse.residency.bank.BankRow;
import io.gatehouse.residency.bank.HashBankStore;
import io.gatehouse.residency.bank.NewEntry;
import io.gatehouse.service.bank.RegionHashes;
import io.gatehouse.service.region.NewIds;
import io.gatehouse.service.region.ServedRegions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other nodes of the same region, and this one after a restart, know what the cell knows. */
class HashNodesTest {
    private final RunningGatehouse service = RunningGatehouse.shared();
    private final HashBankStore store = new HashBankStore(
            service.bean(ServedRegions.class).named("eu-north-1").cell());
    private final SplittableRandom random = new SplittableRandom(System.nanoTime());
    private final String bank = RunningGatehouse.unique("bank");

    @TempDir
    Path directory;

    @BeforeEach
    void aBank() {
        store.put(new BankRow(bank, "ts", "x", 1, "y", "", false, 1, Optional.empty(), 31, 50), false, act());
    }

    private Act act() {
        var region = service.bean(ServedRegions.class).named("eu-north-1").id();
        return new Act(service.bean(NewIds.class).event(region), "another-node", Instant.now());
    }

    private PdqHash add() {
        var hash = new PdqHash(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
        store.add(bank, List.of(new NewEntry(RegionHashes.bytes(hash), 100, "x", "", Optional.empty())), act());
        return hash;
    }

    private RegionHashes node() {
        return new RegionHashes(store, directory.resolve("deeper").resolve("hashes"), Runnable::run);
    }

    private static boolean finds(RegionHashes node, PdqHash hash) {
        return node.find(hash).orElseThrow().found().stream()
                .map(NearHash::hash)
                .anyMatch(hash::equals);
    }

    @Test
    void whatAnotherNodeAddedIsFoundSoon() throws InterruptedException {
        var hash = add();
        long begun = System.nanoTime();
        String body = "{\"region\":\"eu-north-1\",\"hashes\":[{\"hash\":\"" + hash + "\"}]}";
        while (service.post("/v1/media:match", body).json().get("matches").isEmpty()) {
            // A second is the promise; a machine with ten programs on it keeps it only mostly.
            assertThat(System.nanoTime() - begun).isLessThan(10_000_000_000L);
            Thread.sleep(20);
        }
    }

    @Test
    void knowsNothingBeforeItIsLoadedAndSaysSo() {
        assertThat(node().find(PdqHash.EMPTY)).isEmpty();
    }

    @Test
    void startsFromASnapshotAndTheChangesSince() {
        var first = add();
        var node = node();
        node.follow();
        assertThat(finds(node, first)).isTrue();
        node.save();
        // Nothing changed since it was laid out: there is nothing to save.
        assertThat(directory.resolve("deeper")).doesNotExist();
        var second = add();
        node.follow();
        node.save();
        var third = add();
        var again = node();
        again.follow();
        for (var hash : List.of(first, second, third))
            assertThat(finds(again, hash)).isTrue();
    }

    @Test
    void aSnapshotThatDoesNotFitIsBuiltAgain() throws IOException {
        var node = node();
        node.follow();
        var first = add();
        node.follow();
        node.save();
        var file = directory.resolve("deeper").resolve("hashes");
        byte[] whole = Files.readAllBytes(file);
        byte[] damaged = whole.clone();
        damaged[damaged.length / 2] ^= 1;
        Files.write(file, damaged);
        var again = node();
        again.follow();
        assertThat(finds(again, first)).isTrue();
    }

    @Test
    void changesThatEveryNodeFollowedGoAndANodeThatDidNotBuildsItsIndexAgain() {
        var behind = node();
        behind.follow();
        long before = store.position();
        var first = add();
        var now = Instant.now();
        // Of the service itself, which tidies once a minute, and of nodes of other tests that are gone.
        service.bean(ServedRegions.class)
                .named("eu-north-1")
                .cell()
                .transact(transaction ->
                        transaction.connection().createStatement().executeUpdate("DELETE FROM hash_follower"));
        var current = new RegionHashes(store, directory.resolve("current").resolve("hashes"), Runnable::run);
        current.follow();
        behind.upkeep(now);
        current.upkeep(now);
        assertThat(store.following().changes(before, 1))
                .as("one node has not followed yet")
                .isNotEmpty();
        assertThat(finds(current, first)).isTrue();
        // It is not heard of for longer than anybody waits.
        service.bean(ServedRegions.class)
                .named("eu-north-1")
                .cell()
                .transact(
                        transaction -> transaction
                                .connection()
                                .createStatement()
                                .executeUpdate(
                                        "DELETE FROM hash_follower WHERE position < (SELECT max(position) FROM hash_follower)"));
        current.upkeep(now);
        assertThat(store.following().changes(before, 1))
                .as("changes that are gone are told")
                .isEmpty();
        var second = add();
        behind.follow();
        current.follow();
        for (var node : List.of(behind, current)) {
            assertThat(finds(node, first)).isTrue();
            assertThat(finds(node, second)).isTrue();
        }
    }
}
