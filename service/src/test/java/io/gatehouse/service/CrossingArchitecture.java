package io.gatehouse.service;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.gatehouse.residency.cell.Cell;
import io.gatehouse.residency.cell.CellReader;
import io.gatehouse.residency.cell.CellWriter;
import io.gatehouse.residency.crossing.Passage;
import io.gatehouse.residency.crossing.SqlCrossingLedger;
import io.gatehouse.residency.migration.CellEnd;
import io.gatehouse.residency.store.FileRegionStore;
import io.gatehouse.residency.store.RegionStore;
import io.gatehouse.residency.store.S3RegionStore;
import io.gatehouse.service.region.ServedRegion;
import io.gatehouse.service.region.ServedRegions;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** No path leads from one cell to another but through the gate. {@link ArchitectureTest} runs these rules. */
final class CrossingArchitecture {
    /** Who may see all regions of a process: jobs, which take one region at a time, and what counts or copies no person's data. */
    private static final Set<String> SEE_ALL_REGIONS = Set.of(
            "io.gatehouse.service.job.ServedCells",
            "io.gatehouse.service.policy.ShadowReport",
            "io.gatehouse.service.policy.PolicyConfiguration",
            "io.gatehouse.service.rights.EveryRegion",
            // Asks each cell for the digest of a name, and hands out the one region that has it.
            "io.gatehouse.service.submission.ContentFinder",
            // Keeps the known hashes of each region apart; no person's data are among them.
            "io.gatehouse.service.bank.HashFollower",
            // Starts one pair of eyes for each region, in that region's own decoders, and keeps no region itself.
            "io.gatehouse.service.media.MediaWatch",
            // Looks after one region's cases and orders after the other's; what it ends lies where it was begun.
            "io.gatehouse.service.casework.CaseKeeper",
            // Asks each region for a record by the record's own name; what is found is answered and goes nowhere.
            "io.gatehouse.service.casework.SentBefore",
            // Opens one index for each region, which is asked by its region's name; none knows of another.
            "io.gatehouse.service.search.SearchIndexes",
            // Names the regions that a worker is for.
            "io.gatehouse.service.job.SpreadConfiguration");

    private static final List<Class<?>> CELLS = List.of(
            Cell.class, CellReader.class, CellWriter.class, RegionStore.class, ServedRegion.class, CellEnd.class);

    private static final Set<String> STEPS_THAT_CARRY_NOTHING = Set.of(
            "io.gatehouse.residency.migration.Undoing",
            "io.gatehouse.residency.migration.Leaving",
            "io.gatehouse.residency.migration.PeopleMover.switchHomes",
            "io.gatehouse.residency.migration.PeopleMover.afterCopy");

    @ArchTest
    static final ArchRule onlyTheNamedSeeAllRegions = noClasses()
            .that(mayNotSeeAllRegions())
            .should()
            .callMethod(ServedRegions.class, "all")
            .because("who holds all regions can carry data from one to another; a region is handed out by its name");

    @ArchTest
    static final ArchRule onlyTheStartOpensCells = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "io.gatehouse.service.region..", "io.gatehouse.residency..", "io.gatehouse.benchmarks..")
            .should()
            .accessTargetWhere(opens())
            .because("what opens another region's database or store has left the gate behind");

    @ArchTest
    static final ArchRule twoCellsNeedAPassage = codeUnits()
            .that()
            .areDeclaredInClassesThat()
            .resideOutsideOfPackage("io.gatehouse.residency.crossing..")
            .and(areNoStepsOfAMigration())
            .should(takeAPassageWithTwoCells());

    @ArchTest
    static final ArchRule nobodyHoldsTwoCells = classes().should(holdAtMostOneOfEachCell());

    /**
     * A map or list of cells is a way from one to another that the rules above do not see. Who may have one: jobs, which take
     * one region at a time; what copies or counts no person's data; a person's own copy, each region of which was asked for.
     *
     * <p>{@code FactDesk.Sent} has the readers of the author's home and, of a guest, of the cell where the content lies: what
     * was noted there goes home's way and back by the passage that the placement asked for, whose kinds hold NOTES, and only
     * {@code Bench} makes one, from a {@code Place}. {@code Place} has, besides the one cell it stores in, cells that may have
     * answered the same request: they are asked for the stored answer of the caller's own key, which goes to the caller and into
     * no cell.
     */
    @ArchTest
    static final ArchRule nobodyCollectsCells = classes()
            .that()
            .resideOutsideOfPackages(
                    "io.gatehouse.service.region..", "io.gatehouse.residency..", "io.gatehouse.sneaky..")
            .and()
            .doNotHaveFullyQualifiedName("io.gatehouse.service.job.ServedCells")
            .and()
            .doNotHaveFullyQualifiedName("io.gatehouse.service.policy.PolicyEvidence")
            .and()
            .doNotHaveFullyQualifiedName("io.gatehouse.service.policy.ShadowRetention")
            .and()
            .doNotHaveFullyQualifiedName("io.gatehouse.service.rights.PersonExport")
            .and()
            .doNotHaveFullyQualifiedName("io.gatehouse.service.fact.FactDesk$Sent")
            .and()
            .doNotHaveFullyQualifiedName("io.gatehouse.service.placement.Place")
            .should(holdNoCollectionOfCells());

    @ArchTest
    static void aHoardOfReadersIsFound(JavaClasses classes) {
        var sneaky = classes.that(JavaClass.Predicates.resideInAPackage("io.gatehouse.sneaky.."));
        var rule = classes().should(holdNoCollectionOfCells());
        assertThat(rule.evaluate(sneaky).getFailureReport().getDetails())
                .anyMatch(detail -> detail.contains("SneakyHoard.readers"));
    }

    @ArchTest
    static final ArchRule onlyTheGateGivesPassages = noClasses()
            .that()
            .resideOutsideOfPackage("io.gatehouse.residency.crossing..")
            .should()
            .callConstructorWhere(new DescribedPredicate<>("of a passage") {
                @Override
                public boolean test(com.tngtech.archunit.core.domain.JavaConstructorCall call) {
                    return call.getTargetOwner().isEquivalentTo(Passage.class);
                }
            });

    private CrossingArchitecture() {}

    /**
     * Steps of a migration that have both ends in hand and carry nothing: the switch of the home, the removal behind it, and the
     * way back. They come after a passage, or after it was refused.
     */
    private static DescribedPredicate<JavaClass> mayNotSeeAllRegions() {
        return new DescribedPredicate<>("may not see all regions") {
            @Override
            public boolean test(JavaClass found) {
                return !SEE_ALL_REGIONS.contains(found.getFullName());
            }
        };
    }

    private static DescribedPredicate<JavaCodeUnit> areNoStepsOfAMigration() {
        return new DescribedPredicate<>("are no steps of a migration that carry nothing") {
            @Override
            public boolean test(JavaCodeUnit unit) {
                var type = unit.getOwner().getFullName();
                return !STEPS_THAT_CARRY_NOTHING.contains(type)
                        && !STEPS_THAT_CARRY_NOTHING.contains(type + '.' + unit.getName());
            }
        };
    }

    private static DescribedPredicate<JavaAccess<?>> opens() {
        return new DescribedPredicate<>("open of a cell, a store or a ledger") {
            @Override
            public boolean test(JavaAccess<?> access) {
                var owner = access.getTargetOwner();
                return access.getTarget().getName().equals("open")
                        && (owner.isEquivalentTo(Cell.class)
                                || owner.isEquivalentTo(FileRegionStore.class)
                                || owner.isEquivalentTo(S3RegionStore.class)
                                || owner.isEquivalentTo(SqlCrossingLedger.class));
            }
        };
    }

    private static ArchCondition<JavaCodeUnit> takeAPassageWithTwoCells() {
        return new ArchCondition<>("take a Passage when they take two cells") {
            @Override
            public void check(JavaCodeUnit unit, ConditionEvents events) {
                var types = unit.getRawParameterTypes();
                // Or what asks for one, which the method must then do itself.
                boolean passage = unit.getParameterTypes().stream()
                        .flatMap(type -> type.getAllInvolvedRawTypes().stream())
                        .anyMatch(type -> type.isEquivalentTo(Passage.class));
                for (var cell : CELLS)
                    if (!passage
                            && types.stream()
                                            .filter(t -> t.isEquivalentTo(cell))
                                            .count()
                                    > 1)
                        events.add(SimpleConditionEvent.violated(
                                unit, unit.getFullName() + " takes two of " + cell.getSimpleName()));
            }
        };
    }

    private static ArchCondition<JavaClass> holdNoCollectionOfCells() {
        return new ArchCondition<>("hold no collection of cells") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (var field : type.getFields()) {
                    boolean isCollection = field.getRawType().isAssignableTo(Map.class)
                            || field.getRawType().isAssignableTo(Iterable.class)
                            || field.getRawType().isArray();
                    boolean ofCells = field.getAllInvolvedRawTypes().stream()
                            .anyMatch(involved -> CELLS.stream().anyMatch(involved::isEquivalentTo));
                    if (isCollection && ofCells)
                        events.add(SimpleConditionEvent.violated(field, field.getFullName() + " collects cells"));
                }
            }
        };
    }

    private static ArchCondition<JavaClass> holdAtMostOneOfEachCell() {
        return new ArchCondition<>("hold at most one cell") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                // Who is made of the passage between two cells may hold the two.
                if (type.getConstructors().stream()
                        .allMatch(
                                c -> c.getRawParameterTypes().stream().anyMatch(t -> t.isEquivalentTo(Passage.class))))
                    return;
                for (var cell : CELLS)
                    if (type.getFields().stream()
                                    .filter(f -> f.getRawType().isEquivalentTo(cell))
                                    .count()
                            > 1)
                        events.add(SimpleConditionEvent.violated(
                                type, type.getName() + " holds two of " + cell.getSimpleName()));
            }
        };
    }
}
