package io.gatehouse.residency.home;

import io.gatehouse.residency.home.Explanation.Use;
import io.gatehouse.residency.home.Explanation.Weighed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Tells of each piece of evidence what became of it. */
final class Weighing {
    private Weighing() {}

    /** By kind, latest first. */
    static List<Weighed> weighed(
            List<ResidenceEvidence> sorted, Holder holder, Instant asOf, Balance balance, Decision decision) {
        var weighed = new ArrayList<Weighed>(sorted.size());
        int begin = 0;
        while (begin < sorted.size()) {
            int end = begin;
            while (end < sorted.size()
                    && sorted.get(end).kind() == sorted.get(begin).kind()) end++;
            for (int i = end - 1; i >= begin; i--) weighed.add(weigh(sorted.get(i), holder, asOf, balance, decision));
            begin = end;
        }
        return weighed;
    }

    private static Weighed weigh(
            ResidenceEvidence evidence, Holder holder, Instant asOf, Balance balance, Decision decision) {
        if (!evidence.kind().isAbout(holder)) return new Weighed(evidence, 0, Use.NOT_ABOUT_HOLDER);
        if (evidence.knownAt().isAfter(asOf)) return new Weighed(evidence, 0, Use.NOT_YET_KNOWN);
        for (var voice : balance.voices())
            if (voice.last().equals(evidence))
                return new Weighed(evidence, voice.weight(), use(voice, balance, decision));
        return new Weighed(evidence, 0, Use.SUPERSEDED);
    }

    private static Use use(Balance.Voice voice, Balance balance, Decision decision) {
        if (voice.weight() > 0) return voice.country().equals(decision.country()) ? Use.DECISIVE : Use.OUTWEIGHED;
        if (voice.isReplaced()) return Use.SUPERSEDED;
        return voice.kind().decides() || balance.isExpired(voice) ? Use.EXPIRED : Use.ACCOMPANIES;
    }
}
