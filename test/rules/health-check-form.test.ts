import { expect, test } from 'vitest'
import { container, definition, lint } from '../task-definition/definitions.ts'

const judge = (command: readonly string[]): readonly string[] =>
  lint(definition({ containerDefinitions: [container({ healthCheck: { command } })] }))
    .filter((finding) => finding.id.startsWith('health-check'))
    .map((finding) => `${finding.severity} ${finding.id}: ${finding.remedy}`)

test.each<readonly string[][]>([
  [['CMD', 'curl', '-f', 'http://127.0.0.1/']],
  [['CMD', '/healthcheck']],
  [['CMD', 'node', '-e', "fetch('http://127.0.0.1/health').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]],
  [['CMD-SHELL', 'curl -f http://127.0.0.1/ || exit 1']],
  [['CMD-SHELL', 'pg_isready -U postgres']],
  [['CMD-SHELL', 'curl -sS -o /dev/null -w "%{http_code}" http://127.0.0.1/ | grep -q 200']],
  [['CMD-SHELL', 'curl --fail http://127.0.0.1/ || exit 1']],
  [['CMD', 'sh', '-c', 'test -f /ready && exit 0 || exit 1']],
])('%j is right', (command) => expect(judge(command)).toEqual([]))

test.each<[readonly string[], string]>([
  [['CMD', 'curl -f http://x || exit 1'], 'error health-check-form: write ["CMD-SHELL","curl -f http://x || exit 1"]'],
  [['CMD', 'curl', '-f', 'http://x', '||', 'exit', '1'], 'error health-check-form: write ["CMD-SHELL","curl -f http://x || exit 1"]'],
  [
    ['CMD-SHELL', 'curl', '-f', 'http://x'],
    'error health-check-form: write ["CMD-SHELL","curl -f http://x"], or CMD in place of CMD-SHELL',
  ],
  [['CMD'], 'error health-check-form: say what to run after "CMD"'],
  [['CMD-SHELL'], 'error health-check-form: say what to run after "CMD-SHELL"'],
  [['CMD-SHELL', ' '], 'error health-check-form: say what to run'],
  [['NONE'], 'warning health-check-form: take healthCheck out'],
  [['/healthcheck'], 'warning health-check-form: write ["CMD","/healthcheck"]'],
  [['echo', 'fix-me'], 'warning health-check-form: write ["CMD","echo","fix-me"]'],
  [['pg_isready -U postgres'], 'warning health-check-form: write ["CMD-SHELL","pg_isready -U postgres"]'],
  [['cmd-shell', 'exit 0'], 'warning health-check-form: write ["CMD-SHELL","exit 0"]'],
  [['CMD-SHELL', 'curl http://x || exit 1'], 'warning health-check-curl-fails-on-errors: write curl -f'],
  [['CMD-SHELL', 'pgrep node || true'], 'warning health-check-can-fail: write || exit 1, or take the healthCheck out'],
])('%j is told, with what to write', (command, expected) => expect(judge(command)).toEqual([expected]))

test('an empty list is told, not passed over', () =>
  expect(judge([])).toEqual(['error health-check-form: write ["CMD-SHELL", "…"] or ["CMD", "program", "argument"]']))
