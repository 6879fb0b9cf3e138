import { copyFile, cp, readFile, symlink } from 'node:fs/promises'
import path from 'node:path'
import { debianTag } from './debian-base.ts'
import type { ImageSource } from './engine.ts'

export const postgresTag = 'ecs-preflight-test/postgres:17'

const entrypoint = path.join(import.meta.dirname, 'postgres', 'docker-entrypoint.sh')

/**
 * The server comes from npm (the same binaries as the embedded database), psql and pg_isready from Debian. Debian's own psql is a Perl
 * wrapper that costs a health check 100 ms, so the directory with the programs behind it comes first on the path.
 */
const dockerfile = `
FROM ${debianTag}
RUN apt-get update -q && apt-get install -q -y --no-install-recommends postgresql-client-15 \\
 && rm -rf /var/lib/apt/lists/* /var/cache/apt/archives/*.deb
RUN (getent group postgres || groupadd --system --gid 70 postgres) && (getent passwd postgres || useradd --system --uid 70 --gid postgres --home-dir /var/lib/postgresql --shell /bin/bash postgres) \\
 && install -d -o postgres -g postgres -m 0775 /var/run/postgresql /var/lib/postgresql \\
 && install -d -o postgres -g postgres -m 0700 /var/lib/postgresql/data && install -d /docker-entrypoint-initdb.d
COPY native /opt/postgresql
RUN printf "listen_addresses = '*'\\nunix_socket_directories = '/var/run/postgresql'\\n" >> /opt/postgresql/share/postgresql/postgresql.conf.sample
COPY docker-entrypoint.sh /usr/local/bin/docker-entrypoint.sh
RUN chmod 0755 /usr/local/bin/docker-entrypoint.sh
ENV PATH=/opt/postgresql/bin:/usr/lib/postgresql/15/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \\
    LANG=C.UTF-8 PG_MAJOR=17 PGDATA=/var/lib/postgresql/data
VOLUME /var/lib/postgresql/data
STOPSIGNAL SIGINT
EXPOSE 5432
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["postgres"]
`

/**
 * What `postgres:17-alpine` is used for here, with the official image's variables, init directory and log lines.
 * @param serverPackage directory of the npm package with the server for this platform
 */
export async function postgresImage(serverPackage: string): Promise<ImageSource> {
  const { version } = JSON.parse(await readFile(path.join(serverPackage, 'package.json'), 'utf8')) as { readonly version: string }
  return {
    tag: postgresTag,
    dockerfile,
    parts: [version, await readFile(entrypoint, 'utf8')],
    stage: async (context) => {
      await cp(path.join(serverPackage, 'native'), path.join(context, 'native'), { recursive: true, verbatimSymlinks: true })
      await completeLinks(serverPackage, context)
      await copyFile(entrypoint, path.join(context, 'docker-entrypoint.sh'))
    },
  }
}

/** The package makes its library links in an install script, which does not run everywhere. */
async function completeLinks(serverPackage: string, context: string): Promise<void> {
  const text = await readFile(path.join(serverPackage, 'native', 'pg-symlinks.json'), 'utf8')
  for (const { source, target } of JSON.parse(text) as readonly { readonly source: string; readonly target: string }[]) {
    await symlink(path.relative(path.dirname(target), source), path.join(context, target)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
  }
}
