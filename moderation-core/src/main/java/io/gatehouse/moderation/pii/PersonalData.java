package io.gatehouse.moderation.pii;

import io.gatehouse.moderation.rule.PiiKind;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds personal data in text. Only what has check digits, or a form that little else has: what it finds must bear
 * restricting on.
 */
public final class PersonalData {
    /** Units of work to try every kind where a number begins, and where a word does. */
    private static final int NUMBER = 80;
    /** An address of the Internet may begin at every colon, and is read to its end. */
    private static final int COLON = 200;

    private static final int WORD = 20;

    private final char[] text;
    /** By bit, the kinds looked for: asked at every word. */
    private final int kinds;

    private final @Nullable String home;
    private final Sink sink;
    private boolean isStopped;

    private PersonalData(char[] text, Set<PiiKind> kinds, @Nullable String home, Sink sink) {
        this.text = text;
        this.kinds = kinds.stream().mapToInt(kind -> 1 << kind.ordinal()).sum();
        this.home = home;
        this.sink = sink;
    }

    /** Told of every find. */
    @FunctionalInterface
    public interface Sink {
        /**
         * Personal data stands at the code points [start, end) of the text as submitted.
         *
         * @param state ISO 3166-1, lower case, of a national identifier; else empty
         */
        void found(PiiKind kind, String state, int start, int end);

        /** Pays for work beyond one look at each character; false ends the search. */
        default boolean spend(int units) {
            return true;
        }
    }

    /** ISO 3166-1 codes, lower case, of the states whose national identifiers are known: those of the EU. */
    public static Set<String> states() {
        return NationalIds.STATES;
    }

    /** As {@link #find(String, Set, String, Sink)}, where nothing is known of the author's home. */
    public static void find(String text, Set<PiiKind> kinds, Sink sink) {
        find(text, kinds, null, sink);
    }

    /**
     * Looks for these kinds only. Pure; linear in the text; never throws on any text.
     *
     * @param home whose telephone numbers are also known without their country code, as {@link #homeOf} says
     */
    public static void find(String text, Set<PiiKind> kinds, @Nullable String home, Sink sink) {
        if (!isWorthALook(text)) return;
        new PersonalData(oneCharACodePoint(text), kinds, home, sink).find();
    }

    /**
     * Where the author's telephone numbers need no country code: their country, else the one state whose language the text
     * is in. Null when neither is known, as nothing is guessed.
     *
     * @param country ISO 3166-1; anything else is not known
     * @param language ISO 639-1, or {@code und}
     */
    public static @Nullable String homeOf(@Nullable String country, String language) {
        return HomeNumbers.planOf(country, language);
    }

    /** Whether the text may have any kind; cheap, as all need a digit, a colon or an at sign and most messages have none. */
    public static boolean isWorthALook(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || (c > '@' && c < 128)) continue;
            if (c < 128 ? isCue(text, i, c) : isWideCue(c)) return true;
        }
        return false;
    }

    /** Digits of other scripts and wide forms begin no lower than the Arabic ones. */
    private static boolean isWideCue(char c) {
        return c >= '\u0660' && (Character.isDigit(c) || c == '\uFF20' || Character.isSurrogate(c));
    }

    private static boolean isCue(String text, int i, char c) {
        if (c == '@') return true;
        boolean isDigit = c >= '0' && c <= '9';
        // What has digits has at least two, save an address of colons.
        return c == ':'
                ? i + 1 < text.length() && text.charAt(i + 1) == ':'
                : isDigit && (isAfter(text, i + 1, false) || isAfter(text, i + 2, true));
    }

    private static boolean isAfter(String text, int i, boolean mustBeDigit) {
        if (i >= text.length()) return false;
        char c = text.charAt(i);
        return mustBeDigit ? c >= '0' && c <= '9' : c > ' ' && ",.!?)".indexOf(c) < 0;
    }

    /** Wide forms and digits of all scripts as ASCII; whatever lies beyond the BMP as one replacement character. */
    private static char[] oneCharACodePoint(String text) {
        var chars = new char[text.length()];
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 128) {
                chars[length++] = c;
                continue;
            }
            int codePoint = text.codePointAt(i);
            if (codePoint > Character.MAX_VALUE) i++;
            int plain = codePoint >= 0xFF01 && codePoint <= 0xFF5E ? codePoint - 0xFEE0 : asDigit(codePoint);
            chars[length++] = plain > Character.MAX_VALUE ? '\uFFFD' : (char) plain;
        }
        return length == chars.length ? chars : Arrays.copyOf(chars, length);
    }

    private static int asDigit(int c) {
        int digit = Character.digit(c, 10);
        return digit < 0 ? c : '0' + digit;
    }

    private void find() {
        int i = 0;
        while (i < text.length && !isStopped) {
            int end = endOfFindAt(i);
            i = end > i ? end : i + 1;
        }
    }

    /** The end of what begins here, or -1. Stricter forms first: a card number must not pass for a phone number. */
    private int endOfFindAt(int i) {
        char c = text[i];
        if (c == '@' && wants(PiiKind.EMAIL)) {
            if (!isPaid(NUMBER)) return -1;
            int start = EmailAddresses.startBefore(text, i);
            int end = EmailAddresses.endAfter(text, i);
            return start < 0 || end < 0 ? -1 : report(PiiKind.EMAIL, start, end);
        }
        if (i > 0 && Character.isLetterOrDigit(text[i - 1])) return -1;
        if (!isPaid(costAt(c))) return -1;
        if (wants(PiiKind.IBAN) && isLatinLetter(c) && isPaid(Ibans.costAt(text, i))) {
            int end = Ibans.endOf(text, i);
            if (end > 0) return report(PiiKind.IBAN, i, end);
        }
        if (wants(PiiKind.CRYPTO) && isPaid(CryptoAddresses.costAt(text, i))) {
            int end = CryptoAddresses.endOf(text, i);
            if (end > 0) return report(PiiKind.CRYPTO, i, end);
        }
        if (wants(PiiKind.NATIONAL_ID) && (isDigit(c) || isLatinLetter(c))) {
            int end = nationalIdAt(i);
            if (end > 0) return end;
        }
        boolean isHexadecimal = Character.digit(c, 16) >= 0 || c == ':';
        if (wants(PiiKind.IP) && isHexadecimal) {
            int end = IpAddresses.endOf(text, i);
            if (end > 0) return report(PiiKind.IP, i, end);
        }
        if (wants(PiiKind.CARD) && isDigit(c)) {
            int end = PaymentCards.endOf(text, i);
            if (end > 0) return report(PiiKind.CARD, i, end);
        }
        if (wants(PiiKind.PHONE) && (isDigit(c) || c == '+' || c == '(')) {
            int end = PhoneNumbers.endOf(text, i, home, this::isPaid);
            if (end > 0) return report(PiiKind.PHONE, i, end);
        }
        return -1;
    }

    private static int costAt(char c) {
        return isDigit(c) ? NUMBER : c == ':' ? COLON : isLatinLetter(c) ? WORD : 0;
    }

    private boolean wants(PiiKind kind) {
        return (kinds & 1 << kind.ordinal()) != 0;
    }

    private int nationalIdAt(int i) {
        var candidate = NationalIds.candidateAt(text, i);
        if (candidate == null || !isPaid(NationalIds.COST)) return -1;
        var id = NationalIds.find(text, candidate, this::isPaid);
        if (id == null) return -1;
        sink.found(PiiKind.NATIONAL_ID, id.state(), i, id.end());
        return id.end();
    }

    private boolean isPaid(int units) {
        if (units > 0 && !isStopped) isStopped = !sink.spend(units);
        return !isStopped;
    }

    private int report(PiiKind kind, int start, int end) {
        sink.found(kind, "", start, end);
        return end;
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isLatinLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    /** Whether nothing that belongs to a longer number or word follows. */
    static boolean endsAt(char[] text, int end) {
        return end == text.length || !Character.isLetterOrDigit(text[end]);
    }
}
