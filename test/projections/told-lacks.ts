/** What tools really print as they fail, and the rule that reads it. The last line is what decides, unless marked. */
export type ToldRow = {
  readonly rule: string;
  readonly lines: readonly string[];
  readonly code?: number;
  /** The line that is told; the last one if it is not given. */
  readonly line?: string;
  readonly requires?: string;
};

const trace = ['Traceback (most recent call last):', '  File "app.py", line 3, in <module>'];

export const toldLacks: readonly ToldRow[] = [
  {
    rule: 'python_module_missing',
    lines: [...trace, '    import tiktoken', "ModuleNotFoundError: No module named 'tiktoken'"],
    requires: 'python:tiktoken',
  },
  {
    rule: 'python_module_missing',
    lines: ['/usr/bin/python3: No module named pytest'],
    requires: 'python:pytest',
  },
  {
    rule: 'python_module_missing',
    lines: [
      "E   ModuleNotFoundError: No module named 'yaml'",
      'ERROR tests/test_a.py',
      '=== 1 error in 0.1s ===',
    ],
    line: "ModuleNotFoundError: No module named 'yaml'",
    requires: 'python:yaml',
  },
  {
    rule: 'import_failed',
    lines: [...trace, "ImportError: cannot import name 'soft_unicode' from 'markupsafe'"],
  },
  {
    rule: 'npm_package_missing',
    lines: ["Error: Cannot find module 'left-pad'", 'Require stack:', '- /app/index.js'],
    line: "Error: Cannot find module 'left-pad'",
    requires: 'npm:left-pad',
  },
  {
    rule: 'npm_package_missing',
    lines: ["Error [ERR_MODULE_NOT_FOUND]: Cannot find package '@acme/kit' imported from /app/a.mjs"],
    requires: 'npm:@acme/kit',
  },
  {
    rule: 'node_file_missing',
    lines: ['✘ [ERROR] Could not resolve "./chart.js"', '1 error'],
    line: '✘ [ERROR] Could not resolve "./chart.js"',
  },
  { rule: 'variable_missing', lines: ['sh: 1: DATABASE_URL: is not set'], requires: 'env:DATABASE_URL' },
  { rule: 'node_file_missing', lines: ["Error: Cannot find module './dist/index.js'"] },
  {
    rule: 'ruby_library_missing',
    lines: ["a.rb:1:in `require': cannot load such file -- nokogiri (LoadError)"],
  },
  { rule: 'perl_module_missing', lines: ["Can't locate JSON/XS.pm in @INC (you may need to install it)"] },
  { rule: 'java_class_missing', lines: ['Error: Could not find or load main class com.acme.Main'] },
  {
    rule: 'go_package_missing',
    lines: ['main.go:4:2: no required module provides package github.com/a/b; to add it:'],
  },
  {
    rule: 'shared_library_missing',
    lines: ['./app: error while loading shared libraries: libfoo.so.1: cannot open'],
  },
  { rule: 'python_version', lines: ['ERROR: Package requires a different Python: 3.8.1 not in >=3.10'] },
  {
    rule: 'python_version',
    lines: ['SystemExit: this needs Python 3.12 or newer'],
    requires: 'python3>=3.12',
  },
  { rule: 'node_version', lines: ['error engine: requires Node.js >=22'], requires: 'node>=22' },
  {
    rule: 'inner_command_missing',
    lines: ['sh: 1: frobnicate: not found'],
    code: 127,
    requires: 'frobnicate',
  },
  {
    rule: 'inner_command_missing',
    lines: ['deploy.sh: line 3: jq: command not found'],
    code: 127,
    requires: 'jq',
  },
  { rule: 'inner_command_missing', lines: ['zsh:1: command not found: fd'], requires: 'fd' },
  {
    rule: 'inner_command_missing',
    lines: ["/usr/bin/env: 'python2': No such file or directory"],
    requires: 'python2',
  },
  { rule: 'inner_command_missing', lines: ['Error: spawn ffmpeg ENOENT'], requires: 'ffmpeg' },
  {
    rule: 'inner_command_missing',
    lines: ['exec: "terraform": executable file not found in $PATH'],
    requires: 'terraform',
  },
  {
    rule: 'inner_program_missing',
    lines: [
      ...trace,
      '  File "/usr/lib/python3/subprocess.py", line 1950, in _execute_child',
      "FileNotFoundError: [Errno 2] No such file or directory: 'ffmpeg'",
    ],
    requires: 'ffmpeg',
  },
  {
    rule: 'variable_missing',
    lines: ['bash: line 1: DEPLOY_TO: must be set'],
    code: 127,
    requires: 'env:DEPLOY_TO',
  },
  {
    rule: 'variable_missing',
    lines: [...trace, '    os.environ["DATABASE_URL"]', "KeyError: 'DATABASE_URL'"],
    requires: 'env:DATABASE_URL',
  },
  { rule: 'variable_missing', lines: ['bash: line 1: API_BASE: unbound variable'], requires: 'env:API_BASE' },
  { rule: 'variable_missing', lines: ['sh: 1: TARGET: parameter not set'], requires: 'env:TARGET' },
  {
    rule: 'variable_missing',
    lines: ['Error: environment variable STRIPE_URL is not set'],
    requires: 'env:STRIPE_URL',
  },
  { rule: 'exception', lines: [...trace, "KeyError: 'COLOUR'"] },
];

export const toldExhaustions: readonly ToldRow[] = [
  { rule: 'disk_full', lines: ['OSError: [Errno 28] No space left on device'] },
  {
    rule: 'disk_full',
    lines: ['tar: out.tar: Wrote only 2048 of 10240 bytes', 'Error: ENOSPC: no space left on device, write'],
  },
  {
    rule: 'file_watches_exhausted',
    lines: ['Error: ENOSPC: System limit for number of file watchers reached'],
  },
  { rule: 'quota_exhausted', lines: ['cp: error writing big: Disk quota exceeded'] },
  {
    rule: 'javascript_heap',
    lines: ['FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory'],
  },
  { rule: 'java_heap', lines: ['Exception in thread "main" java.lang.OutOfMemoryError: Java heap space'] },
  {
    rule: 'gpu_memory',
    lines: ['torch.cuda.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB'],
  },
  { rule: 'memory_exhausted', lines: [...trace, 'MemoryError'] },
  {
    rule: 'memory_exhausted',
    lines: ['bash: fork: retry: whatever', 'cc1: out of memory allocating 65536 bytes'],
  },
  { rule: 'processes_exhausted', lines: ['sh: 1: Cannot fork'] },
  { rule: 'processes_exhausted', lines: ["RuntimeError: can't start new thread"] },
  { rule: 'descriptors_exhausted', lines: ["OSError: [Errno 24] Too many open files: 'a'"] },
];
