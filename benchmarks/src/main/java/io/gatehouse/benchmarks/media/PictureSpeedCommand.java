package io.gatehouse.benchmarks.media;

import io.gatehouse.moderation.cage.Cage;
import io.gatehouse.moderation.cage.CageKind;
import io.gatehouse.moderation.cage.HashedMedia;
import io.gatehouse.moderation.cage.MediaFile;
import io.gatehouse.moderation.cage.MediaLimits;
import io.gatehouse.moderation.cage.Sampling;
import io.gatehouse.moderation.hash.PdqHash;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How long a picture takes from its file to its hash, in turns with another program. */
@Command(
        name = "picture-speed",
        description = {
            "Hashes pictures through the cage, in turns with a program that hashes them too, and tells what one picture takes:",
            "processor time (of this process and its decoder, or of the program), and time on the clock."
        },
        mixinStandardHelpOptions = true)
public final class PictureSpeedCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "FILE", description = "pictures, one after the other and again")
    private List<Path> files = List.of();

    @Option(
            names = "--tool",
            description =
                    "a program that is started with -i, reads names of files and answers each with a line that begins"
                            + " with the hash, as pdq-photo-hasher does")
    private String tool = "";

    @Option(names = "--rounds", defaultValue = "7", description = "of each (default ${DEFAULT-VALUE})")
    private int rounds;

    @Option(names = "--each", defaultValue = "100", description = "pictures a round (default ${DEFAULT-VALUE})")
    private int each;

    /** Together with the rounds fewer than after how many a decoder is replaced, whose start would count otherwise. */
    @Option(names = "--warm", defaultValue = "1000", description = "pictures hashed before (default ${DEFAULT-VALUE})")
    private int warm;

    /**
     * What one picture took, in milliseconds.
     *
     * @param hashes in the order of the pictures
     */
    private record Turn(double processor, double clock, List<PdqHash> hashes) {}

    @Override
    public Integer call() throws IOException {
        var ours = new ArrayList<Turn>();
        var theirs = new ArrayList<Turn>();
        try (var cage = Cage.open(CageKind.wanted("auto").orElseThrow(), 1, 1, MediaLimits.DEFAULT)) {
            var _ = ours(cage, warm);
            try (var other = tool.isEmpty() ? null : PictureTool.start(tool)) {
                if (other != null) theirs(other, files.size());
                for (int round = 0; round < rounds; round++) {
                    ours.add(ours(cage, each));
                    if (other != null) theirs.add(theirs(other, each));
                }
            }
        }
        say(ours, theirs);
        return 0;
    }

    private Turn ours(Cage cage, int count) throws IOException {
        var hashes = new ArrayList<PdqHash>();
        var used = ProcessorTime.start();
        long begin = System.nanoTime();
        for (int i = 0; i < count; i++) {
            var file = files.get(i % files.size());
            try (var media = MediaFile.open(file)) {
                if (!(cage.hash(media, Sampling.EVERY_FRAME) instanceof HashedMedia.Picture picture))
                    throw new IOException(file + " is no picture that is read here");
                hashes.add(picture.hashed().hash());
            }
        }
        long end = System.nanoTime();
        return turn(used.seconds(), end - begin, hashes);
    }

    private Turn theirs(PictureTool other, int count) throws IOException {
        var hashes = new ArrayList<PdqHash>();
        double used = other.processorSeconds();
        long begin = System.nanoTime();
        for (int i = 0; i < count; i++) hashes.add(other.hash(files.get(i % files.size())));
        long end = System.nanoTime();
        return turn(other.processorSeconds() - used, end - begin, hashes);
    }

    private static Turn turn(double processorSeconds, long clockNanos, List<PdqHash> hashes) {
        return new Turn(processorSeconds * 1e3 / hashes.size(), clockNanos / 1e6 / hashes.size(), hashes);
    }

    private static void say(List<Turn> ours, List<Turn> theirs) {
        say("ours, processor ms a picture", ours.stream().map(Turn::processor).toList());
        say("ours, clock ms a picture", ours.stream().map(Turn::clock).toList());
        if (theirs.isEmpty()) return;
        say("theirs, processor ms", theirs.stream().map(Turn::processor).toList());
        say("theirs, clock ms", theirs.stream().map(Turn::clock).toList());
        var processor = new ArrayList<Double>();
        var clock = new ArrayList<Double>();
        for (int i = 0; i < ours.size(); i++) {
            processor.add(theirs.get(i).processor / ours.get(i).processor);
            clock.add(theirs.get(i).clock / ours.get(i).clock);
        }
        say("times as fast, by processor time", processor);
        say("times as fast, by the clock", clock);
        int most = 0;
        var one = ours.getFirst().hashes;
        for (int i = 0; i < one.size(); i++)
            most = Math.max(most, one.get(i).distance(theirs.getFirst().hashes.get(i)));
        System.out.println("bits of 256 in which a hash differs, at most: " + most);
    }

    /** Median, least and most of the rounds. */
    private static void say(String what, List<Double> figures) {
        var sorted = figures.stream().sorted().toList();
        System.out.printf(
                Locale.ROOT,
                "%s: %.2f (%.2f to %.2f, n=%d)%n",
                what,
                sorted.get(sorted.size() / 2),
                sorted.getFirst(),
                sorted.getLast(),
                sorted.size());
    }
}
