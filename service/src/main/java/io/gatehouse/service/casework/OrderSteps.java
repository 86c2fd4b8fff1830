package io.gatehouse.service.casework;

import io.gatehouse.residency.casework.Orders.Event;
import io.gatehouse.residency.casework.Orders.Kind;
import io.gatehouse.residency.casework.Orders.Order;
import io.gatehouse.residency.casework.Orders.Step;
import io.gatehouse.service.problem.Fault;
import java.time.Instant;
import java.util.Optional;

/** Which step an order may take, as it stands: nobody stops a clock that has run out, or begins one anew that was not stopped. Pure. */
final class OrderSteps {
    private OrderSteps() {}

    /** Whether it is what was said last: a platform that lost an answer says it again. */
    static boolean isRepeated(Order order, Step step) {
        return switch (step) {
            case WITHDRAWN, INFORMATION_PROVIDED -> order.has(step);
            case CLOCK_STOPPED, CLOCK_RESTARTED -> isLastOfClock(order, step);
            // Whom one tells, one may tell twice.
            case RECEIPT_CONFIRMED, AUTHORITY_INFORMED, RECIPIENT_INFORMED -> false;
        };
    }

    static Optional<Fault> faultOf(Order order, Step step, Instant at) {
        if (at.isBefore(order.receivedAt()))
            return fault("/at", "must not lie before the order was received, " + order.receivedAt());
        return switch (step) {
            case RECEIPT_CONFIRMED, AUTHORITY_INFORMED, RECIPIENT_INFORMED, WITHDRAWN -> Optional.empty();
            case INFORMATION_PROVIDED ->
                order.kind() == Kind.INFORMATION
                        ? Optional.empty()
                        : fault("/step", "belongs to orders for information");
            case CLOCK_STOPPED -> ofStop(order, at);
            case CLOCK_RESTARTED -> ofRestart(order, at);
        };
    }

    private static Optional<Fault> ofStop(Order order, Instant at) {
        if (!OrderDesk.isWaitedFor(order))
            return fault("/step", "what was ordered is done or withdrawn: its clock has ended");
        Instant due = order.dueAt();
        if (due == null) return fault("/step", "no clock runs: the law's files name no time for it");
        return at.isAfter(due)
                ? fault("/step", "the time was over at " + due + ", and what has run out does not stop")
                : Optional.empty();
    }

    private static Optional<Fault> ofRestart(Order order, Instant at) {
        if (order.has(Step.WITHDRAWN)) return fault("/step", "the order was withdrawn");
        var stop = lastOfClock(order).filter(event -> event.step() == Step.CLOCK_STOPPED);
        if (stop.isEmpty()) return fault("/step", "the clock was not stopped");
        return at.isBefore(stop.get().at())
                ? fault(
                        "/at",
                        "must not lie before the clock was stopped, "
                                + stop.get().at())
                : Optional.empty();
    }

    private static boolean isLastOfClock(Order order, Step step) {
        return lastOfClock(order).filter(event -> event.step() == step).isPresent();
    }

    private static Optional<Event> lastOfClock(Order order) {
        return order.events().stream()
                .filter(event -> event.step() == Step.CLOCK_STOPPED || event.step() == Step.CLOCK_RESTARTED)
                .reduce((_, later) -> later);
    }

    private static Optional<Fault> fault(String pointer, String detail) {
        return Optional.of(new Fault(pointer, detail));
    }
}
