package io.gatehouse.moderation.decode;

import io.gatehouse.moderation.hash.Dihedral;
import io.gatehouse.moderation.hash.HashedPicture;
import io.gatehouse.moderation.hash.Luma;
import io.gatehouse.moderation.hash.PdqHasher;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/** Does one job after the other. */
final class Inspector {
    private final Answers answers;
    private final @Nullable TextReader reader;
    private final @Nullable PictureScorer scorer;
    private final JpegDecoder jpegs;
    private final PdqHasher large = new PdqHasher(Pixels.MAX_SIDE, Pixels.MAX_SIDE);

    /** @param reader null where none is open, like {@code scorer} */
    Inspector(Answers answers, @Nullable TextReader reader, @Nullable PictureScorer scorer, JpegDecoder jpegs) {
        this.scorer = scorer;
        this.jpegs = jpegs;
        this.answers = answers;
        this.reader = reader;
    }

    void inspect(Job job, RemoteFile file) throws IOException {
        var head = new byte[MediaFormat.HEAD_BYTES];
        int read = file.read(0, head, 0, head.length);
        var format = MediaFormat.of(Arrays.copyOf(head, read))
                .orElseThrow(() -> new RefusedException(Refusal.UNKNOWN_FORMAT));
        switch (format) {
            case TIFF -> tiff(job, file.readAll(job.maxPictureBytes()));
            case JPEG, BMP -> picture(job, format, file.readAll(job.maxPictureBytes()));
            case PNG -> png(job, file.readAll(job.maxPictureBytes()));
            case WEBP -> webp(job, file.readAll(job.maxPictureBytes()));
            case GIF -> gif(job, file);
            case HEIF -> new Heif(job, this).inspect(file);
            case MP4, MATROSKA -> {
                try (var video = new Video(this)) {
                    video.inspect(job, format, file);
                }
            }
        }
    }

    private void picture(Job job, MediaFormat format, byte[] bytes) throws IOException {
        var exif = Exif.in(format, bytes);
        var shown = exif.map(Exif::orientation).orElse(Orientation.NORMAL);
        decode(format, bytes, job.maxPixels(), (frame, isBroken) -> {
            answer(job, format, frame, shown);
            if (job.looks() && (isBroken || FileEnd.isCut(format, bytes))) answers.incomplete();
        });
        if (job.looks()) {
            var small = exif.flatMap(Exif::thumbnail);
            var thumbnail = small.isEmpty() ? Optional.<HashedPicture>empty() : Thumbnails.hash(small.get(), job, this);
            if (thumbnail.isPresent()) answers.thumbnail(thumbnail.get());
        }
        answers.done(job.looks() && format == MediaFormat.JPEG ? 1 + behind(job, MotionPhoto.behindJpeg(bytes)) : 1);
    }

    /**
     * Looks at the frames of a video that lies behind a picture.
     *
     * @return how many there were
     */
    private int behind(Job job, Optional<byte[]> video) throws IOException {
        if (video.isEmpty()) return 0;
        try (var part = new Video(this)) {
            part.inspectPart(job, new MemoryFile(video.get()));
            return part.frames();
        }
    }

    private void png(Job job, byte[] bytes) throws IOException {
        var moving = AnimatedPng.in(bytes);
        // Where no frame can be shown, viewers show the picture.
        if (!moving.moves() || !animated(job, bytes, moving)) picture(job, MediaFormat.PNG, bytes);
    }

    /** @return false when it has no frame that can be shown, and nothing was said of it */
    private boolean animated(Job job, byte[] bytes, AnimatedPng moving) throws IOException {
        var animation = new Animation(job, MediaFormat.PNG, Orientation.of(MediaFormat.PNG, bytes), this);
        try (var container = Container.openAnimatedPng(new MemoryFile(bytes))) {
            int frames = Stream.first(container, job, Subtitles.NONE).eachFrame(animation::frame);
            animation.end();
            if (job.looks() && !moving.showsPicture()) instead(job, bytes);
            if (job.looks() && FileEnd.isCut(MediaFormat.PNG, bytes)) answers.incomplete();
            answers.done(frames);
            return true;
        } catch (RefusedException e) {
            if (animation.hasBegun() || e.refusal() != Refusal.UNREADABLE) throw e;
            return false;
        }
    }

    /** The picture that programs show which do not know animation. */
    private void instead(Job job, byte[] png) throws IOException {
        try (var decoder = Decoder.ofPicture(MediaFormat.PNG, job.maxPixels())) {
            var frame = decoder.picture(png);
            answers.thumbnail(hash(frame, false));
            if (scorer != null) answers.scores(0, 0, scorer.score(frame, Orientation.NORMAL));
            if (job.reads() && reader != null)
                new ScreenTexts(reader, answers, 0, Orientation.NORMAL)
                        .picture(GreyPicture.of(frame, Orientation.NORMAL));
        }
    }

    /** What is done with a picture, which is gone afterwards. */
    @FunctionalInterface
    interface Sink {
        /** @param isBroken whether some of it was made up */
        void accept(AVFrame frame, boolean isBroken) throws IOException;
    }

    /**
     * Decodes a picture whose file is one packet, by the decoder that suits it.
     *
     * @throws RefusedException when it is none
     */
    void decode(MediaFormat format, byte[] file, long maxPixels, Sink sink) throws IOException {
        var plain = format == MediaFormat.JPEG ? PlainJpeg.in(file, maxPixels) : Optional.<PlainJpeg>empty();
        if (plain.isPresent()) {
            try (var decoded = jpegs.decode(file, plain.get())) {
                sink.accept(decoded.frame(), decoded.isBroken());
            }
            return;
        }
        try (var decoder = Decoder.ofPicture(format, maxPixels)) {
            var frame = decoder.picture(file);
            if (format == MediaFormat.BMP) Bitmaps.showAsViewers(file, frame);
            sink.accept(frame, frame.decode_error_flags() != 0);
        }
    }

    /** The first page is the picture; those behind it are looked at like frames, one a second. */
    private void tiff(Job job, byte[] bytes) throws IOException {
        var pages = TiffPages.of(bytes);
        if (!pages.isRead(0)) throw new RefusedException(Refusal.UNKNOWN_CODEC);
        if (pages.count() == 1) {
            picture(job, MediaFormat.TIFF, bytes);
            return;
        }
        var shown = Orientation.of(MediaFormat.TIFF, bytes);
        var animation = new Animation(job, MediaFormat.TIFF, shown, this);
        int number = 0;
        boolean whole = true;
        for (int page = 0; page < pages.count(); page++) {
            if (number >= job.maxFrames()) throw new RefusedException(Refusal.TOO_MANY_FRAMES);
            try (var decoder = Decoder.ofPicture(MediaFormat.TIFF, job.maxPixels())) {
                if (!pages.isRead(page)) throw new RefusedException(Refusal.UNKNOWN_CODEC);
                animation.frame(number, 1_000_000L * number, decoder.picture(pages.from(page)));
                number++;
            } catch (RefusedException e) {
                if (page == 0) throw e;
                whole = false;
            }
        }
        animation.end();
        if (job.looks() && !whole) answers.incomplete();
        if (job.looks() && pages.hasMore()) answers.missed(Missed.PAGES);
        answers.done(number);
    }

    private void gif(Job job, RemoteFile file) throws IOException {
        boolean cut = job.looks() && FileEnd.isCut(MediaFormat.GIF, file.readAll(job.maxPictureBytes()));
        if (file.sizeBytes() > job.maxPictureBytes()) throw new RefusedException(Refusal.TOO_MANY_BYTES);
        try (var container = Container.open(MediaFormat.GIF, file)) {
            var animation = new Animation(job, MediaFormat.GIF, Orientation.NORMAL, this);
            int frames = Stream.first(container, job, Subtitles.NONE).eachFrame(animation::frame);
            animation.end();
            if (cut) answers.incomplete();
            answers.done(frames);
        }
    }

    private void webp(Job job, byte[] bytes) throws IOException {
        var moving = AnimatedWebp.in(bytes, job.maxPixels());
        if (moving.isEmpty()) {
            picture(job, MediaFormat.WEBP, bytes);
            return;
        }
        var animation = new Animation(job, MediaFormat.WEBP, Orientation.of(MediaFormat.WEBP, bytes), this);
        int frames = moving.get().eachFrame(job, animation::frame);
        animation.end();
        if (job.looks()
                && (FileEnd.isCut(MediaFormat.WEBP, bytes) || moving.get().isBroken())) answers.incomplete();
        answers.done(frames);
    }

    Answers answers() {
        return answers;
    }

    @Nullable
    TextReader reader() {
        return reader;
    }

    @Nullable
    PictureScorer scorer() {
        return scorer;
    }

    /** The picture's hashes, what is written on it, and what a classifier says of it. */
    void answer(Job job, MediaFormat format, AVFrame frame, Orientation shown) throws IOException {
        answerHashes(format, frame, shown);
        if (job.looks() && scorer != null) answers.scores(0, 0, scorer.score(frame, shown));
        if (!job.reads() || reader == null) return;
        var texts = new ScreenTexts(reader, answers, 0, Orientation.NORMAL);
        texts.picture(GreyPicture.of(frame, shown));
        // Some viewers turn WebP as its EXIF data say, and browsers do not: letters may stand upright for either.
        if (format == MediaFormat.WEBP && shown != Orientation.NORMAL)
            texts.picture(GreyPicture.of(frame, Orientation.NORMAL));
    }

    void answerHashes(MediaFormat format, AVFrame frame, Orientation shown) throws IOException {
        int width = shown.transposes() ? frame.height() : frame.width();
        int height = shown.transposes() ? frame.width() : frame.height();
        answers.picture(format, width, height, hashAll(frame, shown, format == MediaFormat.JPEG));
    }

    private Map<Dihedral, HashedPicture> hashAll(AVFrame frame, Orientation shown, boolean jpeg) {
        try (var opened = Frames.toHash(frame, jpeg)) {
            var pixels = opened.pixels();
            if (pixels.hasLargeRows(shown)) return large.hashAll(pixels.largeRows(shown));
            var luma = pixels.toLuma(shown);
            return hasher(luma).hashAll(luma);
        }
    }

    HashedPicture hash(AVFrame frame, boolean jpeg) {
        return hash(frame, jpeg, Orientation.NORMAL);
    }

    HashedPicture hash(AVFrame frame, boolean jpeg, Orientation shown) {
        try (var opened = Frames.toHash(frame, jpeg)) {
            var luma = opened.pixels().toLuma(shown);
            return hasher(luma).hash(luma);
        }
    }

    private PdqHasher hasher(Luma luma) {
        boolean isLarge = luma.width() == Pixels.MAX_SIDE && luma.height() == Pixels.MAX_SIDE;
        return isLarge ? large : new PdqHasher(luma.width(), luma.height());
    }
}
