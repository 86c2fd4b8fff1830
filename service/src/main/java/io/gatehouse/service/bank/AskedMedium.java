package io.gatehouse.service.bank;

import io.gatehouse.moderation.hash.HashedPicture;
import io.gatehouse.service.media.DigestHash;
import io.gatehouse.service.media.SeenMedia;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What banks are asked about of one medium, and which of it shows the same: a known innocent file, or one form of a picture that
 * is known to be innocent, speaks for all forms.
 *
 * @param hashes in the order in which answers count them
 * @param digests of the whole file
 * @param forms of one picture
 */
record AskedMedium(List<HashedPicture> hashes, Set<HashedPicture> digests, Set<HashedPicture> forms) {
    private static final String FORMS = "forms";

    /** Of what speaks for everything in a medium. */
    static final String FILE = "file";

    AskedMedium {
        hashes = List.copyOf(hashes);
        digests = Set.copyOf(digests);
        forms = Set.copyOf(forms);
    }

    /** @param hashes of what was seen, as many as are compared */
    static AskedMedium of(SeenMedia seen, List<HashedPicture> hashes) {
        var digests = seen.digests().stream().map(DigestHash::of).toList();
        return new AskedMedium(
                hashes, new HashSet<>(digests), new HashSet<>(seen.forms().values()));
    }

    /** The same for hashes that show the same picture. */
    Object shown(HashedPicture hashed) {
        if (digests.contains(hashed)) return FILE;
        return forms.contains(hashed) ? FORMS : hashed;
    }
}
