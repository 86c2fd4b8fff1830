package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.moderation.decode.Wire;
import io.gatehouse.moderation.hash.Dihedral;
import io.gatehouse.moderation.hash.PdqHash;
import io.gatehouse.residency.bank.Act;
import io.gatehouse.residency.bank.BankRow;
import io.gatehouse.residency.bank.HashBankStore;
import io.gatehouse.service.media.MediaWatch;
import io.gatehouse.service.media.SeenMedia;
import io.gatehouse.service.openapi.OpenApiTest;
import io.gatehouse.service.region.ServedRegions;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Uploaded media are looked at in their own region, after the upload was answered; what was seen counts in screenings. */
class MediaSeenTest {
    private final RunningGatehouse service = RunningGatehouse.shared();

    @Test
    void aPictureIsHashedOnceForTwoPeopleAndStoredWithEach() throws Exception {
        byte[] picture = TestMedia.picture(91);
        String first = store(picture);
        String second = store(picture);
        var seen = await(first);
        assertThat(seen.outcome()).isEqualTo(SeenMedia.Outcome.PICTURE);
        assertThat(seen.forms()).hasSize(8);
        assertThat(seen.md5()).isEqualTo(MessageDigest.getInstance("MD5").digest(picture));
        assertThat(await(second)).isEqualTo(seen);
        assertThat(first).isNotEqualTo(second);
    }

    @Test
    void theOperatorIsToldWhichCageIsInForce() {
        var info = service.get("/actuator/info").json();
        assertThat(info.at("/media/cage").asString()).isIn("bubblewrap", "limits only");
        assertThat(info.at("/media/reads").asString()).isNotBlank();
    }

    @Test
    void whatIsNoPictureIsKnownAsSuch() throws Exception {
        assertThat(await(store(TestMedia.brokenPicture("no picture"))).outcome())
                .isEqualTo(SeenMedia.Outcome.UNREADABLE);
    }

    @Test
    void aPictureThatAHashBankKnowsIsLookedAtByAPerson() throws Exception {
        String author = RunningGatehouse.unique("u");
        String known = store(TestMedia.picture(107), author);
        var hash = await(known).forms().get(Dihedral.FLIP_X).hash();
        String bank = bank(hash);
        var answer = screen(author, known, "comment");
        assertThat(answer.field("verdict")).as(answer.text()).isEqualTo("review");
        var signals = answer.json().get("signals").values();
        assertThat(signals).extracting(it -> it.get("type").stringValue()).containsExactly("hash");
        assertThat(signals).extracting(it -> it.get("name").stringValue()).containsExactly(bank);
        assertThat(signals).extracting(it -> it.get("category").stringValue()).containsExactly("extremism");
        assertThat(signals).extracting(it -> it.get("score").doubleValue()).containsExactly(1.0);
        assertThat(degraded(answer)).isEmpty();
        // Another picture, and the same one where no bank may be asked.
        String other = store(TestMedia.picture(53), author);
        assertThat(await(other).outcome()).isEqualTo(SeenMedia.Outcome.PICTURE);
        assertThat(screen(author, other, "comment").field("verdict")).isEqualTo("allow");
        assertThat(screen(author, known, "direct_message").field("verdict")).isEqualTo("allow");
    }

    @Test
    void aRuleRestrictsWhatItsBankKnowsUntilSomebodyDisputesTheMatchThatTheAnswerNames() throws Exception {
        String author = RunningGatehouse.unique("u");
        String known = store(TestMedia.picture(211), author);
        bank("test.blocked", "", await(known).forms().get(Dihedral.ORIGINAL).hash());
        var restricted = screen(author, known, "comment");
        assertThat(restricted.field("verdict")).as(restricted.text()).isEqualTo("restrict");
        assertThat(restricted.json().at("/rules/0/id").stringValue()).isEqualTo("test.known");
        assertThat(restricted.json().get("statement_of_reasons").isObject()).isTrue();
        var signal = restricted.json().at("/signals/0");
        assertThat(OpenApiTest.schema("Signal").validate(signal)).isEmpty();
        assertThat(signal.get("distance").intValue()).isZero();
        assertThat(signal.get("effect").stringValue()).isEqualTo("match");
        String match = signal.at("/match_ids/0").stringValue();
        assertThat(service.post("/v1/matches/" + match + ":dispute", "").status())
                .isEqualTo(204);
        var disputed = screen(author, known, "comment");
        assertThat(disputed.field("verdict")).as(disputed.text()).isEqualTo("review");
        assertThat(disputed.json().get("rules").values()).isEmpty();
        assertThat(disputed.json().at("/signals/0/effect").stringValue()).isEqualTo("review");
    }

    /** Whichever form of it the known one is near, and whichever the innocent one. */
    @Test
    void aPictureOrFileThatIsKnownToBeInnocentIsSoInAllItsForms() throws Exception {
        String author = RunningGatehouse.unique("u");
        String turned = store(TestMedia.picture(241), author);
        bank(await(turned).forms().get(Dihedral.FLIP_X).hash());
        assertThat(screen(author, turned, "comment").field("verdict")).isEqualTo("review");
        String innocent = RunningGatehouse.unique("bank");
        bank(
                innocent,
                ",\"negative\":true",
                await(turned).forms().get(Dihedral.ORIGINAL).hash());
        assertThat(screen(author, turned, "comment").field("verdict")).isEqualTo("allow");
        byte[] file = TestMedia.picture(251);
        String other = store(file, author);
        bank(await(other).forms().get(Dihedral.ORIGINAL).hash());
        assertThat(screen(author, other, "comment").field("verdict")).isEqualTo("review");
        var added = service.post(
                "/v1/banks/eu-west-1/" + innocent + "/entries",
                "{\"entries\":[{\"kind\":\"sha256\",\"provenance\":\"x\",\"hash\":\""
                        + HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256").digest(file)) + "\"}]}");
        assertThat(added.status()).as(added.text()).isEqualTo(200);
        assertThat(screen(author, other, "comment").field("verdict")).isEqualTo("allow");
    }

    @Test
    void whereMoreKnownHashesAreNearThanAreComparedTheAnswerSaysSo() throws Exception {
        String author = RunningGatehouse.unique("u");
        String known = store(TestMedia.picture(227), author);
        var hash = await(known).forms().get(Dihedral.ORIGINAL).hash();
        String bank = RunningGatehouse.unique("bank");
        // Of an edition that is switched off: they fill the answer all the same.
        bank(bank, ",\"enable_ratio\":0", hash);
        var rows = new StringBuilder();
        for (int i = 0; i < 33; i++)
            for (int j = i + 1; j < 64; j++)
                rows.append("%s,90\n"
                        .formatted(
                                new PdqHash(hash.first() ^ 1L << i ^ 1L << j, hash.second(), hash.third(), hash.last())
                                        .toHex()));
        var added = service.post(
                "/v1/banks/eu-west-1/" + bank + "/entries?provenance=x",
                "hash,quality\n" + rows,
                "Content-Type",
                "text/csv");
        assertThat(added.json().get("added").intValue()).as(added.text()).isGreaterThan(1_000);
        var answer = screen(author, known, "comment");
        assertThat(answer.field("verdict")).as(answer.text()).isEqualTo("review");
        assertThat(degraded(answer))
                .containsExactly("hash_banks: more known hashes are near than are compared: " + known);
        service.delete("/v1/banks/eu-west-1/" + bank);
    }

    @Test
    void forABankOfOldWhoseCategoryIsNoneTheAnswerSaysWhatStandsInForIt() throws Exception {
        String author = RunningGatehouse.unique("u");
        String known = store(TestMedia.picture(229), author);
        String bank = RunningGatehouse.unique("bank");
        var region = service.bean(ServedRegions.class).named("eu-west-1");
        new HashBankStore(region.cell())
                .put(
                        new BankRow(bank, "ts", "terrorism", 1, "y", "", false, 1, Optional.empty(), 31, 50),
                        false,
                        new Act("eu-west-1.e." + bank, "key", Instant.now()));
        add(bank, await(known).forms().get(Dihedral.ORIGINAL).hash());
        var answer = screen(author, known, "comment");
        assertThat(answer.json().at("/signals/0/category").stringValue()).isEqualTo("other_illegal");
        assertThat(degraded(answer))
                .containsExactly("hash_banks: the category of the bank " + bank
                        + " is none, other_illegal stands in for it: " + known);
        service.delete("/v1/banks/eu-west-1/" + bank);
    }

    @Test
    void inPrivateABankIsAskedWhosePurposeMayLookThere() throws Exception {
        String author = RunningGatehouse.unique("u");
        String known = store(TestMedia.picture(223), author);
        var hash = await(known).forms().get(Dihedral.ORIGINAL).hash();
        bank(hash);
        String unlawful = RunningGatehouse.unique("bank");
        bank(unlawful, ",\"purpose\":\"child_safety\"", hash);
        var unseen = screen(author, known, "direct_message");
        assertThat(unseen.field("verdict")).as(unseen.text()).isEqualTo("allow");
        assertThat(unseen.json().get("skipped").values())
                .extracting(it -> it.get("purpose").stringValue())
                .contains("child_safety");
        String lawful = RunningGatehouse.unique("bank");
        bank(lawful, ",\"purpose\":\"security_and_spam\"", hash);
        var seen = screen(author, known, "direct_message");
        assertThat(seen.field("verdict")).as(seen.text()).isEqualTo("review");
        assertThat(seen.json().get("signals").values())
                .extracting(it -> it.get("name").stringValue())
                .containsExactly(lawful);
        assertThat(seen.json().get("skipped").values())
                .extracting(it -> it.get("purpose").stringValue())
                .doesNotContain("security_and_spam");
        // In a group nothing permits it.
        assertThat(screen(author, known, "group").field("verdict")).isEqualTo("allow");
    }

    @Test
    void mediaThatNobodyCouldLookAtAreNotTakenForUnknown() throws Exception {
        bank(new PdqHash(1, 2, 3, 4));
        String author = RunningGatehouse.unique("u");
        String unseen = store(TestMedia.picture(71), author);
        await(unseen);
        // As another version of the decoder saw it: this one has not looked, and does not get to it while this is
        // tested.
        var region = service.bean(ServedRegions.class).ofId(unseen, 'm');
        assertThat(region.cell().mediaHashes().store(unseen, Wire.DECODE_VERSION + 1, new byte[1], Instant.now()))
                .isTrue();
        var answer = screen(author, unseen, "comment");
        assertThat(answer.field("verdict")).as(answer.text()).isEqualTo("review");
        assertThat(degraded(answer)).containsExactly("media: not looked at yet: " + unseen);
        String broken = store(TestMedia.brokenPicture("no picture"), author);
        await(broken);
        var refused = screen(author, broken, "comment");
        assertThat(refused.field("verdict")).as(refused.text()).isEqualTo("review");
        assertThat(degraded(refused)).containsExactly("media: could not be read: " + broken);
    }

    /** In the region of these authors. */
    private String bank(PdqHash hash) {
        String name = RunningGatehouse.unique("bank");
        bank(name, "", hash);
        return name;
    }

    private void bank(String name, String settings, PdqHash hash) {
        var created = service.post("/v1/banks", """
                {"region":"eu-west-1","name":"%s","owner":"ts","category":"extremism","legal_basis":"DSA Art. 16"%s}\
                """.formatted(name, settings));
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        assertThat(OpenApiTest.schema("Bank").validate(created.json())).isEmpty();
        add(name, hash);
    }

    private void add(String name, PdqHash hash) {
        var added = service.post("/v1/banks/eu-west-1/" + name + "/entries", """
                {"entries":[{"hash":"%s","provenance":"case 18"}]}""".formatted(hash.toHex()));
        assertThat(added.json().get("added").intValue()).as(added.text()).isEqualTo(1);
    }

    private RunningGatehouse.Answer screen(String author, String mediaId, String surface) {
        var body = Screenings.tree(RunningGatehouse.unique("m"), author, "IE", "x");
        body.put("surface", surface);
        body.put("parts", List.of(Map.of("type", "media", "media_id", mediaId)));
        var answer = service.post("/v1/screenings", Screenings.json(body));
        assertThat(answer.status()).as(answer.text()).isIn(200, 202);
        return answer;
    }

    private static List<String> degraded(RunningGatehouse.Answer answer) {
        return answer.json().get("degraded").values().stream()
                .map(it ->
                        it.get("signal").stringValue() + ": " + it.get("reason").stringValue())
                .toList();
    }

    private String store(byte[] bytes) {
        return store(bytes, RunningGatehouse.unique("u"));
    }

    private String store(byte[] bytes, String author) {
        var answer = service.post(
                "/v1/media",
                bytes,
                "Gatehouse-Author",
                author,
                "Gatehouse-Residence",
                "declared=IE",
                "Content-Type",
                "image/png");
        assertThat(answer.status()).isEqualTo(201);
        return answer.field("media_id");
    }

    private SeenMedia await(String mediaId) throws InterruptedException {
        var region = service.bean(ServedRegions.class).ofId(mediaId, 'm');
        var watch = service.bean(MediaWatch.class);
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        Optional<SeenMedia> seen = Optional.empty();
        while (seen.isEmpty() && System.nanoTime() < end) {
            seen = watch.seen(region, mediaId);
            if (seen.isEmpty()) Thread.sleep(20);
        }
        return seen.orElseThrow(() -> new AssertionError("nobody looked at " + mediaId));
    }
}
