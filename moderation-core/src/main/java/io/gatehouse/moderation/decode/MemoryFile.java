package io.gatehouse.moderation.decode;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;

/** A file that is here already. Asks nobody. */
final class MemoryFile extends RemoteFile {
    MemoryFile(byte[] file) {
        super(
                new DataInputStream(new ByteArrayInputStream(new byte[0])),
                new DataOutputStream(new ByteArrayOutputStream()),
                file.length,
                file);
    }
}
