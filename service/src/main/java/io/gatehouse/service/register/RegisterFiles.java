package io.gatehouse.service.register;

import io.gatehouse.residency.region.ConfigurationFault;
import io.gatehouse.residency.region.ConfigurationRejectedException;
import io.gatehouse.residency.region.CountryCode;
import io.gatehouse.residency.region.YamlFile;
import io.gatehouse.service.register.Registers.Due;
import io.gatehouse.service.register.Registers.Employment;
import io.gatehouse.service.register.Registers.Person;
import io.gatehouse.service.register.Registers.Recipients;
import io.gatehouse.service.register.Registers.Span;
import io.gatehouse.service.register.Registers.StaffCount;
import io.gatehouse.service.register.Registers.TrustedFlagger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code registers/*.yaml} and {@code law/casework.yaml}; a file that is not there is an empty register. */
final class RegisterFiles {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2}");
    private static final Pattern WORK = Pattern.compile("[a-z_.]{1,40}");
    private static final Set<String> SPAN = Set.of("from", "to");

    private final List<ConfigurationFault> faults = new ArrayList<>();

    private RegisterFiles() {}

    /** @throws ConfigurationRejectedException with every fault of all files, each with its line */
    static Registers load(Path policies) {
        var files = new RegisterFiles();
        var registers = files.read(policies);
        if (!files.faults.isEmpty()) throw new ConfigurationRejectedException(files.faults);
        return registers;
    }

    private Registers read(Path policies) {
        var people = new ArrayList<Person>();
        var counts = new ArrayList<StaffCount>();
        var recipients = new ArrayList<Recipients>();
        var flaggers = new ArrayList<TrustedFlagger>();
        var deadlines = new ArrayList<Due>();
        file(policies, "registers/staff.yaml", Set.of("people", "counts")).ifPresent(file -> {
            once(file, "people", people, row -> person(row), Person::id, Person::span);
            once(file, "counts", counts, row -> count(row), StaffCount::language, StaffCount::span);
        });
        file(policies, "registers/recipients.yaml", Set.of("recipients"))
                .ifPresent(file -> once(
                        file,
                        "recipients",
                        recipients,
                        row -> recipients(row),
                        Recipients::memberState,
                        Recipients::span));
        file(policies, "registers/trusted-flaggers.yaml", Set.of("trusted_flaggers"))
                .ifPresent(file -> once(
                        file,
                        "trusted_flaggers",
                        flaggers,
                        row -> flagger(row),
                        TrustedFlagger::id,
                        TrustedFlagger::span));
        file(policies, "law/casework.yaml", Set.of("deadlines"))
                .ifPresent(file -> once(file, "deadlines", deadlines, row -> due(row), Due::work, Due::span));
        return new Registers(people, counts, recipients, flaggers, deadlines);
    }

    /** A file under read, and what tells its faults. */
    private record Open(YamlFile yaml, YamlFile.Fields top) {}

    private Optional<Open> file(Path policies, String name, Set<String> known) {
        if (!Files.exists(policies.resolve(name))) return Optional.empty();
        var yaml = new YamlFile(name, faults);
        return yaml.read(policies.resolve(name)).map(top -> {
            top.allowOnly(known);
            return new Open(yaml, top);
        });
    }

    @FunctionalInterface
    private interface Reader<T> {
        Optional<T> read(YamlFile.Fields row);
    }

    /** On one day one row answers: spans of the same thing must not meet. */
    private static <T> void once(
            Open file,
            String list,
            List<T> into,
            Reader<T> reader,
            java.util.function.Function<T, String> name,
            java.util.function.Function<T, Span> span) {
        Map<String, List<T>> before = new HashMap<>();
        for (var row : file.top().mappings(list)) {
            var read = reader.read(row);
            if (read.isEmpty()) continue;
            var value = read.get();
            var others = before.computeIfAbsent(name.apply(value), _ -> new ArrayList<>());
            if (others.stream().anyMatch(other -> meet(span.apply(other), span.apply(value))))
                file.yaml()
                        .fault(
                                row.line(),
                                "'" + name.apply(value) + "' stands twice on the same day",
                                "end the earlier row with 'to' before this one begins");
            others.add(value);
            into.add(value);
        }
    }

    private static boolean meet(Span one, Span other) {
        return (one.to() == null || other.from() == null || !one.to().isBefore(other.from()))
                && (other.to() == null || one.from() == null || !other.to().isBefore(one.from()));
    }

    private static Optional<Person> person(YamlFile.Fields row) {
        row.allowOnly(with("id", "languages", "country", "employment"));
        var id = row.parsed("id", text -> matching(ID, text, "letters, digits and . _ - , at most 64"));
        var languages = new ArrayList<String>();
        for (var language : row.texts("languages")) languages.add(language.value());
        var country = row.parsed("country", text -> new CountryCode(text).value());
        var employment = row.parsed("employment", RegisterFiles::employment);
        var span = span(row);
        if (id.isEmpty() || country.isEmpty() || employment.isEmpty() || span.isEmpty()) return Optional.empty();
        return row.parsed("id", _ -> {
            languages.forEach(RegisterFiles::language);
            return new Person(id.get(), languages, country.get(), employment.get(), span.get());
        });
    }

    private static Optional<StaffCount> count(YamlFile.Fields row) {
        row.allowOnly(with("language", "internal", "external", "source"));
        var language =
                row.parsed("language", text -> text.equals(StaffCount.ALL) ? text : RegisterFiles.language(text));
        var internal = row.parsed("internal", RegisterFiles::number);
        var external = row.parsed("external", RegisterFiles::number);
        var source = row.text("source");
        var span = span(row);
        if (language.isEmpty() || internal.isEmpty() || external.isEmpty() || source.isEmpty() || span.isEmpty())
            return Optional.empty();
        return Optional.of(new StaffCount(
                language.get(),
                Math.toIntExact(internal.get()),
                Math.toIntExact(external.get()),
                span.get(),
                source.get()));
    }

    private static Optional<Recipients> recipients(YamlFile.Fields row) {
        row.allowOnly(with("member_state", "monthly_average", "source"));
        var state = row.parsed("member_state", text -> new CountryCode(text).value());
        var average = row.parsed("monthly_average", RegisterFiles::number);
        var source = row.text("source");
        var span = span(row);
        if (state.isEmpty() || average.isEmpty() || source.isEmpty() || span.isEmpty()) return Optional.empty();
        return Optional.of(new Recipients(state.get(), average.get(), span.get(), source.get()));
    }

    private static Optional<TrustedFlagger> flagger(YamlFile.Fields row) {
        row.allowOnly(with("id", "name", "member_state", "source"));
        var id = row.parsed("id", text -> matching(ID, text, "letters, digits and . _ - , at most 64"));
        var name = row.text("name");
        var state = row.parsed("member_state", text -> new CountryCode(text).value());
        var source = row.text("source");
        var span = span(row);
        if (id.isEmpty() || name.isEmpty() || state.isEmpty() || source.isEmpty() || span.isEmpty())
            return Optional.empty();
        return Optional.of(new TrustedFlagger(id.get(), name.get(), state.get(), span.get(), source.get()));
    }

    private static Optional<Due> due(YamlFile.Fields row) {
        row.allowOnly(with("work", "within", "priority", "source", "verified"));
        var work = row.parsed("work", text -> matching(WORK, text, "small letters, _ and ."));
        var within = row.parsed("within", RegisterFiles::duration);
        var priority = row.parsed("priority", RegisterFiles::number);
        if (priority.isPresent() && priority.get() > 100)
            priority = row.parsed("priority", _ -> {
                throw new IllegalArgumentException("0 to 100");
            });
        var source = row.text("source");
        boolean verified = row.flag("verified");
        var span = span(row);
        if (work.isEmpty() || within.isEmpty() || priority.isEmpty() || source.isEmpty() || span.isEmpty())
            return Optional.empty();
        return Optional.of(
                new Due(work.get(), within.get(), Math.toIntExact(priority.get()), span.get(), source.get(), verified));
    }

    private static Set<String> with(String... names) {
        var all = new java.util.HashSet<>(SPAN);
        all.addAll(List.of(names));
        return all;
    }

    /** Empty, with a fault, when it ends before it begins. */
    private static Optional<Span> span(YamlFile.Fields row) {
        var from = row.optionalParsed("from", LocalDate::parse);
        var to = row.optionalParsed("to", LocalDate::parse);
        if ((row.has("from") && from.isEmpty()) || (row.has("to") && to.isEmpty())) return Optional.empty();
        if (!row.has("to")) return Optional.of(new Span(from.orElse(null), null));
        return row.parsed("to", _ -> new Span(from.orElse(null), to.orElse(null)));
    }

    private static String matching(Pattern form, String text, String what) {
        if (!form.matcher(text).matches()) throw new IllegalArgumentException("'" + text + "': " + what);
        return text;
    }

    private static String language(String text) {
        return matching(LANGUAGE, text, "a language of ISO 639-1, such as fr");
    }

    private static Employment employment(String text) {
        return switch (text) {
            case "internal" -> Employment.INTERNAL;
            case "external" -> Employment.EXTERNAL;
            default -> throw new IllegalArgumentException("'" + text + "': internal or external");
        };
    }

    /** Digits alone: a thousand separator would be read as something else somewhere. */
    private static long number(String text) {
        if (!text.toLowerCase(Locale.ROOT).matches("[0-9]{1,15}"))
            throw new IllegalArgumentException("'" + text + "': digits, without separators");
        return Long.parseLong(text);
    }

    private static Duration duration(String text) {
        var duration = Duration.parse(text);
        if (duration.isNegative() || duration.isZero())
            throw new IllegalArgumentException("'" + text + "' is no time to do anything in");
        return duration;
    }
}
