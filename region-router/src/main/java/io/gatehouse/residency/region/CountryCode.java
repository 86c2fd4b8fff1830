package io.gatehouse.residency.region;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A country or territory: an ISO 3166-1 alpha-2 code, a reserved or user-assigned one (which no region is home to unless
 * {@code homes.yaml} says so), or a label of the territory table such as {@code PT-20} or {@code CY-NORTH}. Case does
 * not matter and known aliases are replaced, so that {@code EL} and {@code gr} are equal.
 */
public record CountryCode(String value) implements Comparable<CountryCode> {
    private static final Pattern LABEL = Pattern.compile("([A-Z]{2})-[A-Z0-9]{1,8}");
    private static final Set<String> ISO = Set.of(Locale.getISOCountries());
    /** Exceptionally reserved by ISO 3166/MA, and assigned to no country. */
    private static final Set<String> RESERVED = Set.of("AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "TA", "UN");
    /** ISO 3166-1 leaves these to users; XK is in wide use for Kosovo. */
    private static final Pattern USER_ASSIGNED = Pattern.compile("AA|Q[M-Z]|X[A-Z]|ZZ");
    /** Other spellings of one place: what the EU writes for Greece and the UK, and ISO 3166-2 parts with a code of their own. */
    private static final Map<String, String> ALIASES = Map.ofEntries(
            Map.entry("EL", "GR"),
            Map.entry("UK", "GB"),
            Map.entry("ES-CN", "IC"),
            Map.entry("ES-CE", "EA"),
            Map.entry("ES-ML", "EA"),
            Map.entry("FI-01", "AX"),
            Map.entry("FR-971", "GP"),
            Map.entry("FR-972", "MQ"),
            Map.entry("FR-973", "GF"),
            Map.entry("FR-974", "RE"),
            Map.entry("FR-976", "YT"),
            Map.entry("NO-21", "SJ"),
            Map.entry("NO-22", "SJ"));

    public CountryCode {
        var upper = value.toUpperCase(Locale.ROOT);
        var code = ALIASES.getOrDefault(upper, upper);
        var label = LABEL.matcher(code);
        boolean known = code.length() == 2 ? isTwoLetterCode(code) : label.matches() && ISO.contains(label.group(1));
        if (!known) throw new IllegalArgumentException("not a country code (ISO 3166-1 alpha-2): '" + value + "'");
        value = code;
    }

    private static boolean isTwoLetterCode(String code) {
        return ISO.contains(code)
                || RESERVED.contains(code)
                || USER_ASSIGNED.matcher(code).matches();
    }

    @Override
    public int compareTo(CountryCode other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
