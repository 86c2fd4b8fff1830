package io.gatehouse.service.access;

import io.gatehouse.service.configuration.GatehouseProperties;
import io.gatehouse.service.json.Faults;
import io.gatehouse.service.json.JsonBody;
import io.gatehouse.service.json.JsonObjectReader;
import io.gatehouse.service.json.JsonPointer;
import io.gatehouse.service.json.StrictJson;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** API keys: listed without secrets, issued with the secret shown once, deleted. */
@RestController
final class KeysController {
    private static final Logger LOG = LoggerFactory.getLogger(KeysController.class);
    private static final int MAX_BODY_BYTES = 16 * 1024;
    private static final int MAX_NAME_BYTES = 100;
    private static final Pattern PERSON = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final ApiKeys keys;
    private final boolean isTrial;

    KeysController(ApiKeys keys, GatehouseProperties properties) {
        this.keys = keys;
        this.isTrial = properties.firstKey().country() == null;
    }

    @GetMapping("/v1/keys")
    Map<String, List<Map<String, Object>>> list() {
        return Map.of("keys", keys.all().stream().map(KeysController::describe).toList());
    }

    @PostMapping("/v1/keys")
    ResponseEntity<Map<String, Object>> issue(HttpServletRequest request) throws IOException {
        var faults = new Faults();
        var body =
                JsonObjectReader.of(StrictJson.parse(JsonBody.read(request, MAX_BODY_BYTES)), JsonPointer.ROOT, faults);
        if (body == null) throw refused(faults);
        String name = body.requiredText("name", MAX_NAME_BYTES);
        String client = body.optionalText("client", MAX_NAME_BYTES);
        Set<Role> roles = roles(body);
        var holder = HolderReader.read(body, roles, isTrial);
        String person = body.optionalText("person", MAX_NAME_BYTES);
        if (person != null && !PERSON.matcher(person).matches())
            body.fault("person", "must be a pseudonym of registers/staff.yaml: letters, digits and - _ . , at most 64");
        body.refuseUnknown();
        if (name == null || !faults.isEmpty()) throw refused(faults);
        var issued = keys.issue(name, client == null ? "" : client, roles, holder, person);
        LOG.info(
                "key {} issued by key {} with roles {}",
                issued.key().id(),
                Caller.of(request).keyId(),
                roles);
        var answer = describe(issued.key());
        answer.put("key", issued.whole());
        return ResponseEntity.status(HttpStatus.CREATED).body(answer);
    }

    @DeleteMapping("/v1/keys/{id}")
    ResponseEntity<Void> delete(@PathVariable String id, HttpServletRequest request) {
        if (!keys.delete(id)) throw new ProblemException(ProblemType.NOT_FOUND, "There is no such key.");
        LOG.info("key {} deleted by key {}", id, Caller.of(request).keyId());
        return ResponseEntity.noContent().build();
    }

    private static ProblemException refused(Faults faults) {
        faults.refuseAny();
        return new ProblemException(ProblemType.INVALID_REQUEST, "The body must name the key.");
    }

    private static Set<Role> roles(JsonObjectReader body) {
        var roles = EnumSet.noneOf(Role.class);
        var nodes = body.requiredArray("roles", Role.values().length);
        for (int i = 0; i < nodes.size(); i++) {
            var role = nodes.get(i).isString() ? Role.ofWireName(nodes.get(i).stringValue()) : null;
            if (role != null && role.isPresent()) roles.add(role.get());
            else body.fault("roles", i, "must be one of: " + known());
        }
        return roles;
    }

    private static String known() {
        return Arrays.stream(Role.values()).map(Role::wireName).collect(Collectors.joining(", "));
    }

    private static Map<String, Object> describe(ApiKey key) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("id", key.id());
        fields.put("name", key.name());
        fields.put("client", key.client());
        fields.put("roles", key.roles().stream().map(Role::wireName).sorted().toList());
        var holder = key.holder();
        fields.put("country", holder == null ? null : holder.country().value());
        fields.put("actor", holder == null ? null : holder.kind().wireName());
        fields.put("instrument", holder == null ? null : holder.instrument());
        fields.put("person", key.person());
        fields.put("created_at", key.createdAt().toString());
        return fields;
    }
}
