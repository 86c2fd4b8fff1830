package io.gatehouse.benchmarks.rules;

import java.util.Set;

/** The labelled text sets under permissive licences (tier A of their README). */
final class ListedSets {
    static final Set<String> PERMISSIVE = Set.of(
            "davidson2017",
            "hatemoji_build",
            "edos_sexism",
            "toxic_spans_semeval2021",
            "convabuse",
            "toxigen_demonstrations",
            "jigsaw_madlibs_77k",
            "catqa_harmful_questions",
            "harmfulqa",
            "advbench_behaviors",
            "germeval2018",
            "gahd_de",
            "mlma_fr",
            "ro_offense",
            "spamassassin_email",
            "pii_presidio_synth");

    private ListedSets() {}
}
