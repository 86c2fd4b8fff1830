package io.gatehouse.service.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.residency.database.DatabaseUnavailableException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class AccessFilterTest {
    @Test
    void aDatabaseOfKeysThatIsAwayIs503WithRetryAfterAndNeverAdmits() throws Exception {
        var filter = new AccessFilter(
                new ApiKeys(new StoreThatIsAway(), Clock.systemUTC(), new SecureRandom()), new NoPages());
        var request = new MockHttpServletRequest("POST", "/v1/screenings");
        request.setServletPath("/v1/screenings");
        request.addHeader("Authorization", "Bearer gh_someone_" + "s".repeat(43));
        var response = new MockHttpServletResponse();
        var beyond = new MockFilterChain();
        filter.doFilter(request, response, beyond);
        assertThat(response.getStatus()).isEqualTo(503);
        assertThat(response.getContentType()).startsWith("application/problem+json");
        assertThat(response.getHeader("Retry-After")).isNotBlank();
        assertThat(beyond.getRequest()).isNull();
    }

    private static final class NoPages implements PageDoor {
        @Override
        public boolean isFor(String path) {
            return false;
        }

        @Override
        public Entry enter(HttpServletRequest request, HttpServletResponse response, String path) {
            return new Entry.Answered();
        }

        @Override
        public void refuse(HttpServletRequest request, HttpServletResponse response, String roles) {}
    }

    private static final class StoreThatIsAway implements ApiKeyStore {
        private static DatabaseUnavailableException away() {
            return new DatabaseUnavailableException("away", null);
        }

        @Override
        public Optional<ApiKey> find(String id) {
            throw away();
        }

        @Override
        public List<ApiKey> all() {
            throw away();
        }

        @Override
        public void put(ApiKey key) {
            throw away();
        }

        @Override
        public boolean delete(String id) {
            throw away();
        }
    }
}
