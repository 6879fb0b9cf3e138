/** Larger files are data or bundles of everything: what they read is not what this program reads. */
const largestBytes = 4 * 1024 * 1024

/** Is this file of the image's working directory the program's own JavaScript? `path` is relative to that directory. */
export function isOwnCode(path: string, sizeBytes: number): boolean {
  if (sizeBytes > largestBytes || !/\.[cm]?js$/.test(path)) return false
  const directories = path.split('/').slice(0, -1)
  if (directories.some((directory) => notOwn.has(directory))) return false
  return !/\.(?:test|spec|config|min)\.[cm]?js$/.test(path)
}

const notOwn = new Set(['node_modules', '.git', 'test', 'tests', '__tests__', 'coverage', 'public', 'static', '.npm', '.cache'])
