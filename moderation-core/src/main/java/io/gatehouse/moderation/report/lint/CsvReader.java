package io.gatehouse.moderation.report.lint;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads CSV as it comes, and says where it is not RFC 4180 or not UTF-8. */
final class CsvReader {
    private static final Charset WESTERN = Charset.forName("windows-1252");

    /** What people and programs part cells with; the first is right. */
    private static final char[] SEPARATORS = {',', ';', '\t', '|'};

    /** Above the header there are titles, in some lines at most. */
    private static final int LOOKED_AT = 10;

    private final String name;
    private final Findings findings;
    private final List<RawSheet.Row> rows = new ArrayList<>();
    private List<RawCell> cells = new ArrayList<>();
    private String text = "";
    private char separator = ',';
    private int at;
    private boolean loneReturns;

    CsvReader(String name, Findings findings) {
        this.name = name;
        this.findings = findings;
    }

    RawSheet read(byte[] bytes) {
        text = decode(bytes);
        separator = separator();
        if (separator != ',')
            findings.add(
                    Rule.SEPARATOR,
                    name,
                    1,
                    "",
                    "cells are separated by "
                            + Map.of(';', "semicolons", '\t', "tabs", '|', "bars")
                                    .get(separator),
                    "commas");
        while (at < text.length() && rows.size() < ReportFiles.MAX_ROWS) record();
        if (at < text.length())
            findings.sheet(
                    Rule.FILE_LIMIT,
                    name,
                    "more than " + ReportFiles.MAX_ROWS + " rows; the rest was not looked at",
                    "a sheet of the template has fewer than 3,000");
        if (loneReturns) findings.sheet(Rule.LINE_ENDS, name, "lines end with a lone carriage return", "CRLF or LF");
        // Lines without anything at the end are what an editor leaves.
        while (!rows.isEmpty()
                && rows.getLast().cells().size() == 1
                && rows.getLast().isBlank()) rows.removeLast();
        return new RawSheet(name, false, rows);
    }

    private String decode(byte[] bytes) {
        if (starts(bytes, 0xEF, 0xBB, 0xBF)) {
            findings.sheet(Rule.ENCODING_MARK, name, "the file begins with a byte order mark", "no mark");
            return utf8(Arrays.copyOfRange(bytes, 3, bytes.length));
        }
        if (starts(bytes, 0xFF, 0xFE) || starts(bytes, 0xFE, 0xFF)) {
            findings.sheet(Rule.ENCODING, name, "the file is UTF-16", "UTF-8");
            return new String(bytes, StandardCharsets.UTF_16);
        }
        if (bytes.length > 3 && (bytes[0] == 0) != (bytes[1] == 0) && (bytes[2] == 0) != (bytes[3] == 0)) {
            findings.sheet(Rule.ENCODING, name, "the file is UTF-16 without a mark", "UTF-8");
            return new String(bytes, bytes[0] == 0 ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE);
        }
        return utf8(bytes);
    }

    private String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException _) {
            findings.sheet(Rule.ENCODING, name, "the file is not UTF-8; it was read as Windows-1252", "UTF-8");
            return new String(bytes, WESTERN);
        }
    }

    private static boolean starts(byte[] bytes, int... with) {
        if (bytes.length < with.length) return false;
        for (int i = 0; i < with.length; i++) if ((bytes[i] & 0xFF) != with[i]) return false;
        return true;
    }

    /** What parts one of the first lines into most headers of the template; where there are none, what stands most often in it. */
    private char separator() {
        char best = ',';
        long most = 0;
        for (String line : (Iterable<String>) text.lines().limit(LOOKED_AT)::iterator)
            for (char each : SEPARATORS) {
                long headers = Arrays.stream(line.split(Pattern.quote(String.valueOf(each)), -1))
                        .filter(cell -> findings.isHeader(bare(cell)))
                        .count();
                if (headers > most) {
                    most = headers;
                    best = each;
                }
            }
        return most > 1 ? best : mostFrequent();
    }

    private static String bare(String cell) {
        String stripped = cell.strip();
        boolean quoted = stripped.length() > 1 && stripped.startsWith("\"") && stripped.endsWith("\"");
        return quoted ? stripped.substring(1, stripped.length() - 1).replace("\"\"", "\"") : stripped;
    }

    /** Outside of quotes, in the first line. */
    private char mostFrequent() {
        int[] counts = new int[SEPARATORS.length];
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') quoted = !quoted;
            if (quoted) continue;
            if (c == '\n' || c == '\r') break;
            for (int j = 0; j < counts.length; j++) if (c == SEPARATORS[j]) counts[j]++;
        }
        int best = 0;
        for (int j = 1; j < counts.length; j++) if (counts[j] > counts[best]) best = j;
        return SEPARATORS[best];
    }

    private void record() {
        int number = rows.size() + 1;
        cells = new ArrayList<>();
        boolean more = true;
        while (more) {
            String cell = at < text.length() && text.charAt(at) == '"' ? quoted(number) : bare(number);
            if (cells.size() < ReportFiles.MAX_COLUMNS) cells.add(new RawCell(cell, RawCell.Kind.PLAIN));
            more = at < text.length() && text.charAt(at) == separator;
            if (more) at++;
        }
        endOfLine();
        rows.add(new RawSheet.Row(number, cells));
    }

    private void endOfLine() {
        if (at >= text.length()) return;
        char c = text.charAt(at++);
        if (c != '\r') return;
        if (at < text.length() && text.charAt(at) == '\n') at++;
        else loneReturns = true;
    }

    private String bare(int row) {
        int from = at;
        while (at < text.length() && !ends(text.charAt(at))) at++;
        String cell = text.substring(from, at);
        if (cell.indexOf('"') >= 0)
            findings.add(
                    Rule.QUOTING,
                    name,
                    row,
                    "",
                    "a cell with quotes is not quoted: " + Findings.shown(cell),
                    "the cell in quotes, each quote within it twice");
        return cell;
    }

    private String quoted(int row) {
        var cell = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c != '"') cell.append(c);
            else if (at + 1 < text.length() && text.charAt(at + 1) == '"') {
                cell.append(c);
                at++;
            } else {
                at++;
                return rest(cell, row);
            }
        }
        findings.add(
                Rule.QUOTING,
                name,
                row,
                "",
                "a quoted cell does not end: " + Findings.shown(cell.toString()),
                "a closing quote");
        return cell.toString();
    }

    private String rest(StringBuilder cell, int row) {
        int from = at;
        while (at < text.length() && !ends(text.charAt(at))) at++;
        if (at > from) {
            cell.append(text, from, at);
            findings.add(
                    Rule.QUOTING,
                    name,
                    row,
                    "",
                    "text stands behind the closing quote: " + Findings.shown(cell.toString()),
                    "quotes within a cell twice");
        }
        return cell.toString();
    }

    private boolean ends(char c) {
        return c == separator || c == '\n' || c == '\r';
    }
}
