/*
 * For tests, as LD_PRELOAD of a process: kills it at a chosen call of the C library, and notes what of its files is on disk.
 *
 * CRASH_AT      "<call> <text> <n>": the process dies at the n-th such call whose subject has the text in it.
 *               rename, renamed   before or after a file gets a name; the subject is the name
 *               sync              before a file or folder is flushed; the subject is its path
 *               put               before a part of a file is written; the subject is its path
 *               tell              before something is written to standard output; the subject is what is written
 * CRASH_SHADOW  A folder. Each file under CRASH_ROOT that is flushed is copied there as it was at the call, and of each
 *               folder that is flushed, the names in it: what a power failure would leave.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static char wanted_call[16], wanted_text[256];
static int calls_left;
static const char *shadow, *root;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static int (*real_rename)(const char *, const char *);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_writev)(int, const struct iovec *, int);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);

__attribute__((constructor)) static void begin(void) {
  const char *at = getenv("CRASH_AT");
  if (at) sscanf(at, "%15s %255s %d", wanted_call, wanted_text, &calls_left);
  shadow = getenv("CRASH_SHADOW");
  root = getenv("CRASH_ROOT");
  real_rename = dlsym(RTLD_NEXT, "rename");
  real_fsync = dlsym(RTLD_NEXT, "fsync");
  real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
  real_write = dlsym(RTLD_NEXT, "write");
  real_writev = dlsym(RTLD_NEXT, "writev");
  real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
}

static void at(const char *call, const void *subject, size_t size) {
  if (calls_left <= 0 || strcmp(call, wanted_call) != 0) return;
  if (!memmem(subject, size, wanted_text, strlen(wanted_text))) return;
  if (__atomic_sub_fetch(&calls_left, 1, __ATOMIC_SEQ_CST) > 0) return;
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

static const char *path_of(int fd, char *path) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, PATH_MAX - 1);
  path[length < 0 ? 0 : length] = 0;
  return path;
}

static void at_path(const char *call, int fd) {
  char path[PATH_MAX];
  if (calls_left <= 0) return;
  path_of(fd, path);
  at(call, path, strlen(path));
}

/* A file by its number and birth: numbers are given again. */
static int key_of(int dir, const char *name, char *key, unsigned *mode) {
  struct statx about;
  if (statx(dir, name, AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW, STATX_INO | STATX_BTIME | STATX_TYPE, &about) != 0) return -1;
  sprintf(key, "%llu-%lld-%u", (unsigned long long)about.stx_ino, (long long)about.stx_btime.tv_sec, about.stx_btime.tv_nsec);
  *mode = about.stx_mode;
  return 0;
}

static void write_names(int fd, int to) {
  int again = openat(fd, ".", O_RDONLY | O_DIRECTORY);
  DIR *dir = again < 0 ? NULL : fdopendir(again);
  for (struct dirent *entry; dir && (entry = readdir(dir));) {
    char key[64], line[PATH_MAX + 80];
    unsigned mode;
    if (entry->d_name[0] == '.' && (!entry->d_name[1] || (entry->d_name[1] == '.' && !entry->d_name[2]))) continue;
    if (key_of(fd, entry->d_name, key, &mode) != 0) continue;
    int length = sprintf(line, "%s %s %s\n", S_ISDIR(mode) ? "folder" : "file", key, entry->d_name);
    real_write(to, line, length);
  }
  if (dir) closedir(dir);
}

static void write_content(int fd, int to) {
  char link[64], part[65536];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  int again = open(link, O_RDONLY);
  for (ssize_t length; again >= 0 && (length = read(again, part, sizeof part)) > 0;) real_write(to, part, length);
  if (again >= 0) close(again);
}

/* As it is now; it counts once the flush has returned. */
static int flush(int fd, int (*real)(int)) {
  char path[PATH_MAX], key[64], draft[PATH_MAX], kept[PATH_MAX];
  unsigned mode;
  at_path("sync", fd);
  if (!shadow || !root || strncmp(path_of(fd, path), root, strlen(root)) != 0 || key_of(fd, "", key, &mode) != 0) return real(fd);
  pthread_mutex_lock(&lock);
  snprintf(draft, sizeof draft, "%s/draft", shadow);
  snprintf(kept, sizeof kept, "%s/%s", shadow, key);
  int to = open(draft, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (S_ISDIR(mode)) write_names(fd, to);
  else write_content(fd, to);
  close(to);
  int result = real(fd);
  if (result == 0) real_rename(draft, kept);
  pthread_mutex_unlock(&lock);
  return result;
}

int fsync(int fd) { return flush(fd, real_fsync); }

int fdatasync(int fd) { return flush(fd, real_fdatasync); }

int rename(const char *from, const char *to) {
  at("rename", to, strlen(to));
  int result = real_rename(from, to);
  at("renamed", to, strlen(to));
  return result;
}

ssize_t write(int fd, const void *bytes, size_t size) {
  if (fd == 1) at("tell", bytes, size);
  else at_path("put", fd);
  return real_write(fd, bytes, size);
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
  for (int part = 0; fd == 1 && part < count; part++) at("tell", parts[part].iov_base, parts[part].iov_len);
  return real_writev(fd, parts, count);
}

ssize_t pwrite64(int fd, const void *bytes, size_t size, off_t offset) {
  at_path("put", fd);
  return real_pwrite(fd, bytes, size, offset);
}

ssize_t pwrite(int fd, const void *bytes, size_t size, off_t offset) { return pwrite64(fd, bytes, size, offset); }
