package io.gatehouse.service.command;

import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.content.ContentId;
import io.gatehouse.moderation.content.Part;
import io.gatehouse.moderation.content.Surface;
import io.gatehouse.moderation.evaluation.Evaluation;
import io.gatehouse.moderation.evaluation.EvaluationReport;
import io.gatehouse.moderation.evaluation.LabelledText;
import io.gatehouse.moderation.evaluation.LabelledTexts;
import io.gatehouse.moderation.evaluation.Labelling;
import io.gatehouse.moderation.fact.Facts;
import io.gatehouse.moderation.judge.Deadline;
import io.gatehouse.moderation.judge.Moderator;
import io.gatehouse.moderation.law.Permissions;
import io.gatehouse.moderation.law.Purpose;
import io.gatehouse.moderation.rule.Rule;
import io.gatehouse.moderation.signal.Category;
import io.gatehouse.service.judging.Norms;
import io.gatehouse.service.terminal.ProgressBar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures the quality of policies and models on labelled texts. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        description = {
            "Quality on labelled data: precision, recall, F1, average precision, calibration and confusion by category",
            "and language, with 95 %% intervals; as a table, as JSON and as a picture.",
            "Rows are JSON lines (text, lang, categories, toxic), also .gz."
        })
final class EvaluateCommand implements Callable<Integer> {
    private static final Permissions EVERY_PURPOSE =
            new Permissions(EnumSet.allOf(Purpose.class), List.of(), List.of());

    @Spec
    private CommandSpec spec;

    @Option(names = "--data", required = true, arity = "1..*", description = "labelled files")
    private List<Path> data = List.of();

    @Option(
            names = "--by",
            split = ",",
            defaultValue = "language,category",
            description = "what to break down by: language, category, or both (default)")
    private List<String> by = List.of();

    @Option(names = "--policy", description = "directory of policies (default: the project's)")
    private @Nullable Path policy;

    @Option(names = "--json", description = "also write every figure, as JSON, to this file")
    private @Nullable Path json;

    @Option(names = "--picture", description = "also draw curves and calibration, as SVG, to this file")
    private @Nullable Path picture;

    @Override
    public Integer call() throws IOException {
        for (String what : by)
            if (!Set.of("language", "category").contains(what))
                throw new ParameterException(spec.commandLine(), "--by knows language and category, not " + what);
        for (Path file : data)
            if (!Files.isReadable(file) || Files.isDirectory(file))
                throw new ParameterException(spec.commandLine(), "--data cannot be read: " + file);
        EvaluationReport report = evaluate(
                Norms.read(ProgramHome.policies(policy), Norms.Law.SHIPPED).moderator());
        var out = spec.commandLine().getOut();
        out.print(QualityTable.of(report, by.contains("category"), by.contains("language")));
        out.flush();
        if (json != null) Files.write(json, QualityJson.of(report));
        if (picture != null) Files.writeString(picture, QualityPicture.of(report));
        return GatehouseCommand.DONE;
    }

    private EvaluationReport evaluate(Moderator moderator) throws IOException {
        Set<Category> measured = categories(moderator);
        var evaluation = new Evaluation(Labelling.cautious(), Map.of());
        long done = 0;
        try (var bar = ProgressBar.onStandardError("evaluating", "texts")) {
            for (Path file : data) {
                try (var rows = LabelledTexts.read(file)) {
                    while (rows.hasNext()) {
                        LabelledText row = rows.next();
                        evaluation.add(row, scores(moderator, row, measured));
                        bar.update(++done, Double.NaN);
                    }
                    report(file, rows);
                }
            }
        }
        if (done == 0) throw new IOException("no labelled text in " + data);
        return evaluation.report();
    }

    private void report(Path file, LabelledTexts rows) {
        var err = spec.commandLine().getErr();
        rows.malformed().forEach(bad -> err.printf("%s:%d: %s%n", file, bad.line(), bad.reason()));
        if (rows.malformedCount() > 0)
            err.printf(Locale.ROOT, "%s: %,d malformed lines left out%n", file, rows.malformedCount());
        err.flush();
    }

    /** What any rule or model speaks about; a category nobody looks for would count as missed everywhere. */
    private static Set<Category> categories(Moderator moderator) {
        var categories = EnumSet.noneOf(Category.class);
        moderator.policies().rules().stream().map(Rule::category).forEach(categories::add);
        moderator.classifiers().forEach(classifier -> categories.addAll(classifier.categories()));
        return categories;
    }

    private static Map<Category, Double> scores(Moderator moderator, LabelledText row, Set<Category> measured) {
        var scores = new EnumMap<Category, Double>(Category.class);
        measured.forEach(category -> scores.put(category, 0.0));
        if (row.text().isEmpty()) return scores;
        var content = new Content(
                new ContentId("evaluation"),
                Surface.COMMENT,
                Instant.EPOCH,
                "ZZ",
                null,
                List.of(new Part.Text(row.text())));
        var seen = moderator.observe(content, EVERY_PURPOSE, Deadline.NONE);
        moderator
                .conclude(content, seen, Facts.still(seen.wantedFacts(), 1))
                .scores()
                .forEach(scores::put);
        return scores;
    }
}
