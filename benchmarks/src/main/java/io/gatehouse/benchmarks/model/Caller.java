package io.gatehouse.benchmarks.model;

import io.gatehouse.benchmarks.model.RunningService.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Asks the service and holds its answer against what was expected. Thread-safe. */
final class Caller {
    static final int BATCH = 200;
    /** More would keep the probes of the cells waiting, and a cell that is asked in vain is taken as down. */
    static final int AT_ONCE = 4;

    /** A busy machine is no difference between service and model. */
    private static final int ATTEMPTS = 40;

    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration LOOK = Duration.ofMillis(25);
    /** A minute and more: what is not done by then is stuck. */
    private static final int MOST_LOOKS = 4_000;
    /** Of a job that moves a country's people. */
    private static final int MOST_RUNS = 20;

    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final Set<String> RUNNING = Set.of("starting", "started", "running", "stopping");

    private final RunningService service;
    private final DataFiles files;
    private final Queue<Operation.Say> shelteredUnasked = new ConcurrentLinkedQueue<>();
    /** What was answered in each conversation, oldest first: whoever reads of a difference asks what went before. */
    private final Map<String, Queue<String>> spoken = new ConcurrentHashMap<>();

    Caller(RunningService service, DataFiles files) {
        this.service = service;
        this.files = files;
    }

    /** What was sheltered though nobody cut anything, since this was asked last: a busy machine's cell was taken as down. */
    List<Operation.Say> shelteredUnasked() {
        var found = new ArrayList<Operation.Say>();
        for (var say = shelteredUnasked.poll(); say != null; say = shelteredUnasked.poll()) found.add(say);
        return found;
    }

    /** @param content to be told how the service calls it; null where none is to be stored */
    record Said(Operation.Say operation, World.Expected expected, Person.@Nullable Content content) {}

    List<String> tell(Operation.Tell operation, World.Expected expected) throws InterruptedException {
        var answer = ask("PUT", "/v1/accounts/" + operation.person(), Bodies.account(operation));
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
            var answer = service.send("POST", "/v1/screenings:batch", Bodies.batch(left, now));
            if (isBusy(answer.status())) continue;
            if (answer.status() != 200)
                return List.of("a batch was answered " + answer.status() + ": " + answer.body());
            var results = answer.body().path("results");
            var busy = new ArrayList<Said>();
            for (int i = 0; i < left.size(); i++) {
                int status = results.get(i).path("status").asInt();
                if (isBusy(status) && left.get(i).expected().status() != status) busy.add(left.get(i));
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

    private List<String> compare(Said said, JsonNode result) {
        int status = result.path("status").asInt();
        if (status != said.expected().status())
            return List.of(said.operation() + ", " + said.expected() + ": answered " + status + ": " + result);
        remember(said, status, result);
        if (status == 503 && !result.path("problem").path("type").asString("").endsWith("region-unavailable"))
            return List.of(said.operation() + ": refused for another reason: " + result.path("problem"));
        if (status != 200) return List.of();
        var screening = result.path("screening");
        String lies = screening
                .path("placement")
                .path("region")
                .asString(screening.path("home_region").asString(""));
        if (said.content() != null)
            said.content().screening = screening.path("screening_id").asString("");
        if (isShelteredUnasked(said, lies, screening)) {
            shelteredUnasked.add(said.operation());
            return List.of();
        }
        return lies.equals(said.expected().region())
                ? List.of()
                : List.of(said.operation() + ", " + said.expected() + ": lies in " + lies + ": "
                        + screening.path("placement") + before(said));
    }

    private void remember(Said said, int status, JsonNode result) {
        String conversation = said.operation().conversation();
        if (conversation == null) return;
        var placement = result.path("screening").path("placement");
        spoken.computeIfAbsent(conversation, _ -> new ConcurrentLinkedQueue<>())
                .add(said.operation() + ", " + said.expected() + ", home "
                        + result.path("screening").path("home_region") + ": " + status + " " + placement.path("region")
                        + " " + placement.path("reason") + " since " + placement.path("since") + " "
                        + result.path("problem").path("region"));
    }

    private String before(Said said) {
        var earlier = spoken.get("" + said.operation().conversation());
        return earlier == null ? "" : "\n  was said: " + String.join("\n  was said: ", earlier);
    }

    /** It comes home as soon as the cell is taken as up again, and never leaves the jurisdiction meanwhile. */
    private boolean isShelteredUnasked(Said said, String lies, JsonNode screening) {
        String home = said.expected().region();
        return !lies.equals(home)
                && said.operation().claimed() == null
                && screening.path("placement").path("reason").asString("").equals("failover")
                && files.region(home).failover().contains(lies);
    }

    /** A move is done in the background; so it is waited for. */
    List<String> move(Operation.Move operation, World.Expected expected) throws InterruptedException {
        String path = "/v1/accounts/" + operation.person() + "/migrations";
        var begun = ask("POST", path, "");
        for (int run = 0; run < MOST_RUNS && begun.text("detail").contains("was sheltered in"); run++) {
            Thread.sleep(AGAIN);
            begun = ask("POST", path, "");
        }
        if (begun.status() != expected.status()) return wrong(operation, expected, begun);
        if (begun.status() != 202) return List.of();
        var ended = awaited("/v1/migrations/" + begun.text("migration_id"), Set.of("done", "undone"));
        boolean isMoved = !expected.moveTo().isEmpty();
        if (ended.text("state").equals("done") != isMoved) return wrong(operation, expected, ended);
        return compare(
                operation,
                new World.Expected(200, expected.region(), ""),
                ask("GET", "/v1/accounts/" + operation.person(), ""));
    }

    /** @param moved how many must have moved */
    List<String> moveAll(Operation.MoveAll operation, long moved) throws InterruptedException {
        // On a busy machine a cell seems not to answer whether it shelters somebody, who then stays for now: so it is
        // run again.
        for (int run = 0; run < MOST_RUNS; run++) {
            var ended = moveOnce(operation);
            String status = ended.path("status").asString("none");
            if (!status.equals("completed")) return List.of(operation + " (" + moved + "): " + ended);
            if (!ended.path("summary").toString().contains("is sheltered in")) return List.of();
            Thread.sleep(AGAIN);
        }
        return List.of(operation + ": people seem to be sheltered still");
    }

    /** The run's end, or what was answered instead. */
    private JsonNode moveOnce(Operation.MoveAll operation) throws InterruptedException {
        var begun = ask(
                "POST",
                "/v1/jobs/migration/runs",
                Bodies.json(
                        Map.of("parameters", Map.of("region", operation.region(), "country", operation.country()))));
        for (int look = 0; look < MOST_LOOKS && begun.status() == 202; look++) {
            var runs = ask("GET", "/v1/jobs/migration/runs", "").body().path("runs");
            for (var run : runs) {
                if (run.path("execution").asLong()
                        != begun.body().path("execution").asLong()) continue;
                if (!RUNNING.contains(run.path("status").asString(""))) return run;
                break;
            }
            Thread.sleep(LOOK);
        }
        return begun.body();
    }

    /** @param isHeld then it must wait, and whoever asked is told so */
    List<String> forget(Operation.Forget operation, Person person, boolean isHeld) throws InterruptedException {
        var begun = ask("DELETE", "/v1/accounts/" + operation.person(), "");
        if (begun.status() != 202) return List.of(operation + ": answered " + begun.status() + ": " + begun.body());
        var ended = awaited("/v1/erasures/" + begun.text("id"), Set.of("done", "refused", "held"));
        if (isHeld) person.erasure = begun.text("id");
        return ended.text("state").equals(isHeld ? "held" : "done")
                ? List.of()
                : List.of(operation + ": " + ended.body());
    }

    List<String> hold(Operation.Hold operation, Person person) throws InterruptedException {
        var answer = ask(
                "POST",
                "/v1/holds",
                Bodies.json(Map.of("account", operation.person(), "basis", "litigation", "reference", "case 7")));
        person.hold = answer.text("id");
        return answer.status() == 201 ? List.of() : List.of(operation + ": " + answer);
    }

    /** @param erasure that waited for it and must be done soon; empty for none */
    List<String> lift(Operation.Lift operation, String hold, Optional<String> erasure) throws InterruptedException {
        var answer = ask("DELETE", "/v1/holds/" + hold, "");
        if (answer.status() != 200) return List.of(operation + ": " + answer);
        if (erasure.isEmpty()) return List.of();
        var ended = awaited("/v1/erasures/" + erasure.get(), Set.of("done"));
        return ended.text("state").equals("done") ? List.of() : List.of(operation + ": " + ended.body());
    }

    List<String> change(Operation.Change operation, World.Expected expected, int revision) throws InterruptedException {
        var answer = ask("PUT", "/v1/contents/" + operation.content(), Bodies.edit(operation.content(), revision));
        if (answer.status() != expected.status()) return wrong(operation, expected, answer);
        if (answer.status() != 200) return List.of();
        boolean isSame = answer.body().path("revision").asInt() == revision
                && answer.body().path("evidence").path("log").asString("").equals(expected.region());
        return isSame ? List.of() : wrong(operation, expected, answer);
    }

    List<String> takeBack(Operation.TakeBack operation, World.Expected expected) throws InterruptedException {
        var answer = ask("DELETE", "/v1/contents/" + operation.content(), "");
        return answer.status() == expected.status() ? List.of() : wrong(operation, expected, answer);
    }

    /** @param basis empty for a refusal */
    List<String> ask(Operation.Ask operation, Optional<String> basis) throws InterruptedException {
        var answer = ask("POST", "/v1/transfers:evaluate", Bodies.transfer(operation));
        String ruling = basis.isPresent() ? "permitted" : "refused";
        boolean isSame = answer.status() == 200
                && answer.text("ruling").equals(ruling)
                && basis.map(answer.text("legal_basis")::equals).orElse(true);
        return isSame ? List.of() : List.of(operation + ", expected " + basis + ": " + answer);
    }

    private Answer awaited(String path, Set<String> states) throws InterruptedException {
        for (int attempt = 0; ; attempt++) {
            var answer = ask("GET", path, "");
            if (answer.status() != 200 || states.contains(answer.text("state")) || attempt > MOST_LOOKS) return answer;
            Thread.sleep(LOOK);
        }
    }

    private static List<String> wrong(Operation operation, World.Expected expected, Answer answer) {
        return List.of(operation + ", " + expected + ": answered " + answer.status() + ": " + answer.body());
    }

    private static List<String> compare(Operation operation, World.Expected expected, Answer answer) {
        var faults = new ArrayList<String>();
        if (answer.status() != expected.status()
                || answer.status() == 200 && !answer.text("home_region").equals(expected.region()))
            faults.addAll(wrong(operation, expected, answer));
        return faults;
    }
}
