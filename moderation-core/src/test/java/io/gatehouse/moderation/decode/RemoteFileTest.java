package io.gatehouse.moderation.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A file whose begin came with the job: what is read across its end is put together from what is known and what is asked for. */
class RemoteFileTest {
    private final byte[] bytes = new byte[30];
    private final ByteArrayOutputStream asked = new ByteArrayOutputStream();

    RemoteFileTest() {
        for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) i;
    }

    /** @param sent what the program answers to the only question */
    private RemoteFile file(int begin, byte... sent) throws IOException {
        var answer = new ByteArrayOutputStream();
        var out = new DataOutputStream(answer);
        out.writeInt(sent.length);
        out.write(sent);
        return new RemoteFile(
                new DataInputStream(new ByteArrayInputStream(answer.toByteArray())),
                new DataOutputStream(asked),
                bytes.length,
                Arrays.copyOf(bytes, begin));
    }

    private void wasAskedFor(long at, int wanted) throws IOException {
        var question = new DataInputStream(new ByteArrayInputStream(asked.toByteArray()));
        assertThat(question.readByte()).isEqualTo((byte) Wire.READ);
        assertThat(question.readLong()).isEqualTo(at);
        assertThat(question.readInt()).isEqualTo(wanted);
        assertThat(question.available()).as("one question").isZero();
    }

    @Test
    void whatLiesAcrossTheEndOfTheBeginIsPutTogether() throws IOException {
        var into = new byte[22];
        int read = file(10, Arrays.copyOfRange(bytes, 10, 24)).read(4, into, 1, 20);
        assertThat(read).isEqualTo(20);
        assertThat(Arrays.copyOfRange(into, 1, 21)).isEqualTo(Arrays.copyOfRange(bytes, 4, 24));
        assertThat(into[0]).isZero();
        assertThat(into[21]).isZero();
        wasAskedFor(10, 14);
    }

    @Test
    void whatCameWithTheJobIsNotAskedFor() throws IOException {
        var into = new byte[6];
        assertThat(file(10).read(4, into, 0, 6)).isEqualTo(6);
        assertThat(into).isEqualTo(Arrays.copyOfRange(bytes, 4, 10));
        assertThat(asked.size()).isZero();
    }

    @Test
    void aWholeFileIsItsBeginAndTheRest() throws IOException {
        assertThat(file(10, Arrays.copyOfRange(bytes, 10, 30)).readAll(30)).isEqualTo(bytes);
        wasAskedFor(10, 20);
    }

    @Test
    void nothingIsReadBeyondTheEnd() throws IOException {
        assertThat(file(10).read(30, new byte[4], 0, 4)).isZero();
        assertThat(asked.size()).isZero();
    }
}
