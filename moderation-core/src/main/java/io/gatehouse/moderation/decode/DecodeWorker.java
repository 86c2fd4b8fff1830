package io.gatehouse.moderation.decode;

import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;

/** The program in the cage. Ends when its input does. */
public final class DecodeWorker {
    private static final int BUFFER_BYTES = 64 << 10;

    private DecodeWorker() {}

    /**
     * @param arguments bytes of memory at most, seconds of processor time at most, and whether other system calls than the
     *     few that decoding needs are refused; then, where texts are read, the folder of the reader's data and the languages,
     *     joined by +
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
        TextReader reader = arguments.length > 4 ? TextReader.open(arguments[3], arguments[4]) : null;
        WarmUp.run(reader);
        var confinement = new Confinement();
        confinement.limit(Long.parseLong(arguments[0]), Long.parseLong(arguments[1]));
        if (Boolean.parseBoolean(arguments[2])) confinement.filterSystemCalls();
        var answers = new Answers(out);
        answers.ready(reader != null);
        var inspector = new Inspector(answers, reader);
        try {
            while (true) one(Job.read(in), in, out, inspector, answers);
        } catch (EOFException | LostProgramException _) {
            // The program closed the pipe, or died. Nothing is to be put in order.
            Runtime.getRuntime().halt(0);
        }
    }

    private static void one(Job job, DataInputStream in, DataOutputStream out, Inspector inspector, Answers answers)
            throws IOException {
        try {
            inspector.inspect(job, new RemoteFile(in, out, job.sizeBytes()));
        } catch (RefusedException e) {
            answers.refused(e.refusal());
        }
    }
}
