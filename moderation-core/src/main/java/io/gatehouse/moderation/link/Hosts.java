package io.gatehouse.moderation.link;

import com.ibm.icu.text.IDNA;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The one form of each host. */
final class Hosts {
    /** RFC 1035. */
    static final int MAX_LENGTH = 253;

    private static final IDNA UTS_46 =
            IDNA.getUTS46Instance(IDNA.NONTRANSITIONAL_TO_ASCII | IDNA.NONTRANSITIONAL_TO_UNICODE);

    private Hosts() {}

    /** ASCII by UTS 46; empty where it cannot be a host. */
    static Optional<String> ascii(String host) {
        if (host.isEmpty() || host.length() > MAX_LENGTH) return Optional.empty();
        if (host.chars().allMatch(c -> c < 128) && !host.contains("xn--")) return Optional.of(host);
        var info = new IDNA.Info();
        var out = UTS_46.nameToASCII(host, new StringBuilder(), info).toString();
        boolean isAscii = !out.isEmpty() && out.chars().allMatch(c -> c < 128);
        return isAscii ? Optional.of(out) : Optional.empty();
    }

    static String unicode(String asciiHost) {
        if (!asciiHost.contains("xn--")) return asciiHost;
        return UTS_46.nameToUnicode(asciiHost, new StringBuilder(), new IDNA.Info())
                .toString();
    }

    /**
     * The dotted form of an address as browsers read it: one to four numbers, each decimal, octal after 0 or hexadecimal
     * after 0x, the last filling what is left. Null when the text is none.
     */
    static @Nullable String ipv4(String host) {
        String[] parts = host.split("\\.", 5);
        if (parts.length > 4) return null;
        long address = 0;
        for (int i = 0; i < parts.length; i++) {
            long value = number(parts[i]);
            boolean isLast = i == parts.length - 1;
            long most = isLast ? (1L << (8 * (5 - parts.length))) - 1 : 255;
            if (value < 0 || value > most) return null;
            address = isLast ? (address << (8 * (5 - parts.length))) | value : (address << 8) | value;
        }
        return (address >> 24) + "." + ((address >> 16) & 255) + "." + ((address >> 8) & 255) + "." + (address & 255);
    }

    private static long number(String text) {
        if (text.isEmpty() || text.length() > 14) return -1;
        int radix = 10;
        String digits = text;
        if (text.startsWith("0x")) {
            radix = 16;
            digits = text.substring(2);
        } else if (text.length() > 1 && text.charAt(0) == '0') {
            radix = 8;
            digits = text.substring(1);
        }
        long value = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) < 128 ? Character.digit(digits.charAt(i), radix) : -1;
            if (digit < 0) return -1;
            value = value * radix + digit;
        }
        return digits.isEmpty() ? -1 : value;
    }

    /** The address between brackets as eight groups without leading zeros; null when the text is none. */
    static @Nullable String ipv6(String text) {
        int gap = text.indexOf("::");
        if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) return null;
        String[] before = groups(gap < 0 ? text : text.substring(0, gap));
        String[] after = gap < 0 ? new String[0] : groups(text.substring(gap + 2));
        int missing = 8 - before.length - after.length;
        if (gap < 0 ? missing != 0 : missing < 1) return null;
        var out = new StringBuilder("[");
        for (int i = 0; i < 8; i++) {
            String group = i < before.length
                    ? before[i]
                    : i < before.length + missing ? "0" : after[i - before.length - missing];
            if (group.isEmpty()
                    || group.length() > 4
                    || !group.chars().allMatch(c -> c < 128 && Character.digit(c, 16) >= 0)) return null;
            out.append(i > 0 ? ":" : "").append(Integer.toHexString(Integer.parseInt(group, 16)));
        }
        return out.append(']').toString();
    }

    private static String[] groups(String text) {
        return text.isEmpty() ? new String[0] : text.split(":", -1);
    }
}
