package io.gatehouse.residency.migration;

import io.gatehouse.residency.cell.Account;
import io.gatehouse.residency.cell.Author;
import io.gatehouse.residency.cell.CarriedContent;
import io.gatehouse.residency.cell.Cell;
import io.gatehouse.residency.cell.CellWrite;
import io.gatehouse.residency.cell.ContentEdit;
import io.gatehouse.residency.cell.ContentName;
import io.gatehouse.residency.cell.EditOutcome;
import io.gatehouse.residency.cell.Effect;
import io.gatehouse.residency.cell.Lying;
import io.gatehouse.residency.cell.NotesChange;
import io.gatehouse.residency.cell.NotesTopic;
import io.gatehouse.residency.cell.NotesWrite;
import io.gatehouse.residency.cell.Payload;
import io.gatehouse.residency.cell.Redecision;
import io.gatehouse.residency.cell.RedecisionOutcome;
import io.gatehouse.residency.cell.StoredDecision;
import io.gatehouse.residency.cell.WriteOutcome;
import io.gatehouse.residency.crossing.DataKind;
import io.gatehouse.residency.crossing.Passage;
import io.gatehouse.residency.directory.AccountHome;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.log.EntryFacts;
import io.gatehouse.residency.region.RegionId;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Brings home what was sheltered while a home was down: copied under the ids it was answered with, compared, then removed from
 * the shelter. Killed anywhere and begun again, it finds what it did: every step may be repeated.
 */
public final class Homecoming {
    /** Contents of a person in one turn. */
    private static final int AT_ONCE = 500;

    private final Function<byte[], NotesChange> merging;
    private final Supplier<String> events;
    private final Clock clock;

    /**
     * @param merging adds what was noted in the shelter to what the home has; adding it again must change nothing
     * @param events new ids of log entries of the home
     */
    public Homecoming(Function<byte[], NotesChange> merging, Supplier<String> events, Clock clock) {
        this.merging = merging;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Brings one person's contents home.
     *
     * @param home as the directory has it now: the cell {@code to}
     * @return how many contents came home by this call; 0 when the home does not take them, because the person moved or is
     *     being erased: whoever does that asks every cell of the jurisdiction
     * @throws IllegalStateException when the passage does not lead there, or what was written is not what was read
     */
    public int bring(Cell from, Cell to, Passage passage, AccountRef account, AccountHome home) {
        passage.check(from.region(), to.region(), DataKind.CONTENT);
        passage.check(from.region(), to.region(), DataKind.DECISION);
        var contents = from.shelter().contents(to.region(), account, AT_ONCE);
        if (contents.isEmpty()) return 0;
        var profile = from.reader().account(account).map(Account::profile).orElse(new byte[0]);
        var author = new Author(account, home.epoch(), profile);
        int brought = 0;
        for (var content : contents) {
            if (isDeletedAtHome(to, content)) continue;
            if (!copy(from.region(), to, content, author)) return brought;
            brought++;
        }
        byte[] notes = from.reader().notes(account, NotesTopic.MARKS);
        if (notes.length > 0)
            to.writer()
                    .note(new NotesWrite(
                            events.get(), author, "marks-brought-home", merging.apply(notes), clock.instant()));
        for (var content : contents) {
            if (isDeletedAtHome(to, content)) {
                from.shelter().release(account, content, to.region());
                continue;
            }
            if (content.content() == null) deleteToo(to, content);
            compare(to, content);
            // What was decided on it, edited or deleted since it was read stays, and is brought in the next turn.
            if (!from.shelter().release(account, content, to.region())) brought--;
        }
        return brought;
    }

    /** Its author deleted it in the shelter when it had been copied already. */
    private void deleteToo(Cell to, CarriedContent content) {
        for (var name : List.of(nameOf(content), nameBeside(content)))
            if (to.reader()
                    .screening(content.screeningId())
                    .filter(Homecoming::isKept)
                    .isPresent()) to.delete(new ContentName(content.client(), name), events.get(), clock.instant());
    }

    /** It had come home, and its author deleted it there while the shelter was away. */
    private static boolean isDeletedAtHome(Cell to, CarriedContent content) {
        return content.content() != null
                && to.reader()
                        .screening(content.screeningId())
                        .filter(atHome -> !isKept(atHome))
                        .isPresent();
    }

    private static boolean isKept(StoredDecision decision) {
        return decision.payload()
                .filter(payload -> payload.content().length > 0)
                .isPresent();
    }

    private boolean copy(RegionId from, Cell to, CarriedContent content, Author author) {
        for (var decision : content.decisions()) {
            var done = decision.supersedes() < 0
                    ? write(from, to, content, decision, author)
                    : content.contentOf(decision) != null && isEdit(content, decision)
                            ? edit(from, to, content, decision, author)
                            : redecide(from, to, content, decision);
            if (!done) return false;
        }
        return true;
    }

    private boolean write(
            RegionId from, Cell to, CarriedContent content, CarriedContent.Decision decision, Author author) {
        var key = decision.key();
        var write = new CellWrite(
                        author,
                        new ContentName(content.client(), nameOf(content)),
                        key == null ? null : key.key(),
                        content.screeningId(),
                        decision.decisionId(),
                        payload(content, decision),
                        decision.report(),
                        facts(from, decision),
                        effects(decision),
                        decision.shadows(),
                        content.media(),
                        null)
                .lying(new Lying(null, List.of(), new Lying.Brought(from, decision.index())));
        return switch (to.writer().write(write)) {
            case WriteOutcome.Written _ -> true;
            case WriteOutcome.Repeated(var earlier, var _, var _) ->
                earlier.equals(decision.decisionId()) || beside(to, write, content);
            case WriteOutcome.KeyReused _, WriteOutcome.ContentExists _ -> beside(to, write, content);
            case WriteOutcome.StaleHome _ -> false;
        };
    }

    /**
     * The home answered the same request, or took another content of this name: its own stands under the name and the key, and
     * what was sheltered lies beside it, under its own ids, so that nothing that was answered is lost.
     */
    private static boolean beside(Cell to, CellWrite write, CarriedContent content) {
        var nameless = write.under(new ContentName(content.client(), nameBeside(content)));
        return to.writer().write(nameless) instanceof WriteOutcome.Written;
    }

    private static boolean redecide(RegionId from, Cell to, CarriedContent content, CarriedContent.Decision decision) {
        var before = content.decisions().get(decision.supersedes());
        var outcome = to.writer()
                .redecide(new Redecision(
                        decision.decisionId(),
                        before.decisionId(),
                        payload(content, decision),
                        decision.report(),
                        facts(from, decision),
                        effects(decision)));
        return outcome instanceof RedecisionOutcome.Written;
    }

    private static boolean isEdit(CarriedContent content, CarriedContent.Decision decision) {
        return decision.revision()
                > content.decisions().get(decision.supersedes()).revision();
    }

    private static boolean edit(
            RegionId from, Cell to, CarriedContent content, CarriedContent.Decision decision, Author author) {
        var key = decision.key();
        var outcome = to.writer()
                .edit(new ContentEdit(
                        author,
                        content.decisions().get(decision.supersedes()).decisionId(),
                        key == null ? null : key.key(),
                        decision.decisionId(),
                        payload(content, decision),
                        decision.report(),
                        facts(from, decision),
                        effects(decision),
                        decision.shadows(),
                        content.media(),
                        null,
                        null,
                        new Lying.Brought(from, decision.index())));
        return outcome instanceof EditOutcome.Edited;
    }

    private static String nameOf(CarriedContent content) {
        byte[] name = content.name();
        return name == null ? content.screeningId() : new String(name, StandardCharsets.UTF_8);
    }

    private static Payload payload(CarriedContent content, CarriedContent.Decision decision) {
        return new Payload(
                orEmpty(content.contentOf(decision)), orEmpty(decision.record()), orEmpty(decision.answer()));
    }

    private static String nameBeside(CarriedContent content) {
        return "sheltered " + content.screeningId();
    }

    private static byte[] orEmpty(byte @org.jspecify.annotations.Nullable [] bytes) {
        return bytes == null ? new byte[0] : bytes;
    }

    private static EntryFacts facts(RegionId from, CarriedContent.Decision decision) {
        return new EntryFacts(Map.of(
                "from_region", from.value(),
                "from_index", decision.index(),
                "from_leaf", HexFormat.of().formatHex(decision.leaf())));
    }

    private static List<Effect> effects(CarriedContent.Decision decision) {
        return decision.effects().stream()
                .map(effect -> new Effect(effect.kind(), effect.payload(), effect.dueAt()))
                .toList();
    }

    /** What cannot be read back as it was is never removed where it is. */
    private static void compare(Cell to, CarriedContent content) {
        for (var decision : content.decisions()) {
            var stored = to.reader()
                    .decision(decision.decisionId())
                    .flatMap(StoredDecision::payload)
                    .orElseThrow(() -> new IllegalStateException("not found at home: " + decision.decisionId()));
            var sent = payload(content, decision);
            if (!Arrays.equals(stored.content(), sent.content())
                    || !Arrays.equals(stored.record(), sent.record())
                    || !Arrays.equals(stored.answer(), sent.answer()))
                throw new IllegalStateException("not as it was sheltered: " + decision.decisionId());
        }
    }
}
