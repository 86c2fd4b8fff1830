package io.gatehouse.residency.store;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Stands between a client and an S3 server: keeps what was sent as it was sent (so that signatures stay right), and can answer in
 * the server's place, add to its answers, or change bytes on the way. For what the server itself does not do.
 */
final class RecordingProxy implements AutoCloseable {
    private final ServerSocket listener;
    private final int serverPort;
    private String notForwarded = "";
    private final List<Sent> sent = new CopyOnWriteArrayList<>();
    private final List<Rule> rules = new CopyOnWriteArrayList<>();

    RecordingProxy(int serverPort) throws IOException {
        this.serverPort = serverPort;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    /** One request as the client sent it; header names in lower case. */
    @SuppressWarnings("ArrayRecordComponent")
    record Sent(String method, String target, Map<String, String> headers, byte[] body, String head) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }

        /** The object's bytes, without the signatures between them. */
        byte[] payload() {
            if (!header("content-encoding").equals("aws-chunked")) return body;
            var payload = new ByteArrayOutputStream();
            for (int at = 0, size = 1; size > 0; at += size + 2) {
                int line = afterLine(body, at);
                size = Integer.parseInt(new String(body, at, line - at, StandardCharsets.ISO_8859_1).split(";")[0], 16);
                payload.write(body, line, size);
                at = line;
            }
            return payload.toByteArray();
        }

        boolean is(String method, String part) {
            return this.method.equals(method) && target.contains(part);
        }
    }

    /** @param answer what takes the place of the server's answer; with null the server is asked */
    private record Rule(
            Predicate<Sent> when, String answer, UnaryOperator<byte[]> ofRequest, UnaryOperator<byte[]> ofAnswer) {}

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /** Headers that the server behind would refuse; signatures are wrong without them. */
    void keepFromServer(String pattern) {
        notForwarded = "|" + pattern;
    }

    List<Sent> sent() {
        return sent;
    }

    List<Sent> sent(String method, String part) {
        return sent.stream().filter(s -> s.is(method, part)).toList();
    }

    void answer(Predicate<Sent> when, int status, String headers, String body) {
        var bytes = body.getBytes(StandardCharsets.UTF_8).length;
        rules.add(new Rule(
                when,
                "HTTP/1.1 " + status + " As Told\r\nContent-Type: application/xml\r\n" + headers + "Content-Length: "
                        + bytes + "\r\nConnection: close\r\n\r\n" + body,
                null,
                null));
    }

    /** @param headers lines that end in CRLF */
    void addToAnswer(Predicate<Sent> when, String headers) {
        rules.add(new Rule(when, null, null, answer -> {
            var text = new String(answer, StandardCharsets.ISO_8859_1);
            int end = text.indexOf("\r\n") + 2;
            return (text.substring(0, end) + headers + text.substring(end)).getBytes(StandardCharsets.ISO_8859_1);
        }));
    }

    /** Changes the first byte of the object, which the client has signed. */
    void tamperWithRequest(Predicate<Sent> when) {
        rules.add(new Rule(when, null, RecordingProxy::firstByteOfObjectChanged, null));
    }

    private static byte[] firstByteOfObjectChanged(byte[] body) {
        var changed = body.clone();
        boolean chunked = new String(body, StandardCharsets.ISO_8859_1).contains(";chunk-signature=");
        changed[chunked ? afterLine(body, 0) : 0] ^= 1;
        return changed;
    }

    private static int afterLine(byte[] bytes, int from) {
        int at = from;
        while (bytes[at] != '\n') at++;
        return at + 1;
    }

    void tamperWithAnswer(Predicate<Sent> when) {
        rules.add(new Rule(when, null, null, RecordingProxy::lastByteChanged));
    }

    private static byte[] lastByteChanged(byte[] bytes) {
        var changed = bytes.clone();
        changed[changed.length - 1] ^= 1;
        return changed;
    }

    private void accept() {
        try {
            while (true) {
                var client = listener.accept();
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException _) {
            // Closed: the test is over.
        }
    }

    /** One request for each connection: the answer says that it is the last. */
    private void serve(Socket client) {
        try (client) {
            var in = client.getInputStream();
            var head = head(in);
            if (head.isEmpty()) return;
            var request = parse(head, in, client);
            sent.add(request);
            client.getOutputStream().write(answerTo(request));
        } catch (IOException _) {
            // One side hung up: so does the other.
        }
    }

    private byte[] answerTo(Sent request) throws IOException {
        byte[] body = request.body();
        for (var rule : rules) {
            if (!rule.when().test(request)) continue;
            if (rule.answer() != null) return rule.answer().getBytes(StandardCharsets.UTF_8);
            if (rule.ofRequest() != null) body = rule.ofRequest().apply(body);
        }
        byte[] answer = forward(request, body);
        for (var rule : rules)
            if (rule.ofAnswer() != null && rule.when().test(request))
                answer = rule.ofAnswer().apply(answer);
        return answer;
    }

    private byte[] forward(Sent request, byte[] body) throws IOException {
        try (var server = new Socket(InetAddress.getLoopbackAddress(), serverPort)) {
            // Neither is signed.
            var head = request.head()
                    .replaceAll("(?i)\r\n(connection|expect" + notForwarded + "):[^\r]*", "")
                    .replaceFirst("\r\n", "\r\nConnection: close\r\n");
            server.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            server.getOutputStream().write(body);
            return server.getInputStream().readAllBytes();
        }
    }

    private static String head(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        int last = 0;
        for (int next = in.read(); next >= 0; next = in.read()) {
            head.write(next);
            last = last << 8 | next;
            if (last == 0x0d0a0d0a) return head.toString(StandardCharsets.ISO_8859_1);
        }
        return "";
    }

    private static Sent parse(String head, InputStream in, Socket client) throws IOException {
        var lines = head.split("\r\n");
        var headers = new LinkedHashMap<String, String>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.put(
                    lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    lines[i].substring(colon + 1).strip());
        }
        if (headers.containsKey("expect"))
            client.getOutputStream().write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        var first = lines[0].split(" ");
        var body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        return new Sent(first[0], first[1], headers, body, head);
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
