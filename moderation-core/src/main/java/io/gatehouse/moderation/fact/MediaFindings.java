package io.gatehouse.moderation.fact;

import io.gatehouse.moderation.signal.FailedSignal;
import java.util.List;

/**
 * What the hash banks say about the media of a content.
 *
 * @param failed media that could not be asked about; never "not known"
 * @param known one for each bank, by name
 */
public record MediaFindings(List<FailedSignal> failed, List<KnownPicture> known) {
    public static final MediaFindings NONE = new MediaFindings(List.of(), List.of());

    public MediaFindings {
        failed = List.copyOf(failed);
        known = List.copyOf(known);
    }
}
