package io.gatehouse.moderation.decode;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ATTACHED_PIC;

import io.gatehouse.moderation.hash.HashedPicture;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Small pictures that a file carries beside the one that is shown: lists show them, and they need not show the same. One that
 * cannot be read is passed over, as who shows it does.
 */
final class Thumbnails {
    /** Covers of one video. */
    private static final int MAX_COVERS = 4;

    private Thumbnails() {}

    /** Of a JPEG file in a picture's EXIF data. */
    static Optional<HashedPicture> hash(byte[] jpeg, Job job, Inspector inspector) throws IOException {
        return hash(MediaFormat.JPEG, jpeg, job, inspector);
    }

    private static Optional<HashedPicture> hash(MediaFormat format, byte[] file, Job job, Inspector inspector)
            throws IOException {
        var hashed = new ArrayList<HashedPicture>();
        try {
            inspector.decode(format, file, job.maxPixels(), (frame, _) -> {
                hashed.add(inspector.hash(frame, format == MediaFormat.JPEG));
            });
            return hashed.stream().findFirst();
        } catch (RefusedException _) {
            return Optional.empty();
        }
    }

    /** The pictures that a video has attached. */
    static List<HashedPicture> covers(Container container, Job job, Inspector inspector) throws IOException {
        var covers = new ArrayList<HashedPicture>();
        var context = container.context();
        for (int i = 0; i < context.nb_streams() && covers.size() < MAX_COVERS; i++) {
            var stream = context.streams(i);
            if ((stream.disposition() & AV_DISPOSITION_ATTACHED_PIC) == 0) continue;
            var packet = stream.attached_pic();
            var format = format(avcodec_get_name(stream.codecpar().codec_id()).getString());
            if (format == null || packet.size() < 1 || packet.size() > job.maxPictureBytes()) continue;
            var bytes = new byte[packet.size()];
            packet.data().get(bytes);
            hash(format, bytes, job, inspector).ifPresent(covers::add);
        }
        return covers;
    }

    private static @Nullable MediaFormat format(String codec) {
        return switch (codec) {
            case "mjpeg" -> MediaFormat.JPEG;
            case "png" -> MediaFormat.PNG;
            case "bmp" -> MediaFormat.BMP;
            default -> null;
        };
    }
}
