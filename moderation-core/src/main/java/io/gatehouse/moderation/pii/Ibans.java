package io.gatehouse.moderation.pii;

/** International bank account numbers (ISO 13616): country, length and check digits must be right. */
final class Ibans {
    /** Country and length, from the SWIFT registry. */
    private static final String LENGTHS =
            "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BR29BY28CH21CR22CY28CZ24DE22DK18DO28EE20EG29"
                    + "ES24FI18FO18FR27GB22GE22GI23GL18GR27GT28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20"
                    + "LV21MC27MD24ME22MK19MR27MT31MU30NL18NO15PK24PL28PS29PT25QA29RO24RS22SA24SC31SE24SI19SK24SM27ST25SV28"
                    + "TL23TN24TR26UA29VA22VG24XK20";

    private static final int COST = 1_500;

    private Ibans() {}

    /** What {@link #endOf} will cost; 0 where no number can begin. */
    static int costAt(char[] text, int start) {
        boolean mayBegin = start + 4 < text.length
                && PersonalData.isDigit(text[start + 2])
                && PersonalData.isDigit(text[start + 3]);
        return mayBegin && PersonalData.isLatinLetter(text[start + 1]) ? COST : 0;
    }

    /** The end of the number that begins at the index, or -1. */
    static int endOf(char[] text, int start) {
        if (start + 4 >= text.length
                || !PersonalData.isDigit(text[start + 2])
                || !PersonalData.isDigit(text[start + 3])) return -1;
        int length = lengthFor(text[start], text[start + 1]);
        if (length < 0) return -1;
        var digits = new char[length];
        int count = 0;
        int i = start;
        while (i < text.length && count < length) {
            char c = text[i];
            if (PersonalData.isDigit(c) || PersonalData.isLatinLetter(c)) digits[count++] = Character.toUpperCase(c);
            else if ((c != ' ' && c != '-') || i == start || !Character.isLetterOrDigit(text[i - 1])) return -1;
            i++;
        }
        return count == length && PersonalData.endsAt(text, i) && remainder(digits) == 1 ? i : -1;
    }

    private static int lengthFor(char first, char second) {
        char a = Character.toUpperCase(first);
        char b = Character.toUpperCase(second);
        for (int i = 0; i < LENGTHS.length(); i += 4)
            if (LENGTHS.charAt(i) == a && LENGTHS.charAt(i + 1) == b)
                return (LENGTHS.charAt(i + 2) - '0') * 10 + LENGTHS.charAt(i + 3) - '0';
        return -1;
    }

    /** ISO 7064 mod 97-10: the first four go to the end, letters count from ten. */
    private static int remainder(char[] digits) {
        int remainder = 0;
        for (int k = 0; k < digits.length; k++) {
            char c = digits[(k + 4) % digits.length];
            int value = Character.digit(c, 36);
            remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
        }
        return remainder;
    }
}
