import { isLoopback } from './loopback.ts'

// What never leaves this machine may travel in the clear; everything else is encrypted.

/**
 * Mails carry links that open an account. `smtps:` speaks TLS from the first byte; with `smtp:` the mailer asks for STARTTLS and
 * sends nothing without it, so only what would switch that off is refused.
 * @returns what is wrong with SMTP_URL, in words that never repeat it; null when nothing is.
 */
export function faultOfSmtpUrl(text: string): string | null {
  const url = parse(text)
  if (!url || !/^smtps?:$/.test(url.protocol) || url.hostname === '')
    return 'SMTP_URL must look like smtps://user:password@mail.example:465 or smtp://user:password@mail.example:587.'
  if (isLoopback(url.hostname)) return null
  const weakening = [...url.searchParams.keys()].filter((name) => /tls|secure|ssl/i.test(name))
  if (weakening.length === 0) return null
  return `SMTP_URL sets ${weakening.join(', ')}. Mails leave this machine over verified TLS only: remove it, or send through a mail server on this machine (localhost).`
}

/** Whether the mailer has to insist on STARTTLS. @param text a URL without a fault. */
export function needsStartTls(text: string): boolean {
  const url = new URL(text)
  return url.protocol === 'smtp:' && !isLoopback(url.hostname)
}

/**
 * Orders, people and password hashes travel to the database.
 * @returns what is wrong with a PostgreSQL address, in words that never repeat it; null when nothing is.
 */
export function faultOfDatabaseUrl(name: string, text: string): string | null {
  const url = parse(text)
  if (!url || !/^postgres(ql)?:$/.test(url.protocol))
    return `${name} must look like postgres://user:password@database.example/florin.`
  // A socket's folder may stand in the query in place of a host.
  const host = url.searchParams.get('host') ?? decodeURIComponent(url.hostname)
  if (host === '' || isLoopback(host) || host.startsWith('/')) return null
  const verified = /^(require|verify-ca|verify-full)$/.test(url.searchParams.get('sslmode') ?? '')
  if (verified && !url.searchParams.has('uselibpqcompat')) return null
  return `${name} goes to another machine without verified TLS. Add ?sslmode=verify-full (and &sslrootcert=FILE for a certificate authority of your own), or reach the database through localhost.`
}

/** Sessions travel in cookies. @returns what is wrong with PUBLIC_URL where real money is at stake; null when nothing is. */
export function faultOfPublicUrl(text: string): string | null {
  const url = new URL(text)
  if (url.protocol === 'https:' || isLoopback(url.hostname)) return null
  return 'PUBLIC_URL must begin with https:// with Stripe’s real keys: sessions and passwords travel over it.'
}

/** Whoever listens to other machines speaks TLS. @returns what is wrong where real money is at stake; null when nothing is. */
export function faultOfHost({ HOST, TLS_CERT_FILE }: { HOST: string; TLS_CERT_FILE?: string | undefined }): string | null {
  if (isLoopback(HOST) || TLS_CERT_FILE) return null
  return 'HOST lets other machines in, without TLS. Keep HOST=127.0.0.1 and put the reverse proxy on this machine, or set TLS_CERT_FILE and TLS_KEY_FILE.'
}

function parse(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null
}
