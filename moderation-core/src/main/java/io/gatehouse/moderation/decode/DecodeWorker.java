package io.gatehouse.moderation.decode;

import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The program in the cage. Ends when its input does. */
public final class DecodeWorker {
    private static final int BUFFER_BYTES = 64 << 10;

    /** The folder of the text reader's data. */
    public static final String READER_DATA = "reader-data=";

    /** Its languages, joined by +. */
    public static final String READER_LANGUAGES = "reader-languages=";

    /** The file of a model of pictures. */
    public static final String MODEL = "model=";

    /** What it wants: the side, whether channels come first, scale and offset, joined by commas. */
    public static final String MODEL_INPUT = "model-input=";

    /** How far others come before it, where the system weighs sessions; as {@code nice} counts. */
    public static final String GIVES_WAY = "gives-way=";

    private DecodeWorker() {}

    private static @Nullable String value(String[] arguments, String name) {
        for (String argument : arguments) if (argument.startsWith(name)) return argument.substring(name.length());
        return null;
    }

    private static String required(String[] arguments, String name) {
        String value = value(arguments, name);
        if (value == null) throw new IllegalArgumentException("a worker without " + name);
        return value;
    }

    private static PictureScorer.Model model(String file, String[] arguments) {
        var input = required(arguments, MODEL_INPUT).split(",", -1);
        return new PictureScorer.Model(
                file,
                Integer.parseInt(input[0]),
                Boolean.parseBoolean(input[1]),
                Float.parseFloat(input[2]),
                Float.parseFloat(input[3]));
    }

    /**
     * @param arguments bytes of memory at most, seconds of processor time at most, and whether other system calls than the
     *     few that decoding needs are refused; then, as {@link #value} names them, what else it can do
     */
    public static void main(String[] arguments) throws IOException {
        // Unbuffered: a buffer asks how much is waiting, which is a system call too many.
        var in = new DataInputStream(new FileInputStream(FileDescriptor.in));
        var out =
                new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER_BYTES));
        // Nothing but answers may reach the program on that way.
        System.setOut(System.err);
        av_log_set_level(AV_LOG_QUIET);
        // All that is needed is loaded before the doors close.
        String data = value(arguments, READER_DATA);
        TextReader reader = data == null ? null : TextReader.open(data, required(arguments, READER_LANGUAGES));
        String model = value(arguments, MODEL);
        PictureScorer scorer = model == null ? null : PictureScorer.open(model(model, arguments));
        var jpegs = JpegDecoder.open();
        WarmUp.run(reader, jpegs);
        if (value(arguments, GIVES_WAY) != null) Politeness.giveWay(required(arguments, GIVES_WAY));
        var confinement = new Confinement();
        confinement.widenInput(Wire.MAX_READ_BYTES);
        confinement.limit(Long.parseLong(arguments[0]), Long.parseLong(arguments[1]));
        if (Boolean.parseBoolean(arguments[2])) confinement.filterSystemCalls();
        var answers = new Answers(out);
        answers.ready(reader != null);
        var inspector = new Inspector(answers, reader, scorer, jpegs);
        try {
            while (true) one(in, out, inspector, answers);
        } catch (EOFException | LostProgramException _) {
            // The program closed the pipe, or died. Nothing is to be put in order.
            Runtime.getRuntime().halt(0);
        }
    }

    private static void one(DataInputStream in, DataOutputStream out, Inspector inspector, Answers answers)
            throws IOException {
        // As a whole: each read is a call of the system.
        var said = new byte[Job.BYTES + Integer.BYTES];
        in.readFully(said);
        var words = new DataInputStream(new ByteArrayInputStream(said));
        var job = Job.read(words);
        var begin = new byte[words.readInt()];
        in.readFully(begin);
        try {
            inspector.inspect(job, new RemoteFile(in, out, job.sizeBytes(), begin));
        } catch (RefusedException e) {
            answers.refused(e.refusal());
        } catch (ArithmeticException | IndexOutOfBoundsException | NegativeArraySizeException _) {
            // A number of the file's led out of it, in code of ours: a start for each such file would be dearer than
            // the file.
            answers.refused(Refusal.UNREADABLE);
        }
    }
}
