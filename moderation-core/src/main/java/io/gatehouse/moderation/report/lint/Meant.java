package io.gatehouse.moderation.report.lint;

import io.gatehouse.moderation.report.ReportTemplate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Whom people mean who write no code: {@code Germany}, {@code Bulgarian (bg)}, {@code EU-27}. Pure. */
final class Meant {
    /** Longer texts are no names. */
    private static final int LONGEST = 60;

    private static final Pattern BETWEEN = Pattern.compile("[()\\[\\]/,;:]|\\s[-\u2013\u2014]\\s");

    private static final Set<String> TOTALS = Set.of(
            "eu",
            "eu27",
            "eu-27",
            "eu 27",
            "eu total",
            "total eu",
            "total (eu)",
            "european union",
            "union",
            "all",
            "all member states",
            "grand total",
            "overall",
            "sum");

    /** Names that the library does not give. */
    private static final Map<String, String> LANGUAGES = Map.of(
            "slovene",
            "sl",
            "gaelic",
            "ga",
            "irish gaelic",
            "ga",
            "modern greek",
            "el",
            "castilian",
            "es",
            "flemish",
            "nl");

    private static final Map<String, String> STATES = Map.of(
            "czech republic",
            "CZ",
            "the netherlands",
            "NL",
            "holland",
            "NL",
            "republic of ireland",
            "IE",
            "slovak republic",
            "SK");

    private Meant() {}

    static boolean isTotal(String text) {
        return TOTALS.contains(Names.plain(text));
    }

    /** The code, as the template has it. */
    static Optional<String> state(ReportTemplate template, String text) {
        return parts(text)
                .flatMap(part -> Stream.concat(
                        Optional.ofNullable(STATES.get(Names.plain(part))).stream(),
                        template.memberStates().stream().filter(code -> isState(code, part))))
                .findFirst();
    }

    private static boolean isState(String code, String text) {
        var country = Locale.of("", code.equals("EL") ? "GR" : code);
        return code.equals(text) || Names.same(country.getDisplayCountry(Locale.ENGLISH), text);
    }

    static Optional<String> language(List<String> codes, String text) {
        return parts(text)
                .flatMap(part -> Stream.concat(
                        Optional.ofNullable(LANGUAGES.get(Names.plain(part))).stream(),
                        codes.stream().filter(code -> isLanguage(code, part))))
                .findFirst();
    }

    private static boolean isLanguage(String code, String text) {
        var language = Locale.of(code);
        return code.equals(text)
                || Names.same(language.getDisplayLanguage(Locale.ENGLISH), text)
                || Names.same(language.getDisplayLanguage(language), text);
    }

    /** The whole first. */
    private static Stream<String> parts(String text) {
        if (text.length() > LONGEST) return Stream.empty();
        return Stream.concat(Stream.of(text), Arrays.stream(BETWEEN.split(text)).map(String::strip))
                .filter(part -> !part.isEmpty());
    }
}
