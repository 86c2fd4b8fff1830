package io.gatehouse.moderation.encoder;

import java.util.function.ToIntFunction;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/** Which numbers a {@code tokenizer.json} gives its pieces: the library that cuts texts does not say. */
final class PieceNumbers {
    private PieceNumbers() {}

    /**
     * @return the highest number of a piece; 0 where the file numbers none in a way known here
     * @throws IllegalArgumentException when it is no JSON
     */
    static int highest(byte[] tokenizer) {
        try (var parser = JsonMapper.shared().createParser(tokenizer)) {
            return parser.nextToken() == JsonToken.START_OBJECT ? ofNamed(parser, PieceNumbers::ofPart) : 0;
        } catch (JacksonException e) {
            // Its message could quote the file.
            throw new IllegalArgumentException("is no JSON, from line " + lineOf(e) + " on", e);
        }
    }

    private static String lineOf(JacksonException e) {
        return e.getLocation() == null ? "1" : Integer.toString(e.getLocation().getLineNr());
    }

    /** The highest that is told of any value of an object, each asked where the parser stands at it. */
    private static int ofNamed(JsonParser parser, ToIntFunction<JsonParser> each) {
        int highest = 0;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            parser.nextToken();
            highest = Math.max(highest, each.applyAsInt(parser));
        }
        return highest;
    }

    private static int ofPart(JsonParser parser) {
        boolean isObject = parser.currentToken() == JsonToken.START_OBJECT;
        if (isObject && parser.currentName().equals("model")) return ofNamed(parser, PieceNumbers::ofModel);
        if (parser.currentToken() != JsonToken.START_ARRAY
                || !parser.currentName().equals("added_tokens")) {
            parser.skipChildren();
            return 0;
        }
        int highest = 0;
        while (parser.nextToken() == JsonToken.START_OBJECT)
            highest = Math.max(highest, ofNamed(parser, PieceNumbers::ofAdded));
        return highest;
    }

    private static int ofAdded(JsonParser parser) {
        return parser.currentName().equals("id") ? number(parser) : skipped(parser);
    }

    /** Names with their numbers, or, of unigrams, pieces in the order of their numbers. */
    private static int ofModel(JsonParser parser) {
        if (!parser.currentName().equals("vocab")) return skipped(parser);
        if (parser.currentToken() == JsonToken.START_OBJECT) return ofNamed(parser, PieceNumbers::number);
        if (parser.currentToken() != JsonToken.START_ARRAY) return skipped(parser);
        int count = 0;
        for (; parser.nextToken() != JsonToken.END_ARRAY; count++) parser.skipChildren();
        return Math.max(0, count - 1);
    }

    private static int number(JsonParser parser) {
        return parser.currentToken() == JsonToken.VALUE_NUMBER_INT ? parser.getIntValue() : skipped(parser);
    }

    private static int skipped(JsonParser parser) {
        parser.skipChildren();
        return 0;
    }
}
