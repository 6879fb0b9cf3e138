/**
 * Tries the package as its users get it, after `npm run build`: installs it in a directory that is no repository, and
 * calls the command line and the library there.
 */
import { execFile, type ExecFileException } from 'node:child_process'
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { install, manifest } from './install.ts'

interface Called {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

const repository = join(import.meta.dirname, '..', '..')
const callsWithinMs = 120_000

const home = await realpath(await mkdtemp(join(tmpdir(), 'ecs-preflight-package-')))
try {
  const bin = await install(home)
  const definition = join(repository, 'task-definition-prod.json')
  await expectCall('--version', [bin, '--version'], 0, manifest.version)
  await expectCall('--help', [bin, '--help'], 0, 'Usage: ecs-preflight')
  await expectCall('lint', [bin, 'lint', definition], 0, 'PASS')
  await expectCall(
    'lint of a file that ECS refuses',
    [bin, 'lint', join(repository, 'fixtures/rules/awsvpc-host-port/refused.json')],
    1,
    'FAIL',
  )
  await expectCall('run --dry-run', [bin, 'run', '--dry-run', definition], 0, 'aiglossarypro-api')
  await expectCall('rules', [bin, 'rules', 'awsvpc-host-port'], 0, 'Refused:')
  await expectCall('a file that is not there', [bin, 'lint', 'missing.json'], 2, 'there is no file "missing.json"')
  await tryLibrary(definition)
} finally {
  await rm(home, { recursive: true, force: true })
}

/** The names that harness/index.ts gives, called from JavaScript and checked from TypeScript. */
async function tryLibrary(definition: string): Promise<void> {
  const program = `
import { lintTaskDefinition, runTaskDefinition, version, type Report } from '${manifest.name}'

const report: Report = await lintTaskDefinition(${JSON.stringify(definition)}, { strict: false })
if (typeof runTaskDefinition !== 'function') throw new Error('runTaskDefinition is missing')
console.log(\`\${version} \${report.command} \${report.verdict}\`)
`
  await writeFile(join(home, 'package.json'), '{ "type": "module" }')
  await writeFile(join(home, 'program.ts'), program)
  await expectCall('the library', [join(home, 'program.ts')], 0, `${manifest.version} lint pass`)
  const options = {
    strict: true,
    noEmit: true,
    target: 'es2024',
    module: 'nodenext',
    lib: ['es2024', 'esnext.disposable', 'dom'],
    types: [],
  }
  await writeFile(join(home, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files: ['program.ts'] }))
  await expectCall('its types', [join(repository, 'node_modules/typescript/bin/tsc'), '-p', join(home, 'tsconfig.json')], 0, '')
}

async function expectCall(title: string, words: readonly string[], exitCode: number, stdout: string): Promise<void> {
  const called = await call(process.execPath, words, home)
  if (called.exitCode !== exitCode || !called.stdout.includes(stdout))
    throw new Error(`the package fails at "${title}": exit code ${called.exitCode}, expected ${exitCode}\n${called.stdout}${called.stderr}`)
  console.log(`the package passes: ${title}`)
}

function call(file: string, words: readonly string[], cwd: string): Promise<Called> {
  return new Promise((resolve, reject) => {
    execFile(file, words, { cwd, timeout: callsWithinMs }, (error: ExecFileException | null, stdout, stderr) => {
      if (error !== null && typeof error.code !== 'number') {
        reject(new Error(`"${file} ${words.join(' ')}" did not end by itself`, { cause: error }))
        return
      }
      resolve({ exitCode: typeof error?.code === 'number' ? error.code : 0, stdout, stderr })
    })
  })
}
