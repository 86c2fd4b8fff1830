package io.gatehouse.service.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.content.ContentId;
import io.gatehouse.moderation.content.Context;
import io.gatehouse.moderation.content.Part;
import io.gatehouse.moderation.content.Surface;
import io.gatehouse.moderation.fact.Facts;
import io.gatehouse.moderation.fact.MediaFindings;
import io.gatehouse.moderation.judge.Judgement;
import io.gatehouse.moderation.judge.Overrides;
import io.gatehouse.moderation.language.LanguageGuess;
import io.gatehouse.moderation.law.Permissions;
import io.gatehouse.moderation.law.Purpose;
import io.gatehouse.moderation.signal.Category;
import io.gatehouse.moderation.signal.FailedSignal;
import io.gatehouse.moderation.statement.StatementOfReasons;
import io.gatehouse.moderation.verdict.EnforcementAction;
import io.gatehouse.moderation.verdict.Label;
import io.gatehouse.moderation.verdict.Verdict;
import io.gatehouse.residency.cell.Effect;
import io.gatehouse.residency.cell.Payload;
import io.gatehouse.residency.cell.Redecision;
import io.gatehouse.residency.cell.StoredDecision;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.purpose.ServiceRules;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.service.decision.PersonsDecision.Origin;
import io.gatehouse.service.judging.Judged;
import io.gatehouse.service.judging.Versions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PersonsDecisionTest {
    private static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");
    private static final RegionId HOME = new RegionId("eu-west-1");
    private static final ServiceRules SERVICES = ServiceRules.load(
            Path.of(System.getProperty("gatehouse.home", "..")).resolve("policies/residency"));
    private static final Ruling RESTRICTED = new Ruling.Restricted(
            List.of(new EnforcementAction("visibility.demoted", List.of("EU"), null)),
            "STATEMENT_CATEGORY_VIOLENCE",
            List.of(),
            new StatementOfReasons.Ground(false, "Rules 2", "It threatens."),
            "A person looked at it.",
            "fr",
            null);

    /** Of a picture that nobody has looked at yet. */
    private static Payload before(Verdict verdict) {
        var content = new Content(
                new ContentId("m-1"),
                Surface.COMMENT,
                NOW,
                "IE",
                null,
                List.of(new Part.Media("eu-west-1.m.x", "00", "image/png")),
                Context.NONE);
        var unseen = new MediaFindings(
                List.of(new FailedSignal("media", "not looked at yet")), List.of(), List.of("eu-west-1.m.x"));
        var restricts = verdict instanceof Verdict.Restrict;
        var judgement = new Judgement(
                verdict,
                List.of(new Label(Category.HATE, 3, 0.9)),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                new LanguageGuess("fr", 0.9),
                Map.of(),
                new Permissions(Set.of(Purpose.TERMS), List.of(), List.of()),
                List.of(),
                null,
                restricts ? "deceptive_commercial_volume" : null);
        var judged = new Judged(
                content,
                Facts.NONE.at(NOW).with(unseen),
                judgement,
                Overrides.NONE,
                new Versions("v1", "sha256:00", List.of()),
                NOW);
        byte[] answer = Answer.write(judged, "eu-west-1.s.1", "eu-west-1.d.1", HOME);
        return DecisionFacts.payload(judged, StoredContent.write(content, "u-1", List.of()), answer);
    }

    private static Redecision decide(Payload before, Ruling ruling) {
        var superseded = new StoredDecision(
                "eu-west-1.d.1",
                "eu-west-1.s.1",
                "client",
                new AccountRef(new byte[32]),
                null,
                null,
                1,
                1,
                new io.gatehouse.residency.cell.ReportFacts(
                        "comment", "review", List.of("hate"), "fr", "sha256:00", false, NOW),
                before);
        return PersonsDecision.of(
                "eu-west-1.d.2",
                superseded,
                before,
                HOME,
                ruling,
                new Origin("notice", false, Map.of("case_id", "eu-west-1.c.1"), Map.of("person", "mod-1")),
                SERVICES,
                null,
                NOW);
    }

    @Test
    void endsTheWaitingForMediaSoThatNoMachineJudgesAgain() {
        var before = before(new Verdict.Review(true));
        assertThat(Answer.isPending(before.answer())).isTrue();
        assertThat(DecisionRecord.unseenIn(before.record())).isNotEmpty();
        var decided = decide(before, RESTRICTED);
        assertThat(Answer.isPending(decided.payload().answer())).isFalse();
        assertThat(DecisionRecord.unseenIn(decided.payload().record())).isEmpty();
        assertThat(RecordedDecision.isOfPerson(decided.payload().answer())).isTrue();
        assertThat(RecordedDecision.isOfPerson(before.answer())).isFalse();
        assertThat(decided.effects())
                .extracting(Effect::kind)
                .containsExactly(DecisionFacts.RESTRICTED, DecisionFacts.COMPLETED);
    }

    @Test
    void liftsWhatWasRestrictedAndSaysWhoItWasToTheLogAlone() {
        var before =
                before(new Verdict.Restrict(List.of(new EnforcementAction("visibility.removed", List.of("EU"), null))));
        var allowed = decide(before, new Ruling.Allowed());
        assertThat(allowed.effects())
                .extracting(Effect::kind)
                .containsExactly(DecisionFacts.LIFTED, DecisionFacts.COMPLETED);
        assertThat(allowed.report().categories())
                .as("what is allowed has no label")
                .isEmpty();
        assertThat(new String(allowed.payload().answer(), java.nio.charset.StandardCharsets.UTF_8))
                .contains("\"decided_by\":{\"source\":\"notice\",\"case_id\":\"eu-west-1.c.1\"}")
                .doesNotContain("mod-1");
        assertThat(Map.<String, Object>copyOf(allowed.evidence().facts()))
                .containsEntry("person", "mod-1")
                .containsEntry("automated", false)
                .containsEntry("source", "notice");
    }

    @Test
    void statesItsReasonsInTheLanguageThatThePersonWrote() {
        var decided = decide(before(new Verdict.Review(false)), RESTRICTED);
        var answer = tools.jackson.databind.json.JsonMapper.shared()
                .readTree(decided.payload().answer());
        var statement = answer.get("statement_of_reasons");
        assertThat(statement.get("language").stringValue()).isEqualTo("fr");
        assertThat(statement.get("automated_decision").booleanValue()).isFalse();
        assertThat(statement.get("automated_detection").booleanValue()).isFalse();
        assertThat(statement.at("/redress/0").stringValue()).contains("réclamation");
        assertThat(decided.report().categories()).containsExactly("hate");
        assertThat(Map.<String, Object>copyOf(decided.evidence().facts()))
                .containsEntry("dsa_category", "STATEMENT_CATEGORY_VIOLENCE");
    }
}
