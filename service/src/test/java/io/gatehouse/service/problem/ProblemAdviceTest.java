package io.gatehouse.service.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.residency.database.DatabaseBusyException;
import io.gatehouse.residency.database.DatabaseUnavailableException;
import io.gatehouse.residency.store.RegionStore.StoreUnavailableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class ProblemAdviceTest {
    @Test
    void aFullDiskIs507WhereverItWasMet() {
        var inDatabase = new DatabaseUnavailableException("write", new SQLException("full", "53100"));
        var inStore =
                new StoreUnavailableException("put", new FileSystemException("x", null, "No space left on device"));
        for (var failure : new Throwable[] {inDatabase, inStore, new IOException("No space left on device")}) {
            var problem = ProblemAdvice.problemOf(failure);
            assertThat(problem.type()).isEqualTo(ProblemType.STORAGE_FULL);
            assertThat(problem.retryAfter()).isPositive();
        }
    }

    /** It was answered 500: a request that lacks what it needs is the client's fault, and says which. */
    @Test
    void aQueryParameterThatIsMissingIsNamed() {
        var answer = new ProblemAdvice()
                .missing(
                        new org.springframework.mock.web.MockHttpServletRequest(),
                        new org.springframework.web.bind.MissingServletRequestParameterException("region", "String"));
        assertThat(answer.getStatusCode().value()).isEqualTo(400);
        assertThat(new String(answer.getBody(), StandardCharsets.UTF_8)).contains("query:region", "is missing");
    }

    @Test
    void aRegionThatDoesNotAnswerIs503WithRetryAfter() {
        var away = ProblemAdvice.problemOf(new DatabaseUnavailableException("away", null));
        assertThat(away.type()).isEqualTo(ProblemType.REGION_UNAVAILABLE);
        assertThat(away.retryAfter()).isPositive();
        var busy = ProblemAdvice.problemOf(new DatabaseBusyException("full"));
        assertThat(busy.type()).isEqualTo(ProblemType.OVERLOADED);
    }

    @Test
    void whatIsUnexpectedIsToldByAnIncidentAndNothingElse() {
        var problem = ProblemAdvice.problemOf(new IllegalStateException("secretword"));
        assertThat(problem.type().status()).isEqualTo(500);
        assertThat(problem.members()).containsKey("incident");
        assertThat(new String(problem.toJson(), StandardCharsets.UTF_8)).doesNotContain("secretword");
    }
}
