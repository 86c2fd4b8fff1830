package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.gatehouse.residency.cell.OwnedTables;
import io.gatehouse.residency.walk.SqlServer;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * The great walk: a whole service with all its cells, everything done in it that people and machines do, and afterwards a look
 * into every table, index, queue, file, log line, metric, cache and answer, for anything of anybody where it must not be.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GreatWalkTest {
    private static final GreatWalk.LogLines LOG = new GreatWalk.LogLines();

    @TempDir
    static Path otherPolicies;

    /** Media that wait: by the end of the walk all were looked at. MediaHashesTest looks at those rows. */
    private static final Set<String> NOT_MET = Set.of("media_waiting", "media_look");

    private static RunningGatehouse service;
    private static WalkTraffic traffic;
    private static GreatWalk walk;
    private static Set<Path> temporaryBefore;

    @BeforeAll
    static void liveThroughEverything() throws Exception {
        temporaryBefore = GreatWalk.temporaryFiles();
        service = RunningGatehouse.start(Map.of("gatehouse.regions", "", "gatehouse.log-requests", true));
        var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        // Ours say all they ever say; libraries what they say as shipped: below that they tell paths, which name
        // accounts.
        ((Logger) LoggerFactory.getLogger("io.gatehouse")).setLevel(Level.TRACE);
        LOG.setContext(root.getLoggerContext());
        LOG.start();
        root.addAppender(LOG);
        traffic = new WalkTraffic(service);
        traffic.run(TestPolicies.writeTo(otherPolicies.resolve("milder")));
        walk = new GreatWalk(service, traffic);
    }

    @AfterAll
    static void stop() {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).detachAppender(LOG);
        ((Logger) LoggerFactory.getLogger("io.gatehouse")).setLevel(null);
        service.stop();
    }

    @Test
    @Order(1)
    void nothingOfAnybodyIsWhereItMustNotBe() throws Exception {
        assertThat(new TreeSet<>(traffic.regionOf().values()))
                .as("people are at home in every region")
                .containsExactly("ap-southeast-1", "eu-central-1", "eu-north-1", "eu-west-1", "uk", "us-east-1");
        assertThat(walk.faults(LOG, temporaryBefore)).isEmpty();
        assertThat(LOG.lines).as("lines were captured").hasSizeGreaterThan(100);
        assertThat(walk.workingMemory())
                .as("the walk sees what lies in memory")
                .containsExactly("known{value}.author.profile");
    }

    /** A walk through empty tables would find nothing. */
    @Test
    @Order(2)
    void everyTableThatHoldsSomethingOfPeopleWasFilled() {
        var filled = walk.rows().entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .map(entry -> entry.getKey().replace("public.", ""))
                .toList();
        var mustBe = OwnedTables.CELL.stream()
                .filter(table -> !(table.owner() instanceof io.gatehouse.residency.cell.OwnedTable.Owner.Nobody))
                .map(io.gatehouse.residency.cell.OwnedTable::name)
                .filter(name -> !NOT_MET.contains(name))
                .toList();
        assertThat(filled)
                .containsAll(mustBe)
                .contains("directory", "log_entry", "log_tile", "crossing", "batch_job_execution");
    }

    @Test
    @Order(3)
    void theWalkFindsWhatIsPutWhereItMustNotBe() throws Exception {
        var account = traffic.regionOf().keySet().iterator().next();
        assertThat(traffic.regionOf().get(account)).isEqualTo("eu-west-1");
        LoggerFactory.getLogger("io.gatehouse.planted").warn("the account {} was slow", account);
        service.bean(MeterRegistry.class).counter("planted", "account", account).increment();
        var temporary = Files.writeString(Files.createTempFile("planted", ".tmp"), "left behind: " + account);
        var object =
                Files.writeString(service.data().resolve("regions/uk/objects/gatehouse-uk/objects/planted~"), account);
        plantRows();
        try {
            assertThat(walk.faults(LOG, temporaryBefore))
                    .anyMatch(fault -> fault.startsWith("a log line holds " + traffic.token))
                    .anyMatch(fault -> fault.startsWith("a metric holds " + traffic.token))
                    .anyMatch(fault -> fault.startsWith(temporary + " holds "))
                    .anyMatch(fault -> fault.startsWith(object + " holds "))
                    .anyMatch(fault -> fault.contains("objects/planted~ is an object that the cell uk does not name"))
                    .anyMatch(fault ->
                            fault.matches("gatehouse_uk public.account.account_ref holds a person of eu-west-1.*"))
                    .anyMatch(fault -> fault.startsWith("gatehouse_uk public.account.key_id holds eu-west-1/1"))
                    .anyMatch(fault -> fault.startsWith("gatehouse_uk public.log_event.event_id holds eu-west-1.d."))
                    .anyMatch(
                            fault -> fault.contains("gatehouse_control public.batch_job_execution.exit_message holds"))
                    .anyMatch(fault -> fault.equals("gatehouse_us_east_1 log_event has 1 rows of another cell"));
        } finally {
            Files.delete(temporary);
        }
    }

    /** By the superuser: the service's own roles could not. */
    private static void plantRows() throws Exception {
        var server = new SqlServer(service.data());
        byte[] ref;
        try (var ireland = server.connect("gatehouse_eu_west_1");
                var found = ireland.createStatement()
                        .executeQuery("SELECT account_ref FROM account ORDER BY created_at LIMIT 1")) {
            found.next();
            ref = found.getBytes(1);
        }
        try (var uk = server.connect("gatehouse_uk")) {
            uk.setReadOnly(false);
            try (var insert =
                    uk.prepareStatement("INSERT INTO account (account_ref, home_epoch, state, key_id, wrapped_key,"
                            + " created_at) VALUES (?, 1, 'ACTIVE', 'eu-west-1/1', ?, now())")) {
                insert.setBytes(1, ref);
                insert.setBytes(2, ref);
                insert.executeUpdate();
            }
            uk.createStatement()
                    .execute("INSERT INTO log_event (event_id, log_index) VALUES ('eu-west-1.d.x', 999999)");
            uk.commit();
        }
        try (var us = server.connect("gatehouse_us_east_1")) {
            us.setReadOnly(false);
            us.createStatement().execute("ALTER TABLE log_event DROP CONSTRAINT cell_is_ours");
            us.createStatement()
                    .execute("INSERT INTO log_event (event_id, log_index, cell) VALUES ('e', 999999, 'eu-west-1')");
            us.commit();
        }
        try (var control = server.connect("gatehouse_control")) {
            control.setReadOnly(false);
            control.createStatement().execute("UPDATE batch_job_execution SET exit_message = '" + traffic.token + "'");
            control.commit();
        }
    }
}
