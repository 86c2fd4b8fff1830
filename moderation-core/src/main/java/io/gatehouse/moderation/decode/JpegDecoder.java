package io.gatehouse.moderation.decode;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT470BG;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ422P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ440P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ444P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Plain JPEG files by libjpeg-turbo, in two thirds of the time of the other decoder, and to the very pixels that tools built on the
 * Independent JPEG Group's decoder see (ADR 76). One picture at a time. The library is the one inside of Leptonica as its publishers
 * pack it; its functions are called as its header of version 6.2 has them.
 *
 * @see <a href="https://github.com/libjpeg-turbo/libjpeg-turbo/blob/3.1.3/doc/libjpeg.txt">libjpeg.txt</a>
 */
@SuppressWarnings("restricted") // The worker is started with native access.
final class JpegDecoder {
    private static final String LIBRARY = "libleptonica.so.6";

    /** Of the library's interface, which it compares with its own, as it does the size of the state. */
    private static final int INTERFACE = 62;

    private static final long STATE_BYTES = 632;
    private static final long ERRORS_BYTES = 168;

    /** Where they lie in the state: {@code jpeglib.h}, {@code struct jpeg_decompress_struct}. */
    private static final long ERRORS = 0;

    private static final long WIDTH = 48;
    private static final long HEIGHT = 52;
    private static final long KEPT_AS = 60;
    private static final long WANTED_AS = 64;
    private static final long RAW = 92;
    private static final long METHOD = 96;
    private static final long ROWS_READ = 168;

    /** In {@code struct jpeg_error_mgr}: what is called where the library cannot go on, and where it can. */
    private static final long FATAL = 0;

    private static final long MESSAGE = 8;

    private static final int BRIGHTNESS_AND_COLOURS = 3;

    /** The slow transform: the one that all others are compared with. */
    private static final int SLOW = 0;

    private static final int BLOCK = 8;
    private static final int PLANES = 3;

    private static final MemoryLayout POINTER = ValueLayout.ADDRESS;
    private static final MemoryLayout INT = ValueLayout.JAVA_INT;
    private static final MemoryLayout LONG = ValueLayout.JAVA_LONG;

    private final MethodHandle create;
    private final MethodHandle source;
    private final MethodHandle readHeader;
    private final MethodHandle start;
    private final MethodHandle readRaw;
    private final MethodHandle destroy;
    private final MemorySegment state;
    private int warnings;

    private JpegDecoder(SymbolLookup library) {
        create = function(library, "jpeg_CreateDecompress", FunctionDescriptor.ofVoid(POINTER, INT, LONG));
        source = function(library, "jpeg_mem_src", FunctionDescriptor.ofVoid(POINTER, POINTER, LONG));
        readHeader = function(library, "jpeg_read_header", FunctionDescriptor.of(INT, POINTER, INT));
        start = function(library, "jpeg_start_decompress", FunctionDescriptor.of(INT, POINTER));
        readRaw = function(library, "jpeg_read_raw_data", FunctionDescriptor.of(INT, POINTER, POINTER, INT));
        destroy = function(library, "jpeg_destroy_decompress", FunctionDescriptor.ofVoid(POINTER));
        var standard = function(library, "jpeg_std_error", FunctionDescriptor.of(POINTER, POINTER));
        state = Arena.global().allocate(STATE_BYTES, BLOCK);
        var errors = Arena.global().allocate(ERRORS_BYTES, BLOCK);
        try {
            var _ = (MemorySegment) standard.invokeExact(errors);
        } catch (Throwable e) {
            throw failure(e);
        }
        errors.set(ValueLayout.ADDRESS, FATAL, called("cannotGoOn", FunctionDescriptor.ofVoid(POINTER)));
        errors.set(ValueLayout.ADDRESS, MESSAGE, called("says", FunctionDescriptor.ofVoid(POINTER, INT)));
        state.set(ValueLayout.ADDRESS, ERRORS, errors);
    }

    private static MethodHandle function(SymbolLookup library, String name, FunctionDescriptor descriptor) {
        return Linker.nativeLinker().downcallHandle(library.findOrThrow(name), descriptor);
    }

    private MemorySegment called(String method, FunctionDescriptor descriptor) {
        try {
            MethodType type = descriptor.toMethodType();
            var handle = MethodHandles.lookup()
                    .findVirtual(JpegDecoder.class, method, type)
                    .bindTo(this);
            return Linker.nativeLinker().upcallStub(handle, descriptor, Arena.global());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @throws IllegalStateException when the library is not there */
    static JpegDecoder open() {
        try {
            return new JpegDecoder(SymbolLookup.libraryLookup(path(), Arena.global()));
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("the worker has no " + LIBRARY, e);
        }
    }

    /** Where the program unpacked it for the worker. */
    private static Path path() {
        return Path.of(System.getProperty("java.library.path"), LIBRARY);
    }

    /** Called by the library, which must not come back: a plain file has nothing that leads here, but for the end of memory. */
    void cannotGoOn(MemorySegment of) {
        Runtime.getRuntime().halt(1);
    }

    /** Called by the library. Below zero something in the picture is broken, and it goes on as viewers do. */
    void says(MemorySegment of, int level) {
        if (level < 0) warnings++;
    }

    /** A decoded picture, which is gone when it is closed. */
    static final class Decoded implements AutoCloseable {
        private final AVFrame frame = av_frame_alloc();
        private final Pointer memory;
        private boolean isBroken;

        private Decoded(long bytes) {
            memory = av_malloc(bytes);
            if (memory == null || memory.isNull()) {
                av_frame_free(frame);
                throw new RefusedException(Refusal.UNREADABLE);
            }
        }

        AVFrame frame() {
            return frame;
        }

        /** Whether codes were wrong or missing: what is shown there was made up. */
        boolean isBroken() {
            return isBroken;
        }

        @Override
        public void close() {
            // The frame does not own its planes.
            av_frame_free(frame);
            av_free(memory);
        }
    }

    /**
     * @param head as it was found in the file
     * @throws RefusedException when the library reads another head
     */
    Decoded decode(byte[] file, PlainJpeg head) {
        // Whole units of blocks, of which the last ones hang over.
        int unitsAcross = ceiling(head.width(), BLOCK * head.blocks().across());
        int unitsDown = ceiling(head.height(), BLOCK * head.blocks().down());
        var strides = new int[PLANES];
        var rows = new int[PLANES];
        for (int i = 0; i < PLANES; i++) {
            var blocks = i == 0 ? head.blocks() : head.colourBlocks();
            strides[i] = unitsAcross * BLOCK * blocks.across();
            rows[i] = unitsDown * BLOCK * blocks.down();
        }
        var starts = new long[PLANES + 1];
        for (int i = 0; i < PLANES; i++) starts[i + 1] = starts[i] + (long) strides[i] * rows[i];
        var decoded = new Decoded(starts[PLANES]);
        boolean isDone = false;
        try (var arena = Arena.ofConfined()) {
            var planes = new Planes(arena, decoded.memory.address(), starts, strides, rows);
            decode(arena.allocateFrom(ValueLayout.JAVA_BYTE, file), head, planes);
            decoded.isBroken = warnings > 0;
            describe(decoded, head, starts, strides);
            isDone = true;
            return decoded;
        } catch (Throwable e) {
            throw failure(e);
        } finally {
            if (!isDone) decoded.close();
        }
    }

    private static int ceiling(int length, int part) {
        return (length + part - 1) / part;
    }

    private void decode(MemorySegment file, PlainJpeg head, Planes planes) throws Throwable {
        warnings = 0;
        create.invokeExact(state, INTERFACE, STATE_BYTES);
        try {
            source.invokeExact(state, file, file.byteSize());
            int _ = (int) readHeader.invokeExact(state, 1);
            boolean isSame = state.get(ValueLayout.JAVA_INT, WIDTH) == head.width()
                    && state.get(ValueLayout.JAVA_INT, HEIGHT) == head.height()
                    && state.get(ValueLayout.JAVA_INT, KEPT_AS) == BRIGHTNESS_AND_COLOURS;
            if (!isSame) throw new RefusedException(Refusal.UNREADABLE);
            state.set(ValueLayout.JAVA_INT, WANTED_AS, BRIGHTNESS_AND_COLOURS);
            state.set(ValueLayout.JAVA_INT, RAW, 1);
            state.set(ValueLayout.JAVA_INT, METHOD, SLOW);
            int _ = (int) start.invokeExact(state);
            int atOnce = BLOCK * head.blocks().down();
            for (int row = 0; row < head.height(); row = state.get(ValueLayout.JAVA_INT, ROWS_READ)) {
                int read = (int) readRaw.invokeExact(state, planes.from(row, head.down()), atOnce);
                if (read != atOnce) throw new RefusedException(Refusal.UNREADABLE);
            }
        } finally {
            destroy.invokeExact(state);
        }
    }

    /** Where each row of each plane begins, as the library wants to be told. */
    private static final class Planes {
        private final MemorySegment[] rows = new MemorySegment[PLANES];
        private final MemorySegment told;

        Planes(Arena arena, long memory, long[] starts, int[] strides, int[] counts) {
            told = arena.allocate(ValueLayout.ADDRESS, PLANES);
            for (int plane = 0; plane < PLANES; plane++) {
                rows[plane] = arena.allocate(ValueLayout.ADDRESS, counts[plane]);
                for (int row = 0; row < counts[plane]; row++)
                    rows[plane].setAtIndex(
                            ValueLayout.JAVA_LONG, row, memory + starts[plane] + (long) row * strides[plane]);
            }
        }

        MemorySegment from(int row, int down) {
            for (int plane = 0; plane < PLANES; plane++) {
                int first = plane == 0 ? row : row / down;
                told.setAtIndex(
                        ValueLayout.JAVA_LONG, plane, rows[plane].address() + first * ValueLayout.ADDRESS.byteSize());
            }
            return told;
        }
    }

    private static void describe(Decoded decoded, PlainJpeg head, long[] starts, int[] strides) {
        var frame = decoded.frame;
        frame.format(format(head));
        frame.width(head.width());
        frame.height(head.height());
        frame.color_range(AVCOL_RANGE_JPEG);
        frame.colorspace(AVCOL_SPC_BT470BG);
        for (int plane = 0; plane < PLANES; plane++) {
            frame.data(plane, new BytePointer(decoded.memory).position(starts[plane]));
            frame.linesize(plane, strides[plane]);
        }
    }

    private static int format(PlainJpeg head) {
        if (head.across() == 2) return head.down() == 2 ? AV_PIX_FMT_YUVJ420P : AV_PIX_FMT_YUVJ422P;
        return head.down() == 2 ? AV_PIX_FMT_YUVJ440P : AV_PIX_FMT_YUVJ444P;
    }

    private static RuntimeException failure(Throwable e) {
        if (e instanceof Error error) throw error;
        return e instanceof RuntimeException plain ? plain : new IllegalStateException(e);
    }
}
