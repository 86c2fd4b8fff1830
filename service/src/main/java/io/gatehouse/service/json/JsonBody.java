package io.gatehouse.service.json;

import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/** Reads a bounded JSON body into memory, and nowhere else. */
public final class JsonBody {
    private JsonBody() {}

    /**
     * @throws ProblemException when the body is larger than allowed or says that it is not JSON
     * @throws IOException when the client went away
     */
    public static byte[] read(HttpServletRequest request, int maxBytes) throws IOException {
        String type = request.getContentType();
        if (type != null && !isJson(type))
            throw new ProblemException(ProblemType.UNSUPPORTED_MEDIA_TYPE, "Send Content-Type: application/json.");
        long announced = request.getContentLengthLong();
        if (announced > maxBytes) throw tooLarge(maxBytes);
        try (InputStream body = request.getInputStream()) {
            byte[] read = body.readNBytes(announced >= 0 ? (int) announced : maxBytes + 1);
            if (read.length > maxBytes) throw tooLarge(maxBytes);
            return read;
        }
    }

    private static boolean isJson(String type) {
        String essence = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return essence.equals("application/json") || essence.endsWith("+json");
    }

    private static ProblemException tooLarge(int maxBytes) {
        return new ProblemException(ProblemType.BODY_TOO_LARGE, "The body may have at most " + maxBytes + " bytes.");
    }
}
