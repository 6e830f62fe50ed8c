import { z } from 'zod'
import { faultOfDatabaseUrl, faultOfHost, faultOfPublicUrl, faultOfSmtpUrl } from './encrypted-urls.ts'
import { isLoopback } from './loopback.ts'

/** Where card payments go: the built-in simulator, a simulator elsewhere, or Stripe itself. */
export type StripeConfig = {
  mode: 'simulator' | 'test' | 'live'
  secretKey: string
  publishableKey: string
  webhookSecret: string
  connectWebhookSecret: string
  /** Needed only for linking an existing Stripe account (OAuth). */
  clientId: string | null
  /** Base address of a simulator; null talks to Stripe. */
  apiBase: string | null
}

export type Config = {
  port: number
  host: string
  /** What browsers call this installation; Stripe sends buyers back here. */
  publicUrl: string
  /** Addresses or subnets of the reverse proxies in front, comma-separated; null: there is none. */
  trustedProxies: string | null
  dataDir: string
  /** null: the embedded server. */
  databaseUrl: string | null
  /** A login that owns the schema, where it is not the serving one. */
  databaseMigrationUrl: string | null
  secret: string | null
  /** What was signed or encrypted with one of these is still understood; nothing new is. */
  oldSecrets: string[]
  /** Files of a certificate and its key, where Florin itself speaks HTTPS. */
  tls: { certFile: string; keyFile: string } | null
  smtpUrl: string | null
  mailFrom: string
  logLevel: string
  /** null: start the built-in simulator. */
  stripe: StripeConfig | null
  /**
   * A playground on one machine: demo companies, one-click sign-in, mails kept to be read, and a second factor that may be
   * left out. Only ever on by a switch, and never where others can reach it.
   */
  demo: boolean
}

const text = z.string().trim().min(1)
const environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  HOST: text.default('127.0.0.1'),
  PUBLIC_URL: z.url().optional(),
  TRUSTED_PROXIES: z
    .string()
    .regex(/^[0-9a-f.:/, ]+$/i, 'must be addresses or subnets like 10.0.0.0/24, separated by commas')
    .optional(),
  DATA_DIR: text.default('data'),
  DATABASE_URL: text.optional(),
  DATABASE_MIGRATION_URL: text.optional(),
  FLORIN_SECRET: z.string().min(32, 'must be at least 32 characters').optional(),
  TLS_CERT_FILE: text.optional(),
  TLS_KEY_FILE: text.optional(),
  FLORIN_SECRETS_OLD: z
    .string()
    .transform((list) => list.split(',').map((secret) => secret.trim()))
    .pipe(z.array(z.string().min(32, 'each must be at least 32 characters, with commas between them')))
    .optional(),
  SMTP_URL: text.optional(),
  MAIL_FROM: text.default('Florin <no-reply@florin.example>'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  STRIPE_SECRET_KEY: z
    .string()
    .regex(/^(sk|rk)_(test|live)_/, 'must start with sk_test_, sk_live_, rk_test_ or rk_live_')
    .optional(),
  STRIPE_PUBLISHABLE_KEY: z
    .string()
    .regex(/^pk_(test|live)_/, 'must start with pk_test_ or pk_live_')
    .optional(),
  STRIPE_WEBHOOK_SECRET: z
    .string()
    .regex(/^whsec_./, 'must start with whsec_')
    .optional(),
  STRIPE_CONNECT_WEBHOOK_SECRET: z
    .string()
    .regex(/^whsec_./, 'must start with whsec_')
    .optional(),
  STRIPE_CLIENT_ID: z.string().regex(/^ca_./, 'must start with ca_').optional(),
  STRIPE_API_BASE: z.url().optional(),
  DEMO: z.enum(['on', 'off'], 'must be on or off').optional(),
})

/** A setting that stops the start. The message names the variable and says what it needs; it never repeats a value. */
export class ConfigError extends Error {}

/**
 * Reads the environment once, at start.
 * @param ifUnsaid whether the command is a demo where the environment says nothing of it; real keys of Stripe say no.
 * @throws ConfigError naming the variable that is missing, empty, malformed or unfit for a demo.
 */
export function readConfig(env: Record<string, string | undefined>, ifUnsaid: { demo: boolean } = { demo: false }): Config {
  const empty = Object.keys(environment.shape).filter((name) => env[name] !== undefined && env[name]?.trim() === '')
  if (empty.length > 0) throw new ConfigError(`${empty.join(', ')} is set but empty. Give it a value or remove it.`)
  if (env.NODE_TLS_REJECT_UNAUTHORIZED === '0') {
    throw new ConfigError(
      'NODE_TLS_REJECT_UNAUTHORIZED is 0: Florin would not know whom it talks to. Remove it, and name your own authority with NODE_EXTRA_CA_CERTS.',
    )
  }
  const parsed = environment.safeParse(env)
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new ConfigError(faults.join('\n'))
  }
  const e = parsed.data
  const stripe = readStripe(e)
  if (e.DATABASE_URL && !e.FLORIN_SECRET) {
    throw new ConfigError(
      'FLORIN_SECRET is missing: with DATABASE_URL every process must sign sessions with the same secret (32 characters or more).',
    )
  }
  const publicUrl = (e.PUBLIC_URL ?? `http://localhost:${e.PORT}`).replace(/\/$/, '')
  assertEncrypted(e, stripe, publicUrl)
  const config: Config = {
    port: e.PORT,
    host: e.HOST,
    publicUrl,
    trustedProxies: e.TRUSTED_PROXIES ?? null,
    dataDir: e.DATA_DIR,
    databaseUrl: e.DATABASE_URL ?? null,
    databaseMigrationUrl: e.DATABASE_MIGRATION_URL ?? null,
    secret: e.FLORIN_SECRET ?? null,
    oldSecrets: e.FLORIN_SECRETS_OLD ?? [],
    tls: e.TLS_CERT_FILE && e.TLS_KEY_FILE ? { certFile: e.TLS_CERT_FILE, keyFile: e.TLS_KEY_FILE } : null,
    smtpUrl: e.SMTP_URL ?? null,
    mailFrom: e.MAIL_FROM,
    logLevel: e.LOG_LEVEL,
    stripe,
    demo: e.DEMO === undefined ? ifUnsaid.demo && !isReal(stripe) : e.DEMO === 'on',
  }
  if (config.demo) assertOnThisMachine(config)
  return config
}

function isReal(stripe: StripeConfig | null): boolean {
  return stripe !== null && stripe.mode !== 'simulator'
}

/** A demo lets everybody in who can reach it, so nobody else may reach it and no money may hang on it. */
function assertOnThisMachine({ host, publicUrl, trustedProxies, stripe }: Config): void {
  const faults = [
    isLoopback(host) ? null : 'HOST lets others reach it: remove it, or set it to 127.0.0.1',
    isLoopback(new URL(publicUrl).hostname) ? null : 'PUBLIC_URL is not an address of this machine: remove it',
    trustedProxies === null ? null : 'TRUSTED_PROXIES tells of a proxy that passes others on to it: remove it',
    isReal(stripe) ? 'STRIPE_SECRET_KEY is a real key of Stripe: remove the STRIPE_ variables' : null,
  ].filter((fault) => fault !== null)
  if (faults.length === 0) return
  throw new ConfigError(
    `A demo lets everybody in, so it runs on this machine alone. ${faults.join('. ')}. To run Florin for others set DEMO=off.`,
  )
}

/** @throws ConfigError for what would carry secrets over a network in the clear. */
function assertEncrypted(e: z.infer<typeof environment>, stripe: StripeConfig | null, publicUrl: string): void {
  const faults = [
    e.SMTP_URL ? faultOfSmtpUrl(e.SMTP_URL) : null,
    e.DATABASE_URL ? faultOfDatabaseUrl('DATABASE_URL', e.DATABASE_URL) : null,
    e.DATABASE_MIGRATION_URL ? faultOfDatabaseUrl('DATABASE_MIGRATION_URL', e.DATABASE_MIGRATION_URL) : null,
    ...(stripe && stripe.mode !== 'simulator' ? [faultOfPublicUrl(publicUrl), faultOfHost(e)] : []),
    !e.TLS_CERT_FILE !== !e.TLS_KEY_FILE ? 'TLS_CERT_FILE and TLS_KEY_FILE belong together: set both, or none.' : null,
  ].filter((fault) => fault !== null)
  if (faults.length > 0) throw new ConfigError(faults.join('\n'))
}

function readStripe(e: z.infer<typeof environment>): StripeConfig | null {
  const required = [
    'STRIPE_SECRET_KEY',
    'STRIPE_PUBLISHABLE_KEY',
    'STRIPE_WEBHOOK_SECRET',
    'STRIPE_CONNECT_WEBHOOK_SECRET',
  ] as const
  const anySet = required.some((name) => e[name]) || e.STRIPE_API_BASE
  if (!anySet) return null
  const missing = required.filter((name) => !e[name])
  if (missing.length > 0) {
    throw new ConfigError(
      `${missing.join(', ')} is missing. Set all of ${required.join(', ')} to talk to Stripe, or none of them for the simulator.`,
    )
  }
  const live = /^(sk|rk)_live_/.test(e.STRIPE_SECRET_KEY!)
  if (live !== e.STRIPE_PUBLISHABLE_KEY!.startsWith('pk_live_')) {
    throw new ConfigError('STRIPE_PUBLISHABLE_KEY and STRIPE_SECRET_KEY are of different modes: one is live, the other test.')
  }
  if (live && e.STRIPE_API_BASE)
    throw new ConfigError('STRIPE_API_BASE is set with a live key: live keys are only ever sent to Stripe.')
  return {
    mode: e.STRIPE_API_BASE ? 'simulator' : live ? 'live' : 'test',
    secretKey: e.STRIPE_SECRET_KEY!,
    publishableKey: e.STRIPE_PUBLISHABLE_KEY!,
    webhookSecret: e.STRIPE_WEBHOOK_SECRET!,
    connectWebhookSecret: e.STRIPE_CONNECT_WEBHOOK_SECRET!,
    clientId: e.STRIPE_CLIENT_ID ?? null,
    apiBase: e.STRIPE_API_BASE ?? null,
  }
}
