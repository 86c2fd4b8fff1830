package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.service.door.FaultProxy.Network;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The network of our tests fails as it says, or what they show would be something else. */
class FaultProxyTest {
    private static final int PATIENCE_MS = 300;

    private ServerSocket echo;
    private FaultProxy proxy;
    private volatile Socket accepted;

    @BeforeEach
    void listen() throws IOException {
        echo = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::answer);
        proxy = new FaultProxy(echo::getLocalPort);
    }

    private void answer() {
        while (!echo.isClosed()) {
            try {
                var client = echo.accept();
                accepted = client;
                Thread.ofVirtual().start(() -> {
                    try (client) {
                        client.getInputStream().transferTo(client.getOutputStream());
                    } catch (IOException _) {
                        // The other side is gone.
                    }
                });
            } catch (IOException _) {
                // Closed.
            }
        }
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        echo.close();
    }

    private Socket connect() throws IOException {
        var address = proxy.address().split(":");
        var socket = new Socket(address[0], Integer.parseInt(address[1]));
        socket.setSoTimeout(PATIENCE_MS);
        return socket;
    }

    private static void says(Socket socket) throws IOException {
        socket.getOutputStream().write(7);
        assertThat(socket.getInputStream().read()).isEqualTo(7);
    }

    @Test
    void aBlackHoleIsATimeOutAndNoAnswerNorAnEnd() throws IOException {
        try (var before = connect()) {
            says(before);
            proxy.set(Network.BLACK_HOLE);
            before.getOutputStream().write(1);
            assertThatThrownBy(() -> before.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            // The server hangs up, and even that is not heard of.
            accepted.close();
            assertThatThrownBy(() -> before.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            try (var fresh = connect()) {
                fresh.getOutputStream().write(1);
                assertThatThrownBy(() -> fresh.getInputStream().read())
                        .as("a connection that begins in it")
                        .isInstanceOf(SocketTimeoutException.class);
            }
            proxy.set(Network.WORKS);
            before.getOutputStream().write(2);
            assertThatThrownBy(() -> before.getInputStream().read())
                    .as("what was lost does not come later")
                    .isInstanceOf(SocketTimeoutException.class);
            try (var after = connect()) {
                says(after);
            }
        }
    }

    @Test
    void aCutEndsWhatThereIsAndRefusesWhatIsNew() throws IOException {
        try (var before = connect()) {
            says(before);
            proxy.set(Network.CUT);
            assertThat(endOf(before)).isTrue();
            try (var fresh = connect()) {
                assertThat(endOf(fresh)).isTrue();
            }
        }
    }

    private static boolean endOf(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }
}
