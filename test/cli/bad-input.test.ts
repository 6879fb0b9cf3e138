import { expect, test } from 'vitest'
import { commandLine, expectExitCode } from '../support/command-line.ts'
import { project, smallDefinition } from '../support/project.ts'

const deadlineMs = 20_000

test('a file that is not there ends with 2 and a sentence that names it', async () => {
  const outcome = await commandLine(['run', 'nowhere.json'], { deadlineMs })

  expectExitCode(outcome, 2)
  expect(outcome.stderr).toBe(
    'ecs-preflight: there is no file "nowhere.json": name the task definition, or set taskDefinition in preflight.yaml\n',
  )
  expect(outcome.stdout).toBe('')
  expect(outcome.temporaryFiles).toEqual([])
})

test('a directory in the place of the file ends with 2 and says what to name', async () => {
  const outcome = await commandLine(['run', 'fixtures'], { deadlineMs })

  expectExitCode(outcome, 2)
  expect(outcome.stderr).toBe('ecs-preflight: "fixtures" is a directory: name the file in it\n')
})

test('settings and secrets that are not there end with 2 and name the file', async () => {
  const settings = await commandLine(['run', 'task-definition-prod.json', '--settings', 'no-settings.yaml'], { deadlineMs })
  expectExitCode(settings, 2)
  expect(settings.stderr).toContain('no-settings.yaml')

  const secrets = await commandLine(['run', 'task-definition-prod.json', '--secrets', 'no-secrets.yaml'], { deadlineMs })
  expectExitCode(secrets, 2)
  expect(secrets.stderr).toContain('no-secrets.yaml')
})

test('a mistake in the JSON is a finding at its line and column', async () => {
  await using broken = await project({
    'task.json': '{\n  "family": "web",\n  "containerDefinitions": [\n    { "name" "web" }\n  ]\n}\n',
  })
  const outcome = await commandLine(['run', 'task.json'], { cwd: broken.directory, deadlineMs })

  expectExitCode(outcome, 1)
  expect(outcome.stdout).toMatch(/^task\.json:4:14 error /m)
})

test('a task definition without containers is a finding', async () => {
  await using empty = await project({ 'task.json': smallDefinition('web:1', { containerDefinitions: [] }) })
  const outcome = await commandLine(['run', 'task.json'], { cwd: empty.directory, deadlineMs })

  expectExitCode(outcome, 1)
  expect(outcome.stdout).toMatch(/^task\.json:\d+:\d+ error /m)
  expect(outcome.stdout).toContain('container')
})

test('keys that are no setting are findings at their line and column, each of them', async () => {
  await using mistaken = await project({
    'task.json': smallDefinition('web:1'),
    'preflight.yaml': 'taskDefinition: task.json\nimagse:\n  web: { image: web:2 }\nexpect:\n  readyWithn: 5s\n',
  })
  const outcome = await commandLine(['run'], { cwd: mistaken.directory, deadlineMs })

  expectExitCode(outcome, 1)
  expect(outcome.stdout).toMatch(/^preflight\.yaml:2:1 error settings-are-understood/m)
  expect(outcome.stdout).toContain('"imagse" is no setting')
  expect(outcome.stdout).toMatch(/^preflight\.yaml:5:3 error settings-are-understood/m)
  expect(outcome.stdout).toContain('"readyWithn" is no setting of "expect"')
})

test('settings that are no YAML end with 2 at their line and column when they should name the definition', async () => {
  await using broken = await project({ 'preflight.yaml': 'taskDefinition: task.json\nexpect: [1, 2\nsecrets: here\n' })
  const outcome = await commandLine(['run'], { cwd: broken.directory, deadlineMs })

  expectExitCode(outcome, 2)
  expect(outcome.stderr).toMatch(/^ecs-preflight: preflight\.yaml:3:1 it is not YAML/)
})

test('words that nobody understands end with 2 and say which', async () => {
  const option = await commandLine(['run', '--no-such-option'], { deadlineMs })
  expectExitCode(option, 2)
  expect(option.stderr).toContain("unknown option '--no-such-option'")

  const report = await commandLine(['run', '--report', 'pdf'], { deadlineMs })
  expectExitCode(report, 2)
  expect(report.stderr).toContain('there is no report "pdf"')

  const wait = await commandLine(['run', '--max-wait', 'soon'], { deadlineMs })
  expectExitCode(wait, 2)
  expect(wait.stderr).toContain('90s')
})

test('without an engine it ends with 2 and says where it looked', async () => {
  const outcome = await commandLine(['run', '--runtime', 'docker'], {
    environment: { DOCKER_HOST: 'unix:///nonexistent/docker.sock' },
    deadlineMs,
  })

  expectExitCode(outcome, 2)
  expect(outcome.stderr).toContain('no container engine answers at unix:///nonexistent/docker.sock')
  expect(outcome.stderr).toContain('start Docker, or set DOCKER_HOST')
  expect(outcome.stderr).not.toMatch(/^\s+at /m)
  expect(outcome.temporaryFiles).toEqual([])
})
