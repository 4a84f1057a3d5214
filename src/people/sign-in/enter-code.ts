import { type Act, nobody } from '#base/act.ts'
import { addMinutes, instant } from '#base/dates.ts'
import { atomically, guard, guardBroken } from '#base/db/atomically.ts'
import { newId, sha256 } from '#base/id.ts'
import { refused, signedIn } from '#base/log/refusal.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { accountByEmail, insertAccount } from '#people/accounts/account-store.ts'
import { hadFirstAdministrator, insertRole } from '#people/accounts/role-store.ts'
import { beginSignIn } from './begin-sign-in.ts'
import { codeAttempts, codeHash, mailboxMinutes } from './sign-in.ts'
import { type CodeRow, codeOf, codeUnused, countAttempt, useCode } from './sign-in-store.ts'

export type EnterCodeReason = 'other_browser' | 'wrong_code' | 'no_tries_left' | 'code_run_out' | 'code_used'

/**
 * The code was right, but the address belonged to another account within the last week: it can be
 * given back, and gets no new account.
 */
export type OldAddress = 'old_address'

export type SignedIn = { token: string; knownToken: string; seconds: number; next: string | undefined }

/**
 * Signs in with a code. A new address gets an account, unless an account gave it up within a week;
 * the configured first administrator gets the role once. @param ask.browserToken, ask.knownToken
 * from cookies @param ask.oldSignInId the sign-in it replaces
 */
export const enterCode = async (
  act: Act,
  ask: {
    browserToken: string | undefined
    knownToken: string | undefined
    code: string
    browser: string
    oldSignInId: string | undefined
    firstAdministrator: string | undefined
    staffIdleMinutes: number
  },
): Promise<Result<SignedIn, EnterCodeReason | OldAddress>> => {
  const tried = await tryCode(act, ask.browserToken, ask.code)
  if (!tried.ok) return tried
  const { codeId, row } = tried.value
  // Retries if somebody signs in with the same new address, or becomes first administrator, at the
  // same moment.
  for (;;) {
    const done = await signIn(act, codeId, row, ask)
    if (done.ok) {
      signedIn(act, row.email)
      return done
    }
    if (done.reason === 'look_again') continue
    if (done.reason === 'old_address' && (await useUp(act, codeId))) return refuse('old_address')
    refused(act, 'code_used', row.email)
    return refuse('code_used')
  }
}

/** Uses up a code that was right; false if it was used meanwhile. */
export const useUp = async ({ db, now }: Act, codeId: string): Promise<boolean> =>
  (await atomically(db, [guard(db, codeUnused, codeId), useCode(db, codeId, now)], { [guardBroken]: 'code_used' } as const)).ok

/**
 * Whose mail this browser has shown it can read: it typed the code but was not signed in.
 * @param next what the code was asked for, if it was for one thing
 */
export const mailboxOfCode = async (act: Act, browserToken: string | undefined, next?: string): Promise<string | undefined> => {
  const row = browserToken ? await codeOf(act.db, await sha256(browserToken)) : null
  return row?.usedAt && (next === undefined || row.next === next) && row.usedAt > instant(addMinutes(act.now, -mailboxMinutes))
    ? row.email
    : undefined
}

/** Uses one try; returns the code's purpose if right. The caller's batch must still use it up. */
export const tryCode = async (
  act: Act,
  browserToken: string | undefined,
  code: string,
): Promise<Result<{ codeId: string; row: CodeRow }, EnterCodeReason>> => {
  const turnAway = (reason: EnterCodeReason, email?: string) => {
    refused(act, reason, email)
    return refuse(reason)
  }
  if (!browserToken) return turnAway('other_browser')
  const codeId = await sha256(browserToken)
  const row = await countAttempt(act.db, codeId, act.now)
  if (!row) {
    const known = await codeOf(act.db, codeId)
    return turnAway(whyNot(known, act.now), known?.email)
  }
  // Without tries, or for a code never given, the answer is that of any wrong code, so it reveals
  // nothing of the address.
  if (row.attempts > row.tries || (await codeHash(browserToken, row.email, code)) !== row.codeHash)
    return turnAway(row.attempts >= codeAttempts ? 'no_tries_left' : 'wrong_code', row.email)
  return ok({ codeId, row })
}

const whyNot = (row: CodeRow | null, now: Date): EnterCodeReason => {
  if (!row) return 'other_browser'
  if (row.usedAt) return 'code_used'
  return row.expiresAt <= instant(now) ? 'code_run_out' : 'no_tries_left'
}

const signIn = async (
  act: Act,
  codeId: string,
  code: CodeRow,
  ask: {
    browser: string
    knownToken: string | undefined
    oldSignInId: string | undefined
    firstAdministrator: string | undefined
    staffIdleMinutes: number
  },
): Promise<Result<SignedIn, 'code_used' | 'look_again' | OldAddress>> => {
  const { db, now } = act
  const known = await accountByEmail(db, code.email)
  const accountId = known?.id ?? newId(now)
  const me: Act = { ...act, actor: { ...nobody, accountId, personId: known?.personId ?? undefined } }
  // Only once, whoever has the address by then: a dismissed administrator could otherwise regain
  // the role by freeing the address.
  const becomesFirst = code.email === ask.firstAdministrator && !(await hadFirstAdministrator(db))
  const roleId = newId(now)
  const begun = await beginSignIn(me, { accountId, kind: becomesFirst ? 'council' : (known?.kind ?? 'school'), ...ask })
  const result = await atomically(
    db,
    [
      guard(db, codeUnused, codeId),
      useCode(db, codeId, now),
      ...(known
        ? []
        : [insertAccount(db, instant(now), accountId, code.email), logged(me, { act: 'account.made', subject: ['account', accountId] })]),
      ...(becomesFirst
        ? [
            insertRole(db, instant(now), { id: roleId, accountId, role: 'administrator', eventId: undefined, grantedById: undefined }),
            logged(me, {
              act: 'role.granted',
              subject: ['staffRole', roleId],
              after: { accountId, role: 'administrator', by: 'configuration' },
            }),
          ]
        : []),
      ...begun.statements,
    ],
    {
      [guardBroken]: 'code_used',
      'Account.email': 'look_again',
      StaffRole_once: 'look_again',
      address_kept_for_undo: 'old_address',
    } as const,
  )
  return result.ok ? ok({ token: begun.token, knownToken: begun.knownToken, seconds: begun.seconds, next: code.next ?? undefined }) : result
}
