package io.gatehouse.residency.cell;

import static io.gatehouse.residency.cell.CellFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.residency.casework.Appeals;
import io.gatehouse.residency.casework.Cases;
import io.gatehouse.residency.casework.Cases.Asking;
import io.gatehouse.residency.casework.Disputes;
import io.gatehouse.residency.casework.Notices;
import io.gatehouse.residency.casework.Orders;
import io.gatehouse.residency.casework.ReportRecords;
import io.gatehouse.residency.casework.ReviewCase;
import io.gatehouse.residency.casework.ReviewCase.Kind;
import io.gatehouse.residency.casework.ReviewCase.Resolution;
import io.gatehouse.residency.casework.ReviewCase.Resolver;
import io.gatehouse.residency.casework.ReviewCase.State;
import io.gatehouse.residency.log.EntryFacts;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What people report and decide, as records of a cell. */
class CaseworkTest {
    private static final Resolver ANNA = new Resolver("mod-1", "en", "IE", "internal");
    private static final Resolver BEN = new Resolver("mod-2", "fr", "IE", "external");
    private static final Cases.Filter OPEN = new Cases.Filter(List.of(State.OPEN), null, null, null, null, null);

    private static CellFixture fixture;
    private static Cases cases;
    private static Notices notices;
    private static Appeals appeals;

    @BeforeAll
    static void open() {
        fixture = new CellFixture();
        cases = new Cases(fixture.cell());
        notices = new Notices(fixture.cell());
        appeals = new Appeals(fixture.cell());
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** @return the decision's id */
    private static String decided(String verdict) {
        long n = CellFixture.nextId();
        var write = CellFixture.with(CellFixture.write("u-" + n, "m-" + n, n, "words"), CellFixture.report(verdict));
        assertThat(fixture.cell().writer().write(write)).isInstanceOf(WriteOutcome.Written.class);
        assertThat(fixture.cell().writer().write(write))
                .as("an attempt whose commit was not answered")
                .isNotNull();
        return write.decisionId();
    }

    private static String redecided(String supersedes, String verdict) {
        String id = CellFixture.decisionId(CellFixture.nextId());
        var facts = new EntryFacts(Map.of("surface", "comment", "verdict", verdict, "automated", false));
        assertThat(fixture.cell()
                        .writer()
                        .redecide(new Redecision(
                                id,
                                supersedes,
                                CellFixture.payload("again"),
                                CellFixture.report(verdict),
                                facts,
                                List.of())))
                .isInstanceOf(RedecisionOutcome.Written.class);
        return id;
    }

    private static List<ReviewCase> casesOf(String decisionId) {
        return cases.list(new Cases.Filter(List.of(State.values()), null, null, null, null, null), 1_000).stream()
                .filter(each -> each.decisionId().equals(decisionId))
                .toList();
    }

    private static Notices.NewNotice notice(String ownId, String email, String... decisions) {
        var items = new ArrayList<Notices.NewItem>();
        for (var decision : decisions)
            items.add(new Notices.NewItem(items.size(), decision, "eu-west-1.c.n" + CellFixture.nextId()));
        return new Notices.NewNotice(
                "eu-west-1.n." + CellFixture.nextId(),
                "client",
                ownId,
                bytes("body of " + ownId),
                true,
                NOW,
                "STATEMENT_CATEGORY_VIOLENCE",
                List.of(),
                null,
                email,
                bytes("{\"name\":\"canary person\"}"),
                bytes("{\"explanation\":\"canary words\"}"),
                items,
                40);
    }

    private static Notices.Notice received(Notices.NewNotice sent) {
        return switch (notices.submit(sent)) {
            case Notices.Submission.Received(var notice) -> notice;
            case Notices.Submission other -> throw new AssertionError("not received: " + other);
        };
    }

    private static Resolution resolution(Resolver by, String outcome, @Nullable String decision) {
        return new Resolution(outcome, decision, by, false, Map.of("dsa_category", "X"), NOW);
    }

    private static ReviewCase resolve(String caseId, Resolver by, String outcome, @Nullable String decision) {
        assertThat(cases.lease(caseId, by.person(), NOW.plusSeconds(900), NOW)).isInstanceOf(Asking.Granted.class);
        assertThat(cases.begin(caseId, resolution(by, outcome, decision), "because", bytes("body")))
                .isInstanceOf(Asking.Granted.class);
        cases.finish(caseId);
        return cases.find(caseId).orElseThrow();
    }

    @Test
    void everyReviewVerdictOpensOneCaseAndNoOtherDoes() {
        assertThat(casesOf(decided("allow"))).isEmpty();
        assertThat(casesOf(decided("restrict"))).isEmpty();
        String decision = decided("review");
        assertThat(casesOf(decision)).singleElement().satisfies(opened -> {
            assertThat(opened.id()).isEqualTo(decision.replace(".d.", ".c."));
            assertThat(opened.kind()).isEqualTo(Kind.REVIEW);
            assertThat(opened.categories()).containsExactly("hate", "spam");
            assertThat(opened.openedAt()).isEqualTo(NOW);
        });
    }

    @Test
    void whatIsSupersededWaitsNoMoreUnlessSomebodyReportedIt() {
        String quiet = decided("review");
        redecided(quiet, "allow");
        assertThat(casesOf(quiet).getFirst().state()).isEqualTo(State.SUPERSEDED);
        String reported = decided("review");
        var notice = received(notice("follow", "a@example.org", reported));
        String after = redecided(reported, "review");
        var followed = casesOf(after);
        assertThat(followed).as("one case, not two").hasSize(1);
        assertThat(followed.getFirst().id()).isEqualTo(notice.items().getFirst().caseId());
        assertThat(followed.getFirst().state()).isEqualTo(State.OPEN);
    }

    @Test
    void aLeaseEndsWhenAnotherDecisionStands() {
        String reported = decided("allow");
        String id = received(notice("unseen", "u@example.org", reported))
                .items()
                .getFirst()
                .caseId();
        cases.lease(id, "mod-1", NOW.plusSeconds(900), NOW);
        String edited = redecided(reported, "restrict");
        assertThat(cases.begin(id, resolution(ANNA, "allow", "eu-west-1.d.unseen"), "", bytes("x")))
                .as("she looked at %s, and %s stands", reported, edited)
                .isEqualTo(new Asking.NotLeased());
        assertThat(cases.lease(id, "mod-1", NOW.plusSeconds(900), NOW))
                .isInstanceOfSatisfying(
                        Asking.Granted.class,
                        granted -> assertThat(granted.of().decisionId()).isEqualTo(edited));
        assertThat(cases.begin(id, resolution(ANNA, "allow", "eu-west-1.d.seen"), "", bytes("x")))
                .isInstanceOf(Asking.Granted.class);
    }

    @Test
    void aNoticeJoinsNoCaseThatSomebodyLooksAt() {
        String reported = decided("review");
        String looked = casesOf(reported).getFirst().id();
        cases.lease(looked, "mod-1", NOW.plusSeconds(900), NOW);
        var later = received(notice("later", "v@example.org", reported));
        String beside = later.items().getFirst().caseId();
        assertThat(beside).as("she has not read it").isNotEqualTo(looked);
        assertThat(cases.find(looked).orElseThrow().kind()).isEqualTo(Kind.REVIEW);
        assertThat(received(notice("later-still", "w@example.org", reported))
                        .items()
                        .getFirst()
                        .caseId())
                .as("one beside it is enough for all")
                .isEqualTo(beside);
        cases.begin(looked, resolution(ANNA, "allow", "eu-west-1.d.looked"), "", bytes("x"));
        cases.finish(looked);
        assertThat(notices.find(later.id()).orElseThrow().items().getFirst().outcome())
                .isNull();
        String made = redecided(reported, "allow");
        assertThat(cases.find(beside).orElseThrow().decisionId()).isEqualTo(made);
    }

    @Test
    void noticesOfTheSameContentMeetInOneCaseAndEachHasItsOutcome() {
        String decision = decided("allow");
        String other = decided("allow");
        var first = received(notice("meet-1", "b@example.org", decision, other));
        var second = received(notice("meet-2", "c@example.org", decision));
        String caseId = first.items().getFirst().caseId();
        assertThat(second.items().getFirst().caseId()).isEqualTo(caseId);
        assertThat(first.items().get(1).caseId()).isNotEqualTo(caseId);
        String made = redecided(decision, "restrict");
        // The case follows; it is decided on what stands by then.
        resolve(caseId, ANNA, "restrict", made);
        assertThat(notices.find(first.id()).orElseThrow().items())
                .extracting(Notices.Item::outcome)
                .containsExactly("restrict", null);
        assertThat(notices.find(second.id()).orElseThrow().items().getFirst().outcomeDecisionId())
                .isEqualTo(made);
        assertThat(cases.reasons(caseId)).contains("because");
        assertThat(cases.thatMade(made).map(ReviewCase::id)).contains(caseId);
        assertThat(waiting("notice.decided")).contains(first.id(), second.id());
    }

    private static List<String> waiting(String kind) {
        return fixture.database()
                .read(connection -> Bulk.query(
                        connection,
                        "SELECT record_id FROM case_message WHERE kind = ANY (?)",
                        row -> row.getString(1),
                        Bulk.texts(List.of(kind), each -> each)));
    }

    @Test
    void aNoticeIsReceivedOnceUnderItsIdAndItsWordsLieSealed() {
        String decision = decided("allow");
        var sent = notice("once", "d@example.org", decision);
        var first = received(sent);
        assertThat(notices.submit(notice("once", "d@example.org", decision)))
                .isEqualTo(
                        new Notices.Submission.Repeated(notices.find(first.id()).orElseThrow()));
        var changed = notice("once", "d@example.org", decision);
        assertThat(notices.submit(new Notices.NewNotice(
                        changed.id(),
                        "client",
                        "once",
                        bytes("another body"),
                        true,
                        NOW,
                        changed.category(),
                        List.of(),
                        null,
                        "d@example.org",
                        changed.notifier(),
                        changed.text(),
                        changed.items(),
                        40)))
                .isEqualTo(new Notices.Submission.IdReused());
        assertThat(new String(notices.open(first.id()).orElseThrow().text(), StandardCharsets.UTF_8))
                .contains("canary words");
        assertThat(everythingStored()).doesNotContain("canary").doesNotContain("d@example.org");
    }

    /** All rows of notices and the whole log, as text. */
    private static String everythingStored() {
        return fixture.database().read(connection -> {
            var all = new StringBuilder();
            for (var table : List.of("notice", "notice_item", "review_case", "appeal"))
                all.append(Bulk.query(connection, "SELECT t::text FROM " + table + " t", row -> row.getString(1)));
            all.append(Bulk.query(
                    connection, "SELECT convert_from(entry, 'UTF8') FROM log_entry", row -> row.getString(1)));
            return all.toString();
        });
    }

    @Test
    void anErasedNotifierLeavesCountsAndNothingElse() {
        var mine = received(notice("gone-1", "E@example.org", decided("allow")));
        received(notice("gone-2", "e@example.org", decided("allow")));
        var others = received(notice("stays", "f@example.org", decided("allow")));
        assertThat(notices.recordOfSender(mine.id()).orElseThrow().items()).isEqualTo(2);
        assertThat(notices.erase(" e@EXAMPLE.org", NOW)).isEqualTo(2);
        assertThat(notices.open(mine.id())).isEmpty();
        assertThat(notices.recordOfSender(mine.id())).isEmpty();
        assertThat(notices.find(mine.id()).orElseThrow().erasedAt()).isEqualTo(NOW);
        assertThat(notices.open(others.id())).isPresent();
        assertThat(notices.erase("e@example.org", NOW)).isZero();
    }

    @Test
    void oneHasACaseAtATimeAndNobodyDecidesWithoutIt() {
        String id = casesOf(decided("review")).getFirst().id();
        assertThat(cases.begin(id, resolution(ANNA, "allow", "d"), "", bytes("x")))
                .isEqualTo(new Asking.NotLeased());
        assertThat(cases.lease(id, "mod-1", NOW.plusSeconds(60), NOW)).isInstanceOf(Asking.Granted.class);
        assertThat(cases.lease(id, "mod-2", NOW.plusSeconds(60), NOW))
                .isEqualTo(new Asking.LeasedToAnother(NOW.plusSeconds(60)));
        assertThat(cases.begin(id, resolution(BEN, "allow", "d"), "", bytes("x")))
                .isInstanceOf(Asking.LeasedToAnother.class);
        assertThat(cases.lease(id, "mod-2", NOW.plusSeconds(180), NOW.plusSeconds(61)))
                .as("the first lease has ended")
                .isInstanceOf(Asking.Granted.class);
        cases.release(id, "mod-2");
        assertThat(resolve(id, ANNA, "allow", "eu-west-1.d.made").state()).isEqualTo(State.RESOLVED);
        assertThat(cases.begin(id, resolution(ANNA, "allow", null), "", bytes("body")))
                .as("the same again")
                .isInstanceOf(Asking.Repeated.class);
        assertThat(cases.begin(id, resolution(BEN, "allow", null), "", bytes("body")))
                .isEqualTo(new Asking.Closed(State.RESOLVED));
        assertThat(cases.lease(id, "mod-2", NOW.plusSeconds(900), NOW)).isEqualTo(new Asking.Closed(State.RESOLVED));
    }

    @Test
    void whatWasBegunAndNotWrittenIsOpenAgainOnWhatStands() {
        String decision = decided("review");
        String id = casesOf(decision).getFirst().id();
        received(notice("begun", "g@example.org", decision));
        cases.lease(id, "mod-1", NOW.plusSeconds(900), NOW);
        cases.begin(id, resolution(ANNA, "allow", "eu-west-1.d.never"), "", bytes("x"));
        String between = redecided(decision, "allow");
        assertThat(cases.deciding(NOW.plusSeconds(1), 100).stream().map(ReviewCase::id))
                .contains(id);
        cases.reopen(id, between);
        var reopened = cases.find(id).orElseThrow();
        assertThat(reopened.state()).isEqualTo(State.OPEN);
        assertThat(reopened.decisionId()).isEqualTo(between);
        assertThat(reopened.resolution()).isNull();
        assertThat(reopened.lease()).as("nobody has seen what stands").isNull();
        assertThat(cases.reasons(id)).isEmpty();
        cases.lease(id, "mod-1", NOW.plusSeconds(900), NOW);
        cases.begin(id, resolution(ANNA, "allow", "eu-west-1.d.never"), "", bytes("x"));
        cases.reopen(id, between);
        assertThat(cases.find(id).orElseThrow().lease())
                .as("she has seen this one")
                .isNotNull();
    }

    @Test
    void casesOfWhatItsAuthorDeletedAreFound() {
        long n = CellFixture.nextId();
        var write = CellFixture.with(CellFixture.write("u-" + n, "m-" + n, n, "words"), CellFixture.report("review"));
        fixture.cell().writer().write(write);
        String id = casesOf(write.decisionId()).getFirst().id();
        assertThat(cases.orphans(1_000)).doesNotContain(id);
        fixture.cell().delete(write.name(), "eu-west-1.e." + n, NOW);
        assertThat(cases.orphans(1_000)).contains(id);
        cases.close(id, NOW);
        assertThat(cases.orphans(1_000)).doesNotContain(id);
    }

    @Test
    void whatIsGoneIsSaidToWhoeverWaits() {
        var notice = received(notice("vanished", "h@example.org", decided("allow")));
        String id = notice.items().getFirst().caseId();
        cases.close(id, NOW);
        assertThat(cases.find(id).orElseThrow().state()).isEqualTo(State.GONE);
        assertThat(notices.find(notice.id()).orElseThrow().items().getFirst().outcome())
                .isEqualTo(Cases.GONE);
    }

    private static Appeals.NewAppeal appeal(String ownId, String decision, @Nullable String notice) {
        return new Appeals.NewAppeal(
                "eu-west-1.a." + CellFixture.nextId(),
                "eu-west-1.c.a" + CellFixture.nextId(),
                "client",
                ownId,
                bytes("body of " + ownId),
                decision,
                notice,
                notice == null ? new byte[0] : bytes("canary reason"),
                NOW,
                30);
    }

    @Test
    void whoDecidedOnTheContentBeforeDecidesNoAppeal() {
        String decision = decided("review");
        String made = redecided(decision, "restrict");
        String caseId = casesOf(decision).getFirst().id();
        // Resolved by hand: the case was superseded by its own decision here.
        fixture.database()
                .transact(connection -> Bulk.update(
                        connection,
                        "UPDATE review_case SET state = 'OPEN' WHERE case_id = ANY (?)",
                        Bulk.texts(List.of(caseId), each -> each)));
        resolve(caseId, ANNA, "restrict", made);
        var sent = appeal("appeal-1", made, null);
        assertThat(appeals.submit(sent)).isInstanceOf(Appeals.Submission.Received.class);
        assertThat(appeals.submit(appeal("appeal-1", made, null))).isInstanceOf(Appeals.Submission.Repeated.class);
        assertThat(appeals.submit(appeal("appeal-2", made, null)))
                .isEqualTo(new Appeals.Submission.AppealedBefore(sent.id()));
        assertThat(cases.lease(sent.caseId(), "mod-1", NOW.plusSeconds(900), NOW))
                .isEqualTo(new Asking.Barred());
        resolve(sent.caseId(), BEN, "upheld", null);
        assertThat(appeals.find(sent.id()).orElseThrow().outcome()).isEqualTo("upheld");
        assertThat(waiting("appeal.decided")).contains(sent.id());
        var again = appeal("appeal-3", made, "eu-west-1.n.x");
        appeals.submit(again);
        assertThat(cases.find(again.caseId()).orElseThrow().barred()).containsExactly("mod-1", "mod-2");
        assertThat(everythingStored()).doesNotContain("canary reason");
        assertThat(appeals.reason(again.id())).contains(bytes("canary reason"));
    }

    @Test
    void anOrdersClockStopsAndStartsAndItsEffectsAreCountedOnce() {
        var orders = new Orders(fixture.cell());
        String decision = decided("allow");
        var sent = new Orders.NewOrder(
                "eu-west-1.q." + CellFixture.nextId(),
                "client",
                "order-1",
                bytes("body"),
                true,
                Orders.Kind.TERRORIST_CONTENT,
                "IE",
                "STATEMENT_CATEGORY_RISK_FOR_PUBLIC_SECURITY",
                List.of("EU"),
                NOW,
                null,
                NOW.plus(Duration.ofHours(1)),
                bytes("{\"reasons\":\"canary order\"}"),
                List.of(new Orders.NewItem(0, decision, "eu-west-1.d.effect", null)));
        assertThat(orders.submit(sent)).isInstanceOf(Orders.Submission.Received.class);
        assertThat(orders.submit(sent)).isInstanceOf(Orders.Submission.Repeated.class);
        assertThat(orders.waiting(10)).hasSize(1);
        orders.note(sent.id(), new Orders.Event(Orders.Step.CLOCK_STOPPED, NOW, "key"), null, NOW);
        assertThat(orders.waiting(10)).isEmpty();
        Instant anew = NOW.plusSeconds(7_200);
        orders.note(sent.id(), new Orders.Event(Orders.Step.CLOCK_RESTARTED, NOW, "key"), anew, NOW);
        assertThat(orders.find(sent.id()).orElseThrow().dueAt()).isEqualTo(anew);
        assertThat(orders.unfinished(10)).hasSize(1);
        orders.failed(sent.id(), 0, "moving");
        orders.effected(sent.id(), 0, NOW);
        orders.effected(sent.id(), 0, NOW.plusSeconds(5));
        var done = orders.find(sent.id()).orElseThrow();
        assertThat(done.items().getFirst().effectedAt()).isEqualTo(NOW);
        assertThat(done.items().getFirst().failure()).isNull();
        assertThat(orders.unfinished(10)).isEmpty();
        assertThat(orders.waiting(10)).isEmpty();
        assertThat(everythingStored()).doesNotContain("canary order");
    }

    private static Orders.NewOrder order(String ownId, String decision) {
        return new Orders.NewOrder(
                "eu-west-1.q." + CellFixture.nextId(),
                "client",
                ownId,
                bytes("body"),
                true,
                Orders.Kind.ACT,
                "IE",
                "STATEMENT_CATEGORY_VIOLENCE",
                List.of("IE"),
                NOW,
                null,
                NOW.plus(Duration.ofHours(1)),
                bytes("{}"),
                List.of(new Orders.NewItem(0, decision, "eu-west-1.d.effect", null)));
    }

    @Test
    void anOrderOfWhichNothingIsLeftToDoIsNotWaitedFor() {
        var orders = new Orders(fixture.cell());
        var gone = order("order-gone", decided("allow"));
        var withdrawn = order("order-withdrawn", decided("allow"));
        orders.submit(gone);
        orders.submit(withdrawn);
        orders.failed(gone.id(), 0, "moving");
        assertThat(orders.unfinished(10)).extracting(Orders.Order::id).contains(gone.id(), withdrawn.id());
        assertThat(orders.waiting(10)).extracting(Orders.Order::id).contains(gone.id(), withdrawn.id());
        orders.gone(gone.id(), 0, NOW);
        orders.gone(gone.id(), 0, NOW.plusSeconds(5));
        orders.failed(gone.id(), 0, "moving");
        orders.note(withdrawn.id(), new Orders.Event(Orders.Step.WITHDRAWN, NOW, "key"), null, NOW);
        assertThat(orders.unfinished(10)).extracting(Orders.Order::id).doesNotContain(gone.id(), withdrawn.id());
        assertThat(orders.waiting(10)).extracting(Orders.Order::id).doesNotContain(gone.id(), withdrawn.id());
        var ended = orders.find(gone.id()).orElseThrow();
        assertThat(ended.isEnded()).isTrue();
        assertThat(ended.items().getFirst().goneAt()).isEqualTo(NOW);
        assertThat(ended.items().getFirst().failure()).isEqualTo(Orders.GONE);
        assertThat(everythingStored()).contains(gone.id() + "/gone.0");
    }

    @Test
    void aDisputeEndsOnceAndMayBeCarriedOutLater() {
        var disputes = new Disputes(fixture.cell());
        var opened = disputes.open(
                new Disputes.Dispute("eu-west-1.x.1", "eu-west-1.d.1", "ods-1", "author", NOW, null, -1),
                "client",
                "dispute-1");
        assertThat(disputes.open(opened, "client", "dispute-1")).isEqualTo(opened);
        var ended = new Disputes.Ending("reversed", NOW, false, null);
        assertThat(disputes.end(opened.id(), ended, NOW)).isPresent();
        assertThat(disputes.end(opened.id(), new Disputes.Ending("upheld", NOW, false, null), NOW))
                .isEmpty();
        var carried = new Disputes.Ending("reversed", NOW, true, "eu-west-1.d.2");
        assertThat(disputes.end(opened.id(), carried, NOW).orElseThrow().ending())
                .isEqualTo(carried);
        assertThat(disputes.end(opened.id(), ended, NOW)).isEmpty();
    }

    /** A cell of its own, so that everything in it can be counted. */
    @Test
    void reportsCountFromTheLogWithTheIdsBehindEveryNumber() {
        try (var own = new CellFixture()) {
            var writer = own.cell().writer();
            var ids = new ArrayList<String>();
            for (int i = 0; i < 3; i++) {
                long n = CellFixture.nextId();
                var write =
                        CellFixture.with(CellFixture.write("u", "m-" + n, n, "words"), CellFixture.report("review"));
                writer.write(write);
                ids.add(write.decisionId());
            }
            String persons = CellFixture.decisionId(CellFixture.nextId());
            var facts = new EntryFacts(Map.of(
                    "surface", "comment",
                    "verdict", "restrict",
                    "actions", List.of("visibility.removed"),
                    "automated", false,
                    "source", "notice",
                    "dsa_category", "STATEMENT_CATEGORY_VIOLENCE",
                    "language", "fr"));
            writer.redecide(new Redecision(
                    persons,
                    ids.getFirst(),
                    CellFixture.payload("x"),
                    CellFixture.report("restrict"),
                    facts,
                    List.of()));
            var records = new ReportRecords(own.cell());
            var found = new ArrayList<ReportRecords.DecisionRecord>();
            assertThat(records.decisions(NOW, NOW.plusSeconds(1), found::add)).isEqualTo(4);
            assertThat(records.decisions(NOW.plusSeconds(1), NOW.plusSeconds(2), found::add))
                    .as("a span without its end")
                    .isZero();
            assertThat(ReportRecords.idsBy(
                            found,
                            each -> each.isAutomated() ? "automated" : "person",
                            ReportRecords.DecisionRecord::id))
                    .containsEntry("automated", ids)
                    .containsEntry("person", List.of(persons));
            var made = found.getLast();
            assertThat(made.source()).isEqualTo("notice");
            assertThat(made.dsaCategory()).isEqualTo("STATEMENT_CATEGORY_VIOLENCE");
            assertThat(made.actions()).containsExactly("visibility.removed");
            assertThat(found.getFirst().source()).isEqualTo("own_initiative");
            var kept = new Notices(own.cell());
            kept.submit(notice("counted", "z@example.org", ids.get(1)));
            assertThat(records.notices(NOW, NOW.plusSeconds(1))).hasSize(1);
            assertThat(records.notices(NOW.plusSeconds(1), NOW.plusSeconds(2))).isEmpty();
            assertThat(records.appeals(NOW, NOW.plusSeconds(1))).isEmpty();
            assertThat(records.orders(NOW, NOW.plusSeconds(1))).isEmpty();
            assertThat(records.disputes(NOW, NOW.plusSeconds(1))).isEmpty();
            var own1 = new Cases(own.cell());
            String caseId = own1.list(OPEN, 10).getFirst().id();
            own1.lease(caseId, "mod-1", NOW.plusSeconds(900), NOW);
            own1.begin(caseId, resolution(ANNA, "allow", null), "", bytes("x"));
            own1.finish(caseId);
            assertThat(records.resolved(NOW, NOW.plusSeconds(1)))
                    .singleElement()
                    .satisfies(each -> assertThat(each.id()).isEqualTo(caseId));
        }
    }

    @Test
    void listsTheMostUrgentFirstAndGoesOnAfterTheLastSeen() {
        try (var own = new CellFixture()) {
            for (int i = 0; i < 4; i++) {
                long n = CellFixture.nextId();
                own.cell()
                        .writer()
                        .write(CellFixture.with(
                                CellFixture.write("u", "m-" + n, n, "words"), CellFixture.report("review")));
            }
            var kept = new Cases(own.cell());
            var all = kept.list(OPEN, 10);
            assertThat(all).hasSize(4);
            new Notices(own.cell())
                    .submit(notice("urgent", "y@example.org", all.get(2).decisionId()));
            var first = kept.list(OPEN, 2);
            assertThat(first.getFirst().id()).isEqualTo(all.get(2).id());
            var rest = kept.list(
                    new Cases.Filter(
                            List.of(State.OPEN),
                            null,
                            null,
                            null,
                            null,
                            first.getLast().id()),
                    10);
            assertThat(rest).hasSize(2).doesNotContainAnyElementsOf(first);
            assertThat(kept.list(new Cases.Filter(List.of(State.OPEN), Kind.NOTICE, null, null, null, null), 10))
                    .hasSize(1);
            assertThat(kept.list(new Cases.Filter(List.of(State.OPEN), null, "ad", null, null, null), 10))
                    .isEmpty();
            assertThat(kept.list(new Cases.Filter(List.of(State.OPEN), null, null, "spam", "en", null), 10))
                    .hasSize(4);
            assertThat(kept.waitingSince(Kind.REVIEW, NOW.plusSeconds(1))).isEqualTo(3);
        }
    }

    @Test
    void whatIsDecidedAfterTheReportsMomentIsNotKnownToIt() {
        String about = decided("allow");
        var sent = received(notice("own-" + CellFixture.nextId(), "as-of@example.org", about));
        String made = redecided(about, "restrict");
        resolve(sent.items().getFirst().caseId(), ANNA, "restrict", made);
        var counted = new io.gatehouse.residency.casework.CountedRecords(fixture.cell());
        var before = counted.notices(NOW, NOW.plusSeconds(1), NOW.minusSeconds(1)).stream()
                .filter(each -> each.id().equals(sent.id()))
                .findFirst()
                .orElseThrow();
        assertThat(before.termsActions()).isZero();
        assertThat(before.actedAt()).isNull();
        var after = counted.notices(NOW, NOW.plusSeconds(1), NOW).stream()
                .filter(each -> each.id().equals(sent.id()))
                .findFirst()
                .orElseThrow();
        assertThat(after.items()).isEqualTo(1);
        assertThat(after.termsActions()).isEqualTo(1);
        assertThat(after.actedAt()).isEqualTo(NOW);
    }
}
