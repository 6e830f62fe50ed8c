import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { build } from 'vite'

/** What the seller's page is told: whose key and account, what is paid, and with which part of Stripe.js. */
export type Order = {
  key: string
  account: string
  clientSecret: string
  kind:
    | 'nothing'
    | 'payment'
    | 'setup'
    | 'card'
    | 'split'
    | 'leaving'
    | 'next'
    | 'token'
    | 'embedded'
    | 'pieces'
    | 'form'
    | 'bank'
    | 'bank-setup'
  dark?: boolean
}
export type Shop = { url: string; sells(order: Order): void; close(): Promise<void> }

/** The seller's script with the real packages of Stripe in it, as a seller's own build makes it. */
async function bundle(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"' },
    // Also where tests run, which is neither development nor production.
    oxc: { jsx: { runtime: 'automatic', development: false } },
    build: {
      write: false,
      minify: true,
      modulePreload: false,
      rolldownOptions: { input: join(import.meta.dirname, 'shop.tsx'), output: { format: 'iife' } },
    },
  })
  const [only] = Array.isArray(built) ? built : [built]
  if (!only || !('output' in only)) throw new Error('the shop could not be bundled')
  return only.output[0].code
}

/** A seller's site on an origin of its own. @param simulatorUrl where its pages load Stripe.js from. */
export async function serveShop(simulatorUrl: string): Promise<Shop> {
  const script = await bundle()
  let order: Order | undefined
  const page = (): string => `<!doctype html>
<html lang="en"><head><title>Shop</title><meta name="viewport" content="width=device-width, initial-scale=1"><style>body{font-family:sans-serif;${order?.dark ? 'background:#10151f;color:#fff' : ''}}</style></head>
<body><main><h1>Shop</h1><div id="root"></div></main><script type="application/json" id="order">${JSON.stringify(order)}</script>
<script src="${simulatorUrl}/stripe-js/v3/"></script><script src="/shop.js"></script></body></html>`
  const server = createServer(({ url }, response) => {
    const isScript = url === '/shop.js'
    response.setHeader('content-type', isScript ? 'text/javascript; charset=utf-8' : 'text/html; charset=utf-8')
    if (isScript) response.setHeader('cache-control', 'max-age=3600')
    response.end(isScript ? script : page())
  })
  // Another name than the simulator's, so that it is another site for the browser as well.
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    sells(wanted) {
      order = wanted
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
