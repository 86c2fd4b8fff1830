package io.gatehouse.moderation.judge;

import io.gatehouse.moderation.fact.FactKey;
import io.gatehouse.moderation.fact.ToldScores;
import io.gatehouse.moderation.language.LanguageGuess;
import io.gatehouse.moderation.law.Permissions;
import io.gatehouse.moderation.match.TextMatch;
import io.gatehouse.moderation.signal.Category;
import io.gatehouse.moderation.signal.FailedSignal;
import io.gatehouse.moderation.signal.Signal;
import io.gatehouse.moderation.signal.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything seen in one piece of content, before anything is concluded.
 *
 * @param permissions under which it was looked at
 * @param textMatches what text rules saw, all parts together
 * @param digestHits known media, by digest bank
 * @param scores by classifier, then category: the highest of all text parts
 * @param places where classifiers of pictures saw what they scored, by classifier, then category
 * @param failed signals that could not be asked; sorted by name
 * @param wantedFacts counts that rules want to know before they conclude: of guards, only those whose rule's condition
 *     holds already
 * @param wantedScores of classifiers that run elsewhere
 * @param wantsStanding whether they want to know the author's labels and strikes
 * @param counted what the counters are to be told
 */
public record Observation(
        Permissions permissions,
        LanguageGuess language,
        List<TextMatch> textMatches,
        Map<String, Signal> digestHits,
        Map<String, Map<Category, Double>> scores,
        Map<String, Map<Category, List<Span>>> places,
        List<FailedSignal> failed,
        Set<FactKey> wantedFacts,
        WantedScores wantedScores,
        boolean wantsStanding,
        Counted counted) {
    public Observation {
        textMatches = List.copyOf(textMatches);
        digestHits = Map.copyOf(digestHits);
        scores = Map.copyOf(scores);
        places = Map.copyOf(places);
        failed = List.copyOf(failed);
        wantedFacts = Set.copyOf(wantedFacts);
    }

    /** With what classifiers elsewhere said. One that was to be asked, and of which nothing is told, has failed. */
    Observation told(ToldScores told) {
        if (wantedScores.classifiers().isEmpty()) return this;
        var all = new HashMap<>(scores);
        var failures = new ArrayList<>(failed);
        for (String name : wantedScores.classifiers()) {
            var said = told.byClassifier().get(name);
            if (said != null) all.put(name, said);
            else if (!told.isTold(name)) failures.add(new FailedSignal(name, FailedSignal.UNAVAILABLE));
        }
        for (var failure : told.failed())
            if (wantedScores.classifiers().contains(failure.signal())) failures.add(failure);
        failures.sort(Comparator.comparing(FailedSignal::signal));
        return new Observation(
                permissions,
                language,
                textMatches,
                digestHits,
                all,
                places,
                failures,
                wantedFacts,
                wantedScores,
                wantsStanding,
                counted);
    }
}
