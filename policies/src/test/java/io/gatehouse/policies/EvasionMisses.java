package io.gatehouse.policies;

import io.gatehouse.moderation.signal.Signal;
import io.gatehouse.policies.ScreeningRow.Half;
import io.gatehouse.policies.TextScreening.Language;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Prints the evasions that are missed and the innocent messages that are flagged, of the half for tuning only: the other
 * stays unseen. Arguments: {@code [unknown|stated|identified] [technique]}.
 */
final class EvasionMisses {
    private EvasionMisses() {}

    public static void main(String[] arguments) {
        var known = arguments.length > 0 ? Language.valueOf(arguments[0].toUpperCase(Locale.ROOT)) : Language.UNKNOWN;
        String technique = arguments.length > 1 ? arguments[1] : "";
        var screening = new TextScreening(ShippedPolicies.load());
        for (var evasions :
                List.of(ScreeningRow.evasions(), ScreeningRow.secondEvasions(), ScreeningRow.thirdEvasions()))
            print("MISSED", evasions, technique, screening, known, false);
        for (var innocents :
                List.of(ScreeningRow.innocents(), ScreeningRow.secondInnocents(), ScreeningRow.thirdInnocents()))
            print("FLAGGED", innocents, technique, screening, known, true);
    }

    private static void print(
            String what,
            List<ScreeningRow> rows,
            String technique,
            TextScreening screening,
            Language known,
            boolean flagged) {
        for (var row : rows) {
            if (row.half() != Half.TUNE || !row.group().contains(technique)) continue;
            if (screening.flags(row, known) != flagged) continue;
            var signals = screening.judge(row.text(), row.language(), known).signals();
            boolean isUnknown = !flagged
                    && screening.textRules(row.word(), row.language(), known).isEmpty();
            System.out.println(String.join(
                    "\t",
                    isUnknown ? "UNKNOWN WORD" : what,
                    row.id(),
                    row.group(),
                    row.language(),
                    row.word(),
                    row.text().replace('\n', '⏎'),
                    why(signals, row.text())));
        }
    }

    static String why(List<Signal> signals, String text) {
        return signals.stream()
                .map(signal -> signal.name() + " "
                        + signal.spans().stream()
                                .map(span -> text.codePoints()
                                        .skip(span.start())
                                        .limit(span.end() - span.start())
                                        .collect(
                                                StringBuilder::new,
                                                StringBuilder::appendCodePoint,
                                                StringBuilder::append))
                                .toList())
                .collect(Collectors.joining("; "));
    }
}
