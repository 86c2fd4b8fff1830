package io.gatehouse.moderation.pii;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Addresses of crypto currencies, by their checksums: Base58Check (Bitcoin, Litecoin, Dogecoin, Dash, Tron), Bech32 and
 * Bech32m (BIP 173, BIP 350), and Ethereum's (EIP-55).
 */
final class CryptoAddresses {
    private static final String BASE_58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final String BECH_32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private static final List<String> BECH_32_PREFIXES = List.of("bc1", "ltc1", "addr1");
    private static final int BECH_32_CHECK = 1;
    private static final int BECH_32M_CHECK = 0x2bc830a3;
    private static final int[] BECH_32_GENERATOR = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
    private static final int MIN_LENGTH = 26;
    private static final int MAX_BASE_58 = 35;
    /** The longest that Cardano makes. */
    private static final int MAX_LENGTH = 110;

    private static final int ETHEREUM_LENGTH = 42;
    /** Version bytes: Bitcoin's two, Litecoin's two, Dogecoin's two, Dash's two, Tron's. */
    private static final List<Integer> VERSIONS = List.of(0x00, 0x05, 0x30, 0x32, 0x1e, 0x16, 0x4c, 0x10, 0x41);

    private static final String BASE_58_FIRST = "13LMDXTA79";
    /** Units of work for one decoding with its digests. */
    private static final int COST = 10_000;

    private CryptoAddresses() {}

    /** What {@link #endOf} will cost; 0 where no address can begin. */
    static int costAt(char[] text, int start) {
        return lengthAt(text, start) < MIN_LENGTH ? 0 : COST;
    }

    private static boolean mayBegin(char[] text, int start) {
        char c = text[start];
        return BASE_58_FIRST.indexOf(c) >= 0 || c == '0' || c == 'b' || c == 'B' || c == 'l' || c == 'a';
    }

    /** Letters and digits from here, or 0 where no address can begin; one beyond the most ends the count. */
    private static int lengthAt(char[] text, int start) {
        if (!mayBegin(text, start)) return 0;
        int end = start;
        while (end < text.length
                && end - start <= MAX_LENGTH
                && (PersonalData.isDigit(text[end]) || PersonalData.isLatinLetter(text[end]))) end++;
        return end - start;
    }

    /** The end of the address that begins at the index, or -1. */
    static int endOf(char[] text, int start) {
        int length = lengthAt(text, start);
        if (length < MIN_LENGTH || length > MAX_LENGTH || !PersonalData.endsAt(text, start + length)) return -1;
        String address = new String(text, start, length);
        boolean isOne = isEthereum(address)
                || isBech32(address)
                || (length <= MAX_BASE_58 && BASE_58_FIRST.indexOf(address.charAt(0)) >= 0 && isBase58(address));
        return isOne ? start + length : -1;
    }

    private static boolean isBase58(String address) {
        var bytes = new byte[25];
        for (int i = 0; i < address.length(); i++) {
            int carry = BASE_58.indexOf(address.charAt(i));
            if (carry < 0) return false;
            for (int k = bytes.length - 1; k >= 0; k--) {
                carry += 58 * (bytes[k] & 0xFF);
                bytes[k] = (byte) carry;
                carry >>= 8;
            }
            if (carry != 0) return false;
        }
        if (!VERSIONS.contains(bytes[0] & 0xFF)) return false;
        var digest = sha256(sha256(Arrays.copyOf(bytes, 21)));
        return Arrays.equals(digest, 0, 4, bytes, 21, 25);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static boolean isBech32(String address) {
        String small = address.toLowerCase(Locale.ROOT);
        if (!small.equals(address) && !address.equals(address.toUpperCase(Locale.ROOT))) return false;
        String prefix =
                BECH_32_PREFIXES.stream().filter(small::startsWith).findFirst().orElse("");
        if (prefix.isEmpty() || small.length() - prefix.length() < 6) return false;
        int check = 1;
        int human = prefix.length() - 1;
        for (int i = 0; i < human; i++) check = step(check, small.charAt(i) >> 5);
        check = step(check, 0);
        for (int i = 0; i < human; i++) check = step(check, small.charAt(i) & 31);
        for (int i = prefix.length(); i < small.length(); i++) {
            int value = BECH_32.indexOf(small.charAt(i));
            if (value < 0) return false;
            check = step(check, value);
        }
        return check == BECH_32_CHECK || check == BECH_32M_CHECK;
    }

    private static int step(int check, int value) {
        int top = check >>> 25;
        int next = (check & 0x1ffffff) << 5 ^ value;
        for (int i = 0; i < 5; i++) if ((top >> i & 1) != 0) next ^= BECH_32_GENERATOR[i];
        return next;
    }

    /** Mixed case is the checksum; an address in one case has none, and its form is rare enough. */
    private static boolean isEthereum(String address) {
        if (address.length() != ETHEREUM_LENGTH || !address.startsWith("0x")) return false;
        String digits = address.substring(2);
        if (!digits.chars().allMatch(c -> Character.digit(c, 16) >= 0)) return false;
        String small = digits.toLowerCase(Locale.ROOT);
        if (digits.equals(small) || digits.equals(digits.toUpperCase(Locale.ROOT))) return true;
        byte[] hash = Keccak.hash256(small);
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            int nibble = (hash[i / 2] >> (i % 2 == 0 ? 4 : 0)) & 15;
            if (PersonalData.isLatinLetter(c) && Character.isUpperCase(c) != nibble >= 8) return false;
        }
        return true;
    }
}
