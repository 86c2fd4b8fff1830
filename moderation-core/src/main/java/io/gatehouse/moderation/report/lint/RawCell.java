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

    String stripped() {
        return text.strip();
    }

    boolean isBlank() {
        return text.isBlank();
    }
}
