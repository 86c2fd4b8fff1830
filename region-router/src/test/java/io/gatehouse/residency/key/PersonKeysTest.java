package io.gatehouse.residency.key;

import static io.gatehouse.residency.Seeds.forAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.residency.region.RegionId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PersonKeysTest {
    private static final byte[] ROW = context("eu-west-1/content/1");
    private static final byte[] PERSON = context("eu-west-1/person/1");

    @TempDir
    Path directory;

    private PersonKeys keys;
    private PersonKeys.NewPersonKey person;

    @BeforeEach
    void createAPerson() throws IOException {
        keys = keysOf("eu-west-1");
        person = keys.create(PERSON);
    }

    private PersonKeys keysOf(String region) throws IOException {
        var id = new RegionId(region);
        return new PersonKeys(FileRegionKey.openOrCreate(directory.resolve(region), id), new SecureRandom());
    }

    private static byte[] context(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void opensWhatItSealedAlsoAfterTheKeyWasStored() {
        forAll(300, random -> {
            var plain = bytes(random, random.nextInt(2_000));
            var sealed = person.key().seal(plain, ROW);
            assertThat(person.key().open(sealed, ROW)).isEqualTo(plain);
            assertThat(keys.open(person.wrapped(), PERSON).open(sealed, ROW)).isEqualTo(plain);
        });
    }

    @Test
    void refusesAnyOtherContext() {
        var sealed = person.key().seal(context("hello"), ROW);
        assertThatThrownBy(() -> person.key().open(sealed, context("eu-west-1/content/2")))
                .isInstanceOf(KeyRefusedException.class);
        assertThatThrownBy(() -> person.key().open(sealed, new byte[0])).isInstanceOf(KeyRefusedException.class);
        assertThatThrownBy(() -> keys.open(person.wrapped(), context("eu-west-1/person/2")))
                .isInstanceOf(KeyRefusedException.class);
    }

    @Test
    void refusesAnyOtherKey() throws IOException {
        var sealed = person.key().seal(context("hello"), ROW);
        assertThatThrownBy(() -> keys.create(PERSON).key().open(sealed, ROW)).isInstanceOf(KeyRefusedException.class);
        var elsewhere = keysOf("us-east-1");
        assertThatThrownBy(() -> elsewhere.open(person.wrapped(), PERSON)).isInstanceOf(KeyRefusedException.class);
    }

    @Test
    void refusesEveryFlippedBitAndEveryCut() {
        forAll(500, random -> {
            var sealed = person.key().seal(bytes(random, random.nextInt(64)), ROW);
            var flipped = sealed.clone();
            flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
            assertThatThrownBy(() -> person.key().open(flipped, ROW)).isInstanceOf(KeyRefusedException.class);
            var cut = Arrays.copyOf(sealed, random.nextInt(sealed.length));
            assertThatThrownBy(() -> person.key().open(cut, ROW)).isInstanceOf(KeyRefusedException.class);
        });
        var wrapped = person.wrapped().bytes();
        for (int i = 0; i < wrapped.length; i++) {
            var flipped = wrapped.clone();
            flipped[i] ^= 1;
            var damaged = new WrappedKey(person.wrapped().regionKeyId(), flipped);
            assertThatThrownBy(() -> keys.open(damaged, PERSON)).isInstanceOf(KeyRefusedException.class);
        }
    }

    @Test
    void neverSealsTheSameBytesTheSameWay() {
        var seen = new HashSet<String>();
        for (int i = 0; i < 1_000; i++) seen.add(Arrays.toString(person.key().seal(context("hello"), ROW)));
        assertThat(seen).hasSize(1_000);
    }

    @Test
    void commitsWithADigestThatNeedsTheKey() {
        var digest = person.key().commit(context("hello"));
        assertThat(digest)
                .hasSize(32)
                .isEqualTo(keys.open(person.wrapped(), PERSON).commit(context("hello")))
                .isNotEqualTo(person.key().commit(context("hello!")))
                .isNotEqualTo(keys.create(PERSON).key().commit(context("hello")));
    }

    @Test
    void showsNothingOfThePlainBytes() {
        var plain = context("canary canary canary canary");
        assertThat(new String(person.key().seal(plain, ROW), StandardCharsets.ISO_8859_1))
                .doesNotContain("canary");
    }

    @Test
    void worksFromManyThreads() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var tasks = new ArrayList<Callable<Boolean>>();
            IntStream.range(0, 500)
                    .forEach(i -> tasks.add(() -> {
                        var plain = context("message " + i);
                        return Arrays.equals(
                                        plain, person.key().open(person.key().seal(plain, ROW), ROW))
                                && Arrays.equals(
                                        person.key().commit(plain), person.key().commit(plain));
                    }));
            for (var result : threads.invokeAll(tasks)) assertThat(result.get()).isTrue();
        }
    }

    private static byte[] bytes(RandomGenerator random, int size) {
        var bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }
}
