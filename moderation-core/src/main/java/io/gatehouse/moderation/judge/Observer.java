package io.gatehouse.moderation.judge;

import io.gatehouse.moderation.classifier.TextClassifier;
import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.content.Part;
import io.gatehouse.moderation.external.ExternalModel;
import io.gatehouse.moderation.language.LanguageGuess;
import io.gatehouse.moderation.language.LanguageIdentifier;
import io.gatehouse.moderation.law.Permissions;
import io.gatehouse.moderation.law.Purpose;
import io.gatehouse.moderation.match.TextFindings;
import io.gatehouse.moderation.match.TextMatch;
import io.gatehouse.moderation.policy.PolicySet;
import io.gatehouse.moderation.rule.DigestBank;
import io.gatehouse.moderation.signal.Category;
import io.gatehouse.moderation.signal.FailedSignal;
import io.gatehouse.moderation.signal.Signal;
import io.gatehouse.moderation.signal.SignalType;
import io.gatehouse.moderation.signal.Span;
import io.gatehouse.moderation.similarity.Fingerprint;
import io.gatehouse.moderation.text.FoldedText;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The looking half of {@link Moderator}: cheapest first, each failure recorded, none of them fatal. */
final class Observer {
    private static final String SCORED_IN_PART = "work_budget: scored to character " + TextClassifier.MOST_SCORED;

    private final PolicySet policies;
    private final LanguageIdentifier languages;
    private final Map<String, TextClassifier> classifiers;
    private final Set<String> ofPictures;
    private final Map<String, ExternalModel> external;
    private final ConcurrentHashMap<Set<Purpose>, Needs> needs = new ConcurrentHashMap<>();

    Observer(
            PolicySet policies,
            LanguageIdentifier languages,
            Map<String, TextClassifier> classifiers,
            Set<String> ofPictures,
            Map<String, ExternalModel> external) {
        this.ofPictures = ofPictures;
        this.external = external;
        this.policies = policies;
        this.languages = languages;
        this.classifiers = classifiers;
    }

    Observation observe(Content content, Permissions permissions, Deadline deadline, StageTimes times) {
        return look(content, permissions, deadline, times, true);
    }

    Observation observeAgain(Content content, Permissions permissions, StageTimes times) {
        return look(content, permissions, Deadline.NONE, times, false);
    }

    private Observation look(
            Content content, Permissions permissions, Deadline deadline, StageTimes times, boolean counts) {
        var failed = new ArrayList<FailedSignal>();
        missed(content, failed);
        Needs wanted = needs.computeIfAbsent(permissions.permitted(), p -> Needs.of(policies.rules(), p));
        LanguageGuess language = LanguageGuess.UNKNOWN;
        List<TextMatch> matches = List.of();
        Map<String, Map<Category, Double>> scores = new HashMap<>();
        Map<String, Map<Category, List<Span>>> places = new HashMap<>();
        WantedScores wantedScores = WantedScores.NONE;
        if (!permissions.permitted().isEmpty()) {
            long started = System.nanoTime();
            var texts = PartText.of(content);
            language = identify(content, texts, deadline, failed);
            started = told(times, "language", started);
            matches = matchText(content, texts, permissions, language, deadline, failed, times);
            started = told(times, "text_rules", started);
            scores.putAll(classify(texts, wanted, language, deadline, failed));
            if (!external.isEmpty())
                wantedScores = elsewhere(wanted.classifiersOf(content.surface(), matches), texts, language);
            for (String name : wanted.classifiers()) {
                if (!ofPictures.contains(name)) continue;
                var pictures = PictureScores.of(name, content);
                // Where it was not asked at all, conditions must not take its silence for nothing.
                boolean asked =
                        pictures.failed().isEmpty() || !pictures.highest().isEmpty();
                if (asked) scores.put(name, pictures.highest());
                places.put(name, pictures.spans());
                failed.addAll(pictures.failed());
            }
            if (!wanted.classifiers().isEmpty()) told(times, "classifiers", started);
        }
        failed.sort(Comparator.comparing(FailedSignal::signal));
        var digestHits = digestHits(content, wanted);
        var wants = wanted.of(content.surface(), matches);
        return new Observation(
                permissions,
                language,
                matches,
                digestHits,
                scores,
                places,
                failed,
                wants.counts(),
                wantedScores,
                wants.standing(),
                counts ? counted(content, wanted) : Counted.NOTHING);
    }

    /** Only what some rule counts is looked for. */
    private static Counted counted(Content content, Needs wanted) {
        if (wanted.series().isEmpty()) return Counted.NOTHING;
        String text = wanted.countsTexts() || wanted.countsDomains() ? joinedText(content) : "";
        return new Counted(
                wanted.series(),
                wanted.countsTexts()
                        ? Fingerprint.of(
                                FoldedText.of(Fingerprint.considered(text)).plain())
                        : Fingerprint.NONE,
                wanted.countsDomains() ? LinkedDomains.of(text) : Set.of());
    }

    private static long told(StageTimes times, String stage, long started) {
        long now = System.nanoTime();
        times.took(stage, now - started);
        return now;
    }

    /** What could not be seen in media. */
    private static void missed(Content content, List<FailedSignal> failed) {
        for (Part part : content.parts())
            if (part instanceof Part.Media(var id, var _, var _, var look))
                for (var missed : look.missed())
                    failed.add(new FailedSignal(missed.signal(), missed.reason() + ": " + id));
    }

    /** Of what the author typed, if anything; otherwise of the first that was read. */
    private LanguageGuess identify(
            Content content, List<PartText> texts, Deadline deadline, List<FailedSignal> failed) {
        if (isCut("language", deadline, failed)) return LanguageGuess.UNKNOWN;
        try {
            boolean typed = texts.isEmpty() || texts.stream().anyMatch(PartText::isTyped);
            return languages.identify(
                    typed ? joinedText(content) : texts.getFirst().text());
        } catch (RuntimeException failure) {
            failed.add(failureOf("language", failure));
            return LanguageGuess.UNKNOWN;
        }
    }

    private List<TextMatch> matchText(
            Content content,
            List<PartText> texts,
            Permissions permissions,
            LanguageGuess language,
            Deadline deadline,
            List<FailedSignal> failed,
            StageTimes times) {
        if (isCut("text_rules", deadline, failed)) return List.of();
        try {
            var matcher = policies.textMatcher(permissions.permitted());
            var matches = new ArrayList<TextMatch>();
            var today = LocalDate.ofInstant(content.createdAt(), ZoneOffset.UTC);
            var cut = EnumSet.noneOf(TextFindings.Part.class);
            for (var text : texts) {
                if (text.part() > 0 && isCut("text_rules", deadline, failed)) return matches;
                var found = matcher.find(
                        text.part(),
                        text.text(),
                        null,
                        // A picture may say something in another language than the words beside it.
                        text.isTyped() ? language : languages.identify(text.text()),
                        content.country(),
                        today,
                        (rule, nanos) -> times.took(rule.value(), nanos));
                for (var match : found.matches()) matches.add(text.placed(match));
                cut.addAll(found.cut());
            }
            if (!cut.isEmpty()) failed.add(new FailedSignal("text_rules", told(cut)));
            return matches;
        } catch (RuntimeException failure) {
            failed.add(failureOf("text_rules", failure));
            return List.of();
        }
    }

    /** That the budget of work ran out, and what was not looked at to its end. */
    private static String told(Set<TextFindings.Part> cut) {
        return cut.stream().map(TextFindings.Part::wireName).collect(Collectors.joining(", ", "work_budget: ", ""));
    }

    private Map<String, Map<Category, Double>> classify(
            List<PartText> texts, Needs wanted, LanguageGuess language, Deadline deadline, List<FailedSignal> failed) {
        Map<String, Map<Category, Double>> scores = new HashMap<>();
        for (String name : wanted.classifiers()) {
            if (ofPictures.contains(name) || external.containsKey(name)) continue;
            TextClassifier classifier = classifiers.get(name);
            if (classifier == null) {
                failed.add(new FailedSignal(name, "not_loaded"));
                continue;
            }
            // Outside its languages a model's score means nothing; rules say so in words of their own.
            if (language.isKnown() && !classifier.languages().contains(language.code())) continue;
            if (isCut(name, deadline, failed)) continue;
            try {
                var highest = new EnumMap<Category, Double>(Category.class);
                int left = TextClassifier.MOST_SCORED;
                for (var text : texts) {
                    var beginning = TextClassifier.beginning(text.text(), left);
                    left -= beginning.length();
                    if (!beginning.isEmpty())
                        classifier
                                .score(beginning, languageOf(text, language))
                                .forEach((category, score) -> highest.merge(category, score, Math::max));
                }
                scores.put(name, Collections.unmodifiableMap(highest));
                // What was scored counts; that the rest was not is told, as where the work of text rules is cut.
                if (isLong(texts)) failed.add(new FailedSignal(name, SCORED_IN_PART));
            } catch (RuntimeException failure) {
                failed.add(failureOf(name, failure));
            }
        }
        return scores;
    }

    private static boolean isLong(List<PartText> texts) {
        return texts.stream().mapToLong(text -> text.text().length()).sum() > TextClassifier.MOST_SCORED;
    }

    /** A picture may say something in another language than the words beside it. */
    private String languageOf(PartText text, LanguageGuess typed) {
        return (text.isTyped() ? typed : languages.identify(text.text())).code();
    }

    /** Asked by the caller, since judging does no input; and only where a rule of this surface would believe the answer. */
    private WantedScores elsewhere(Set<String> asked, List<PartText> texts, LanguageGuess language) {
        if (texts.isEmpty()) return WantedScores.NONE;
        var names = asked.stream()
                .filter(external::containsKey)
                .filter(name -> !language.isKnown() || isSpoken(name, language))
                .collect(Collectors.toUnmodifiableSet());
        if (names.isEmpty()) return WantedScores.NONE;
        return new WantedScores(names, texts.stream().map(PartText::text).toList(), language.code());
    }

    private boolean isSpoken(String name, LanguageGuess language) {
        var model = external.get(name);
        return model != null && model.languages().contains(language.code());
    }

    private Map<String, Signal> digestHits(Content content, Needs wanted) {
        if (wanted.digestBanks().isEmpty()) return Map.of();
        Map<String, Signal> hits = new HashMap<>();
        for (String id : wanted.digestBanks()) {
            DigestBank bank = policies.digestBanks().get(id);
            if (bank == null) continue;
            boolean known = content.parts().stream()
                    .anyMatch(part ->
                            part instanceof Part.Media media && bank.digests().contains(media.sha256()));
            if (known) hits.put(id, new Signal(SignalType.DIGEST, id, bank.category(), 1, List.of()));
        }
        return hits;
    }

    private static boolean isCut(String signal, Deadline deadline, List<FailedSignal> failed) {
        if (!deadline.hasPassed()) return false;
        failed.add(new FailedSignal(signal, FailedSignal.DEADLINE));
        return true;
    }

    /** Only the kind of failure is told: its message could quote the text. */
    private static FailedSignal failureOf(String signal, RuntimeException failure) {
        return new FailedSignal(signal, FailedSignal.FAILED + failure.getClass().getSimpleName());
    }

    private static String joinedText(Content content) {
        if (content.parts().size() == 1 && content.parts().getFirst() instanceof Part.Text(String text)) return text;
        return content.parts().stream()
                .filter(Part.Text.class::isInstance)
                .map(part -> ((Part.Text) part).text())
                .collect(Collectors.joining("\n"));
    }
}
