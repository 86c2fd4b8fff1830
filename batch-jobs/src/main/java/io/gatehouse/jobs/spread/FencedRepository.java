package io.gatehouse.jobs.spread;

import io.gatehouse.jobs.spread.PartBook.Claim;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The repository as one worker sees it while it holds a part: what it writes of a step is written in one transaction with the proof
 * that it still holds it. A worker that was given up for dead, and wakes again, writes nothing over what came after it.
 */
final class FencedRepository {
    private final JobRepository repository;
    private final Claim claim;
    private final JdbcTemplate control;
    private final TransactionTemplate transactions;

    private FencedRepository(JobRepository repository, Claim claim, DataSource control) {
        this.repository = repository;
        this.claim = claim;
        this.control = new JdbcTemplate(control);
        this.transactions = new TransactionTemplate(new JdbcTransactionManager(control));
    }

    /** Another has the part by now. */
    static final class FencedOffException extends RuntimeException {
        private static final long serialVersionUID = 1;

        FencedOffException(Claim claim) {
            super("part " + claim.stepExecution() + " was taken over by another worker; nothing more of it is written here");
        }
    }

    /** @param control the data source of the repository: only then both are one transaction */
    static JobRepository of(JobRepository repository, Claim claim, DataSource control) {
        var fenced = new FencedRepository(repository, claim, control);
        return (JobRepository) Proxy.newProxyInstance(
                JobRepository.class.getClassLoader(),
                new Class<?>[] {JobRepository.class},
                (_, method, arguments) -> fenced.call(method, arguments));
    }

    private @Nullable Object call(Method method, Object @Nullable [] arguments) throws Throwable {
        boolean isWrite = method.getName().startsWith("update")
                && arguments != null
                && arguments.length == 1
                && arguments[0] instanceof StepExecution;
        if (!isWrite) return invoke(method, arguments);
        return transactions.execute(_ -> {
            var held = control.queryForList(
                    PartBook.IS_HELD, Integer.class, claim.stepExecution(), claim.worker(), claim.fence());
            if (held.isEmpty()) throw new FencedOffException(claim);
            try {
                return invoke(method, arguments);
            } catch (RuntimeException | Error thrown) {
                throw thrown;
            } catch (Throwable unexpected) {
                throw new IllegalStateException("a repository declares nothing checked", unexpected);
            }
        });
    }

    private @Nullable Object invoke(Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(repository, arguments);
        } catch (InvocationTargetException failure) {
            throw failure.getCause();
        }
    }
}
