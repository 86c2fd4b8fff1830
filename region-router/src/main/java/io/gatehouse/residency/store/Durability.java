package io.gatehouse.residency.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Forces what was written onto the disk. A seam: tests count the calls and make them fail. */
interface Durability {
    void syncFile(FileChannel file) throws IOException;

    /** Makes names in the directory durable: created, renamed and deleted ones. */
    void syncDirectory(Path directory) throws IOException;

    /** By fsync. */
    static Durability fsync() {
        return new Durability() {
            @Override
            public void syncFile(FileChannel file) throws IOException {
                file.force(true);
            }

            @Override
            public void syncDirectory(Path directory) throws IOException {
                // Opening a directory for reading and forcing it is what the JDK's own code does on Linux and macOS.
                try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                    channel.force(true);
                }
            }
        };
    }
}
