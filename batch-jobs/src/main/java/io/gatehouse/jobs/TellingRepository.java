package io.gatehouse.jobs;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;

/**
 * The repository, to which Batch gives the whole trace of a failure to keep. What is kept of it in the control database, which all
 * regions share, is a sentence that may be told.
 */
final class TellingRepository {
    private TellingRepository() {}

    static JobRepository of(JobRepository repository) {
        return (JobRepository) Proxy.newProxyInstance(
                JobRepository.class.getClassLoader(), new Class<?>[] {JobRepository.class}, (_, method, arguments) -> {
                    if (method.getName().equals("update") && arguments != null && arguments.length == 1)
                        shorten(arguments[0]);
                    try {
                        return method.invoke(repository, arguments);
                    } catch (InvocationTargetException failure) {
                        throw Objects.requireNonNull(failure.getCause(), "an invocation fails for a reason");
                    }
                });
    }

    private static void shorten(Object written) {
        switch (written) {
            case StepExecution step -> step.setExitStatus(told(step.getExitStatus(), step.getFailureExceptions()));
            case JobExecution job -> job.setExitStatus(told(job.getExitStatus(), job.getAllFailureExceptions()));
            default -> {} // Instances and contexts say nothing of failures.
        }
    }

    private static ExitStatus told(ExitStatus exit, List<Throwable> failures) {
        if (exit.getExitDescription().isEmpty() || failures.isEmpty()) return exit;
        return new ExitStatus(
                exit.getExitCode(),
                failures.stream().map(Failures::sentence).distinct().collect(Collectors.joining("; ")));
    }
}
