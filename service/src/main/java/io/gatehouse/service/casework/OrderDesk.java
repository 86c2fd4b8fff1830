package io.gatehouse.service.casework;

import io.gatehouse.moderation.statement.StatementOfReasons;
import io.gatehouse.moderation.verdict.EnforcementAction;
import io.gatehouse.residency.casework.Orders;
import io.gatehouse.residency.casework.Orders.Event;
import io.gatehouse.residency.casework.Orders.Item;
import io.gatehouse.residency.casework.Orders.Kind;
import io.gatehouse.residency.casework.Orders.NewItem;
import io.gatehouse.residency.casework.Orders.NewOrder;
import io.gatehouse.residency.casework.Orders.Order;
import io.gatehouse.residency.casework.Orders.Step;
import io.gatehouse.residency.casework.Orders.Submission;
import io.gatehouse.residency.cell.Account;
import io.gatehouse.residency.cell.AccountState;
import io.gatehouse.residency.cell.RedecisionOutcome;
import io.gatehouse.residency.cell.StoredDecision;
import io.gatehouse.residency.purpose.ServiceRules;
import io.gatehouse.service.access.Caller;
import io.gatehouse.service.casework.OrderReader.OrderRequest;
import io.gatehouse.service.casework.Subjects.Located;
import io.gatehouse.service.casework.Whereabouts.Found;
import io.gatehouse.service.decision.PersonsDecision;
import io.gatehouse.service.decision.PersonsDecision.Origin;
import io.gatehouse.service.decision.Ruling;
import io.gatehouse.service.problem.Problem;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.region.NewIds;
import io.gatehouse.service.region.ServedRegion;
import io.gatehouse.service.region.ServedRegions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The way of an order: received durably, then carried out item by item, at once; what could not be is tried again by {@link
 * CaseKeeper}. Preserving comes before removing, so that no erasure comes between.
 */
@Component
final class OrderDesk {
    private static final Logger LOG = LoggerFactory.getLogger(OrderDesk.class);

    /** A quarter of an hour of the one: time to call somebody. */
    static final Duration AT_RISK = Duration.ofMinutes(15);

    /** Its author is between two regions, or an archive does not open. */
    private static final String UNREADABLE = "unreadable";

    /** Other decisions come between, seldom once. */
    private static final int ATTEMPTS = 4;

    private final Subjects subjects;
    private final SentBefore sentBefore;
    private final ServedRegions regions;
    private final Whereabouts whereabouts;
    private final Preservation preservation;
    private final Works works;
    private final ServiceRules services;
    private final NewIds ids;
    private final Clock clock;

    OrderDesk(
            Subjects subjects,
            SentBefore sentBefore,
            ServedRegions regions,
            Whereabouts whereabouts,
            Preservation preservation,
            Works works,
            ServiceRules services,
            NewIds ids,
            Clock clock) {
        this.subjects = subjects;
        this.sentBefore = sentBefore;
        this.regions = regions;
        this.whereabouts = whereabouts;
        this.preservation = preservation;
        this.works = works;
        this.services = services;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * @param body digest of the request
     * @return a part for each region; the first leads
     */
    List<Order> receive(Caller caller, OrderRequest request, byte[] body) {
        var parts = new ArrayList<Order>();
        var received = new HashSet<Integer>();
        var before = sentBefore.everywhere(
                region -> new Orders(region.cell()).sentBefore(caller.client(), request.id(), body));
        for (var part : parts(before.found())) {
            for (var item : part.items()) received.add(item.n());
            parts.add(carriedOut(regions.ofId(part.id(), 'q'), part));
        }
        // Whom an order asks about is in its text alone: where one part is known, so are the others.
        boolean isKnown = request.kind() == Kind.INFORMATION && !parts.isEmpty();
        if (isKnown || received.size() == request.items().size()) return parts;
        for (var part : subjects.byRegion(caller, request.id(), request.items(), received, before.away())) {
            var region = part.getFirst().region();
            var orders = new Orders(region.cell());
            parts.add(carriedOut(
                    region, received(orders.submit(order(caller, request, body, region, part, parts.isEmpty())))));
        }
        return parts;
    }

    /** In the order of what they name. */
    private static List<Order> parts(List<Submission> before) {
        var parts = new ArrayList<Order>();
        for (var sent : before) parts.add(received(sent));
        parts.sort(Comparator.comparing((Order part) -> !part.leads())
                .thenComparingInt(part ->
                        part.items().isEmpty() ? 0 : part.items().getFirst().n()));
        return parts;
    }

    private Order carriedOut(ServedRegion region, Order order) {
        execute(region, order);
        return new Orders(region.cell()).find(order.id()).orElseThrow();
    }

    private NewOrder order(
            Caller caller, OrderRequest request, byte[] body, ServedRegion region, List<Located> part, boolean leads) {
        var items = new ArrayList<NewItem>();
        if (request.kind() != Kind.INFORMATION)
            for (var located : part)
                items.add(new NewItem(
                        located.n(),
                        java.util.Objects.requireNonNull(located.decisionId()),
                        ids.decision(region.id()),
                        request.kind() == Kind.TERRORIST_CONTENT ? ids.hold(region.id()) : null));
        return new NewOrder(
                ids.order(region.id()),
                caller.client(),
                request.id(),
                body,
                leads,
                request.kind(),
                request.memberState(),
                request.category(),
                request.territories(),
                request.receivedAt(),
                request.advance(),
                works.dueAt(work(request.kind()), request.receivedAt()),
                OrderText.write(request, part),
                items);
    }

    static String work(Kind kind) {
        return "order." + kind.wireName();
    }

    private static Order received(Submission submission) {
        return switch (submission) {
            case Submission.Received(var order) -> order;
            case Submission.Repeated(var order) -> order;
            case Submission.IdReused() ->
                throw new ProblemException(
                        ProblemType.RECORD_ID_REUSED, "This client sent another order under this id before.");
        };
    }

    /**
     * Does what is not done yet; the same again does nothing twice.
     *
     * @return whether nothing is left
     */
    boolean execute(ServedRegion region, Order order) {
        if (order.has(Step.WITHDRAWN)) return true;
        var orders = new Orders(region.cell());
        boolean all = true;
        for (var item : order.items()) {
            if (item.isEnded()) continue;
            String failure = carryOut(orders, order, item);
            if (failure == null) orders.effected(order.id(), item.n(), now());
            else if (failure.equals(Orders.GONE)) {
                orders.gone(order.id(), item.n(), now());
                LOG.warn("order {} item {} finds nothing left to act on", order.id(), item.n());
            } else if (!failure.equals(item.failure())) {
                orders.failed(order.id(), item.n(), failure);
                LOG.warn("order {} item {} is not carried out: {}", order.id(), item.n(), failure);
            }
            all &= failure == null || failure.equals(Orders.GONE);
        }
        return all;
    }

    /** @return why it could not be done, a code, {@link Orders#GONE} when it never can; null when it is */
    private @Nullable String carryOut(Orders orders, Order order, Item item) {
        if (whereabouts.decision(item.effectDecisionId()).isPresent()) return null;
        var text = OrderText.read(orders.open(order.id()).orElseThrow());
        String at = item.decisionId();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            var found = whereabouts.decision(at);
            if (found.isEmpty()) return "not_here";
            var decision = found.get().decision();
            var payload = decision.payload().orElse(null);
            if (payload == null || payload.content().length == 0) {
                String standing =
                        standing(found.get()).map(StoredDecision::decisionId).orElse(at);
                if (standing.equals(at)) return isGone(found.get()) ? Orders.GONE : UNREADABLE;
                at = standing; // What an older revision said was removed; what the content says now was not.
                continue;
            }
            if (item.holdId() != null) {
                String refused = preservation.keep(
                        item.holdId(),
                        decision.account(),
                        text.required("reference").stringValue());
                if (refused != null) return refused;
            }
            var redecision = PersonsDecision.of(
                    item.effectDecisionId(),
                    decision,
                    payload,
                    found.get().region().id(),
                    ruling(order, text),
                    new Origin("order", false, Map.of("order_id", order.id()), facts(order)),
                    services,
                    null,
                    now());
            switch (found.get().region().cell().writer().redecide(redecision)) {
                case RedecisionOutcome.Written _ -> {
                    return null;
                }
                case RedecisionOutcome.Superseded(String standing) -> at = standing;
                case RedecisionOutcome.Gone() -> {
                    return isGone(found.get()) ? Orders.GONE : "moving";
                }
            }
        }
        return "changing";
    }

    private static Optional<StoredDecision> standing(Found found) {
        return found.region().cell().reader().screening(found.decision().screeningId());
    }

    /** Deleted by its author, or its author erased: for good. Whoever is being moved, and what cannot be read just now, is not gone. */
    private static boolean isGone(Found found) {
        var author = found.region().cell().reader().account(found.decision().account());
        return switch (author.map(Account::state).orElse(AccountState.MOVED)) {
            case ERASING, ERASED -> true;
            case ACTIVE, GUEST, MOVING, MOVED ->
                standing(found)
                        .flatMap(StoredDecision::payload)
                        .filter(payload -> payload.content().length == 0)
                        .isPresent();
        };
    }

    private static Ruling ruling(Order order, tools.jackson.databind.JsonNode text) {
        String ground = text.required("legal_ground").stringValue();
        var asked = OrderText.actions(text);
        // A statement of reasons cannot carry what an order did not specify (DSA Art. 17(5): none is owed for orders).
        return new Ruling.Restricted(
                asked.isEmpty() ? usual(order) : asked,
                order.category(),
                List.of(),
                new StatementOfReasons.Ground(true, ground, "An authority ordered it."),
                "An authority ordered it.",
                "en",
                "authority_order");
    }

    private static List<EnforcementAction> usual(Order order) {
        return switch (order.kind()) {
            // In all Member States (2021/784 Art. 3(3)), whatever the order's own territory.
            case TERRORIST_CONTENT -> List.of(new EnforcementAction("visibility.removed", List.of("EU"), null));
            case ACT -> List.of(new EnforcementAction("visibility.disabled", order.territories(), null));
            case INFORMATION -> List.of();
        };
    }

    private static Map<String, Object> facts(Order order) {
        var facts = new LinkedHashMap<String, Object>();
        facts.put("order_kind", order.kind().wireName());
        facts.put("member_state", order.memberState());
        facts.put("received_at", order.receivedAt().toString());
        return facts;
    }

    /**
     * Writes down what happened; a clock that starts anew runs its whole time. The same again changes nothing where it can happen once.
     *
     * @throws ProblemException with what is wrong about the step, as the order stands
     */
    Order note(ServedRegion region, Order order, Step step, Instant at, String keyId) {
        var orders = new Orders(region.cell());
        if (OrderSteps.isRepeated(order, step)) return order;
        var fault = OrderSteps.faultOf(order, step, at);
        if (fault.isPresent())
            throw new ProblemException(Problem.invalid(ProblemType.INVALID_REQUEST, List.of(fault.get())));
        Instant due = switch (step) {
            case CLOCK_STOPPED, WITHDRAWN -> null;
            case CLOCK_RESTARTED -> works.dueAt(work(order.kind()), at);
            case RECEIPT_CONFIRMED, AUTHORITY_INFORMED, RECIPIENT_INFORMED, INFORMATION_PROVIDED -> order.dueAt();
        };
        orders.note(order.id(), new Event(step, at, keyId), due, now());
        return orders.find(order.id()).orElseThrow();
    }

    boolean isAtRisk(Order order, Instant now) {
        Instant due = order.dueAt();
        return due != null && isWaitedFor(order) && !now.isBefore(due.minus(AT_RISK));
    }

    /** Whether its clock still runs: what was asked is neither done nor told. */
    static boolean isWaitedFor(Order order) {
        if (order.has(Step.WITHDRAWN)) return false;
        return order.kind() == Kind.INFORMATION ? !order.has(Step.INFORMATION_PROVIDED) : !order.isEnded();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
