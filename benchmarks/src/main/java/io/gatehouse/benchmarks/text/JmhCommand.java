package io.gatehouse.benchmarks.text;

import io.gatehouse.benchmarks.process.Workbench;
import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Runs the JMH benchmarks; their reports go to standard output. */
@Command(
        name = "jmh",
        description = "What one message costs without HTTP and database: folding, language, classifier, judgement.",
        mixinStandardHelpOptions = true)
public final class JmhCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            defaultValue = "TextPathBenchmark",
            description = "regular expression of benchmark names (default ${DEFAULT-VALUE})")
    private String include = "";

    @Override
    public Integer call() throws RunnerException {
        var options = new OptionsBuilder()
                .include(include)
                .shouldFailOnError(true)
                .jvmArgsAppend("-Dgatehouse.home=" + Workbench.home())
                .build();
        return new Runner(options).run().isEmpty() ? 1 : 0;
    }
}
