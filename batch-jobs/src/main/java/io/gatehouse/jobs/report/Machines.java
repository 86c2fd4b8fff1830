package io.gatehouse.jobs.report;

import io.gatehouse.moderation.evaluation.Proportion;
import io.gatehouse.moderation.report.Reported;
import io.gatehouse.residency.casework.CountedRecords.Judged;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * How right automated means were, by what people decided after them: on what was sent to review, on what its author appealed, on
 * what somebody reported although the machine had allowed it. Not thread-safe.
 */
final class Machines {
    private static final String ALL = "Total number";
    private static final int DECIMALS = 4;

    /** One scope's contents by what the machine concluded and what the person did. */
    private static final class Confusion {
        long rightlyFound;
        long wronglyFound;
        long missed;
        long rightlyLeft;
        final Map<String, Long> kinds = new TreeMap<>();
        final List<String> ids = new ArrayList<>();

        long all() {
            return rightlyFound + wronglyFound + missed + rightlyLeft;
        }
    }

    private final Map<String, Confusion> scopes = new TreeMap<>();

    /** @param languages scopes that the template has */
    void add(List<Judged> judged, List<String> languages) {
        for (var each : judged) {
            add(ALL, each);
            if (languages.contains(each.language())) add(each.language(), each);
        }
    }

    private void add(String scope, Judged judged) {
        var to = scopes.computeIfAbsent(scope, _ -> new Confusion());
        boolean found = !judged.firstVerdict().equals("allow");
        if (found && isWrong(judged)) to.wronglyFound += judged.number();
        else if (found) to.rightlyFound += judged.number();
        else if (isWrong(judged)) to.missed += judged.number();
        else to.rightlyLeft += judged.number();
        to.kinds.merge(judged.kind().toLowerCase(Locale.ROOT), judged.number(), Long::sum);
        to.ids.addAll(judged.ids());
    }

    /** Whether the person held the machine to be wrong. Who reverses in part agrees that something is wrong with the content. */
    private static boolean isWrong(Judged judged) {
        boolean found = !judged.firstVerdict().equals("allow");
        return switch (judged.outcome()) {
            case "allow" -> found;
            case "restrict" -> !found;
            case "upheld" -> false;
            case "partially_reversed" -> !found;
            case "reversed" -> true;
            default -> throw new IllegalArgumentException("a case of no outcome: " + judged.outcome());
        };
    }

    /** Of each scope that has numbers: of nothing found there is no precision, of nothing to find no recall. */
    void tell(Consumer<Reported> into) {
        scopes.forEach((scope, confusion) -> {
            var accuracy = Proportion.of(confusion.rightlyFound + confusion.rightlyLeft, confusion.all());
            var precision =
                    Proportion.of(confusion.rightlyFound, confusion.rightlyFound + confusion.wronglyFound);
            var recall = Proportion.of(confusion.rightlyFound, confusion.rightlyFound + confusion.missed);
            if (precision.of() == 0 || recall.of() == 0) return;
            into.accept(new Reported.Accuracy(
                    "accuracy." + scope.replace(' ', '_').toLowerCase(Locale.ROOT),
                    scope,
                    share(accuracy.value()),
                    share(precision.value()),
                    share(recall.value()),
                    justification(confusion, accuracy, precision, recall),
                    confusion.ids.stream().sorted().toList()));
        });
    }

    private static BigDecimal share(double value) {
        return BigDecimal.valueOf(value).setScale(DECIMALS, RoundingMode.HALF_EVEN);
    }

    private static String justification(
            Confusion of, Proportion accuracy, Proportion precision, Proportion recall) {
        var kinds = of.kinds.entrySet().stream()
                .map(kind -> kind.getKey() + " " + kind.getValue())
                .toList();
        return "Rules and models as one system, for text, pictures and video, against what people decided after it on "
                + of.all() + " contents (" + String.join(", ", kinds) + "): accuracy " + interval(accuracy)
                + ", so an error rate of " + number(1 - accuracy.value()) + "; precision " + interval(precision)
                + "; recall " + interval(recall)
                + ". Intervals are Wilson's, of 95 %. People look at what is doubtful, contested or reported: this is no"
                + " random sample of what was judged.";
    }

    private static String interval(Proportion of) {
        return number(of.value()) + " (" + number(of.low()) + " to " + number(of.high()) + ", of " + of.of() + ")";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
