package io.gatehouse.jobs.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.gatehouse.moderation.report.Applicability;
import io.gatehouse.moderation.report.ProviderClass;
import io.gatehouse.moderation.report.ReportSubject.Practice;
import io.gatehouse.moderation.report.Reported;
import io.gatehouse.moderation.report.Reported.Misuse;
import io.gatehouse.moderation.report.ReportingPeriod;
import io.gatehouse.moderation.report.ReportTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a transparency report says in the operator's own words, from {@code law/transparency-words.yaml}. The shipped file is full of
 * places to fill in: a report is refused while one of those that it needs is left.
 *
 * @param providerClass the provider's, as {@link ProviderClass#wireName} has it
 * @param cannotOccur practices that cannot occur on the service
 * @param policies by a category's label: which of the provider's own rules stand for it
 * @param texts by the id of a row of the qualitative sheet
 */
public record ReportWords(
        String provider,
        String service,
        @JsonProperty("class") String providerClass,
        String greece,
        @JsonProperty("cannot_occur") List<Practice> cannotOccur,
        List<Context> contexts,
        Map<String, String> policies,
        List<Suspended> suspensions,
        Map<String, String> texts) {
    /** Where below a directory of policies the words lie. */
    public static final String FILE = "law/transparency-words.yaml";

    /** What begins a place to fill in. */
    public static final String PLACE = "[fill in";

    /** A few pages of text; a larger file is another. */
    private static final long MAX_BYTES = 1 << 20;

    /** What to say about a column or row. */
    public record Context(int sheet, String id, String text) {}

    /**
     * How many were suspended in a period for misuse that no record here knows of.
     *
     * @param misuse {@code unfounded_notices} or {@code unfounded_complaints}
     */
    public record Suspended(String misuse, long number, LocalDate from, LocalDate to, String source) {
        private Misuse kind() {
            return switch (misuse) {
                case "unfounded_notices" -> Misuse.UNFOUNDED_NOTICES;
                case "unfounded_complaints" -> Misuse.UNFOUNDED_COMPLAINTS;
                default ->
                    throw new IllegalArgumentException(
                            "suspensions are for unfounded_notices or unfounded_complaints, not " + misuse);
            };
        }

        public Suspended {
            if (number < 0 || to.isBefore(from))
                throw new IllegalArgumentException("a number of suspensions in a period: " + number + ", " + from + " to "
                        + to);
        }
    }

    public ReportWords {
        cannotOccur = cannotOccur == null ? List.of() : List.copyOf(cannotOccur);
        contexts = contexts == null ? List.of() : List.copyOf(contexts);
        policies = policies == null ? Map.of() : Map.copyOf(policies);
        suspensions = suspensions == null ? List.of() : List.copyOf(suspensions);
        texts = texts == null ? Map.of() : Map.copyOf(texts);
        if (ProviderClass.ofWireName(providerClass).isEmpty())
            throw new IllegalArgumentException("class is intermediary, hosting, online-platform, vlop or vlose, not '"
                    + providerClass + "'");
        suspensions.forEach(Suspended::kind);
    }

    /** @throws IOException when the file is missing or is not such a file, with the reason */
    public static ReportWords load(Path policiesDirectory) throws IOException {
        Path file = policiesDirectory.resolve(FILE);
        if (!Files.exists(file)) throw new NoSuchFileException(FILE + ": what a report says in words stands there");
        if (Files.size(file) > MAX_BYTES) throw new IOException(FILE + " is larger than " + MAX_BYTES + " bytes");
        try {
            Object read =
                    new Load(LoadSettings.builder().setLabel(FILE).build()).loadFromString(Files.readString(file));
            return JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                    .build()
                    .convertValue(read, ReportWords.class);
        } catch (YamlEngineException | JacksonException | IllegalArgumentException e) {
            throw new IOException(FILE + " cannot be read: " + e.getMessage(), e);
        }
    }

    public ProviderClass kind() {
        return ProviderClass.ofWireName(providerClass).orElseThrow();
    }

    Set<Practice> practices() {
        return Set.copyOf(cannotOccur);
    }

    Map<Practice, String> said() {
        var said = new LinkedHashMap<Practice, String>();
        contexts.forEach(context -> said.put(new Practice(context.sheet(), context.id()), context.text()));
        return said;
    }

    /** Every place of the report of such a provider that is still to be filled in, as sentences. */
    List<String> unfilled(ReportTemplate template, ProviderClass provider, ReportingPeriod period) {
        var missing = new ArrayList<String>();
        if (isOpen(template, this.provider)) missing.add("provider is to be filled in");
        if (isOpen(template, service)) missing.add("service is to be filled in");
        for (var row : template.sheet(11).rows())
            if (row.applicability().covers(provider)) {
                if (isOpen(template, texts.get(row.id()))) missing.add("texts." + row.id() + " is to be filled in");
                else if (texts.getOrDefault(row.id(), "").codePoints().count() >= template.qualitativeMaxChars())
                    missing.add("texts." + row.id() + " has more than " + (template.qualitativeMaxChars() - 1)
                            + " characters");
            }
        policies.forEach((label, text) -> {
            if (text.contains(PLACE)) missing.add("policies." + label + " is to be filled in");
        });
        for (var context : contexts)
            if (isOpen(template, context.text()))
                missing.add("contexts: " + context.sheet() + "." + context.id() + " is to be filled in");
        if (suspends(provider))
            for (var misuse : List.of("unfounded_notices", "unfounded_complaints"))
                if (suspensionsIn(period, misuse) == null)
                    missing.add("suspensions has no row of " + misuse + " for " + period
                            + "; no record here knows them, and 0 is a number too");
        return missing;
    }

    private static boolean isOpen(ReportTemplate template, @Nullable String text) {
        return text == null
                || text.isBlank()
                || text.contains(PLACE)
                || template.placeholders().stream().anyMatch(text::contains);
    }

    private static boolean suspends(ProviderClass provider) {
        return Applicability.PLATFORM.covers(provider);
    }

    private @Nullable Suspended suspensionsIn(ReportingPeriod period, String misuse) {
        return suspensions.stream()
                .filter(row -> row.misuse().equals(misuse)
                        && row.from().equals(period.start())
                        && row.to().equals(period.end()))
                .findFirst()
                .orElse(null);
    }

    /** What the operator counted in the period. */
    List<Reported> suspended(ReportingPeriod period) {
        var found = new LinkedHashSet<Reported>();
        for (var row : suspensions)
            if (row.number() > 0
                    && row.from().equals(period.start())
                    && row.to().equals(period.end()))
                found.add(new Reported.Suspension(FILE + ":" + row.misuse(), row.kind(), row.number()));
        return List.copyOf(found);
    }
}
