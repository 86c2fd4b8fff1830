package io.gatehouse.service.submission;

import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.fact.ContentLabels;
import io.gatehouse.moderation.fact.Facts;
import io.gatehouse.moderation.fact.MediaFindings;
import io.gatehouse.moderation.judge.Observation;
import io.gatehouse.residency.cell.CellReader;
import io.gatehouse.residency.cell.Effect;
import io.gatehouse.residency.cell.ShadowVerdict;
import io.gatehouse.residency.directory.AccountDirectory;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.service.access.Caller;
import io.gatehouse.service.account.KnownAccount;
import io.gatehouse.service.bank.MediaBanks;
import io.gatehouse.service.configuration.GatehouseProperties;
import io.gatehouse.service.decision.DecisionFacts;
import io.gatehouse.service.fact.FactDesk;
import io.gatehouse.service.judging.Judged;
import io.gatehouse.service.judging.Judging;
import io.gatehouse.service.judging.RuleCounts;
import io.gatehouse.service.judging.RunningPolicies;
import io.gatehouse.service.placement.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Judges one content under the policy that runs, told the facts about it, beside the versions in shadow. */
@Component
final class Bench {
    /** Of the deadline that a content's pictures may be waited for. */
    private static final int WAITED_QUARTERS = 3;

    /** Longer than judging the longest content takes. */
    private static final Duration UNHURRIED = Duration.ofSeconds(30);

    private final RunningPolicies policies;
    private final Shadowing shadowing;
    private final RuleCounts counts;
    private final FactDesk facts;
    private final MediaBanks banks;
    private final AccountDirectory directory;

    private final Duration patience;

    Bench(
            RunningPolicies policies,
            Shadowing shadowing,
            RuleCounts counts,
            FactDesk facts,
            MediaBanks banks,
            AccountDirectory directory,
            GatehouseProperties properties) {
        this.patience = properties.media().patience();
        this.policies = policies;
        this.shadowing = shadowing;
        this.counts = counts;
        this.facts = facts;
        this.banks = banks;
        this.directory = directory;
    }

    /** What was concluded; nothing is counted yet. */
    record Heard(Judged judged, List<ShadowVerdict> shadows) {
        /** Whether media are still to be looked at; the content is judged again then. */
        boolean isPending() {
            return !judged.facts().media().unseen().isEmpty();
        }
    }

    /** What is to be done after the commit of a new content or revision. */
    List<Effect> effects(Heard heard, String decisionId) {
        var effects = new ArrayList<>(DecisionFacts.effects(heard.judged(), decisionId));
        effects.addAll(DecisionFacts.pending(heard.judged(), patience));
        return effects;
    }

    /**
     * @param caller whose client names the content: a repeat and an edit have the same name, so that counters see one
     * @param recipients account ids of the others
     * @param noted on the content when it was judged before
     */
    Heard hear(
            Content content,
            Caller caller,
            KnownAccount author,
            Place place,
            List<String> recipients,
            ContentLabels noted,
            @Nullable Duration asked,
            Instant now) {
        long started = System.nanoTime();
        var deadline = deadline(policies.now().judgeOf(author.author().account()), asked, content);
        banks.await(
                author.home(), content, deadline.multipliedBy(WAITED_QUARTERS).dividedBy(4));
        // At least a quarter is left: what can be looked at at once is not cut short by what could not.
        var left = deadline.minusNanos(System.nanoTime() - started);
        var least = deadline.dividedBy(8);
        return judge(
                content,
                caller,
                author,
                place,
                recipients,
                told -> told.with(noted),
                MediaBanks.Looking.FIRST,
                left.compareTo(least) < 0 ? least : left,
                now);
    }

    /**
     * Judges once more, for good, after media were looked at: what was not, will not be. Nobody waits, so nothing is cut short.
     *
     * @param before what was told the first time, and is told again: the decision of then, which counted and noted the content, must
     *     not weigh against it
     */
    Heard hearAgain(
            Content content,
            Caller caller,
            KnownAccount author,
            Place place,
            List<String> recipients,
            Facts before,
            Instant now) {
        return judge(
                content,
                caller,
                author,
                place,
                recipients,
                told -> again(told, before),
                MediaBanks.Looking.LAST,
                UNHURRIED,
                now);
    }

    private static Facts again(Facts told, Facts before) {
        var counts = new HashMap<>(told.counts());
        counts.putAll(before.counts());
        var standing = before.standing() == null ? told.standing() : before.standing();
        var facts = Facts.of(counts).with(before.content());
        return standing == null ? facts : facts.with(standing);
    }

    private Heard judge(
            Content content,
            Caller caller,
            KnownAccount author,
            Place place,
            List<String> recipients,
            UnaryOperator<Facts> more,
            MediaBanks.Looking looking,
            Duration deadline,
            Instant now) {
        String name = caller.client() + '/' + content.id().value();
        var running = policies.now();
        Judging judging = running.judgeOf(author.author().account());
        List<AccountRef> others = recipients.stream().map(directory::refOf).toList();
        var sent = new FactDesk.Sent(
                place.store().id(),
                readers(author, place),
                author.author().account(),
                name,
                content.context().conversation(),
                others.isEmpty() ? null : others);
        boolean looks = !judging.permissions(content, now).permitted().isEmpty();
        var media = looks ? banks.find(author.home(), content, name, caller.keyId(), looking) : MediaFindings.NONE;
        Function<Observation, Facts> told =
                seen -> more.apply(facts.tell(sent, seen, now)).with(media);
        Judged judged = judging.judge(content, now, deadline, told);
        return new Heard(judged, shadowing.beside(judged, running, told));
    }

    /** To be called once for what was written; a repeat answers a decision that was counted when it was made. */
    void count(Heard heard) {
        counts.decided(heard.judged());
        heard.shadows().forEach(shadow -> counts.shadowed(shadow.policyDigest(), shadow.rules()));
    }

    /** What was noted about an author counts wherever they are judged; what a decision notes lies with the decision. */
    private static List<CellReader> readers(KnownAccount author, Place place) {
        var home = author.home().cell().reader();
        return place.placed() == null
                ? List.of(home)
                : List.of(home, place.store().cell().reader());
    }

    private static Duration deadline(Judging judging, @Nullable Duration asked, Content content) {
        Duration declared = judging.deadlineOf(content);
        return asked == null || asked.compareTo(declared) > 0 ? declared : asked;
    }
}
