package io.gatehouse.moderation.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The harmonised template, as {@code law/dsa-transparency-report.yaml} dates it.
 *
 * @param source the regulation whose annexes hold the template and its instructions
 * @param appliesFrom the first day whose data are told in this form
 * @param firstYearlyPeriod from this day on yearly reports follow the calendar year
 * @param publicationMonths after the end of the period, at the latest
 * @param applicability what the files call each
 * @param restrictions from the code in a statement of reasons to the id of the column that counts it
 */
@JsonIgnoreProperties({"published", "legal_basis", "sources_verified"}) // for people
public record ReportTemplate(
        LocalDate copied,
        String source,
        boolean verified,
        @JsonProperty("applies_from") LocalDate appliesFrom,
        @JsonProperty("first_yearly_period") LocalDate firstYearlyPeriod,
        @JsonProperty("publication_months") int publicationMonths,
        @JsonProperty("retention_years") int retentionYears,
        @JsonProperty("qualitative_max_chars") int qualitativeMaxChars,
        Map<Applicability, String> applicability,
        Greece greece,
        @JsonProperty("member_states") List<String> memberStates,
        List<String> languages,
        List<String> placeholders,
        List<SheetTemplate> sheets,
        Map<String, String> restrictions,
        List<Category> categories) {
    /** Where below a directory of policies the template lies. */
    public static final String FILE = "law/dsa-transparency-report.yaml";

    public static final String TOTAL = "TOTAL";
    static final String EACH_LANGUAGE = "{language}";
    static final String EACH_MEMBER_STATE = "{member_state}";

    private static final int SHEETS = 11;
    private static final int MEMBER_STATES = 27;
    private static final int LANGUAGES = 24;
    /** The file is some 40 KiB; a larger one is not the template. */
    private static final long MAX_BYTES = 1 << 20;

    /** @param also another code that is understood */
    public record Greece(String written, String also) {}

    public ReportTemplate {
        applicability = Map.copyOf(new EnumMap<>(applicability));
        memberStates = List.copyOf(memberStates);
        languages = List.copyOf(languages);
        placeholders = List.copyOf(placeholders);
        sheets = List.copyOf(sheets);
        restrictions = Map.copyOf(restrictions);
        categories = List.copyOf(categories);
        if (sheets.size() != SHEETS || memberStates.size() != MEMBER_STATES || languages.size() != LANGUAGES)
            throw new IllegalArgumentException("the template has " + SHEETS + " sheets, " + MEMBER_STATES
                    + " Member States and " + LANGUAGES + " languages, not " + sheets.size() + ", "
                    + memberStates.size() + " and " + languages.size());
        if (applicability.size() != Applicability.values().length)
            throw new IllegalArgumentException("a name is missing for some applicability: " + applicability);
    }

    /** @throws IOException when the file is missing or is no template, with the reason */
    public static ReportTemplate load(Path policiesDirectory) throws IOException {
        Path file = policiesDirectory.resolve(FILE);
        if (Files.size(file) > MAX_BYTES) throw new IOException(FILE + " is larger than " + MAX_BYTES + " bytes");
        try {
            Object read =
                    new Load(LoadSettings.builder().setLabel(FILE).build()).loadFromString(Files.readString(file));
            return JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .build()
                    .convertValue(read, ReportTemplate.class);
        } catch (YamlEngineException | JacksonException | IllegalArgumentException e) {
            throw new IOException(FILE + " is not the template of a transparency report: " + e.getMessage(), e);
        }
    }

    /** With Greece called so in what is written; both codes are understood still. */
    public ReportTemplate withGreece(String code) {
        if (!code.equals(greece.written()) && !code.equals(greece.also()))
            throw new IllegalArgumentException(
                    "Greece is " + greece.written() + " or " + greece.also() + " in reports, not " + code);
        var states = new ArrayList<>(memberStates);
        states.replaceAll(state -> state.equals(greece.written()) ? code : state);
        var other = code.equals(greece.written()) ? greece.also() : greece.written();
        return new ReportTemplate(
                copied,
                source,
                verified,
                appliesFrom,
                firstYearlyPeriod,
                publicationMonths,
                retentionYears,
                qualitativeMaxChars,
                applicability,
                new Greece(code, other),
                states,
                languages,
                placeholders,
                sheets,
                restrictions,
                categories);
    }

    public SheetTemplate sheet(int number) {
        return sheets.get(number - 1);
    }

    public List<Category> categoriesOf(SheetTemplate sheet) {
        return categories.stream()
                .filter(category -> sheet.categories().contains(category.number()))
                .toList();
    }

    /** A row's scopes, with one for each language or Member State where the template says so. */
    public List<String> scopesOf(SheetTemplate.Row row) {
        var scopes = new ArrayList<String>();
        for (String scope : row.scopes())
            switch (scope) {
                case EACH_LANGUAGE -> scopes.addAll(languages);
                case EACH_MEMBER_STATE -> scopes.addAll(memberStates);
                default -> scopes.add(scope);
            }
        return scopes;
    }

    /** The last day on which a report about the period may be published. */
    public LocalDate lastPublicationDay(ReportingPeriod period) {
        var month = period.end().plusMonths(publicationMonths);
        // Months are counted to their last day, in favour of who publishes.
        return month.withDayOfMonth(month.lengthOfMonth());
    }
}
