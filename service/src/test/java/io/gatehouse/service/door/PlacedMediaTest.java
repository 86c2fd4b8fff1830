package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.residency.cell.Author;
import io.gatehouse.residency.cell.GuestMedia;
import io.gatehouse.residency.cell.Placed;
import io.gatehouse.residency.cell.StoredMedia;
import io.gatehouse.residency.crossing.Actor;
import io.gatehouse.residency.crossing.Crossing;
import io.gatehouse.residency.crossing.DataKind;
import io.gatehouse.residency.crossing.Destination;
import io.gatehouse.residency.crossing.LegalBasisClaim;
import io.gatehouse.residency.crossing.Purpose;
import io.gatehouse.residency.crossing.TransferGate;
import io.gatehouse.residency.directory.AccountDirectory;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.media.OpeningStream;
import io.gatehouse.residency.migration.CellEnd;
import io.gatehouse.residency.migration.MediaPlacing;
import io.gatehouse.residency.region.CountryCode;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.store.ObjectKey;
import io.gatehouse.service.door.RunningGatehouse.Answer;
import io.gatehouse.service.openapi.OpenApiTest;
import io.gatehouse.service.region.ServedRegion;
import io.gatehouse.service.region.ServedRegions;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Pictures lie where the message lies that shows them. */
class PlacedMediaTest {
    private static final String EU = "eu-west-1";
    private static final String US = "us-east-1";

    private final RunningGatehouse service = RunningGatehouse.shared();

    /** Somebody who is at home there. */
    private String person(String country) {
        String id = RunningGatehouse.unique("p");
        assertThat(service.post("/v1/screenings", Screenings.of(RunningGatehouse.unique("m"), id, country, "hello"))
                        .status())
                .isEqualTo(200);
        return id;
    }

    private String picture(String author) {
        var stored =
                service.post("/v1/media", bytesOf(author), "Gatehouse-Author", author, "Content-Type", "image/png");
        assertThat(stored.status()).as(stored.text()).isEqualTo(201);
        return stored.field("media_id");
    }

    private static byte[] bytesOf(String author) {
        return TestMedia.brokenPicture("a picture of " + author);
    }

    private Answer showAs(String id, String surface, String author, String media, String... members) {
        var body = Screenings.tree(id, author, "", "look");
        body.put("surface", surface);
        body.put("parts", List.of(Map.of("type", "media", "media_id", media)));
        var people = new ArrayList<Object>();
        for (String member : members) people.add(Map.of("id", member));
        body.put("participants", people);
        return service.post("/v1/screenings", Screenings.json(body));
    }

    private Answer show(String surface, String author, String media, String... members) {
        return showAs(RunningGatehouse.unique("m"), surface, author, media, members);
    }

    private ServedRegion region(String region) {
        return service.bean(ServedRegions.class).orMisdirected(new RegionId(region));
    }

    /** Whether row and object are there, and open to what was sent. */
    private boolean lies(String media, String region, String author) {
        var here = region(region);
        var stored = here.cell().reader().media(media);
        var object = new ObjectKey("media/" + media.substring(media.lastIndexOf('.') + 1));
        assertThat(here.store().head(object).isPresent())
                .as("row and object in " + region)
                .isEqualTo(stored.isPresent());
        if (stored.isEmpty()) return false;
        var key = here.cell().reader().personKey(stored.get().account()).orElseThrow();
        try (var plain = new OpeningStream(here.store().get(object).orElseThrow(), key, media)) {
            assertThat(plain.readAllBytes()).isEqualTo(bytesOf(author));
        } catch (IOException e) {
            throw new AssertionError("sealed under another key", e);
        }
        return true;
    }

    /** The row goes first. */
    private boolean isGone(String media, String region) {
        var object = new ObjectKey("media/" + media.substring(media.lastIndexOf('.') + 1));
        return region(region).cell().reader().media(media).isEmpty()
                && region(region).store().head(object).isEmpty();
    }

    @Test
    void aPictureGoesWithItsMessageToTheStricterLawAndNothingStays() {
        String american = person("US");
        String irish = person("IE");
        String media = picture(american);
        assertThat(lies(media, US, american)).isTrue();
        String id = RunningGatehouse.unique("m");
        var shown = showAs(id, "direct_message", american, media, irish);
        assertThat(shown.status()).as(shown.text()).isIn(200, 202);
        assertThat(OpenApiTest.schema("Screening").validate(shown.json())).isEmpty();
        assertThat(shown.field("screening_id")).startsWith(EU + ".s.");
        var placement = shown.json().get("placement");
        assertThat(placement.get("refused")).isEmpty();
        assertThat(lies(media, EU, american)).isTrue();
        assertThat(lies(media, US, american)).isFalse();
        String transfer = placement.get("transfer_id").stringValue();
        var logged = service.get("/v1/transfers?region=" + US).json().get("transfers").values().stream()
                .filter(each -> each.toString().contains(transfer))
                .findFirst()
                .orElseThrow();
        assertThat(logged.toString()).contains("\"media\"");

        String again = RunningGatehouse.unique("m");
        assertThat(showAs(again, "direct_message", american, media, irish).status())
                .as("to the same person again")
                .isIn(200, 202);
        var atHome = show("comment", american, media, irish);
        assertThat(atHome.problem()).isEqualTo("unknown-media");
        assertThat(atHome.text()).contains("lies in eu-west-1, with the content there that showed it");

        assertThat(region(EU).cell().person(refOf(american)).orElseThrow().media("", 10))
                .as("what an export writes")
                .extracting(StoredMedia::mediaId)
                .containsExactly(media);
        assertThat(service.delete("/v1/contents/" + id).status()).isEqualTo(204);
        assertThat(lies(media, EU, american)).as("the other one shows it").isTrue();
        assertThat(service.delete("/v1/contents/" + again).status()).isEqualTo(204);
        assertThat(lies(media, EU, american)).isFalse();
    }

    private AccountRef refOf(String person) {
        return service.bean(AccountDirectory.class).refOf(person);
    }

    @Test
    void whatIsShownAtHomeTooLiesInBoth() {
        String american = person("US");
        String media = picture(american);
        assertThat(show("comment", american, media).status()).isIn(200, 202);
        assertThat(show("direct_message", american, media, person("IE")).status())
                .isIn(200, 202);
        assertThat(lies(media, EU, american)).isTrue();
        assertThat(lies(media, US, american)).isTrue();
        assertThat(show("comment", american, media).status()).isIn(200, 202);
    }

    @Test
    void anEditOfWhatLiesElsewhereMayAddAPicture() {
        String american = person("US");
        String id = RunningGatehouse.unique("m");
        var body = Screenings.tree(id, american, "", "words to them");
        body.put("surface", "direct_message");
        body.put("participants", List.of(Map.of("id", person("IE"))));
        assertThat(service.post("/v1/screenings", Screenings.json(body)).field("screening_id"))
                .startsWith(EU);
        String media = picture(american);
        var edited = service.put(
                "/v1/contents/" + id,
                Screenings.json(Map.of("parts", List.of(Map.of("type", "media", "media_id", media)))));
        assertThat(edited.status()).as(edited.text()).isIn(200, 202);
        assertThat(lies(media, EU, american)).isTrue();
        assertThat(lies(media, US, american)).isFalse();
    }

    @Test
    void copiesForMembersShowThePictureAndTakeItAlong() throws Exception {
        String american = person("US");
        String media = picture(american);
        String id = RunningGatehouse.unique("m");
        var shown = showAs(id, "live", american, media, person("IE"));
        assertThat(shown.status()).as(shown.text()).isIn(200, 202);
        assertThat(shown.field("screening_id")).startsWith(US);
        assertThat(shown.json().get("placement").get("copies").toString()).isEqualTo("[\"eu-west-1\"]");
        String screening = shown.field("screening_id");
        await(() -> region(EU).cell().copies().content(screening).isPresent());
        assertThat(lies(media, EU, american)).isTrue();
        assertThat(lies(media, US, american)).isTrue();
        assertThat(service.delete("/v1/contents/" + id).status()).isEqualTo(204);
        await(() -> isGone(media, EU));
        assertThat(lies(media, US, american)).isFalse();
        await(() -> region(US).cell().copies().owed(10_000).stream()
                .noneMatch(owed -> owed.screeningId().equals(screening)));
    }

    /** A process that died between bringing a picture and writing the message: the home's own note tells of it. */
    @Test
    void whatNothingShowsAfterAllIsTakenBack() throws Exception {
        String american = person("US");
        String media = picture(american);
        var account = refOf(american);
        long epoch =
                service.bean(AccountDirectory.class).find(account).orElseThrow().epoch();
        var guest = new Author(account, epoch, new byte[0]).asGuestOf(new RegionId(US));
        var now = Instant.now();
        new GuestMedia(region(US).cell())
                .noteLeaving(account, List.of(media), new RegionId(EU), now.minus(Duration.ofMinutes(10)));
        var passage = service.bean(TransferGate.class)
                .pass(new Crossing(
                        new Purpose("conversation"),
                        Set.of(DataKind.CONTENT, DataKind.MEDIA),
                        new RegionId(US),
                        new Destination.ToRegion(new RegionId(EU)),
                        new Actor("placement", Actor.Kind.SYSTEM, new CountryCode("US")),
                        new LegalBasisClaim.Territory(),
                        1,
                        null,
                        now,
                        now.plusSeconds(60)));
        var brought = MediaPlacing.bring(
                end(US),
                end(EU),
                passage,
                guest,
                new Placed("strictest_participant", passage.id()),
                List.of(media),
                null,
                now);
        assertThat(brought).isEqualTo(new MediaPlacing.Outcome.Placed());
        await(() -> isGone(media, EU));
        assertThat(lies(media, US, american)).isTrue();
        await(() -> new GuestMedia(region(US).cell())
                .leaving(Instant.now(), 1_000).stream()
                        .noneMatch(each -> each.mediaId().equals(media)));
    }

    private CellEnd end(String region) {
        return new CellEnd(region(region).cell(), region(region).store());
    }

    @Test
    void whatTheGateKeepsStaysHomeWithItsPicture() {
        String irish = person("IE");
        String media = picture(irish);
        var shown = show("live", irish, media, person("US"));
        assertThat(shown.status()).as(shown.text()).isIn(200, 202);
        var closed = shown.json().get("placement").get("refused").get(0);
        assertThat(closed.get("reasons").toString()).contains("adequacy_does_not_reach_recipient");
        assertThat(lies(media, EU, irish)).isTrue();
        assertThat(lies(media, US, irish)).isFalse();
    }

    private static void await(java.util.function.BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            Thread.sleep(20);
        }
    }
}
