package io.gatehouse.moderation.comparison;

import java.util.Arrays;
import java.util.Base64;

/**
 * About how many different ones were seen: HyperLogLog (Flajolet et al., 2007) with linear counting while they are few. A
 * set of the ones themselves would be a list of people; this holds none of them, and adds up in any order. Not
 * thread-safe.
 */
final class DistinctCount {
    private final byte[] registers;

    private DistinctCount(byte[] registers) {
        this.registers = registers;
    }

    /** @param bits of 4 to 16: 2^bits bytes for a standard error of 1.04 / 2^(bits/2) */
    static DistinctCount ofBits(int bits) {
        if (bits < 4 || bits > 16) throw new IllegalArgumentException("not 4 to 16 bits: " + bits);
        return new DistinctCount(new byte[1 << bits]);
    }

    /** @param digest of which every bit is even odds */
    void add(long digest) {
        int bits = Integer.numberOfTrailingZeros(registers.length);
        int register = (int) (digest >>> (Long.SIZE - bits));
        // The bit that is set keeps the count of zeros within what is left of the digest.
        int rank = Long.numberOfLeadingZeros(digest << bits | 1L << (bits - 1)) + 1;
        if (registers[register] < rank) registers[register] = (byte) rank;
    }

    void add(DistinctCount other) {
        if (other.registers.length != registers.length) throw new IllegalArgumentException("of another size");
        for (int i = 0; i < registers.length; i++)
            if (registers[i] < other.registers[i]) registers[i] = other.registers[i];
    }

    long estimate() {
        double sum = 0;
        int empty = 0;
        for (byte register : registers) {
            sum += Math.scalb(1.0, -register);
            if (register == 0) empty++;
        }
        double size = registers.length;
        double raw = 0.7213 / (1 + 1.079 / size) * size * size / sum;
        boolean isFew = raw <= 2.5 * size && empty > 0;
        return Math.round(isFew ? size * Math.log(size / empty) : raw);
    }

    /** Text that {@link #decode} reads; short while few were seen. */
    String encode() {
        int used = 0;
        for (byte register : registers) if (register != 0) used++;
        if (used * 3 >= registers.length) return "d" + Base64.getEncoder().encodeToString(registers);
        byte[] pairs = new byte[used * 3];
        int at = 0;
        for (int i = 0; i < registers.length; i++) {
            if (registers[i] == 0) continue;
            pairs[at++] = (byte) (i >> 8);
            pairs[at++] = (byte) i;
            pairs[at++] = registers[i];
        }
        return "s" + Base64.getEncoder().encodeToString(pairs);
    }

    static DistinctCount decode(String text, int bits) {
        var count = ofBits(bits);
        byte[] bytes = Base64.getDecoder().decode(text.substring(1));
        if (text.charAt(0) == 'd') {
            if (bytes.length != count.registers.length) throw new IllegalArgumentException("of another size");
            System.arraycopy(bytes, 0, count.registers, 0, bytes.length);
        } else {
            for (int at = 0; at + 2 < bytes.length; at += 3)
                count.registers[(bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff)] = bytes[at + 2];
        }
        return count;
    }

    DistinctCount copy() {
        return new DistinctCount(registers.clone());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DistinctCount count && Arrays.equals(registers, count.registers);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(registers);
    }
}
