package io.gatehouse.service.submission;

import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.content.Part;
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
import io.gatehouse.service.classifier.ClassifierDesk;
import io.gatehouse.service.configuration.GatehouseProperties;
import io.gatehouse.service.decision.DecisionFacts;
import io.gatehouse.service.fact.FactDesk;
import io.gatehouse.service.judging.Judged;
import io.gatehouse.service.judging.Judging;
import io.gatehouse.service.judging.RuleCounts;
import io.gatehouse.service.judging.RunningPolicies;
import io.gatehouse.service.media.SeenMedia;
import io.gatehouse.service.placement.Place;
import io.gatehouse.service.region.ServedRegion;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    private final ClassifierDesk classifiers;
    private final AccountDirectory directory;

    private final Duration patience;

    Bench(
            RunningPolicies policies,
            Shadowing shadowing,
            RuleCounts counts,
            FactDesk facts,
            MediaBanks banks,
            ClassifierDesk classifiers,
            AccountDirectory directory,
            GatehouseProperties properties) {
        this.patience = properties.media().patience();
        this.policies = policies;
        this.shadowing = shadowing;
        this.counts = counts;
        this.facts = facts;
        this.banks = banks;
        this.classifiers = classifiers;
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
     * A content to be judged.
     *
     * @param content with what was seen in its media so far: what is judged, and kept with the decision
     * @param left of the time that its surface, or who asked, allows
     */
    record Looked(Content content, Map<String, SeenMedia> seen, Duration left) {}

    /** Waits a while for pictures that nobody has looked at yet; everything else is taken as it is. */
    Looked look(KnownAccount author, Place place, Content content, @Nullable Duration asked) {
        var deadline = deadline(policies.now().judgeOf(author.author().account()), asked, content);
        if (content.parts().stream().noneMatch(Part.Media.class::isInstance))
            return new Looked(content, Map.of(), deadline);
        long started = System.nanoTime();
        var where = seenIn(author, place);
        banks.await(where, content, deadline.multipliedBy(WAITED_QUARTERS).dividedBy(4));
        var seen = banks.seenIn(where, content);
        // Something is left: what can be judged at once is not cut short by what could not be looked at.
        var least = deadline.dividedBy(8);
        var left = deadline.minusNanos(System.nanoTime() - started);
        return new Looked(MediaBanks.with(content, seen), seen, left.compareTo(least) < 0 ? least : left);
    }

    /**
     * @param caller whose client names the content: a repeat and an edit have the same name, so that counters see one
     * @param recipients account ids of the others
     * @param noted on the content when it was judged before
     */
    Heard hear(
            Looked looked,
            Caller caller,
            KnownAccount author,
            Place place,
            List<String> recipients,
            ContentLabels noted,
            Instant now) {
        return judge(
                looked, caller, author, place, recipients, told -> told.with(noted), MediaBanks.Looking.FIRST, now);
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
        var seen = banks.seenIn(seenIn(author, place), content);
        var looked = new Looked(MediaBanks.with(content, seen), seen, UNHURRIED);
        return judge(
                looked, caller, author, place, recipients, told -> again(told, before), MediaBanks.Looking.LAST, now);
    }

    private static Function<String, ServedRegion> seenIn(KnownAccount author, Place place) {
        return mediaId -> MediaFinder.seenIn(mediaId, author, place);
    }

    private static Facts again(Facts told, Facts before) {
        var counts = new HashMap<>(told.counts());
        counts.putAll(before.counts());
        var standing = before.standing() == null ? told.standing() : before.standing();
        var facts = Facts.of(counts).with(before.content());
        return standing == null ? facts : facts.with(standing);
    }

    private Heard judge(
            Looked looked,
            Caller caller,
            KnownAccount author,
            Place place,
            List<String> recipients,
            UnaryOperator<Facts> more,
            MediaBanks.Looking looking,
            Instant now) {
        Content content = looked.content();
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
        var where = seenIn(author, place);
        // A bank that names its purpose looks for that one, whether or not a rule pursues it, too.
        var byBanks = judging.permissions(content, now, banks.purposes(where, content));
        boolean looks = !judging.permissions(content, now).permitted().isEmpty()
                || !byBanks.permitted().isEmpty();
        var media = looks
                ? banks.find(where, content, looked.seen(), byBanks.permitted(), name, caller.keyId(), looking)
                : MediaFindings.NONE;
        long started = System.nanoTime();
        Function<Observation, Facts> told = seen -> more.apply(facts.tell(sent, seen, now))
                .with(media)
                .with(classifiers.tell(
                        seen.wantedScores(),
                        place.store().id(),
                        author.author().account(),
                        looked.left().minusNanos(System.nanoTime() - started)));
        Judged judged = judging.judge(content, now, looked.left(), byBanks, told);
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
