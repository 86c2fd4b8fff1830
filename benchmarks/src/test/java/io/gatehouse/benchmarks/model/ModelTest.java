package io.gatehouse.benchmarks.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service against a second, naive implementation of where data may lie. {@code ./gatehouse bench model} goes on for longer. */
class ModelTest {
    private static final long SEED = 20_261_130;

    @TempDir
    private Path directory;

    @Tag("long")
    @Test
    void everythingLiesWhereTheModelSaysAndWhatIsMisplacedIsSeen() throws Exception {
        try (var stage = new Stage(directory.resolve("stage"), SEED, new Campaign.Pace(0.1, 4, 0))) {
            assertThat(stage.campaign.run(250)).isEmpty();
            var misplaced = misplace(stage);
            assertThat(stage.audit.run(stage.world))
                    .as("a row in the wrong cell")
                    .anySatisfy(fault -> assertThat(fault).startsWith("us-east-1: holds " + misplaced));
        }
    }

    /** As a restored backup or a hand on the database might: somebody's words of eu-west-1 in the United States too. */
    private static String misplace(Stage stage) throws SQLException {
        var content = stage.world.people().stream()
                .flatMap(person -> person.contents.values().stream())
                .filter(each -> each.region.equals("eu-west-1") && each.placedFrom == null)
                .findFirst()
                .orElseThrow();
        try (var connection = stage.service.sql().connect(Outage.database("us-east-1"))) {
            connection.setReadOnly(false);
            try (var insert =
                    connection.prepareStatement("INSERT INTO content (content_index, content_ref, screening_id,"
                            + " account_ref, client, standing_index, sealed_content)"
                            + " VALUES (999999999, '\\x00', ?, sha256('nobody'), 'somebody', 999999999, '\\x00')")) {
                insert.setString(1, content.screening);
                insert.executeUpdate();
            }
            connection.commit();
        }
        return content.screening;
    }

    @Test
    @Tag("long")
    void monthsOfLawWithOutages() throws Exception {
        for (long seed : List.of(1L, 2L))
            try (var stage = new Stage(directory.resolve("stage-" + seed), seed, new Campaign.Pace(1, 8, 6))) {
                assertThat(stage.campaign.run(40_000)).as("seed %d", seed).isEmpty();
            }
    }
}
