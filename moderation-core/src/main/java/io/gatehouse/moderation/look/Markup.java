package io.gatehouse.moderation.look;

/** What captions put between their words. */
public final class Markup {
    private Markup() {}

    /** Without tags in pointed brackets, and with the five usual names written out; what is no tag stays. */
    public static String stripped(String text) {
        var plain = new StringBuilder(text.length());
        for (int at = 0; at < text.length(); ) {
            int length = markupAt(text, at);
            if (length == 0) plain.append(text.charAt(at++));
            else {
                plain.append(meaning(text, at, length));
                at += length;
            }
        }
        return plain.toString().strip();
    }

    /** @return how many characters of markup begin here; 0 when none does */
    static int markupAt(String text, int at) {
        char first = text.charAt(at);
        if (first == '<') {
            // A tag begins with a letter, a stroke or a time; "a < b" does not.
            int end = text.indexOf('>', at);
            boolean tag = end > at + 1 && end - at <= MAX_TAG && isTagStart(text.charAt(at + 1));
            return tag ? end - at + 1 : 0;
        }
        // Positions and styles of another format, which players of this one honour.
        if (first == '{' && text.startsWith("{\\", at)) {
            int end = text.indexOf('}', at);
            return end > 0 && end - at <= MAX_TAG ? end - at + 1 : 0;
        }
        if (first != '&') return 0;
        for (String name : NAMES) if (text.startsWith(name, at)) return name.length();
        return 0;
    }

    private static final String[] NAMES = {"&amp;", "&lt;", "&gt;", "&nbsp;", "&lrm;", "&rlm;"};

    /** Of a voice's name, at most. */
    private static final int MAX_TAG = 200;

    private static boolean isTagStart(char c) {
        return c == '/' || Character.isLetterOrDigit(c);
    }

    /** What markup stands for in the text. */
    static String meaning(String text, int at, int length) {
        return switch (text.substring(at, at + length)) {
            case "&amp;" -> "&";
            case "&lt;" -> "<";
            case "&gt;" -> ">";
            case "&nbsp;" -> " ";
            default -> "";
        };
    }
}
