package io.gatehouse.moderation.report.lint;

/** A cell as the file has it. In CSV all are {@link Kind#PLAIN}. */
record RawCell(String text, Kind kind) {
    enum Kind {
        PLAIN,
        NUMBER,
        /** Text in a workbook, where numbers have a kind of their own. */
        TEXT,
        DATE,
        FORMULA,
        ERROR
    }

    static final RawCell NONE = new RawCell("", Kind.PLAIN);

    /** Without the spaces that spreadsheets and web pages leave around it: no-break ones, and those that nobody sees. */
    String stripped() {
        int from = 0;
        int to = text.length();
        while (from < to && isSpace(text.charAt(from))) from++;
        while (to > from && isSpace(text.charAt(to - 1))) to--;
        return text.substring(from, to);
    }

    boolean isBlank() {
        return text.chars().allMatch(c -> isSpace((char) c));
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.getType(c) == Character.FORMAT;
    }
}
