import type { Handler, Received, Reply, Route } from './http-server.ts'

/** Where the pages and the control calls of the live mode stand. */
export const livePath = '/live'

/** A link, form or script of a page that begins at the root. Text is escaped, so a quotation mark is only ever markup. */
const fromRoot = /(href|action|src)="\/(?!\/)/g

/** An answer whose own addresses lead to what stands under the path. */
function moved(path: string, reply: Reply): Reply {
  if (reply === 'reset') return reply
  const { location } = reply.headers
  const isPage = reply.headers['content-type']?.startsWith('text/html')
  return {
    ...reply,
    headers: location && /^\/(?!\/)/.test(location) ? { ...reply.headers, location: `${path}${location}` } : reply.headers,
    body: isPage ? reply.body.replaceAll(fromRoot, `$1="${path}/`) : reply.body,
  }
}

const without = (path: string, received: Received): Received => ({ ...received, url: received.url.slice(path.length) || '/' })

/**
 * The same routes under a path, as a proxy would offer them: what they are asked comes without it, and every link, form and
 * redirect that begins at the root gets it. So a page knows nothing of it, and none can lead out of its mode by mistake.
 */
export const mounted = (path: string, routes: Route[]): Route[] =>
  routes.flatMap((route): Route[] => {
    const handle: Handler = async (received) => moved(path, await route.handle(without(path, received)))
    const own = { ...route, path: `${path}${route.path}`, handle }
    // Its root is reached with and without the slash at the end.
    return route.path === '/' ? [own, { ...own, path }] : [own]
  })
