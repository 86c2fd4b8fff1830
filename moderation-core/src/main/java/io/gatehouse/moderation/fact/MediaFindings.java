package io.gatehouse.moderation.fact;

import io.gatehouse.moderation.signal.FailedSignal;
import java.util.List;

/**
 * What the hash banks say about the media of a content.
 *
 * @param failed media that could not be asked about; never "not known"
 * @param known one for each bank, by name
 * @param unseen ids of media that nobody has looked at yet and that will be looked at: the content is judged again then. Each is
 *     among the failed, too
 */
public record MediaFindings(List<FailedSignal> failed, List<KnownPicture> known, List<String> unseen) {
    public static final MediaFindings NONE = new MediaFindings(List.of(), List.of());

    public MediaFindings {
        failed = List.copyOf(failed);
        known = List.copyOf(known);
        unseen = List.copyOf(unseen);
        if (failed.isEmpty() && !unseen.isEmpty())
            throw new IllegalArgumentException("media that nobody has looked at are failed, not unknown");
    }

    /** Nothing more will come of these media. */
    public MediaFindings(List<FailedSignal> failed, List<KnownPicture> known) {
        this(failed, known, List.of());
    }
}
