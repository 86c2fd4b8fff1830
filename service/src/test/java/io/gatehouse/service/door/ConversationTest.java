package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.residency.cell.AccountState;
import io.gatehouse.residency.directory.AccountDirectory;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.service.door.RunningGatehouse.Answer;
import io.gatehouse.service.openapi.OpenApiTest;
import io.gatehouse.service.region.ServedRegions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Messages between people under different laws. */
class ConversationTest {
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

    private Answer say(String surface, String author, String conversation, String... members) {
        return service.post("/v1/screenings", Screenings.json(message(surface, author, conversation, members)));
    }

    private static Map<String, Object> message(String surface, String author, String conversation, String... members) {
        var body = Screenings.tree(RunningGatehouse.unique("m"), author, "", "words to them");
        body.put("surface", surface);
        var people = new ArrayList<Object>();
        for (String member : members) people.add(Map.of("id", member));
        if (members.length > 0) body.put("participants", people);
        if (!conversation.isEmpty()) body.put("conversation", Map.of("id", conversation));
        return body;
    }

    private static JsonNode placement(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(OpenApiTest.schema("Screening").validate(answer.json()))
                .as(answer.text())
                .isEmpty();
        return answer.json().get("placement");
    }

    private static String region(Answer answer) {
        return placement(answer).get("region").stringValue();
    }

    private io.gatehouse.residency.cell.Cell cell(String region) {
        return service.bean(ServedRegions.class)
                .orMisdirected(new RegionId(region))
                .cell();
    }

    private java.util.Optional<AccountState> state(String region, String person) {
        var account = service.bean(AccountDirectory.class).refOf(person);
        return cell(region).reader().account(account).map(found -> found.state());
    }

    @Test
    void anIrishMessageToAnAmericanStaysHome() {
        var answer = say("direct_message", person("IE"), "", person("US"));
        assertThat(region(answer)).isEqualTo(EU);
        assertThat(placement(answer).get("reason").stringValue()).isEqualTo("author_as_strict");
        assertThat(answer.field("screening_id")).startsWith(EU);
        assertThat(placement(answer).get("transfer_id").isNull()).isTrue();
    }

    @Test
    void anAmericanMessageToAnIrishPersonLiesInEuropeAsAGuest() {
        String american = person("US");
        String irish = person("IE");
        var answer = say("direct_message", american, "", irish);
        assertThat(region(answer)).isEqualTo(EU);
        assertThat(answer.field("home_region")).isEqualTo(US);
        assertThat(answer.field("screening_id")).startsWith(EU + ".s.");
        assertThat(answer.json().get("evidence").get("log").stringValue()).isEqualTo(EU);
        assertThat(placement(answer).get("rule").stringValue()).isEqualTo("strictest_participant");
        assertThat(placement(answer).get("explanation").toString())
                .contains("eu-west-1 (eea) is stricter than us-east-1 (us)");
        assertThat(service.get("/v1/screenings/" + answer.field("screening_id")).text())
                .isEqualTo(answer.text());
        assertThat(state(EU, american)).contains(AccountState.GUEST);
        assertThat(state(US, american)).contains(AccountState.ACTIVE);
        var account = service.bean(AccountDirectory.class).refOf(american);
        assertThat(cell(US).reader().account(account).orElseThrow().guests()).containsExactly(new RegionId(EU));
        assertThat(state(US, irish)).as("nothing of the Irish person").isEmpty();
        String transfer = placement(answer).get("transfer_id").stringValue();
        assertThat(transfer).startsWith(US + ".t.");
        assertThat(service.get("/v1/transfers?region=" + US).text()).contains(transfer);
    }

    @Test
    void aGroupThatGainsItsFirstEuropeanIsPlacedFromThenOn() {
        String group = RunningGatehouse.unique("g");
        String one = person("US");
        String two = person("US");
        var before = say("group", one, group, two);
        assertThat(region(before)).isEqualTo(US);
        String irish = person("IE");
        var joined = say("group", one, group, two, irish);
        assertThat(region(joined)).isEqualTo(EU);
        assertThat(placement(joined).get("since").isNull()).isFalse();
        assertThat(cell(US).reader().screening(before.field("screening_id")))
                .as("what was said before stays where it is")
                .isPresent();
        var left = say("group", two, group, one);
        assertThat(region(left)).as("the European has left").isEqualTo(EU);
        assertThat(placement(left).get("reason").stringValue()).isEqualTo("conversation");
        assertThat(placement(left).get("since")).isEqualTo(placement(joined).get("since"));
        assertThat(placement(left).get("explanation").toString()).contains("what was said before stays where it is");
        assertThat(region(say("group", one, RunningGatehouse.unique("g"), two)))
                .as("another group")
                .isEqualTo(US);
    }

    @Test
    void theEuropeansFirstMessageIsEnoughForTheOthersCells() {
        String group = RunningGatehouse.unique("g");
        String american = person("US");
        var first = say("group", person("IE"), group, american);
        assertThat(region(first)).isEqualTo(EU);
        assertThat(region(say("group", american, group, person("US"))))
                .as("no European is named any more")
                .isEqualTo(EU);
    }

    @Test
    void whoJoinsFromAThirdLawFollowsWhatTheOthersHomesKnow() {
        String group = RunningGatehouse.unique("g");
        String american = person("US");
        assertThat(region(say("group", person("IE"), group, american))).isEqualTo(EU);
        String british = person("GB");
        assertThat(region(say("group", british, group, american)))
                .as("the European has left before the British person said anything")
                .isEqualTo(EU);
        assertThat(region(say("group", british, group, person("GB"))))
                .as("now their own home knows")
                .isEqualTo(EU);
    }

    @Test
    void whoeverWasNamedOnceHasAHomeThatKnows() {
        String group = RunningGatehouse.unique("g");
        String american = person("US");
        String irish = person("IE");
        assertThat(region(say("group", american, group, irish))).isEqualTo(EU);
        String british = person("GB");
        assertThat(region(say("group", american, group, irish, british))).isEqualTo(EU);
        assertThat(region(say("group", british, group, person("GB"))))
                .as("those who knew have left")
                .isEqualTo(EU);
    }

    @Test
    void whoeverIsNotKnownCountsAsTheStrictest() {
        var answer = say("direct_message", person("US"), "", RunningGatehouse.unique("nobody"));
        assertThat(region(answer)).isEqualTo(EU);
        assertThat(placement(answer).get("reason").stringValue()).isEqualTo("unknown_participant");
        assertThat(placement(answer).get("unknown_participants").intValue()).isEqualTo(1);
        assertThat(region(say("direct_message", person("US"), "")))
                .as("nobody is named")
                .isEqualTo(EU);
        var counted = message("group", person("US"), "", person("US"));
        counted.put("conversation", Map.of("participants", 3));
        assertThat(region(service.post("/v1/screenings", Screenings.json(counted))))
                .as("two more are counted")
                .isEqualTo(EU);
    }

    @Test
    void thePlatformMaySayWhereAMemberLives() {
        String stranger = RunningGatehouse.unique("s");
        var body = message("direct_message", person("US"), "");
        body.put("participants", List.of(Screenings.author(stranger, "US")));
        var answer = service.post("/v1/screenings", Screenings.json(body));
        assertThat(region(answer)).isEqualTo(US);
        var account = service.bean(AccountDirectory.class).refOf(stranger);
        assertThat(service.bean(AccountDirectory.class).find(account))
                .as("no account is made of it")
                .isEmpty();
    }

    @Test
    void aRuleMayRefuseMembersWhoseHomeIsNotKnown() {
        var refused = say("ad", person("US"), "", RunningGatehouse.unique("nobody"));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.problem()).isEqualTo("unknown-participant");
        assertThat(refused.field("detail")).contains("participants[].residence");
        assertThat(say("ad", person("US"), "", person("US")).status()).isEqualTo(200);
    }

    @Test
    void aMemberWhoMovedCountsWhereTheyAreNow() {
        String american = person("US");
        String other = person("US");
        assertThat(region(say("direct_message", american, "", other))).isEqualTo(US);
        var directory = service.bean(AccountDirectory.class);
        var account = directory.refOf(other);
        // Only the directory moves here: what a migration does besides is tested there.
        directory.move(List.of(new AccountDirectory.Move(
                account, directory.find(account).orElseThrow(), new RegionId("eu-central-1"))));
        assertThat(region(say("direct_message", american, "", other))).isEqualTo("eu-central-1");
    }

    @Test
    void copiesGoWhereATransferPermitsItAndTheAnswerNamesWhereNot() throws Exception {
        String american = person("US");
        var answer = say("live", american, "", person("IE"), person("GB"));
        assertThat(region(answer)).isEqualTo(US);
        assertThat(placement(answer).get("copies").toString()).isEqualTo("[\"eu-west-1\",\"uk\"]");
        String id = answer.field("screening_id");
        for (String region : List.of(EU, "uk")) {
            await(() -> cell(region).copies().content(id).isPresent());
            assertThat(cell(region).copies().content(id).orElseThrow())
                    .asString()
                    .contains("words to them");
            assertThat(state(region, american)).contains(AccountState.GUEST);
        }
        await(() -> cell(US).copies().owed(10_000).stream()
                .noneMatch(owed -> owed.screeningId().equals(id)));
        var european = say("live", person("IE"), "", person("US"));
        assertThat(region(european)).isEqualTo(EU);
        assertThat(placement(european).get("copies")).isEmpty();
        var closed = placement(european).get("refused").get(0);
        assertThat(closed.get("region").stringValue()).isEqualTo(US);
        assertThat(closed.get("transfer_id").stringValue()).startsWith(EU + ".t.");
        assertThat(closed.get("reasons").toString()).contains("adequacy_does_not_reach_recipient");
    }

    @Test
    void whatThisProcessCannotReachStaysHomeAndSaysSo() {
        var body = message("direct_message", person("US"), "");
        body.put("participants", List.of(Screenings.author(RunningGatehouse.unique("s"), "SG")));
        var answer = service.post("/v1/screenings", Screenings.json(body));
        assertThat(region(answer)).isEqualTo(US);
        assertThat(placement(answer).get("reason").stringValue()).isEqualTo("transfer_refused");
        assertThat(placement(answer).get("refused").toString()).contains("region_not_served_here");
    }

    @Test
    void aRepeatGetsTheGuestsAnswerAndNoSecondDecision() {
        String body = Screenings.json(message("direct_message", person("US"), "", person("IE")));
        String key = RunningGatehouse.unique("k");
        var first = service.post("/v1/screenings", body, "Idempotency-Key", key);
        assertThat(service.post("/v1/screenings", body, "Idempotency-Key", key).text())
                .isEqualTo(first.text());
        assertThat(service.post("/v1/screenings", body).problem()).isEqualTo("content-id-reused");
    }

    @Test
    void publicContentStaysWithItsAuthorAndSaysNothingOfIt() {
        var answer = say("comment", person("US"), "", person("IE"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().has("placement")).isFalse();
        assertThat(answer.field("screening_id")).startsWith(US);
    }

    private static void await(java.util.function.BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            Thread.sleep(20);
        }
    }
}
