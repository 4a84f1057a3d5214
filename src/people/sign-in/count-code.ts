import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { atomically } from '#base/db/atomically.ts'
import { sha256 } from '#base/id.ts'
import { knownReserve, strangersShare } from '#base/limits/ceiling.ts'
import { type Limit, limitsOf, type NotYet, notYet } from '#base/limits/limit.ts'
import { counted, limitedUntil, limitReached, notCounted, type Use } from '#base/limits/store.ts'
import { networkOf, widerNetworkOf } from '#base/network.ts'
import { ok } from '#base/result.ts'
import { sharedLimit } from '#messages/outbox/mail-plan.ts'
import { isKnown, readStanding } from './browser-store.ts'
import { type CodeRefusal, codeLimits } from './sign-in.ts'
import { codesNotGiven } from './sign-in-store.ts'
import { type Asker, giveTurnBack, refusedCode, settleDraw, turnHasCome, useTurn } from './turn-store.ts'

/**
 * `email`: the code's recipient; `by`: the address of whoever asks signed in; `network`: the
 * client's IP address, if known; `knownToken`: the known browser's cookie; `own`: further limits of
 * the asker; `mailsPerDay`: the mail plan's; `mails`: messages to send, one by default.
 */
export type CodeAsk = {
  email: string
  by?: string
  network: string | undefined
  knownToken: string | undefined
  own?: readonly Limit[]
  mailsPerDay: number
  mails?: number
}

const networkLimits = async (address: string | undefined): Promise<Limit[]> => {
  if (address === undefined) return []
  const limits = limitsOf(`code:network:${await sha256(networkOf(address))}`, codeLimits.network)
  if (!address.includes(':')) return limits
  return [
    ...limits,
    ...limitsOf(`code:network:${await sha256(networkOf(address, 56))}`, codeLimits.network56),
    ...limitsOf(`code:network:${await sha256(networkOf(address, 48))}`, codeLimits.network48),
  ]
}

/** `waits`: the network is over its limit; only an address known to the council has a code. */
export type CountedAsk = { uses: Use[]; waits?: NotYet<'too_many_codes'> | undefined }

/** What was counted for a code, and when, to undo if it is not sent; `codeId` ends then. */
export type CountedCode = { uses: Use[]; asker: Asker; at: Date; codeId?: string }

/**
 * Counts that a code is asked for, in the batch of `statements`, against `network` and `own`.
 * Ignores the address, so a refusal reveals nothing of it. Over the network's limit it counts
 * against `own` alone; nobody waits whose own address, signed in, the council knows.
 */
export const countAsk = async (
  { db, now }: Act,
  { network, own = [], by }: CodeAsk,
  statements: SqlStatement[],
): Promise<{ ok: true; value: CountedAsk } | NotYet<'too_many_codes'>> => {
  const under = async (limits: readonly Limit[]) => {
    const result = await atomically(db, [counted(db, now, limits), ...statements], { [limitReached]: 'limit_reached' } as const)
    return result.ok
      ? ok({ uses: usesOf(result.value.slice(0, 1)) })
      : notYet('too_many_codes', (await limitedUntil(db, now, limits)) ?? instant(now))
  }
  const waits = await under([...(await networkLimits(network)), ...own])
  if (waits.ok) return waits
  const asked = await under(own)
  if (!asked.ok) return waits
  return by !== undefined && (await isKnown(db, by)) ? asked : ok({ ...asked.value, waits })
}

const usesOf = (results: readonly SqlResult[]): Use[] => results.flatMap((result) => result.results as Use[])

const askerOf = async ({ email, network }: CodeAsk): Promise<Asker> => ({
  addressKey: `code:address:${await sha256(email)}`,
  pairKey: `code:pair:${await sha256(`${email}\n${network === undefined ? 'unknown' : networkOf(network)}`)}`,
  widerKey: `code:wider:${await sha256(`${email}\n${network === undefined ? 'unknown' : widerNetworkOf(network)}`)}`,
})

/**
 * Gives a code in the batch that counts it. Beyond the address's limit a draw decides. The known
 * have a reserve, whatever their network has used; others share a part of the mail plan.
 * @param asked as counted when asking @param statements to write, given the asker's keys
 */
export const writeCode = async (
  { db, now }: Act,
  ask: CodeAsk,
  asked: CountedAsk,
  statements: (asker: Asker) => SqlStatement[],
): Promise<{ ok: true; value: CountedCode } | CodeRefusal> => {
  const asker = await askerOf(ask)
  const { addressKey, pairKey, widerKey } = asker
  const browser = ask.knownToken === undefined ? '' : await sha256(ask.knownToken)
  const { known, inKnownBrowser, few } = await readStanding(db, now, { email: ask.email, by: ask.by, browser, addressKey })
  if (asked.waits && !known) return asked.waits
  const wider = ask.network === undefined ? undefined : await sha256(widerNetworkOf(ask.network))
  const limits = inKnownBrowser
    ? { own: limitsOf(`code:browser:${await sha256(`${ask.email}\n${browser}`)}`, codeLimits.browser), address: [], share: [] }
    : {
        own: limitsOf(pairKey, codeLimits.pair),
        address: [...limitsOf(addressKey, codeLimits.address), ...(wider === undefined ? [] : limitsOf(widerKey, codeLimits.wider))],
        share: known ? knownReserve(ask.mailsPerDay, few) : [...strangersShare(ask.mailsPerDay, wider), sharedLimit(ask.mailsPerDay)],
      }
  const counts = [
    counted(db, now, [...limits.own, ...limits.share.map((limit) => ({ ...limit, n: ask.mails ?? 1 }))]),
    counted(db, now, limits.address, `NOT ${turnHasCome('?3', '?4', '?2')}`, addressKey, pairKey),
  ]
  const result = await atomically(db, [settleDraw(db, now, asker), ...counts, ...statements(asker), useTurn(db, now, asker)], {
    [limitReached]: 'limit_reached',
    too_much_mail: 'limit_reached',
  } as const)
  if (!result.ok) return refusedCode(db, now, asker, limits)
  return ok({ uses: [...asked.uses, ...usesOf(result.value.slice(1, 3))], asker, at: now })
}

/** Undoes the counts and turns of codes that were not sent; they let nobody in. */
export const takeBack = async (db: SqlDatabase, codes: readonly CountedCode[]): Promise<void> => {
  if (codes.length === 0) return
  const notGiven = codes.flatMap(({ codeId }) => (codeId === undefined ? [] : [codeId]))
  await db.batch([
    notCounted(
      db,
      codes.flatMap(({ uses }) => uses),
    ),
    codesNotGiven(db, notGiven),
    ...codes.map(({ asker, at }) => giveTurnBack(db, at, asker)),
  ])
}
