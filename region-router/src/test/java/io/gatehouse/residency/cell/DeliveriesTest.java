package io.gatehouse.residency.cell;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.residency.cell.Deliveries.State;
import io.gatehouse.residency.cell.Deliveries.Subscriber;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Effects become deliveries once, to those who want them, and are taken by one sender at a time. */
class DeliveriesTest {
    private static final Instant NOW = CellFixture.NOW;
    private static final Duration LEASE = Duration.ofMinutes(1);

    private final CellFixture fixture = new CellFixture();
    private final Deliveries deliveries = fixture.cell().deliveries();

    @AfterEach
    void close() {
        fixture.close();
    }

    private static Subscriber subscriber(String id, String client, String kind, Instant since) {
        return new Subscriber(id, client, Set.of(kind), since);
    }

    private int fanOut(Subscriber... subscribers) {
        return deliveries.fanOut(List.of(subscribers), Deliveries.Event::decisionId, NOW, 100);
    }

    @Test
    void goesToThoseWhoWantItAndStaysForNobody() {
        var write = CellFixture.write("anna", "one");
        fixture.cell().writer().write(write);
        assertThat(fanOut(
                        subscriber("other-client", "another", "webhook", NOW),
                        subscriber("other-kind", "client", "else", NOW),
                        subscriber("too-late", "client", "webhook", NOW.plusSeconds(1))))
                .isZero();
        assertThat(fixture.cell().outbox().count("webhook")).isEqualTo(1);
        var first = subscriber("first", "client", "webhook", NOW);
        var second = subscriber("second", "client", "webhook", NOW.minusSeconds(1));
        assertThat(fanOut(first, second, subscriber("other-client", "another", "webhook", NOW)))
                .isEqualTo(1);
        assertThat(fixture.cell().outbox().count("webhook")).isZero();
        assertThat(fanOut(first, second)).isZero();
        for (var id : List.of("first", "second")) {
            var page = deliveries.page(id, null, Optional.empty(), 10);
            assertThat(page).extracting(Deliveries.Delivery::body).containsExactly(write.decisionId());
            assertThat(page.getFirst().messageId()).matches("msg_[0-9]+_0");
        }
        assertThat(deliveries.page("other-client", null, Optional.empty(), 10)).isEmpty();
    }

    @Test
    void oneSenderTakesItUntilTheLeaseEnds() {
        for (int i = 0; i < 3; i++) fixture.cell().writer().write(CellFixture.write("anna", "text " + i));
        fanOut(subscriber("busy", "client", "webhook", NOW));
        assertThat(deliveries.take(List.of("another"), NOW, LEASE, 10)).isEmpty();
        var taken = deliveries.take(List.of("busy"), NOW, LEASE, 2);
        assertThat(taken).hasSize(2).allMatch(each -> each.tries() == 1);
        assertThat(deliveries.take(List.of("busy"), NOW, LEASE, 10)).hasSize(1);
        assertThat(deliveries.take(List.of("busy"), NOW, LEASE, 10)).isEmpty();
        // Who took them was killed.
        assertThat(deliveries.take(List.of("busy"), NOW.plus(LEASE), LEASE, 10))
                .hasSize(3)
                .allMatch(each -> each.tries() == 2);
    }

    @Test
    void whatEndedIsLoggedAndCanBeAskedForAgain() {
        for (int i = 0; i < 2; i++) fixture.cell().writer().write(CellFixture.write("anna", "text " + i));
        fanOut(subscriber("log", "client", "webhook", NOW));
        var taken = deliveries.take(List.of("log"), NOW, LEASE, 10);
        deliveries.ended(taken.get(0), State.PENDING, "{\"status\":500}", NOW.plusSeconds(5), NOW);
        assertThat(deliveries.take(List.of("log"), NOW.plusSeconds(4), LEASE, 10))
                .isEmpty();
        var again =
                deliveries.take(List.of("log"), NOW.plusSeconds(5), LEASE, 10).getFirst();
        deliveries.ended(again, State.DEAD, "{\"status\":502}", NOW, NOW);
        deliveries.ended(taken.get(1), State.DELIVERED, "{\"status\":200}", NOW, NOW);
        // A second sender, whose lease had ended, comes too late to change it.
        deliveries.ended(taken.get(1), State.DEAD, "{\"status\":500}", NOW, NOW);
        var dead = deliveries.page("log", State.DEAD, Optional.empty(), 10);
        assertThat(dead).extracting(Deliveries.Delivery::messageId).containsExactly(again.messageId());
        assertThat(dead.getFirst().attempts()).isEqualTo("[{\"status\": 500}, {\"status\": 502}]");
        assertThat(deliveries.page("log", null, dead.stream().findFirst(), 10).size()
                        + deliveries.page("log", null, Optional.empty(), 1).size())
                .as("a page goes on after the one before")
                .isBetween(1, 2);
        assertThat(deliveries.replay("log", Instant.EPOCH, Set.of(State.DEAD), NOW))
                .isEqualTo(1);
        assertThat(deliveries.replay("log", taken.get(1).messageId(), NOW)).isTrue();
        assertThat(deliveries.replay("log", "msg_none", NOW)).isFalse();
        assertThat(deliveries.take(List.of("log"), NOW, LEASE, 10)).hasSize(2).allMatch(each -> each.tries() == 1);
        assertThat(deliveries.forget(NOW.plusSeconds(1), NOW))
                .as("what is pending stays")
                .isZero();
        assertThat(deliveries.forget(NOW, NOW.plusSeconds(1))).isEqualTo(2);
    }
}
