import { createServer } from 'node:net'

const looksMax = 50

/** The first free port from `wanted` on. @throws when none of the next fifty is free. */
export async function freePortFrom(wanted: number, host: string): Promise<number> {
  for (let port = wanted; port < wanted + looksMax; port++) if (await isFree(port, host)) return port
  throw new Error(`No free port between ${wanted} and ${wanted + looksMax - 1}. Set PORT to a free one.`)
}

export function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((done) => {
    const probe = createServer()
    probe.once('error', () => done(false))
    probe.listen(port, host, () => probe.close(() => done(true)))
  })
}
