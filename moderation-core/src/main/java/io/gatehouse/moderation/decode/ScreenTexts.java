package io.gatehouse.moderation.decode;

import io.gatehouse.moderation.decode.TextReader.Line;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is written on a picture, or on the frames of what moves: at every cut and once a second, where something changed that
 * can be letters. A line that stays is said once, with the time from its first to its last sight.
 */
final class ScreenTexts {
    /** Read at least so often, longer videos less: so the whole length is read within {@link #MAX_FRAMES}. */
    private static final long LEAST_GAP_MICROS = 1_000_000;

    /** Reading a frame of 1080p takes a tenth of a second: some two minutes for one medium. */
    private static final int MAX_FRAMES = 600;

    /** Of reading, for one medium. Then the rest is told as missed. */
    private static final long MAX_NANOS = 120_000_000_000L;

    /** For one picture or frame; what was read until then counts. A page of small print takes two seconds. */
    private static final int MAX_FRAME_MILLIS = 8_000;

    /** Lines of one medium. */
    static final int MAX_LINES = 10_000;

    /** Characters of one line. */
    static final int MAX_LENGTH = 1_000;

    private final TextReader reader;
    private final Answers answers;
    private final long gapMicros;
    private final Orientation turned;
    private final List<Shown> shown = new ArrayList<>();
    private @Nullable TextTrace before;
    private long lastRead = Long.MIN_VALUE;
    private long nanos;
    private int said;
    private boolean over;

    /** A line that is still there. */
    private static final class Shown {
        private final int frame;
        private final long first;
        private String text;
        private Line line;
        private long last;

        Shown(int frame, long micros, Line line) {
            this.frame = frame;
            this.first = micros;
            this.last = micros;
            this.line = line;
            this.text = plain(line.text());
        }

        boolean isSame(Line other) {
            return Likeness.areLike(text, plain(other.text()));
        }

        void seenAgain(long micros, Line again) {
            last = micros;
            if (again.confidence() <= line.confidence()) return;
            line = again;
            text = plain(again.text());
        }
    }

    /**
     * @param declaredMicros as the file says, 0 when it does not
     * @param turned how each frame is turned before it is shown
     */
    ScreenTexts(TextReader reader, Answers answers, long declaredMicros, Orientation turned) {
        this.turned = turned;
        this.reader = reader;
        this.answers = answers;
        gapMicros = Math.max(LEAST_GAP_MICROS, declaredMicros / MAX_FRAMES);
    }

    /** A picture that does not move. */
    void picture(GreyPicture picture) throws IOException {
        for (var line : read(picture)) say(0, 0, 0, line);
    }

    /** @param begins whether the frame is the first of a scene */
    void frame(int number, long micros, AVFrame frame, boolean begins) throws IOException {
        boolean due = lastRead == Long.MIN_VALUE || micros - lastRead >= gapMicros;
        // Cuts are read too, but flicker must not use the time up.
        if (over || !(due || (begins && micros - lastRead >= LEAST_GAP_MICROS / 4))) return;
        lastRead = micros;
        var grey = GreyPicture.of(frame, turned);
        var trace = TextTrace.of(grey);
        if (before != null && !trace.differsFrom(before)) {
            for (var line : shown) line.last = micros;
            return;
        }
        before = trace;
        show(number, micros, trace.mayHoldText() ? read(grey) : List.of());
    }

    private void show(int number, long micros, List<Line> lines) throws IOException {
        var left = new ArrayList<>(lines);
        var gone = new ArrayList<Shown>();
        for (var line : shown) {
            var again = left.stream().filter(line::isSame).findFirst();
            if (again.isPresent()) {
                line.seenAgain(micros, again.get());
                left.remove(again.get());
            } else gone.add(line);
        }
        for (var line : gone) say(line);
        shown.removeAll(gone);
        for (var line : left) shown.add(new Shown(number, micros, line));
    }

    private void say(Shown line) throws IOException {
        say(line.frame, line.first, line.last, line.line);
    }

    private void say(int frame, long first, long last, Line line) throws IOException {
        if (said == MAX_LINES) {
            if (!over) answers.missed(Missed.TOO_MANY_LINES);
            over = true;
            return;
        }
        said++;
        answers.text(frame, first, last, line);
    }

    /** Lines in pixels as they are shown. */
    private List<Line> read(GreyPicture picture) throws IOException {
        long started = System.nanoTime();
        var lines = new ArrayList<Line>();
        for (var pass : List.of(picture, picture.brightest()))
            for (var line : reader.read(pass, MAX_FRAME_MILLIS))
                if (lines.stream().noneMatch(known -> Likeness.areLike(plain(known.text()), plain(line.text()))))
                    lines.add(line);
        nanos += System.nanoTime() - started;
        if (nanos > MAX_NANOS && !over) {
            over = true;
            answers.missed(Missed.READING_TIME);
        }
        return lines.stream().map(line -> shown(line, picture)).toList();
    }

    private static Line shown(Line line, GreyPicture picture) {
        String text = line.text().length() > MAX_LENGTH ? line.text().substring(0, MAX_LENGTH) : line.text();
        return new Line(
                text,
                line.confidence(),
                picture.shown(line.left()),
                picture.shown(line.top()),
                Math.max(1, picture.shown(line.width())),
                Math.max(1, picture.shown(line.height())));
    }

    /** What stays until the end is said then. */
    void end(long micros) throws IOException {
        for (var line : shown) {
            line.last = Math.max(line.last, Math.min(micros, line.last + gapMicros));
            say(line);
        }
        shown.clear();
    }

    private static String plain(String text) {
        var kept = new StringBuilder(text.length());
        text.toLowerCase(Locale.ROOT)
                .codePoints()
                .filter(Character::isLetterOrDigit)
                .forEach(kept::appendCodePoint);
        return kept.toString();
    }
}
