package io.gatehouse.jobs.exchange;

import io.gatehouse.residency.region.RegionId;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An exchange as the operator configured it.
 *
 * @param name by which jobs and logs call it
 * @param region to which it belongs: what is fetched stays there
 * @param bank that holds what is fetched, and nothing else
 * @param credentials as {@link Kind} says
 * @param group the privacy group; empty where the protocol has none
 * @param members only entries of these are taken; all when empty
 * @param feedback whether something is said back
 * @param reason for disputed matches, where the other side has several; else empty
 */
public record ExchangeSettings(
        String name,
        Kind kind,
        RegionId region,
        String bank,
        URI url,
        String credentials,
        String group,
        Set<Long> members,
        boolean feedback,
        String reason) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,49}");

    /** Protocols, and what their credentials are. */
    public enum Kind {
        /** {@code user:password}. */
        NCMEC,
        /** {@code fetch key,subscription key}, and the key for feedback as a third. */
        STOPNCII,
        /** An access token. */
        THREATEXCHANGE,
        /** {@code user:password}, of Tech Against Terrorism. */
        TAT;

        public static Optional<Kind> ofWireName(String name) {
            return Stream.of(values())
                    .filter(kind -> kind.wireName().equals(name))
                    .findFirst();
        }

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public ExchangeSettings {
        members = Set.copyOf(members);
        if (!NAME.matcher(name).matches())
            throw new IllegalArgumentException(
                    "an exchange's name is lower-case letters, digits and hyphens, at most 50: '" + name + "'");
        if (url.getHost() == null || url.getUserInfo() != null || url.getQuery() != null)
            throw new IllegalArgumentException("the url of exchange " + name + " must be https://host/path");
        // Credentials and hashes go there.
        boolean isHere = Set.of("localhost", "127.0.0.1", "[::1]").contains(url.getHost());
        if (!"https".equals(url.getScheme()) && !("http".equals(url.getScheme()) && isHere))
            throw new IllegalArgumentException("the url of exchange " + name + " must be https");
        boolean isOfUser = kind == Kind.NCMEC || kind == Kind.TAT;
        int parts = credentials.split(isOfUser ? ":" : ",", -1).length;
        boolean fits = switch (kind) {
            case NCMEC, TAT -> parts >= 2;
            case STOPNCII -> parts == (feedback ? 3 : 2);
            case THREATEXCHANGE -> !credentials.isBlank();
        };
        if (!fits)
            throw new IllegalArgumentException("the credentials of exchange " + name + " must be "
                    + switch (kind) {
                        case NCMEC, TAT -> "user:password";
                        case STOPNCII ->
                            feedback ? "fetch key,subscription key,feedback key" : "fetch key,subscription key";
                        case THREATEXCHANGE -> "an access token";
                    });
        if (kind == Kind.TAT && feedback)
            throw new IllegalArgumentException("exchange " + name + " takes no feedback: its protocol has none");
        if (kind == Kind.THREATEXCHANGE && !group.matches("[0-9]{1,30}"))
            throw new IllegalArgumentException("the group of exchange " + name + " must be a privacy group's number");
    }

    /** The API's address without a slash at its end, and a path below it. */
    URI at(String path) {
        String base = url.toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
    }

    /** Without the credentials: settings end up in logs. */
    @Override
    public String toString() {
        return "ExchangeSettings[" + name + ", " + kind.wireName() + ", " + region + ", bank " + bank + "]";
    }
}
