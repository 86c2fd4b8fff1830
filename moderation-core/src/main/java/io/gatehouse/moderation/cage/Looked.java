package io.gatehouse.moderation.cage;

import io.gatehouse.moderation.cage.Worker.LostException;
import io.gatehouse.moderation.decode.Job;
import io.gatehouse.moderation.decode.Missed;
import io.gatehouse.moderation.hash.HashedPicture;
import io.gatehouse.moderation.look.FrameScores;
import io.gatehouse.moderation.look.MediaLook;
import io.gatehouse.moderation.look.Scene;
import io.gatehouse.moderation.look.SeenText;
import io.gatehouse.moderation.signal.Box;
import io.gatehouse.moderation.signal.FailedSignal;
import io.gatehouse.moderation.signal.Place;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gathers what a worker says beside hashes, and believes none of it before it was looked at. */
final class Looked {
    /** Covers, and the thumbnails of a picture. */
    private static final int MAX_THUMBNAILS = 8;

    private static final int MAX_SCORED = 2_000;

    private static final int MAX_SCENES = 10_000;

    private final Job job;
    private final DataInputStream in;
    private final List<SeenText> texts = new ArrayList<>();
    private final List<Scene> scenes = new ArrayList<>();
    private final List<HashedPicture> thumbnails = new ArrayList<>();
    private final Set<FailedSignal> missed = new LinkedHashSet<>();
    private final List<FrameScores> scores = new ArrayList<>();
    private final @Nullable PictureModel model;
    private boolean incomplete;

    Looked(Job job, DataInputStream in, @Nullable PictureModel model) {
        this.model = model;
        this.job = job;
        this.in = in;
    }

    static FailedSignal of(Missed what) {
        return new FailedSignal(what.signal(), what.reason());
    }

    void incomplete() {
        incomplete = true;
    }

    void missed(Missed what) {
        missed.add(of(what));
    }

    void thumbnail(HashedPicture hashed) throws LostException {
        if (thumbnails.size() == MAX_THUMBNAILS) throw new LostException("more thumbnails than were allowed");
        thumbnails.add(hashed);
    }

    /** @param width of the picture, as shown */
    void text(int width, int height) throws IOException {
        int frame = in.readInt();
        long first = millis(in.readLong());
        long last = millis(in.readLong());
        int confidence = in.readByte();
        int left = in.readInt();
        int top = in.readInt();
        int wide = in.readInt();
        int high = in.readInt();
        String text = in.readUTF();
        if (frame < 0 || frame >= job.maxFrames()) throw new LostException("a text on a frame that is not there");
        if (confidence < 0 || confidence > 100) throw new LostException("no confidence: " + confidence);
        // Of a video whose frames change their size the first size is known: boxes are cut to it.
        int x = Math.clamp(left, 0, width - 1);
        int y = Math.clamp(top, 0, height - 1);
        var box = new Box(x, y, Math.clamp(wide, 1, width - x), Math.clamp(high, 1, height - y));
        add(SeenText.Source.SCREEN, text, confidence / 100.0, new Place(frame, first, Math.max(first, last), box));
    }

    void subtitle() throws IOException {
        long begin = millis(in.readLong());
        long end = millis(in.readLong());
        var place = new Place(Place.NO_FRAME, begin, Math.max(begin, end), null);
        add(SeenText.Source.SUBTITLES, io.gatehouse.moderation.look.Markup.stripped(in.readUTF()), 1, place);
    }

    private void add(SeenText.Source source, String text, double confidence, Place place) throws LostException {
        if (text.isBlank()) return;
        if (texts.size() == MediaLook.MAX_TEXTS) throw new LostException("more texts than were allowed");
        String kept = text.length() > SeenText.MAX_LENGTH ? text.substring(0, SeenText.MAX_LENGTH) : text;
        texts.add(new SeenText(source, kept, confidence, place));
    }

    void scene() throws IOException {
        long begin = millis(in.readLong());
        long end = millis(in.readLong());
        int frame = in.readInt();
        long at = millis(in.readLong());
        boolean follows = scenes.isEmpty() || begin >= scenes.getLast().endMillis();
        if (!follows || end < begin || at < begin || at > end || frame < 0 || frame >= job.maxFrames())
            throw new LostException("a scene of another time");
        if (scenes.size() == MAX_SCENES) throw new LostException("more scenes than were allowed");
        scenes.add(new Scene(begin, end, frame, at));
    }

    void scores() throws IOException {
        int frame = in.readInt();
        long at = millis(in.readLong());
        int count = in.readByte();
        if (model == null || count != model.outputs()) throw new LostException("scores of no model");
        if (frame < 0 || frame >= job.maxFrames() || scores.size() == MAX_SCORED)
            throw new LostException("scores of a frame that is not there");
        var said = new float[count];
        for (int i = 0; i < count; i++) {
            said[i] = in.readFloat();
            if (!Float.isFinite(said[i])) throw new LostException("a score that is no number");
        }
        scores.add(new FrameScores(model.name(), frame, at, model.scores(said)));
    }

    private static long millis(long micros) throws LostException {
        if (micros < 0) throw new LostException("a time before the begin");
        return micros / 1000;
    }

    List<HashedPicture> thumbnails() {
        return thumbnails;
    }

    MediaLook whole() {
        texts.sort(Comparator.comparingLong((SeenText text) -> text.place().startMillis())
                .thenComparingInt(text -> text.place().frame())
                .thenComparingInt(Looked::top));
        return new MediaLook(incomplete, texts, scenes, scores, List.copyOf(missed));
    }

    private static int top(SeenText text) {
        var box = text.place().box();
        return box == null ? 0 : box.top();
    }
}
