import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePortFrom, isFree } from './free-port.ts'
import { holdFolder } from './hold-folder.ts'

let taken: Server
let port: number
let folder: string

beforeAll(async () => {
  taken = createServer()
  await new Promise<void>((done) => taken.listen(0, '127.0.0.1', done))
  port = (taken.address() as { port: number }).port
  folder = await mkdtemp(join(tmpdir(), 'florin-hold-'))
})
afterAll(async () => {
  await new Promise((done) => taken.close(done))
  await rm(folder, { recursive: true, force: true })
})

test('a port that is taken is seen, and the next free one is offered', async () => {
  expect(await isFree(port, '127.0.0.1')).toBe(false)
  expect(await freePortFrom(port, '127.0.0.1')).toBeGreaterThan(port)
})

test('a data folder left behind by a Florin that was killed can be used again, and let go of', async () => {
  await writeFile(join(folder, 'florin.pid'), '999999999')
  const letGo = await holdFolder(folder)
  await letGo()
  await (await holdFolder(folder))()
})
