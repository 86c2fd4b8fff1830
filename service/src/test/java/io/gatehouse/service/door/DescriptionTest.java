package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.service.door.RunningGatehouse.Answer;
import io.gatehouse.service.openapi.OpenApiTest;
import java.util.Locale;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** What is served is what openapi.json says, and the other way round. */
class DescriptionTest {
    private final RunningGatehouse service = RunningGatehouse.shared();

    @Test
    void everyRouteIsDescribedAndEveryDescriptionIsRouted() {
        var routed = new TreeSet<String>();
        service.context()
                .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()
                .forEach(mapping -> mapping.getPatternValues().stream()
                        .filter(pattern -> !pattern.startsWith("/console")) // Pages for people: docs/console.md.
                        .forEach(pattern -> mapping.getMethodsCondition()
                                .getMethods()
                                .forEach(method -> routed.add(method + " " + pattern.replace("{*", "{")))));
        // Actuator's routes are mapped elsewhere; AccessTest asks them.
        routed.addAll(java.util.List.of("GET /actuator/health", "GET /actuator/info", "GET /actuator/prometheus"));
        var described = new TreeSet<String>();
        service.get("/openapi.json")
                .json()
                .get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .propertyNames()
                        .forEach(method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        assertThat(described).isEqualTo(routed);
    }

    @Test
    void answersFitTheirSchemas() {
        var allowed = service.post("/v1/screenings", Screenings.of("a plain message"));
        fits("Screening", allowed);
        var restricted = service.post("/v1/screenings", Screenings.of(TestPolicies.RESTRICTED));
        fits("Screening", restricted);
        fits("Screening", service.post("/v1/screenings", Screenings.of(TestPolicies.HELD)));
        String decision = "/v1/decisions/" + restricted.field("decision_id");
        fits("Trace", service.get(decision + "/trace"));
        fits("StatementOfReasons", service.get(decision + "/statement-of-reasons"));
        fits("BatchAnswer", service.post("/v1/screenings:batch", "{\"items\":[{}," + Screenings.of("x") + "]}"));
        fits(
                "Account",
                service.put(
                        "/v1/accounts/" + RunningGatehouse.unique("u"),
                        "{\"residence\":[{\"kind\":\"declared\",\"country\":\"IE\"}]}"));
        fits(
                "Media",
                service.post(
                        "/v1/media",
                        TestMedia.picture(1),
                        "Content-Type",
                        "image/png",
                        "Gatehouse-Author",
                        RunningGatehouse.unique("u"),
                        "Gatehouse-Residence",
                        "declared=IE"));
        fits("ModerationAnswer", service.post("/v1/moderations", "{\"input\":\"x\"}"));
        fits("Regions", service.get("/v1/regions"));
        fits("Keys", service.get("/v1/keys"));
        fits("Jobs", service.get("/v1/jobs"));
        fits("IssuedKey", service.post("/v1/keys", "{\"name\":\"x\",\"roles\":[\"auditor\"]}"));
        for (String country : new String[] {"SG", "ZZ", "", "nowhere"})
            fits("Problem", service.post("/v1/screenings", Screenings.from(country)));
    }

    private static void fits(String schema, Answer answer) {
        assertThat(OpenApiTest.schema(schema).validate(answer.json()))
                .as(schema + ": " + answer.text())
                .isEmpty();
    }
}
