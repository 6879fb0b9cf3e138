/** The codes that may stand in a matcher; both ends belong to it. */
export interface CodeRange {
  readonly from: number
  readonly to: number
}

/** An Application Load Balancer's HttpCode and GrpcCode (Elastic Load Balancing API reference, Matcher). */
const httpCodes: CodeRange = { from: 200, to: 499 }
export const grpcCodes: CodeRange = { from: 0, to: 99 }

export type ParsedMatcher =
  | { readonly kind: 'codes'; readonly ranges: readonly CodeRange[] }
  | {
      readonly kind: 'refused'
      /** What is wrong with it, in words. */
      readonly message: string
    }

/** Reads a target group's success codes: `200`, a list `200,202` or a range `200-299`. */
export function parseMatcher(text: string, allowed: CodeRange = httpCodes): ParsedMatcher {
  const ranges: CodeRange[] = []
  for (const item of text.split(',').map((part) => part.trim())) {
    const numbers = /^(\d{1,3})(?:-(\d{1,3}))?$/.exec(item)
    if (numbers === null) return refused(text, `"${item}" is neither a code like 200 nor a range like 200-299`)
    const from = Number(numbers[1])
    const to = Number(numbers[2] ?? numbers[1])
    if (from > to) return refused(text, `the range "${item}" runs backwards`)
    if (from < allowed.from || to > allowed.to) return refused(text, `"${item}" is not within ${allowed.from} to ${allowed.to}`)
    ranges.push({ from, to })
  }
  return { kind: 'codes', ranges }
}

/** Whether a load balancer takes this status for a success. It follows no redirect: a 301 matches only where the matcher says so. */
export function matchesStatus(ranges: readonly CodeRange[], status: number): boolean {
  return ranges.some(({ from, to }) => from <= status && status <= to)
}

function refused(text: string, why: string): ParsedMatcher {
  return { kind: 'refused', message: `the matcher "${text}" cannot be read: ${why}` }
}
