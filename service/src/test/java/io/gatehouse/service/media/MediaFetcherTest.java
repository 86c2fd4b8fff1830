package io.gatehouse.service.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.gatehouse.service.problem.ProblemException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MediaFetcherTest {
    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer server;
    private String origin;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                asked.incrementAndGet();
                String path = exchange.getRequestURI().getPath();
                exchange.getResponseHeaders().add("Content-Type", "Image/PNG");
                exchange.getResponseHeaders().add("Location", "/picture");
                byte[] body = new byte[path.equals("/large") ? FileEyes.MAX_BYTES + 1 : 3];
                exchange.sendResponseHeaders(path.equals("/moved") ? 302 : 200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        origin = "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static MediaFetcher fetcher(boolean isPrivate, String... origins) {
        return new MediaFetcher(new MediaFetcher.Origins("some.setting", List.of(origins), isPrivate));
    }

    private static String refusal(MediaFetcher fetcher, String url) {
        return String.valueOf(catchThrowableOfType(ProblemException.class, () -> fetcher.fetch(url))
                .problem()
                .detail());
    }

    @Test
    void fetchesFromAConfiguredOriginAndFollowsNoRedirect() throws IOException {
        try (var fetcher = fetcher(true, origin)) {
            var fetched = fetcher.fetch(origin + "/picture?x=1");
            assertThat(fetched.bytes()).hasSize(3);
            assertThat(fetched.type()).isEqualTo("image/png");
            assertThat(refusal(fetcher, origin + "/moved")).contains("302");
            assertThat(refusal(fetcher, origin + "/large")).contains("more than");
            assertThat(asked).hasValue(3);
        }
    }

    @Test
    void anAddressThatIsNotPublicIsNotAskedEvenAtAConfiguredOrigin() {
        try (var fetcher = fetcher(false, origin)) {
            assertThat(refusal(fetcher, origin + "/picture")).contains("not public");
            assertThat(asked).hasValue(0);
        }
    }

    @Test
    void nothingElseIsAsked() {
        try (var fetcher = fetcher(true, "https://cdn.example.com")) {
            for (var url : List.of(
                    origin + "/picture",
                    "http://cdn.example.com/x",
                    "https://cdn.example.com:444/x",
                    "https://cdn.example.com@127.0.0.1/x",
                    "https://cdn.example.com.evil.example/x",
                    "file:///etc/passwd",
                    "//x",
                    "x".repeat(3_000)))
                assertThat(refusal(fetcher, url)).as(url).startsWith("url: ");
            assertThat(asked).hasValue(0);
        }
        try (var fetcher = fetcher(true)) {
            assertThat(refusal(fetcher, origin))
                    .contains("Nothing is fetched from URLs")
                    .contains("some.setting");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "0.0.0.0",
                "10.1.2.3",
                "100.64.0.1",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "192.0.0.8",
                "198.18.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "::1",
                "::",
                "fe80::1",
                "fc00::1",
                "fd12::1",
                "ff02::1",
                "::ffff:10.0.0.1",
                "64:ff9b::a00:1",
                "2002:a00:1::",
                "2001::1",
                "2001:db8::1"
            })
    void addressesOfASpecialPurposeAreNotPublic(String address) throws IOException {
        assertThat(PublicAddress.is(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "93.184.216.34",
                "100.128.0.1",
                "172.32.0.1",
                "192.0.1.1",
                "198.20.0.1",
                "2606:2800:220:1::1",
                "2001:4860::1"
            })
    void othersAre(String address) throws IOException {
        assertThat(PublicAddress.is(InetAddress.getByName(address))).isTrue();
    }
}
