import type { Database } from './database.ts'

/** Tables of the public schema that stand without a wall, each with its reason. Nothing else may. */
const unwalled = [
  // Which migrations have run: the platform's role reads their names, no serving role changes them.
  'kysely_migration',
  'kysely_migration_lock',
]

/**
 * Every way in which a wall can be down. The sign-in tables (schema `identity`) lie behind a privilege instead: only
 * florin_identity holds one. A view reads with the rights of whoever asks, or it would look over the wall with its owner's.
 */
const faultsQuery = `
  SELECT rolname || ' bypasses row-level security' AS fault FROM pg_roles
    WHERE rolname IN ('florin_app', 'florin_platform', 'florin_identity') AND (rolsuper OR rolbypassrls)
  UNION ALL
  SELECT c.relname || ' has no forced row-level security' FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
      AND c.relname <> ALL ($1)
  UNION ALL
  SELECT p.tablename || ' has a policy ' || p.policyname || ' that asks for no company' FROM pg_policies p
    WHERE p.schemaname = 'public' AND p.roles && ARRAY['florin_app', 'public']::name[]
      AND (coalesce(p.qual, p.with_check, '') NOT LIKE '%current_company()%'
        OR coalesce(p.with_check, p.qual, '') NOT LIKE '%current_company()%')
  UNION ALL
  SELECT c.relname || ' is a view with its owner’s rights' FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace
      AND (c.relkind = 'm' OR (c.relkind = 'v' AND NOT coalesce(c.reloptions, '{}') && ARRAY['security_invoker=true', 'security_invoker=on']))
  UNION ALL
  SELECT c.relname || ' is open to ' || r.rolname FROM pg_class c
    JOIN pg_roles r ON r.rolname IN ('florin_app', 'florin_platform')
    WHERE c.relnamespace <> 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
      AND c.relnamespace NOT IN (SELECT oid FROM pg_namespace WHERE nspname IN ('pg_catalog', 'information_schema') OR nspname LIKE 'pg\\_t%')
      AND (has_table_privilege(r.oid, c.oid, 'SELECT, INSERT, UPDATE, DELETE') OR has_any_column_privilege(r.oid, c.oid, 'SELECT, UPDATE'))
  UNION ALL
  SELECT c.relname || ' is open to florin_identity' FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm') AND c.relname <> ALL ($2)
      AND (has_table_privilege('florin_identity', c.oid, 'SELECT, INSERT, UPDATE, DELETE')
        OR has_any_column_privilege('florin_identity', c.oid, 'SELECT, UPDATE'))`

/** What the sign-in role reads outside of its own schema: a person's own security events. */
const readBySignIn = ['security_events']

/**
 * Refuses to serve when the walls between companies, or around the sign-in tables, are down.
 * @throws Error naming each table, view, policy or role that lets through.
 */
export async function assertWalls(database: Pick<Database, 'pool'>): Promise<void> {
  const { rows } = await database.pool.query<{ fault: string }>(faultsQuery, [unwalled, readBySignIn])
  if (rows.length > 0) throw new Error(`The walls in the database are down: ${rows.map((row) => row.fault).join('; ')}.`)
}
