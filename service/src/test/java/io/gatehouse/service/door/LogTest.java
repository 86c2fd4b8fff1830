package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.residency.log.LogReport;
import io.gatehouse.residency.log.LogSource;
import io.gatehouse.residency.log.LogVerifier;
import io.gatehouse.residency.log.TilePath;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Each region's log, read over HTTP and checked by the verifier. */
class LogTest {
    private static final String LOG = "/v1/regions/eu-west-1/log/";
    private final RunningGatehouse service = RunningGatehouse.shared();

    @Test
    void aDecisionIsInTheVerifiedLogWithinSeconds() throws InterruptedException {
        long index = service.post("/v1/screenings", Screenings.of("for the log"))
                .json()
                .get("evidence")
                .get("index")
                .longValue();
        LogReport report = verify();
        long end = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        while (report.size() <= index && System.nanoTime() < end) {
            Thread.sleep(100);
            report = verify();
        }
        assertThat(report.firstFault()).isNull();
        assertThat(report.size()).isGreaterThan(index);
    }

    @Test
    void refusesPathsThatAreNoneOfTheSpecification() {
        for (String path : new String[] {"tile/0/0", "tile/x/000", "tile/0/000.p/0", "tile/0/000.p/999", "tile/0/999"})
            assertThat(service.get(LOG + path).status()).as(path).isEqualTo(404);
        assertThat(service.get("/v1/regions/atlantis/log/checkpoint").status()).isEqualTo(404);
        assertThat(service.get("/v1/regions/" + RunningGatehouse.ELSEWHERE + "/log/checkpoint")
                        .status())
                .isEqualTo(421);
    }

    private LogReport verify() {
        var key = service.get(LOG + "key");
        assertThat(key.status()).isEqualTo(200);
        return new LogVerifier(key.text().strip()).verify(new OverHttp(), Optional.empty());
    }

    private final class OverHttp implements LogSource {
        @Override
        public Optional<byte[]> checkpoint() {
            return fetch("checkpoint");
        }

        @Override
        public Optional<byte[]> tile(TilePath path) {
            return fetch(path.format());
        }

        private Optional<byte[]> fetch(String path) {
            var answer = service.get(LOG + path);
            return answer.status() == 200 ? Optional.of(answer.response().body()) : Optional.empty();
        }
    }
}
