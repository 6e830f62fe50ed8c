-- A session says how it was authenticated, and is judged by that: not by what the account has come to have since.
-- Those that never said it end here; everybody signs in once more.
DELETE FROM identity.session;
ALTER TABLE identity.session
  -- NULL: signing in is not finished, and the session opens nothing.
  ADD COLUMN means text CHECK (means IN ('password', 'password+trusted-device', 'password+code', 'password+backup-code',
    'password+passkey', 'passkey')),
  ADD COLUMN "authenticatedAt" timestamptz,
  -- When everything the account has was last shown in this session; NULL: not in this session.
  ADD COLUMN "provenAt" timestamptz,
  ADD COLUMN "lastSeenAt" timestamptz;

-- Counted up whenever everything open for an account ends (password, factor): a sign-in that began before does not finish after.
ALTER TABLE identity."user" ADD COLUMN epoch integer NOT NULL DEFAULT 0;

-- The time step of the last code taken: no code of that step or an earlier one is taken again.
ALTER TABLE identity."twoFactor" ADD COLUMN "lastStep" bigint NOT NULL DEFAULT 0;

CREATE TABLE identity.passkeys (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id text NOT NULL REFERENCES identity."user" ON DELETE CASCADE,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
  credential_id text NOT NULL UNIQUE,
  public_key bytea NOT NULL,
  -- Goes up with every use where the authenticator counts; 0 for ever where it does not.
  counter bigint NOT NULL,
  transports text[] NOT NULL DEFAULT '{}',
  -- Kept by a password manager on several devices, or bound to one.
  synced boolean NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  last_used_at timestamptz
);
CREATE INDEX passkeys_of_user ON identity.passkeys (user_id);
GRANT SELECT, INSERT, UPDATE, DELETE ON identity.passkeys TO florin_identity;
