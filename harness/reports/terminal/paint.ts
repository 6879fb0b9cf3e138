import { styleText } from 'node:util'

export type Tone = 'pass' | 'fail' | 'cannot-tell' | 'error' | 'warning' | 'info' | 'quiet'

/** Text in a tone. Without colour it is the text itself. */
export type Paint = (tone: Tone, text: string) => string

const styles = {
  pass: ['bold', 'green'],
  fail: ['bold', 'red'],
  'cannot-tell': ['bold', 'yellow'],
  error: ['red'],
  warning: ['yellow'],
  info: ['cyan'],
  quiet: ['dim'],
} as const satisfies Record<Tone, readonly Parameters<typeof styleText>[0][]>

export function painter(colour: boolean): Paint {
  return (tone, text) => (colour ? styleText([...styles[tone]], text, { validateStream: false }) : text)
}
