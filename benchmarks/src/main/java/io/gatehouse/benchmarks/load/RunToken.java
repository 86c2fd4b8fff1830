package io.gatehouse.benchmarks.load;

import java.util.random.RandomGenerator;

/** Names a run so that it is found again in any bytes. */
public final class RunToken {
    /** No vowels, so that it never spells a word of a bank; no letter that folding replaces; lower case. */
    private static final String LETTERS = "bcdfghjkmnpqrtvwxz";

    /** 66 bits: nothing else holds it by chance. */
    private static final int LENGTH = 16;

    private RunToken() {}

    /** No letter twice in a row, because folding shortens such runs. */
    public static String random(RandomGenerator random) {
        var token = new StringBuilder(LENGTH);
        while (token.length() < LENGTH) {
            char next = LETTERS.charAt(random.nextInt(LETTERS.length()));
            if (token.isEmpty() || token.charAt(token.length() - 1) != next) token.append(next);
        }
        return token.toString();
    }
}
