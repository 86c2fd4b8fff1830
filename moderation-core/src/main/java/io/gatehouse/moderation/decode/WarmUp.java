package io.gatehouse.moderation.decode;

import io.gatehouse.moderation.hash.FrameHasher;
import io.gatehouse.moderation.hash.Luma;
import io.gatehouse.moderation.hash.PdqHasher;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.List;

/**
 * Decodes four tiny files of our own, so that every class and library is loaded while files can still be opened, and shows
 * that the decoders work. Vector code runs a few times, since it is slow until it is compiled.
 */
final class WarmUp {
    private static final long PLENTY = 1 << 20;

    private WarmUp() {}

    /** @throws IllegalStateException when one of our own files is not read */
    static void run() throws IOException {
        compile();
        for (String name : List.of("first.jpg", "first.webp", "first.gif", "first.mp4")) {
            byte[] file = bytes(name);
            var answered = new ByteArrayOutputStream();
            var out = new DataOutputStream(answered);
            var job = new Job(file.length, false, 0, 2, PLENTY, PLENTY, 100, PLENTY);
            try {
                new Inspector(new Answers(out)).inspect(job, new FileInMemory(file));
                out.flush();
            } catch (RefusedException e) {
                throw new IllegalStateException("the decoder does not read " + name, e);
            }
            if (answered.size() == 0) throw new IllegalStateException("the decoder says nothing of " + name);
        }
        refuse();
    }

    private static void refuse() throws IOException {
        var job = new Job(4, false, 0, 1, PLENTY, PLENTY, 100, PLENTY);
        try {
            new Inspector(new Answers(new DataOutputStream(new ByteArrayOutputStream())))
                    .inspect(job, new FileInMemory(new byte[4]));
            throw new IllegalStateException("the decoder takes four zeroes for a picture");
        } catch (RefusedException _) {
            // As it must.
        }
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

    /** Asks nobody. */
    private static final class FileInMemory extends RemoteFile {
        private final byte[] file;

        FileInMemory(byte[] file) {
            super(
                    new DataInputStream(new ByteArrayInputStream(new byte[0])),
                    new DataOutputStream(new ByteArrayOutputStream()),
                    file.length);
            this.file = file;
        }

        @Override
        int read(long at, byte[] into, int offset, int length) {
            int count = Math.clamp(file.length - at, 0, length);
            System.arraycopy(file, (int) at, into, offset, count);
            return count;
        }
    }
}
