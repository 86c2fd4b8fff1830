package io.gatehouse.moderation.decode;

import io.gatehouse.moderation.hash.FrameHasher;
import io.gatehouse.moderation.hash.Luma;
import io.gatehouse.moderation.hash.PdqHasher;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decodes four tiny files of our own, so that every class and library is loaded while files can still be opened, and shows
 * that the decoders work. Vector code runs a few times, since it is slow until it is compiled.
 */
final class WarmUp {
    private static final long PLENTY = 1 << 20;

    private WarmUp() {}

    /** @throws IllegalStateException when one of our own files is not read */
    static void run(@Nullable TextReader reader, JpegDecoder jpegs) throws IOException {
        compile();
        if (reader != null) {
            readStripes(reader);
            PictureSubtitles.warmUp();
        }
        for (String name : List.of("first.jpg", "first.webp", "first.gif", "first.mp4")) {
            byte[] file = bytes(name);
            if (name.endsWith(".jpg") && PlainJpeg.in(file, PLENTY).isEmpty())
                throw new IllegalStateException("the decoder of plain JPEG files is not tried by " + name);
            var answered = new ByteArrayOutputStream();
            var out = new DataOutputStream(answered);
            var job = new Job(file.length, false, 0, true, reader != null, 2, PLENTY, PLENTY, 100, PLENTY);
            try {
                new Inspector(new Answers(out), reader, null, jpegs).inspect(job, new MemoryFile(file));
                out.flush();
            } catch (RefusedException e) {
                throw new IllegalStateException("the decoder does not read " + name, e);
            }
            if (answered.size() == 0) throw new IllegalStateException("the decoder says nothing of " + name);
        }
        refuse(jpegs);
    }

    private static void refuse(JpegDecoder jpegs) throws IOException {
        var job = new Job(4, false, 0, true, false, 1, PLENTY, PLENTY, 100, PLENTY);
        try {
            new Inspector(new Answers(new DataOutputStream(new ByteArrayOutputStream())), null, null, jpegs)
                    .inspect(job, new MemoryFile(new byte[4]));
            throw new IllegalStateException("the decoder takes four zeroes for a picture");
        } catch (RefusedException _) {
            // As it must.
        }
    }

    /** Stripes like letters, so that all of the reader runs once. */
    private static void readStripes(TextReader reader) {
        var bytes = new byte[400 * 120];
        for (int i = 0; i < bytes.length; i++) {
            int x = i % 400;
            int y = i / 400;
            boolean ink = y > 40 && y < 80 && x > 20 && x < 380 && (x % 20 < 5 || (y > 56 && y < 62 && x % 60 < 40));
            bytes[i] = ink ? 0 : (byte) 255;
        }
        var _ = reader.read(new GreyPicture(bytes, 400, 120, 1), 10_000);
    }

    private static byte[] bytes(String name) throws IOException {
        try (var in = WarmUp.class.getResourceAsStream(name)) {
            if (in == null) throw new IllegalStateException("the program has no " + name);
            return in.readAllBytes();
        }
    }

    private static void compile() {
        var hasher = new PdqHasher(Pixels.MAX_SIDE, Pixels.MAX_SIDE);
        var grey = new Luma(Pixels.MAX_SIDE, Pixels.MAX_SIDE, new float[Pixels.MAX_SIDE * Pixels.MAX_SIDE]);
        for (int i = 0; i < 3; i++) hasher.hash(grey);
        try (var arena = Arena.ofConfined()) {
            var frames = new FrameHasher(320, 240);
            var plane = arena.allocate(320 * 240);
            for (int i = 0; i < 20; i++) frames.hash(plane, 320, FrameHasher.Levels.VIDEO);
        }
    }
}
