package io.gatehouse.residency.search;

import static io.gatehouse.residency.Seeds.forAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.residency.cell.OwnKeys.RecordKey;
import io.gatehouse.residency.key.FileRegionKey;
import io.gatehouse.residency.key.PersonKey;
import io.gatehouse.residency.key.PersonKeys;
import io.gatehouse.residency.region.RegionId;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.CheckIndex;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.IOContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies on the disk: nothing that can be read without the key, and nothing that was changed. */
class SealedDirectoryTest {
    private static final String CANARY = "canarywordthatnobodyelsesays";

    @TempDir
    Path files;

    private SealedDirectory directory;

    /** A key as a cell makes it. */
    private static RecordKey key(Path secrets) throws IOException {
        PersonKey key = new PersonKeys(
                        FileRegionKey.openOrCreate(secrets.resolve("region.key"), new RegionId("eu-west-1")),
                        new SecureRandom())
                .create("index".getBytes(StandardCharsets.US_ASCII))
                .key();
        return new RecordKey() {
            @Override
            public byte[] seal(String column, byte[] plain) {
                return key.seal(plain, column.getBytes(StandardCharsets.UTF_8));
            }

            @Override
            public byte[] open(String column, byte[] sealed) {
                return key.open(sealed, column.getBytes(StandardCharsets.UTF_8));
            }
        };
    }

    @BeforeEach
    void open(@TempDir Path secrets) throws IOException {
        directory = new SealedDirectory(FSDirectory.open(files), key(secrets));
    }

    private void write(String name, byte[] bytes) throws IOException {
        try (var out = directory.createOutput(name, IOContext.DEFAULT)) {
            out.writeBytes(bytes, bytes.length);
        }
    }

    private byte[] read(String name) throws IOException {
        try (var in = directory.openInput(name, IOContext.DEFAULT)) {
            var bytes = new byte[(int) in.length()];
            in.readBytes(bytes, 0, bytes.length);
            return bytes;
        }
    }

    @Test
    void whatIsWrittenIsReadAnywhereInIt() {
        int[] edges = {0, 1, BlockSeal.PLAIN - 1, BlockSeal.PLAIN, BlockSeal.PLAIN + 1, 3 * BlockSeal.PLAIN};
        forAll(60, random -> {
            int length = random.nextBoolean()
                    ? edges[random.nextInt(edges.length)]
                    : random.nextInt(4 * BlockSeal.PLAIN);
            var bytes = new byte[length];
            random.nextBytes(bytes);
            var name = "f" + random.nextLong(Long.MAX_VALUE);
            write(name, bytes);
            assertThat(directory.fileLength(name)).isEqualTo(length);
            assertThat(read(name)).isEqualTo(bytes);
            try (var in = directory.openInput(name, IOContext.DEFAULT)) {
                for (int i = 0; i < 20; i++) {
                    int from = random.nextInt(length + 1);
                    int to = random.nextInt(from, length + 1);
                    var slice = in.slice("slice", from, to - from).clone();
                    int at = random.nextInt(to - from + 1);
                    slice.seek(at);
                    var some = new byte[random.nextInt(to - from - at + 1)];
                    slice.readBytes(some, 0, some.length);
                    assertThat(some).isEqualTo(Arrays.copyOfRange(bytes, from + at, from + at + some.length));
                    assertThat(slice.getFilePointer()).isEqualTo(at + some.length);
                }
            }
        });
    }

    @Test
    void nothingBeyondTheEndIsRead() throws IOException {
        write("f", new byte[10]);
        try (var in = directory.openInput("f", IOContext.DEFAULT)) {
            in.seek(10);
            assertThatThrownBy(in::readByte).isInstanceOf(EOFException.class);
            assertThatThrownBy(() -> in.seek(11)).isInstanceOf(EOFException.class);
            assertThatThrownBy(() -> in.slice("s", 5, 6)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void anyChangedByteIsFound() throws IOException {
        write("f", new byte[2 * BlockSeal.PLAIN + 100]);
        byte[] sealed = Files.readAllBytes(files.resolve("f"));
        forAll(100, random -> {
            var changed = sealed.clone();
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(files.resolve("f"), changed);
            assertThatThrownBy(() -> read("f")).isInstanceOf(IOException.class);
        });
    }

    @Test
    void aFileThatWasCutIsFoundWhereverItWasCut() throws IOException {
        write("f", new byte[2 * BlockSeal.PLAIN]);
        byte[] sealed = Files.readAllBytes(files.resolve("f"));
        int[] cuts = {
            BlockSeal.HEADER, BlockSeal.HEADER + BlockSeal.SEALED, BlockSeal.HEADER + BlockSeal.SEALED + 20, 5, 0,
            sealed.length - 1
        };
        for (int cut : cuts) {
            Files.write(files.resolve("f"), Arrays.copyOf(sealed, cut));
            assertThatThrownBy(() -> read("f")).as("cut at " + cut).isInstanceOf(IOException.class);
        }
    }

    @Test
    void blocksDoNotOpenInAnotherPlaceOrFile() throws IOException {
        write("f", new byte[3 * BlockSeal.PLAIN]);
        write("g", new byte[3 * BlockSeal.PLAIN]);
        byte[] f = Files.readAllBytes(files.resolve("f"));
        var swapped = f.clone();
        System.arraycopy(f, BlockSeal.HEADER + BlockSeal.SEALED, swapped, BlockSeal.HEADER, BlockSeal.SEALED);
        Files.write(files.resolve("f"), swapped);
        assertThatThrownBy(() -> read("f")).isInstanceOf(CorruptIndexException.class);
        var mixed = f.clone();
        System.arraycopy(Files.readAllBytes(files.resolve("g")), BlockSeal.HEADER, mixed, BlockSeal.HEADER, BlockSeal.SEALED);
        Files.write(files.resolve("f"), mixed);
        assertThatThrownBy(() -> read("f")).isInstanceOf(CorruptIndexException.class);
    }

    @Test
    void anotherKeyOpensNothing(@TempDir Path elsewhere) throws IOException {
        write("f", new byte[10]);
        var other = new SealedDirectory(FSDirectory.open(files), key(elsewhere));
        try (var in = other.openInput("f", IOContext.DEFAULT)) {
            assertThatThrownBy(in::readByte).isInstanceOf(CorruptIndexException.class);
        }
    }

    @Test
    void temporaryFilesAreSealedAsWell() throws IOException {
        String name;
        try (var out = directory.createTempOutput("sort", "tmp", IOContext.DEFAULT)) {
            name = out.getName();
            out.writeString(CANARY);
        }
        assertThat(plain(files.resolve(name))).doesNotContain(CANARY);
        try (var in = directory.openInput(name, IOContext.READONCE)) {
            assertThat(in.readString()).isEqualTo(CANARY);
        }
    }

    @Test
    void aWholeIndexIsSoundAndSaysNothingOnTheDisk() throws IOException {
        var settings = new IndexWriterConfig(new StandardAnalyzer()).setUseCompoundFile(false);
        try (var writer = new IndexWriter(directory, settings)) {
            for (int i = 0; i < 300; i++) {
                var document = new Document();
                document.add(new TextField("text", CANARY + " number" + i, Field.Store.YES));
                document.add(new StoredField("n", i));
                writer.addDocument(document);
                if (i % 100 == 0) writer.commit();
            }
            writer.forceMerge(1);
        }
        try (var check = new CheckIndex(directory)) {
            assertThat(check.checkIndex().clean).isTrue();
        }
        try (var all = Files.list(files)) {
            for (var file : all.toList()) assertThat(plain(file)).as(file.toString()).doesNotContain(CANARY, "number1");
        }
    }

    private static String plain(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    }
}
