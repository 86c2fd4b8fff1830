package io.gatehouse.moderation.classifier;

import static io.gatehouse.moderation.signal.Category.EXTREMISM;
import static io.gatehouse.moderation.signal.Category.HARASSMENT;
import static io.gatehouse.moderation.signal.Category.HARASSMENT_THREATENING;
import static io.gatehouse.moderation.signal.Category.HATE;
import static io.gatehouse.moderation.signal.Category.HATE_THREATENING;
import static io.gatehouse.moderation.signal.Category.ILLICIT;
import static io.gatehouse.moderation.signal.Category.ILLICIT_VIOLENT;
import static io.gatehouse.moderation.signal.Category.PROFANITY;
import static io.gatehouse.moderation.signal.Category.SCAM;
import static io.gatehouse.moderation.signal.Category.SELF_HARM;
import static io.gatehouse.moderation.signal.Category.SELF_HARM_INSTRUCTIONS;
import static io.gatehouse.moderation.signal.Category.SELF_HARM_INTENT;
import static io.gatehouse.moderation.signal.Category.SEXUAL;
import static io.gatehouse.moderation.signal.Category.SPAM;
import static io.gatehouse.moderation.signal.Category.VIOLENCE;
import static io.gatehouse.moderation.signal.Category.VIOLENCE_GRAPHIC;

import io.gatehouse.moderation.evaluation.Truth;
import io.gatehouse.moderation.signal.Category;
import io.gatehouse.moderation.training.Concept;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What one text says of each category, in the order of {@link #CATEGORIES}. */
final class Truths {
    static final List<Category> CATEGORIES = List.of(
            HARASSMENT,
            HARASSMENT_THREATENING,
            HATE,
            HATE_THREATENING,
            ILLICIT,
            ILLICIT_VIOLENT,
            SELF_HARM,
            SELF_HARM_INTENT,
            SELF_HARM_INSTRUCTIONS,
            SEXUAL,
            VIOLENCE,
            VIOLENCE_GRAPHIC,
            SPAM,
            SCAM,
            PROFANITY,
            EXTREMISM);

    /** A sentence written for one category has these others, too. */
    private static final Map<Category, Set<Category>> IMPLIED = Map.of(
            HARASSMENT_THREATENING, Set.of(HARASSMENT),
            HATE_THREATENING, Set.of(HATE),
            ILLICIT_VIOLENT, Set.of(ILLICIT),
            SELF_HARM_INTENT, Set.of(SELF_HARM),
            SELF_HARM_INSTRUCTIONS, Set.of(SELF_HARM),
            VIOLENCE_GRAPHIC, Set.of(VIOLENCE));

    /** It may or may not have these: its one label does not tell. */
    private static final Map<Category, Set<Category>> OPEN = new EnumMap<>(Map.ofEntries(
            Map.entry(HARASSMENT, Set.of(PROFANITY, HATE)),
            Map.entry(HARASSMENT_THREATENING, Set.of(VIOLENCE, PROFANITY, HATE_THREATENING)),
            Map.entry(HATE, Set.of(HARASSMENT, PROFANITY, EXTREMISM)),
            Map.entry(HATE_THREATENING, Set.of(HARASSMENT, HARASSMENT_THREATENING, VIOLENCE, EXTREMISM)),
            Map.entry(ILLICIT, Set.of(SCAM, ILLICIT_VIOLENT)),
            Map.entry(ILLICIT_VIOLENT, Set.of(VIOLENCE, EXTREMISM)),
            Map.entry(SELF_HARM, Set.of(SELF_HARM_INTENT)),
            Map.entry(SELF_HARM_INSTRUCTIONS, Set.of(SELF_HARM_INTENT, ILLICIT)),
            Map.entry(SEXUAL, Set.of(PROFANITY, HARASSMENT)),
            Map.entry(VIOLENCE, Set.of(VIOLENCE_GRAPHIC, HARASSMENT_THREATENING, HARASSMENT)),
            Map.entry(VIOLENCE_GRAPHIC, Set.of(HARASSMENT_THREATENING)),
            Map.entry(SPAM, Set.of(SCAM)),
            Map.entry(SCAM, Set.of(SPAM, ILLICIT)),
            Map.entry(PROFANITY, Set.of(HARASSMENT, SEXUAL)),
            Map.entry(EXTREMISM, Set.of(HATE, HATE_THREATENING, VIOLENCE, ILLICIT, ILLICIT_VIOLENT))));

    /** Innocent sentences of these kinds may hold strong words, on purpose. */
    private static final Set<String> MAY_SWEAR = Set.of("quotation", "reclaimed", "reporting", "counter-speech");

    /** What a single word hints at. Words of other concepts hint at nothing. */
    private static final Map<Concept, Category> HINTED = new EnumMap<>(Map.of(
            Concept.HOSTILITY, HARASSMENT,
            Concept.DEHUMANISING, HATE,
            Concept.VIOLENCE, VIOLENCE,
            Concept.SEXUAL, SEXUAL,
            Concept.SELF_HARM, SELF_HARM,
            Concept.FRAUD, SCAM,
            Concept.DRUGS, ILLICIT,
            Concept.WEAPONS, ILLICIT_VIOLENT,
            Concept.CRIME, ILLICIT));

    /** Words that stand in texts of every kind, and must not speak for innocence either. */
    private static final Set<Concept> SILENT =
            Set.of(Concept.DEATH, Concept.BODY, Concept.INTENSITY, Concept.NEGATION, Concept.POLITICS);

    /** Texts that were collected for hate, insults or advertisement are as good as never these, unless labelled so. */
    private static final Set<Category> FAR_OFF = Set.of(SELF_HARM_INSTRUCTIONS, SCAM);

    /** An innocent text of a set that looked for something else may still be these. */
    private static final Set<Category> LOOSE = Set.of(HARASSMENT, HATE, PROFANITY, SPAM);

    private Truths() {}

    static int lane(Category category) {
        return CATEGORIES.indexOf(category);
    }

    /** One truth for all lanes. */
    static List<Truth> all(Truth truth) {
        return Collections.nCopies(CATEGORIES.size(), truth);
    }

    /** Of a sentence written for one category, or to be innocent of all. */
    static List<Truth> ofTemplate(Optional<Category> harm, String kind) {
        var truths = new ArrayList<>(all(Truth.ABSENT));
        harm.ifPresent(category -> {
            for (var open : OPEN.getOrDefault(category, Set.of())) truths.set(lane(open), Truth.NOT_LABELLED);
            for (var implied : IMPLIED.getOrDefault(category, Set.of())) truths.set(lane(implied), Truth.PRESENT);
            if (lane(category) >= 0) truths.set(lane(category), Truth.PRESENT);
        });
        if (harm.isEmpty() && MAY_SWEAR.contains(kind)) truths.set(lane(PROFANITY), Truth.NOT_LABELLED);
        return List.copyOf(truths);
    }

    /**
     * Of a row of a labelled set: what the set speaks about, and beyond it what its texts as good as never are. Without these an
     * unfamiliar kind of text would look like the few that the rarer categories were learned from.
     */
    static List<Truth> ofLabelled(TrainingRow row) {
        var truths = new ArrayList<Truth>();
        boolean isInnocent = row.text().toxic().equals(Optional.of(false));
        boolean isForum = row.set().name().equals("edos_sexism");
        for (var category : CATEGORIES) {
            var truth = row.truth(category);
            boolean isFarOff = FAR_OFF.contains(category) || (isInnocent && !LOOSE.contains(category) && !isForum);
            truths.add(truth == Truth.NOT_LABELLED && isFarOff ? Truth.ABSENT : truth);
        }
        return List.copyOf(truths);
    }

    /** Empty when the word says nothing. */
    static Optional<List<Truth>> ofWord(Concept concept) {
        if (SILENT.contains(concept)) return Optional.empty();
        return Optional.of(ofTemplate(Optional.ofNullable(HINTED.get(concept)), ""));
    }
}
