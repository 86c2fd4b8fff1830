package io.gatehouse.moderation.look;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.moderation.signal.Place;
import io.gatehouse.moderation.signal.Span;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaptionsTest {
    private static final String WEBVTT = """
            \ufeffWEBVTT - a title
            Kind: captions

            NOTE
            nobody sees this

            STYLE
            ::cue { color: red }

            first
            00:01.000 --> 00:02.500 align:start line:0
            <v Fred>the <i>pelican</i> &amp; I</v>
            a < b

            01:00:03.000 --> 01:00:04.000
            𝒽 sells <00:00:03.500>lanterns
            """;

    @Test
    void readsWebvttAsPlayersDo() {
        assertThat(text(CaptionFormat.WEBVTT, WEBVTT)).isEqualTo("the pelican & I\na < b\n𝒽 sells lanterns");
    }

    @Test
    void tellsWhereInTheDocumentAndWhenItIsSaid() {
        var read = read(CaptionFormat.WEBVTT, WEBVTT);
        assertThat(submitted(read, "pelican")).isEqualTo("pelican");
        assertThat(place(read, "pelican")).isEqualTo(new Place(Place.NO_FRAME, 1000, 2500, null));
        assertThat(submitted(read, "lanterns")).isEqualTo("lanterns");
        assertThat(place(read, "lanterns")).isEqualTo(new Place(Place.NO_FRAME, 3_603_000, 3_604_000, null));
        // Across cues, and all that stands between them.
        assertThat(submitted(read, "b\n𝒽")).startsWith("b\n").endsWith("𝒽");
        assertThat(place(read, "b\n𝒽")).isEqualTo(new Place(Place.NO_FRAME, 1000, 3_604_000, null));
    }

    @Test
    void readsWhatSubripWritersWrite() {
        assertThat(text(CaptionFormat.SRT, """
                1\r
                00:00:01,000 --> 00:00:02,000\r
                {\\an8}the pelican\r
                speaks\r
                2\r
                0:00:02.5 --> 00:00:04,000  X1:40\r
                <font color="red">of</font> lanterns\r
                \r
                00:00:05,000 --> 00:00:06,000
                without a number
                """)).isEqualTo("the pelican\nspeaks\nof lanterns\nwithout a number");
        var read = read(CaptionFormat.SRT, "1\r\n00:01,000 --> 00:02,000\r\nthe pelican\r\n");
        var span = read.placed(new Span(3, 4, 11));
        assertThat(span.part()).isEqualTo(3);
        assertThat("1\r\n00:01,000 --> 00:02,000\r\nthe pelican\r\n".substring(span.start(), span.end()))
                .isEqualTo("pelican");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "WEBVT                                          | line 1 must be WEBVTT",
                "WEBVTT;;words without a time                   | line 3 belongs to no cue",
                "WEBVTT;;00:01.000 --> 00:00.500;words          | line 3 ends before it begins",
                "WEBVTT;;00:01.000 -> 00:02.000;words           | line 3 belongs to no cue",
                "WEBVTT;;00:61.000 --> 00:62.000;words          | line 3 must be two times",
                "WEBVTT;;00:01.000 --> ;words                   | line 3 must be two times",
                "WEBVTT;;00:01.000 --> 00:02.000;words;;more    | line 6 belongs to no cue",
            })
    void namesTheLineThatCannotBeRead(String document, String fault) {
        assertThat(faults(CaptionFormat.WEBVTT, document.strip().replace(';', '\n')))
                .singleElement()
                .asString()
                .startsWith(fault.strip());
    }

    @Test
    void tellsManyFaultsAtOnceAndNotAll() {
        assertThat(faults(CaptionFormat.SRT, "x\n\n".repeat(100))).hasSize(Captions.MAX_FAULTS);
    }

    @Test
    void takesAnythingAtAll() {
        var random = new Random(20261130);
        String[] pieces = {
            "WEBVTT",
            "\n",
            "\r\n",
            "\r",
            "00:01.000",
            " --> ",
            "1",
            "word",
            "<i>",
            "<",
            "&amp;",
            "&",
            "{\\a}",
            "{\\",
            "NOTE",
            "\ufeff",
            "😀",
            "\t",
            ":",
            ",",
            "99:99:99,999"
        };
        for (int i = 0; i < 3_000; i++) {
            var document = new StringBuilder(random.nextBoolean() ? "WEBVTT\n\n" : "");
            for (int j = random.nextInt(40); j > 0; j--) document.append(pieces[random.nextInt(pieces.length)]);
            String whole = document.toString();
            for (var format : CaptionFormat.values()) {
                if (!(Captions.read(format, whole) instanceof Captions.Reading.Read(var read))) continue;
                int length = read.text().codePointCount(0, read.text().length());
                int points = whole.codePointCount(0, whole.length());
                for (int at = 0; at < length; at++) {
                    var span = read.placed(new Span(0, at, at + 1));
                    assertThat(span.end()).as(whole).isLessThanOrEqualTo(points);
                }
            }
        }
    }

    private static PlacedText read(CaptionFormat format, String document) {
        return switch (Captions.read(format, document)) {
            case Captions.Reading.Read(var text) -> text;
            case Captions.Reading.Faulty(var faults) -> throw new AssertionError(faults);
        };
    }

    private static String text(CaptionFormat format, String document) {
        return read(format, document).text();
    }

    private static List<Captions.Fault> faults(CaptionFormat format, String document) {
        return switch (Captions.read(format, document)) {
            case Captions.Reading.Read(var text) -> throw new AssertionError("was read: " + text.text());
            case Captions.Reading.Faulty(var faults) -> faults;
        };
    }

    private static Span span(PlacedText read, String words) {
        int start = read.text().indexOf(words);
        int from = read.text().codePointCount(0, start);
        return read.placed(new Span(0, from, from + words.codePointCount(0, words.length())));
    }

    private static Place place(PlacedText read, String words) {
        return span(read, words).place();
    }

    /** What a client cuts out of what it sent. */
    private static String submitted(PlacedText read, String words) {
        var span = span(read, words);
        int[] points = WEBVTT.codePoints().toArray();
        return new String(points, span.start(), span.end() - span.start());
    }
}
