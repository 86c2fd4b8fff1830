package io.gatehouse.moderation.cage;

import io.gatehouse.moderation.decode.DecodeWorker;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** How a worker is started in each kind of cage. */
final class WorkerCommand {
    /** Processor seconds of one worker's life; then the system ends it, if nobody else did. */
    private static final long MAX_CPU_SECONDS = 4 * 3600;

    /** A tenth of a processor's time, when others want it. */
    private static final String NICENESS = "10";

    /** Where the program's files are inside of bubblewrap. */
    private static final Path INSIDE = Path.of("/decoder");

    /** Where the text reader's languages are. */
    private static final Path DATA_INSIDE = Path.of("/languages");

    private static final Path MODEL_INSIDE = Path.of("/model.onnx");

    /** System libraries, and what finds them. Nothing in them is a person's. */
    private static final List<String> SYSTEM = List.of("/lib", "/lib64", "/usr/lib", "/usr/lib64");

    private WorkerCommand() {}

    static List<String> of(CageKind kind, WorkerFiles files, MediaLimits limits, Senses senses) {
        return switch (kind) {
            case BUBBLEWRAP -> inBubblewrap(files, limits, senses);
            case LIMITS_ONLY -> java(files.jars(), files.directory(), limits, true, senses, false);
            case NONE -> java(files.jars(), files.directory(), limits, false, senses, false);
        };
    }

    /** The same, giving way to others. */
    static List<String> inBackground(CageKind kind, WorkerFiles files, MediaLimits limits, Senses senses) {
        var command = new ArrayList<>(List.of("nice", "-n", NICENESS));
        command.addAll(of(kind, files, limits, senses));
        // Others share the session of this program, which must not give way with them.
        if (kind == CageKind.BUBBLEWRAP) command.add(DecodeWorker.GIVES_WAY + NICENESS);
        return List.copyOf(command);
    }

    private static Path javaHome() {
        return Path.of(System.getProperty("java.home"));
    }

    private static List<String> inBubblewrap(WorkerFiles files, MediaLimits limits, Senses senses) {
        var command = new ArrayList<>(
                List.of("bwrap", "--unshare-user", "--unshare-all", "--die-with-parent", "--new-session"));
        command.addAll(List.of("--uid", "65534", "--gid", "65534", "--cap-drop", "ALL", "--hostname", "decoder"));
        for (String path : SYSTEM) command.addAll(List.of("--ro-bind-try", path, path));
        var home = javaHome().toString();
        command.addAll(List.of("--ro-bind", home, home));
        command.addAll(List.of("--ro-bind", files.directory().toString(), INSIDE.toString()));
        var jars = new ArrayList<Path>();
        for (var jar : files.jars()) {
            var inside = INSIDE.resolve("../jars").normalize().resolve(jars.size() + ".jar");
            command.addAll(List.of("--ro-bind", jar.toString(), inside.toString()));
            jars.add(inside);
        }
        if (senses.reading() instanceof TextReading.By(var data, var _))
            command.addAll(List.of("--ro-bind", data.toString(), DATA_INSIDE.toString()));
        var scoring = senses.scoring();
        if (scoring != null)
            command.addAll(List.of("--ro-bind", scoring.model().file().toString(), MODEL_INSIDE.toString()));
        command.addAll(List.of("--proc", "/proc", "--chdir", "/", "--"));
        command.addAll(java(jars, INSIDE, limits, true, senses, true));
        return List.copyOf(command);
    }

    private static List<String> java(
            List<Path> jars, Path libraries, MediaLimits limits, boolean filter, Senses senses, boolean inside) {
        var command = new ArrayList<String>();
        command.add(javaHome().resolve("bin/java").toString());
        // A small machine: one collector thread, and address space reserved for no more than is used.
        command.addAll(List.of("-Xmx160m", "-Xss1m", "-XX:+UseSerialGC", "-XX:ReservedCodeCacheSize=32m"));
        command.addAll(List.of("-XX:CompressedClassSpaceSize=32m", "-XX:MaxMetaspaceSize=64m", "-XX:-UsePerfData"));
        // Its first words would be taken for an answer, and a dead worker leaves no memory image behind.
        command.addAll(List.of(
                "-Xlog:disable",
                "-Xlog:all=warning:stderr",
                "-XX:+DisplayVMOutputToStderr",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=/dev/null"));
        command.addAll(List.of("-XX:+ExitOnOutOfMemoryError", "-Xshare:auto", "-XX:-UseContainerSupport"));
        command.addAll(List.of("--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"));
        // The libraries are found where they were unpacked, and unpacked nowhere else.
        command.addAll(List.of(
                "-Dorg.bytedeco.javacpp.pathsFirst=true",
                "-Djava.library.path=" + libraries,
                "-Donnxruntime.native.path=" + libraries));
        command.addAll(List.of("-Dorg.bytedeco.javacpp.cachedir=/nonexistent", "-cp"));
        command.add(jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        command.add(DecodeWorker.class.getName());
        command.addAll(List.of(
                Long.toString(limits.maxMemoryBytes()), Long.toString(MAX_CPU_SECONDS), Boolean.toString(filter)));
        if (senses.reading() instanceof TextReading.By(var data, var languages)) {
            command.add(DecodeWorker.READER_DATA + (inside ? DATA_INSIDE : data));
            command.add(DecodeWorker.READER_LANGUAGES + String.join("+", languages));
        }
        var scoring = senses.scoring();
        if (scoring != null) {
            var model = scoring.model();
            command.add(DecodeWorker.MODEL + (inside ? MODEL_INSIDE : model.file()));
            command.add(DecodeWorker.MODEL_INPUT
                    + String.join(
                            ",",
                            Integer.toString(model.side()),
                            Boolean.toString(model.channelsFirst()),
                            Float.toString(model.scale()),
                            Float.toString(model.offset())));
        }
        return List.copyOf(command);
    }
}
