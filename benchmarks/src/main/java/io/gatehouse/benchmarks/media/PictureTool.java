package io.gatehouse.benchmarks.media;

import io.gatehouse.moderation.hash.PdqHash;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Another program that hashes pictures: names of files go in, lines that begin with a hash come out. */
final class PictureTool implements AutoCloseable {
    private final Process process;
    private final BufferedWriter names;
    private final BufferedReader lines;

    private PictureTool(Process process) {
        this.process = process;
        names = process.outputWriter(StandardCharsets.UTF_8);
        lines = process.inputReader(StandardCharsets.UTF_8);
    }

    static PictureTool start(String program) throws IOException {
        return new PictureTool(new ProcessBuilder(program, "-i")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** @throws IllegalArgumentException when the program says no hash of it */
    PdqHash hash(Path file) throws IOException {
        names.write(file.toAbsolutePath() + "\n");
        names.flush();
        String line = lines.readLine();
        if (line == null) throw new IOException("the program ended at " + file);
        return PdqHash.parse(line.split(",", 2)[0]);
    }

    double processorSeconds() {
        return ProcessorTime.of(process.toHandle());
    }

    @Override
    public void close() {
        process.destroy();
    }
}
