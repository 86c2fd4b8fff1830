package io.gatehouse.service.policy;

import io.gatehouse.moderation.policy.EntryEditor;
import io.gatehouse.moderation.policy.EntryEditor.Edit;
import io.gatehouse.moderation.policy.EntryEditor.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Single rules and banks of a draft. Each has a state of its own, so two people may edit two rules of one file at once; of two who
 * edit the same, the second is told.
 */
final class DraftEntries {
    /** Others may change the file between reading and writing; each of them made progress. */
    private static final int MOST_TRIES = 20;

    private static final String CONTENT = "content/";

    private final DraftStore drafts;

    DraftEntries(DraftStore drafts) {
        this.drafts = drafts;
    }

    /**
     * Where an entry stands.
     *
     * @param line 1-based
     */
    record Listed(String id, String file, int line) {}

    /** @param sha256 of the entry's text, its state */
    record Found(String file, EntryEditor.Entry entry, String sha256) {}

    /** What came of a change. */
    sealed interface Outcome {
        /** @param now null when it is gone */
        record Done(@Nullable Found now) implements Outcome {}

        /** @param current null when there is none */
        record ChangedMeanwhile(@Nullable Found current) implements Outcome {}

        /** A new entry must say into which file. */
        record FileNeeded() implements Outcome {}

        record NoSuchFile() implements Outcome {}

        record Refused(String file, String sentence) implements Outcome {}
    }

    private record Text(String file, String yaml) {}

    /** Of the whole draft, by file and line. */
    List<Listed> list(String draft, Kind kind) {
        var listed = new ArrayList<Listed>();
        for (var text : texts(draft, null))
            for (var id : EntryEditor.ids(text.yaml, kind))
                EntryEditor.find(text.yaml, kind, id)
                        .ifPresent(entry -> listed.add(new Listed(id, text.file, entry.line())));
        return listed;
    }

    Optional<Found> find(String draft, Kind kind, String id) {
        return located(draft, kind, id).map(place -> place.found);
    }

    private record Located(Text text, Found found) {}

    private Optional<Located> located(String draft, Kind kind, String id) {
        return texts(draft, id).stream()
                .flatMap(text -> EntryEditor.find(text.yaml, kind, id).stream()
                        .map(entry -> new Located(
                                text, new Found(text.file, entry, PolicyFiles.digestOf(bytes(entry.yaml()))))))
                .findFirst();
    }

    /** @param mentioning only files that hold this; null for all */
    private List<Text> texts(String draft, @Nullable String mentioning) {
        return drafts.fileList(draft).stream()
                .filter(file -> file.path().startsWith(CONTENT))
                .flatMap(file -> drafts.file(draft, file.path()).stream()
                        .map(bytes -> new Text(file.path(), new String(bytes, StandardCharsets.UTF_8))))
                .filter(text -> mentioning == null || text.yaml.contains(mentioning))
                .toList();
    }

    /** @param file where a new entry goes; of one that is there, null or the file that holds it */
    Outcome put(
            String draft,
            Kind kind,
            String id,
            String entry,
            DraftStore.Expected expected,
            @Nullable String file,
            String key) {
        for (int i = 0; i < MOST_TRIES; i++) {
            var there = located(draft, kind, id);
            var unlike = unlike(there, expected);
            if (unlike.isPresent()) return unlike.get();
            Text text;
            if (there.isPresent()) {
                text = there.get().text;
            } else {
                if (file == null) return new Outcome.FileNeeded();
                var bytes = drafts.file(draft, file);
                if (bytes.isEmpty()) return new Outcome.NoSuchFile();
                text = new Text(file, new String(bytes.get(), StandardCharsets.UTF_8));
            }
            switch (EntryEditor.put(text.yaml, kind, id, entry)) {
                case Edit.Refused(var sentence) -> {
                    return new Outcome.Refused(text.file, sentence);
                }
                case Edit.Edited(var edited) -> {
                    if (isWritten(draft, text, edited, key))
                        return new Outcome.Done(find(draft, kind, id).orElse(null));
                }
            }
        }
        return new Outcome.ChangedMeanwhile(find(draft, kind, id).orElse(null));
    }

    Outcome remove(String draft, Kind kind, String id, DraftStore.Expected expected, String key) {
        for (int i = 0; i < MOST_TRIES; i++) {
            var there = located(draft, kind, id);
            var unlike = unlike(there, expected);
            if (unlike.isPresent()) return unlike.get();
            if (there.isEmpty()) return new Outcome.ChangedMeanwhile(null);
            switch (EntryEditor.remove(there.get().text.yaml, kind, id)) {
                case Edit.Refused(var sentence) -> {
                    return new Outcome.Refused(there.get().text.file, sentence);
                }
                case Edit.Edited(var edited) -> {
                    if (isWritten(draft, there.get().text, edited, key)) return new Outcome.Done(null);
                }
            }
        }
        return new Outcome.ChangedMeanwhile(find(draft, kind, id).orElse(null));
    }

    private static Optional<Outcome> unlike(Optional<Located> there, DraftStore.Expected expected) {
        boolean isAsExpected = switch (expected) {
            case DraftStore.Expected.Nothing() -> there.isEmpty();
            case DraftStore.Expected.Content(var sha256) ->
                there.filter(place -> place.found.sha256.equals(sha256)).isPresent();
        };
        if (isAsExpected) return Optional.empty();
        return Optional.of(
                new Outcome.ChangedMeanwhile(there.map(place -> place.found).orElse(null)));
    }

    private boolean isWritten(String draft, Text before, String edited, String key) {
        var state = new DraftStore.Expected.Content(PolicyFiles.digestOf(bytes(before.yaml)));
        return drafts.put(draft, before.file, bytes(edited), state, key) instanceof DraftStore.Change.Changed;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
