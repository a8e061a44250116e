/* Makes folders list their entries backwards, and the clock run 400 days ahead, for the program it is preloaded into.
   Told to by DISTURB_ORDER and DISTURB_CLOCK; what it did is written to the file that DISTURB_LOG names. */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct listing {
    DIR *dir;
    struct dirent64 **entries;
    size_t left;
    struct listing *next;
};

static struct listing *listings;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void told(const char *what) {
    const char *path = getenv("DISTURB_LOG");
    int file = path ? open(path, O_WRONLY | O_CREAT | O_APPEND, 0600) : -1;
    if (file >= 0) {
        if (write(file, what, strlen(what)) < 0) _exit(99);
        close(file);
    }
}

static struct listing *whole(DIR *dir) {
    static struct dirent64 *(*real)(DIR *);
    if (!real) real = dlsym(RTLD_NEXT, "readdir64");
    struct listing *found;
    for (found = listings; found; found = found->next)
        if (found->dir == dir) return found;
    found = calloc(1, sizeof *found);
    found->dir = dir;
    for (struct dirent64 *entry; (entry = real(dir));) {
        found->entries = realloc(found->entries, (found->left + 1) * sizeof *found->entries);
        found->entries[found->left] = malloc(sizeof *entry);
        memcpy(found->entries[found->left++], entry, entry->d_reclen);
    }
    found->next = listings;
    listings = found;
    told("order\n");
    return found;
}

struct dirent64 *readdir64(DIR *dir) {
    static struct dirent64 *(*real)(DIR *);
    if (!real) real = dlsym(RTLD_NEXT, "readdir64");
    if (!getenv("DISTURB_ORDER")) return real(dir);
    pthread_mutex_lock(&lock);
    struct listing *all = whole(dir);
    struct dirent64 *entry = all->left ? all->entries[--all->left] : NULL;
    pthread_mutex_unlock(&lock);
    return entry;
}

int closedir(DIR *dir) {
    static int (*real)(DIR *);
    if (!real) real = dlsym(RTLD_NEXT, "closedir");
    pthread_mutex_lock(&lock);
    for (struct listing **at = &listings; *at; at = &(*at)->next)
        if ((*at)->dir == dir) {
            *at = (*at)->next;
            break;
        }
    pthread_mutex_unlock(&lock);
    return real(dir);
}

int clock_gettime(clockid_t id, struct timespec *time) {
    static int (*real)(clockid_t, struct timespec *);
    if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
    int result = real(id, time);
    if (result == 0 && id == CLOCK_REALTIME && getenv("DISTURB_CLOCK")) {
        time->tv_sec += 400L * 86400;
        told("clock\n");
    }
    return result;
}
