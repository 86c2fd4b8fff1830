package io.gatehouse.residency.attestation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.residency.migration.TwoCells;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a region attests, anybody counts and digests again from its export. */
class AttestationTest {
    @TempDir
    Path home;

    private TwoCells cells;

    @BeforeEach
    void open() {
        cells = TwoCells.onNewDatabases(home);
        cells.settle(cells.ireland, "anna", 3);
        cells.ireland.cell().signCheckpoint();
    }

    @AfterEach
    void close() {
        cells.close();
    }

    private Attester attester() {
        return cells.ireland.cell().attester(cells.ireland.store());
    }

    private byte[] attest() {
        return attester().attest(Map.of("jurisdiction", "eea"), TwoCells.NOW);
    }

    private String key() {
        return cells.ireland.cell().log().verifierKey();
    }

    private String export(Inventory kind) {
        var out = new StringWriter();
        attester().export(kind, Long.MAX_VALUE, out);
        return out.toString();
    }

    /** Shares nothing with the product: splits the note by hand, sorts and hashes the exported lines by hand. */
    @Test
    void anybodyComputesTheSameFromAnExport() throws Exception {
        var attested = new LinkedHashMap<String, String>();
        for (var line : new String(attest(), StandardCharsets.UTF_8).split("\n"))
            if (line.contains(" sha256:")) attested.put(line.substring(0, line.indexOf(' ')), line);
        assertThat(attested).hasSize(Inventory.values().length);
        for (var kind : Inventory.values()) {
            var lines = export(kind).split("\n");
            if (lines.length == 1 && lines[0].isEmpty()) lines = new String[0];
            var sorted = lines.clone();
            Arrays.sort(
                    sorted,
                    (a, b) -> Arrays.compareUnsigned(
                            a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8)));
            assertThat(lines).as(kind + " in order").isEqualTo(sorted);
            var sha256 = MessageDigest.getInstance("SHA-256");
            for (var line : sorted) sha256.update((line + "\n").getBytes(StandardCharsets.UTF_8));
            assertThat(attested.get(kind.wireName()))
                    .isEqualTo(kind.wireName() + " " + lines.length + " sha256:"
                            + HexFormat.of().formatHex(sha256.digest()));
        }
        assertThat(attested.get("contents")).startsWith("contents 3 ");
        assertThat(attested.get("decisions")).startsWith("decisions 4 ");
        assertThat(attested.get("objects")).startsWith("objects 2 ");
    }

    @Test
    void saysNothingOfAPersonInPlain() {
        var text = new StringBuilder(new String(attest(), StandardCharsets.UTF_8));
        for (var kind : Inventory.values()) text.append(export(kind));
        assertThat(text.toString())
                .doesNotContain("text anna", "record anna", "answer anna", "profile of", "consents of");
    }

    @Test
    void aChangedByteOrAnotherKeyDoesNotVerify() {
        byte[] note = attest();
        var opened = Attestation.open(note, key());
        assertThat(opened.log()).isEqualTo("gatehouse.test/eu-west-1");
        assertThat(opened.facts()).containsEntry("jurisdiction", "eea");
        assertThat(opened.checkpointSize()).isEqualTo(cells.ireland.cell().log().size());
        for (int i = 0; i < note.length; i += 7) {
            byte[] changed = note.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> Attestation.open(changed, key())).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(
                        () -> Attestation.open(note, cells.britain.cell().log().verifierKey()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theNewestOfATimeIsKept() {
        byte[] first = attest();
        cells.say(cells.ireland, "anna", "more");
        byte[] later = attester().attest(Map.of(), TwoCells.NOW.plusSeconds(60));
        assertThat(attester().newest(TwoCells.NOW.plusSeconds(59))).contains(first);
        assertThat(attester().newest(TwoCells.NOW.plusSeconds(61))).contains(later);
        assertThat(attester().newest(TwoCells.NOW.minusSeconds(1))).isEmpty();
    }
}
