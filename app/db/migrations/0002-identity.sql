-- Who may enter, and where. The schema `identity` belongs to the sign-in library (its tables, its column names); what a person
-- may do in which company is ours and stands behind the walls.
CREATE SCHEMA identity;

CREATE TABLE identity."user" (
  id text PRIMARY KEY,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
  email text NOT NULL UNIQUE CHECK (email = lower(email)),
  "emailVerified" boolean NOT NULL DEFAULT false,
  image text,
  "createdAt" timestamptz NOT NULL DEFAULT now(),
  "updatedAt" timestamptz NOT NULL DEFAULT now(),
  "twoFactorEnabled" boolean DEFAULT false
);
CREATE TABLE identity.session (
  id text PRIMARY KEY,
  token text NOT NULL UNIQUE,
  "userId" text NOT NULL REFERENCES identity."user" ON DELETE CASCADE,
  "expiresAt" timestamptz NOT NULL,
  "ipAddress" text,
  "userAgent" text,
  -- Which of the person's memberships this browser works in.
  "activeMembershipId" text,
  "createdAt" timestamptz NOT NULL DEFAULT now(),
  "updatedAt" timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX session_of_user ON identity.session ("userId");
CREATE TABLE identity.account (
  id text PRIMARY KEY,
  "accountId" text NOT NULL,
  "providerId" text NOT NULL,
  "userId" text NOT NULL REFERENCES identity."user" ON DELETE CASCADE,
  "accessToken" text,
  "refreshToken" text,
  "idToken" text,
  "accessTokenExpiresAt" timestamptz,
  "refreshTokenExpiresAt" timestamptz,
  scope text,
  -- A salted scrypt hash.
  password text,
  "createdAt" timestamptz NOT NULL DEFAULT now(),
  "updatedAt" timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX account_of_user ON identity.account ("userId");
CREATE TABLE identity.verification (
  id text PRIMARY KEY,
  identifier text NOT NULL,
  value text NOT NULL,
  "expiresAt" timestamptz NOT NULL,
  "createdAt" timestamptz NOT NULL DEFAULT now(),
  "updatedAt" timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX verification_by_identifier ON identity.verification (identifier);
CREATE TABLE identity."twoFactor" (
  id text PRIMARY KEY,
  -- Both encrypted with the installation's secret.
  secret text NOT NULL,
  "backupCodes" text NOT NULL,
  "userId" text NOT NULL UNIQUE REFERENCES identity."user" ON DELETE CASCADE,
  verified boolean DEFAULT true,
  "failedVerificationCount" integer DEFAULT 0,
  "lockedUntil" timestamptz
);
CREATE INDEX two_factor_by_secret ON identity."twoFactor" (secret);

-- Tries counted per window (sign-in, reset, codes): in the database, so that every process counts together. Keys are hashes.
CREATE TABLE identity.limits (
  key text PRIMARY KEY,
  count integer NOT NULL,
  since timestamptz NOT NULL
);
CREATE INDEX limits_by_age ON identity.limits (since);

-- Mails of an installation that has no mail server, to be read on its development page.
CREATE TABLE identity.mails (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  recipient text NOT NULL,
  kind text NOT NULL,
  subject text NOT NULL,
  body_text text NOT NULL,
  body_html text NOT NULL
);

CREATE TABLE memberships (
  company_id uuid NOT NULL REFERENCES companies,
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  user_id text NOT NULL REFERENCES identity."user",
  roles text[] NOT NULL CHECK (cardinality(roles) > 0 AND roles <@ ARRAY['operator', 'admin', 'receivables', 'credit_manager',
    'sales', 'warehouse', 'read_only', 'buyer_orders', 'buyer_pays']),
  -- The customer a buyer belongs to; NULL for the company's own people. Nobody is both.
  customer_id uuid,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (company_id, id),
  UNIQUE (company_id, user_id),
  CHECK ((customer_id IS NOT NULL) = (roles && ARRAY['buyer_orders', 'buyer_pays'])),
  CHECK (customer_id IS NULL OR roles <@ ARRAY['buyer_orders', 'buyer_pays'])
);
CREATE INDEX memberships_of_user ON memberships (user_id);

CREATE TABLE invitations (
  company_id uuid NOT NULL REFERENCES companies,
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  email text NOT NULL CHECK (email = lower(email)),
  roles text[] NOT NULL CHECK (cardinality(roles) > 0),
  customer_id uuid,
  -- Only the hash: whoever reads the table cannot accept an invitation.
  token_hash text NOT NULL UNIQUE,
  invited_by_name text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  accepted_at timestamptz,
  revoked_at timestamptz,
  PRIMARY KEY (company_id, id)
);
-- One open invitation per address and company: a second replaces the first.
CREATE UNIQUE INDEX invitations_open ON invitations (company_id, email) WHERE accepted_at IS NULL AND revoked_at IS NULL;
