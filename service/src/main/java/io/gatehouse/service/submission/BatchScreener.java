package io.gatehouse.service.submission;

import io.gatehouse.service.access.Caller;
import io.gatehouse.service.json.Faults;
import io.gatehouse.service.json.JsonObjectReader;
import io.gatehouse.service.json.JsonPointer;
import io.gatehouse.service.problem.Problem;
import io.gatehouse.service.problem.ProblemAdvice;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Many screenings in one request, side by side, each with its own result or problem, in the order sent. */
@Component
final class BatchScreener {
    static final int MAX_ITEMS = 1_000;

    private final Screener screener;
    private final Admission admission;
    private final Clock clock;

    BatchScreener(Screener screener, Admission admission, Clock clock) {
        this.screener = screener;
        this.admission = admission;
        this.clock = clock;
    }

    /** @return {@code {"results": [{"status": 200, "screening": ...} or {"status": 4xx, "problem": ...}]}} */
    byte[] screen(Caller caller, JsonNode body) {
        List<JsonNode> items = itemsOf(body);
        Instant now = clock.instant();
        // The caller's thread waits for all: when the client goes away, what was begun is still answered for.
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<byte[]>> results = threads.invokeAll(
                    items.stream().map(item -> task(caller, item, now)).toList());
            return join(results);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a batch was screened", interrupted);
        }
    }

    private static List<JsonNode> itemsOf(JsonNode body) {
        var faults = new Faults();
        var reader = JsonObjectReader.of(body, JsonPointer.ROOT, faults);
        faults.refuseAny();
        if (reader == null) throw new IllegalStateException("a body was refused without a fault");
        JsonNode items = reader.node("items");
        if (items != null && items.isArray() && items.size() > MAX_ITEMS)
            throw new ProblemException(
                    ProblemType.TOO_MANY_ITEMS,
                    "A batch may hold " + MAX_ITEMS + " items; this one holds " + items.size()
                            + ". Nothing was screened.");
        List<JsonNode> found = reader.requiredArray("items", MAX_ITEMS);
        reader.refuseUnknown();
        faults.refuseAny();
        return found;
    }

    private Callable<byte[]> task(Caller caller, JsonNode item, Instant now) {
        return () -> {
            try {
                var request = ScreeningReader.item(item, now);
                var screened =
                        admission.admitItem(caller, () -> screener.screen(caller, request, request.idempotencyKey()));
                return result(screened.isPending() ? 202 : 200, "screening", screened.answer());
            } catch (RuntimeException failure) { // Its own problem: the other items go on.
                Problem problem = ProblemAdvice.problemOf(failure);
                return result(problem.type().status(), "problem", problem.toJson());
            }
        };
    }

    private static byte[] result(int status, String name, byte[] json) {
        var result = new ByteArrayOutputStream(json.length + 40);
        result.writeBytes(("{\"status\":" + status + ",\"" + name + "\":").getBytes(StandardCharsets.US_ASCII));
        result.writeBytes(json);
        result.write('}');
        return result.toByteArray();
    }

    private static byte[] join(List<Future<byte[]>> results) throws InterruptedException {
        var body = new ByteArrayOutputStream(results.size() * 1024);
        body.writeBytes("{\"results\":[".getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < results.size(); i++) {
            if (i > 0) body.write(',');
            try {
                body.writeBytes(results.get(i).get());
            } catch (ExecutionException impossible) {
                // Every exception of an item became its problem; what is left is an error of the machine.
                throw new IllegalStateException("an item of a batch ended without an answer", impossible);
            }
        }
        body.writeBytes("]}".getBytes(StandardCharsets.US_ASCII));
        return body.toByteArray();
    }
}
