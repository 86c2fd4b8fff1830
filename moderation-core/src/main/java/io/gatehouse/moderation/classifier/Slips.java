package io.gatehouse.moderation.classifier;

import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The same texts with letters swapped, left out, doubled, starred or set apart, as by a hurried or a hiding hand, in harmful and innocent ones
 * alike: what is learned of them stays true in disguise, and disguise says nothing by itself. Always the same for the same text and
 * seed.
 */
final class Slips {
    private static final Pattern WORD = Pattern.compile("\\p{L}{4,}");

    /** Of words of a text that is written so. */
    private static final double SHARE_OF_WORDS = 0.7;

    private Slips() {}

    static String in(String text, long seed) {
        var random = new Random(seed * 0x9E3779B97F4A7C15L + text.hashCode());
        return WORD.matcher(text).replaceAll(match -> {
            String word = match.group();
            return Matcher.quoteReplacement(random.nextDouble() < SHARE_OF_WORDS ? slip(word, random) : word);
        });
    }

    /** With the letters of every longer word set apart, in one of two ways. */
    static String apart(String text) {
        String between = (text.hashCode() & 1) == 0 ? " " : ".";
        return WORD.matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(
                        match.group().codePoints().mapToObj(Character::toString).collect(Collectors.joining(between))));
    }

    /** Behind the first letter, which readers go by. */
    private static String slip(String word, Random random) {
        int at = 1 + random.nextInt(word.length() - 2);
        String before = word.substring(0, at);
        return switch (random.nextInt(4)) {
            case 0 -> before + word.charAt(at + 1) + word.charAt(at) + word.substring(at + 2);
            case 1 -> before + word.substring(at + 1);
            case 2 -> before + word.charAt(at) + word.substring(at);
            default -> before + '*' + word.substring(at + 1);
        };
    }
}
