package io.gatehouse.service.casework;

import io.gatehouse.residency.casework.Appeals;
import io.gatehouse.residency.casework.Cases;
import io.gatehouse.residency.casework.Notices;
import io.gatehouse.residency.casework.ReviewCase;
import io.gatehouse.residency.casework.ReviewCase.Kind;
import io.gatehouse.residency.casework.ReviewCase.State;
import io.gatehouse.residency.crossing.DataKind;
import io.gatehouse.service.access.Caller;
import io.gatehouse.service.casework.CaseDesk.Kept;
import io.gatehouse.service.casework.Whereabouts.Found;
import io.gatehouse.service.decision.Answer;
import io.gatehouse.service.decision.StoredContent;
import io.gatehouse.service.json.Faults;
import io.gatehouse.service.json.JsonBody;
import io.gatehouse.service.json.StrictJson;
import io.gatehouse.service.operator.OperatorDesk;
import io.gatehouse.service.operator.Wanted;
import io.gatehouse.service.region.ServedRegion;
import io.gatehouse.service.region.ServedRegions;
import io.gatehouse.service.register.Registers.Person;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What waits for people, and what they decide. */
@RestController
final class CasesController {
    private static final int MAX_BODY_BYTES = 64 * 1024;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final CaseDesk desk;
    private final Works works;
    private final AppealNotes appealNotes;
    private final ServedRegions regions;
    private final OperatorDesk operators;
    private final Clock clock;

    CasesController(
            CaseDesk desk,
            Works works,
            AppealNotes appealNotes,
            ServedRegions regions,
            OperatorDesk operators,
            Clock clock) {
        this.desk = desk;
        this.works = works;
        this.appealNotes = appealNotes;
        this.regions = regions;
        this.operators = operators;
        this.clock = clock;
    }

    /** The most urgent first; ids and codes, no content. */
    @GetMapping("/v1/cases")
    Map<String, Object> list(
            @RequestParam String region,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable String surface,
            @RequestParam(required = false) @Nullable String category,
            @RequestParam(required = false) @Nullable String language,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(required = false) @Nullable Integer limit) {
        var faults = new Faults();
        var states = state == null
                ? List.of(State.OPEN)
                : of(State.values(), "state", state, faults).stream().toList();
        var only = kind == null
                ? null
                : of(Kind.values(), "kind", kind, faults).stream().findFirst().orElse(null);
        faults.refuseAny();
        int most = CaseworkJson.limit(limit);
        var served = regions.named(region);
        var page =
                new Cases(served.cell()).list(new Cases.Filter(states, only, surface, category, language, after), most);
        return CaseworkJson.page(
                "cases",
                page.stream().map(each -> describe(served, each)).toList(),
                page.size() == most ? page.getLast().id() : null);
    }

    private static <E extends Enum<E>> List<E> of(E[] values, String name, String word, Faults faults) {
        var found = Arrays.stream(values)
                .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(word))
                .toList();
        if (found.isEmpty())
            faults.add(
                    "query:" + name,
                    "must be one of: "
                            + Arrays.stream(values)
                                    .map(value -> value.name().toLowerCase(Locale.ROOT))
                                    .collect(Collectors.joining(", ")));
        return found;
    }

    @GetMapping("/v1/cases/{id}")
    Map<String, Object> read(@PathVariable String id) {
        var kept = desk.find(id);
        return describe(kept.region(), kept.of());
    }

    /** Takes the case for a quarter of an hour and shows what it is about; asked again, it lasts anew. */
    @PostMapping("/v1/cases/{id}/lease")
    Map<String, Object> lease(@PathVariable String id, HttpServletRequest request) {
        var person = works.person(Caller.of(request), clock.instant());
        var kept = desk.find(id);
        var found = admitted(kept, request);
        var leased = new Kept(kept.region(), desk.lease(kept, person));
        // What stood before the lease may stand no more; whatever takes its place from now on ends the lease.
        if (!leased.of().decisionId().equals(kept.of().decisionId())) found = admitted(leased, request);
        var fields = describe(leased.region(), leased.of());
        show(fields, leased, found);
        return fields;
    }

    /** Gives it back before its time. */
    @DeleteMapping("/v1/cases/{id}/lease")
    ResponseEntity<Void> release(@PathVariable String id, HttpServletRequest request) {
        desk.release(desk.find(id), works.person(Caller.of(request), clock.instant()));
        return ResponseEntity.noContent().build();
    }

    @PostMapping("/v1/cases/{id}/resolution")
    Map<String, Object> resolve(@PathVariable String id, HttpServletRequest request) throws IOException {
        byte[] body = JsonBody.read(request, MAX_BODY_BYTES);
        var now = clock.instant();
        var person = works.person(Caller.of(request), now);
        var kept = desk.find(id);
        var faults = new Faults();
        var wish =
                ResolutionReader.read(StrictJson.parse(body), kept.of().kind(), desk.isByNotifier(kept), now, faults);
        String language = wish == null ? "" : language(wish.language(), kept.of(), person, faults);
        faults.refuseAny();
        if (wish == null) throw new IllegalStateException("a body was refused without a fault");
        // A repeat of what is decided needs nothing to look at any more.
        var resolved = kept.of().state() == State.RESOLVED || kept.of().state() == State.DECIDING
                ? desk.again(kept, person, wish, language, CaseworkJson.digest(body))
                : desk.resolve(kept, admitted(kept, request), person, wish, language, CaseworkJson.digest(body));
        return describe(kept.region(), resolved);
    }

    /** Of the languages in which the person can judge; the content's where it is among them. */
    private static String language(@Nullable String said, ReviewCase of, Person person, Faults faults) {
        if (said == null)
            return person.languages().contains(of.language())
                    ? of.language()
                    : person.languages().getFirst();
        if (!person.languages().contains(said))
            faults.add(
                    "/language",
                    "must be a language of the person in registers/staff.yaml: "
                            + String.join(", ", person.languages()));
        return said;
    }

    /** Whoever looks at content is an operator who reads it, where it lies. */
    private Found admitted(Kept kept, HttpServletRequest request) {
        operators.admit(
                request,
                Wanted.ofRecord(kept.region().id(), kept.of().decisionId(), DataKind.CONTENT, DataKind.DECISION));
        var found = desk.subject(kept);
        if (!found.region().id().equals(kept.region().id()))
            operators.admit(
                    request,
                    Wanted.ofRecord(found.region().id(), kept.of().decisionId(), DataKind.CONTENT, DataKind.DECISION));
        return found;
    }

    private void show(Map<String, Object> fields, Kept kept, Found found) {
        var payload = found.decision().payload().orElseThrow();
        JsonNode content = JSON.readTree(payload.content());
        // Who else was there is not needed to judge what was said.
        fields.put("content", Map.of("parts", content.path("parts"), "created_at", content.path("created_at")));
        fields.put(
                "decision",
                JSON.readTree(Answer.complete(
                        payload.answer(), found.region().id(), found.decision().index())));
        var notices = new ArrayList<Map<String, Object>>();
        var book = new Notices(kept.region().cell());
        for (var id : book.about(kept.of().id()))
            book.find(id).ifPresent(notice -> {
                var each = new LinkedHashMap<String, Object>();
                each.put("id", id);
                each.put("received_at", notice.receivedAt().toString());
                each.put("category", notice.category());
                each.put("keywords", notice.keywords());
                each.put("trusted_flagger", notice.trustedFlagger());
                book.open(id)
                        .ifPresent(opened -> each.put(
                                "explanation", NoticeText.read(opened.text()).path("explanation")));
                book.recordOfSender(id)
                        .ifPresent(sender -> each.put(
                                "sender_before",
                                Map.of(
                                        "items", sender.items(),
                                        "decided", sender.decided(),
                                        "unfounded", sender.unfounded())));
                notices.add(each);
            });
        fields.put("notices", notices);
        String appeal = kept.of().appealId();
        if (appeal != null)
            new Appeals(kept.region().cell()).find(appeal).ifPresent(of -> {
                var each = new LinkedHashMap<String, Object>();
                each.put("id", appeal);
                each.put("appellant", of.appellant().wireName());
                each.put("decision_id", of.decisionId());
                each.put("reason", appealNotes.reason(kept.region(), of, StoredContent.authorOf(payload.content())));
                fields.put("appeal", each);
            });
    }

    private Map<String, Object> describe(ServedRegion region, ReviewCase of) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("id", of.id());
        fields.put("region", region.id().value());
        fields.put("kind", of.kind().name().toLowerCase(Locale.ROOT));
        fields.put("state", of.state().name().toLowerCase(Locale.ROOT));
        fields.put("decision_id", of.decisionId());
        fields.put("appeal_id", of.appealId());
        fields.put("surface", of.surface());
        fields.put("categories", of.categories());
        fields.put("language", of.language());
        fields.put("priority", of.priority());
        fields.put("opened_at", of.openedAt().toString());
        var dueAt = works.dueAt(of);
        fields.put("due_at", dueAt == null ? null : dueAt.toString());
        var now = clock.instant();
        fields.put("overdue", of.state() == State.OPEN && dueAt != null && dueAt.isBefore(now));
        var lease = of.lease();
        if (lease != null && !lease.until().isAfter(now)) lease = null;
        fields.put("leased_by", lease == null ? null : lease.person());
        fields.put("leased_until", lease == null ? null : lease.until().toString());
        var resolution = of.resolution();
        if (resolution != null) {
            fields.put("outcome", resolution.outcome());
            fields.put("new_decision_id", resolution.newDecisionId());
            fields.put("resolved_at", resolution.at().toString());
            fields.put("person", resolution.by().person());
            fields.put("person_language", resolution.by().language());
            fields.put("person_country", resolution.by().country());
            fields.put("employment", resolution.by().employment());
            fields.put("unfounded", resolution.unfounded());
        }
        return fields;
    }
}
