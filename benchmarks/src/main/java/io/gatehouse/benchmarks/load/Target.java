package io.gatehouse.benchmarks.load;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;

/** The service under test. Only ever on this machine. */
public record Target(URI url, String apiKey) {
    public Target {
        if (!"http".equals(url.getScheme())) throw new IllegalArgumentException("needs http://...: " + url);
        if (apiKey.isBlank()) throw new IllegalArgumentException("needs an API key (GATEHOUSE_API_KEY)");
    }

    public String host() {
        return url.getHost() + ":" + port();
    }

    private int port() {
        return url.getPort() < 0 ? 80 : url.getPort();
    }

    public InetSocketAddress address() {
        try {
            return new InetSocketAddress(InetAddress.getByName(url.getHost()), port());
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("no such host: " + url, e);
        }
    }

    /** Without the key. */
    @Override
    public String toString() {
        return url.toString();
    }
}
