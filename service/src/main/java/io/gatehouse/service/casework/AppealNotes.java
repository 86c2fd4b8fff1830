package io.gatehouse.service.casework;

import io.gatehouse.residency.casework.Appeals;
import io.gatehouse.residency.casework.Appeals.Appeal;
import io.gatehouse.residency.cell.NotesChange;
import io.gatehouse.residency.cell.NotesOutcome;
import io.gatehouse.residency.cell.NotesTopic;
import io.gatehouse.residency.cell.NotesWrite;
import io.gatehouse.residency.log.EntryFacts;
import io.gatehouse.service.account.AccountFinder;
import io.gatehouse.service.region.ServedRegion;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What people write when they complain. An author's words lie with the author's other notes, at home and under their own key: so they
 * move, are exported and are erased with them. A notifier's lie with the appeal.
 */
@Component
final class AppealNotes {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final AccountFinder accounts;

    AppealNotes(AccountFinder accounts) {
        this.accounts = accounts;
    }

    void write(String account, String appealId, String decisionId, String reason, Instant at) {
        note(account, appealId, "words", "appeal-words", adding(appealId, decisionId, reason, at), at);
    }

    /** Words of an appeal that came to nothing. */
    void remove(String account, String appealId, Instant at) {
        note(account, appealId, "no-words", "appeal-words-removed", removing(appealId), at);
    }

    private void note(String account, String appealId, String event, String kind, NotesChange change, Instant at) {
        var found = accounts.require(account);
        var write = new NotesWrite(
                appealId + '/' + event,
                found.author(),
                NotesTopic.APPEALS,
                kind,
                new EntryFacts(Map.of("appeal", appealId)),
                change,
                at);
        switch (found.home().cell().writer().note(write)) {
            case NotesOutcome.Noted _, NotesOutcome.Unchanged _ -> {}
            case NotesOutcome.StaleHome stale -> throw accounts.moved(found, stale);
        }
    }

    private static NotesChange adding(String appealId, String decisionId, String reason, Instant at) {
        return before -> {
            var notes = before.length == 0 ? JSON.createObjectNode() : (ObjectNode) JSON.readTree(before);
            var appeal = notes.putObject(appealId);
            appeal.put("at", at.toString());
            appeal.put("decision_id", decisionId);
            appeal.put("reason", reason);
            return JSON.writeValueAsBytes(notes);
        };
    }

    private static NotesChange removing(String appealId) {
        return before -> {
            if (before.length == 0) return before;
            var notes = (ObjectNode) JSON.readTree(before);
            notes.remove(appealId);
            return notes.isEmpty() ? new byte[0] : JSON.writeValueAsBytes(notes);
        };
    }

    /** Null once the person was erased. */
    @Nullable
    String reason(ServedRegion region, Appeal appeal, String account) {
        return switch (appeal.appellant()) {
            case NOTIFIER ->
                new Appeals(region.cell())
                        .reason(appeal.id())
                        .map(reason -> new String(reason, StandardCharsets.UTF_8))
                        .orElse(null);
            case AUTHOR -> {
                var found = accounts.require(account);
                byte[] notes = found.home().cell().reader().notes(found.author().account(), NotesTopic.APPEALS);
                yield notes.length == 0
                        ? null
                        : JSON.readTree(notes).path(appeal.id()).path("reason").asString(null);
            }
        };
    }
}
