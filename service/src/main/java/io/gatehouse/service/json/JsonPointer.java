package io.gatehouse.service.json;

import org.jspecify.annotations.Nullable;

/** An RFC 6901 pointer, written out only when a fault needs it. */
public record JsonPointer(@Nullable JsonPointer parent, String segment) {
    /** A name sent by a stranger is repeated only so far. */
    private static final int MAX_NAME_SHOWN = 64;

    public static final JsonPointer ROOT = new JsonPointer(null, "");

    public JsonPointer to(String field) {
        return new JsonPointer(this, field);
    }

    public JsonPointer to(int index) {
        return new JsonPointer(this, Integer.toString(index));
    }

    @Override
    public String toString() {
        if (parent == null) return "";
        return parent + "/" + shown(segment).replace("~", "~0").replace("/", "~1");
    }

    /** A field name fit for an answer: bounded, and without characters that would confuse a terminal or a log. */
    static String shown(String name) {
        var shown = new StringBuilder();
        name.codePoints().limit(MAX_NAME_SHOWN).forEach(c -> {
            boolean plain = c >= ' '
                    && c != 0x7f
                    && Character.isDefined(c)
                    && Character.getType(c) != Character.FORMAT
                    && Character.getType(c) != Character.SURROGATE
                    && Character.getType(c) != Character.CONTROL;
            shown.appendCodePoint(plain ? c : '?');
        });
        return shown.toString();
    }
}
