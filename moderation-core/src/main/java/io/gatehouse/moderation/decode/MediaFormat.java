package io.gatehouse.moderation.decode;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/** The formats that are read, known by their first bytes, never by a name. */
public enum MediaFormat {
    JPEG(true),
    PNG(true),
    GIF(true),
    WEBP(true),
    BMP(true),
    TIFF(true),
    /** HEIF and AVIF. */
    HEIF(true),
    /** MP4, QuickTime and their kin. */
    MP4(false),
    /** Matroska and WebM. */
    MATROSKA(false);

    /** Bytes from the begin that are looked at. */
    static final int HEAD_BYTES = 64;

    private static final Set<String> STILL_BRANDS =
            Set.of("avif", "avis", "heic", "heix", "heim", "heis", "mif1", "msf1");

    private final boolean picture;

    MediaFormat(boolean picture) {
        this.picture = picture;
    }

    public boolean isPicture() {
        return picture;
    }

    /** @param head the first bytes of a file, or all of a shorter one */
    public static Optional<MediaFormat> of(byte[] head) {
        String start = new String(head, 0, Math.min(head.length, HEAD_BYTES), StandardCharsets.ISO_8859_1);
        if (start.startsWith("\u00ff\u00d8\u00ff")) return Optional.of(JPEG);
        if (start.startsWith("\u0089PNG\r\n\u001a\n")) return Optional.of(PNG);
        if (start.startsWith("GIF87a") || start.startsWith("GIF89a")) return Optional.of(GIF);
        if (start.startsWith("RIFF") && start.startsWith("WEBP", 8)) return Optional.of(WEBP);
        if (start.startsWith("BM")) return Optional.of(BMP);
        if (start.startsWith("II*\0") || start.startsWith("MM\0*")) return Optional.of(TIFF);
        if (start.startsWith("\u001aE\u00df\u00a3")) return Optional.of(MATROSKA);
        if (start.startsWith("ftyp", 4) && start.length() >= 12)
            return Optional.of(STILL_BRANDS.contains(start.substring(8, 12)) ? HEIF : MP4);
        // QuickTime files older than the file type box begin with one of these.
        for (var box : new String[] {"moov", "mdat", "wide", "free", "skip"})
            if (start.startsWith(box, 4)) return Optional.of(MP4);
        return Optional.empty();
    }
}
