package io.gatehouse.moderation.link;

import com.ibm.icu.text.SpoofChecker;
import crawlercommons.domains.EffectiveTldFinder;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Domains, each with what it stands for. Finds what a host is, lies below, or looks like.
 *
 * @param <T> what a domain stands for
 */
public final class DomainSet<T> {
    private static final SpoofChecker SPOOF = new SpoofChecker.Builder().build();
    private static final String BELOW = "*.";

    private final Map<String, T> exact = new HashMap<>();
    private final Map<String, T> below = new HashMap<>();
    private final Map<String, T> looks = new HashMap<>();

    /** @param domains as {@link #canonical} gives them */
    public DomainSet(Map<String, T> domains) {
        // Reads the Public Suffix List now, so that no message waits for it.
        EffectiveTldFinder.getInstance();
        domains.forEach((domain, value) -> {
            boolean isBelow = domain.startsWith(BELOW);
            String name = isBelow ? domain.substring(BELOW.length()) : domain;
            below.put(name, value);
            if (!isBelow) exact.put(name, value);
            looks.put((isBelow ? "." : "") + lookOf(Hosts.unicode(name)), value);
        });
    }

    /** What is wrong with a domain, for its author. */
    public record Fault(String message, @Nullable String hint) {}

    /** The one form of a domain that its author wrote; empty where {@link #faultOf} has something to say. */
    public static Optional<String> canonical(String written) {
        boolean isBelow = written.startsWith(BELOW);
        String name = (isBelow ? written.substring(BELOW.length()) : written).toLowerCase(Locale.ROOT);
        if (name.startsWith("[") && name.endsWith("]"))
            return Optional.ofNullable(Hosts.ipv6(name.substring(1, name.length() - 1)));
        var ascii = Hosts.ascii(name).filter(DomainSet::isHost);
        return ascii.map(host -> isBelow ? BELOW + host : host);
    }

    private static boolean isHost(String host) {
        String[] labels = host.split("\\.", -1);
        if (labels.length < 2) return false;
        for (var label : labels) {
            boolean isLabel = !label.isEmpty()
                    && label.length() <= 63
                    && !label.startsWith("-")
                    && label.chars().allMatch(c -> c < 128 && LinkText.isLabel((char) c));
            if (!isLabel) return false;
        }
        return true;
    }

    /** The fault of what an author wrote as a domain; empty when there is none. */
    public static Optional<Fault> faultOf(String written) {
        if (written.contains("/") || written.contains(":") && !written.startsWith("["))
            return Optional.of(
                    new Fault("'" + written + "' is an address, not a domain", "only the host: evil.example"));
        if (written.indexOf('*', 1) >= 0 || (written.startsWith("*") && !written.startsWith(BELOW)))
            return Optional.of(new Fault("'*' only stands for what is below a domain", "*.evil.example"));
        var canonical = canonical(written);
        if (canonical.isEmpty())
            return Optional.of(new Fault("'" + written + "' is not a domain", "two labels or more: evil.example"));
        String name = canonical.get().replace(BELOW, "");
        if (isPublicSuffix(name))
            return Optional.of(new Fault(
                    "'" + written + "' is a public suffix: everybody's domains end so",
                    "list the domains below it one by one"));
        return Optional.empty();
    }

    /** Whether anybody may register below it, in the ICANN or the private part of the Public Suffix List. */
    static boolean isPublicSuffix(String host) {
        var suffix = EffectiveTldFinder.getEffectiveTLD(host, false);
        return suffix != null && suffix.getDomain().equals(host);
    }

    /** Whether names below it can be registered, and the host has one. */
    public static boolean hasKnownSuffix(String host) {
        var suffix = EffectiveTldFinder.getEffectiveTLD(host, true);
        return suffix != null && host.length() > suffix.getDomain().length();
    }

    /** What the link leads to: the domain itself, one above it, or one that it is drawn to look like. */
    public @Nullable T find(Link link) {
        var found = above(link.host());
        if (found == null && !link.isWeak()) found = above(withoutTail(link.host()));
        if (found != null || link.host().equals(link.unicode()) && !link.host().contains("xn--")) return found;
        String look = lookOf(link.unicode());
        for (int at = 0; at >= 0; at = next(look, at)) {
            var listed = looks.get(look.substring(at));
            if (listed == null && at > 0) listed = looks.get(look.substring(at - 1));
            if (listed != null) return listed;
        }
        return null;
    }

    /** A sentence that begins without a space after a domain is no part of it. */
    private static String withoutTail(String host) {
        int dot = host.lastIndexOf('.');
        if (dot < 0) return host;
        return EffectiveTldFinder.getEffectiveTLD(host, true) == null ? host.substring(0, dot) : host;
    }

    private @Nullable T above(String host) {
        var itself = exact.get(host);
        if (itself != null) return itself;
        for (int at = next(host, 0); at >= 0; at = next(host, at)) {
            var listed = below.get(host.substring(at));
            if (listed != null) return listed;
        }
        return null;
    }

    private static int next(String host, int from) {
        int dot = host.indexOf('.', from);
        return dot < 0 ? -1 : dot + 1;
    }

    private static String lookOf(String unicode) {
        return SPOOF.getSkeleton(unicode).toLowerCase(Locale.ROOT);
    }
}
