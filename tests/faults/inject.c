/* Runs a program and does harm to its file calls: kills it before one, cuts one short, or lets one fail.
 *
 * Every call of every thread that concerns a path below PREFIX is seen, whichever library makes it: the calls are
 * stopped by the kernel (seccomp) and handed to this tracer (ptrace). A preloaded library would not do, as calls that
 * a program makes without the C library pass it by.
 *
 *   inject MODE N ERRNO CLASS PREFIX OUT -- PROGRAM ARGUMENT...
 *
 *   MODE    count: only count; kill: before call N; torn: call N writes half, then as kill; fail: call N fails with
 *           ERRNO; dead: call N and every later one fail with ERRNO; log: write what changes files to OUT
 *   CLASS   r: calls that read; w: calls that write; a: both
 *   OUT     gets the number of calls, or the log
 *
 * The exit status is that of the program, 137 where it was killed. 99: the tracer itself failed.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef __x86_64__
#error "the registers of this processor are not known here"
#endif

/* How a call names its files: by a descriptor, a path, a folder and a path; the second pair for two names. */
enum shape { FD, PATH, AT, PATH2, AT2 };
struct call { int number; char class; enum shape shape; const char *name; };
static const struct call calls[] = {
    {SYS_open, 'o', PATH, "open"}, {SYS_openat, 'o', AT, "open"}, {SYS_openat2, 'r', AT, "open"},
    {SYS_creat, 'w', PATH, "open"}, {SYS_read, 'r', FD, "read"}, {SYS_pread64, 'r', FD, "read"},
    {SYS_readv, 'r', FD, "read"}, {SYS_stat, 'r', PATH, "stat"}, {SYS_lstat, 'r', PATH, "stat"},
    {SYS_fstat, 'r', FD, "stat"}, {SYS_newfstatat, 'r', AT, "stat"}, {SYS_statx, 'r', AT, "stat"},
    {SYS_getdents64, 'r', FD, "list"}, {SYS_readlink, 'r', PATH, "stat"}, {SYS_readlinkat, 'r', AT, "stat"},
    {SYS_access, 'r', PATH, "stat"}, {SYS_faccessat, 'r', AT, "stat"}, {SYS_mmap, 'm', FD, "map"},
    {SYS_write, 'w', FD, "write"}, {SYS_pwrite64, 'w', FD, "write"}, {SYS_writev, 'w', FD, "writev"},
    {SYS_ftruncate, 'w', FD, "truncate"}, {SYS_fsync, 'w', FD, "fsync"}, {SYS_fdatasync, 'w', FD, "fsync"},
    {SYS_syncfs, 'w', FD, "syncfs"}, {SYS_fchmod, 'w', FD, "chmod"}, {SYS_chmod, 'w', PATH, "chmod"},
    {SYS_fchmodat, 'w', AT, "chmod"}, {SYS_mkdir, 'w', PATH, "mkdir"}, {SYS_mkdirat, 'w', AT, "mkdir"},
    {SYS_rmdir, 'w', PATH, "rmdir"}, {SYS_unlink, 'w', PATH, "unlink"}, {SYS_unlinkat, 'w', AT, "unlink"},
    {SYS_rename, 'w', PATH2, "rename"}, {SYS_renameat, 'w', AT2, "rename"}, {SYS_renameat2, 'w', AT2, "rename"},
    {SYS_link, 'w', PATH2, "link"}, {SYS_linkat, 'w', AT2, "link"}, {SYS_symlink, 'w', PATH2, "symlink"},
    {SYS_copy_file_range, 'w', FD, "copy"}, {SYS_sendfile, 'w', FD, "copy"}, {SYS_flock, 'w', FD, "lock"},
};
enum { CALLS = sizeof calls / sizeof calls[0] };

static const char *prefix;
static size_t prefix_length;
static pid_t child;

static void fail(const char *what) { perror(what); if (child) kill(child, SIGKILL); exit(99); }

static void traced(char **command) {
    struct sock_filter filter[CALLS + 4];
    int at = 0;
    filter[at++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
    for (int i = 0; i < CALLS; i++)
        filter[at++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, calls[i].number, CALLS - i, 0);
    filter[at++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    filter[at++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRACE);
    struct sock_fprog program = {at, filter};
    if (ptrace(PTRACE_TRACEME, 0, 0, 0)) _exit(99);
    raise(SIGSTOP);
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program)) _exit(99);
    execvp(command[0], command);
    _exit(127);
}

static void peek(pid_t thread, unsigned long address, char *text) {
    struct iovec here = {text, PATH_MAX - 1}, there = {(void *)address, PATH_MAX - 1};
    ssize_t got = process_vm_readv(thread, &here, 1, &there, 1, 0);
    if (got < 0) { /* the text may end just before a page that is not there */
        size_t rest = 4096 - address % 4096;
        here.iov_len = there.iov_len = rest < PATH_MAX ? rest : PATH_MAX - 1;
        got = process_vm_readv(thread, &here, 1, &there, 1, 0);
    }
    text[got < 0 ? 0 : got] = 0;
}

static void of_descriptor(pid_t thread, int descriptor, char *path) {
    char link[64];
    if (descriptor == AT_FDCWD) snprintf(link, sizeof link, "/proc/%d/cwd", thread);
    else snprintf(link, sizeof link, "/proc/%d/fd/%d", thread, descriptor);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    path[length < 0 ? 0 : length] = 0;
}

static void resolved(pid_t thread, int folder, unsigned long address, char *path) {
    char text[PATH_MAX];
    peek(thread, address, text);
    if (text[0] == '/') { strcpy(path, text); return; }
    of_descriptor(thread, folder, path);
    size_t length = strlen(path);
    if (text[0] && length + strlen(text) + 2 < PATH_MAX) { path[length] = '/'; strcpy(path + length + 1, text); }
}

static int below(const char *path) {
    return strncmp(path, prefix, prefix_length) == 0 && (path[prefix_length] == '/' || path[prefix_length] == 0);
}

/* The descriptor that a call is about: of a copy the file that is written. */
static int descriptor(const struct user_regs_struct *regs) {
    switch (regs->orig_rax) {
    case SYS_mmap: return (int)regs->r8;
    case SYS_copy_file_range: return (int)regs->rdx;
    default: return (int)regs->rdi;
    }
}

int main(int argc, char **argv) {
    if (argc < 9 || strcmp(argv[7], "--")) { fprintf(stderr, "inject: see the head of its source\n"); return 99; }
    const char *mode = argv[1];
    long point = atol(argv[2]), number = atol(argv[3]), count = 0;
    char wanted = argv[4][0];
    prefix = argv[5];
    prefix_length = strlen(prefix);
    FILE *out = fopen(argv[6], "w");
    if (!out) fail(argv[6]);
    int logs = !strcmp(mode, "log"), kills = !strcmp(mode, "kill"), tears = !strcmp(mode, "torn");
    int fails = !strcmp(mode, "fail"), dead = !strcmp(mode, "dead");
    child = fork();
    if (child < 0) fail("fork");
    if (child == 0) traced(argv + 8);
    int status;
    if (waitpid(child, &status, 0) < 0 || !WIFSTOPPED(status)) fail("wait");
    long options = PTRACE_O_TRACESECCOMP | PTRACE_O_TRACECLONE | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK |
                   PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL | PTRACE_O_TRACESYSGOOD;
    if (ptrace(PTRACE_SETOPTIONS, child, 0, options) || ptrace(PTRACE_CONT, child, 0, 0)) fail("trace");
    char line[3 * PATH_MAX] = "";
    pid_t ending = 0; /* the thread whose call must end before something happens */
    for (;;) {
        pid_t thread = waitpid(-1, &status, __WALL);
        if (thread < 0) fail("wait");
        if (WIFEXITED(status) || WIFSIGNALED(status)) {
            if (thread != child) continue;
            if (!logs) fprintf(out, "%ld\n", count);
            fclose(out);
            return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        }
        int signal = WSTOPSIG(status), event = status >> 16;
        if (signal == (SIGTRAP | 0x80)) { /* the end of a call that was waited for */
            if (thread == ending) {
                ending = 0;
                if (tears) { kill(child, SIGKILL); continue; }
                struct user_regs_struct regs;
                if (!ptrace(PTRACE_GETREGS, thread, 0, &regs) && (long)regs.rax >= 0) fprintf(out, "%s\t%lld\n", line, regs.rax);
            }
            ptrace(PTRACE_CONT, thread, 0, 0);
            continue;
        }
        if (event != PTRACE_EVENT_SECCOMP) {
            ptrace(PTRACE_CONT, thread, 0, event || signal == SIGSTOP || signal == SIGTRAP ? 0 : signal);
            continue;
        }
        struct user_regs_struct regs;
        if (ptrace(PTRACE_GETREGS, thread, 0, &regs)) { ptrace(PTRACE_CONT, thread, 0, 0); continue; }
        const struct call *call = NULL;
        for (int i = 0; i < CALLS; i++) if (calls[i].number == (int)regs.orig_rax) call = &calls[i];
        char class = call->class, path[PATH_MAX] = "", second[PATH_MAX] = "";
        if (class == 'o') class = (call->shape == AT ? regs.rdx : regs.rsi) & (O_CREAT | O_WRONLY | O_RDWR) ? 'w' : 'r';
        if (class == 'm') class = (int)regs.r8 >= 0 ? 'r' : 0; /* memory without a file */
        if (class && (wanted == 'a' || wanted == class)) {
            switch (call->shape) {
            case FD: of_descriptor(thread, descriptor(&regs), path); break;
            case PATH: resolved(thread, AT_FDCWD, regs.rdi, path); break;
            case AT: resolved(thread, (int)regs.rdi, regs.rsi, path); break;
            case PATH2: resolved(thread, AT_FDCWD, regs.rdi, path); resolved(thread, AT_FDCWD, regs.rsi, second); break;
            case AT2: resolved(thread, (int)regs.rdi, regs.rsi, path); resolved(thread, (int)regs.rdx, regs.r10, second); break;
            }
            if (below(path) || below(second)) {
                count++;
                if (logs && class == 'w') {
                    long flags = call->number == SYS_renameat2 ? (long)regs.r8 : 0;
                    if (!strcmp(call->name, "open")) flags = call->shape == AT ? (long)regs.rdx : (long)regs.rsi;
                    snprintf(line, sizeof line, "%s\t%ld\t%s\t%s", call->name, flags, path, second);
                    ending = thread;
                    ptrace(PTRACE_SYSCALL, thread, 0, 0);
                    continue;
                }
                if (kills && count == point) { kill(child, SIGKILL); continue; }
                if (tears && count == point) {
                    int has_length = !strcmp(call->name, "write") && regs.rdx > 1;
                    if (!has_length) { kill(child, SIGKILL); continue; }
                    regs.rdx /= 2;
                    ptrace(PTRACE_SETREGS, thread, 0, &regs);
                    ending = thread;
                    ptrace(PTRACE_SYSCALL, thread, 0, 0);
                    continue;
                }
                if ((fails && count == point) || (dead && count >= point)) {
                    if (fails || count == point) fprintf(stderr, "inject: %s %s\n", call->name, path);
                    regs.orig_rax = (unsigned long)-1;
                    regs.rax = (unsigned long)-number;
                    ptrace(PTRACE_SETREGS, thread, 0, &regs);
                }
            }
        }
        ptrace(PTRACE_CONT, thread, 0, 0);
    }
}
