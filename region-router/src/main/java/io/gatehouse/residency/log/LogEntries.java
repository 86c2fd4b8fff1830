package io.gatehouse.residency.log;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;

/** The entries of a log, in order, as who counts them wants them: one JSON object each. Proves nothing: {@link LogVerifier} does. */
public final class LogEntries {
    private LogEntries() {}

    /**
     * @param each is given an entry's text, which has no line end
     * @return how many there were
     * @throws IllegalArgumentException when there is no log, or not all of what its checkpoint signed for
     */
    public static long each(LogSource log, String verifierKey, Consumer<String> each) {
        var note = log.checkpoint().orElseThrow(() -> new IllegalArgumentException("there is no checkpoint"));
        long size = Checkpoint.parse(SignedNote.open(note, NoteKeys.parse(verifierKey)))
                .size();
        long count = 0;
        for (var path : TilePath.ofEntries(size)) {
            byte[] bundle = log.tile(path)
                    .orElseThrow(() ->
                            new IllegalArgumentException("the log lacks " + path.format() + ", which it signed for"));
            for (var entry : EntryBundle.read(bundle)) {
                each.accept(new String(entry, StandardCharsets.UTF_8));
                count++;
            }
        }
        return count;
    }

    /** As {@link #each(LogSource, String, Consumer)}, of an exported log, which has its key beside it. */
    public static long each(Path directory, Consumer<String> each) {
        var log = new DirectoryLogSource(directory);
        String key = log.file(DirectoryLogSource.KEY)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8).strip())
                .orElseThrow(() -> new IllegalArgumentException(directory + " holds no exported log: it has no key"));
        return each(log, key, each);
    }
}
