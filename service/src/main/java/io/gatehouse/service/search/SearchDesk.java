package io.gatehouse.service.search;

import io.gatehouse.residency.cell.StoredDecision;
import io.gatehouse.residency.crossing.DataKind;
import io.gatehouse.residency.directory.AccountDirectory;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.search.AskedQuestions;
import io.gatehouse.residency.search.BadQuestionException;
import io.gatehouse.residency.search.Found;
import io.gatehouse.residency.search.IndexBehindException;
import io.gatehouse.residency.search.Question;
import io.gatehouse.service.access.Caller;
import io.gatehouse.service.json.Faults;
import io.gatehouse.service.operator.OperatorDesk;
import io.gatehouse.service.operator.Wanted;
import io.gatehouse.service.problem.Problem;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.region.NewIds;
import io.gatehouse.service.region.ServedRegion;
import io.gatehouse.service.region.ServedRegions;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers questions. Whoever asks passes the gate of the region first; a question to contents, which the log then names, is
 * written down, sealed, before the index is asked. The index only says which decisions match: what is shown is read from the
 * cell, where what was erased cannot be opened.
 */
@Component
final class SearchDesk {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** Each keeps a core busy for some seconds at most, and screening needs the rest. */
    private static final int AT_ONCE = 2;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    /** Rows of the cell in one statement: some megabytes of sealed bytes. */
    private static final int ROWS_AT_ONCE = 500;

    private final ServedRegions regions;
    private final SearchIndexes indexes;
    private final AccountDirectory directory;
    private final OperatorDesk operators;
    private final NewIds ids;
    private final Clock clock;
    private final Semaphore turns = new Semaphore(AT_ONCE);

    SearchDesk(
            ServedRegions regions,
            SearchIndexes indexes,
            AccountDirectory directory,
            OperatorDesk operators,
            NewIds ids,
            Clock clock) {
        this.regions = regions;
        this.indexes = indexes;
        this.directory = directory;
        this.operators = operators;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * What was found, with what the cell says of it.
     *
     * @param id of the question, where it was written down; else null
     * @param decisions in the order asked for; what the cell no longer has is left out
     * @param next to go on after; null at the end
     */
    record Answer(
            ServedRegion region,
            @Nullable String id,
            Question question,
            Found found,
            List<StoredDecision> decisions,
            @Nullable String next) {}

    /**
     * Asks.
     *
     * @param asked as it was sent, to be written down
     * @throws ProblemException what is wrong with the question, or that this caller may not ask it
     */
    Answer ask(Asking asking, JsonNode asked, HttpServletRequest request) {
        var region = regions.named(asking.region());
        var index = indexes.of(region);
        var account = asking.accountId().map(directory::refOf).orElse(null);
        var question = about(asking.question(), account);
        String id = question.scope() == Question.Scope.CONTENTS ? ids.search(region.id()) : null;
        if (!turns.tryAcquire())
            throw new ProblemException(Problem.of(ProblemType.OVERLOADED, AT_ONCE + " searches at a time.")
                    .retryAfter(RETRY_AFTER));
        try {
            operators.admit(
                    request,
                    new Wanted(region.id(), kinds(question), account, id, account == null ? question.limit() : 1));
            // Only once admitted: whom the gate refuses fills no table. The log names it, and nothing was read yet.
            if (id != null) keep(region, id, question, Caller.of(request).keyId(), asked);
            var found = index.search(question);
            var decisions = read(region, found.indexes());
            return new Answer(region, id, question, found, decisions, next(question, found));
        } catch (IndexBehindException behind) {
            throw new ProblemException(Problem.of(ProblemType.OVERLOADED, String.valueOf(behind.getMessage()))
                    .retryAfter(RETRY_AFTER));
        } catch (BadQuestionException costly) {
            var faults = new Faults();
            faults.add("/q", String.valueOf(costly.getMessage()));
            faults.refuseAny();
            throw costly;
        } finally {
            turns.release();
        }
    }

    private void keep(ServedRegion region, String id, Question question, String keyId, JsonNode asked) {
        new AskedQuestions(region.cell())
                .keep(new AskedQuestions.Asked(
                        id,
                        question.scope(),
                        keyId,
                        clock.instant(),
                        false,
                        question.account(),
                        JSON.writeValueAsBytes(asked)));
    }

    private static Set<DataKind> kinds(Question question) {
        return switch (question.scope()) {
            case DECISIONS -> Set.of(DataKind.DECISION);
            case CONTENTS -> Set.of(DataKind.DECISION, DataKind.CONTENT);
        };
    }

    private static Question about(Question question, @Nullable AccountRef account) {
        return account == null
                ? question
                : new Question(
                        question.scope(),
                        question.text(),
                        question.filters(),
                        question.from(),
                        question.to(),
                        question.lowest(),
                        question.highest(),
                        account,
                        question.order(),
                        question.after(),
                        question.limit(),
                        question.facets());
    }

    private static @Nullable String next(Question question, Found found) {
        boolean isFull = found.indexes().size() == question.limit();
        return isFull && question.order() != Question.Order.RELEVANCE
                ? Long.toString(found.indexes().getLast())
                : null;
    }

    private static List<StoredDecision> read(ServedRegion region, List<Long> indexes) {
        var byIndex = new HashMap<Long, StoredDecision>();
        var feed = region.cell().searchFeed();
        for (int at = 0; at < indexes.size(); at += ROWS_AT_ONCE)
            for (var decision : feed.decisions(indexes.subList(at, Math.min(at + ROWS_AT_ONCE, indexes.size()))))
                byIndex.put(decision.index(), decision);
        var inOrder = new ArrayList<StoredDecision>(indexes.size());
        for (var index : indexes)
            if (byIndex.containsKey(index)) inOrder.add(Objects.requireNonNull(byIndex.get(index)));
        return inOrder;
    }
}
