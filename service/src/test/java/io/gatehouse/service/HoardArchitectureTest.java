package io.gatehouse.service;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/** The rule against collections of cells finds one. */
class HoardArchitectureTest {
    @Test
    void aHoardOfReadersIsFound() {
        var sneaky = new ClassFileImporter().importPackages("io.gatehouse.sneaky");
        var rule = classes().should(CrossingArchitectureTest.holdNoCollectionOfCells());
        assertThat(rule.evaluate(sneaky).getFailureReport().getDetails())
                .anyMatch(detail -> detail.contains("SneakyHoard.readers"));
    }
}
