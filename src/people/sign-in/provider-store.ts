import type { Act } from '#base/act.ts'
import { type Instant, instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import type { OidcVisit } from '#base/db/rows.ts'
import { insert, pick, update } from '#base/db/write.ts'
import type { SignInKind } from '#people/accounts/account.ts'
import { kindOfAccount } from '#people/accounts/account-store.ts'
import type { LinkRow, ProviderIdentity } from './provider.ts'

export const insertVisit = (
  act: Act,
  visit: Pick<OidcVisit, 'id' | 'provider' | 'state' | 'nonce' | 'codeVerifier'> & { next: string | undefined; expiresAt: Instant },
): SqlStatement =>
  insert(act.db, 'OidcVisit', {
    ...pick(visit, ['id', 'provider', 'state', 'nonce', 'codeVerifier', 'expiresAt']),
    next: visit.next ?? null,
    accountId: act.actor.accountId ?? null,
    createdAt: instant(act.now),
  })

export const visitOf = (db: SqlDatabase, id: string): Promise<OidcVisit | null> =>
  db.prepare('SELECT * FROM OidcVisit WHERE id = ?1').bind(id).first<OidcVisit>()

/** Only the first of two callbacks of a visit continues. */
export const takeVisit = async (act: Act, id: string): Promise<boolean> =>
  (
    await act.db
      .prepare('UPDATE OidcVisit SET usedAt = ?2 WHERE id = ?1 AND usedAt IS NULL AND expiresAt > ?2')
      .bind(id, instant(act.now))
      .run()
  ).meta.changes > 0

/** Stores who came back, until they prove by a code which account is theirs. */
export const nameVisitor = (db: SqlDatabase, id: string, named: ProviderIdentity, expiresAt: Instant): SqlStatement =>
  update(db, 'OidcVisit', { issuer: named.issuer, subject: named.subject, shownAs: named.shownAs, expiresAt }, { id })

export const endVisit = (db: SqlDatabase, id: string): SqlStatement => db.prepare('DELETE FROM OidcVisit WHERE id = ?1').bind(id)

/** Guard: the visitor is identified and waits to be linked. */
export const visitWaits = (act: Act, id: string): SqlStatement =>
  guard(act.db, 'EXISTS (SELECT 1 FROM OidcVisit WHERE id = ?1 AND subject IS NOT NULL AND expiresAt > ?2)', id, instant(act.now))

export type LinkedAccount = { linkId: string; accountId: string; email: string; personId: string | null; kind: SignInKind; shared: number }

export const accountOf = (db: SqlDatabase, named: ProviderIdentity): Promise<LinkedAccount | null> =>
  db
    .prepare(
      `SELECT i.id AS linkId, a.id AS accountId, a.email, a.personId, a.shared,
         ${kindOfAccount('a.id')} AS kind
       FROM OidcIdentity i JOIN Account a ON a.id = i.accountId WHERE i.issuer = ?1 AND i.subject = ?2 AND i.endedAt IS NULL`,
    )
    .bind(named.issuer, named.subject)
    .first<LinkedAccount>()

/** Guard: the link is current, its account one person’s, and its sign-in kind as it was. */
export const linkStands = (db: SqlDatabase, linked: LinkedAccount): SqlStatement =>
  guard(
    db,
    `EXISTS (SELECT 1 FROM OidcIdentity WHERE id = ?1 AND endedAt IS NULL)
       AND EXISTS (SELECT 1 FROM Account WHERE id = ?2 AND shared = 0)
       AND ${kindOfAccount('?2')} = ?3`,
    linked.linkId,
    linked.accountId,
    linked.kind,
  )

export const insertLink = (act: Act, id: string, accountId: string, named: ProviderIdentity): SqlStatement =>
  insert(act.db, 'OidcIdentity', { id, ...pick(named, ['issuer', 'subject', 'shownAs']), accountId, linkedAt: instant(act.now) })

export const endLink = (act: Act, id: string, accountId: string): SqlStatement =>
  update(act.db, 'OidcIdentity', { endedAt: instant(act.now), shownAs: '' }, { id, accountId, endedAt: null })

export const linksOf = async (db: SqlDatabase, accountId: string): Promise<LinkRow[]> =>
  (
    await db
      .prepare('SELECT id, issuer, shownAs, linkedAt FROM OidcIdentity WHERE accountId = ?1 AND endedAt IS NULL ORDER BY linkedAt')
      .bind(accountId)
      .all<LinkRow>()
  ).results

export const deleteOldVisits = (db: SqlDatabase, before: Instant): SqlStatement =>
  db.prepare('DELETE FROM OidcVisit WHERE id IN (SELECT id FROM OidcVisit WHERE expiresAt < ?1 LIMIT 500)').bind(before)
