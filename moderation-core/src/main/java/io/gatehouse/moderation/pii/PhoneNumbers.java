package io.gatehouse.moderation.pii;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Telephone numbers that some numbering plan has. A candidate is cut out here, in linear time; libphonenumber only sees
 * its digits.
 */
final class PhoneNumbers {
    /** ITU-T E.164 allows fifteen; a trunk prefix comes on top. */
    private static final int MAX_DIGITS = 17;

    private static final int MIN_DIGITS = 9;
    /** Some national numbers are shorter; they are only believed beside a word about telephones. */
    private static final int MIN_ANNOUNCED_DIGITS = 8;
    /** Units of work to ask libphonenumber once. */
    private static final int COST = 7_500;
    /** Beside a word about telephones, the national forms of all EU states and their neighbours. */
    private static final List<String> ANNOUNCED_REGIONS = List.of(
            "DE", "FR", "IT", "ES", "PL", "RO", "NL", "BE", "GR", "CZ", "PT", "SE", "HU", "AT", "BG", "DK", "FI", "SK",
            "IE", "HR", "LT", "SI", "LV", "EE", "CY", "LU", "MT", "GB", "CH", "NO", "US");
    /** Words about telephones in the languages of those states, folded. */
    private static final Set<String> WORDS = Set.of(
            "tel",
            "phone",
            "telephone",
            "telefon",
            "telefono",
            "telefone",
            "telefoon",
            "telefonnummer",
            "telefonu",
            "telefonszam",
            "telefoni",
            "puhelin",
            "puhelinnumero",
            "numero",
            "mobile",
            "mobil",
            "mobiltelefon",
            "movil",
            "cellulare",
            "cell",
            "portable",
            "handy",
            "handynummer",
            "gsm",
            "komorka",
            "whatsapp",
            "viber",
            "call",
            "text",
            "sms",
            "ring",
            "ruf",
            "anrufen",
            "appelle",
            "appelez",
            "chiama",
            "chiamami",
            "llama",
            "llamame",
            "liga",
            "zadzwon",
            "dzwon",
            "suna",
            "bel",
            "zavolej",
            "hivj",
            "soita",
            "helista",
            "skambink",
            "zvani",
            "nazovi",
            "poklici",
            "τηλ",
            "τηλεφωνο",
            "κινητο",
            "тел",
            "телефон",
            "fon");
    /** National forms are tried where the languages of the shipped policies are spoken. */
    private static final List<String> REGIONS = List.of("GB", "FR", "DE", "US", "IE");
    /** A national number's first group; a lone zero begins a decimal. */
    private static final int MIN_PREFIX = 2;
    /** The group after which a written number's separators stay the same: the first may be an area code. */
    private static final int LATER = 3;
    /** Groups of a written number; more are a table. */
    private static final int MAX_GROUPS = 7;

    private PhoneNumbers() {}

    /**
     * The end of the number that begins at the index, or -1.
     *
     * @param home whose numbers need no country code, ISO 3166-1; null when that is not known
     */
    static int endOf(char[] text, int start, @Nullable String home, IntPredicate pay) {
        if (start > 0 && "#$€£.,:/-".indexOf(text[start - 1]) >= 0) return -1;
        // The tail of a longer number is not a number of its own.
        if (start > 1 && text[start - 1] == ' ' && PersonalData.isDigit(text[start - 2])) return -1;
        var digits = new StringBuilder(MAX_DIGITS + 1);
        int groups = 1;
        int end = start;
        boolean isInternational = text[start] == '+';
        boolean isMixed = false;
        boolean isMixedLater = false;
        char joint = 0;
        char laterJoint = 0;
        if (isInternational) digits.append('+');
        for (int i = isInternational ? start + 1 : start; i < text.length; i++) {
            char c = text[i];
            if (PersonalData.isDigit(c)) {
                digits.append(c);
                end = i + 1;
            } else if (!isJoint(c) || i > end + 2) {
                break;
            } else if (i == end && i > start) {
                if (!isInternational && groups == 1 && i - start < MIN_PREFIX) return -1;
                groups++;
                if (joint == 0) joint = c;
                if (groups == LATER) laterJoint = c;
                isMixed |= c != joint && c != ')';
                isMixedLater |= groups > LATER && c != laterJoint;
            }
            if (digits.length() > MAX_DIGITS || groups > MAX_GROUPS) return -1;
        }
        int fewest = isInternational ? MIN_DIGITS : MIN_ANNOUNCED_DIGITS;
        if (digits.length() < fewest || !PersonalData.endsAt(text, end)) return -1;
        // Dates and decimals mix their separators; national numbers do not, save that an area code may stand apart.
        boolean standsApart = text[start] == '(' || (home != null && text[start] == '0' && !isMixedLater);
        if (isMixed && !isInternational && !standsApart) return -1;
        return isNumber(text, start, end, digits.toString(), isInternational, groups, home, pay) ? end : -1;
    }

    private static boolean isJoint(char c) {
        return c == ' ' || c == '-' || c == '.' || c == '(' || c == ')' || c == '/';
    }

    private static boolean isNumber(
            char[] text,
            int start,
            int end,
            String digits,
            boolean isInternational,
            int groups,
            @Nullable String home,
            IntPredicate pay) {
        if (isInternational) return pay.test(COST) && isValid(digits, "ZZ");
        if (digits.startsWith("00")) return pay.test(COST) && isValid("+" + digits.substring(2), "ZZ");
        boolean isAnnounced = isAnnounced(text, start, end);
        if (home != null && pay.test(COST)) {
            boolean isOfHome =
                    isAnnounced ? isValid(digits, home) : HomeNumbers.isNumber(text, start, end, digits, home);
            if (isOfHome) return true;
        }
        if (!isAnnounced && digits.length() < MIN_DIGITS) return false;
        // Ten bare digits are as often an order number; a trunk zero, grouping or a word about telephones makes the
        // difference.
        if (!isAnnounced && !digits.startsWith("0") && groups < 3) return false;
        if (!isAnnounced && HomeNumbers.isBirthNumber(text, start, end)) return false;
        for (String region : isAnnounced ? ANNOUNCED_REGIONS : REGIONS) {
            if (!pay.test(COST)) return false;
            // Without a trunk zero, plans take almost any digits.
            boolean isPlain = isAnnounced || digits.startsWith("0");
            if (isPlain ? isValid(digits, region) : HomeNumbers.isPrinted(text, start, end, digits, region))
                return true;
        }
        return false;
    }

    private static boolean isAnnounced(char[] text, int start, int end) {
        return Context.hasAny(text, start, end, WORDS);
    }

    private static boolean isValid(String digits, String region) {
        var util = PhoneNumberUtil.getInstance();
        try {
            return util.isValidNumber(util.parse(digits, region));
        } catch (NumberParseException e) {
            return false; // That it is none is the answer to the question.
        }
    }
}
