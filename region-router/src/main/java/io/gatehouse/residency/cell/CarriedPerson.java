package io.gatehouse.residency.cell;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is kept of a person besides contents and media, opened, on its way from one cell to another. In memory only.
 *
 * @param notes by topic; topics without notes are left out
 */
@SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
public record CarriedPerson(byte[] profile, Instant createdAt, Map<NotesTopic, byte[]> notes) {
    public CarriedPerson {
        notes = Map.copyOf(notes);
    }

    byte[] encode() {
        var out = new Frames().text("person").bytes(profile).text(createdAt.toString());
        new TreeMap<>(notes).forEach((topic, bytes) -> out.text(topic.name()).bytes(bytes));
        return out.toBytes();
    }
}
