export type Answer = { status: number; body: Record<string, unknown>; text: string; headers: Headers }

/** Somebody signed in to Florin, calling its API as its pages do. Each call goes to the next of the given addresses. */
export class Person {
  readonly email: string
  readonly #addresses: string[]
  readonly #cookie: string
  #calls = 0

  constructor(email: string, addresses: string[], cookie: string) {
    this.email = email
    this.#addresses = addresses
    this.#cookie = cookie
  }

  get(path: string): Promise<Answer> {
    return this.call('GET', path)
  }

  post(path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.call('POST', path, body, headers)
  }

  /** Any call. `body` as text goes out as it is. */
  async call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    this.#calls += 1
    const address = this.#addresses[this.#calls % this.#addresses.length]!
    const response = await fetch(`${address}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        cookie: this.#cookie,
        'sec-fetch-site': 'same-origin',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    return answerOf(response)
  }

  /** A GET that has to succeed. @throws with what came instead. */
  async read<T>(path: string): Promise<T> {
    return succeeded<T>(await this.get(path), path)
  }

  /** A change that has to succeed. @throws with what came instead. */
  async do<T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<T> {
    return succeeded<T>(await this.call(method, path, body, headers), `${method} ${path}`)
  }
}

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text()
  const isJson = /json/.test(response.headers.get('content-type') ?? '')
  return { status: response.status, text, headers: response.headers, body: isJson ? JSON.parse(text) : {} }
}

function succeeded<T>(answer: Answer, what: string): T {
  if (answer.status >= 300) throw new Error(`${what} was answered ${answer.status}: ${answer.text.slice(0, 600)}`)
  return answer.body as T
}

/** Signs in at the first address. @throws with the answer when that fails. */
export async function signIn(addresses: string[], email: string, password: string): Promise<Person> {
  const response = await fetch(`${addresses[0]}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
    body: JSON.stringify({ email, password }),
  })
  if (response.status !== 200) throw new Error(`${email} could not sign in: ${response.status} ${await response.text()}`)
  const cookie = response.headers.getSetCookie().map((each) => each.split(';')[0])
  return new Person(email, addresses, cookie.join('; '))
}
