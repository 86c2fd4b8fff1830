package io.gatehouse.service.webhook;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Sends one request to the very address that was looked at: a client of its own would ask for the name once more, and might be told
 * another address. Follows no redirect, and reads no more of an answer than its head. Thread-safe.
 */
final class WebhookPost {
    /** Of an answer: more headers are no answer. */
    private static final int MAX_HEAD_BYTES = 16 * 1024;

    private final Set<String> allowedHosts;
    private final Duration timeout;

    /**
     * @param allowedHosts whose addresses may be private, and which need no TLS
     * @param timeout for connecting, and for each read; the whole takes twice as long at most
     */
    WebhookPost(Set<String> allowedHosts, Duration timeout) {
        this.allowedHosts = Set.copyOf(allowedHosts);
        this.timeout = timeout;
    }

    /** How it ended. */
    sealed interface Outcome {
        /** @param retryAfter as the endpoint asks */
        record Answered(int status, Optional<Duration> retryAfter) implements Outcome {}

        /** @param reason in words, without the address */
        record Failed(String reason) implements Outcome {}
    }

    /** What is wrong with a URL that somebody wants to be told at; empty when nothing is. */
    Optional<String> faultOf(URI url) {
        String host = url.getHost();
        if (host == null) return Optional.of("must be an absolute URL with a host");
        if (url.getRawUserInfo() != null) return Optional.of("must hold no user name or password");
        if (url.getRawFragment() != null) return Optional.of("must hold no fragment");
        boolean allowed = isAllowed(host);
        if (!"https".equals(url.getScheme()) && !(allowed && "http".equals(url.getScheme())))
            return Optional.of("must be https");
        if (allowed) return Optional.empty();
        try {
            var _ = addressOf(host);
            return Optional.empty();
        } catch (UnknownHostException _) {
            // It may be there by the time that something is to be told.
            return Optional.empty();
        } catch (PrivateAddressException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** An endpoint's name leads into a network that is nobody's business. */
    private static final class PrivateAddressException extends IOException {
        private static final long serialVersionUID = 1;

        PrivateAddressException() {
            super("has a private address; the operator may allow the host by name (gatehouse.webhooks.allowed-hosts)");
        }
    }

    private boolean isAllowed(String host) {
        return allowedHosts.contains(host.toLowerCase(Locale.ROOT));
    }

    private InetAddress addressOf(String host) throws UnknownHostException, PrivateAddressException {
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        var addresses = InetAddress.getAllByName(bare);
        // One private among public ones is no accident.
        if (!isAllowed(host) && !Arrays.stream(addresses).allMatch(PublicAddresses::isPublic))
            throw new PrivateAddressException();
        return addresses[0];
    }

    Outcome post(URI url, Map<String, String> headers, byte[] body) {
        var fault = faultOf(url);
        if (fault.isPresent()) return new Outcome.Failed("the URL " + fault.get());
        long end = System.nanoTime() + timeout.multipliedBy(2).toNanos();
        try (var socket = connect(url)) {
            socket.getOutputStream().write(head(url, headers, body.length));
            socket.getOutputStream().write(body);
            socket.getOutputStream().flush();
            return answer(new BufferedInputStream(socket.getInputStream()), end);
        } catch (UnknownHostException _) {
            return new Outcome.Failed("the host has no address");
        } catch (SocketTimeoutException _) {
            return new Outcome.Failed("no answer in time");
        } catch (PrivateAddressException e) {
            return new Outcome.Failed("the host " + e.getMessage());
        } catch (SSLException e) {
            return new Outcome.Failed("TLS failed: " + e.getClass().getSimpleName());
        } catch (IOException e) {
            return new Outcome.Failed("the connection failed: " + e.getClass().getSimpleName());
        }
    }

    private Socket connect(URI url) throws IOException {
        boolean secure = "https".equals(url.getScheme());
        int port = url.getPort() > 0 ? url.getPort() : secure ? 443 : 80;
        String host = String.valueOf(url.getHost());
        var plain = new Socket();
        try {
            plain.connect(new InetSocketAddress(addressOf(host), port), (int) timeout.toMillis());
            plain.setSoTimeout((int) timeout.toMillis());
            return secure ? secured(plain, host, port) : plain;
        } catch (IOException | RuntimeException e) {
            plain.close();
            throw e;
        }
    }

    private static Socket secured(Socket plain, String host, int port) throws IOException {
        var factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        var socket = (SSLSocket) factory.createSocket(plain, host, port, true);
        var parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static byte[] head(URI url, Map<String, String> headers, int length) {
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        String port = url.getPort() > 0 ? ":" + url.getPort() : "";
        var head = new StringBuilder("POST " + path + query + " HTTP/1.1\r\nHost: " + url.getHost() + port + "\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append("Content-Length: ").append(length).append("\r\nConnection: close\r\n\r\n");
        return head.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static Outcome answer(InputStream in, long end) throws IOException {
        int left = MAX_HEAD_BYTES;
        while (true) {
            var lines = readHead(in, end, left);
            left -= lines.stream().mapToInt(String::length).sum() + 1;
            var first = lines.isEmpty() ? "" : lines.getFirst();
            if (!first.matches("HTTP/1\\.[01] [1-5][0-9]{2}( .*)?")) return new Outcome.Failed("no HTTP answer");
            int status = Integer.parseInt(first.substring(9, 12));
            // What goes before the answer is not the answer.
            if (status >= 200) return new Outcome.Answered(status, retryAfter(lines));
        }
    }

    private static List<String> readHead(InputStream in, long end, int most) throws IOException {
        var head = new StringBuilder();
        while (head.length() < most) {
            int next = in.read();
            if (next < 0) return List.of();
            if (System.nanoTime() > end) throw new SocketTimeoutException("an answer drop by drop");
            head.append((char) next);
            if (head.length() >= 4 && head.indexOf("\r\n\r\n", head.length() - 4) >= 0)
                return head.toString().lines().toList();
        }
        return List.of();
    }

    private static Optional<Duration> retryAfter(List<String> lines) {
        return lines.stream()
                .filter(line -> line.regionMatches(true, 0, "Retry-After:", 0, 12))
                .map(line -> line.substring(12).strip())
                .filter(value -> value.matches("[0-9]{1,9}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)))
                .findFirst();
    }
}
