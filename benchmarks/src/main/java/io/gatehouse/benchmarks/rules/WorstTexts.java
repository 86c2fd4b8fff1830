package io.gatehouse.benchmarks.rules;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Texts of 64 KiB made of what folding, rules, personal data and links look for. */
final class WorstTexts {
    /** The longest text that the service takes, in UTF-8. */
    static final int LENGTH = 64 * 1024;

    private static final long SEED = 1;

    /** What people do write, for comparison: it must be read to its end. */
    private static final String ARTICLE =
            "The council met on 12 March 2024 and voted, 31 to 7, to repair the bridge (built in 1931). "
                    + "Der Stadtrat sagte: \"Wir haben gewartet\"; mehr dazu unter https://news.example/2024/bridge?id=4 heute. "
                    + "Les travaux coûteront 4,5 M€ – soit 12 % de plus qu'en 2019 – d'après l'équipe de M. Lefèvre. "
                    + "El puente abrirá en otoño; los vecinos, en cambio, piden un paso para bicicletas.\n\n";

    private static final String RUSSIAN_ARTICLE =
            "Мост, построенный в 1931 году, закроют на два года. Автобусы поедут по другой дороге. "
                    + "Жители просят 12 % скидки; подробнее на https://news.example/2024/bridge сегодня. "
                    + "Городской совет обещает, что рабочие закончат ремонт раньше срока, если погода будет хорошей. "
                    + "Многие считают, что решение принято слишком поздно и без участия жителей.\n\n";

    private final Map<String, String> texts = new LinkedHashMap<>();

    private WorstTexts() {
        add("an article in four languages", ARTICLE);
        add("an article in Russian", RUSSIAN_ARTICLE);
        words();
        disguises();
        escapes();
        personalData();
        links();
    }

    /** By name. */
    static Map<String, String> all() {
        return new WorstTexts().texts;
    }

    /** The piece again and again, as often as the longest text has room for. */
    static String repeated(String piece) {
        return piece.repeat(LENGTH / piece.getBytes(StandardCharsets.UTF_8).length);
    }

    private void add(String name, String piece) {
        texts.put(name, repeated(piece));
    }

    private void words() {
        add("one-letter words", "a ");
        add("overlapping literals", "a aa aaa aaaa aaaaa ");
        add("one stretched letter", "a");
        add("literals inside words", "abababab");
        add("anchors of near rules", "alpha beta gamma delta ");
        add("one side of a phrase with gaps", "alpha ");
        add("phrases' first words", "alpha one ");
        add("beginnings of words", "alphabetical betatester ");
        add("a word of many rules", "common ");
        add("pieces of words", "bx tz ");
        add("letters without spaces", "漢");
        texts.put("words of letters by chance", byChance());
    }

    /** No two words are the same: whoever keeps what was seen keeps most here. */
    private static String byChance() {
        var random = new Random(SEED);
        var text = new StringBuilder(LENGTH);
        while (text.length() < LENGTH) {
            for (int letters = random.nextInt(2, 10); letters > 0 && text.length() < LENGTH; letters--)
                text.append((char) ('a' + random.nextInt(26)));
            if (text.length() < LENGTH) text.append(' ');
        }
        return text.toString();
    }

    private void disguises() {
        add("masked letters", "a**a ");
        add("longer masked letters", "c*mm*n ");
        add("digits for letters", "4lph4 b3t4 ");
        add("digits and signs", "1a!|");
        add("all ambiguous", "b1|!v1q!ph ");
        add("spelled out", "a l p h a ");
        add("spelled out in rows", "a b c d e f g h i j k l m n o p  ");
        add("dots between letters", "a.l.p.h.a ");
        add("dots without spaces", "a.a.a.");
        add("look-alike letters", "аlрhа ");
        add("two scripts", "вa ");
        add("tags", "#aB1|c ");
        add("nested parentheses", "((((a))))");
        add("one parenthesis", "(a ");
        add("parentheses", "(");
        add("symbols", "@!$ ");
        add("emoji", "\uD83D\uDE00");
        add("regional letters", "\uD83C\uDDE6\uD83C\uDDF1 ");
        add("regional letters without spaces", "\uD83C\uDDE6");
        add("marks", "a\u0301");
        add("marks alone", "\u0301");
        add("Braille", "⠋⠥");
        add("one sentence in a letter", "ﷺ");
        add("one sentence in a letter, mixed", "ﷺa1 ");
        add("letters upside down", "ʞɔ ");
    }

    private void escapes() {
        add("HTML entities", "&#102; ");
        add("entities in entities", "&amp;amp;#102;b1g ");
        add("percent escapes", "%66");
        add("escapes of hidden words", "%62%31|a ");
        add("backslashes", "\\u0066");
        add("tags of HTML", "<b>");
        add("turned round", "\u202Ea 1b\n");
        add("turned back", "\u202Ea 1b\u202D");
    }

    private void personalData() {
        add("at signs", "@");
        add("at signs between letters", "a@");
        add("nearly addresses", "a.b-c@d.e-f ");
        add("digits", "1");
        add("groups of digits", "12 ");
        add("dates", "2024-01-02 ");
        add("cards that are none", "4111 1111 1111 1112 ");
        add("half bank account numbers", "DE89 3704 0044 0532 ");
        add("bank account numbers that are none", "DE89370400440532013001 ");
        add("telephones", "+353 87 123 4567 ");
        add("telephones that are none", "call 0871 234 567 ");
        add("identifiers", "rc 850101 1234 ");
        add("crypto addresses that are none", "1A1zP1eP5QGefi2DMPTfTL5SLmv7Divfxx ");
        add("crypto addresses in Bech32 that are none", "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdx ");
        add("IPv6", "2001:db8::1 ");
        add("IPv4", "192.168.100.1 ");
        add("colons", "::a");
        add("digits of another script", "٣٤٥ ");
    }

    private void links() {
        add("links", "http://");
        add("short links", "http://a.b ");
        add("hosts", "a.bc ");
        add("weak dots", "a . b . ");
        add("dots in words", "a dot b ");
        add("dots in brackets", "a[.]b ");
        add("foreign hosts", "http://xn--80ak6aa92e.com ");
        add("hosts of another script", "http://аррӏе.com ");
        add("names before hosts", "http://a@b.c ");
        add("wide letters", "ａ．ｂ ");
        add("invisible letters", "a\u200B.b\u200B ");
    }
}
