package io.gatehouse.moderation.cage;

import io.gatehouse.moderation.decode.DecodeWorker;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Loader;

/** The program files that a worker sees: a few jars, and the decoding library unpacked. No person's data is among them. */
final class WorkerFiles implements AutoCloseable {
    /** What the decoders load, of the many libraries in the jar. */
    private static final List<String> LIBRARIES =
            List.of("avutil", "swresample", "swscale", "avcodec", "avformat", "javacpp", "drm", "va");

    private final Path directory;
    private final List<Path> jars;

    private WorkerFiles(Path directory, List<Path> jars) {
        this.directory = directory;
        this.jars = jars;
    }

    /** @throws CageUnavailableException when the program holds no decoding library for this machine */
    static WorkerFiles unpack(Senses senses) {
        try {
            var directory = Files.createTempDirectory(
                    "gatehouse-decoder",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            var files = new WorkerFiles(directory, jars(directory, senses));
            files.unpackLibraries("org/bytedeco/ffmpeg/");
            files.unpackLibraries("org/bytedeco/javacpp/");
            files.unpackLibraries("org/bytedeco/leptonica/");
            if (senses.scoring() != null) files.unpackRuntime(senses.scoring().runtime());
            // The worker runs as nobody inside of bubblewrap, and must read them.
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
            return files;
        } catch (IOException | URISyntaxException e) {
            throw new CageUnavailableException("the decoding library could not be unpacked: " + e.getMessage(), e);
        }
    }

    Path directory() {
        return directory;
    }

    List<Path> jars() {
        return jars;
    }

    private static List<Path> jars(Path directory, Senses senses) throws IOException, URISyntaxException {
        var jars = new ArrayList<Path>();
        for (Class<?> type : List.of(DecodeWorker.class, Loader.class, avutil.class)) {
            var source = Path.of(location(type));
            // Classes can be read from an open jar when no file can be opened any more, but not from a directory.
            jars.add(Files.isDirectory(source) ? packed(source, directory.resolve("worker.jar")) : source);
        }
        if (senses.scoring() != null) jars.add(senses.scoring().runtime());
        return List.copyOf(jars);
    }

    private static URI location(Class<?> type) throws URISyntaxException {
        return type.getProtectionDomain().getCodeSource().getLocation().toURI();
    }

    private static Path packed(Path classes, Path jar) throws IOException {
        try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (String part : List.of("io/gatehouse/moderation/decode", "io/gatehouse/moderation/hash")) {
                try (var found = Files.walk(classes.resolve(part))) {
                    for (var file : found.filter(Files::isRegularFile).toList()) {
                        out.putNextEntry(
                                new ZipEntry(classes.relativize(file).toString().replace('\\', '/')));
                        Files.copy(file, out);
                    }
                }
            }
        }
        return jar;
    }

    private void unpackLibraries(String folder) throws IOException {
        String prefix = folder + Loader.getPlatform() + "/";
        var resources = WorkerFiles.class.getClassLoader().getResources(prefix + "lib" + nameIn(folder));
        if (!resources.hasMoreElements())
            throw new CageUnavailableException("the program has no decoding library for " + Loader.getPlatform());
        var url = resources.nextElement();
        var connection = (java.net.JarURLConnection) url.openConnection();
        connection.setUseCaches(false);
        try (var jar = connection.getJarFile()) {
            for (var entries = jar.entries(); entries.hasMoreElements(); ) {
                var entry = entries.nextElement();
                String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
                if (entry.getName().startsWith(prefix) && isNeeded(name)) copy(jar, entry, name);
            }
        }
    }

    private void unpackRuntime(Path runtime) throws IOException {
        String machine = System.getProperty("os.arch").equals("aarch64") ? "linux-aarch64" : "linux-x64";
        try (var jar = new JarFile(runtime.toFile())) {
            for (String name : List.of("libonnxruntime.so", "libonnxruntime4j_jni.so")) {
                var entry = jar.getJarEntry("ai/onnxruntime/native/" + machine + "/" + name);
                if (entry == null)
                    throw new CageUnavailableException(runtime + " is no jar of ONNX Runtime for " + machine);
                copy(jar, entry, name);
            }
        }
    }

    private static String nameIn(String folder) {
        if (folder.contains("leptonica")) return "jnileptonica.so";
        return folder.contains("javacpp") ? "jnijavacpp.so" : "jniavutil.so";
    }

    private static boolean isNeeded(String name) {
        if (!name.startsWith("lib") || !name.contains(".so")) return false;
        String bare = name.substring(3, name.indexOf(".so"));
        String library = bare.startsWith("jni") ? bare.substring(3) : bare;
        // Of this one only what is inside is called, see JpegDecoder.
        if (bare.equals("leptonica")) return true;
        return LIBRARIES.contains(library) || library.startsWith("va-");
    }

    private void copy(JarFile jar, ZipEntry entry, String name) throws IOException {
        try (InputStream in = jar.getInputStream(entry)) {
            var file = directory.resolve(name);
            Files.copy(in, file);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r-xr-xr-x"));
        }
    }

    @Override
    public void close() {
        try (var found = Files.walk(directory)) {
            for (var file : found.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
