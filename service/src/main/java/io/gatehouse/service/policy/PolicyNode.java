package io.gatehouse.service.policy;

import io.gatehouse.service.judging.Judging;
import io.gatehouse.service.judging.Running;
import io.gatehouse.service.judging.RunningPolicies;
import io.gatehouse.service.policy.OverrideRows.OverrideRow;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what this process runs in step with the control database: looks whether anything changed, compiles what is new
 * aside, exchanges it as a whole, and says what it runs. What cannot be loaded leaves what ran running, and is told.
 * {@link #follow} is called by one thread; everything else may be called by any.
 */
final class PolicyNode {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyNode.class);

    /** A version that cannot be loaded costs a compilation each time it is tried. */
    private static final Duration TRY_AGAIN_AFTER = Duration.ofSeconds(5);

    private final PolicyStore store;
    private final PolicyLibrary library;
    private final NodeRows rows;
    private final Clock clock;
    private final RunningPolicies policies;
    private volatile @Nullable String fault;
    private volatile Instant switchedAt;
    /** When the first override in force ends by itself; nobody tells then. */
    private Instant nextEnd = Instant.MAX;

    private Instant tryAgainAt = Instant.MIN;

    PolicyNode(PolicyStore store, PolicyLibrary library, NodeRows rows, Clock clock) {
        this.store = store;
        this.library = library;
        this.rows = rows;
        this.clock = clock;
        this.switchedAt = clock.instant();
        this.policies = new RunningPolicies(read(null));
        rows.report(policies.now(), fault, switchedAt);
    }

    RunningPolicies policies() {
        return policies;
    }

    /** What keeps this node from running what it should. */
    Optional<String> fault() {
        return Optional.ofNullable(fault);
    }

    /**
     * One look. Cheap when nothing changed.
     *
     * @return whether something changed
     * @throws io.gatehouse.residency.database.DatabaseUnavailableException when the control database is away: what runs
     *     runs on
     */
    boolean follow() {
        Running before = policies.now();
        Instant now = clock.instant();
        boolean isNew = store.revision() != before.revision() || !now.isBefore(nextEnd);
        if (!isNew && (fault == null || now.isBefore(tryAgainAt))) return false;
        Running next = read(before);
        policies.exchange(next);
        if (!sameVersions(before, next)) {
            switchedAt = clock.instant();
            LOG.info("policy {} judges now, {}", next.active().versions().policyDigest(), beside(next));
        }
        rows.report(next, fault, switchedAt);
        return isNew;
    }

    void report() {
        rows.report(policies.now(), fault, switchedAt);
    }

    private static String beside(Running running) {
        return running.canary()
                        .map(canary -> "a canary for " + canary.percent() + " % of the authors, ")
                        .orElse("")
                + running.shadows().size() + " in shadow";
    }

    private static boolean sameVersions(Running a, Running b) {
        return digests(a).equals(digests(b));
    }

    private static List<String> digests(Running running) {
        var digests = new ArrayList<String>();
        digests.add(running.active().versions().policyDigest());
        running.canary()
                .ifPresent(canary -> digests.add(canary.judging().versions().policyDigest() + canary.percent()));
        running.shadows().forEach(shadow -> digests.add(shadow.versions().policyDigest()));
        return digests;
    }

    private record Plan(
            long revision,
            StoredVersion active,
            Optional<StoredVersion> canary,
            List<StoredVersion> shadows,
            List<OverrideRow> overrides) {}

    private Plan plan() {
        return store.database().read(connection -> {
            // The revision first: what changes after it is read again at the next look.
            long revision = Sql.first(connection, "SELECT revision FROM policy_state", row -> row.getLong(1))
                    .orElseThrow();
            var active = PolicyStore.active(connection).orElseThrow();
            var canary = PolicyStore.in(connection, Stage.CANARY).stream().findFirst();
            var shadows = PolicyStore.in(connection, Stage.SHADOW);
            var acting = new ArrayList<String>(List.of(active.digest()));
            canary.ifPresent(version -> acting.add(version.digest()));
            return new Plan(revision, active, canary, shadows, OverrideRows.of(connection, acting));
        });
    }

    private Running read(@Nullable Running before) {
        Plan plan = plan();
        var faults = new ArrayList<String>();
        Instant now = clock.instant();
        Judging active = held(load(plan.active(), faults).orElseGet(() -> lastGood(before, faults)), plan, now);
        Running.Canary canary = plan.canary()
                .flatMap(version -> load(version, faults)
                        .map(judging -> new Running.Canary(
                                held(judging, plan, now), Objects.requireNonNull(version.percent()))))
                .orElse(null);
        var shadows = plan.shadows().stream()
                .flatMap(version -> load(version, faults).stream())
                .toList();
        nextEnd = plan.overrides().stream()
                .filter(row -> row.until() != null && row.holdsAt(now))
                .map(row -> Objects.requireNonNull(row.until()))
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
        tell(faults);
        return new Running(plan.revision(), active, canary, shadows);
    }

    /** Nothing ran yet in a process that starts: it must not judge by something else than everyone. */
    private static Judging lastGood(@Nullable Running before, List<String> faults) {
        if (before == null) throw new PolicyLibrary.UnusableVersionException(faults.getFirst());
        return before.active();
    }

    private static Judging held(Judging judging, Plan plan, Instant now) {
        return judging.with(
                OverrideRows.inForce(plan.overrides(), judging.versions().policyDigest(), now));
    }

    private Optional<Judging> load(StoredVersion version, List<String> faults) {
        try {
            return Optional.of(library.stored(version.digest()).judging());
        } catch (PolicyLibrary.UnusableVersionException | java.io.UncheckedIOException unusable) {
            faults.add(version.stage().wireName() + " " + unusable.getMessage());
            return Optional.empty();
        }
    }

    /** A fault is looked at again with every turn, and logged once. */
    private void tell(List<String> faults) {
        String told = faults.isEmpty() ? null : String.join("; ", faults);
        if (told != null && !told.equals(fault)) LOG.warn("what ran goes on, because of policies: {}", told);
        fault = told;
        tryAgainAt = clock.instant().plus(TRY_AGAIN_AFTER);
    }
}
