package io.gatehouse.service.bank;

import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The one file of a form (RFC 7578), held in memory: a servlet container's own reader would write it to a disk that is no
 * region's.
 *
 * @param field of the form
 * @param texts the form's other fields
 */
@SuppressWarnings("ArrayRecordComponent") // Handed over, never changed.
record UploadedFile(String field, byte[] bytes, Map<String, String> texts) {
    /** Of boundaries and headers. */
    private static final int MAX_AROUND = 16 * 1024;

    private static final Pattern BOUNDARY = Pattern.compile(
            "multipart/form-data\\s*;(?:.*;)?\\s*boundary=(?:\"([^\"]{1,70})\"|([^\\s;\"]{1,70})).*",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern NAME = Pattern.compile(";\\s*name=(?:\"([^\"]*)\"|([^;\\s]+))");
    private static final Pattern FILE_NAME = Pattern.compile(";\\s*filename\\*?=");
    private static final byte[] BLANK_LINE = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** @throws ProblemException when the body is no form, holds none or several files, or is too large */
    static UploadedFile read(HttpServletRequest request, int maxBytes) throws IOException {
        var type = BOUNDARY.matcher(String.valueOf(request.getContentType()));
        if (!type.matches())
            throw new ProblemException(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE,
                    "Send the file as multipart/form-data, in the field photo or video.");
        byte[] body = request.getInputStream().readNBytes(maxBytes + MAX_AROUND + 1);
        if (body.length > maxBytes + MAX_AROUND) throw tooLarge(maxBytes);
        String boundary = type.group(1) == null ? type.group(2) : type.group(1);
        var file = only(body, ("--" + boundary).getBytes(StandardCharsets.ISO_8859_1));
        if (file.bytes().length > maxBytes) throw tooLarge(maxBytes);
        return file;
    }

    private static ProblemException tooLarge(int maxBytes) {
        return new ProblemException(ProblemType.BODY_TOO_LARGE, "A file may have at most " + maxBytes + " bytes.");
    }

    private static UploadedFile only(byte[] body, byte[] delimiter) {
        int at = indexOf(body, delimiter, 0);
        UploadedFile found = null;
        var texts = new HashMap<String, String>();
        while (at >= 0) {
            int begin = at + delimiter.length;
            // Two hyphens end the form.
            if (begin + 2 > body.length || body[begin] == '-' && body[begin + 1] == '-') break;
            int next = indexOf(body, delimiter, begin);
            if (next < 0) throw refused("The form is cut off.");
            var part = part(body, begin, next - 2);
            if (part.isFile() && found != null) throw refused("Only one file is taken at a time.");
            if (part.isFile()) found = new UploadedFile(part.name(), part.bytes(), texts);
            else texts.put(part.name(), new String(part.bytes(), StandardCharsets.UTF_8));
            at = next;
        }
        if (found == null) throw refused("The form holds no file.");
        return found;
    }

    @SuppressWarnings("ArrayRecordComponent") // Handed over, never changed.
    private record FormPart(String name, boolean isFile, byte[] bytes) {}

    private static FormPart part(byte[] body, int begin, int end) {
        int blank = indexOf(body, BLANK_LINE, begin);
        if (blank < 0 || blank > end) throw refused("A part of the form has no headers.");
        var headers = new String(body, begin, blank - begin, StandardCharsets.UTF_8);
        var name = NAME.matcher(headers);
        if (!name.find()) throw refused("A part of the form has no name.");
        int from = blank + BLANK_LINE.length;
        return new FormPart(
                name.group(1) == null ? name.group(2) : name.group(1),
                FILE_NAME.matcher(headers).find(),
                Arrays.copyOfRange(body, from, Math.max(from, end)));
    }

    private static ProblemException refused(String detail) {
        return new ProblemException(ProblemType.INVALID_REQUEST, detail);
    }

    private static int indexOf(byte[] in, byte[] wanted, int from) {
        for (int at = from; at <= in.length - wanted.length; at++)
            if (in[at] == wanted[0] && Arrays.equals(in, at, at + wanted.length, wanted, 0, wanted.length)) return at;
        return -1;
    }
}
