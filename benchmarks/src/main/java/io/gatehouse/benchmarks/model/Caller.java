package io.gatehouse.benchmarks.model;

import io.gatehouse.benchmarks.model.RunningService.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/** Asks the service and holds its answer against what was expected. Thread-safe. */
final class Caller {
    static final int BATCH = 250;
    static final int AT_ONCE = 24;

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final List<String> WORDS =
            List.of("good morning", "see you at the station", "the soup was too hot", "who has the keys?", "on my way");

    private final RunningService service;
    private final World world;

    Caller(RunningService service, World world) {
        this.service = service;
        this.world = world;
    }

    record Said(Operation.Say operation, World.Expected expected) {}

    private static String json(Object tree) {
        return RunningService.JSON.writeValueAsString(tree);
    }

    List<String> tell(Operation.Tell operation, World.Expected expected) {
        var residence = operation.news().stream()
                .map(news -> Map.of(
                        "kind",
                        news.kind(),
                        "country",
                        news.country(),
                        "observed_at",
                        news.day().atStartOfDay(ZoneOffset.UTC).toInstant().toString()))
                .toList();
        var answer = service.send("PUT", "/v1/accounts/" + operation.person(), json(Map.of("residence", residence)));
        var faults = compare(operation, expected, answer);
        String moveTo = answer.body().path("move").path("to").asString("");
        if (answer.status() == 200 && !moveTo.equals(expected.moveTo()))
            faults.add(operation + ": a move to '" + moveTo + "' is due, expected '" + expected.moveTo() + "': "
                    + answer.body());
        return faults;
    }

    List<String> say(List<Said> batch, Instant now) {
        var items = new ArrayList<Map<String, Object>>();
        for (var said : batch) {
            var say = said.operation();
            Map<String, Object> item = new LinkedHashMap<>();
            item.put("id", say.content());
            item.put("surface", say.surface());
            item.put("created_at", now.toString());
            item.put("author", Map.of("id", say.person()));
            if (say.conversation() != null) item.put("conversation", Map.of("id", say.conversation()));
            if (!say.participants().isEmpty())
                item.put(
                        "participants",
                        say.participants().stream().map(id -> Map.of("id", id)).toList());
            item.put(
                    "parts",
                    List.of(Map.of(
                            "type",
                            "text",
                            "text",
                            WORDS.get(Math.floorMod(say.content().hashCode(), WORDS.size())) + " " + say.content())));
            items.add(item);
        }
        var answer = service.send("POST", "/v1/screenings:batch", json(Map.of("items", items)));
        if (answer.status() != 200) return List.of("a batch was answered " + answer.status() + ": " + answer.body());
        var faults = new ArrayList<String>();
        var results = answer.body().path("results");
        for (int i = 0; i < batch.size(); i++) faults.addAll(compare(batch.get(i), results.get(i)));
        return faults;
    }

    private List<String> compare(Said said, JsonNode result) {
        int status = result.path("status").asInt();
        if (status != said.expected().status())
            return List.of(said + ": answered " + status + ": " + result.path("problem"));
        if (status != 200) return List.of();
        var screening = result.path("screening");
        world.answered(said.operation(), screening.path("screening_id").asString(""));
        String lies = screening
                .path("placement")
                .path("region")
                .asString(screening.path("home_region").asString(""));
        return lies.equals(said.expected().region())
                ? List.of()
                : List.of(said + ": lies in " + lies + ": " + screening.path("placement"));
    }

    List<String> move(Operation.Move operation, World.Expected expected) {
        throw new IllegalStateException("not yet: " + operation + expected);
    }

    List<String> forget(Operation.Forget operation) {
        throw new IllegalStateException("not yet: " + operation);
    }

    List<String> takeBack(Operation.TakeBack operation, String screening) {
        throw new IllegalStateException("not yet: " + operation + screening);
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

    static Duration patience() {
        return Objects.requireNonNull(PATIENCE);
    }
}
