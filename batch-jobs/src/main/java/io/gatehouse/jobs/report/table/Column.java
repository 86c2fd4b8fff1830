package io.gatehouse.jobs.report.table;

import java.util.Locale;

/**
 * A column of a table.
 *
 * @param id for machines: small letters and _
 * @param title for people
 */
public record Column(String id, String title, Kind kind) {
    /** What its cells hold, besides nothing. */
    public enum Kind {
        TEXT,
        COUNT,
        /** From 0 to 1. */
        SHARE,
        HOURS;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        boolean isNumber() {
            return this != TEXT;
        }
    }

    public Column {
        if (!id.matches("[a-z][a-z0-9_]{0,59}")) throw new IllegalArgumentException("no id of a column: " + id);
    }

    public static Column text(String id, String title) {
        return new Column(id, title, Kind.TEXT);
    }

    public static Column count(String id, String title) {
        return new Column(id, title, Kind.COUNT);
    }

    public static Column share(String id, String title) {
        return new Column(id, title, Kind.SHARE);
    }

    public static Column hours(String id, String title) {
        return new Column(id, title, Kind.HOURS);
    }

    boolean takes(Figure figure) {
        return switch (figure) {
            case Figure.Blank() -> true;
            case Figure.Hidden() -> kind.isNumber();
            case Figure.Words _ -> kind == Kind.TEXT;
            case Figure.Count _ -> kind == Kind.COUNT;
            case Figure.Amount _ -> kind == Kind.SHARE || kind == Kind.HOURS;
        };
    }
}
