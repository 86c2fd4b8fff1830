package io.gatehouse.service.submission;

import io.gatehouse.moderation.content.ContentId;
import io.gatehouse.moderation.content.Context;
import io.gatehouse.moderation.content.Surface;
import io.gatehouse.residency.interop.Capability;
import io.gatehouse.residency.interop.InteropRules;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.service.access.Caller;
import io.gatehouse.service.account.HolderFacts;
import io.gatehouse.service.account.PartnerUsers;
import io.gatehouse.service.json.Faults;
import io.gatehouse.service.json.JsonBody;
import io.gatehouse.service.json.StrictJson;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.region.ServedRegions;
import io.gatehouse.service.submission.InteropReader.Message;
import io.gatehouse.service.submission.ScreeningRequest.Person;
import io.gatehouse.service.submission.ScreeningRequest.RequestedPart;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Messages of other providers' users (DMA Art. 7): what a designation opens, from its day on, and nothing before. */
@RestController
final class InteropController {
    private static final int MAX_BODY_BYTES = 1024 * 1024;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final InteropRules rules;
    private final PartnerUsers users;
    private final ServedRegions regions;
    private final Screener screener;
    private final Admission admission;
    private final Clock clock;

    InteropController(
            InteropRules rules,
            PartnerUsers users,
            ServedRegions regions,
            Screener screener,
            Admission admission,
            Clock clock) {
        this.rules = rules;
        this.users = users;
        this.regions = regions;
        this.screener = screener;
        this.admission = admission;
        this.clock = clock;
    }

    /**
     * Screens a message under the rules of its own surface, in the home of each recipient: one screening a region. Durable when
     * answered; the same again answers the same.
     */
    @PostMapping("/v1/interop/messages")
    Map<String, Object> receive(HttpServletRequest request) throws IOException {
        var faults = new Faults();
        var now = clock.instant();
        var json = StrictJson.parse(JsonBody.read(request, MAX_BODY_BYTES));
        var message = InteropReader.read(json, now, faults);
        faults.refuseAny();
        if (message == null) throw new IllegalStateException("a body was refused without a fault");
        var today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        switch (rules.opening(message.partner(), message.capability(), today)) {
            case InteropRules.Opening.Open _ -> {}
            case InteropRules.Opening.Shut(String why) -> throw new ProblemException(ProblemType.INTEROP_SHUT, why);
        }
        var byHome = byHome(message);
        // Before anything is written: a region that lives elsewhere takes the whole message.
        byHome.keySet().forEach(regions::orMisdirected);
        var screenings = new ArrayList<JsonNode>();
        byHome.forEach(
                (home, recipients) -> screenings.add(screen(Caller.of(request), message, home, recipients, json)));
        return Map.of("screenings", screenings);
    }

    private Map<RegionId, List<String>> byHome(Message message) {
        var faults = new Faults();
        Map<RegionId, List<String>> byHome = new TreeMap<>(java.util.Comparator.comparing(RegionId::value));
        for (int i = 0; i < message.recipients().size(); i++) {
            String recipient = message.recipients().get(i);
            var home = users.homeOf(recipient);
            if (home.isEmpty()) faults.add("/recipients/" + i + "/id", "is no account that is known");
            else byHome.computeIfAbsent(home.get(), _ -> new ArrayList<>()).add(recipient);
        }
        faults.refuseAny();
        return byHome;
    }

    private JsonNode screen(Caller caller, Message message, RegionId home, List<String> recipients, JsonNode json) {
        String author = users.admit(message.partner(), message.sender(), home, recipients.getFirst());
        String id = String.join(":", "interop", message.partner(), message.id(), home.value());
        var surface = message.capability() == Capability.GROUP ? Surface.INTEROP_GROUP : Surface.INTEROP_DIRECT_MESSAGE;
        var screening = new ScreeningRequest(
                new ContentId(id),
                surface,
                message.sentAt(),
                person(author),
                recipients.stream().map(InteropController::person).toList(),
                new Context(null, null, null, null, message.conversation(), (long) recipients.size(), null),
                null,
                null,
                message.texts().stream()
                        .<RequestedPart>map(RequestedPart.Text::new)
                        .toList(),
                null,
                RequestDigest.of(json));
        return JSON.readTree(admission
                .admit(caller, () -> screener.screen(caller, screening, id))
                .answer());
    }

    private static Person person(String id) {
        return new Person(id, List.of(), HolderFacts.NONE);
    }

    /** What is open, from when on, and to whom. */
    @GetMapping("/v1/interop")
    Map<String, Object> describe() {
        var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        var designations = rules.designations().stream()
                .map(designation -> {
                    var fields = new LinkedHashMap<String, Object>();
                    fields.put("id", designation.id());
                    fields.put("service", designation.service().value());
                    fields.put("listed_on", designation.listedOn().toString());
                    fields.put("source", designation.source());
                    fields.put("verified", designation.verified());
                    var opens = new LinkedHashMap<String, String>();
                    designation.opens().forEach((capability, day) -> opens.put(capability.wireName(), day.toString()));
                    fields.put("opens_on", opens);
                    return fields;
                })
                .toList();
        var partners = rules.partners().stream()
                .map(partner -> {
                    var fields = new LinkedHashMap<String, Object>();
                    fields.put("id", partner.id());
                    fields.put("name", partner.name());
                    fields.put("country", partner.country().value());
                    fields.put("designation", partner.designation());
                    fields.put(
                            "open_today",
                            partner.capabilities().stream()
                                    .filter(capability -> rules.opening(partner.id(), capability, today)
                                            instanceof InteropRules.Opening.Open)
                                    .map(Capability::wireName)
                                    .sorted()
                                    .toList());
                    return fields;
                })
                .toList();
        return Map.of("designations", designations, "partners", partners);
    }
}
