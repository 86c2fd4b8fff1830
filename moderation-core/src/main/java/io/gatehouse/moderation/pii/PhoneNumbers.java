package io.gatehouse.moderation.pii;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.util.List;

/**
 * Telephone numbers that some numbering plan has. A candidate is cut out here, in linear time; libphonenumber only sees
 * its digits.
 */
final class PhoneNumbers {
    /** ITU-T E.164 allows fifteen; a trunk prefix comes on top. */
    private static final int MAX_DIGITS = 17;

    private static final int MIN_DIGITS = 9;
    /** National forms are tried where the languages of the shipped policies are spoken. */
    private static final List<String> REGIONS = List.of("GB", "FR", "DE", "US", "IE");
    /** A national number's first group; a lone zero begins a decimal. */
    private static final int MIN_PREFIX = 2;
    /** Groups of a written number; more are a table. */
    private static final int MAX_GROUPS = 7;

    private PhoneNumbers() {}

    /** The end of the number that begins at the index, or -1. */
    static int endOf(char[] text, int start) {
        if (start > 0 && "#$€£.,:/-".indexOf(text[start - 1]) >= 0) return -1;
        // The tail of a longer number is not a number of its own.
        if (start > 1 && text[start - 1] == ' ' && PersonalData.isDigit(text[start - 2])) return -1;
        var digits = new StringBuilder(MAX_DIGITS + 1);
        int groups = 1;
        int end = start;
        boolean isInternational = text[start] == '+';
        boolean isMixed = false;
        char joint = 0;
        if (isInternational) digits.append('+');
        for (int i = isInternational ? start + 1 : start; i < text.length; i++) {
            char c = text[i];
            if (PersonalData.isDigit(c)) {
                digits.append(c);
                end = i + 1;
            } else if (!isJoint(c) || i > end + 2) {
                break;
            } else if (i == end) {
                if (!isInternational && groups == 1 && i - start < MIN_PREFIX) return -1;
                groups++;
                if (joint == 0) joint = c;
                isMixed |= c != joint && c != ')';
            }
            if (digits.length() > MAX_DIGITS || groups > MAX_GROUPS) return -1;
        }
        if (digits.length() < MIN_DIGITS || !PersonalData.endsAt(text, end)) return -1;
        // Dates and decimals mix their separators; national numbers do not.
        if (isMixed && !isInternational && text[start] != '(') return -1;
        return isNumber(digits.toString(), isInternational, groups) ? end : -1;
    }

    private static boolean isJoint(char c) {
        return c == ' ' || c == '-' || c == '.' || c == '(' || c == ')' || c == '/';
    }

    private static boolean isNumber(String digits, boolean isInternational, int groups) {
        if (isInternational) return isValid(digits, "ZZ");
        if (digits.startsWith("00")) return isValid("+" + digits.substring(2), "ZZ");
        // Ten bare digits are as often an order number; a trunk zero or grouping makes the difference.
        if (!digits.startsWith("0") && groups < 3) return false;
        for (String region : REGIONS) if (isValid(digits, region)) return true;
        return false;
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
