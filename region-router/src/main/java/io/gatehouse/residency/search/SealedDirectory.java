package io.gatehouse.residency.search;

import io.gatehouse.residency.cell.OwnKeys.RecordKey;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.security.SecureRandom;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.store.OutputStreamIndexOutput;

/**
 * A directory whose files, temporary ones included, are sealed as {@link BlockSeal} says before they reach the one below.
 * Plain are names and approximate sizes, which Lucene numbers and which say nothing of what is in them. What it does not keep
 * from whoever can write to the disk is putting back a whole older state: what is found is read from the cell all the same.
 */
final class SealedDirectory extends FilterDirectory {
    private final RecordKey key;
    private final SecureRandom random = new SecureRandom();

    SealedDirectory(Directory below, RecordKey key) {
        super(below);
        this.key = key;
    }

    @Override
    public IndexOutput createOutput(String name, IOContext context) throws IOException {
        return sealing(in.createOutput(name, context));
    }

    @Override
    public IndexOutput createTempOutput(String prefix, String suffix, IOContext context) throws IOException {
        return sealing(in.createTempOutput(prefix, suffix, context));
    }

    private IndexOutput sealing(IndexOutput below) throws IOException {
        var salt = new byte[BlockSeal.SALT_BYTES];
        random.nextBytes(salt);
        return new OutputStreamIndexOutput(
                "sealed " + below.getName(),
                below.getName(),
                new BlockStream(below, new BlockSeal(key, salt), salt),
                BlockSeal.PLAIN);
    }

    @Override
    public IndexInput openInput(String name, IOContext context) throws IOException {
        var below = in.openInput(name, context);
        try {
            return SealedInput.open(name, below, salt -> new BlockSeal(key, salt));
        } catch (IOException | RuntimeException refused) {
            below.close();
            throw refused;
        }
    }

    /** Of what is in the file, as Lucene counts. */
    @Override
    public long fileLength(String name) throws IOException {
        long plain = BlockSeal.plainLength(in.fileLength(name));
        if (plain < 0) throw new FileNotFoundException(name + " was not written to its end");
        return plain;
    }
}
