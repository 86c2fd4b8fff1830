package io.gatehouse.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A country code as a platform would send it, and whether people there are in the European Economic Area. Written down by
 * hand on purpose: Gatehouse's own tables must not be the judge of Gatehouse.
 */
public record Place(String code, boolean eea) {
    /** Member states, their outermost regions, the EEA's other three; other spellings and lower case among them. */
    private static final String INSIDE =
            "IE DE FR ES IT NL BE AT PT PL RO GR SE FI DK CZ HU BG HR SI SK EE LV LT LU MT CY"
                    + " NO IS LI GP RE YT MF GF MQ PT-20 PT-30 IC EA AX EL FR-974 FR-971 ES-CN FI-01 ie de";

    /** Overseas countries that are not in the EU, islands, microstates, and the world. */
    private static final String OUTSIDE =
            "GB US BR SG IN JP CH NC PF GL FO GG JE IM GI UK BL PM WF AW SX CW BQ SJ NO-21"
                    + " AD MC SM VA TR UA RS CA MX AR AU NZ KR ID TH VN PH ZA NG KE EG IL AE PR FK us";

    /** Countries without a home region: refused with 422, and nothing of them may stay anywhere. */
    public static final List<Place> REFUSED = Stream.of("RU", "CN", "XK", "AQ", "KP")
            .map(c -> new Place(c, false))
            .toList();

    /** Those inside and outside in turn, so that both are met by any number of authors. */
    public static final List<Place> ALL = interleaved();

    private static List<Place> interleaved() {
        var inside = INSIDE.split(" ", -1);
        var outside = OUTSIDE.split(" ", -1);
        var places = new ArrayList<Place>();
        for (int i = 0; i < Math.max(inside.length, outside.length); i++) {
            if (i < inside.length) places.add(new Place(inside[i], true));
            if (i < outside.length) places.add(new Place(outside[i], false));
        }
        return List.copyOf(places);
    }
}
