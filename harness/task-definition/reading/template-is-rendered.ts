import type { Path } from '../../source/source.ts'
import { type Complaint, complaint, shown, written } from './reading.ts'

/**
 * How freely a field may hold the characters of placeholders.
 * `reference`: ARNs, images, sizes, where neither symbols nor words such as ACCOUNT_ID can be meant.
 * `name`: symbols cannot be meant, but ACCOUNT_ID may be the name of a variable.
 * `free`: a value of the author's own; only what is a placeholder as a whole, or of a known tool, counts.
 * `shell`: `$X` and `<x>` have a meaning of their own; only what is of a known tool counts.
 */
export type TemplateStyle = 'reference' | 'name' | 'free' | 'shell'

const ofATool = /\$\{\{.*?\}\}|\{\{\s*(?:must_env|env|json_escape|tfstatef?|cfn_output|ssm|secretsmanager_arn)\b.*?\}\}|<%=?.*?%>/s
const symbols = [/\$\{[^}]*\}/, /\{\{.*?\}\}/s, /\$+[A-Za-z_]\w*/, /#\{[^}]*\}#?/, /%[A-Za-z_]\w*%/, /__[A-Z][A-Z0-9_]*?__/, /<[^<>\n]+>/]
const words = new RegExp(
  [
    // ACCOUNT_ID, AWS_ACCOUNT_ID, aws_account_id
    String.raw`(?<![A-Za-z0-9])(?:[A-Z]+_)*ACCOUNT_(?:ID|NUMBER)(?![A-Za-z0-9])`,
    String.raw`(?<![A-Za-z0-9])(?:aws[_-])?account[_-]id(?![A-Za-z0-9])`,
    // YOUR_ACCOUNT, REPLACE-ME, CHANGEME
    String.raw`(?<![A-Za-z0-9])(?:YOUR|REPLACE|CHANGE)[_-]?[A-Z][A-Z_-]*(?![a-z])`,
    String.raw`(?<![A-Za-z0-9])PLACEHOLDER(?![A-Za-z0-9])`,
    String.raw`(?<![A-Za-z0-9])your-[a-z-]+-(?:id|name|here)(?![a-z])`,
    // arn:aws:ssm:region:account:…, and XXXXXXXXXXXX for twelve digits or a suffix
    String.raw`(?<=^arn:[^:]*:[^:]*:(?:[^:]*:)?)(?:region|REGION|account|ACCOUNT)(?=:)`,
    String.raw`(?<![A-Za-z0-9])(?:X{4,}|x{4,})(?![A-Za-z0-9])`,
  ].join('|'),
)

/** The first placeholder in a value that nobody filled in, if there is one. */
export function placeholderIn(value: string, style: TemplateStyle): string | undefined {
  const tool = ofATool.exec(value)?.[0]
  if (tool !== undefined || style === 'shell') return tool
  if (style === 'free') return symbols.some((symbol) => symbol.exec(value.trim())?.[0] === value.trim()) ? value.trim() : undefined
  const found = [...symbols, ...(style === 'reference' ? [words] : [])]
    .map((pattern) => pattern.exec(value))
    .filter((match) => match !== null)
  return found.toSorted((one, other) => one.index - other.index)[0]?.[0]
}

/** A value that is still a template: nothing that depends on it can be said before it is filled in. */
export const templateIsRendered = {
  id: 'template-is-rendered',
  severity: 'warning',
  about:
    'The value holds a placeholder that something else is to fill in before AWS sees it. Render the file first, or fill it with --var NAME=VALUE. Nothing that depends on the value is judged.',
  find(placeholder: string, path: Path): Complaint {
    const name = /^(?:\$\{|\$\{\{\s*|\{\{\s*must_env\s+[`"'])([A-Za-z_]\w*)/.exec(placeholder)?.[1]
    const remedy =
      name === undefined ? 'render the file first, then check what comes out' : `render the file first, or give --var ${name}=VALUE`
    return complaint(templateIsRendered, `${written(path)} still holds the placeholder ${shown(placeholder)}: render first`, { remedy })
  },
} as const
