// Writes schema.ts, the tables as TypeScript types, from a freshly migrated embedded database: `node run.mjs app/db/generate-schema.ts`.
import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedServer } from './embedded-server.ts'
import { migrate } from './migrate.ts'

const folder = await mkdtemp(join(tmpdir(), 'florin-schema-'))
const server = await startEmbeddedServer(folder)
try {
  await migrate(server.migrationUrl, server.servingLogin)
  const out = join(import.meta.dirname, 'schema.ts')
  const root = join(import.meta.dirname, '../..')
  const tables = ['--include-pattern', '(public|identity).*', '--exclude-pattern', '*.kysely_*']
  const types = ['--date-parser', 'string', '--numeric-parser', 'number', '--type-mapping', '{"int8":"number"}']
  execFileSync(
    process.execPath,
    [
      join(root, 'node_modules/kysely-codegen/dist/cli/bin.js'),
      '--dialect',
      'postgres',
      '--url',
      server.migrationUrl,
      '--out-file',
      out,
      ...tables,
      ...types,
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  )
  // Outside the search path a table is written with its schema; the sign-in tables are reached through withSchema('identity').
  const text = await readFile(out, 'utf8')
  await writeFile(out, text.replace(/^ {2}"identity\.(\w+)":/gm, '  $1:'))
} finally {
  await server.stop()
  await rm(folder, { recursive: true, force: true })
}
