package io.gatehouse.moderation.pii;

/** Addresses as people write them: RFC 5321's limits, without quoted local parts or address literals. */
final class EmailAddresses {
    private static final int MAX_LOCAL = 64;
    private static final int MAX_DOMAIN = 253;

    private EmailAddresses() {}

    /** Where the local part before the at sign begins, or -1. */
    static int startBefore(char[] text, int at) {
        int start = at;
        while (start > 0 && at - start < MAX_LOCAL && isLocal(text[start - 1])) start--;
        while (start < at && text[start] == '.') start++;
        return start == at || text[at - 1] == '.' ? -1 : start;
    }

    /** Where the domain after the at sign ends, or -1 when it is none. */
    static int endAfter(char[] text, int at) {
        int end = at + 1;
        while (end < text.length && end - at <= MAX_DOMAIN && isDomain(text[end])) end++;
        while (end > at + 1 && (text[end - 1] == '.' || text[end - 1] == '-')) end--;
        int dot = end;
        while (dot > at + 1 && text[dot - 1] != '.') dot--;
        if (dot <= at + 2 || end - dot < 2) return -1;
        for (int i = dot; i < end; i++) if (!PersonalData.isLatinLetter(text[i])) return -1;
        return text[at + 1] == '.' || text[at + 1] == '-' ? -1 : end;
    }

    private static boolean isLocal(char c) {
        return Character.isLetterOrDigit(c) || "._%+-".indexOf(c) >= 0;
    }

    private static boolean isDomain(char c) {
        return Character.isLetterOrDigit(c) || c == '.' || c == '-';
    }
}
