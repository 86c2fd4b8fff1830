package io.gatehouse.benchmarks.media;

import io.gatehouse.moderation.cage.Cage;
import io.gatehouse.moderation.cage.CageKind;
import io.gatehouse.moderation.cage.HashedMedia;
import io.gatehouse.moderation.cage.MediaFile;
import io.gatehouse.moderation.cage.MediaLimits;
import io.gatehouse.moderation.cage.Sampling;
import io.gatehouse.moderation.cage.Senses;
import io.gatehouse.moderation.cage.TextReading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How fast videos are looked at, in processor time, in turns with plain decoding by the FFmpeg program. */
@Command(
        name = "media-speed",
        description = {
            "Hashes every frame of videos, and looks at their key frames only, in turns with `ffmpeg -f null` on the same files.",
            "Figures are ratios of processor time, so that a busy machine does not show. Needs the ffmpeg program."
        },
        mixinStandardHelpOptions = true)
public final class MediaSpeedCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /** Of processor time, in one figure: a decoder's is told in hundredths of a second. */
    private static final double ENOUGH_SECONDS = 1;

    private static final int MOST_REPEATS = 100;
    private static final String MADE = "made-1080p.mp4";
    private static final Pattern USED = Pattern.compile("utime=([0-9.]+)s stime=([0-9.]+)s");

    @Parameters(arity = "0..*", paramLabel = "FILE", description = "videos (default: one of 1080p that is made)")
    private List<Path> files = List.of();

    @Option(names = "--turns", defaultValue = "5", description = "of each (default ${DEFAULT-VALUE})")
    private int turns;

    @Option(
            names = "--seconds",
            defaultValue = "20",
            description = "of the video that is made (default ${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--look", description = "also measures the whole look of the service: scenes and what is written")
    private boolean look;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var reading = look ? TextReading.find(List.of("eng")) : new TextReading.Off();
        var made = Files.createTempDirectory("gatehouse-speed");
        try (var cage =
                Cage.open(CageKind.wanted("auto").orElseThrow(), 1, 1, MediaLimits.DEFAULT, Senses.reading(reading))) {
            for (var file : files.isEmpty() ? List.of(make(made)) : files) measure(cage, file);
            return 0;
        } finally {
            Files.deleteIfExists(made.resolve(MADE));
            Files.deleteIfExists(made);
        }
    }

    private void measure(Cage cage, Path file) throws IOException, InterruptedException {
        var frames = new ArrayList<Double>();
        var keys = new ArrayList<Double>();
        var looks = new ArrayList<Double>();
        double length = 0;
        // The decoders' code is compiled first.
        var _ = hash(cage, file, Sampling.EVERY_FRAME, 1);
        int repeats = repeats(hash(cage, file, Sampling.EVERY_FRAME, 1));
        int keyRepeats = repeats(hash(cage, file, Sampling.KEY_FRAMES, 1));
        for (int i = 0; i < turns; i++) {
            double plain = plainSeconds(file, repeats);
            var every = hash(cage, file, Sampling.EVERY_FRAME, repeats);
            var key = hash(cage, file, Sampling.KEY_FRAMES, keyRepeats);
            length = every.video.durationMillis() / 1e3;
            frames.add(plain / every.seconds);
            keys.add(length / key.seconds);
            if (look) looks.add(length / hash(cage, file, Sampling.SCENES, 1).seconds);
        }
        System.out.printf(Locale.ROOT, "%s: %.1f s%n", file.getFileName(), length);
        say("every frame hashed, speed of ffmpeg -f null", frames);
        say("key frames only, times real time on one core", keys);
        if (look) say("the whole look, times real time on one core", looks);
    }

    private static void say(String what, List<Double> figures) {
        figures.sort(null);
        System.out.printf(
                Locale.ROOT,
                "  %s: %.2f (%.2f to %.2f)%n",
                what,
                figures.get(figures.size() / 2),
                figures.getFirst(),
                figures.getLast());
    }

    /** @param seconds for looking at it once */
    private record Taken(HashedMedia.Video video, double seconds) {}

    private static int repeats(Taken once) {
        return (int) Math.clamp(Math.ceil(ENOUGH_SECONDS / once.seconds), 1, MOST_REPEATS);
    }

    private static Taken hash(Cage cage, Path file, Sampling sampling, int repeats) throws IOException {
        var used = ProcessorTime.start();
        HashedMedia hashed = null;
        for (int i = 0; i < repeats; i++) {
            try (var media = MediaFile.open(file)) {
                hashed = cage.hash(media, sampling);
            }
        }
        double seconds = used.seconds();
        if (!(hashed instanceof HashedMedia.Video video))
            throw new IOException(file + " is no video that is read here");
        return new Taken(video, seconds / repeats);
    }

    private static double plainSeconds(Path file, int repeats) throws IOException, InterruptedException {
        double seconds = 0;
        for (int i = 0; i < repeats; i++) seconds += plainSeconds(file);
        return seconds / repeats;
    }

    private static double plainSeconds(Path file) throws IOException, InterruptedException {
        String said = ffmpeg(List.of("-benchmark", "-threads", "1", "-i", file.toString(), "-an", "-f", "null", "-"));
        Matcher used = USED.matcher(said);
        if (!used.find()) throw new IOException("ffmpeg does not say what it used: " + said);
        return Double.parseDouble(used.group(1)) + Double.parseDouble(used.group(2));
    }

    /** Moving patterns with grain, a key frame each second: nothing that a decoder can leave out. */
    private Path make(Path directory) throws IOException, InterruptedException {
        var file = directory.resolve(MADE);
        var said = ffmpeg(List.of(
                "-y",
                "-f",
                "lavfi",
                "-i",
                "testsrc2=s=1920x1080:r=30,noise=alls=8:allf=t",
                "-t",
                Integer.toString(seconds),
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-b:v",
                "6M",
                "-g",
                "30",
                "-pix_fmt",
                "yuv420p",
                file.toString()));
        if (!Files.exists(file)) throw new IOException("ffmpeg made no video: " + said);
        return file;
    }

    private static String ffmpeg(List<String> arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("ffmpeg", "-nostdin", "-hide_banner"));
        command.addAll(arguments);
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (!process.waitFor(PATIENCE.toSeconds(), java.util.concurrent.TimeUnit.SECONDS)) process.destroyForcibly();
        return said;
    }
}
