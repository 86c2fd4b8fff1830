package io.gatehouse.moderation.pii;

/** Payment card numbers (ISO/IEC 7812): a known issuer's prefix and length, and the Luhn check digit. */
final class PaymentCards {
    private static final int MIN_DIGITS = 13;
    private static final int MAX_DIGITS = 19;

    private PaymentCards() {}

    /** The end of the number that begins at the index, or -1. */
    static int endOf(char[] text, int start) {
        var digits = new int[MAX_DIGITS];
        int count = 0;
        int i = start;
        while (i < text.length && count < MAX_DIGITS) {
            char c = text[i];
            if (PersonalData.isDigit(c)) digits[count++] = c - '0';
            else if ((c != ' ' && c != '-') || !isDigitAt(text, i + 1)) break;
            i++;
        }
        boolean isWhole =
                PersonalData.endsAt(text, i) && !(i < text.length && isJoint(text[i]) && isDigitAt(text, i + 1));
        return isWhole && count >= MIN_DIGITS && isIssued(digits, count) && passesLuhn(digits, count) ? i : -1;
    }

    private static boolean isDigitAt(char[] text, int i) {
        return i < text.length && PersonalData.isDigit(text[i]);
    }

    private static boolean isJoint(char c) {
        return c == ' ' || c == '-' || c == '.' || c == ',';
    }

    private static boolean isIssued(int[] digits, int count) {
        int two = digits[0] * 10 + digits[1];
        int four = two * 100 + digits[2] * 10 + digits[3];
        if (digits[0] == 4) return count == 13 || count == 16 || count == 19; // Visa
        if ((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720)) return count == 16; // Mastercard
        if (two == 34 || two == 37) return count == 15; // American Express
        if (two == 36 || two == 38 || (four >= 3000 && four <= 3059)) return count == 14; // Diners Club
        if (four == 6011 || two == 65 || (four >= 6440 && four <= 6499)) return count >= 16; // Discover
        if (four >= 3528 && four <= 3589) return count >= 16; // JCB
        return two == 62 && count >= 16; // UnionPay
    }

    private static boolean passesLuhn(int[] digits, int count) {
        int sum = 0;
        for (int i = 0; i < count; i++) {
            int digit = digits[count - 1 - i];
            int doubled = digit * 2;
            sum += i % 2 == 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
        }
        return sum % 10 == 0;
    }
}
