/*
 * Makes a process's disk and wall clock misbehave while it runs. Preloaded (LD_PRELOAD) into a broker; what goes wrong
 * is said by a small file that is mapped here and written by the test (faults/fault-switch.ts draws it).
 *
 *   FAULTS_FILE  the mapped file
 *   FAULTS_DIR   absolute path, without a slash at the end: only files below it are touched by what the disk does
 *
 * A full disk refuses what would make a file longer, and new files and directories; bytes that have their place are
 * overwritten as before. A failed sync syncs nothing. The monotonic clock stays as it is.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

struct faults {
  _Atomic int64_t sync_delay_us;
  _Atomic int64_t sync_errno;
  _Atomic int64_t is_full;
  _Atomic int64_t clock_offset_us;
  /* Counted here, read by the test: how often the disk or the clock really misbehaved. */
  _Atomic int64_t delayed, failed, refused, shifted;
  /* Only syncs below this entry of the directory are touched; empty: all. Written before the rest. */
  char scope[64];
};

static struct faults none;
static struct faults *faults = &none;
static char directory[PATH_MAX];
static size_t directory_length;

#define REAL(name) ({ static __typeof__(&name) real; if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name); real; })

__attribute__((constructor)) static void start(void) {
  const char *file = getenv("FAULTS_FILE"), *dir = getenv("FAULTS_DIR");
  if (!file || !dir || strlen(dir) >= sizeof directory) return;
  int fd = REAL(open)(file, O_RDWR | O_CLOEXEC);
  void *mapped = fd < 0 ? MAP_FAILED : mmap(NULL, sizeof(struct faults), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (mapped == MAP_FAILED) {
    perror("FAULTS_FILE");
    _exit(70);
  }
  REAL(close)(fd);
  directory_length = strlen(dir);
  memcpy(directory, dir, directory_length + 1);
  faults = mapped;
}

static int is_path_below(const char *path) {
  return directory_length > 0 && strncmp(path, directory, directory_length) == 0 && path[directory_length] == '/';
}

/* Asked only while something is wrong. */
static int is_below(int fd) {
  char link[64], path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return is_path_below(path) || strcmp(path, directory) == 0;
}

static int is_in_scope(int fd) {
  char link[64], path[PATH_MAX], scope[sizeof faults->scope];
  memcpy(scope, faults->scope, sizeof scope);
  scope[sizeof scope - 1] = 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return is_path_below(path) && strncmp(path + directory_length + 1, scope, strlen(scope)) == 0;
}

static int synced(int fd, int (*sync)(int)) {
  int64_t delay = atomic_load(&faults->sync_delay_us), failure = atomic_load(&faults->sync_errno);
  if ((delay == 0 && failure == 0) || !is_in_scope(fd)) return sync(fd);
  if (delay > 0) {
    atomic_fetch_add(&faults->delayed, 1);
    struct timespec time = {delay / 1000000, delay % 1000000 * 1000};
    nanosleep(&time, NULL);
  }
  if (failure != 0) {
    atomic_fetch_add(&faults->failed, 1);
    errno = (int)failure;
    return -1;
  }
  return sync(fd);
}
int fsync(int fd) { return synced(fd, REAL(fsync)); }
int fdatasync(int fd) { return synced(fd, REAL(fdatasync)); }

static int refused(void) {
  atomic_fetch_add(&faults->refused, 1);
  errno = ENOSPC;
  return 1;
}

/* Whether a write of `length` bytes finds no room; `offset` is -1 for the descriptor's own position. */
static int has_no_room(int fd, size_t length, off64_t offset) {
  struct stat status;
  if (atomic_load(&faults->is_full) == 0 || !is_below(fd) || fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) return 0;
  if (offset < 0) offset = fcntl(fd, F_GETFL) & O_APPEND ? status.st_size : lseek(fd, 0, SEEK_CUR);
  return offset + (off64_t)length > status.st_size ? refused() : 0;
}

static size_t total(const struct iovec *parts, int count) {
  size_t length = 0;
  for (int i = 0; i < count; i++) length += parts[i].iov_len;
  return length;
}

ssize_t write(int fd, const void *bytes, size_t length) {
  return has_no_room(fd, length, -1) ? -1 : REAL(write)(fd, bytes, length);
}
ssize_t writev(int fd, const struct iovec *parts, int count) {
  return has_no_room(fd, total(parts, count), -1) ? -1 : REAL(writev)(fd, parts, count);
}
ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) {
  return has_no_room(fd, length, offset) ? -1 : REAL(pwrite)(fd, bytes, length, offset);
}
ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) {
  return has_no_room(fd, length, offset) ? -1 : REAL(pwrite64)(fd, bytes, length, offset);
}
ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t offset) {
  return has_no_room(fd, total(parts, count), offset) ? -1 : REAL(pwritev)(fd, parts, count, offset);
}
ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t offset) {
  return has_no_room(fd, total(parts, count), offset) ? -1 : REAL(pwritev64)(fd, parts, count, offset);
}
int ftruncate(int fd, off_t length) { return has_no_room(fd, 0, length) ? -1 : REAL(ftruncate)(fd, length); }
int ftruncate64(int fd, off64_t length) { return has_no_room(fd, 0, length) ? -1 : REAL(ftruncate64)(fd, length); }

static int cannot_be_created(int at, const char *path) {
  if (atomic_load(&faults->is_full) == 0 || at != AT_FDCWD || !is_path_below(path)) return 0;
  return access(path, F_OK) != 0 ? refused() : 0;
}

#define OPEN_BODY(at)                                                  \
  mode_t mode = 0;                                                     \
  if (flags & (O_CREAT | O_TMPFILE)) {                                 \
    va_list rest;                                                      \
    va_start(rest, flags);                                             \
    mode = va_arg(rest, mode_t);                                       \
    va_end(rest);                                                      \
    if ((flags & O_CREAT) && cannot_be_created(at, path)) return -1;   \
  }                                                                    \
  return REAL(openat)(at, path, flags, mode)

int open(const char *path, int flags, ...) { OPEN_BODY(AT_FDCWD); }
int open64(const char *path, int flags, ...) { OPEN_BODY(AT_FDCWD); }
int openat(int at, const char *path, int flags, ...) { OPEN_BODY(at); }
int openat64(int at, const char *path, int flags, ...) { OPEN_BODY(at); }
int mkdir(const char *path, mode_t mode) { return cannot_be_created(AT_FDCWD, path) ? -1 : REAL(mkdir)(path, mode); }

static int64_t clock_offset(void) {
  int64_t offset = atomic_load(&faults->clock_offset_us);
  if (offset != 0) atomic_fetch_add_explicit(&faults->shifted, 1, memory_order_relaxed);
  return offset;
}

int clock_gettime(clockid_t clock, struct timespec *time) {
  int result = REAL(clock_gettime)(clock, time);
  if (result != 0 || (clock != CLOCK_REALTIME && clock != CLOCK_REALTIME_COARSE)) return result;
  int64_t offset = clock_offset();
  if (offset == 0) return 0;
  int64_t nanoseconds = time->tv_nsec + offset % 1000000 * 1000;
  time->tv_sec += offset / 1000000 + (nanoseconds >= 1000000000) - (nanoseconds < 0);
  time->tv_nsec = nanoseconds >= 1000000000 ? nanoseconds - 1000000000 : nanoseconds < 0 ? nanoseconds + 1000000000 : nanoseconds;
  return 0;
}

int gettimeofday(struct timeval *restrict time, void *restrict zone) {
  int result = REAL(gettimeofday)(time, zone);
  if (result != 0) return result;
  struct timespec shifted;
  if (clock_gettime(CLOCK_REALTIME, &shifted) != 0) return -1;
  time->tv_sec = shifted.tv_sec;
  time->tv_usec = shifted.tv_nsec / 1000;
  return 0;
}

time_t time(time_t *to) {
  struct timespec shifted;
  clock_gettime(CLOCK_REALTIME, &shifted);
  if (to != NULL) *to = shifted.tv_sec;
  return shifted.tv_sec;
}
