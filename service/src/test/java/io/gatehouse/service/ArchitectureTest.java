package io.gatehouse.service;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import io.gatehouse.residency.database.Database;
import io.gatehouse.service.rights.PersonalMemoryTest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * The arrows of architecture.md, held, and all other rules about classes: to read the classes costs more than all that is asked
 * of them, so they are read once.
 */
@AnalyzeClasses(packages = "io.gatehouse", importOptions = ArchitectureTest.ProductAndSneaky.class)
class ArchitectureTest {
    /** No tests, but the classes that break rules so that the rules are seen to find them. */
    static final class ProductAndSneaky implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return location.contains("/io/gatehouse/sneaky/") || Predefined.DO_NOT_INCLUDE_TESTS.includes(location);
        }
    }

    @ArchTest
    static final ArchTests crossing = ArchTests.in(CrossingArchitecture.class);

    @ArchTest
    static final ArchTests reading = ArchTests.in(ReadingArchitecture.class);

    @ArchTest
    static final ArchTests remembering = ArchTests.in(PersonalMemoryTest.class);

    @ArchTest
    static final ArchRule librariesStandAlone = noClasses()
            .that()
            .resideInAnyPackage("io.gatehouse.moderation..", "io.gatehouse.residency..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "io.gatehouse.service..", "io.gatehouse.jobs..")
            .because("judging and routing must run, and be tested, without a server");

    @ArchTest
    static final ArchRule judgingKnowsNoRegions = noClasses()
            .that()
            .resideInAPackage("io.gatehouse.moderation..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.gatehouse.residency..")
            .because("the two libraries do not know each other");

    @ArchTest
    static final ArchRule routingKnowsNoJudging = noClasses()
            .that()
            .resideInAPackage("io.gatehouse.residency..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.gatehouse.moderation..")
            .because("the two libraries do not know each other");

    @ArchTest
    static final ArchRule jobsKnowNoService = noClasses()
            .that()
            .resideInAPackage("io.gatehouse.jobs..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.gatehouse.service..")
            .allowEmptyShould(true)
            .because("the service wires jobs, jobs know no service");

    @ArchTest
    static final ArchRule featuresFormNoCycles =
            slices().matching("io.gatehouse.(*).(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyRoutingReadsCells = noClasses()
            .that()
            .resideInAPackage("io.gatehouse.service..")
            .and()
            .resideOutsideOfPackages(
                    "io.gatehouse.service.access..",
                    "io.gatehouse.service.job..",
                    "io.gatehouse.service.policy..",
                    "io.gatehouse.service.region..")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(Connection.class, Statement.class, ResultSet.class, DataSource.class, Database.class)
            .because(
                    "people's rows are read and written by region-router alone; the service's own tables are keys, jobs and policies");

    @ArchTest
    static final ArchRule judgingDoesNoInput = noClasses()
            .that()
            .resideInAnyPackage("io.gatehouse.moderation.judge..", "io.gatehouse.moderation.match..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.nio.file..", "java.net..", "java.sql..")
            .because("judging is pure: what it is told is recorded, so that replay can tell it again");

    @ArchTest
    static final ArchRule controllersAreOnlyTheDoor = classes()
            .that()
            .haveSimpleNameEndingWith("Controller")
            .should()
            .bePackagePrivate()
            .because("nothing inside calls the door");

    @ArchTest
    static final ArchRule nobodyAsksTheWallClock = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.gatehouse.service.submission..",
                    "io.gatehouse.service.account..",
                    "io.gatehouse.service.media..",
                    "io.gatehouse.service.fact..",
                    "io.gatehouse.service.decision..")
            .should()
            .callMethod(java.time.Instant.class, "now")
            .because("time comes from a Clock");
}
