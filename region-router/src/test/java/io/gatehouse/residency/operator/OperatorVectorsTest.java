package io.gatehouse.residency.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.residency.cell.CellFixture;
import io.gatehouse.residency.crossing.Actor;
import io.gatehouse.residency.crossing.DataKind;
import io.gatehouse.residency.crossing.LegalBasisClaim;
import io.gatehouse.residency.crossing.Purpose;
import io.gatehouse.residency.crossing.Reason;
import io.gatehouse.residency.crossing.RecordedCrossing;
import io.gatehouse.residency.crossing.SqlCrossingLedger;
import io.gatehouse.residency.crossing.TestRules;
import io.gatehouse.residency.crossing.TransferGate;
import io.gatehouse.residency.key.RegionKey;
import io.gatehouse.residency.operator.AccessGrant.Act;
import io.gatehouse.residency.purpose.ServiceRules;
import io.gatehouse.residency.region.CountryCode;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.region.Vectors;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Who may read from where, for what: the published cases, on real cells. */
class OperatorVectorsTest {
    private static final Instant NOW = CellFixture.NOW;
    private static final AtomicLong IDS = new AtomicLong();
    private static final Map<RegionId, CellFixture> CELLS = new HashMap<>();
    private static final Map<RegionId, SqlCrossingLedger> BOOKS = new HashMap<>();
    private static final Map<RegionId, SqlGrantBook> GRANTS = new HashMap<>();
    private static PlatformReads platform;
    private static OperatorGate gate;

    @BeforeAll
    static void open() {
        for (String name : List.of("eu-west-1", "uk", "us-east-1")) {
            var region = new RegionId(name);
            var fixture = new CellFixture(region);
            CELLS.put(region, fixture);
            BOOKS.put(
                    region,
                    SqlCrossingLedger.open(
                            region, fixture.database(), fixture.cell().writer()));
            GRANTS.put(
                    region,
                    new SqlGrantBook(
                            region,
                            fixture.database(),
                            new Mirror(),
                            fixture.cell().writer()));
        }
        platform = new PlatformReads(BOOKS);
        var law = new TransferGate(
                TestRules.TOPOLOGY,
                TestRules.rules(),
                Map.copyOf(BOOKS),
                region -> region + ".t." + IDS.incrementAndGet(),
                Clock.fixed(NOW, ZoneOffset.UTC));
        gate = new OperatorGate(
                law,
                ServiceRules.load(Vectors.shippedResidency()),
                BOOKS,
                GRANTS,
                platform,
                region -> region + ".o." + IDS.incrementAndGet());
    }

    @AfterAll
    static void close() {
        platform.close();
        CELLS.values().forEach(CellFixture::close);
    }

    /** Seals by turning bytes round: what is tested is that the reason is sealed, not with what. */
    private static final class Mirror implements RegionKey {
        @Override
        public String keyId() {
            return "test/1";
        }

        @Override
        public byte[] wrap(byte[] bytes, byte[] context) {
            var turned = new byte[bytes.length];
            for (int i = 0; i < bytes.length; i++) turned[i] = (byte) ~bytes[bytes.length - 1 - i];
            return turned;
        }

        @Override
        public byte[] unwrap(byte[] wrapped, byte[] context) {
            return wrap(wrapped, context);
        }
    }

    @ParameterizedTest
    @CsvFileSource(resources = "vectors.csv", commentCharacter = '#', numLinesToSkip = 1)
    void theReadEndsAsPublished(
            String region, String country, String kind, String purpose, String data, String grant, String expected) {
        var id = new RegionId(region);
        var read = new OperatorRead(
                new Actor(
                        "key" + IDS.incrementAndGet(),
                        Actor.Kind.ofWireName(kind).orElseThrow(),
                        new CountryCode(country)),
                new Purpose(purpose),
                Set.of(DataKind.ofWireName(data).orElseThrow()),
                id,
                null,
                id + ".d.some",
                1,
                null,
                false,
                NOW);
        if (!grant.equals("none")) grant(read, grant);
        var ruling = gate.read(read);
        var recorded = recorded(read);
        switch (ruling) {
            case OperatorRuling.Permitted(boolean isTransfer) -> {
                assertThat(isTransfer).isEqualTo(!expected.equals("inside") && !expected.equals("counted"));
                if (expected.equals("counted")) assertThat(recorded).isEmpty();
                else
                    assertThat(recorded)
                            .singleElement()
                            .satisfies(row -> assertThat(row.facts()).contains("\"" + expected + "\""));
            }
            case OperatorRuling.Refused(var _, var _, var reasons) -> {
                assertThat(reasons).extracting(Reason::code).contains(expected);
                assertThat(reasons)
                        .allSatisfy(reason -> assertThat(reason.sentence()).endsWith("."));
                assertThat(recorded)
                        .singleElement()
                        .satisfies(row -> assertThat(row.facts()).contains("\"refused\"", expected));
            }
        }
    }

    private static List<RecordedCrossing> recorded(OperatorRead read) {
        return BOOKS
                .get(read.region())
                .between(SqlCrossingLedger.OPERATOR_ACCESS, NOW, NOW.plusSeconds(1), 10_000)
                .stream()
                .filter(row -> row.facts().contains("\"" + read.reader().pseudonym() + "\""))
                .toList();
    }

    private static void grant(OperatorRead read, String how) {
        String[] words = how.split(":", 2);
        var basis = switch (words[0]) {
            case "instrument" -> new LegalBasisClaim.Instrument(words[1]);
            case "derogation" -> new LegalBasisClaim.Derogation(words[1], REASON, "");
            default -> new LegalBasisClaim.Territory();
        };
        var from = how.equals("late") ? NOW.minus(Duration.ofHours(3)) : NOW.minusSeconds(60);
        var grant = new AccessGrant(
                read.region() + ".g." + IDS.incrementAndGet(),
                read.region(),
                how.equals("stranger") ? "another" : read.reader().pseudonym(),
                read.purpose(),
                read.data(),
                null,
                how.equals("narrow") ? read.region() + ".d.other" : read.recordId(),
                basis,
                REASON,
                5,
                from,
                from.plus(Duration.ofHours(2)),
                null,
                null);
        var book = GRANTS.get(read.region());
        book.request(grant);
        if (!how.equals("waiting"))
            assertThat(book.approve(grant.id(), new Act("second", from.plusSeconds(1))))
                    .isPresent();
        if (how.equals("revoked"))
            assertThat(book.revoke(grant.id(), new Act("second", NOW.minusSeconds(1))))
                    .isPresent();
    }

    private static final String REASON = "the case of Jane Canary before the court";

    @Test
    void aGrantTellsItsReasonToPeopleAndToNobodyElse() {
        var region = new RegionId("eu-west-1");
        var grant = new AccessGrant(
                "eu-west-1.g.canary",
                region,
                "reader",
                new Purpose("legal_claims"),
                Set.of(DataKind.DECISION),
                CellFixture.account("u-1"),
                null,
                new LegalBasisClaim.Derogation("e", REASON, ""),
                REASON,
                1,
                NOW,
                NOW.plusSeconds(60),
                null,
                null);
        var book = GRANTS.get(region);
        book.request(grant);
        assertThat(book.find(grant.id())).contains(grant);
        assertThat(book.approve(grant.id(), new Act("reader", NOW)))
                .as("by oneself")
                .isEmpty();
        var approved = book.approve(grant.id(), new Act("second", NOW)).orElseThrow();
        assertThat(approved.stateAt(NOW)).isEqualTo(AccessGrant.State.APPROVED);
        assertThat(book.approve(grant.id(), new Act("third", NOW))).as("twice").isEmpty();
        assertThat(book.standing("reader", NOW.plusSeconds(59))).hasSize(1);
        assertThat(book.standing("reader", NOW.plusSeconds(60))).isEmpty();
        String rows = CELLS.get(region).database().read(connection -> {
            var text = new StringBuilder();
            try (var select = connection.prepareStatement(
                            "SELECT g::text FROM access_grant g UNION ALL SELECT encode(entry, 'escape') FROM"
                                    + " log_entry");
                    var found = select.executeQuery()) {
                while (found.next()) text.append(found.getString(1)).append('\n');
            }
            return text.toString();
        });
        assertThat(rows).contains("grant-approved").doesNotContain("Canary");
        assertThat(rows).doesNotContain(new String(REASON.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
    }

    @Test
    void whatAPlatformReadsIsCountedByDayKeyAndCountry() {
        var region = new RegionId("eu-west-1");
        var reader = new Actor("backend", Actor.Kind.PLATFORM, new CountryCode("IE"));
        for (int i = 0; i < 1_000; i++)
            gate.read(new OperatorRead(
                    reader,
                    OperatorGate.SERVICE_DELIVERY,
                    Set.of(DataKind.DECISION),
                    region,
                    null,
                    null,
                    1,
                    null,
                    false,
                    NOW));
        var day = NOW.atOffset(ZoneOffset.UTC).toLocalDate();
        assertThat(platform.between(region, day, day))
                .filteredOn(tally -> tally.keyId().equals("backend"))
                .singleElement()
                .satisfies(tally -> {
                    assertThat(tally.reads()).isEqualTo(1_000);
                    assertThat(tally.country()).isEqualTo(new CountryCode("IE"));
                    assertThat(tally.data()).containsExactly("decision");
                });
        assertThat(platform.between(region, day.plusDays(1), day.plusDays(2))).isEmpty();
    }
}
