import { execFile } from 'node:child_process'

/**
 * Runs a program of this machine and gives what it printed to standard output.
 * @throws {Error} with the program's words and the end of its output when it cannot be started or ends with another code than 0
 */
export function run(program: string, ...words: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program, words, { maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout)
      else reject(new Error(`${[program, ...words].join(' ')} failed: ${lastLines(stderr + stdout)}`, { cause: error }))
    })
  })
}

/** Long outputs (debootstrap, apt, npm) say what went wrong at their end. */
export function lastLines(text: string, count = 20): string {
  return text.trimEnd().split('\n').slice(-count).join('\n')
}
