package io.gatehouse.moderation.pii;

import io.gatehouse.moderation.pii.NationalIds.Candidate;

/** The check digits, dates and letters of national identifiers. Characters are capital letters and digits. */
final class Checks {
    /** Whether the characters are an identifier of one kind. */
    @FunctionalInterface
    interface Check {
        /** @param candidate for the joints between them */
        boolean passes(String id, Candidate candidate);
    }

    private static final String DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE";
    private static final String FINNISH_LETTERS = "0123456789ABCDEFHJKLMNPRSTUVWXY";
    private static final String FINNISH_CENTURIES = "ABCDEFYXWVU";
    private static final String MALTESE_LETTERS = "MGAPLHBZ";
    private static final String ITALIAN_MONTHS = "ABCDEHLMPRST";
    /** Digits that were replaced by letters where two people had one code. */
    private static final String ITALIAN_DIGITS = "LMNPQRSTUV";

    private static final int[] ITALIAN_ODD = {
        1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23
    };

    private static final int[][] VERHOEFF = {
        {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, {1, 2, 3, 4, 0, 6, 7, 8, 9, 5}, {2, 3, 4, 0, 1, 7, 8, 9, 5, 6},
        {3, 4, 0, 1, 2, 8, 9, 5, 6, 7}, {4, 0, 1, 2, 3, 9, 5, 6, 7, 8}, {5, 9, 8, 7, 6, 0, 4, 3, 2, 1},
        {6, 5, 9, 8, 7, 1, 0, 4, 3, 2}, {7, 6, 5, 9, 8, 2, 1, 0, 4, 3}, {8, 7, 6, 5, 9, 3, 2, 1, 0, 4},
        {9, 8, 7, 6, 5, 4, 3, 2, 1, 0}
    };
    private static final int[][] VERHOEFF_SHIFTS = {
        {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, {1, 5, 7, 6, 2, 8, 3, 0, 9, 4}, {5, 8, 0, 3, 7, 9, 6, 1, 4, 2},
        {8, 9, 1, 6, 0, 4, 3, 5, 2, 7}, {9, 4, 5, 3, 1, 2, 6, 8, 7, 0}, {4, 2, 8, 6, 5, 7, 3, 9, 0, 1},
        {2, 7, 9, 3, 8, 0, 6, 4, 1, 5}, {7, 0, 4, 6, 9, 1, 3, 2, 5, 8}
    };

    private Checks() {}

    private static int digit(String id, int i) {
        return id.charAt(i) - '0';
    }

    private static int number(String id, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) value = value * 10 + digit(id, i);
        return value;
    }

    private static boolean areDigits(String id, int from, int to) {
        for (int i = from; i < to; i++) if (!PersonalData.isDigit(id.charAt(i))) return false;
        return true;
    }

    private static boolean areDigits(String id) {
        return areDigits(id, 0, id.length());
    }

    private static int weighted(String id, int... weights) {
        int sum = 0;
        for (int i = 0; i < weights.length; i++) sum += weights[i] * digit(id, i);
        return sum;
    }

    private static boolean isDate(int month, int day) {
        return month >= 1
                && month <= 12
                && day >= 1
                && day <= (month == 2 ? 29 : month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31);
    }

    private static boolean passesLuhn(String id, int from, int to) {
        int sum = 0;
        for (int i = to - 1, place = 0; i >= from; i--, place++) {
            int value = digit(id, i) * (place % 2 == 0 ? 1 : 2);
            sum += value > 9 ? value - 9 : value;
        }
        return sum % 10 == 0;
    }

    /** ISO 7064 mod 11,10. */
    private static boolean passesMod1110(String id) {
        int product = 10;
        for (int i = 0; i < id.length() - 1; i++) {
            int sum = (digit(id, i) + product) % 10;
            product = (sum == 0 ? 10 : sum) * 2 % 11;
        }
        return (11 - product) % 10 == digit(id, id.length() - 1);
    }

    static boolean french(String id, Candidate candidate) {
        boolean isCorsican = id.charAt(5) == '2' && (id.charAt(6) == 'A' || id.charAt(6) == 'B');
        if (!areDigits(id, 0, 6) || !areDigits(id, 7, 15) || !(isCorsican || PersonalData.isDigit(id.charAt(6))))
            return false;
        int month = number(id, 3, 5);
        if ("123478".indexOf(id.charAt(0)) < 0 || month == 0 || (month > 12 && month != 20)) return false;
        String plain = isCorsican ? id.substring(0, 5) + (id.charAt(6) == 'A' ? "19" : "18") + id.substring(7) : id;
        return 97 - Long.parseLong(plain.substring(0, 13)) % 97 == number(plain, 13, 15);
    }

    static boolean belgian(String id, Candidate candidate) {
        return areDigits(id) && isDate(number(id, 2, 4), number(id, 4, 6)) && belgianForAll(id, candidate);
    }

    /** Also those of people whose date of birth is not known, or who are not in the register. */
    static boolean belgianForAll(String id, Candidate candidate) {
        if (!areDigits(id)) return false;
        int month = number(id, 2, 4);
        int day = number(id, 4, 6);
        boolean isBorn = (month % 20 <= 12 && month <= 52) && day <= 31 && number(id, 6, 9) > 0;
        long base = Long.parseLong(id.substring(0, 9));
        int check = number(id, 9, 11);
        return isBorn && (97 - base % 97 == check || 97 - (2_000_000_000L + base) % 97 == check);
    }

    static boolean italian(String id, Candidate candidate) {
        for (int i = 0; i < 16; i++) {
            char c = id.charAt(i);
            boolean isLetter = i < 6 || i == 8 || i == 11 || i == 15;
            if (isLetter ? PersonalData.isDigit(c) : !PersonalData.isDigit(c) && ITALIAN_DIGITS.indexOf(c) < 0)
                return false;
        }
        if (ITALIAN_MONTHS.indexOf(id.charAt(8)) < 0) return false;
        int sum = 0;
        for (int i = 0; i < 15; i++) {
            char c = id.charAt(i);
            int value = PersonalData.isDigit(c) ? c - '0' : c - 'A';
            sum += i % 2 == 0 ? ITALIAN_ODD[value] : value;
        }
        return id.charAt(15) == 'A' + sum % 26;
    }

    static boolean spanish(String id, Candidate candidate) {
        return areDigits(id, 0, 8) && DNI_LETTERS.charAt(number(id, 0, 8) % 23) == id.charAt(8);
    }

    static boolean spanishForeigner(String id, Candidate candidate) {
        int first = "XYZ".indexOf(id.charAt(0));
        return first >= 0
                && areDigits(id, 1, 8)
                && DNI_LETTERS.charAt((first * 10_000_000 + number(id, 1, 8)) % 23) == id.charAt(8);
    }

    static boolean finnish(String id, Candidate candidate) {
        return candidate.isJoined(6, "-+") && finnish(id.substring(0, 6) + id.substring(6, 9), id.charAt(9));
    }

    static boolean finnishWithLetter(String id, Candidate candidate) {
        return FINNISH_CENTURIES.indexOf(id.charAt(6)) >= 0
                && candidate.joints()[6] == 0
                && candidate.joints()[7] == 0
                && finnish(id.substring(0, 6) + id.substring(7, 10), id.charAt(10));
    }

    private static boolean finnish(String digits, char check) {
        return areDigits(digits)
                && isDate(number(digits, 2, 4), number(digits, 0, 2))
                && FINNISH_LETTERS.charAt(number(digits, 0, 9) % 31) == check;
    }

    static boolean luxembourgish(String id, Candidate candidate) {
        if (!areDigits(id) || !isDate(number(id, 4, 6), number(id, 6, 8))) return false;
        int year = number(id, 0, 4);
        return year >= 1880
                && year <= 2100
                && passesLuhn(id, 0, 12)
                && passesVerhoeff(id.substring(0, 11) + id.charAt(12));
    }

    private static boolean passesVerhoeff(String id) {
        int check = 0;
        for (int i = 0; i < id.length(); i++)
            check = VERHOEFF[check][VERHOEFF_SHIFTS[i % 8][digit(id, id.length() - 1 - i)]];
        return check == 0;
    }

    static boolean slovenian(String id, Candidate candidate) {
        if (!areDigits(id) || !isDate(number(id, 2, 4), number(id, 0, 2)) || id.charAt(7) != '5') return false;
        int year = number(id, 4, 7);
        int check = 11 - weighted(id, 7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2) % 11;
        return (year >= 880 || year < 100) && check != 10 && check % 11 == digit(id, 12);
    }

    static boolean germanTax(String id, Candidate candidate) {
        if (!areDigits(id) || id.charAt(0) == '0' || !passesMod1110(id)) return false;
        // Of the first ten, one digit occurs twice or three times and the others once.
        var counts = new int[10];
        for (int i = 0; i < 10; i++) counts[digit(id, i)]++;
        int repeated = 0;
        for (int count : counts) {
            if (count > 3) return false;
            if (count > 1) repeated++;
        }
        return repeated == 1;
    }

    static boolean portuguese(String id, Candidate candidate) {
        if (!areDigits(id) || "1235689".indexOf(id.charAt(0)) < 0) return false;
        int check = 11 - weighted(id, 9, 8, 7, 6, 5, 4, 3, 2) % 11;
        return (check > 9 ? 0 : check) == digit(id, 8);
    }

    static boolean dutch(String id, Candidate candidate) {
        return areDigits(id) && number(id, 0, 9) > 9_999_999 && weighted(id, 9, 8, 7, 6, 5, 4, 3, 2, -1) % 11 == 0;
    }

    static boolean polish(String id, Candidate candidate) {
        if (!areDigits(id) || !isDate(number(id, 2, 4) % 20, number(id, 4, 6))) return false;
        return (10 - weighted(id, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3) % 10) % 10 == digit(id, 10);
    }

    static boolean swedish(String id, Candidate candidate) {
        if (!areDigits(id)) return false;
        int day = number(id, 4, 6);
        return isDate(number(id, 2, 4), day > 60 ? day - 60 : day) && passesLuhn(id, 0, 10);
    }

    static boolean swedishLong(String id, Candidate candidate) {
        if (!areDigits(id)) return false;
        int century = number(id, 0, 2);
        return century >= 18 && century <= 20 && swedish(id.substring(2), candidate);
    }

    /** Its check digit is no longer kept since 2007. */
    static boolean danish(String id, Candidate candidate) {
        return areDigits(id) && isDate(number(id, 2, 4), number(id, 0, 2));
    }

    static boolean baltic(String id, Candidate candidate) {
        if (!areDigits(id) || "12345678".indexOf(id.charAt(0)) < 0 || !isDate(number(id, 3, 5), number(id, 5, 7)))
            return false;
        int check = weighted(id, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1) % 11;
        if (check == 10) check = weighted(id, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3) % 11 % 10;
        return check == digit(id, 10);
    }

    /** Those given since 2017 begin with 32 and have no check digit. */
    static boolean latvian(String id, Candidate candidate) {
        if (!areDigits(id)) return false;
        if (id.startsWith("32")) return true;
        boolean isBorn = isDate(number(id, 2, 4), number(id, 0, 2)) && digit(id, 6) <= 2;
        return isBorn && (1101 - weighted(id, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)) % 11 % 10 == digit(id, 10);
    }

    static boolean czech(String id, Candidate candidate) {
        if (!areDigits(id)) return false;
        int month = number(id, 2, 4) % 50;
        if (!isDate(month > 20 ? month - 20 : month, number(id, 4, 6))) return false;
        long all = Long.parseLong(id);
        return all % 11 == 0 || (Long.parseLong(id.substring(0, 9)) % 11 == 10 && id.charAt(9) == '0');
    }

    static boolean hungarianTax(String id, Candidate candidate) {
        return areDigits(id) && id.charAt(0) == '8' && weighted(id, 1, 2, 3, 4, 5, 6, 7, 8, 9) % 11 == digit(id, 9);
    }

    static boolean hungarianPersonal(String id, Candidate candidate) {
        if (!areDigits(id) || "12345678".indexOf(id.charAt(0)) < 0 || !isDate(number(id, 3, 5), number(id, 5, 7)))
            return false;
        int last = digit(id, 10);
        // The weights were turned round for those born since 1997.
        return weighted(id, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10) % 11 == last
                || weighted(id, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1) % 11 == last;
    }

    static boolean hungarianInsurance(String id, Candidate candidate) {
        return areDigits(id) && weighted(id, 3, 7, 3, 7, 3, 7, 3, 7) % 10 == digit(id, 8);
    }

    static boolean romanian(String id, Candidate candidate) {
        if (!areDigits(id) || id.charAt(0) == '0' || !isDate(number(id, 3, 5), number(id, 5, 7))) return false;
        int check = weighted(id, 2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9) % 11;
        return (check == 10 ? 1 : check) == digit(id, 12);
    }

    static boolean bulgarian(String id, Candidate candidate) {
        if (!areDigits(id)) return false;
        int month = number(id, 2, 4);
        boolean isBorn = month <= 52 && isDate(month % 20, number(id, 4, 6));
        return isBorn && weighted(id, 2, 4, 8, 5, 10, 9, 7, 3, 6) % 11 % 10 == digit(id, 9);
    }

    static boolean croatian(String id, Candidate candidate) {
        return areDigits(id) && passesMod1110(id);
    }

    static boolean greekInsurance(String id, Candidate candidate) {
        return areDigits(id) && isDate(number(id, 2, 4), number(id, 0, 2)) && passesLuhn(id, 0, 11);
    }

    static boolean greekTax(String id, Candidate candidate) {
        return areDigits(id)
                && number(id, 0, 9) > 0
                && weighted(id, 256, 128, 64, 32, 16, 8, 4, 2) % 11 % 10 == digit(id, 8);
    }

    static boolean cypriot(String id, Candidate candidate) {
        if (!areDigits(id, 0, 8)) return false;
        int sum = 0;
        for (int i = 0; i < 8; i++) sum += i % 2 == 0 ? ITALIAN_ODD[digit(id, i)] : digit(id, i);
        return id.charAt(8) == 'A' + sum % 26;
    }

    static boolean maltese(String id, Candidate candidate) {
        return areDigits(id, 0, 7) && MALTESE_LETTERS.indexOf(id.charAt(7)) >= 0;
    }

    static boolean irish(String id, Candidate candidate) {
        if (!areDigits(id, 0, 7) || PersonalData.isDigit(id.charAt(7))) return false;
        int sum = weighted(id, 8, 7, 6, 5, 4, 3, 2);
        if (id.length() == 9) {
            char second = id.charAt(8);
            if (PersonalData.isDigit(second)) return false;
            sum += second == 'W' ? 0 : (second - 'A' + 1) * 9;
        }
        return id.charAt(7) == "WABCDEFGHIJKLMNOPQRSTUV".charAt(sum % 23);
    }

    static boolean austrian(String id, Candidate candidate) {
        if (!areDigits(id)
                || id.charAt(0) == '0'
                || number(id, 6, 8) < 1
                || number(id, 6, 8) > 15
                || number(id, 4, 6) < 1
                || number(id, 4, 6) > 31) return false;
        return weighted(id, 3, 7, 9, 0, 5, 8, 4, 2, 1, 6) % 11 == digit(id, 3);
    }
}
