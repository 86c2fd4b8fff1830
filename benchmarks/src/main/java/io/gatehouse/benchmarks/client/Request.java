package io.gatehouse.benchmarks.client;

import java.nio.charset.StandardCharsets;

/**
 * One request, ready to be written.
 *
 * @param number the sender's own
 * @param bytes head and body; never changed
 */
public record Request(int number, byte[] bytes) {
    /** @param head request line and headers, without the empty line and without Content-Length */
    public static Request of(int number, String head, byte[] body) {
        byte[] start = (head + "Content-Length: " + body.length + "\r\n\r\n").getBytes(StandardCharsets.UTF_8);
        byte[] whole = new byte[start.length + body.length];
        System.arraycopy(start, 0, whole, 0, start.length);
        System.arraycopy(body, 0, whole, start.length, body.length);
        return new Request(number, whole);
    }

    public static Request get(int number, String path, String host, String apiKey) {
        var head = "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nAuthorization: Bearer " + apiKey + "\r\n\r\n";
        return new Request(number, head.getBytes(StandardCharsets.UTF_8));
    }
}
