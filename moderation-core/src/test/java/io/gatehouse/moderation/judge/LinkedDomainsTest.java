package io.gatehouse.moderation.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkedDomainsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "see https://www.evil.example.com/x now | example.com",
                "see evil.com now | evil.com",
                "hxxps://a.evil.co.uk/x | evil.co.uk",
                "evil[.]com | evil.com",
                "http://ev\u200Bil.com | evil.com",
                "EVIL。COM | evil.com",
                "https://paypal.com@evil.com/ | evil.com",
                "http://3221225985/x | 192.0.2.1",
                "http://[2001:db8::1]/ | [2001:db8:0:0:0:0:0:1]",
                "https://bit.ly/abc123 | bit.ly",
                "www.evil.de | evil.de",
                "evil.de/offer | evil.de",
                "http://a.com http://b.a.com | a.com",
            })
    void countsLinksInEveryForm(String text, String domain) {
        assertThat(LinkedDomains.of(text)).containsExactly(domain);
    }

    @ParameterizedTest
    @CsvSource({
        "as it is.it was",
        "write to me@evil.com",
        "evil dot com slash offer",
        "version 1.2.3.4 and 1.2.3.4.5 of it",
        "no link"
    })
    void countsNothingElse(String text) {
        assertThat(LinkedDomains.of(text)).isEmpty();
    }

    @Test
    void aTextOfLinksCountsAsAFewAndCostsAsMuch() {
        var text = new StringBuilder();
        for (int i = 0; i < 2_000; i++)
            text.append("https://site")
                    .append(i)
                    .append(".com http://[2001:db8::")
                    .append(i)
                    .append("]/ ");
        assertThat(LinkedDomains.of(text.toString())).hasSize(LinkedDomains.MAX);
        String[] hosts = new String[5_000];
        Arrays.setAll(hosts, i -> "xn--" + i + ".nowhere" + i);
        assertThat(LinkedDomains.of(String.join(" ", hosts))).isEmpty();
    }
}
