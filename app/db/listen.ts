import pg from 'pg'

export type Listener = { close(): Promise<void> }

const reconnectMs = 1_000

/**
 * Listens for notices on a connection of its own and opens it again when it breaks. Notices only hasten what polling finds
 * anyway: a pooler in transaction mode may swallow them.
 *
 * @param onNotice called with the channel and the payload, never overlapping a broken connection.
 */
export async function listen(
  url: string,
  channels: readonly string[],
  onNotice: (channel: string, payload: string) => void,
): Promise<Listener> {
  let client: pg.Client | null = null
  let closed = false
  let timer: NodeJS.Timeout | undefined

  const connect = async () => {
    const fresh = new pg.Client({ connectionString: url, application_name: 'florin-listen' })
    client = fresh
    const broken = () => {
      if (client !== fresh || closed) return
      client = null
      timer = setTimeout(() => connect().catch(() => {}), reconnectMs)
    }
    fresh.on('error', broken)
    fresh.on('end', broken)
    fresh.on('notification', (notice) => onNotice(notice.channel, notice.payload ?? ''))
    try {
      await fresh.connect()
      for (const channel of channels) await fresh.query(`LISTEN ${channel}`)
    } catch {
      broken()
    }
  }
  await connect()
  return {
    close: async () => {
      closed = true
      clearTimeout(timer)
      await client?.end().catch(() => {})
    },
  }
}
