package io.gatehouse.service.bank;

import io.gatehouse.moderation.content.Surface;
import io.gatehouse.moderation.hash.HashedPicture;
import io.gatehouse.residency.crossing.DataKind;
import io.gatehouse.service.access.Caller;
import io.gatehouse.service.json.Faults;
import io.gatehouse.service.json.JsonBody;
import io.gatehouse.service.json.JsonObjectReader;
import io.gatehouse.service.json.StrictJson;
import io.gatehouse.service.media.DigestHash;
import io.gatehouse.service.media.MediaWatch;
import io.gatehouse.service.media.SeenMedia;
import io.gatehouse.service.operator.OperatorDesk;
import io.gatehouse.service.operator.Wanted;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.region.ServedRegion;
import io.gatehouse.service.region.ServedRegions;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Hashes and stored media looked up in the banks of a region, and what people say about the matches. */
@RestController
final class MatchController {
    private static final int MAX_BODY_BYTES = 256 * 1024;

    /** The frames of a video that is sampled once a second for a quarter of an hour. */
    private static final int MAX_HASHES = 1_000;

    private static final int MAX_CONTENT_BYTES = 200;
    private static final int MAX_ID = 200;

    private final HashBankDesk desk;
    private final VideoMatches videos;
    private final MediaWatch watch;
    private final OperatorDesk operators;
    private final ServedRegions regions;
    private final Clock clock;

    MatchController(HashBankDesk desk, MediaWatch watch, OperatorDesk operators, ServedRegions regions, Clock clock) {
        this.desk = desk;
        this.videos = new VideoMatches(desk);
        this.watch = watch;
        this.operators = operators;
        this.regions = regions;
        this.clock = clock;
    }

    /** Looks up hashes, or what was seen in a stored medium, which is asked about in its own region and nowhere else. */
    @PostMapping("/v1/media:match")
    Map<String, Object> match(HttpServletRequest request) throws IOException {
        var faults = new Faults();
        var body = BankReader.object(StrictJson.parse(JsonBody.read(request, MAX_BODY_BYTES)), faults);
        String mediaId = body.optionalText("media_id", MAX_ID);
        if (mediaId != null) return medium(mediaId, body, faults, request);
        String region = body.requiredText("region", 64);
        String content = body.optionalText("content", MAX_CONTENT_BYTES);
        Boolean video = body.optionalBoolean("video");
        var pictures = pictures(body, faults);
        body.refuseUnknown();
        faults.refuseAny();
        var served = regions.named(String.valueOf(region));
        var question = new HashBankDesk.Question(Optional.ofNullable(content), false);
        var answer = desk.match(served, pictures, question, Caller.of(request).keyId());
        var json = json(answer.matches().stream().map(BankJson::of).toList(), answer.truncated());
        if (video != null && video) json.put("videos", videos(served, pictures));
        return json;
    }

    private static Map<String, Object> json(List<Map<String, Object>> matches, boolean isTruncated) {
        var json = new LinkedHashMap<String, Object>();
        json.put("matches", matches);
        json.put("truncated", isTruncated);
        return json;
    }

    private List<Map<String, Object>> videos(ServedRegion region, List<HashedPicture> frames) {
        return videos.find(region, frames, clock.instant()).stream()
                .map(BankJson::of)
                .toList();
    }

    private Map<String, Object> medium(
            String mediaId, JsonObjectReader body, Faults faults, HttpServletRequest request) {
        String named = body.optionalText("region", 64);
        if (body.node("hashes") != null) body.fault("hashes", "go without media_id, whose own are asked about");
        body.refuseUnknown();
        faults.refuseAny();
        var region = regions.ofId(mediaId, 'm');
        if (named != null && !named.equals(region.id().value())) {
            faults.add("/region", "is not where the medium lies: a hash of it is not taken elsewhere");
            faults.refuseAny();
        }
        operators.admit(request, Wanted.ofRecord(region.id(), mediaId, DataKind.MEDIA));
        refuseIfPrivate(region, mediaId);
        var seen = watch.seen(region, mediaId)
                .orElseThrow(() -> new ProblemException(
                        ProblemType.NOT_FOUND, "No such medium lies here, or nobody looked at it yet."));
        return answer(region, mediaId, seen, Caller.of(request).keyId());
    }

    /** A bank does not say for which purpose of the law it looks, and these are confidential. */
    private static void refuseIfPrivate(ServedRegion region, String mediaId) {
        var surfaces = region.cell().mediaHashes().surfacesOf(mediaId);
        boolean isPublic = surfaces.stream()
                .anyMatch(
                        it -> Surface.ofWireName(it).filter(s -> !s.isPrivate()).isPresent());
        if (!surfaces.isEmpty() && !isPublic)
            throw new ProblemException(
                    ProblemType.READ_REFUSED,
                    "The medium is shown in private communication only, about which hash banks are not asked.");
    }

    private Map<String, Object> answer(ServedRegion region, String mediaId, SeenMedia seen, @Nullable String byKey) {
        var looked = new ArrayList<Looked>();
        for (var digest : seen.digests())
            looked.add(new Looked(DigestHash.of(digest), "digest", digest.kind().wireName()));
        seen.forms()
                .forEach((form, hashed) ->
                        looked.add(new Looked(hashed, "form", form.name().toLowerCase(Locale.ROOT))));
        seen.frames().forEach(frame -> looked.add(new Looked(frame.hashed(), "at_ms", frame.millis())));
        for (int i = 0; i < seen.thumbnails().size(); i++)
            looked.add(new Looked(seen.thumbnails().get(i), "thumbnail", i));
        var compared = looked.subList(0, Math.min(looked.size(), MediaBanks.MAX_HASHES));
        var pictures = compared.stream().map(Looked::hashed).toList();
        var answer = desk.matchMedium(region, AskedMedium.of(seen, pictures), mediaId, String.valueOf(byKey));
        var json = json(
                answer.matches().stream()
                        .map(match -> {
                            var one = BankJson.of(match);
                            var at = compared.get(match.question());
                            one.put(at.name(), at.value());
                            return one;
                        })
                        .toList(),
                answer.truncated());
        json.put("outcome", seen.outcome().name().toLowerCase(Locale.ROOT));
        json.put("compared", compared.size());
        json.put("left_out", looked.size() - compared.size());
        var frames = seen.frames().stream().map(SeenMedia.Frame::hashed).toList();
        if (!frames.isEmpty()) json.put("videos", videos(region, frames));
        return json;
    }

    /** @param name of the field that says which form or frame it is */
    private record Looked(HashedPicture hashed, String name, Object value) {}

    private static List<HashedPicture> pictures(JsonObjectReader body, Faults faults) {
        var nodes = body.requiredArray("hashes", MAX_HASHES);
        var pictures = new ArrayList<HashedPicture>();
        for (int i = 0; i < nodes.size(); i++) {
            var reader =
                    JsonObjectReader.of(nodes.get(i), body.pointerTo("hashes").to(i), faults);
            if (reader == null) continue;
            var named = BankReader.named(reader);
            reader.refuseUnknown();
            if (named != null) pictures.add(named.picture());
        }
        return pictures;
    }

    /** The match was right: later ones of the entry stand by themselves again. */
    @PostMapping("/v1/matches/{id}:confirm")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void confirm(@PathVariable String id, HttpServletRequest request) {
        say(id, true, request);
    }

    /** The match was wrong: people look at later ones of the entry. */
    @PostMapping("/v1/matches/{id}:dispute")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void dispute(@PathVariable String id, HttpServletRequest request) {
        say(id, false, request);
    }

    private void say(String id, boolean confirmed, HttpServletRequest request) {
        if (!desk.say(regions.ofId(id, 'k'), id, confirmed, Caller.of(request).keyId()))
            throw new ProblemException(ProblemType.NOT_FOUND, "There is no such match.");
    }
}
