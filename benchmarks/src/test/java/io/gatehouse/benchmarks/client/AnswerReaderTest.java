package io.gatehouse.benchmarks.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AnswerReaderTest {
    private static final String BODY =
            "{\"decision_id\":\"eu-west-1.d.abc\",\"evidence\":{\"log\":\"x\",\"index\": 123}}";
    private static final String SIZED =
            "HTTP/1.1 200 \r\nContent-Type: application/json\r\ncontent-length: " + BODY.length() + "\r\n\r\n" + BODY;
    private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7\r\n"
            + BODY.substring(0, 7) + "\r\n" + Integer.toHexString(BODY.length() - 7) + ";x=y\r\n" + BODY.substring(7)
            + "\r\n0\r\n\r\n";

    @Test
    void readsTheSameAnswerHoweverItsBytesArrive() throws IOException {
        for (var wire : new String[] {SIZED, CHUNKED})
            for (int step = 1; step <= wire.length(); step++) {
                var answer = readInSteps(wire, step);
                assertThat(answer).as("%d bytes a time", step).isNotNull();
                assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo(BODY);
                assertThat(answer.text("decision_id")).contains("eu-west-1.d.abc");
                assertThat(answer.number("index")).isEqualTo(123);
                assertThat(answer.text("index")).isEmpty();
                assertThat(answer.number("absent")).isEqualTo(-1);
            }
    }

    @Test
    void noticesThatTheServerCloses() throws IOException {
        var reader = new AnswerReader();
        reader.readFrom(channel("HTTP/1.1 503 \r\nConnection: close\r\nContent-Length: 0\r\n\r\n"));
        assertThat(reader.take()).satisfies(a -> assertThat(a.status()).isEqualTo(503));
        assertThat(reader.closes()).isTrue();
    }

    @Test
    void refusesWhatIsNoAnswer() throws IOException {
        var reader = new AnswerReader();
        reader.readFrom(channel("nonsense\r\n\r\n"));
        assertThatThrownBy(reader::take).isInstanceOf(IOException.class);
    }

    private static @Nullable Answer readInSteps(String wire, int step) throws IOException {
        var reader = new AnswerReader();
        for (int at = 0; at < wire.length(); at += step) {
            reader.readFrom(channel(wire.substring(at, Math.min(at + step, wire.length()))));
            var answer = reader.take();
            if (answer != null) return answer;
        }
        return null;
    }

    private static ReadableByteChannel channel(String text) {
        return Channels.newChannel(new ByteArrayInputStream(
                ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)).array()));
    }
}
