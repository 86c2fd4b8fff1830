package io.gatehouse.moderation.pii;

import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Identifiers that the states of the EU give to persons. One whose form and check digits hardly any other number has is
 * found by itself; any other only beside a word of its state that names it, or one that all understand.
 *
 * <p>Sources: each state's published rules, as gathered by the European Commission (TIN country sheets) and the
 * python-stdnum project.
 */
final class NationalIds {
    /** Units of work to try one candidate against every state. */
    static final int COST = 750;

    /** Units of work to read the words around one whose check digits are right. */
    private static final int CONTEXT = 5_000;

    private static final int MAX_LENGTH = 16;
    private static final int MIN_DIGITS = 7;
    private static final int MAX_GROUPS = 7;
    /** Capital letters of an Italian code before its first digit. */
    private static final int ITALIAN_LETTERS = 6;

    /** Words that name such a number in any of these states. */
    private static final Set<String> COMMON = Set.of(
            "national id",
            "national identity number",
            "national identification number",
            "identity number",
            "identification number",
            "id number",
            "personal number",
            "personal code",
            "personal identification number",
            "social security",
            "social security number",
            "social insurance number",
            "tax id",
            "tax number",
            "tax identification number",
            "tin",
            "id card",
            "identity card");

    private NationalIds() {}

    /** Letters and digits without what joins them, and the joint before each; 0 where there is none. */
    record Candidate(String chars, char[] joints, int[] ends) {
        boolean isJoined(int index, String by) {
            return index < joints.length && joints[index] != 0 && by.indexOf(joints[index]) >= 0;
        }
    }

    /** @param state ISO 3166-1, lower case */
    record Found(String state, int end) {}

    /** How to recognise one state's identifier. */
    record Form(String state, int length, boolean isStrong, Checks.Check check, Set<String> words) {}

    /** What may be an identifier and begins here; null, cheaply, where none can. */
    static @Nullable Candidate candidateAt(char[] text, int start) {
        boolean isLetter = PersonalData.isLatinLetter(text[start]);
        if (isLetter && !mayBeginWithLetters(text, start)) return null;
        var chars = new StringBuilder(MAX_LENGTH);
        var joints = new char[MAX_LENGTH + 1];
        var ends = new int[MAX_LENGTH];
        int digits = 0;
        int groups = 1;
        int i = start;
        while (i < text.length && chars.length() < MAX_LENGTH) {
            char c = text[i];
            if (PersonalData.isDigit(c) || PersonalData.isLatinLetter(c)) {
                if (PersonalData.isDigit(c)) digits++;
                ends[chars.length()] = i + 1;
                chars.append(Character.toUpperCase(c));
            } else {
                boolean goesOn = i + 1 < text.length
                        && (PersonalData.isDigit(text[i + 1]) || PersonalData.isLatinLetter(text[i + 1]));
                if (!goesOn || " -./+".indexOf(c) < 0 || ++groups > MAX_GROUPS) break;
                joints[chars.length()] = c;
            }
            i++;
        }
        return digits < MIN_DIGITS ? null : new Candidate(chars.toString(), joints, ends);
    }

    private static boolean mayBeginWithLetters(char[] text, int start) {
        int end = start;
        while (end < text.length && end - start <= ITALIAN_LETTERS && PersonalData.isLatinLetter(text[end])) end++;
        boolean isItalian = end - start == ITALIAN_LETTERS;
        boolean isSpanish = end - start == 1 && "XYZxyz".indexOf(text[start]) >= 0;
        return (isItalian || isSpanish)
                && end < text.length
                && text[end - 1] < 128
                && text[end] < 128
                && !Character.isLetter(text[end]);
    }

    /** The first state whose identifier this is, or null. */
    static @Nullable Found find(char[] text, Candidate candidate, IntPredicate pay) {
        String around = null;
        Found named = null;
        for (int length = Math.min(MAX_LENGTH, candidate.chars().length()); length >= MIN_DIGITS; length--) {
            var forms = Forms.BY_LENGTH.get(length);
            if (forms.isEmpty() || !isWhole(text, candidate, length)) continue;
            String id = candidate.chars().substring(0, length);
            int end = candidate.ends()[length - 1];
            for (var form : forms) {
                if (!form.check().passes(id, candidate)) continue;
                if (form.isStrong()) return new Found(form.state(), end);
                if (around == null && !pay.test(CONTEXT)) return null;
                if (around == null) around = Context.around(text, candidate.ends()[0] - 1, end);
                if (Context.hasAny(around, form.words())) return new Found(form.state(), end);
                if (named == null && Context.hasAny(around, COMMON)) named = new Found(form.state(), end);
            }
        }
        return named;
    }

    /** Whether the text's number or code ends after so many characters. */
    private static boolean isWhole(char[] text, Candidate candidate, int length) {
        if (candidate.chars().length() < length) return false;
        int end = candidate.ends()[length - 1];
        if (!PersonalData.endsAt(text, end)) return false;
        boolean goesOn = end + 1 < text.length && PersonalData.isDigit(text[end + 1]);
        if (!goesOn) return true;
        if ("-/+.,:".indexOf(text[end]) >= 0) return false;
        // Where spaces group its digits, a further group makes another number of it.
        return text[end] != ' ' || !hasSpaces(candidate, length);
    }

    private static boolean hasSpaces(Candidate candidate, int length) {
        for (int i = 0; i < length; i++) if (candidate.joints()[i] == ' ') return true;
        return false;
    }

    /** The forms of all states; those that stand alone first. */
    private static final class Forms {
        static final List<Form> ALL = List.of(
                strong("fr", 15, Checks::french),
                strong("be", 11, Checks::belgian),
                strong("it", 16, Checks::italian),
                strong("es", 9, Checks::spanishForeigner),
                strong("fi", 10, Checks::finnish),
                strong("fi", 11, Checks::finnishWithLetter),
                strong("lu", 13, Checks::luxembourgish),
                strong("si", 13, Checks::slovenian),
                weak(
                        "be",
                        11,
                        Checks::belgianForAll,
                        "rijksregisternummer",
                        "rijksregister",
                        "registre national",
                        "numero national",
                        "niss",
                        "insz",
                        "nationalregisternummer"),
                weak("es", 9, Checks::spanish, "dni", "nif", "documento nacional", "identidad", "cedula"),
                weak(
                        "de",
                        11,
                        Checks::germanTax,
                        "steuer id",
                        "steueridentifikationsnummer",
                        "identifikationsnummer",
                        "idnr",
                        "steuernummer",
                        "steuerid",
                        "steuer identifikationsnummer",
                        "idnummer"),
                weak(
                        "pt",
                        9,
                        Checks::portuguese,
                        "nif",
                        "contribuinte",
                        "niss",
                        "numero fiscal",
                        "identificacao fiscal"),
                weak(
                        "nl",
                        9,
                        Checks::dutch,
                        "bsn",
                        "burgerservicenummer",
                        "sofinummer",
                        "sofi nummer",
                        "burger service nummer"),
                weak("pl", 11, Checks::polish, "pesel", "numer pesel", "nr pesel"),
                weak("se", 10, Checks::swedish, "personnummer", "pnr", "person nr", "personnr", "samordningsnummer"),
                weak(
                        "se",
                        12,
                        Checks::swedishLong,
                        "personnummer",
                        "pnr",
                        "person nr",
                        "personnr",
                        "samordningsnummer"),
                weak("dk", 10, Checks::danish, "cpr", "cpr nummer", "cprnummer", "cpr nr", "personnummer", "cprnr"),
                weak("ee", 11, Checks::baltic, "isikukood", "isikukoodi", "isikukoodiga", "ik"),
                weak("lt", 11, Checks::baltic, "asmens kodas", "asmens koda", "asmens kodo", "a k", "ak"),
                weak("lv", 11, Checks::latvian, "personas kods", "personas kodu", "personas koda", "p k", "pk"),
                weak("cz", 10, Checks::czech, "rodne cislo", "rodneho cisla", "r c", "rc", "rodnym cislem"),
                weak("sk", 10, Checks::czech, "rodne cislo", "rodneho cisla", "r c", "rc", "rodnym cislom"),
                weak("hu", 10, Checks::hungarianTax, "adoazonosito", "adoazonosito jel", "adoszam", "adoazonositoja"),
                weak(
                        "hu",
                        11,
                        Checks::hungarianPersonal,
                        "szemelyi szam",
                        "szemelyi azonosito",
                        "szemelyiszam",
                        "szemelyi"),
                weak("hu", 9, Checks::hungarianInsurance, "taj", "taj szam", "tajszam"),
                weak("ro", 13, Checks::romanian, "cnp", "cod numeric personal", "c n p", "codul numeric"),
                weak("bg", 10, Checks::bulgarian, "егн", "egn", "единен граждански номер"),
                weak("hr", 11, Checks::croatian, "oib", "osobni identifikacijski broj"),
                weak("gr", 11, Checks::greekInsurance, "αμκα", "amka"),
                weak("gr", 9, Checks::greekTax, "αφμ", "afm", "α φ μ"),
                weak("cy", 9, Checks::cypriot, "tic", "αφτ", "α φ τ", "tax identification code", "αφμ", "φορολογικης"),
                weak(
                        "mt",
                        8,
                        Checks::maltese,
                        "id card",
                        "karta ta l identita",
                        "identity card",
                        "id no",
                        "karta",
                        "identita"),
                weak("ie", 8, Checks::irish, "pps", "ppsn", "pps number", "uimhir psp", "psp", "pps no"),
                weak("ie", 9, Checks::irish, "pps", "ppsn", "pps number", "uimhir psp", "psp", "pps no"),
                weak(
                        "at",
                        10,
                        Checks::austrian,
                        "svnr",
                        "sozialversicherungsnummer",
                        "sv nummer",
                        "versicherungsnummer",
                        "sv nr",
                        "svnummer"));

        static final List<List<Form>> BY_LENGTH = IntStream.rangeClosed(0, MAX_LENGTH)
                .mapToObj(length ->
                        ALL.stream().filter(form -> form.length() == length).toList())
                .toList();

        private static Form strong(String state, int length, Checks.Check check) {
            return new Form(state, length, true, check, Set.of());
        }

        private static Form weak(String state, int length, Checks.Check check, String... words) {
            return new Form(state, length, false, check, Set.of(words));
        }
    }

    /** The states whose identifiers are known. */
    static final Set<String> STATES = Forms.ALL.stream().map(Form::state).collect(Collectors.toUnmodifiableSet());
}
