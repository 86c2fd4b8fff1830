package io.gatehouse.moderation.classifier;

import io.gatehouse.moderation.evaluation.LabelledText;
import io.gatehouse.moderation.evaluation.LabelledTexts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** All rows of some training sets, in the order of the files. */
record TrainingRows(List<TrainingRow> rows, List<ModelHeader.DataSet> data) {
    /** Share of the whole work of training. */
    static final double READING = 0.1;

    TrainingRows {
        rows = List.copyOf(rows);
        data = List.copyOf(data);
    }

    /** @throws TrainingFailedException naming the files that are missing, all at once, or the one that cannot be read */
    static TrainingRows read(List<TrainingSet> sets, Path dataDirectory, long seed, Progress progress) {
        var missing = new ArrayList<Path>();
        for (var set : sets)
            for (String file : set.files())
                if (!Files.isRegularFile(dataDirectory.resolve(set.name()).resolve(file)))
                    missing.add(Path.of(set.name(), file));
        if (!missing.isEmpty())
            throw new TrainingFailedException("training data missing in " + dataDirectory + ": " + missing);
        var rows = new ArrayList<TrainingRow>();
        var data = new ArrayList<ModelHeader.DataSet>();
        int files = sets.stream().mapToInt(set -> set.files().size()).sum();
        for (var set : sets) {
            for (String file : set.files()) {
                progress.report("reading " + set.name(), READING * data.size() / files);
                data.add(read(set, dataDirectory.resolve(set.name()).resolve(file), seed, rows));
            }
        }
        return new TrainingRows(rows, data);
    }

    private static ModelHeader.DataSet read(TrainingSet set, Path file, long seed, List<TrainingRow> rows) {
        try (var texts = LabelledTexts.read(file)) {
            var published = new ArrayList<LabelledText>();
            texts.forEachRemaining(published::add);
            if (texts.malformedCount() > 0)
                throw new TrainingFailedException(
                        file + ": malformed lines " + texts.malformed() + "; the same file must give the same model");
            int used = Math.min(set.most(), published.size());
            // Every so many: templates stand in order, and the first ones would be all alike.
            for (int i = 0; i < used; i++)
                rows.addAll(TrainingRow.of(set, published.get((int) ((long) i * published.size() / used)), seed));
            String sha256 = HexFormat.of().formatHex(ModelContainer.sha256(Files.readAllBytes(file)));
            return new ModelHeader.DataSet(
                    set.name() + "/" + file.getFileName(), sha256, set.licence(), set.source(), used);
        } catch (IOException | UncheckedIOException e) {
            throw new TrainingFailedException("training data cannot be read: " + file, e);
        }
    }
}
