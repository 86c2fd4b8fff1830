package io.gatehouse.moderation.encoder;

/** ONNX Runtime's own reading of a file of the encoder that no program ships. */
public final class WholeEncoder {
    private WholeEncoder() {}

    public static SentenceEncoder of(String name, String sha256) {
        return new SentenceEncoder(
                new SentenceEncoder.Resource(name, sha256),
                new SentenceEncoder.Resource(
                        "/all-minilm-l6-v2-q-tokenizer.json",
                        "da0e79933b9ed51798a3ae27893d3c5fa4a201126cef75586296df9b4d2c62a0"));
    }
}
