package io.gatehouse.service.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.residency.database.DatabaseUnavailableException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class AccessFilterTest {
    private static final String KEY = "gh_bench_0123456789abcdef0123456789abcdef";
    private static final int CALLERS = 8;

    @Test
    void asksToComeBackWhenKeysCannotBeLookedUp() throws Exception {
        var response = ask(new AbsentStore());
        assertThat(response.getStatus()).isEqualTo(503);
        assertThat(response.getHeader("Retry-After")).isEqualTo("2");
        assertThat(response.getContentAsString()).contains("region-unavailable");
    }

    @Test
    void callersWaitForTheDatabaseTogetherNotOneAfterTheOther() throws Exception {
        var store = new AbsentStore();
        store.together = new CountDownLatch(CALLERS);
        var keys = new ApiKeys(store, Clock.systemUTC(), new SecureRandom());
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<MockHttpServletResponse>> answers = java.util.stream.Stream.generate(
                            () -> pool.submit(() -> ask(keys)))
                    .limit(CALLERS)
                    .toList();
            for (var answer : answers) assertThat(answer.get().getStatus()).isEqualTo(503);
        }
        assertThat(store.together.getCount()).isZero();
        assertThat(store.waitedInVain).isFalse();
    }

    private static MockHttpServletResponse ask(ApiKeyStore store) throws Exception {
        return ask(new ApiKeys(store, Clock.systemUTC(), new SecureRandom()));
    }

    private static MockHttpServletResponse ask(ApiKeys keys) throws Exception {
        var request = new MockHttpServletRequest("POST", "/v1/screenings");
        request.setServletPath("/v1/screenings");
        request.addHeader("Authorization", "Bearer " + KEY);
        var response = new MockHttpServletResponse();
        new AccessFilter(keys).doFilter(request, response, new MockFilterChain());
        return response;
    }

    /** A database that is away; with a latch it says so only once every caller has asked. */
    private static final class AbsentStore implements ApiKeyStore {
        private CountDownLatch together = new CountDownLatch(0);
        private volatile boolean waitedInVain;

        @Override
        public Optional<ApiKey> find(String id) {
            together.countDown();
            try {
                if (!together.await(Duration.ofSeconds(2).toMillis(), TimeUnit.MILLISECONDS)) waitedInVain = true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new DatabaseUnavailableException("away", null);
        }

        @Override
        public List<ApiKey> all() {
            return List.of();
        }

        @Override
        public void put(ApiKey key) {}

        @Override
        public boolean delete(String id) {
            return false;
        }
    }
}
