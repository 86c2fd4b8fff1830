package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.residency.cell.GuestMedia;
import io.gatehouse.residency.crossing.LegalBasisClaim;
import io.gatehouse.residency.directory.AccountDirectory;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.home.AccountProfile;
import io.gatehouse.residency.home.HomeRegionResolver;
import io.gatehouse.residency.migration.Boundary;
import io.gatehouse.residency.migration.PeopleMover;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.store.ObjectKey;
import io.gatehouse.service.migration.ServedEnds;
import io.gatehouse.service.region.ServedRegion;
import io.gatehouse.service.region.ServedRegions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * What goes to another region than home in the walk, each by a transfer that the gate permitted: and so which person may be known
 * where, and which ids may lie where. All else of another region is a spill.
 */
final class WalkCrossings {
    private static final String EU = "eu-west-1";
    private static final String UK = "uk";
    private static final String US = "us-east-1";

    private final RunningGatehouse service;
    private final String token;
    private final Map<String, Set<AccountRef>> people = new HashMap<>();
    /** By database. */
    private final Map<String, Set<String>> ids = new HashMap<>();

    WalkCrossings(RunningGatehouse service, String token) {
        this.service = service;
        this.token = token;
    }

    /** Whether a person at home elsewhere is a guest there, or left it. */
    boolean mayBeKnownIn(String region, AccountRef person) {
        return people.getOrDefault(region, Set.of()).contains(person);
    }

    /** Whether the value is the id of something that came to that database by a transfer. */
    boolean mayLieIn(String database, String value) {
        return ids.getOrDefault(database, Set.of()).contains(value);
    }

    void cross() throws IOException {
        placed();
        copied();
        moved();
        moving();
        misplaced();
    }

    private RunningGatehouse.Answer ok(RunningGatehouse.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isBetween(200, 204);
        return answer;
    }

    private String person(String name, String country) {
        var id = token + "-u-" + name;
        ok(service.put(
                "/v1/accounts/" + id,
                "{\"minor\":false,\"residence\":[{\"kind\":\"declared\",\"country\":\"" + country + "\"}]}"));
        return id;
    }

    private AccountRef refOf(String person) {
        return service.bean(AccountDirectory.class).refOf(person);
    }

    private ServedRegion region(String region) {
        return service.bean(ServedRegions.class).orMisdirected(new RegionId(region));
    }

    private void knownIn(String region, String person) {
        people.computeIfAbsent(region, _ -> new HashSet<>()).add(refOf(person));
    }

    private void liesIn(String region, String id) {
        ids.computeIfAbsent(region(region).region().database(), _ -> new HashSet<>())
                .add(id);
    }

    private String picture(String author) {
        var bytes = TestMedia.brokenPicture((author + "-media ").repeat(400));
        return ok(service.post("/v1/media", bytes, "Content-Type", "image/png", "Gatehouse-Author", author))
                .field("media_id");
    }

    private RunningGatehouse.Answer show(String surface, String author, String other, String media) {
        var body = Screenings.tree(author + "-" + surface, author, "", "");
        body.put("surface", surface);
        body.put("participants", List.of(Map.of("id", other)));
        body.put(
                "parts",
                List.of(
                        Map.of("type", "text", "text", author + " says on " + surface),
                        Map.of("type", "media", "media_id", media)));
        return ok(service.post("/v1/screenings", Screenings.json(body)));
    }

    /** A message with a picture lies under the stricter law of whom it is for. */
    private void placed() {
        var american = person("guest", "US");
        var media = picture(american);
        knownIn(EU, american);
        liesIn(EU, media);
        assertThat(show("direct_message", american, person("host", "IE"), media).field("screening_id"))
                .startsWith(EU);
        // One more that may lie there, as a process that died would leave it; the turn that settles it comes too late.
        var another = picture(american);
        new GuestMedia(region(US).cell())
                .noteLeaving(
                        refOf(american),
                        List.of(another),
                        new RegionId(EU),
                        Instant.now().plus(Duration.ofHours(1)));
    }

    private void copied() {
        var american = person("copied", "US");
        var media = picture(american);
        knownIn(EU, american);
        liesIn(EU, media);
        var screening = show("live", american, person("listener", "IE"), media).field("screening_id");
        liesIn(EU, screening);
        await(() -> region(EU).cell().copies().content(screening).isPresent());
    }

    private void moved() {
        var british = person("moved", "GB");
        var said = ok(service.post(
                "/v1/screenings", Screenings.of(british + "-m1", british, "", british + " says farewell")));
        liesIn(EU, said.field("screening_id"));
        liesIn(EU, said.field("decision_id"));
        liesIn(EU, picture(british));
        knownIn(UK, british);
        var path = "/v1/accounts/" + british;
        ok(service.put(path, "{\"residence\":[{\"kind\":\"verified\",\"country\":\"IE\"}]}"));
        var begun = ok(service.post(path + "/migrations", "{}"));
        await(() -> service.get("/v1/migrations/" + begun.field("migration_id"))
                .field("state")
                .equals("done"));
    }

    /** A guest who is just moving in, and whose mover died at that. */
    private void moving() {
        var american = person("moving", "US");
        knownIn(EU, american);
        var body = Screenings.tree(american + "-dm", american, "", american + " says hello");
        body.put("surface", "direct_message");
        body.put("participants", List.of(Map.of("id", token + "-u-host")));
        ok(service.post("/v1/screenings", Screenings.json(body)));
        ok(service.put(
                "/v1/accounts/" + american,
                "{\"residence\":[{\"kind\":\"verified\",\"country\":\"IE\"}]}",
                "Authorization",
                "Bearer " + service.keyIn("US", "platform")));
        var ends = service.bean(ServedEnds.class);
        var resolver = service.bean(HomeRegionResolver.class);
        var from = ends.end(new RegionId(US));
        var to = ends.end(new RegionId(EU));
        var today = LocalDate.ofInstant(Instant.now(), ZoneOffset.UTC);
        var due = AccountProfile.ofJson(from.cell()
                        .reader()
                        .account(refOf(american))
                        .orElseThrow()
                        .profile())
                .moveDue(resolver, today)
                .orElseThrow();
        var mover = new PeopleMover(
                service.bean(AccountDirectory.class),
                (_, profile, _) -> profile,
                _ -> before -> before,
                (_, _, _) -> Map.of(),
                "a worker that dies",
                Clock.systemUTC(),
                (boundary, _) -> {
                    if (boundary == Boundary.OPENED) throw new IllegalStateException("killed");
                });
        long epoch = service.bean(AccountDirectory.class)
                .find(refOf(american))
                .orElseThrow()
                .epoch();
        var passage = ends.pass(from.region(), to.region(), new LegalBasisClaim.ResidenceChange(due), 1);
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> mover.move(
                        from,
                        to,
                        () -> passage,
                        List.of(new PeopleMover.Mover(US + ".v.killed", refOf(american), epoch))))
                .hasMessage("killed");
    }

    /** An object that no row names; the case stays when it is gone. */
    private void misplaced() throws IOException {
        var key = new ObjectKey("media/lostintheukofnobody");
        region(UK).store().put(key, new ByteArrayInputStream(new byte[] {1}));
        try (var files = Files.walk(service.data())) {
            var file = files.filter(each -> each.toString().contains(key.value()))
                    .findFirst()
                    .orElseThrow();
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(3))));
        }
        ok(service.post("/v1/jobs/sweep/runs", "{\"parameters\":{\"dry_run\":\"false\"}}"));
        await(() -> service.get("/v1/jobs/sweep")
                .json()
                .at("/last_run/status")
                .asString("")
                .equals("completed"));
        region(UK).store().delete(key);
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
        }
    }
}
