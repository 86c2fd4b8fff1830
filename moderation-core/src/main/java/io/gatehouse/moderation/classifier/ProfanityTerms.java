package io.gatehouse.moderation.classifier;

import io.gatehouse.moderation.classifier.ModelHeader.DataSet;
import io.gatehouse.moderation.evaluation.Truth;
import io.gatehouse.moderation.signal.Category;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** Published word lists: each term a weak hint at profanity in its language, and nothing else. */
final class ProfanityTerms {
    private static final String FILE = "lexicons/profanity_terms.tsv.gz";

    /** How much a term of a list counts; a list translated by machine counts least. */
    private static final Map<String, Double> WEIGHTS =
            Map.of("ldnoobw", 0.3, "surge_profanity", 0.3, "cuss", 0.2, "washyourmouth", 0.1);

    private ProfanityTerms() {}

    /** @param data takes the record of the file */
    static List<GramRow> read(Path dataDirectory, List<DataSet> data) {
        var file = dataDirectory.resolve(FILE);
        var truths = new ArrayList<>(Truths.all(Truth.NOT_LABELLED));
        truths.set(Truths.lane(Category.PROFANITY), Truth.PRESENT);
        var rows = new ArrayList<GramRow>();
        try {
            byte[] bytes = Files.readAllBytes(file);
            try (var lines = new BufferedReader(new InputStreamReader(
                    new GZIPInputStream(new ByteArrayInputStream(bytes)), StandardCharsets.UTF_8))) {
                for (String line : lines.lines().skip(1).toList()) {
                    var cells = line.split("\t", -1);
                    if (cells.length < 3)
                        throw new TrainingFailedException(file + ": a row of " + cells.length + " cells");
                    String language = cells[1].equals("pt-br") ? "pt" : cells[1];
                    Double weight = WEIGHTS.get(cells[2]);
                    if (weight != null && Family.of(language).isPresent())
                        rows.add(GramRows.weak(
                                "profanity_terms", cells[0], language, Collections.unmodifiableList(truths), weight));
                }
            }
            data.add(new DataSet(
                    FILE,
                    HexFormat.of().formatHex(ModelContainer.sha256(bytes)),
                    "CC BY 4.0 (LDNOOBW), MIT (surge-ai, cuss, washyourmouthoutwithsoap)",
                    "see ../shared/data/README.md",
                    rows.size()));
        } catch (IOException e) {
            throw new TrainingFailedException("training data cannot be read: " + file + ": " + e, e);
        }
        return rows;
    }
}
