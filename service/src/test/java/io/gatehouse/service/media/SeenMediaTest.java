package io.gatehouse.service.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.moderation.cage.HashedMedia;
import io.gatehouse.moderation.decode.MediaFormat;
import io.gatehouse.moderation.decode.Refusal;
import io.gatehouse.moderation.hash.Dihedral;
import io.gatehouse.moderation.hash.HashedPicture;
import io.gatehouse.moderation.hash.PdqHash;
import io.gatehouse.moderation.look.FrameScores;
import io.gatehouse.moderation.look.MediaLook;
import io.gatehouse.moderation.look.Scene;
import io.gatehouse.moderation.look.SeenText;
import io.gatehouse.moderation.signal.Box;
import io.gatehouse.moderation.signal.Category;
import io.gatehouse.moderation.signal.FailedSignal;
import io.gatehouse.moderation.signal.Place;
import io.gatehouse.residency.bank.FileDigest;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SeenMediaTest {
    private static final byte[] MD5 = "sixteen bytes ok".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private static final byte[] SHA256 = new byte[32];

    @Test
    void isReadAsItWasWritten() {
        var forms = new EnumMap<Dihedral, HashedPicture>(Dihedral.class);
        for (var form : Dihedral.values()) forms.put(form, hashed(form.ordinal()));
        var text = new SeenText(SeenText.Source.SCREEN, "a line", 0.5, new Place(0, 0, 0, new Box(1, 2, 3, 4)));
        var look = new MediaLook(
                true,
                List.of(text),
                List.of(new Scene(0, 10, 1, 5)),
                List.of(new FrameScores("any", 0, 0, Map.of(Category.SPAM, 0.25))),
                List.of(new FailedSignal("screen_text", "cut")));
        var picture = SeenMedia.of(
                new HashedMedia.Picture(MediaFormat.PNG, 9, 9, forms, List.of(), List.of(hashed(77)), look),
                MD5,
                SHA256);
        assertThat(SeenMedia.read(picture.write()).look()).isEqualTo(look);
        assertThat(SeenMedia.read(picture.write()).hashes()).contains(hashed(77), hashed(0));
        assertThat(SeenMedia.read(picture.write())).isEqualTo(picture);
        assertThat(SeenMedia.read(picture.write()).forms()).isEqualTo(forms);
        var refused = SeenMedia.of(new HashedMedia.Refused(Refusal.UNREADABLE), MD5, SHA256);
        assertThat(SeenMedia.read(refused.write()).outcome()).isEqualTo(SeenMedia.Outcome.UNREADABLE);
    }

    @Test
    void leavesOutFramesThatShowTheSame() {
        var video = SeenMedia.of(
                new HashedMedia.Video(
                        MediaFormat.MP4,
                        9,
                        9,
                        -1,
                        4,
                        List.of(frame(0, 1), frame(1, 1), frame(2, 2), frame(3, 1)),
                        List.of(),
                        MediaLook.NONE),
                MD5,
                SHA256);
        assertThat(video.frames()).extracting(SeenMedia.Frame::millis).containsExactly(0L, 2000L, 3000L);
        assertThat(SeenMedia.read(video.write())).isEqualTo(video);
    }

    @Test
    void whatAnEarlierVersionWroteIsReadWithoutItsSha256() {
        var now = SeenMedia.of(new HashedMedia.Refused(Refusal.UNREADABLE), MD5, new byte[0]);
        byte[] written = now.write();
        // Without the length of what it did not write.
        byte[] before = new byte[written.length - 1];
        before[0] = 2;
        System.arraycopy(written, 1, before, 1, 16);
        System.arraycopy(written, 18, before, 17, written.length - 18);
        assertThat(SeenMedia.read(before)).isEqualTo(now);
        assertThat(SeenMedia.read(before).digests()).hasSize(1);
        // Whoever stores the same bytes now has their SHA-256.
        assertThat(SeenMedia.read(SeenMedia.ofTwin(before, SHA256)).digests())
                .extracting(FileDigest::toHex)
                .containsExactly(
                        new FileDigest(FileDigest.Kind.MD5, MD5).toHex(),
                        new FileDigest(FileDigest.Kind.SHA256, SHA256).toHex());
    }

    @Test
    void everyFileIsAskedAboutByItsDigestsEvenOneThatCannotBeRead() {
        var seen = SeenMedia.of(new HashedMedia.Refused(Refusal.UNREADABLE), MD5, SHA256);
        assertThat(SeenMedia.read(seen.write()).hashes())
                .containsExactly(
                        DigestHash.of(new FileDigest(FileDigest.Kind.MD5, MD5)),
                        DigestHash.of(new FileDigest(FileDigest.Kind.SHA256, SHA256)));
        assertThat(seen.hashes()
                        .getFirst()
                        .hash()
                        .distance(seen.hashes().getLast().hash()))
                .isGreaterThan(PdqHash.MATCH_DISTANCE);
    }

    @Test
    void refusesWhatWasCutOff() {
        byte[] written = SeenMedia.of(new HashedMedia.Refused(Refusal.UNREADABLE), MD5, SHA256)
                .write();
        assertThatThrownBy(() -> SeenMedia.read(Arrays.copyOf(written, 12)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static HashedMedia.Frame frame(int number, long bits) {
        return new HashedMedia.Frame(number, number * 1_000_000L, hashed(bits));
    }

    private static HashedPicture hashed(long bits) {
        return new HashedPicture(new PdqHash(bits, 2, 3, 4), 90);
    }
}
