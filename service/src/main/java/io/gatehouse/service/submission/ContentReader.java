package io.gatehouse.service.submission;

import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.content.Part;
import io.gatehouse.service.account.KnownAccount;
import io.gatehouse.service.media.MediaDescription;
import io.gatehouse.service.placement.Place;
import io.gatehouse.service.problem.Fault;
import io.gatehouse.service.problem.Problem;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.submission.ScreeningRequest.RequestedPart;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** From what was asked for to what can be judged: media are looked up by {@link MediaFinder}. */
@Component
final class ContentReader {
    private final MediaFinder media;

    ContentReader(MediaFinder media) {
        this.media = media;
    }

    /**
     * The content as the request says it now, with everything else as it was.
     *
     * @throws ProblemException as {@link #read}
     */
    Content edited(Content before, EditRequest request, KnownAccount author, Place place) {
        return new Content(
                before.id(),
                before.surface(),
                before.createdAt(),
                author.country().value(),
                request.language(),
                parts(request.parts(), author, place),
                before.context().in(author.home().id().value()));
    }

    /** @throws ProblemException naming every media part that is not this author's, or not there */
    Content read(ScreeningRequest request, KnownAccount author, Place place, Instant now) {
        Instant createdAt = request.createdAt() == null ? now : request.createdAt();
        return new Content(
                request.id(),
                request.surface(),
                createdAt,
                author.country().value(),
                request.language(),
                parts(request.parts(), author, place),
                request.context().in(author.home().id().value()));
    }

    private List<Part> parts(List<RequestedPart> requested, KnownAccount author, Place place) {
        var parts = new ArrayList<Part>(requested.size());
        var faults = new ArrayList<Fault>();
        for (int i = 0; i < requested.size(); i++) {
            switch (requested.get(i)) {
                case RequestedPart.Text(String text) -> parts.add(new Part.Text(text));
                case RequestedPart.Captions(var format, String document) ->
                    parts.add(new Part.Captions(format, document));
                case RequestedPart.Media(String mediaId) -> {
                    switch (media.find(mediaId, author, place)) {
                        case MediaFinder.Found.Here(var stored) -> parts.add(MediaDescription.partOf(stored));
                        case MediaFinder.Found.NotHere(var why) ->
                            faults.add(new Fault("/parts/" + i + "/media_id", why));
                    }
                }
            }
        }
        if (!faults.isEmpty()) throw new ProblemException(Problem.invalid(ProblemType.UNKNOWN_MEDIA, faults));
        return parts;
    }

    static List<String> mediaOf(Content content) {
        return content.parts().stream()
                .filter(Part.Media.class::isInstance)
                .map(part -> ((Part.Media) part).mediaId())
                .toList();
    }
}
