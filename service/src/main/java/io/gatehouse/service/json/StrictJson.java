package io.gatehouse.service.json;

import io.gatehouse.service.problem.Problem;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Bytes to a tree, or a problem that says at which line and column they stop being JSON. */
public final class StrictJson {
    /** The contract's bodies are five deep; more is an attack on the stack, not a request. */
    static final int MAX_DEPTH = 32;

    /** Longer numbers than any field takes, and short enough that parsing one costs nothing. */
    static final int MAX_NUMBER_LENGTH = 100;

    /** Twice the longest name that the contract knows: enough to name a typing error in the answer. */
    static final int MAX_NAME_LENGTH = 256;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(MAX_NUMBER_LENGTH)
                            .maxNameLength(MAX_NAME_LENGTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    private StrictJson() {}

    /** @throws ProblemException {@link ProblemType#MALFORMED_JSON} */
    public static JsonNode parse(byte[] body) {
        var text = decode(body);
        try {
            var node = JSON.readTree(text.toString());
            if (node == null || node.isMissingNode()) throw malformed("The body is empty; a JSON object is expected.");
            return node;
        } catch (JacksonException refused) {
            throw malformed(describe(refused));
        }
    }

    /** Jackson takes overlong and otherwise broken UTF-8 as it comes, so that is looked at first. */
    private static CharBuffer decode(byte[] body) {
        var bytes = ByteBuffer.wrap(body);
        var text = CharBuffer.allocate(body.length);
        CoderResult end = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .decode(bytes, text, true);
        if (end.isError()) throw malformed("The body is not UTF-8 at byte " + bytes.position() + ".");
        return text.flip();
    }

    /** Says where and what kind, never what was found there: parsers quote the input in their messages. */
    private static String describe(JacksonException refused) {
        String where = where(refused.getLocation());
        if (refused instanceof StreamConstraintsException)
            return "The body exceeds a limit of JSON structure" + where + ": at most " + MAX_DEPTH + " levels deep, "
                    + MAX_NUMBER_LENGTH + " digits a number, " + MAX_NAME_LENGTH + " characters a field name.";
        String message = String.valueOf(refused.getOriginalMessage());
        if (message.startsWith("Duplicate")) return "A field appears twice in one object" + where + ".";
        if (message.startsWith("Trailing token")) return "Something follows the end of the JSON value" + where + ".";
        if (message.startsWith("Unexpected end-of-input")) return "The JSON ends too early" + where + ".";
        return "The body is not JSON" + where + ".";
    }

    private static String where(TokenStreamLocation location) {
        if (location == null || location.getLineNr() < 1) return "";
        return " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private static ProblemException malformed(String detail) {
        return new ProblemException(Problem.of(ProblemType.MALFORMED_JSON, detail));
    }
}
