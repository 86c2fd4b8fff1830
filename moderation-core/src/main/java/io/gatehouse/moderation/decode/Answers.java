package io.gatehouse.moderation.decode;

import io.gatehouse.moderation.hash.Dihedral;
import io.gatehouse.moderation.hash.HashedPicture;
import io.gatehouse.moderation.hash.PdqHash;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;

/** What the worker says. */
final class Answers {
    private final DataOutputStream out;

    Answers(DataOutputStream out) {
        this.out = out;
    }

    void ready() throws IOException {
        out.writeByte(Wire.READY);
        out.writeInt(Wire.DECODE_VERSION);
        out.flush();
    }

    void picture(MediaFormat format, int width, int height, Map<Dihedral, HashedPicture> hashes) throws IOException {
        out.writeByte(Wire.PICTURE);
        out.writeByte(format.ordinal());
        out.writeInt(width);
        out.writeInt(height);
        for (var form : Dihedral.values()) {
            var hashed = hashes.get(form);
            if (hashed == null) throw new IllegalStateException("no hash of the form " + form);
            if (form == Dihedral.ORIGINAL) out.writeByte(hashed.quality());
            hash(hashed.hash());
        }
    }

    void video(MediaFormat format, int width, int height, long millis) throws IOException {
        out.writeByte(Wire.VIDEO);
        out.writeByte(format.ordinal());
        out.writeInt(width);
        out.writeInt(height);
        out.writeLong(millis);
    }

    void frame(int number, long micros, HashedPicture hashed) throws IOException {
        out.writeByte(Wire.FRAME);
        out.writeInt(number);
        out.writeLong(micros);
        out.writeByte(hashed.quality());
        hash(hashed.hash());
    }

    void done(int frames) throws IOException {
        out.writeByte(Wire.DONE);
        out.writeInt(frames);
        out.flush();
    }

    void refused(Refusal refusal) throws IOException {
        out.writeByte(Wire.REFUSED);
        out.writeByte(refusal.ordinal());
        out.flush();
    }

    private void hash(PdqHash hash) throws IOException {
        out.writeLong(hash.first());
        out.writeLong(hash.second());
        out.writeLong(hash.third());
        out.writeLong(hash.last());
    }
}
