/*
 * Records what a process does to the files below one directory, so that the disk can be rebuilt as a loss of power
 * would have left it. Preloaded (LD_PRELOAD) into the broker; the broker's own calls are carried out unchanged.
 *
 *   RECORD_DIR   absolute path, without a slash at the end: what lies below it is recorded
 *   RECORD_LOG   file that the records are appended to (outside RECORD_DIR)
 *
 * A record is a 40-byte header, then two byte strings (power-loss/recording.ts reads them). A write is recorded after
 * it returned; a sync is recorded before it begins and again after it succeeded. So a write whose record lies before
 * the beginning of a sync was covered by it, and what a process acknowledged after a sync returned finds that sync's
 * end in the log. Every record is one O_APPEND write: it survives a SIGKILL, and records do not interleave.
 *
 * Not seen: memory maps, io_uring (switched off by UV_USE_IO_URING=0) and descriptors from dup.
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
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind {
  CREATE = 1, WRITE = 2, TRUNCATE = 3, SYNC_BEGIN = 4, SYNC_END = 5, RENAME = 6, UNLINK = 7, MKDIR = 8, RMDIR = 9, LINK = 10,
};

struct header {
  uint32_t magic;
  uint32_t kind;
  uint64_t inode;
  uint64_t offset;
  uint64_t token;
  uint32_t first_length;
  uint32_t second_length;
};

#define MAGIC 0x57524543u
#define MAX_DESCRIPTORS 65536

static int log_fd = -1;
static char directory[PATH_MAX];
static size_t directory_length;
static _Atomic uint64_t tokens;
/* Inode of each descriptor that points below the directory; 0 for every other. */
static _Atomic uint64_t inodes[MAX_DESCRIPTORS];
/* Descriptors opened with O_SYNC or O_DSYNC: every write through them is a sync as well. */
static _Atomic char synchronous[MAX_DESCRIPTORS];

#define REAL(name) ({ static __typeof__(&name) real; if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name); real; })

__attribute__((constructor)) static void start(void) {
  const char *dir = getenv("RECORD_DIR"), *log = getenv("RECORD_LOG");
  if (!dir || !log) return;
  directory_length = strlen(dir);
  if (directory_length >= sizeof directory) return;
  memcpy(directory, dir, directory_length + 1);
  log_fd = REAL(open)(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (log_fd < 0) {
    perror("RECORD_LOG");
    _exit(70);
  }
  /* Far from the descriptors that the process will be given, so that it cannot close the log by mistake. */
  int far = fcntl(log_fd, F_DUPFD_CLOEXEC, 900);
  if (far >= 0) {
    REAL(close)(log_fd);
    log_fd = far;
  }
}

static void put(enum kind kind, uint64_t inode, uint64_t offset, uint64_t token, const struct iovec *first, int count, size_t first_length,
                const char *second) {
  struct header header = {MAGIC, kind, inode, offset, token, (uint32_t)first_length, second ? (uint32_t)strlen(second) : 0};
  struct iovec parts[IOV_MAX];
  int used = 0;
  parts[used++] = (struct iovec){&header, sizeof header};
  size_t left = first_length;
  for (int i = 0; i < count && left > 0 && used < IOV_MAX - 1; i++) {
    size_t length = first[i].iov_len < left ? first[i].iov_len : left;
    parts[used++] = (struct iovec){first[i].iov_base, length};
    left -= length;
  }
  if (second) parts[used++] = (struct iovec){(void *)second, strlen(second)};
  size_t total = sizeof header + first_length + header.second_length;
  ssize_t written = left == 0 ? REAL(writev)(log_fd, parts, used) : -1;
  if (written != (ssize_t)total) {
    static const char message[] = "record-writes: the log is incomplete, the recording is worthless\n";
    (void)!REAL(write)(2, message, sizeof message - 1);
    _exit(70);
  }
}

static void put_paths(enum kind kind, uint64_t inode, const char *first, const char *second) {
  struct iovec part = {(void *)first, strlen(first)};
  put(kind, inode, 0, 0, &part, 1, part.iov_len, second);
}

/* The path below the directory, or null when it lies elsewhere. The directory itself is the empty path. */
static const char *below(int at, const char *path, char *space) {
  if (log_fd < 0 || !path) return NULL;
  char full[PATH_MAX * 2];
  if (path[0] == '/') snprintf(full, sizeof full, "%s", path);
  else {
    char base[PATH_MAX];
    if (at == AT_FDCWD) {
      if (!getcwd(base, sizeof base)) return NULL;
    } else {
      char link[64];
      snprintf(link, sizeof link, "/proc/self/fd/%d", at);
      ssize_t length = readlink(link, base, sizeof base - 1);
      if (length < 0) return NULL;
      base[length] = 0;
    }
    snprintf(full, sizeof full, "%s/%s", base, path);
  }
  /* Fold "//", "/./" and a slash at the end; the processes we record do not use "..". */
  char *to = space;
  for (const char *from = full; *from;) {
    if (from[0] == '/' && (from[1] == '/' || from[1] == 0)) from++;
    else if (from[0] == '/' && from[1] == '.' && (from[2] == '/' || from[2] == 0)) from += 2;
    else *to++ = *from++;
    if (to - space >= PATH_MAX - 1) return NULL;
  }
  *to = 0;
  if (strncmp(space, directory, directory_length) != 0) return NULL;
  if (space[directory_length] == 0) return space + directory_length;
  return space[directory_length] == '/' ? space + directory_length + 1 : NULL;
}

static uint64_t inode_of(int fd) {
  return log_fd >= 0 && fd >= 0 && fd < MAX_DESCRIPTORS ? atomic_load(&inodes[fd]) : 0;
}

static void remember(int fd, const char *path, int flags, int created) {
  struct stat status;
  if (fd < 0 || fd >= MAX_DESCRIPTORS || fstat(fd, &status) != 0) return;
  atomic_store(&inodes[fd], status.st_ino);
  atomic_store(&synchronous[fd], (flags & O_DSYNC) != 0);
  if (created) put_paths(CREATE, status.st_ino, path, NULL);
  else if (flags & O_TRUNC) put(TRUNCATE, status.st_ino, 0, 0, NULL, 0, 0, NULL);
}

static void forget(int fd) {
  if (fd >= 0 && fd < MAX_DESCRIPTORS) atomic_store(&inodes[fd], 0);
}

static int do_open(int at, const char *path, int flags, mode_t mode) {
  char space[PATH_MAX];
  const char *name = below(at, path, space);
  if (!name || name[0] == 0) {
    int fd = REAL(openat)(at, path, flags, mode);
    forget(fd);
    if (fd >= 0 && name) remember(fd, name, flags & ~O_TRUNC, 0); /* the directory itself, to be synced */
    return fd;
  }
  if (flags & O_CREAT) {
    int fd = REAL(openat)(at, path, flags | O_EXCL, mode);
    if (fd >= 0) {
      remember(fd, name, flags, 1);
      return fd;
    }
    if (errno != EEXIST || (flags & O_EXCL)) return -1;
  }
  int fd = REAL(openat)(at, path, flags, mode);
  if (fd >= 0) remember(fd, name, flags, 0);
  return fd;
}

#define OPEN_BODY(at)                                        \
  mode_t mode = 0;                                           \
  if (flags & (O_CREAT | O_TMPFILE)) {                       \
    va_list rest;                                            \
    va_start(rest, flags);                                   \
    mode = va_arg(rest, mode_t);                             \
    va_end(rest);                                            \
  }                                                          \
  return do_open(at, path, flags, mode)

int open(const char *path, int flags, ...) { OPEN_BODY(AT_FDCWD); }
int open64(const char *path, int flags, ...) { OPEN_BODY(AT_FDCWD); }
int openat(int at, const char *path, int flags, ...) { OPEN_BODY(at); }
int openat64(int at, const char *path, int flags, ...) { OPEN_BODY(at); }

int close(int fd) {
  forget(fd);
  return REAL(close)(fd);
}

static void wrote(int fd, const struct iovec *parts, int count, ssize_t length, off_t offset) {
  uint64_t inode = inode_of(fd);
  if (inode == 0 || length <= 0) return;
  int saved = errno;
  uint64_t at = offset >= 0 ? (uint64_t)offset : (uint64_t)(lseek(fd, 0, SEEK_CUR) - length);
  put(WRITE, inode, at, 0, parts, count, (size_t)length, NULL);
  if (atomic_load(&synchronous[fd])) {
    uint64_t token = atomic_fetch_add(&tokens, 1);
    put(SYNC_BEGIN, inode, 0, token, NULL, 0, 0, NULL);
    put(SYNC_END, inode, 0, token, NULL, 0, 0, NULL);
  }
  errno = saved;
}

ssize_t write(int fd, const void *bytes, size_t length) {
  ssize_t done = REAL(write)(fd, bytes, length);
  struct iovec part = {(void *)bytes, length};
  wrote(fd, &part, 1, done, -1);
  return done;
}
ssize_t writev(int fd, const struct iovec *parts, int count) {
  ssize_t done = REAL(writev)(fd, parts, count);
  wrote(fd, parts, count, done, -1);
  return done;
}
ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) {
  ssize_t done = REAL(pwrite)(fd, bytes, length, offset);
  struct iovec part = {(void *)bytes, length};
  wrote(fd, &part, 1, done, offset);
  return done;
}
ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) {
  ssize_t done = REAL(pwrite64)(fd, bytes, length, offset);
  struct iovec part = {(void *)bytes, length};
  wrote(fd, &part, 1, done, offset);
  return done;
}
ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t offset) {
  ssize_t done = REAL(pwritev)(fd, parts, count, offset);
  wrote(fd, parts, count, done, offset);
  return done;
}
ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t offset) {
  ssize_t done = REAL(pwritev64)(fd, parts, count, offset);
  wrote(fd, parts, count, done, offset);
  return done;
}

/* Copies inside the kernel are read back from the target, which the copier has open for writing only. */
static void copied(int fd, ssize_t length, off_t offset) {
  if (inode_of(fd) == 0 || length <= 0) return;
  int saved = errno;
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  int reading = REAL(open)(link, O_RDONLY | O_CLOEXEC);
  char *bytes = malloc((size_t)length);
  if (reading >= 0 && bytes && pread(reading, bytes, (size_t)length, offset) == length) {
    struct iovec part = {bytes, (size_t)length};
    wrote(fd, &part, 1, length, offset);
  }
  free(bytes);
  if (reading >= 0) REAL(close)(reading);
  errno = saved;
}
/* libuv closes descriptors and copies files by system call, past the C library's names for it. */
long syscall(long number, ...) {
  long a[6];
  va_list rest;
  va_start(rest, number);
  for (int i = 0; i < 6; i++) a[i] = va_arg(rest, long);
  va_end(rest);
  if (number == SYS_close) forget((int)a[0]);
  int out = (int)a[2];
  int watched = number == SYS_copy_file_range && inode_of(out) != 0;
  off_t at = watched ? (a[3] ? *(off_t *)a[3] : lseek(out, 0, SEEK_CUR)) : 0;
  long done = REAL(syscall)(number, a[0], a[1], a[2], a[3], a[4], a[5]);
  if (watched) copied(out, done, at);
  return done;
}

static int truncated(int fd, int result, off_t length) {
  uint64_t inode = inode_of(fd);
  if (inode && result == 0) put(TRUNCATE, inode, (uint64_t)length, 0, NULL, 0, 0, NULL);
  return result;
}
int ftruncate(int fd, off_t length) { return truncated(fd, REAL(ftruncate)(fd, length), length); }
int ftruncate64(int fd, off64_t length) { return truncated(fd, REAL(ftruncate64)(fd, length), length); }

static int synced(int fd, int (*sync)(int)) {
  uint64_t inode = inode_of(fd);
  if (inode == 0) return sync(fd);
  uint64_t token = atomic_fetch_add(&tokens, 1);
  put(SYNC_BEGIN, inode, 0, token, NULL, 0, 0, NULL);
  int result = sync(fd);
  int saved = errno;
  if (result == 0) put(SYNC_END, inode, 0, token, NULL, 0, 0, NULL);
  errno = saved;
  return result;
}
int fsync(int fd) { return synced(fd, REAL(fsync)); }
int fdatasync(int fd) { return synced(fd, REAL(fdatasync)); }

static int renamed(int from_at, const char *from, int to_at, const char *to, int result) {
  char first[PATH_MAX], second[PATH_MAX];
  if (result != 0) return result;
  const char *old = below(from_at, from, first), *new = below(to_at, to, second);
  if (old && new) put_paths(RENAME, 0, old, new);
  return result;
}
int rename(const char *from, const char *to) { return renamed(AT_FDCWD, from, AT_FDCWD, to, REAL(rename)(from, to)); }
int renameat(int from_at, const char *from, int to_at, const char *to) {
  return renamed(from_at, from, to_at, to, REAL(renameat)(from_at, from, to_at, to));
}

static int path_change(enum kind kind, int at, const char *path, int result) {
  char space[PATH_MAX];
  if (result != 0) return result;
  const char *name = below(at, path, space);
  if (!name) return result;
  struct stat status;
  uint64_t inode = kind == MKDIR && stat(path, &status) == 0 ? status.st_ino : 0;
  put_paths(kind, inode, name, NULL);
  return result;
}
int unlink(const char *path) { return path_change(UNLINK, AT_FDCWD, path, REAL(unlink)(path)); }
int unlinkat(int at, const char *path, int flags) {
  return path_change(flags & AT_REMOVEDIR ? RMDIR : UNLINK, at, path, REAL(unlinkat)(at, path, flags));
}
int mkdir(const char *path, mode_t mode) { return path_change(MKDIR, AT_FDCWD, path, REAL(mkdir)(path, mode)); }
int rmdir(const char *path) { return path_change(RMDIR, AT_FDCWD, path, REAL(rmdir)(path)); }
int link(const char *from, const char *to) {
  char first[PATH_MAX], second[PATH_MAX];
  int result = REAL(link)(from, to);
  const char *old = result == 0 ? below(AT_FDCWD, from, first) : NULL, *new = result == 0 ? below(AT_FDCWD, to, second) : NULL;
  if (old && new) put_paths(LINK, 0, old, new);
  return result;
}
