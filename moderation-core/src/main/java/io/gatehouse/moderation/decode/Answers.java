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

    void ready(boolean reads) throws IOException {
        out.writeByte(Wire.READY);
        out.writeInt(Wire.DECODE_VERSION);
        out.writeBoolean(reads);
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

    void text(int frame, long first, long last, TextReader.Line line) throws IOException {
        out.writeByte(Wire.TEXT);
        out.writeInt(frame);
        out.writeLong(first);
        out.writeLong(last);
        out.writeByte(line.confidence());
        out.writeInt(line.left());
        out.writeInt(line.top());
        out.writeInt(line.width());
        out.writeInt(line.height());
        out.writeUTF(line.text());
    }

    void subtitle(long begin, long end, String text) throws IOException {
        out.writeByte(Wire.SUBTITLE);
        out.writeLong(begin);
        out.writeLong(end);
        out.writeUTF(text);
    }

    void scene(long begin, long end, int evidence, long evidenceMicros) throws IOException {
        out.writeByte(Wire.SCENE);
        out.writeLong(begin);
        out.writeLong(end);
        out.writeInt(evidence);
        out.writeLong(evidenceMicros);
    }

    void scores(int frame, long micros, float[] scores) throws IOException {
        out.writeByte(Wire.SCORES);
        out.writeInt(frame);
        out.writeLong(micros);
        out.writeByte(scores.length);
        for (float score : scores) out.writeFloat(score);
    }

    void thumbnail(HashedPicture hashed) throws IOException {
        out.writeByte(Wire.THUMBNAIL);
        out.writeByte(hashed.quality());
        hash(hashed.hash());
    }

    void incomplete() throws IOException {
        out.writeByte(Wire.INCOMPLETE);
    }

    void missed(Missed what) throws IOException {
        out.writeByte(Wire.MISSED);
        out.writeByte(what.ordinal());
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
