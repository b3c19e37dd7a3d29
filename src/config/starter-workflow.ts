/** A workflow to begin with: three steps that work anywhere where a shell does, and leave nothing behind. */
export const starterWorkflow = `# An example with three steps. Look at it, run it, then make it yours:
#   tapps-agents workflow .tapps-agents/workflows/example.yaml --dry-run
#   tapps-agents workflow .tapps-agents/workflows/example.yaml --wait
workflow:
  id: example                            # shown as the type of the process
  steps:
    - id: look
      run: [ls, -a]                      # the words of a command; no shell reads them
      next: count
    - id: count
      run: [sh, -c, 'ls -a | wc -l']     # what needs a shell starts one
      timeout: 1m                        # for one attempt
      retries: 1
      next: report
    - id: report
      run: echo "The example is done"    # one text is split into words
# A step may also say what must be there before (requires: [dist/]) and after it (creates: [report.md]), be done by an
# agent of the configuration (agent: coder, action: implement), or decide what comes next (gate:).
`;
