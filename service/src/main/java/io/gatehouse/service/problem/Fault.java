package io.gatehouse.service.problem;

/**
 * One thing that is wrong with a request.
 *
 * @param pointer where, as an RFC 6901 pointer into the body, or {@code header:Name}
 * @param detail what, in words that never repeat the value sent
 */
public record Fault(String pointer, String detail) {}
