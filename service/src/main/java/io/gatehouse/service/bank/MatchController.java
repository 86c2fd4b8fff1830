package io.gatehouse.service.bank;

import io.gatehouse.moderation.hash.HashedPicture;
import io.gatehouse.service.access.Caller;
import io.gatehouse.service.json.Faults;
import io.gatehouse.service.json.JsonBody;
import io.gatehouse.service.json.JsonObjectReader;
import io.gatehouse.service.json.StrictJson;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.region.ServedRegions;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Hashes looked up in the banks of a region, and what people say about the matches. */
@RestController
final class MatchController {
    private static final int MAX_BODY_BYTES = 256 * 1024;

    /** The frames of a video that is sampled once a second for a quarter of an hour. */
    private static final int MAX_HASHES = 1_000;

    private static final int MAX_CONTENT_BYTES = 200;

    private final HashBankDesk desk;
    private final ServedRegions regions;

    MatchController(HashBankDesk desk, ServedRegions regions) {
        this.desk = desk;
        this.regions = regions;
    }

    @PostMapping("/v1/media:match")
    Map<String, Object> match(HttpServletRequest request) throws IOException {
        var faults = new Faults();
        var body = BankReader.object(StrictJson.parse(JsonBody.read(request, MAX_BODY_BYTES)), faults);
        String region = body.requiredText("region", 64);
        String content = body.optionalText("content", MAX_CONTENT_BYTES);
        var pictures = pictures(body, faults);
        body.refuseUnknown();
        faults.refuseAny();
        var served = regions.named(String.valueOf(region));
        var answer = desk.match(
                served,
                pictures,
                Optional.ofNullable(content),
                Caller.of(request).keyId());
        return Map.of("matches", answer.matches().stream().map(BankJson::of).toList(), "truncated", answer.truncated());
    }

    private static List<HashedPicture> pictures(JsonObjectReader body, Faults faults) {
        var nodes = body.requiredArray("hashes", MAX_HASHES);
        var pictures = new ArrayList<HashedPicture>();
        for (int i = 0; i < nodes.size(); i++) {
            var reader =
                    JsonObjectReader.of(nodes.get(i), body.pointerTo("hashes").to(i), faults);
            if (reader == null) continue;
            var picture = BankReader.picture(reader);
            reader.refuseUnknown();
            if (picture != null) pictures.add(picture);
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
