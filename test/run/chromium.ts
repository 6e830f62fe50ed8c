import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const usual = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable']

/**
 * Finds a Chromium: the one named by CHROMIUM_PATH, a usual place, or else, for root on a Debian or Ubuntu, one installed now.
 * @returns its path. @throws with what to do when there is none and none can be installed.
 */
export async function findChromium(): Promise<string> {
  const named = process.env.CHROMIUM_PATH
  if (named) {
    if (existsSync(named)) return named
    throw new Error(`CHROMIUM_PATH names ${named}, and there is nothing there.`)
  }
  const found = usual.find(existsSync)
  if (found) return found
  if (process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0) {
    console.log('No Chromium was found; installing the package "chromium" (once)…')
    const quiet = { stdio: ['ignore', 'ignore', 'inherit'] as ['ignore', 'ignore', 'inherit'] }
    spawnSync('apt-get', ['update', '-qq'], quiet)
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], quiet)
    const installed = usual.find(existsSync)
    if (installed) return installed
  }
  throw new Error('The browser stories need Chromium. Install it (package "chromium"), or set CHROMIUM_PATH to where it is.')
}
