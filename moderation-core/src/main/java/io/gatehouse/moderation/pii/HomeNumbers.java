package io.gatehouse.moderation.pii;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Telephone numbers as an author writes them at home, without a country code and without a word that announces them. The
 * numbering plan alone is not believed, as half of all nine-digit numbers are somebody's: the number must be written as
 * such numbers are, and nothing about it may say that it is an amount, an order or a list.
 */
final class HomeNumbers {
    /** Languages that are official in one state only, and so tell whose numbers their readers would dial. */
    private static final Map<String, String> STATE_OF_LANGUAGE = Map.ofEntries(
            Map.entry("pl", "PL"),
            Map.entry("cs", "CZ"),
            Map.entry("sk", "SK"),
            Map.entry("hu", "HU"),
            Map.entry("bg", "BG"),
            Map.entry("da", "DK"),
            Map.entry("fi", "FI"),
            Map.entry("no", "NO"),
            Map.entry("et", "EE"),
            Map.entry("lv", "LV"),
            Map.entry("lt", "LT"),
            Map.entry("sl", "SI"),
            Map.entry("mt", "MT"),
            Map.entry("is", "IS"),
            Map.entry("uk", "UA"));
    /** Words about numbers that are none of a telephone, folded: amounts, and what shops and offices number. */
    private static final Set<String> OTHER_NUMBERS = Set.of(
            "order",
            "invoice",
            "tracking",
            "ticket",
            "isbn",
            "issn",
            "ean",
            "nip",
            "regon",
            "pesel",
            "krs",
            "nif",
            "nie",
            "ico",
            "dic",
            "cvr",
            "cpr",
            "account",
            "serial",
            "model",
            "reference",
            "population",
            "votes",
            "views",
            "million",
            "zamowienie",
            "zamowienia",
            "faktura",
            "faktury",
            "konto",
            "objednavka",
            "objednavky",
            "pedido",
            "factura",
            "encomenda",
            "fatura",
            "ordine",
            "fattura",
            "ordre",
            "bestelling",
            "factuur",
            "bestellung",
            "rechnung",
            "commande",
            "facture",
            "tilaus",
            "lasku",
            "comanda",
            "eur",
            "euro",
            "euros",
            "usd",
            "dollars",
            "gbp",
            "pounds",
            "zl",
            "zlotych",
            "pln",
            "kc",
            "czk",
            "korun",
            "kr",
            "kroner",
            "kronor",
            "sek",
            "dkk",
            "nok",
            "huf",
            "forint",
            "ft",
            "lei",
            "ron",
            "bgn",
            "habitantes",
            "mieszkancow",
            "obyvatel",
            "lotto");

    private static final String CURRENCIES = "$€£¥₽₴₺%";

    /** What is shorter is only believed where it is announced. */
    private static final int MIN_DIGITS = 8;
    /** From here on groups of the usual sizes are enough; a shorter number must be grouped as its plan prints it. */
    private static final int FREELY_GROUPED = 9;
    /** Mobile numbers are often written in two groups; so are many other numbers of less than ten digits. */
    private static final int IN_TWO_GROUPS = 10;

    private HomeNumbers() {}

    /**
     * Whose numbering plan the author would leave unsaid: their country's, else that of the one state whose language the
     * text is in; null when neither is known.
     */
    static @Nullable String planOf(@Nullable String country, String language) {
        // A label of the territory table is its state's code and more: ES-CN.
        String state = country != null && country.indexOf('-') == 2 ? country.substring(0, 2) : country;
        if (state != null && PhoneNumberUtil.getInstance().getSupportedRegions().contains(state)) return state;
        return STATE_OF_LANGUAGE.get(language);
    }

    /** Whether the candidate [start, end) is a number of this plan, and written as one. */
    static boolean isNumber(char[] text, int start, int end, String digits, String plan) {
        var groups = groups(text, start, end);
        boolean hasTrunkZero = digits.startsWith("0") && digits.length() >= FREELY_GROUPED;
        boolean mayBe = digits.length() >= MIN_DIGITS
                && (hasTrunkZero || groups.size() > 2 || (groups.size() == 2 && digits.length() >= IN_TWO_GROUPS))
                && !isAmountOrList(text, start, end, groups);
        if (!mayBe || Context.hasAny(text, start, end, OTHER_NUMBERS)) return false;
        var util = PhoneNumberUtil.getInstance();
        try {
            var number = util.parse(digits, plan);
            if (!util.isValidNumber(number)) return false;
            if (digits.length() < FREELY_GROUPED) return groups.equals(printed(number));
            // Where a trunk zero is printed, nine digits without one are something else.
            boolean lacksZero =
                    !digits.startsWith("0") && printed(number).getFirst().startsWith("0");
            if (lacksZero && digits.length() < IN_TWO_GROUPS) return false;
            return hasTrunkZero || groups.size() > 2 || util.getNumberType(number) == PhoneNumberType.MOBILE;
        } catch (NumberParseException e) {
            return false; // That it is none is the answer to the question.
        }
    }

    /** Whether the candidate is a number of this plan in the very groups in which the plan prints it. */
    static boolean isPrinted(char[] text, int start, int end, String digits, String plan) {
        try {
            var util = PhoneNumberUtil.getInstance();
            var number = util.parse(digits, plan);
            return util.isValidNumber(number) && groups(text, start, end).equals(printed(number));
        } catch (NumberParseException e) {
            return false; // That it is none is the answer to the question.
        }
    }

    private static List<String> printed(PhoneNumber number) {
        char[] national = PhoneNumberUtil.getInstance()
                .format(number, PhoneNumberFormat.NATIONAL)
                .toCharArray();
        return groups(national, 0, national.length);
    }

    private static List<String> groups(char[] text, int start, int end) {
        var groups = new ArrayList<String>();
        int from = start;
        for (int i = start; i <= end; i++) {
            if (i < end && PersonalData.isDigit(text[i])) continue;
            if (i > from) groups.add(new String(text, from, i - from));
            from = i + 1;
        }
        return groups;
    }

    private static boolean isAmountOrList(char[] text, int start, int end, List<String> groups) {
        int after = end < text.length && text[end] == ' ' ? end + 1 : end;
        if (after < text.length && CURRENCIES.indexOf(text[after]) >= 0) return true;
        boolean isDotted = groups.size() > 1 && text[start + groups.getFirst().length()] == '.';
        boolean isInThousands = groups.stream().skip(1).allMatch(group -> group.length() == 3) && groups.size() > 1;
        if (isInThousands && (isDotted || groups.getLast().equals("000"))) return true;
        if (isDotted && IpAddresses.endOf(text, start) == end) return true;
        return isSeries(groups) || isBirthNumber(groups);
    }

    /** Whether the candidate is what states give to people in the form of a date and four digits: 050101-1234. */
    static boolean isBirthNumber(char[] text, int start, int end) {
        return isBirthNumber(groups(text, start, end));
    }

    private static boolean isBirthNumber(List<String> groups) {
        if (groups.size() != 2
                || groups.getFirst().length() != 6
                || groups.getLast().length() != 4) return false;
        int first = Integer.parseInt(groups.getFirst());
        return isDayAndMonth(first % 100, first / 100 % 100) || isDayAndMonth(first / 10_000, first / 100 % 100);
    }

    private static boolean isDayAndMonth(int day, int month) {
        return day >= 1 && day <= 31 && month >= 1 && month <= 12;
    }

    /** Numbers of one or two digits that only rise or only fall: draws, scores, steps. */
    private static boolean isSeries(List<String> groups) {
        if (groups.size() < 3) return false;
        boolean rises = true;
        boolean falls = true;
        for (int i = 0; i < groups.size(); i++) {
            if (groups.get(i).length() > 2) return false;
            if (i == 0) continue;
            int step = groups.get(i).compareTo(groups.get(i - 1));
            rises &= step > 0;
            falls &= step < 0;
        }
        return rises || falls;
    }
}
