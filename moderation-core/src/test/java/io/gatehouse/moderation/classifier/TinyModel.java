package io.gatehouse.moderation.classifier;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A model in the ONNX format, written field by field (onnx.proto3): the mean of a row of numbers for each piece of a text. Small enough to
 * know by hand what it says.
 */
final class TinyModel {
    private static final int FLOAT = 1;
    private static final int INT32 = 6;
    private static final int INT64 = 7;
    private static final int ATTRIBUTE_INT = 2;
    private static final int ATTRIBUTE_INTS = 7;

    private TinyModel() {}

    /** One row of numbers for each piece of {@link #TOKENIZER}. */
    static byte[] of(float[]... table) {
        return of(List.of("input_ids"), INT64, true, table);
    }

    /** That adds the rows of all that such models may be given: of the mask row 1, of the types row 0. */
    static byte[] ofAllInputs(float[]... table) {
        return of(List.of("input_ids", "attention_mask", "token_type_ids"), INT64, true, table);
    }

    static byte[] wanting(String input, float[]... table) {
        return of(List.of("input_ids", input), INT64, true, table);
    }

    static byte[] ofSmallIntegers(float[]... table) {
        return of(List.of("input_ids"), INT32, true, table);
    }

    /** That says a row for each piece, instead of one for the text. */
    static byte[] withoutMean(float[]... table) {
        return of(List.of("input_ids"), INT64, false, table);
    }

    /**
     * That takes the row of a piece times nine less itself, which is highest for those in the middle: 20 for good and bad, at most 18 for
     * others. With 19 rows it reads the first pieces and the last, and fails at those two.
     */
    static byte[] failingInTheMiddle(float[]... table) {
        var graph = new Message()
                .put(1, node("Sub", "less", "nine", "input_ids"))
                .put(1, node("Mul", "folded", "input_ids", "less"))
                .put(1, node("Gather", "rows", "table", "folded"))
                .put(1, mean())
                .text(2, "tiny")
                .put(5, tensor(table))
                .put(
                        5,
                        new Message()
                                .number(1, 1)
                                .number(2, INT64)
                                .text(8, "nine")
                                .bytes(9, new byte[] {9, 0, 0, 0, 0, 0, 0, 0}))
                .put(11, value("input_ids", INT64, "one", "pieces"))
                .put(12, value("logits", FLOAT, "one", "labels"));
        return file(graph);
    }

    private static Message node(String operation, String output, String... inputs) {
        var node = new Message();
        for (String input : inputs) node.text(1, input);
        return node.text(2, output).text(4, operation);
    }

    private static Message mean() {
        return node("ReduceMean", "logits", "rows")
                .put(5, new Message().text(1, "axes").number(8, 1).number(20, ATTRIBUTE_INTS))
                .put(5, new Message().text(1, "keepdims").number(3, 0).number(20, ATTRIBUTE_INT));
    }

    private static byte[] file(Message graph) {
        return new Message()
                .number(1, 8)
                .put(7, graph)
                .put(8, new Message().number(2, 13))
                .bytes();
    }

    private static byte[] of(List<String> inputs, int type, boolean mean, float[]... table) {
        var graph = new Message();
        String rows = mean ? "rows" : "logits";
        String last = "";
        for (String input : inputs) {
            boolean isLast = input.equals(inputs.getLast());
            String found = last.isEmpty() && isLast ? rows : "of " + input;
            graph.put(1, node("Gather", found, "table", input));
            String sum = isLast ? rows : "to " + input;
            if (!last.isEmpty()) graph.put(1, node("Add", sum, last, found));
            last = last.isEmpty() ? found : sum;
        }
        if (mean) graph.put(1, mean());
        graph.text(2, "tiny").put(5, tensor(table));
        for (String input : inputs) graph.put(11, value(input, type, "one", "pieces"));
        if (mean) graph.put(12, value("logits", FLOAT, "one", "labels"));
        else graph.put(12, value("logits", FLOAT, "one", "pieces", "labels"));
        return file(graph);
    }

    private static Message tensor(float[]... table) {
        var numbers = ByteBuffer.allocate(table.length * table[0].length * Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        for (float[] row : table) for (float number : row) numbers.putFloat(number);
        return new Message()
                .number(1, table.length)
                .number(1, table[0].length)
                .number(2, FLOAT)
                .text(8, "table")
                .bytes(9, numbers.array());
    }

    private static Message value(String name, int type, String... sizes) {
        var shape = new Message();
        for (String size : sizes) shape.put(1, new Message().text(2, size));
        return new Message()
                .text(1, name)
                .put(2, new Message().put(1, new Message().number(1, type).put(2, shape)));
    }

    /** A message of Protocol Buffers in the making. */
    private static final class Message {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Message number(int field, long value) {
            varint((long) field << 3);
            varint(value);
            return this;
        }

        Message bytes(int field, byte[] value) {
            varint((long) field << 3 | 2);
            varint(value.length);
            out.writeBytes(value);
            return this;
        }

        Message text(int field, String value) {
            return bytes(field, value.getBytes(StandardCharsets.UTF_8));
        }

        Message put(int field, Message value) {
            return bytes(field, value.bytes());
        }

        byte[] bytes() {
            return out.toByteArray();
        }

        private void varint(long value) {
            long left = value;
            for (; left >= 128; left >>>= 7) out.write((int) (left & 127 | 128));
            out.write((int) left);
        }
    }

    /** Of WordPiece: [PAD] 0, [UNK] 1, [CLS] 2, [SEP] 3, good 4, bad 5, ##ly 6, and beyond 7, for which a table may have no row. */
    static final String TOKENIZER = """
            {"version": "1.0",
             "truncation": {"direction": "Right", "max_length": 4, "strategy": "LongestFirst", "stride": 0},
             "padding": {"strategy": {"Fixed": 9}, "direction": "Right", "pad_to_multiple_of": null, "pad_id": 0, "pad_type_id": 0, "pad_token": "[PAD]"},
             "added_tokens": [
               {"id": 0, "content": "[PAD]", "single_word": false, "lstrip": false, "rstrip": false, "normalized": false, "special": true},
               {"id": 2, "content": "[CLS]", "single_word": false, "lstrip": false, "rstrip": false, "normalized": false, "special": true},
               {"id": 3, "content": "[SEP]", "single_word": false, "lstrip": false, "rstrip": false, "normalized": false, "special": true}],
             "normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true, "strip_accents": null, "lowercase": true},
             "pre_tokenizer": {"type": "BertPreTokenizer"},
             "post_processor": {"type": "TemplateProcessing",
               "single": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "[SEP]", "type_id": 0}}],
               "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
               "special_tokens": {"[CLS]": {"id": "[CLS]", "ids": [2], "tokens": ["[CLS]"]}, "[SEP]": {"id": "[SEP]", "ids": [3], "tokens": ["[SEP]"]}}},
             "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": true},
             "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100,
               "vocab": {"[PAD]": 0, "[UNK]": 1, "[CLS]": 2, "[SEP]": 3, "good": 4, "bad": 5, "##ly": 6, "beyond": 7}}}
            """;
}
