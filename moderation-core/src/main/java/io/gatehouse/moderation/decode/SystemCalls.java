package io.gatehouse.moderation.decode;

import java.util.List;

/**
 * Numbers of the system calls that a Java process and its decoders need once all is loaded: memory, threads, clocks, signals,
 * and reading and writing of what is open already.
 *
 * @see <a href="https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/arch/x86/entry/syscalls/syscall_64.tbl">x86-64</a>
 */
record SystemCalls(int architecture, int seccomp, int cloneCall, int clone3, List<Integer> allowed) {
    private static final SystemCalls X86_64 = new SystemCalls(
            0xC000003E,
            317,
            56,
            435,
            // read, write, close, fstat, poll, lseek, mmap, mprotect, munmap, brk, rt_sigaction, rt_sigprocmask,
            // rt_sigreturn,
            // pread64, writev, sched_yield, mremap, mincore, madvise, nanosleep, getpid, exit, uname, gettimeofday,
            // getrusage,
            // sysinfo, sigaltstack, prctl, gettid, futex, sched_getaffinity, restart_syscall, clock_gettime,
            // clock_getres,
            // clock_nanosleep, exit_group, tgkill, ppoll, set_robust_list, prlimit64, getcpu, getrandom, membarrier,
            // rseq
            List.of(
                    0, 1, 3, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 17, 20, 24, 25, 27, 28, 35, 39, 60, 63, 96, 98, 99,
                    131, 157, 186, 202, 204, 219, 228, 229, 230, 231, 234, 271, 273, 302, 309, 318, 324, 334));

    private static final SystemCalls ARM64 = new SystemCalls(
            0xC00000B7,
            277,
            220,
            435,
            // The same, where the system has them.
            List.of(
                    63, 64, 57, 80, 62, 222, 226, 215, 214, 134, 135, 139, 67, 66, 124, 216, 232, 233, 101, 172, 93,
                    160, 169, 165, 179, 132, 167, 178, 98, 123, 128, 113, 114, 115, 94, 131, 73, 99, 261, 168, 278, 283,
                    293));

    SystemCalls {
        allowed = List.copyOf(allowed);
    }

    static SystemCalls ofThisMachine() {
        String machine = System.getProperty("os.arch");
        return switch (machine) {
            case "amd64" -> X86_64;
            case "aarch64" -> ARM64;
            default -> throw new IllegalStateException("no list of system calls for " + machine);
        };
    }
}
