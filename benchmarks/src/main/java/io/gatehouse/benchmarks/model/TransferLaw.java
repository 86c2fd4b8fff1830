package io.gatehouse.benchmarks.model;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code transfers.yaml} as its comments and docs/residency.md say: may data go somewhere, and on which basis. */
final class TransferLaw {
    /** Bases in the order in which they are looked for. */
    private static final List<String> BASES = List.of("inside", "adequacy", "safeguards", "derogation");

    private final DataFiles files;
    private final Map<String, Object> file;
    private final Map<String, List<String>> purposes = new LinkedHashMap<>();
    private final long adequatePerDay;
    /** By day, home and basis, how many people's data left. */
    private final Map<String, Long> left = new HashMap<>();

    TransferLaw(Path residency, DataFiles files) {
        this.files = files;
        this.file = DataFiles.yaml(residency.resolve("transfers.yaml"));
        for (var row : rows(file, "purposes")) purposes.put(DataFiles.text(row, "id"), list(row, "data"));
        adequatePerDay = number(map(file, "limits"), "adequacy_subjects_per_day");
    }

    private static List<Map<String, Object>> rows(Map<String, Object> row, String key) {
        return DataFiles.rows(row, key);
    }

    @SuppressWarnings("unchecked") // The file's own shape; anything else fails at once.
    private static List<String> list(Map<String, Object> row, String key) {
        return (List<String>) row.getOrDefault(key, List.of());
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Map<String, Object> row, String key) {
        return (Map<String, Object>) Objects.requireNonNull(row.get(key), key);
    }

    private static boolean is(Map<String, Object> row, String key, @Nullable Object value) {
        return Objects.equals(row.get(key), value);
    }

    private static long number(Map<String, Object> row, String key) {
        return ((Number) Objects.requireNonNull(row.get(key), key)).longValue();
    }

    private static boolean covers(Map<String, Object> row, LocalDate day) {
        return DataFiles.covers(DataFiles.date(row.get("from")), DataFiles.date(row.get("to")), day);
    }

    /** Purposes that are allowed, those that never are, and one that nobody wrote down. */
    List<String> purposesToAskFor() {
        var all = new ArrayList<>(purposes.keySet());
        for (var row : rows(file, "refused_purposes")) all.add(DataFiles.text(row, "id"));
        all.add("curiosity");
        return all;
    }

    List<String> kinds(String purpose) {
        return purposes.getOrDefault(purpose, List.of("content"));
    }

    /** Somewhere that data reach. */
    private record Place(String country, @Nullable String recipient, boolean isSameJurisdiction) {}

    /** May content of people at home in one region lie in another for a conversation? */
    boolean mayConverse(String from, String to, LocalDate today) {
        var wish = new Operation.Ask(
                "conversation",
                List.of("content", "decision", "notes"),
                from,
                to,
                null,
                null,
                files.region(from).location(),
                "territory",
                1);
        return basis(wish, today).isPresent();
    }

    /** The basis of the answer, counted; empty for a refusal. */
    Optional<String> ask(Operation.Ask wish, LocalDate today) {
        return basis(wish, today).filter(basis -> isWithinCap(basis, wish, today));
    }

    private Optional<String> basis(Operation.Ask wish, LocalDate today) {
        if (!purposes.containsKey(wish.purpose()) || !kinds(wish.purpose()).containsAll(wish.data()))
            return Optional.empty();
        int furthest = 0;
        for (var place : places(wish)) {
            var basis = basis(place, wish, today);
            if (basis.isEmpty()) return Optional.empty();
            furthest = Math.max(furthest, BASES.indexOf(basis.get()));
        }
        return Optional.of(BASES.get(furthest));
    }

    private List<Place> places(Operation.Ask wish) {
        var home = files.region(wish.from());
        var places = new ArrayList<Place>();
        if (wish.toRegion() != null) {
            var to = files.region(wish.toRegion());
            places.add(new Place(to.location(), null, to.jurisdiction().equals(home.jurisdiction())));
        } else {
            places.add(new Place(Objects.requireNonNull(wish.toCountry()), wish.recipient(), false));
        }
        // Reading from a third country is a transfer, also when nothing is copied.
        if (!places.getFirst().country().equals(wish.readerIn()))
            places.add(new Place(wish.readerIn(), null, wish.readerIn().equals(home.location())));
        return places;
    }

    private Optional<String> basis(Place place, Operation.Ask wish, LocalDate today) {
        if (place.isSameJurisdiction()) return Optional.of("inside");
        var law = rows(file, "origins").stream()
                .filter(row -> isInside(row, files.region(wish.from()).location(), today))
                .findFirst();
        if (law.isEmpty()) return Optional.empty();
        if (isInside(law.get(), place.country(), today)) return Optional.of("inside");
        if (isAdequate(law.get(), place, wish.purpose(), today)) return Optional.of("adequacy");
        if (wish.claim().startsWith("instrument:")) return safeguards(law.get(), place, wish, today);
        if (wish.claim().startsWith("derogation:")) return derogation(wish);
        return Optional.empty();
    }

    private boolean isInside(Map<String, Object> law, String country, LocalDate today) {
        var inside = list(law, "inside");
        return inside.contains(country) || inside.contains("EEA") && files.isInside(country, today);
    }

    private boolean isAdequate(Map<String, Object> law, Place place, String purpose, LocalDate today) {
        for (var row : rows(law, "adequate")) {
            var countries = list(row, "countries");
            boolean isNamed = countries.contains(place.country())
                    || countries.contains("EEA") && files.isEea(place.country(), today);
            var only = list(row, "purposes");
            if (isNamed
                    && covers(row, today)
                    && (only.isEmpty() || only.contains(purpose))
                    && reaches(row, place, today)) return true;
        }
        if (!is(law, "id", "eea") || !files.isAdequate(place.country(), today)) return false;
        var scope = rows(file, "scoped").stream()
                .filter(row -> is(row, "country", place.country()) && covers(row, today))
                .findFirst();
        return scope.isEmpty() || reaches(scope.get(), place, today);
    }

    /** Many decisions reach only some recipients. */
    private boolean reaches(Map<String, Object> limit, Place place, LocalDate today) {
        if (!limit.containsKey("framework") && !limit.containsKey("sector")) return true;
        var recipient = rows(file, "recipients").stream()
                .filter(row -> is(row, "id", place.recipient()) && is(row, "country", place.country()))
                .findFirst();
        if (recipient.isEmpty()) return false;
        boolean isListed = !limit.containsKey("framework")
                || rows(recipient.get(), "frameworks").stream()
                        .anyMatch(row -> is(row, "id", limit.get("framework")) && covers(row, today));
        return isListed
                && (!limit.containsKey("sector")
                        || is(limit, "sector", recipient.get().get("sector")));
    }

    private Optional<String> safeguards(Map<String, Object> law, Place place, Operation.Ask wish, LocalDate today) {
        return instrument(wish)
                .filter(row -> list(row, "origins").contains(DataFiles.text(law, "id"))
                        && is(row, "recipient", place.recipient())
                        && list(row, "countries").contains(place.country())
                        && list(row, "data").containsAll(wish.data())
                        && list(row, "purposes").contains(wish.purpose())
                        && covers(row, today)
                        && DataFiles.covers(
                                DataFiles.date(row.get("assessed_on")),
                                DataFiles.date(row.get("assessment_valid_to")),
                                today))
                .map(_ -> "safeguards");
    }

    private Optional<Map<String, Object>> instrument(Operation.Ask wish) {
        String id = wish.claim().substring("instrument:".length());
        return rows(file, "instruments").stream()
                .filter(row -> is(row, "id", id))
                .findFirst();
    }

    private Optional<Map<String, Object>> letter(Operation.Ask wish) {
        String letter = wish.claim().substring("derogation:".length());
        return rows(file, "derogations").stream()
                .filter(row -> is(row, "letter", letter))
                .findFirst();
    }

    /** Reason, approver and notice are always given. */
    private Optional<String> derogation(Operation.Ask wish) {
        return letter(wish)
                .filter(row -> list(row, "purposes").contains(wish.purpose())
                        && wish.subjects() <= number(row, "most_subjects"))
                .map(_ -> "derogation");
    }

    private boolean isWithinCap(String basis, Operation.Ask wish, LocalDate today) {
        long cap = switch (basis) {
            case "adequacy" -> adequatePerDay;
            case "safeguards" -> number(instrument(wish).orElseThrow(), "subjects_per_day");
            case "derogation" -> number(letter(wish).orElseThrow(), "subjects_per_day");
            default -> Long.MAX_VALUE;
        };
        // Of a country's adequacy the cap is larger than all that one day of the story brings, or than one question at
        // once.
        if (basis.equals("adequacy") || basis.equals("inside")) return wish.subjects() <= cap;
        String key = today + " " + wish.from() + " " + wish.claim();
        long after = left.getOrDefault(key, 0L) + wish.subjects();
        if (after > cap) return false;
        left.put(key, after);
        return true;
    }

    /** What such questions may claim. */
    Set<String> claims() {
        var claims = new java.util.TreeSet<String>();
        for (var row : rows(file, "instruments")) claims.add("instrument:" + row.get("id"));
        for (var row : rows(file, "derogations")) claims.add("derogation:" + row.get("letter"));
        claims.add("instrument:none-such");
        claims.add("derogation:a");
        return claims;
    }

    List<String> recipients() {
        var all = new ArrayList<String>();
        for (var row : rows(file, "recipients")) all.add(DataFiles.text(row, "id"));
        all.add("somebody-else");
        return all;
    }
}
