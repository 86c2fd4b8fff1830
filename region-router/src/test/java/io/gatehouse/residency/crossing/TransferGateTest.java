package io.gatehouse.residency.crossing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.residency.cell.CellFixture;
import io.gatehouse.residency.log.LogEntry;
import io.gatehouse.residency.region.CountryCode;
import io.gatehouse.residency.region.RegionId;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The gate on a real cell: what it gives, counts and writes down. */
class TransferGateTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final AtomicLong IDS = new AtomicLong();
    private CellFixture fixture;
    private SqlCrossingLedger ledger;

    @BeforeEach
    void open() {
        fixture = new CellFixture();
        ledger = SqlCrossingLedger.open(
                TestRules.IRELAND, fixture.database(), fixture.cell().writer());
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private TransferGate gate(Instant now) {
        return new TransferGate(
                TestRules.TOPOLOGY,
                TestRules.rules(),
                Map.of(TestRules.IRELAND, ledger),
                region -> region + ".t." + IDS.incrementAndGet(),
                Clock.fixed(now, ZoneOffset.UTC));
    }

    private LogEntry entry(long index) {
        return fixture.database().read(connection -> {
            try (var select = connection.prepareStatement("SELECT entry FROM log_entry WHERE log_index = ?")) {
                select.setLong(1, index);
                try (var rows = select.executeQuery()) {
                    assertThat(rows.next()).isTrue();
                    return LogEntry.parse(rows.getBytes(1));
                }
            }
        });
    }

    private static Crossing refused() {
        return new Crossing(
                new Purpose("legal_claims"),
                Set.of(DataKind.CONTENT),
                TestRules.IRELAND,
                new Destination.ToCountry(new CountryCode("US"), new Recipient("us-court")),
                TestRules.atHome(TestRules.IRELAND),
                new LegalBasisClaim.ForeignOrder("the case of Jane Canary"),
                1,
                null,
                NOW,
                NOW.plusSeconds(60));
    }

    @Test
    void whatIsPermittedAndWhatIsRefusedStandsInTheLogOfTheHome() {
        var yes = gate(NOW).ask(TestRules.toAcme(NOW, 3));
        var no = gate(NOW).ask(refused());
        var first = entry(yes.index());
        assertThat(first.kind()).isEqualTo("transfer");
        assertThat(first.id()).isEqualTo(yes.transferId());
        assertThat(first.evidence().facts().get("ruling")).isEqualTo("permitted");
        assertThat(first.evidence().facts().get("legal_basis")).isEqualTo("safeguards");
        var second = entry(no.index());
        assertThat(second.evidence().facts().get("ruling")).isEqualTo("refused");
        assertThat(new String(second.encode(), StandardCharsets.UTF_8)).doesNotContain("Canary");
        assertThat(ledger.between(NOW, NOW.plusSeconds(1), 10)).hasSize(2);
        assertThat(ledger.between(NOW.plusSeconds(1), NOW.plusSeconds(2), 10)).isEmpty();
    }

    @Test
    void aRefusalThrowsAndSaysWhy() {
        assertThatThrownBy(() -> gate(NOW).pass(refused()))
                .isInstanceOfSatisfying(
                        CrossingRefused.class,
                        e -> assertThat(e.reasons()).extracting(Reason::code).contains("foreign_order_is_no_basis"))
                .hasMessageContaining("Art. 48");
    }

    @Test
    void aPassageIsForWhatWasAskedAndForAsLong() {
        var passage = gate(NOW).pass(TestRules.toAcme(NOW, 2));
        passage.checkKind(DataKind.DECISION);
        passage.take(2);
        assertThatThrownBy(() -> passage.take(1)).hasMessageContaining("0 are left");
        assertThatThrownBy(() -> passage.checkKind(DataKind.CONTENT)).hasMessageContaining("does not cover");
        assertThatThrownBy(() -> passage.check(TestRules.IRELAND, new RegionId("uk"), DataKind.DECISION))
                .hasMessageContaining("not one from");
        var late = gate(NOW.plusSeconds(3600)).pass(TestRules.toAcme(NOW, 2));
        assertThatThrownBy(() -> late.checkKind(DataKind.DECISION)).hasMessageContaining("closed");
    }

    @Test
    void theCapOfADayIsNeverExceededHoweverManyAsk() throws Exception {
        var gate = gate(NOW);
        var asks = new ArrayList<Callable<Ruling>>();
        for (int i = 0; i < 160; i++)
            asks.add(() -> gate.ask(TestRules.toAcme(NOW, 3)).ruling());
        int permitted = 0;
        try (var threads = Executors.newFixedThreadPool(32)) {
            for (var ruling : threads.invokeAll(asks)) if (ruling.get() instanceof Ruling.Permitted) permitted++;
        }
        // 200 a day, three at a time: 66 fit, and not one less.
        assertThat(permitted).isEqualTo(66);
        assertThat(codes(gate.ask(TestRules.toAcme(NOW, 3)))).containsExactly("volume_cap");
        assertThat(gate.ask(TestRules.toAcme(NOW, 2)).ruling()).isInstanceOf(Ruling.Permitted.class);
    }

    @Test
    void aDayEndsAtMidnightOfUtc() {
        var before = Instant.parse("2026-11-20T23:59:59.999Z");
        var gate = gate(before);
        assertThat(gate.ask(TestRules.toAcme(before, 200)).ruling()).isInstanceOf(Ruling.Permitted.class);
        assertThat(codes(gate.ask(TestRules.toAcme(before, 1)))).containsExactly("volume_cap");
        assertThat(gate.ask(TestRules.toAcme(before.plusMillis(1), 200)).ruling())
                .isInstanceOf(Ruling.Permitted.class);
        assertThat(codes(gate.ask(TestRules.toAcme(before.plusSeconds(86_401), 201))))
                .containsExactly("volume_cap");
    }

    private static List<String> codes(Answer answer) {
        return answer.ruling() instanceof Ruling.Refused(var reasons)
                ? reasons.stream().map(Reason::code).toList()
                : List.of();
    }

    @Test
    void whatAKilledProcessCountedIsLoggedByTheNextOne() {
        var answer = gate(NOW).ask(TestRules.toAcme(NOW, 1));
        fixture.database().transact(connection -> {
            try (var forget = connection.prepareStatement("INSERT INTO crossing (transfer_id, at, permitted, facts)"
                    + " SELECT 'eu-west-1.t.killed', at, permitted, facts FROM crossing")) {
                return forget.executeUpdate();
            }
        });
        assertThat(ledger.between(NOW, NOW.plusSeconds(1), 10)).hasSize(1);
        var reopened = SqlCrossingLedger.open(
                TestRules.IRELAND, fixture.database(), fixture.cell().writer());
        var rows = reopened.between(NOW, NOW.plusSeconds(1), 10);
        assertThat(rows).hasSize(2);
        var logged = rows.stream()
                .filter(r -> r.transferId().endsWith("killed"))
                .findFirst()
                .orElseThrow();
        assertThat(entry(logged.index()).evidence())
                .isEqualTo(entry(answer.index()).evidence());
    }
}
