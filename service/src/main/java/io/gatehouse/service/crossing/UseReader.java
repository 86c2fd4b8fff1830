package io.gatehouse.service.crossing;

import io.gatehouse.residency.crossing.Purpose;
import io.gatehouse.residency.purpose.ServiceId;
import io.gatehouse.residency.purpose.Use;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.service.account.AccountFinder;
import io.gatehouse.service.consent.UseDesk;
import io.gatehouse.service.json.Faults;
import io.gatehouse.service.json.JsonObjectReader;
import io.gatehouse.service.json.JsonPointer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads a body of {@code POST /v1/transfers:evaluate} that asks for a service and no other place. Pure. */
final class UseReader {
    private static final int MAX_ID_BYTES = 512;
    private static final String SERVICE = "must be a service of services.yaml, such as messages";

    private UseReader() {}

    /** Whether the data would stay where they are, and only another service would use them. */
    static boolean isUse(JsonNode json) {
        var to = json.path("to");
        return to.isObject() && to.size() == 1 && to.has("service");
    }

    /** @return null when there are faults */
    static UseDesk.@Nullable Wish read(JsonNode json, String keyId, Instant now, Faults faults) {
        var body = JsonObjectReader.of(json, JsonPointer.ROOT, faults);
        if (body == null) return null;
        var purpose = TransferReader.parsed(body, "purpose", Purpose::new, "must be a purpose, such as safety");
        var data = TransferReader.data(body);
        String account = body.optionalText("account", MAX_ID_BYTES);
        if (account != null && AccountFinder.faultOfId(account) != null)
            body.fault("account", String.valueOf(AccountFinder.faultOfId(account)));
        RegionId from = body.node("from") == null
                ? null
                : TransferReader.parsed(body, "from", RegionId::new, "must be a region, such as eu-west-1");
        if (account == null && body.node("from") == null)
            body.fault("account", "is missing: whose data; or 'from', the home of the data of many");
        if (account != null && body.node("from") != null)
            body.fault("from", "goes without 'account': the home of an account is known");
        var of = body.node("service") == null
                ? UseDesk.ownService()
                : TransferReader.parsed(body, "service", ServiceId::new, SERVICE);
        var to = body.requiredObject("to");
        var by = to == null ? null : TransferReader.parsed(to, "service", ServiceId::new, SERVICE);
        // Who asks and for how many belong to crossings; the same body may be sent for both.
        body.optionalObject("actor");
        body.optionalInteger("subjects", 1, TransferReader.MOST_SUBJECTS);
        body.refuseUnknown();
        if (!faults.isEmpty() || purpose == null || of == null || by == null) return null;
        return new UseDesk.Wish(new Use(purpose, data, of, by, now), account, from, keyId);
    }
}
