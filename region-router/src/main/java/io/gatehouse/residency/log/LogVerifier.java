package io.gatehouse.residency.log;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks a log against its signed checkpoint, from nothing but what was exported. Needs no database. */
public final class LogVerifier {
    private final NoteKeys.Verifier key;

    /**
     * @param verifierKey {@code name+hash+base64}, from somewhere the operator cannot change
     * @throws IllegalArgumentException when it is no such key
     */
    public LogVerifier(String verifierKey) {
        this.key = NoteKeys.parse(verifierKey);
    }

    /**
     * Checks signature, every entry, every tile and the root.
     *
     * @param earlierCheckpoint a signed note of the same log kept from before: the log must still contain it
     */
    public LogReport verify(LogSource source, Optional<byte[]> earlierCheckpoint) {
        try {
            var note = source.checkpoint().orElseThrow(() -> new LogFault("the log has no checkpoint"));
            var checkpoint = open("the checkpoint", note);
            Optional<Checkpoint> earlier = Optional.empty();
            if (earlierCheckpoint.isPresent())
                earlier = Optional.of(open("the earlier checkpoint", earlierCheckpoint.get()));
            return new LogReading(source, checkpoint, earlier).report();
        } catch (LogFault e) {
            return new LogReport(key.name(), 0, "", Map.of(), List.of(), e.getMessage());
        }
    }

    private Checkpoint open(String which, byte[] note) throws LogFault {
        try {
            var checkpoint = Checkpoint.parse(SignedNote.open(note, key));
            if (!checkpoint.origin().equals(key.name()))
                throw new LogFault(which + " is of the log " + checkpoint.origin() + ", not of " + key.name());
            return checkpoint;
        } catch (IllegalArgumentException e) {
            throw new LogFault(which + " " + e.getMessage());
        }
    }

    /**
     * One entry of a log that was verified.
     *
     * @param size that was verified
     * @throws IllegalArgumentException when the log has no such entry
     */
    public static LogEntry entry(LogSource source, long index, long size) {
        for (var bundle : TilePath.ofEntries(size)) {
            long from = bundle.n() * TilePath.FULL;
            if (index < from || index >= from + bundle.width()) continue;
            var bytes = source.tile(bundle).orElseThrow(() -> new IllegalArgumentException("lacks " + bundle.format()));
            return LogEntry.parse(EntryBundle.read(bytes).get(Math.toIntExact(index - from)));
        }
        throw new IllegalArgumentException("names an entry that the log does not have: " + index);
    }

    /** Checks an exported directory with the key and the {@code checkpoint.previous} (when there) that lie in it. */
    public static LogReport verifyDirectory(Path directory) {
        var source = new DirectoryLogSource(directory);
        var text = source.file(DirectoryLogSource.KEY);
        if (text.isEmpty()) return unusable(directory, "has no file 'key'; name one with --key");
        return verifyDirectory(directory, new String(text.get(), StandardCharsets.UTF_8));
    }

    /** As {@link #verifyDirectory(Path)}, with a key from elsewhere. */
    public static LogReport verifyDirectory(Path directory, String verifierKey) {
        var source = new DirectoryLogSource(directory);
        try {
            return new LogVerifier(verifierKey).verify(source, source.file(DirectoryLogSource.PREVIOUS));
        } catch (IllegalArgumentException e) {
            return unusable(directory, "cannot be checked: " + e.getMessage());
        }
    }

    private static LogReport unusable(Path directory, String fault) {
        return new LogReport("", 0, "", Map.of(), List.of(), directory + " " + fault);
    }
}
