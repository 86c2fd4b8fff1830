package io.gatehouse.moderation.decode;

import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;

import io.gatehouse.moderation.hash.HashedPicture;
import io.gatehouse.moderation.hash.Luma;
import io.gatehouse.moderation.hash.PdqHasher;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Does one job after the other. */
final class Inspector {
    private final Answers answers;
    private final PdqHasher large = new PdqHasher(Pixels.MAX_SIDE, Pixels.MAX_SIDE);

    Inspector(Answers answers) {
        this.answers = answers;
    }

    void inspect(Job job, RemoteFile file) throws IOException {
        var head = new byte[MediaFormat.HEAD_BYTES];
        int read = file.read(0, head, 0, head.length);
        var format = MediaFormat.of(Arrays.copyOf(head, read))
                .orElseThrow(() -> new RefusedException(Refusal.UNKNOWN_FORMAT));
        switch (format) {
            case JPEG, PNG, BMP, TIFF, WEBP -> picture(job, format, file.readAll(job.maxPictureBytes()));
            case GIF -> new Animation(this, answers).inspect(job, file);
            case HEIF -> {
                var shown = Heif.decode(job, file);
                answers.picture(format, shown.width(), shown.height(), hashAll(shown.luma()));
                answers.done(1);
            }
            case MP4, MATROSKA -> {
                try (var video = new Video(answers)) {
                    video.inspect(job, format, file);
                }
            }
        }
    }

    private void picture(Job job, MediaFormat format, byte[] bytes) throws IOException {
        var packet = av_packet_alloc();
        try (var decoder = Decoder.ofPicture(format, job.maxPixels())) {
            if (av_new_packet(packet, bytes.length) < 0) throw new RefusedException(Refusal.UNREADABLE);
            packet.data().put(bytes, 0, bytes.length);
            boolean taken = decoder.send(packet);
            AVFrame frame = taken ? decoder.receive() : null;
            if (taken && frame == null && decoder.send(null)) frame = decoder.receive();
            if (frame == null) throw new RefusedException(Refusal.UNREADABLE);
            answer(format, frame, Orientation.of(format, bytes));
            answers.done(1);
        } finally {
            av_packet_free(packet);
        }
    }

    void answer(MediaFormat format, AVFrame frame, Orientation shown) throws IOException {
        var luma = Frames.luma(frame, shown, format == MediaFormat.JPEG);
        int width = shown.transposes() ? frame.height() : frame.width();
        int height = shown.transposes() ? frame.width() : frame.height();
        answers.picture(format, width, height, hashAll(luma));
    }

    HashedPicture hash(Luma luma) {
        return hasher(luma).hash(luma);
    }

    private Map<io.gatehouse.moderation.hash.Dihedral, HashedPicture> hashAll(Luma luma) {
        return hasher(luma).hashAll(luma);
    }

    private PdqHasher hasher(Luma luma) {
        boolean isLarge = luma.width() == Pixels.MAX_SIDE && luma.height() == Pixels.MAX_SIDE;
        return isLarge ? large : new PdqHasher(luma.width(), luma.height());
    }
}
