package io.gatehouse.moderation.decode;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;

/**
 * What the worker takes from itself before it reads the first byte of anybody's file; none of it can be taken back. Limits of
 * memory, processor time and files, and a list of the few system calls that decoding needs: no other one is carried out, so
 * no file is opened, no socket, no program.
 */
final class Confinement {
    private static final int RLIMIT_CPU = 0;
    private static final int RLIMIT_FSIZE = 1;
    private static final int RLIMIT_CORE = 4;
    private static final int RLIMIT_AS = 9;

    private static final int PR_SET_DUMPABLE = 4;
    private static final int PR_SET_NO_NEW_PRIVS = 38;
    private static final long SECCOMP_SET_MODE_FILTER = 1;

    /** The filter holds for all threads at once, those of the compiler and the collector too. */
    private static final long SECCOMP_FILTER_FLAG_TSYNC = 1;

    private static final int ALLOW = 0x7fff0000;
    private static final int REFUSE = 0x00050000; // plus the error's number
    private static final int EPERM = 1;
    private static final int ENOSYS = 38;

    private static final int CLONE_THREAD = 0x10000;

    private static final int F_SETPIPE_SZ = 1031;
    private static final int STANDARD_INPUT = 0;

    /** How many of a function's arguments are named by it; others may follow. */
    private static final int ALL = -1;

    private final MethodHandle setrlimit = function("setrlimit", 2, ALL);
    private final MethodHandle prctl = function("prctl", 5, 1);
    private final MethodHandle syscall = function("syscall", 4, 1);
    private final MethodHandle fcntl = function("fcntl", 3, 2);

    @SuppressWarnings("restricted") // The worker is started with native access; without these calls there is no cage.
    private static MethodHandle function(String name, int arguments, int named) {
        var linker = Linker.nativeLinker();
        var types = new ValueLayout[arguments];
        java.util.Arrays.fill(types, ValueLayout.JAVA_LONG);
        var address = linker.defaultLookup().findOrThrow(name);
        var descriptor = FunctionDescriptor.of(ValueLayout.JAVA_LONG, types);
        return named == ALL
                ? linker.downcallHandle(address, descriptor)
                : linker.downcallHandle(address, descriptor, Linker.Option.firstVariadicArg(named));
    }

    /**
     * Lets the program write a picture in one piece, and go on: a pipe holds 64 KiB otherwise, and both sides wait for each other in turns.
     * Where the system gives no more, it is as before.
     */
    void widenInput(int bytes) {
        call(fcntl, STANDARD_INPUT, F_SETPIPE_SZ, bytes);
    }

    /** @throws IllegalStateException when one of the limits cannot be had: nothing may be decoded then */
    void limit(long addressSpaceBytes, long cpuSeconds) {
        setLimit(RLIMIT_AS, addressSpaceBytes);
        setLimit(RLIMIT_CPU, cpuSeconds);
        setLimit(RLIMIT_FSIZE, 0);
        setLimit(RLIMIT_CORE, 0);
    }

    private void setLimit(int resource, long most) {
        try (var arena = Arena.ofConfined()) {
            var limit = arena.allocate(16, 8);
            limit.set(ValueLayout.JAVA_LONG, 0, most);
            limit.set(ValueLayout.JAVA_LONG, 8, most);
            check("setrlimit " + resource, call(setrlimit, resource, limit.address()));
        }
    }

    /** @throws IllegalStateException when the system has no such filter, or its calls are not known here */
    void filterSystemCalls() {
        var calls = SystemCalls.ofThisMachine();
        check("prctl", call(prctl, PR_SET_DUMPABLE, 0, 0, 0, 0));
        check("prctl", call(prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
        try (var arena = Arena.ofConfined()) {
            var program = program(calls);
            var instructions = arena.allocate(8L * program.size(), 8);
            for (int i = 0; i < program.size(); i++) program.get(i).write(instructions.asSlice(8L * i, 8));
            var header = arena.allocate(16, 8);
            header.set(ValueLayout.JAVA_SHORT, 0, (short) program.size());
            header.set(ValueLayout.JAVA_LONG, 8, instructions.address());
            check(
                    "seccomp",
                    call(
                            syscall,
                            calls.seccomp(),
                            SECCOMP_SET_MODE_FILTER,
                            SECCOMP_FILTER_FLAG_TSYNC,
                            header.address()));
        }
    }

    /** One instruction of the kernel's classic packet filter. */
    private record Instruction(int code, int ifTrue, int ifFalse, int operand) {
        static final int LOAD_WORD = 0x20;
        static final int JUMP_EQUAL = 0x15;
        static final int JUMP_ANY_BIT = 0x45;
        static final int RETURN = 0x06;

        static Instruction load(int offset) {
            return new Instruction(LOAD_WORD, 0, 0, offset);
        }

        static Instruction answer(int value) {
            return new Instruction(RETURN, 0, 0, value);
        }

        void write(MemorySegment to) {
            to.set(ValueLayout.JAVA_SHORT, 0, (short) code);
            to.set(ValueLayout.JAVA_BYTE, 2, (byte) ifTrue);
            to.set(ValueLayout.JAVA_BYTE, 3, (byte) ifFalse);
            to.set(ValueLayout.JAVA_INT, 4, operand);
        }
    }

    private static List<Instruction> program(SystemCalls calls) {
        int number = 0;
        int architecture = 4;
        int firstArgument = 16;
        var program = new ArrayList<Instruction>();
        program.add(Instruction.load(architecture));
        program.add(new Instruction(Instruction.JUMP_EQUAL, 1, 0, calls.architecture()));
        program.add(Instruction.answer(REFUSE | EPERM));
        program.add(Instruction.load(number));
        for (int allowed : calls.allowed()) {
            program.add(new Instruction(Instruction.JUMP_EQUAL, 0, 1, allowed));
            program.add(Instruction.answer(ALLOW));
        }
        // The library then falls back to clone, whose flags can be seen.
        program.add(new Instruction(Instruction.JUMP_EQUAL, 0, 1, calls.clone3()));
        program.add(Instruction.answer(REFUSE | ENOSYS));
        // A new thread, never a new process.
        program.add(new Instruction(Instruction.JUMP_EQUAL, 0, 3, calls.cloneCall()));
        program.add(Instruction.load(firstArgument));
        program.add(new Instruction(Instruction.JUMP_ANY_BIT, 0, 1, CLONE_THREAD));
        program.add(Instruction.answer(ALLOW));
        program.add(Instruction.answer(REFUSE | EPERM));
        return program;
    }

    private static long call(MethodHandle function, long... arguments) {
        try {
            var boxed = new Object[arguments.length];
            for (int i = 0; i < arguments.length; i++) boxed[i] = arguments[i];
            return (long) function.invokeWithArguments(boxed);
        } catch (Throwable e) {
            throw new IllegalStateException("a call of the system failed", e);
        }
    }

    private static void check(String what, long result) {
        // The C library returns an int, of which only the lower half is defined.
        if ((int) result != 0) throw new IllegalStateException(what + " was refused by the system");
    }
}
