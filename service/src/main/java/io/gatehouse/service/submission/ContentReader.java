package io.gatehouse.service.submission;

import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.content.Part;
import io.gatehouse.service.account.KnownAccount;
import io.gatehouse.service.media.MediaDescription;
import io.gatehouse.service.problem.Fault;
import io.gatehouse.service.problem.Problem;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.submission.ScreeningRequest.RequestedPart;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** From what was asked for to what can be judged: media are looked up in the author's home region, and only there. */
final class ContentReader {
    private ContentReader() {}

    /**
     * The content as the request says it now, with everything else as it was.
     *
     * @throws ProblemException as {@link #read}
     */
    static Content edited(Content before, EditRequest request, KnownAccount author) {
        return new Content(
                before.id(),
                before.surface(),
                before.createdAt(),
                author.country().value(),
                request.language(),
                parts(request.parts(), author),
                before.context().in(author.home().id().value()));
    }

    /** @throws ProblemException naming every media part that is not this author's, or not there */
    static Content read(ScreeningRequest request, KnownAccount author, Instant now) {
        Instant createdAt = request.createdAt() == null ? now : request.createdAt();
        return new Content(
                request.id(),
                request.surface(),
                createdAt,
                author.country().value(),
                request.language(),
                parts(request.parts(), author),
                request.context().in(author.home().id().value()));
    }

    private static List<Part> parts(List<RequestedPart> requested, KnownAccount author) {
        var parts = new ArrayList<Part>(requested.size());
        var faults = new ArrayList<Fault>();
        for (int i = 0; i < requested.size(); i++) {
            switch (requested.get(i)) {
                case RequestedPart.Text(String text) -> parts.add(new Part.Text(text));
                case RequestedPart.Captions(var format, String document) ->
                    parts.add(new Part.Captions(format, document));
                case RequestedPart.Media(String mediaId) -> {
                    var stored = author.home()
                            .cell()
                            .reader()
                            .media(mediaId)
                            .filter(media ->
                                    media.account().equals(author.author().account()));
                    if (stored.isPresent()) parts.add(MediaDescription.partOf(stored.get()));
                    else faults.add(new Fault("/parts/" + i + "/media_id", "names no media of this author"));
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
