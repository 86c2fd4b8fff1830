package io.gatehouse.moderation.decode;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;

/**
 * Letters on grey pictures, read by the system's Tesseract library, which is called here, inside of the cage, and needs no file once
 * it is open. One picture at a time.
 *
 * @see <a href="https://github.com/tesseract-ocr/tesseract/blob/5.3.0/include/tesseract/capi.h">Tesseract's functions for C</a>
 */
@SuppressWarnings("restricted") // The worker is started with native access.
final class TextReader {
    /** The name under which every system has version 5. */
    private static final String LIBRARY = "libtesseract.so.5";

    /** Only the neural reader: files of languages as systems install them hold no other. */
    private static final int NEURAL = 1;

    /** Lines anywhere, in no order: pictures that people share are no pages. */
    private static final int SPARSE = 11;

    /** Of a word. Below, the reader guesses at patterns: leaves, fences, fabrics. */
    private static final int LEAST_CONFIDENCE = 50;

    /** A line without a word of three letters that is as sure as this is a pattern, */
    private static final int SURE = 65;

    /** or all of it is as sure as this. */
    private static final int SURE_ALL = 80;

    /** In pixels of what is read. */
    private static final int LEAST_HEIGHT = 8;

    /** What pictures are taken to be printed at, which keeps the library from guessing. */
    private static final int DOTS_PER_INCH = 150;

    private static final FunctionDescriptor CREATE = FunctionDescriptor.of(ValueLayout.ADDRESS);
    private static final MemoryLayout POINTER = ValueLayout.ADDRESS;
    private static final MemoryLayout INT = ValueLayout.JAVA_INT;

    private final MethodHandle setImage;
    private final MethodHandle setResolution;
    private final MethodHandle createMonitor;
    private final MethodHandle deleteMonitor;
    private final MethodHandle setDeadline;
    private final MethodHandle recognize;
    private final MethodHandle lines;
    private final MethodHandle deleteText;
    private final MethodHandle clear;
    private final MemorySegment api;

    /** A line that was read, in pixels of the grey picture. */
    record Line(String text, int confidence, int left, int top, int width, int height) {}

    private TextReader(SymbolLookup library, String data, String languages) {
        setImage = function(
                library, "TessBaseAPISetImage", FunctionDescriptor.ofVoid(POINTER, POINTER, INT, INT, INT, INT));
        setResolution = function(library, "TessBaseAPISetSourceResolution", FunctionDescriptor.ofVoid(POINTER, INT));
        createMonitor = function(library, "TessMonitorCreate", CREATE);
        deleteMonitor = function(library, "TessMonitorDelete", FunctionDescriptor.ofVoid(POINTER));
        setDeadline = function(library, "TessMonitorSetDeadlineMSecs", FunctionDescriptor.ofVoid(POINTER, INT));
        recognize = function(library, "TessBaseAPIRecognize", FunctionDescriptor.of(INT, POINTER, POINTER));
        lines = function(library, "TessBaseAPIGetTsvText", FunctionDescriptor.of(POINTER, POINTER, INT));
        deleteText = function(library, "TessDeleteText", FunctionDescriptor.ofVoid(POINTER));
        clear = function(library, "TessBaseAPIClear", FunctionDescriptor.ofVoid(POINTER));
        var init = function(library, "TessBaseAPIInit2", FunctionDescriptor.of(INT, POINTER, POINTER, POINTER, INT));
        var mode = function(library, "TessBaseAPISetPageSegMode", FunctionDescriptor.ofVoid(POINTER, INT));
        try (var arena = Arena.ofConfined()) {
            api = (MemorySegment) function(library, "TessBaseAPICreate", CREATE).invokeExact();
            int failed = (int) init.invokeExact(api, arena.allocateFrom(data), arena.allocateFrom(languages), NEURAL);
            if (failed != 0)
                throw new IllegalStateException("Tesseract does not open the languages " + languages + " in " + data);
            mode.invokeExact(api, SPARSE);
        } catch (Throwable e) {
            throw failure(e);
        }
    }

    private static MethodHandle function(SymbolLookup library, String name, FunctionDescriptor descriptor) {
        return Linker.nativeLinker().downcallHandle(library.findOrThrow(name), descriptor);
    }

    /**
     * @param data the folder with a file for each language
     * @param languages as Tesseract calls them, joined by +
     * @throws IllegalStateException when the library, or a language, is not there
     */
    static TextReader open(String data, String languages) {
        SymbolLookup library;
        try {
            library = SymbolLookup.libraryLookup(LIBRARY, Arena.global());
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("the system has no " + LIBRARY, e);
        }
        return new TextReader(library, data, languages);
    }

    /** @return from the top down; those read until then when the time is over */
    List<Line> read(GreyPicture picture, int maxMillis) {
        try (var arena = Arena.ofConfined()) {
            var pixels = arena.allocateFrom(ValueLayout.JAVA_BYTE, picture.bytes());
            var monitor = (MemorySegment) createMonitor.invokeExact();
            try {
                setImage.invokeExact(api, pixels, picture.width(), picture.height(), 1, picture.width());
                setResolution.invokeExact(api, DOTS_PER_INCH);
                setDeadline.invokeExact(monitor, maxMillis);
                int failed = (int) recognize.invokeExact(api, monitor);
                return failed == 0 ? parsed() : List.of();
            } finally {
                // The pixels are of this call only.
                clear.invokeExact(api);
                deleteMonitor.invokeExact(monitor);
            }
        } catch (Throwable e) {
            throw failure(e);
        }
    }

    private List<Line> parsed() throws Throwable {
        var text = (MemorySegment) lines.invokeExact(api, 0);
        if (text.equals(MemorySegment.NULL)) return List.of();
        try {
            return parse(text.reinterpret(Long.MAX_VALUE).getString(0));
        } finally {
            deleteText.invokeExact(text);
        }
    }

    /** Rows of level, page, block, paragraph, line, word, left, top, width, height, confidence and text. */
    static List<Line> parse(String table) {
        var all = new ArrayList<Line>();
        String before = "";
        Gathered gathered = null;
        for (String row : table.split("\n", -1)) {
            var cells = row.split("\t", 12);
            if (cells.length < 12 || !cells[0].equals("5")) continue;
            double confidence = Double.parseDouble(cells[10]);
            if (confidence < LEAST_CONFIDENCE || letters(cells[11]) == 0) continue;
            String line = String.join(".", cells[2], cells[3], cells[4]);
            if (gathered == null || !line.equals(before)) {
                if (gathered != null && gathered.isLikely()) all.add(gathered.whole());
                gathered = new Gathered();
                before = line;
            }
            gathered.add(cells, confidence);
        }
        if (gathered != null && gathered.isLikely()) all.add(gathered.whole());
        return all;
    }

    private static long letters(String word) {
        return word.codePoints().filter(Character::isLetterOrDigit).count();
    }

    /** The words of a line. */
    private static final class Gathered {
        private final StringBuilder text = new StringBuilder();
        private int left = Integer.MAX_VALUE;
        private int top = Integer.MAX_VALUE;
        private int right;
        private int bottom;
        private double confidence;
        private int words;
        private boolean hasSureWord;

        void add(String[] cells, double sure) {
            if (!text.isEmpty()) text.append(' ');
            text.append(cells[11].strip());
            int x = Integer.parseInt(cells[6]);
            int y = Integer.parseInt(cells[7]);
            left = Math.min(left, x);
            top = Math.min(top, y);
            right = Math.max(right, x + Integer.parseInt(cells[8]));
            bottom = Math.max(bottom, y + Integer.parseInt(cells[9]));
            confidence += sure;
            words++;
            hasSureWord |= sure >= SURE && letters(cells[11]) > 2;
        }

        boolean isLikely() {
            return bottom - top >= LEAST_HEIGHT && (hasSureWord || confidence / words >= SURE_ALL);
        }

        Line whole() {
            int sure = Math.clamp(Math.round(confidence / words), 0, 100);
            return new Line(text.toString(), sure, left, top, Math.max(1, right - left), Math.max(1, bottom - top));
        }
    }

    private static IllegalStateException failure(Throwable e) {
        if (e instanceof Error error) throw error;
        return e instanceof IllegalStateException known
                ? known
                : new IllegalStateException("a call of the text reader failed", e);
    }
}
