package io.gatehouse.moderation.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.gatehouse.moderation.Seeds;
import io.gatehouse.moderation.text.RandomText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinkFinderTest {
    private static final DomainSet<String> LISTED = listed(
            "evil.example",
            "*.bad.example",
            "evil.com",
            "paypal.com",
            "bücher.example",
            "readme.md",
            "192.0.2.1",
            "[2001:db8::1]",
            "evil.co.uk");

    private static DomainSet<String> listed(String... domains) {
        Map<String, String> canonical = new HashMap<>();
        for (var domain : domains)
            canonical.put(DomainSet.canonical(domain).orElseThrow(() -> new AssertionError(domain)), domain);
        return new DomainSet<>(canonical);
    }

    private static List<Link> links(String text) {
        var links = new ArrayList<Link>();
        LinkFinder.find(text, links::add);
        return links;
    }

    /** Each find as the listed domain and the stretch of the text that leads there. */
    private static List<String> find(String text) {
        var found = new ArrayList<String>();
        int[] codePoints = text.codePoints().toArray();
        for (var link : links(text)) {
            var listed = LISTED.find(link);
            if (listed != null)
                found.add(listed + " <- " + new String(codePoints, link.start(), link.end() - link.start()));
        }
        return found;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "go to evil.example now | evil.example <- evil.example",
                "https://www.evil.example/path?x=1 | evil.example <- https://www.evil.example",
                "HTTP://EVIL.EXAMPLE:8080/ | evil.example <- HTTP://EVIL.EXAMPLE",
                "(see evil.example). Thanks | evil.example <- evil.example",
                "is it evil.example? | evil.example <- evil.example",
                "evil.example.Then we left | evil.example <- evil.example.Then",
                "hxxps://evil.example | evil.example <- hxxps://evil.example",
                "h**p://evil[.]example | evil.example <- h**p://evil[.]example",
                "hxxp[:]//evil(dot)example | evil.example <- hxxp[:]//evil(dot)example",
                "evil [dot] example | evil.example <- evil [dot] example",
                "evil dot example | evil.example <- evil dot example",
                "EVIL DOT EXAMPLE | evil.example <- EVIL DOT EXAMPLE",
                "www dot evil dot example please | evil.example <- www dot evil dot example",
                "evil . example | evil.example <- evil . example",
                "evil. example | evil.example <- evil. example",
                "evil .example | evil.example <- evil .example",
                "ｅｖｉｌ．ｅｘａｍｐｌｅ | evil.example <- ｅｖｉｌ．ｅｘａｍｐｌｅ",
                "evil。example | evil.example <- evil。example",
                "ev\u200Bil.exam\u00ADple | evil.example <- ev\u200Bil.exam\u00ADple",
                "http://%65vil%2Eexample/ | evil.example <- http://%65vil%2Eexample",
                "evil&#46;example | evil.example <- evil&#46;example",
                "ⓔⓥⓘⓛ.example | evil.example <- ⓔⓥⓘⓛ.example",
                "https://good.com@evil.com/ | evil.com <- https://good.com@evil.com",
                "https://user:pass@evil.com | evil.com <- https://user:pass@evil.com",
                "еvil.com | evil.com <- еvil.com",
                "pаypаl.com login | paypal.com <- pаypаl.com",
                "http://xn--pypal-4ve.com | paypal.com <- http://xn--pypal-4ve.com",
                "bücher.example | bücher.example <- bücher.example",
                "xn--bcher-kva.example | bücher.example <- xn--bcher-kva.example",
                "a.bad.example | *.bad.example <- a.bad.example",
                "http://192.0.2.1/ | 192.0.2.1 <- http://192.0.2.1",
                "at 192.0.2.1 | 192.0.2.1 <- 192.0.2.1",
                "http://3221225985/ | 192.0.2.1 <- http://3221225985",
                "http://0xC0000201/ | 192.0.2.1 <- http://0xC0000201",
                "http://0300.0.02.01/ | 192.0.2.1 <- http://0300.0.02.01",
                "http://[2001:db8:0::1]/x | [2001:db8::1] <- http://[2001:db8:0::1]",
                "https:\\\\evil.com | evil.com <- https:\\\\evil.com",
                "😀 evil.example | evil.example <- evil.example",
                "readme.md | readme.md <- readme.md",
                "shop.evil.co.uk | evil.co.uk <- shop.evil.co.uk",
            })
    void findsListedDomainsInTheirDisguises(String text, String expected) {
        assertThat(find(text)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "notevil.example",
                "evil.example.good.com/x",
                "http://evil.com@good.com/",
                "bad.example",
                "evil-example",
                "evil, example",
                "evil. Example follows",
                "jo@evil.example",
                "@name.evil.example",
                "evil.exampleish",
                "the dot example",
                "version 192.0.2.10",
                "3221225985",
                "co.uk",
                "e.g.something",
                "end.Next sentence",
                "see src/main/File.java and setup.py",
                "1.2.3 and 3.14",
                "...and then... what",
                "evil ... example",
            })
    void leavesOtherTextAlone(String text) {
        assertThat(find(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hxxp://some.org",
                "some[.]org",
                "http://2130706433/",
                "https://bank.com@some.org/",
                "ｓｏｍｅ．ｏｒｇ",
                "http://some%2Eorg"
            })
    void tellsADisguise(String text) {
        assertThat(links(text)).anyMatch(link -> link.isDisguised() && !link.isWeak());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://some.org/path",
                "bücher.de",
                "mail jo@some.org",
                "http://127.0.0.1:80/",
                "www.some.org.",
                "приклад.укр"
            })
    void tellsAnOrdinaryLink(String text) {
        assertThat(links(text)).noneMatch(link -> link.isDisguised() && !link.isWeak());
    }

    @Test
    void knowsShortenersByHostAndPath() {
        assertThat(links("https://bit.ly/3xYz12")).allMatch(Shorteners::isShortened);
        assertThat(links("www.tinyurl.com/abc")).allMatch(Shorteners::isShortened);
        assertThat(links("we use bit.ly for this, notbit.ly/abc")).noneMatch(Shorteners::isShortened);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "co.uk",
                "com",
                "github.io",
                "*.co.uk",
                "http://evil.example",
                "evil.example/x",
                "evil example",
                "e*il.com",
                "-.com",
                "",
                "evil..com"
            })
    void refusesWhatCannotBeListed(String domain) {
        assertThat(DomainSet.faultOf(domain)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "*.evil.example",
                "bücher.de",
                "192.0.2.1",
                "someone.github.io",
                "[2001:db8::1]",
                "EVIL.com"
            })
    void acceptsDomains(String domain) {
        assertThat(DomainSet.faultOf(domain)).isEmpty();
    }

    @Test
    void mostTextsAreNotWorthALook() {
        for (var text : List.of(
                "Hello there, how are you? Fine. Thanks.",
                "3:30 pm - ok!",
                "I doted on it... really",
                "Yes. No. Maybe."))
            assertThat(LinkFinder.isWorthALook(text)).as(text).isFalse();
    }

    @Test
    void neverThrowsAndKeepsToTheText() {
        Seeds.forAll(4_000, random -> {
            String text = RandomText.next(random, 20)
                    + List.of(".", "://", "[.]", " dot ", "@", "%2e", "xn--", "&#46;")
                            .get(random.nextInt(8))
                    + RandomText.next(random, 20);
            int length = text.codePointCount(0, text.length());
            for (var link : links(text)) {
                assertThat(link.start()).isNotNegative().isLessThan(link.end());
                assertThat(link.end()).isLessThanOrEqualTo(length);
                LISTED.find(link);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.",
                "a. b",
                "a@",
                "http://",
                "a dot ",
                "[",
                "a [.",
                "xn--a.",
                "%2e",
                "&#",
                "@a.b",
                "ä.",
                "http://[::"
            })
    void isLinearInTheWorstText(String piece) {
        String text = piece.repeat(65_536 / piece.length());
        assertTimeout(Duration.ofSeconds(2), () -> {
            for (var link : links(text)) LISTED.find(link);
        });
    }
}
