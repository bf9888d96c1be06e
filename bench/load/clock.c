/* Time, processor time and resident memory of this process and of the watched broker. */
#include "load.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

void die(const char *what) {
  fprintf(stderr, "load: %s%s%s\n", what, errno ? ": " : "", errno ? strerror(errno) : "");
  exit(2);
}

uint64_t now_nanoseconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

double now_seconds(void) { return (double)now_nanoseconds() / 1e9; }

static uint64_t first_number(const char *path) {
  unsigned long long number = 0;
  FILE *file = fopen(path, "r");
  if (!file) return 0;
  if (fscanf(file, "%llu", &number) != 1) number = 0;
  fclose(file);
  return number;
}

/* The schedstat of all threads: nanoseconds, where proc(5) stat has hundredths of a second. */
static double broker_cpu_seconds(void) {
  char path[320];
  uint64_t nanoseconds = 0;
  if (opt.watch <= 0) return 0;
  snprintf(path, sizeof path, "/proc/%d/task", opt.watch);
  DIR *tasks = opendir(path);
  if (!tasks) return 0;
  for (struct dirent *task; (task = readdir(tasks));) {
    if (task->d_name[0] == '.') continue;
    snprintf(path, sizeof path, "/proc/%d/task/%s/schedstat", opt.watch, task->d_name);
    nanoseconds += first_number(path);
  }
  closedir(tasks);
  return (double)nanoseconds / 1e9;
}

long broker_rss_kilobytes(void) {
  char path[64], line[256];
  long kilobytes = 0;
  if (opt.watch <= 0) return 0;
  snprintf(path, sizeof path, "/proc/%d/status", opt.watch);
  FILE *file = fopen(path, "r");
  if (!file) return 0;
  while (fgets(line, sizeof line, file))
    if (sscanf(line, "VmRSS: %ld", &kilobytes) == 1) break;
  fclose(file);
  return kilobytes;
}

static double seconds_of(struct timeval t) { return (double)t.tv_sec + (double)t.tv_usec / 1e6; }

instant take_instant(void) {
  struct rusage used;
  getrusage(RUSAGE_SELF, &used);
  instant i = {now_seconds(), seconds_of(used.ru_utime) + seconds_of(used.ru_stime), broker_cpu_seconds()};
  return i;
}

int compare_samples(const void *a, const void *b) {
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return x < y ? -1 : x > y;
}
