package io.gatehouse.residency.database;

import java.nio.file.Path;

/** Another running Gatehouse holds the data directory. A retry helps only after it has stopped. */
public final class DataDirectoryInUseException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public DataDirectoryInUseException(Path directory, String holder) {
        super("the data directory " + directory + " is in use by another Gatehouse (" + holder
                + "); stop it first, or give --data another directory");
    }
}
