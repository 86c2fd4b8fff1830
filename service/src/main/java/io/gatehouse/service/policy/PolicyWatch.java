package io.gatehouse.service.policy;

import io.gatehouse.moderation.judge.Overrides;
import io.gatehouse.moderation.rule.Expectation;
import io.gatehouse.moderation.rule.Rule;
import io.gatehouse.residency.database.DatabaseUnavailableException;
import io.gatehouse.service.judging.Judging;
import io.gatehouse.service.judging.RuleCounts;
import io.gatehouse.service.judging.Running;
import io.gatehouse.service.judging.RunningPolicies;
import io.gatehouse.service.policy.OverrideRows.OverrideRow;
import io.gatehouse.service.policy.PolicyStore.RuleCountRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Adds up how often rules match, over all nodes, and holds back those that match as nobody expected. Every node looks; the
 * first one that sees it acts, in one transaction of the control database. {@link #turn} is called by one thread.
 */
final class PolicyWatch {
    /** The longest window of an expectation, and a day for whoever looks at it afterwards. */
    static final Duration COUNTS_KEPT = Duration.ofDays(8);

    private final PolicyStore store;
    private final PolicyLife life;
    private final RuleCounts counts;
    private final RunningPolicies policies;
    private final Clock clock;
    private Instant pruned = Instant.EPOCH;

    PolicyWatch(PolicyStore store, PolicyLife life, RuleCounts counts, RunningPolicies policies, Clock clock) {
        this.store = store;
        this.life = life;
        this.counts = counts;
        this.policies = policies;
        this.clock = clock;
    }

    /**
     * Stores what was counted here, then looks at the sums.
     *
     * @return whether a rule was held back, or a version rolled back
     * @throws DatabaseUnavailableException when the control database is away; nothing counted is lost
     */
    boolean turn() {
        flush();
        Running running = policies.now();
        boolean acted = lookAt(running.active(), running.revision());
        var canary = running.canary();
        return canary.isPresent() && lookAt(canary.get().judging(), running.revision()) || acted;
    }

    private void flush() {
        Instant minute = clock.instant().truncatedTo(ChronoUnit.MINUTES);
        var taken = new ArrayList<>(counts.take());
        // In one order on every node, so that none waits for another in a circle.
        taken.sort(Comparator.comparing(RuleCounts.Count::digest).thenComparing(RuleCounts.Count::rule));
        try {
            store.database().<Integer>transact(connection -> {
                for (var count : taken)
                    Sql.update(
                            connection, """
                            INSERT INTO policy_count AS c (digest, rule_id, minute, matched, restricted)
                            VALUES (?, ?, ?, ?, ?) ON CONFLICT (digest, rule_id, minute) DO UPDATE
                            SET matched = c.matched + excluded.matched, restricted = c.restricted + excluded.restricted""", count.digest(), count.rule(), minute, count.matched(), count.restricted());
                return prune(connection);
            });
        } catch (DatabaseUnavailableException away) {
            taken.forEach(count -> counts.add(count.digest(), count.rule(), count.matched(), count.restricted()));
            throw away;
        }
    }

    private int prune(Connection connection) throws SQLException {
        Instant now = clock.instant();
        if (pruned.plus(Duration.ofHours(1)).isAfter(now)) return 0;
        pruned = now;
        return Sql.update(connection, "DELETE FROM policy_count WHERE minute < ?", now.minus(COUNTS_KEPT));
    }

    /** A rule that did what nobody expected. */
    private record Finding(Rule rule, String reason, boolean isQuota) {}

    private boolean lookAt(Judging judging, long revision) {
        List<Rule> watched = judging.moderator().policies().rules().stream()
                .filter(rule -> rule.watch().expectation().isPresent()
                        || rule.watch().quota().isPresent())
                .toList();
        if (watched.isEmpty()) return false;
        String digest = judging.versions().policyDigest();
        List<Finding> findings =
                store.database().read(connection -> new Look(connection, judging, digest).findings(watched));
        return !findings.isEmpty() && act(digest, findings, revision);
    }

    /** One look at one version's sums. */
    private final class Look {
        private final Connection connection;
        private final Overrides held;
        private final String digest;
        private final Instant now = clock.instant();
        private final Map<Instant, Map<String, RuleCountRow>> sums = new HashMap<>();
        private final Map<String, Instant> since = new HashMap<>();

        Look(Connection connection, Judging judging, String digest) throws SQLException {
            this.connection = connection;
            this.held = judging.overrides();
            this.digest = digest;
            for (OverrideRow row : OverrideRows.of(connection, List.of(digest)))
                if (row.liftedAt() != null && row.kind() == Overrides.Kind.SHADOW)
                    since.put(row.rule(), row.liftedAt());
        }

        List<Finding> findings(List<Rule> watched) throws SQLException {
            var findings = new ArrayList<Finding>();
            for (Rule rule : watched) {
                var override = held.byRule().get(rule.id());
                if (override != null && override.kind() == Overrides.Kind.SHADOW) continue;
                var broken = broken(rule);
                broken.ifPresent(findings::add);
                if (broken.isEmpty() && override == null) usedUp(rule).ifPresent(findings::add);
            }
            return findings;
        }

        private Optional<Finding> broken(Rule rule) throws SQLException {
            var expectation = rule.watch().expectation();
            if (expectation.isEmpty()) return Optional.empty();
            Expectation expected = expectation.get();
            Instant from = now.minus(expected.per());
            var lifted = since.get(rule.id().value());
            // From the minute after: what was counted in the minute of lifting belongs to what was lifted.
            if (lifted != null && lifted.isAfter(from))
                from = lifted.truncatedTo(ChronoUnit.MINUTES).plusSeconds(60);
            var counted = since(from);
            long judged = matched(counted, RuleCounts.JUDGED);
            long matched = matched(counted, rule.id().value());
            if (!expected.isBrokenBy(matched, judged)) return Optional.empty();
            return Optional.of(new Finding(
                    rule,
                    String.format(
                            Locale.ROOT,
                            "matched %,d of %,d contents within %s (%.4f); expected is %s to %s",
                            matched,
                            judged,
                            expected.per(),
                            (double) matched / judged,
                            expected.lowest(),
                            expected.highest()),
                    false));
        }

        private Optional<Finding> usedUp(Rule rule) throws SQLException {
            if (rule.watch().quota().isEmpty()) return Optional.empty();
            var today = since(now.truncatedTo(ChronoUnit.DAYS)).get(rule.id().value());
            long quota = rule.watch().quota().getAsLong();
            if (today == null || today.restricted() < quota) return Optional.empty();
            return Optional.of(new Finding(
                    rule,
                    String.format(
                            Locale.ROOT,
                            "restricted %,d times today; its quota is %,d, so until midnight (UTC) it asks for review",
                            today.restricted(),
                            quota),
                    true));
        }

        private Map<String, RuleCountRow> since(Instant from) throws SQLException {
            var known = sums.get(from);
            if (known != null) return known;
            var counted = PolicyStore.counts(connection, digest, from);
            sums.put(from, counted);
            return counted;
        }

        private static long matched(Map<String, RuleCountRow> counted, String rule) {
            var row = counted.get(rule);
            return row == null ? 0 : row.matched();
        }
    }

    private boolean act(String digest, List<Finding> findings, long revision) {
        return store.changeUnlessChanged(revision, connection -> {
            boolean acted = false;
            for (Finding finding : findings) {
                if (!finding.isQuota() && rollsBack(connection, digest, finding)) return true;
                acted |= hold(connection, digest, finding);
            }
            return acted;
        });
    }

    private boolean rollsBack(Connection connection, String digest, Finding finding) throws SQLException {
        var expected = finding.rule().watch().expectation();
        if (expected.isEmpty() || expected.get().otherwise() != Expectation.Otherwise.ROLLBACK) return false;
        String reason = "rule " + finding.rule().id() + " " + finding.reason();
        var version = PolicyStore.version(connection, digest).orElseThrow();
        if (version.stage() == Stage.CANARY) {
            life.stopCanary(connection, version, reason);
            return true;
        }
        // Where nothing was active before, the rule is demoted like any other.
        return life.rollBack(connection, null, PolicyEvent.NOBODY, reason) instanceof Staging.Done;
    }

    private boolean hold(Connection connection, String digest, Finding finding) throws SQLException {
        Instant now = clock.instant();
        String rule = finding.rule().id().value();
        Instant midnight = now.atOffset(ZoneOffset.UTC)
                .truncatedTo(ChronoUnit.DAYS)
                .plusDays(1)
                .toInstant();
        var row = new OverrideRow(
                digest,
                rule,
                finding.isQuota() ? Overrides.Kind.REVIEW_ONLY : Overrides.Kind.SHADOW,
                finding.reason(),
                now,
                finding.isQuota() ? midnight : null,
                null);
        if (!OverrideRows.hold(connection, row)) return false;
        PolicyStore.happened(
                connection,
                PolicyEvent.of(
                                finding.isQuota() ? PolicyEvent.QUOTA_EXCEEDED : PolicyEvent.DEMOTED,
                                digest,
                                PolicyEvent.NOBODY,
                                finding.reason(),
                                now)
                        .about(rule)
                        .asAlert());
        return true;
    }
}
