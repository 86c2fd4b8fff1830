package io.gatehouse.service.command;

import io.gatehouse.moderation.comparison.PolicyDiff;
import io.gatehouse.moderation.policy.PolicyFiles;
import io.gatehouse.service.judging.Norms;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** How one policy differs from another: in words and, with --data, in effect. */
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        description = {
            "Says how one policy differs from another: rules, banks, thresholds, surfaces, law and models.",
            "With --data also in effect: which of the files' rows are judged otherwise. Over stored traffic: 'policy backtest'."
        })
final class PolicyDiffCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "FROM",
            description = "the old policy: a directory, or a stored version by digest or name")
    private String from;

    @Parameters(index = "1", paramLabel = "TO", description = "the new policy, named likewise")
    private String to;

    @Mixin
    private JudgedFiles files = new JudgedFiles();

    @Option(names = "--full", description = "also lists words and phrases that came or went; they may be unpleasant")
    private boolean full;

    @Option(names = "--json", description = "print JSON")
    private boolean json;

    @Option(
            names = "--url",
            defaultValue = "http://localhost:8080",
            description = "the service that stores the versions (default: ${DEFAULT-VALUE})")
    private URI url;

    @Override
    public Integer call() throws IOException {
        try (var versions = new FetchedVersions(spec, url)) {
            return diff(versions.directory(from), versions.directory(to));
        }
    }

    private int diff(Path old, Path now) throws IOException {
        Norms before = JudgedFiles.norms(spec, old);
        Norms after = JudgedFiles.norms(spec, now);
        var diff =
                PolicyDiff.of(before.policies(), PolicyFiles.digests(old), after.policies(), PolicyFiles.digests(now));
        var out = spec.commandLine().getOut();
        var effect = files.areGiven()
                ? files.compare(spec, JudgedFiles.side(before, old), JudgedFiles.side(after, now))
                        .toReport()
                : null;
        if (json) {
            var tree = (ObjectNode) diff.toJson();
            if (effect != null) tree.set("effect", effect);
            out.println(tree);
        } else {
            out.print(diff.toText(full));
            if (effect != null) out.print("\n" + ComparisonText.of(effect));
        }
        out.flush();
        return GatehouseCommand.DONE;
    }
}
