import type { Actor, StaffRoleName } from '../act.ts'

export type SignInRow = { signInId: string; seenAt: string; actor: Actor }

/** The signed-in account behind a hashed session token, with its roles and schools, in one read; undefined when expired or revoked. */
export const actorOfSignIn = async (db: D1Database, tokenHash: string, now: string): Promise<SignInRow | undefined> => {
  const row = await db
    .prepare(
      `SELECT s.id AS signInId, s.seenAt, a.id AS accountId, a.email, a.personId, p.name,
         (SELECT json_group_array(json_object('role', r.role, 'eventId', r.eventId)) FROM StaffRole r
          WHERE r.accountId = a.id AND r.revokedAt IS NULL) AS roles,
         (SELECT json_group_array(sc.rootId) FROM Claim c JOIN School sc ON sc.id = c.schoolId
          WHERE c.accountId = a.id AND c.state = 'approved') AS schoolIds
       FROM SignIn s JOIN Account a ON a.id = s.accountId LEFT JOIN Person p ON p.id = a.personId
       WHERE s.id = ?1 AND s.revokedAt IS NULL AND s.expiresAt > ?2`,
    )
    .bind(tokenHash, now)
    .first<{
      signInId: string
      seenAt: string
      accountId: string
      email: string
      personId: string | null
      name: string | null
      roles: string
      schoolIds: string
    }>()
  if (!row) return undefined
  const roles: { role: StaffRoleName; eventId: string | null }[] = JSON.parse(row.roles)
  return {
    signInId: row.signInId,
    seenAt: row.seenAt,
    actor: {
      accountId: row.accountId,
      email: row.email,
      personId: row.personId ?? undefined,
      name: row.name ?? undefined,
      roles: [...new Set(roles.map((r) => r.role))],
      doorEventIds: roles.flatMap((r) => (r.role === 'door' && r.eventId ? [r.eventId] : [])),
      schoolIds: [...new Set(JSON.parse(row.schoolIds) as string[])],
    },
  }
}
