package io.gatehouse.benchmarks.model;

import io.gatehouse.benchmarks.model.RunningService.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Asks the service and holds its answer against what was expected. Thread-safe. */
final class Caller {
    static final int BATCH = 250;
    static final int AT_ONCE = 6;

    /** A busy machine is no difference between service and model. */
    private static final int ATTEMPTS = 40;

    private static final Duration PAUSE = Duration.ofMillis(100);
    /** A minute and more: what is not done by then is stuck. */
    private static final int MOST_LOOKS = 900;

    private static final List<String> WORDS =
            List.of("good morning", "see you at the station", "the soup was too hot", "who has the keys?", "on my way");

    private final RunningService service;

    Caller(RunningService service) {
        this.service = service;
    }

    record Said(Operation.Say operation, World.Expected expected) {}

    private static String json(Object tree) {
        return RunningService.JSON.writeValueAsString(tree);
    }

    List<String> tell(Operation.Tell operation, World.Expected expected) throws InterruptedException {
        var residence = operation.news().stream()
                .map(news -> Map.of(
                        "kind",
                        news.kind(),
                        "country",
                        news.country(),
                        "observed_at",
                        news.day().atStartOfDay(ZoneOffset.UTC).toInstant().toString()))
                .toList();
        var answer = ask("PUT", "/v1/accounts/" + operation.person(), json(Map.of("residence", residence)));
        var faults = compare(operation, expected, answer);
        String moveTo = answer.body().path("move").path("to").asString("");
        if (answer.status() == 200 && !moveTo.equals(expected.moveTo()))
            faults.add(operation + ": a move to '" + moveTo + "' is due, expected '" + expected.moveTo() + "': "
                    + answer.body());
        return faults;
    }

    /** What is busy is asked again with the same keys, as a platform would. */
    List<String> say(List<Said> batch, Instant now) throws InterruptedException {
        var faults = new ArrayList<String>();
        var left = batch;
        for (int attempt = 0; !left.isEmpty(); attempt++) {
            if (attempt > ATTEMPTS) return List.of("busy " + ATTEMPTS + " times: " + left.getFirst());
            if (attempt > 0) Thread.sleep(PAUSE.multipliedBy(attempt));
            var body = json(Map.of(
                    "items",
                    left.stream().map(said -> item(said.operation(), now)).toList()));
            var answer = service.send("POST", "/v1/screenings:batch", body);
            if (isBusy(answer.status())) continue;
            if (answer.status() != 200)
                return List.of("a batch was answered " + answer.status() + ": " + answer.body());
            var results = answer.body().path("results");
            var busy = new ArrayList<Said>();
            for (int i = 0; i < left.size(); i++) {
                if (isBusy(results.get(i).path("status").asInt())) busy.add(left.get(i));
                else faults.addAll(compare(left.get(i), results.get(i)));
            }
            left = busy;
        }
        return faults;
    }

    private static boolean isBusy(int status) {
        return status == 503 || status == 429;
    }

    /** As {@link RunningService#send}, again while the service is busy. */
    private Answer ask(String method, String path, String body) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            var answer = service.send(method, path, body);
            if (!isBusy(answer.status()) || attempt > ATTEMPTS) return answer;
            Thread.sleep(PAUSE.multipliedBy(attempt));
        }
    }

    private static Map<String, Object> item(Operation.Say say, Instant now) {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("id", say.content());
        item.put("idempotency_key", say.content());
        item.put("surface", say.surface());
        item.put("created_at", now.toString());
        item.put("author", Map.of("id", say.person()));
        if (say.conversation() != null) item.put("conversation", Map.of("id", say.conversation()));
        if (!say.participants().isEmpty())
            item.put(
                    "participants",
                    say.participants().stream().map(id -> Map.of("id", id)).toList());
        String words = WORDS.get(Math.floorMod(say.content().hashCode(), WORDS.size()));
        item.put("parts", List.of(Map.of("type", "text", "text", words + " " + say.content())));
        return item;
    }

    private static List<String> compare(Said said, JsonNode result) {
        int status = result.path("status").asInt();
        if (status != said.expected().status())
            return List.of(said + ": answered " + status + ": " + result.path("problem"));
        if (status != 200) return List.of();
        var screening = result.path("screening");
        String lies = screening
                .path("placement")
                .path("region")
                .asString(screening.path("home_region").asString(""));
        return lies.equals(said.expected().region())
                ? List.of()
                : List.of(said + ": lies in " + lies + ": " + screening.path("placement"));
    }

    /** A move is done in the background; so it is waited for. */
    List<String> move(Operation.Move operation, World.Expected expected) throws InterruptedException {
        var begun = ask("POST", "/v1/accounts/" + operation.person() + "/migrations", "");
        if (begun.status() != 202) return List.of(operation + ": answered " + begun.status() + ": " + begun.body());
        var ended = awaited("/v1/migrations/" + begun.text("migration_id"), Set.of("done", "undone"));
        if (!ended.text("state").equals("done")) return List.of(operation + ": " + ended.body());
        return compare(operation, expected, ask("GET", "/v1/accounts/" + operation.person(), ""));
    }

    List<String> forget(Operation.Forget operation) throws InterruptedException {
        var begun = ask("DELETE", "/v1/accounts/" + operation.person(), "");
        if (begun.status() != 202) return List.of(operation + ": answered " + begun.status() + ": " + begun.body());
        var ended = awaited("/v1/erasures/" + begun.text("id"), Set.of("done", "refused", "held"));
        return ended.text("state").equals("done") ? List.of() : List.of(operation + ": " + ended.body());
    }

    List<String> takeBack(Operation.TakeBack operation) throws InterruptedException {
        var answer = ask("DELETE", "/v1/contents/" + operation.content(), "");
        return answer.status() == 204
                ? List.of()
                : List.of(operation + ": answered " + answer.status() + ": " + answer.body());
    }

    private Answer awaited(String path, Set<String> states) throws InterruptedException {
        for (int attempt = 0; ; attempt++) {
            var answer = ask("GET", path, "");
            if (answer.status() != 200 || states.contains(answer.text("state")) || attempt > MOST_LOOKS) return answer;
            Thread.sleep(PAUSE);
        }
    }

    private static List<String> compare(Operation operation, World.Expected expected, Answer answer) {
        var faults = new ArrayList<String>();
        if (answer.status() != expected.status())
            faults.add(operation + ": answered " + answer.status() + ", expected " + expected.status() + ": "
                    + answer.body());
        else if (answer.status() == 200 && !answer.text("home_region").equals(expected.region()))
            faults.add(operation + ": at home in " + answer.text("home_region") + ", expected " + expected.region()
                    + ": " + answer.body());
        return faults;
    }
}
