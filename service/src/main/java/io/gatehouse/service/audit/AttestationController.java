package io.gatehouse.service.audit;

import io.gatehouse.residency.attestation.Attestation;
import io.gatehouse.residency.attestation.Inventory;
import io.gatehouse.residency.cell.LogEvent;
import io.gatehouse.residency.crossing.DataKind;
import io.gatehouse.service.json.Faults;
import io.gatehouse.service.operator.OperatorDesk;
import io.gatehouse.service.operator.Wanted;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.region.NewIds;
import io.gatehouse.service.region.ServedRegions;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What a region holds, signed; and the lines from which anybody counts and digests it again. */
@RestController
final class AttestationController {
    private static final MediaType TEXT = new MediaType("text", "plain", StandardCharsets.UTF_8);

    private final ServedRegions regions;
    private final OperatorDesk operators;
    private final NewIds ids;
    private final Clock clock;

    AttestationController(ServedRegions regions, OperatorDesk operators, NewIds ids, Clock clock) {
        this.regions = regions;
        this.operators = operators;
        this.ids = ids;
        this.clock = clock;
    }

    /** Attests what the region holds now, keeps it, and says so in the region's log. */
    @PostMapping("/v1/regions/{region}/attestations")
    ResponseEntity<byte[]> attest(@PathVariable String region) {
        var here = regions.named(region);
        var attester = AttestedRegions.attester(here);
        byte[] note = attester.attest(AttestedRegions.facts(here.region()), clock.instant());
        var evidence = Attestation.open(note, attester.verifierKey()).evidence(note);
        here.cell()
                .writer()
                .append(new LogEvent(ids.event(here.id()), Attestation.ENTRY_KIND, clock.instant(), evidence));
        return ResponseEntity.status(HttpStatus.CREATED).contentType(TEXT).body(note);
    }

    /** The newest attestation made at that time or before. */
    @GetMapping("/v1/regions/{region}/attestation")
    ResponseEntity<byte[]> get(@PathVariable String region, @RequestParam(required = false) @Nullable String at) {
        var faults = new Faults();
        Instant moment = clock.instant();
        if (at != null)
            try {
                moment = Instant.parse(at);
            } catch (DateTimeException _) {
                faults.add("query:at", "must be a time of RFC 3339 in UTC, such as 2026-11-24T00:00:00Z");
            }
        faults.refuseAny();
        byte[] note = AttestedRegions.attester(regions.named(region))
                .newest(moment)
                .orElseThrow(() -> new ProblemException(
                        ProblemType.NOT_FOUND, "Nothing was attested by then; POST .../attestations attests now."));
        return ResponseEntity.ok().contentType(TEXT).body(note);
    }

    /** The lines of one kind as they are now; of those about the log, what a checkpoint of that size covers. They name accounts and objects by digests and random ids. */
    @GetMapping("/v1/regions/{region}/inventory/{kind}")
    void inventory(
            @PathVariable String region,
            @PathVariable String kind,
            @RequestParam(name = "log_size", required = false) @Nullable String logSize,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        var here = regions.named(region);
        var wanted = Inventory.ofWireName(kind)
                .orElseThrow(() -> new ProblemException(
                        ProblemType.NOT_FOUND,
                        "There is no such kind; there are: "
                                + java.util.Arrays.stream(Inventory.values())
                                        .map(Inventory::wireName)
                                        .collect(Collectors.joining(", "))
                                + "."));
        var faults = new Faults();
        long below = logSize == null ? Long.MAX_VALUE : size(logSize, faults);
        faults.refuseAny();
        long people = Math.max(1, here.cell().reader().counts().accounts());
        operators.admit(request, Wanted.ofMany(here.id(), people, DataKind.ACCOUNT, DataKind.DECISION));
        response.setContentType(TEXT.toString());
        try (var out = response.getWriter()) {
            AttestedRegions.attester(here).export(wanted, below, out);
        }
    }

    private static long size(String text, Faults faults) {
        if (text.matches("[0-9]{1,18}")) return Long.parseLong(text);
        faults.add("query:log_size", "must be the first number after 'checkpoint' in a statement");
        return 0;
    }
}
