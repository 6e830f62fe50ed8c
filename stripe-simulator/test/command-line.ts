import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Simulator } from '../src/index.ts'

const shim = createRequire(import.meta.url).resolve('@stripe/cli/bin/shim.js')

/** Runs Stripe's own command-line tool against a simulator, on one account. @returns what it printed. @throws Error when it complained. */
export type Tool = (args: string[], account: string) => Promise<string>

/** The tool with a home of its own, so that it finds no settings and leaves none. */
export function commandLineTool(simulator: Simulator): Tool {
  const home = mkdtempSync(join(tmpdir(), 'stripe-cli-'))
  onTestFinished(() => rmSync(home, { recursive: true }))
  const env = { ...process.env, HOME: home, XDG_CONFIG_HOME: home, STRIPE_CLI_TELEMETRY_OPTOUT: '1' }
  return (args, account) => {
    const options = ['--api-base', simulator.url, '--api-key', simulator.secretKey, '--stripe-account', account]
    return new Promise((resolve, reject) => {
      execFile(process.execPath, [shim, ...args, ...options], { env, timeout: 30_000 }, (error, out, complaint) =>
        error ? reject(new Error(`stripe ${args.join(' ')}: ${out}${complaint}`)) : resolve(out),
      )
    })
  }
}

/** Works through a list three at a time: the tool mostly waits for itself to start. */
export async function threeAtATime<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items]
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await work(next)
  }
  await Promise.all([lane(), lane(), lane()])
}
