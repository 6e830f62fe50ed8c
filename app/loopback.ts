const ipv4 = /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/

/**
 * Whether a host, as it stands in an address, a Host header or on a socket, is this machine and nothing else: a name that
 * every browser keeps to itself (`localhost`, `anything.localhost`) or an address of the loopback interface.
 */
export function isLoopback(host: string): boolean {
  const bare = host.toLowerCase().replace(/^\[(.*)\]$/, '$1')
  if (bare === 'localhost' || bare.endsWith('.localhost') || bare === '::1') return true
  // An IPv4 address on an IPv6 socket, as sockets and as browsers write it.
  return ipv4.test(bare.replace(/^::ffff:(?=\d+\.)/, '')) || /^::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4}$/.test(bare)
}

type Arrived = { socket: { remoteAddress?: string | undefined }; headers: Record<string, string | string[] | undefined> }

/** What proxies add to a request they pass on. */
const tracesOfProxies = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'via']

/**
 * Whether a request was sent by a program on this machine to this machine. Three things have to agree: the other end of the
 * connection (never what a header claims), the name in the Host header (a name of somebody's own that was made to lead here is
 * another site to the browser), and that no proxy passed it on for others.
 */
export function isFromThisMachine({ socket, headers }: Arrived): boolean {
  const host = Array.isArray(headers.host) ? undefined : headers.host
  const name = URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : ''
  return (
    isLoopback(socket.remoteAddress ?? '') && isLoopback(name) && tracesOfProxies.every((trace) => headers[trace] === undefined)
  )
}
