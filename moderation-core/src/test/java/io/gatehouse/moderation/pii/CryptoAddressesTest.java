package io.gatehouse.moderation.pii;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.gatehouse.moderation.rule.PiiKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses from the standards' own test vectors, and burn addresses that nobody has the key of. */
class CryptoAddressesTest {
    private static List<String> find(String text, PiiKind kind) {
        var found = new ArrayList<String>();
        PersonalData.find(text, EnumSet.of(kind), (_, _, start, end) -> found.add(text.substring(start, end)));
        return found;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1BitcoinEaterAddressDontSendf59kuE",
                "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
                "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy",
                "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
                "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4",
                "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
                "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
                "0x52908400098527886E0F7030069857D2E4169EE7",
                "0xde709f2102306220921060314715629080e2fb77",
                "T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb",
            })
    void findsAddresses(String address) {
        assertThat(find("send to " + address + " now", PiiKind.CRYPTO)).containsExactly(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb",
                "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5",
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1Beaed",
                "0x1234",
                "Donaudampfschifffahrtsgesellschaft",
                "da39a3ee5e6b4b0d3255bfef95601890afd80709",
                "1Z999AA10123456784",
            })
    void leavesOtherTextAlone(String text) {
        assertThat(find(text, PiiKind.CRYPTO)).isEmpty();
    }

    @Test
    void theWorstTextIsPaidFor() {
        String text = ("0123456789abcdef".repeat(2) + " 1" + "2".repeat(33) + " 044 12 34 56 78 ").repeat(800);
        int[] spent = new int[1];
        assertTimeout(
                Duration.ofSeconds(2),
                () -> PersonalData.find(text, EnumSet.allOf(PiiKind.class), new PersonalData.Sink() {
                    @Override
                    public void found(PiiKind kind, String state, int start, int end) {}

                    @Override
                    public boolean spend(int units) {
                        spent[0] += units;
                        return spent[0] < 1_000_000;
                    }
                }));
        assertThat(spent[0]).isBetween(500_000, 1_010_000);
    }
}
