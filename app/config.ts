import { z } from 'zod'
import { faultOfDatabaseUrl, faultOfPublicUrl, faultOfSmtpUrl } from './encrypted-urls.ts'

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
  smtpUrl: string | null
  mailFrom: string
  logLevel: string
  /** null: start the built-in simulator. */
  stripe: StripeConfig | null
  /** Demo companies and people exist only when no real Stripe is configured. */
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
})

/** A setting that stops the start. The message names the variable and says what it needs; it never repeats a value. */
export class ConfigError extends Error {}

/**
 * Reads the environment once, at start.
 * @throws ConfigError naming the variable that is missing, empty or malformed.
 */
export function readConfig(env: Record<string, string | undefined>): Config {
  const empty = Object.keys(environment.shape).filter((name) => env[name] !== undefined && env[name]?.trim() === '')
  if (empty.length > 0) throw new ConfigError(`${empty.join(', ')} is set but empty. Give it a value or remove it.`)
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
  return {
    port: e.PORT,
    host: e.HOST,
    publicUrl,
    trustedProxies: e.TRUSTED_PROXIES ?? null,
    dataDir: e.DATA_DIR,
    databaseUrl: e.DATABASE_URL ?? null,
    databaseMigrationUrl: e.DATABASE_MIGRATION_URL ?? null,
    secret: e.FLORIN_SECRET ?? null,
    oldSecrets: e.FLORIN_SECRETS_OLD ?? [],
    smtpUrl: e.SMTP_URL ?? null,
    mailFrom: e.MAIL_FROM,
    logLevel: e.LOG_LEVEL,
    stripe,
    demo: stripe === null || stripe.mode === 'simulator',
  }
}

/** @throws ConfigError for what would carry secrets over a network in the clear. */
function assertEncrypted(e: z.infer<typeof environment>, stripe: StripeConfig | null, publicUrl: string): void {
  const faults = [
    e.SMTP_URL ? faultOfSmtpUrl(e.SMTP_URL) : null,
    e.DATABASE_URL ? faultOfDatabaseUrl('DATABASE_URL', e.DATABASE_URL) : null,
    e.DATABASE_MIGRATION_URL ? faultOfDatabaseUrl('DATABASE_MIGRATION_URL', e.DATABASE_MIGRATION_URL) : null,
    stripe && stripe.mode !== 'simulator' ? faultOfPublicUrl(publicUrl) : null,
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
