package io.gatehouse.moderation.text;

import java.util.random.RandomGenerator;

/** Texts that nobody would write, and some that people do. */
public final class RandomText {
    private static final String[] ODDITIES = {
        "\uD800", "\uDC00", "\u0301", "\u0323", "\u200B", "\u202E", "\uFE0F", "ﷺ", "ß", "İ", "ﬃ", "в", "ο", "ｆ", "🇦",
                "🅱", "①", "½", "™", "漢",
        "ก", "한", "क्षि", "ـ", "'", "*", "$", "@", "!", ".", "-", " ", "\n", "0", "1", "a", "e", "zz", "\u0000",
                "\uFFFF"
    };

    private RandomText() {}

    /** Up to so many pieces of anything, lone surrogates included. */
    public static String next(RandomGenerator random, int pieces) {
        var text = new StringBuilder();
        for (int i = random.nextInt(pieces + 1); i > 0; i--) {
            switch (random.nextInt(4)) {
                case 0 -> text.append((char) random.nextInt(32, 127));
                case 1 -> text.append(ODDITIES[random.nextInt(ODDITIES.length)]);
                case 2 -> text.append((char) random.nextInt(0x10000));
                default -> text.appendCodePoint(random.nextInt(Character.MAX_CODE_POINT + 1));
            }
        }
        return text.toString();
    }
}
