package io.gatehouse.moderation.look;

import io.gatehouse.moderation.signal.Place;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads captions and transcripts: the words of all cues as one text, each with its time. Takes what players take (either mark of
 * decimals, hours or none, settings, numbers or names in front, no empty line between) and refuses what a player would leave out
 * silently, since what is left out is not judged.
 */
public final class Captions {
    /** Of UTF-8: what is said in some three hours. */
    public static final int MAX_BYTES = 256 * 1024;

    /** Told at once. */
    public static final int MAX_FAULTS = 20;

    private static final String ARROW = "-->";

    private final CaptionFormat format;
    private final List<Line> lines;
    private final PlacedText.Builder text = new PlacedText.Builder();
    private final List<Fault> faults = new ArrayList<>();
    private int at;

    /** What came of reading. */
    public sealed interface Reading {
        /** @param text of all cues, lines joined by line breaks */
        record Read(PlacedText text) implements Reading {}

        /** @param faults one or more, by line */
        record Faulty(List<Fault> faults) implements Reading {}
    }

    /** @param line from 1 */
    public record Fault(int line, String reason) {
        @Override
        public String toString() {
            return "line " + line + " " + reason;
        }
    }

    /** @param start its first code point in the document */
    private record Line(String text, int start) {
        boolean isBlank() {
            return text.isBlank();
        }

        boolean hasTime() {
            return text.contains(ARROW);
        }
    }

    private Captions(CaptionFormat format, String document) {
        this.format = format;
        this.lines = lines(document);
    }

    public static Reading read(CaptionFormat format, String document) {
        return new Captions(format, document).read();
    }

    private static List<Line> lines(String document) {
        var lines = new ArrayList<Line>();
        int start = 0;
        int points = 0;
        for (int end = 0; end <= document.length(); end++) {
            boolean last = end == document.length();
            char c = last ? '\n' : document.charAt(end);
            if (c != '\n' && c != '\r') continue;
            lines.add(new Line(document.substring(start, end), points));
            points += document.codePointCount(start, end) + 1;
            // A pair of both is one break.
            if (!last && c == '\r' && end + 1 < document.length() && document.charAt(end + 1) == '\n') {
                end++;
                points++;
            }
            start = end + 1;
        }
        return lines;
    }

    private Reading read() {
        if (format == CaptionFormat.WEBVTT) header();
        while (at < lines.size() && faults.size() < MAX_FAULTS) block();
        return faults.isEmpty() ? new Reading.Read(text.build()) : new Reading.Faulty(List.copyOf(faults));
    }

    private void header() {
        String first = withoutMark(lines.getFirst().text());
        if (!first.equals("WEBVTT") && !first.startsWith("WEBVTT ") && !first.startsWith("WEBVTT\t")) {
            faults.add(new Fault(1, "must be WEBVTT"));
        }
        // What stands directly below belongs to the header, up to a cue.
        at = 1;
        while (at < lines.size() && !lines.get(at).isBlank() && !lines.get(at).hasTime()) at++;
    }

    /** The mark of byte order. */
    private static String withoutMark(String line) {
        return line.startsWith("\ufeff") ? line.substring(1) : line;
    }

    private void block() {
        var line = lines.get(at);
        if (line.isBlank() || withoutMark(line.text()).isBlank()) {
            at++;
        } else if (line.hasTime()) {
            cue();
        } else if (format == CaptionFormat.WEBVTT && isNoCue(line.text())) {
            while (at < lines.size()
                    && !lines.get(at).isBlank()
                    && !lines.get(at).hasTime()) at++;
        } else if (at + 1 < lines.size() && lines.get(at + 1).hasTime()) {
            // The cue's number or name.
            at++;
        } else {
            faults.add(
                    new Fault(at + 1, "belongs to no cue: a time such as 00:01.000 --> 00:02.000 must stand above it"));
            while (at < lines.size() && !lines.get(at).isBlank()) at++;
        }
    }

    private static boolean isNoCue(String line) {
        for (String word : List.of("NOTE", "STYLE", "REGION"))
            if (line.equals(word) || line.startsWith(word + " ") || line.startsWith(word + "\t")) return true;
        return false;
    }

    private void cue() {
        String time = lines.get(at).text();
        int arrow = time.indexOf(ARROW);
        long start = millis(time.substring(0, arrow).strip());
        String behind = time.substring(arrow + ARROW.length()).strip();
        // Behind the second time settings may follow.
        long end = millis(behind.split("[ \t]", 2)[0]);
        if (start < 0 || end < 0)
            faults.add(new Fault(
                    at + 1, "must be two times such as 00:01.000 --> 00:02.000 or 01:02:03,000 --> 01:02:04,000"));
        else if (end < start) faults.add(new Fault(at + 1, "ends before it begins"));
        at++;
        boolean sound = start >= 0 && end >= start;
        while (at < lines.size() && !lines.get(at).isBlank() && !lines.get(at).hasTime()) {
            if (startsNext()) break;
            if (sound)
                text.line(lines.get(at).text(), lines.get(at).start(), new Place(Place.NO_FRAME, start, end, null));
            at++;
        }
    }

    /** Where no empty line stands between cues: a bare number above a time is the next one's. */
    private boolean startsNext() {
        return at + 1 < lines.size()
                && lines.get(at + 1).hasTime()
                && lines.get(at).text().strip().chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** @return -1 when it is no time */
    private static long millis(String time) {
        var parts = time.replace(',', '.').split(":", -1);
        if (parts.length < 2 || parts.length > 3) return -1;
        String[] seconds = parts[parts.length - 1].split("\\.", -1);
        if (seconds.length > 2) return -1;
        Long hours = parts.length == 3 ? number(parts[0], 4) : Long.valueOf(0);
        Long minutes = number(parts[parts.length - 2], 2);
        Long whole = number(seconds[0], 2);
        Long rest = seconds.length == 1 ? Long.valueOf(0) : thousandths(seconds[1]);
        if (hours == null || minutes == null || whole == null || rest == null || minutes > 59 || whole > 59) return -1;
        return ((hours * 60 + minutes) * 60 + whole) * 1000 + rest;
    }

    /** Some write two digits, some six. */
    private static @Nullable Long thousandths(String digits) {
        return digits.isEmpty() ? null : number((digits + "00").substring(0, 3), 3);
    }

    private static @Nullable Long number(String digits, int most) {
        boolean sound =
                !digits.isEmpty() && digits.length() <= most && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return sound ? Long.valueOf(digits) : null;
    }
}
