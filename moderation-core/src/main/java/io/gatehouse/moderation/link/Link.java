package io.gatehouse.moderation.link;

/**
 * A link, or what may be one.
 *
 * @param host ASCII and lower case; an address of the Internet Protocol in its usual form
 * @param unicode the host as a reader sees it
 * @param start first code point of the submitted text, inclusive
 * @param end last code point, exclusive
 * @param hasScheme whether it says that it is a link, rather than only looking like a domain
 * @param hasPath whether something of a path follows the host
 * @param isWeak joined over spaces or from the word dot: believed only where the domain is listed
 * @param isDisguised whether a program that reads links would miss it or read another one
 */
public record Link(
        String host,
        String unicode,
        int start,
        int end,
        boolean hasScheme,
        boolean hasPath,
        boolean isWeak,
        boolean isDisguised) {}
