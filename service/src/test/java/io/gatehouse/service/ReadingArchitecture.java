package io.gatehouse.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.junit.ArchTest;
import io.gatehouse.residency.casework.Appeals;
import io.gatehouse.residency.casework.Cases;
import io.gatehouse.residency.casework.LifeThreats;
import io.gatehouse.residency.casework.Notices;
import io.gatehouse.residency.casework.Orders;
import io.gatehouse.residency.cell.Arrivals;
import io.gatehouse.residency.cell.Cell;
import io.gatehouse.residency.cell.CellReader;
import io.gatehouse.residency.cell.Departures;
import io.gatehouse.residency.cell.SearchFeed;
import io.gatehouse.residency.cell.TrafficReader;
import io.gatehouse.residency.rights.LegalHolds;
import io.gatehouse.residency.search.AskedQuestions;
import io.gatehouse.residency.search.CellIndex;
import io.gatehouse.residency.store.RegionStore;
import io.gatehouse.service.operator.OperatorDesk;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.web.bind.annotation.RequestMapping;

/**
 * Every route that can reach personal data asks {@link OperatorDesk} first. Found by following calls from each handler, also
 * through interfaces and lambdas: a new handler that reads a cell fails here until it asks, or is named with its reason.
 * {@link ArchitectureTest} runs these rules.
 */
final class ReadingArchitecture {
    /** What nobody may write: the rule is seen to find it. */
    private static final String SNEAKY = "SneakyController.show";

    /** Reads that open something about a person. Counts and log indexes are about nobody. */
    private static final Map<Class<?>, Set<String>> PERSONAL =
            new TreeMap<>(java.util.Comparator.comparing(Class::getName));

    static {
        PERSONAL.putAll(Map.of(
                CellReader.class,
                Set.of(
                        "decision",
                        "screening",
                        "content",
                        "standing",
                        "account",
                        "history",
                        "notes",
                        "media",
                        "showing",
                        "personKey"),
                Cell.class,
                Set.of("person"),
                Departures.class,
                Set.of("of", "find"),
                Arrivals.class,
                Set.of("of"),
                LegalHolds.class,
                Set.of("reference"),
                TrafficReader.class,
                Set.of("past"),
                RegionStore.class,
                Set.of("get", "getRange")));
        PERSONAL.put(SearchFeed.class, Set.of("decisions"));
        PERSONAL.put(CellIndex.class, Set.of("search"));
        PERSONAL.put(AskedQuestions.class, Set.of("find", "savedBy"));
        PERSONAL.put(Notices.class, Set.of("open"));
        PERSONAL.put(Appeals.class, Set.of("reason"));
        PERSONAL.put(Orders.class, Set.of("open"));
        PERSONAL.put(LifeThreats.class, Set.of("open"));
        PERSONAL.put(Cases.class, Set.of("reasons"));
    }

    /** Handlers that reach personal data and show none but what the caller sent with the request, each with its reason. */
    private static final Map<String, String> WRITES = new TreeMap<>(Map.ofEntries(
            Map.entry("ScreeningController.screen", "the platform's own write: the answer is about the content sent"),
            Map.entry("ScreeningController.screenBatch", "the same, of many"),
            Map.entry(
                    "ContentEditController.edit",
                    "the same: the stored words are read to judge the new ones, and never answered"),
            Map.entry(
                    "ContentController.delete",
                    "the author's deletion: a home is asked which regions hold guests, and nothing of it is answered"),
            Map.entry("InteropController.receive", "the same, of other providers' users"),
            Map.entry("MediaController.store", "the platform's own write"),
            Map.entry("LabelController.put", "answers the label that was sent"),
            Map.entry("TransferController.evaluate", "itself the asking of the gate, recorded with its ruling"),
            Map.entry("UploadController.create", "the platform's own write"),
            Map.entry("UploadController.append", "the platform's own write: the answer names what was sent"),
            Map.entry("UploadController.overridden", "append, by a client that may send POST only")));

    static {
        WRITES.put("NoticesController.submit", "what it names is found, and never answered");
        WRITES.put("OrdersController.receive", "the same; what it orders is decided, and not shown");
        WRITES.put("AppealsController.open", "the platform's own write: the decision is found, and never answered");
        WRITES.put("DisputesController.open", "the same");
        WRITES.put("LifeThreatsController.write", "what it names is found, and never answered");
        WRITES.put(
                "ErasureController.erase",
                "begins an erasure: indexes are brought up to date to forget the person, and nothing of it is answered");
        WRITES.put("HoldController.lift", "the same, of an erasure that waited for the hold");
        WRITES.put("JobsController.run", "begins a run within each region; what it answers are counts and reasons");
        WRITES.put("JobsController.restart", "the same");
        WRITES.put("JobActionsController.run", "the same, from a page");
        WRITES.put("JobActionsController.restart", "the same, from a page");
        WRITES.put("SavedQuestionsController.list", "answers the caller's own questions, as they were written");
    }

    private ReadingArchitecture() {}

    @ArchTest
    static void everyRouteThatReachesPersonalDataAsksFirstAndOneThatDoesNotIsFound(JavaClasses classes) {
        var expected = new TreeSet<>(WRITES.keySet());
        expected.add(SNEAKY);
        assertThat(unasked(classes)).isEqualTo(expected);
    }

    @ArchTest
    static void theRuleSeesTheRoutesThatThereAre(JavaClasses classes) {
        assertThat(handlers(classes)).hasSizeGreaterThan(40);
        var asking = new TreeSet<String>();
        for (var handler : handlers(classes)) if (reach(handler).asksTheGate) asking.add(nameOf(handler));
        assertThat(asking).contains("DecisionController.trace", "AccountController.get", "LabelController.list");
    }

    private static Set<String> unasked(JavaClasses classes) {
        var found = new TreeSet<String>();
        for (var handler : handlers(classes)) {
            var reach = reach(handler);
            if (reach.personalData && !reach.asksTheGate) found.add(nameOf(handler));
        }
        return found;
    }

    private static List<JavaMethod> handlers(JavaClasses classes) {
        return classes.stream()
                .flatMap(type -> type.getMethods().stream())
                .filter(method -> method.isAnnotatedWith(RequestMapping.class)
                        || method.isMetaAnnotatedWith(RequestMapping.class))
                .toList();
    }

    private static String nameOf(JavaMethod method) {
        return method.getOwner().getSimpleName() + "." + method.getName();
    }

    /** What can be reached from a handler. */
    private static final class Reach {
        private boolean personalData;
        private boolean asksTheGate;
    }

    private static Reach reach(JavaMethod handler) {
        var reach = new Reach();
        var seen = new HashSet<JavaCodeUnit>();
        var open = new ArrayDeque<JavaCodeUnit>(List.of(handler));
        while (!open.isEmpty()) {
            var unit = open.poll();
            if (!seen.add(unit)) continue;
            for (var access : unit.getAccessesFromSelf())
                follow(access.getTargetOwner(), access.getTarget().getName(), reach, open);
        }
        return reach;
    }

    private static void follow(JavaClass owner, String name, Reach reach, ArrayDeque<JavaCodeUnit> open) {
        if (owner.isEquivalentTo(OperatorDesk.class)) {
            if (name.equals("admit")) reach.asksTheGate = true;
            return;
        }
        PERSONAL.forEach((type, methods) -> {
            if (owner.isAssignableTo(type) && methods.contains(name)) reach.personalData = true;
        });
        if (!owner.getPackageName().startsWith("io.gatehouse.")) return;
        codeUnits(owner, name, open);
        // Whoever implements an interface may be meant.
        for (var type : owner.getAllSubclasses()) codeUnits(type, name, open);
    }

    private static void codeUnits(JavaClass type, String name, ArrayDeque<JavaCodeUnit> open) {
        // Judging knows no cells, and calls of its interfaces, followed by name, would lead everywhere.
        if (type.getPackageName().startsWith("io.gatehouse.moderation.")) return;
        for (var unit : type.getCodeUnits()) if (unit.getName().equals(name)) open.add(unit);
    }
}
