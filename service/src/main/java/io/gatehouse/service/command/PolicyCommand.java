package io.gatehouse.service.command;

import io.gatehouse.moderation.comparison.Expiring;
import io.gatehouse.moderation.policy.PolicySet;
import io.gatehouse.moderation.policy.Problem;
import io.gatehouse.moderation.rule.Rule;
import io.gatehouse.moderation.rule.RuleCondition;
import io.gatehouse.service.judging.Norms;
import io.gatehouse.service.judging.NormsRejectedException;
import io.gatehouse.service.judging.PolicyTests;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks a policy directory before anybody is judged by it. */
@Command(
        name = "policy",
        mixinStandardHelpOptions = true,
        description =
                "Checks and tests policies before anybody is judged by them, and leads versions through their life.",
        synopsisSubcommandLabel = "check|test|digest|diff|backtest|coverage|publish|list|approve|shadow|rollback",
        subcommands = {
            PolicyDiffCommand.class,
            PolicyBacktestCommand.class,
            PolicyCoverageCommand.class,
            PolicyPublishCommand.class,
            PolicyListCommand.class,
            PolicyApproveCommand.class,
            PolicyShadowCommand.class,
            PolicyRollbackCommand.class,
        })
final class PolicyCommand {
    @Spec
    private CommandSpec spec;

    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description = "Names every fault of every file, with its line and a hint.")
    int check(
            @Parameters(paramLabel = "DIR", arity = "0..1", description = "default: the project's") @Nullable
                    Path directory) {
        PolicySet policies = read(directory).policies();
        say(
                "%s: no faults. %,d rules, %,d word banks with %,d words, version %s, %s%n",
                ProgramHome.policies(directory),
                policies.rules().size(),
                policies.banks().size(),
                policies.banks().values().stream()
                        .mapToLong(bank -> bank.words().size())
                        .sum(),
                policies.version(),
                policies.digest());
        warn(policies);
        return GatehouseCommand.DONE;
    }

    /** What is no fault, and costs or surprises all the same. */
    private void warn(PolicySet policies) {
        for (Problem warning : policies.warnings()) say("warning: %s%n", warning);
        for (var bank : Expiring.of(policies, LocalDate.now(ZoneOffset.UTC)))
            say(
                    "warning: %s: bank '%s' %s %s%n",
                    bank.source(),
                    bank.bank(),
                    bank.expired() ? "matches nothing since" : "expires on",
                    bank.expires());
        var always = policies.textMatcher(policies.purposes()).alwaysAsked();
        for (Rule rule : policies.rules())
            // A pattern without a word has been warned of above, in its own terms.
            if (always.contains(rule.id()) && !(rule.condition() instanceof RuleCondition.Regex))
                say(
                        "warning: %s: rule %s names no word, so every text is asked for it (name one that must occur)%n",
                        rule.source(), rule.id());
    }

    @Command(
            name = "test",
            mixinStandardHelpOptions = true,
            description =
                    "Runs every rule's own examples, those that must match and those that must not, and every scenario.")
    int test(
            @Parameters(paramLabel = "DIR", arity = "0..1", description = "default: the project's") @Nullable
                    Path directory) {
        Norms norms = read(directory);
        PolicyTests.Outcome outcome = PolicyTests.run(norms);
        List<Problem> failures = outcome.failures();
        long examples = outcome.tests();
        if (!failures.isEmpty())
            throw new FaultsFoundException(String.format(
                    Locale.ROOT,
                    "%,d of %,d examples and scenarios are not as their authors say:%n%s",
                    failures.size(),
                    examples,
                    failures.stream().map(failure -> "  " + failure).collect(Collectors.joining("\n"))));
        say(
                "%,d examples and scenarios of %,d rules are as their authors say%n",
                examples, norms.policies().rules().size());
        return GatehouseCommand.DONE;
    }

    @Command(
            name = "digest",
            mixinStandardHelpOptions = true,
            description = "Prints the digest that names this version.")
    int digest(
            @Parameters(paramLabel = "DIR", arity = "0..1", description = "default: the project's") @Nullable
                    Path directory) {
        say("%s%n", read(directory).policies().digest());
        return GatehouseCommand.DONE;
    }

    private static Norms read(@Nullable Path directory) {
        try {
            return Norms.read(ProgramHome.policies(directory), Norms.Law.SHIPPED);
        } catch (NormsRejectedException rejected) {
            throw new FaultsFoundException(String.valueOf(rejected.getMessage()));
        }
    }

    private void say(String pattern, Object... values) {
        spec.commandLine().getOut().printf(Locale.ROOT, pattern, values);
        spec.commandLine().getOut().flush();
    }
}
