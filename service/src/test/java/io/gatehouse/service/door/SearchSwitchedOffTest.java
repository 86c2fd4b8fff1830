package io.gatehouse.service.door;

import static io.gatehouse.service.door.PolicyLifeTest.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.residency.directory.AccountDirectory;
import io.gatehouse.service.search.SearchIndexes;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A service whose search was switched off: an index from before is nothing that an erasure may forget. */
@Tag("long")
class SearchSwitchedOffTest {
    private static RunningGatehouse service;

    @BeforeAll
    static void start() {
        service = RunningGatehouse.start(Map.of("gatehouse.regions", "eu-west-1", "gatehouse.search.enabled", false));
    }

    @AfterAll
    static void stop() {
        service.stop();
    }

    @Test
    void anIndexThatTheStartCouldNotRemoveGoesWithTheNextErasure() throws IOException {
        // The start removes what it can, beside what people wait for.
        await(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("index-start")));
        var indexes = service.bean(SearchIndexes.class);
        var account = service.bean(AccountDirectory.class).refOf(RunningGatehouse.unique("u"));
        assertThat(indexes.remembers(account)).isFalse();
        var left = service.data().resolve("regions/eu-west-1/search");
        Files.createDirectories(left.resolve("files"));
        Files.writeString(left.resolve("files/_0.cfs"), "sealed words");
        assertThat(indexes.remembers(account)).isTrue();
        indexes.purge(account);
        assertThat(left).doesNotExist();
        assertThat(indexes.remembers(account)).isFalse();
    }
}
