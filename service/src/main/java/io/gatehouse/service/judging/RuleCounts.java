package io.gatehouse.service.judging;

import io.gatehouse.moderation.judge.Judgement;
import io.gatehouse.moderation.judge.MatchedRule;
import io.gatehouse.moderation.judge.Overrides;
import io.gatehouse.moderation.judge.ShadowedRule;
import io.gatehouse.moderation.rule.Consequence;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.springframework.stereotype.Component;

/** How often rules matched in this process since somebody took the counts away. About rules, never about people. Thread-safe. */
@Component
public final class RuleCounts {
    /** Counts contents, where others count matches. */
    public static final String JUDGED = "";

    private final ConcurrentHashMap<Key, Adders> counts = new ConcurrentHashMap<>();

    private record Key(String digest, String rule) {}

    private record Adders(LongAdder matched, LongAdder restricted) {
        Adders() {
            this(new LongAdder(), new LongAdder());
        }
    }

    /**
     * What was counted of one rule of one version.
     *
     * @param rule its id, or {@link #JUDGED}
     * @param restricted matches that restricted by themselves
     */
    public record Count(String digest, String rule, long matched, long restricted) {}

    /** Counts a decision that was stored. */
    public void decided(Judged judged) {
        String digest = judged.versions().policyDigest();
        Judgement judgement = judged.judgement();
        add(digest, JUDGED, 1, 0);
        for (MatchedRule match : judgement.rules()) {
            var override = judged.overrides().byRule().get(match.rule().id());
            boolean restricts = match.rule().consequence() instanceof Consequence.Restriction && override == null;
            add(digest, match.rule().id().value(), 1, restricts ? 1 : 0);
        }
        for (ShadowedRule shadowed : judgement.shadowed()) {
            var rule = shadowed.match().rule().id();
            var override = judged.overrides().byRule().get(rule);
            // A rule that only asks for review stands among the rules, too, and was counted there.
            if (override != null && override.kind() == Overrides.Kind.SHADOW) add(digest, rule.value(), 1, 0);
        }
    }

    /** Counts what a version in shadow concluded. */
    public void shadowed(String digest, List<String> rules) {
        add(digest, JUDGED, 1, 0);
        rules.forEach(rule -> add(digest, rule, 1, 0));
    }

    public void add(String digest, String rule, long matched, long restricted) {
        var adders = counts.computeIfAbsent(new Key(digest, rule), _ -> new Adders());
        adders.matched.add(matched);
        if (restricted != 0) adders.restricted.add(restricted);
    }

    /** Takes away what was counted; who cannot store it adds it again. */
    public List<Count> take() {
        var taken = new ArrayList<Count>();
        counts.forEach((key, adders) -> {
            long matched = adders.matched.sumThenReset();
            long restricted = adders.restricted.sumThenReset();
            if (matched != 0 || restricted != 0) taken.add(new Count(key.digest, key.rule, matched, restricted));
        });
        return taken;
    }
}
