package io.gatehouse.service.command;

import io.gatehouse.moderation.classifier.HeldOutTexts;
import io.gatehouse.moderation.classifier.Progress;
import io.gatehouse.moderation.classifier.TextClassifier;
import io.gatehouse.moderation.classifier.TrainingFailedException;
import io.gatehouse.moderation.evaluation.Drift;
import io.gatehouse.moderation.evaluation.Evaluation;
import io.gatehouse.moderation.evaluation.Fairness;
import io.gatehouse.moderation.evaluation.LabelledText;
import io.gatehouse.moderation.evaluation.LabelledTexts;
import io.gatehouse.moderation.evaluation.Labelling;
import io.gatehouse.moderation.evaluation.Robustness;
import io.gatehouse.moderation.evaluation.Truth;
import io.gatehouse.moderation.signal.Category;
import io.gatehouse.moderation.training.TrainingTexts;
import io.gatehouse.service.judging.Norms;
import io.gatehouse.service.terminal.ProgressBar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
            "Quality on labelled data: precision, recall, F1, average precision, calibration and confusion by category,",
            "language and length, with 95 %% intervals; robustness, fairness and drift; as a table, JSON, pictures, a page.",
            "Rows are JSON lines (text, lang, categories, toxic), also .gz."
        })
final class EvaluateCommand implements Callable<Integer> {
    private static final Set<String> BREAKDOWNS = Set.of("language", "category", "length");

    /** Each is scored once more for every way of hiding words; more take minutes and tell no more. */
    private static final int MOST_DISGUISED = 4_000;

    @Spec
    private CommandSpec spec;

    @Option(names = "--data", arity = "1..*", description = "labelled files")
    private List<Path> data = List.of();

    @Option(
            names = "--held-out",
            description = "measure on what model categories was never trained on, from this directory of data sets")
    private @Nullable Path heldOut;

    @Option(names = "--texts", description = "templates, fillers and lexicons (default: the policies')")
    private @Nullable Path texts;

    @Option(names = "--model", description = "measure this model alone, told each text's language")
    private @Nullable String model;

    @Option(
            names = "--by",
            split = ",",
            defaultValue = "language,category",
            description = "what to break down by: language, category, length (default: language,category)")
    private List<String> by = List.of();

    @Option(names = "--threshold", defaultValue = "0.5", description = "score that counts as found (default: 0.5)")
    private double threshold;

    @Option(names = "--robustness", description = "the same texts in disguise, too")
    private boolean robustness;

    @Option(names = "--fairness", description = "innocent sentences with one group swapped for another, too")
    private boolean fairness;

    @Option(names = "--drift", arity = "1..*", description = "files of a later period, to compare scores with")
    private List<Path> later = List.of();

    @Option(
            names = "--elsewhere",
            arity = "1..*",
            description = "labelled files of sets that --model has learned nothing from, each measured by itself")
    private List<Path> elsewhere = List.of();

    @Option(names = "--policy", description = "directory of policies (default: the project's)")
    private @Nullable Path policy;

    @Option(names = "--json", description = "also write every figure, as JSON, to this file")
    private @Nullable Path json;

    @Option(names = "--picture", description = "also draw curves and calibration, as SVG, to this file")
    private @Nullable Path picture;

    @Option(names = "--map", description = "also draw average precision by category and language, as SVG, to this file")
    private @Nullable Path map;

    @Option(names = "--page", description = "also write a page, worst rows first, as Markdown, to this file")
    private @Nullable Path page;

    @Override
    public Integer call() throws IOException {
        check();
        var norms = Norms.read(ProgramHome.policies(policy), Norms.Law.SHIPPED);
        var asked = model == null ? null : model(norms, model);
        var scorer = asked == null ? Scorer.ofPolicies(norms.moderator()) : Scorer.ofModel(asked);
        String of = asked == null
                ? "policies " + norms.moderator().policies().digest()
                : "model " + asked.name() + " " + asked.digest();
        var measured = measure(
                of, scorer, asked == null ? null : new ScoreRules(norms.policies(), asked), norms.classifiers());
        print(measured);
        if (json != null) Files.write(json, QualityJson.of(measured));
        if (picture != null) Files.writeString(picture, QualityPicture.of(measured.report()));
        if (map != null) Files.writeString(map, QualityMap.of(measured.report()));
        if (page != null) Files.writeString(page, QualityPage.of(measured, asked));
        return GatehouseCommand.DONE;
    }

    private void check() {
        for (String what : by)
            if (!BREAKDOWNS.contains(what))
                throw new ParameterException(
                        spec.commandLine(), "--by knows language, category and length, not " + what);
        if (data.isEmpty() == (heldOut == null))
            throw new ParameterException(spec.commandLine(), "needs either --data or --held-out");
        if (!elsewhere.isEmpty() && model == null)
            throw new ParameterException(spec.commandLine(), "--elsewhere needs --model");
        for (Path file : concat(concat(data, later), elsewhere))
            if (!Files.isReadable(file) || Files.isDirectory(file))
                throw new ParameterException(spec.commandLine(), "--data cannot be read: " + file);
        if (!(threshold >= 0 && threshold <= 1))
            throw new ParameterException(spec.commandLine(), "--threshold must be in [0, 1]: " + threshold);
    }

    private static List<Path> concat(List<Path> one, List<Path> other) {
        var all = new ArrayList<>(one);
        all.addAll(other);
        return all;
    }

    private TextClassifier model(Norms norms, String name) {
        return norms.moderator().classifiers().stream()
                .filter(classifier -> classifier.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "no model " + name + ", only "
                                + norms.moderator().classifiers().stream()
                                        .map(TextClassifier::name)
                                        .toList()));
    }

    /** @param rules that look at the model's scores; null where policies are measured */
    private Measured measure(String of, Scorer scorer, @Nullable ScoreRules rules, List<TextClassifier> classifiers)
            throws IOException {
        var thresholds = new TreeMap<Category, Double>();
        for (var category : Category.values()) thresholds.put(category, threshold);
        var drift = new Drift(threshold);
        var kept = new ArrayList<LabelledText>();
        var others = new ArrayList<Measured.Elsewhere>();
        Evaluation evaluation;
        try (var bar = ProgressBar.onStandardError("evaluating", "texts")) {
            if (heldOut == null) {
                evaluation = new Evaluation(Labelling.cautious(), thresholds);
                read(data, bar, row -> add(evaluation, scorer, row, drift, kept));
                if (kept.isEmpty()) throw new IOException("no labelled text in " + data);
            } else {
                var unseen = heldOut(heldOut, bar);
                evaluation = new Evaluation(unseen.labelling(), thresholds);
                for (var row : unseen.texts()) add(evaluation, scorer, row, drift, kept);
            }
            read(later, bar, row -> drift.after(row.language(), named(scorer.score(row.text(), row.language()))));
            if (rules != null) for (Path file : elsewhere) others.addAll(elsewhere(file, bar, scorer, rules));
        }
        var report = evaluation.report();
        return new Measured(
                of,
                heldOut != null,
                report.texts(),
                report.qualities(),
                report.byLength(),
                robustness ? Robustness.of(everySoMany(kept), scorer::score, threshold) : List.of(),
                fairness ? Fairness.of(written(), HeldOutTexts::isHeldOut, scorer::score, threshold) : List.of(),
                later.isEmpty() ? List.of() : drift.report(),
                rules == null ? List.of() : alarms(kept, scorer, rules).bySet(),
                others,
                Measured.Cascade.of(classifiers));
    }

    private static Alarms alarms(List<LabelledText> rows, Scorer scorer, ScoreRules rules) {
        var alarms = new Alarms();
        for (var row : rows) alarms.add(row, rules.outcome(scorer.score(row.text(), row.language()), row.language()));
        return alarms;
    }

    private List<Measured.Elsewhere> elsewhere(Path file, ProgressBar bar, Scorer scorer, ScoreRules rules) {
        // Any category alone: what these sets call one is not what the model was taught.
        var evaluation = new Evaluation((_, _) -> Truth.NOT_LABELLED, Map.of());
        var rows = new ArrayList<LabelledText>();
        read(List.of(file), bar, row -> {
            evaluation.add(row, scorer.score(row.text(), row.language()));
            rows.add(row);
        });
        var report = evaluation.report();
        return alarms(rows, scorer, rules).bySet().stream()
                .flatMap(of -> report.quality(Evaluation.ANY, of.language()).stream()
                        .map(quality -> new Measured.Elsewhere(of, quality)))
                .toList();
    }

    private void add(Evaluation evaluation, Scorer scorer, LabelledText row, Drift drift, List<LabelledText> kept) {
        var scores = scorer.score(row.text(), row.language());
        evaluation.add(row, scores);
        if (!later.isEmpty()) drift.before(row.language(), named(scores));
        kept.add(row);
    }

    private static Map<String, Double> named(Map<Category, Double> scores) {
        var named = new TreeMap<String, Double>();
        scores.forEach((category, score) -> named.put(category.wireName(), score));
        return named;
    }

    private static List<LabelledText> everySoMany(List<LabelledText> rows) {
        int step = (rows.size() + MOST_DISGUISED - 1) / MOST_DISGUISED;
        var some = new ArrayList<LabelledText>();
        for (int i = 0; i < rows.size(); i += step) some.add(rows.get(i));
        return some;
    }

    private Path textsDirectory() {
        return texts == null ? ProgramHome.policies(policy).resolve("training") : texts;
    }

    private TrainingTexts written() {
        return TrainingTexts.read(textsDirectory());
    }

    private HeldOutTexts heldOut(Path directory, ProgressBar bar) throws IOException {
        try {
            Progress told = (_, done) -> bar.update(0, done);
            return HeldOutTexts.read(directory, textsDirectory(), told);
        } catch (TrainingFailedException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Does something with each row. */
    @FunctionalInterface
    private interface Use {
        void of(LabelledText row);
    }

    private void read(List<Path> files, ProgressBar bar, Use use) {
        long done = 0;
        for (Path file : files) {
            try (var rows = LabelledTexts.read(file)) {
                while (rows.hasNext()) {
                    use.of(rows.next());
                    bar.update(++done, Double.NaN);
                }
                report(file, rows);
            }
        }
    }

    private void report(Path file, LabelledTexts rows) {
        var err = spec.commandLine().getErr();
        rows.malformed().forEach(bad -> err.printf("%s:%d: %s%n", file, bad.line(), bad.reason()));
        if (rows.malformedCount() > 0)
            err.printf(Locale.ROOT, "%s: %,d malformed lines left out%n", file, rows.malformedCount());
        err.flush();
    }

    private void print(Measured measured) {
        var out = spec.commandLine().getOut();
        out.print(QualityTable.of(measured.report(), by.contains("category"), by.contains("language")));
        if (by.contains("length"))
            out.printf("%n%s", QualityTable.byLength(measured.report(), by.contains("category")));
        if (!measured.robustness().isEmpty()) out.printf("%n%s", QualityTable.robustness(measured));
        if (!measured.fairness().isEmpty()) out.printf("%n%s", QualityTable.fairness(measured));
        if (!measured.drift().isEmpty()) out.printf("%n%s", QualityTable.drift(measured));
        for (var cascade : measured.cascades()) out.printf("%n%s%n", cascade.told());
        out.flush();
    }
}
