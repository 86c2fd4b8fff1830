package io.gatehouse.jobs.report.table;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDPageContentStream.AppendMode;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.jspecify.annotations.Nullable;

/**
 * Pages of A4, lying, that are written on from above. Lengths are points. The font comes with the library and is embedded: Latin,
 * Greek, Cyrillic; a letter that it lacks is shown as {@link #LACKING}, which no data have, and the paper knows that there was one.
 * Not thread-safe.
 */
final class PdfPaper implements AutoCloseable {
    static final float MARGIN = 36;
    static final float WIDTH = PDRectangle.A4.getHeight() - 2 * MARGIN;
    private static final float HEIGHT = PDRectangle.A4.getWidth();
    private static final float LINE = 1.3f;
    private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";

    /** Not a question mark, which might have been asked. */
    static final String LACKING = "\u25a1";

    private final PDDocument document = new PDDocument();
    private final PDFont font;
    private final Map<Integer, String> known = new HashMap<>();
    private @Nullable PDPageContentStream page;
    private float y;
    private boolean lacksLetters;

    PdfPaper(String title) throws IOException {
        try (var stream = PDFont.class.getResourceAsStream(FONT)) {
            if (stream == null) throw new IOException("the library has no " + FONT);
            font = PDType0Font.load(document, stream);
        }
        document.getDocumentInformation().setTitle(title);
        document.getDocumentInformation().setProducer("Gatehouse");
        document.getDocumentCatalog().setLanguage("en");
        turn();
    }

    /** Another page. */
    void turn() throws IOException {
        if (page != null) page.close();
        var fresh = new PDPage(new PDRectangle(/* width= */ WIDTH + 2 * MARGIN, /* height= */ HEIGHT));
        document.addPage(fresh);
        page = new PDPageContentStream(document, fresh);
        y = HEIGHT - MARGIN;
    }

    /** Whether so much fits below. */
    boolean has(float height) {
        return y - height >= 2 * MARGIN;
    }

    /** Lines of this size, with a little room around them, that fit below. */
    int linesLeft(float size) {
        return (int) ((y - 2 * MARGIN - 4) / lineOf(size));
    }

    boolean lacksLetters() {
        return lacksLetters;
    }

    void down(float height) {
        y -= height;
    }

    float lineOf(float size) {
        return size * LINE;
    }

    private PDPageContentStream page() {
        if (page == null) throw new IllegalStateException("the paper is closed");
        return page;
    }

    /** On the line that begins here; {@code lines} below it. */
    void write(String text, float x, float size, int lines, boolean isRight, float width) throws IOException {
        String shown = SeenOrder.of(shown(text));
        float at = isRight ? x + width - width(shown, size) : x;
        page().beginText();
        page().setFont(font, size);
        page().newLineAtOffset(MARGIN + at, y - size - lines * lineOf(size));
        page().showText(shown);
        page().endText();
    }

    /** Lines as wide as the page, turning it where they do not fit. */
    void paragraph(String text, float size) throws IOException {
        for (String line : wrapped(text, size, WIDTH)) {
            if (!has(lineOf(size))) turn();
            write(line, 0, size, 0, false, WIDTH);
            down(lineOf(size));
        }
        down(size / 2);
    }

    void rule(float x, float width) throws IOException {
        page().setStrokingColor(0.7f);
        page().moveTo(MARGIN + x, y);
        page().lineTo(MARGIN + x + width, y);
        page().stroke();
    }

    /** Behind what is written next. */
    void shade(float width, float height) throws IOException {
        page().setNonStrokingColor(0.93f);
        page().addRect(MARGIN, y - height, width, height);
        page().fill();
        page().setNonStrokingColor(0f);
    }

    void bar(float x, float width, float height) throws IOException {
        page().setNonStrokingColor(0.15f, 0.39f, 0.92f);
        page().addRect(MARGIN + x, y - height, Math.max(1, width), height);
        page().fill();
        page().setNonStrokingColor(0f);
    }

    float width(String text, float size) throws IOException {
        return font.getStringWidth(shown(text)) / 1000 * size;
    }

    /** Words that are wider than the width are cut. */
    List<String> wrapped(String text, float size, float width) throws IOException {
        var lines = new ArrayList<String>();
        for (String hard : text.split("\n", -1)) {
            var line = new StringBuilder();
            for (String word : hard.split(" ", -1)) {
                String longer = line.isEmpty() ? word : line + " " + word;
                if (width(longer, size) <= width) {
                    line.setLength(0);
                    line.append(longer);
                    continue;
                }
                if (!line.isEmpty()) lines.add(line.toString());
                line.setLength(0);
                line.append(cut(word, size, width, lines));
            }
            lines.add(line.toString());
        }
        return lines;
    }

    private String cut(String word, float size, float width, List<String> lines) throws IOException {
        String rest = word;
        while (width(rest, size) > width && rest.length() > 1) {
            int end = rest.offsetByCodePoints(rest.length(), -1);
            // A letter of two chars is not cut through.
            while (end > 0 && width(rest.substring(0, end), size) > width) end = rest.offsetByCodePoints(end, -1);
            if (end == 0) end = rest.offsetByCodePoints(0, 1);
            if (end == rest.length()) break;
            lines.add(rest.substring(0, end));
            rest = rest.substring(end);
        }
        return rest;
    }

    private String shown(String text) {
        var shown = new StringBuilder(text.length());
        text.codePoints().forEach(point -> shown.append(known.computeIfAbsent(point, this::glyph)));
        return shown.toString();
    }

    private String glyph(int codePoint) {
        if (Character.isISOControl(codePoint)) return " ";
        // Joins or turns its neighbours, and is nothing itself.
        if (Character.getType(codePoint) == Character.FORMAT) return "";
        String letter = Character.toString(codePoint);
        try {
            font.encode(letter);
            return letter;
        } catch (IllegalArgumentException | IOException _) {
            lacksLetters = true;
            return LACKING;
        }
    }

    /** Numbers the pages and writes them out. */
    void save(String foot, OutputStream out) throws IOException {
        if (page != null) page.close();
        page = null;
        int pages = document.getNumberOfPages();
        for (int i = 0; i < pages; i++)
            try (var below = new PDPageContentStream(document, document.getPage(i), AppendMode.APPEND, true)) {
                below.beginText();
                below.setFont(font, 8);
                below.newLineAtOffset(MARGIN, MARGIN / 2);
                below.showText(shown(foot + " · " + (i + 1) + "/" + pages));
                below.endText();
            }
        document.save(out);
    }

    @Override
    public void close() throws IOException {
        if (page != null) page.close();
        document.close();
    }
}
