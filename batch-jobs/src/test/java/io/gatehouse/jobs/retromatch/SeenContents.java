package io.gatehouse.jobs.retromatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.jobs.rescan.PlainContents;
import io.gatehouse.jobs.rescan.StoredContents;
import io.gatehouse.moderation.content.Part;
import io.gatehouse.moderation.fact.KnownPicture;
import io.gatehouse.moderation.fact.MediaFindings;
import io.gatehouse.moderation.judge.Judgement;
import io.gatehouse.moderation.judge.Moderator;
import io.gatehouse.moderation.judge.Overrides;
import io.gatehouse.moderation.look.MediaLook;
import io.gatehouse.moderation.signal.Category;
import io.gatehouse.residency.cell.Payload;
import io.gatehouse.residency.cell.Redecision;
import io.gatehouse.residency.cell.StoredDecision;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Notes in the record what was found, as the program does, so that a restart can tell. */
final class SeenContents extends PlainContents {
    private static final String FOUND = " found";
    private static final MediaFindings FINDINGS =
            new MediaFindings(List.of(), List.of(new KnownPicture("bank", Category.EXTREMISM, 0)));

    @Override
    public StoredContents.Opened open(StoredDecision decision, Payload payload) {
        var opened = showing(super.open(decision, payload));
        boolean found = new String(payload.record(), StandardCharsets.UTF_8).endsWith(FOUND);
        return found && opened instanceof Opened.Judgeable(var content, var permissions, var facts, var verdict)
                ? new Opened.Judgeable(content, permissions, facts.with(FINDINGS), verdict)
                : opened;
    }

    /** With the media that its words name. */
    private static StoredContents.Opened showing(StoredContents.Opened opened) {
        if (!(opened instanceof Opened.Judgeable(var content, var permissions, var facts, var verdict))) return opened;
        var parts = new ArrayList<>(content.parts());
        for (var part : content.parts())
            if (part instanceof Part.Text(String text))
                for (String word : text.split(" "))
                    if (word.contains(".m."))
                        parts.add(new Part.Media(word, "0".repeat(64), "image/png", MediaLook.NONE));
        return new Opened.Judgeable(content.with(parts), permissions, facts, verdict);
    }

    /** Of a content that shows some media. */
    static String words(List<String> media) {
        return "words " + String.join(" ", media);
    }

    @Override
    public Redecision redecide(
            String decisionId,
            StoredDecision superseded,
            Opened.Judgeable opened,
            Moderator judgedBy,
            Judgement judgement,
            Overrides overrides,
            Instant decidedAt) {
        var plain = super.redecide(decisionId, superseded, opened, judgedBy, judgement, overrides, decidedAt);
        assertThat(opened.facts().media().known()).isNotEmpty();
        byte[] record =
                (new String(plain.payload().record(), StandardCharsets.UTF_8) + FOUND).getBytes(StandardCharsets.UTF_8);
        return new Redecision(
                plain.decisionId(),
                plain.supersedes(),
                new Payload(new byte[0], record, new byte[0]),
                plain.report(),
                plain.evidence(),
                plain.effects());
    }
}
