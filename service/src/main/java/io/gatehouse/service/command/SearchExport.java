package io.gatehouse.service.command;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * What was found, as a file: asked for again and again until so many are there, or all. Each answer is written as it comes, since a
 * million decisions fit no memory. One of JSON is a whole, and says itself what is next.
 */
final class SearchExport {
    /** Of one answer, of decisions and of contents; see docs/search.md. */
    private static final int MOST_DECISIONS = 10_000;

    private static final int MOST_CONTENTS = 1_000;

    private static final String LIMIT = "limit";

    private final ServiceClient client;
    private final String path;
    private final ObjectNode question;
    private final String format;
    private final int wanted;

    SearchExport(ServiceClient client, String path, ObjectNode question) {
        this.client = client;
        this.path = path;
        this.question = question;
        this.format = question.path("format").asString("");
        this.wanted = question.path(LIMIT).asInt();
    }

    /**
     * What a file that is cut does not say of itself.
     *
     * @param asked as many, or fewer, are in it
     */
    record Written(boolean isWhole, int asked, long matching) {
        String words() {
            return isWhole
                    ? "all of %,d that match".formatted(matching)
                    : "the first %,d of %,d that match (--limit says how many)".formatted(asked, matching);
        }
    }

    /** A question that is refused leaves the file as it is. */
    Written write(Path file) throws IOException {
        var answer = ask(0);
        try (var stream = new BufferedOutputStream(Files.newOutputStream(file))) {
            stream.write(answer.body());
            int done = question.path(LIMIT).asInt();
            var next = next(answer);
            while (next.isPresent() && done < wanted && !format.equals("json")) {
                question.put("after", next.get());
                answer = ask(done);
                int from = format.equals("csv") ? behindHeader(answer.body()) : 0;
                stream.write(answer.body(), from, answer.body().length - from);
                done += question.path(LIMIT).asInt();
                next = next(answer);
            }
            long matching =
                    answer.headers().firstValueAsLong("Gatehouse-Matching").orElse(0);
            // What is most relevant has no next, and may go on all the same.
            boolean isCut = question.path("sort").asString("").equals("relevance") && done < matching;
            return new Written(next.isEmpty() && !isCut, wanted, matching);
        }
    }

    private HttpResponse<byte[]> ask(int done) throws IOException {
        int most = path.contains("/contents") ? MOST_CONTENTS : MOST_DECISIONS;
        // What is one answer is refused by the service when it is too large.
        question.put(LIMIT, format.equals("json") ? wanted : Math.min(wanted - done, most));
        return client.postForAnswer(path, question);
    }

    private static Optional<String> next(HttpResponse<byte[]> answer) {
        return answer.headers().firstValue("Gatehouse-Next");
    }

    /** No name of a column has a line break. */
    private static int behindHeader(byte[] csv) {
        int at = 0;
        while (at < csv.length && csv[at] != '\n') at++;
        return Math.min(at + 1, csv.length);
    }
}
