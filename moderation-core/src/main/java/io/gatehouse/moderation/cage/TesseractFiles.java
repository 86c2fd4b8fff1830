package io.gatehouse.moderation.cage;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where systems keep the text reader. */
final class TesseractFiles {
    /** Debian and Ubuntu, Fedora, Arch and Alpine. */
    static final List<Path> DATA = List.of(
            Path.of("/usr/share/tesseract-ocr/5/tessdata"),
            Path.of("/usr/share/tesseract/tessdata"),
            Path.of("/usr/share/tessdata"));

    static final List<Path> LIBRARIES = List.of(
            Path.of("/usr/lib/x86_64-linux-gnu"),
            Path.of("/usr/lib/aarch64-linux-gnu"),
            Path.of("/usr/lib64"),
            Path.of("/usr/lib"));

    private TesseractFiles() {}

    static boolean holdsLibrary(Path folder) {
        return Files.exists(folder.resolve("libtesseract.so.5"));
    }
}
