/** What a buyer ended at. `message` is what the page told when the card was declined. */
export type Paid = { status: 'paid' | 'declined' | 'requires_action' | 'closed'; location: string | null; message: string | null }

const alertIn = (html: string): string | null => {
  const found = /role="alert"[^>]*>([\s\S]*?)<\/div>/.exec(html)?.[1]
  return found === undefined
    ? null
    : found
        .replaceAll(/<[^>]+>/g, ' ')
        .replaceAll(/\s+/g, ' ')
        .replaceAll('&#39;', "'")
        .replaceAll('&amp;', '&')
        .trim()
}

const post = (url: string, fields: Record<string, string>): Promise<Response> =>
  fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })

/** Does over HTTP what a buyer does in a browser on the simulator's own pages. */
export function pageDriver(baseUrl: string) {
  const read = async (response: Response): Promise<Paid> => {
    const header = response.headers.get('location')
    const location = header === null ? null : new URL(header, baseUrl).href
    const html = await response.text()
    if (response.status === 303 && location && !location.startsWith(`${baseUrl}/`))
      return { status: 'paid', location, message: null }
    if (response.status === 303 && location?.includes('/3d-secure/'))
      return { status: 'requires_action', location, message: null }
    if (response.status === 303 && location) return read(await fetch(location, { redirect: 'manual' }))
    return {
      status: response.status === 410 || response.status === 404 ? 'closed' : 'declined',
      location: null,
      message: alertIn(html),
    }
  }
  return {
    async pay(
      sessionIdOrUrl: string,
      buyer: { card: string; threeDs?: 'complete' | 'fail'; email?: string; name?: string },
    ): Promise<Paid> {
      const url = sessionIdOrUrl.startsWith('http') ? sessionIdOrUrl : `${baseUrl}/c/pay/${sessionIdOrUrl}`
      const first = await read(
        await post(url, {
          email: buyer.email ?? 'buyer@example.com',
          number: buyer.card,
          expiry: '12 / 34',
          cvc: buyer.card.startsWith('3') ? '1234' : '123',
          name: buyer.name ?? 'Test Buyer',
        }),
      )
      if (first.status !== 'requires_action' || first.location === null || buyer.threeDs === undefined) return first
      return read(await post(first.location, { answer: buyer.threeDs }))
    },
  }
}
