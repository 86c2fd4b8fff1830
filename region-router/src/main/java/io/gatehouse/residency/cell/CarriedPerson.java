package io.gatehouse.residency.cell;

import io.gatehouse.residency.region.RegionId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is kept of a person besides contents and media, opened, on its way from one cell to another. In memory only.
 *
 * @param guests regions that hold content of the person as a guest
 * @param requests what the person asked for and got, as JSON rows
 * @param notes by topic; topics without notes are left out
 */
@SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
public record CarriedPerson(
        byte[] profile, Instant createdAt, Set<String> guests, List<String> requests, Map<NotesTopic, byte[]> notes) {
    public CarriedPerson {
        guests = java.util.Collections.unmodifiableSet(new TreeSet<>(guests));
        requests = List.copyOf(requests);
        notes = Map.copyOf(notes);
    }

    /** The same person with another profile. */
    public CarriedPerson with(byte[] otherProfile) {
        return new CarriedPerson(otherProfile, createdAt, guests, requests, notes);
    }

    /** Without that region among those that hold guests: it becomes the home. */
    public CarriedPerson withoutGuestIn(RegionId region) {
        var others = new TreeSet<>(guests);
        others.remove(region.value());
        return new CarriedPerson(profile, createdAt, others, requests, notes);
    }

    /** With that region among those that hold guests: something stays there. */
    public CarriedPerson withGuestIn(RegionId region) {
        var others = new TreeSet<>(guests);
        others.add(region.value());
        return new CarriedPerson(profile, createdAt, others, requests, notes);
    }

    byte[] encode() {
        var out = new Frames().text("person").bytes(profile).text(createdAt.toString());
        guests.forEach(out::text);
        requests.forEach(out::text);
        new TreeMap<>(notes).forEach((topic, bytes) -> out.text(topic.name()).bytes(bytes));
        return out.toBytes();
    }
}
