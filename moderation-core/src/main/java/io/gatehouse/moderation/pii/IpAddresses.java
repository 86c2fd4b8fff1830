package io.gatehouse.moderation.pii;

/** Addresses of the Internet Protocol, versions 4 and 6, in their usual notations. */
final class IpAddresses {
    /** The longest text form of version 6, with an embedded version 4 address (RFC 4291). */
    private static final int MAX_LENGTH = 45;

    private static final int GROUPS = 8;

    private IpAddresses() {}

    /** The end of the address that begins at the index, or -1. */
    static int endOf(char[] text, int start) {
        if (start > 0 && (text[start - 1] == '.' || text[start - 1] == ':')) return -1;
        int end = start;
        boolean hasColon = false;
        while (end < text.length && end - start <= MAX_LENGTH && isPart(text[end])) hasColon |= text[end++] == ':';
        while (end > start && (text[end - 1] == '.' || (text[end - 1] == ':' && !isDoubleColon(text, start, end))))
            end--;
        if (end - start > MAX_LENGTH || !PersonalData.endsAt(text, end)) return -1;
        return (hasColon ? isVersion6(text, start, end) : isVersion4(text, start, end)) ? end : -1;
    }

    private static boolean isPart(char c) {
        return Character.digit(c, 16) >= 0 || c == '.' || c == ':';
    }

    private static boolean isDoubleColon(char[] text, int start, int end) {
        return end - start >= 2 && text[end - 2] == ':';
    }

    private static boolean isVersion4(char[] text, int start, int end) {
        int parts = 1;
        int digits = 0;
        int value = 0;
        for (int i = start; i < end; i++) {
            if (text[i] == '.') {
                if (digits == 0) return false;
                parts++;
                digits = 0;
                value = 0;
            } else {
                boolean hasLeadingZero = digits == 1 && value == 0;
                if (!PersonalData.isDigit(text[i]) || hasLeadingZero) return false;
                digits++;
                value = value * 10 + text[i] - '0';
                if (value > 255) return false;
            }
        }
        return parts == 4 && digits > 0;
    }

    private static boolean isVersion6(char[] text, int start, int end) {
        int groups = 0;
        int digits = 0;
        int gaps = 0;
        boolean hasDecimal = false;
        for (int i = start; i < end; i++) {
            char c = text[i];
            if (c == '.') return false;
            if (c != ':') {
                if (++digits > 4) return false;
                if (digits == 1) groups++;
                hasDecimal |= PersonalData.isDigit(c);
                continue;
            }
            boolean isGap = i + 1 < end && text[i + 1] == ':';
            if (isGap) {
                gaps++;
                i++;
            } else if (digits == 0) {
                return false;
            }
            digits = 0;
        }
        // Two groups around a gap are also how programmers write names, so such an address must show a number.
        return gaps == 0 ? groups == GROUPS : gaps == 1 && groups >= 2 && groups < GROUPS && hasDecimal;
    }
}
