package io.gatehouse.service.command;

import io.gatehouse.moderation.report.ProviderClass;
import io.gatehouse.moderation.report.ReportTemplate;
import io.gatehouse.moderation.report.lint.ReportLint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Holds anybody's transparency report to the template, without a server. */
@Command(
        name = "lint",
        mixinStandardHelpOptions = true,
        description = {
            "Checks a DSA transparency report, yours or anybody's, against the template of Implementing Regulation (EU)",
            "2024/2835: form, numbers, sums, periods, categories, and the sheets beside each other. Without a server.",
            "Ends with 1 when there are errors or warnings; notes are none."
        })
final class ReportLintCommand implements Callable<Integer> {
    private static final List<String> FORMATS = List.of("table", "json", "csv", "html");

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "REPORT",
            description = "a directory or ZIP of CSV files, a workbook (.xlsx), or a single sheet")
    private Path report = Path.of("");

    @Option(
            names = "--class",
            description =
                    "what the provider is: intermediary, hosting, online-platform, vlop or vlose; taken from the report by default")
    private @Nullable String provider;

    @Option(
            names = "--format",
            defaultValue = "table",
            description = "table, json, csv or html (default: ${DEFAULT-VALUE})")
    private String format;

    @Option(
            names = "--all",
            description =
                    "every finding apart; by default table and html tell more than five alike as one, and json and csv all")
    private boolean all;

    @Option(names = "--out", description = "a file; standard output by default")
    private @Nullable Path out;

    @Option(names = "--policy", description = "directory of policies, for its template; the shipped one by default")
    private @Nullable Path policies;

    @Override
    public Integer call() throws IOException {
        if (!FORMATS.contains(format))
            throw new ParameterException(
                    spec.commandLine(), "--format must be one of " + String.join(", ", FORMATS) + ": " + format);
        if (!Files.exists(report)) throw new ParameterException(spec.commandLine(), "cannot read " + report);
        var lint = ReportLint.lint(ReportTemplate.load(ProgramHome.policies(policies)), report, provider());
        String name = String.valueOf(report.toAbsolutePath().normalize().getFileName());
        String text = switch (format) {
            case "json" -> LintText.json(name, lint);
            case "csv" -> LintText.csv(lint);
            case "html" -> LintPage.of(name, lint, all ? lint.findings() : lint.told());
            default -> LintText.table(name, lint, all ? lint.findings() : lint.told());
        };
        if (out != null) Files.writeString(out, text);
        else {
            spec.commandLine().getOut().print(text);
            spec.commandLine().getOut().flush();
        }
        return lint.hasFaults() ? GatehouseCommand.FAULTS : GatehouseCommand.DONE;
    }

    private Optional<ProviderClass> provider() {
        if (provider == null) return Optional.empty();
        var found = ProviderClass.ofWireName(provider);
        if (found.isEmpty())
            throw new ParameterException(
                    spec.commandLine(),
                    "--class must be one of "
                            + Arrays.stream(ProviderClass.values())
                                    .map(ProviderClass::wireName)
                                    .collect(Collectors.joining(", "))
                            + ": " + provider);
        return found;
    }
}
