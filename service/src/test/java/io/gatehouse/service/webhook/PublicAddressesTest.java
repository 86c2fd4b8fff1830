package io.gatehouse.service.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicAddressesTest {
    private final WebhookPost post = new WebhookPost(Set.of("inside.example"), Duration.ofSeconds(1));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.9.9.9",
                "0.0.0.0",
                "10.1.2.3",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "100.127.255.255",
                "192.0.0.170",
                "192.0.2.1",
                "198.18.0.1",
                "198.19.255.255",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::1",
                "::",
                "fe80::1",
                "fc00::1",
                "fd12:3456::1",
                "ff02::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "64:ff9b::7f00:1",
                "64:ff9b::a00:1",
                "2002:7f00:1::",
                "2002:c0a8:101::1",
                "2001::1",
                "2001:db8::1",
                "100::1"
            })
    void whatIsNotForEverybodyIsRefused(String address) throws UnknownHostException {
        assertThat(PublicAddresses.isPublic(InetAddress.getByName(address))).isFalse();
        String host = address.contains(":") ? "[" + address + "]" : address;
        assertThat(post.faultOf(URI.create("https://" + host + "/hook")))
                .hasValueSatisfying(fault ->
                        assertThat(fault).contains("private address").contains("gatehouse.webhooks.allowed-hosts"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "172.15.0.1",
                "172.32.0.1",
                "100.63.255.255",
                "100.128.0.1",
                "198.17.0.1",
                "198.20.0.1",
                "192.0.1.1",
                "2606:4700::1",
                "64:ff9b::101:101",
                "2002:101:101::1"
            })
    void whatAnybodysServerMayHaveIsPublic(String address) throws UnknownHostException {
        assertThat(PublicAddresses.isPublic(InetAddress.getByName(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://1.1.1.1/",
                "ftp://1.1.1.1/",
                "https://user@1.1.1.1/",
                "https://1.1.1.1/#x",
                "https:///x",
                "hook",
                "file:///etc",
                "https://2130706433/",
                "https://127.1/"
            })
    void urlsThatCannotBeToldAtAreRefused(String url) {
        assertThat(post.faultOf(URI.create(url))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://1.1.1.1/",
                "https://1.1.1.1:8443/a?b=c",
                "http://inside.example/",
                "https://inside.example:1/"
            })
    void publicOnesAndThoseAllowedByNameAreTaken(String url) {
        assertThat(post.faultOf(URI.create(url))).isEmpty();
    }
}
