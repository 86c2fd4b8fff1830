package io.gatehouse.moderation.classifier;

import io.gatehouse.moderation.evaluation.LabelledText;
import io.gatehouse.moderation.evaluation.Labelling;
import io.gatehouse.moderation.evaluation.Truth;
import io.gatehouse.moderation.training.Template;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.List;

/** The texts that the shipped model of all categories has never seen, with what is known of them. Immutable. */
public final class HeldOutTexts {
    private final List<LabelledText> texts;
    private final IdentityHashMap<LabelledText, GramRow> rows = new IdentityHashMap<>();

    private HeldOutTexts(List<GramRow> heldOut) {
        this.texts = heldOut.stream()
                .map(row -> {
                    var text = CategoryTrainer.asLabelled(row);
                    rows.put(text, row);
                    return text;
                })
                .toList();
    }

    /**
     * @param dataDirectory holds a directory per labelled set
     * @param textsDirectory templates, fillers and lexicons
     * @throws TrainingFailedException naming what is missing
     */
    public static HeldOutTexts read(Path dataDirectory, Path textsDirectory, Progress progress) {
        return new HeldOutTexts(
                GramRows.read(dataDirectory, textsDirectory, CategoryTrainer.SEED, progress).rows().stream()
                        .filter(row -> row.isMeasured() && row.fold() == GramRows.HELD_OUT)
                        .toList());
    }

    /** Whether the sentences of a template are among them. */
    public static boolean isHeldOut(Template template) {
        return (int) (template.place() * GramRows.FOLDS) == GramRows.HELD_OUT;
    }

    public List<LabelledText> texts() {
        return texts;
    }

    /** Of these texts alone, by identity: what each set can speak about. */
    public Labelling labelling() {
        return (text, category) -> {
            var row = rows.get(text);
            int lane = Truths.lane(category);
            return row == null || lane < 0 ? Truth.NOT_LABELLED : row.truth(lane);
        };
    }
}
