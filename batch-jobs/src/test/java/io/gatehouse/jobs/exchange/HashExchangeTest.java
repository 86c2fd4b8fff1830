package io.gatehouse.jobs.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.jobs.ControlDatabase;
import io.gatehouse.jobs.JobAwait;
import io.gatehouse.jobs.JobDesk;
import io.gatehouse.jobs.JobProgress;
import io.gatehouse.jobs.JobProgress.Status;
import io.gatehouse.jobs.JobStart;
import io.gatehouse.jobs.MortalDatabase;
import io.gatehouse.jobs.RealCell;
import io.gatehouse.jobs.exchange.ExchangeSettings.Kind;
import io.gatehouse.jobs.exchange.OtherSide.Answer;
import io.gatehouse.residency.bank.Act;
import io.gatehouse.residency.bank.BankRow;
import io.gatehouse.residency.bank.EntryRow;
import io.gatehouse.residency.bank.ExchangeStore;
import io.gatehouse.residency.bank.FileDigest;
import io.gatehouse.residency.bank.HashBankStore;
import io.gatehouse.residency.bank.MatchedRow;
import io.gatehouse.residency.bank.NewEntry;
import io.gatehouse.residency.bank.SaidOfHash;
import io.gatehouse.residency.crossing.Actor;
import io.gatehouse.residency.crossing.Crossing;
import io.gatehouse.residency.crossing.DataKind;
import io.gatehouse.residency.crossing.Destination;
import io.gatehouse.residency.crossing.LegalBasisClaim;
import io.gatehouse.residency.crossing.Passage;
import io.gatehouse.residency.crossing.Purpose;
import io.gatehouse.residency.crossing.Recipient;
import io.gatehouse.residency.crossing.SqlCrossingLedger;
import io.gatehouse.residency.crossing.TransferGate;
import io.gatehouse.residency.crossing.TransferRules;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.region.CountryCode;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.region.Topology;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists of other bodies, each behind a server that answers and refuses as its documents say, into a bank of a real cell. */
class HashExchangeTest {
    private static final RegionId REGION = RealCell.REGION;
    private static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");
    private static final Path LAW =
            Path.of(System.getProperty("gatehouse.home", "..")).resolve("policies/residency");
    private static final String MD5 = "0123456789abcdef0123456789abcdef";
    private static final String SHA256 = MD5 + MD5;

    @TempDir
    Path directory;

    private final AtomicInteger events = new AtomicInteger();
    private final AtomicInteger paced = new AtomicInteger();
    private final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());
    private final MovingClock clock = new MovingClock();
    private final NcmecServer ncmec = new NcmecServer();
    private final StopNciiServer ncii = new StopNciiServer();
    private final ThreatExchangeServer threats = new ThreatExchangeServer();
    private final TatServer tat = new TatServer();
    private Database control;
    private RealCell cell;
    private HashBankStore banks;
    private ExchangeStore store;
    private JobDesk desk;

    @BeforeEach
    void open() {
        control = ControlDatabase.empty();
        cell = new RealCell(directory);
        banks = new HashBankStore(cell.cell());
        store = new ExchangeStore(cell.cell());
        desk = desk(control);
        for (var bank : List.of("ncmec", "stopncii", "threatexchange", "tat"))
            banks.put(
                    new BankRow(bank, "ts", "other_illegal", 1, "law", "", false, 1, Optional.empty(), 31, 50),
                    false,
                    act());
    }

    @AfterEach
    void close() {
        desk.close();
        cell.close();
        control.close();
        ncmec.close();
        ncii.close();
        threats.close();
        tat.close();
    }

    private Act act() {
        return new Act(REGION + ".e.test" + events.incrementAndGet(), "key", clock.instant());
    }

    private ExchangeSettings settings(Kind kind, URI url, String credentials) {
        return new ExchangeSettings(
                kind.wireName(), kind, REGION, kind.wireName(), url, credentials, "4711", Set.of(), false, "");
    }

    private JobDesk desk(Database jobs) {
        return desk(
                jobs,
                List.of(
                        settings(Kind.NCMEC, ncmec.url("/hashsharing"), "esp:secret"),
                        settings(Kind.STOPNCII, ncii.url("/v1"), "fetch-key,subscription"),
                        settings(Kind.THREATEXCHANGE, threats.url("/v9.0"), ThreatExchangeServer.TOKEN),
                        settings(Kind.TAT, tat.url(""), "user@example.org:p:w+")));
    }

    private JobDesk desk(Database jobs, List<ExchangeSettings> exchanges) {
        var job = new HashExchangeJob(
                new OneCell(),
                exchanges,
                new ExchangeHttp(Duration.ofSeconds(20), pauses::add),
                () -> {
                    paced.incrementAndGet();
                    return Optional.empty();
                },
                new SecureRandom(),
                clock);
        return JobDesk.open(jobs, List.of(job));
    }

    private static String pdq(int number) {
        return HexFormat.of().formatHex(bytes(number));
    }

    private static byte[] bytes(int number) {
        return ByteBuffer.allocate(32).putInt(number).array();
    }

    private JobProgress run(Kind kind, String... more) {
        var asked = new TreeMap<>(Map.of("exchange", kind.wireName()));
        for (int i = 0; i < more.length; i += 2) asked.put(more[i], more[i + 1]);
        assertThat(desk.run("hash-exchange", asked)).isInstanceOf(JobStart.Started.class);
        return JobAwait.end(desk, "hash-exchange");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> summary(JobProgress end, Kind kind) {
        return (Map<String, Object>) end.summary().get(kind.wireName());
    }

    private JobProgress completed(Kind kind, String... more) {
        var end = run(kind, more);
        assertThat(end.failures()).isEmpty();
        assertThat(end.status()).isEqualTo(Status.COMPLETED);
        return end;
    }

    /** Digests of files, as they were sent. */
    private List<String> digests(Kind kind) {
        return banks.entries(kind.wireName(), 0, 1_000).stream()
                .flatMap(row -> row.entry().digest().stream())
                .map(digest -> digest.kind().wireName() + " " + digest.toHex())
                .sorted()
                .toList();
    }

    private List<Integer> known(Kind kind) {
        return banks.entries(kind.wireName(), 0, 1_000).stream()
                .map(EntryRow::entry)
                .filter(entry -> entry.digest().isEmpty())
                .map(entry -> ByteBuffer.wrap(entry.hash()).getInt())
                .sorted()
                .toList();
    }

    @Test
    void ncmecsEntriesComeInPagesAndGoWhenTheyAreDeletedOrChanged() {
        for (int i = 1; i <= 5; i++) ncmec.put("image", 42, "image" + i, pdq(i), NOW.minusSeconds(1_000 - i));
        ncmec.put("video", 42, "video1", "", NOW.minusSeconds(900));
        ncmec.put("image", 43, "image9", pdq(1), NOW.minusSeconds(900));
        ncmec.put("image", 43, "image8", "not a hash", NOW.minusSeconds(900));
        var end = completed(Kind.NCMEC);
        assertThat(known(Kind.NCMEC)).containsExactly(1, 2, 3, 4, 5);
        assertThat(summary(end, Kind.NCMEC)).containsEntry("rows", 8).containsEntry("refused", 1);
        assertThat(digests(Kind.NCMEC)).as("of all of them").containsExactly("md5 " + NcmecServer.MD5);
        assertThat(paced).as("gives way to screenings").hasPositiveValue();
        assertThat(ncmec.asked).as("eight in pages of two").hasSize(4);
        assertThat(ncmec.asked.getFirst()).contains("from=1970-01-01").contains("to=2026-11-30T09%3A59%3A55Z");
        var provenance = banks.entries("ncmec", 0, 1).getFirst().entry().provenance();
        assertThat(provenance).isEqualTo("NCMEC entry image1 of member 42, class A1");

        clock.forward(Duration.ofHours(1));
        ncmec.put("image", 42, "image1", null, clock.instant().minusSeconds(100));
        ncmec.put("image", 42, "image2", pdq(20), clock.instant().minusSeconds(100));
        ncmec.put("image", 42, "image3", null, clock.instant().minusSeconds(100));
        ncmec.asked.clear();
        completed(Kind.NCMEC);
        assertThat(known(Kind.NCMEC)).as("1 is another member's, too").containsExactly(1, 4, 5, 20);
        assertThat(ncmec.asked.getFirst())
                .as("from where the last one ended")
                .contains("from=2026-11-30T09%3A59%3A55Z");
    }

    @Test
    void aListIsNotFetchedIntoABankOfOldWhoseCategoryIsNone() {
        ncmec.put("image", 42, "image1", pdq(1), NOW.minusSeconds(500));
        banks.put(
                new BankRow("ncmec", "ts", "of our own", 1, "law", "", false, 1, Optional.empty(), 31, 50),
                true,
                act());
        var failed = run(Kind.NCMEC);
        assertThat(failed.status()).isEqualTo(Status.FAILED);
        assertThat(failed.failures().toString())
                .contains("the bank ncmec has the category 'of our own', which is none; put one of harassment, ");
        assertThat(known(Kind.NCMEC)).isEmpty();
        banks.put(new BankRow("ncmec", "ts", "spam", 1, "law", "", false, 1, Optional.empty(), 31, 50), true, act());
        completed(Kind.NCMEC);
        assertThat(known(Kind.NCMEC)).containsExactly(1);
    }

    @Test
    void aRunThatDiesInTheMiddleGoesOnAtItsPageAndAlsoWhenTheOtherSideForgotIt() {
        for (int i = 1; i <= 9; i++) ncmec.put("image", 42, "image" + i, pdq(i), NOW.minusSeconds(500));
        var mortal = new MortalDatabase(control);
        var doomed = desk(mortal);
        ncmec.first.clear();
        // The third page dies with the process.
        store.open("ncmec", "ncmec");
        assertThat(doomed.run("hash-exchange", Map.of("exchange", "ncmec"))).isInstanceOf(JobStart.Started.class);
        JobAwait.until(() -> ncmec.asked.size() >= 2);
        mortal.kill();
        JobAwait.until(() -> desk.status("hash-exchange").orElseThrow().status().isOver());
        var state = store.find("ncmec").orElseThrow();
        int before = ncmec.asked.size();
        ncmec.forgetsCursors = true;
        if (!state.cursor().isEmpty()) {
            ncmec.asked.clear();
            desk.restart("hash-exchange");
            var failed = JobAwait.end(desk, "hash-exchange");
            assertThat(ncmec.asked.getFirst()).as("where it was").contains("start=");
            assertThat(ncmec.asked.get(1))
                    .as("and then from the begin of the range")
                    .doesNotContain("start=");
            assertThat(failed.status()).isEqualTo(Status.FAILED);
        }
        assertThat(before).isLessThan(20);
        ncmec.forgetsCursors = false;
        clock.forward(Duration.ofHours(1));
        completed(Kind.NCMEC);
        assertThat(known(Kind.NCMEC)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void stopNciisCasesComeByTokenAndGoWhenTheyAreWithdrawn() {
        for (int i = 1; i <= 5; i++) ncii.put(100 + i, "ImagePDQ", pdq(i), "Active");
        ncii.put(106, "VideoMD5", MD5, "Active");
        ncii.put(107, "ImagePDQ", "12", "Active");
        ncii.put(107, "VideoMD5", "0123", "Active");
        ncii.put(107, "VideoTMK", "0123456789", "Active");
        var end = completed(Kind.STOPNCII);
        assertThat(known(Kind.STOPNCII)).containsExactly(1, 2, 3, 4, 5);
        assertThat(digests(Kind.STOPNCII)).containsExactly("md5 " + MD5);
        assertThat(summary(end, Kind.STOPNCII)).containsEntry("rows", 6).containsEntry("refused", 2);
        ncii.put(200, "ImagePDQ", pdq(2), "Withdrawn");
        ncii.put(201, "ImagePDQ", pdq(3), "Deleted");
        ncii.put(202, "ImagePDQ", pdq(6), "Received");
        ncii.put(203, "VideoMD5", MD5, "Withdrawn");
        ncii.asked.clear();
        completed(Kind.STOPNCII);
        assertThat(digests(Kind.STOPNCII)).isEmpty();
        assertThat(known(Kind.STOPNCII)).containsExactly(1, 4, 5, 6);
        assertThat(ncii.asked.getFirst()).contains("startTimestamp=108");
    }

    @Test
    void techAgainstTerrorismsListComesInOrderOfChangeAndGoesOnWhereItWas() {
        for (int i = 1; i <= 4; i++) tat.put(100 + i, i, "PDQ", pdq(i), false);
        tat.put(105, 5, "MD5", MD5, false);
        tat.put(106, 6, "SHA256", SHA256, false);
        tat.put(107, 7, "SHA1", MD5, false);
        tat.put(108, 8, "PDQ", "12", false);
        var end = completed(Kind.TAT);
        assertThat(known(Kind.TAT)).containsExactly(1, 2, 3, 4);
        assertThat(digests(Kind.TAT)).containsExactly("md5 " + MD5, "sha256 " + SHA256);
        assertThat(summary(end, Kind.TAT)).containsEntry("rows", 6).containsEntry("refused", 1);
        // One is taken back, one is another hash now, one is new.
        tat.put(200, 2, "PDQ", pdq(2), true);
        tat.put(200, 3, "PDQ", pdq(13), false);
        tat.put(201, 9, "PDQ", pdq(9), false);
        tat.asked.clear();
        clock.forward(Duration.ofHours(1));
        completed(Kind.TAT);
        assertThat(known(Kind.TAT)).containsExactly(1, 4, 9, 13);
        assertThat(tat.asked).contains("GET /api/hash-list/v2/all?order=asc&after=108.0%2C8");
        assertThat(banks.entries("tat", 0, 1).getFirst().entry().provenance())
                .isEqualTo("Tech Against Terrorism entry 1, far-right, mp4");
        // A place that is not known there any more begins the list again.
        tat.forgetsPlaces = true;
        clock.forward(Duration.ofHours(1));
        assertThat(run(Kind.TAT).status()).isEqualTo(Status.FAILED);
        tat.forgetsPlaces = false;
        clock.forward(Duration.ofHours(1));
        completed(Kind.TAT);
        assertThat(known(Kind.TAT)).containsExactly(1, 4, 9, 13);
        // Its password is refused.
        tat.first.add(new Answer(401, "{}"));
        clock.forward(Duration.ofHours(1));
        assertThat(run(Kind.TAT).failures().toString()).contains("refuses the credentials");
    }

    @Test
    void aTokenThatWasForgottenBeginsTheFetchAgainAndSilenceForAMonthEverything() {
        for (int i = 1; i <= 5; i++) ncii.put(100 + i, "ImagePDQ", pdq(i), "Active");
        store.open("stopncii", "stopncii");
        cell.sql("UPDATE hash_exchange SET cursor = 't/10/+2' WHERE name = 'stopncii'");
        ncii.forgetsTokens = true;
        var failed = run(Kind.STOPNCII);
        // The first page came again; its own token is forgotten, too.
        assertThat(failed.status()).isEqualTo(Status.FAILED);
        ncii.forgetsTokens = false;
        clock.forward(Duration.ofMinutes(11));
        completed(Kind.STOPNCII);
        assertThat(known(Kind.STOPNCII)).containsExactly(1, 2, 3, 4, 5);

        // Two are gone without a word, as after a month nobody tells.
        ncii.records.removeIf(record -> List.of(pdq(1), pdq(4)).contains(record.get("hashValue")));
        completed(Kind.STOPNCII);
        assertThat(known(Kind.STOPNCII)).containsExactly(1, 2, 3, 4, 5);
        clock.forward(Duration.ofDays(31));
        completed(Kind.STOPNCII);
        assertThat(known(Kind.STOPNCII)).containsExactly(2, 3, 5);
    }

    @Test
    void aPrivacyGroupsUpdatesComeInOrderAndTheTokenIsKeptNowhere() {
        for (int i = 1; i <= 5; i++) threats.put(100 + i, "HASH_PDQ", pdq(i), "50" + i, "MALICIOUS", false);
        threats.put(106, "HASH_MD5", MD5, "600", "MALICIOUS", false);
        threats.put(106, "HASH_VIDEO_MD5", MD5.replace('0', '1'), "601", "MALICIOUS", false);
        threats.put(106, "HASH_SHA256", SHA256, "602", "MALICIOUS", false);
        threats.tags = List.of("a_program");
        threats.put(106, "HASH_MD5", MD5.replace('0', '2'), "603", "MALICIOUS", false);
        threats.tags = List.of("media_type_photo");
        threats.put(107, "HASH_PDQ", pdq(7), "507", "NON_MALICIOUS", false);
        completed(Kind.THREATEXCHANGE);
        assertThat(known(Kind.THREATEXCHANGE)).containsExactly(1, 2, 3, 4, 5);
        assertThat(digests(Kind.THREATEXCHANGE))
                .containsExactly("md5 " + MD5, "md5 " + MD5.replace('0', '1'), "sha256 " + SHA256);
        assertThat(threats.asked.getFirst()).contains("types=HASH_PDQ,HASH_VIDEO_MD5,HASH_MD5,HASH_SHA256");
        assertThat(store.find("threatexchange").orElseThrow().toString())
                .contains("checkpoint=107")
                .doesNotContain("token_of");
        threats.put(200, "HASH_PDQ", pdq(2), "502", "MALICIOUS", true);
        threats.put(201, "HASH_PDQ", pdq(7), "507", "MALICIOUS", false);
        threats.asked.clear();
        completed(Kind.THREATEXCHANGE);
        assertThat(known(Kind.THREATEXCHANGE)).containsExactly(1, 3, 4, 5, 7);
        assertThat(threats.asked.getFirst()).contains("start_time=107");
    }

    @Test
    void aNextPageElsewhereIsNotAsked() {
        for (int i = 1; i <= 5; i++) threats.put(100 + i, "HASH_PDQ", pdq(i), "50" + i, "MALICIOUS", false);
        threats.elsewhere = ncii.url("").toString();
        var end = run(Kind.THREATEXCHANGE);
        assertThat(end.status()).isEqualTo(Status.FAILED);
        assertThat(summary(end, Kind.THREATEXCHANGE).get("failure").toString()).contains("somewhere else");
        assertThat(ncii.asked).isEmpty();
    }

    @Test
    void aSideThatIsBusyIsAskedAgainWhenItSaysAndOneThatRefusesIsLeftAlone() {
        ncii.put(101, "ImagePDQ", pdq(1), "Active");
        ncii.first.add(new Answer(429, "", List.of("Retry-After", "7")));
        ncii.first.add(new Answer(503, ""));
        ncii.first.add(new Answer(500, ""));
        completed(Kind.STOPNCII);
        assertThat(known(Kind.STOPNCII)).containsExactly(1);
        assertThat(pauses).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(2), Duration.ofSeconds(4));

        ncii.first.add(new Answer(429, "", List.of("Retry-After", "3600")));
        var waits = run(Kind.STOPNCII);
        assertThat(waits.status()).isEqualTo(Status.FAILED);
        assertThat(waits.failures().toString()).contains("come less often");
        int asked = ncii.asked.size();
        clock.forward(Duration.ofMinutes(30));
        var left = run(Kind.STOPNCII);
        assertThat(left.status())
                .as("no run that was completed, so that the alert stays")
                .isEqualTo(Status.FAILED);
        assertThat(left.failures().toString()).contains("left alone until").contains("come less often");
        assertThat(ncii.asked).as("not before an hour").hasSize(asked);
        clock.forward(Duration.ofMinutes(31));
        completed(Kind.STOPNCII);
        assertThat(ncii.asked).hasSizeGreaterThan(asked);
    }

    @Test
    void everyOtherFaultEndsTheRunInASentenceWithoutWhatWasAnswered() {
        record Case(Answer answer, String sentence) {}
        for (var each : List.of(
                new Case(new Answer(401, "secret words"), "refuses the credentials"),
                new Case(
                        new Answer(
                                302,
                                "secret words",
                                List.of("Location", ncii.url("/v1").toString())),
                        "not followed"),
                new Case(new Answer(200, "secret words"), "not the JSON"),
                new Case(
                        new Answer(200, "{\"hashRecords\":[],\"hasMoreRecords\":true,\"nextSetTimestamp\":5}"),
                        "not the JSON"),
                new Case(new Answer(200, "x".repeat(ExchangeHttp.MAX_BYTES + 1)), "more than"))) {
            ncii.first.add(each.answer());
            var end = run(Kind.STOPNCII);
            assertThat(end.status()).as(each.sentence()).isEqualTo(Status.FAILED);
            assertThat(end.failures().toString()).contains(each.sentence()).doesNotContain("secret");
            assertThat(store.find("stopncii").orElseThrow().failure().orElseThrow())
                    .contains(each.sentence());
            clock.forward(Duration.ofMinutes(11));
        }
        // An entity that would read a file of this machine.
        ncmec.first.add(new Answer(
                200,
                "<?xml version=\"1.0\"?><!DOCTYPE q [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><queryResult><images>"
                        + "<image><member id=\"1\">x</member><id>&x;</id></image></images></queryResult>"));
        assertThat(run(Kind.NCMEC).failures().toString()).contains("not the XML");
        assertThat(known(Kind.NCMEC)).isEmpty();
    }

    @Test
    void aSideThatDoesNotAnswerInTimeHoldsUpNothingElse() throws Exception {
        try (var silent = new java.net.ServerSocket(0, 50, java.net.InetAddress.getLoopbackAddress())) {
            var http = new ExchangeHttp(Duration.ofMillis(100), pauses::add);
            assertThatThrownBy(() -> http.get(URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/"), Map.of()))
                    .isInstanceOf(ExchangeException.class)
                    .hasMessageContaining("was not there");
            assertThat(pauses).hasSize(4);
        }
        ncmec.first.add(new Answer(403, ""));
        ncii.put(101, "ImagePDQ", pdq(1), "Active");
        assertThat(desk.run("hash-exchange", Map.of())).isInstanceOf(JobStart.Started.class);
        var end = JobAwait.end(desk, "hash-exchange");
        assertThat(end.status()).isEqualTo(Status.FAILED);
        assertThat(end.failures().toString()).contains("ncmec: ").doesNotContain("stopncii");
        assertThat(known(Kind.STOPNCII)).containsExactly(1);
    }

    @Test
    void whatAPersonAddedStaysAndABankThatIsNotThereIsNamed() {
        banks.add("stopncii", List.of(new NewEntry(bytes(1), 100, "by hand", "", Optional.empty())), act());
        ncii.put(101, "ImagePDQ", pdq(1), "Active");
        completed(Kind.STOPNCII);
        ncii.put(102, "ImagePDQ", pdq(1), "Withdrawn");
        completed(Kind.STOPNCII);
        assertThat(known(Kind.STOPNCII)).containsExactly(1);
        banks.removeBank("stopncii", act());
        while (banks.removeLeft(100)) assertThat(banks.isRemoving()).isTrue();
        var end = run(Kind.STOPNCII);
        assertThat(end.status()).isEqualTo(Status.FAILED);
        assertThat(end.failures().toString()).contains("no bank stopncii");
    }

    /** What is said goes over the real protocols; that it passes the gate is tested where there is one. */
    @Test
    void whatPeopleSayOfMatchesIsSaidBackToEach() {
        ncmec.put("image", 42, "image 1", pdq(1), NOW.minusSeconds(500));
        ncmec.put("image", 43, "image9", pdq(1), NOW.minusSeconds(500));
        ncmec.put("image", 44, "image7", pdq(2), NOW.minusSeconds(500));
        completed(Kind.NCMEC);
        match("ncmec", 1, "m1", true);
        match("ncmec", 2, "m2", false);
        say(Kind.NCMEC, ncmec.url("/hashsharing"), "esp:secret", "");
        assertThat(ncmec.votes)
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("42/image 1", "for", "43/image9", "for", "44/image7", "against"));
        ncmec.reasons.put("guid-2", "Too common");
        assertThatThrownBy(() -> say(Kind.NCMEC, ncmec.url("/hashsharing"), "esp:secret", ""))
                .hasMessageContaining("one of [Not the same, Too common]");
        say(Kind.NCMEC, ncmec.url("/hashsharing"), "esp:secret", "Too common");

        ncii.put(101, "ImagePDQ", pdq(3), "Active");
        completed(Kind.STOPNCII);
        match("stopncii", 3, "m3", false);
        say(Kind.STOPNCII, ncii.url("/v1"), "fetch-key,subscription,feedback-key", "");
        assertThat(ncii.feedbacks).hasSize(1);
        assertThat(ncii.feedbacks.getFirst().get("feedbackValue").stringValue()).isEqualTo("NotBlocked");

        threats.put(101, "HASH_PDQ", pdq(4), "504", "MALICIOUS", false);
        completed(Kind.THREATEXCHANGE);
        match("threatexchange", 4, "m4", true);
        ncmec.votes.clear();
        var digest = FileDigest.parse(FileDigest.Kind.MD5, NcmecServer.MD5);
        banks.matched(
                List.of(new MatchedRow(
                        "m5", banks.entry("ncmec", digest.place()).orElseThrow(), 0)),
                clock.instant(),
                Duration.ofHours(1),
                1_000,
                act());
        banks.say("m5", true, act());
        say(Kind.NCMEC, ncmec.url("/hashsharing"), "esp:secret", "Too common");
        assertThat(ncmec.votes)
                .as("by the fingerprint that matched")
                .containsKeys("42/image 1 by MD5", "43/image9 by MD5", "44/image7 by MD5");
        say(Kind.THREATEXCHANGE, threats.url("/v9.0"), ThreatExchangeServer.TOKEN, "");
        assertThat(threats.reactions).containsExactlyEntriesOf(Map.of("504", "HELPFUL"));
        // Said once.
        store.saidBack(
                store.find("threatexchange").orElseThrow(),
                store.unsaid(store.find("threatexchange").orElseThrow(), 10),
                "eu-west-1.t.x",
                act());
        assertThat(store.unsaid(store.find("threatexchange").orElseThrow(), 10)).isEmpty();
        banks.say("m4", false, act());
        assertThat(store.unsaid(store.find("threatexchange").orElseThrow(), 10))
                .as("somebody thought again")
                .hasSize(1);
        banks.add("threatexchange", List.of(new NewEntry(bytes(9), 100, "by hand", "", Optional.empty())), act());
        match("threatexchange", 9, "a0", true);
        assertThat(store.unsaid(store.find("threatexchange").orElseThrow(), 1))
                .as("what nobody fetched takes no place of what was")
                .allMatch(said -> said.matchIds().contains("m4"))
                .hasSize(1);
    }

    /**
     * One answer that the other side does not take is its own matter; where it takes none, something is wrong with how we ask, and
     * none is given up.
     */
    @Test
    void anAnswerThatIsRefusedIsNotSaidAgainAndWhereAllAreTheyWait() {
        desk.close();
        desk = desk(control, List.of(answering()));
        for (int i = 1; i <= 3; i++) ncii.put(100 + i, "ImagePDQ", pdq(i), "Active");
        completed(Kind.STOPNCII);
        for (int i = 1; i <= 3; i++) match("stopncii", i, "m" + i, true);
        var records = List.copyOf(ncii.records);
        // A hash that is gone there is no hash that anybody could answer for.
        ncii.records.clear();
        var end = run(Kind.STOPNCII);
        assertThat(end.status()).isEqualTo(Status.FAILED);
        assertThat(end.failures().toString()).contains("stopncii: ").contains("400");
        assertThat(unsaid()).as("all wait").hasSize(3);

        ncii.records.addAll(records.subList(0, 2));
        clock.forward(Duration.ofMinutes(11));
        var answers = answers(completed(Kind.STOPNCII));
        assertThat(answers).containsEntry("said_back", 2).containsEntry("answers_refused", 1);
        assertThat(ncii.feedbacks).hasSize(2);
        assertThat(unsaid()).isEmpty();
        int asked = ncii.asked.size();
        completed(Kind.STOPNCII);
        assertThat(ncii.asked.subList(asked, ncii.asked.size()))
                .as("it is refused whenever it comes")
                .noneMatch(each -> each.contains("SubmitFeedback"));

        // Alone it tells nothing of how we ask.
        ncii.put(200, "ImagePDQ", pdq(4), "Active");
        completed(Kind.STOPNCII);
        match("stopncii", 4, "m4", true);
        ncii.records.removeIf(each -> each.get("hashValue").equals(pdq(4)));
        assertThat(answers(completed(Kind.STOPNCII))).containsEntry("answers_refused", 1);
        assertThat(unsaid()).isEmpty();
    }

    private ExchangeSettings answering() {
        return new ExchangeSettings(
                "stopncii",
                Kind.STOPNCII,
                REGION,
                "stopncii",
                ncii.url("/v1"),
                "fetch-key,subscription,feedback-key",
                "4711",
                Set.of(),
                true,
                "");
    }

    private List<SaidOfHash> unsaid() {
        return store.unsaid(store.find("stopncii").orElseThrow(), 10);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> answers(JobProgress end) {
        return (Map<String, Object>) end.summary().get("stopncii.answers");
    }

    private void match(String bank, int number, String id, boolean right) {
        long entry = banks.entry(bank, bytes(number)).orElseThrow();
        banks.matched(List.of(new MatchedRow(id, entry, 0)), clock.instant(), Duration.ofHours(1), 1_000, act());
        banks.say(id, right, act());
    }

    private void say(Kind kind, URI url, String credentials, String reason) {
        var settings = new ExchangeSettings(
                kind.wireName(), kind, REGION, kind.wireName(), url, credentials, "4711", Set.of(), true, reason);
        var exchange = HashExchange.of(settings, new ExchangeHttp(Duration.ofSeconds(5), pauses::add), clock);
        store.unsaid(store.find(kind.wireName()).orElseThrow(), 10).forEach(exchange::say);
    }

    /** Rows that are no hashes: so many are another format, and the run says so in numbers. */
    @Test
    void tooManyRowsThatAreNoHashesFailTheRunAndARehearsalTakesInNothing() {
        for (int i = 1; i <= 4; i++) ncii.put(100 + i, "ImagePDQ", "not a hash " + i, "Active");
        ncii.put(105, "ImagePDQ", pdq(5), "Active");
        assertThat(summary(completed(Kind.STOPNCII, "dry_run", "true"), Kind.STOPNCII))
                .containsEntry("rows", 1)
                .containsEntry("refused", 4)
                .containsEntry("dry_run", true);
        assertThat(known(Kind.STOPNCII)).isEmpty();
        var end = run(Kind.STOPNCII, "skip_limit", "1");
        assertThat(end.status()).isEqualTo(Status.FAILED);
        assertThat(end.failures().toString())
                .contains("refused", "skip_limit is 1")
                .doesNotContain("not a hash");
        completed(Kind.STOPNCII);
        assertThat(known(Kind.STOPNCII)).containsExactly(5);
    }

    @Test
    void settingsThatCannotBeAreRefusedBeforeAnythingIsAsked() {
        assertThatThrownBy(() -> settings(Kind.NCMEC, URI.create("http://example.org/x"), "a:b"))
                .hasMessageContaining("must be https");
        assertThatThrownBy(() -> settings(Kind.NCMEC, URI.create("https://example.org/x"), "ab"))
                .hasMessageContaining("user:password");
        assertThatThrownBy(() -> settings(Kind.STOPNCII, URI.create("https://example.org/x"), "a"))
                .hasMessageContaining("fetch key,subscription key");
        assertThatThrownBy(() ->
                        new ExchangeSettings("t", Kind.TAT, REGION, "t", tat.url(""), "a:b", "", Set.of(), true, ""))
                .hasMessageContaining("takes no feedback");
        assertThat(settings(Kind.NCMEC, URI.create("https://example.org/x"), "a:secret")
                        .toString())
                .doesNotContain("secret");
        assertThat(desk.run("hash-exchange", Map.of("exchange", "none"))).isInstanceOf(JobStart.Refused.class);
    }

    /** Time that passes when it is told to. */
    private static final class MovingClock extends Clock {
        private volatile Instant now = NOW;

        void forward(Duration by) {
            now = now.plus(by);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    /** The one cell, with the gate as it ships. */
    private final class OneCell implements ExchangeCells {
        private final Topology topology = Topology.load(LAW);
        private final TransferGate gate = new TransferGate(
                topology,
                TransferRules.load(LAW, topology),
                Map.of(REGION, SqlCrossingLedger.open(REGION, cell.database(), cell.writer(REGION))),
                region -> region + ".t." + events.incrementAndGet(),
                clock);

        @Override
        public SortedSet<RegionId> served() {
            return cell.served();
        }

        @Override
        public ExchangeStore exchanges(RegionId region) {
            return store;
        }

        @Override
        public Optional<String> categoryOf(RegionId region, String bank) {
            return banks.bank(bank).map(BankRow::category);
        }

        @Override
        public String newEventId(RegionId region) {
            return region + ".e.exchange" + events.incrementAndGet();
        }

        @Override
        public Passage pass(ExchangeSettings exchange, int hashes) {
            var now = clock.instant();
            return gate.pass(new Crossing(
                    new Purpose("hash_exchange"),
                    Set.of(DataKind.REPORT),
                    REGION,
                    new Destination.ToCountry(new CountryCode("DE"), new Recipient("a-body")),
                    new Actor(
                            "hash-exchange",
                            Actor.Kind.SYSTEM,
                            topology.region(REGION).orElseThrow().location()),
                    new LegalBasisClaim.Territory(),
                    hashes,
                    null,
                    now,
                    now.plus(Duration.ofHours(1))));
        }
    }
}
