package io.gatehouse.residency.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gatehouse.residency.home.ResidenceRules.Direction;
import io.gatehouse.residency.region.ConfigurationFault;
import io.gatehouse.residency.region.ConfigurationRejectedException;
import io.gatehouse.residency.region.Vectors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResidenceRulesTest {
    @TempDir
    Path directory;

    @Test
    void readsTheShippedRules() {
        var rules = ResidenceRules.load(Vectors.shippedResidency());
        assertThat(rules.on(LocalDate.parse("2018-05-24"))).isEmpty();
        var set = rules.on(LocalDate.parse("2026-11-22")).orElseThrow();
        assertThat(set.kinds()).hasSize(EvidenceKind.values().length);
        assertThat(set.kind(EvidenceKind.SIM).weightAt(89)).isEqualTo(20);
        assertThat(set.kind(EvidenceKind.SIM).weightAt(90)).isEqualTo(10);
        assertThat(set.kind(EvidenceKind.SIM).weightAt(365)).isEqualTo(1.25);
        assertThat(set.kind(EvidenceKind.SIM).weightAt(366)).isZero();
        assertThat(set.kind(EvidenceKind.SIM).weightAt(-1)).isZero();
        assertThat(set.changes(Direction.MINOR_LEAVING_EEA))
                .allSatisfy(rule -> assertThat(rule.needs()).containsExactly(EvidenceKind.VERIFIED));
    }

    @Test
    void theRulesOfTheDayApply() throws IOException {
        var shipped = shipped();
        int second = shipped.indexOf("  - from: 2018-05-25");
        write(shipped.replace("  - from: 2018-05-25\n", "  - from: 2018-05-25\n    to: 2025-12-31\n")
                + shipped.substring(second)
                        .replace("from: 2018-05-25", "from: 2026-01-01")
                        .replace("weight: 40", "weight: 50"));
        var rules = ResidenceRules.load(directory);
        assertThat(weightOfDeclared(rules, "2025-12-31")).isEqualTo(40);
        assertThat(weightOfDeclared(rules, "2026-01-01")).isEqualTo(50);
    }

    private static double weightOfDeclared(ResidenceRules rules, String date) {
        return rules.on(LocalDate.parse(date))
                .orElseThrow()
                .kind(EvidenceKind.DECLARED)
                .weight();
    }

    @Test
    void namesEveryFaultAtOnceWithLineAndHint() throws IOException {
        var changed = shipped();
        for (var change : List.of(
                List.of("verified:      { weight: 100", "verified:      { weight: NaN"),
                List.of(
                        "declared:      { weight: 40, half_life_days: 730",
                        "declared:      { weight: -40, half_life_days: 0"),
                List.of(
                        "max_age_days: 1095, replaced_after_days: 90, source: \"cards",
                        "max_age_days: -1, replaced_after_days: 1.5, source: \"cards"),
                List.of("      store:  ", "      citizenship:  "),
                List.of("ip:            { weight: 5", "ip:            { weight: 20"),
                List.of("unknown_age: minor", "unknown_age: child"),
                List.of("eea_conflict_score: 10", "eea_conflict_score: Infinity"),
                List.of("id: declared, needs: [declared], kinds: 2", "id: verified, needs: [ip, hearsay], kinds: 0"),
                List.of("needs: [verified], kinds: 2, hold_days: 30", "needs: [declared], kinds: 2, hold_days: 30"),
                List.of("hold_days: 90, margin: 15", "hold_days: 40000, margin: -15"),
                List.of("needs: [establishment], kinds: 1, hold_days: 0", "needs: [], kinds: 1, hold_days: 0")))
            changed = replaced(changed, change.getFirst(), change.getLast());
        int second = changed.indexOf("  - from: 2018-05-25");
        write(changed + changed.substring(second).replace("from: 2018-05-25", "from: 2020-01-01\n    to: 2019-01-01"));
        var faults = faults();
        assertThat(faults.stream().filter(fault -> fault.line() < lineOf("from: 2020-01-01")))
                .map(fault -> fault.line() + " | " + fault.message() + " | " + fault.hint())
                .containsExactlyInAnyOrder(
                        lineOf("weight: NaN") + " | 'weight' is wrong: must be between 0 and 1000.0, not NaN | ",
                        lineOf("weight: -40") + " | 'weight' is wrong: must be between 0 and 1000.0, not -40 | ",
                        lineOf("weight: -40")
                                + " | 'half_life_days' is wrong: must be a whole number between 1 and 36525, not 0 | ",
                        lineOf("max_age_days: -1")
                                + " | 'max_age_days' is wrong: must be a whole number between 1 and 36525, not -1 | ",
                        lineOf("max_age_days: -1")
                                + " | 'replaced_after_days' is wrong: must be a whole number between 1 and 36525, not"
                                + " 1.5 | ",
                        lineOf("weight: 15,")
                                + " | unknown field 'citizenship' | known: [declared, establishment, ip, payment, sim,"
                                + " store, verified]",
                        lineOf("verified:      {") + " | 'store' is missing | a mapping is expected",
                        lineOf("weight: 20, half_life_days: 30,")
                                + " | a network location weighs as much as a first home needs | give 'ip' less than"
                                + " first_score (line "
                                + lineOf("first_score: 20") + "): it never decides alone",
                        lineOf("unknown_age: child")
                                + " | 'unknown_age' is wrong: must be minor or adult, not 'child' | ",
                        lineOf("eea_conflict_score: Infinity")
                                + " | 'eea_conflict_score' is wrong: must be between 0 and 1000.0, not Infinity | ",
                        lineOf("[ip, hearsay]")
                                + " | 'ip' cannot carry a change within | possible here: [verified, declared, payment,"
                                + " store, sim]",
                        lineOf("[ip, hearsay]")
                                + " | unknown kind of evidence 'hearsay' | possible here: [verified, declared,"
                                + " payment, store, sim]",
                        lineOf("[ip, hearsay]")
                                + " | 'kinds' is wrong: must be a whole number between 1 and 6, not 0 | ",
                        lineOf("[ip, hearsay]") + " | two rules are called 'verified' | ",
                        lineOf("minor-verified-out-of-eea")
                                + " | 'declared' cannot carry a change minor_leaving_eea | possible here: [verified]",
                        lineOf("hold_days: 40000")
                                + " | 'hold_days' is wrong: must be a whole number between 0 and 36525, not 40000 | ",
                        lineOf("hold_days: 40000")
                                + " | somebody would leave the EEA against what speaks for it | the margin of"
                                + " leaving_eea is not negative",
                        lineOf("id: established,") + " | 'needs' names no kind | something must carry the change");
        assertThat(faults).anyMatch(fault -> fault.message().equals("'to' is before 'from'"));
    }

    @Test
    void refusesRulesOfTheSameDates() throws IOException {
        var shipped = shipped();
        int begin = shipped.indexOf("  - from: 2018-05-25");
        write(shipped + shipped.substring(begin).replace("from: 2018-05-25", "from: 2024-01-01"));
        assertThat(faults())
                .extracting(ConfigurationFault::toString)
                .containsExactly("evidence.yaml:" + lineOf("from: 2024-01-01")
                        + ": the rules from 2024-01-01 and those from 2018-05-25 hold on the same dates (the other:"
                        + " line "
                        + lineOf("from: 2018-05-25") + "; end one before the next begins)");
    }

    @Test
    void refusesAFileWithoutRulesAndNone() throws IOException {
        write("rules: []\n");
        assertThat(faults()).extracting(ConfigurationFault::message).containsExactly("there are no rules");
        Files.delete(directory.resolve("evidence.yaml"));
        assertThat(faults())
                .extracting(ConfigurationFault::message)
                .containsExactly("cannot be read: NoSuchFileException");
    }

    private static String replaced(String text, String from, String to) {
        assertThat(text).contains(from);
        return text.replace(from, to);
    }

    private static String shipped() throws IOException {
        return Files.readString(Vectors.shippedResidency().resolve("evidence.yaml"));
    }

    private void write(String text) throws IOException {
        Files.writeString(directory.resolve("evidence.yaml"), text);
    }

    private List<ConfigurationFault> faults() {
        return catchThrowableOfType(ConfigurationRejectedException.class, () -> ResidenceRules.load(directory))
                .faults();
    }

    private int lineOf(String text) {
        try {
            var lines = Files.readAllLines(directory.resolve("evidence.yaml"));
            var found = new ArrayList<Integer>();
            for (int i = 0; i < lines.size(); i++) if (lines.get(i).contains(text)) found.add(i + 1);
            return found.getFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
