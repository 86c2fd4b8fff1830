package io.gatehouse.service.policy;

import io.gatehouse.service.json.Faults;
import io.gatehouse.service.json.JsonBody;
import io.gatehouse.service.json.JsonObjectReader;
import io.gatehouse.service.json.JsonPointer;
import io.gatehouse.service.json.StrictJson;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The files of a version as they are sent: packed by {@code tar czf}, or in JSON as {@code {"files": {path: text}}}, where a
 * file may also be {@code {"base64": ...}} or {@code {"sha256": ...}} of one that is stored already, and {@code "base"} may
 * name a version whose other files are taken over.
 */
final class PolicyUpload {
    /** Packed, or as JSON: many times the shipped version. */
    static final int MAX_BODY_BYTES = 64 * 1024 * 1024;

    private PolicyUpload() {}

    /**
     * @param baseFiles the files of a version by its name
     * @param blobs stored files by digest; null for one that is not
     */
    static PolicyFiles read(
            HttpServletRequest request,
            Function<String, PolicyFiles> baseFiles,
            Function<String, byte @Nullable []> blobs)
            throws IOException {
        String type = String.valueOf(request.getContentType())
                .split(";", 2)[0]
                .strip()
                .toLowerCase(Locale.ROOT);
        if (type.equals("application/gzip") || type.equals("application/x-gzip") || type.equals("application/x-tgz"))
            return unpacked(request);
        return files(StrictJson.parse(JsonBody.read(request, MAX_BODY_BYTES)), baseFiles, blobs);
    }

    private static PolicyFiles unpacked(HttpServletRequest request) throws IOException {
        if (request.getContentLengthLong() > MAX_BODY_BYTES) throw tooLarge();
        try {
            return PolicyFiles.of(
                    TarGz.read(new Bounded(request.getInputStream()), PolicyFiles.MAX_BYTES, PolicyFiles.MAX_FILES));
        } catch (TarGz.RefusedException refused) {
            throw new ProblemException(ProblemType.INVALID_REQUEST, "The archive " + refused.getMessage() + ".");
        }
    }

    private static ProblemException tooLarge() {
        return new ProblemException(
                ProblemType.BODY_TOO_LARGE, "The body may have at most " + MAX_BODY_BYTES + " bytes.");
    }

    /** Ends a body that says less about its size than it sends. */
    private static final class Bounded extends FilterInputStream {
        private long left = MAX_BODY_BYTES;

        Bounded(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            if (read >= 0 && --left < 0) throw tooLarge();
            return read;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            if (read > 0 && (left -= read) < 0) throw tooLarge();
            return read;
        }
    }

    private static PolicyFiles files(
            JsonNode body, Function<String, PolicyFiles> baseFiles, Function<String, byte @Nullable []> blobs) {
        var faults = new Faults();
        var reader = JsonObjectReader.of(body, JsonPointer.ROOT, faults);
        faults.refuseAny();
        if (reader == null) throw new IllegalStateException("a body was refused without a fault");
        String base = reader.optionalText("base", 100);
        JsonNode files = reader.node("files");
        var read = new TreeMap<String, byte[]>();
        if (files == null || !files.isObject() || (files.isEmpty() && base == null))
            reader.fault("files", "must be an object of files by path");
        else if (files.size() > PolicyFiles.MAX_FILES)
            reader.fault("files", "must have at most " + PolicyFiles.MAX_FILES + " files");
        else
            for (var file : files.properties()) {
                byte[] bytes = bytes(file, faults, JsonPointer.ROOT.to("files").to(file.getKey()), blobs);
                if (bytes != null) read.put(file.getKey(), bytes);
            }
        reader.refuseUnknown();
        faults.refuseAny();
        return base == null ? PolicyFiles.of(read) : baseFiles.apply(base).with(read);
    }

    private static byte @Nullable [] bytes(
            Map.Entry<String, JsonNode> file,
            Faults faults,
            JsonPointer here,
            Function<String, byte @Nullable []> blobs) {
        if (!PolicyFiles.isName(file.getKey())) {
            faults.add(here, "cannot be a file of a version: " + PolicyFiles.NAMES);
            return null;
        }
        JsonNode value = file.getValue();
        if (value.isString()) return value.stringValue().getBytes(StandardCharsets.UTF_8);
        if (value.isObject() && value.size() == 1 && value.path("base64").isString()) {
            try {
                return Base64.getDecoder().decode(value.get("base64").stringValue());
            } catch (IllegalArgumentException notBase64) {
                faults.add(here, "is not base64");
                return null;
            }
        }
        if (value.isObject() && value.size() == 1 && value.path("sha256").isString()) {
            byte[] stored = blobs.apply(value.get("sha256").stringValue());
            if (stored == null) faults.add(here, "no file of this sha256 is stored; send its content");
            return stored;
        }
        faults.add(here, "must be a text, {\"base64\": ...} or {\"sha256\": ...}");
        return null;
    }
}
