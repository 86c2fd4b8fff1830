package io.gatehouse.service.casework;

import io.gatehouse.residency.casework.ReviewCase;
import io.gatehouse.residency.purpose.ServiceRules;
import io.gatehouse.service.access.Caller;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.register.Registers;
import io.gatehouse.service.register.Registers.Due;
import io.gatehouse.service.register.Registers.Person;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Who may decide, and what is due when, as the registers say on a day of the controller's. */
@Component
final class Works {
    /** Of work of which no row says how urgent it is: after all that has one. */
    private static final int LAST = 100;

    private final Registers registers;
    private final ServiceRules services;

    Works(Registers registers, ServiceRules services) {
        this.registers = registers;
        this.services = services;
    }

    /** @throws ProblemException when the register does not know who uses the key: reports must say who decided, and where */
    Person person(Caller caller, Instant now) {
        return caller.person()
                .flatMap(id -> registers.person(id, day(now)))
                .orElseThrow(() -> new ProblemException(
                        ProblemType.NOT_ON_STAFF_REGISTER,
                        caller.person()
                                .map(id -> "registers/staff.yaml has no row of '" + id + "' today.")
                                .orElse(
                                        "The key names no person. Issue one with \"person\" (POST /v1/keys), who stands in"
                                                + " registers/staff.yaml.")));
    }

    boolean isTrustedFlagger(String id, Instant now) {
        return registers.trustedFlagger(id, day(now)).isPresent();
    }

    int priority(String work, Instant at) {
        return registers.due(work, day(at)).map(Due::priority).orElse(LAST);
    }

    /** Null when no row says when. */
    @Nullable
    Instant dueAt(String work, Instant from) {
        return registers
                .due(work, day(from))
                .map(due -> from.plus(due.within()))
                .orElse(null);
    }

    Optional<Due> due(String work, Instant at) {
        return registers.due(work, day(at));
    }

    /** When a case is due, by why it waits and how urgent that was. */
    @Nullable
    Instant dueAt(ReviewCase of) {
        return dueAt(workOf(of), of.openedAt());
    }

    private String workOf(ReviewCase of) {
        return switch (of.kind()) {
            case REVIEW -> "review";
            case APPEAL -> "appeal";
            case NOTICE -> of.priority() <= priority(FLAGGED, of.openedAt()) ? FLAGGED : "notice";
        };
    }

    static final String FLAGGED = "notice.trusted_flagger";

    private LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, services.zone());
    }
}
