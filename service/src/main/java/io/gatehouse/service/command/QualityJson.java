package io.gatehouse.service.command;

import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Every figure of an evaluation as JSON: the records' own names in snake case. */
final class QualityJson {
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private QualityJson() {}

    static byte[] of(Measured measured) {
        return JSON.writeValueAsBytes(measured);
    }
}
