package io.gatehouse.residency.search;

import static io.gatehouse.residency.cell.CellFixture.account;
import static io.gatehouse.residency.cell.CellFixture.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.residency.cell.CellFixture;
import io.gatehouse.residency.cell.CellWrite;
import io.gatehouse.residency.cell.Effect;
import io.gatehouse.residency.cell.Payload;
import io.gatehouse.residency.cell.PersonRemoval.Ending;
import io.gatehouse.residency.cell.Redecision;
import io.gatehouse.residency.cell.ReportFacts;
import io.gatehouse.residency.cell.StoredDecision;
import io.gatehouse.residency.cell.WriteOutcome;
import io.gatehouse.residency.database.TestServer;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.log.EntryFacts;
import io.gatehouse.residency.search.Question.Order;
import io.gatehouse.residency.search.Question.Scope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An index on a real cell: what it finds, how it follows, and that it forgets. */
class CellIndexTest {
    /** One cell for all tests: each says words of its own. */
    private static CellFixture fixture;

    private static int tests;

    private final String tag = "tag" + tests++;
    private Path home;
    private CellIndex index;

    /** Payloads of the fixture are texts, which begin with the test's tag. */
    private static final Describing TEXTS = decision -> {
        var text = new String(decision.payload().orElseThrow().content(), StandardCharsets.UTF_8);
        return new Described(
                text,
                "Clause 3.2 of the norm",
                Map.of(SearchField.RULE, List.of("hate." + text.split(" ", 2)[0])),
                0.75);
    };

    @BeforeAll
    static void openCell() {
        fixture = new CellFixture();
    }

    @AfterAll
    static void closeCell() {
        fixture.close();
    }

    @BeforeEach
    void open() throws IOException {
        home = Files.createTempDirectory(Path.of("target"), "search-index");
        index = openIndex();
    }

    @AfterEach
    void close() {
        index.close();
        TestServer.deleteTree(home);
    }

    private CellIndex openIndex() {
        return CellIndex.open(home, fixture.cell().ownKeys(), fixture.cell().searchFeed(), TEXTS, CellFixture.NOW);
    }

    private void follow() {
        while (index.follow(500)) index.refresh();
        index.refresh();
    }

    private CellWrite said(String author, String text) {
        var write = write(author + tag, tag + ' ' + text);
        assertThat(fixture.cell().writer().write(write)).isInstanceOf(WriteOutcome.Written.class);
        return write;
    }

    private String redecide(String supersedes, String verdict) {
        var id = supersedes + "r";
        fixture.cell()
                .writer()
                .redecide(new Redecision(
                        id,
                        supersedes,
                        new Payload(new byte[0], "record".getBytes(StandardCharsets.UTF_8), new byte[] {1}),
                        new ReportFacts("comment", verdict, List.of("spam"), "en", "sha256:01", false, CellFixture.NOW),
                        new EntryFacts(Map.of("surface", "comment", "verdict", verdict)),
                        List.of(new Effect("webhook", new byte[] {1}))));
        return id;
    }

    private static Question question(Scope scope, String text) {
        return question(scope, text, Map.of(), null, 100, Order.NEWEST, null);
    }

    private static Question question(
            Scope scope,
            String text,
            Map<SearchField, Set<String>> filters,
            @Nullable Instant from,
            int limit,
            Order order,
            @Nullable Long after) {
        return new Question(
                scope, text, filters, from, null, 0, 1, null, order, after, limit, List.of(SearchField.VERDICT));
    }

    private List<String> found(Question question) {
        var found = index.search(question);
        var byIndex = new java.util.HashMap<Long, String>();
        for (StoredDecision each : fixture.cell().searchFeed().decisions(found.indexes()))
            byIndex.put(each.index(), each.decisionId());
        return found.indexes().stream().map(byIndex::get).toList();
    }

    private List<String> saying(String text) {
        return found(question(Scope.CONTENTS, tag + " (" + text + ")"));
    }

    private AccountRef ref(String author) {
        return account(author + tag);
    }

    private void closeAccount(String author) {
        fixture.cell().transact(transaction -> {
            transaction.close("eu-west-1.r." + tag, ref(author), 1, CellFixture.NOW);
            return author;
        });
    }

    @Test
    void whatIsStoredIsFoundByItsWordsAndCodes() {
        var apples = said("u-1", "Crème of ripe apples");
        var pears = said("u-2", "pears and more pears");
        follow();
        assertThat(saying("creme apples")).containsExactly(apples.decisionId());
        assertThat(saying("\"more pears\" OR apples")).containsExactly(pears.decisionId(), apples.decisionId());
        assertThat(saying("pear*")).containsExactly(pears.decisionId());
        assertThat(saying("-apples")).containsExactly(pears.decisionId());
        // Words of people are not looked at by questions to decisions, and the norms' are.
        assertThat(found(question(Scope.DECISIONS, "apples"))).isEmpty();
        assertThat(found(question(Scope.DECISIONS, "\"clause 3.2\" hate." + tag)))
                .hasSize(2);
        assertThat(found(question(Scope.DECISIONS, "rule:hate." + tag + "* -verdict:restrict")))
                .hasSize(2);
        assertThat(found(question(Scope.DECISIONS, "decision:" + apples.decisionId())))
                .containsExactly(apples.decisionId());
    }

    @Test
    void filtersRangesOrdersAndPagesNarrowIt() {
        var all = new ArrayList<String>();
        String ofThis = "rule:hate." + tag;
        for (int i = 0; i < 12; i++) all.add(said("u-" + i, "message " + i).decisionId());
        var again = redecide(all.get(3), "restrict");
        follow();
        assertThat(found(question(
                        Scope.DECISIONS,
                        ofThis,
                        Map.of(SearchField.VERDICT, Set.of("restrict", "review")),
                        null,
                        10,
                        Order.NEWEST,
                        null)))
                .containsExactly(again);
        assertThat(found(question(
                        Scope.DECISIONS,
                        ofThis,
                        Map.of(SearchField.STANDING, Set.of("no")),
                        null,
                        10,
                        Order.NEWEST,
                        null)))
                .containsExactly(all.get(3));
        assertThat(found(question(
                        Scope.DECISIONS, ofThis, Map.of(), CellFixture.NOW.plusMillis(1), 10, Order.NEWEST, null)))
                .isEmpty();
        var first = index.search(question(Scope.DECISIONS, ofThis, Map.of(), null, 5, Order.OLDEST, null));
        assertThat(first.matching()).isEqualTo(13);
        assertThat(first.facets().get(SearchField.VERDICT))
                .containsExactly(new Found.Count("allow", 12), new Found.Count("restrict", 1));
        var rest = found(question(
                Scope.DECISIONS,
                ofThis,
                Map.of(),
                null,
                20,
                Order.OLDEST,
                first.indexes().getLast()));
        assertThat(rest).hasSize(8).endsWith(again).startsWith(all.get(5));
        assertThat(found(question(Scope.CONTENTS, tag + " message 7", Map.of(), null, 5, Order.RELEVANCE, null)))
                .containsExactly(all.get(7));
        var scored = new Question(
                Scope.DECISIONS, ofThis, Map.of(), null, null, 0.8, 1, null, Order.NEWEST, null, 10, List.of());
        assertThat(index.search(scored).matching()).isZero();
    }

    @Test
    void theFirstSearchInAWhileSeesWhatNobodyHadMadeVisible() {
        said("u-1", "unlooked");
        while (index.follow(500)) assertThat(index.isLookedAfter()).isFalse();
        long before = index.coveredTo();
        assertThat(before).isLessThan(fixture.cell().searchFeed().nextIndex());
        assertThat(saying("unlooked")).hasSize(1);
        assertThat(index.coveredTo()).isEqualTo(fixture.cell().searchFeed().nextIndex());
        assertThat(index.isLookedAfter()).isTrue();
    }

    @Test
    void itGoesOnWhereItStoppedAndMissesNothing() {
        said("u-1", "before");
        follow();
        index.close();
        said("u-1", "between");
        index = openIndex();
        assertThat(saying("before")).hasSize(1);
        said("u-1", "after");
        follow();
        assertThat(saying("between OR after OR before")).hasSize(3);
        assertThat(index.coveredTo()).isEqualTo(fixture.cell().searchFeed().nextIndex());
    }

    @Test
    void anIndexThatCannotBeOpenedIsMadeAnew() throws IOException {
        said("u-1", "apples");
        follow();
        index.close();
        Files.writeString(home.resolve("index.key"), "eu-west-1/1 00");
        index = openIndex();
        assertThat(saying("apples")).isEmpty();
        follow();
        assertThat(saying("apples")).hasSize(1);
    }

    @Test
    void aCellThatWasRestoredFromBeforeIsFollowedAnew() {
        said("u-1", "apples");
        follow();
        index.close();
        // Another cell's rows at the same log indexes, as after a backup was brought back and gone on from.
        try (var other = new CellFixture()) {
            other.cell().writer().write(write("u-2", tag + " pears"));
            index = CellIndex.open(home, fixture.cell().ownKeys(), other.cell().searchFeed(), TEXTS, CellFixture.NOW);
            follow();
            assertThat(index.search(question(Scope.CONTENTS, "apples")).matching())
                    .isZero();
            assertThat(index.search(question(Scope.CONTENTS, "pears")).matching())
                    .isEqualTo(1);
            index.close();
        }
        index = openIndex();
    }

    @Test
    void anErasedPersonsWordsAreInNoFile() throws IOException {
        CellWrite first = said("anna", "common " + tag + "anna");
        for (int i = 1; i < 60; i++) {
            String who = i % 10 == 0 ? "anna" : "bert";
            said(who, "common " + tag + who);
        }
        follow();
        index.commit();
        assertThat(saying(tag + "anna")).hasSize(6);
        closeAccount("anna");
        index.forget(ref("anna"));
        assertThat(saying(tag + "anna")).isEmpty();
        // Hidden is not gone.
        assertThat(index.remembers(ref("anna"))).isTrue();
        assertThat(terms()).contains(tag + "anna");
        fixture.cell().removal().removeRows(ref("anna"), Ending.ERASED);
        index.purge(ref("anna"));
        assertThat(index.remembers(ref("anna"))).isFalse();
        assertThat(terms()).contains(tag + "bert", "common").doesNotContain(tag + "anna");
        assertThat(saying(tag + "bert")).hasSize(54);
        // What reports count stays, of nobody.
        assertThat(found(question(Scope.DECISIONS, "verdict:allow decision:" + first.decisionId())))
                .hasSize(1);
    }

    /** Commits merge, and nobody searches: what is left of it is no memory of somebody who is gone. */
    @Test
    void whatOthersFilesBecomeIsNoMemoryOfAnErasedPerson() {
        said("anna", tag + "anna");
        follow();
        closeAccount("anna");
        fixture.cell().removal().removeRows(ref("anna"), Ending.ERASED);
        index.purge(ref("anna"));
        for (int i = 0; i < 40; i++) {
            said("bert", tag + i);
            index.follow(500);
            index.commit();
            assertThat(index.remembers(ref("anna"))).as("after " + i).isFalse();
        }
    }

    @Test
    void aSearchThatGoesOnKeepsAPurgeWaiting() throws Exception {
        said("anna", tag + "anna");
        said("bert", tag + "bert");
        follow();
        index.commit();
        closeAccount("anna");
        fixture.cell().removal().removeRows(ref("anna"), Ending.ERASED);
        var held = index.hold();
        var purge = Thread.ofVirtual().start(() -> index.purge(ref("anna")));
        assertThat(purge.join(Duration.ofMillis(300))).isFalse();
        held.close();
        assertThat(purge.join(Duration.ofSeconds(20))).isTrue();
        assertThat(index.remembers(ref("anna"))).isFalse();
        assertThat(terms()).doesNotContain(tag + "anna");
    }

    @Test
    void whatAnAuthorDeletesGoesWithoutBeingAskedFor() throws IOException {
        var write = said("anna", tag + "gone");
        said("anna", tag + "kept");
        follow();
        // What is owed from the beginning is done before.
        index.purgeRemoved();
        fixture.cell().delete(write.name(), "eu-west-1.e." + tag, CellFixture.NOW);
        follow();
        assertThat(saying(tag + "gone")).isEmpty();
        assertThat(found(question(Scope.DECISIONS, "decision:" + write.decisionId())))
                .hasSize(1);
        index.commit();
        index.purgeRemoved();
        assertThat(terms()).doesNotContain(tag + "gone").contains(tag + "kept");
    }

    /** Whether one of them is among what was found, nobody could say; codes of decisions tell nothing of what was deleted. */
    @Test
    void whileTooMuchIsBeingRemovedContentsAreNotSearched() throws IOException {
        var kept = said("bert", tag + "kept");
        follow();
        fixture.cell().transact(transaction -> {
            try (var insert = transaction
                    .connection()
                    .prepareStatement("INSERT INTO search_change (content_index, gone)"
                            + " SELECT 900000000 + i, true FROM generate_series(1, ?) i")) {
                insert.setInt(1, CellIndex.MOST_GONE + 1);
                return insert.executeUpdate();
            }
        });
        assertThatThrownBy(() -> saying(tag + "kept")).isInstanceOf(IndexBehindException.class);
        assertThat(found(question(Scope.DECISIONS, "decision:" + kept.decisionId())))
                .hasSize(1);
        follow();
        assertThat(saying(tag + "kept")).containsExactly(kept.decisionId());
    }

    /** Whatever the index knows by then; what is only decided again stays found. */
    @Test
    void whatIsDeletedIsNotFoundFromItsCommitOn() throws IOException {
        var gone = said("anna", tag + "gone apples");
        var kept = said("bert", tag + "kept apples");
        follow();
        redecide(kept.decisionId(), "restrict");
        fixture.cell().delete(gone.name(), "eu-west-1.e." + tag, CellFixture.NOW);
        assertThat(saying(tag + "gone")).as("before anybody followed").isEmpty();
        var found = index.search(question(Scope.CONTENTS, tag));
        assertThat(found.matching()).isEqualTo(1);
        assertThat(found.facets().get(SearchField.VERDICT)).hasSize(1);
        assertThat(saying(tag + "kept")).containsExactly(kept.decisionId());
        assertThat(found(question(Scope.DECISIONS, "decision:" + gone.decisionId())))
                .as("the decision stays")
                .hasSize(1);
        index.follow(500);
        index.commit();
        assertThat(saying(tag + "gone")).as("taken in and settled").isEmpty();
        follow();
        assertThat(saying("apples")).hasSize(2);
    }

    @Test
    void aContentThatCannotBeReadStopsNeitherTheIndexNorAnErasure() {
        said("anna", "apples");
        said("bert", "pears");
        said("carl", "plums");
        fixture.database().transact(connection -> {
            try (var damage = connection.prepareStatement("UPDATE content SET sealed_content ="
                    + " set_byte(sealed_content, 20, get_byte(sealed_content, 20) # 1) WHERE account_ref = ?")) {
                damage.setBytes(1, ref("anna").digest());
                return damage.executeUpdate();
            }
        });
        follow();
        assertThat(saying("apples")).isEmpty();
        assertThat(saying("pears")).hasSize(1);
        var feed = fixture.cell().searchFeed();
        index.replace(0, feed.nextIndex(), feed.contents(0, feed.nextIndex(), 1_000));
        index.refresh();
        assertThat(saying("apples")).isEmpty();
        assertThat(saying("plums")).hasSize(1);
        closeAccount("carl");
        fixture.cell().removal().removeRows(ref("carl"), Ending.ERASED);
        index.purge(ref("carl"));
        assertThat(index.remembers(ref("carl"))).isFalse();
    }

    @Test
    void whatItCoversIsToldWhileAPurgeGoesOn() throws Exception {
        said("anna", tag + "anna");
        follow();
        index.commit();
        closeAccount("anna");
        fixture.cell().removal().removeRows(ref("anna"), Ending.ERASED);
        var held = index.hold();
        var purge = Thread.ofVirtual().start(() -> index.purge(ref("anna")));
        assertThat(purge.join(Duration.ofMillis(300))).isFalse();
        var search = Thread.ofVirtual().start(() -> index.search(question(Scope.CONTENTS, "anna")));
        assertThat(search.join(Duration.ofSeconds(5)))
                .as("a search waits for nobody")
                .isTrue();
        held.close();
        assertThat(purge.join(Duration.ofSeconds(20))).isTrue();
    }

    @Test
    void whoMovedAwayIsGoneFromTheIndex() throws IOException {
        said("anna", tag + "anna");
        follow();
        assertThat(saying(tag + "anna")).hasSize(1);
        // As a move ends here: no row of theirs is left.
        fixture.database().transact(connection -> {
            try (var contents = connection.prepareStatement("DELETE FROM content WHERE account_ref = ?")) {
                contents.setBytes(1, ref("anna").digest());
                return contents.executeUpdate();
            }
        });
        follow();
        assertThat(saying(tag + "anna")).isEmpty();
        index.purgeRemoved();
        assertThat(terms()).doesNotContain(tag + "anna");
    }

    @Test
    void contentsAreReplacedByWhatTheCellHas() {
        var kept = said("anna", "apples");
        said("bert", "pears");
        follow();
        long next = fixture.cell().searchFeed().nextIndex();
        var contents = fixture.cell().searchFeed().contents(0, next, 1_000);
        long first = contents.get(contents.size() - 2);
        assertThat(index.known(List.of(first, 9_999_999L))).containsExactly(first);
        // As if the index had lost one and kept one that the cell has not.
        assertThat(index.replace(first, next, List.of(first)).documents()).isEqualTo(1);
        index.refresh();
        assertThat(saying("apples")).containsExactly(kept.decisionId());
        assertThat(saying("pears")).isEmpty();
        assertThat(index.replace(first, next, contents.subList(contents.size() - 2, contents.size()))
                        .documents())
                .isEqualTo(2);
        index.refresh();
        assertThat(saying("pears")).hasSize(1);
    }

    @Test
    void nothingLiesInTheClearAndNothingIsLeftWhenItIsSwitchedOff() throws IOException {
        said("anna", tag + "anna");
        follow();
        index.commit();
        try (var files = Files.walk(home)) {
            for (var file : files.filter(Files::isRegularFile).toList())
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(tag + "anna", "hate." + tag);
        }
        index.close();
        CellIndex.remove(home, fixture.cell().searchFeed());
        assertThat(home).doesNotExist();
        redecide(said("anna", "again").decisionId(), "review");
        assertThat(fixture.cell().searchFeed().changes(0, 10)).isEmpty();
        index = openIndex();
        follow();
        redecide(said("anna", "and again").decisionId(), "review");
        assertThat(fixture.cell().searchFeed().changes(0, 10)).hasSize(1);
        follow();
        index.commit();
        assertThat(fixture.cell().searchFeed().changes(0, 10)).isEmpty();
    }

    /** Every word in any file, deleted or not, by opening them with the key. */
    private Set<String> terms() throws IOException {
        var words = new java.util.TreeSet<String>();
        try (var directory = new IndexFiles(home, fixture.cell().ownKeys()).open();
                var reader = org.apache.lucene.index.DirectoryReader.open(directory)) {
            for (var leaf : reader.leaves()) {
                var terms = leaf.reader().terms(IndexedDocuments.TEXT);
                if (terms == null) continue;
                var each = terms.iterator();
                while (each.next() != null) words.add(each.term().utf8ToString());
            }
        }
        return words;
    }
}
