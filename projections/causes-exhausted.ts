import type { LineRule } from './cause-line.ts';
import { advice } from './cause-rule.ts';

/** Something that a program uses up was used up: disk, memory, descriptors, processes. */
export const exhaustedThings: readonly LineRule[] = [
  {
    name: 'file_watches_exhausted',
    shape: /System limit for number of file watchers|inotify.{0,40}(?:limit|No space left)/i,
    tries: () => [
      advice('raise the limit of file watches', 'sudo sysctl fs.inotify.max_user_watches=524288'),
    ],
  },
  {
    name: 'disk_full',
    shape: /\bNo space left on device\b|\bENOSPC\b|\bdisk (?:is )?full\b|not enough space on the disk/i,
    tries: () => [
      advice('make room: see what is old', 'tapps-agents bg cleanup --dry-run'),
      advice('the check of the disk refuses a launch below min_free_disk_mb: raise it to what a run needs'),
    ],
  },
  {
    name: 'quota_exhausted',
    shape: /\bDisk quota exceeded\b|\bEDQUOT\b/i,
    tries: () => [advice('remove files of yours there, or ask for a larger quota')],
  },
  {
    name: 'gpu_memory',
    shape: /\bCUDA out of memory\b|CUDA_ERROR_OUT_OF_MEMORY|cudaErrorMemoryAllocation|HIP out of memory/i,
    tries: () => [advice('use a smaller batch, or end what else uses the GPU', 'nvidia-smi')],
  },
  {
    name: 'javascript_heap',
    shape: /JavaScript heap out of memory|Reached heap limit Allocation failed|invalid table size Allocation/,
    tries: () => [
      advice('give it more heap, if the machine has it', 'export NODE_OPTIONS=--max-old-space-size=4096'),
    ],
  },
  {
    name: 'java_heap',
    shape: /\bjava\.lang\.OutOfMemoryError\b|There is insufficient memory for the Java Runtime/,
    tries: () => [advice('give it more heap: -Xmx4g, if the machine has it')],
  },
  {
    name: 'processes_exhausted',
    shape:
      /\bfork\b.{0,60}(?:Resource temporarily unavailable|Cannot allocate memory)|\bCannot fork\b|can't start new thread|\bpthread_create\b.{0,60}fail|\bspawn \S{1,200} EAGAIN\b|unable to create (?:new )?native thread|BlockingIOError: \[Errno 11\]/i,
    tries: () => [
      advice('the limit of processes of this user is reached: see ulimit -u, and end what hangs'),
    ],
  },
  {
    name: 'memory_exhausted',
    shape:
      /\bMemoryError\b|\bstd::bad_alloc\b|\bCannot allocate memory\b|\bENOMEM\b|\bout of memory\b|virtual memory exhausted|memory allocation of \d{1,20} bytes failed/i,
    tries: () => [advice('let it use less at once, or raise the limit of memory that it runs under')],
  },
  {
    name: 'descriptors_exhausted',
    shape: /\bToo many open files\b|\bEMFILE\b|\bENFILE\b/i,
    tries: () => [advice('raise the limit of open files where it is launched', 'ulimit -n 8192')],
  },
];
