import { completeWord } from './complete-word.ts';

export const completableShells = ['bash', 'zsh', 'fish'] as const;

export type CompletableShell = (typeof completableShells)[number];

/**
 * What a shell reads to complete our words: it asks `tapps-agents` at each TAB, and has files where that says nothing. No
 * word of an answer is expanded by the shell: names come from journals.
 */
export function completionScript(shell: CompletableShell): string {
  return scripts[shell];
}

/** bash 3.2, as macOS has it, knows no `mapfile`; and it ends a word at each `@` and `=`, so the line is given as it is. */
const bash = `# bash completion for tapps-agents; read it in ~/.bashrc
_tapps_agents() {
  COMPREPLY=()
  local word
  while IFS= read -r word; do
    COMPREPLY+=("$word")
  done < <(tapps-agents ${completeWord} bash "\${COMP_LINE:0:COMP_POINT}" "\${COMP_WORDS[COMP_CWORD]}" 2>/dev/null)
}
complete -o bashdefault -o default -F _tapps_agents tapps-agents
`;

const zsh = `#compdef tapps-agents
# zsh completion for tapps-agents; put it as _tapps-agents into a folder of $fpath, or read it in ~/.zshrc behind compinit
_tapps_agents() {
  local -a found
  found=("\${(@f)$(tapps-agents ${completeWord} zsh "\${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "\${found[1]}" ]]; then
    _describe -V 'tapps-agents' found
  else
    _files
  fi
}
if [[ "\${funcstack[1]}" == "_tapps-agents" ]]; then
  _tapps_agents "$@"
elif (( $+functions[compdef] )); then
  compdef _tapps_agents tapps-agents
fi
`;

const fish = `# fish completion for tapps-agents; put it into ~/.config/fish/completions/tapps-agents.fish
function __tapps_agents
  set -l words (commandline -opc) (commandline -ct)
  set -l found (tapps-agents ${completeWord} fish $words[2..-1] 2>/dev/null)
  if test (count $found) -gt 0
    printf '%s\\n' $found
  else
    __fish_complete_path (commandline -ct)
  end
end
complete -c tapps-agents -f -a '(__tapps_agents)'
`;

const scripts: Readonly<Record<CompletableShell, string>> = { bash, zsh, fish };
