import { chmod, mkdir, mkdtempDisposable, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { run } from './command.ts'
import { workingDirectory, type ImageSource } from './engine.ts'

const busyboxTag = 'ecs-preflight-test/busybox'

/** What `busybox` is used for here: the smallest image in which a shell script runs. */
export const busyboxImage: ImageSource = {
  tag: busyboxTag,
  dockerfile: 'FROM scratch\nCOPY root /\nCMD ["sh"]\n',
  parts: [],
  stage: async (context) => {
    const root = path.join(context, 'root')
    for (const directory of ['bin', 'etc', 'root', 'tmp']) await mkdir(path.join(root, directory), { recursive: true })
    await chmod(path.join(root, 'tmp'), 0o1777)
    await writeFile(path.join(root, 'etc', 'passwd'), 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n')
    await writeFile(path.join(root, 'etc', 'group'), 'root:x:0:\nnogroup:x:65534:\n')
    await copyBusybox(path.join(root, 'bin'))
  },
}

/** The static program of Debian's package, and a link for each of its commands. */
async function copyBusybox(directory: string): Promise<void> {
  await using download = await mkdtempDisposable(workingDirectory)
  await run('sh', '-c', 'cd "$1" && apt-get download -qq busybox-static && dpkg-deb -x busybox-static_*.deb .', 'sh', download.path)
  const busybox = path.join(directory, 'busybox')
  await run('cp', path.join(download.path, 'bin', 'busybox'), busybox)
  const commands = await run(busybox, '--list')
  for (const command of commands.trim().split('\n')) if (command !== 'busybox') await symlink('busybox', path.join(directory, command))
}
