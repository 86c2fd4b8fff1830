package io.gatehouse.residency.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.database.Migrations;
import io.gatehouse.residency.database.TestServer;
import io.gatehouse.residency.key.KeyRefusedException;
import io.gatehouse.residency.region.RegionId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountDirectoryTest {
    private static final RegionId IRELAND = new RegionId("eu-west-1");
    private static final RegionId BRITAIN = new RegionId("uk");

    @TempDir
    Path keys;

    private final Database control = TestServer.newControl(4);
    private AccountDirectory directory;

    @BeforeEach
    void open() {
        Migrations.control(control);
        directory = AccountDirectory.open(control, keys.resolve("directory.key"));
    }

    @AfterEach
    void close() {
        directory.close();
        control.close();
    }

    @Test
    void theFirstClaimWins() {
        var account = directory.refOf("u-1");
        assertThat(directory.find(account)).isEmpty();
        assertThat(directory.claim(account, IRELAND)).isEqualTo(new AccountHome(IRELAND, 1));
        assertThat(directory.claim(account, BRITAIN)).isEqualTo(new AccountHome(IRELAND, 1));
        directory.forget(account);
        assertThat(directory.find(account)).contains(new AccountHome(IRELAND, 1));
    }

    @Test
    void ofRacingClaimsOnSeveralNodesOneWins() throws Exception {
        try (var other = AccountDirectory.open(control, keys.resolve("directory.key"));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < 20; round++) {
                var account = directory.refOf("racer-" + round);
                var claims = new ArrayList<Callable<AccountHome>>();
                for (int i = 0; i < 8; i++) {
                    var node = i % 2 == 0 ? directory : other;
                    var region = i % 3 == 0 ? IRELAND : BRITAIN;
                    claims.add(() -> node.claim(account, region));
                }
                var homes = new ArrayList<AccountHome>();
                for (var each : threads.invokeAll(claims)) homes.add(each.get());
                assertThat(homes).containsOnly(homes.getFirst());
            }
        }
    }

    @Test
    void keepsNoAccountId() {
        directory.claim(directory.refOf("canary-account"), IRELAND);
        var dump = control.read(connection -> {
            try (var rows = connection.createStatement().executeQuery("SELECT d::text FROM directory d")) {
                rows.next();
                return rows.getString(1);
            }
        });
        assertThat(dump).contains("eu-west-1").doesNotContain("canary");
        assertThat(directory.refOf("canary-account")).isEqualTo(directory.refOf("canary-account"));
        assertThat(directory.refOf("canary-account")).isNotEqualTo(directory.refOf("canary-account2"));
    }

    @Test
    void refusesAnotherKeyThanItWasFilledUnder() {
        assertThatThrownBy(() -> AccountDirectory.open(control, keys.resolve("fresh.key")))
                .isInstanceOf(KeyRefusedException.class)
                .hasMessageContaining("another key");
    }
}
