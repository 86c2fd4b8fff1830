package io.gatehouse.moderation.link;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds links in a text, in the many forms that they are hidden in. Linear in the text; never throws on any text; opens
 * no connection, so that where a shortened link leads is not known.
 */
public final class LinkFinder {
    /** Labels that may be joined over weak dots; a domain that is listed has no more. */
    private static final int MAX_WEAK_LABELS = 5;

    /** Characters before an at sign in which a scheme is looked for. */
    private static final int MAX_USERINFO = 128;

    private static final int MAX_IPV6 = 45;

    private static final Set<String> SCHEMES = Set.of("http", "https", "ftp", "ftps", "ws", "wss");
    /** As people write a scheme so that it is not made a link. */
    private static final Set<String> HIDDEN_SCHEMES = Set.of(
            "hxxp", "hxxps", "htxp", "htxps", "hxtp", "hxtps", "h**p", "h**ps", "htt*", "ht*p", "h*tp", "xttp", "xttps",
            "meow", "fxp");

    private final LinkText text;
    private final Sink sink;
    private boolean isStopped;

    private LinkFinder(LinkText text, Sink sink) {
        this.text = text;
        this.sink = sink;
    }

    /** Units of work to read a host and to look it up. */
    private static final int HOST = 600;
    /** One in another script, or an escaped one, goes through UTS 46 and is compared by what it looks like. */
    private static final int FOREIGN_HOST = 10_000;

    /** Told of every link. */
    @FunctionalInterface
    public interface Sink {
        void found(Link link);

        /** Pays for work beyond one look at each character; false ends the search. */
        default boolean spend(int units) {
            return true;
        }
    }

    /** Whether the text may have a link at all; cheap, as most messages have none. */
    public static boolean isWorthALook(String text) {
        return LinkText.isWorthALook(text);
    }

    public static void find(String text, Sink sink) {
        if (LinkText.isWorthALook(text)) new LinkFinder(LinkText.of(text), sink).find();
    }

    /** A stretch of labels with plain dots between. */
    private record Chain(int start, int end) {}

    private void find() {
        var weaklyJoined = new ArrayList<Chain>();
        int i = 0;
        while (i < text.length && !isStopped) {
            char c = text.chars[i];
            if (c == '[') {
                int end = ipv6(i);
                if (end > i) {
                    i = end;
                    continue;
                }
            }
            if (!LinkText.isLabel(c)) {
                if (c != LinkText.WEAK_DOT) weaklyJoined.clear();
                i++;
                continue;
            }
            int end = chainEnd(i);
            var chain = new Chain(i, end);
            report(chain);
            boolean follows = i > 0 && text.chars[i - 1] == LinkText.WEAK_DOT;
            if (!follows) weaklyJoined.clear();
            weaklyJoined.add(chain);
            if (weaklyJoined.size() > MAX_WEAK_LABELS) weaklyJoined.removeFirst();
            if (weaklyJoined.size() > 1) reportWeak(weaklyJoined);
            i = end;
        }
    }

    private int chainEnd(int start) {
        int i = start;
        while (i < text.length && (LinkText.isLabel(text.chars[i]) || isInnerDot(i))) i++;
        return i;
    }

    private boolean isInnerDot(int i) {
        return text.chars[i] == '.' && i + 1 < text.length && LinkText.isLabel(text.chars[i + 1]);
    }

    private void report(Chain chain) {
        int start = chain.start;
        int end = chain.end;
        var scheme = schemeBefore(start);
        boolean isAfterAt = start > 0 && text.chars[start - 1] == '@';
        boolean isBeforeAt = end < text.length && text.chars[end] == '@';
        boolean hasPath = end + 2 < text.length
                && text.chars[end] == '/'
                && LinkText.isLabel(text.chars[end + 1])
                && LinkText.isLabel(text.chars[end + 2]);
        if (isBeforeAt || end - start > Hosts.MAX_LENGTH) return; // a name before a host, or no host
        boolean isHiddenBehindName = false;
        if (isAfterAt) {
            var behind = schemeBehindName(start - 1);
            if (behind == null) return; // an e-mail address or a person's handle
            scheme = behind;
            isHiddenBehindName = hasDot(scheme.end, start - 1);
        }
        boolean isDisguised = isHiddenBehindName || (scheme != null && scheme.isHidden);
        String host = host(start, end);
        if (host.indexOf('.') < 0 && scheme == null) return;
        String address = ipv4Of(host, scheme != null);
        isDisguised |= isDisguised(start, end) || (address != null && !address.equals(host));
        int from = text.starts[scheme == null ? start : scheme.start];
        emit(address == null ? host : address, from, text.ends[end - 1], scheme != null, hasPath, false, isDisguised);
    }

    private void emit(
            String host, int start, int end, boolean hasScheme, boolean hasPath, boolean isWeak, boolean isDisguised) {
        boolean isForeign = host.contains("xn--") || host.chars().anyMatch(c -> c > 127);
        isStopped |= !sink.spend(isForeign ? FOREIGN_HOST : HOST);
        if (isStopped) return;
        Optional<String> ascii = Hosts.ascii(host);
        if (ascii.isEmpty()) return;
        sink.found(new Link(ascii.get(), Hosts.unicode(host), start, end, hasScheme, hasPath, isWeak, isDisguised));
    }

    /** A host of numbers alone is an address; without a scheme only in its usual form, as most numbers are none. */
    private static @Nullable String ipv4Of(String host, boolean hasScheme) {
        char last = host.charAt(host.lastIndexOf('.') + 1);
        if (last < '0' || last > '9') return null;
        String address = Hosts.ipv4(host);
        return address != null && (hasScheme || address.equals(host)) ? address : null;
    }

    private String host(int start, int end) {
        var host = new StringBuilder(end - start);
        int from = start;
        while (from < end && text.chars[from] == '-') from++;
        int to = end;
        while (to > from && "-_.".indexOf(text.chars[to - 1]) >= 0) to--;
        for (int i = from; i < to && host.length() <= Hosts.MAX_LENGTH; i++)
            host.append(text.chars[i] == LinkText.WEAK_DOT ? '.' : text.chars[i]);
        return host.isEmpty() ? "-" : host.toString();
    }

    private boolean isDisguised(int start, int end) {
        for (int i = start; i < end; i++) if (text.disguised[i]) return true;
        return false;
    }

    private boolean hasDot(int start, int end) {
        for (int i = start; i < end; i++) if (text.chars[i] == '.') return true;
        return false;
    }

    /** Labels over weak dots: of the last few, every suffix may be the domain. */
    private void reportWeak(List<Chain> joined) {
        var last = joined.getLast();
        if (last.end < text.length && text.chars[last.end] == '@') return;
        if (joined.stream().mapToInt(chain -> chain.end - chain.start + 1).sum() > Hosts.MAX_LENGTH) return;
        // The longest is told; whoever compares it with a list tries its suffixes.
        var first = joined.getFirst();
        emit(host(first.start, last.end), text.starts[first.start], text.ends[last.end - 1], false, false, true, true);
    }

    /** @param end where the name or host begins */
    private record Scheme(int start, int end, boolean isHidden) {}

    private @Nullable Scheme schemeBefore(int start) {
        if (start < 3 || !isSlash(text.chars[start - 1]) || !isSlash(text.chars[start - 2])) return null;
        int colon = start - 3;
        boolean isHidden = false;
        if (text.chars[colon] == ']' && colon > 1 && text.chars[colon - 1] == ':' && text.chars[colon - 2] == '[') {
            colon -= 2;
            isHidden = true;
        } else if (text.chars[colon] != ':') {
            return null;
        }
        int from = colon;
        while (from > 0 && colon - from < 6 && (text.chars[from - 1] == '*' || LinkText.isLabel(text.chars[from - 1])))
            from--;
        String name = new String(text.chars, from, colon - from);
        if (SCHEMES.contains(name)) return new Scheme(from, start, isHidden || text.chars[start - 1] == '\\');
        return HIDDEN_SCHEMES.contains(name) ? new Scheme(from, start, true) : null;
    }

    private static boolean isSlash(char c) {
        return c == '/' || c == '\\';
    }

    private @Nullable Scheme schemeBehindName(int at) {
        int i = at - 1;
        while (i > 0 && at - i < MAX_USERINFO && text.chars[i] > ' ' && !isSlash(text.chars[i])) i--;
        return i > 0 && isSlash(text.chars[i]) ? schemeBefore(i + 1) : null;
    }

    private int ipv6(int open) {
        int end = open + 1;
        while (end < text.length
                && end - open <= MAX_IPV6
                && (text.chars[end] == ':' || (text.chars[end] < 128 && Character.digit(text.chars[end], 16) >= 0)))
            end++;
        if (end >= text.length || text.chars[end] != ']') return -1;
        var scheme = schemeBefore(open);
        String address = Hosts.ipv6(new String(text.chars, open + 1, end - open - 1));
        if (scheme == null || address == null) return -1;
        sink.found(new Link(
                address, address, text.starts[scheme.start], text.ends[end], true, false, false, scheme.isHidden));
        return end + 1;
    }
}
