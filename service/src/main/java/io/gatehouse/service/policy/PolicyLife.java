package io.gatehouse.service.policy;

import io.gatehouse.moderation.policy.Problem;
import io.gatehouse.service.policy.PolicyLibrary.Compilation;
import io.gatehouse.service.policy.PolicyLibrary.Compiled;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What people do with versions: store, approve, stage, roll back. Each is one transaction of the control database, with an
 * event that the regions' logs repeat; nodes follow by themselves.
 */
final class PolicyLife {
    /** Each version in shadow costs as much judging as the one that decides. */
    static final int MAX_SHADOWS = 2;

    private final PolicyStore store;
    private final PolicyLibrary library;
    private final Clock clock;
    private final int approvalsNeeded;
    private final boolean directoryRules;

    /**
     * @param approvalsNeeded by other keys than the authors', before a version acts on people
     * @param directoryRules whether the policy directory decides for good, so that nobody may through the API
     */
    PolicyLife(PolicyStore store, PolicyLibrary library, Clock clock, int approvalsNeeded, boolean directoryRules) {
        this.store = store;
        this.library = library;
        this.clock = clock;
        this.approvalsNeeded = approvalsNeeded;
        this.directoryRules = directoryRules;
    }

    int approvalsNeeded() {
        return approvalsNeeded;
    }

    /** What came of storing a version. */
    sealed interface Storing {
        /** @param isNew false when a version of the same digest was there, which then is unchanged */
        record Stored(StoredVersion version, Compiled compiled, boolean isNew) implements Storing {}

        record Rejected(List<Problem> faults) implements Storing {
            public Rejected {
                faults = List.copyOf(faults);
            }
        }
    }

    /**
     * Stores files as a draft version. Failing tests do not hinder that; they hinder every later stage.
     *
     * @param authors ids of keys, the one who asks first
     */
    Storing store(PolicyFiles files, List<String> authors) {
        return switch (library.compile(files)) {
            case Compilation.Rejected(var faults) -> new Storing.Rejected(faults);
            case Compilation.Ready(var compiled) ->
                store.change(connection -> {
                    boolean isNew = PolicyStore.add(
                            connection,
                            compiled.digest(),
                            compiled.norms().policies().version(),
                            compiled.norms().policies().rules().size(),
                            files,
                            authors,
                            clock.instant());
                    var stored =
                            PolicyStore.version(connection, compiled.digest()).orElseThrow();
                    return new Storing.Stored(stored, compiled, isNew);
                });
        };
    }

    /** What came of an approval. */
    sealed interface Approving {
        record Approved(StoredVersion version) implements Approving {}

        record NotByYou(String sentence) implements Approving {}
    }

    /** The second person's yes. Repeating it changes nothing. */
    Approving approve(String digest, String key) {
        return store.change(connection -> {
            var version = PolicyStore.version(connection, digest).orElseThrow();
            if (version.authors().contains(key))
                return new Approving.NotByYou(
                        "The key " + key + " had a hand in this version; another person approves it.");
            int added = Sql.update(
                    connection,
                    "INSERT INTO policy_approval (digest, key_id, approved_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                    digest,
                    key,
                    clock.instant());
            if (added == 1)
                PolicyStore.happened(
                        connection, PolicyEvent.of(PolicyEvent.APPROVED, digest, key, "", clock.instant()));
            return new Approving.Approved(
                    PolicyStore.version(connection, digest).orElseThrow());
        });
    }

    /** @param percent of the authors, for a canary; ignored otherwise */
    Staging stage(String digest, Stage to, int percent, String key, String reason) {
        if (to.acts() && directoryRules)
            return new Staging.NotNow(
                    "gatehouse.policy.source is 'files': here the policy directory decides what acts.");
        if (to != Stage.RETIRED) {
            var failures = failuresOf(digest);
            if (!failures.isEmpty()) return new Staging.Failing(failures);
        }
        return store.change(connection -> {
            var version = PolicyStore.version(connection, digest).orElseThrow();
            var refusal = refusal(connection, version, to);
            if (refusal.isPresent()) return refusal.get();
            if (to.acts()) Sql.update(connection, "UPDATE policy_state SET published = true");
            move(connection, version, to, to == Stage.CANARY ? percent : null, kindOf(to), key, reason);
            return new Staging.Done(PolicyStore.version(connection, digest).orElseThrow());
        });
    }

    private List<Problem> failuresOf(String digest) {
        try {
            return library.stored(digest).tests().failures();
        } catch (PolicyLibrary.UnusableVersionException unusable) {
            return List.of(new Problem("", 0, String.valueOf(unusable.getMessage()), null));
        }
    }

    private Optional<Staging> refusal(Connection connection, StoredVersion version, Stage to) throws SQLException {
        Stage from = version.stage();
        if (from == Stage.ACTIVE)
            return Optional.of(new Staging.NotNow(
                    to == Stage.ACTIVE
                            ? "This version is active already."
                            : "This version is active; activate another one, or roll back, and it retires."));
        if (to == Stage.DRAFT) return Optional.of(new Staging.NotNow("No version becomes a draft again."));
        if (to == Stage.CANARY
                && PolicyStore.in(connection, Stage.CANARY).stream()
                        .anyMatch(canary -> !canary.digest().equals(version.digest())))
            return Optional.of(new Staging.NotNow("Another version is the canary; there is one at a time."));
        if (to == Stage.SHADOW
                && from != Stage.SHADOW
                && PolicyStore.in(connection, Stage.SHADOW).size() >= MAX_SHADOWS)
            return Optional.of(
                    new Staging.NotNow("There are " + MAX_SHADOWS + " versions in shadow already; retire one first."));
        if (to.acts() && version.approvals().size() < approvalsNeeded)
            return Optional.of(new Staging.NeedsApproval("Before it is " + to.wireName() + ", this version needs "
                    + approvalsNeeded + (approvalsNeeded == 1 ? " approval" : " approvals")
                    + " by another key than its authors'; it has "
                    + version.approvals().size() + "."));
        return Optional.empty();
    }

    private static String kindOf(Stage to) {
        return switch (to) {
            case DRAFT -> throw new IllegalArgumentException("no version becomes a draft again");
            case SHADOW -> PolicyEvent.SHADOWED;
            case CANARY -> PolicyEvent.CANARY;
            case ACTIVE -> PolicyEvent.ACTIVATED;
            case RETIRED -> PolicyEvent.RETIRED;
        };
    }

    /** Moves a version; who was active before retires in the same transaction. */
    private void move(
            Connection connection,
            StoredVersion version,
            Stage to,
            @Nullable Integer percent,
            String kind,
            String key,
            String reason)
            throws SQLException {
        Instant now = clock.instant();
        String replaced = null;
        if (to == Stage.ACTIVE) {
            replaced = PolicyStore.active(connection).map(StoredVersion::digest).orElse(null);
            if (replaced != null) update(connection, replaced, Stage.RETIRED, null, now);
        }
        update(connection, version.digest(), to, percent, now);
        var event = PolicyEvent.of(kind, version.digest(), key, reason, now)
                .share(percent)
                .instead(replaced);
        PolicyStore.happened(connection, kind.equals(PolicyEvent.ROLLED_BACK) ? event.asAlert() : event);
    }

    private static void update(Connection connection, String digest, Stage to, @Nullable Integer percent, Instant now)
            throws SQLException {
        Sql.update(connection, """
                UPDATE policy_version
                SET stage = ?, percent = ?::integer, staged_at = ?, was_active = was_active OR ?
                WHERE digest = ?""", to.wireName(), percent, now, to == Stage.ACTIVE, digest);
    }

    /**
     * Makes a version active again that was so before; needs no approval, because it had its own.
     *
     * @param to its digest; null for the one that was active before this one
     */
    Staging rollBack(@Nullable String to, String key, String reason) {
        if (directoryRules)
            return new Staging.NotNow(
                    "gatehouse.policy.source is 'files': here the policy directory decides what acts.");
        return store.change(connection -> rollBack(connection, to, key, reason));
    }

    Staging rollBack(Connection connection, @Nullable String to, String key, String reason) throws SQLException {
        var active = PolicyStore.active(connection).orElseThrow();
        var target = to == null ? previous(connection, active.digest()) : PolicyStore.version(connection, to);
        if (target.isEmpty()) return new Staging.NotNow("No version was active before this one.");
        if (target.get().digest().equals(active.digest())) return new Staging.NotNow("This version is active already.");
        if (!target.get().wasActive())
            return new Staging.NotNow("This version was never active: a rollback leads back to one that was.");
        Sql.update(connection, "UPDATE policy_state SET published = true");
        move(connection, target.get(), Stage.ACTIVE, null, PolicyEvent.ROLLED_BACK, key, reason);
        return new Staging.Done(
                PolicyStore.version(connection, target.get().digest()).orElseThrow());
    }

    /** The version active last, leaving out what was itself rolled back since: two bad ones must not call each other. */
    private static Optional<StoredVersion> previous(Connection connection, String active) throws SQLException {
        var digest = Sql.first(connection, """
                SELECT e.digest FROM policy_event e
                WHERE e.kind IN ('policy.activated', 'policy.rolled_back') AND e.digest <> ?
                  AND NOT EXISTS (SELECT FROM policy_event b WHERE b.kind = 'policy.rolled_back'
                    AND b.replaced_digest = e.digest AND b.event_id > e.event_id)
                ORDER BY e.event_id DESC LIMIT 1""", row -> row.getString(1), active);
        return digest.isEmpty() ? Optional.empty() : PolicyStore.version(connection, digest.get());
    }

    /** Ends the canary by itself: its authors are judged by the active version again, and it goes on in shadow. */
    void stopCanary(Connection connection, StoredVersion canary, String reason) throws SQLException {
        update(connection, canary.digest(), Stage.SHADOW, null, clock.instant());
        PolicyStore.happened(
                connection,
                PolicyEvent.of(PolicyEvent.ROLLED_BACK, canary.digest(), PolicyEvent.NOBODY, reason, clock.instant())
                        .asAlert());
    }

    /** Lets a rule that was held back act again; counting begins anew. */
    boolean restore(String digest, String rule, String key, String reason) {
        return store.change(connection -> {
            Instant now = clock.instant();
            if (!OverrideRows.lift(connection, digest, rule, now)) return false;
            PolicyStore.happened(
                    connection,
                    PolicyEvent.of(PolicyEvent.RESTORED, digest, key, reason, now)
                            .about(rule));
            return true;
        });
    }

    /**
     * Takes over what the policy directory holds: stored, and active at once, because who may write there decided already.
     *
     * @return false when it was active before
     */
    boolean importActive(Compiled compiled, PolicyFiles files, String reason) {
        return store.change(connection -> {
            var active = PolicyStore.active(connection);
            if (active.isPresent() && active.get().digest().equals(compiled.digest())) return false;
            PolicyStore.add(
                    connection,
                    compiled.digest(),
                    compiled.norms().policies().version(),
                    compiled.norms().policies().rules().size(),
                    files,
                    List.of(PolicyEvent.NOBODY),
                    clock.instant());
            var version = PolicyStore.version(connection, compiled.digest()).orElseThrow();
            move(connection, version, Stage.ACTIVE, null, PolicyEvent.ACTIVATED, PolicyEvent.NOBODY, reason);
            return true;
        });
    }
}
