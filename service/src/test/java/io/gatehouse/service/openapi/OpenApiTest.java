package io.gatehouse.service.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.gatehouse.service.access.AccessRules;
import io.gatehouse.service.access.Role;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The document holds together: examples fit their schemas, roles are those that the filter asks for. */
public class OpenApiTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private final JsonNode document = read();

    static JsonNode read() {
        try {
            return JSON.readTree(new ClassPathResource("openapi.json").getContentAsByteArray());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A schema of the document, with everything it refers to. */
    public static Schema schema(String name) {
        var root = JSON.createObjectNode();
        root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        root.put("$ref", "#/components/schemas/" + name);
        root.set("components", read().get("components"));
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(root);
    }

    @TestFactory
    List<DynamicTest> everyExampleFitsItsSchema() {
        var tests = new ArrayList<DynamicTest>();
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    var bodies = new ArrayList<JsonNode>();
                    if (operation.getValue().has("requestBody"))
                        bodies.add(operation.getValue().get("requestBody"));
                    operation.getValue().get("responses").forEach(bodies::add);
                    for (JsonNode body : bodies) {
                        JsonNode content = body.path("content").path("application/json");
                        if (!content.has("example")) continue;
                        String ref = content.get("schema").get("$ref").stringValue();
                        String name = ref.substring(ref.lastIndexOf('/') + 1);
                        tests.add(DynamicTest.dynamicTest(
                                operation.getKey() + " " + path.getKey() + ": " + name,
                                () -> assertThat(schema(name).validate(content.get("example")))
                                        .isEmpty()));
                    }
                }));
        assertThat(tests).hasSizeGreaterThan(5);
        return tests;
    }

    @Test
    void rolesAreThoseTheFilterAsksFor() {
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    String concrete = path.getKey().replaceAll("\\{[a-z]+}", "x");
                    Set<String> documented = new TreeSet<>();
                    operation.getValue().path("x-roles").forEach(role -> documented.add(role.stringValue()));
                    var needed = AccessRules.neededFor(operation.getKey().toUpperCase(java.util.Locale.ROOT), concrete)
                            .map(roles -> new TreeSet<>(
                                    roles.stream().map(Role::wireName).toList()))
                            .orElseGet(TreeSet::new);
                    assertThat(documented)
                            .as(operation.getKey() + " " + path.getKey())
                            .isEqualTo(needed);
                }));
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        document.findValuesAsString("$ref")
                .forEach(ref -> assertThat(document.at(ref.substring(1)).isMissingNode())
                        .as(ref)
                        .isFalse());
    }
}
