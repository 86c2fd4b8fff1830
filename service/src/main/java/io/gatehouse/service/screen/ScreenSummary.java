package io.gatehouse.service.screen;

import io.gatehouse.moderation.judge.Judgement;
import io.gatehouse.moderation.judge.MatchedRule;
import io.gatehouse.moderation.judge.StageTimes;
import io.gatehouse.moderation.verdict.Label;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** What a run of {@code screen} counted. Not thread-safe: workers count apart and are added up in order. */
public final class ScreenSummary implements StageTimes {
    private long messages;
    private long malformed;
    private long degraded;
    private final Map<String, Long> verdicts = new TreeMap<>();
    private final Map<String, Long> labels = new TreeMap<>();
    private final Map<String, Long> languages = new TreeMap<>();
    private final Map<String, Long> rules = new TreeMap<>();

    /** Stages and the rules that a stage asked one by one, with what they took. */
    private final Map<String, Time> times = new TreeMap<>();

    /** How often something was asked, and how long that took in all. */
    public record Time(long asked, Duration total) {
        Time plus(Time other) {
            return new Time(asked + other.asked, total.plus(other.total));
        }
    }

    @Override
    public void took(String stage, long nanos) {
        times.merge(stage, new Time(1, Duration.ofNanos(nanos)), Time::plus);
    }

    void count(Judgement judgement) {
        messages++;
        if (!judgement.degraded().isEmpty()) degraded++;
        verdicts.merge(judgement.verdict().wireName(), 1L, Long::sum);
        languages.merge(judgement.language().code(), 1L, Long::sum);
        for (Label label : judgement.labels()) labels.merge(label.category().wireName(), 1L, Long::sum);
        for (MatchedRule match : judgement.rules())
            rules.merge(match.rule().id().value(), 1L, Long::sum);
    }

    void countMalformed() {
        malformed++;
    }

    void add(ScreenSummary other) {
        messages += other.messages;
        malformed += other.malformed;
        degraded += other.degraded;
        other.verdicts.forEach((k, v) -> verdicts.merge(k, v, Long::sum));
        other.labels.forEach((k, v) -> labels.merge(k, v, Long::sum));
        other.languages.forEach((k, v) -> languages.merge(k, v, Long::sum));
        other.rules.forEach((k, v) -> rules.merge(k, v, Long::sum));
        other.times.forEach((k, v) -> times.merge(k, v, Time::plus));
    }

    /** Rows judged. */
    public long messages() {
        return messages;
    }

    public long malformed() {
        return malformed;
    }

    public long degraded() {
        return degraded;
    }

    /** Messages by verdict. */
    public Map<String, Long> verdicts() {
        return Map.copyOf(verdicts);
    }

    /** Messages by label; a message may have several. */
    public Map<String, Long> labels() {
        return Map.copyOf(labels);
    }

    /** Messages by language. */
    public Map<String, Long> languages() {
        return Map.copyOf(languages);
    }

    /** Messages by rule matched. */
    public Map<String, Long> rules() {
        return Map.copyOf(rules);
    }

    /** Time by stage and rule. */
    public Map<String, Time> times() {
        return Map.copyOf(times);
    }
}
