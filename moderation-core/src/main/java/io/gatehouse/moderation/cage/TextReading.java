package io.gatehouse.moderation.cage;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Whether what is written on pictures is read, and in which languages. */
public sealed interface TextReading {
    /** Nobody wants it. */
    record Off() implements TextReading {}

    /**
     * The system's Tesseract reads.
     *
     * @param data the folder with a file for each language
     * @param languages as Tesseract calls them, one or more
     */
    record By(Path data, List<String> languages) implements TextReading {
        public By {
            languages = List.copyOf(languages);
            if (languages.isEmpty()) throw new IllegalArgumentException("a reader has a language");
        }
    }

    /** It is wanted and cannot be done. */
    record Missing(String reason) implements TextReading {}

    /** A name of a language's file, which becomes part of a path. */
    Pattern LANGUAGE = Pattern.compile("[a-zA-Z]{3,16}(_[a-zA-Z]{2,8})*");

    /** As many as a reader holds in its memory beside a picture. */
    int MAX_LANGUAGES = 8;

    /** @param languages as Tesseract calls them, for example {@code eng} and {@code deu}; none: nobody wants it */
    static TextReading find(List<String> languages) {
        return find(languages, TesseractFiles.DATA, TesseractFiles.LIBRARIES);
    }

    /** As {@link #find(List)}, in some folders. */
    static TextReading find(List<String> languages, List<Path> dataFolders, List<Path> libraryFolders) {
        if (languages.isEmpty()) return new Off();
        if (libraryFolders.stream().noneMatch(TesseractFiles::holdsLibrary))
            return new Missing("Tesseract 5 is not installed (on Debian: apt-get install tesseract-ocr)");
        var data = dataFolders.stream().filter(Files::isDirectory).findFirst();
        if (data.isEmpty()) return new Missing("Tesseract's folder of languages is in none of " + dataFolders);
        var absent = new ArrayList<String>();
        for (String language : languages)
            if (!Files.isReadable(data.get().resolve(language + ".traineddata"))) absent.add(language);
        if (!absent.isEmpty())
            return new Missing("Tesseract has no data for " + String.join(", ", absent) + " in " + data.get()
                    + " (on Debian: apt-get install tesseract-ocr-"
                    + absent.getFirst().replace('_', '-').toLowerCase(java.util.Locale.ROOT) + ")");
        return new By(data.get(), languages);
    }
}
